"""What can be taken out of a library: people's names, and classes of a programme's data (R7).

A pseudonym takes the place of a name in every text of every table; address, tags and language go,
and the organisation where few belong to it. Attendance, seats and ballots stay with the pseudonym,
so that totals stay. A class of data that is not needed any more goes whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.domain.pseudonyms import NameFinder, pseudonym
from virtu_desktop.storage.poll_removals import erase_ballots, erase_walls, forget_walls
from virtu_desktop.storage.rows import json_text

# An organisation of fewer people than this could name a person among them.
SMALL_GROUP = 5
# Nothing that people typed is in these; the events may not be changed.
_WITHOUT_TEXTS = frozenset({"run_event", "zone_offset", "person", "meta", "_sqlite_migrations"})
_SEARCH = "note_search"
_KEPT_REPORTS = "attendance_import"
_MERGES = "record_merge"
# A report of a meeting names everybody who was in it, also those to whom no stay was given: the
# files of all sessions of the person's programme go.
_FORGET_REPORTS = f"""
UPDATE {_KEPT_REPORTS} SET content = NULL WHERE session_id IN (
    SELECT session_id FROM presence WHERE person_id = :person
    UNION
    SELECT s.id FROM session AS s
    JOIN participant_group AS g ON g.id = s.group_id
    JOIN person AS p ON p.programme_id = g.programme_id
    WHERE p.id = :person
)
"""


class PeopleRemoval:
    """The names of people go; ``others`` keep theirs, also where a part of it is the same."""

    def __init__(self, people: Sequence[Participant], others: Sequence[Participant]) -> None:
        """Name who is erased, and everybody else whom the library knows."""
        self._people = people
        self._others = others
        self._labels: Mapping[PersonId, str] = {one.id: pseudonym(one.id) for one in people}

    @cached_property
    def words(self) -> Sequence[str]:
        """Return whole names and addresses, but those that are a part of somebody else's."""
        labels = set(self._labels.values())
        theirs = [word for one in self._others for word in _words(one)]
        own = {word for one in self._people for word in _words(one) if one.name not in labels}
        return sorted(word for word in own if not any(word in other for other in theirs))

    def carry_out(self, con: sqlite3.Connection) -> None:
        """Put pseudonyms in the place of the names."""
        tables = set(_tables(con))
        if "person" in tables:
            self._erase_people(con)
        if "ballot" in tables:
            erase_ballots(con, self._labels.keys(), self._finder)
            erase_walls(con, self._finder)
        _forget_merges(con, tables)
        for table in sorted(tables - _WITHOUT_TEXTS):
            self._erase_texts(con, table)
        if _KEPT_REPORTS in tables:
            con.executemany(_FORGET_REPORTS, [{"person": one.id} for one in self._people])
        if "note" in tables:
            self._erase_mentions(con)
            _index_notes(con)

    def without(self, text: str) -> str:
        """Return a text with pseudonyms in the place of the names."""
        return self._finder.replaced(text)

    @cached_property
    def _finder(self) -> NameFinder:
        return NameFinder.of(self._people, self._labels, but=self._others)

    def _erase_people(self, con: sqlite3.Connection) -> None:
        sizes: dict[str, int] = {}
        for one in (*self._people, *self._others):
            key = one.organisation.casefold()
            sizes[key] = sizes.get(key, 0) + 1
        for one in self._people:
            is_small = sizes[one.organisation.casefold()] < SMALL_GROUP
            con.execute(
                "UPDATE person SET name = ?, organisation = ?, email = '', tags = '[]',"
                " language = '' WHERE id = ?",
                (self._labels[one.id], "" if is_small else one.organisation, one.id),
            )

    def _erase_texts(self, con: sqlite3.Connection, table: str) -> None:
        """Replace the names in every text of a table, whatever column it stands in."""
        found = con.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
        texts = [column["name"] for column in found if column["type"] == "TEXT"]
        if not texts:
            return
        key = [column["name"] for column in found if column["pk"]]
        where = " AND ".join(f'"{name}" IS ?' for name in key)
        wanted = ", ".join(f'"{name}"' for name in (*texts, *key))
        for row in con.execute(f'SELECT {wanted} FROM "{table}"').fetchall():
            new = {
                name: replaced
                for name in texts
                if row[name] and (replaced := self._finder.replaced(row[name])) != row[name]
            }
            for name, text in new.items():
                con.execute(
                    f'UPDATE "{table}" SET "{name}" = ? WHERE {where}',
                    (text, *(row[part] for part in key)),
                )

    def _erase_mentions(self, con: sqlite3.Connection) -> None:
        """Replace who is named with @ in notes, also in small letters."""
        for row in con.execute("SELECT number, persons FROM note").fetchall():
            persons = json.loads(row["persons"])
            new = [self._finder.mentioned(person) or person for person in persons]
            if new != persons:
                con.execute(
                    "UPDATE note SET persons = ? WHERE number = ?", (json_text(new), row["number"])
                )


