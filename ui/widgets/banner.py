"""A line over the whole width for what should not be missed: not saved, slept, recovered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Role, Tone, follow_theme, theme
from ui.theme.colour import mix
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel

_MARK = 20
_LINE_SHARE = 0.4


class BannerTone(Enum):
    """How serious a notice is; DANGER is only for what is not saved."""

    INFO = auto()
    WARN = auto()
    DANGER = auto()


_TONES = {
    BannerTone.INFO: Tone.BLUE,
    BannerTone.WARN: Tone.AMBER,
    BannerTone.DANGER: Tone.RED,
}


@dataclass(frozen=True, slots=True)
class BannerAction:
    """One thing that can be done about a notice. closes: the notice goes away with it."""

    label: str
    run: Callable[[], object]
    closes: bool = True


class Banner(QWidget):
    """Shows one notice with up to three buttons; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden banner."""
        super().__init__(parent)
        self._tone = BannerTone.INFO
        self._mark = _Mark(self)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._label = SafeLabel(parent=self, role=Role.BODY_MEDIUM, wrap=True, align=middle)
        self._buttons: list[PaintedButton] = []
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        self._row.addWidget(self._label, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        follow_theme(self._retheme)

    @property
    def text(self) -> str:
        """Return the words of the notice that is shown or was shown last."""
        return self._label.text()

    @property
    def buttons(self) -> tuple[PaintedButton, ...]:
        """Return the buttons of the notice, in order."""
        return tuple(self._buttons)

    def show_notice(
        self,
        text: str,
        tone: BannerTone = BannerTone.INFO,
        actions: Sequence[BannerAction] = (),
    ) -> None:
        """Show a notice; the first of its actions is the one that is advised."""
        is_new = self.isHidden() or text != self._label.text()
        self._tone = tone
        self._mark.show_tone(tone)
        self._label.setText(text)
        self._make_buttons(actions)
        self.show()
        self.update()
        if is_new:
            self.setAccessibleName(text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tinted ground with a line below."""
        now = theme()
        colours = now.tone(_TONES[self._tone])
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.tint))
        line = QColor(mix(colours.graphic, now.tokens.paper, _LINE_SHARE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _make_buttons(self, actions: Sequence[BannerAction]) -> None:
        if [action.label for action in actions] == [each.text() for each in self._buttons]:
            # The same buttons stay, so that the keyboard does not lose its place.
            for button, action in zip(self._buttons, actions, strict=True):
                button.clicked.disconnect()
                button.clicked.connect(self._runner(action))
            return
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for place, action in enumerate(actions):
            kind = ButtonKind.PRIMARY if place == 0 else ButtonKind.SECONDARY
            button = PaintedButton(action.label, kind, self, height=34)
            button.setAccessibleName(action.label)
            button.clicked.connect(self._runner(action))
            self._row.addWidget(button)
            self._buttons.append(button)

    def _runner(self, action: BannerAction) -> Callable[[], None]:
        def run() -> None:
            if action.closes:
                self.hide()
            action.run()

        return run

    def _retheme(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(20), px(9), px(16), px(9))
        self._row.setSpacing(px(10))


class _Mark(QWidget):
    """A shape for each tone: a circle, a triangle, a square, so that colour is not alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = BannerTone.INFO
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def show_tone(self, tone: BannerTone) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_MARK), theme().px(_MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.tone(_TONES[self._tone]).graphic))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        middle = area.center()
        lift = 0.0
        if self._tone is BannerTone.INFO:
            painter.drawEllipse(area)
        elif self._tone is BannerTone.WARN:
            lift = area.height() * 0.1
            top = QPointF(middle.x(), area.top())
            painter.drawPolygon(QPolygonF([top, area.bottomRight(), area.bottomLeft()]))
        else:
            painter.drawRoundedRect(area, now.px(4), now.px(4))
        pen = QPen(now.colour("paper"), now.scale * 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        unit = area.height() / 20
        x, y = middle.x(), middle.y() + lift
        if self._tone is BannerTone.INFO:
            painter.drawLine(QPointF(x, y), QPointF(x, y + 4.5 * unit))
            painter.drawPoint(QPointF(x, y - 4.5 * unit))
        else:
            painter.drawLine(QPointF(x, y - 4.5 * unit), QPointF(x, y + unit))
            painter.drawPoint(QPointF(x, y + 5 * unit))
