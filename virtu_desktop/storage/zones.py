"""What a zone's clocks show, as rows: lets a query turn UTC into local time (R6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from virtu_desktop.domain.time import (
    HOUR,
    Duration,
    Instant,
    instant_of,
    local,
    moment_utc,
    zone_named,
)

_DAY = Duration(24 * HOUR)
_FIRST_YEAR = 1
_LAST_YEAR = 9998


@lru_cache(maxsize=64)
def offsets(zone: str, year: int) -> tuple[tuple[Instant, int], ...]:
    """Return the zone's offsets from the year before ``year`` to two years after it.

    Each is (instant from which it holds, seconds east of UTC); the first stands at the beginning
    of the first year.
    """
    first = _new_year(max(_FIRST_YEAR + 1, year - 1))
    last = _new_year(min(_LAST_YEAR, year + 3))
    return ((first, _seconds(first, zone)), *_changes(zone, first, last))


def year_of(instant: Instant) -> int:
    """Return the UTC year of an instant."""
    return moment_utc(instant).year


def _changes(zone: str, first: Instant, last: Instant) -> Iterator[tuple[Instant, int]]:
    day = first
    while day < last:
        following = Instant(day + _DAY)
        if _seconds(day, zone) != _seconds(following, zone):
            early, late = day, following
            while late - early > 1:
                middle = Instant((early + late) // 2)
                if _seconds(middle, zone) == _seconds(day, zone):
                    early = middle
                else:
                    late = middle
            yield late, _seconds(late, zone)
        day = following


def _seconds(instant: Instant, zone: str) -> int:
    offset = local(instant, zone_named(zone)).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _new_year(year: int) -> Instant:
    return instant_of(datetime(year, 1, 1, tzinfo=UTC))
