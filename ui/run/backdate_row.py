"""A row of minutes: when a block really started, or ended (T6)."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.chip import ChipButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _, _n

_MINUTES = (1, 2, 3, 5, 8, 10, 15)


class Backdated(Enum):
    """What happened earlier than it was entered."""

    THIS_STARTED = auto()
    NEXT_STARTED = auto()
    ENDED = auto()


class BackdateRow(QWidget):
    """First what, then how many minutes ago; ``chosen`` carries both. Esc puts the row away.

    closed: told when the row is put away, so that the keyboard can go elsewhere.
    """

    chosen = Signal(object, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the row, hidden."""
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._group = QButtonGroup(self)
        self._whats: dict[Backdated, ChipButton] = {}
        for what, words in (
            (Backdated.THIS_STARTED, _("This block started")),
            (Backdated.NEXT_STARTED, _("The next one has started")),
            (Backdated.ENDED, _("The session ended")),
        ):
            button = ChipButton(words, Tone.BLUE, self)
            button.setCheckable(True)
            self._whats[what] = button
            self._group.addButton(button)
            self._flow.addWidget(button)
        self._minutes = [self._minute_chip(minutes) for minutes in _MINUTES]
        self._flow.addWidget(SafeLabel(_("Minutes ago:"), role=Role.SECONDARY, colour="muted"))
        for chip in self._minutes:
            self._flow.addWidget(chip)
        for child in (*self._whats.values(), *self._minutes):
            child.installEventFilter(self)
        self.setVisible(False)
        follow_theme(self._respace)

    def open_row(self, *, has_next: bool) -> None:
        """Show the row; with nothing to come, the session ended instead of the next block."""
        self._whats[Backdated.NEXT_STARTED].setVisible(has_next)
        self._whats[Backdated.ENDED].setVisible(not has_next)
        self._whats[Backdated.THIS_STARTED].setChecked(True)
        self.setVisible(True)
        self._minutes[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_row(self) -> None:
        """Put the row away."""
        if not self.isHidden():
            self.setVisible(False)
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between chips with the arrow keys; Esc puts the row away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move_focus(watched, step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_row()
                return True
        return super().eventFilter(watched, event)

    def _minute_chip(self, minutes: int) -> ChipButton:
        chip = ChipButton(str(minutes), Tone.GREY, self)
        chip.setAccessibleName(_n("{count} minute ago", "{count} minutes ago", minutes))
        chip.clicked.connect(lambda _checked=False: self._choose(minutes))
        return chip

    def _move_focus(self, watched: QObject, step: int) -> None:
        chips: list[QAbstractButton] = [
            chip for chip in (*self._whats.values(), *self._minutes) if not chip.isHidden()
        ]
        place = next((place for place, chip in enumerate(chips) if chip is watched), 0)
        chips[(place + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, minutes: int) -> None:
        what = next(what for what, button in self._whats.items() if button.isChecked())
        self.close_row()
        self.chosen.emit(what, minutes)

    def _respace(self) -> None:
        self._flow.setSpacing(theme().px(6))
