"""Steps from one list of rows to another: they lead there, and are few."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ui.models.row_steps import (
    RowsAdded,
    RowsMoved,
    RowsRemoved,
    RowStep,
    moved,
    moved_count,
    row_steps,
)

ROWS = st.lists(st.sampled_from("abcdefghijkl"), unique=True)


def walked(old: Sequence[str], new: Sequence[str], steps: Sequence[RowStep]) -> list[str]:
    """Return where steps lead from ``old``, each checked as Qt would."""
    rows = list(old)
    for step in steps:
        match step:
            case RowsRemoved(first, last):
                assert 0 <= first <= last < len(rows)
                del rows[first : last + 1]
            case RowsMoved(first, last, place):
                assert 0 <= first <= last < len(rows)
                assert 0 <= place <= len(rows)
                assert not first <= place <= last + 1
                rows = moved(rows, step)
            case RowsAdded(first, last):
                assert 0 <= first <= len(rows)
                rows[first:first] = new[first : last + 1]
    return rows


@given(ROWS, ROWS)
def test_steps_lead_from_one_list_to_the_other(old: list[str], new: list[str]) -> None:
    """Whatever comes, goes and moves, the steps end at the new list, and each is a legal one."""
    assert walked(old, new, row_steps(old, new)) == new


@given(ROWS, st.integers(0, 11), st.integers(1, 4), st.integers(0, 12))
def test_rows_that_moved_together_are_one_step(
    rows: list[str], first: int, count: int, place: int
) -> None:
    """Dragging rows that stand together is at most one move."""
    last = min(first + count, len(rows)) - 1
    if first > last or first <= place <= last + 1 or place > len(rows):
        return
    wanted = moved(rows, RowsMoved(first, last, place))
    steps = row_steps(rows, wanted)
    assert len(steps) == 1
    assert isinstance(steps[0], RowsMoved)


def test_one_row_that_goes_far_is_one_that_moved() -> None:
    """The count is of the rows that moved, not of those that made room."""
    assert moved_count("abcdef", "bcdefa") == 1
    assert moved_count("abcdef", "efabcd") == 2
    assert moved_count("abcdef", "abcdef") == 0
