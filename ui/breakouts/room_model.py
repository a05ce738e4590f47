"""The rooms of a round as the panel shows them, a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.theme import Tone
from virtu_desktop.domain.people import PersonId

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPerson:
    """One name in a room. is_lone: alone in their mode; is_locked: stays in a shuffle."""

    id: PersonId
    name: str
    is_lone: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """One room. time: what is left, in words; tone of the words at the right."""

    number: int
    name: str
    place: str
    modes: str
    tone: Tone
    people: tuple[RoomPerson, ...]
    time: str = ""
    time_tone: Tone = Tone.GREY
    state: str = ""
    state_tone: Tone = Tone.AMBER
    facts: str = ""
    card: str = ""

    @property
    def spoken(self) -> str:
        """Return the room for screen readers."""
        names = ", ".join(person.name for person in self.people)
        parts = (self.name, self.place, self.modes, self.time, self.state, names, self.facts)
        return "; ".join(part for part in parts if part)


class RoomModel(QAbstractListModel):
    """A list of ``RoomRow``; a row that only changed keeps its place and the selection."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._rows: list[RoomRow] = []

    @property
    def rows(self) -> Sequence[RoomRow]:
        """Return the rows."""
        return self._rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return the number of rooms."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a row, or its words."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.facts
        return None

    def show_rows(self, rows: Sequence[RoomRow]) -> None:
        """Show other rows."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if row != self._rows[place]:
                self._rows[place] = row
                index = self.index(place, 0)
                self.dataChanged.emit(index, index)
