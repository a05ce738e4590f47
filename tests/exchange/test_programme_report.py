"""The report of a programme says what its records say, and nothing of few people (R5)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import openpyxl
import pypdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.exchange.nasty import ALL, called
from tests.exchange.programmes import Visitor, programme_of
from tests.exchange.records import PROGRAMME
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.exchange.page_html import page_html
from virtu_desktop.exchange.page_pdf import page_pdf
from virtu_desktop.exchange.programme_report import report_page, report_workbook, training_days
from virtu_desktop.exchange.report_content import Report, make_report
from virtu_desktop.i18n import translator

EN = translator("en")
FEW = range(1, 5)
PARTS = ("In the room", "Remote", "Shared screen")
_MODES = dict(zip(("in the room", "remote", "at a shared screen"), Mode, strict=True))

# An example takes a while, and says enough as it is.
_UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)

# How many rows of a table show what; None where the cell is empty.
Rows = list[dict[str, str]]

some_modes = st.lists(
    st.sampled_from((Mode.ROOM, Mode.ROOM, Mode.REMOTE, Mode.SITE, None)), min_size=2, max_size=2
)
kinds = st.builds(
    Visitor,
    group=st.sampled_from(("A", "B", "C")),
    site=st.sampled_from(("", "Kuopio", "Turku")),
    organisation=st.sampled_from(("Keha", "Ely")),
    modes=some_modes,
)
visitors = st.lists(st.tuples(kinds, st.integers(1, 9)), min_size=1, max_size=9).map(
    lambda drawn: [one for one, count in drawn for _ in range(count)]
)


class _Tables(HTMLParser):
    """Collects the tables of a page by their captions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Rows] = {}
        self._heads: list[str] = []
        self._cells: list[str] = []
        self._text = ""
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self._heads = []
        if tag in ("caption", "th", "td", "tr"):
            self._text = ""
        if tag == "tr":
            self._cells = []
        if tag == "span":
            self._caption = self._text.strip()

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self.found[self._caption] = []
        elif tag == "th":
            self._heads.append(self._text.strip())
        elif tag == "td":
            self._cells.append(self._text.strip())
        elif tag == "tr" and self._cells:
            self.found[self._caption].append(dict(zip(self._heads, self._cells, strict=True)))


def in_html(report: Report) -> Mapping[str, Rows]:
    """Return the tables of the report as HTML."""
    tables = _Tables()
    tables.feed(page_html(report_page(report, EN), EN).decode())
    return tables.found


def in_workbook(report: Report) -> Mapping[str, Rows]:
    """Return the tables of the report as workbook."""
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(report, EN)))
    found = {}
    for sheet in book.worksheets[1:]:
        heads, *rows = list(sheet.iter_rows(values_only=True)) or [()]
        names = [str(head) for head in heads]
        found[sheet.title] = [
            {name: "" if cell is None else str(cell) for name, cell in zip(names, row, strict=True)}
            for row in rows
        ]
    return found


class _Attack:
    """The equations that the report's tables state on the visits of each sort of person."""

    def __init__(self, people: Sequence[Visitor], *, is_came: bool) -> None:
        self.unknown = [
            (one, number)
            for one in people
            for number, mode in enumerate(one.modes)
            if mode is not None or not is_came
        ]
        self.equations: list[list[Fraction]] = []

    def vector(self, rule: object) -> list[Fraction]:
        assert callable(rule)
        return [Fraction(bool(rule(one, number))) for one, number in self.unknown]

    def learn(self, vector: list[Fraction]) -> None:
        left = self._reduced(vector)
        pivot = next((place for place, count in enumerate(left) if count), None)
        if pivot is not None:
            self.equations.append([count / left[pivot] for count in left])

    def knows(self, vector: list[Fraction]) -> bool:
        return not any(self._reduced(vector))

    def _reduced(self, vector: list[Fraction]) -> list[Fraction]:
        left = list(vector)
        for equation in self.equations:
            pivot = next(place for place, count in enumerate(equation) if count)
            if factor := left[pivot]:
                left = [mine - factor * its for mine, its in zip(left, equation, strict=True)]
        return left


def attack(people: Sequence[Visitor], tables: Mapping[str, Rows], *, is_came: bool) -> None:
    """Solve what the tables say, and fail where a figure of fewer than five people comes out."""
    world = _Attack(people, is_came=is_came)
    column = "Visits" if is_came else "Expected visits"
    small: list[tuple[str, list[Fraction]]] = []

    def figure(name: str, cell: str, rule: object) -> None:
        vector = world.vector(rule)
        count = int(sum(vector))
        if cell:
            assert int(cell) == count, name
            assert count not in FEW, name
            world.learn(vector)
        elif count in FEW:
            small.append((name, vector))

    total = len(world.unknown)
    if total not in FEW:
        world.learn(world.vector(lambda _one, _number: True))
    for table, rule in (
        ("By group", lambda one, _number, of: one.group == of),
        ("By site", lambda one, _number, of: (one.site or "not given") == of),
        ("By organisation", lambda one, _number, of: one.organisation == of),
    ):
        for row in tables.get(table, ()):
            of = row["Of"]
            figure(
                f"{table} {of}",
                row.get(column, ""),
                lambda one, number, of=of, rule=rule: rule(one, number, of),
            )
    if is_came:
        for row in tables.get("By mode", ()):
            mode = _MODES[row["Of"]]
            figure(
                f"By mode {mode}",
                row.get(column, ""),
                lambda one, number, mode=mode: one.modes[number] is mode,
            )
    for row in tables["Deliveries"]:
        group, at = row["Group"], int(row["No."]) - 1

        def is_there(one: Visitor, number: int, *, group: str = group, at: int = at) -> bool:
            return one.group == group and number == at

        figure(f"{group} {at}", row.get("Came" if is_came else "Expected", ""), is_there)
        if is_came:
            for head, mode in zip(PARTS, Mode, strict=True):
                figure(
                    f"{group} {at} {mode}",
                    row.get(head, ""),
                    lambda one, number, mode=mode, is_there=is_there: (
                        is_there(one, number) and one.modes[number] is mode
                    ),
                )
    for name, vector in small:
        if any(vector):
            assert not world.knows(vector), name


