"""Attendee reports of Zoom webinars: tables of different widths below each other."""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.exchange.attendance.cells import email_of, plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.grid import Grid, Table, filled_width, is_blank
from virtu_desktop.exchange.attendance.lengths import read_whole_number
from virtu_desktop.exchange.attendance.moments import read_stamp
from virtu_desktop.exchange.attendance.report import Code, Format, Kind, Precision, Role
from virtu_desktop.exchange.attendance.words import are_english, is_yes, is_yes_or_no
from virtu_desktop.exchange.attendance.zoom import take_rename

_ROLES = (("host", Role.HOST), ("panel", Role.PRESENTER))


def read_webinar(grid: Grid) -> Draft | None:
    """Return the report of a webinar, or None when the file is none."""
    tables = _tables(grid.rows)
    people = [(title, table) for title, table in tables if _is_of_people(table)]
    if len(tables) < 2 or not people:
        return None
    draft = Draft(
        format=Format.ZOOM_WEBINAR,
        is_english=are_english([cell for _title, table in people for cell in table.header]),
        heading=_heading(tables),
        codes={Code.STACKED_TABLES, Code.ROWS_PER_JOIN},
    )
    for place, (title, table) in enumerate(people):
        role = _role(title, place, len(people))
        draft.rows.extend(_rows(table, role))
    return draft if draft.rows else None


def _tables(rows: Sequence[list[str]]) -> list[tuple[str, Table]]:
    """Return the tables, each with the single cell that stands above it."""
    tables: list[tuple[str, Table]] = []
    title = ""
    table: Table | None = None
    for row in rows:
        if filled_width(row) <= 1:
            if not is_blank(row):
                title, table = plain(row[0]), None
        elif table is None and filled_width(row) == 2:
            # "Report Generated:" with its moment.
            continue
        elif table is None:
            table = Table(header=row, body=[])
            tables.append((title, table))
        else:
            table.body.append(row)
    return [(title, table) for title, table in tables if table.body]


def _is_of_people(table: Table) -> bool:
    """Say whether a table begins with yes or no and has joins with leaves."""
    return table.share(0, is_yes_or_no) >= 0.8 and _join(table) is not None


def _join(table: Table) -> int | None:
    """Return the column of joins: the last one of moments with another behind it."""
    attended = Table(header=table.header, body=[row for row in table.body if is_yes(row[0])])
    moments = attended.moments()
    return max((one for one in moments if one + 1 in moments), default=None)


def _rows(table: Table, role: Role) -> list[Row]:
    join = _join(table)
    emails = table.emails()
    email = emails[0] if emails else None
    if join is None:
        return []
    rows: list[Row] = []
    for cells in table.body:
        joined = read_stamp(table.cell(cells, join))
        if not is_yes(table.cell(cells, 0)) or joined is None:
            continue
        row = Row(
            name=_name(table, cells, email, join),
            email=email_of(table.cell(cells, email)),
            role=role,
            joined=joined,
            left=read_stamp(table.cell(cells, join + 1)),
            precision=Precision.MINUTE_CEILING,
        )
        minutes = read_whole_number(table.cell(cells, join + 2))
        row.stated = None if minutes is None else minutes * 60
        guest = table.cell(cells, join + 3)
        if is_yes_or_no(guest):
            row.kind = Kind.GUEST if is_yes(guest) else Kind.INTERNAL
        if row.email is None and rows and rows[-1].name == row.name:
            # Somebody's second row has no data of the registration.
            row.email = rows[-1].email
        take_rename(row, table.cell(table.header, 1))
        rows.append(row)
    return rows


def _name(table: Table, cells: Sequence[str], email: int | None, join: int) -> str:
    """Return the name that was shown, else the first and last name of the registration.

    The columns before the address are the shown name, first and last name, or the latter two.
    """
    behind = email if email is not None else join
    parts = [shown_name(table.cell(cells, column)) for column in range(1, behind)]
    if len(parts) == 2:
        return " ".join(filter(None, map(str.strip, parts)))
    return parts[0] if parts else ""


def _role(title: str, place: int, count: int) -> Role:
    folded = title.casefold()
    for word, role in _ROLES:
        if word in folded:
            return role
    return Role.HOST if place == 0 and count > 2 else Role.ATTENDEE


def _heading(tables: Sequence[tuple[str, Table]]) -> Heading:
    """Return what the table of the webinar itself says: one row with the start."""
    for _title, table in tables:
        if len(table.body) != 1 or is_yes_or_no(table.cell(table.body[0], 0)):
            continue
        cells = table.body[0]
        places = [n for n, cell in enumerate(cells) if read_stamp(cell) is not None]
        if not places:
            continue
        counts = [read_whole_number(cell) for cell in cells[places[0] + 2 :]]
        return Heading(
            title=shown_name(cells[0]).strip() or None,
            start=read_stamp(cells[places[0]]),
            participants=counts[2] if len(counts) > 2 else None,
            meeting_id="".join(plain(table.cell(cells, 1)).split()) or None,
        )
    return Heading()
