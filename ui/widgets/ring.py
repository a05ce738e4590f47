"""The countdown ring: one pure painter, and the widget that shows it.

What phase a block is in is told three ways at once: by colour, by words above the figures, and
by the shape of the ring. Nothing flashes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, Tone, follow_theme, kind_tone, theme
from ui.theme.fonts import sized_font
from ui.widgets.paint import draw_rounded
from virtu_desktop.domain.cues import CuePhase, CueSettings, cue_phase
from virtu_desktop.domain.plan import BlockKind, Plan
from virtu_desktop.domain.timeline import Phase, Projection
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import block_title, countdown, minutes_text

SIZE = 256
_TOP = 90 * 16
_FULL = 360 * 16
_STROKE = 13 / 256
# Words smaller than this in pixels help nobody.
_LEAST_WORDS = 9
_DASHES = 36
_STEPS = 7200


@dataclass(frozen=True, slots=True, kw_only=True)
class RingState:
    """All that the ring shows.

    time: the figures; caption: the words under them; mark: the words of the phase above them,
    or "". fraction: the part of the time that is left, 0 to 1. spoken: the whole for screen
    readers.
    """

    time: str = ""
    caption: str = ""
    mark: str = ""
    fraction: float = 0.0
    phase: CuePhase = CuePhase.CALM
    kind: BlockKind = BlockKind.PLENARY
    is_paused: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingColours:
    """The colours of a ring, so that the paper and the stage share one painter."""

    arc: QColor
    track: QColor
    figures: QColor
    caption: QColor
    mark: QColor
    mark_text: QColor


def ring_state(
    plan: Plan, projection: Projection, tr: Translator, settings: CueSettings | None = None
) -> RingState:
    """Return what the ring shows of the running block; an empty ring when none runs."""
    current = projection.current
    if current is None:
        return RingState()
    block = plan.block(current.id)
    phase = cue_phase(current.remaining, current.allotted, settings or CueSettings())
    length = minutes_text(tr, current.allotted)
    is_over = phase is CuePhase.OVER
    caption = (
        tr("over {length}", length=length) if is_over else tr("left of {length}", length=length)
    )
    is_paused = projection.phase is Phase.PAUSED
    share = max(0.0, current.remaining / current.allotted) if current.allotted else 0.0
    time = countdown(current.remaining)
    mark = tr("Paused") if is_paused else _phase_words(phase, tr)
    title = block_title(tr, plan, block.id)
    return RingState(
        time=time,
        caption=caption,
        mark=mark,
        fraction=round(min(1.0, share) * _STEPS) / _STEPS,
        phase=phase,
        kind=block.kind,
        is_paused=is_paused,
        spoken=", ".join(part for part in (title, mark, f"{time} {caption}") if part),
    )


def _phase_words(phase: CuePhase, tr: Translator) -> str:
    return {
        CuePhase.CALM: "",
        CuePhase.SOON: tr("Ends soon"),
        CuePhase.LAST: tr("Last moments"),
        CuePhase.OVER: tr("Over time"),
    }[phase]


def ring_colours(state: RingState, theme: Theme) -> RingColours:
    """Return the colours of a ring on paper."""
    tone = kind_tone(state.kind) if state.phase is CuePhase.CALM else Tone.AMBER
    if state.is_paused:
        tone = Tone.GREY
    colours = theme.tone(tone)
    is_strong = state.phase in (CuePhase.LAST, CuePhase.OVER) and not state.is_paused
    return RingColours(
        arc=QColor(colours.graphic),
        track=theme.colour("track"),
        figures=theme.colour("ink"),
        caption=theme.colour("muted"),
        mark=QColor(colours.text if is_strong else colours.tint),
        mark_text=theme.colour("paper") if is_strong else QColor(colours.text),
    )


def paint_ring(painter: QPainter, rect: QRectF, state: RingState, theme: Theme) -> None:
    """Draw the ring of the trainer's window into the largest square inside ``rect``."""
    draw_ring(painter, ring_square(rect), state, ring_colours(state, theme), theme.family)


