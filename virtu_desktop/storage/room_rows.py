"""Breakout rounds as rows of the library, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from virtu_desktop.domain.grouping.rotation import Method
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, RoomState, RoundId, Seat
from virtu_desktop.domain.time import Duration, Instant, iso_utc, parse_instant

Row = dict[str, Any]
Stored = Mapping[str, Any]


def round_row(session: SessionId, round_: BreakoutRound) -> Row:
    """Return the row of a round."""
    return {
        "id": round_.id,
        "session_id": session,
        "block_id": round_.block,
        "number": round_.number,
        "method": round_.method.value,
        "seed": round_.seed,
        "length_ms": round_.length,
        "return_ms": round_.back,
        "formed_utc": iso_utc(round_.formed),
        "started_utc": _iso(round_.started),
        "ended_utc": _iso(round_.ended),
    }


def room_rows(round_: BreakoutRound) -> list[Row]:
    """Return the rows of the rooms of a round, numbered from 1."""
    return [
        {
            "round_id": round_.id,
            "number": number,
            "name": room.name,
            "place": room.place,
            "extra_ms": room.extra,
            "state": room.state.value,
            "card": room.card,
            "note_id": room.note,
        }
        for number, room in enumerate(round_.rooms, 1)
    ]


def seat_rows(round_: BreakoutRound) -> list[Row]:
    """Return the rows of the seats of a round, in the order in which they were taken."""
    return [
        {
            "id": f"{round_.id}-{place}",
            "round_id": round_.id,
            "room": seat.room + 1,
            "person_id": seat.person,
            "since_utc": iso_utc(seat.since),
            "until_utc": _iso(seat.until),
            "is_locked": int(seat.is_locked),
        }
        for place, seat in enumerate(round_.seats)
    ]


def round_of(row: Stored, rooms: Iterable[Stored], seats: Iterable[Stored]) -> BreakoutRound:
    """Return the round of its rows."""
    return BreakoutRound(
        id=RoundId(row["id"]),
        block=BlockId(row["block_id"]),
        number=row["number"],
        formed=parse_instant(row["formed_utc"]),
        rooms=tuple(_room(room) for room in rooms),
        seats=tuple(_seat(seat) for seat in seats),
        method=Method(row["method"]),
        seed=row["seed"],
        length=Duration(row["length_ms"]),
        back=Duration(row["return_ms"]),
        started=_instant(row["started_utc"]),
        ended=_instant(row["ended_utc"]),
    )


def _room(row: Stored) -> BreakoutRoom:
    return BreakoutRoom(
        name=row["name"],
        place=row["place"],
        extra=Duration(row["extra_ms"]),
        state=RoomState(row["state"]),
        card=row["card"],
        note=None if row["note_id"] is None else NoteId(row["note_id"]),
    )


def _seat(row: Stored) -> Seat:
    return Seat(
        person=PersonId(row["person_id"]),
        room=row["room"] - 1,
        since=parse_instant(row["since_utc"]),
        until=_instant(row["until_utc"]),
        is_locked=bool(row["is_locked"]),
    )


def _iso(at: Instant | None) -> str | None:
    return None if at is None else iso_utc(at)


def _instant(text: str | None) -> Instant | None:
    return None if text is None else parse_instant(text)
