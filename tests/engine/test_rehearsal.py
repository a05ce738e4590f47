"""Rehearsals on a virtual clock: the same seed gives the same half-day, and it ends (T13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import Desk, RecordingStore, at, mins, plan, session
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.run import Cause
from virtu_desktop.domain.time import Duration, ManualClock, SystemClock
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.changes import OpenRun, RunKind, SaveNote, SaveSession
from virtu_desktop.engine.rehearsal import RehearsalResult, Trouble, jump_to, moved_to, rehearse
from virtu_desktop.engine.session import SessionController

PLAN = plan(
    "welcome 10/5 opening",
    "results 20/10",
    "trios 25/15 breakout",
    "coffee 15/15 break",
    "gallery 20/10 ?3",
    "plans 20/10 individual",
    "round 10/5 closing @10:55",
)
LINES = [f"#idea thought {number}" for number in range(40)]


def rehearsed(
    seed: int, planned: Plan = PLAN
) -> tuple[RecordingStore, RehearsalResult, list[float]]:
    """Return the store, the result and the progress of a whole rehearsal."""
    store, result = RecordingStore(), RehearsalResult()
    steps = rehearse(
        session(planned),
        store=store,
        clock=ManualClock(planned.start),
        seed=seed,
        lines=LINES,
        result=result,
    )
    return store, result, list(steps)


def test_the_same_seed_gives_the_same_record() -> None:
    """Every change, down to the ids, is the same; another seed gives another half-day."""
    first, second, other = rehearsed(4), rehearsed(4), rehearsed(5)

    assert first[0].batches == second[0].batches
    assert first[1] == second[1]
    assert first[0].batches != other[0].batches


@pytest.mark.parametrize("seed", range(12))
def test_a_rehearsal_ends_and_its_record_replays(seed: int) -> None:
    """Whatever trouble comes, the session is held to its end and the store has all of it."""
    store, result, progress = rehearsed(seed)

    record = store.record(session(PLAN))
    assert record.run is not None
    opened = SessionController(record, store=RecordingStore(), clock=ManualClock(at("12:00")))
    assert opened.run.state.phase is Phase.ENDED
    assert opened.run.state.ended == result.ended
    assert result.ended is not None
    assert at("10:30") < result.ended < at("12:00")
    assert progress == sorted(progress)
    assert progress[-1] == 1.0


def test_a_rehearsal_is_marked_and_has_notes_and_trouble() -> None:
    """The run says that it is none, the trainer's acts too; each planned trouble happens."""
    store, result, _progress = rehearsed(3)

    assert isinstance(store.changes[0], SaveSession)
    (opened,) = (change for change in store.changes if isinstance(change, OpenRun))
    assert opened.kind is RunKind.REHEARSAL
    assert Cause.TRAINER not in {event.cause for event in store.events}
    assert sum(isinstance(change, SaveNote) for change in store.changes) >= 5
    assert {one.trouble for one in result.happenings} >= {
        Trouble.LATE_PEOPLE,
        Trouble.NETWORK_LOST,
        Trouble.WRONG_KEY,
        Trouble.COMPUTER_SLEPT,
    }
    assert result.most_behind > 0


def test_a_rehearsal_reads_no_clock_of_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every instant on record comes from the virtual clock."""

    def read(_self: SystemClock) -> None:
        raise AssertionError("the computer's clock was read")

    monkeypatch.setattr(SystemClock, "read", read)
    monkeypatch.setattr("virtu_desktop.domain.time._time", None)

    store, _result, _progress = rehearsed(1)

    assert all(at("8:59") < event.at < at("12:00") for event in store.events)


def test_plans_with_awkward_blocks_can_be_rehearsed() -> None:
    """No length, one block only, blocks that advance by themselves: it still ends."""
    for words in (("a 0",), ("a 5",), ("a 10 !", "b 0 !", "c 10 !"), ("a 60/0 ?", "b 60/0 ?")):
        _store, result, _progress = rehearsed(2, plan(*words))

        assert result.ended is not None


def test_a_session_can_be_moved_in_time() -> None:
    """Start and target end move together, a target that follows from the blocks stays so."""
    with_end = replace(session(PLAN), plan=replace(PLAN, end=at("11:10")))

    moved = moved_to(with_end, at("13:30"))

    assert (moved.plan.start, moved.plan.end) == (at("13:30"), at("15:40"))
    assert moved_to(session(PLAN), at("13:30")).plan.end is None
    assert moved.plan.blocks == PLAN.blocks


@pytest.mark.parametrize(
    "planned",
    [
        plan("a 30/20", "b 30/20", "c 30/20", "d 30/20"),
        plan("a 30", "b 30", "c 45", "d 15", end=at("10:50")),
        plan("a 30 !", "b 30 !", "c 30 !", "d 30 !"),
        plan("a 30.5", "b 29.25", "c 30.001", "d 30"),
    ],
    ids=["even", "other target", "advancing", "fractions"],
)
def test_jumping_to_a_tight_spot_is_exact(planned: Plan) -> None:
    """Twenty minutes before the target end the session is eight minutes behind, to the ms."""
    desk = Desk(planned, now="8:30", kind=RunKind.REHEARSAL)

    jump_to(desk.controller, desk.clock, before_end=mins(20), behind=mins(8))

    projection = desk.controller.projection()
    assert projection.now == planned.target_end - mins(20)
    assert projection.behind == mins(8)
    assert projection.phase is Phase.RUNNING
    assert desk.controller.open_gap is None
    assert desk.controller.incidents == ()


def test_there_must_be_a_block_to_jump_into() -> None:
    """A moment before the first block cannot be jumped to; nothing has happened then."""
    desk = Desk(plan("a 10", "b 10"), now="8:00")

    with pytest.raises(ValueError, match="before the first block"):
        jump_to(desk.controller, desk.clock, before_end=mins(30), behind=Duration(0))

    assert desk.store.changes == []
