"""The facts of a run: what happened on the timeline, and when (T2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import Duration, Instant


class EventType(StrEnum):
    """What can happen on a timeline.

    The first eight are the published event format. AGREE_END sets another target end (``to``).
    ROOMS says when the breakout rooms of the current block will all be back (``to``: latest room
    end plus return time), or, without ``to``, that they are closed.
    """

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    ADJUST = "adjust"
    SKIP = "skip"
    RESTORE = "restore"
    CORRECT_START = "correct_start"
    END = "end"
    AGREE_END = "agree_end"
    ROOMS = "rooms"


PUBLISHED_TYPES = frozenset(EventType) - {EventType.AGREE_END, EventType.ROOMS}
NAMES_A_BLOCK = frozenset(
    {
        EventType.START,
        EventType.ADJUST,
        EventType.SKIP,
        EventType.RESTORE,
        EventType.CORRECT_START,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact: ``block`` for the types that name one, ``ms`` for adjust, ``to`` for instants."""

    at: Instant
    type: EventType
    block: BlockId | None = None
    ms: Duration | None = None
    to: Instant | None = None


class Refusal(StrEnum):
    """Why an event cannot happen in the state before it."""

    UNKNOWN_BLOCK = "unknown_block"
    OUT_OF_ORDER = "out_of_order"
    AFTER_END = "after_end"
    ALREADY_CURRENT = "already_current"
    NOT_RUNNING = "not_running"
    ALREADY_PAUSED = "already_paused"
    NOT_PAUSED = "not_paused"
    NOT_PENDING = "not_pending"
    NOT_ADJUSTABLE = "not_adjustable"
    NOT_RESTORABLE = "not_restorable"
    NOT_STARTED = "not_started"
    NEVER_RAN = "never_ran"
    OUTSIDE_LIMITS = "outside_limits"
    INCOMPLETE = "incomplete"
    NOTHING_LEFT = "nothing_left"
    NOTHING_BEFORE = "nothing_before"


class BadEvent(ValueError):
    """An event that does not fit the state before it; nothing has changed."""

    def __init__(self, refusal: Refusal, event: Event) -> None:
        """Keep the reason and the event."""
        self.refusal = refusal
        self.event = event
        super().__init__(_REASONS[refusal].format(block=event.block, type=event.type.value))


_REASONS = {
    Refusal.UNKNOWN_BLOCK: "unknown block {block!r}",
    Refusal.OUT_OF_ORDER: "{type} is earlier than the event before it",
    Refusal.AFTER_END: "{type} after the end of the session",
    Refusal.ALREADY_CURRENT: "block {block!r} is running already",
    Refusal.NOT_RUNNING: "{type} while no block is running",
    Refusal.ALREADY_PAUSED: "pause while paused",
    Refusal.NOT_PAUSED: "resume while not paused",
    Refusal.NOT_PENDING: "skip of block {block!r}, which is not pending",
    Refusal.NOT_ADJUSTABLE: "adjust of block {block!r}, which is neither current nor pending",
    Refusal.NOT_RESTORABLE: "restore of block {block!r}, which is neither skipped nor done",
    Refusal.NOT_STARTED: "end before the start",
    Refusal.NEVER_RAN: "correct_start of block {block!r}, which has not run",
    Refusal.OUTSIDE_LIMITS: "correct_start of block {block!r} outside its limits",
    Refusal.INCOMPLETE: "{type} does not say all that it must",
    Refusal.NOTHING_LEFT: "no block is left to start",
    Refusal.NOTHING_BEFORE: "no block stands before the current one",
}
