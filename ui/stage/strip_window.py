"""A small strip over all windows, for working beside the meeting tool (S4).

It shows what everybody may know (block, time left, behind or ahead, next) and remembers nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme import Role, Theme, Tone, follow_theme, theme
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.paint import draw_line_of_text, draw_rounded
from ui.widgets.ring import ring_state
from virtu_desktop.domain.cues import CuePhase, CueSettings
from virtu_desktop.domain.plan import BlockKind, Plan
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.domain.timeline import Projection, Status
from virtu_desktop.i18n import Translator, _
from virtu_desktop.wording import behind_words, block_title, near_clock_text, phase_word

_WIDTH = 560
_HEIGHT = 60
_PADDING = 16
_PROGRESS_STEPS = 560


@dataclass(frozen=True, slots=True, kw_only=True)
class StripLine:
    """All that the strip shows. mark: the words of the phase, or "". left: 0 to 1."""

    title: str = ""
    time: str = ""
    mark: str = ""
    left: float = 0.0
    kind: BlockKind = BlockKind.PLENARY
    phase: CuePhase = CuePhase.CALM
    standing: str = ""
    is_behind: bool = False
    next: str = ""

    @property
    def spoken(self) -> str:
        """Return the whole as text, for screen readers."""
        parts = (self.title, self.time, self.mark, self.standing, self.next)
        return ", ".join(part for part in parts if part)


def strip_line(
    plan: Plan,
    projection: Projection,
    session_title: str,
    tr: Translator,
    *,
    cues: CueSettings | None = None,
) -> StripLine:
    """Return what the strip shows at the projection's instant."""
    current = projection.current
    standing = behind_words(tr, projection)
    is_behind = projection.behind >= MINUTE // 2
    after = _next(plan, projection, tr)
    if current is None:
        return StripLine(
            title=session_title,
            mark=phase_word(tr, projection.phase),
            standing=standing,
            is_behind=is_behind,
            next=after,
        )
    ring = ring_state(plan, projection, tr, cues)
    return StripLine(
        title=block_title(tr, plan, current.id),
        time=ring.time,
        mark=ring.mark,
        left=round(ring.fraction * _PROGRESS_STEPS) / _PROGRESS_STEPS,
        kind=ring.kind,
        phase=ring.phase,
        standing=standing,
        is_behind=is_behind,
        next=after,
    )


def _next(plan: Plan, projection: Projection, tr: Translator) -> str:
    for row in projection.rows:
        if row.status is Status.PENDING and row.start is not None:
            clock = near_clock_text(tr, row.start, plan.zone)
            title = block_title(tr, plan, row.id)
            return tr("Next: {title} at {clock}", title=title, clock=clock)
    return ""


def paint_strip_line(painter: QPainter, rect: QRectF, line: StripLine, theme: Theme) -> None:
    """Draw the strip into ``rect``."""
    px = theme.px
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_rounded(
        painter,
        rect,
        px(14),
        fill=theme.colour("paper"),
        line=theme.colour("muted"),
        width=theme.tokens.border_width,
    )
    side = px(_PADDING)
    inside = rect.adjusted(side, px(6), -side, -px(8))
    left = inside.left() + _paint_time(painter, inside, line, theme)
    right = inside.right() - _paint_standing(painter, inside, line, theme)
    words = QRectF(left, inside.top(), max(0.0, right - left), inside.height())
    _paint_words(painter, words, line, theme)
    _paint_left(painter, rect, line, theme)
    painter.restore()


def _paint_time(painter: QPainter, inside: QRectF, line: StripLine, theme: Theme) -> float:
    if not line.time:
        return 0.0
    font = theme.font(Role.CLOCK)
    # As wide as the widest figures of this length, so that nothing jumps.
    width = QFontMetricsF(font).horizontalAdvance(line.time) + 2
    area = QRectF(inside.left(), inside.top(), width, inside.height())
    is_calm = line.phase is CuePhase.CALM
    colour = theme.colour("ink") if is_calm else QColor(theme.tone(Tone.AMBER).text)
    draw_line_of_text(painter, area, line.time, font, colour)
    return width + theme.px(14)


def _paint_standing(painter: QPainter, inside: QRectF, line: StripLine, theme: Theme) -> float:
    if not line.standing:
        return 0.0
    width = min(chip_width(line.standing, theme), inside.width() * 0.4)
    height = theme.px(25)
    chip = QRectF(inside.right() - width, inside.center().y() - height / 2, width, height)
    tone = Tone.AMBER if line.is_behind else Tone.TEAL
    paint_chip(painter, chip, line.standing, tone, theme)
    return width + theme.px(12)


def _paint_words(painter: QPainter, area: QRectF, line: StripLine, theme: Theme) -> None:
    px = theme.px
    low = line.next
    if line.mark:
        low = f"{line.mark} · {line.next}" if line.next else line.mark
    middle = area.center().y()
    title = QRectF(area.left(), middle - px(20), area.width(), px(20))
    draw_line_of_text(painter, title, line.title, theme.font(Role.BODY_STRONG), theme.colour("ink"))
    below = QRectF(area.left(), middle, area.width(), px(18))
    draw_line_of_text(painter, below, low, theme.font(Role.SECONDARY), theme.colour("muted"))


def _paint_left(painter: QPainter, rect: QRectF, line: StripLine, theme: Theme) -> None:
    """Draw what is left as a bar along the lower edge."""
    if line.left <= 0:
        return
    is_calm = line.phase is CuePhase.CALM
    amber = QColor(theme.tone(Tone.AMBER).graphic)
    colour = theme.kind_colour(line.kind) if is_calm else amber
    side = theme.px(_PADDING)
    room = rect.width() - 2 * side
    bar = QRectF(rect.left() + side, rect.bottom() - theme.px(6), room * line.left, theme.px(3))
    draw_rounded(painter, bar, bar.height() / 2, fill=colour)


class StripWindow(QWidget):
    """The strip: drag it anywhere, close it with Esc; ``closed`` tells."""

    closed = Signal()

    def __init__(self) -> None:
        """Make a hidden strip."""
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self._line = StripLine()
        self._grip: QPoint | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        # The meeting tool keeps the keyboard when the strip appears.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setWindowTitle(_("Strip"))
        self.setToolTip(_("Drag to move, Esc closes"))
        follow_theme(self._retheme)

    @property
    def line(self) -> StripLine:
        """Return what is shown."""
        return self._line

    def show_line(self, line: StripLine) -> None:
        """Show another line."""
        if line != self._line:
            self._line = line
            self.setAccessibleName(line.spoken)
            self.update()

    def open_at_top(self) -> None:
        """Open in the middle of the upper edge of the primary screen."""
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            area = screen.availableGeometry()
            left = area.left() + (area.width() - self.width()) // 2
            self.move(left, area.top() + theme().px(12))
        self.show()

    def sizeHint(self) -> QSize:
        """Return the size of the strip."""
        return QSize(theme().px(_WIDTH), theme().px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the strip."""
        if event.button() is Qt.MouseButton.LeftButton:
            # The system's own move also works where a window may not place itself.
            if self.windowHandle().startSystemMove():
                return
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the strip was closed."""
        event.accept()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip."""
        paint_strip_line(QPainter(self), QRectF(self.rect()), self._line, theme())

    def changeEvent(self, event: QEvent) -> None:
        """Stay in front also when another window asks to be."""
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.showNormal()
        super().changeEvent(event)

    def _retheme(self) -> None:
        self.setFixedSize(self.sizeHint())
