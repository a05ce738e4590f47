"""Participants reports of Zoom: one row for each join, or one for each person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from virtu_desktop.exchange.attendance.cells import email_of, is_phone, plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.grid import (
    Grid,
    Table,
    blocks,
    filled_width,
    with_joined_moments,
)
from virtu_desktop.exchange.attendance.lengths import read_whole_number
from virtu_desktop.exchange.attendance.moments import Order, Stamp, read_stamp
from virtu_desktop.exchange.attendance.report import Code, Flag, Format, Kind, Precision, Role
from virtu_desktop.exchange.attendance.words import (
    are_english,
    is_waiting_room,
    is_yes,
    is_yes_or_no,
    split_label,
)

_MEETING_ID = re.compile(r"\d{3} ?\d{3,4} ?\d{3,5}")
_BRACKETED = re.compile(r".+[(\uff08].+[)\uff09]\s*")


def read_participants(grid: Grid) -> Draft | None:
    """Return a participants report, or None when the file is none."""
    parts = [rows for _place, rows in blocks(grid.rows)]
    heading = None
    if len(parts) > 1 and len(parts[0]) == 2:
        heading = read_block(parts[0])
        parts = parts[1:]
    elif parts and len(parts[0]) > 3 and (heading := read_block(parts[0][:2])) is not None:
        # Some programs leave the empty line out.
        parts[0] = parts[0][2:]
    body = [row for part in parts for row in part]
    if len(body) < 2:
        return None
    table = Table(header=body[0], body=body[1:])
    draft = _full(table) or _unique(table)
    if draft is None:
        return None
    draft.heading = heading or Heading()
    if heading is not None and heading.host is not None:
        for row in draft.rows:
            row.role = _role(row, heading.host, draft)
    if len(table.header) > filled_width(table.header) + 1:
        draft.codes.add(Code.PADDED_CELLS)
    if any(len(row) < table.width for row in table.body):
        draft.codes.add(Code.SHORT_ROWS)
        if grid.is_cut and len(table.body[-1]) < table.width:
            draft.codes.add(Code.FILE_CUT)
    return draft


def read_block(rows: Sequence[list[str]]) -> Heading | None:
    """Return what the block above the table says, by the types of its values; None for none."""
    values = [value for value in rows[1] if plain(value)]
    moments = [stamp for value in values if (stamp := read_stamp(value)) is not None]
    identity = next((value for value in values if _is_meeting_id(value)), None)
    if not moments or identity is None:
        return None
    numbers = (read_whole_number(value) for value in values if value is not identity)
    counts = [number for number in numbers if number is not None]
    titles = [value for value in values if _is_title(value)]
    hosts = [email for value in values if (email := email_of(value)) is not None]
    return Heading(
        title=shown_name(titles[0]).strip() if titles else None,
        start=moments[0],
        end=moments[1] if len(moments) > 1 else None,
        participants=counts[1] if len(counts) > 1 else None,
        meeting_id="".join(plain(identity).split()),
        host=hosts[0] if hosts else None,
    )


def _is_meeting_id(value: str) -> bool:
    return _MEETING_ID.fullmatch(plain(value)) is not None


def _is_title(value: str) -> bool:
    return (
        not _is_meeting_id(value)
        and read_stamp(value) is None
        and email_of(value) is None
        and read_whole_number(value) is None
    )


def _role(row: Row, host: str, draft: Draft) -> Role:
    if row.email == host:
        return Role.HOST
    return Role.ATTENDEE if draft.has_stays else Role.UNKNOWN


def _full(table: Table) -> Draft | None:
    """Return the rows of joins: name, address, join, leave, whole minutes, and perhaps more."""
    moments = table.moments()
    if len(moments) < 2:
        split = with_joined_moments(table)
        if len(split.moments()) < 2:
            return None
        table.header, table.body = split.header, split.body
        moments = table.moments()
    join = next((one for one in moments if one + 1 in moments), None)
    if join is None or join == 0 or not _are_minutes(table, join):
        return None
    emails = [column for column in table.emails() if column < join]
    email = emails[0] if emails else (1 if join > 1 else None)
    columns = _yes_no_columns(table, join + 3)
    guest, consent, waiting = columns
    draft = Draft(
        format=Format.ZOOM_FULL,
        is_english=are_english(table.header),
        codes={Code.ROWS_PER_JOIN},
        has_consent=consent is not None,
    )
    for cells in table.body:
        joined = read_stamp(table.cell(cells, join))
        if joined is None or (waiting is not None and is_yes(table.cell(cells, waiting))):
            continue
        row = _person_row(table, cells, email, guest)
        minutes = read_whole_number(table.cell(cells, join + 2))
        row.joined = joined
        row.left = read_stamp(table.cell(cells, join + 1))
        row.stated = None if minutes is None else minutes * 60
        row.precision = Precision.MINUTE_CEILING
        row.consent = _consent(table.cell(cells, consent))
        draft.rows.append(row)
    return draft if draft.rows else None


def _unique(table: Table) -> Draft | None:
    """Return one row for each person: name, address, whole minutes, and perhaps guest or not."""
    if table.moments() or not 3 <= table.width <= 8:
        return None
    emails = [column for column in table.emails() if column > 0]
    minutes = [column for column in table.columns(_is_minutes) if column > 0]
    if not minutes:
        return None
    email = emails[0] if emails else minutes[0] - 1
    # "Name (Original Name)" and "Total Duration (Minutes)" keep their brackets in any language.
    headings = (table.cell(table.header, 0), table.cell(table.header, minutes[0]))
    if email >= minutes[0] or not any(_BRACKETED.fullmatch(heading) for heading in headings[1:]):
        return None
    guest = _yes_no_columns(table, minutes[0] + 1)[0]
    draft = Draft(
        format=Format.ZOOM_UNIQUE,
        is_english=are_english(table.header),
        has_stays=False,
        codes={Code.NO_TIMES, Code.MINUTES_ONLY},
    )
    for cells in table.body:
        stated = read_whole_number(table.cell(cells, minutes[0]))
        if stated is None:
            continue
        row = _person_row(table, cells, email, guest)
        row.stated = stated * 60
        row.precision = Precision.MINUTE_CEILING
        draft.rows.append(row)
    return draft if draft.rows else None


def _is_minutes(cell: str) -> bool:
    number = read_whole_number(cell)
    return number is not None and number < 10_000


def _are_minutes(table: Table, join: int) -> bool:
    """Say whether the column behind join and leave is their distance in minutes, rounded up.

    That tells the report from other tables with two dates and a number.
    """
    return table.share(join + 2, _is_minutes) >= 0.8 and _share_that_fits(table, join) >= 0.7


def _share_that_fits(table: Table, join: int) -> float:
    fits = []
    for cells in table.body[:200]:
        joined = read_stamp(table.cell(cells, join))
        left = read_stamp(table.cell(cells, join + 1))
        minutes = read_whole_number(table.cell(cells, join + 2))
        if joined is not None and left is not None and minutes is not None:
            fits.append(_fits(joined, left, minutes))
    return sum(fits) / len(fits) if fits else 0.0


def _fits(joined: Stamp, left: Stamp, minutes: int) -> bool:
    for order in Order:
        start, end = joined.moment(order), left.moment(order)
        if start is None or end is None:
            continue
        stated = minutes * 60
        real = (end - start).total_seconds()
        # A clock change between them moves the clocks by an hour.
        if any(-60 <= stated - real - shift <= 119 for shift in (0, 3600, -3600)):
            return True
    return False


def _yes_no_columns(table: Table, first: int) -> tuple[int | None, int | None, int | None]:
    """Return the columns of guest, consent to the recording and waiting room.

    The first one that says yes or no is the guest's; the waiting room is known by its heading,
    or is the last of several; what is left between them is consent.
    """
    wide = max((len(row) for row in table.body[:200]), default=0)
    headings = [plain(heading) for heading in table.header]
    waiting = next(
        (n for n, text in enumerate(headings) if n >= first and is_waiting_room(text)), None
    )
    said = [
        column
        for column in range(first, max(wide, table.width))
        if column != waiting and table.share(column, is_yes_or_no) >= 0.8
    ]
    guest = said[0] if said else None
    others = [column for column in said[1:] if _is_consent(table, column)]
    rest = [column for column in said[1:] if column not in others]
    if waiting is None and rest:
        waiting = rest[-1]
    return guest, others[0] if others else None, waiting


def _is_consent(table: Table, column: int) -> bool:
    """Say whether a column holds the short answers to the notice of the recording."""
    return all(len(word) <= 2 for word in table.different(column))


def _consent(cell: str) -> bool | None:
    return is_yes(cell) if is_yes_or_no(cell) else None


def _person_row(table: Table, cells: Sequence[str], email: int | None, guest: int | None) -> Row:
    name = shown_name(table.cell(cells, 0))
    row = Row(name=name, email=email_of(table.cell(cells, email)))
    said = table.cell(cells, guest)
    if guest is not None and is_yes_or_no(said):
        row.kind = Kind.GUEST if is_yes(said) else Kind.INTERNAL
    take_rename(row, table.cell(table.header, 0))
    return row


def take_rename(row: Row, heading: str) -> None:
    """Note the original name behind a shown one, for somebody whose address says who it is.

    Names have brackets of their own, such as iPad (4): without an address nothing is taken off.
    """
    shown, original = split_label(plain(row.name))
    is_number = original.isdigit() or is_phone(original)
    if row.email and original and not is_number and _BRACKETED.fullmatch(heading):
        row.original_name = original
        if original != shown:
            row.flags.add(Flag.RENAMED)
