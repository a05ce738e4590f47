"""What earlier runs of a block say about its length (T12)."""

from __future__ import annotations

import pytest

from tests.builders import mins
from virtu_desktop.domain.memory import EarlierRun, median_minutes


@pytest.mark.parametrize(
    ("took", "median"),
    [
        ([31], 31),
        ([31, 34], 33),
        ([31, 33], 32),
        ([20, 31, 90], 31),
        ([90, 20, 31], 31),
        ([10.5], 11),
        ([10.4], 10),
        ([0, 0], 0),
    ],
)
def test_median_is_in_whole_minutes(took: list[float], median: int) -> None:
    """One run that went wrong does not move it; halves are rounded up."""
    runs = [EarlierRun(planned=mins(25), took=mins(count)) for count in took]

    assert median_minutes(runs) == mins(median)


def test_no_runs_say_nothing() -> None:
    """A block that never ran has no median."""
    assert median_minutes([]) is None
