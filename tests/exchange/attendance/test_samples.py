"""Every published sample of an attendance report gives what its expectation says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.exchange.attendance.samples import (
    FOLDER,
    ZONE,
    expected,
    names,
    person_values,
    sample,
    totals,
    wall,
)
from virtu_desktop.exchange.attendance.read import read_report
from virtu_desktop.exchange.attendance.report import Outcome, Reason, Report
from virtu_desktop.exchange.csv_set import escape


def read(name: str, day: str | None = None) -> Report:
    """Return the report of a sample, on the day that its expectation names."""
    day = day or expected(name).get("inputs", {}).get("session_date")
    return read_report(
        sample(name), zone=ZONE, day=None if day is None else date.fromisoformat(day)
    )


@pytest.mark.parametrize("name", names())
def test_outcome_warnings_and_bytes(name: str) -> None:
    """Format, outcome, what is told and how the bytes are agree with the expectation."""
    wanted = expected(name)
    report = read(name)

    assert report.format.value == wanted["format"]
    assert report.outcome.value == wanted["outcome"]
    assert sorted(report.told) == sorted(wanted.get("warnings", []))
    assert report.reason == wanted.get("error")
    assert report.detected == wanted.get("detected", "")
    assert report.question == wanted.get("question")
    assert {key: getattr(report.physical, key) for key in wanted["physical"]} == wanted["physical"]


@pytest.mark.parametrize("name", [one for one in names() if "meeting" in expected(one)])
def test_meeting(name: str) -> None:
    """Title, start, end, number of people and id are those of the expectation."""
    wanted: dict[str, Any] = expected(name)["meeting"]
    meeting = read(name).meeting
    known = {
        "title": meeting.title,
        "start": wall(meeting.start),
        "end": wall(meeting.end),
        "stated_participants": meeting.stated_participants,
        "meeting_id": meeting.meeting_id,
    }

    assert {key: known[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", [one for one in names() if "people" in expected(one)])
def test_people(name: str) -> None:
    """Everything that the expectation holds of each person is found, and nobody else."""
    wanted = {person["key"]: person for person in expected(name)["people"]}
    found = {person.key: person for person in read(name).people}

    assert set(found) == set(wanted)
    for key, person in wanted.items():
        values = person_values(found[key], person)
        assert values == {
            one: sorted(person[one]) if one == "flags" else person[one] for one in values
        }
        if "flags" not in person:
            assert not found[key].flags
        if "csv_export_value" in person:
            assert escape(found[key].display_name) == person["csv_export_value"]


def test_five_thousand_people() -> None:
    """The largest sample has the figures of its expectation, and its four people are right."""
    wanted = expected("nasty_5000_participants")
    report = read("nasty_5000_participants")
    found = {person.key: person for person in report.people}

    figures = totals(report)
    assert figures == {key: wanted["totals"][key] for key in figures}
    for person in wanted["sample"]:
        assert person_values(found[person["key"]], person) == {
            key: person[key] for key in person_values(found[person["key"]], person)
        }


def test_the_day_of_the_session_decides_the_order_of_dates() -> None:
    """Both readings are offered; a day takes one of them, and a day of neither is asked about."""
    wanted = expected("teams_gen3_report_ambiguous_date")
    asked = read("teams_gen3_report_ambiguous_date")
    assert {key: day.isoformat() for key, day in asked.candidates.items()} == wanted["candidates"]

    for day, answer in wanted["if_session_date"].items():
        report = read("teams_gen3_report_ambiguous_date", day)
        if answer == "mismatch":
            assert report.outcome is Outcome.NEEDS_USER_INPUT
            assert report.question == "other_day"
        else:
            assert (report.outcome, report.told) == (Outcome.OK, frozenset())
            assert [one.isoformat() for one in report.days] == [day]


@pytest.mark.parametrize(
    "file",
    [
        "zoom_poll_2024.csv",
        "zoom_breakout_preassign.csv",
        "zoom_chat_2021.txt",
        "agenda_trainer_fi_excel.csv",
    ],
)
def test_other_files_of_a_session_are_no_attendance(file: str) -> None:
    """Polls, breakout rooms, chats and agendas are not taken for attendance."""
    report = read_report((FOLDER / file).read_bytes(), zone=ZONE)

    assert (report.outcome, report.reason) == (Outcome.REJECT, Reason.NOT_A_REPORT)
