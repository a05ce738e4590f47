"""The file is for people too: documented, and readable with other programs (R6)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.breakout_rounds import held_round
from tests.builders import at, event, plan
from tests.domain.ballots import hybrid_poll
from tests.storage.attendance import attendance_of
from tests.storage.saving import RUN, SESSION, opening, session_of, stamped
from tests.storage.test_round_trip import rows
from virtu_desktop.domain.deleting import Item, ItemKind
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import Note, NoteCorrection, NoteCorrectionId, NoteId, NoteTag
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
)
from virtu_desktop.domain.run import TakeBack
from virtu_desktop.domain.time import MINUTE, Duration, parse_instant
from virtu_desktop.engine.changes import (
    AppendEvents,
    DeleteItems,
    RecordExport,
    RecordIncident,
    RecordNoteCorrections,
    SaveBlock,
    SaveGroup,
    SaveNote,
    SaveProgramme,
    SaveSession,
)
from virtu_desktop.engine.poll_changes import whole_poll
from virtu_desktop.engine.room_changes import SaveRooms
from virtu_desktop.storage.library import Library

DOCUMENT = Path(__file__).parents[2] / "docs" / "library-file.md"
_HEADING = re.compile(r"^### (\w+)$", re.MULTILINE)
_ROW = re.compile(r"^\| (\w+) \| \S", re.MULTILINE)


def documented() -> dict[str, list[str]]:
    """Return the columns that the document describes, by table or view, in their order."""
    parts = _HEADING.split(DOCUMENT.read_text(encoding="utf-8"))
    return {
        name: [column for column in _ROW.findall(text) if column != "Column"]
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_every_table_view_and_column_is_documented(library: Library) -> None:
    """What is in the file is in the document, column by column, and nothing else is."""
    with closing(sqlite3.connect(library.path)) as con:
        names = con.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'note!_search!_%' ESCAPE '!'"
        ).fetchall()
        found = {
            name: [row[1] for row in con.execute(f"PRAGMA table_info({name})")] for (name,) in names
        }

    assert documented() == found


def test_shadow_tables_are_named_in_the_document(library: Library) -> None:
    """Somebody who meets SQLite's own tables finds out what they are."""
    text = DOCUMENT.read_text(encoding="utf-8")

    shadows = rows(library.path, "SELECT name FROM sqlite_schema WHERE name LIKE 'note_search_%'")

    assert len(shadows) == 4
    assert [row["name"] for row in shadows if row["name"] not in text] == []


@pytest.fixture
def held(library: Library) -> Path:
    """Return a library with a session that was held, with a pause, a correction and a mistake."""
    planned = plan("a 10", "b 20/5", "c 15 @09:30", "d 5")
    programme = Programme(id=ProgrammeId("p1"), title="Virta", customer="City")
    group = ParticipantGroup(id=GroupId("g1"), programme=programme.id, name="North", site="Oulu")
    facts = [
        event("9:02", "start", "a"),
        event("9:11", "start", "b"),
        event("9:12", "correct_start", "b", "9:10"),
        event("9:15", "pause"),
        event("9:18", "resume"),
        event("9:20", "adjust", "c", 5),
        event("9:21", "skip", "d"),
        event("9:33", "start", "c"),
        event("9:50", "end"),
    ]
    record = [stamped(number, fact) for number, fact in enumerate(facts)]
    mistake = stamped(90, event("9:21", "adjust", "c", 1))
    record[7:7] = [mistake, stamped(91, TakeBack(at("9:22"), mistake.action))]
    library.submit(SaveProgramme(programme=programme), SaveGroup(group=group))
    library.submit(
        SaveSession(
            session=replace(session_of(planned), group=group.id, number=2, delivery=Delivery.ROOM)
        ),
        opening(planned),
    )
    library.submit(AppendEvents(run=RUN, events=tuple(record)))
    for name, clock, private in (("n1", "9:12", False), ("n2", "9:13", True)):
        note = Note(
            id=NoteId(name),
            at=at(clock),
            block=BlockId("b"),
            text="turn the chair @Saara @Mia",
            tag=NoteTag.IDEA,
            persons=("Saara", "Mia"),
            private=private,
        )
        library.submit(SaveNote(session=SESSION, note=note))
    corrected = NoteCorrection(
        id=NoteCorrectionId("nc1"),
        at=at("12:30"),
        note=NoteId("n1"),
        before=NoteTag.IDEA,
        after=NoteTag.DECISION,
    )
    library.submit(RecordNoteCorrections(session=SESSION, corrections=(corrected,)))
    library.submit(*whole_poll(SESSION, hybrid_poll()))
    slept = Incident(at=at("9:40"), kind=IncidentKind.SLEPT, length=Duration(2 * MINUTE))
    library.submit(RecordIncident(run=RUN, incident=slept))
    renamed = replace(planned.block(BlockId("d")), origin="virtu-1:4")
    library.submit(SaveBlock(session=SESSION, block=renamed))
    for clock in ("10:01", "10:00"):
        library.submit(RecordExport(session=SESSION, at=at(clock), formats=("json", "md")))
    library.submit(SaveGroup(group=replace(group, id=GroupId("g2"), name="South")))
    gone = Item(kind=ItemKind.GROUP, id="g2")
    library.submit(DeleteItems(items=(gone,), at=at("10:02")))
    library.submit(*attendance_of(programme.id, group.id))
    round_ = held_round(["aino", "bo", "cita"])
    library.submit(SaveRooms(session=SESSION, round=round_))
    assert library.flush(10)
    return library.path


