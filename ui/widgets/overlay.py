"""A card over the window that closes with Esc and gives the keyboard back; never modal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import follow_theme, theme
from ui.widgets.card import Card

_SCRIM_ALPHA = 90


class Overlay(QWidget):
    """Covers ``parent`` while it is open; put widgets into ``card.body``.

    closed: told each time that it closes.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, *, width: int, top_share: float = 0.5) -> None:
        """Make a closed overlay; the card is ``width`` wide at scale 1.

        top_share: how much of the free height stands above the card.
        """
        super().__init__(parent)
        self._around = parent
        self._card_width = width
        self._top_share = top_share
        self._came_from: QWidget | None = None
        self.card = Card(self, padding=18)
        parent.installEventFilter(self)
        self.hide()
        follow_theme(self._follow)

    def open_over(self) -> None:
        """Open over the parent; the keyboard goes into the card."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()

    def close_over(self) -> None:
        """Close and give the keyboard back to where it was."""
        if self.isHidden():
            return
        self.hide()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the parent at every size."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_over()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close with a click beside the card."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_over()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        scrim = QColor("#0E1626")
        scrim.setAlpha(_SCRIM_ALPHA)
        QPainter(self).fillRect(self.rect(), scrim)

    def card_height(self, width: int) -> int:
        """Return the height that the card wants at ``width``."""
        layout = self.card.body
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return layout.totalSizeHint().height()

    def _follow(self) -> None:
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        around = self._around
        self.setGeometry(around.rect())
        margin = theme().px(24)
        width = min(theme().px(self._card_width), around.width() - 2 * margin)
        height = min(self.card_height(width), around.height() - 2 * margin)
        left = (around.width() - width) // 2
        top = max(margin, round((around.height() - height) * self._top_share))
        self.card.setGeometry(left, top, width, height)
