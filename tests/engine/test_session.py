"""The live session through its commands, on a clock that stands until told to move (T6, T7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.builders import Desk, at, mins, plan
from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan
from virtu_desktop.domain.cues import CuePhase, CueSettings
from virtu_desktop.domain.events import BadEvent, Refusal
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.run import BadRun, Cause, TakeBack
from virtu_desktop.domain.time import SECOND, Duration
from virtu_desktop.domain.timeline import Phase, Status
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import AppendEvents, OpenRun, RunKind, SaveBlock, SaveSession
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.engine.session import Action, ActionKind, SessionController

A, B, C, D = (BlockId(name) for name in "abcd")
PLAN = plan("a 10/5", "b 20/10", "c 10/10", "d 20/10 ?3")

Command = Callable[[SessionController], Action | None]


def running() -> Desk:
    """Return a session in its second block at 9:15, with c skipped."""
    desk = Desk(PLAN)
    desk.controller.start_next()
    desk.to("9:08")
    desk.controller.skip(C)
    desk.to("9:10")
    desk.controller.start_next()
    desk.to("9:15")
    return desk


COMMANDS: list[tuple[str, Command, ActionKind]] = [
    ("next", lambda session: session.start_next(), ActionKind.STARTED),
    ("previous", lambda session: session.start_previous(), ActionKind.STARTED),
    ("jump", lambda session: session.jump(A), ActionKind.STARTED),
    ("jump to skipped", lambda session: session.jump(C), ActionKind.STARTED),
    ("pause", lambda session: session.pause_or_resume(), ActionKind.PAUSED),
    ("plus five", lambda session: session.adjust(mins(5)), ActionKind.ADJUSTED),
    ("minus one later", lambda session: session.adjust(mins(-1), block=D), ActionKind.ADJUSTED),
    ("skip", lambda session: session.skip(), ActionKind.SKIPPED),
    ("restore skipped", lambda session: session.restore(C), ActionKind.RESTORED),
    ("restore done", lambda session: session.restore(A), ActionKind.RESTORED),
    ("backdate", lambda session: session.backdate(mins(8)), ActionKind.BACKDATED),
    ("next ago", lambda session: session.start_next_ago(mins(3)), ActionKind.STARTED),
    ("end", lambda session: session.end(), ActionKind.ENDED),
    ("end ago", lambda session: session.end(ago=mins(4)), ActionKind.ENDED),
]
NAMES = [name for name, _command, _kind in COMMANDS]


@pytest.mark.parametrize(
    ("name", "command", "kind"), COMMANDS, ids=[name for name, _command, _kind in COMMANDS]
)
def test_every_control_can_be_taken_back(name: str, command: Command, kind: ActionKind) -> None:
    """Each control does one thing, and ten seconds later it is undone exactly."""
    desk = running()
    before = desk.run.state

    action = command(desk.controller)
    assert action is not None
    assert action.kind is kind, name
    assert desk.run.state != before
    desk.clock.advance(Duration(10 * SECOND))

    assert desk.controller.take_back()
    assert desk.run.state == before
    assert isinstance(desk.store.events[-1].fact, TakeBack)
    assert desk.store.events == desk.run.record


@pytest.mark.parametrize(
    ("name", "command", "kind"), COMMANDS, ids=[name for name, _command, _kind in COMMANDS]
)
def test_a_double_press_counts_once(name: str, command: Command, kind: ActionKind) -> None:
    """A second press up to 150 ms after the first does nothing and returns None."""
    desk = running()
    command(desk.controller)
    once, saved = desk.run, len(desk.store.batches)

    desk.clock.advance(Duration(150))

    assert command(desk.controller) is None, (name, kind)
    assert desk.run == once
    assert len(desk.store.batches) == saved


def test_two_presses_151_ms_apart_count_twice() -> None:
    """What comes later than 150 ms is meant."""
    desk = running()
    desk.controller.adjust(mins(1))
    desk.clock.advance(Duration(151))

    desk.controller.adjust(mins(1))

    assert desk.run.state.adjusted[B] == mins(2)


def test_two_different_commands_in_a_moment_both_count() -> None:
    """Only the same command is a double press: +1 and then +5 is six minutes."""
    desk = running()

    desk.controller.adjust(mins(1))
    desk.controller.adjust(mins(5))
    desk.controller.adjust(mins(1))

    assert desk.run.state.adjusted[B] == mins(7)


def test_a_bouncing_undo_key_takes_one_action_back() -> None:
    """Undo pressed twice within 150 ms counts once too; later it takes back the next."""
    desk = running()
    desk.controller.adjust(mins(1))
    desk.clock.advance(Duration(200))
    desk.controller.adjust(mins(5))

    assert desk.controller.take_back()
    desk.clock.advance(Duration(100))
    assert not desk.controller.take_back()

    assert desk.run.state.adjusted[B] == mins(1)
    desk.clock.advance(Duration(200))
    assert desk.controller.take_back()
    assert B not in desk.run.state.adjusted


def test_next_starts_the_session_and_then_each_block() -> None:
    """The first press starts the first block, each further one the next that is pending."""
    desk = Desk(PLAN)

    for expected in ("a", "b", "c", "d"):
        action = desk.controller.start_next()
        assert action is not None
        assert (desk.current, action.block) == (expected, expected)
        desk.wait(1)

    with pytest.raises(BadEvent):
        desk.controller.start_next()
    assert desk.current == "d"


def test_pause_and_resume_are_one_key() -> None:
    """The same command pauses and goes on; remaining stands in between."""
    desk = running()
    before = desk.remaining

    desk.controller.pause_or_resume()
    desk.wait(3)
    assert desk.remaining == before
    action = desk.controller.pause_or_resume()

    assert action is not None
    assert action.kind is ActionKind.RESUMED
    desk.wait(1)
    assert desk.remaining == before - mins(1)


def test_previous_and_next_return_to_the_block_that_was_left() -> None:
    """Going back and on again continues the left block with the time it had used."""
    desk = running()
    used = mins(20) - desk.remaining

    action = desk.controller.start_previous()
    assert action is not None
    assert (desk.current, action.block) == ("a", A)
    desk.wait(2)
    desk.controller.start_next()

    assert desk.current == "b"
    assert mins(20) - desk.remaining == used


def test_previous_passes_over_skipped_blocks() -> None:
    """From d the way back leads to b, since c was skipped."""
    desk = running()
    desk.controller.start_next()
    assert desk.current == "d"
    desk.wait(1)

    desk.controller.start_previous()

    assert desk.current == "b"


def test_previous_needs_a_block_before() -> None:
    """At the first block, and before the start, there is nothing to go back to."""
    desk = Desk(PLAN)
    with pytest.raises(BadEvent) as before:
        desk.controller.start_previous()
    assert before.value.refusal is Refusal.NOT_RUNNING
    desk.controller.start_next()
    desk.wait(1)
    with pytest.raises(BadEvent) as first:
        desk.controller.start_previous()
    assert first.value.refusal is Refusal.NOTHING_BEFORE


def test_next_without_a_block_left_says_so() -> None:
    """With every later block skipped, next is refused with the words for just that."""
    desk = Desk(plan("a 10", "b 10"))
    desk.controller.start_next()
    desk.wait(1)
    desk.controller.skip()
    desk.wait(1)
    with pytest.raises(BadEvent) as caught:
        desk.controller.start_next()
    assert caught.value.refusal is Refusal.NOTHING_LEFT


def test_backdating_moves_the_border_between_two_blocks() -> None:
    """Block b really started at 9:07: it has 12 minutes left, and a has run 7."""
    desk = running()

    desk.controller.backdate(mins(8))

    assert desk.remaining == mins(12)
    rows = desk.controller.projection().rows
    assert (rows[0].end, rows[1].start) == (at("9:07"), at("9:07"))


def test_the_next_block_can_have_begun_some_minutes_ago() -> None:
    """Block d began at 9:12, which is when b ended."""
    desk = running()

    desk.controller.start_next_ago(mins(3))

    assert desk.current == "d"
    assert desk.remaining == mins(17)
    assert desk.controller.projection().rows[1].end == at("9:12")


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (lambda session: session.backdate(mins(16)), Refusal.OUTSIDE_LIMITS),
        (lambda session: session.backdate(mins(-1)), Refusal.OUTSIDE_LIMITS),
        (lambda session: session.start_next_ago(mins(6)), Refusal.OUTSIDE_LIMITS),
        (lambda session: session.end(ago=mins(6)), Refusal.OUT_OF_ORDER),
        (lambda session: session.jump(B), Refusal.ALREADY_CURRENT),
        (lambda session: session.jump(BlockId("x")), Refusal.UNKNOWN_BLOCK),
        (lambda session: session.skip(A), Refusal.NOT_PENDING),
        (lambda session: session.restore(D), Refusal.NOT_RESTORABLE),
        (lambda session: session.adjust(mins(1), block=A), Refusal.NOT_ADJUSTABLE),
    ],
)
def test_what_cannot_be_done_changes_nothing(command: Command, refusal: Refusal) -> None:
    """A refused command leaves state, record and store as they were and tells nobody."""
    desk = running()
    run, saved = desk.run, len(desk.store.batches)
    told: list[frozenset[Area]] = []
    desk.controller.bus.subscribe(told.append)

    with pytest.raises(BadEvent) as caught:
        command(desk.controller)

    assert caught.value.refusal is refusal
    assert desk.run == run
    assert len(desk.store.batches) == saved
    assert told == []


def test_a_session_that_ended_refuses_every_control() -> None:
    """After the end the only thing left is to take the end back."""
    desk = running()
    desk.controller.end()
    ended = desk.run

    for name, command, _kind in COMMANDS:
        desk.clock.advance(SECOND)
        with pytest.raises(BadEvent) as caught:
            command(desk.controller)
        assert caught.value.refusal is (
            Refusal.NOT_RUNNING if name == "previous" else Refusal.AFTER_END
        )

    assert desk.run == ended
    assert desk.controller.take_back()
    assert desk.current == "b"


@pytest.mark.parametrize("name", ["backdated end", "gap", "advance"])
def test_what_is_recorded_later_than_it_happened_can_still_be_taken_back(name: str) -> None:
    """The time to take back counts from the key press, not from the instant that was meant."""
    desk = Desk(plan("a 30", "b 30 !", "c 30", "d 30"))
    desk.controller.start_next()
    desk.wait(1)
    desk.controller.start_next()
    desk.wait(20)
    if name == "backdated end":
        desk.controller.end(ago=mins(10))
    else:
        desk.clock.sleep(mins(30))
        desk.controller.tick()
        desk.wait(6)
        if name == "gap":
            desk.controller.pause_gap()
        else:
            desk.controller.count_gap()
            desk.controller.tick()
            assert desk.current == "c"
    desk.clock.advance(Duration(10 * SECOND))

    assert desk.controller.take_back()

    assert desk.current == "b"
    # That the gap counts was a step of its own, said of the instant at which it began.
    assert desk.run.state.last_event == at("9:21" if name == "advance" else "9:01")


def test_an_old_action_is_not_taken_back_by_accident() -> None:
    """After five minutes the undo key no longer reaches what was done."""
    desk = running()
    desk.controller.adjust(mins(1))
    desk.wait(5)
    desk.clock.advance(Duration(1))

    assert not desk.controller.take_back()
    assert desk.run.state.adjusted[B] == mins(1)


def test_there_is_nothing_to_take_back_before_the_first_command() -> None:
    """A new session says so and records nothing."""
    desk = Desk(PLAN)

    assert not desk.controller.take_back()
    assert desk.store.changes == []


def test_a_run_opens_with_its_first_event_in_one_change() -> None:
    """The plan as it stood and the first event are saved together; later ones come alone."""
    desk = Desk(PLAN, now="9:03")
    desk.controller.start_next()
    desk.wait(1)
    desk.controller.adjust(mins(1))

    commands = [batch for batch in desk.store.batches if isinstance(batch[-1], AppendEvents)]

    opened, first = commands[0]
    assert isinstance(opened, OpenRun)
    assert isinstance(first, AppendEvents)
    assert (opened.plan, opened.kind, opened.at) == (PLAN, RunKind.LIVE, at("9:03"))
    assert first.run == opened.run
    assert [len(batch) for batch in commands] == [2, 1]


def late() -> Desk:
    """Return a session whose first block started five minutes late."""
    desk = Desk(PLAN, now="9:05")
    desk.controller.start_next()
    desk.wait(1)
    return desk


def offer(desk: Desk, kind: CatchUpKind) -> CatchUpPlan:
    """Return the offer of a kind."""
    return next(one for one in desk.controller.offers() if one.kind is kind)


@pytest.mark.parametrize(
    ("kind", "action", "ends"),
    [
        (CatchUpKind.TRIM, ActionKind.CAUGHT_UP, "10:00"),
        (CatchUpKind.DROP, ActionKind.CAUGHT_UP, "9:45"),
        (CatchUpKind.LATER, ActionKind.AGREED_END, "10:05"),
    ],
)
def test_one_key_applies_an_offer_and_one_takes_it_back(
    kind: CatchUpKind, action: ActionKind, ends: str
) -> None:
    """After it the session is no longer late and ends as the preview said; then undone."""
    desk = late()
    before = desk.run.state
    chosen = offer(desk, kind)
    assert chosen.ends == at(ends)

    done = desk.controller.apply_offer(chosen)

    assert done is not None
    assert done.kind is action
    projection = desk.controller.projection()
    assert projection.projected_end == at(ends)
    assert not projection.is_late
    assert desk.controller.offers() == ()
    assert desk.controller.take_back()
    assert desk.run.state == before


def test_a_trim_is_told_as_caught_up() -> None:
    """The reasons name the trim of a block once it counts, and the action says how much."""
    desk = late()
    done = desk.controller.apply_offer(offer(desk, CatchUpKind.TRIM))
    assert done is not None
    assert done.by == mins(5)
    desk.to("9:15")
    desk.controller.start_next()

    reasons = {reason.kind.value: reason.minutes for reason in desk.controller.reasons()}

    trimmed = desk.run.state.adjusted[B] // mins(1)
    assert trimmed < 0
    assert reasons == {"started": 5, "caught_up": trimmed}
    assert {event.cause for event in desk.run.record if event.action == done.id} == {Cause.CATCH_UP}


def test_an_offer_that_has_gone_stale_is_refused_as_a_whole() -> None:
    """If one of its blocks can no longer be trimmed, no other block is."""
    desk = late()
    chosen = offer(desk, CatchUpKind.TRIM)
    assert [change.block for change in chosen.changes] == [B, D]
    desk.controller.skip(D)
    before = desk.run

    with pytest.raises(BadEvent):
        desk.controller.apply_offer(chosen)

    assert desk.run == before


def test_an_offer_without_changes_does_nothing() -> None:
    """A trim that finds nothing to take leaves no empty action that undo would stumble on."""
    desk = Desk(plan("a 10/10", "b 10/10"), now="9:05")
    desk.controller.start_next()
    run, saved = desk.run, len(desk.store.batches)

    assert desk.controller.apply_offer(offer(desk, CatchUpKind.TRIM)) is None

    assert desk.run == run
    assert len(desk.store.batches) == saved


ADVANCING = plan("a 10 !", "b 10", "c 10")


def test_a_block_advances_at_its_exact_deadline() -> None:
    """The tick comes 700 ms late, but b has begun when a was over."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:09:59.700")
    assert desk.current == "a"
    desk.clock.advance(SECOND)

    tick = desk.controller.tick()

    assert desk.current == "b"
    assert desk.run.state.spells[-1].start == at("9:10")
    assert desk.run.record[-1].cause is Cause.AUTO_ADVANCE
    assert tick.projection.current is not None
    assert tick.projection.current.id == B


