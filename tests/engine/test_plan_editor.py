"""Plan steps with their names, undo and redo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import Desk, at, block, mins, plan, session
from virtu_desktop.domain.events import BadEvent, Event, EventType, Refusal
from virtu_desktop.domain.plan import BadPlan, BlockId
from virtu_desktop.domain.programme import Session
from virtu_desktop.engine.changes import Change, SaveBlock, SaveSession
from virtu_desktop.engine.plan_editor import PlanEditor, PlanStep

PLAN = plan("a 10", "b 20")
B = BlockId("b")


def editor() -> tuple[PlanEditor, list[Change]]:
    """Return an editor and the list of what it has handed over."""
    saved: list[Change] = []
    return PlanEditor(session(PLAN), accept=lambda _session, change: saved.append(change)), saved


def test_undo_and_redo_name_their_steps() -> None:
    """Undo goes back through the steps, redo forward, each with its name."""
    planner, saved = editor()
    assert (planner.undo_step, planner.redo_step) == (None, None)
    planner.change_block(PlanStep.LENGTH, block("b 30"))
    planner.rename("Second half-day")
    changed = planner.session

    assert planner.undo_step is PlanStep.SESSION_TITLE
    assert planner.undo() is PlanStep.SESSION_TITLE
    assert (planner.undo_step, planner.redo_step) == (PlanStep.LENGTH, PlanStep.SESSION_TITLE)
    assert planner.undo() is PlanStep.LENGTH
    assert planner.undo() is None
    assert planner.session == session(PLAN)
    assert planner.redo() is PlanStep.LENGTH
    assert planner.redo() is PlanStep.SESSION_TITLE
    assert planner.redo() is None

    assert planner.session == changed
    assert saved[-1] == SaveSession(session=changed)
    assert len(saved) == 6


def test_a_new_step_forgets_what_was_undone() -> None:
    """After undo and another change there is nothing to redo."""
    planner, _saved = editor()
    planner.rename("x")
    planner.undo()

    planner.change_times(at("10:00"), at("11:00"))

    assert planner.redo_step is None
    assert planner.redo() is None
    assert planner.undo_step is PlanStep.SESSION_TIME
    assert planner.session.plan.start == at("10:00")
    assert planner.session.plan.target_end == at("11:00")


def test_a_change_of_one_block_is_saved_as_one_block() -> None:
    """Editing one of a thousand blocks writes one."""
    planner, saved = editor()

    planner.change_block(PlanStep.TITLE, replace(block("b 20"), title="Gallery walk"))

    assert saved == [SaveBlock(session=session(PLAN).id, block=planner.session.plan.block(B))]


def test_a_step_that_changes_nothing_is_no_step() -> None:
    """Leaving a field as it was saves nothing and cannot be undone."""
    planner, saved = editor()

    planner.change_block(PlanStep.LENGTH, block("b 20"))
    planner.rename("First half-day")

    assert saved == []
    assert planner.undo_step is None


def test_what_is_not_accepted_does_not_count() -> None:
    """When the change cannot be taken over, the old session and its steps stay as they were."""

    def refuse(_session: Session, _change: Change) -> None:
        if accepted:
            raise BadEvent(Refusal.UNKNOWN_BLOCK, Event(at=at("9:00"), type=EventType.START))
        accepted.append(True)

    accepted: list[bool] = []
    planner = PlanEditor(session(PLAN), accept=refuse)
    planner.rename("accepted")

    for step in (
        lambda: planner.rename("refused"),
        lambda: planner.change_block(PlanStep.LENGTH, block("b 1")),
        planner.undo,
    ):
        with pytest.raises(BadEvent):
            step()

    assert planner.session == replace(session(PLAN), title="accepted")
    assert planner.undo_step is PlanStep.SESSION_TITLE
    assert planner.redo_step is None


def test_a_bad_block_is_refused_and_nothing_saved() -> None:
    """A minimum above the length and an unknown block change nothing."""
    desk = Desk(PLAN)

    with pytest.raises(BadPlan):
        desk.controller.planner.change_block(
            PlanStep.MINIMUM, replace(PLAN.block(B), minimum=mins(21))
        )
    with pytest.raises(KeyError):
        desk.controller.planner.change_block(PlanStep.TITLE, block("x 5"))

    assert desk.controller.plan == PLAN
    assert desk.store.changes == []
