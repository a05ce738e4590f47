"""Reports in other languages, date orders, encodings and re-saves give the same people."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.attendance.samples import ZONE
from tests.exchange.attendance.variants import (
    DATES,
    LANGUAGES,
    LENGTHS,
    PEOPLE,
    SWEDISH,
    Guest,
    Style,
    joins_and_leaves,
    meeting_report,
    participants,
    sections,
)
from virtu_desktop.exchange.attendance.read import read_report
from virtu_desktop.exchange.attendance.report import Code, Format, Kind, Report, Role

DAY = date(2026, 3, 17)
ZOOM = (
    "Name (Original Name)",
    "User Email",
    "Join Time",
    "Leave Time",
    "Duration (Minutes)",
    "Guest",
    "Recording Consent",
)

ZOOM_JAPANESE = (
    "名前\uff08元の名前\uff09",
    "メール",
    "参加時間",
    "退出時間",
    "時間\uff08分\uff09",
    "ゲスト",
    "録画",
)


def key(guest: Guest) -> str:
    """Return the key of a person without other people of that name."""
    return f"email:{guest.email}" if guest.email else f"name:{guest.name.casefold()}"


def seconds(guest: Guest) -> int:
    """Count the seconds in which somebody was in, one by one."""
    return len({second for begin, end in guest.stays for second in range(begin, end)})


TRUTH = {key(guest): seconds(guest) for guest in PEOPLE}


def read(data: bytes, day: date | None = None) -> Report:
    """Return the report of a file of the usual zone."""
    return read_report(data, zone=ZONE, day=day)


def found(report: Report) -> dict[str, int | None]:
    """Return the seconds of each person."""
    return {person.key: person.total_seconds for person in report.people}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dates", DATES)
def test_sections_in_any_language_with_any_dates(language: str, dates: str) -> None:
    """Words decide nothing about dates, and unheard-of words stop nothing."""
    report = read(sections(Style(words=LANGUAGES[language], say=DATES[dates])))

    assert (report.format, report.is_usable) == (Format.TEAMS_SECTIONS, True)
    assert found(report) == TRUTH
    assert report.meeting.start is not None
    assert report.meeting.start.wall == datetime.fromisoformat("2026-03-17T08:50")
    assert (report.meeting.title, report.meeting.stated_participants) == ("Turvallinen hybridi", 8)
    assert (Code.NOT_ENGLISH in report.warnings) == (language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_and_roles_in_any_language(language: str) -> None:
    """Known words give role and kind; unknown marks are known by how they repeat."""
    report = read(sections(Style(words=LANGUAGES[language], say=DATES["fi-FI"])))
    people = {person.key: person for person in report.people}

    assert people["email:sean@partner.example"].kind is Kind.EXTERNAL
    assert people["email:sean@partner.example"].name == "O'Brien, Seán"
    assert people["name:josé maría"].kind is Kind.UNVERIFIED
    assert people["name:358401234567"].kind is Kind.PHONE
    wanted = Role.UNKNOWN if language == "unheard of" else Role.ORGANIZER
    assert people["email:aino@virtu.example"].role is wanted


@pytest.mark.parametrize("lengths", LENGTHS)
def test_lengths_in_any_language(lengths: str) -> None:
    """Stated lengths are summed whatever their units are called."""
    report = read(sections(Style(words=SWEDISH, say=DATES["sv-FI"], length=LENGTHS[lengths])))
    stated = {person.key: person.stated_seconds for person in report.people}

    assert stated == {key(one): sum(end - begin for begin, end in one.stays) for one in PEOPLE}


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-16", "\t"), ("utf-8-sig", ";")])
def test_the_report_of_2021_with_any_dates(dates: str, encoding: str, delimiter: str) -> None:
    """The one table below the summary is found by its columns, also with cells that Excel adds."""
    style = Style(words=SWEDISH, say=DATES[dates], encoding=encoding, delimiter=delimiter)

    for one in (style, replace(style, extra=("Participant ID (UPN)",), pad=12)):
        report = read(meeting_report(one))
        assert (report.format, found(report)) == (Format.TEAMS_REPORT, TRUTH)
        assert (Code.PADDED_CELLS in report.warnings) == bool(one.pad)


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("actions", [("Joined", "Left"), ("Liittyi", "Poistui"), ("B", "A")])
def test_lists_of_joins_with_any_words(dates: str, actions: tuple[str, str]) -> None:
    """Which word is leaving is known by who comes first, not by the word."""
    people = tuple(one for one in PEOPLE if one.name != "Sjögren, Åsa")
    style = Style(words=SWEDISH, say=DATES[dates], encoding="utf-8", people=people)
    report = read(joins_and_leaves(style, actions))

    assert report.format is Format.TEAMS_LIST
    assert found(report) == {f"name:{one.name.casefold()}": seconds(one) for one in people}


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("has_block", [True, False])
def test_zoom_with_any_dates(dates: str, has_block: bool) -> None:
    """Participants reports are known by their columns, with and without the meeting above."""
    headings = (
        "名前\uff08元の名前\uff09",
        "メール",
        "参加時間",
        "退出時間",
        "時間\uff08分\uff09",
        "ゲスト",
        "録画",
    )
    for words in (ZOOM, headings):
        style = Style(say=DATES[dates], encoding="utf-8-sig", delimiter=",")
        report = read(participants(style, words, block=has_block))
        assert (report.format, found(report)) == (Format.ZOOM_FULL, TRUTH)
        host = next(one for one in report.people if one.key == "email:aino@virtu.example")
        assert host.role is (Role.HOST if has_block else Role.UNKNOWN)
        assert report.meeting.meeting_id == ("94758381041" if has_block else None)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "cp1252"])
@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding: str, delimiter: str, end: str) -> None:
    """What a program saved the report as does not matter; a guess of the encoding is told."""
    style = Style(encoding=encoding, delimiter=delimiter, end=end, say=DATES["fi-FI"])
    report = read(sections(style))

    assert found(report) == TRUTH
    is_guess = encoding in ("utf-16-le", "utf-16-be", "cp1252")
    assert (Code.BOM_MISSING in report.warnings) == is_guess
    assert (report.physical.delimiter, report.physical.eol) == (delimiter, end)


def test_polish_letters_in_windows_1250() -> None:
    """The code page whose letters fit better is taken."""
    people = (replace(PEOPLE[0], name="Łukasz Świątek"), replace(PEOPLE[1], name="Małgorzata Żak"))
    report = read(sections(Style(encoding="cp1250", delimiter=";", end="\n", people=people)))

    assert [person.name for person in report.people] == ["Łukasz Świątek", "Małgorzata Żak"]
    assert report.physical.encoding == "cp1250"


def test_dates_and_times_in_two_cells() -> None:
    """A spreadsheet may put the time of day beside the date."""
    text = sections(Style(words=SWEDISH, say=DATES["sv-FI"], encoding="utf-8", delimiter=";"))
    lines = text.decode().replace("17.3.26 ", "17.3.26;").encode("cp1252")
    report = read(lines)

    assert found(report) == TRUTH
    assert report.meeting.end is not None
    assert report.meeting.end.wall == datetime.fromisoformat("2026-03-17T12:03:20")


def test_a_workbook_of_the_report() -> None:
    """A report saved as .xlsx, its dates as real dates, is the same report."""
    rows = csv.reader(
        sections(Style(say=DATES["ISO"], encoding="utf-8")).decode().splitlines(), delimiter="\t"
    )
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        moment = book.add_format({"num_format": "d.m.yyyy h:mm:ss"})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell.startswith("2026-03-17T"):
                    sheet.write_datetime(number, column, datetime.fromisoformat(cell), moment)
                else:
                    sheet.write_string(number, column, cell)
    report = read(data.getvalue())

    assert found(report) == TRUTH
    assert report.physical.container == "xlsx"


def test_extra_columns_and_sections_are_normal() -> None:
    """Engagement columns, unknown ones and a fourth section change nobody's time."""
    style = Style(extra=("Engagement: Reaction-Like", "Rekisteröityi", "Ü"), encoding="utf-8")
    text = sections(style).decode() + "\r\n4. Whatever\r\nName\tX\tTime\r\nAino\tY\tZ\r\n"

    assert found(read(text.encode())) == TRUTH


