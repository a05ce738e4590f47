"""The door list as rows: everybody, who is missing or here, or who fits what is typed (A2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from virtu_desktop.domain.door import DoorEntry, door_entry, find_at_door
from virtu_desktop.domain.head_count import Place
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.presence import Standing, StandingKind
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.register import Register
from virtu_desktop.exchange.near_names import nearest_name
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording_people import place_words, standing_word

ROW_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


def walk_in_name(text: str) -> tuple[str, str]:
    """Return name and organisation of a walk-in as they are typed: ``Dan Walk, ELY-keskus``."""
    name, _comma, organisation = text.partition(",")
    return " ".join(name.split()), " ".join(organisation.split())


class DoorFilter(Enum):
    """Which people are listed while nothing is typed."""

    EVERYBODY = auto()
    MISSING = auto()
    HERE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRow:
    """One row. person: None for the offer to add who was typed as a walk-in, ``typed``.

    place: where the person is, or is going to be. is_own: belongs to the session. alike: of a
    walk-in, who may be the same person.
    """

    person: Participant | None
    standing: Standing
    place: Place
    is_own: bool = True
    typed: str = ""
    alike: Participant | None = None


class DoorModel(QAbstractListModel):
    """Rows of people; ``ROW_ROLE`` gives a ``DoorRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without people."""
        super().__init__(parent)
        self._register: Register | None = None
        self._now = Instant(0)
        self._zone = "UTC"
        self._entries: dict[PersonId, DoorEntry] = {}
        self._own: dict[PersonId, None] = {}
        self._missing: frozenset[PersonId] = frozenset()
        self._text = ""
        self._filter = DoorFilter.EVERYBODY
        self._rows: list[PersonId] = []
        self._offers_walk_in = False
        self._alike: Participant | None = None

    @property
    def zone(self) -> str:
        """Return the time zone in which times are told."""
        return self._zone

    def show(self, register: Register, missing: tuple[PersonId, ...], *, zone: str) -> None:
        """Show the people of a register, whose session is in ``zone``."""
        self._register = register
        self._zone = zone
        kept = self._entries
        self._entries = {
            key: kept[key] if key in kept and kept[key].person is person else door_entry(person)
            for key, person in register.people.items()
        }
        self.show_presence(missing)

    def show_presence(self, missing: tuple[PersonId, ...]) -> None:
        """Show who is there now of the people that are shown already."""
        if self._register is None:
            return
        self._missing = frozenset(missing)
        self._own = {person.id: None for person in self._register.session_people}
        self._fill()

    def search(self, text: str) -> None:
        """List who fits ``text``; an empty text lists the filter's people again."""
        self._text = text
        self._fill()

    def filter(self, which: DoorFilter) -> None:
        """List other people while nothing is typed."""
        self._filter = which
        self._fill()

    def look_at(self, now: Instant) -> None:
        """Tell rows as they stand at another moment, when they are drawn next."""
        self._now = now

    def row_of(self, person: PersonId) -> int | None:
        """Return the row of a person, or None where there is none."""
        try:
            return self._rows.index(person)
        except ValueError:
            return None

    def row(self, place: int) -> DoorRow | None:
        """Return a row, or None where there is none."""
        register = self._register
        if register is None or not 0 <= place < self.rowCount():
            return None
        if place == len(self._rows):
            return DoorRow(
                person=None,
                standing=Standing(kind=StandingKind.MISSING),
                place=register.walk_in_place,
                typed=" ".join(self._text.split()),
                alike=self._alike,
            )
        person = self._rows[place]
        if person not in register.people:
            return None  # has gone, and so will the row
        standing = register.standing(person, self._now)
        stay = standing.stay
        return DoorRow(
            person=register.people[person],
            standing=standing,
            place=register.place_of(person) if stay is None else Place(stay.mode, stay.site),
            is_own=person in self._own,
        )

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows) + self._offers_walk_in

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view or a screen reader asks for."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.typed if row.person is None else row.person.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row)
        return None

    def _said(self, row: DoorRow) -> str:
        tr = interface()
        if row.person is None:
            return _("Add {name} as a walk-in", name=row.typed)
        where = standing_word(tr, row.standing, self._zone)
        if row.standing.kind is StandingKind.MISSING:
            where = _("not here yet, {place}", place=place_words(tr, row.place))
        return ", ".join(part for part in (row.person.name, row.person.organisation, where) if part)

    def _fill(self) -> None:
        """Bring the rows to what should be listed."""
        rows = self._wanted()
        self._alike = None
        if self._text.strip() and not rows:
            people = [entry.person for entry in self._entries.values()]
            self._alike = nearest_name(walk_in_name(self._text)[0], people)
        offers_walk_in = bool(self._text.strip())
        if (rows, offers_walk_in) == (self._rows, self._offers_walk_in):
            if rows:
                self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self._rows, self._offers_walk_in = rows, offers_walk_in
        self.endResetModel()

    def _wanted(self) -> list[PersonId]:
        register = self._register
        if register is None:
            return []
        if self._text.strip():
            return find_at_door(
                self._entries.values(), self._text, missing=self._missing, own=self._own
            )
        if self._filter is DoorFilter.MISSING:
            return [person for person in self._own if person in self._missing]
        if self._filter is DoorFilter.HERE:
            now = self._now
            return [one for one in self._own if register.standing(one, now).is_present]
        return list(self._own)