def test_session_view_tells_planned_and_actual(held: Path) -> None:
    """One row says what was planned and what it came to, in local time."""
    (row,) = rows(held, "SELECT * FROM v_session")

    assert dict(row) == {
        "session_id": SESSION,
        "title": "First half-day",
        "programme": "Virta",
        "customer": "City",
        "group_name": "North",
        "site": "Oulu",
        "number": 2,
        "state": "held",
        "language": "en",
        "zone": "Europe/Helsinki",
        "planned_start": "2026-11-25 09:00",
        "target_end": "2026-11-25 09:50",
        "planned_minutes": 50.0,
        "actual_start": "2026-11-25 09:02",
        "actual_end": "2026-11-25 09:50",
        "actual_minutes": 48.0,
        "blocks": 4,
        "notes": 1,
        "delivery": "room",
        "plan_version": 2,
        "exported": "2026-11-25 10:01",
        "planned_start_utc": "2026-11-25T07:00:00.000Z",
        "target_end_utc": "2026-11-25T07:50:00.000Z",
        "actual_start_utc": "2026-11-25T07:02:00.000Z",
        "actual_end_utc": "2026-11-25T07:50:00.000Z",
        "exported_utc": "2026-11-25T08:01:00.000Z",
        "run_kind": "live",
    }


def test_block_view_tells_planned_and_actual(held: Path) -> None:
    """Pauses, corrections, adjustments and take-backs are in the figures."""
    found = [
        (
            row["title"],
            row["origin"],
            row["status"],
            row["planned_start"][-5:],
            row["planned_minutes"],
            row["actual_start"] and row["actual_start"][-8:],
            row["actual_end"] and row["actual_end"][-8:],
            row["minutes_run"],
            row["late_minutes"],
            row["allotted_minutes"],
        )
        for row in rows(held, "SELECT * FROM v_block")
    ]

    assert found == [
        ("A", "", "done", "09:00", 10.0, "09:02:00", "09:10:00", 8.0, 2.0, 10.0),
        ("B", "", "done", "09:10", 20.0, "09:10:00", "09:33:00", 20.0, 0.0, 20.0),
        ("C", "", "done", "09:30", 15.0, "09:33:00", "09:50:00", 17.0, 3.0, 20.0),
        ("D", "virtu-1:4", "skipped", "09:45", 5.0, None, None, None, None, 5.0),
    ]


def test_note_view_has_no_private_notes(held: Path) -> None:
    """What the trainer keeps to herself is not in the view for people."""
    (row,) = rows(held, "SELECT * FROM v_note")

    assert (row["note_id"], row["time"], row["block"], row["tag"], row["persons"]) == (
        "n1",
        "2026-11-25 09:12",
        "B",
        "idea",
        "Saara, Mia",
    )


def test_event_view_marks_what_was_taken_back(held: Path) -> None:
    """The whole record is there, also the mistake, and says that it does not count."""
    found = rows(held, "SELECT * FROM v_run_event")

    assert [row["type"] for row in found if row["is_taken_back"]] == ["adjust"]
    assert [row["number"] for row in found] == list(range(1, 12))
    corrected = next(row for row in found if row["type"] == "correct_start")
    assert corrected["time"] == "2026-11-25 09:12:00"
    assert corrected["to_time"] == "2026-11-25 09:10:00"
    assert corrected["block"] == "B"


def test_incident_and_run_views(held: Path) -> None:
    """Sleep is told in minutes, and the run says that it is the record."""
    (incident,) = rows(held, "SELECT * FROM v_incident")
    (run,) = rows(held, "SELECT * FROM v_run")

    assert (incident["kind"], incident["minutes"]) == ("slept", 2.0)
    assert (run["events"], run["is_the_record"]) == (11, 1)


