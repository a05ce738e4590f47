"""Tells of each call when the rooms reach it: half-time, last minute, over, and planned ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from virtu_desktop.domain.cues import CuePhase
from virtu_desktop.domain.rooms import BreakoutRound, Call, RoundId, calls_of
from virtu_desktop.domain.time import Duration, Instant

_CUES = {Call.HALF: CuePhase.SOON, Call.LAST: CuePhase.LAST, Call.BACK: CuePhase.OVER}
_ORDER = (None, Call.HALF, Call.LAST, Call.BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCall:
    """What rooms have reached just now. call: None for a moment that the plan names.

    rooms: which of them, where it is not all that work.
    """

    call: Call | None = None
    rooms: tuple[int, ...] = ()

    @property
    def cue(self) -> CuePhase:
        """Return the signal of the phase that is as urgent."""
        return CuePhase.SOON if self.call is None else _CUES[self.call]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What the last look at the rooms has found; planned: how many planned calls were over."""

    round: RoundId | None = None
    calls: Mapping[int, Call | None] = field(default_factory=dict)
    planned: int = 0


class RoomCalls:
    """Looks at the rooms again and again and compares with the last look.

    What was reached before the first look at a round is not told: the program was just opened, or
    another session was shown meanwhile. A room that got more time is called again.
    """

    def __init__(self) -> None:
        """Know of nothing yet."""
        self._last = _Look()

    def look(
        self,
        round_: BreakoutRound,
        now: Instant,
        *,
        paused: Duration,
        planned: tuple[Duration, ...],
        elapsed: Duration,
    ) -> tuple[RoomCall, ...]:
        """Return what the rooms have reached since the last look, the most urgent last.

        planned: calls from the start of the block, which has lasted ``elapsed``.
        """
        calls = calls_of(round_, now, paused)
        over = sum(at <= elapsed for at in planned)
        last, self._last = self._last, _Look(round=round_.id, calls=calls, planned=over)
        if last.round != round_.id or not calls:
            return ()
        found = [RoomCall()] if over > last.planned else []
        for call in _ORDER[1:]:
            rooms = tuple(
                room
                for room, reached in calls.items()
                if reached is call and _ORDER.index(reached) > _ORDER.index(last.calls.get(room))
            )
            if rooms:
                found.append(RoomCall(call=call, rooms=() if len(rooms) == len(calls) else rooms))
        return tuple(found)