def test_only_blocks_that_are_told_to_advance_by_themselves() -> None:
    """Block b has no such choice and counts on; the last block has nothing to go on to."""
    desk = Desk(plan("a 10", "b 10 !"))
    desk.controller.start_next()
    desk.to("9:12")
    assert desk.current == "a"
    desk.controller.start_next()

    desk.to("9:30")

    assert desk.current == "b"
    assert desk.remaining == mins(-8)


def test_no_block_advances_while_paused_or_while_a_gap_waits() -> None:
    """Whether the time in the gap counts decides the deadline, so nothing moves before."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:05")
    desk.clock.sleep(mins(7))
    desk.controller.tick()
    desk.wait(1)
    assert desk.current == "a"

    desk.controller.pause_gap()
    desk.controller.tick()

    assert desk.current == "a"
    assert desk.remaining == mins(4)
    desk.wait(4)
    assert desk.current == "b"
    assert desk.run.state.spells[-1].start == at("9:17")


def test_a_counted_gap_lets_the_block_advance_at_the_deadline_inside_it() -> None:
    """With the gap counted a was over at 9:10, while the computer slept."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:05")
    desk.clock.sleep(mins(7))
    desk.controller.tick()

    desk.controller.count_gap()
    desk.controller.tick()

    assert desk.run.state.spells[-1].start == at("9:10")


