"""Learning dashboards of BigBlueButton: the CSV of its page, and the JSON behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from virtu_desktop.exchange.attendance.cells import plain, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.grid import Grid
from virtu_desktop.exchange.attendance.lengths import read_length
from virtu_desktop.exchange.attendance.moments import Stamp, read_stamp
from virtu_desktop.exchange.attendance.report import Code, Format, Kind, Role
from virtu_desktop.exchange.attendance.words import are_english, is_yes, is_yes_or_no

_FIXED = 12
_JOIN, _LEFT, _LENGTH = 9, 10, 11
_QUOTED = '","'
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_dashboard(grid: Grid) -> Draft | None:
    """Return the CSV of a dashboard, or None when the file is none.

    The first twelve columns are fixed; what follows are polls, whose questions may hold commas
    that shift the heading.
    """
    lines = grid.text.split("\n")
    rows = [_cells(line) for line in lines[1:] if line.strip()] if len(lines) > 1 else []
    if not any(map(_is_person, rows)):
        rows = grid.rows[1:]
    people = [row for row in rows if _is_person(row)]
    if not people or len(people) + 1 < len([row for row in rows if any(map(plain, row))]):
        return None
    header = grid.rows[0]
    draft = Draft(
        format=Format.BBB_CSV,
        is_english=are_english(list(header[:_FIXED])),
        has_stays=False,
    )
    if len(header) > max(map(len, people)):
        draft.codes.add(Code.WIDE_HEADER)
    if any(_is_nobody(row) for row in rows):
        draft.codes.add(Code.ANONYMOUS_ROW)
    draft.rows = [
        Row(
            name=shown_name(row[0]),
            role=Role.MODERATOR if is_yes(row[1]) else Role.ATTENDEE,
            first=read_stamp(row[_JOIN]),
            last=read_stamp(row[_LEFT]),
            stated=read_length(row[_LENGTH]),
        )
        for row in people
    ]
    return draft


def _cells(line: str) -> list[str]:
    """Return the cells of a line; quotes inside them are not doubled."""
    text = line.strip()
    return text[1:-1].split(_QUOTED) if len(text) > 1 and text[0] == text[-1] == '"' else []


def _is_person(row: Sequence[str]) -> bool:
    return (
        len(row) >= _FIXED
        and is_yes_or_no(row[1])
        and read_stamp(row[_JOIN]) is not None
        and (read_stamp(row[_LEFT]) is not None or plain(row[_LEFT]) in ("", "-"))
        and (read_length(row[_LENGTH]) is not None or plain(row[_LENGTH]) in ("", "-"))
    )


def _is_nobody(row: Sequence[str]) -> bool:
    """Say whether a row gathers the secret answers: a word, and nothing in the fixed columns."""
    return len(row) >= _FIXED and bool(plain(row[0])) and not any(map(plain, row[1:_FIXED]))


class _Session(msgspec.Struct):
    registered: int | None = msgspec.field(default=None, name="registeredOn")
    left: int | None = msgspec.field(default=None, name="leftOn")


class _Connection(msgspec.Struct):
    registered: int | None = msgspec.field(default=None, name="registeredOn")
    left: int | None = msgspec.field(default=None, name="leftOn")
    sessions: list[_Session] = msgspec.field(default_factory=list)


class _User(msgspec.Struct):
    name: str = ""
    account: str | None = msgspec.field(default=None, name="extId")
    is_moderator: bool = msgspec.field(default=False, name="isModerator")
    is_caller: bool = msgspec.field(default=False, name="isDialIn")
    connections: dict[str, _Connection] = msgspec.field(default_factory=dict, name="intIds")
    registered: int | None = msgspec.field(default=None, name="registeredOn")
    left: int | None = msgspec.field(default=None, name="leftOn")


class _Dashboard(msgspec.Struct):
    users: dict[str, _User]
    name: str = ""
    created: int | None = msgspec.field(default=None, name="createdOn")
    ended: int | None = msgspec.field(default=None, name="endedOn")


def read_dashboard_json(text: str) -> Draft | None:
    """Return the JSON of a dashboard, or None when the text is none.

    A missing or zero end means: still inside.
    """
    try:
        data = msgspec.json.decode(text, type=_Dashboard, strict=False)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    draft = Draft(
        format=Format.BBB_JSON,
        is_utc=True,
        heading=Heading(
            title=data.name.strip() or None, start=_stamp(data.created), end=_stamp(data.ended)
        ),
        codes={Code.UTC_TIMES},
    )
    for user in data.users.values():
        for begun, ended in _sessions(user):
            row = Row(
                name=shown_name(user.name),
                account=user.account or None,
                role=Role.MODERATOR if user.is_moderator else Role.ATTENDEE,
                joined=_stamp(begun),
                left=_stamp(ended),
                kind=Kind.PHONE if user.is_caller else None,
            )
            draft.rows.append(row)
    return draft if draft.rows else None


def _sessions(user: _User) -> list[tuple[int | None, int | None]]:
    found: list[tuple[int | None, int | None]] = []
    for connection in user.connections.values():
        parts = connection.sessions or [_Session(connection.registered, connection.left)]
        found += [(part.registered, part.left) for part in parts if part.registered]
    if not found and user.registered:
        found.append((user.registered, user.left))
    return found


def _stamp(milliseconds: int | None) -> Stamp | None:
    """Return the moment of milliseconds since 1970, whole seconds; None for none."""
    if not milliseconds or not 0 < milliseconds < 4_102_444_800_000:
        return None
    return read_stamp((_EPOCH + timedelta(seconds=milliseconds // 1000)).isoformat())
