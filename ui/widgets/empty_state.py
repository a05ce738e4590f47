"""What an empty screen says: what belongs here, and the first step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel

_TEXT_WIDTH = 420


class EmptyState(QWidget):
    """A title, a sentence and a button in the middle; ``started`` tells when it is pressed."""

    started = Signal()

    def __init__(
        self,
        title: str,
        text: str,
        button: str = "",
        parent: QWidget | None = None,
        *,
        key: str = "",
    ) -> None:
        """Make it; without ``button`` there are only words. key: the button's key."""
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = SafeLabel(title, self, role=Role.HEADING, wrap=True, align=centre)
        self._text = SafeLabel(text, self, colour="muted", wrap=True, align=centre)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._column.addWidget(self._title, 0, centre)
        self._column.addWidget(self._text, 0, centre)
        self.button: PaintedButton | None = None
        if button:
            self.button = PaintedButton(button, ButtonKind.PRIMARY, self, hint=key)
            self.button.setAccessibleName(button)
            self.button.clicked.connect(self.started)
            self._column.addWidget(self.button, 0, centre)
        self._column.addStretch(3)
        follow_theme(self._retheme)

    def show_words(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._retheme()

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(12))
        width = theme().px(_TEXT_WIDTH)
        for label in (self._title, self._text):
            # A layout does not ask centred widgets for their height at a width.
            label.setFixedSize(width, label.heightForWidth(width))