@pytest.mark.parametrize("kept", [0, 1, 5, len("aino@virtu")])
def test_an_address_that_was_cut_makes_no_second_person(kept: int) -> None:
    """The last row of a file that ends inside its address belongs to the person of that name."""
    first = PEOPLE[0]
    text = sections(Style(people=(*PEOPLE[1:], first))).decode("utf-16")
    place = text.rindex(first.email) + kept
    report = read(text[:place].encode("utf-16"))

    assert found(report) == TRUTH
    assert Code.FILE_CUT in report.warnings


@given(
    start=st.datetimes(
        datetime.fromisoformat("2022-08-01T00:00"), datetime.fromisoformat("2026-12-28T00:00")
    ),
    dates=st.sampled_from(sorted(DATES)),
)
def test_a_day_is_never_guessed_wrong(start: datetime, dates: str) -> None:
    """Without the session's day a report is right or asks; with it, it is right."""
    start = start.replace(microsecond=0, hour=start.hour % 20)
    data = sections(Style(words=SWEDISH, say=DATES[dates], people=PEOPLE[:3]), start)
    alone = read(data)
    told = read(data, start.date())

    assert not alone.is_usable or alone.days[0] == start.date()
    assert told.is_usable
    assert told.days[0] == start.date()


@given(length=st.integers(0, 8000))
def test_a_cut_file_never_gives_too_much(length: int) -> None:
    """What is missing at the end is missing; nobody gets time that is not in the file."""
    data = sections(Style(words=SWEDISH, say=DATES["fi-FI"]))
    report = read(data[:length])

    for person in report.people:
        if person.key in TRUTH and person.total_seconds is not None:
            assert person.total_seconds <= TRUTH[person.key]


@given(
    places=st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), max_size=8),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
)
def test_stray_bytes_never_stop_the_reader(places: list[tuple[int, int]], encoding: str) -> None:
    """A damaged file is read as far as it goes, or refused with a reason."""
    data = bytearray(sections(Style(words=SWEDISH, say=DATES["fi-FI"], encoding=encoding)))
    for place, byte in places:
        data[place % len(data)] = byte
    report = read(bytes(data))

    assert report.is_usable or report.reason is not None or report.question is not None
    assert max(Counter(person.key for person in report.people).values(), default=1) == 1


@given(st.binary(max_size=600))
def test_any_bytes_are_answered(data: bytes) -> None:
    """No bytes raise."""
    report = read(data)

    assert report.is_usable or report.reason is not None or report.question is not None
