"""A merge that is undone leaves the library as it was, row for row (R3)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import at
from tests.cli.test_merge_command import half, whole
from virtu_desktop.cli.merging import changes_to_save, merged_sessions
from virtu_desktop.domain.notes import Note, NoteId, NoteTag
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.run import EventId
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.engine.changes import AppendEvents, RecordMerge, RunId, SaveNote
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.storage.errors import CannotUndoMerge, UnknownMerge
from virtu_desktop.storage.library import Library

NOT_COMPARED = ("sqlite_", "_sqlite", "note_search", "meta", "zone_offset")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, in an order of their own."""
    with closing(sqlite3.connect(path)) as con:
        names = [
            name
            for (name,) in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(NOT_COMPARED)
        ]
        return {name: sorted(con.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def merge(library: Library, theirs: PortableRecord, *, take: tuple[int, ...] = ()) -> str:
    """Merge a record and return the id under which it can be undone."""
    changes = changes_to_save(
        merged_sessions(library, [theirs], take), file="siteB.virtu", at=at("12:30")
    )
    library.submit(*changes)
    assert library.flush(10)
    first = changes[0]
    assert isinstance(first, RecordMerge)
    return first.merge


@pytest.fixture
def library(library: Library) -> Library:
    """Give a library with the first half of a record."""
    library.submit(*changes_of(half(is_first=True), has_programme=False, has_group=False))
    assert library.flush(10)
    return library


def test_an_undone_merge_leaves_no_row(library: Library) -> None:
    """Every table has the rows from before, and the list of merges is empty again."""
    before = rows(library.path)
    made = merge(library, half(is_first=False))
    assert rows(library.path) != before
    assert [one.id for one in library.merges()] == [made]

    library.undo_merge(made)

    assert rows(library.path) == before
    assert library.merges() == ()
    assert library.search_notes("three") == ()


def test_theirs_that_was_taken_goes_back_to_ours(library: Library) -> None:
    """A note and a person in conflict are as they were; and it can be merged again."""
    before = rows(library.path)
    record = whole().record
    note = replace(record.notes[0], text="another text")
    person = replace(record.people[0], organisation="Elsewhere")
    theirs = replace(
        whole(),
        record=replace(
            record, notes=(note, *record.notes[1:]), people=(person, *record.people[1:])
        ),
    )
    for _ in range(2):
        made = merge(library, theirs, take=(1, 2))
        assert "another text" in str(rows(library.path)["note"])
        library.undo_merge(made)
        assert rows(library.path) == before


def test_what_was_written_since_stays(library: Library) -> None:
    """A note of ours that theirs replaced and that was edited since keeps the edit."""
    record = whole().record
    ours = record.notes[0]
    theirs = replace(record, notes=(replace(ours, text="theirs"),))
    made = merge(library, replace(whole(), record=theirs), take=(1,))
    later = Note(id=NoteId("later"), at=at("13:00"), block=None, text="later", tag=NoteTag.IDEA)
    session = record.session.id
    library.submit(
        SaveNote(session=session, note=replace(ours, text="edited since")),
        SaveNote(session=session, note=later),
    )
    assert library.flush(10)

    library.undo_merge(made)

    texts = {note.id: note.text for note in library.session(session).notes}
    assert texts[ours.id] == "edited since"
    assert texts[later.id] == "later"


def test_a_run_that_went_on_keeps_the_merge(library: Library) -> None:
    """A run whose beginning came with the merge cannot lose it; nothing is changed then."""
    record = whole().record
    assert record.run is not None
    events = record.run.events
    begun = tuple(replace(one, id=EventId(f"x{one.id}")) for one in events[:-1])
    renamed = replace(
        record,
        session=replace(record.session, id=SessionId("another"), title="Other"),
        run=replace(record.run, id=RunId("r2"), events=begun),
        notes=(),
        polls=(),
        rounds=(),
        presences=(),
        corrections=(),
        expectations=(),
    )
    made = merge(library, replace(whole(), record=renamed))
    library.submit(AppendEvents(run=RunId("r2"), events=(replace(events[-1], id=EventId("last")),)))
    assert library.flush(10)
    before = rows(library.path)

    with pytest.raises(CannotUndoMerge):
        library.undo_merge(made)

    assert rows(library.path) == before
    with closing(sqlite3.connect(library.path)) as con, pytest.raises(sqlite3.IntegrityError):
        con.execute("DELETE FROM run_event")


def test_a_merge_is_undone_once(library: Library) -> None:
    """The second time there is no such merge."""
    made = merge(library, half(is_first=False))
    library.undo_merge(made)

    with pytest.raises(UnknownMerge):
        library.undo_merge(made)


def test_an_undone_merge_stays_undone(library: Library, clock: ManualClock) -> None:
    """After the library was closed and opened a merge is still in the list, and can be undone."""
    before = rows(library.path)
    made = merge(library, half(is_first=False))
    library.close()
    with Library.open(library.path, clock=clock) as again:
        again.undo_merge(made)
    assert rows(library.path) == before
