"""Random commands, clock faults, crashes and reopenings: live always equals replayed (T2, T11)."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.builders import Desk, mins, plan
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.run import Run, replay
from virtu_desktop.domain.time import SECOND, Duration, Instant
from virtu_desktop.domain.timeline import fold, project
from virtu_desktop.engine.plan_editor import PlanStep

PLAN = plan("a 10/5", "b 15/5 !", "c 10/10 @09:30", "d 10/0 ?3", "e 5/2")
BLOCKS = st.sampled_from([block.id for block in PLAN.blocks])
MINUTES = st.integers(0, 12).map(mins)


class LiveSession(RuleBasedStateMachine):
    """A trainer who presses anything on a computer that does anything."""

    def __init__(self) -> None:
        """Begin a few minutes before the session."""
        super().__init__()
        self.desk = Desk(PLAN, now="8:55")
        self.last_now = Instant(0)

    def press(self, command: str, *arguments: object, **options: object) -> None:
        """Give a command a second after the one before; a refusal changes nothing."""
        self.desk.clock.advance(SECOND)
        controller = self.desk.controller
        before = controller.run
        try:
            getattr(controller, command)(*arguments, **options)
        except BadEvent:
            assert controller.run == before

    @rule(
        command=st.sampled_from(["start_next", "start_next", "start_previous", "pause_or_resume"])
    )
    def move(self, command: str) -> None:
        """Next, previous, pause or resume."""
        self.press(command)

    @rule(block=BLOCKS, command=st.sampled_from(["jump", "skip", "restore"]))
    def change_block(self, block: BlockId, command: str) -> None:
        """Jump to, skip or restore a block."""
        self.press(command, block)

    @rule(block=st.none() | BLOCKS, by=st.sampled_from([-5, -1, 1, 5]))
    def adjust(self, block: BlockId | None, by: int) -> None:
        """Give a block more or less time."""
        self.press("adjust", mins(by), block=block)

    @rule(ago=MINUTES, command=st.sampled_from(["backdate", "start_next_ago"]))
    def correct(self, ago: Duration, command: str) -> None:
        """Say that something began earlier."""
        self.press(command, ago)

    @rule(ago=MINUTES)
    def end(self, ago: Duration) -> None:
        """End the session."""
        self.press("end", ago=ago)

    @rule(which=st.integers(0, 2))
    def catch_up(self, which: int) -> None:
        """Apply an offer; what it promised is so, or nothing has changed."""
        offers = self.desk.controller.offers()
        if which < len(offers):
            self.press("apply_offer", offers[which])

    @rule()
    def take_back(self) -> None:
        """Take the latest action back, which gives the state before it."""
        self.desk.clock.advance(SECOND)
        controller = self.desk.controller
        latest = controller.run.latest_action
        counting = controller.run.counting
        if controller.take_back():
            left = tuple(event for event in counting if event.action != latest)
            assert controller.run.counting == left

    @rule(length=MINUTES)
    def edit_plan(self, length: Duration) -> None:
        """Change the length of a block while the session runs."""
        planner = self.desk.controller.planner
        old = planner.session.plan.block(BlockId("d"))
        planner.change_block(PlanStep.LENGTH, replace(old, length=length, minimum=Duration(0)))

    @rule(line=st.sampled_from(["#idea x", "note", "#private y"]))
    def write(self, line: str) -> None:
        """Write a note."""
        assert self.desk.controller.add_note(line) is not None

    @rule(seconds=st.integers(1, 400), every=st.sampled_from([1, 7, 60]))
    def wait(self, seconds: int, every: int) -> None:
        """Let time pass with ticks, now and then far apart."""
        self.desk.wait(seconds / 60, every=Duration(every * SECOND))

    @rule(length=MINUTES)
    def sleep(self, length: Duration) -> None:
        """Let the computer sleep; the next tick may come after the next command."""
        self.desk.clock.sleep(length)

    @rule(by=st.sampled_from([-3600, -90, -3, 3, 90, 3600]))
    @precondition(lambda self: self.desk.controller.projection().current is not None)
    def set_clock(self, by: int) -> None:
        """Set the wall clock of a running session: remaining time moves 0 ms."""
        before = self.desk.remaining
        self.desk.clock.step_wall(Duration(by * SECOND))
        assert self.desk.remaining == before
        self.desk.controller.tick()

    @rule(count=st.booleans())
    def answer_gap(self, count: bool) -> None:
        """Count the gap that waits, or treat it as a pause, which never fails."""
        self.desk.clock.advance(SECOND)
        controller = self.desk.controller
        gap, current = controller.open_gap, controller.projection().current
        if gap is None or current is None:
            assert controller.pause_gap() is None
        elif count:
            controller.count_gap()
        else:
            assert controller.pause_gap() is not None
            assert self.desk.remaining in (
                current.remaining + gap.length,
                # The floor of an allotted time of nothing takes a part of what is given.
                *([self.desk.remaining] if current.allotted == 0 else []),
            )

    @rule(away=MINUTES)
    def crash(self, away: Duration) -> None:
        """Kill the program; the next one finds the same run, notes and remaining time."""
        old = self.desk.controller
        old.tick()
        run, notes, plan_before = old.run, old.notebook.notes, old.plan
        live = old.projection().current
        self.desk.reopen(away=away)
        new = self.desk.controller
        assert new.run == run
        assert new.notebook.notes == notes
        assert new.plan == plan_before
        if live is not None:
            passed = 0 if new.run.state.is_paused else away
            assert self.desk.remaining == live.remaining - passed

    @invariant()
    def state_is_the_fold_of_what_was_saved(self) -> None:
        """Check that what the store was given amounts to the live state."""
        controller = self.desk.controller
        assert controller.run.record == self.desk.store.events
        assert controller.run == replay(controller.plan, self.desk.store.events)
        assert controller.run.state == fold(controller.plan, controller.run.facts())

    @invariant()
    def figures_hold_together(self) -> None:
        """Check that no time is negative, reasons add up, and no event lies in the future."""
        controller = self.desk.controller
        projection = controller.projection()
        assert projection == project(controller.plan, controller.run.state, controller.now())
        assert sum(reason.by for reason in controller.reasons()) == projection.behind
        if projection.current is not None:
            assert projection.current.elapsed >= 0
        last = controller.run.state.last_event
        assert last is None or last <= controller.now()

    def teardown(self) -> None:
        """Open what was saved once more: it always can be."""
        with contextlib.suppress(BadEvent):
            self.desk.controller.end()
        assert isinstance(self.desk.reopen().run, Run)


TestLiveSession = LiveSession.TestCase