def test_an_advance_that_was_taken_back_stays_taken_back() -> None:
    """The trainer wants to stay: the block goes into overtime, also over a pause, until +1."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:10:02")
    assert desk.current == "b"

    desk.controller.take_back()
    desk.wait(1)
    desk.controller.pause_or_resume()
    desk.wait(1)
    desk.controller.pause_or_resume()
    desk.wait(1)

    assert desk.current == "a"
    assert desk.remaining < -mins(1)
    desk.controller.adjust(mins(5))
    desk.wait(5)
    assert desk.current == "b"


def test_a_trainer_can_go_back_to_a_block_that_advanced() -> None:
    """Its time is over, but going back to it was meant."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:11")
    assert desk.current == "b"

    desk.controller.start_previous()
    desk.wait(1)

    assert desk.current == "a"
    assert desk.remaining == mins(-1)


def test_a_command_just_after_the_deadline_does_not_stop_the_advance() -> None:
    """Skipping a later block between the deadline and the next tick is no wish to stay."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:09:59.500")
    desk.clock.advance(Duration(700))
    desk.controller.skip(C)
    desk.clock.advance(Duration(300))

    desk.controller.tick()

    assert desk.current == "b"
    assert desk.run.state.spells[-1].start == at("9:10:00.200")


def test_shortening_a_block_below_what_it_ran_lets_it_advance() -> None:
    """Minus five with three minutes left ends the block now, not in the past."""
    desk = Desk(ADVANCING)
    desk.controller.start_next()
    desk.to("9:07")
    desk.controller.adjust(mins(-5))

    desk.wait(1 / 60)

    assert desk.current == "b"
    assert desk.run.state.spells[-1].start == at("9:07")


def test_blocks_advance_one_after_the_other_after_a_restart() -> None:
    """The program was away over two deadlines; both are found at their own instants."""
    desk = Desk(plan("a 10 !", "b 10 !", "c 10"))
    desk.controller.start_next()
    desk.to("9:05")
    desk.reopen(away=mins(20))
    desk.controller.count_gap()

    desk.wait(0.1)

    assert [spell.start for spell in desk.run.state.spells] == [at("9:00"), at("9:10"), at("9:20")]


def test_each_cue_comes_once() -> None:
    """A block of 10 minutes has its signals at 2 minutes, 30 seconds and 0, one each."""
    desk = Desk(PLAN)
    desk.controller.start_next()
    signals = []
    for _ in range(11 * 60):
        desk.clock.advance(SECOND)
        tick = desk.controller.tick()
        if tick.cue_changed:
            signals.append((desk.remaining // SECOND, tick.cue))

    assert signals == [(120, CuePhase.SOON), (30, CuePhase.LAST), (0, CuePhase.OVER)]


def test_no_cue_comes_for_a_block_just_begun_or_while_paused() -> None:
    """Starting a short block is no signal; pausing keeps the phase; cues can be set."""
    desk = Desk(plan("a 10", "b 1", "c 10"))
    desk.controller.cues = CueSettings(soon_percent=50)
    desk.controller.start_next()
    assert desk.controller.tick().cue is CuePhase.CALM
    desk.to("9:04")
    desk.controller.start_next()
    tick = desk.controller.tick()
    assert (tick.cue, tick.cue_changed) == (CuePhase.SOON, False)

    desk.controller.pause_or_resume()
    desk.controller.adjust(mins(-1))
    tick = desk.controller.tick()

    assert (tick.cue, tick.cue_changed) == (CuePhase.OVER, False)


def test_notes_get_the_present_time_and_block() -> None:
    """A note of the run knows when it was written and what ran."""
    desk = running()

    note = desk.controller.add_note("#idea rotate @Saara", private=True)

    assert note is not None
    assert (note.at, note.block, note.private) == (at("9:15"), B, True)
    assert desk.controller.notebook.notes == (note,)


def test_listeners_hear_of_each_change_and_can_leave() -> None:
    """Each command tells the timeline area, a note its own; who left hears nothing."""
    desk = running()
    told: list[frozenset[Area]] = []
    leave = desk.controller.bus.subscribe(told.append)

    desk.controller.adjust(mins(1))
    desk.controller.add_note("hello")
    leave()
    desk.controller.adjust(mins(5))

    assert told == [frozenset({Area.TIMELINE}), frozenset({Area.NOTES})]


def test_plan_edits_during_a_run_keep_the_run() -> None:
    """A longer current block has more time left; nothing that happened is lost."""
    desk = running()
    before = desk.run.record
    planner = desk.controller.planner

    planner.change_block(PlanStep.LENGTH, replace(desk.controller.plan.block(B), length=mins(30)))

    assert desk.remaining == mins(25)
    assert desk.run.record == before
    assert desk.controller.projection().rows[2].status is Status.SKIPPED
    assert isinstance(desk.store.changes[-1], SaveBlock)
    planner.undo()
    assert desk.remaining == mins(15)
    assert isinstance(desk.store.changes[-1], SaveSession)
    assert desk.reopen().plan == PLAN


def test_who_hears_of_a_plan_edit_sees_the_new_plan() -> None:
    """Listeners look at plan and projection at once; both are those after the edit."""
    desk = running()
    seen: list[tuple[Duration, Duration]] = []

    def listener(areas: frozenset[Area]) -> None:
        assert areas == {Area.PLAN, Area.TIMELINE}
        seen.append((desk.controller.plan.block(B).length, desk.remaining))

    desk.controller.bus.subscribe(listener)
    longer = replace(PLAN.block(B), length=mins(30))
    desk.controller.planner.change_block(PlanStep.LENGTH, longer)
    desk.controller.planner.undo()
    desk.controller.planner.redo()

    assert seen == [(mins(30), mins(25)), (mins(20), mins(15)), (mins(30), mins(25))]


def test_a_record_that_does_not_replay_is_refused() -> None:
    """A stored run that cannot have happened is an error at once, not a wrong figure later."""
    desk = running()
    stored = desk.store.record(desk.session)
    assert stored.run is not None
    first, *rest = stored.run.events
    broken = replace(stored, run=replace(stored.run, events=(*rest, first)))

    with pytest.raises((BadEvent, BadRun)):
        SessionController(broken, store=desk.store, clock=desk.clock)


def test_a_rehearsal_is_marked_in_every_line() -> None:
    """What a trainer does in a rehearsal has a cause of its own; other causes stay."""
    desk = Desk(PLAN, now="9:05", kind=RunKind.REHEARSAL)
    desk.controller.start_next()
    desk.controller.apply_offer(offer(desk, CatchUpKind.TRIM))

    assert [event.cause for event in desk.run.record][:2] == [Cause.REHEARSAL, Cause.CATCH_UP]
    assert desk.run.state.phase is Phase.RUNNING
