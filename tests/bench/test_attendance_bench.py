"""How long a report of 5,000 people takes to read (bar: 2 s).

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import pytest

from tests.bench.figures import note_times
from tests.exchange.attendance.samples import ZONE, sample
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.exchange.attendance.lengths import read_length
from virtu_desktop.exchange.attendance.moments import read_clock, read_stamp
from virtu_desktop.exchange.attendance.read import read_report

pytestmark = pytest.mark.bench

TIMES = 10


def test_report_of_five_thousand() -> None:
    """Read the largest sample again and again, each time with nothing remembered."""
    data = sample("nasty_5000_participants")
    clock = SystemClock()
    took: list[float] = []
    for _time in range(TIMES):
        for remembered in (read_stamp, read_clock, read_length):
            remembered.cache_clear()
        begin = clock.read().monotonic
        report = read_report(data, zone=ZONE)
        took.append(clock.read().monotonic - begin)
        assert len(report.people) == 5000

    note_times("attendance report of 5,000 people (5,550 joins) read", took, bar="2 s")
