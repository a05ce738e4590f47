"""The record as a workbook, read by two other readers (R2, T8)."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.nasty import ALL, called, together
from tests.exchange.records import held, portable_records
from virtu_desktop.exchange.csv_set import unescape
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.record_workbook import record_workbook
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import LANGUAGES, translator

EN = translator("en")


def opened(portable: PortableRecord, language: str = "en") -> openpyxl.Workbook:
    """Return the workbook of a record as another program reads it."""
    return openpyxl.load_workbook(
        io.BytesIO(record_workbook(review(portable), translator(language)))
    )


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    """Return a sheet of a workbook."""
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def column(page: Worksheet, heading: str) -> list[object]:
    """Return the cells under a heading."""
    heads = [cell.value for cell in page[1]]
    return [row[heads.index(heading)] for row in page.iter_rows(min_row=2, values_only=True)]


def test_times_and_lengths_are_real() -> None:
    """A spreadsheet can compute with them: date and time, and parts of a day."""
    blocks = sheet(opened(held()), "Blocks")

    assert column(blocks, "Planned start")[0] == datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001
    assert column(blocks, "Actual start")[0] == datetime(2026, 11, 25, 9, 2)  # noqa: DTZ001
    assert column(blocks, "Planned length")[0] == timedelta(minutes=20)
    assert column(blocks, "Took") == [timedelta(minutes=25), None, timedelta(minutes=34)]


def test_what_can_be_below_zero_is_in_minutes() -> None:
    """The last block began ten minutes early; a spreadsheet shows no time of day below zero."""
    assert column(sheet(opened(held()), "Blocks"), "Began late, min") == [2, None, -10]


def test_heads_stay_and_rows_can_be_filtered() -> None:
    """Every table has a frozen head, a filter over its rows, and columns of their own width."""
    book = opened(held(notes=["one"]))
    for name in book.sheetnames[2:]:
        page = sheet(book, name)
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref is not None
        assert all(dimension.width >= 6 for dimension in page.column_dimensions.values())


def test_the_cover_names_every_sheet() -> None:
    """The first sheet says what this is and what is in it."""
    book = opened(held())
    cover = sheet(book, "Cover")

    words = [cell for row in cover.iter_rows(values_only=True) for cell in row]
    assert "First half-day" in words
    assert {*book.sheetnames[2:]} <= {word for word in words if isinstance(word, str)}


def test_rows_are_as_high_as_their_texts() -> None:
    """A long note is shown whole by programs that keep the heights they find; ids take one line."""
    note = "A note that goes on and on about one thing. " * 8
    page = sheet(opened(held(notes=[note, "short"])), "Notes")

    long, short = (page.row_dimensions[row].height for row in (2, 3))
    assert long is not None
    assert long >= 60
    assert short is None or short <= 20
    heads = [cell.value for cell in page[1]]
    assert not page.cell(2, heads.index("Note id") + 1).alignment.wrap_text
    assert page.cell(2, heads.index("Note") + 1).alignment.wrap_text


def test_every_sheet_prints_one_page_wide() -> None:
    """No chart and no table is cut between two pages."""
    book = opened(held())

    assert "Charts" in book.sheetnames
    for name in book.sheetnames:
        assert sheet(book, name).sheet_properties.pageSetUpPr.fitToPage


def test_charts_are_the_spreadsheets_own() -> None:
    """The chart takes its figures from the cells of the blocks."""
    (chart,) = sheet(opened(held()), "Charts")._charts  # noqa: SLF001 - it has no other name

    assert [series.val.numRef.f for series in chart.series] == [
        "Blocks!$H$2:$H$4",
        "Blocks!$L$2:$L$4",
    ]


@pytest.mark.parametrize("text", ALL)
def test_t08_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    """Typed everywhere, each text of the corpus stays a text, and is what it was."""
    book = opened(called(text))
    for page in book:
        assert not page._hyperlinks  # noqa: SLF001
        for row in page.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            for cell in row:
                if isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_t08_every_text_comes_back() -> None:
    """Read by a third program, the notes are those that were written."""
    portable = together([text for text in ALL if text.isprintable() and text.strip()])
    data = record_workbook(review(portable), EN)

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_name("Notes").to_python()

    place = rows[0].index("Note")
    notes = [note.text for note in portable.record.notes]
    assert [unescape(str(row[place])) for row in rows[1:]] == notes


def test_a_workbook_holds_no_macro_and_nothing_from_outside() -> None:
    """Only parts that a plain workbook has."""
    with zipfile.ZipFile(io.BytesIO(record_workbook(review(together()), EN))) as archive:
        names = archive.namelist()
        outside = [n for n in names if n.endswith(".rels") and b"External" in archive.read(n)]
    assert not [name for name in names if "vbaProject" in name or "externalLink" in name]
    assert outside == []


@given(portable_records())
@settings(max_examples=20)
def test_the_same_record_gives_the_same_bytes(portable: PortableRecord) -> None:
    """A workbook that is made again is equal to the byte, in every language."""
    for language in LANGUAGES:
        tr = translator(language)
        first = record_workbook(review(portable), tr)
        assert record_workbook(review(portable), tr) == first
