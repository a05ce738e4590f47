"""What can be said of rooms: explained one by one, and what a change would do to them (B3, B7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.grouping.meetings import Pair, again_weight, pairs_of
from virtu_desktop.domain.grouping.members import (
    Member,
    ModeRule,
    Request,
    Room,
    Round,
    RuleKind,
    frames,
)
from virtu_desktop.domain.people import Mode, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """Why a room is as it is.

    again: pairs that have met before, with how often. modes: how many of each mode. lone: those
    who are alone in their mode among others.
    """

    pairs: int
    again: Mapping[Pair, int]
    modes: Mapping[Mode, int]
    lone: tuple[PersonId, ...]

    @property
    def new_pairs(self) -> int:
        """Return how many pairs meet for the first time."""
        return self.pairs - len(self.again)


def room_facts(
    room: Room, members: Mapping[PersonId, Member], met: Mapping[Pair, int]
) -> RoomFacts:
    """Return the facts of one room; ``met``: meetings before this round."""
    modes = Counter(members[person].mode for person in room)
    lone = [person for person in room if len(room) > 1 and modes[members[person].mode] == 1]
    again = {pair: met[pair] for pair in pairs_of(room) if met.get(pair)}
    return RoomFacts(
        pairs=len(room) * (len(room) - 1) // 2,
        again=again,
        modes=modes,
        lone=tuple(lone),
    )


def lone_people(rounds: Sequence[Round], members: Mapping[PersonId, Member]) -> list[PersonId]:
    """Return who is alone in their mode, once for each room in which they are."""
    return [
        person
        for rooms in rounds
        for room in rooms
        for person in room_facts(room, members, {}).lone
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change does to a round.

    repeats: repeated meetings more, or fewer. lone: people who would newly be alone in their
    mode. rules: kinds of hard rules that would be broken newly. spread: difference between the
    largest and the smallest room afterwards.
    """

    repeats: int
    lone: tuple[PersonId, ...]
    rules: tuple[RuleKind, ...]
    spread: int


def effect_of(
    before: Round,
    after: Round,
    request: Request,
    met: Mapping[Pair, int],
) -> Effect:
    """Return what going from one seating to another does."""
    members = {member.id: member for member in request.members}
    was_lone = set(lone_people([before], members))
    was_broken = set(broken_rules(before, request))
    sizes = [len(room) for room in after if room] or [0]
    return Effect(
        repeats=_met_again(after, met) - _met_again(before, met),
        lone=tuple(p for p in lone_people([after], members) if p not in was_lone),
        rules=tuple(kind for kind in broken_rules(after, request) if kind not in was_broken),
        spread=max(sizes) - min(sizes),
    )


def broken_rules(rooms: Round, request: Request) -> tuple[RuleKind, ...]:
    """Return the kinds of rules that rooms break, each once; absent people break none."""
    room_of = {person: number for number, room in enumerate(rooms) for person in room}
    broken = []
    for rule in request.rules:
        found = [room_of[person] for person in rule.people if person in room_of]
        match rule.kind:
            case RuleKind.TOGETHER | RuleKind.SHARED_SCREEN | RuleKind.SAME_ROOM:
                is_broken = len(set(found)) > 1
            case RuleKind.APART:
                is_broken = len(set(found)) < len(found)
            case RuleKind.HOST | RuleKind.LOCKED:
                is_broken = any(room != rule.room for room in found)
        if is_broken and rule.kind not in broken:
            broken.append(rule.kind)
    return tuple(broken)


def moved(rooms: Round, person: PersonId, to: int) -> Round:
    """Return the rooms with one person in room ``to``, wherever they were before."""
    return tuple(
        (*(other for other in room if other != person), *((person,) if number == to else ()))
        for number, room in enumerate(rooms)
    )


