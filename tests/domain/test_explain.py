"""Why a session is behind: parts that add up (T5)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at, event, mins, plan
from tests.domain.runs import Case, cases
from virtu_desktop.domain.events import BadEvent, Event, EventType
from virtu_desktop.domain.explain import Reason, ReasonKind, explain
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import Status, apply, fold, project, statuses

PLAN = plan("a 10", "b 10", "c 10", "d 10")


def reasons(
    planned: Plan, events: list[Event], clock: str, trimmed: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return the minutes of each reason."""
    state = fold(planned, events)
    trims = {BlockId(name): mins(count) for name, count in (trimmed or {}).items()}
    found = explain(planned, state, project(planned, state, at(clock)), trims)
    return {reason.kind.value: reason.by / 60_000 for reason in found}


@pytest.mark.parametrize(
    ("events", "clock", "expected"),
    [
        ([], "8:00", {}),
        ([], "9:04", {"not_started": 4}),
        ([event("9:04", "start", "a")], "9:06", {"started": 4}),
        ([event("8:58", "start", "a")], "9:00", {"started": -2}),
        ([event("9:00", "start", "a"), event("9:02", "pause")], "9:05", {"paused": 3}),
        ([event("9:00", "start", "a")], "9:12", {"overtime": 2}),
        (
            [event("9:00", "start", "a"), event("9:07", "start", "b")],
            "9:08",
            {"finished_early": -3},
        ),
        ([event("9:00", "start", "a"), event("9:01", "adjust", "a", 5)], "9:02", {"adjusted": 5}),
        (
            [event("9:00", "start", "a"), event("9:01", "skip", "b"), event("9:10", "start", "c")],
            "9:11",
            {"left_out": -10},
        ),
        ([event("9:00", "start", "a"), event("9:10", "start", "c")], "9:11", {"left_out": -10}),
        (
            [event("9:00", "start", "a"), event("9:02", "rooms", None, "9:14")],
            "9:03",
            {"rooms": 4},
        ),
        (
            [event("9:00", "start", "a"), event("9:02", "rooms", None, "9:14")],
            "9:12",
            {"overtime": 2, "rooms": 2},
        ),
        (
            [event("9:00", "start", "a"), event("9:10", "start", "b"), event("9:25", "end")],
            "9:59",
            {"left_out": -20, "overtime": 5},
        ),
    ],
)
def test_each_cause_has_its_part(
    events: list[Event], clock: str, expected: dict[str, float]
) -> None:
    """One cause gives one part, of its own size, and no other."""
    assert reasons(PLAN, events, clock) == expected


def test_catching_up_is_told_apart_from_other_adjustments() -> None:
    """The words of the wish: started 4 late, pause 3, overtime 2, caught up 5."""
    events = [
        event("9:04", "start", "a"),
        event("9:05", "pause"),
        event("9:08", "resume"),
        event("9:19", "adjust", "b", -5),
        event("9:19", "adjust", "b", 1),
        event("9:19", "start", "b"),
    ]

    found = reasons(PLAN, events, "9:20", trimmed={"b": -5})

    assert found == {"caught_up": -5, "started": 4, "paused": 3, "overtime": 2, "adjusted": 1}
    assert next(iter(found)) == "caught_up"


def test_free_time_of_the_plan_is_other() -> None:
    """A pause that the plan's free time takes up is answered by an equal part the other way."""
    planned = plan("a 10", "b 10 @09:20")

    found = reasons(planned, [event("9:00", "start", "a"), event("9:10", "start", "b")], "9:11")

    assert found == {"other": -10}


@pytest.mark.parametrize(
    ("milliseconds", "whole"),
    [(29_999, 0), (30_000, 1), (90_000, 2), (-29_999, 0), (-30_000, -1), (0, 0)],
)
def test_parts_are_shown_in_whole_minutes(milliseconds: int, whole: int) -> None:
    """Half a minute counts away from zero."""
    assert Reason(ReasonKind.PAUSED, Duration(milliseconds)).minutes == whole


@given(cases())
def test_parts_add_up_to_the_figure(case: Case) -> None:
    """Whatever happened, the reasons sum exactly to the milliseconds behind, largest first."""
    state = case.state
    projection = project(case.plan, state, case.now)

    found = explain(case.plan, state, projection, {})

    assert sum(reason.by for reason in found) == projection.behind
    assert [abs(reason.by) for reason in found] == sorted(
        (abs(reason.by) for reason in found), reverse=True
    )
    assert all(reason.by for reason in found)
    assert len({reason.kind for reason in found}) == len(found)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["next", "pause", "resume", "adjust", "skip"]),
        st.integers(0, 1_200_000),
        st.integers(-900_000, 900_000),
    ),
    max_size=15,
)


@given(_STEPS, st.integers(-600_000, 600_000), st.integers(0, 1_200_000))
def test_nothing_is_left_over_in_a_run_in_the_order_of_the_plan(
    steps: list[tuple[str, int, int]], late: int, wait: int
) -> None:
    """Without free time, and in plan order, every millisecond has its own reason."""
    now = Instant(at("9:00") + late)
    state = fold(PLAN, [Event(at=now, type=EventType.START, block=BlockId("a"))])
    for kind, passed, by in steps:
        now = Instant(now + passed)
        pending = [
            block.id
            for block, mark in zip(PLAN.blocks, statuses(PLAN, state), strict=True)
            if mark is Status.PENDING
        ]
        block = pending[0] if pending else None
        if kind == "adjust":
            block = state.current
        name = EventType.START if kind == "next" else EventType(kind)
        with contextlib.suppress(BadEvent):
            state = apply(PLAN, state, Event(at=now, type=name, block=block, ms=Duration(by)))

    found = explain(PLAN, state, project(PLAN, state, Instant(now + wait)), {})

    assert ReasonKind.OTHER not in {reason.kind for reason in found}
