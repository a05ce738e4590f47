"""Tables as a workbook: real dates, lengths and numbers, filters, a cover sheet and charts (R2).

Nothing in it is a formula or a link: what people typed is text, with an apostrophe in front where a
spreadsheet could take it for more (T8). The same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from virtu_desktop.domain.time import MINUTE, SECOND, Instant, local, zone_named
from virtu_desktop.exchange.csv_set import escape
from virtu_desktop.exchange.sheet import Cell, Coded, Column, Kind, Table
from virtu_desktop.i18n import Translator

# Bytes depend on nothing but the record: not on when a file is made.
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the writer wants it without a zone
_DAY_S = 86_400
_INK, _MUTED, _LINE, _CANVAS = "#14213D", "#5B6472", "#E1DED4", "#F4F2EC"
_LONGEST_SHEET_NAME = 31
_NO_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
_LONGEST_CELL = 32_767
_FIRST_ROW = 1
_CHART_ROWS = 16
_LINE_POINTS, _FIGURE_POINTS = 15, 24
_MOST_LINES = 20
_COVER_WIDTHS = (24, 64, 10)
# So wide that no program shows ### instead of a moment or a length.
_LEAST_WIDTHS = {Kind.INSTANT: 20, Kind.LENGTH: 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of a chart: a column of the chart's table, and its colour."""

    column: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartOf:
    """A chart beside the cover: of which table, over which column, and of which columns.

    kind: bar, column or line, as the program that shows it calls them. is_stacked: the series
    stand on each other. rows: which rows of the table it shows; all when None.
    """

    title: str
    table: str
    over: str
    series: tuple[Series, ...]
    kind: str = "bar"
    is_stacked: bool = False
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the first sheet says: what this is, facts, large figures, and a last line."""

    over: str
    title: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    foot: str


def workbook(
    cover: Cover, tables: Sequence[Table], charts: Sequence[ChartOf], tr: Translator
) -> bytes:
    """Return a workbook: the cover, the charts if there are any, and a sheet for each table."""
    data = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(data, options) as book:
        book.set_properties({"title": _clean(cover.title), "created": _UNDATED})
        styles = _Styles(book, tr)
        names = _sheet_names((tr("Cover"), tr("Charts"), *(table.title for table in tables)))
        front = book.add_worksheet(names[0])
        pictures = book.add_worksheet(names[1]) if charts else None
        by_table = {table.name: name for table, name in zip(tables, names[2:], strict=True)}
        _write_cover(front, cover, tables, by_table, styles, tr)
        for table in tables:
            _write_table(book.add_worksheet(by_table[table.name]), table, styles)
        if pictures is not None:
            _add_charts(book, pictures, charts, tables, by_table)
    return data.getvalue()


class _Styles:
    """The formats of cells; a workbook keeps each once."""

    def __init__(self, book: xlsxwriter.Workbook, tr: Translator) -> None:
        mark = ":" if tr.language == "en" else "."
        day = "d mmm yyyy" if tr.language == "en" else "d.m.yyyy"
        base = {"font_color": _INK, "valign": "top", "bottom": 1, "bottom_color": _LINE}
        self.head = book.add_format(base | {"bold": True, "bg_color": _CANVAS, "text_wrap": True})
        self.text = book.add_format(base | {"text_wrap": True})
        self.one_line = book.add_format(base)
        self.over = book.add_format({"font_color": _MUTED})
        self.title = book.add_format({"font_color": _INK, "bold": True, "font_size": 20})
        self.label = book.add_format({"font_color": _MUTED, "valign": "top"})
        self.value = book.add_format({"font_color": _INK, "text_wrap": True, "valign": "top"})
        self.figure = book.add_format({"font_color": _INK, "bold": True, "font_size": 16})
        numbers = {
            Kind.INSTANT: f"{day} h{mark}mm{mark}ss",
            Kind.LENGTH: "[h]:mm:ss",
            # Spreadsheets show no time below zero, so these are numbers of minutes.
            Kind.SHIFT: "0.0",
            Kind.SHARE: "0 %" if tr.language != "en" else "0%",
            Kind.NUMBER: "0.00",
            Kind.COUNT: "0",
            Kind.FLAG: "0",
        }
        self.numbers = {
            # A moment stands at the left like a text: at the right it would touch the next column.
            kind: book.add_format(
                base | {"num_format": shown, "align": "left" if kind is Kind.INSTANT else "right"}
            )
            for kind, shown in numbers.items()
        }


def _write_cover(
    sheet: Worksheet,
    cover: Cover,
    tables: Sequence[Table],
    by_table: dict[str, str],
    styles: _Styles,
    tr: Translator,
) -> None:
    sheet.hide_gridlines(2)
    for place, width in enumerate(_COVER_WIDTHS):
        sheet.set_column(place, place, width)
    _put(sheet, 0, 0, cover.over, styles.over)
    sheet.set_row(1, 30)
    _put(sheet, 1, 0, cover.title, styles.title)
    row = 3
    for name, value in cover.facts:
        _put(sheet, row, 0, name, styles.label)
        _put(sheet, row, 1, value, styles.value)
        _heighten(sheet, row, [(value, _COVER_WIDTHS[1])])
        row += 1
    row += 1
    for value, caption in cover.figures:
        sheet.set_row(row, _FIGURE_POINTS)
        _put(sheet, row, 0, value, styles.figure)
        _put(sheet, row, 1, caption, styles.value)
        row += 1
    row += 1
    _put(sheet, row, 0, tr("Sheet"), styles.head)
    _put(sheet, row, 1, tr("Columns of the table"), styles.head)
    _put(sheet, row, 2, tr("Rows"), styles.head)
    for table in tables:
        row += 1
        _put(sheet, row, 0, by_table[table.name], styles.text)
        headings = ", ".join(column.heading for column in table.columns)
        _put(sheet, row, 1, headings, styles.text)
        _heighten(sheet, row, [(headings, _COVER_WIDTHS[1])])
        sheet.write_number(row, 2, len(table.rows), styles.numbers[Kind.COUNT])
    _put(sheet, row + 2, 0, cover.foot, styles.over)
    _print_on_a4(sheet, is_landscape=False)


def _write_table(sheet: Worksheet, table: Table, styles: _Styles) -> None:
    sheet.set_row(0, 32)
    for place, column in enumerate(table.columns):
        options = {"level": 1, "hidden": False} if column.is_detail else {}
        sheet.set_column(place, place, _width(column), None, options)
        _put(sheet, 0, place, column.heading, styles.head)
        sheet.write_comment(0, place, _clean(column.meaning), {"visible": False, "author": ""})
    for number, row in enumerate(table.rows, _FIRST_ROW):
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, number, place, column, cell, table.zone, styles)
        _heighten(sheet, number, _wrapped(table.columns, row))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.repeat_rows(0)
    _print_on_a4(sheet, is_landscape=True)


def _write_cell(
    sheet: Worksheet, row: int, place: int, column: Column, cell: Cell, zone: str, styles: _Styles
) -> None:
    kind = column.kind
    words = styles.one_line if column.is_detail else styles.text
    if cell is None:
        sheet.write_blank(row, place, None, styles.text)
    elif isinstance(cell, Coded):
        _put(sheet, row, place, cell.words, words)
    elif isinstance(cell, str):
        _put(sheet, row, place, cell, words)
    elif kind is Kind.INSTANT:
        moment = local(Instant(int(cell)), zone_named(zone)).replace(tzinfo=None)
        sheet.write_datetime(row, place, moment, styles.numbers[kind])
    elif kind is Kind.LENGTH:
        sheet.write_number(row, place, cell / SECOND / _DAY_S, styles.numbers[kind])
    elif kind is Kind.SHIFT:
        sheet.write_number(row, place, round(cell / MINUTE, 2), styles.numbers[kind])
    else:
        sheet.write_number(row, place, cell, styles.numbers.get(kind, styles.text))


def _wrapped(columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[tuple[str, int]]:
    """Yield the texts of a row that may need several lines, and how wide their columns are."""
    for column, cell in zip(columns, row, strict=True):
        words = cell.words if isinstance(cell, Coded) else cell
        if isinstance(words, str) and not column.is_detail:
            yield words, _width(column)


def _heighten(sheet: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row high enough for its texts: not every program does so when it opens a file."""
    lines = max((_lines(words, width) for words, width in texts), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE_POINTS * min(lines, _MOST_LINES))


