"""Plan steps with their names, undo and redo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import Desk, at, block, mins, plan, session
from virtu_desktop.domain.events import BadEvent, Event, EventType, Refusal
from virtu_desktop.domain.plan import BadPlan, BlockId
from virtu_desktop.domain.plan_changes import (
    duplicate,
    insert,
    merge,
    move,
    paste,
    remove,
    split,
)
from virtu_desktop.domain.programme import Delivery, Session, SessionId
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


CHANGES = {
    PlanStep.ADD: lambda planned: insert(planned, [block("x 5")], 1),
    PlanStep.REMOVE: lambda planned: remove(planned, {B}),
    PlanStep.MOVE: lambda planned: move(planned, {B}, 0),
    PlanStep.DUPLICATE: lambda planned: duplicate(planned, [B], [BlockId("x")]),
    PlanStep.SPLIT: lambda planned: split(planned, B, mins(5), BlockId("x")),
    PlanStep.MERGE: lambda planned: merge(planned, [B, BlockId("a")]),
    PlanStep.PASTE: lambda planned: paste(planned, [block("b 5")], 0, new_id=lambda: "x"),
}


@pytest.mark.parametrize("step", CHANGES, ids=lambda step: step.value)
def test_a_change_of_the_order_is_one_step(step: PlanStep) -> None:
    """However much of the plan changes, it is saved once and undone at once."""
    planner, saved = editor()
    wanted = CHANGES[step](PLAN)

    planner.change_plan(step, wanted)

    assert planner.session == replace(session(PLAN), plan=wanted)
    assert saved == [SaveSession(session=planner.session)]
    assert planner.undo_step is step
    assert planner.undo() is step
    assert planner.session == session(PLAN)
    assert planner.redo() is step
    assert planner.session.plan == wanted


def test_a_change_of_the_session_is_one_step() -> None:
    """Delivery form and phones are changed and undone like blocks."""
    planner, saved = editor()
    remote = replace(session(PLAN), delivery=Delivery.REMOTE)

    planner.change_session(PlanStep.DELIVERY, remote)
    planner.change_session(PlanStep.PHONES, replace(remote, has_phones=True))

    assert planner.session == replace(remote, has_phones=True)
    assert len(saved) == 2
    assert planner.undo() is PlanStep.PHONES
    assert planner.undo() is PlanStep.DELIVERY
    assert planner.session == session(PLAN)


def test_another_session_is_refused() -> None:
    """A planner never turns into that of another session."""
    planner, saved = editor()

    with pytest.raises(ValueError, match="s1"):
        planner.change_session(PlanStep.CARRIED, replace(session(PLAN), id=SessionId("s2")))

    assert planner.session == session(PLAN)
    assert saved == []


def test_a_plan_that_is_the_same_is_no_step() -> None:
    """Dropping a block where it was saves nothing."""
    planner, saved = editor()

    planner.change_plan(PlanStep.MOVE, move(PLAN, {B}, 2))

    assert saved == []
    assert planner.undo_step is None


def test_what_has_run_stays_in_the_plan() -> None:
    """A block that ran, or was skipped, cannot go; nothing changes, and the rest still can."""
    desk = Desk(plan("a 10", "b 20", "c 5", "d 5"))
    desk.controller.start_next()
    desk.wait(1)
    desk.controller.skip(BlockId("c"))
    planner = desk.controller.planner
    before = planner.session
    count = len(desk.store.changes)

    for gone in ("a", "c"):
        with pytest.raises(BadEvent):
            planner.change_plan(PlanStep.REMOVE, remove(before.plan, {BlockId(gone)}))
    with pytest.raises(BadEvent):
        planner.change_plan(PlanStep.MERGE, merge(before.plan, [BlockId("b"), BlockId("c")]))
    # Before the running block it was never pending, so it could not have been skipped.
    with pytest.raises(BadEvent):
        planner.change_plan(PlanStep.MOVE, move(before.plan, {BlockId("c")}, 0))

    assert planner.session == before
    assert planner.undo_step is None
    assert len(desk.store.changes) == count
    planner.change_plan(PlanStep.REMOVE, remove(before.plan, {BlockId("d")}))
    assert [each.id for each in desk.controller.plan.blocks] == ["a", "b", "c"]


def test_undo_is_refused_when_the_block_has_run_since() -> None:
    """Adding a block cannot be taken back while it runs; afterwards everything is as it was."""
    desk = Desk(PLAN)
    planner = desk.controller.planner
    planner.change_plan(PlanStep.ADD, insert(PLAN, [block("x 5")], 0))
    desk.controller.jump(BlockId("x"))

    with pytest.raises(BadEvent):
        planner.undo()

    assert planner.undo_step is PlanStep.ADD
    assert planner.redo_step is None
    assert [each.id for each in desk.controller.plan.blocks] == ["x", "a", "b"]


def test_undo_goes_on_in_a_session_that_is_opened_again() -> None:
    """Closing a session and opening it again in the same program forgets no step."""
    planner, _saved = editor()
    planner.rename("One")
    planner.rename("Two")
    planner.undo()
    history = planner.history
    saved: list[Change] = []
    later = PlanEditor(planner.session, accept=lambda _session, change: saved.append(change))

    assert later.take_up(history)

    assert (later.undo_step, later.redo_step) == (PlanStep.SESSION_TITLE, PlanStep.SESSION_TITLE)
    later.redo()
    assert later.session.title == "Two"
    later.undo()
    later.undo()
    assert later.session == session(PLAN)
    assert len(saved) == 3


def test_undo_does_not_go_on_when_the_session_is_another() -> None:
    """A session that was changed elsewhere meanwhile begins without steps, and loses nothing."""
    planner, _saved = editor()
    planner.rename("One")
    history = planner.history
    changed = PlanEditor(session(PLAN), accept=lambda *_: None)

    assert not changed.take_up(history)
    assert changed.undo_step is None

    changed.rename("One")
    assert not changed.take_up(history), "it has steps of its own"
    assert changed.undo() is PlanStep.SESSION_TITLE
    assert changed.undo() is None