def room_for(newcomer: PersonId, rooms: Round, request: Request, met: Mapping[Pair, int]) -> int:
    """Return the room where a latecomer hurts least; nobody else moves (B3).

    request.members has the newcomer too. In this order: no hard rule broken, nobody alone in
    their mode, fewest repeated meetings (squared), the smaller room, balance.
    """
    members = {member.id: member for member in request.members}
    most = request.largest or request.size

    def lone_in(room: Room) -> int:
        return len(room_facts(room, members, {}).lone)

    def hurt(number: int) -> tuple[int, ...]:
        after = moved(rooms, newcomer, number)
        room = after[number]
        lone = lone_in(room) - lone_in(rooms[number]) if request.mode is not ModeRule.ANY else 0
        mixed = 0
        if request.mode is ModeRule.TOGETHER:
            mixed = sum(members[p].mode is not members[newcomer].mode for p in room)
        return (
            len(broken_rules(after, request)),
            max(0, len(room) - most),
            lone,
            mixed,
            sum(again_weight(met.get(pair, 0)) for pair in pairs_of(room) if newcomer in pair),
            len(room),
            sum(_alike(members[newcomer], members[p], request) for p in room if p != newcomer),
            number,
        )

    return min(range(len(rooms)), key=hurt)


def same_again(last: Round, request: Request, met: Mapping[Pair, int]) -> Round:
    """Return the rooms of last time with those present; the others go where they hurt least."""
    present = {member.id for member in request.members}
    rooms: Round = tuple(tuple(person for person in room if person in present) for room in last)
    rooms = tuple(room for room in rooms if room) or ((),)
    seated = {person for room in rooms for person in room}
    for member in request.members:
        if member.id not in seated:
            rooms = moved(rooms, member.id, room_for(member.id, rooms, request, met))
    return rooms


def fitted(rooms: Round, request: Request, met: Mapping[Pair, int]) -> tuple[Round, list[int]]:
    """Return rooms that were formed ahead with those present, and which of the rooms are left.

    As many stay where they are as the sizes allow: who is absent is taken out, a room too many is
    given up, who has come goes where it hurts least, and sizes differ by 1 at most where no rule
    forbids it.
    """
    present = {member.id for member in request.members}
    held = {rule.room for rule in request.rules_of(RuleKind.HOST, RuleKind.LOCKED)}
    left = list(range(len(rooms)))
    now = [tuple(person for person in room if person in present) for room in rooms]
    frame = next(iter(frames(request)), None)
    while frame is not None and len(now) > max(1, frame.rooms) and not held:
        smallest = min(range(len(now)), key=lambda place: (len(now[place]), -place))
        del now[smallest], left[smallest]
    found: Round = tuple(now)
    seated = {person for room in found for person in room}
    for member in request.members:
        if member.id not in seated:
            found = moved(found, member.id, room_for(member.id, found, request, met))
    return _evened(found, request, met), left


def _evened(rooms: Round, request: Request, met: Mapping[Pair, int]) -> Round:
    """Return rooms whose sizes differ by 1 at most, moving those for whom it hurts least."""
    members = {member.id: member for member in request.members}
    for _ in request.members:
        sizes = [len(room) for room in rooms]
        if max(sizes) - min(sizes) < 2:
            break
        to = sizes.index(min(sizes))
        broken = len(broken_rules(rooms, request))
        movable = [
            after
            for room in rooms
            if len(room) > sizes[to] + 1
            for person in room
            if len(broken_rules(after := moved(rooms, person, to), request)) <= broken
        ]
        if not movable:
            break
        is_any = request.mode is ModeRule.ANY
        rooms = min(
            movable,
            key=lambda after: (
                0 if is_any else len(lone_people([after], members)),
                _met_again(after, met),
            ),
        )
    return rooms


def without(rooms: Round, leaver: PersonId) -> Round:
    """Return the rooms without somebody who has left; an empty room stays."""
    return tuple(tuple(person for person in room if person != leaver) for room in rooms)


def _met_again(rooms: Round, met: Mapping[Pair, int]) -> int:
    return sum(bool(met.get(pair)) for room in rooms for pair in pairs_of(room))


def _alike(one: Member, other: Member, request: Request) -> int:
    return sum(len(one.values(quality) & other.values(quality)) for quality in request.balance)
