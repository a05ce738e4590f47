"""The rooms of a breakout block: who sits where, since when, and how long each room has (B5, T8).

Frozen values and pure functions; ``now`` is passed in. Rooms are numbered from 0. Units:
milliseconds, UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import NewType

from virtu_desktop.domain.grouping.meetings import pairs_of
from virtu_desktop.domain.grouping.members import Round
from virtu_desktop.domain.grouping.rotation import Method
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import MINUTE, Duration, Instant

RoundId = NewType("RoundId", str)

USUAL_RETURN = Duration(MINUTE)
LAST_CALL = Duration(MINUTE)


class RoomState(StrEnum):
    """What a room has said of itself."""

    WORKING = "working"
    HELP = "help"
    DONE = "done"


class Call(StrEnum):
    """What the rooms are called for. BACK: their time is over."""

    HALF = "half"
    LAST = "last"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakoutRoom:
    """One room. place: where it is, or the link of its meeting.

    extra: milliseconds more or less than the round's time. card: what came out of it, the text of
    its result card; note: the note of the session that the card became.
    """

    name: str
    place: str = ""
    extra: Duration = Duration(0)
    state: RoomState = RoomState.WORKING
    card: str = ""
    note: NoteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody's stay in one room; until: None while it lasts. is_locked: a shuffle leaves it."""

    person: PersonId
    room: int
    since: Instant
    until: Instant | None = None
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakoutRound:
    """One round of a breakout block.

    number: from 1, among the rounds of the block. length: how long each room has, without its
    own extra. back: how long coming back takes. started: when the rooms were sent out, or None.
    ended: when they were called back, or None. seats: in the order in which they were taken.
    """

    id: RoundId
    block: BlockId
    number: int
    formed: Instant
    rooms: tuple[BreakoutRoom, ...]
    seats: tuple[Seat, ...] = ()
    method: Method = Method.GROUPS
    seed: int = 0
    length: Duration = Duration(0)
    back: Duration = USUAL_RETURN
    started: Instant | None = None
    ended: Instant | None = None

    @property
    def is_out(self) -> bool:
        """Say whether the rooms work now."""
        return self.started is not None and self.ended is None

    @property
    def people(self) -> Round:
        """Return who sits in each room now."""
        rooms: list[list[PersonId]] = [[] for _ in self.rooms]
        for seat in self.seats:
            if seat.until is None:
                rooms[seat.room].append(seat.person)
        return tuple(map(tuple, rooms))

    @property
    def seated(self) -> dict[PersonId, int]:
        """Return the room of everybody who sits in one now."""
        return {seat.person: seat.room for seat in self.seats if seat.until is None}

    @property
    def locked(self) -> frozenset[PersonId]:
        """Return who stays when the rest is shuffled."""
        return frozenset(s.person for s in self.seats if s.is_locked and s.until is None)


def room_end(round_: BreakoutRound, room: int, paused: Duration = Duration(0)) -> Instant | None:
    """Return when a room's time is over, or None before the start; paused: since the start."""
    if round_.started is None:
        return None
    return Instant(round_.started + round_.length + round_.rooms[room].extra + paused)


def all_back(round_: BreakoutRound, paused: Duration = Duration(0)) -> Instant | None:
    """Return when everybody is back: the latest end of a room with people, plus the return."""
    people = round_.people
    with_people = [room for room in range(len(round_.rooms)) if people[room]]
    ends = [room_end(round_, room, paused) for room in with_people or range(len(round_.rooms))]
    known = [end for end in ends if end is not None]
    return Instant(max(known) + round_.back) if known else None


def call_due(
    round_: BreakoutRound, room: int, now: Instant, paused: Duration = Duration(0)
) -> Call | None:
    """Return the call that a room has passed last, or None: half-time, last minute, over."""
    end = room_end(round_, room, paused)
    if end is None or round_.started is None or round_.ended is not None:
        return None
    if now >= end:
        return Call.BACK
    length = round_.length + round_.rooms[room].extra
    if end - now <= LAST_CALL < length:
        return Call.LAST
    return Call.HALF if end - now <= length // 2 else None


