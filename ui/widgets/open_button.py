"""A figure, a question or a line that opens what stands behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ui.theme import follow_theme, theme
from ui.widgets.buttons import is_press_by_enter, keeps_press_key
from ui.widgets.labels import SafeLabel, plain_tooltip
from ui.widgets.paint import draw_focus_ring, draw_rounded
from virtu_desktop.i18n import _

PADDING = 4


class OpenButton(QAbstractButton):
    """Shows labels one below the other; a click, Space or Enter presses it.

    The first label is its name for screen readers, with the others behind it.
    """

    def __init__(self, *labels: SafeLabel, parent: QWidget | None = None) -> None:
        """Make a button out of ``labels``."""
        super().__init__(parent)
        self._labels = labels
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = self.sizePolicy()
        policy.setHeightForWidth(any(label.hasHeightForWidth() for label in labels))
        self.setSizePolicy(policy)
        follow_theme(self._respace)

    def name_by_labels(self) -> None:
        """Take the name for screen readers from what the labels show now."""
        self.setAccessibleName(", ".join(label.text() for label in self._labels if label.text()))
        self.setToolTip(plain_tooltip(_("Show the rows")))

    def event(self, event: QEvent) -> bool:
        """Keep Space and Enter from being shortcuts of the window while the keyboard is here."""
        return keeps_press_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space."""
        if is_press_by_enter(event):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground under the mouse and the ring of the keyboard."""
        now = theme()
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            draw_rounded(painter, area, now.px(8), fill=now.colour("hover"))
        if self.hasFocus():
            draw_focus_ring(painter, area, now.px(8), now.colour("focus"))

    def _respace(self) -> None:
        side = theme().px(PADDING)
        self._column.setContentsMargins(side, side // 2, side, side // 2)
