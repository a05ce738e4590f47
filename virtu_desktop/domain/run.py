"""The record of one run: events with their cause, taken back by further events (T2, T6).

The list of run events only grows. A ``TakeBack`` names an action and makes its events void, so
the state is always a pure fold of the plan and the list; nothing is ever edited or deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.events import Event
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import TimelineState, apply, fold

EventId = NewType("EventId", str)
ActionId = NewType("ActionId", str)


class Cause(StrEnum):
    """Why an event was recorded."""

    TRAINER = "trainer"
    CATCH_UP = "catch_up"
    SLEEP = "sleep"
    AUTO_ADVANCE = "auto_advance"
    REHEARSAL = "rehearsal"


class BadRun(ValueError):
    """A record that cannot be: an event or a take-back that does not fit those before it."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The events of ``action`` no longer count. Only the latest action can be taken back."""

    at: Instant
    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEvent:
    """One line of the record.

    action: one press of a key or button; its events stand or fall together. monotonic: the
    monotonic clock of the process named by ``boot`` when it was recorded, milliseconds.
    """

    id: EventId
    action: ActionId
    cause: Cause
    fact: Event | TakeBack
    monotonic: Duration
    boot: str

    @property
    def at(self) -> Instant:
        """Return when it happened."""
        return self.fact.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a record amounts to: the events that still count, and their state."""

    record: tuple[RunEvent, ...] = ()
    counting: tuple[RunEvent, ...] = ()
    state: TimelineState = TimelineState()

    @property
    def latest_action(self) -> ActionId | None:
        """Return the action that can be taken back, or None."""
        return self.counting[-1].action if self.counting else None

    def facts(self) -> tuple[Event, ...]:
        """Return the timeline events that still count, in order."""
        return _facts(self.counting)


def replay(plan: Plan, record: Iterable[RunEvent]) -> Run:
    """Return the run that a whole record amounts to.

    Raises BadEvent or BadRun at the first event that does not fit.
    """
    kept = tuple(record)
    counting = _counting(kept)
    return Run(record=kept, counting=counting, state=fold(plan, _facts(counting)))


def extend(plan: Plan, run: Run, events: Sequence[RunEvent]) -> Run:
    """Return the run with more events at its end; equal to replaying the longer record."""
    if any(isinstance(event.fact, TakeBack) for event in events):
        return replay(plan, (*run.record, *events))
    state = run.state
    for fact in _facts(events):
        state = apply(plan, state, fact)
    return Run(record=(*run.record, *events), counting=(*run.counting, *events), state=state)


def trimmed_by_catch_up(run: Run) -> Mapping[BlockId, Duration]:
    """Return the sum of the catch-up trims of each block, 0 or negative milliseconds."""
    trims: dict[BlockId, Duration] = {}
    for event in run.counting:
        fact = event.fact
        if event.cause is not Cause.CATCH_UP or not isinstance(fact, Event):
            continue
        if fact.block is not None and fact.ms is not None:
            trims[fact.block] = Duration(trims.get(fact.block, 0) + fact.ms)
    return trims


def _counting(record: Iterable[RunEvent]) -> tuple[RunEvent, ...]:
    """Return the events of ``record`` that no take-back has made void."""
    counting: list[RunEvent] = []
    for event in record:
        if not isinstance(event.fact, TakeBack):
            counting.append(event)
            continue
        if not counting or counting[-1].action != event.fact.action:
            raise BadRun("only the latest action can be taken back")
        while counting and counting[-1].action == event.fact.action:
            counting.pop()
    return tuple(counting)


def _facts(events: Iterable[RunEvent]) -> tuple[Event, ...]:
    return tuple(event.fact for event in events if isinstance(event.fact, Event))
