"""A panel at the side of a screen: for things that other programs put into a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _

WIDTH = 392


class SidePanel(Card):
    """A card with a title, what is to be filled in, and buttons at its foot. Esc closes it.

    ``content`` scrolls when the window is low; ``foot`` always stays in sight.
    """

    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Make an empty panel."""
        super().__init__(parent)
        self.setAccessibleName(title)
        head = QHBoxLayout()
        head.addWidget(SafeLabel(title, role=Role.HEADING), 1)
        self._close = PaintedButton(_("Close"), ButtonKind.QUIET, hint="Esc", height=32)
        self._close.clicked.connect(self.close_panel)
        head.addWidget(self._close)
        self.body.addLayout(head)
        inside = QWidget()
        self.content = QVBoxLayout(inside)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroll, 1)
        self.foot = QVBoxLayout()
        self.body.addLayout(self.foot)
        follow_theme(self._retheme_panel)

    def close_panel(self) -> None:
        """Put the panel away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _retheme_panel(self) -> None:
        px = theme().px
        # Room for the focus ring at the left and for the scroll bar at the right.
        self.content.setContentsMargins(px(2), px(4), px(8), px(4))
        self.content.setSpacing(px(14))
        self.foot.setSpacing(px(8))
