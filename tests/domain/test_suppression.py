"""Small cells are hidden so that nobody can work them out from the total (R5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.suppression import SMALLEST_SHOWN, hidden, shown

counts = st.lists(st.integers(0, 40), max_size=8)


@given(counts)
def test_no_small_count_is_shown(column: list[int]) -> None:
    """Every figure that is shown is 0 or at least five."""
    assert all(count is None or count == 0 or count >= SMALLEST_SHOWN for count in shown(column))


@given(counts)
def test_the_total_does_not_give_a_hidden_count_away(column: list[int]) -> None:
    """Never is one count hidden alone where another could have been hidden with it."""
    marks = hidden(column)
    others = [count for count, mark in zip(column, marks, strict=True) if count and not mark]

    if sum(marks) == 1:
        assert others == []
    if any(marks) and others:
        together = sum(count for count, mark in zip(column, marks, strict=True) if mark)
        assert together >= SMALLEST_SHOWN


@given(st.lists(st.integers(SMALLEST_SHOWN, 40) | st.just(0)))
def test_nothing_is_hidden_without_need(column: list[int]) -> None:
    """Where no count is small all are shown."""
    assert not any(hidden(column))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([3], (None,)),
        ([12, 3], (None, None)),
        ([12, 3, 9, 20], (12, None, None, 20)),
        ([1, 1, 30, 40], (None, None, None, 40)),
        ([2, 4, 30], (None, None, 30)),
        ([0, 5, 6], (0, 5, 6)),
        ([], ()),
    ],
)
def test_the_smallest_others_are_hidden_with_it(
    column: list[int], expected: tuple[int | None, ...]
) -> None:
    """As few as are needed, the smallest first."""
    assert shown(column) == expected
