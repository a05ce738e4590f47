"""Who has met whom: counts of meetings of pairs over rounds (B1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from virtu_desktop.domain.grouping.members import Room, Round
from virtu_desktop.domain.people import PersonId

Pair = tuple[PersonId, PersonId]


def pairs_of(room: Room) -> Iterator[Pair]:
    """Yield the pairs of a room, each in the order of its ids."""
    return combinations(sorted(room), 2)


def meetings(rounds: Iterable[Round]) -> Counter[Pair]:
    """Return how often each pair has been in one room."""
    return Counter(pair for rooms in rounds for room in rooms for pair in pairs_of(room))


def repeats(rounds: Iterable[Round], history: Iterable[Round] = ()) -> int:
    """Return how many meetings of ``rounds`` are of pairs that had met before them."""
    met = set(meetings(history))
    again = 0
    for rooms in rounds:
        pairs = [pair for room in rooms for pair in pairs_of(room)]
        again += sum(pair in met for pair in pairs)
        met.update(pairs)
    return again


def meeting_table(people: Sequence[PersonId], rounds: Iterable[Round]) -> list[list[int]]:
    """Return a square of meeting counts, in the order of ``people``; others are left out."""
    number = {person: place for place, person in enumerate(people)}
    table = [[0] * len(people) for _ in people]
    for rooms in rounds:
        for room in rooms:
            here = [number[person] for person in room if person in number]
            for one, other in combinations(here, 2):
                table[one][other] += 1
                table[other][one] += 1
    return table


def again_weight(met: int) -> int:
    """Return what another meeting adds to the squared repeats of a pair that has met before."""
    return 2 * met - 1 if met else 0