def ring_square(rect: QRectF) -> QRectF:
    """Return the largest square in the middle of ``rect``."""
    side = min(rect.width(), rect.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(rect.center())
    return square


def draw_ring(
    painter: QPainter, square: QRectF, state: RingState, colours: RingColours, family: str
) -> None:
    """Draw a ring in given colours; everything scales with the square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_arcs(painter, square, state, colours)
    _draw_words(painter, square, state, colours, family)
    painter.restore()


def _draw_arcs(painter: QPainter, square: QRectF, state: RingState, colours: RingColours) -> None:
    stroke = square.width() * _STROKE
    line = square.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    if state.phase is CuePhase.OVER and state.time:
        _draw_dashes(painter, line, stroke, colours.arc)
        return
    painter.setPen(QPen(colours.track, stroke))
    painter.drawEllipse(line)
    if state.fraction > 0:
        pen = QPen(colours.arc, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(line, _TOP, -round(state.fraction * _FULL))
    if state.phase in (CuePhase.SOON, CuePhase.LAST):
        _draw_inner_lines(painter, line, stroke, colours.arc, state)


def _draw_inner_lines(
    painter: QPainter, line: QRectF, stroke: float, colour: QColor, state: RingState
) -> None:
    """Add one thin circle inside the ring when the end comes soon, and two at the last."""
    width = stroke * 0.17
    painter.setPen(QPen(colour, width))
    count = 2 if state.phase is CuePhase.LAST else 1
    for place in range(count):
        inset = stroke * (0.86 + place * 0.42)
        painter.drawEllipse(line.adjusted(inset, inset, -inset, -inset))


def _draw_dashes(painter: QPainter, line: QRectF, stroke: float, colour: QColor) -> None:
    """Draw a whole circle of short pieces: the ring of a block that is over its time."""
    painter.setPen(QPen(colour, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    step = _FULL / _DASHES
    for place in range(_DASHES):
        painter.drawArc(line, round(_TOP - place * step - step * 0.2), -round(step * 0.6))


def _draw_words(
    painter: QPainter, square: QRectF, state: RingState, colours: RingColours, family: str
) -> None:
    unit = square.width() / SIZE
    centre = square.center()
    room = square.width() * (1 - 4 * _STROKE)
    figures = figure_font(state.time, 72 * unit, room * 0.86, family)
    metrics = QFontMetricsF(figures)
    baseline = centre.y() - 13 * unit + metrics.capHeight() / 2
    width = metrics.horizontalAdvance(state.time)
    painter.setFont(figures)
    painter.setPen(colours.figures)
    # Spacing, which is negative, also follows the last figure: what is seen is wider by it.
    seen = width - figures.letterSpacing()
    painter.drawText(QPointF(centre.x() - seen / 2, baseline), state.time)
    caption = sized_font(family, 14 * unit, QFont.Weight.Normal)
    _draw_centred(painter, state.caption, caption, colours.caption, centre, 38 * unit, room * 0.8)
    if state.mark:
        _draw_mark(painter, state.mark, colours, centre, unit, family)


def figure_font(text: str, pixels: float, room: float, family: str) -> QFont:
    """Return the font of the big figures, smaller when ``text`` is wider than ``room``."""
    font = sized_font(family, pixels, QFont.Weight.DemiBold, spacing=-6.5, is_display=True)
    width = QFontMetricsF(font).horizontalAdvance(text)
    if width <= room:
        return font
    return sized_font(
        family, pixels * room / width, QFont.Weight.DemiBold, spacing=-6.5, is_display=True
    )


def _draw_centred(
    painter: QPainter,
    text: str,
    font: QFont,
    colour: QColor,
    centre: QPointF,
    below: float,
    room: float,
) -> None:
    """Draw a line below the centre, smaller where it is too wide, and not at all too small."""
    width = QFontMetricsF(font).horizontalAdvance(text)
    if width > room:
        font.setPixelSize(max(1, math.floor(font.pixelSize() * room / width)))
    if font.pixelSize() < _LEAST_WORDS:
        return
    metrics = QFontMetricsF(font)
    left = centre.x() - metrics.horizontalAdvance(text) / 2
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(left, centre.y() + below + metrics.xHeight() / 2), text)


def _draw_mark(
    painter: QPainter,
    text: str,
    colours: RingColours,
    centre: QPointF,
    unit: float,
    family: str,
) -> None:
    # In a small ring the phase must be readable all the same: it is not told by colour alone.
    unit_of_mark = max(unit, _LEAST_WORDS / 13)
    font = sized_font(family, 13 * unit_of_mark, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + 22 * unit_of_mark
    height = 24 * unit_of_mark
    pill = QRectF(centre.x() - width / 2, centre.y() - 82 * unit, width, height)
    draw_rounded(painter, pill, height / 2, fill=colours.mark)
    painter.setFont(font)
    painter.setPen(colours.mark_text)
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)


class RingWidget(QWidget):
    """Shows a ring state; repaints only when it changed, and only where it changed."""

    def __init__(self, parent: QWidget | None = None, *, size: int = SIZE) -> None:
        """Make an empty ring; size is its preferred side in pixels at scale 1."""
        super().__init__(parent)
        self._state = RingState()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        follow_theme(self.updateGeometry)

    @property
    def state(self) -> RingState:
        """Return what is shown."""
        return self._state

    def show_state(self, state: RingState) -> None:
        """Show another state."""
        if state == self._state:
            return
        before, self._state = self._state, state
        for area in changed_areas(ring_square(QRectF(self.rect())), before, state):
            self.update(area)
        if state.spoken != self.accessibleName():
            self.setAccessibleName(state.spoken)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        side = theme().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which the figures would be too small."""
        side = theme().px(200)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        paint_ring(QPainter(self), QRectF(self.rect()), self._state, theme())


def changed_areas(square: QRectF, before: RingState, after: RingState) -> list[QRect]:
    """Return the parts of a ring in ``square`` that look different: all, figures, arc end."""
    same_look = (
        before.phase is after.phase
        and before.kind is after.kind
        and before.is_paused is after.is_paused
        and bool(before.time) is bool(after.time)
        and before.mark == after.mark
    )
    if not same_look:
        return [square.toAlignedRect()]
    areas = []
    if (before.time, before.caption) != (after.time, after.caption):
        side = square.width()
        words = QRectF(
            square.left() + side * 0.1, square.top() + side * 0.28, side * 0.8, side * 0.42
        )
        areas.append(words.toAlignedRect())
    if before.fraction != after.fraction and after.phase is not CuePhase.OVER:
        areas.append(_arc_end_area(square, before.fraction, after.fraction))
    return areas


def _arc_end_area(square: QRectF, one: float, other: float) -> QRect:
    """Return a rectangle around the part of the arc between two fractions."""
    if abs(one - other) > 0.2:
        return square.toAlignedRect()
    stroke = square.width() * _STROKE
    radius = square.width() / 2 - stroke / 2
    area = QRectF()
    low, high = sorted((one, other))
    for step in range(9):
        angle = 2 * math.pi * (low + (high - low) * step / 8)
        at = QPointF(
            square.center().x() + radius * math.sin(angle),
            square.center().y() - radius * math.cos(angle),
        )
        area = area.united(QRectF(at.x() - stroke, at.y() - stroke, 2 * stroke, 2 * stroke))
    return area.toAlignedRect()
