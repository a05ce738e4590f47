"""How large the groups are to be: a row of sizes, each with what it means said before (B2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind
from ui.widgets.chip import ChipButton
from ui.widgets.labels import CapsLabel, SafeLabel, plain_tooltip
from virtu_desktop.i18n import _, _n

SIZES = range(2, 9)


class SizeRow(QWidget):
    """``chosen`` carries the size that was pressed; forming is an action."""

    chosen = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the row."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._chips: dict[int, ChipButton] = {}
        self._flow = FlowLayout()
        for size in SIZES:
            chip = ChipButton(str(size), Tone.GREY, self)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked=False, size=size: self.chosen.emit(size))
            chip.installEventFilter(self)
            self._group.addButton(chip)
            self._chips[size] = chip
            self._flow.addWidget(chip)
        self._words = SafeLabel(role=Role.SECONDARY, colour="body", wrap=True, most_lines=4)
        self._buttons = FlowLayout()
        form = ActionButton(
            actions["breakouts.form"], ButtonKind.PRIMARY, self, label=_("Form groups")
        )
        self._buttons.addWidget(form)
        self._buttons.addWidget(
            ActionButton(
                actions["breakouts.same"], parent=self, label=_("As last time"), shows_key=False
            )
        )
        self._buttons.addWidget(
            ActionButton(
                actions["breakouts.ahead"],
                parent=self,
                label=_("Plan all to come"),
                shows_key=False,
            )
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(CapsLabel(_("People in a group")))
        self._column.addLayout(self._flow)
        self._column.addWidget(self._words)
        self._column.addLayout(self._buttons)
        follow_theme(self._respace)

    @property
    def chips(self) -> tuple[ChipButton, ...]:
        """Return the buttons of the sizes, the smallest first."""
        return tuple(self._chips.values())

    @property
    def words(self) -> str:
        """Return what the chosen size means."""
        return self._words.text()

    def show_choice(
        self, size: int, words: Sequence[str], repeats: Mapping[int, int] | None = None
    ) -> None:
        """Show which size is chosen, and what it means.

        repeats: for each size the repeated meetings that cannot be avoided, marked behind it.
        """
        for own, chip in self._chips.items():
            again = (repeats or {}).get(own, 0)
            chip.setChecked(own == size)
            tone = Tone.AMBER if again else Tone.GREY
            chip.show_words(
                f"{own} ↻{again}" if again else str(own), Tone.BLUE if own == size else tone
            )
            name = _n("Groups of {count}", "Groups of {count}", own)
            said = _n(
                "at least {count} repeated meeting", "at least {count} repeated meetings", again
            )
            chip.setAccessibleName(f"{name}, {said}" if again else name)
            chip.setToolTip(plain_tooltip(said) if again else "")
        self._words.setText(" ".join(words))

    def take_focus(self) -> None:
        """Put the keyboard on the chosen size."""
        chip = next((chip for chip in self._chips.values() if chip.isChecked()), None)
        (chip or self._chips[SIZES[0]]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from size to size with the arrow keys, choosing each."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
            sizes = list(self._chips)
            here = next((size for size in sizes if self._chips[size] is watched), None)
            if step is not None and here is not None:
                size = sizes[(sizes.index(here) + step) % len(sizes)]
                self._chips[size].setFocus(Qt.FocusReason.TabFocusReason)
                self.chosen.emit(size)
                return True
        return super().eventFilter(watched, event)

    def _respace(self) -> None:
        self._column.setSpacing(theme().px(8))
        self._flow.setSpacing(theme().px(6))
        self._buttons.setSpacing(theme().px(6))
