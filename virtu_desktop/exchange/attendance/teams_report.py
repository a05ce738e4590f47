"""Reports of Teams meetings since 2021: "Meeting Summary" and numbered sections.

Columns are found by what stands in them, sections by their numbers and the summary by the types
of its values, because all words are translated; ``(UPN)`` alone is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from virtu_desktop.exchange.attendance.cells import email_of, plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.grid import (
    Grid,
    Table,
    filled_width,
    is_blank,
    with_joined_moments,
)
from virtu_desktop.exchange.attendance.lengths import read_length, read_whole_number
from virtu_desktop.exchange.attendance.moments import Stamp, read_day, read_stamp
from virtu_desktop.exchange.attendance.report import Code, Flag, Format, Role
from virtu_desktop.exchange.attendance.words import are_english, role_of

_SECTION = re.compile("\\s*([1-9\uff11-\uff19])[.\uff0e]\\s*\\S.*")
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_GUEST_MARK = "#ext#"
_UPN = "(upn)"
# Sections exist since summer 2022, the report before them since spring 2021.
_SECTIONS_SINCE = 2022
_REPORT_SINCE = 2021


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where what stands in a table of people or stays; None where there is no such column."""

    name: int
    join: int
    leave: int
    length: int | None
    email: int | None
    upn: int | None
    role: int | None


def read_sections(grid: Grid) -> Draft | None:
    """Return a report of numbered sections, or None when the file is none."""
    sections = _sections(grid.rows)
    if len(sections) < 2:
        return None
    tables = [_table(rows, place) for place, rows in sections.values() if len(rows) > 2]
    found = [(table, columns) for table in tables if (columns := _columns(table)) is not None]
    people = next(((t, c) for t, c in found if c.upn is not None), None)
    stays = next(((t, c) for t, c in found if people is None or t is not people[0]), None)
    if people is None and len(found) > 1:
        people, stays = found[0], found[1]
    if people is None and stays is None:
        return None
    headings = [rows[1][0] for _place, rows in sections.values() if len(rows) > 2]
    headers = [heading for table, _columns in found for heading in table.header]
    draft = Draft(
        format=Format.TEAMS_SECTIONS,
        heading=_heading(next(iter(sections.values()))[1][1:]),
        has_labels=True,
        is_english=are_english([*headings, *headers]),
        earliest_year=_SECTIONS_SINCE,
    )
    if people is not None:
        draft.people = [_as_person(row) for row in _rows(*people)]
    if stays is not None:
        draft.rows = _rows(*stays)
    elif people is not None:
        draft.has_stays = False
        draft.rows, draft.people = draft.people, []
        draft.codes.add(Code.INTERVALS_UNKNOWN)
    if stays is not None and stays[1].email is None:
        _take_emails(draft, draft.rows)
    _note_shapes(draft, [table for table, _columns in found], grid)
    if Code.FILE_CUT in draft.codes:
        _mend_cut_address(draft)
    if _is_padded(grid.rows):
        draft.codes.add(Code.PADDED_CELLS)
    return draft


def _mend_cut_address(draft: Draft) -> None:
    """Give the last stay of a cut file its address, of which only a part was left."""
    last = draft.rows[-1:]
    for row in last:
        whole = {one.email for one in draft.people if one.email and one.name == row.name}
        if any(email.startswith(row.email or "") for email in whole):
            row.email = None
    _take_emails(draft, last)


def read_meeting_report(grid: Grid) -> Draft | None:
    """Return a report with a summary and one table of stays, or None when the file is none."""
    place = next((n for n, row in enumerate(grid.rows) if _moments_in(row) >= 2), None)
    if not place:
        return None
    header_at = place - 1
    while header_at and is_blank(grid.rows[header_at]):
        header_at -= 1
    if not 4 <= filled_width(grid.rows[header_at]) <= 30:
        return None
    body = [row for row in grid.rows[place:] if not is_blank(row)]
    table = Table(header=grid.rows[header_at], body=body, place=header_at)
    columns = _columns(table)
    # The length stands behind the two moments, with words; Zoom has bare minutes there.
    if columns is None or columns.length is None or columns.name > columns.join:
        return None
    summary = [row for row in grid.rows[:header_at] if not is_blank(row)]
    draft = Draft(
        format=Format.TEAMS_REPORT,
        rows=_rows(table, columns),
        heading=_heading(summary),
        has_labels=True,
        is_english=are_english(table.header),
        earliest_year=_REPORT_SINCE,
    )
    _note_shapes(draft, [table], grid)
    if _is_padded(grid.rows[: header_at + 1]):
        draft.codes.add(Code.PADDED_CELLS)
    return draft


