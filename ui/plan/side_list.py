"""What the panels beside the plan have alike: a sentence, cards, and a copy of them as text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.card_list import CardList
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _


class SideList(QWidget):
    """``summary`` stands above the ``list``, ``below`` between it and the button that copies it."""

    def __init__(self, parent: QWidget | None = None, *, name: str) -> None:
        """Make an empty list. name: of the list, for screen readers."""
        super().__init__(parent)
        self.list = CardList(name=name)
        self.summary = SafeLabel("", role=Role.SECONDARY, colour="muted", wrap=True)
        self.copy = PaintedButton(_("Copy as text"), ButtonKind.QUIET, height=32)
        self.copy.clicked.connect(self.list.copy_all)
        self.below = QVBoxLayout()
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.copy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.summary)
        self._column.addWidget(self.list, 1)
        self._column.addLayout(self.below)
        self._column.addLayout(last)
        follow_theme(self._respace)

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.chosen_key:
            self.list.step(1)

    def _respace(self) -> None:
        for column in (self._column, self.below):
            column.setSpacing(theme().px(8))
