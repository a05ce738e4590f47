"""Quality and speed of groups over ten seeds (B2): repeats as median and worst, time as p95.

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import random
import statistics

import pytest

from tests.bench.figures import note, note_times, share
from tests.domain.grouping import checker
from tests.domain.grouping.people import members, mixed_people, request
from virtu_desktop.domain.grouping.facts import lone_people, room_for
from virtu_desktop.domain.grouping.forming import form_rounds
from virtu_desktop.domain.grouping.meetings import meetings
from virtu_desktop.domain.grouping.members import Quality, Request, Round
from virtu_desktop.domain.time import stopwatch

pytestmark = pytest.mark.bench

SEEDS = range(10)
BARS = [
    (24, 3, 9),
    (32, 4, 6),
    (16, 4, 5),
    (15, 3, 7),
    (9, 3, 4),
    (20, 4, 5),
    (50, 5, 6),
]


def _words(found: list[int], times: list[float]) -> str:
    p95 = share(sorted(times), 0.95)
    return (
        f"repeats median {statistics.median(found):g}, worst {max(found)}; "
        f"a round p95 {p95:.1f} ms, longest {max(times):.1f} ms"
    )


@pytest.mark.parametrize(("people", "size", "count"), BARS)
def test_live_rounds(people: int, size: int, count: int) -> None:
    """Measure rounds that are formed one by one, each with those before as history."""
    found, times = [], []
    for seed in SEEDS:
        history: tuple[Round, ...] = ()
        for _ in range(count):
            since = stopwatch()
            history += form_rounds(request(people, size, history=history), seed=seed).rounds
            times.append(since())
        found.append(checker.repeats(history))

    note(
        f"groups, live: {people} people in {people // size}x{size}, {count} rounds",
        _words(found, times),
        bar="0 repeats, 300 ms a round",
        count=len(SEEDS),
    )


@pytest.mark.parametrize(("people", "size", "count"), [*BARS, (32, 4, 10)])
def test_planned_programmes(people: int, size: int, count: int) -> None:
    """Measure whole programmes that are planned ahead."""
    found, times = [], []
    for seed in SEEDS:
        since = stopwatch()
        rounds = form_rounds(request(people, size), count, seed=seed).rounds
        times.append(since())
        found.append(checker.repeats(rounds))

    note(
        f"groups, planned: {people} people in {people // size}x{size}, {count} rounds",
        f"repeats median {statistics.median(found):g}, worst {max(found)}; "
        f"the whole p95 {share(sorted(times), 0.95):.0f} ms",
        bar="0 repeats, 10 s",
        count=len(SEEDS),
    )


@pytest.mark.parametrize(("people", "size", "count"), [(23, 4, 6), (24, 4, 6), (30, 5, 5)])
def test_shapes_without_a_bar(people: int, size: int, count: int) -> None:
    """Measure live rounds of shapes that programmes have, too."""
    found, times = [], []
    for seed in SEEDS:
        history: tuple[Round, ...] = ()
        for _ in range(count):
            since = stopwatch()
            history += form_rounds(request(people, size, history=history), seed=seed).rounds
            times.append(since())
        found.append(checker.repeats(history))

    note(
        f"groups, live: {people} people in groups of {size}, {count} rounds",
        _words(found, times),
        count=len(SEEDS),
    )


def test_programme_with_absences() -> None:
    """Measure three sessions of two rounds, 24 people in fours, 12 % absent each time."""
    found, times = [], []
    for seed in SEEDS:
        draw = random.Random(seed)
        history: tuple[Round, ...] = ()
        for _ in range(3):
            here = tuple(member for member in members(24) if draw.random() >= 0.12)
            for _ in range(2):
                since = stopwatch()
                asked = Request(members=here, size=4, history=history)
                history += form_rounds(asked, seed=seed).rounds
                times.append(since())
        found.append(checker.repeats(history))

    note(
        "groups: 24 people, 3 sessions x 2 rounds of fours, 12 % absent",
        f"mean {statistics.mean(found):.1f} repeats; {_words(found, times)}",
        bar="6 repeats on average",
        count=len(SEEDS),
    )


def test_two_hundred_people() -> None:
    """Measure 200 people in fours, balanced by site and mode."""
    times, lone = [], []
    for seed in SEEDS:
        asked = Request(
            members=mixed_people(200, seed), size=4, balance=(Quality.SITE, Quality.MODE)
        )
        since = stopwatch()
        (rooms,) = form_rounds(asked, seed=seed).rounds
        times.append(since())
        lone.append(len(lone_people([rooms], {member.id: member for member in asked.members})))

    # An odd number of remote people leaves one of them alone, whatever is done.
    note_times(
        f"groups: 200 people in fours by site and mode (alone: {max(lone)} at most)",
        times,
        bar="1 s",
    )


def test_latecomer() -> None:
    """Measure the place for somebody who comes late to 200 people after ten rounds."""
    everybody = mixed_people(200, 3)
    present = everybody[:-1]
    history = form_rounds(Request(members=present, size=4), 3, seed=1, effort=2000).rounds
    met = meetings(history[:-1] * 5)
    asked = Request(members=everybody, size=4, balance=(Quality.SITE,))
    times = []
    for _ in range(30):
        since = stopwatch()
        room_for(everybody[-1].id, history[-1], asked, met)
        times.append(since())

    note_times("groups: a latecomer among 200 people", times, bar="20 ms")
