"""One round being improved: people in rooms, exchanged as long as that makes the goals better.

Works on numbers: places in the list of members, rooms from 0. Every exchange keeps the hard rules,
so that a seating that began right stays right (B1).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Weights = list[list[int]]

_LOOK_EVERY = 1000
_WORK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What no exchange may change.

    movable: people who may go alone, neither bound to others nor to a room. blocks: those who
    move only together. apart: for each person the people who must not be in the same room.
    small: the size that no room may go below; one person more is the most.
    """

    movable: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    apart: tuple[frozenset[int], ...]
    small: int
    sizes_differ: bool


class Seating:
    """Who is in which room, and what it costs.

    weights: for each pair what their being in one room costs. modes: a number for each person.
    lone_weight: what a person alone in their mode costs; 0 when that does not matter.
    """

    def __init__(
        self,
        rooms: Sequence[Sequence[int]],
        limits: Limits,
        modes: Sequence[int],
        lone_weight: int,
    ) -> None:
        """Begin with rooms that keep the limits."""
        self.rooms = [list(room) for room in rooms]
        self.limits = limits
        self._room_of = [0] * sum(map(len, rooms))
        self._modes = modes
        self._lone_weight = lone_weight if len(set(modes)) > 1 else 0
        self._mode_count = max(modes, default=0) + 1
        self._count_all()

    def put_back(self, rooms: Sequence[Sequence[int]]) -> None:
        """Take another seating of the same people."""
        self.rooms = [list(room) for room in rooms]
        self._count_all()

    def copy(self) -> list[tuple[int, ...]]:
        """Return the rooms as they are."""
        return [tuple(room) for room in self.rooms]

    def cost(self, weights: Weights) -> int:
        """Return what the whole seating costs."""
        pairs = sum(
            weights[room[i]][room[j]]
            for room in self.rooms
            for i in range(len(room))
            for j in range(i)
        )
        return pairs + self._lone_weight * self.lone()

    def lone(self) -> int:
        """Return how many people are alone in their mode among others."""
        return sum(map(_lone, self._counts))

    def improve(
        self,
        weights: Weights,
        rng: random.Random,
        *,
        effort: int,
        heat: tuple[float, float],
        ignore_below: int = 0,
        is_over: Callable[[], bool] = lambda: False,
    ) -> int:
        """Try exchanges and return the change of the cost; accept losses as the heat allows.

        effort: how much to do; passing over somebody is 1, working out an exchange ``_WORK``.
        heat: the first and the last temperature, in units of the weights. ignore_below: people
        who cost less than that in their room are mostly left alone.
        """
        limits = self.limits
        movable = limits.movable
        if not movable and not limits.blocks:
            return 0
        temperature, last = heat
        cooling = (last / temperature) ** (_LOOK_EVERY / max(effort, _LOOK_EVERY))
        change = 0
        people = len(self._room_of)
        room_of, rooms = self._room_of, self.rooms
        draw = rng.random
        has_lone = bool(self._lone_weight)
        count = len(movable)
        step = spent = 0
        look_at = _LOOK_EVERY
        while spent < effort:
            step += 1
            spent += 1
            if spent >= look_at:
                look_at += _LOOK_EVERY
                temperature *= cooling
                if is_over():
                    break
            if limits.blocks and (step % 8 == 0 or count < 2):
                spent += 4 * _WORK
                change += self._move_block(weights, rng, temperature)
                continue
            if has_lone and count > 1 and step % 6 == 3:
                spent += 4 * _WORK
                change += self._move_two(weights, rng, temperature)
                continue
            if limits.sizes_differ and count and step % 8 == 1:
                spent += _WORK
                change += self._move_one(weights, rng, temperature)
                continue
            one = movable[int(draw() * count)]
            home = room_of[one]
            row = weights[one]
            here = rooms[home]
            leaving = 0
            for other in here:
                leaving += row[other]
            if leaving < ignore_below and draw() < 0.9 and not has_lone:
                continue
            other = int(draw() * people)
            away = room_of[other]
            if away == home or not self._may_move[other]:
                continue
            spent += _WORK
            back = weights[other]
            there = rooms[away]
            delta = -leaving - 2 * row[other]
            for person in here:
                delta += back[person]
            for person in there:
                delta += row[person] - back[person]
            if has_lone and self._modes[one] != self._modes[other]:
                delta += self._lone_change(one, other, home, away)
            if delta > 0 and draw() >= math.exp(-delta / temperature):
                continue
            if not self._may_swap(one, other, home, away):
                continue
            self._swap(one, other)
            change += delta
        return change

    def _count_all(self) -> None:
        self._counts: list[list[int]] = []
        for number, room in enumerate(self.rooms):
            counts = [0] * self._mode_count
            for person in room:
                self._room_of[person] = number
                counts[self._modes[person]] += 1
            self._counts.append(counts)
        self._may_move = [False] * len(self._room_of)
        for person in self.limits.movable:
            self._may_move[person] = True

    def _lone_change(self, one: int, other: int, home: int, away: int) -> int:
        before = _lone(self._counts[home]) + _lone(self._counts[away])
        self._swap_counts(one, other, home, away)
        after = _lone(self._counts[home]) + _lone(self._counts[away])
        self._swap_counts(other, one, home, away)
        return self._lone_weight * (after - before)

    def _swap_counts(self, leaves: int, comes: int, home: int, away: int) -> None:
        modes = self._modes
        self._counts[home][modes[leaves]] -= 1
        self._counts[away][modes[comes]] -= 1
        self._counts[home][modes[comes]] += 1
        self._counts[away][modes[leaves]] += 1

    def _may_swap(self, one: int, other: int, home: int, away: int) -> bool:
        apart = self.limits.apart
        if apart[one] and any(p in apart[one] for p in self.rooms[away] if p != other):
            return False
        return not (apart[other] and any(p in apart[other] for p in self.rooms[home] if p != one))

    def _move_one(self, weights: Weights, rng: random.Random, temperature: float) -> int:
        """Try to move one person from a larger room to a smaller one."""
        small = self.limits.small
        person = rng.choice(self.limits.movable)
        home, away = self._room_of[person], rng.randrange(len(self.rooms))
        here, there = self.rooms[home], self.rooms[away]
        if len(here) == small or len(there) > small:
            return 0
        row = weights[person]
        delta = sum(row[other] for other in there) - sum(row[other] for other in here)
        if self._lone_weight:
            before = _lone(self._counts[home]) + _lone(self._counts[away])
            self._move_count(person, home, away)
            after = _lone(self._counts[home]) + _lone(self._counts[away])
            self._move_count(person, away, home)
            delta += self._lone_weight * (after - before)
        if delta > 0 and rng.random() >= math.exp(-delta / temperature):
            return 0
        if self._breaks_apart([person], there):
            return 0
        here.remove(person)
        there.append(person)
        self._room_of[person] = away
        self._move_count(person, home, away)
        return delta

    def gather(self, weights: Weights) -> None:
        """Take people out of being alone in their mode, the best exchange for each in turn."""
        if not self._lone_weight:
            return
        for _ in range(len(self._room_of)):
            before = self.lone()
            for room in range(len(self.rooms)):
                if _lone(self._counts[room]):
                    self._gather_in(room, weights)
            if self.lone() >= before:
                return

    def _gather_in(self, home: int, weights: Weights) -> None:
        """Carry out the exchange with this room that takes most people out of being alone."""
        best: tuple[tuple[int, int], int, int] | None = None
        for one in self.rooms[home]:
            if not self._may_move[one]:
                continue
            for other in self.limits.movable:
                away = self._room_of[other]
                if away == home or self._modes[one] == self._modes[other]:
                    continue
                change = self._lone_change(one, other, home, away)
                if change >= 0 or not self._may_swap(one, other, home, away):
                    continue
                key = change, sum(weights[one][person] for person in self.rooms[away])
                if best is None or key < best[0]:
                    best = key, one, other
        if best is not None:
            self._swap(best[1], best[2])

    def _swap(self, one: int, other: int) -> None:
        home, away = self._room_of[one], self._room_of[other]
        here, there = self.rooms[home], self.rooms[away]
        here[here.index(one)] = other
        there[there.index(other)] = one
        self._room_of[one], self._room_of[other] = away, home
        self._swap_counts(one, other, home, away)

    def _move_count(self, person: int, home: int, away: int) -> None:
        mode = self._modes[person]
        self._counts[home][mode] -= 1
        self._counts[away][mode] += 1

    def _move_two(self, weights: Weights, rng: random.Random, temperature: float) -> int:
        """Try to exchange two people of one mode for two others, so that nobody is left alone."""
        home, away = rng.randrange(len(self.rooms)), rng.randrange(len(self.rooms))
        if home == away:
            return 0
        leaving, coming = self._two_of(home, rng), self._two_of(away, rng)
        if leaving is None or coming is None:
            return 0
        return self._exchange(weights, rng, temperature, home, leaving, away, coming)

    def _two_of(self, room: int, rng: random.Random) -> list[int] | None:
        """Return two movable people of one mode in a room, or None where there are none."""
        people = [person for person in self.rooms[room] if self._may_move[person]]
        rng.shuffle(people)
        for one in people[:2]:
            for other in people:
                if other != one and self._modes[other] == self._modes[one]:
                    return [one, other]
        return None

    def _move_block(self, weights: Weights, rng: random.Random, temperature: float) -> int:
        """Try to exchange people who move together for as many others of another room."""
        blocks = self.limits.blocks
        if not blocks:
            return 0
        block = rng.choice(blocks)
        home = self._room_of[block[0]]
        away = rng.randrange(len(self.rooms))
        if away == home:
            return 0
        others = self._as_many(away, len(block), rng)
        if others is None:
            return 0
        return self._exchange(weights, rng, temperature, home, list(block), away, others)

    def _as_many(self, room: int, count: int, rng: random.Random) -> list[int] | None:
        """Return ``count`` people of a room who may leave it, or None when they do not add up."""
        block_of = {person: block for block in self.limits.blocks for person in block}
        waiting = list(self.rooms[room])
        rng.shuffle(waiting)
        chosen: list[int] = []
        for person in waiting:
            if person in chosen:
                continue
            group = block_of.get(person, (person,) if self._may_move[person] else ())
            if group and len(chosen) + len(group) <= count:
                chosen += group
        return chosen if len(chosen) == count else None

    def _exchange(
        self,
        weights: Weights,
        rng: random.Random,
        temperature: float,
        home: int,
        leaving: list[int],
        away: int,
        coming: list[int],
    ) -> int:
        """Exchange people of two rooms if the rules and the heat allow; return the change."""
        here = [person for person in self.rooms[home] if person not in leaving] + coming
        there = [person for person in self.rooms[away] if person not in coming] + leaving
        if self._breaks_apart(coming, here) or self._breaks_apart(leaving, there):
            return 0
        before = self._cost_of(self.rooms[home], weights) + self._cost_of(self.rooms[away], weights)
        delta = self._cost_of(here, weights) + self._cost_of(there, weights) - before
        if delta > 0 and rng.random() >= math.exp(-delta / temperature):
            return 0
        self.rooms[home], self.rooms[away] = here, there
        for number in (home, away):
            counts = [0] * self._mode_count
            for person in self.rooms[number]:
                self._room_of[person] = number
                counts[self._modes[person]] += 1
            self._counts[number] = counts
        return delta

    def _breaks_apart(self, people: Sequence[int], room: Sequence[int]) -> bool:
        apart = self.limits.apart
        return any(apart[person] and not apart[person].isdisjoint(room) for person in people)

    def _cost_of(self, room: Sequence[int], weights: Weights) -> int:
        cost = 0
        counts = [0] * self._mode_count
        for place, person in enumerate(room):
            counts[self._modes[person]] += 1
            row = weights[person]
            for other in room[:place]:
                cost += row[other]
        return cost + self._lone_weight * _lone(counts)


def _lone(counts: Sequence[int]) -> int:
    """Return how many modes of a room have one person only, if there are others in it."""
    return counts.count(1) if sum(counts) > 1 else 0
