"""Rounds from those present: exact where there is a construction, searched elsewhere (B1, B2).

The same request, seed and effort give the same rounds: the work is counted, not timed. ``is_over``
is only a brake; when it had to be used, the answer says so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from virtu_desktop.domain.grouping.continuing import find_points
from virtu_desktop.domain.grouping.designs import Class, design_for
from virtu_desktop.domain.grouping.goals import goals_of, mode_numbers
from virtu_desktop.domain.grouping.meetings import meeting_table
from virtu_desktop.domain.grouping.members import Request, Round
from virtu_desktop.domain.grouping.mode_shares import Shares, mode_shares
from virtu_desktop.domain.grouping.packing import Packing, pack
from virtu_desktop.domain.grouping.seating import Limits, Seating, Weights

Rooms = list[tuple[int, ...]]

# Effort that even a slow laptop brings up in a millisecond.
PER_MILLISECOND = 600
USUAL_EFFORT = 300 * PER_MILLISECOND

# One round is cooled down so often from a new start; heat in units of the goal at stake.
_COOLINGS = 4
_HOT = 0.9
_HOT_TOGETHER = 0.7
_COLD = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Formed:
    """Rounds in the order of the request's members' rooms; stopped_early: the brake was used."""

    rounds: tuple[Round, ...]
    stopped_early: bool = False


def form_rounds(
    request: Request,
    count: int = 1,
    *,
    seed: int = 0,
    effort: int = USUAL_EFFORT,
    is_over: Callable[[], bool] = lambda: False,
) -> Formed:
    """Return ``count`` rounds that keep all rules; raise Contradiction or TooHard.

    effort: work for each round, as ``Seating.improve`` counts it.
    """
    rng = random.Random(seed)
    work = _Work(request, pack(request, rng), seed, rng, effort, is_over)
    rounds = work.plan(count)
    people = [member.id for member in request.members]
    return Formed(
        rounds=tuple(
            tuple(tuple(people[place] for place in sorted(room)) for room in rooms)
            for rooms in rounds
        ),
        stopped_early=work.is_stopped,
    )


class _Work:
    """Forms the rounds of one request."""

    def __init__(
        self,
        request: Request,
        packing: Packing,
        seed: int,
        rng: random.Random,
        effort: int,
        is_over: Callable[[], bool],
    ) -> None:
        self.is_stopped = False
        self._request = request
        self._packing = packing
        self._frame = packing.frame
        self._seed = seed
        self._rng = rng
        self._effort = effort
        self._brake = is_over
        self._goals = goals_of(request, packing.frame)
        self._modes = mode_numbers(request.members)
        self._limits = _limits(packing)
        people = [member.id for member in request.members]
        self._people = len(people)
        self._met = meeting_table(people, request.history)

    def plan(self, count: int) -> list[Rooms]:
        """Return the rounds: one design for all of them if it serves, else what search finds."""
        exact = self._exact(count)
        if exact is not None and self._is_enough(exact, count):
            return exact
        found = [self._searched(count, [])]
        if exact is not None:
            found.append(exact if len(exact) == count else self._searched(count, exact))
        return min(found, key=self._cost)

    def _is_over(self) -> bool:
        self.is_stopped = self.is_stopped or self._brake()
        return self.is_stopped

    # Exact rounds

    def _exact(self, count: int) -> list[Rooms] | None:
        """Return rounds of a design that goes on from the history; fewer where it has fewer."""
        if self._packing.units.bound:
            return None
        design = design_for(self._frame)
        earlier = self._earlier()
        guess = list(range(self._people))
        random.Random(f"points {self._seed}").shuffle(guess)
        found = find_points(design, earlier, guess, self._rng)
        if found is None:
            return None
        points, used = found
        free = [blocks for index, blocks in enumerate(design) if index not in used]
        self._rng.shuffle(free)
        chosen = free[:count]
        if not chosen:
            return None
        if not earlier:
            points = self._well_placed(points, chosen)
        elif self._goals.has_balance or self._goals.lone:
            chosen = sorted(free, key=lambda blocks: self._unlike(blocks, points))[:count]
        return [self._seated(blocks, points) for blocks in chosen]

    def _earlier(self) -> list[list[int | None]]:
        """Return the room of each member in the earlier rounds in which members met."""
        number = {member.id: place for place, member in enumerate(self._request.members)}
        earlier = []
        for rooms in self._request.history:
            of: list[int | None] = [None] * self._people
            met = False
            for room, people in enumerate(rooms):
                here = [number[person] for person in people if person in number]
                met = met or len(here) > 1
                for place in here:
                    of[place] = room
            if met:
                earlier.append(of)
        return earlier

    def _seated(self, blocks: Class, points: Sequence[int]) -> Rooms:
        person_at = {point: person for person, point in enumerate(points)}
        rooms = [tuple(person_at[point] for point in block) for block in blocks]
        self._rng.shuffle(rooms)
        return rooms

    def _unlike(self, blocks: Class, points: Sequence[int]) -> int:
        person_at = {point: person for person, point in enumerate(points)}
        return sum(self._room_cost([person_at[p] for p in block]) for block in blocks)

    def _room_cost(self, room: Sequence[int]) -> int:
        """Return what a room costs apart from repeated meetings."""
        alike = self._goals.alike
        cost = sum(alike[one][other] for one, other in combinations(room, 2))
        if self._goals.lone and len(room) > 1:
            modes = [self._modes[person] for person in room]
            cost += self._goals.lone * sum(modes.count(mode) == 1 for mode in modes)
        return cost

    def _well_placed(self, points: list[int], chosen: Sequence[Class]) -> list[int]:
        """Return points exchanged between people until modes and balance are as good as found.

        Exchanging points changes who is in which room, never that nobody meets twice.
        """
        if not any(map(any, self._goals.alike)) and len(set(self._modes)) < 2:
            return points
        person_at = [0] * len(points)
        for person, point in enumerate(points):
            person_at[point] = person
        blocks_of: list[list[tuple[int, ...]]] = [[] for _ in points]
        for blocks in chosen:
            for block in blocks:
                for point in block:
                    blocks_of[point].append(block)

        def cost_at(one: int, other: int) -> int:
            blocks = {*blocks_of[one], *blocks_of[other]}
            return sum(self._room_cost([person_at[point] for point in block]) for block in blocks)

        for step in range(self._effort // 60):
            if step % 64 == 0 and self._is_over():
                break
            one, other = self._rng.randrange(len(points)), self._rng.randrange(len(points))
            if one == other:
                continue
            before = cost_at(one, other)
            person_at[one], person_at[other] = person_at[other], person_at[one]
            if cost_at(one, other) > before:
                person_at[one], person_at[other] = person_at[other], person_at[one]
        for point, person in enumerate(person_at):
            points[person] = point
        return points

    def _is_enough(self, exact: list[Rooms], count: int) -> bool:
        """Say whether exact rounds need no comparison with searched ones.

        Where most pairs will have met, leaving the design for a better balance would be paid
        with repeated meetings in the rounds to come.
        """
        if len(exact) < count:
            return False
        goals = self._goals
        others = sum(self._room_cost(room) for rooms in exact for room in rooms)
        if others >= goals.again * count and (goals.lone or goals.mixing):
            return False
        if not goals.has_balance:
            return True
        so_far = len(self._request.history) + count
        return so_far * self._frame.pairs * 4 > self._people * (self._people - 1)

    # Searched rounds

    def _searched(self, count: int, first: list[Rooms]) -> list[Rooms]:
        """Return rounds one after the other, then improved together if any pair meets again."""
        met = [list(row) for row in self._met]
        for rooms in first:
            _count(met, rooms, 1)
        seatings = []
        rest = count - len(first)
        for _ in range(rest):
            seating = self._next_seating(met, self._effort if rest == 1 else self._effort // 2)
            _count(met, seating.rooms, 1)
            seatings.append(seating)
        if len(seatings) > 1:
            self._improve_together(seatings, met)
        return first + [seating.copy() for seating in seatings]

    def _next_seating(self, met: list[list[int]], effort: int) -> Seating:
        """Return the best of some seatings that were cooled down one after the other."""
        goals = self._goals
        weights = self._weights(met)
        units = [unit for unit in (4 * goals.mixing, goals.again) if unit]
        units += [1] if goals.has_balance else []
        best: tuple[int, Rooms] | None = None
        for _ in range(_COOLINGS):
            seating = Seating(self._filled(weights), self._limits, self._modes, goals.lone)
            for unit in units:
                seating.gather(weights)
                self._cool(seating, weights, unit, effort // (_COOLINGS * len(units)))
            seating.gather(weights)
            cost = seating.cost(weights)
            if best is None or cost < best[0]:
                best = cost, seating.copy()
            if self._is_over() or (best[0] < goals.again and not goals.has_balance):
                break
        assert best is not None
        seating.put_back(best[1])
        return seating

    def _cool(self, seating: Seating, weights: Weights, unit: int, effort: int) -> None:
        """Improve a seating while the heat goes down from about one ``unit`` to almost none."""
        seating.improve(
            weights,
            self._rng,
            effort=effort,
            heat=(_HOT * unit, _COLD * unit),
            ignore_below=unit if unit > 1 else 0,
            is_over=self._is_over,
        )

    def _improve_together(self, seatings: list[Seating], met: list[list[int]]) -> None:
        """Improve rounds in turn, each with the others as they are, while the heat goes down."""
        again = self._goals.again
        cost = self._cost_together(seatings)
        best = cost, [seating.copy() for seating in seatings]
        each = max(300, 20 * self._people)
        visits = self._effort * len(seatings) // (2 * each)
        for visit in range(visits):
            if best[0] < again or self._is_over():
                break
            heat = again * _HOT_TOGETHER * (_COLD / _HOT_TOGETHER) ** (visit / visits)
            seating = seatings[visit % len(seatings)]
            _count(met, seating.rooms, -1)
            cost += seating.improve(
                self._weights(met),
                self._rng,
                effort=each,
                heat=(heat, heat),
                ignore_below=again,
            )
            _count(met, seating.rooms, 1)
            if cost < best[0]:
                best = cost, [seating.copy() for seating in seatings]
        for seating, rooms in zip(seatings, best[1], strict=True):
            seating.put_back(rooms)

    def _weights(self, met: list[list[int]]) -> Weights:
        """Return what each pair costs; those whom a rule joins cost nothing wherever they are."""
        weights = self._goals.weights(met)
        for people in self._limits.blocks:
            for one in people:
                for other in people:
                    weights[one][other] = 0
        return weights

    def _cost_together(self, seatings: Sequence[Seating]) -> int:
        return self._cost([seating.copy() for seating in seatings])

    def _cost(self, rounds: Sequence[Rooms]) -> int:
        """Return what rounds cost one after the other."""
        met = [list(row) for row in self._met]
        cost = 0
        for rooms in rounds:
            seating = Seating(rooms, self._limits, self._modes, self._goals.lone)
            cost += seating.cost(self._weights(met))
            _count(met, rooms, 1)
        return cost

    def _filled(self, weights: Weights) -> Rooms:
        """Return rooms with everybody where the rules or the fewest meetings want them.

        Those who have met most are seated first, as they are the hardest to place. Where nobody
        should be alone in their mode, each room takes so many of each mode that nobody is.
        """
        frame, units = self._frame, self._packing.units
        rooms: list[list[int]] = [[] for _ in range(frame.rooms)]
        for unit, number in self._packing.places.items():
            rooms[number] += units.people[unit]
        free = [
            people[0]
            for unit, people in enumerate(units.people)
            if unit not in self._packing.places
        ]
        self._rng.shuffle(free)
        free.sort(key=lambda person: -sum(weights[person]))
        shares = self._shares(rooms) if self._goals.lone else None
        for person in free:
            row = weights[person]
            number = min(
                self._open_rooms(rooms, person, shares),
                key=lambda at: (
                    sum(row[other] for other in rooms[at]),
                    len(rooms[at]),
                    self._rng.random(),
                ),
            )
            rooms[number].append(person)
        return [tuple(room) for room in rooms]

    def _open_rooms(
        self, rooms: list[list[int]], person: int, shares: list[Shares] | None
    ) -> list[int]:
        """Return the rooms that have a place for a person, of their mode if that is settled."""
        if shares is not None:
            mode = self._modes[person]
            return [
                number
                for number, room in enumerate(rooms)
                if sum(self._modes[other] == mode for other in room) < shares[number][mode]
            ]
        full = sum(len(room) > self._frame.small for room in rooms)
        most = self._frame.small + (full < self._frame.large)
        return [number for number, room in enumerate(rooms) if len(room) < most]

    def _shares(self, rooms: list[list[int]]) -> list[Shares] | None:
        """Return how many of each mode go into each room, or None when that cannot be said."""
        kinds = max(self._modes, default=0) + 1
        if len(set(self._modes)) < 2:
            return None
        placed = [
            tuple(sum(self._modes[person] == mode for person in room) for mode in range(kinds))
            for room in rooms
        ]
        sizes = [self._frame.small] * len(rooms)
        order = sorted(range(len(rooms)), key=lambda at: (-len(rooms[at]), self._rng.random()))
        for number in order[: self._frame.large]:
            sizes[number] += 1
        totals = tuple(self._modes.count(mode) for mode in range(kinds))
        is_apart = bool(self._goals.mixing)
        return mode_shares(sizes, placed, totals, self._rng, apart=is_apart)


def _count(met: list[list[int]], rooms: Iterable[Sequence[int]], by: int) -> None:
    """Add a round to the meetings, or take it out again."""
    for room in rooms:
        for one in room:
            row = met[one]
            for other in room:
                if other != one:
                    row[other] += by


def _limits(packing: Packing) -> Limits:
    units = packing.units
    apart: list[frozenset[int]] = [frozenset()] * len(units.of)
    for unit, people in enumerate(units.people):
        others = frozenset(p for other in units.apart[unit] for p in units.people[other])
        for person in people:
            apart[person] = others
    loose = [people for unit, people in enumerate(units.people) if unit not in units.pinned]
    return Limits(
        movable=tuple(people[0] for people in loose if len(people) == 1),
        blocks=tuple(people for people in loose if len(people) > 1),
        apart=tuple(apart),
        small=packing.frame.small,
        sizes_differ=bool(packing.frame.large),
    )
