"""The people of a programme as a table: one group, or all, and who fits what is typed (A1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import GroupId
from virtu_desktop.domain.roster import matches, search_words
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.wording_people import mode_word

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class RosterColumn(IntEnum):
    """The columns of the table."""

    NAME = 0
    ORGANISATION = 1
    GROUP = 2
    SITE = 3
    MODE = 4
    EMAIL = 5
    TAGS = 6


_HEADS = {
    RosterColumn.NAME: N_("Name"),
    RosterColumn.ORGANISATION: N_("Organisation"),
    RosterColumn.GROUP: N_("Group"),
    RosterColumn.SITE: N_("Site"),
    RosterColumn.MODE: N_("Usually"),
    RosterColumn.EMAIL: N_("E-mail"),
    RosterColumn.TAGS: N_("Tags"),
}


class RosterModel(QAbstractTableModel):
    """Rows of people by name."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without people."""
        super().__init__(parent)
        self._people: dict[PersonId, Participant] = {}
        self._words: dict[PersonId, tuple[Participant, tuple[str, ...]]] = {}
        self._groups: Mapping[GroupId, str] = {}
        self._group: GroupId | None = None
        self._is_all = True
        self._text = ""
        self._rows: list[Participant] = []

    def show(self, people: Iterable[Participant], groups: Mapping[GroupId, str]) -> None:
        """Show other people; groups: names by id."""
        self._people = {person.id: person for person in people}
        self._groups = groups
        self._fill()

    @property
    def has_tags(self) -> bool:
        """Say whether anybody has a tag."""
        return any(person.tags for person in self._people.values())

    def filter(self, group: GroupId | None, *, is_all: bool) -> None:
        """Show everybody, or only those of a group; None: of none."""
        self._group, self._is_all = group, is_all
        self._fill()

    def search(self, text: str) -> None:
        """Show who has every typed word in the name or the organisation."""
        self._text = text
        self._fill()

    def person(self, row: int) -> Participant | None:
        """Return the person of a row, or None where there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, person: PersonId) -> int | None:
        """Return the row of a person, or None."""
        return next((row for row, one in enumerate(self._rows) if one.id == person), None)

    def selection(self, people: Iterable[PersonId]) -> QItemSelection:
        """Return the selection of the rows of these people."""
        wanted = set(people)
        found = QItemSelection()
        for row, person in enumerate(self._rows):
            if person.id in wanted:
                found.select(self.index(row, 0), self.index(row, len(RosterColumn) - 1))
        return found

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(RosterColumn)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view or a screen reader asks for."""
        person = self.person(index.row()) if index.isValid() else None
        if person is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        return self._text_of(person, RosterColumn(index.column()))

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the heading of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return _(_HEADS[RosterColumn(section)]) if role == Qt.ItemDataRole.DisplayRole else None

    def _text_of(self, person: Participant, column: RosterColumn) -> str:
        match column:
            case RosterColumn.NAME:
                return person.name
            case RosterColumn.ORGANISATION:
                return person.organisation
            case RosterColumn.GROUP:
                return "" if person.group is None else self._groups.get(person.group, "")
            case RosterColumn.SITE:
                return person.site
            case RosterColumn.MODE:
                return mode_word(interface(), person.usual_mode)
            case RosterColumn.EMAIL:
                return person.email
            case RosterColumn.TAGS:
                return ", ".join(person.tags)

    def _fill(self) -> None:
        wanted = search_words(self._text)
        rows = [
            person
            for person in self._people.values()
            if self._is_in(person) and (not wanted or matches(wanted, self._words_of(person)))
        ]
        rows.sort(key=lambda person: (person.name.casefold(), person.id))
        if [one.id for one in rows] == [one.id for one in self._rows]:
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(RosterColumn) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _is_in(self, person: Participant) -> bool:
        if self._is_all:
            return True
        # A group that is not here is none.
        known = person.group if person.group in self._groups else None
        return known == self._group

    def _words_of(self, person: Participant) -> tuple[str, ...]:
        kept = self._words.get(person.id)
        if kept is None or kept[0] is not person:
            words = search_words(f"{person.name} {person.organisation} {' '.join(person.tags)}")
            kept = self._words[person.id] = (person, words)
        return kept[1]


SELECT_ROWS = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)
