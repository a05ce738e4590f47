"""Instants, durations and clocks.

An instant is a whole number of milliseconds since 1970-01-01T00:00Z, a duration a whole number
of milliseconds. Wall-clock text in a zone is made from an instant only for people to read.
``SystemClock`` is the only place of the product that reads the computer's clocks.
"""

from __future__ import annotations

import sys
import time as _time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Instant = NewType("Instant", int)
Duration = NewType("Duration", int)

SECOND = Duration(1_000)
MINUTE = Duration(60_000)
HOUR = Duration(3_600_000)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def minutes(count: float) -> Duration:
    """Return ``count`` minutes, 0 or more, in milliseconds, rounded half up.

    A fraction counts as the decimal number that it is written as, not as its binary neighbour.
    Raises OverflowError when ``count`` is infinite.

    >>> minutes(1.5), minutes(0.000525), minutes(0.0000083334)
    (90000, 32, 1)
    """
    exact = Decimal(str(count)) * MINUTE
    return Duration(int(exact.to_integral_value(rounding=ROUND_HALF_UP)))


def parse_instant(text: str) -> Instant:
    """Read an ISO 8601 date and time that carries an offset or ``Z``.

    Parts of a millisecond are cut off. Raises ValueError when the text is no such instant.

    >>> parse_instant("2026-11-25T09:00:00+02:00") == parse_instant("2026-11-25T07:00:00.000Z")
    True
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset and no Z")
    return instant_of(moment)


def instant_of(moment: datetime) -> Instant:
    """Return the instant of an aware ``moment``."""
    return Instant((moment - _EPOCH) // _MILLISECOND)


def iso_utc(instant: Instant) -> str:
    """Write an instant as UTC with milliseconds: ``2026-11-25T07:02:00.000Z``."""
    moment = moment_utc(instant).replace(tzinfo=None)
    return f"{moment.isoformat(timespec='milliseconds')}Z"


def moment_utc(instant: Instant) -> datetime:
    """Return the aware UTC date and time of an instant."""
    return _EPOCH + timedelta(milliseconds=instant)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; raise ValueError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {name!r}") from error


def local(instant: Instant, zone: ZoneInfo) -> datetime:
    """Return the date and time that a clock in ``zone`` shows at ``instant``."""
    return moment_utc(instant).astimezone(zone)


def instant_of_local(day: date, clock: time_of_day, zone: ZoneInfo) -> Instant:
    """Return the instant at which the clocks of ``zone`` show ``clock`` on ``day``.

    A time that comes twice (autumn) means the first; a time that a clock change skips (spring)
    is read as the instant of the jump.
    """
    wanted = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    before = instant_of(wanted.replace(tzinfo=zone, fold=0))
    if local(before, zone).replace(tzinfo=None) == wanted:
        return before
    return _jump_within(instant_of(wanted.replace(tzinfo=zone, fold=1)), before, zone)


def _jump_within(early: Instant, late: Instant, zone: ZoneInfo) -> Instant:
    """Return the first instant after ``early`` and not after ``late`` with the new offset."""
    offset = local(early, zone).utcoffset()
    while late - early > 1:
        middle = Instant((early + late) // 2)
        if local(middle, zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late


def first_local_time(after: Instant, clock: time_of_day, zone: ZoneInfo) -> Instant:
    """Return the first instant at or after ``after`` at which clocks in ``zone`` show ``clock``.

    A time that a clock change skips counts as shown at the instant of the jump.
    Source: "fixed_start" in the timeline rules.
    """
    day = local(after, zone).date() - timedelta(days=1)
    while True:
        for candidate in _showings(day, clock, zone):
            if candidate >= after:
                return candidate
        day += timedelta(days=1)


def _showings(day: date, clock: time_of_day, zone: ZoneInfo) -> list[Instant]:
    """Return the instants, in order, at which ``clock`` is shown on ``day``: one, or two."""
    wanted = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    twice = [instant_of(wanted.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    real = [at for at in twice if local(at, zone).replace(tzinfo=None) == wanted]
    return sorted(set(real)) or [instant_of_local(day, clock, zone)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the computer's clocks showed at one moment, all in milliseconds.

    wall: the clock that people can set, UTC. monotonic: counts up and is never set; it may
    stand still while the computer sleeps. boot: like monotonic, but goes on during sleep.
    """

    wall: Instant
    monotonic: Duration
    boot: Duration


class Clock(Protocol):
    """Where time comes from; the product holds one and passes readings on."""

    def read(self) -> Reading:
        """Return what the clocks show now."""
        ...


class SystemClock:
    """The clocks of the computer."""

    def read(self) -> Reading:
        """Return the computer's wall, monotonic and boot clocks."""
        return Reading(
            wall=Instant(_time.time_ns() // 1_000_000),
            monotonic=Duration(_time.monotonic_ns() // 1_000_000),
            boot=Duration(_boot_ns() // 1_000_000),
        )


def stopwatch() -> Callable[[], float]:
    """Return a function that gives the milliseconds since now, for what a computation takes."""
    start = _time.perf_counter_ns()
    return lambda: (_time.perf_counter_ns() - start) / 1_000_000


if sys.platform == "linux":

    def _boot_ns() -> int:
        return _time.clock_gettime_ns(_time.CLOCK_BOOTTIME)

else:

    def _boot_ns() -> int:
        # Windows counts sleep in its monotonic clock, and so does CLOCK_MONOTONIC of macOS.
        named = getattr(_time, "CLOCK_MONOTONIC", None)
        return _time.monotonic_ns() if named is None else _time.clock_gettime_ns(named)


class ManualClock:
    """A clock that moves only when told to; for rehearsals at any speed and for tests."""

    def __init__(self, start: Instant) -> None:
        """Begin at ``start`` with monotonic and boot readings of zero."""
        self._wall = int(start)
        self._monotonic = 0
        self._boot = 0

    def read(self) -> Reading:
        """Return the readings as they were last set."""
        return Reading(Instant(self._wall), Duration(self._monotonic), Duration(self._boot))

    def advance(self, by: Duration) -> None:
        """Let ``by`` milliseconds pass on every clock."""
        self._wall += by
        self._monotonic += by
        self._boot += by

    def step_wall(self, by: Duration) -> None:
        """Set the wall clock forward or back, as a person or a time server does."""
        self._wall += by

    def sleep(self, by: Duration) -> None:
        """Let the computer sleep: wall and boot clock go on, the monotonic clock stands."""
        self._wall += by
        self._boot += by
