"""The list of joins and leaves that Teams gave from 2020 to 2022: three columns, no addresses."""

from __future__ import annotations

from virtu_desktop.exchange.attendance.cells import plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Event, Row
from virtu_desktop.exchange.attendance.grid import (
    Grid,
    Table,
    filled_width,
    is_blank,
    with_joined_moments,
)
from virtu_desktop.exchange.attendance.moments import read_stamp
from virtu_desktop.exchange.attendance.report import Code, Format
from virtu_desktop.exchange.attendance.words import are_english

_MOST_ACTIONS = 4
_SINCE = 2019


def read_list(grid: Grid) -> Draft | None:
    """Return a list of joins and leaves, or None when the file is none."""
    rows = [row for row in grid.rows if not is_blank(row)]
    if len(rows) < 2:
        return None
    table = Table(header=rows[0], body=rows[1:])
    if 2 not in table.moments() and any(len(row) > 3 for row in table.body):
        table = with_joined_moments(table)
    if table.moments() != [2] or table.width != 3:
        return None
    if max(map(filled_width, table.body)) > 3 or len(table.different(1)) > _MOST_ACTIONS:
        return None
    draft = Draft(
        format=Format.TEAMS_LIST,
        has_labels=True,
        is_english=are_english(table.header),
        earliest_year=_SINCE,
        codes={Code.NO_EMAIL_COLUMN},
    )
    for cells in table.body:
        stamp = read_stamp(table.cell(cells, 2))
        action = plain(table.cell(cells, 1)).casefold()
        if stamp is None or not action:
            draft.codes.add(Code.SHORT_ROWS)
            continue
        row = Row(name=shown_name(table.cell(cells, 0)))
        draft.events.append(Event(row=row, at=stamp, action=action))
    _leave_out_cut(draft, grid)
    if len(table.header) > 3:
        draft.codes.add(Code.PADDED_CELLS)
    return draft if draft.events else None


def _leave_out_cut(draft: Draft, grid: Grid) -> None:
    """Leave out a last moment without seconds at the cut end of a list that has them."""
    if not grid.is_cut:
        return
    if Code.SHORT_ROWS in draft.codes:
        draft.codes.add(Code.FILE_CUT)
        return
    others = draft.events[:-1]
    last = draft.events[-1].at if draft.events else None
    if last is None or not others:
        return
    if (all(one.at.has_seconds for one in others) and not last.has_seconds) or (
        all(one.at.twelve_hours for one in others) and not last.twelve_hours
    ):
        draft.events.pop()
        draft.codes |= {Code.FILE_CUT, Code.SHORT_ROWS}
