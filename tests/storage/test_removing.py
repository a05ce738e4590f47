"""What is removed for good is in no row and no byte of the library; all else stays as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.breakout_rounds import held_round
from tests.builders import at
from tests.domain.ballots import hybrid_poll
from tests.exchange.attended import AINO, MISSING, PEKKA, attended
from tests.storage.saving import appended, note_of, opening, session_of
from virtu_desktop.domain.deleting import Item, ItemKind
from virtu_desktop.domain.presence import Presence, PresenceId
from virtu_desktop.domain.programme import ProgrammeId, SessionId
from virtu_desktop.engine.changes import (
    DeleteItems,
    RecordExport,
    RecordMerge,
    RemoveItems,
    RestoreItems,
    SaveDraft,
    SaveNote,
    SavePresences,
    SaveSession,
)
from virtu_desktop.engine.poll_changes import whole_poll
from virtu_desktop.engine.room_changes import SaveRooms
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.storage.connection import reading
from virtu_desktop.storage.library import Library

NOTES = ("#idea Quokka chairs", "#private a quokka was tired")
SECRET = b"quokka"
STAYS = SessionId("stays")
GONE = attended(NOTES).record.session.id
SESSION_GONE = Item(kind=ItemKind.SESSION, id=GONE)
GROUP_GONE = Item(kind=ItemKind.GROUP, id="g1")
PROGRAMME_GONE = Item(kind=ItemKind.PROGRAMME, id="p1")
ALL = (PROGRAMME_GONE, GROUP_GONE, SESSION_GONE)
# Facts about zones belong to no session.
_COMMON = ("zone_offset", "meta", "_sqlite_migrations", "sqlite_sequence")


def keep_one(library: Library) -> None:
    """Put a session that stays into the library."""
    note = note_of(1, "stays").note
    library.submit(SaveSession(session=session_of(name=STAYS)))
    library.submit(SaveNote(session=STAYS, note=replace(note, id=note.id)))
    assert library.flush(10)


def fill(library: Library) -> None:
    """Put a programme with a session into the library of which every table has something."""
    portable = attended(NOTES)
    library.submit(
        RecordMerge(merge="m1", at=at("11:00"), file="other.virtu", added=9, sessions=(GONE,)),
        *changes_of(portable, has_programme=False, has_group=False),
        *whole_poll(GONE, hybrid_poll()),
        SaveRooms(session=GONE, round=held_round([AINO.id, PEKKA.id, MISSING.id])),
        SaveDraft(session=GONE, text="a Quokka draft"),
        RecordExport(session=GONE, at=at("10:30"), formats=("json",)),
    )
    assert library.flush(10)


def remove(library: Library, *items: Item, deleted: tuple[Item, ...] = ALL) -> None:
    """Delete and then remove items."""
    library.submit(DeleteItems(items=deleted, at=at("11:00")))
    library.submit(RemoveItems(items=items))
    assert library.flush(10)


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all tables."""
    with closing(sqlite3.connect(path)) as con:
        names = [row[0] for row in con.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
        return {
            name: con.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for name in names
            if name not in _COMMON and not name.startswith("note_search")
        }


def holding(path: Path) -> list[str]:
    """Return the files of the library, its log among them, in whose bytes the secret stands."""
    return [
        file.name
        for file in sorted(path.parent.iterdir())
        if file.is_file() and SECRET in file.read_bytes().lower()
    ]


def test_nothing_is_left_of_a_programme_that_is_removed(library: Library) -> None:
    """Every table is as before the programme came, and the library opens whole."""
    keep_one(library)
    before = content(library.path)
    fill(library)
    filled = {name for name, found in content(library.path).items() if found != before[name]}
    assert {"poll", "ballot", "breakout_seat", "run_event", "record_merge"} <= filled

    remove(library, PROGRAMME_GONE)

    assert content(library.path) == before
    assert library.deleted() == ()
    with reading(library.path) as con:
        assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
    assert library.search_notes("quokka") == ()
    assert [found.session for found in library.search_notes("stays")] == [STAYS]


def test_a_removed_note_is_in_no_byte(library: Library) -> None:
    """Neither the file nor its log nor the index of the search holds a word of it."""
    keep_one(library)
    fill(library)
    assert holding(library.path)

    remove(library, *ALL)

    assert holding(library.path) == []
    library.close()
    assert holding(library.path) == []


def test_a_reader_in_the_way_only_delays_it(library: Library) -> None:
    """Somebody reads the library while it is emptied: the log is emptied at the close at last."""
    fill(library)
    with reading(library.path) as con:
        con.execute("BEGIN")
        con.execute("SELECT count(*) FROM note").fetchone()
        remove(library, *ALL)

    assert library.sessions() == ()
    library.close()
    assert holding(library.path) == []


def test_events_can_still_not_be_deleted(library: Library) -> None:
    """What protects the events of the other records is in force again."""
    fill(library)
    library.submit(SaveSession(session=session_of(name=STAYS)), opening(session=STAYS))
    remove(library, SESSION_GONE)
    library.submit(appended(0))
    library.close()

    with (
        closing(sqlite3.connect(library.path)) as con,
        pytest.raises(sqlite3.IntegrityError, match="never deleted"),
    ):
        con.execute("DELETE FROM run_event")


def test_only_what_is_deleted_is_removed(library: Library) -> None:
    """A session that came back meanwhile stays, with its group, programme and people."""
    fill(library)
    before = content(library.path)
    library.submit(DeleteItems(items=ALL, at=at("11:00")))
    library.submit(RestoreItems(items=(SESSION_GONE,)))
    library.submit(RemoveItems(items=ALL))
    assert library.flush(10)

    assert content(library.path) == before


def test_people_who_are_in_another_session_stay(library: Library) -> None:
    """Aino was elsewhere too: she stays, without group and programme; the others go."""
    keep_one(library)
    fill(library)
    stay = Presence(id=PresenceId("elsewhere"), person=AINO.id, joined=at("9:00"))
    library.submit(SavePresences(session=STAYS, presences=(stay,)))

    remove(library, *ALL)

    (left,) = library.people(None)
    assert (left.id, left.group, left.programme) == (AINO.id, None, None)
    assert library.session(STAYS).presences == (stay,)


def test_people_of_a_programme_stay_when_a_session_goes(library: Library) -> None:
    """Removing one session takes nobody from the roster."""
    fill(library)

    remove(library, SESSION_GONE, deleted=(SESSION_GONE,))

    assert library.sessions() == ()
    people = library.people(ProgrammeId("p1"))
    assert {person.id for person in people} == {AINO.id, PEKKA.id, MISSING.id}
