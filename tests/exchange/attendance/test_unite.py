"""Several files of one session become one report."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.exchange.attendance.samples import ZONE, sample
from tests.exchange.attendance.test_variants import TRUTH
from tests.exchange.attendance.variants import (
    DATES,
    PEOPLE,
    START,
    Guest,
    Style,
    joins_and_leaves,
    sections,
)
from virtu_desktop.exchange.attendance.report import Code, Flag, Format, Outcome, Report
from virtu_desktop.exchange.attendance.unite import read_reports, united


def read(*files: bytes, day: date | None = None) -> Report:
    """Return the union of files."""
    return united(read_reports(files, zone=ZONE, day=day))


def cut(first: int, last: int) -> tuple[Guest, ...]:
    """Return who was in between two seconds, with the stays cut to that time."""
    return tuple(
        Guest(name=one.name, email=one.email, label=one.label, role=one.role, stays=stays)
        for one in PEOPLE
        if (
            stays := tuple(
                (max(begin, first), min(end, last))
                for begin, end in one.stays
                if begin < last and end > first
            )
        )
    )


def test_a_restarted_meeting_is_one_session() -> None:
    """Two reports, before and after a restart, give everybody's whole time."""
    whole = read(sections(Style(people=cut(0, 5000))), sections(Style(people=cut(5000, 12_000))))

    assert whole.outcome is Outcome.OK
    assert {one.key: one.total_seconds for one in whole.people} == TRUTH


def test_the_same_report_twice_adds_nothing() -> None:
    """Neither the same bytes nor the same report saved again change anything."""
    data = sections(Style(say=DATES["en-GB"]))
    again = sections(Style(say=DATES["sv-SE four digits"], encoding="utf-8", delimiter=";"))

    assert read(data, data) == read(data)
    totals = {one.key: one.total_seconds for one in read(data, again).people}
    assert totals == TRUTH


def test_the_clear_file_tells_the_day_of_the_unclear_one() -> None:
    """One file whose dates are certain decides the order in the other."""
    day = datetime.fromisoformat("2026-04-03T08:50")
    unclear = sections(Style(say=DATES["en-GB"], people=cut(0, 5000)), day)
    clear = sections(Style(say=DATES["ISO"], people=cut(5000, 12_000)), day)

    assert read(unclear).outcome is Outcome.NEEDS_USER_INPUT
    assert {one.key: one.total_seconds for one in read(unclear, clear).people} == TRUTH


def test_people_of_one_name_in_two_files_are_flagged() -> None:
    """Without an address a name holds inside one file: taken together, but not silently."""
    report = read(sections(Style(people=cut(0, 2500))), sections(Style(people=cut(2500, 12_000))))
    jose = next(one for one in report.people if one.key == "name:josé maría")

    assert Flag.DUPLICATE_CANDIDATE in jose.flags
    assert Code.DUPLICATE_CANDIDATE in report.warnings


def test_one_name_at_the_same_time_in_two_files_stays_apart() -> None:
    """Stays that overlap without being the same are two people."""
    one = Guest(name="Dana", label="unverified", role="attendee", stays=((0, 1000),))
    other = Guest(name="Dana", label="unverified", role="attendee", stays=((500, 2000),))
    report = read(
        sections(Style(people=(PEOPLE[0], one))), sections(Style(people=(PEOPLE[0], other)))
    )

    totals = {person.key: person.total_seconds for person in report.people}
    assert (totals["name:dana#1"], totals["name:dana#2"]) == (1000, 1500)


def test_a_list_saved_twice_closes_what_was_open() -> None:
    """The later list knows the leaves that the earlier one could not."""
    people = (Guest(name="Ann", stays=((10, 900),)), Guest(name="Bo", stays=((30, 2000),)))
    whole = joins_and_leaves(Style(people=people, encoding="utf-8"), ("Joined", "Left"))
    early = b"\r\n".join(whole.split(b"\r\n")[:4]) + b"\r\n"

    report = read(early, whole)
    assert {one.key: one.total_seconds for one in report.people} == {
        "name:ann": 890,
        "name:bo": 1970,
    }
    assert not any(one.is_open for one in report.people)


def test_one_bad_file_stands_for_all() -> None:
    """A file that cannot be used stops the whole, with its reason."""
    report = read(sections(Style()), sample("nasty_html_login"))

    assert (report.outcome, report.detected) == (Outcome.REJECT, "html")


def test_different_tools_are_several_formats() -> None:
    """A meeting that moved from one tool to another has one list of people."""
    later = START + timedelta(hours=4)
    teams = sections(Style(people=cut(0, 5000)))
    zoom = (
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        f"Aino M,aino@virtu.example,{later:%m/%d/%Y %I:%M:%S %p},"
        f"{later + timedelta(minutes=10):%m/%d/%Y %I:%M:%S %p},10,No\n"
    ).encode()
    report = read(teams, zoom)
    aino = next(one for one in report.people if one.email == "aino@virtu.example")

    assert report.format is Format.SEVERAL
    assert aino.total_seconds == 4996 + 600
