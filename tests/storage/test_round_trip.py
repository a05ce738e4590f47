"""What is submitted to a library comes out of it equal."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at, plan
from tests.storage import saving
from tests.storage.saving import RUN, SESSION, appended, instant, note_of, opening, session_of
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import Note, NoteId, NoteTag
from virtu_desktop.domain.plan import BlockId, BlockKind, Plan
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
    SessionState,
)
from virtu_desktop.domain.run import Cause, RunEvent, replay
from virtu_desktop.domain.time import Duration, Instant, ManualClock
from virtu_desktop.domain.timeline import Status, project
from virtu_desktop.engine.changes import (
    AppendEvents,
    DeleteNote,
    Heartbeat,
    RecordIncident,
    RunId,
    RunKind,
    SaveBlock,
    SaveDraft,
    SaveGroup,
    SaveNote,
    SaveProgramme,
    SaveSession,
)
from virtu_desktop.storage.errors import AmbiguousSession, UnknownSession
from virtu_desktop.storage.library import Library

# Each example opens, writes and closes a file of its own.
FEWER = hypothesis.settings(max_examples=max(20, hypothesis.settings().max_examples // 10))


@contextmanager
def new_library() -> Iterator[Library]:
    """Open a library for one drawn example."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library.db", clock=ManualClock(at("9:00")))
        try:
            yield library
        finally:
            library.close()


@given(drawn=st.lists(saving.sessions(), min_size=2, max_size=2))
@FEWER
def test_session_comes_back_equal(drawn: list[Session]) -> None:
    """A session is what was saved last, whatever its plan was before."""
    with new_library() as library:
        for session in drawn:
            library.submit(SaveSession(session=session))
            assert library.flush(10)
            assert library.session(SESSION).session == session


@given(session=saving.sessions(), data=st.data())
@FEWER
def test_changed_block_comes_back_equal(session: Session, data: st.DataObject) -> None:
    """Saving one block changes that block and the planned times after it, nothing else."""
    block = data.draw(st.sampled_from(session.plan.blocks))
    changed = data.draw(saving.blocks(block.id))
    with new_library() as library:
        library.submit(SaveSession(session=session))
        library.submit(SaveBlock(session=SESSION, block=changed))
        assert library.flush(10)

        expected = replace(session, plan=session.plan.with_block(changed))
        assert library.session(SESSION).session == expected
        assert planned_times(library.path) == [
            (planned.start, planned.end) for planned in expected.plan.schedule
        ]


def planned_times(path: Path) -> list[tuple[Instant | None, Instant | None]]:
    """Return the planned start and end of each block as rows."""
    return [
        (instant(row["planned_start_utc"]), instant(row["planned_end_utc"]))
        for row in rows(path, "SELECT * FROM block ORDER BY position")
    ]


@given(drawn=saving.runs(), data=st.data())
@FEWER
def test_run_comes_back_equal_and_derived_rows_equal_the_fold(
    drawn: tuple[Plan, tuple[RunEvent, ...]], data: st.DataObject
) -> None:
    """After every group of events the record is complete, and the rows for people follow it."""
    planned, record = drawn
    split = data.draw(st.integers(0, len(record)))
    with new_library() as library:
        library.submit(SaveSession(session=session_of(planned)), opening(planned))
        for part in (record[:split], record[split:]):
            library.submit(AppendEvents(run=RUN, events=part))
        assert library.flush(10)

        run = library.session(SESSION).run
        assert run is not None
        assert run.events == record
        assert run.plan_at_start == planned
        assert_derived(library.path, planned, record)


@given(drawn=saving.runs())
@FEWER
def test_derived_rows_follow_a_plan_that_changes_during_the_run(
    drawn: tuple[Plan, tuple[RunEvent, ...]],
) -> None:
    """When a block gets another length, what the run came to is told against the new plan."""
    planned, record = drawn
    first = planned.blocks[0]
    longer = replace(first, length=Duration(first.length + 60_000))
    with new_library() as library:
        library.submit(SaveSession(session=session_of(planned)), opening(planned))
        library.submit(AppendEvents(run=RUN, events=record))
        library.submit(SaveBlock(session=SESSION, block=longer))
        assert library.flush(10)

        assert_derived(library.path, planned.with_block(longer), record)
        run = library.session(SESSION).run
        assert run is not None
        assert run.plan_at_start == planned


