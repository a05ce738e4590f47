"""The steps that turn one list of rows into another: removed, moved and added runs of rows.

Views keep what is chosen and where they have scrolled to when a model tells such steps; after a
reset they forget both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class RowsRemoved:
    """The rows ``first`` to ``last`` are gone."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RowsMoved:
    """The rows ``first`` to ``last`` now stand before the one that stood at ``place``."""

    first: int
    last: int
    place: int


@dataclass(frozen=True, slots=True)
class RowsAdded:
    """There are new rows, ``first`` to ``last``."""

    first: int
    last: int


RowStep = RowsRemoved | RowsMoved | RowsAdded


def row_steps(old: Sequence[str], new: Sequence[str]) -> list[RowStep]:
    """Return steps from the ids ``old`` to the ids ``new``, to be taken one after the other.

    As few rows move as possible. No id stands twice in either list.

    >>> row_steps(["a", "b", "c", "d"], ["c", "a", "b", "x"])
    [RowsRemoved(first=3, last=3), RowsMoved(first=2, last=2, place=0), RowsAdded(first=3, last=3)]
    """
    if list(old) == list(new):
        return []
    wanted, known = set(new), set(old)
    gone = [place for place, row in enumerate(old) if row not in wanted]
    added = [place for place, row in enumerate(new) if row not in known]
    # From the end on, so that the places of those before stay what they are.
    steps: list[RowStep] = [RowsRemoved(*run) for run in reversed(runs(gone))]
    steps += _moves([row for row in old if row in wanted], [row for row in new if row in known])
    steps += [RowsAdded(*run) for run in runs(added)]
    return steps


def moved(rows: Sequence[_Row], step: RowsMoved) -> list[_Row]:
    """Return rows after a move."""
    run = rows[step.first : step.last + 1]
    before = [*rows[: step.first], *rows[step.last + 1 :]]
    place = step.place if step.place <= step.first else step.place - len(run)
    return [*before[:place], *run, *before[place:]]


def moved_count(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many rows have to move from one order to the other."""
    places = {row: place for place, row in enumerate(old)}
    return len(new) - len(_longest_rising([places[row] for row in new]))


def _moves(rows: list[str], wanted: list[str]) -> list[RowsMoved]:
    """Return the moves: each row that moves goes behind the one that it is to follow."""
    places = {row: place for place, row in enumerate(rows)}
    staying = _longest_rising([places[row] for row in wanted])
    steps: list[RowsMoved] = []
    target = 0
    while target < len(wanted):
        if places[wanted[target]] in staying:
            target += 1
            continue
        first = rows.index(wanted[target])
        count = 1
        while (
            target + count < len(wanted)
            and first + count < len(rows)
            and rows[first + count] == wanted[target + count]
            and places[wanted[target + count]] not in staying
        ):
            count += 1
        place = rows.index(wanted[target - 1]) + 1 if target else 0
        if not first <= place <= first + count:
            step = RowsMoved(first, first + count - 1, place)
            steps.append(step)
            rows = moved(rows, step)
        target += count
    return steps


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return rising places as runs, first and last of each."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the values of a longest rising part of distinct numbers."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = ends[length - 1] if length else None
        ends[length:] = [place, *ends[length + 1 :]]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
