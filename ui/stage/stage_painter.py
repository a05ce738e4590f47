"""Paints the stage: one pure function for window, preview and picture alike (S1, S3).

Sizes are given for a picture of 1600 x 900 and scale with it. Nothing is smaller than 27 of
those pixels, which is 32 pixels or 24 points at 1080p.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ui.stage.poll_painter import paint_poll
from ui.stage.rooms_painter import BESIDE_RING, paint_rooms, rooms_height
from ui.stage.stage_sizes import HEIGHT, LEAST_TEXT, WIDTH
from ui.stage.stage_state import Scene, StageState, StageText
from ui.stage.test_picture import paint_test_picture
from ui.theme import STAGE, Theme
from ui.theme.fonts import sized_font
from ui.widgets.paint import broken_lines, draw_line_of_text, draw_lines, limited_lines, widest_word
from ui.widgets.ring import RingColours, RingState, draw_ring
from virtu_desktop.domain.cues import CuePhase

_MARGIN = 64
_GUTTER = 56
_RING = 540
# In a smaller one the words below the time could not be read from the last row.
_RING_WITH_CAPTION = 400
_ABOVE_ROOMS = 24
_LEAST_ABOVE = 150
_TITLE_SIZES = (76, 68, 62, 56, 50, 44, 40, 36, 32, LEAST_TEXT)
_TEXT_SIZES = (34, 31, 29, LEAST_TEXT)
_CLOCK = 250
_LEAST_CLOCK = 150
_LINES_KEPT = 3
_LINE = 1.36
_TITLE_LINE = 1.14


@dataclass(frozen=True, slots=True)
class StageLayout:
    """Where things stand. unit: pixels for one pixel of 1600 x 900."""

    unit: float
    text: QRectF
    ring: QRectF | None
    rooms: QRectF | None = None


def stage_layout(rect: QRectF, state: StageState, theme_family: str = "") -> StageLayout:
    """Return where text, ring and rooms stand in ``rect``."""
    unit = min(rect.width() / WIDTH, rect.height() / HEIGHT)
    margin = _MARGIN * unit
    inside = rect.adjusted(margin, margin, -margin, -margin)
    if state.ring is None or state.scene is Scene.CLOCK:
        return StageLayout(unit, inside, None)
    side = _RING * unit
    if state.rooms:
        return _layout_with_rooms(inside, state, unit, theme_family)
    ring = QRectF(inside.right() - side, inside.center().y() - side / 2, side, side)
    text = QRectF(inside)
    text.setRight(ring.left() - _GUTTER * unit)
    return StageLayout(unit, text, ring)


def _layout_with_rooms(inside: QRectF, state: StageState, unit: float, family: str) -> StageLayout:
    """Return a layout with the rooms at the bottom: beside the ring if they are few, else below.

    The ring becomes smaller where many rooms need the height.
    """
    gutter = _GUTTER * unit
    side = _RING * unit
    width = inside.width()
    if len(state.rooms) <= BESIDE_RING:
        width -= side + gutter
    height = min(
        rooms_height(state.rooms, width, unit, family), inside.height() - _LEAST_ABOVE * unit
    )
    rooms = QRectF(inside.left(), inside.bottom() - height, width, height)
    above = inside.height() if len(state.rooms) <= BESIDE_RING else inside.height() - height
    if len(state.rooms) > BESIDE_RING:
        side = min(side, above - _ABOVE_ROOMS * unit)
    ring = QRectF(inside.right() - side, inside.top(), side, side)
    if len(state.rooms) <= BESIDE_RING:
        ring.moveTop(inside.center().y() - side / 2)
    text = QRectF(inside.left(), inside.top(), ring.left() - gutter - inside.left(), 0)
    text.setBottom(rooms.top() - _ABOVE_ROOMS * unit)
    return StageLayout(unit, text, ring, rooms)


def paint_stage(painter: QPainter, rect: QRectF, state: StageState, theme: Theme) -> None:
    """Draw the stage into ``rect``; of the theme only the family counts."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, QColor(STAGE.background))
    if state.poll is not None:
        paint_poll(painter, rect, state.poll, theme.family)
    elif state.scene is Scene.TEST:
        paint_test_picture(painter, rect, state, theme.family)
    elif state.scene is not Scene.BLANK:
        layout = stage_layout(rect, state, theme.family)
        if layout.rooms is not None:
            paint_rooms(painter, layout.rooms, state.rooms, layout.unit, theme.family)
        _Writer(painter, layout, theme.family).write(state)
        if state.rooms and state.next:
            _write_next_below(painter, layout, state.next, theme.family)
        if layout.ring is not None and state.ring is not None:
            ring = state.ring
            if layout.ring.width() < _RING_WITH_CAPTION * layout.unit:
                ring = replace(ring, caption="")
            draw_ring(painter, layout.ring, ring, stage_ring(ring), theme.family)
    painter.restore()