def test_attendance_view_tells_expected_and_present(held: Path) -> None:
    """Each person of the session once, with minutes, marks and the usual mode."""
    found = [
        (
            row["person"],
            row["is_expected"],
            row["mode"],
            row["minutes_present"],
            row["share_percent"],
            row["late_minutes"],
            row["left_early_minutes"],
            (row["away_times"], row["away_minutes"]),
        )
        for row in rows(held, "SELECT * FROM v_attendance")
    ]

    assert found == [
        ("Aino Lahti", 1, "room", 48.0, 100, 0.0, 0.0, (0, 0.0)),
        ("Bo Ek", 1, "remote", 30.0, 62, 8.0, 0.0, (1, 10.0)),
        ("Cita Roos", 1, None, None, None, None, None, (None, None)),
        ("Dan Walk", 0, "room", 20.0, 41, 0.0, 28.0, (0, 0.0)),
    ]


def test_presence_views_have_every_stay_and_correction(held: Path) -> None:
    """Stays stand in local time, and a correction with what it was before."""
    stays = rows(held, "SELECT * FROM v_presence WHERE person = 'Bo Ek'")
    (corrected,) = rows(held, "SELECT * FROM v_presence_correction")

    assert [(stay["joined"][-8:], stay["left"], stay["leaving"]) for stay in stays] == [
        ("09:10:00", "2026-11-25 09:20:00", "line_lost"),
        ("09:30:00", None, None),
    ]
    assert (corrected["person"], corrected["kind"]) == ("Dan Walk", "moved")
    assert corrected["was_joined_utc"] == "2026-11-25T07:05:00.000Z"


def test_corrected_tags_have_a_view_without_private_notes(library: Library, held: Path) -> None:
    """The old and the new tag of a note stand in it; a private note stays out."""
    (corrected,) = rows(held, "SELECT * FROM v_note_correction")
    assert corrected["time"] == "2026-11-25 12:30"
    assert (corrected["was_tag"], corrected["is_tag"]) == ("idea", "decision")

    hidden = NoteCorrection(
        id=NoteCorrectionId("nc2"),
        at=at("12:31"),
        note=NoteId("n2"),
        before=NoteTag.IDEA,
        after=NoteTag.ACTION,
    )
    library.submit(RecordNoteCorrections(session=SESSION, corrections=(hidden,)))
    assert library.flush(10)
    assert len(rows(held, "SELECT * FROM note_correction")) == 2
    assert len(rows(held, "SELECT * FROM v_note_correction")) == 1


@pytest.mark.parametrize(
    ("night", "utc", "local"),
    [
        ("spring", "2027-03-28T00:59:59.000Z", "2027-03-28 02:59"),
        ("spring", "2027-03-28T01:00:00.000Z", "2027-03-28 04:00"),
        ("autumn", "2027-10-31T00:59:59.000Z", "2027-10-31 03:59"),
        ("autumn", "2027-10-31T01:00:00.000Z", "2027-10-31 03:00"),
    ],
)
def test_local_times_follow_summer_time(library: Library, night: str, utc: str, local: str) -> None:
    """A note on either side of a clock change shows what clocks showed."""
    note = Note(id=NoteId(night), at=parse_instant(utc), block=None, text="late")
    library.submit(SaveSession(session=session_of()), SaveNote(session=SESSION, note=note))
    assert library.flush(10)

    (row,) = rows(library.path, "SELECT time FROM v_note")

    assert row["time"] == local


def test_other_programs_may_distrust_the_schema(held: Path) -> None:
    """The views work also in a connection that takes no risks with what a file defines."""
    views = [row["name"] for row in rows(held, "SELECT name FROM sqlite_schema WHERE type='view'")]
    with closing(sqlite3.connect(held)) as con:
        con.execute("PRAGMA trusted_schema=OFF")
        for view in views:
            assert con.execute(f"SELECT * FROM {view}").fetchall()


def test_room_view_tells_rooms_and_people(held: Path) -> None:
    """A row for each room, with everybody who sat in it at any time."""
    first, second = rows(held, "SELECT * FROM v_room")

    assert (first["name"], first["people"].count(","), first["minutes"]) == ("Table 1", 1, 10.0)
    assert (second["round"], second["room"], second["people"].count(",")) == (1, 2, 1)
    assert (first["started"], first["ended"]) == ("2026-11-25 09:20:00", "2026-11-25 09:30:00")
    assert (first["card"], second["state"], first["block"]) == ("Ask twice.", "done", "B")


def test_meeting_views_count_pairs_that_were_together(held: Path) -> None:
    """Who changed rooms met both; who was never there at the same time did not meet."""
    pairs = {(row["person_id"], row["other_id"]) for row in rows(held, "SELECT * FROM v_meeting")}
    counted = rows(held, "SELECT * FROM v_pair")

    assert pairs == {("aino", "cita"), ("bo", "cita")}
    assert {(row["person_id"], row["other_id"]) for row in counted} == pairs
    assert {(row["meetings"], row["sessions"], row["programme_id"]) for row in counted} == {
        (1, 1, "p1")
    }