def assert_derived(path: Path, planned: Plan, record: tuple[RunEvent, ...]) -> None:
    """Check the rows that follow from a run's events against folding them anew."""
    state = replay(planned, record).state
    run = rows(path, "SELECT * FROM run")[0]
    assert instant(run["started_utc"]) == (state.spells[0].start if state.spells else None)
    assert instant(run["ended_utc"]) == state.ended
    actual = {row["block_id"]: row for row in rows(path, "SELECT * FROM block_actual")}
    if not record:
        assert actual == {}
        return
    projection = project(planned, state, state.last_event or planned.start)
    assert actual.keys() == {row.id for row in projection.rows}
    for projected in projection.rows:
        row = actual[projected.id]
        has_run = projected.status in (Status.DONE, Status.CURRENT)
        assert row["status"] == projected.status.value
        assert instant(row["started_utc"]) == (projected.start if has_run else None)
        assert instant(row["ended_utc"]) == (
            projected.end if projected.status is Status.DONE else None
        )
        assert row["run_ms"] == projected.elapsed
        assert row["allotted_ms"] == projected.allotted
        assert row["late_ms"] == (projected.late if has_run else None)


def rows(path: Path, question: str) -> list[sqlite3.Row]:
    """Ask the file as another program would."""
    with closing(sqlite3.connect(path)) as con:
        con.row_factory = sqlite3.Row
        return con.execute(question).fetchall()


@given(data=st.data())
@FEWER
def test_notes_and_incidents_come_back_equal(data: st.DataObject) -> None:
    """Notes are as they were saved last, in order of time; incidents in order of recording."""
    names = data.draw(st.lists(saving.names, max_size=4))
    saved = [data.draw(saving.notes(name)) for name in names]
    happened = data.draw(st.lists(saving.incidents, max_size=3))
    with new_library() as library:
        library.submit(SaveSession(session=session_of()), opening())
        for note in saved:
            library.submit(SaveNote(session=SESSION, note=note))
        for incident in happened:
            library.submit(RecordIncident(run=RUN, incident=incident))
        assert library.flush(10)

        record = library.session(SESSION)
        expected = {note.id: note for note in saved}
        assert {note.id: note for note in record.notes} == expected
        assert [note.at for note in record.notes] == sorted(note.at for note in expected.values())
        assert record.run is not None
        assert record.run.incidents == tuple(happened)


def test_halves_of_characters_do_not_stop_saving(library: Library) -> None:
    """Text from a clipboard may hold half an emoji, which SQLite takes no part of."""
    library.submit(SaveSession(session=session_of()))
    library.submit(note_of(1, "joined \ud83d\ude00, alone \ud83d."))

    assert library.flush(10)
    assert library.session(SESSION).notes[0].text == "joined 😀, alone �."


def test_programmes_and_groups_come_back_equal(library: Library) -> None:
    """Programmes come by title, groups by programme and position."""
    first = Programme(id=ProgrammeId("p2"), title="Aalto", customer="City")
    second = Programme(id=ProgrammeId("p1"), title="Virta")
    groups = (
        ParticipantGroup(id=GroupId("g2"), programme=first.id, name="North", site="Oulu"),
        ParticipantGroup(id=GroupId("g1"), programme=first.id, name="South", position=1),
    )

    library.submit(*(SaveProgramme(programme=one) for one in (second, first)))
    library.submit(*(SaveGroup(group=one) for one in reversed(groups)))
    library.submit(SaveProgramme(programme=replace(second, title="Virtaus")))

    assert library.flush(10)
    assert library.programmes() == (first, replace(second, title="Virtaus"))
    assert sorted(library.groups(), key=lambda group: group.position) == list(groups)


def test_draft_is_the_latest_line_and_can_be_empty(library: Library) -> None:
    """The unfinished line survives, and an empty one leaves nothing."""
    library.submit(SaveSession(session=session_of()))
    library.submit(SaveDraft(session=SESSION, text="#idea rot"))
    assert library.flush(10)
    assert library.session(SESSION).draft == "#idea rot"

    library.submit(SaveDraft(session=SESSION, text=""))
    assert library.flush(10)
    assert library.session(SESSION).draft == ""
    assert rows(library.path, "SELECT * FROM draft") == []


