"""The live session: commands are checked, become events, are recorded and told (T2, T6, T7, T10).

One thread owns a controller. Nothing here waits: the store takes changes and writes them later.
A command that cannot be carried out raises BadEvent and changes nothing; a command pressed twice
within 150 ms counts once and returns None the second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan, offers_for
from virtu_desktop.domain.cues import CuePhase, CueSettings
from virtu_desktop.domain.events import BadEvent, Event, EventType, Refusal
from virtu_desktop.domain.explain import Reason, explain
from virtu_desktop.domain.incidents import Incident
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.polls import Poll
from virtu_desktop.domain.presence import Span
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.questions import Question
from virtu_desktop.domain.run import (
    ActionId,
    Cause,
    EventId,
    Run,
    RunEvent,
    TakeBack,
    extend,
    replay,
    trimmed_by_catch_up,
)
from virtu_desktop.domain.time import MINUTE, Clock, Duration, Instant
from virtu_desktop.domain.timeline import (
    CurrentBlock,
    Phase,
    Projection,
    Status,
    TimelineState,
    current_block,
    project,
)
from virtu_desktop.engine.breakouts import Breakouts
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.changes import (
    AppendEvents,
    Change,
    OpenRun,
    RunId,
    RunKind,
    RunRecord,
    SaveExpectations,
    SessionRecord,
)
from virtu_desktop.engine.notebook import Notebook
from virtu_desktop.engine.plan_editor import PlanEditor
from virtu_desktop.engine.poll_terms import Here
from virtu_desktop.engine.polling import PollDesk
from virtu_desktop.engine.register import Register
from virtu_desktop.engine.session_clock import Gap
from virtu_desktop.engine.store import Store
from virtu_desktop.engine.wall_desk import WallDesk
from virtu_desktop.engine.watch import Watch

DOUBLE_PRESS = Duration(150)
TAKE_BACK_FOR = Duration(5 * MINUTE)


class ActionKind(StrEnum):
    """What a command did; the interface has words for each."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    ADJUSTED = "adjusted"
    SKIPPED = "skipped"
    RESTORED = "restored"
    BACKDATED = "backdated"
    CAUGHT_UP = "caught_up"
    AGREED_END = "agreed_end"
    ENDED = "ended"
    GAP_COUNTED = "gap_counted"
    GAP_PAUSED = "gap_paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing done: the block it concerns, and the milliseconds where it has any."""

    id: ActionId
    kind: ActionKind
    block: BlockId | None = None
    by: Duration = Duration(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What one look at the clock gives.

    cue: the phase of the running block. cue_changed: it has just become more urgent.
    """

    projection: Projection
    cue: CuePhase
    cue_changed: bool


class SessionController:
    """Owns the state of one open session."""

    def __init__(
        self,
        record: SessionRecord,
        *,
        store: Store,
        clock: Clock,
        kind: RunKind = RunKind.LIVE,
        cues: CueSettings | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        """Take up ``record`` where it stands. Raises BadEvent or BadRun if it does not replay."""
        self.bus = Bus()
        self.cues = cues or CueSettings()
        self._store = store
        self._watch = Watch(clock, store=store, bus=self.bus)
        self._kind = kind
        self._new_id = new_id
        self._boot = new_id()
        self._run_id: RunId | None = None
        self._run = Run()
        self._last_command: tuple[object, Duration] | None = None
        self._had_time: tuple[BlockId, bool] | None = None
        self.planner = PlanEditor(record.session, accept=self._accept_plan)
        self.notebook = Notebook(
            record.session.id,
            record.notes,
            record.draft,
            store=store,
            bus=self.bus,
            new_id=new_id,
            is_over=lambda: self._run.state.ended is not None,
            corrections=record.note_corrections,
        )
        self.register = Register(record, store=store, bus=self.bus, new_id=new_id)
        self.breakouts = Breakouts(
            record,
            store=store,
            bus=self.bus,
            register=self.register,
            notebook=self.notebook,
            timeline=self,
            new_id=new_id,
        )
        self.polls = PollDesk(
            record.session.id,
            record.polls,
            store=store,
            bus=self.bus,
            new_id=new_id,
            now=self.now,
            here=self._people_here,
        )
        self.walls = WallDesk(self.polls, bus=self.bus, new_id=new_id)
        if record.run is not None:
            self._take_up(record.run)

    @property
    def session(self) -> Session:
        """Return the session as planned now."""
        return self.planner.session

    @property
    def plan(self) -> Plan:
        """Return the plan as it is now."""
        return self.planner.session.plan

    @property
    def run(self) -> Run:
        """Return the run so far."""
        return self._run

    @property
    def timeline(self) -> TimelineState:
        """Return what the run has come to."""
        return self._run.state

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Return what happened to the computer during the run."""
        return self._watch.incidents

    @property
    def open_gap(self) -> Gap | None:
        """Return the gap that waits for an answer: count it, or treat it as a pause.

        Of several the earliest; the next one comes when this one is answered.
        """
        return self._watch.open_gap

    def now(self) -> Instant:
        """Return the present instant of the session."""
        return self._watch.now()

    def projection(self) -> Projection:
        """Return where the session stands now."""
        return project(self.plan, self._run.state, self.now())

    def span(self) -> Span | None:
        """Return the session from its actual start to its end, or to now; None before it."""
        state = self._run.state
        if not state.spells:
            return None
        start = state.spells[0].start
        return Span(start, max(start, self.now() if state.ended is None else state.ended))

    def remaining(self) -> Duration | None:
        """Return what the running block has left, None while none runs or it is paused."""
        if self._run.state.phase is not Phase.RUNNING:
            return None
        current = current_block(self.plan, self._run.state, self.now())
        return None if current is None else current.remaining

    def offers(self, projection: Projection | None = None) -> tuple[CatchUpPlan, ...]:
        """Return the catch-up plans that can be applied now, or as ``projection`` stands."""
        return offers_for(self.plan, projection or self.projection())

    def reasons(self, projection: Projection | None = None) -> tuple[Reason, ...]:
        """Return why the session is behind or ahead now, or as ``projection`` stands."""
        trimmed = trimmed_by_catch_up(self._run)
        return explain(self.plan, self._run.state, projection or self.projection(), trimmed)

    def start_next(self) -> Action | None:
        """Start the session, or the next pending block."""
        if self._is_double("next"):
            return None
        return self._start(self._next_block())

    def start_previous(self) -> Action | None:
        """Go back to the block before; the one that is left is pending again."""
        if self._is_double("previous"):
            return None
        state = self._run.state
        left = state.current
        target = self._previous_block()
        if left is None or target is None:
            refusal = Refusal.NOT_RUNNING if left is None else Refusal.NOTHING_BEFORE
            raise BadEvent(refusal, Event(at=self.now(), type=EventType.START))
        now = self.now()
        return self._do(
            ActionKind.STARTED,
            [
                Event(at=now, type=EventType.START, block=target),
                Event(at=now, type=EventType.RESTORE, block=left),
            ],
            block=target,
        )

    def jump(self, block: BlockId) -> Action | None:
        """Start any block that is not running."""
        if self._is_double(("jump", block)):
            return None
        return self._start(block)

    def pause_or_resume(self) -> Action | None:
        """Pause the running block, or go on with it."""
        if self._is_double("pause"):
            return None
        if self._run.state.is_paused:
            return self._do(ActionKind.RESUMED, [Event(at=self.now(), type=EventType.RESUME)])
        return self._do(ActionKind.PAUSED, [Event(at=self.now(), type=EventType.PAUSE)])

    def adjust(self, by: Duration, *, block: BlockId | None = None) -> Action | None:
        """Give a block more or less time; the current one if none is named."""
        if self._is_double(("adjust", by, block)):
            return None
        target = block or self._run.state.current or self._next_block()
        event = Event(at=self.now(), type=EventType.ADJUST, block=target, ms=by)
        return self._do(ActionKind.ADJUSTED, [event], block=target, by=by)

    def skip(self, block: BlockId | None = None) -> Action | None:
        """Skip a pending block; the next one if none is named."""
        # Of a double press the second must not skip the block after: what was named counts.
        if self._is_double(("skip", block)):
            return None
        target = block or self._next_block()
        event = Event(at=self.now(), type=EventType.SKIP, block=target)
        return self._do(ActionKind.SKIPPED, [event], block=target)

    def restore(self, block: BlockId) -> Action | None:
        """Let a skipped or done block be pending again."""
        if self._is_double(("restore", block)):
            return None
        event = Event(at=self.now(), type=EventType.RESTORE, block=block)
        return self._do(ActionKind.RESTORED, [event], block=block)

    def backdate(self, ago: Duration) -> Action | None:
        """Say that the current block really started ``ago`` before now."""
        block = self._run.state.current
        if self._is_double(("backdate", ago)):
            return None
        if block is None:
            ended = self._run.state.phase is Phase.ENDED
            refusal = Refusal.AFTER_END if ended else Refusal.NOT_RUNNING
            raise BadEvent(refusal, Event(at=self.now(), type=EventType.CORRECT_START))
        event = Event(
            at=self.now(),
            type=EventType.CORRECT_START,
            block=block,
            to=Instant(self.now() - ago),
        )
        return self._do(ActionKind.BACKDATED, [event], block=block, by=ago)

    def start_next_ago(self, ago: Duration) -> Action | None:
        """Say that the current block ended, and the next one began, ``ago`` before now."""
        if self._is_double(("next ago", ago)):
            return None
        now = self.now()
        block = self._next_block()
        return self._do(
            ActionKind.STARTED,
            [
                Event(at=now, type=EventType.START, block=block),
                Event(at=now, type=EventType.CORRECT_START, block=block, to=Instant(now - ago)),
            ],
            block=block,
            by=ago,
        )

    def end(self, *, ago: Duration = Duration(0)) -> Action | None:
        """End the session; ``ago`` when it really ended that long before now."""
        if self._is_double("end"):
            return None
        event = Event(at=Instant(self.now() - ago), type=EventType.END)
        return self._do(ActionKind.ENDED, [event], by=ago)

    def apply_offer(self, offer: CatchUpPlan) -> Action | None:
        """Carry out a catch-up plan as one action; do nothing for one that changes nothing."""
        if self._is_double("catch up"):
            return None
        now = self.now()
        if offer.kind is CatchUpKind.LATER:
            agreed = Event(at=now, type=EventType.AGREE_END, to=offer.ends)
            return self._do(ActionKind.AGREED_END, [agreed])
        events = [
            Event(at=now, type=EventType.SKIP, block=change.block)
            if change.removed
            else Event(at=now, type=EventType.ADJUST, block=change.block, ms=change.by)
            for change in offer.changes
        ]
        if not events:
            return None
        taken = Duration(-sum(change.by for change in offer.changes))
        return self._do(ActionKind.CAUGHT_UP, events, cause=Cause.CATCH_UP, by=taken)

    def take_back(self) -> bool:
        """Take the latest action back; say whether there was one young enough."""
        latest = self._run.counting[-1] if self._run.counting else None
        if self._is_double("take back") or latest is None or self._age(latest) > TAKE_BACK_FOR:
            return False
        if isinstance(latest.fact, Event) and latest.fact.type is EventType.ROOMS:
            return False  # what was done to the rooms is taken back with the rooms
        self._record([self._stamp(TakeBack(self.now(), latest.action), self._new_action())])
        self._watch.ask_again(self._run)
        return True

    def count_gap(self) -> Action | None:
        """Let the gap that waits for an answer count as time of the block.

        An adjustment of nothing says so in the record: it is not asked again after a crash.
        """
        gap, block = self._watch.open_gap, self._run.state.current
        if gap is None:
            return None
        # Not at its end: a block that advances by itself may have done so in the gap.
        at = max(gap.start, self._run.state.last_event or gap.start)
        event = Event(at=at, type=EventType.ADJUST, block=block, ms=Duration(0))
        action = self._do(ActionKind.GAP_COUNTED, [event], cause=Cause.SLEEP, by=gap.length)
        self._watch.close_gap()
        return action

    def pause_gap(self) -> Action | None:
        """Treat the gap that waits for an answer as a pause."""
        gap = self._watch.open_gap
        if gap is None:
            return None
        last = self._run.state.last_event
        if last is None or last <= gap.start:
            events = [
                Event(at=gap.start, type=EventType.PAUSE),
                Event(at=gap.end, type=EventType.RESUME),
            ]
        else:
            # Something was done since: the block gets the time back instead.
            block = self._run.state.current
            events = [Event(at=self.now(), type=EventType.ADJUST, block=block, ms=gap.length)]
        action = self._do(ActionKind.GAP_PAUSED, events, cause=Cause.SLEEP, by=gap.length)
        self._watch.close_gap()
        return action

    def add_note(self, line: str, *, private: bool = False) -> Note | None:
        """Write a note with the present time and block."""
        block = self._run.state.current
        return self.notebook.add(line, at=self.now(), block=block, private=private)

    def tell_rooms_back(self, to: Instant | None, changes: Sequence[Change]) -> ActionId:
        """Record when the rooms will be back, or that they are, together with changes."""
        action = self._new_action()
        event = Event(at=self.now(), type=EventType.ROOMS, to=to)
        self._record([self._stamp(event, action)], beside=changes)
        return action

    def void(self, action: ActionId, changes: Sequence[Change]) -> bool:
        """Make an action void together with changes, if it is the latest; say whether it was."""
        if self._run.latest_action != action:
            return False
        taken = self._stamp(TakeBack(self.now(), action), self._new_action())
        self._record([taken], beside=changes)
        return True

    def ask(self, question: Question) -> Poll:
        """Open a poll in the present block; raise PollRefused when it is unfinished."""
        return self.polls.ask(question, self._run.state.current)

    def _people_here(self) -> tuple[Here, ...]:
        """Return who is present now, by name."""
        people = self.register.people
        there = self.register.present(self.now())
        found = (
            Here(person=person, name=people[person].name, mode=stay.mode, site=stay.site)
            for person, stay in there.items()
        )
        return tuple(sorted(found, key=lambda here: here.name.casefold()))

    def tick(self) -> Tick:
        """Look at the clock: notice gaps and steps, advance by itself where the plan says so."""
        self._watch.notice()
        projection = self._advance(self.projection())
        self._watch.beat()
        self.polls.close_due()
        cue, changed = self._watch.cue(projection, self.cues)
        return Tick(projection=projection, cue=cue, cue_changed=changed)

    def _advance(self, projection: Projection) -> Projection:
        """Start the next block when the time of one that advances by itself runs out.

        Only time running out does that: a block that has none left when the trainer goes back to
        it, or takes the advance back, waits for the trainer.
        """
        if projection.phase is not Phase.RUNNING or self._watch.open_gap is not None:
            return projection
        current = projection.current
        following = next((row for row in projection.rows if row.status is Status.PENDING), None)
        if current is None or not self._ran_out(projection, current) or following is None:
            return projection
        due = Instant(projection.now + current.remaining)
        at = max(due, self._run.state.last_event or due)
        event = Event(at=at, type=EventType.START, block=following.id)
        self._do(ActionKind.STARTED, [event], cause=Cause.AUTO_ADVANCE, block=following.id)
        return self.projection()

    def _ran_out(self, projection: Projection, current: CurrentBlock) -> bool:
        """Say whether the time of a block that advances by itself has just run out."""
        seen, self._had_time = self._had_time, (current.id, current.remaining > 0)
        if current.remaining > 0 or not self.plan.block(current.id).auto_advance:
            return False
        if seen is not None and seen[0] == current.id:
            return seen[1]
        return projection.now + current.remaining > self._run.record[-1].at

    def _start(self, block: BlockId) -> Action | None:
        event = Event(at=self.now(), type=EventType.START, block=block)
        return self._do(ActionKind.STARTED, [event], block=block)

    def _next_block(self) -> BlockId:
        """Return the first block that is still to come; raise BadEvent when there is none."""
        for row in self.projection().rows:
            if row.status is Status.PENDING:
                return row.id
        ended = self._run.state.phase is Phase.ENDED
        refusal = Refusal.AFTER_END if ended else Refusal.NOTHING_LEFT
        raise BadEvent(refusal, Event(at=self.now(), type=EventType.START))

    def _previous_block(self) -> BlockId | None:
        """Return the nearest block before the current one that was not skipped."""
        current = self._run.state.current
        if current is None:
            return None
        before = self.projection().rows[: self.plan.positions[current]]
        kept = (row.id for row in reversed(before) if row.status is not Status.SKIPPED)
        return next(kept, None)

    def _is_double(self, command: object) -> bool:
        """Say whether the same command was given a moment ago."""
        reading = self._watch.monotonic()
        last, self._last_command = self._last_command, (command, reading)
        return last is not None and last[0] == command and reading - last[1] <= DOUBLE_PRESS

    def _do(
        self,
        kind: ActionKind,
        facts: Sequence[Event],
        *,
        cause: Cause = Cause.TRAINER,
        block: BlockId | None = None,
        by: Duration = Duration(0),
    ) -> Action:
        """Check and record the facts of one action; raise BadEvent and change nothing if bad."""
        action = self._new_action()
        self._record([self._stamp(fact, action, cause=cause) for fact in facts])
        return Action(id=action, kind=kind, block=block, by=by)

    def _record(self, events: Sequence[RunEvent], *, beside: Sequence[Change] = ()) -> None:
        self._watch.notice()  # a gap comes before what is done after it
        run = extend(self.plan, self._run, events)
        changes: list[Change] = []
        run_id = self._run_id
        if run_id is None:
            run_id = RunId(self._new_id())
            changes.append(
                OpenRun(
                    run=run_id,
                    session=self.session.id,
                    kind=self._kind,
                    plan=self.plan,
                    at=self.now(),
                )
            )
        changes.append(AppendEvents(run=run_id, events=tuple(events)))
        starts = bool(run.state.spells) and not self._run.state.spells
        expected = self.register.unsettled() if starts else ()
        if expected:
            changes.append(SaveExpectations(session=self.session.id, expectations=expected))
        # A store that refuses (it is read-only) leaves everything as it was.
        self._store.submit(*changes, *beside)
        if starts:
            self.register.settle(expected)
        self._run_id, self._run = run_id, run
        self._watch.follow(run_id, run.state)
        self.bus.tell(Area.TIMELINE)

    def _stamp(
        self, fact: Event | TakeBack, action: ActionId, *, cause: Cause = Cause.TRAINER
    ) -> RunEvent:
        return RunEvent(
            id=EventId(self._new_id()),
            action=action,
            cause=Cause.REHEARSAL
            if self._kind is RunKind.REHEARSAL and cause is Cause.TRAINER
            else cause,
            fact=fact,
            monotonic=self._watch.monotonic(),
            boot=self._boot,
        )

    def _new_action(self) -> ActionId:
        return ActionId(self._new_id())

    def _accept_plan(self, session: Session, change: Change) -> None:
        """Take over a changed plan if what has happened still fits it."""
        self._run = replay(session.plan, self._run.record)
        self._store.submit(change)
        self.register.follow_session(session)
        self.bus.tell(Area.PLAN, Area.TIMELINE)

    def _age(self, event: RunEvent) -> Duration:
        """Return how long ago an event was recorded, which may be long after it happened."""
        if event.boot == self._boot:
            return Duration(self._watch.monotonic() - event.monotonic)
        return Duration(self.now() - event.at)

    def _take_up(self, stored: RunRecord) -> None:
        """Go on with a stored run."""
        self._run_id = stored.id
        self._kind = stored.kind
        self._run = replay(self.plan, stored.events)
        self._watch.take_up(stored, self._run)
        if self._run.state.spells:
            self.register.settle(())
