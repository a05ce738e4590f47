"""Attendance reports of Webex: meeting, start, end, name, address, join, leave in each row."""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.exchange.attendance.cells import email_of, plain, shown_name, unwrap
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.grid import Grid, Table, is_blank
from virtu_desktop.exchange.attendance.lengths import read_length, read_whole_number
from virtu_desktop.exchange.attendance.moments import read_stamp
from virtu_desktop.exchange.attendance.report import Code, Format, Precision, Role
from virtu_desktop.exchange.attendance.words import are_english, role_of


def read_webex(grid: Grid) -> Draft | None:
    """Return a report of Webex, or None when the file is none."""
    rows = [row for row in grid.rows if not is_blank(row)]
    if len(rows) < 2:
        return None
    table = Table(header=rows[0], body=rows[1:])
    moments = table.moments()
    pairs = [one for one in moments if one + 1 in moments]
    if len(moments) < 4 or len(pairs) < 2:
        return None
    meeting, join = pairs[0], pairs[-1]
    emails = [column for column in table.emails() if column < join]
    # The meeting's own start is the same in all rows; the title stands before it.
    if len(table.different(meeting)) > 1 + len(table.body) // 2 or meeting < 1:
        return None
    name = meeting + 2
    email = emails[0] if emails else None
    first = table.body[0]
    draft = Draft(
        format=Format.WEBEX,
        is_english=are_english(table.header),
        heading=Heading(
            title=shown_name(table.cell(first, meeting - 1)).strip() or None,
            start=read_stamp(table.cell(first, meeting)),
            end=read_stamp(table.cell(first, meeting + 1)),
        ),
        codes={Code.ROWS_PER_JOIN},
    )
    if any(unwrap(cell) != cell for row in table.body for cell in row):
        draft.codes.add(Code.FORMULA_WRAPPED)
    if any(len(row) < table.width for row in table.body):
        draft.codes.add(Code.SHORT_ROWS)
    role = _role_column(table, name, join)
    for cells in table.body:
        joined = read_stamp(table.cell(cells, join))
        if joined is None:
            continue
        row = Row(
            name=shown_name(table.cell(cells, name)),
            email=email_of(table.cell(cells, email)),
            role=role_of(table.cell(cells, role)),
            joined=joined,
            left=read_stamp(table.cell(cells, join + 1)),
            stated=_minutes(table.cell(cells, join + 2)),
            precision=Precision.MINUTE_CEILING,
        )
        draft.rows.append(row)
    return draft if draft.rows else None


def _role_column(table: Table, name: int, join: int) -> int | None:
    """Return the column between name and join in which known roles stand, if there is one."""
    columns = range(name + 1, join)
    return next((n for n in columns if table.share(n, _is_role) >= 0.8), None)


def _is_role(cell: str) -> bool:
    return role_of(cell) is not Role.UNKNOWN


def _minutes(cell: str) -> int | None:
    number = read_whole_number(cell)
    if number is not None:
        return number * 60
    words: Sequence[str] = plain(cell).split()
    if len(words) == 2 and words[0].isdigit():
        # Whole minutes, whatever the word for them is.
        return read_length(cell, near=int(words[0]) * 60)
    return read_length(cell)