class ClassRemoval:
    """A class of data of a programme goes whole: attendance, answers or notes."""

    def __init__(self, programme: ProgrammeId, kind: FactName) -> None:
        """Name the programme and the class; KEEP_PEOPLE is a PeopleRemoval."""
        self._programme = programme
        self._kind = kind

    @property
    def words(self) -> Sequence[str]:
        """Return nothing: what was removed has no words of its own to search for."""
        return ()

    def carry_out(self, con: sqlite3.Connection) -> None:
        """Delete the rows, and clear what stands in rows that stay."""
        tables = set(_tables(con))
        _forget_merges(con, tables)
        for table, where in _ROWS[self._kind]:
            if table in tables:
                con.execute(f"DELETE FROM {table} WHERE {where}", (self._programme,))
        if self._kind is FactName.KEEP_ANSWERS and "ballot" in tables:
            forget_walls(con, _NOT_SECRET, self._programme)
        if self._kind is FactName.KEEP_NOTES:
            if "breakout_room" in tables:
                con.execute(
                    f"UPDATE breakout_room SET card = '', note_id = NULL WHERE {_IN_ROUND}",
                    (self._programme,),
                )
            if "note" in tables:
                _index_notes(con)

    def without(self, text: str) -> str:
        """Return a text as it is: no log holds such data."""
        return text


_IN_SESSION = (
    "session_id IN (SELECT s.id FROM session AS s JOIN participant_group AS g ON g.id = s.group_id"
    " WHERE g.programme_id = ?)"
)
_IN_ROUND = f"round_id IN (SELECT id FROM breakout_round WHERE {_IN_SESSION})"
_IN_POLL = (
    "round_id IN (SELECT r.id FROM poll_round AS r JOIN poll AS p ON p.id = r.poll_id"
    f" WHERE p.{_IN_SESSION})"
)
# Secret answers stay: nobody stands behind them.
_NOT_SECRET = f"secrecy <> 'secret' AND {_IN_SESSION}"
_ROWS: Mapping[FactName, tuple[tuple[str, str], ...]] = {
    FactName.KEEP_ATTENDANCE: (
        ("presence", _IN_SESSION),
        ("presence_correction", _IN_SESSION),
        ("attendance", _IN_SESSION),
        ("attendance_import", _IN_SESSION),
        ("expectation", _IN_SESSION),
    ),
    FactName.KEEP_ANSWERS: (
        ("ballot", _IN_POLL),
        ("poll_correction", _IN_POLL),
        ("breakout_seat", _IN_ROUND),
    ),
    FactName.KEEP_NOTES: (
        ("note", _IN_SESSION),
        ("note_correction", _IN_SESSION),
        ("draft", _IN_SESSION),
    ),
}


# What is told as the number of things of a class.
_COUNTED = frozenset({"presence", "ballot", "breakout_seat", "note"})


def rows_of(con: sqlite3.Connection, programme: ProgrammeId, kind: FactName) -> int:
    """Return how many things of a class a programme has: people with names, stays, and so on."""
    if kind is FactName.KEEP_PEOPLE:
        found = con.execute("SELECT id, name FROM person WHERE programme_id = ?", (programme,))
        return sum(row["name"] != pseudonym(PersonId(row["id"])) for row in found)
    return sum(
        int(con.execute(f"SELECT count(*) FROM {table} WHERE {where}", (programme,)).fetchone()[0])
        for table, where in _ROWS[kind]
        if table in _COUNTED
    )


def _words(person: Participant) -> Iterator[str]:
    yield from (word.casefold() for word in (person.name.strip(), person.email.strip()) if word)


def _forget_merges(con: sqlite3.Connection, tables: set[str]) -> None:
    """Drop what could bring rows back that are removed now."""
    if _MERGES in tables:
        con.execute(f"DELETE FROM {_MERGES}")


def _index_notes(con: sqlite3.Connection) -> None:
    con.execute(f"INSERT INTO {_SEARCH} ({_SEARCH}) VALUES ('rebuild')")


def _tables(con: sqlite3.Connection) -> Iterator[str]:
    """Yield the tables with rows of their own."""
    for row in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        name = row["name"]
        if not name.startswith(("sqlite_", _SEARCH)):
            yield name