def _lines(words: str, width: int) -> int:
    """Return about how many lines a text takes in a column of so many signs."""
    if len(words) <= width - 2 and "\n" not in words:
        return 1
    # Longer ones take no more lines than are shown.
    head = words[: width * _MOST_LINES]
    return sum(-(-len(line) // max(1, width - 2)) or 1 for line in head.split("\n"))


def _put(sheet: Worksheet, row: int, place: int, words: str, style: Format) -> None:
    """Write a text as a text, whatever it begins with."""
    sheet.write_string(row, place, escape(_clean(words))[:_LONGEST_CELL], style)


def _clean(words: str) -> str:
    """Return a text without halves of characters and signs that the file's XML cannot hold."""
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _NO_XML.sub(" ", whole)


def _heading(words: str) -> str:
    """Return a heading of a chart that is not taken for the name of a cell, as in ``Sheet!A1``."""
    return re.sub(r"!(?=\$?[A-Z]+\$?\d)", "!\N{WORD JOINER}", _clean(words))


def _width(column: Column) -> int:
    longest = max((len(word) for word in column.heading.split()), default=0)
    least = _LEAST_WIDTHS.get(column.kind, 0)
    return max(column.width, least, min(longest + 4, 24))


def _print_on_a4(sheet: Worksheet, *, is_landscape: bool) -> None:
    if is_landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


def _add_charts(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    charts: Iterable[ChartOf],
    tables: Sequence[Table],
    by_table: dict[str, str],
) -> None:
    sheet.hide_gridlines(2)
    _print_on_a4(sheet, is_landscape=False)
    known = {table.name: table for table in tables}
    row = 1
    for wanted in charts:
        table = known[wanted.table]
        first, last = wanted.rows or (0, len(table.rows) - 1)
        first, last = first + _FIRST_ROW, last + _FIRST_ROW
        places = {column.name: place for place, column in enumerate(table.columns)}
        kind: dict[str, str] = {"type": wanted.kind}
        if wanted.is_stacked:
            kind["subtype"] = "stacked"
        chart = book.add_chart(kind)
        assert chart is not None
        name, over = by_table[wanted.table], places[wanted.over]
        for series in wanted.series:
            place = places[series.column]
            chart.add_series(
                {
                    "name": [name, 0, place],
                    "categories": [name, first, over, last, over],
                    "values": [name, first, place, last, place],
                    "fill": {"color": series.colour},
                    "gap": 60,
                }
            )
        chart.set_title({"name": _heading(wanted.title), "name_font": {"size": 12, "color": _INK}})
        kinds = {table.columns[places[series.column]].kind for series in wanted.series}
        axis: dict[str, object] = {"major_gridlines": {"visible": True, "line": {"color": _LINE}}}
        if kinds == {Kind.LENGTH}:
            axis["num_format"] = "[h]:mm"
        if wanted.kind == "bar":
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis(axis)
        else:
            chart.set_y_axis(axis)
        chart.set_legend({"position": "bottom"})
        rows = max(_CHART_ROWS, last - first + 8)
        chart.set_size({"width": 860, "height": rows * 20})
        sheet.insert_chart(row, 1, chart, {"description": _clean(wanted.title)})
        row += rows + 2


def _sheet_names(titles: Iterable[str]) -> list[str]:
    """Return a name for each sheet: short, without forbidden signs, each another one."""
    names: list[str] = []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:_LONGEST_SHEET_NAME] or "-"
        name, number = plain, 2
        while name.casefold() in {other.casefold() for other in names}:
            name = f"{plain[: _LONGEST_SHEET_NAME - 3]} {number}"
            number += 1
        names.append(name)
    return names
