"""Rounds in which nobody meets anybody twice, made exactly: points instead of people (B2).

Sources: the circle method for pairs; transversal designs over finite rings, completed to affine
planes where groups and their number are equal; rounds that are developed by turning one base
round, whose differences are all distinct; and for 32 people a difference family over a group.
A test of its own counts every pair of every design.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import combinations

from virtu_desktop.domain.grouping.fields import ring
from virtu_desktop.domain.grouping.members import Frame

Block = tuple[int, ...]
Class = tuple[Block, ...]
Design = tuple[Class, ...]

_MOST_GROUPS = 50
_TRIES = 60

# (groups, size): turning by how much, and base rounds. The points of one column are the numbers
# from k * turn to (k + 1) * turn - 1; those after the last full column stay where they are.
_DEVELOPED: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {
    (4, 3): (
        4,
        ("0,6,10 1,4,5 2,3,11 7,8,9",),
    ),
    (5, 3): (
        7,
        ("0,8,13 1,10,11 2,7,14 3,4,6 5,9,12",),
    ),
    (6, 3): (
        4,
        (
            "0,11,16 1,5,10 2,7,15 3,6,13 4,14,17 8,9,12",
            "0,3,15 1,11,17 2,4,10 5,6,9 7,12,16 8,13,14",
        ),
    ),
    (6, 4): (
        7,
        ("0,7,16,21 1,5,6,19 2,8,12,13 3,11,15,23 4,9,14,22 10,17,18,20",),
    ),
    (6, 5): (
        6,
        ("0,4,21,24,25 1,9,16,23,29 2,3,7,13,15 5,6,8,18,19 10,11,14,26,28 12,17,20,22,27",),
    ),
    (7, 3): (
        5,
        (
            "0,7,11 1,4,15 2,5,10 3,13,18 6,9,19 8,17,20 12,14,16",
            "0,17,18 1,2,6 3,12,20 4,5,11 7,10,14 8,9,15 13,16,19",
        ),
    ),
    (7, 4): (
        9,
        ("0,5,6,9 1,16,23,24 2,4,12,21 3,17,19,27 7,18,22,25 8,10,15,20 11,13,14,26",),
    ),
    (8, 3): (
        11,
        ("0,5,15 1,2,9 3,12,17 4,16,20 6,8,19 7,14,22 10,18,23 11,13,21",),
    ),
    (9, 3): (
        13,
        ("0,8,11 1,10,21 2,15,26 3,4,18 5,23,24 6,12,22 7,16,19 9,13,17 14,20,25",),
    ),
    (9, 4): (
        11,
        (
            "0,19,26,35 1,3,23,28 2,10,11,16 4,5,9,20 6,13,24,34 7,17,31,33 "
            "8,21,27,29 12,22,25,32 14,15,18,30",
        ),
    ),
    (10, 3): (
        14,
        ("0,10,11 1,9,27 2,17,23 3,8,14 4,26,29 5,7,21 6,15,28 12,22,25 13,16,18 19,20,24",),
    ),
    (10, 5): (
        9,
        (
            "0,10,28,34,35 1,12,19,42,49 2,6,8,11,23 3,22,27,37,47 4,17,31,39,48 "
            "5,18,25,43,44 7,14,15,38,40 9,24,30,36,45 13,21,32,41,46 "
            "16,20,26,29,33",
        ),
    ),
    (10, 6): (
        7,
        (
            "0,9,11,23,29,30 1,21,33,36,50,58 2,8,26,35,42,48 3,13,15,17,18,45 "
            "4,12,20,40,41,51 5,10,16,27,53,55 6,32,34,44,47,52 7,14,22,31,39,56 "
            "19,24,38,43,54,57 25,28,37,46,49,59",
        ),
    ),
}


@cache
def design(groups: int, size: int) -> Design:
    """Return as many rounds of ``groups`` blocks of ``size`` as can be made; may be one only."""
    if groups < 1 or size < 1:
        raise ValueError("a round has at least one group, and a group at least one person")
    if groups == 1 or size == 1 or groups > _MOST_GROUPS:
        return (tuple(tuple(range(at, at + size)) for at in range(0, groups * size, size)),)
    if size == 2:
        return _circle(groups)
    known = [_transversal(groups, size)]
    if (groups, size) == (8, 4):
        known.append(_translated())
    if (groups, size) in _DEVELOPED:
        known.append(_developed(groups * size, *_DEVELOPED[groups, size]))
    return max(known, key=len)


def _circle(groups: int) -> Design:
    """Return all pairs of ``2 * groups`` points: one stands still, the others walk round it."""
    turn = 2 * groups - 1
    rounds = []
    for step in range(turn):
        pairs = [(step, turn)]
        pairs += [((step + k) % turn, (step - k) % turn) for k in range(1, groups)]
        rounds.append(tuple(pairs))
    return tuple(rounds)


def _transversal(groups: int, size: int) -> Design:
    """Return rounds whose blocks take one point of each of ``size`` columns of ``groups`` points.

    Two points of different columns meet once, in the round whose slope leads from one to the
    other. Points of one column never do, so the columns have rounds of their own where the size
    divides them.
    """
    numbers = ring(groups)
    columns = numbers.spread[:size]
    rounds: list[Class] = []
    if len(columns) == size:
        for slope in range(groups):
            rounds.append(
                tuple(
                    tuple(
                        column * groups + numbers.plus[start][numbers.times[slope][place]]
                        for column, place in enumerate(columns)
                    )
                    for start in range(groups)
                )
            )
    if groups % size == 0 and rounds:
        for inner in design(groups // size, size):
            rounds.append(
                tuple(
                    tuple(column * groups + point for point in block)
                    for column in range(size)
                    for block in inner
                )
            )
    if not rounds:
        rounds.append(tuple(tuple(range(at * size, (at + 1) * size)) for at in range(groups)))
    return tuple(rounds)


def _developed(points: int, turn: int, bases: Sequence[str]) -> Design:
    """Return the rounds that each base round gives, turned by 0 to ``turn`` - 1."""
    moving = points // turn * turn
    rounds: list[Class] = []
    for base in bases:
        blocks = [tuple(map(int, block.split(","))) for block in base.split()]
        for by in range(turn):
            rounds.append(tuple(_turned(block, by, turn, moving) for block in blocks))
    return tuple(rounds)


# The group Z8 x| Z4 of order 32 in which (a, b)(c, d) = (a + 3^b c, b + d). No two of the quotients
# x / y of elements of one block are equal, none is in the two subgroups, and only (0, 2) is left.
# Beside each block stands a subgroup that has one element of every coset in it.
_BLOCKS = (
    (((0, 0), (0, 1), (1, 0), (5, 3)), tuple((a, b) for a in (0, 2, 4, 6) for b in (0, 2))),
    (
        ((0, 0), (1, 2), (3, 0), (7, 3)),
        ((0, 0), (0, 2), (1, 1), (1, 3), (4, 0), (4, 2), (5, 1), (5, 3)),
    ),
)
_SUBGROUPS = (((0, 0), (2, 0), (4, 0), (6, 0)), ((0, 0), (4, 2), (7, 1), (3, 3)))


def _translated() -> Design:
    """Return the ten rounds of 32 points in fours: blocks moved by all elements of a group.

    Nobody meets one single other person. Ten is the most there can be; the search for them was
    long known as the social golfer problem.
    """

    def times(x: tuple[int, int], y: tuple[int, int]) -> tuple[int, int]:
        return (x[0] + 3 ** x[1] * y[0]) % 8, (x[1] + y[1]) % 4

    def point(element: tuple[int, int]) -> int:
        return element[0] * 4 + element[1]

    elements = [(a, b) for a in range(8) for b in range(4)]
    rounds: list[Class] = []
    for block, subgroup in _BLOCKS:
        left = list(elements)
        while left:
            moved = [times(step, left[0]) for step in subgroup]
            left = [element for element in left if element not in moved]
            rounds.append(tuple(tuple(point(times(own, by)) for own in block) for by in moved))
    for subgroup in _SUBGROUPS:
        cosets = {frozenset(point(times(own, by)) for own in subgroup) for by in elements}
        rounds.append(tuple(sorted(tuple(sorted(coset)) for coset in cosets)))
    return tuple(rounds)


def _turned(block: Block, by: int, turn: int, moving: int) -> Block:
    return tuple(
        point if point >= moving else point // turn * turn + (point % turn + by) % turn
        for point in block
    )


@cache
def design_for(frame: Frame) -> Design:
    """Return rounds of the frame's sizes without a repeated pair, the points counted from 0.

    Rooms with one person less come from a design of full rooms: as many points are left out as
    places, and the rounds stay in which no block loses two of them.
    """
    if frame.largest < 2:
        return ()
    full = design(frame.rooms, frame.largest)
    places_free = frame.rooms - frame.large if frame.large else 0
    if not places_free:
        return full
    points = frame.rooms * frame.largest
    choices: list[Sequence[int]] = [
        range(places_free),
        range(points - places_free, points),
    ]
    rng = random.Random(points)
    choices += [_scattered(full, points, places_free, rng) for _ in range(_TRIES)]
    return max((_without(full, set(left_out)) for left_out in choices), key=len)


def _scattered(rounds: Design, points: int, count: int, rng: random.Random) -> list[int]:
    """Return points of which few pairs share a block: each next one the best of a sample."""
    blocks = [[set(block) for block in blocks] for blocks in rounds]
    chosen = [rng.randrange(points)]
    while len(chosen) < count:
        sample = [point for point in range(points) if point not in chosen]
        spoiled = {
            point: sum(
                any(point in block and not block.isdisjoint(chosen) for block in round_)
                for round_ in blocks
            )
            for point in rng.sample(sample, min(8, len(sample)))
        }
        chosen.append(min(spoiled, key=spoiled.__getitem__))
    return chosen


def _without(rounds: Design, left_out: set[int]) -> Design:
    """Return the rounds in which no block loses two points, their other points numbered anew."""
    points = sorted({point for block in rounds[0] for point in block} - left_out)
    number = {point: place for place, point in enumerate(points)}
    kept = []
    for blocks in rounds:
        if max(sum(point in left_out for point in block) for block in blocks) < 2:
            kept.append(
                tuple(tuple(number[p] for p in block if p not in left_out) for block in blocks)
            )
    return tuple(kept)


def repeated_pairs(rounds: Design) -> int:
    """Return how many pairs of points meet again in a design: 0 in every one made here."""
    met: set[tuple[int, int]] = set()
    count = 0
    for blocks in rounds:
        for block in blocks:
            for pair in combinations(sorted(block), 2):
                count += pair in met
                met.add(pair)
    return count
