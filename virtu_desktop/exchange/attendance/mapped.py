"""Tables of attendance that no reader knows, once somebody has said what their columns hold."""

from __future__ import annotations

from virtu_desktop.exchange.attendance.cells import email_of, is_phone, plain, shown_name
from virtu_desktop.exchange.attendance.choices import ReportColumn, ReportColumns
from virtu_desktop.exchange.attendance.draft import Draft, Row
from virtu_desktop.exchange.attendance.grid import Cells, Grid, Table, filled_width
from virtu_desktop.exchange.attendance.lengths import read_length, read_whole_number
from virtu_desktop.exchange.attendance.moments import (
    Stamp,
    is_day,
    read_clock,
    read_day,
    read_stamp,
)
from virtu_desktop.exchange.attendance.report import Code, Format, Precision
from virtu_desktop.exchange.attendance.words import are_english

_LOOKED_AT = 60
_MOST = 0.8


def guessed_columns(grid: Grid) -> ReportColumns | None:
    """Return what the columns of an unknown table seem to hold; None when it is no table."""
    header = _header(grid.rows)
    table = _table(grid, header)
    width = max((filled_width(row) for row in (table.header, *table.body[:200])), default=0)
    if width < 2 or not table.body:
        return None
    columns = [ReportColumn.IGNORED] * width
    moments = [one for one in table.columns(_moment) if not _is_mail(table, one)]
    for column, place in zip((ReportColumn.JOINED, ReportColumn.LEFT), moments, strict=False):
        columns[place] = column
    typed = set(moments)
    for place in range(width):
        if place in typed:
            continue
        if _is_mail(table, place):
            columns[place] = ReportColumn.EMAIL
        elif table.share(place, is_day) >= _MOST:
            columns[place] = ReportColumn.DAY
        elif table.share(place, _seconds) >= _MOST:
            # The first number is often only that of the row.
            columns[place] = ReportColumn.LENGTH if place else ReportColumn.IGNORED
        else:
            continue
        typed.add(place)
    words = [place for place in range(width) if place not in typed]
    if words:
        columns[max(words, key=lambda place: (len(table.different(place)), -place))] = (
            ReportColumn.NAME
        )
    if not {ReportColumn.JOINED, ReportColumn.LENGTH} & set(columns):
        columns = [
            ReportColumn.IGNORED if column is ReportColumn.DAY else column for column in columns
        ]
    return ReportColumns(header=header, columns=tuple(columns))


def read_mapped(grid: Grid, columns: ReportColumns) -> Draft:
    """Return the rows of a table by what its columns are said to hold."""
    table = _table(grid, columns.header)
    draft = Draft(
        format=Format.MAPPED,
        is_english=are_english(table.header),
        has_stays=ReportColumn.JOINED in columns.columns,
    )
    places = {
        column: [place for place, held in enumerate(columns.columns) if held is column]
        for column in ReportColumn
    }
    for cells in table.body:
        row = _row(table, cells, places)
        if row is not None:
            draft.rows.append(row)
    if not draft.has_stays:
        draft.codes.add(Code.NO_TIMES)
    elif all(row.joined is None or row.joined.numbers is None for row in draft.rows):
        draft.codes.add(Code.NO_DATE)
    return draft


def headings_of(grid: Grid, columns: ReportColumns) -> list[str]:
    """Return the heading of each column, empty where there is none."""
    header = grid.rows[columns.header] if columns.header >= 0 else []
    return [
        plain(header[place]) if place < len(header) else "" for place in range(len(columns.columns))
    ]


def body_of(grid: Grid, columns: ReportColumns) -> list[list[str]]:
    """Return the rows below the headings."""
    return _table(grid, columns.header).body


def _table(grid: Grid, header: int) -> Table:
    body = [row for row in grid.rows[header + 1 :] if filled_width(row)]
    headings = grid.rows[header] if 0 <= header < len(grid.rows) else []
    return Table(header=headings, body=body, place=header)


def _header(rows: list[list[str]]) -> int:
    """Return the row of the headings: words over a row that holds data, or -1 without one."""
    for place, row in enumerate(rows[:_LOOKED_AT]):
        if filled_width(row) < 2:
            continue
        if any(map(_is_data, row)):
            return -1
        below = next((one for one in rows[place + 1 :] if filled_width(one)), [])
        if any(map(_is_data, below)):
            return place
    return next((n for n, row in enumerate(rows[:_LOOKED_AT]) if filled_width(row) > 1), -1)


def _is_data(cell: str) -> bool:
    return bool(_moment(cell) or email_of(cell) or is_day(cell) or is_phone(cell) or _seconds(cell))


def _is_mail(table: Table, place: int) -> bool:
    return table.share(place, email_of) >= 0.5


def _moment(cell: str) -> Stamp | None:
    return read_stamp(cell) or read_clock(cell)


def _seconds(cell: str) -> int | None:
    """Return the seconds of a length; a bare number counts minutes."""
    minutes = read_whole_number(cell)
    return read_length(cell) if minutes is None else minutes * 60


def _row(table: Table, cells: Cells, places: dict[ReportColumn, list[int]]) -> Row | None:
    """Return one row; None for one that is about nobody, or says neither when nor how long."""
    names = [shown_name(table.cell(cells, place)) for place in places[ReportColumn.NAME]]
    emails = [email_of(table.cell(cells, place)) for place in places[ReportColumn.EMAIL]]
    lengths = [_seconds(table.cell(cells, place)) for place in places[ReportColumn.LENGTH]]
    name = " ".join(part for part in names if plain(part)) if len(names) > 1 else "".join(names)
    row = Row(
        name=name,
        email=next((email for email in emails if email), None),
        joined=_stamp(table, cells, places, ReportColumn.JOINED),
        left=_stamp(table, cells, places, ReportColumn.LEFT),
        stated=next((length for length in lengths if length is not None), None),
    )
    if row.stated is not None:
        row.precision = Precision.MINUTE if row.stated % 60 == 0 else None
    if not plain(row.name):
        row.name = row.email or ""
    says_when = row.joined is not None or row.stated is not None
    return row if row.name and says_when else None


def _stamp(
    table: Table, cells: Cells, places: dict[ReportColumn, list[int]], column: ReportColumn
) -> Stamp | None:
    """Return the moment of a cell; a clock alone takes the nearest day before it in the row."""
    for place in places[column]:
        cell = table.cell(cells, place)
        if (stamp := read_stamp(cell)) is not None:
            return stamp
        clock = read_clock(cell)
        if clock is None:
            continue
        days = sorted(places[ReportColumn.DAY], key=lambda one: (one > place, abs(place - one)))
        for day in days:
            dated = read_day(table.cell(cells, day))
            if dated is not None:
                return read_stamp(f"{plain(table.cell(cells, day)).rstrip(',')} {plain(cell)}")
        return clock
    return None
