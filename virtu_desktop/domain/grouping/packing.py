"""Places for the people that rules speak of: found by search, or proved not to exist (B1)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.grouping.members import (
    Frame,
    Member,
    Request,
    Rule,
    RuleKind,
    frames,
)
from virtu_desktop.domain.people import PersonId

_BINDING = (RuleKind.TOGETHER, RuleKind.SHARED_SCREEN, RuleKind.SAME_ROOM)
_PLACING = (RuleKind.HOST, RuleKind.LOCKED)
_STEPS = 20_000


class Contradiction(ValueError):
    """Rules that cannot all hold; taking any one of them away would help.

    rules: empty when the sizes alone are impossible. frame: the rooms they were tried with.
    """

    def __init__(self, request: Request, rules: tuple[Rule, ...], frame: Frame | None) -> None:
        """Keep what contradicts."""
        super().__init__("the rules contradict each other")
        self.request = request
        self.rules = rules
        self.frame = frame


class TooHard(ValueError):
    """Neither places nor a contradiction were found within the steps of the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """People joined by rules. Indices are places in the request's members.

    people: the members of each unit. of: the unit of each member. pinned: unit to room.
    apart: for each unit the units that must not share its room.
    """

    people: tuple[tuple[int, ...], ...]
    of: tuple[int, ...]
    pinned: dict[int, int]
    apart: tuple[frozenset[int], ...]

    @property
    def bound(self) -> list[int]:
        """Return the units that a rule speaks of; all others fit wherever there is room."""
        return [
            unit
            for unit, people in enumerate(self.people)
            if len(people) > 1 or unit in self.pinned or self.apart[unit]
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """A frame, the units, and the room of every unit that a rule speaks of."""

    frame: Frame
    units: Units
    places: dict[int, int]


def pack(request: Request, rng: random.Random) -> Packing:
    """Return places that keep every rule; raise Contradiction or TooHard.

    Frames are tried in the order of the wish: another number of rooms is better than none.
    """
    choices = frames(request)
    if not choices:
        raise Contradiction(request, (), None)
    undecided = False
    for frame in choices:
        try:
            packing = _packed(request.members, request.rules, frame, rng)
        except TooHard:
            undecided = True
            continue
        if packing is not None:
            return packing
    if undecided:
        raise TooHard
    raise Contradiction(request, _core(request, choices, rng), choices[0])


def _core(request: Request, choices: Iterable[Frame], rng: random.Random) -> tuple[Rule, ...]:
    """Return rules that contradict each other and would not if any of them were away."""
    kept = list(request.rules)
    for rule in request.rules:
        fewer = [other for other in kept if other is not rule]
        if not any(_may_fit(request.members, fewer, frame, rng) for frame in choices):
            kept = fewer
    return tuple(kept)


def _may_fit(
    members: Sequence[Member], rules: Sequence[Rule], frame: Frame, rng: random.Random
) -> bool:
    try:
        return _packed(members, rules, frame, rng) is not None
    except TooHard:
        return True


def _packed(
    members: Sequence[Member], rules: Sequence[Rule], frame: Frame, rng: random.Random
) -> Packing | None:
    units = _joined(members, rules, frame)
    if units is None:
        return None
    places = _places(units, frame, rng)
    return None if places is None else Packing(frame=frame, units=units, places=places)


def _joined(members: Sequence[Member], rules: Sequence[Rule], frame: Frame) -> Units | None:
    """Return the units that the rules make, or None when that alone is impossible."""
    number = {member.id: place for place, member in enumerate(members)}
    leader = list(range(len(members)))

    def lead(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for rule in rules:
        if rule.kind in _BINDING:
            for person in rule.people[1:]:
                leader[lead(number[person])] = lead(number[rule.people[0]])
    heads = sorted({lead(place) for place in range(len(members))})
    unit_of_head = {head: unit for unit, head in enumerate(heads)}
    of = tuple(unit_of_head[lead(place)] for place in range(len(members)))
    people: list[list[int]] = [[] for _ in heads]
    for place, unit in enumerate(of):
        people[unit].append(place)
    if max(map(len, people)) > frame.largest:
        return None
    pinned = _pinned(rules, number, of, frame)
    apart = _apart(rules, number, of, len(heads))
    if pinned is None or apart is None:
        return None
    return Units(people=tuple(map(tuple, people)), of=of, pinned=pinned, apart=apart)


def _pinned(
    rules: Sequence[Rule], number: dict[PersonId, int], of: Sequence[int], frame: Frame
) -> dict[int, int] | None:
    pinned: dict[int, int] = {}
    for rule in rules:
        if rule.kind in _PLACING and rule.room is not None:
            unit = of[number[rule.people[0]]]
            if rule.room >= frame.rooms or pinned.setdefault(unit, rule.room) != rule.room:
                return None
    return pinned


def _apart(
    rules: Sequence[Rule], number: dict[PersonId, int], of: Sequence[int], count: int
) -> tuple[frozenset[int], ...] | None:
    apart: list[set[int]] = [set() for _ in range(count)]
    for rule in rules:
        if rule.kind is not RuleKind.APART:
            continue
        units = [of[number[person]] for person in rule.people]
        if len(set(units)) < len(units):
            return None
        for unit in units:
            apart[unit].update(other for other in units if other != unit)
    return tuple(map(frozenset, apart))


def _places(units: Units, frame: Frame, rng: random.Random) -> dict[int, int] | None:
    """Return a room for each bound unit, or None when there is none; raise TooHard."""
    search = _Search(units, frame, rng)
    return search.places if search.place() else None


class _Search:
    """Tries rooms for one bound unit after the other and goes back where none is left.

    Always takes the unit with the fewest rooms left; of rooms that are alike it tries one.
    """

    def __init__(self, units: Units, frame: Frame, rng: random.Random) -> None:
        self.places: dict[int, int] = {}
        self._units = units
        self._frame = frame
        self._rng = rng
        self._waiting = set(units.bound)
        self._load = [0] * frame.rooms
        self._content: list[set[int]] = [set() for _ in range(frame.rooms)]
        self._named = set(units.pinned.values())
        self._steps = 0

    def place(self) -> bool:
        """Place all units that wait; say whether there is a way."""
        if not self._waiting:
            return True
        self._steps += 1
        if self._steps > _STEPS:
            raise TooHard
        unit, rooms = self._most_pressed()
        self._rng.shuffle(rooms)
        size = len(self._units.people[unit])
        self._waiting.discard(unit)
        for room in rooms:
            self._load[room] += size
            self._content[room].add(unit)
            self.places[unit] = room
            if self.place():
                return True
            self._load[room] -= size
            self._content[room].discard(unit)
            del self.places[unit]
        self._waiting.add(unit)
        return False

    def _most_pressed(self) -> tuple[int, list[int]]:
        """Return the unit with the fewest rooms left, the larger one of equals, and its rooms."""
        best: tuple[tuple[int, int, int], int, list[int]] | None = None
        full = sum(1 for load in self._load if load > self._frame.small)
        for unit in sorted(self._waiting):
            rooms = self._rooms_for(unit, full)
            pressed = (len(rooms), -len(self._units.people[unit]), -len(self._units.apart[unit]))
            if best is None or pressed < best[0]:
                best = pressed, unit, rooms
                if not rooms:
                    break
        assert best is not None
        return best[1], best[2]

    def _rooms_for(self, unit: int, full: int) -> list[int]:
        if unit in self._units.pinned:
            room = self._units.pinned[unit]
            return [room] if self._fits(unit, room, full) else []
        found = []
        has_plain = False
        for room in range(self._frame.rooms):
            # Empty rooms that no rule names are alike: one of them stands for all.
            is_plain = not self._content[room] and room not in self._named
            if is_plain and has_plain:
                continue
            if self._fits(unit, room, full):
                found.append(room)
                has_plain = has_plain or is_plain
        return found

    def _fits(self, unit: int, room: int, full: int) -> bool:
        size = len(self._units.people[unit])
        after = self._load[room] + size
        if after > self._frame.largest:
            return False
        grows = after > self._frame.small >= self._load[room]
        if grows and full >= self._frame.large:
            return False
        return not self._units.apart[unit] & self._content[room]
