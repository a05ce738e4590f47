"""A row of minutes: when a block really started, or ended (T6)."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from ui.theme import Role, Tone
from ui.widgets.chip import ChipButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _, _n

_MINUTES = (1, 2, 3, 5, 8, 10, 15)


class Backdated(Enum):
    """What happened earlier than it was entered."""

    THIS_STARTED = auto()
    NEXT_STARTED = auto()


class BackdateRow(QWidget):
    """First what, then how many minutes ago; ``chosen`` carries both. Esc puts the row away."""

    chosen = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the row, hidden."""
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._group = QButtonGroup(self)
        self._whats: dict[QAbstractButton, Backdated] = {}
        for what, words in (
            (Backdated.THIS_STARTED, _("This block started")),
            (Backdated.NEXT_STARTED, _("The next one has started")),
        ):
            button = ChipButton(words, Tone.BLUE, self)
            button.setCheckable(True)
            button.setChecked(what is Backdated.THIS_STARTED)
            self._whats[button] = what
            self._group.addButton(button)
            layout.addWidget(button)
        self._minutes = []
        for minutes in _MINUTES:
            chip = ChipButton(str(minutes), Tone.GREY, self)
            chip.setAccessibleName(_n("{count} minute ago", "{count} minutes ago", minutes))
            chip.clicked.connect(lambda _checked=False, count=minutes: self._choose(count))
            self._minutes.append(chip)
            layout.addWidget(chip)
        layout.addWidget(SafeLabel(_("min ago"), role=Role.SECONDARY, colour="muted"))
        layout.addStretch(1)
        self.setVisible(False)

    def focus_first(self) -> None:
        """Give the keyboard to the first number of minutes."""
        self._minutes[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between chips with the arrow keys; Esc puts the row away."""
        if event.key() == Qt.Key.Key_Escape:
            self.setVisible(False)
        elif event.key() == Qt.Key.Key_Right:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Left:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _choose(self, minutes: int) -> None:
        what = next(what for button, what in self._whats.items() if button.isChecked())
        self.setVisible(False)
        self.chosen.emit(what, minutes)
