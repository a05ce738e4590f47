"""Why a session is behind or ahead: the parts that add up to the figure (T5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Phase, Projection, Status, TimelineState, paused_total


class ReasonKind(StrEnum):
    """What made a session later or earlier than planned."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    PAUSED = "paused"
    OVERTIME = "overtime"
    FINISHED_EARLY = "finished_early"
    ADJUSTED = "adjusted"
    CAUGHT_UP = "caught_up"
    LEFT_OUT = "left_out"
    ROOMS = "rooms"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the figure: milliseconds, positive made it later, negative earlier."""

    kind: ReasonKind
    by: Duration

    @property
    def minutes(self) -> int:
        """Return the part in whole minutes, rounded half away from zero."""
        whole = (abs(self.by) + MINUTE // 2) // MINUTE
        return whole if self.by >= 0 else -whole


def explain(
    plan: Plan,
    state: TimelineState,
    projection: Projection,
    trimmed: Mapping[BlockId, Duration],
) -> tuple[Reason, ...]:
    """Return the reasons whose sum is exactly ``projection.behind``, the largest part first.

    trimmed: the adjustments of each block that were catch-up trims (0 or negative). OTHER holds
    what is left: free time and overlaps of the plan, and blocks that ran out of their order.
    """
    if projection.phase is Phase.NOT_STARTED:
        parts = {ReasonKind.NOT_STARTED: int(projection.behind)}
    else:
        parts = _parts(plan, state, projection, trimmed)
    parts[ReasonKind.OTHER] = projection.behind - sum(parts.values())
    reasons = [Reason(kind, Duration(by)) for kind, by in parts.items() if by]
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.by)))


def _parts(
    plan: Plan,
    state: TimelineState,
    projection: Projection,
    trimmed: Mapping[BlockId, Duration],
) -> dict[ReasonKind, int]:
    parts = dict.fromkeys(ReasonKind, 0)
    parts[ReasonKind.STARTED] = state.spells[0].start - plan.schedule[0].start
    parts[ReasonKind.PAUSED] = paused_total(state, _last_instant(state, projection.now))
    last = _last_counted(plan, projection)
    for place, row in enumerate(projection.rows):
        length = plan.blocks[place].length
        if row.status in (Status.DONE, Status.CURRENT):
            _add_run(parts, row.allotted, row.elapsed, is_current=row.status is Status.CURRENT)
            trims = trimmed.get(row.id, 0)
            parts[ReasonKind.CAUGHT_UP] += trims
            parts[ReasonKind.ADJUSTED] += row.allotted - length - trims
        if place <= last and row.status in (Status.SKIPPED, Status.PASSED, Status.PENDING):
            parts[ReasonKind.LEFT_OUT] += row.elapsed - length
    current = projection.current
    if current is not None and state.rooms_back is not None:
        parts[ReasonKind.ROOMS] = current.expected_end - projection.now - max(0, current.remaining)
    return parts


def _add_run(
    parts: dict[ReasonKind, int], allotted: int, elapsed: int, *, is_current: bool
) -> None:
    """Count how much longer or shorter than allotted a block has run."""
    over = elapsed - allotted
    if over > 0:
        parts[ReasonKind.OVERTIME] += over
    elif not is_current:
        parts[ReasonKind.FINISHED_EARLY] += over


def _last_counted(plan: Plan, projection: Projection) -> int:
    """Return the place of the last block whose planned end the figure is measured from."""
    if projection.current is None:
        return len(plan.blocks) - 1
    return plan.positions[projection.current.id]


def _last_instant(state: TimelineState, now: Instant) -> Instant:
    return now if state.ended is None else state.ended