def _sections(rows: Sequence[list[str]]) -> dict[int, tuple[int, list[list[str]]]]:
    """Return the filled rows of each section, its title first, by its number."""
    sections: dict[int, tuple[int, list[list[str]]]] = {}
    number = 0
    for place, row in enumerate(rows):
        title = _SECTION.fullmatch(plain(row[0])) if filled_width(row) == 1 else None
        if title and int(title[1]) > number:
            number = int(title[1])
            sections[number] = (place, [])
        if number and not is_blank(row):
            sections[number][1].append(row)
    return sections


def _table(rows: list[list[str]], place: int) -> Table:
    """Return the table of a section, below its title."""
    return Table(header=rows[1], body=rows[2:], place=place + 1)


def _moments_in(row: Sequence[str]) -> int:
    """Return how many moments a row has, also where a date and its time are two cells."""
    whole = sum(read_stamp(cell) is not None for cell in row)
    if whole:
        return whole
    return sum(read_day(cell) is not None for cell in row)


def _columns(table: Table) -> _Columns | None:
    """Return where the columns are, or None for a table without joins and leaves."""
    moments = table.moments()
    if len(moments) < 2:
        joined = with_joined_moments(table)
        if len(joined.moments()) < 2:
            return None
        table.header, table.body = joined.header, joined.body
        moments = table.moments()
    join = next((one for one in moments if one + 1 in moments), moments[0])
    leave = next(one for one in moments if one > join)
    headings = [plain(heading).casefold() for heading in table.header]
    upn = next((n for n, heading in enumerate(headings) if _UPN in heading), None)
    emails = [column for column in table.emails() if column != upn]
    name = _name_column(table, join)
    lengths = [leave + 1] if _holds_lengths(table, leave + 1) else []
    taken = {name, join, leave, upn, *emails, *lengths}
    email = emails[0] if emails else None
    if name is None:
        return None
    return _Columns(
        name=name,
        join=join,
        leave=leave,
        length=lengths[0] if lengths else None,
        email=email,
        upn=upn,
        role=_role_column(table, taken - {None}),
    )


def _name_column(table: Table, join: int) -> int | None:
    """Return the column before the join that is no running number."""
    candidates = range(join)
    for column in candidates:
        if table.share(column, read_whole_number) < 0.8 or join == 1:
            return column
    return next(iter(candidates), None)


def _holds_lengths(table: Table, column: int) -> bool:
    """Say whether a column states lengths with units; bare numbers are minutes of Zoom."""
    return (
        table.share(column, lambda cell: re.search(r"\d", cell)) >= 0.8
        and table.share(column, lambda cell: read_whole_number(cell) is None) >= 0.8
        and table.share(column, lambda cell: email_of(cell) is None) >= 0.8
        and table.share(column, lambda cell: read_stamp(cell) is None) >= 0.8
    )


def _role_column(table: Table, taken: set[int | None]) -> int | None:
    """Return the column of roles: known ones, else the last one of few different words."""
    candidates = []
    for column in range(table.width):
        words = table.different(column)
        is_of_words = table.share(column, lambda cell: re.search(r"\d", cell) is None) == 1
        if column not in taken and words and is_of_words and len(words) <= 6:
            candidates.append(column)
    for column in candidates:
        if table.share(column, lambda cell: role_of(cell) is not Role.UNKNOWN) >= 0.5:
            return column
    few = [column for column in candidates if len(table.different(column)) <= 4]
    return few[-1] if few else None


def _rows(table: Table, columns: _Columns) -> list[Row]:
    return [_row(table, columns, cells) for cells in table.body if _is_row(table, columns, cells)]


def _is_row(table: Table, columns: _Columns, cells: Sequence[str]) -> bool:
    """Say whether a row is a stay or a person: a moment, or an address, stands in it."""
    return (
        read_stamp(table.cell(cells, columns.join)) is not None
        or email_of(table.cell(cells, columns.email)) is not None
    )


def _row(table: Table, columns: _Columns, cells: Sequence[str]) -> Row:
    joined = read_stamp(table.cell(cells, columns.join))
    left = read_stamp(table.cell(cells, columns.leave))
    upn = plain(table.cell(cells, columns.upn)).casefold()
    email = email_of(table.cell(cells, columns.email))
    row = Row(
        name=shown_name(table.cell(cells, columns.name)),
        email=email,
        role=role_of(table.cell(cells, columns.role)),
        joined=joined,
        left=left,
        stated=read_length(table.cell(cells, columns.length), near=_near(joined, left)),
    )
    if _GUEST_MARK in upn:
        row.flags.add(Flag.EXT_UPN)
        row.email = email or _guest_address(upn)
    elif email is None:
        row.email = email_of(upn)
    return row