def test_deleted_note_is_gone_from_the_search_too(library: Library) -> None:
    """A note that is deleted or changed is not found by its old words."""
    library.submit(SaveSession(session=session_of()))
    library.submit(note_of(1, "rotate the chair"))
    library.submit(note_of(2, "a quieter table"))
    library.submit(note_of(1, "rotate the host"))
    library.submit(DeleteNote(session=SESSION, note=NoteId("n2")))

    assert library.flush(10)
    assert library.search_notes("chair") == ()
    assert library.search_notes("quieter") == ()
    assert [found.note.id for found in library.search_notes("host")] == ["n1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("paatos", ["n1"]),
        ("PÄÄT", ["n1"]),
        ("tuoli kierr", ["n2"]),
        ("kierrä päätös", []),
        ("", []),
        ('"*:^ -', []),
        ('tuoli"; DROP TABLE note', []),
        ("@Saara", ["n2", "n1"]),
    ],
)
def test_search_finds_beginnings_of_words(library: Library, words: str, found: list[str]) -> None:
    """Every word of the search begins a word of the note, in any case, without its accents."""
    library.submit(SaveSession(session=session_of()))
    library.submit(note_of(1, "Päätös: Saara jatkaa"))
    library.submit(note_of(2, "Kierrätetään tuolia @Saara"))
    assert library.flush(10)

    assert [one.note.id for one in library.search_notes(words)] == found


def test_search_goes_over_all_sessions(library: Library) -> None:
    """A note is found with the session that it belongs to."""
    other = session_of(name="s2")
    note = Note(id=NoteId("n9"), at=at("9:30"), block=None, text="a chair", private=True)
    library.submit(SaveSession(session=session_of()), SaveSession(session=other))
    library.submit(note_of(1, "the chair"), SaveNote(session=other.id, note=note))
    assert library.flush(10)

    found = library.search_notes("chair")

    assert [(one.session, one.session_title) for one in found] == [
        (other.id, "First half-day"),
        (SESSION, "First half-day"),
    ]
    assert found[0].note == note


def test_last_sign_of_life_comes_back(library: Library) -> None:
    """After a crash the program knows when it was last alive."""
    library.submit(SaveSession(session=session_of()), opening())
    library.submit(Heartbeat(run=RUN, at=at("9:05")))
    assert library.flush(10)

    run = library.session(SESSION).run

    assert run is not None
    assert run.last_seen == at("9:05")


def begun(number: int, clock: str, kind: EventType = EventType.START) -> RunEvent:
    """Return the event that begins block a, or another of the same kind of event."""
    block = BlockId("a") if kind is EventType.START else None
    return saving.stamped(number, Event(at=at(clock), type=kind, block=block))


def test_summary_tells_planned_running_and_held(library: Library) -> None:
    """A list shows planned times, and actual ones once a session was held."""
    session = session_of(plan("a 30", "b 30", end=at("10:30")))
    library.submit(SaveSession(session=session), opening(session.plan), note_of(1))
    assert library.flush(10)
    planned = library.sessions()[0]
    assert planned.state is SessionState.PLANNED
    assert (planned.start, planned.end) == (at("9:00"), at("10:30"))
    assert (planned.blocks, planned.notes, planned.length) == (2, 1, 3_600_000)
    assert library.unfinished_run() is None

    library.submit(AppendEvents(run=RUN, events=(begun(1, "9:04"),)))
    assert library.flush(10)
    assert library.sessions()[0].state is SessionState.RUNNING
    assert library.unfinished_run() == SESSION

    library.submit(AppendEvents(run=RUN, events=(begun(2, "10:10", EventType.END),)))
    assert library.flush(10)
    held = library.sessions()[0]
    assert held.state is SessionState.HELD
    assert (held.start, held.end) == (at("9:04"), at("10:10"))
    assert library.unfinished_run() is None


