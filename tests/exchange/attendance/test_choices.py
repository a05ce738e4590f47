"""What somebody says of a report: its letters, its day, the columns of an unknown table."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.attendance.samples import sample
from virtu_desktop.exchange.attendance.choices import Choices, ReportColumn, ReportColumns
from virtu_desktop.exchange.attendance.mapped import guessed_columns, headings_of
from virtu_desktop.exchange.attendance.moments import Order
from virtu_desktop.exchange.attendance.read import read_report, unknown_table
from virtu_desktop.exchange.attendance.report import Code, Format, Outcome, Reason, Report
from virtu_desktop.exchange.attendance.structure import structure_of

ZONE = "Europe/Helsinki"
DAY = date(2026, 3, 17)
NAMES = ("Åberg", "Anna", "Niemi", "Juha", "Łucja")
LISTS = {
    "day and clock in one cell": (
        "Nimi;Virasto;Tuli;Lähti\n"
        "Åberg Anna;KEHA;17.3.2026 9.00;17.3.2026 10.30\n"
        "Niemi Juha;ELY;17.3.2026 9.02;17.3.2026 10.35\n"
    ),
    "clocks beside a day": (
        "Datum,Namn,In,Ut\n17.3.2026,Åberg Anna,9:00,10:30\n17.3.2026,Niemi Juha,9:02,10:35\n"
    ),
    "bare clocks": "Who\tFrom\tTo\nÅberg Anna\t9:00\t10:30\nNiemi Juha\t9:02\t10:35\n",
    "no headings": "Åberg Anna;17.3.2026 9.00;17.3.2026 10.30\n"
    "Niemi Juha;17.3.2026 9.02;17.3.2026 10.35\n",
    "twelve hours, month first": (
        '"Person","Came","Went"\n"Åberg Anna","3/17/2026 9:00 AM","3/17/2026 10:30 AM"\n'
        '"Niemi Juha","3/17/2026 9:02 AM","3/17/2026 10:35 AM"\n'
    ),
    "title above": (
        "Kurssi VIRTU\n\nNro;Nimi;Tuli;Lähti\n1;Åberg Anna;17.3.2026 9.00;17.3.2026 10.30\n"
        "2;Niemi Juha;17.3.2026 9.02;17.3.2026 10.35\n"
    ),
}


NOTHING_SAID = Choices()


def columns_of(data: bytes, choices: Choices = NOTHING_SAID) -> ReportColumns:
    """Return the columns that are offered for an unknown table."""
    grid = unknown_table(data, choices)
    assert grid is not None
    columns = guessed_columns(grid)
    assert columns is not None
    return columns


def times(report: Report) -> dict[str, list[tuple[str, str | None]]]:
    """Return the stays of everybody as clock times."""
    return {
        person.name: [
            (f"{stay.start.wall:%d.%m. %H:%M}", f"{stay.end.wall:%H:%M}" if stay.end else None)
            for stay in person.stays or ()
        ]
        for person in report.people
    }


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_an_unknown_table_is_read_by_its_columns(text: str) -> None:
    """It is refused as a report; with the columns that are offered it gives the right times."""
    data = text.encode()
    assert read_report(data, zone=ZONE, day=DAY).reason is Reason.NOT_A_REPORT

    columns = columns_of(data)
    report = read_report(data, zone=ZONE, day=DAY, choices=Choices(columns=columns))

    assert report.is_usable
    assert report.format is Format.MAPPED
    assert times(report) == {
        "Åberg Anna": [("17.03. 09:00", "10:30")],
        "Niemi Juha": [("17.03. 09:02", "10:35")],
    }


def test_lengths_alone_are_minutes_or_words() -> None:
    """Without times only what is stated is known, in minutes where there is no unit."""
    data = "Nimi;Sähköposti;Kesto\nA B;a@x.example;62\nC D;c@x.example;1 t 2 min 3 s\n".encode()
    columns = columns_of(data)
    assert [one.value for one in columns.columns] == ["name", "email", "length"]
    report = read_report(data, zone=ZONE, day=DAY, choices=Choices(columns=columns))

    assert {one.key: one.stated_seconds for one in report.people} == {
        "email:a@x.example": 3720,
        "email:c@x.example": 3723,
    }
    assert all(one.total_seconds is None for one in report.people)


def test_names_of_two_columns_are_one_name() -> None:
    """First and last name are put together in the order of the columns."""
    data = b"First;Last;In;Out\nAnna;Aho;9:00;10:00\nBen;Berg;9:00;10:00\n"
    columns = columns_of(data)
    for place in (0, 1):
        columns = columns.with_column(place, ReportColumn.NAME)
    report = read_report(data, zone=ZONE, day=DAY, choices=Choices(columns=columns))

    assert [person.name for person in report.people] == ["Anna Aho", "Ben Berg"]


def test_columns_of_another_day_are_asked_too() -> None:
    """A table with columns of choice does not slip past the question of the day."""
    data = LISTS["day and clock in one cell"].encode()
    columns = columns_of(data)
    report = read_report(data, zone=ZONE, day=date(2026, 5, 5), choices=Choices(columns=columns))

    assert report.outcome is Outcome.NEEDS_USER_INPUT
    assert set(report.candidates.values()) == {DAY}


@pytest.mark.parametrize(
    "kinds",
    [
        ("ignored", "joined"),
        ("name", "email"),
        ("name", "left"),
        ("name", "day"),
    ],
)
def test_too_few_columns_are_not_enough(kinds: tuple[str, ...]) -> None:
    """Somebody must be named, and a join or a length must be there."""
    columns = ReportColumns(header=0, columns=tuple(map(ReportColumn, kinds)))
    assert not columns.are_enough


@given(
    data=st.binary(max_size=400) | st.text(alphabet=';,\t\n"aÅ9:.@ ', max_size=400).map(str.encode),
    kinds=st.lists(st.sampled_from(ReportColumn), min_size=1, max_size=6),
    header=st.integers(-1, 2),
)
def test_no_bytes_and_no_columns_break_the_reader(
    data: bytes, kinds: list[ReportColumn], header: int
) -> None:
    """Whatever is said of whatever file, there is an answer, and the structure can be told."""
    grid = unknown_table(data, Choices())
    if grid is not None:
        structure_of(grid)
        guessed_columns(grid)
    columns = ReportColumns(header=header, columns=tuple(kinds))
    report = read_report(data, zone=ZONE, day=DAY, choices=Choices(columns=columns))
    assert report.outcome in Outcome


def test_a_report_of_another_day_counts_for_the_session_when_somebody_says_so() -> None:
    """Clock times and lengths stay as they are, also on the day when clocks change."""
    data = sample("teams_gen3_report_fi-FI")
    before = read_report(data, zone=ZONE, day=DAY)
    change = date(2026, 3, 29)
    asked = read_report(data, zone=ZONE, day=change)
    assert asked.outcome is Outcome.NEEDS_USER_INPUT
    (order,) = asked.candidates
    after = read_report(data, zone=ZONE, day=change, choices=Choices(order=Order(order)))

    assert after.is_usable
    assert Code.DAY_MOVED in after.warnings
    assert after.days == (change,)
    assert [one.total_seconds for one in after.people] == [
        one.total_seconds for one in before.people
    ]
    assert times(after) == {
        name: [(begin.replace("17.03.", "29.03."), end) for begin, end in stays]
        for name, stays in times(before).items()
    }


def test_clocks_without_a_date_are_not_moved_twice() -> None:
    """A Meet report states its day above the table; its clocks come to the day of the session."""
    text = sample("google_meet_attendance").decode()
    data = f"Meeting,VIRTU\nDate,2026-03-17\n\n{text}".encode()
    assert read_report(data, zone=ZONE, day=DAY).is_usable
    other = date(2026, 3, 19)
    choices = Choices(order=Order.YEAR_FIRST)
    report = read_report(data, zone=ZONE, day=other, choices=choices)

    firsts = {person.first.wall.date() for person in report.people if person.first}
    assert firsts == {other}


@pytest.mark.parametrize(("order", "month"), [(Order.DAY_FIRST, 4), (Order.MONTH_FIRST, 3)])
def test_the_order_of_dates_is_taken_as_said(order: Order, month: int) -> None:
    """The answer decides, and a day that fits nothing is not moved when it is not known."""
    data = sample("teams_gen3_report_ambiguous_date")
    report = read_report(data, zone=ZONE, choices=Choices(order=order))

    assert report.is_usable
    assert {one.month for one in report.days} == {month}
    assert Code.DAY_MOVED not in report.warnings


def test_an_order_that_cannot_be_is_no_answer() -> None:
    """17.3. is never the third of the seventeenth month, whatever somebody says."""
    data = sample("teams_gen3_report_fi-FI")
    choices = Choices(order=Order.MONTH_FIRST)
    assert read_report(data, zone=ZONE, day=DAY, choices=choices).days == (DAY,)


def test_letters_are_read_in_the_chosen_code_page() -> None:
    """The same bytes are Ł in one page and £ in the other; what proves its encoding is kept."""
    data = "Nimi;Tuli;Lähti\nŁucja;9:00;10:00\n".encode("cp1250")
    names = {}
    for page in ("cp1250", "cp1252"):
        choices = Choices(encoding=page)
        columns = columns_of(data, choices)
        said = Choices(encoding=page, columns=columns)
        report = read_report(data, zone=ZONE, day=DAY, choices=said)
        names[page] = report.people[0].name
        assert Code.BOM_MISSING not in report.warnings
    assert names == {"cp1250": "Łucja", "cp1252": "£ucja"}

    proven = sample("teams_gen3_report_fi-FI")
    report = read_report(proven, zone=ZONE, day=DAY, choices=Choices(encoding="cp1251"))
    assert report.physical.encoding == "utf-16-le"


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_the_structure_has_no_name_in_it(text: str) -> None:
    """Headings stay, digits become nines, and what could be a name is one letter."""
    grid = unknown_table(text.encode(), Choices())
    assert grid is not None
    told = structure_of(grid)

    assert not [name for name in (*NAMES, "KEHA", "VIRTU", "Kurssi") if name in told]
    rows = "".join(line for line in told.split("\n")[1:] if not line.startswith("--"))
    assert not set("12345678") & set(rows)
    if "Nimi;Virasto" in text:
        assert "Nimi | Virasto | Tuli | Lähti" in told


@pytest.mark.parametrize(
    "text",
    [
        "1. Anna Aho\n2. Ben Berg\n",
        "1. Anna Aho\n\n2. Ben Berg\n",
        "Anna Aho;KEHA;;\nBen Berg;ELY;17.3.2026 9.00;17.3.2026 10.00\n",
        "9:00 Anna;x\n9:01 Ben;y\n",
        "Anna Aho;anna@x.example\nBen Berg;ben@x.example\n",
    ],
)
def test_lists_without_headings_give_nothing_away(text: str) -> None:
    """Numbered lists, half-empty rows and names behind a clock are not taken for headings."""
    grid = unknown_table(text.encode(), Choices())
    told = "" if grid is None else structure_of(grid)
    assert not [name for name in ("Anna", "Ben", "Aho", "Berg", "KEHA", "ELY") if name in told]


def test_a_known_report_shows_its_sections_and_patterns() -> None:
    """What the makers need of a localised Teams report is there."""
    grid = unknown_table(sample("teams_gen3_report_fi-FI"), Choices())
    assert grid is not None
    told = structure_of(grid)

    assert "2. Osallistujat" in told
    assert "99.9.99 klo 9.99.99" in told
    assert "9 t 99 min 99 s" in told
    assert "utf-16-le" in told
    assert "@virtu" not in told


def test_headings_belong_to_their_columns() -> None:
    """The chips are named by the row of the headings, also below a title."""
    data = LISTS["title above"].encode()
    grid = unknown_table(data, Choices())
    assert grid is not None
    assert headings_of(grid, columns_of(data)) == ["Nro", "Nimi", "Tuli", "Lähti"]


def test_the_moment_of_a_clock_in_a_mapped_table_is_that_of_the_session() -> None:
    """Bare clocks stand on the day of the session, and that is said."""
    data = LISTS["bare clocks"].encode()
    said = Choices(columns=columns_of(data))
    report = read_report(data, zone=ZONE, day=DAY, choices=said)

    assert report.people[0].first is not None
    assert report.people[0].first.wall == datetime.fromisoformat("2026-03-17T09:00")
    assert Code.NO_DATE in report.warnings
    without = read_report(data, zone=ZONE, choices=said)
    assert without.outcome is Outcome.NEEDS_USER_INPUT
