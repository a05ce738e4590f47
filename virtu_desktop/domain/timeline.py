"""The live timeline: plan and events give a state, state and an instant give a projection.

Everything that shows time (screen, stage, export, command line) asks this module; nothing else
does arithmetic about time. Pure: no clock is read, ``now`` is passed in. Units: milliseconds, UTC.
Source: the timeline rules T1 to T8 and the published formats of ``virtu timeline``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from virtu_desktop.domain.events import NAMES_A_BLOCK, BadEvent, Event, EventType, Refusal
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import Duration, Instant

_K = TypeVar("_K")
_V = TypeVar("_V")


class Status(StrEnum):
    """Where a block stands.

    PASSED: has not run and stands before the current block, or was left over at the end.
    """

    DONE = "done"
    CURRENT = "current"
    SKIPPED = "skipped"
    PENDING = "pending"
    PASSED = "passed"


class Phase(StrEnum):
    """Where the whole session stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which one block was current; ``end`` is None while it runs."""

    block: BlockId
    start: Instant
    end: Instant | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time that counts for no block; ``end`` is None while it lasts.

    resumed: whether a resume event ended it; False when the next start (or the end) did.
    """

    start: Instant
    end: Instant | None = None
    resumed: bool = False

    def covers(self, start: Instant, end: Instant) -> bool:
        """Say whether all of a stretch of time lies in the pause."""
        return self.start <= start and (self.end is None or end <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineState:
    """All that the events of a run amount to.

    spells in order of time; pauses maps the index of a spell to the pauses inside it. adjusted:
    sum of the adjustments of each block. restored: blocks that are pending although they ran or
    were skipped. rooms_back: when the rooms of the current block will be back, or None; as it
    was said at ``rooms_set``, pauses since then are added when they end.
    """

    spells: tuple[Spell, ...] = ()
    pauses: Mapping[int, tuple[Pause, ...]] = field(default_factory=lambda: MappingProxyType({}))
    adjusted: Mapping[BlockId, Duration] = field(default_factory=lambda: MappingProxyType({}))
    skipped: frozenset[BlockId] = frozenset()
    restored: frozenset[BlockId] = frozenset()
    ended: Instant | None = None
    agreed_end: Instant | None = None
    rooms_back: Instant | None = None
    rooms_set: Instant | None = None
    last_event: Instant | None = None

    @property
    def current(self) -> BlockId | None:
        """Return the block that runs (or is paused), or None."""
        if self.ended is not None or not self.spells:
            return None
        return self.spells[-1].block

    @property
    def is_paused(self) -> bool:
        """Say whether a pause lasts."""
        pauses = self.pauses.get(len(self.spells) - 1, ())
        return bool(pauses) and pauses[-1].end is None

    @property
    def phase(self) -> Phase:
        """Return where the whole session stands."""
        if self.ended is not None:
            return Phase.ENDED
        if not self.spells:
            return Phase.NOT_STARTED
        return Phase.PAUSED if self.is_paused else Phase.RUNNING


class ProjectedBlock(NamedTuple):
    """One row of a projection, in plan order; cheap to make, as every look makes them all.

    start, end: actual for done blocks, expected for the current one, projected for pending ones,
    None for skipped and passed ones. late: start minus planned start, None without a start.
    missed: by how much a pending fixed start will be missed, 0 when it will not.
    """

    id: BlockId
    status: Status
    start: Instant | None
    end: Instant | None
    late: Duration | None
    allotted: Duration
    elapsed: Duration
    missed: Duration


@dataclass(frozen=True, slots=True)
class CurrentBlock:
    """The running block's time; ``remaining`` goes below zero in overtime (T3)."""

    id: BlockId
    elapsed: Duration
    allotted: Duration
    remaining: Duration
    expected_end: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Where the session stands at ``now`` and when it will end (T4).

    behind: late (positive) or ahead of plan, see the format's ``behind_ms``. finish_late: the
    projected end minus the target end.
    """

    now: Instant
    phase: Phase
    current: CurrentBlock | None
    rows: tuple[ProjectedBlock, ...]
    projected_end: Instant
    target_end: Instant
    behind: Duration
    finish_late: Duration

    @property
    def is_late(self) -> bool:
        """Say whether the target end or a pending fixed start will be missed."""
        return self.phase is not Phase.ENDED and (
            self.finish_late > 0 or any(row.missed for row in self.rows)
        )


def fold(plan: Plan, events: Iterable[Event]) -> TimelineState:
    """Return the state after ``events``, which are in order of time.

    Raises BadEvent at the first event that does not fit.
    """
    state = TimelineState()
    for event in events:
        state = apply(plan, state, event)
    return state


def apply(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    """Return the state after ``event``; raise BadEvent when the event does not fit."""
    if state.ended is not None:
        raise BadEvent(Refusal.AFTER_END, event)
    if event.type in NAMES_A_BLOCK and event.block not in plan.positions:
        raise BadEvent(Refusal.UNKNOWN_BLOCK, event)
    if state.last_event is not None and event.at < state.last_event:
        raise BadEvent(Refusal.OUT_OF_ORDER, event)
    return replace(_REDUCERS[event.type](plan, state, event), last_event=event.at)


def _start(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    block = _named(event)
    if block == state.current:
        raise BadEvent(Refusal.ALREADY_CURRENT, event)
    closed = _close_spell(state, event.at)
    return replace(
        closed,
        spells=(*closed.spells, Spell(block, event.at)),
        skipped=closed.skipped - {block},
        restored=closed.restored - {block},
        rooms_back=None,
    )


def _pause(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    if state.current is None:
        raise BadEvent(Refusal.NOT_RUNNING, event)
    if state.is_paused:
        raise BadEvent(Refusal.ALREADY_PAUSED, event)
    spell = len(state.spells) - 1
    pauses = (*state.pauses.get(spell, ()), Pause(event.at))
    return replace(state, pauses=_with(state.pauses, spell, pauses))


def _resume(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    if not state.is_paused or state.current is None:
        raise BadEvent(Refusal.NOT_PAUSED, event)
    resumed = _end_pause(state, event.at, resumed=True)
    return replace(resumed, rooms_back=_rooms_back(state, event.at))


def _adjust(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    block = _named(event)
    if event.ms is None:
        raise BadEvent(Refusal.INCOMPLETE, event)
    if status_of(plan, state, block) not in (Status.CURRENT, Status.PENDING):
        raise BadEvent(Refusal.NOT_ADJUSTABLE, event)
    total = Duration(state.adjusted.get(block, 0) + event.ms)
    return replace(state, adjusted=_with(state.adjusted, block, total))


def _skip(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    block = _named(event)
    if status_of(plan, state, block) is not Status.PENDING:
        raise BadEvent(Refusal.NOT_PENDING, event)
    return replace(state, skipped=state.skipped | {block}, restored=state.restored - {block})


def _restore(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    block = _named(event)
    if status_of(plan, state, block) not in (Status.SKIPPED, Status.DONE):
        raise BadEvent(Refusal.NOT_RESTORABLE, event)
    return replace(state, skipped=state.skipped - {block}, restored=state.restored | {block})


def _correct_start(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    """Move the start of the block's latest spell, and what ended at that same moment."""
    if event.to is None:
        raise BadEvent(Refusal.INCOMPLETE, event)
    limits = correction_limits(state, _named(event), event.at)
    if limits is None:
        raise BadEvent(Refusal.NEVER_RAN, event)
    spell, earliest, latest = limits
    if event.to > latest or (earliest is not None and event.to < earliest):
        raise BadEvent(Refusal.OUTSIDE_LIMITS, event)
    spells = list(state.spells)
    spells[spell] = replace(spells[spell], start=event.to)
    pauses = state.pauses
    if spell > 0:
        spells[spell - 1] = replace(spells[spell - 1], end=event.to)
        before = pauses.get(spell - 1, ())
        if before and not before[-1].resumed:
            ended = (*before[:-1], replace(before[-1], end=event.to))
            pauses = _with(pauses, spell - 1, ended)
    return replace(state, spells=tuple(spells), pauses=pauses)


def _end(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    if state.current is None:
        raise BadEvent(Refusal.NOT_STARTED, event)
    return replace(_close_spell(state, event.at), ended=event.at, rooms_back=None)


def _agree_end(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    if event.to is None:
        raise BadEvent(Refusal.INCOMPLETE, event)
    return replace(state, agreed_end=event.to)


def _rooms(plan: Plan, state: TimelineState, event: Event) -> TimelineState:
    if state.current is None:
        raise BadEvent(Refusal.NOT_RUNNING, event)
    return replace(state, rooms_back=event.to, rooms_set=event.at)


_REDUCERS: dict[EventType, Callable[[Plan, TimelineState, Event], TimelineState]] = {
    EventType.START: _start,
    EventType.PAUSE: _pause,
    EventType.RESUME: _resume,
    EventType.ADJUST: _adjust,
    EventType.SKIP: _skip,
    EventType.RESTORE: _restore,
    EventType.CORRECT_START: _correct_start,
    EventType.END: _end,
    EventType.AGREE_END: _agree_end,
    EventType.ROOMS: _rooms,
}


def correction_limits(
    state: TimelineState, block: BlockId, now: Instant
) -> tuple[int, Instant | None, Instant] | None:
    """Return where the start of the block's latest spell may be moved.

    Returns (index of the spell, earliest start or None without a limit, latest start), both
    limits allowed; None when the block has not run. A correction crosses no pause or resume.
    """
    spell = _latest_spell(state, block)
    if spell is None:
        return None
    end = state.spells[spell].end
    inside = state.pauses.get(spell, ())
    latest = min([now if end is None else end, *(pause.start for pause in inside[:1])])
    if spell == 0:
        return spell, None, latest
    earliest = state.spells[spell - 1].start
    for pause in state.pauses.get(spell - 1, ())[-1:]:
        earliest = pause.end if pause.resumed and pause.end is not None else pause.start
    return spell, earliest, latest


def status_of(plan: Plan, state: TimelineState, block: BlockId) -> Status:
    """Return where ``block`` stands in ``state``."""
    ran = {spell.block for spell in state.spells}
    return _status(plan, state, block, ran, _current_position(plan, state))


def statuses(plan: Plan, state: TimelineState) -> tuple[Status, ...]:
    """Return where each block stands, in plan order."""
    ran = {spell.block for spell in state.spells}
    position = _current_position(plan, state)
    found = [Status.PASSED] * len(plan.blocks)
    if state.ended is None:
        first = position + 1
        found[first:] = [Status.PENDING] * (len(plan.blocks) - first)
    # Only these can stand elsewhere than before or after the current block.
    for block in {*ran, *state.skipped, *state.restored}:
        if block in plan.positions:
            found[plan.positions[block]] = _status(plan, state, block, ran, position)
    return tuple(found)


def _status(
    plan: Plan, state: TimelineState, block: BlockId, ran: set[BlockId], current: int
) -> Status:
    place = plan.positions[block]
    if place == current:
        return Status.CURRENT
    if block in state.skipped:
        return Status.SKIPPED
    if block in state.restored:
        return Status.PENDING if state.ended is None else Status.PASSED
    if block in ran:
        return Status.DONE
    return Status.PENDING if place > current and state.ended is None else Status.PASSED


def _current_position(plan: Plan, state: TimelineState) -> int:
    """Return the place of the current block in the plan, or -1 without one."""
    return -1 if state.current is None else plan.positions[state.current]


def allotted(plan: Plan, state: TimelineState, block: BlockId) -> Duration:
    """Return planned length plus all adjustments, never below 0."""
    return Duration(max(0, plan.block(block).length + state.adjusted.get(block, 0)))


def block_at(state: TimelineState, at: Instant) -> BlockId | None:
    """Return the block that ran ``at``, or None when none did."""
    for spell in reversed(state.spells):
        if spell.start <= at and (spell.end is None or at < spell.end):
            return spell.block
    return None


def elapsed(state: TimelineState, block: BlockId, now: Instant) -> Duration:
    """Return how long ``block`` has run until ``now``, all its spells without their pauses."""
    return elapsed_by_block(state, now).get(block, Duration(0))


def elapsed_by_block(state: TimelineState, now: Instant) -> dict[BlockId, Duration]:
    """Return the running time of every block that has run, pauses taken out."""
    totals: dict[BlockId, Duration] = {}
    for index, spell in enumerate(state.spells):
        net = _gross(spell, now) - _paused(state, index, now)
        totals[spell.block] = Duration(totals.get(spell.block, 0) + net)
    return totals


def paused_total(state: TimelineState, now: Instant) -> Duration:
    """Return the length of all pauses until ``now``."""
    return Duration(sum(_paused(state, index, now) for index in range(len(state.spells))))


def paused_since(state: TimelineState, since: Instant, now: Instant) -> Duration:
    """Return how much of the running block's time from ``since`` to ``now`` was paused."""
    pauses = state.pauses.get(len(state.spells) - 1, ())
    ends = ((pause.start, now if pause.end is None else pause.end) for pause in pauses)
    return Duration(sum(max(0, end - max(start, since)) for start, end in ends))


def _gross(spell: Spell, now: Instant) -> int:
    return (now if spell.end is None else spell.end) - spell.start


def _paused(state: TimelineState, spell: int, now: Instant) -> int:
    pauses = state.pauses.get(spell, ())
    return sum((now if pause.end is None else pause.end) - pause.start for pause in pauses)


def target_end(plan: Plan, state: TimelineState) -> Instant:
    """Return the end to aim at: the agreed one, else the plan's."""
    return plan.target_end if state.agreed_end is None else state.agreed_end


def project(plan: Plan, state: TimelineState, now: Instant) -> Projection:
    """Return where the session stands at ``now`` and when each block will come (T3, T4)."""
    marks = statuses(plan, state)
    running = elapsed_by_block(state, now)
    current = _current_block(plan, state, now, running)
    actual = _actual_times(state)
    cursor = now if current is None else current.expected_end
    is_first = current is None and state.ended is None
    projected_end = max(now, plan.start) if is_first else cursor
    nothing = Duration(0)
    rows = []
    for block, mark, planned, fixed in zip(
        plan.blocks, marks, plan.schedule, plan.fixed_instants, strict=True
    ):
        spent = running.get(block.id, nothing)
        is_adjusted = block.id in state.adjusted
        length = allotted(plan, state, block.id) if is_adjusted else block.length
        start: Instant | None = None
        end: Instant | None = None
        missed = nothing
        if mark is Status.PENDING:
            start = max(cursor, planned.start) if is_first else cursor
            if fixed is not None:
                start = max(start, fixed)
                missed = Duration(start - fixed)
            end = Instant(start + (max(0, length - spent) if spent else length))
            cursor = projected_end = end
            is_first = False
        elif mark is Status.CURRENT and current is not None:
            start, end = actual[block.id][0], current.expected_end
        elif mark is Status.DONE:
            start, end = actual[block.id]
        late = None if start is None else Duration(start - planned.start)
        rows.append(ProjectedBlock(block.id, mark, start, end, late, length, spent, missed))
    if state.ended is not None:
        projected_end = state.ended
    target = target_end(plan, state)
    return Projection(
        now=now,
        phase=state.phase,
        current=current,
        rows=tuple(rows),
        projected_end=projected_end,
        target_end=target,
        behind=_behind(plan, state, now, current),
        finish_late=Duration(projected_end - target),
    )


def current_block(plan: Plan, state: TimelineState, now: Instant) -> CurrentBlock | None:
    """Return the time of the running block alone, without projecting the others."""
    return _current_block(plan, state, now, elapsed_by_block(state, now))


def _current_block(
    plan: Plan, state: TimelineState, now: Instant, running: Mapping[BlockId, Duration]
) -> CurrentBlock | None:
    block = state.current
    if block is None:
        return None
    length = allotted(plan, state, block)
    remaining = Duration(length - running[block])
    expected = now + max(0, remaining)
    rooms_back = _rooms_back(state, now)
    if rooms_back is not None:
        expected = max(now, rooms_back)
    return CurrentBlock(block, running[block], length, remaining, Instant(expected))


def _rooms_back(state: TimelineState, now: Instant) -> Instant | None:
    """Return when the rooms will be back; a pause that lasts moves it as ``now`` moves."""
    if state.rooms_back is None or not state.is_paused:
        return state.rooms_back
    paused = state.pauses[len(state.spells) - 1][-1].start
    began = paused if state.rooms_set is None else max(paused, state.rooms_set)
    return Instant(state.rooms_back + now - began)


def _actual_times(state: TimelineState) -> dict[BlockId, tuple[Instant, Instant | None]]:
    """Return start of the first and end of the last spell of every block that has run."""
    times: dict[BlockId, tuple[Instant, Instant | None]] = {}
    for spell in state.spells:
        first = times[spell.block][0] if spell.block in times else spell.start
        times[spell.block] = (first, spell.end)
    return times


def _behind(
    plan: Plan, state: TimelineState, now: Instant, current: CurrentBlock | None
) -> Duration:
    if state.ended is not None:
        return Duration(state.ended - plan.schedule[-1].end)
    if current is None:
        return Duration(max(0, now - plan.schedule[0].start))
    return Duration(current.expected_end - plan.schedule[plan.positions[current.id]].end)


def _close_spell(state: TimelineState, at: Instant) -> TimelineState:
    """End the running spell and its pause, if there are any, at ``at``."""
    if not state.spells:
        return state
    if state.is_paused:
        state = _end_pause(state, at, resumed=False)
    return replace(state, spells=(*state.spells[:-1], replace(state.spells[-1], end=at)))


def _end_pause(state: TimelineState, at: Instant, *, resumed: bool) -> TimelineState:
    spell = len(state.spells) - 1
    pauses = state.pauses[spell]
    ended = (*pauses[:-1], replace(pauses[-1], end=at, resumed=resumed))
    return replace(state, pauses=_with(state.pauses, spell, ended))


def _latest_spell(state: TimelineState, block: BlockId) -> int | None:
    for index in range(len(state.spells) - 1, -1, -1):
        if state.spells[index].block == block:
            return index
    return None


def _named(event: Event) -> BlockId:
    if event.block is None:
        raise BadEvent(Refusal.INCOMPLETE, event)
    return event.block


def _with(mapping: Mapping[_K, _V], key: _K, value: _V) -> Mapping[_K, _V]:
    return MappingProxyType({**mapping, key: value})