def _near(joined: Stamp | None, left: Stamp | None) -> int | None:
    """Return about how long a stay is within a day, whatever the order of the dates."""
    if joined is None or left is None:
        return None
    first, last = joined.clock, left.clock
    seconds = (last.hour - first.hour) * 3600 + (last.minute - first.minute) * 60
    return (seconds + last.second - first.second) % 86_400


def _guest_address(upn: str) -> str | None:
    """Return the address that the id of a guest's account was made from; a guess.

    >>> _guest_address("oskari.lehtimaki_partner.example#ext#@virtu.example")
    'oskari.lehtimaki@partner.example'
    """
    name, at, domain = upn.partition(_GUEST_MARK)[0].rpartition("_")
    return email_of(f"{name}@{domain}") if at else None


def _as_person(row: Row) -> Row:
    """Return a row of the table of people: its moments are the first and the last of all."""
    return replace(row, joined=None, left=None, first=row.joined, last=row.left)


def _take_emails(draft: Draft, rows: Sequence[Row]) -> None:
    """Give stays without a cell for the address that of the only person of their name."""
    names = Counter(person.name for person in draft.people)
    by_name = {person.name: person for person in draft.people if names[person.name] == 1}
    for row in rows:
        if row.email is None and row.name in by_name:
            row.email = by_name[row.name].email


def _note_shapes(draft: Draft, tables: Sequence[Table], grid: Grid) -> None:
    """Note rows with fewer cells than headings; blank the last cell where the file was cut."""
    for table in tables:
        if any(len(row) < table.width for row in table.body):
            draft.codes.add(Code.SHORT_ROWS)
    last = tables[-1] if tables else None
    if last is None or not grid.is_cut or not last.body or grid.rows[-1] is not last.body[-1]:
        return
    if len(last.body[-1]) < last.width:
        draft.codes.add(Code.FILE_CUT)


def _is_padded(rows: Sequence[list[str]]) -> bool:
    """Say whether lines of two cells are as wide as the table below them."""
    narrow = [row for row in rows if 0 < filled_width(row) <= 2]
    return bool(narrow) and all(len(row) > 2 for row in narrow)


def _heading(lines: Sequence[list[str]]) -> Heading:
    """Return what the lines of the summary say, by the types of their values."""
    pairs = [(plain(line[0]), _value(line)) for line in lines if filled_width(line) > 1]
    moments = [n for n, (_label, value) in enumerate(pairs) if _moment(value) is not None]
    before = pairs[: moments[0]] if moments else pairs
    values = [value for _label, value in before]
    counts = [n for n, value in enumerate(values) if read_whole_number(value) is not None]
    # The number of people stands beside the title: behind it in sections, before it until then.
    count = counts[-1] if counts and (len(counts) == 1 or counts[-1] == len(values) - 1) else None
    if count is not None and len(counts) > 1 and counts[0] == 0 and lines and _is_summary(lines):
        count = 0
    titles = [value for n, value in enumerate(values) if n != count]
    ids = [value for _label, value in pairs if _GUID.fullmatch(value)]
    stamps = [_moment(pairs[place][1]) for place in moments]
    return Heading(
        title=_title(titles[0]) if titles else None,
        start=stamps[0] if stamps else None,
        end=stamps[1] if len(stamps) > 1 else None,
        participants=None if count is None else read_whole_number(values[count]),
        meeting_id=ids[0] if ids else None,
    )


def _is_summary(lines: Sequence[list[str]]) -> bool:
    """Say whether lines are those of the older report, which begins with a bare title line."""
    return filled_width(lines[0]) == 1


def _value(line: Sequence[str]) -> str:
    """Return the value of a line; a date and a time in two cells are one value."""
    if filled_width(line) > 2 and read_day(line[1]) is not None:
        return f"{plain(line[1])} {plain(line[2])}"
    return line[1]


def _moment(value: str) -> Stamp | None:
    return read_stamp(value)


def _title(value: str) -> str | None:
    """Return a title, its line breaks as blanks; Teams writes null for a meeting without one."""
    text = " ".join(re.split(r"\s*[\r\n]+\s*", shown_name(value).strip()))
    return None if text in ("", "null") else text