def test_rehearsal_does_not_make_a_session_held(library: Library) -> None:
    """A rehearsal is a record of its own; the session is still only planned."""
    rehearsal = replace(opening(), kind=RunKind.REHEARSAL)
    events = (begun(1, "9:00"), begun(2, "9:30", EventType.END))
    library.submit(SaveSession(session=session_of()), rehearsal)
    library.submit(AppendEvents(run=RUN, events=events))
    assert library.flush(10)

    assert library.sessions()[0].state is SessionState.PLANNED
    record = library.session(SESSION)
    assert record.run is not None
    assert record.run.kind is RunKind.REHEARSAL


def test_live_run_is_the_record_before_a_rehearsal(library: Library) -> None:
    """A rehearsal after the real session does not hide it."""
    later = RunId("r2")
    library.submit(SaveSession(session=session_of()), opening())
    library.submit(replace(opening(run=later), kind=RunKind.REHEARSAL, at=at("12:00")))
    assert library.flush(10)

    run = library.session(SESSION).run

    assert run is not None
    assert run.id == RUN


def test_session_is_found_by_id_and_title(library: Library) -> None:
    """The command line may name a session by its id, its beginning, or part of the title."""
    first = replace(session_of(name="abc1"), title="Spring half-day")
    second = replace(session_of(name="abd2"), title="Autumn half-day")
    library.submit(SaveSession(session=first), SaveSession(session=second))
    assert library.flush(10)

    assert library.find_session("abc1") == first.id
    assert library.find_session("ABD") == second.id
    assert library.find_session(" autumn ") == second.id
    with pytest.raises(AmbiguousSession, match="Spring half-day"):
        library.find_session("half")
    for nothing in ("", "winter"):
        with pytest.raises(UnknownSession):
            library.find_session(nothing)


def test_unknown_session_is_one_sentence(library: Library) -> None:
    """Asking for a session that is not there is a problem of the user, told in a sentence."""
    with pytest.raises(UnknownSession, match=r"^There is no session nowhere\.$"):
        library.session(SessionId("nowhere"))


def test_reopened_library_has_everything(
    library: Library, open_library: Callable[[], Library]
) -> None:
    """After closing in order the library is one file with all that was saved."""
    library.submit(SaveSession(session=session_of()), opening(), note_of(1), appended(1))
    assert library.close() == 0
    assert {one.name for one in library.path.parent.iterdir()} == {
        "library.db",
        "library.db.lock",
        "backups",
    }

    record = open_library().session(SESSION)

    assert record.session == session_of()
    assert record.run is not None
    assert record.run.events == (saving.adjusted(1),)
    assert [note.id for note in record.notes] == ["n1"]


def test_every_word_of_the_domain_fits_the_tables(library: Library) -> None:
    """A new member of an enumeration that is stored needs a new version of the file."""
    checks = {
        row["name"]: row["sql"]
        for row in rows(library.path, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
    }
    expected: dict[str, list[str]] = {
        "block": [kind.value for kind in BlockKind],
        "run": [kind.value for kind in RunKind],
        "run_event": [*(one.value for one in EventType), *(cause.value for cause in Cause)],
        "block_actual": [status.value for status in Status],
        "incident": [kind.value for kind in IncidentKind],
        "note": [tag.value for tag in NoteTag],
    }

    for table, words in expected.items():
        assert [word for word in words if f"'{word}'" not in checks[table]] == []


def test_record_of_a_run_cannot_be_rewritten(library: Library) -> None:
    """The file itself refuses to change or delete what happened."""
    library.submit(SaveSession(session=session_of()), opening(), appended(1))
    assert library.flush(10)

    with closing(sqlite3.connect(library.path)) as con:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            con.execute("UPDATE run_event SET ms = 0")
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            con.execute("DELETE FROM run_event")


def test_incident_values_are_plain(library: Library) -> None:
    """A clock that was set back is an incident with a negative length."""
    incident = Incident(at=at("9:10"), kind=IncidentKind.CLOCK_STEPPED, length=Duration(-3_600_000))
    library.submit(SaveSession(session=session_of()), opening())
    library.submit(RecordIncident(run=RUN, incident=incident))
    assert library.flush(10)

    (row,) = rows(library.path, "SELECT * FROM v_incident")

    assert (row["kind"], row["minutes"], row["time"]) == (
        "clock_stepped",
        -60.0,
        "2026-11-25 09:10:00",
    )
