"""The half-day as one proportional strip: planned, or as it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import Theme, follow_theme, theme
from ui.theme.colour import mix
from ui.widgets.labels import plain_tooltip
from ui.widgets.paint import draw_rounded
from virtu_desktop.domain.plan import BlockId, BlockKind, Plan
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import Projection, Status
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import block_title, kind_word, minutes_text

HEIGHT = 14
TALL = 34
_FADE = 0.46
_GAP = 2

# From when to when a strip reaches.
Axis = tuple[Instant, Instant]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripSegment:
    """One block on the strip; begin and end as parts of its whole length, 0 to 1."""

    block: BlockId
    kind: BlockKind
    begin: float
    end: float
    words: str
    is_faded: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StripState:
    """A strip. now: where the present moment stands on it, or None. spoken: for readers."""

    segments: tuple[StripSegment, ...] = ()
    now: float | None = None
    spoken: str = ""


def planned_strip(
    plan: Plan,
    tr: Translator,
    *,
    faded: bool = False,
    chosen: BlockId | None = None,
    axis: Axis | None = None,
) -> StripState:
    """Return the strip of the planned schedule; free time stays empty.

    axis: what the whole width stands for; without one, the strip's own first start to last end.
    """
    spans = [(planned.start, planned.end) for planned in plan.schedule]
    return _strip(plan, tr, spans, faded=faded, chosen=chosen, axis=axis)


def actual_strip(
    plan: Plan, projection: Projection, tr: Translator, *, axis: Axis | None = None
) -> StripState:
    """Return the strip as it went and will go; what is still to come is faded.

    axis: as for ``planned_strip``.
    """
    spans = [
        None if row.start is None or row.end is None else (row.start, row.end)
        for row in projection.rows
    ]
    pending = frozenset(row.id for row in projection.rows if row.status is Status.PENDING)
    return _strip(plan, tr, spans, pending=pending, now=projection.now, axis=axis)


def _strip(
    plan: Plan,
    tr: Translator,
    spans: Sequence[tuple[Instant, Instant] | None],
    *,
    faded: bool = False,
    chosen: BlockId | None = None,
    pending: frozenset[BlockId] = frozenset(),
    now: Instant | None = None,
    axis: Axis | None = None,
) -> StripState:
    present = [span for span in spans if span is not None]
    if not present:
        return StripState()
    first, last = axis or (
        min(start for start, _end in present),
        max(end for _start, end in present),
    )
    whole = max(1, last - first)
    segments = []
    for block, span in zip(plan.blocks, spans, strict=True):
        if span is None:
            continue
        title = block_title(tr, plan, block.id)
        length = minutes_text(tr, Duration(span[1] - span[0]))
        segments.append(
            StripSegment(
                block=block.id,
                kind=block.kind,
                begin=(span[0] - first) / whole,
                end=(span[1] - first) / whole,
                words=f"{title}, {kind_word(tr, block.kind).lower()}, {length}",
                is_faded=faded or block.id in pending,
                is_chosen=block.id == chosen,
            )
        )
    share = None if now is None else (now - first) / whole
    return StripState(
        segments=tuple(segments),
        now=share if share is not None and 0 <= share <= 1 else None,
        spoken="; ".join(segment.words for segment in segments),
    )


def paint_strip(painter: QPainter, rect: QRectF, state: StripState, theme: Theme) -> None:
    """Draw a strip into ``rect``: round at its ends, a thin gap between blocks."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = min(rect.height() / 2, theme.px(8))
    shape = QPainterPath()
    shape.addRoundedRect(rect, radius, radius)
    painter.setClipPath(shape)
    painter.fillRect(rect, theme.colour("track"))
    for segment in state.segments:
        _paint_segment(painter, rect, segment, theme)
    painter.restore()
    if state.now is not None:
        _paint_now(painter, rect, state.now, theme)


def _paint_segment(painter: QPainter, rect: QRectF, segment: StripSegment, theme: Theme) -> None:
    # Whole pixels: the gaps stay crisp and equally wide.
    left = round(rect.left() + segment.begin * rect.width())
    width = round(rect.left() + segment.end * rect.width()) - left
    if width <= 0:
        return
    colour = theme.kind_colour(segment.kind)
    if segment.is_faded:
        colour = QColor(mix(colour.name(), theme.tokens.paper, _FADE))
    gap = min(theme.px(_GAP), width // 3)
    if gap:
        painter.fillRect(QRectF(left, rect.top(), width, rect.height()), theme.colour("paper"))
    painter.fillRect(QRectF(left, rect.top(), width - gap, rect.height()), colour)
    if segment.is_chosen:
        low = QRectF(left, rect.bottom() - theme.px(3), width - gap, theme.px(3))
        painter.fillRect(low, theme.colour("ink"))


def _paint_now(painter: QPainter, rect: QRectF, share: float, theme: Theme) -> None:
    x = rect.left() + share * rect.width()
    width = theme.px(2)
    line = QRectF(x - width, rect.top() - theme.px(3), 2 * width, rect.height() + theme.px(6))
    draw_rounded(painter, line, width, fill=theme.colour("ink"), line=theme.colour("paper"))


class StripWidget(QWidget):
    """Shows a strip; the block under the mouse is named in the tooltip."""

    def __init__(self, parent: QWidget | None = None, *, height: int = HEIGHT) -> None:
        """Make an empty strip; height in pixels at scale 1."""
        super().__init__(parent)
        self._state = StripState()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    @property
    def state(self) -> StripState:
        """Return what is shown."""
        return self._state

    def show_state(self, state: StripState) -> None:
        """Show another strip."""
        if state != self._state:
            self._state = state
            self.setAccessibleName(state.spoken)
            self.update()

    def segment_at(self, x: float) -> StripSegment | None:
        """Return the block at a distance from the left edge, or None."""
        share = x / max(1, self.width())
        hits = (each for each in self._state.segments if each.begin <= share < each.end)
        return next(hits, None)

    def sizeHint(self) -> QSize:
        """Return the preferred size, with room for the mark of the present moment."""
        return QSize(theme().px(360), theme().px(self._height + 6))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(theme().px(120), theme().px(self._height + 6))

    def event(self, event: QEvent) -> bool:
        """Name the block under the mouse."""
        if isinstance(event, QHelpEvent):
            segment = self.segment_at(event.pos().x())
            words = "" if segment is None else plain_tooltip(segment.words)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip."""
        margin = theme().px(3)
        area = QRectF(self.rect()).adjusted(0, margin, 0, -margin)
        paint_strip(QPainter(self), area, self._state, theme())
