"""The time of one open session: steady while it runs, whatever happens to the computer's clock.

Inside one process time is carried by the boot clock, which nobody sets and which goes on during
sleep. Across restarts it is taken from the wall clock, less the steps that were recorded (T10).
"""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.incidents import STEP_WORTH_TELLING
from virtu_desktop.domain.time import SECOND, Clock, Duration, Instant

GAP_RECORDED = Duration(2 * SECOND)
GAP_ASKED = Duration(5 * SECOND)
# Steps that nobody is told of are recorded too, so that another process finds the time left within
# 50 ms (P4).
STEP_RECORDED = Duration(20)
# The two clocks are not read at one instant: a small step is believed when it is seen twice.
_READING_ERROR = Duration(5)


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which no tick came: the computer slept or the program stood still."""

    start: Instant
    end: Instant

    @property
    def length(self) -> Duration:
        """Return how long it lasted, in milliseconds."""
        return Duration(self.end - self.start)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one tick noticed: a gap before it, and how far the wall clock was set (0: not)."""

    gap: Gap | None
    step: Duration


class SessionClock:
    """Gives a session its instants."""

    def __init__(self, clock: Clock) -> None:
        """Follow the wall clock of ``clock`` until ``hold`` is called."""
        self._clock = clock
        self._held: tuple[Instant, Duration] | None = None
        reading = clock.read()
        self._last_boot = reading.boot
        self._last_offset = self._seen_offset = reading.wall - reading.boot

    def hold(self, *, stepped: Duration = Duration(0)) -> None:
        """Be steady from now on; ``stepped`` is the sum of steps that earlier processes saw."""
        reading = self._clock.read()
        self._held = (Instant(reading.wall - stepped), reading.boot)

    def release(self) -> None:
        """Follow the wall clock again."""
        self._held = None

    def now(self) -> Instant:
        """Return the present instant of the session."""
        reading = self._clock.read()
        if self._held is None:
            return reading.wall
        instant, boot = self._held
        return Instant(instant + reading.boot - boot)

    def wall(self) -> Instant:
        """Return what the wall clock shows now."""
        return self._clock.read().wall

    def monotonic(self) -> Duration:
        """Return the monotonic reading that is stamped on events."""
        return self._clock.read().monotonic

    def observe(self) -> Observation:
        """Compare the clocks with the last call and tell what happened in between."""
        reading = self._clock.read()
        passed = Duration(reading.boot - self._last_boot)
        offset = reading.wall - reading.boot
        step = offset - self._last_offset
        is_steady = abs(offset - self._seen_offset) <= _READING_ERROR
        self._seen_offset = offset
        self._last_boot = reading.boot
        gap = None
        if passed >= GAP_RECORDED:
            now = self.now()
            gap = Gap(Instant(now - passed), now)
        if abs(step) < (STEP_RECORDED if is_steady else STEP_WORTH_TELLING):
            return Observation(gap, Duration(0))
        self._last_offset = offset
        return Observation(gap, Duration(step))
