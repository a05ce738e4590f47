"""Goes on with exact rounds: finds earlier rounds again in a design, whoever was which point.

Rounds made one by one stay as good as rounds planned together as long as they follow one design.
Nothing is remembered between rounds but who was with whom.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from virtu_desktop.domain.grouping.designs import Class, Design

_STEPS = 1500
_STARTS = 6

# For each person the number of their room in one earlier round, None when they were not there.
Earlier = Sequence[int | None]


def find_points(
    rounds: Design, earlier: Sequence[Earlier], guess: list[int], rng: random.Random
) -> tuple[list[int], frozenset[int]] | None:
    """Return the point of each person and the rounds of the design used up, or None.

    guess: the points to try first, such as those that the same seed gave before. None means
    only that it was not found within the steps: the search is cut short.
    """
    people = len(guess)
    if len(earlier) > len(rounds):
        return None
    used_by_guess = _rounds_used(rounds, earlier, guess)
    if used_by_guess is not None:
        return guess, used_by_guess
    for _ in range(_STARTS):
        search = _Search(rounds, earlier, people, rng)
        if search.place(0):
            used = frozenset(used for used in search.round_of if used is not None)
            return search.points, used
        if not search.is_cut_short:
            return None
    return None


def _rounds_used(
    rounds: Design, earlier: Sequence[Earlier], points: list[int]
) -> frozenset[int] | None:
    """Return which round of the design each earlier round was, or None if one was none of them."""
    used: set[int] = set()
    for rooms in earlier:
        found = next(
            (index for index in range(len(rounds)) if _is_round(rounds[index], rooms, points)), None
        )
        if found is None or found in used:
            return None
        used.add(found)
    return frozenset(used)


def _is_round(blocks: Class, rooms: Earlier, points: list[int]) -> bool:
    """Say whether the rooms lie in blocks of their own."""
    block_at = {point: number for number, block in enumerate(blocks) for point in block}
    pairs = {
        (room, block_at[points[person]]) for person, room in enumerate(rooms) if room is not None
    }
    return len({room for room, _ in pairs}) == len(pairs) == len({block for _, block in pairs})


class _Search:
    """Gives each person a point so that every earlier room lies in one block of one round.

    Two people of one room name a block by their points, and so the round: no guess is needed.
    """

    def __init__(
        self, rounds: Design, earlier: Sequence[Earlier], people: int, rng: random.Random
    ) -> None:
        self.points = [-1] * people
        self.round_of: list[int | None] = [None] * len(earlier)
        self.is_cut_short = False
        self._rounds = rounds
        self._earlier = earlier
        self._rng = rng
        self._steps = 0
        self._free = set(range(people))
        self._block_at = [
            {point: number for number, block in enumerate(blocks) for point in block}
            for blocks in rounds
        ]
        self._common = {
            (one, other): (index, number)
            for index, blocks in enumerate(rounds)
            for number, block in enumerate(blocks)
            for one in block
            for other in block
            if one != other
        }
        self._seated: dict[tuple[int, int], list[int]] = {}
        self._block_of: dict[tuple[int, int], int] = {}
        self._owner: dict[tuple[int, int], int] = {}
        self._order = self._people_by_rooms(people)

    def place(self, at: int) -> bool:
        """Give points to the people from place ``at`` of the order on."""
        if at == len(self._order):
            return True
        person = self._order[at]
        for point in self._candidates(person):
            self._steps += 1
            if self._steps > _STEPS:
                self.is_cut_short = True
                return False
            undo = self._put(person, point)
            if undo is None:
                continue
            if self.place(at + 1):
                return True
            self._take_back(person, point, undo)
            if self.is_cut_short:
                return False
        return False

    def _people_by_rooms(self, people: int) -> list[int]:
        """Return everybody, room by room of the earlier round in which most took part."""
        if not self._earlier:
            return list(range(people))
        fullest = max(self._earlier, key=lambda rooms: sum(room is not None for room in rooms))
        sizes = Counter(fullest)

        def standing(person: int) -> tuple[bool, int, int]:
            room = fullest[person]
            return room is None, -sizes[room], -1 if room is None else room

        return sorted(range(people), key=standing)

    def _candidates(self, person: int) -> list[int]:
        best: set[int] | None = None
        for index, rooms in enumerate(self._earlier):
            room = rooms[person]
            used = self.round_of[index]
            if room is None or used is None or (index, room) not in self._block_of:
                continue
            block = set(self._rounds[used][self._block_of[index, room]])
            best = block if best is None else best & block
        points = sorted(self._free if best is None else best & self._free)
        self._rng.shuffle(points)
        return points

    def _put(self, person: int, point: int) -> list[tuple[int, int, bool]] | None:
        """Seat a person at a point; return what became known by it, or None if it cannot be."""
        known: list[tuple[int, int, bool]] = []
        self.points[person] = point
        self._free.discard(point)
        for index, rooms in enumerate(self._earlier):
            room = rooms[person]
            if room is None:
                continue
            if not self._agrees(index, room, point, known):
                self._seat(person, index)
                self._take_back(person, point, known, upto=index)
                return None
            self._seat(person, index)
        return known

    def _seat(self, person: int, index: int) -> None:
        room = self._earlier[index][person]
        assert room is not None
        self._seated.setdefault((index, room), []).append(self.points[person])

    def _agrees(
        self, index: int, room: int, point: int, known: list[tuple[int, int, bool]]
    ) -> bool:
        seated = self._seated.get((index, room))
        used = self.round_of[index]
        if seated:
            found = self._common.get((seated[0], point))
            if found is None or (used is not None and found[0] != used):
                return False
            block = found[1]
            if used is None:
                if found[0] in self.round_of:
                    return False
                return self._learn(index, found[0], room, known)
        elif used is None:
            return True
        else:
            block = self._block_at[used][point]
        return self._claim(index, room, block, known)

    def _learn(self, index: int, used: int, room: int, known: list[tuple[int, int, bool]]) -> bool:
        """Take it that an earlier round is that round of the design; claim all its blocks."""
        self.round_of[index] = used
        known.append((index, room, True))
        return all(
            self._claim(index, number, self._block_at[used][points[0]], known)
            for (of, number), points in list(self._seated.items())
            if of == index and points
        )

    def _claim(self, index: int, room: int, block: int, known: list[tuple[int, int, bool]]) -> bool:
        if (index, room) in self._block_of:
            return self._block_of[index, room] == block
        if (index, block) in self._owner:
            return False
        self._block_of[index, room] = block
        self._owner[index, block] = room
        known.append((index, room, False))
        return True

    def _take_back(
        self,
        person: int,
        point: int,
        known: Sequence[tuple[int, int, bool]],
        *,
        upto: int | None = None,
    ) -> None:
        last = len(self._earlier) - 1 if upto is None else upto
        for index in range(last + 1):
            room = self._earlier[index][person]
            if room is not None:
                self._seated[index, room].pop()
        for index, room, is_round in reversed(known):
            if is_round:
                self.round_of[index] = None
            else:
                del self._owner[index, self._block_of.pop((index, room))]
        self.points[person] = -1
        self._free.add(point)
