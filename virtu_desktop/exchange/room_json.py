"""Breakout rounds in the JSON of a record."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from virtu_desktop.domain.grouping.rotation import Method
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, RoomState, RoundId, Seat
from virtu_desktop.domain.time import Duration, iso_utc, parse_instant
from virtu_desktop.exchange.json_parts import instant_or_none, iso_or_none


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is written is what is read: nothing more, nothing else."""


class RoomPart(_Part, frozen=True):
    """One room; note: the one that its result card became, unless that is private."""

    name: str
    place: str = ""
    extra_ms: int = 0
    state: RoomState = RoomState.WORKING
    card: str = ""
    note: str | None = None


class SeatPart(_Part, frozen=True):
    """One stay in a room, which is counted from 1."""

    person: str
    room: int
    since: str
    until: str | None = None
    is_locked: bool = False


class RoundPart(_Part, frozen=True):
    """One round of a breakout block."""

    id: str
    block: str
    number: int
    method: Method
    seed: int
    length_ms: int
    return_ms: int
    formed: str
    rooms: list[RoomPart]
    seats: list[SeatPart]
    started: str | None = None
    ended: str | None = None


def round_part(round_: BreakoutRound, public: Collection[NoteId]) -> RoundPart:
    """Return a round as it is written; ``public``: the notes that the record has."""
    return RoundPart(
        id=round_.id,
        block=round_.block,
        number=round_.number,
        method=round_.method,
        seed=round_.seed,
        length_ms=round_.length,
        return_ms=round_.back,
        formed=iso_utc(round_.formed),
        rooms=[
            RoomPart(
                name=room.name,
                place=room.place,
                extra_ms=room.extra,
                state=room.state,
                card=room.card,
                note=room.note if room.note in public else None,
            )
            for room in round_.rooms
        ],
        seats=[
            SeatPart(
                person=seat.person,
                room=seat.room + 1,
                since=iso_utc(seat.since),
                until=iso_or_none(seat.until),
                is_locked=seat.is_locked,
            )
            for seat in round_.seats
        ],
        started=iso_or_none(round_.started),
        ended=iso_or_none(round_.ended),
    )


def read_round(part: RoundPart) -> BreakoutRound:
    """Return the round of a part; raise ValueError when it cannot be."""
    if any(not 1 <= seat.room <= len(part.rooms) for seat in part.seats):
        raise ValueError(f"round {part.id!r} has a seat in a room that is not there")
    return BreakoutRound(
        id=RoundId(part.id),
        block=BlockId(part.block),
        number=part.number,
        method=part.method,
        seed=part.seed,
        length=Duration(part.length_ms),
        back=Duration(part.return_ms),
        formed=parse_instant(part.formed),
        rooms=tuple(
            BreakoutRoom(
                name=room.name,
                place=room.place,
                extra=Duration(room.extra_ms),
                state=room.state,
                card=room.card,
                note=None if room.note is None else NoteId(room.note),
            )
            for room in part.rooms
        ),
        seats=tuple(
            Seat(
                person=PersonId(seat.person),
                room=seat.room - 1,
                since=parse_instant(seat.since),
                until=instant_or_none(seat.until),
                is_locked=seat.is_locked,
            )
            for seat in part.seats
        ),
        started=instant_or_none(part.started),
        ended=instant_or_none(part.ended),
    )
