"""What was done to the rooms, with what takes it back, and what rooms need of a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.rooms import BreakoutRound, RoundId
from virtu_desktop.domain.run import ActionId
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import TimelineState
from virtu_desktop.engine.changes import Change


class RoomStepKind(StrEnum):
    """What a step did; the interface has words for each."""

    FORMED = "formed"
    SENT_OUT = "sent_out"
    CALLED_BACK = "called_back"
    ADJUSTED = "adjusted"
    MOVED = "moved"
    PLACED = "placed"
    TAKEN_OUT = "taken_out"
    LOCKED = "locked"
    FREED = "freed"
    STATE = "state"
    CARD = "card"
    NAMED = "named"
    FITTED = "fitted"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RoomStep:
    """One thing that was done to the rooms: rounds before and after, None where there was none.

    action: of the event on the timeline that belongs to it, or None.
    """

    kind: RoomStepKind
    before: Mapping[RoundId, BreakoutRound | None]
    after: Mapping[RoundId, BreakoutRound | None]
    person: PersonId | None = None
    room: int | None = None
    by: Duration = Duration(0)
    count: int = 1
    action: ActionId | None = None
    note: NoteId | None = None


class Timeline(Protocol):
    """What the rooms need of the running session."""

    @property
    def plan(self) -> Plan:
        """Return the plan as it is now."""
        ...

    @property
    def timeline(self) -> TimelineState:
        """Return what the run has come to."""
        ...

    def now(self) -> Instant:
        """Return the present instant."""
        ...

    def tell_rooms_back(self, to: Instant | None, changes: Sequence[Change]) -> ActionId:
        """Record when the rooms will be back, together with changes."""
        ...

    def void(self, action: ActionId, changes: Sequence[Change]) -> bool:
        """Make an action void together with changes, if it is the latest; say whether it was."""
        ...
