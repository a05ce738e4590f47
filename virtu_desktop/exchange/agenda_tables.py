"""Agendas as tables: a workbook, separated values and Markdown (P7).

Headings are in the language of the reader and are known to the import. A workbook has real times
and lengths, and no formula ever: what people typed is text, with an apostrophe in front where a
spreadsheet could take it for more (T8). The same agenda gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from virtu_desktop.domain.time import MINUTE, SECOND, Duration
from virtu_desktop.exchange.agenda import (
    Agenda,
    AgendaLine,
    audience_word,
    local_seconds,
    text_columns,
)
from virtu_desktop.exchange.agenda_columns import Column, column_word
from virtu_desktop.exchange.csv_set import escape
from virtu_desktop.exchange.markdown import escape as escape_markdown
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import (
    clock_text,
    date_text,
    kind_word,
    minutes_text,
    near_clock_text,
)

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Bytes depend on nothing but the agenda: not on when a file is made.
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the writer wants it without a zone
# A time of day and a length are fractions of a day to a spreadsheet.
_DAY_S = 86_400
_INK, _LINE, _CANVAS = "#14213D", "#E1DED4", "#F4F2EC"
_WIDTHS = {
    Column.START: 8,
    Column.END: 8,
    Column.LENGTH: 8,
    Column.MINIMUM: 10,
    Column.METHOD: 14,
    Column.TITLE: 38,
    Column.OWNER: 18,
    Column.MATERIALS: 28,
}
_WIDE = 44


def agenda_csv(agenda: Agenda, tr: Translator, *, excel_fi: bool = False) -> bytes:
    """Return the agenda as CSV. excel_fi: byte order mark and semicolons for Finnish Excel."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if excel_fi else ",")
    writer.writerow(escape(heading) for _column, heading in _headings(agenda, tr))
    for line in agenda.lines:
        cells = _cells(agenda, line, tr)
        writer.writerow(_csv_cell(cell, decimal_comma=excel_fi) for _column, cell in cells)
    return ((_BOM if excel_fi else "") + text.getvalue()).encode()


def agenda_markdown(agenda: Agenda, tr: Translator) -> bytes:
    """Return the agenda as a Markdown page: a heading, the day, and a table of blocks."""
    session, plan = agenda.portable.record.session, agenda.plan
    day = date_text(tr, plan.start, plan.zone)
    start = near_clock_text(tr, plan.start, plan.zone)
    end = near_clock_text(tr, plan.target_end, plan.zone)
    columns = [column_word(tr, Column.START), column_word(tr, Column.LENGTH)]
    columns += [column_word(tr, Column.TITLE), column_word(tr, Column.METHOD)]
    columns += [column_word(tr, column) for column, _text in text_columns(agenda)]
    rows = [columns, ["---"] * len(columns)]
    rows += [_markdown_row(agenda, line, tr) for line in agenda.lines]
    head = tr("# Session {number}: {title}", number=session.number, title=_typed(session.title))
    lines = [head, "", f"{day}, {start}–{end}. {audience_word(tr, agenda.audience)}.", ""]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]).encode()


def agenda_workbook(agenda: Agenda, tr: Translator) -> bytes:
    """Return the agenda as a workbook (.xlsx) with one sheet."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        title = agenda.portable.record.session.title
        book.set_properties({"title": title, "created": _UNDATED})
        sheet = book.add_worksheet(tr("Agenda"))
        base = {"font_color": _INK, "valign": "top", "bottom": 1, "bottom_color": _LINE}
        head = book.add_format(base | {"bold": True, "bg_color": _CANVAS})
        text = book.add_format(base | {"text_wrap": True})
        mark = ":" if tr.language == "en" else "."
        clock = book.add_format(base | {"num_format": f"h{mark}mm", "align": "left"})
        length = book.add_format(base | {"num_format": "[h]:mm", "align": "left"})
        _write_head(sheet, agenda, tr, head)
        for line in agenda.lines:
            _write_line(sheet, agenda, line, tr, (text, clock, length))
    return data.getvalue()


def _write_head(sheet: Worksheet, agenda: Agenda, tr: Translator, head: Format) -> None:
    headings = list(_headings(agenda, tr, unit=False))
    for place, (column, heading) in enumerate(headings):
        sheet.set_column(place, place, _WIDTHS.get(column, _WIDE))
        sheet.write_string(0, place, heading, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(agenda.lines), len(headings) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_line(
    sheet: Worksheet,
    agenda: Agenda,
    line: AgendaLine,
    tr: Translator,
    formats: tuple[Format, Format, Format],
) -> None:
    text, clock, length = formats
    zone = agenda.plan.zone
    for place, (column, cell) in enumerate(_cells(agenda, line, tr)):
        if column in (Column.START, Column.END):
            instant = line.planned.start if column is Column.START else line.planned.end
            sheet.write_number(line.number, place, local_seconds(instant, zone) / _DAY_S, clock)
        elif isinstance(cell, int):
            sheet.write_number(line.number, place, cell / SECOND / _DAY_S, length)
        else:
            sheet.write_string(line.number, place, escape(cell), text)


def _headings(agenda: Agenda, tr: Translator, *, unit: bool = True) -> Iterator[tuple[Column, str]]:
    """Yield the columns and their headings. unit: say that bare numbers are minutes."""
    first = agenda.lines[0]
    for column, cell in _cells(agenda, first, tr):
        word = column_word(tr, column)
        yield column, f"{word} (min)" if unit and isinstance(cell, int) else word


def _cells(
    agenda: Agenda, line: AgendaLine, tr: Translator
) -> Iterator[tuple[Column, str | Duration]]:
    """Yield a line's columns with their cells; a length is in milliseconds."""
    block, zone = line.block, agenda.plan.zone
    yield Column.START, clock_text(tr, line.planned.start, zone)
    yield Column.END, clock_text(tr, line.planned.end, zone)
    yield Column.LENGTH, block.length
    if agenda.has(Column.MINIMUM):
        yield Column.MINIMUM, block.minimum
    yield Column.TITLE, block.title
    yield Column.METHOD, kind_word(tr, block.kind)
    for column, text in text_columns(agenda):
        yield column, text(block)


def _csv_cell(cell: str | Duration, *, decimal_comma: bool) -> str:
    if isinstance(cell, str):
        return escape(cell)
    number = f"{cell / MINUTE:.10g}"
    return number.replace(".", ",") if decimal_comma else number


def _markdown_row(agenda: Agenda, line: AgendaLine, tr: Translator) -> list[str]:
    block = line.block
    title = _typed(block.title)
    return [
        near_clock_text(tr, line.planned.start, agenda.plan.zone),
        minutes_text(tr, block.length),
        f"**{title}**" if title and agenda.owner is not None and line.is_own else title,
        kind_word(tr, block.kind),
        *(
            # A line break is lost in a cell, and with it where one material ends.
            _typed("; ".join(block.materials) if column is Column.MATERIALS else text(block))
            for column, text in text_columns(agenda)
        ),
    ]


def _typed(text: str) -> str:
    return escape_markdown(text)
