"""How long the same block took in earlier runs (T12)."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from virtu_desktop.domain.time import MINUTE, Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRun:
    """One earlier run of a block: planned and actual milliseconds, and the group that ran it."""

    planned: Duration
    took: Duration
    group: str = ""


def median_minutes(runs: Sequence[EarlierRun]) -> Duration | None:
    """Return the median of the actual times in whole minutes (half up), None without runs.

    >>> runs = [EarlierRun(planned=Duration(0), took=Duration(n * MINUTE)) for n in (31, 34)]
    >>> median_minutes(runs) // MINUTE
    33
    """
    if not runs:
        return None
    middle = statistics.median(run.took for run in runs)
    return Duration(int((middle + MINUTE // 2) // MINUTE) * MINUTE)
