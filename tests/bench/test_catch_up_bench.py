"""How long projection and catch-up take for a plan of 1,000 blocks (T7: at most 100 ms).

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.builders import plan
from virtu_desktop.domain.catch_up import catch_up
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import MINUTE, Instant
from virtu_desktop.domain.timeline import TimelineState, fold, project

pytestmark = pytest.mark.bench

COUNT = 1000


def _flexible(place: int) -> str:
    return f"b{place} 1/0" if place % 3 else f"b{place} 2/1"


def _optional(place: int) -> str:
    return f"{_flexible(place)} ?{1 + place % 3}"


def _fixed(place: int) -> str:
    clock = place + place // 3 + (1 if place % 3 else 0)
    mark = f" @{clock // 60 % 24:02}:{clock % 60:02}" if place % 4 == 0 and clock < 840 else ""
    return f"{_optional(place)}{mark}"


def _late(planned: Plan, *, started: bool) -> tuple[TimelineState, Instant]:
    """Return a state that is 90 minutes late, before the start or in the first block."""
    now = Instant(planned.start + 90 * MINUTE)
    begun = [Event(at=now, type=EventType.START, block=BlockId("b0"))] if started else []
    return fold(planned, begun), now


@pytest.mark.parametrize("words", [_flexible, _optional, _fixed], ids=["trim", "drop", "fixed"])
@pytest.mark.parametrize("started", [True, False], ids=["running", "not started"])
def test_catch_up_of_a_thousand_blocks(
    benchmark: BenchmarkFixture, words: Callable[[int], str], started: bool
) -> None:
    """Measure the offers of a session that is 90 minutes late."""
    planned = plan(*(words(place) for place in range(COUNT)))
    state, now = _late(planned, started=started)

    offers = benchmark(catch_up, planned, state, now)

    assert offers


def test_projection_of_a_thousand_blocks(benchmark: BenchmarkFixture) -> None:
    """Measure one projection, as each tick makes one."""
    planned = plan(*(_fixed(place) for place in range(COUNT)))
    state, now = _late(planned, started=True)

    projection = benchmark(project, planned, state, now)

    assert len(projection.rows) == COUNT
