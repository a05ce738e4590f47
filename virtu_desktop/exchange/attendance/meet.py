"""Attendance reports of Google Meet: clock times without a date, one row for each person."""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.exchange.attendance.cells import email_of, plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.grid import Grid, Table, filled_width, is_blank
from virtu_desktop.exchange.attendance.lengths import is_under_a_minute, read_length
from virtu_desktop.exchange.attendance.moments import Stamp, read_clock, read_day, read_stamp
from virtu_desktop.exchange.attendance.report import Code, Flag, Format, Precision
from virtu_desktop.exchange.attendance.words import are_english

_UNDER_A_MINUTE_S = 30
_MINUTE = 60


def read_meet(grid: Grid) -> Draft | None:
    """Return a report of Meet, or None when the file is none."""
    place = next((n for n, row in enumerate(grid.rows) if len(_clocks(row)) >= 2), None)
    if not place:
        return None
    header_at = place - 1
    while header_at and is_blank(grid.rows[header_at]):
        header_at -= 1
    body = [row for row in grid.rows[place:] if not is_blank(row)]
    table = Table(header=grid.rows[header_at], body=body)
    columns = [column for column in table.columns(_clock) if column >= 2]
    join = next((one for one in columns if one + 1 in columns), None)
    if join is None or table.share(join - 1, _states_length) < 0.8 or not 4 <= table.width <= 12:
        return None
    emails = [column for column in table.emails() if column < join]
    email = emails[0] if emails else join - 2
    draft = Draft(
        format=Format.MEET,
        is_english=are_english(table.header),
        has_stays=False,
        heading=_heading(grid.rows[:header_at]),
        codes={Code.MINUTES_ONLY, Code.INTERVALS_UNKNOWN},
    )
    draft.rows = [_row(table, cells, email, join) for cells in body if _clocks(cells)]
    has_bare_clocks = any(row.first and row.first.numbers is None for row in draft.rows)
    if has_bare_clocks and draft.heading.day is None:
        draft.codes.add(Code.NO_DATE)
    if any(row.first is not None and row.first.has_seconds for row in draft.rows):
        draft.codes.discard(Code.MINUTES_ONLY)
    return draft


def _clock(cell: str) -> Stamp | None:
    return read_clock(cell) or read_stamp(cell)


def _clocks(row: Sequence[str]) -> list[int]:
    """Return where clock times stand in a row, or moments."""
    return [place for place, cell in enumerate(row) if _clock(cell) is not None]


def _states_length(cell: str) -> bool:
    return read_length(cell) is not None or is_under_a_minute(cell)


def _row(table: Table, cells: Sequence[str], email: int, join: int) -> Row:
    names = [shown_name(table.cell(cells, column)) for column in range(email)]
    row = Row(
        name=" ".join(part for part in map(str.strip, names) if part),
        email=email_of(table.cell(cells, email)),
        first=_clock(table.cell(cells, join)),
        last=_clock(table.cell(cells, join + 1)),
        precision=Precision.MINUTE,
    )
    length = table.cell(cells, join - 1)
    row.stated = read_length(length)
    if row.stated is None and is_under_a_minute(length):
        row.stated, row.precision = _UNDER_A_MINUTE_S, Precision.LESS_THAN_MINUTE
    span = _span(row)
    if row.stated is not None and span is not None and span - row.stated > _MINUTE:
        row.flags.add(Flag.GAPS_HIDDEN)
    return row


def _span(row: Row) -> int | None:
    """Return the seconds from the first to the last clock time, over midnight if need be."""
    if row.first is None or row.last is None:
        return None
    first, last = row.first.clock, row.last.clock
    seconds = (last.hour - first.hour) * 3600 + (last.minute - first.minute) * 60
    return (seconds + last.second - first.second) % 86_400


def _heading(lines: Sequence[list[str]]) -> Heading:
    """Return the title and the day of the lines above the table, where there are any."""
    heading = Heading()
    for line in lines:
        if filled_width(line) < 2:
            continue
        stamp = read_stamp(line[1]) or read_day(line[1])
        if stamp is not None and heading.day is None:
            heading.day = stamp
        elif stamp is None and heading.title is None and plain(line[1]):
            heading.title = shown_name(line[1]).strip()
    return heading