def _write_next_below(painter: QPainter, layout: StageLayout, text: str, family: str) -> None:
    """Write what comes next below the ring, where that leaves room for it."""
    if layout.ring is None or layout.rooms is None or layout.rooms.right() > layout.ring.left():
        return
    unit = layout.unit
    area = QRectF(layout.ring)
    area.setTop(layout.ring.bottom() + 24 * unit)
    area.setBottom(layout.rooms.bottom())
    font = sized_font(family, LEAST_TEXT * unit, QFont.Weight.Medium)
    line = LEAST_TEXT * unit * _LINE
    lines = limited_lines(text, font, area.width(), max(1, int(area.height() / line)))
    at = QPointF(area.left(), area.bottom() - len(lines) * line)
    draw_lines(painter, at, lines, font, QColor(STAGE.dim), line_height=line)


def stage_ring(ring: RingState) -> RingColours:
    """Return the colours of a ring on the stage."""
    colour = STAGE.kind(ring.kind) if ring.phase is CuePhase.CALM else STAGE.amber
    if ring.is_paused:
        colour = STAGE.dim
    is_strong = ring.phase in (CuePhase.LAST, CuePhase.OVER) and not ring.is_paused
    return RingColours(
        arc=QColor(colour),
        track=QColor(STAGE.track),
        figures=QColor(STAGE.text),
        caption=QColor(STAGE.dim),
        mark=QColor(colour if is_strong else STAGE.panel),
        mark_text=QColor(STAGE.background if is_strong else STAGE.text),
    )


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A text broken into lines, in the largest font in which it fits."""

    font: QFont
    lines: list[str]
    line_height: float

    @property
    def height(self) -> float:
        return self.line_height * len(self.lines)


class _Writer:
    """Writes the texts of one picture from the top down, the next block at the bottom."""

    def __init__(self, painter: QPainter, layout: StageLayout, family: str) -> None:
        self._painter = painter
        self._unit = layout.unit
        self._area = layout.text
        self._family = family
        self._y = layout.text.top()

    def write(self, state: StageState) -> None:
        bottom = self._area.bottom()
        if state.next and not state.rooms:
            bottom = self._write_next(state.next)
        if state.scene is Scene.CLOCK:
            self._write_clock_scene(state)
        elif state.scene is Scene.ENDED:
            self._write_ended(state)
        else:
            self._write_block(state, bottom)

    def _write_block(self, state: StageState, bottom: float) -> None:
        self._write_kicker(state)
        room = bottom - self._y
        # The title leaves room for what people have to do.
        share = 0.55 if state.instructions or state.phrase else 0.9
        title = self._fitted(
            state.title,
            _TITLE_SIZES,
            QFont.Weight.DemiBold,
            room * share,
            _TITLE_LINE,
            spacing=-2.2,
        )
        self._put(title, STAGE.text)
        self._y += 18 * self._unit
        if state.phrase:
            self._write_phrase(state, bottom)
        self._write_instructions(state.instructions, bottom, has_rooms=bool(state.rooms))

    def _write_kicker(self, state: StageState) -> None:
        font = self._font(LEAST_TEXT, QFont.Weight.DemiBold, spacing=7)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        colour = QColor(STAGE.kind(state.kind))
        height = 36 * self._unit
        row = QRectF(self._area.left(), self._y - 4 * self._unit, self._area.width(), height)
        draw_line_of_text(self._painter, row, state.kicker, font, colour)
        self._y += height + 12 * self._unit

    def _write_phrase(self, state: StageState, bottom: float) -> None:
        """Write "Back at" and, much larger below it, the clock time."""
        before, clock, after = (
            state.phrase.partition(state.clock)
            if state.clock
            else (
                state.phrase,
                "",
                "",
            )
        )
        self._y += 20 * self._unit
        words = f"{before.strip()} {after.strip()}".strip()
        if words:
            fitted = self._fitted(words, (44, 38, 34), QFont.Weight.Medium, bottom - self._y, _LINE)
            self._put(fitted, STAGE.body)
        if clock:
            colour = STAGE.kind(state.kind)
            font = self._font(210, QFont.Weight.DemiBold, spacing=-4, is_display=True)
            # Smaller where people also have to read what to do, but still the largest of all.
            left = bottom - self._y
            spare = max(left - self._least_height(state.instructions), _LEAST_CLOCK * self._unit)
            room = min(left, spare, _CLOCK * self._unit)
            self._draw_big(clock, font, colour, self._area.left(), self._y, room)
            self._y += room

    def _draw_big(
        self, text: str, font: QFont, colour: str, left: float, top: float, room: float
    ) -> None:
        metrics = QFontMetricsF(font)
        most = min(self._area.width() / metrics.horizontalAdvance(text), room / metrics.height())
        if most < 1:
            font.setPixelSize(max(1, int(font.pixelSize() * most)))
            metrics = QFontMetricsF(font)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        baseline = top + metrics.capHeight() + (room - metrics.capHeight()) / 2
        self._painter.drawText(QPointF(left - 0.03 * font.pixelSize(), baseline), text)

    def _write_instructions(
        self, texts: tuple[StageText, ...], bottom: float, *, has_rooms: bool = False
    ) -> None:
        """Write what people have to do; where many rooms leave no place for it, nothing."""
        if not texts:
            return
        room = max(0.0, bottom - self._y)
        labels = sum(self._label_height(text) for text in texts)
        if has_rooms and room < labels + len(texts) * LEAST_TEXT * self._unit * _LINE:
            return
        for size in _TEXT_SIZES:
            if self._instructions_height(texts, size) <= room:
                self._put_instructions(texts, size, None)
                return
        self._put_instructions(texts, LEAST_TEXT, room)

    def _instructions_height(self, texts: tuple[StageText, ...], size: int) -> float:
        font = self._font(size, QFont.Weight.Normal)
        line = size * self._unit * _LINE
        lines = sum(len(broken_lines(text.text, font, self._area.width())) for text in texts)
        return lines * line + sum(self._label_height(text) for text in texts)

    def _least_height(self, texts: tuple[StageText, ...]) -> float:
        """Return the height of the first lines of all texts in the smallest size."""
        font = self._font(LEAST_TEXT, QFont.Weight.Normal)
        line = LEAST_TEXT * self._unit * _LINE
        lines = (len(broken_lines(text.text, font, self._area.width())) for text in texts)
        kept = sum(min(count, _LINES_KEPT) for count in lines)
        return kept * line + sum(self._label_height(text) for text in texts)

    def _label_height(self, text: StageText) -> float:
        return 58 * self._unit if text.label else 0.0

    def _put_instructions(
        self, texts: tuple[StageText, ...], size: int, room: float | None
    ) -> None:
        """Write the instructions; in a scarce ``room`` the longest of them end in "…"."""
        font = self._font(size, QFont.Weight.Normal)
        line = size * self._unit * _LINE
        width = self._area.width()
        wanted = [len(broken_lines(text.text, font, width)) for text in texts]
        if room is not None:
            labels = sum(self._label_height(text) for text in texts)
            wanted = _shared_lines(wanted, int((room - labels) / line))
        for text, most in zip(texts, wanted, strict=True):
            if text.label:
                self._write_label(text)
            lines = limited_lines(text.text, font, width, most)
            self._put(_Fitted(font, lines, line), STAGE.body)

    def _write_label(self, text: StageText) -> None:
        font = self._font(LEAST_TEXT, QFont.Weight.DemiBold)
        self._y += 20 * self._unit
        height = 38 * self._unit
        row = QRectF(self._area.left(), self._y, self._area.width(), height)
        colour = QColor(STAGE.blue if text.is_remote else STAGE.green)
        draw_line_of_text(self._painter, row, text.label, font, colour)
        self._y += height

    def _write_next(self, text: str) -> float:
        """Write what comes next at the bottom and return where the room above it ends."""
        fitted = self._fitted(
            text, (30, LEAST_TEXT), QFont.Weight.Medium, 90 * self._unit, _LINE, most=2
        )
        top = self._area.bottom() - fitted.height
        at = QPointF(self._area.left(), top)
        height = fitted.line_height
        draw_lines(
            self._painter, at, fitted.lines, fitted.font, QColor(STAGE.dim), line_height=height
        )
        return top - 28 * self._unit

    def _write_clock_scene(self, state: StageState) -> None:
        self._write_kicker(state)
        font = self._font(420, QFont.Weight.DemiBold, spacing=-4, is_display=True)
        width = QFontMetricsF(font).horizontalAdvance(state.clock)
        left = self._area.center().x() - width / 2
        room = 560 * self._unit
        top = self._area.center().y() - room / 2
        self._draw_big(state.clock, font, STAGE.text, left, top, room)
        if state.title != state.kicker:
            self._put_at_bottom(state.title)

    def _write_ended(self, state: StageState) -> None:
        self._write_kicker(state)
        title = self._fitted(
            state.title,
            (132, *_TITLE_SIZES),
            QFont.Weight.DemiBold,
            self._area.height() / 2,
            _TITLE_LINE,
            spacing=-2.5,
        )
        self._y = self._area.center().y() - title.height / 2
        self._put(title, STAGE.text)

    def _put_at_bottom(self, text: str) -> None:
        fitted = self._fitted(
            text, (44, 38, 32, LEAST_TEXT), QFont.Weight.Medium, 120 * self._unit, _LINE, most=2
        )
        self._y = self._area.bottom() - fitted.height
        self._put(fitted, STAGE.body)

    def _put(self, fitted: _Fitted, colour: str) -> None:
        at = QPointF(self._area.left(), self._y)
        height = fitted.line_height
        self._y += draw_lines(
            self._painter, at, fitted.lines, fitted.font, QColor(colour), line_height=height
        )

    def _fitted(
        self,
        text: str,
        sizes: tuple[int, ...],
        weight: QFont.Weight,
        room: float,
        line: float,
        *,
        spacing: float = 0.0,
        most: int = 4,
    ) -> _Fitted:
        """Return ``text`` in the largest of ``sizes`` whose words and lines all fit.

        In the smallest size a word that is still too wide breaks inside; nothing is cut off.
        """
        width = self._area.width()
        for size in sizes:
            is_display = size > LEAST_TEXT + 10
            font = self._font(size, weight, spacing=spacing, is_display=is_display)
            lines = broken_lines(text, font, width)
            height = size * self._unit * line
            fits = len(lines) <= most and len(lines) * height <= room
            if fits and widest_word(text, QFontMetricsF(font)) <= width:
                return _Fitted(font, lines, height)
        return _Fitted(font, lines, height)

    def _font(
        self, size: float, weight: QFont.Weight, *, spacing: float = 0.0, is_display: bool = False
    ) -> QFont:
        return sized_font(
            self._family, size * self._unit, weight, spacing=spacing, is_display=is_display
        )


def _shared_lines(wanted: list[int], most: int) -> list[int]:
    """Return how many of ``most`` lines each text gets: one by one, and at least one each."""
    given = [1 for _lines in wanted]
    while sum(given) < min(most, sum(wanted)):
        short = [place for place, lines in enumerate(wanted) if given[place] < lines]
        given[min(short, key=given.__getitem__)] += 1
    return given
