"""The record of a run: it only grows, and a take-back is exact (T2, T6)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at, event, mins, plan
from tests.domain.runs import Case, cases
from virtu_desktop.domain.events import BadEvent, Event
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.run import (
    ActionId,
    BadRun,
    Cause,
    EventId,
    Run,
    RunEvent,
    TakeBack,
    extend,
    replay,
    trimmed_by_catch_up,
)
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import TimelineState

PLAN = plan("a 10", "b 10", "c 10")
_ids = itertools.count()


def line(fact: Event | TakeBack, action: str, cause: Cause = Cause.TRAINER) -> RunEvent:
    """Return a line of a record."""
    return RunEvent(
        id=EventId(f"e{next(_ids)}"),
        action=ActionId(action),
        cause=cause,
        fact=fact,
        monotonic=Duration(0),
        boot="boot",
    )


def back(clock: str, action: str) -> RunEvent:
    """Return a line that takes an action back."""
    return line(TakeBack(at(clock), ActionId(action)), f"back of {action}")


BEFORE = [
    line(event("9:00", "start", "a"), "one"),
    line(event("9:01", "skip", "c"), "two"),
    line(event("9:03", "start", "b"), "three"),
]


@pytest.mark.parametrize(
    "facts",
    [
        [event("9:05", "start", "c")],
        [event("9:05", "start", "a"), event("9:05", "restore", "b")],
        [event("9:05", "pause")],
        [event("9:05", "pause"), event("9:06", "resume")],
        [event("9:05", "adjust", "b", -2)],
        [event("9:05", "restore", "c")],
        [event("9:05", "correct_start", "b", "9:01")],
        [event("9:05", "agree_end", None, "10:00")],
        [event("9:05", "rooms", None, "9:20")],
        [event("9:05", "end")],
    ],
    ids=lambda facts: "+".join(fact.type.value for fact in facts),
)
def test_a_take_back_gives_exactly_the_state_before(facts: list[Event]) -> None:
    """After it nothing of the action counts any more, and all of it stays on record."""
    before = replay(PLAN, BEFORE)
    done = extend(PLAN, before, [line(fact, "four") for fact in facts])
    assert done.state != before.state

    after = extend(PLAN, done, [back("9:07", "four")])

    assert after.state == before.state
    assert after.counting == before.counting
    assert after.record[:-1] == done.record
    assert after.latest_action == "three"


def test_only_the_latest_action_can_be_taken_back() -> None:
    """An older action, a void one and one that never was are refused."""
    run = replay(PLAN, BEFORE)
    void = extend(PLAN, run, [back("9:05", "three")])

    for wrong, of in (("two", run), ("three", void), ("nine", run), ("one", Run())):
        with pytest.raises(BadRun):
            extend(PLAN, of, [back("9:06", wrong)])


def test_actions_can_be_taken_back_one_after_the_other() -> None:
    """Three take-backs lead to a session that has not started; then it can start anew."""
    run = replay(PLAN, BEFORE)
    for action in ("three", "two", "one"):
        run = extend(PLAN, run, [back("9:05", action)])

    assert run.state == TimelineState()
    assert run.latest_action is None
    anew = extend(PLAN, run, [line(event("8:59", "start", "b"), "four")])
    assert anew.state.current == "b"


def test_a_bad_event_leaves_the_run_alone() -> None:
    """Of an action whose second event does not fit, nothing is kept."""
    run = replay(PLAN, BEFORE)

    with pytest.raises(BadEvent):
        extend(
            PLAN,
            run,
            [line(event("9:05", "pause"), "x"), line(event("9:05", "pause"), "x")],
        )

    assert run == replay(PLAN, BEFORE)


def test_trims_of_catching_up_are_summed_by_block() -> None:
    """Trainers' own adjustments and dropped blocks are no trims, and void trims are gone."""
    record = [
        line(event("9:00", "start", "a"), "one"),
        line(event("9:01", "adjust", "b", -2), "two", Cause.CATCH_UP),
        line(event("9:01", "skip", "c"), "two", Cause.CATCH_UP),
        line(event("9:02", "adjust", "b", -1), "three"),
        line(event("9:03", "adjust", "b", -3), "four", Cause.CATCH_UP),
        line(event("9:04", "adjust", "b", -1), "five", Cause.CATCH_UP),
        back("9:05", "five"),
    ]

    assert trimmed_by_catch_up(replay(PLAN, record)) == {BlockId("b"): mins(-5)}


@given(cases(), st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_extending_is_replaying(case: Case, rests: list[int]) -> None:
    """Growing a record action by action, some taken back, gives what replaying it gives."""
    run = Run()
    steps: list[Run] = []
    for number, fact in enumerate(case.events):
        if rests[number] == 0:
            wrong = [line(fact, f"wrong {number}")]
            steps.append(run)
            run = extend(case.plan, run, wrong)
            void = TakeBack(Instant(fact.at + 5), ActionId(f"wrong {number}"))
            run = extend(case.plan, run, [line(void, f"back {number}")])
            assert run.state == steps[-1].state
        run = extend(case.plan, run, [line(fact, f"right {number}")])

    assert run == replay(case.plan, run.record)
    assert run.state == case.state
    assert run.facts() == case.events


@given(cases(), st.integers(1, 12))
def test_taking_back_goes_through_every_earlier_state(case: Case, depth: int) -> None:
    """Each further take-back gives the state one action earlier, to the very first."""
    actions = [line(fact, f"{number}") for number, fact in enumerate(case.events)]
    run = replay(case.plan, actions)

    for left in range(len(actions) - 1, max(-1, len(actions) - 1 - depth), -1):
        run = extend(case.plan, run, [back("9:00", f"{left}")])
        assert run.state == replay(case.plan, actions[:left]).state
