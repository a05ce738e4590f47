"""A chip for each column of an imported table: what it holds, and a menu to say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QWidget

from ui.theme import Tone, follow_theme, theme
from ui.widgets.chip import ChipButton
from virtu_desktop.i18n import _

_LONGEST_HEADING = 24


class ColumnChips(QScrollArea):
    """One row of chips that scrolls when there are many. chosen: the place, and what it holds."""

    chosen = Signal(int, object)

    def __init__(
        self,
        columns: Sequence[tuple[StrEnum, str]],
        ignored: StrEnum,
        parent: QWidget | None = None,
    ) -> None:
        """Begin empty. columns: what a column can hold, with its name; ignored: for nothing."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._ignored = ignored
        inside = QWidget()
        inside.setAccessibleName(_("What the columns hold"))
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        follow_theme(self._retheme)

    def show_columns(self, headings: Sequence[str], held: Sequence[StrEnum]) -> None:
        """Show the columns of another table, or others of what the same ones hold."""
        focused = self._clear()
        names = dict(self._columns)
        for place, (text, column) in enumerate(zip(headings, held, strict=True)):
            heading = _short(text, place)
            tone = Tone.GREY if column is self._ignored else Tone.BLUE
            chip = ChipButton(f"{heading}: {names[column]}", tone)
            chip.setToolTip(_("Choose what this column holds"))
            chip.clicked.connect(partial(self._open_menu, chip, place, heading, column))
            chip.setMinimumWidth(chip.sizeHint().width())
            self._row.addWidget(chip)
            chip.show()
            if place == focused:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self._row.addStretch(1)
        self._retheme()

    def _clear(self) -> int:
        """Take all chips away; return the place of the one that had the keyboard, or -1."""
        focused = -1
        # Also while a menu is open, which has the keyboard of the program then.
        now = self.window().focusWidget()
        for place in range(self._row.count()):
            item = self._row.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                focused = place if widget is now else focused
                # It is deleted later, and would be painted until then.
                widget.hide()
                widget.deleteLater()
        return focused

    def _open_menu(self, chip: ChipButton, place: int, heading: str, held: StrEnum) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("What the column “{name}” holds", name=heading))
        for column, name in self._columns:
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(column is held)
            action.triggered.connect(partial(self._choose, place, column))
            menu.addAction(action)
            if action.isChecked():
                menu.setActiveAction(action)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _choose(self, place: int, column: StrEnum, _is_on: bool = True) -> None:
        self.chosen.emit(place, column)

    def _retheme(self) -> None:
        self._row.setSpacing(theme().px(6))
        self.setFixedHeight(theme().px(44))


def _short(text: str, place: int) -> str:
    """Return a heading, cut to a length; without one the letter that a spreadsheet has."""
    heading = " ".join(text.split())
    if not heading:
        first, second = divmod(place, 26)
        heading = (chr(64 + first) if first else "") + chr(65 + second)
    return heading if len(heading) <= _LONGEST_HEADING else f"{heading[:_LONGEST_HEADING]}…"
