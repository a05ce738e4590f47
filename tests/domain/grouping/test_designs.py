"""Exact rounds: every pair of every design counted, and the designs found again in a history."""

from __future__ import annotations

import itertools
import random

import pytest

from virtu_desktop.domain.grouping.continuing import find_points
from virtu_desktop.domain.grouping.designs import Design, design, design_for
from virtu_desktop.domain.grouping.fields import ring
from virtu_desktop.domain.grouping.members import Frame

# (groups, size): rounds that are made; the published table has no more for any of them.
MADE = {
    (3, 3): 4,
    (4, 3): 4,
    (5, 3): 7,
    (6, 3): 8,
    (7, 3): 10,
    (8, 3): 11,
    (9, 3): 13,
    (10, 3): 14,
    (4, 4): 5,
    (5, 4): 5,
    (6, 4): 7,
    (7, 4): 9,
    (8, 4): 10,
    (9, 4): 11,
    (5, 5): 6,
    (6, 5): 6,
    (7, 5): 7,
    (8, 5): 8,
    (9, 5): 9,
    (10, 5): 9,
    (7, 7): 8,
    (8, 8): 9,
    (9, 9): 10,
}


def repeated(rounds: Design) -> int:
    """Return how many pairs of points share a block more than once."""
    pairs = [
        pair
        for blocks in rounds
        for block in blocks
        for pair in itertools.combinations(sorted(block), 2)
    ]
    return len(pairs) - len(set(pairs))


@pytest.mark.parametrize("size", range(2, 9))
@pytest.mark.parametrize("groups", range(1, 17))
def test_every_design_seats_everybody_and_repeats_no_pair(groups: int, size: int) -> None:
    """Each round has all points once, in full blocks, and no two points meet twice."""
    rounds = design(groups, size)

    assert rounds
    for blocks in rounds:
        assert sorted(itertools.chain(*blocks)) == list(range(groups * size))
        assert {len(block) for block in blocks} == {size}
    assert repeated(rounds) == 0


@pytest.mark.parametrize(("shape", "most"), MADE.items(), ids=str)
def test_designs_are_as_long_as_the_best_known(shape: tuple[int, int], most: int) -> None:
    """The constructions reach the published table."""
    assert len(design(*shape)) == most


@pytest.mark.parametrize("groups", range(1, 26))
def test_pairs_meet_everybody(groups: int) -> None:
    """The circle method lets everybody meet everybody once."""
    assert len(design(groups, 2)) == 2 * groups - 1


@pytest.mark.parametrize("people", range(4, 40))
@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_uneven_rooms_come_from_full_designs(people: int, size: int) -> None:
    """With places free the sizes are those of the frame, and still no pair repeats."""
    frame = Frame(people, -(-people // size))

    rounds = design_for(frame)

    for blocks in rounds:
        assert sorted(map(len, blocks), reverse=True) == list(frame.sizes)
        assert sorted(itertools.chain(*blocks)) == list(range(people))
    assert repeated(rounds) == 0


@pytest.mark.parametrize("size", [2, 3, 4, 5, 7, 8, 9, 16, 25])
def test_fields_can_be_divided_in(size: int) -> None:
    """Every product by an element other than zero is a permutation."""
    field = ring(size)

    for row in field.times[1:]:
        assert sorted(row) == list(range(size))
    for row in field.plus:
        assert sorted(row) == list(range(size))


def test_products_of_fields_have_a_spread() -> None:
    """Differences of the spread elements of a ring that is no field can be divided by."""
    numbers = ring(15)
    minus = {numbers.plus[a][b]: (a, b) for a in range(15) for b in range(15)}
    assert minus
    for one, other in itertools.permutations(numbers.spread, 2):
        difference = next(x for x in range(15) if numbers.plus[other][x] == one)
        assert sorted(numbers.times[difference]) == list(range(15))


@pytest.mark.parametrize(("groups", "size"), [(3, 3), (5, 3), (4, 4), (5, 4), (8, 4), (6, 2)])
def test_rounds_of_a_design_are_found_again(groups: int, size: int) -> None:
    """Whoever was which point: a history made of a design goes on in it to its last round."""
    rounds = design(groups, size)
    people = groups * size
    points = random.Random(5).sample(range(people), people)
    history = []
    for blocks in rounds[:-1]:
        at = {point: number for number, block in enumerate(blocks) for point in block}
        history.append([at[points[person]] for person in range(people)])

        found = find_points(rounds, history, list(range(people)), random.Random(7))

        assert found is not None
        where, used = found
        assert len(used) == len(history)
        assert sorted(where) == list(range(people))
        for index, blocks_left in enumerate(rounds):
            if index not in used:
                block_of = {p: n for n, block in enumerate(blocks_left) for p in block}
                seats = [block_of[where[person]] for person in range(people)]
                assert not any(
                    seats[a] == seats[b] and earlier[a] == earlier[b]
                    for earlier in history
                    for a, b in itertools.combinations(range(people), 2)
                )


def test_a_history_of_no_design_is_not_found() -> None:
    """A pair that has met twice is in no design."""
    rounds = design(3, 3)
    twice = [[0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 1, 1, 1, 2, 2, 2, 0]]

    assert find_points(rounds, twice, list(range(9)), random.Random(1)) is None
