"""No small figure of linked tables can be worked out, by whatever sums and differences (R5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.disclosure import Covered, Meeting, Sort, cover, is_small

sorts = st.builds(
    lambda group, site, mode: Sort(
        lines=frozenset((("group", group), ("site", site), ("mode", mode))), part=mode
    ),
    st.sampled_from("AB"),
    st.sampled_from("xyz"),
    st.sampled_from(("room", "remote", "screen")),
)
meetings = st.lists(
    st.dictionaries(sorts, st.integers(1, 9), min_size=1, max_size=6).map(Meeting),
    min_size=1,
    max_size=5,
)

Vector = tuple[int, ...]


def rank(rows: Sequence[Vector]) -> int:
    """Return the rank of a matrix, by Gauss with fractions."""
    left = [[Fraction(number) for number in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            factor = row[column] / pivot[column]
            for place, number in enumerate(pivot):
                row[place] -= factor * number
        found += 1
    return found


def figures(held: Sequence[Meeting]) -> Mapping[tuple[str, ...], tuple[int, Vector]]:
    """Return every figure of the tables: its count, and which of the unknown counts it adds up."""
    unknown = [(place, sort) for place, one in enumerate(held) for sort in one.counts]
    found: dict[tuple[str, ...], tuple[int, Vector]] = {}

    def add(name: tuple[str, ...], vector: Vector) -> None:
        count = sum(
            held[place].counts[sort] * here
            for (place, sort), here in zip(unknown, vector, strict=True)
        )
        found[name] = (count, vector)

    add(("all",), (1,) * len(unknown))
    for line in {line for _place, sort in unknown for line in sort.lines}:
        add(("line", *line), tuple(int(line in sort.lines) for _place, sort in unknown))
    for at, one in enumerate(held):
        add(("whole", str(at)), tuple(int(place == at) for place, _sort in unknown))
        for part in one.parts:
            add(
                ("part", str(at), part),
                tuple(int(place == at and sort.part == part) for place, sort in unknown),
            )
    return found


def is_hidden(name: tuple[str, ...], covered: Covered) -> bool:
    """Say whether a figure is hidden."""
    match name:
        case ("line", table, of):
            return (table, of) in covered.lines
        case ("whole", place):
            return int(place) in covered.wholes
        case ("part", place, _part):
            return int(place) in covered.parts
    return False


@given(meetings)
def test_no_small_figure_is_a_sum_of_shown_ones(held: list[Meeting]) -> None:
    """An attacker who solves all equations learns no small figure."""
    covered = Covered()
    cover(held, covered)

    table = figures(held)
    shown = [
        vector
        for name, (count, vector) in table.items()
        if not is_hidden(name, covered) and not (name == ("all",) and is_small(count))
    ]
    known = rank(shown)
    for name, (count, vector) in table.items():
        if is_small(count) and name != ("all",):
            assert rank([*shown, vector]) > known, name


@given(meetings)
def test_lines_alone_do_not_give_each_other_away(held: list[Meeting]) -> None:
    """Where meetings have no rows only the lines are equations."""
    covered = Covered()
    cover(held, covered, has_wholes=False)

    table = {name: one for name, one in figures(held).items() if name[0] in ("all", "line")}
    shown = [
        vector
        for name, (count, vector) in table.items()
        if not is_hidden(name, covered) and not (name == ("all",) and is_small(count))
    ]
    known = rank(shown)
    for name, (count, vector) in table.items():
        if is_small(count) and name != ("all",):
            assert rank([*shown, vector]) > known, name


def meeting(**counts: int) -> Meeting:
    """Return a meeting of group A in which so many took part in each way."""
    return Meeting(
        {
            Sort(lines=frozenset((("group", "A"), ("mode", mode))), part=mode): count
            for mode, count in counts.items()
        }
    )


def test_nothing_is_hidden_without_need() -> None:
    """Where no figure is small all are shown."""
    covered = Covered()
    cover([meeting(room=9, remote=6), meeting(room=8)], covered)

    assert covered == Covered()


def test_a_small_part_hides_the_row_of_another_meeting() -> None:
    """One meeting's row alone would follow from the sums by mode; the smallest other is taken."""
    covered = Covered()
    cover(
        [meeting(room=9, remote=3), meeting(room=20, remote=9), meeting(room=7, remote=8)], covered
    )

    assert covered == Covered(parts={0, 2})


def test_where_no_other_row_can_be_hidden_the_sums_are() -> None:
    """With one meeting the table by mode says the same as its row."""
    covered = Covered()
    cover([meeting(room=9, remote=3)], covered)

    assert covered.parts == {0}
    assert covered.lines >= {("mode", "remote"), ("mode", "room")}


@pytest.mark.parametrize("count", [0, 5, 40])
def test_nobody_and_many_are_not_few(count: int) -> None:
    """Zero may be shown."""
    assert not is_small(count)
