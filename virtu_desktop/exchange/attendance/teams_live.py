"""Attendee reports of Teams live events: a row for each join and leave, in UTC."""

from __future__ import annotations

import re

from virtu_desktop.exchange.attendance.cells import email_of, plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Event, Row
from virtu_desktop.exchange.attendance.grid import Grid, Table, is_blank
from virtu_desktop.exchange.attendance.moments import read_stamp
from virtu_desktop.exchange.attendance.report import Code, Format
from virtu_desktop.exchange.attendance.words import are_english, role_of

_ID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_SINCE = 2018
_MOST_ACTIONS = 4


def read_live_event(grid: Grid) -> Draft | None:
    """Return the report of a live event, or None when the file is none.

    Its columns are session, participant, name, browser, moment, action and role.
    """
    rows = [row for row in grid.rows if not is_blank(row)]
    if len(rows) < 2:
        return None
    table = Table(header=rows[0], body=rows[1:])
    moments = table.moments()
    if len(moments) != 1 or moments[0] < 4 or table.width < 6:
        return None
    at = moments[0]
    is_utc_heading = "utc" in plain(table.cell(table.header, at)).casefold()
    has_ids = table.share(0, _ID.fullmatch) >= 0.8
    if not (has_ids or is_utc_heading) or len(table.different(at + 1)) > _MOST_ACTIONS:
        return None
    draft = Draft(
        format=Format.TEAMS_LIVE_EVENT,
        is_utc=True,
        is_english=are_english(table.header),
        earliest_year=_SINCE,
        codes={Code.UTC_TIMES},
    )
    if any(len(row) < table.width for row in table.body):
        draft.codes.add(Code.SHORT_ROWS)
    for cells in table.body:
        stamp = read_stamp(table.cell(cells, at))
        action = plain(table.cell(cells, at + 1)).casefold()
        if stamp is None or not action:
            continue
        session = plain(table.cell(cells, 0))
        name = shown_name(table.cell(cells, 2))
        email = email_of(table.cell(cells, 1))
        account = None if email or plain(name) else plain(table.cell(cells, 1)) or session
        row = Row(name=name, email=email, account=account, role=role_of(table.cell(cells, at + 2)))
        draft.events.append(Event(row=row, at=stamp, action=action, connection=session or None))
    return draft if draft.events else None
