"""How long exports, reports and large libraries take, and how much memory they need (R4, R5)."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.attended import attended
from tests.exchange.records import GROUP, PROGRAMME
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.presence import Presence, PresenceId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.run import EventId
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.engine.changes import RunId
from virtu_desktop.exchange.export import (
    OF_RECORD,
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

PEOPLE = tuple(
    Participant(
        id=PersonId(f"person-{number}"),
        programme=PROGRAMME.id,
        group=GROUP.id,
        name=f"Forename{number} Surname{number}",
        organisation=f"Organisation {number % 5}",
        site=("Kuopio", "Turku")[number % 2],
    )
    for number in range(30)
)
EN = translator("en")
# Four groups with three half-days each, as in the pilot.
_IN_A_PROGRAMME = 12


def session(number: int) -> PortableRecord:
    """Return a held session with thirty people and forty notes under ids of its own."""
    portable = attended([f"#idea note {note} about chairs and cables" for note in range(40)])
    record = portable.record
    assert record.run is not None
    stays = tuple(
        Presence(id=PresenceId(f"{number}-{one.id}"), person=one.id, joined=record.run.events[0].at)
        for one in PEOPLE
    )
    events = tuple(replace(one, id=EventId(f"{number}-{one.id}")) for one in record.run.events)
    return replace(
        portable,
        record=replace(
            record,
            session=replace(record.session, id=SessionId(f"s{number}"), title=f"Session {number}"),
            run=replace(record.run, id=RunId(f"r{number}"), events=events),
            notes=tuple(
                replace(note, id=NoteId(f"{number}-{place}"))
                for place, note in enumerate(record.notes)
            ),
            people=PEOPLE,
            presences=stays,
            expectations=(),
            corrections=(),
        ),
    )


def exported(folder: Path, count: int, wish: ExportWish) -> float:
    """Export that many sessions and return the seconds it took."""
    records = [session(number) for number in range(count)]
    begun = time.perf_counter()
    steps = export_records(records, folder, wish, EN, count=count)
    while not isinstance(advance(steps), Exported):
        pass
    return time.perf_counter() - begun


def test_one_session_in_all_formats(tmp_path: Path) -> None:
    """Bar: 3 s."""
    took = exported(tmp_path, 1, ExportWish(formats=OF_RECORD))
    print(f"one session, all formats: {took:.2f} s")  # noqa: T201


def test_a_hundred_sessions_as_workbook_and_csv(tmp_path: Path) -> None:
    """Bar: 20 s and 400 MB."""
    took = exported(tmp_path, 100, ExportWish(formats=(Format.WORKBOOK, Format.CSV)))
    unit = 1 if sys.platform == "darwin" else 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(f"100 sessions, XLSX and CSV: {took:.1f} s, {most:.0f} MB at most")  # noqa: T201


def test_a_library_of_a_thousand_sessions(tmp_path: Path) -> None:
    """Bars: opens in 1.5 s, finds notes in 100 ms, report in 5 s."""
    path = tmp_path / "library.sqlite"
    with Library.open(path, clock=SystemClock()) as library:
        for number in range(1000):
            library.submit(
                *changes_of(
                    session(number),
                    has_programme=number > 0,
                    has_group=number > 0,
                    known_people=[one.id for one in PEOPLE] if number else [],
                )
            )
            assert library.flush(60)
    begun = time.perf_counter()
    with Library.open(path, clock=SystemClock(), read_only=True) as library:
        library.sessions()
        opened = time.perf_counter()
        library.search_notes("chairs")
        found = time.perf_counter()
        records = [
            PortableRecord(record=library.session(one.id), programme=PROGRAMME, group=GROUP)
            for one in library.sessions()[:_IN_A_PROGRAMME]
        ]
        page_pdf(report_page(make_report(PROGRAMME, {}, records), EN), EN)
        reported = time.perf_counter()
    print(  # noqa: T201
        f"1,000 sessions: opened {opened - begun:.2f} s, notes {1000 * (found - opened):.0f} ms,"
        f" report {reported - found:.1f} s"
    )
