"""How long exports, reports and large libraries take, and how much memory they need (R4, R5)."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.bench.figures import note
from tests.exchange.attended import attended
from tests.exchange.records import PROGRAMME
from virtu_desktop.cli.open_library import records_of, report_records
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Poll,
    PollId,
    Provenance,
    Round,
    RoundId,
    UnitId,
)
from virtu_desktop.domain.presence import Presence, PresenceId
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, SessionId
from virtu_desktop.domain.questions import Answer, PollKind, Question, Scale
from virtu_desktop.domain.run import EventId
from virtu_desktop.domain.time import MINUTE, Instant, SystemClock
from virtu_desktop.engine.changes import RunId
from virtu_desktop.exchange.export import (
    Exported,
    ExportWish,
    Format,
    advance,
    export_records,
)
from virtu_desktop.exchange.page_pdf import page_pdf
from virtu_desktop.exchange.programme_report import report_page
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.report_content import make_report
from virtu_desktop.i18n import translator
from virtu_desktop.storage.library import Library

pytestmark = pytest.mark.bench

GROUPS = tuple(
    ParticipantGroup(
        id=GroupId(f"group-{place}"),
        programme=PROGRAMME.id,
        name=f"Group {place + 1}",
        site=("Kuopio", "Turku")[place % 2],
        position=place,
    )
    for place in range(20)
)
_IN_A_GROUP = 30
# Half in the room, most of the others remote.
_MODES = (*(Mode.ROOM,) * 15, *(Mode.REMOTE,) * 12, *(Mode.SITE,) * 3)
EN = translator("en")
_SESSIONS = 1000


def people_of(group: int) -> tuple[Participant, ...]:
    """Return the thirty people of a group."""
    return tuple(
        Participant(
            id=PersonId(f"person-{group}-{number}"),
            programme=PROGRAMME.id,
            group=GROUPS[group].id,
            name=f"Forename{number} Surname{group}x{number}",
            organisation=f"Organisation {number % 5}",
            site=("Kuopio", "Turku")[number % 2],
        )
        for number in range(_IN_A_GROUP)
    )


@cache
def model() -> PortableRecord:
    """Return a held session with forty notes, which all others are made from."""
    return attended([f"#idea note {note} about chairs and cables" for note in range(40)])


def asked(number: int, opened: Instant) -> Poll:
    """Return a scale that is asked in every session, with an answer of each person but five."""
    poll, round_ = PollId(f"{number}-poll"), RoundId(f"{number}-round")
    return Poll(
        id=poll,
        question=Question(
            text="How easy is it to lead such a meeting?",
            kind=PollKind.SCALE,
            scale=Scale(lowest=1, highest=5),
            repeat_key="threshold",
        ),
        rounds=(
            Round(
                id=round_,
                poll=poll,
                number=1,
                opened=opened,
                closed=Instant(opened + MINUTE),
                ballots=tuple(
                    Ballot(
                        id=UnitId(f"{number}-{place}"),
                        round=round_,
                        answer=Answer(picks=(place % 5,)),
                        source=Provenance(channel=Channel.PHONE),
                        at=opened,
                    )
                    for place in range(_IN_A_GROUP - 5)
                ),
            ),
        ),
    )


def session(number: int) -> PortableRecord:
    """Return a held session of thirty people, forty notes and a poll, under ids of its own."""
    portable = model()
    record = portable.record
    assert record.run is not None
    group = number % len(GROUPS)
    people = people_of(group)
    run = RunId(f"r{number}")
    begun = record.run.events[0].at
    return replace(
        portable,
        group=GROUPS[group],
        record=replace(
            record,
            session=replace(
                record.session,
                id=SessionId(f"s{number}"),
                title=f"Session {number}",
                group=GROUPS[group].id,
                number=number // len(GROUPS) + 1,
            ),
            run=replace(
                record.run,
                id=run,
                events=tuple(
                    replace(one, id=EventId(f"{number}-{one.id}")) for one in record.run.events
                ),
            ),
            notes=tuple(
                replace(note, id=NoteId(f"{number}-{place}"))
                for place, note in enumerate(record.notes)
            ),
            people=people,
            presences=tuple(
                Presence(
                    id=PresenceId(f"{number}-{one.id}"), person=one.id, joined=begun, mode=mode
                )
                for one, mode in zip(people, _MODES, strict=True)
            ),
            expectations=(),
            corrections=(),
            note_corrections=(),
            polls=(asked(number, begun),),
        ),
    )


def fill(path: Path, count: int) -> None:
    """Make a library with that many sessions."""
    with Library.open(path, clock=SystemClock()) as library:
        for number in range(count):
            is_first_of_group = number < len(GROUPS)
            library.submit(
                *changes_of(
                    session(number),
                    has_programme=number > 0,
                    has_group=not is_first_of_group,
                    known_people=(
                        [] if is_first_of_group else [one.id for one in people_of(number % 20)]
                    ),
                )
            )
            assert library.flush(60)


def exported(library: Library, folder: Path, wish: ExportWish) -> float:
    """Export all sessions of a library and return the seconds it took, reading included."""
    begun = time.perf_counter()
    count = len(library.sessions())
    steps = export_records(records_of(library, PROGRAMME.id), folder, wish, EN, count=count)
    while not isinstance(advance(steps), Exported):
        pass
    return time.perf_counter() - begun


def most_memory() -> float:
    """Return the most memory that this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def test_one_session_in_all_formats(tmp_path: Path) -> None:
    """The record is read from the library and written in every format."""
    path = tmp_path / "library.sqlite"
    fill(path, 1)
    with Library.open(path, clock=SystemClock(), read_only=True) as library:
        took = exported(library, tmp_path / "out", ExportWish(formats=tuple(Format)))
    note("One session, all formats, from the library", f"{took:.2f} s", bar="3 s")


def test_a_hundred_sessions_as_workbook_and_csv(tmp_path: Path) -> None:
    """A hundred records of one library in two formats."""
    path = tmp_path / "library.sqlite"
    fill(path, 100)
    with Library.open(path, clock=SystemClock(), read_only=True) as library:
        took = exported(
            library, tmp_path / "out", ExportWish(formats=(Format.WORKBOOK, Format.CSV))
        )
    note("100 sessions as XLSX and CSV", f"{took:.1f} s", bar="20 s")
    note("100 sessions as XLSX and CSV, memory", f"{most_memory():.0f} MB", bar="400 MB")


def test_a_library_of_a_thousand_sessions(tmp_path: Path) -> None:
    """A thousand sessions of one programme, thirty people, forty notes and a poll in each."""
    path = tmp_path / "library.sqlite"
    fill(path, _SESSIONS)
    begun = time.perf_counter()
    with Library.open(path, clock=SystemClock(), read_only=True) as library:
        assert len(library.sessions()) == _SESSIONS
        opened = time.perf_counter()
        assert library.search_notes("chairs")
        found = time.perf_counter()
        report = make_report(
            PROGRAMME,
            library.facts(PROGRAMME.id),
            report_records(library, PROGRAMME),
            library.people(PROGRAMME.id),
        )
        pages = page_pdf(report_page(report, EN), EN)
        reported = time.perf_counter()
    assert len(report.held) == _SESSIONS
    assert pages
    words = f"{_SESSIONS:,} sessions with {_IN_A_GROUP} people each"
    note(f"{words}: library opens", f"{opened - begun:.2f} s", bar="1.5 s")
    note(f"{words}: notes found", f"{1000 * (found - opened):.0f} ms", bar="100 ms")
    note(f"{words}: report of all as PDF", f"{reported - found:.1f} s", bar="5 s")