def report_of(people: Sequence[Visitor]) -> Report:
    """Return the report of a programme of those people."""
    return make_report(PROGRAMME, {}, programme_of(people))


@settings(max_examples=25, deadline=None, phases=_UNSHRUNK)
@given(visitors)
def test_no_small_figure_can_be_worked_out_of_the_page(people: list[Visitor]) -> None:
    """Whoever solves all equations of the tables in HTML learns nothing of few people."""
    tables = in_html(report_of(people))

    attack(people, tables, is_came=True)
    attack(people, tables, is_came=False)


@settings(max_examples=8, deadline=None, phases=_UNSHRUNK)
@given(visitors)
def test_no_small_figure_can_be_worked_out_of_the_workbook(people: list[Visitor]) -> None:
    """Nor of the sheets."""
    tables = in_workbook(report_of(people))

    attack(people, tables, is_came=True)
    attack(people, tables, is_came=False)


def group(name: str, *counts: tuple[int, Mode], sessions: int = 2) -> Iterable[Visitor]:
    """Yield so many visitors of a group in each mode."""
    for count, mode in counts:
        yield from (
            Visitor(group=name, site=name, organisation="Keha", modes=[mode] * sessions)
            for _ in range(count)
        )


def test_a_small_group_is_hidden_together_with_another() -> None:
    """Three people of one group would be the difference to the sum: another group goes with it."""
    people = [
        *group("A", (20, Mode.ROOM)),
        *group("B", (9, Mode.ROOM)),
        *group("C", (3, Mode.ROOM)),
    ]

    tables = in_html(report_of(people))

    assert [row["People"] for row in tables["By group"]] == ["20", "", ""]
    assert [row["Came"] for row in tables["Deliveries"]] == ["20", "20", "9", "9", "", ""]
    assert (
        "Empty: fewer than 5 people" in page_html(report_page(report_of(people), EN), EN).decode()
    )


def test_nothing_is_hidden_where_nobody_is_alone() -> None:
    """Groups and modes of five and more are shown, and nothing speaks of empty cells."""
    people = [*group("A", (9, Mode.ROOM), (6, Mode.REMOTE)), *group("B", (8, Mode.ROOM))]
    report = report_of(people)

    tables = in_html(report)

    assert [row["Visits"] for row in tables["By group"]] == ["30", "16"]
    assert [row["Remote"] for row in tables["Deliveries"]] == ["6", "6", "0", "0"]
    assert "Empty:" not in page_html(report_page(report, EN), EN).decode()


def test_training_days_add_up_the_hours_offered() -> None:
    """Ten people with two sessions of an hour make twenty hours, two and a half days."""
    report = report_of([*group("A", (10, Mode.ROOM))])

    assert training_days(report) == pytest.approx(20 / 8)


def test_the_figures_name_sheets_that_are_there() -> None:
    """Every figure of the cover and every table names a sheet of the workbook."""
    report = report_of([*group("A", (10, Mode.ROOM))])
    page = report_page(report, EN)
    sheets = set(
        openpyxl.load_workbook(io.BytesIO(report_workbook(report, EN)), read_only=True).sheetnames
    )

    named = {figure.caption.rpartition(" · ")[2] for figure in page.figures}
    named |= {
        match[1]
        for section in page.sections
        for part in section.parts
        if part.grid is not None
        for match in re.finditer("“(.*?)”", part.grid.reference)
    }

    assert named <= sheets
    assert named


def test_the_report_names_nobody() -> None:
    """No name of a participant is in any file."""
    people = [*group("A", (10, Mode.ROOM))]
    records = programme_of(people)
    noted = [
        replace(
            one,
            record=replace(
                one.record,
                notes=tuple(
                    replace(note, text="Forename3 Surname3 keeps the chairs @forename4")
                    for note in one.record.notes
                ),
            ),
        )
        for one in records
    ]
    report = make_report(PROGRAMME, {}, noted)

    html = page_html(report_page(report, EN), EN).decode()

    assert "keeps the chairs" in html
    assert "orename" not in html
    assert "Surname" not in html


@pytest.mark.parametrize("text", ALL)
def test_t07_t08_no_text_becomes_more_than_a_text(text: str) -> None:
    """Typed everywhere, each text of the corpus stays a text in the report's three formats."""
    record = called(text)
    assert record.programme is not None
    facts = dict.fromkeys((FactName.GOALS, FactName.WAYS, FactName.PROVIDERS), text)
    report = make_report(record.programme, facts, [record])
    page = report_page(report, EN)

    html = page_html(page, EN).decode()
    found = _Elements()
    found.feed(html)
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(report, EN)))

    assert not found.names & {"script", "iframe", "img", "object", "link", "base", "form"}
    assert not [name for name in found.attributes if name.startswith("on")]
    assert all(value.startswith("#") for value in found.targets)
    for sheet in book:
        assert not sheet._hyperlinks  # noqa: SLF001
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))
    reader = pypdf.PdfReader(io.BytesIO(page_pdf(page, EN)))
    for sheet_of_paper in reader.pages:
        for note in sheet_of_paper.get("/Annots", []):
            assert note.get_object().get("/A", {}).get("/S") != "/URI"


class _Elements(HTMLParser):
    """Collects what a page is made of, apart from its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src"):
                self.targets.add(value or "")