def calls_of(
    round_: BreakoutRound, now: Instant, paused: Duration = Duration(0)
) -> dict[int, Call | None]:
    """Return the call that each working room has passed last.

    A room that is done, or in which nobody sits, needs no call.
    """
    people = round_.people
    return {
        number: call_due(round_, number, now, paused)
        for number, room in enumerate(round_.rooms)
        if round_.is_out and people[number] and room.state is not RoomState.DONE
    }


def with_people(round_: BreakoutRound, rooms: Round, at: Instant) -> BreakoutRound:
    """Return the round with people seated as in ``rooms``.

    Before the start nobody has sat anywhere: seats are simply taken. After it, who moves or goes
    ends one stay, which remains in the record.
    """
    old = {seat.person: seat for seat in round_.seats if seat.until is None}
    new: list[Seat] = []
    for number, room in enumerate(rooms):
        for person in room:
            seat = old.pop(person, None)
            if seat is None:
                new.append(Seat(person=person, room=number, since=at))
            elif seat.room != number:
                old[person] = seat
                new.append(replace(seat, room=number, since=at))
            else:
                new.append(seat)
    past = [seat for seat in round_.seats if seat.until is not None]
    if round_.started is not None:
        past += [replace(seat, until=at) for seat in old.values() if seat.since < at]
    return replace(round_, seats=(*past, *new))


def with_room(round_: BreakoutRound, number: int, room: BreakoutRoom) -> BreakoutRound:
    """Return the round with one room changed."""
    return replace(round_, rooms=(*round_.rooms[:number], room, *round_.rooms[number + 1 :]))


def with_lock(round_: BreakoutRound, person: PersonId, *, is_locked: bool) -> BreakoutRound:
    """Return the round with somebody locked to the room, or free again."""
    return replace(
        round_,
        seats=tuple(
            replace(seat, is_locked=is_locked)
            if seat.person == person and seat.until is None
            else seat
            for seat in round_.seats
        ),
    )


def with_seats_merged(round_: BreakoutRound, gone: PersonId, kept: PersonId) -> BreakoutRound:
    """Return the round with the seats of one person as those of another."""
    return replace(
        round_,
        seats=tuple(
            replace(seat, person=kept) if seat.person == gone else seat for seat in round_.seats
        ),
    )


def met_in(round_: BreakoutRound) -> Round:
    """Return who was in one room at the same time, as rooms of two and more for the history.

    People who stayed throughout are one room; who came later or left earlier makes pairs of their
    own with those who were there meanwhile. Rounds that were never started had no meetings.
    """
    if round_.started is None:
        return ()
    found: list[tuple[PersonId, ...]] = []
    for number in range(len(round_.rooms)):
        seats = [seat for seat in round_.seats if seat.room == number]
        if all(seat.until is None for seat in seats):
            found.append(tuple(dict.fromkeys(seat.person for seat in seats)))
            continue
        pairs = {
            (one.person, other.person) if one.person < other.person else (other.person, one.person)
            for one, other in combinations(seats, 2)
            if one.person != other.person and _overlap(one, other)
        }
        found += sorted(pairs)
    return tuple(room for room in found if len(room) > 1)


def _overlap(one: Seat, other: Seat) -> bool:
    latest = max(one.since, other.since)
    return all(seat.until is None or latest < seat.until for seat in (one, other))


def history(rounds: Iterable[BreakoutRound]) -> tuple[Round, ...]:
    """Return the meetings of rounds, for grouping; those without any are left out."""
    found = (met_in(round_) for round_ in rounds)
    return tuple(rooms for rooms in found if rooms)


def repeated_pairs(round_: BreakoutRound, met: Mapping[tuple[PersonId, PersonId], int]) -> int:
    """Return how many pairs that sit together now have met before."""
    return sum(bool(met.get(pair)) for room in round_.people for pair in pairs_of(room))
