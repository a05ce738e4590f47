"""Turns the stamps of a file into instants of a zone: clock changes, UTC files, bare clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from virtu_desktop.domain.time import Instant, instant_of, instant_of_local, local, zone_named
from virtu_desktop.exchange.attendance.moments import Order, Stamp
from virtu_desktop.exchange.attendance.report import Moment, Stay

_UTC = zone_named("UTC")
_DAY = timedelta(days=1)


class Times:
    """The moments of one file, once the order of its dates is known.

    Clocks without a date stand on ``day``; those before ``day_starts`` on the day after it.
    """

    def __init__(
        self,
        order: Order,
        zone: ZoneInfo,
        *,
        is_utc: bool = False,
        day: date | None = None,
        day_starts: time = time.min,
    ) -> None:
        """Take what the whole file shares."""
        self._order = order
        self._zone = zone
        self._is_utc = is_utc
        self._day = day
        self._day_starts = day_starts
        self._changes: dict[date, bool] = {}

    def moment(self, stamp: Stamp | None, fold: int = 0) -> Moment | None:
        """Return the moment of a stamp; fold: which of two equal clock times in autumn."""
        wall = self._wall(stamp)
        if stamp is None or wall is None:
            return None
        if stamp.offset is not None or self._is_utc:
            at = instant_of((wall - (stamp.offset or timedelta())).replace(tzinfo=_UTC))
            return Moment(at, local(at, self._zone).replace(tzinfo=None))
        return Moment(self._instant(wall, fold), wall)

    def stay(self, joined: Stamp | None, left: Stamp | None, stated: int | None) -> Stay | None:
        """Return a stay; None without a join. A leave before the join is taken as missing.

        Where clocks show an hour twice, the reading nearest to the stated length counts.
        """
        start, end = self.moment(joined), self.moment(left)
        if start is None:
            return None
        if end is None:
            return Stay(start, None)
        if self._changes_on(start.wall.date()) or self._changes_on(end.wall.date()):
            return self._over_a_change(joined, left, stated)
        return Stay(start, end if end.at >= start.at else None)

    def _over_a_change(
        self, joined: Stamp | None, left: Stamp | None, stated: int | None
    ) -> Stay | None:
        readings = [
            (start, end)
            for folds in ((0, 0), (0, 1), (1, 1))
            if (start := self.moment(joined, folds[0])) is not None
            and (end := self.moment(left, folds[1])) is not None
            and start.at <= end.at
        ]
        if not readings:
            start = self.moment(joined)
            return None if start is None else Stay(start, None)
        if stated is None:
            return Stay(*readings[0])
        return Stay(*min(readings, key=lambda one: abs(one[1].at - one[0].at - stated * 1000)))

    def _wall(self, stamp: Stamp | None) -> datetime | None:
        if stamp is None:
            return None
        if stamp.numbers is not None:
            return stamp.moment(self._order)
        if self._day is None:
            return datetime.combine(date.min, stamp.clock)
        is_after_midnight = stamp.clock < self._day_starts
        return datetime.combine(
            self._day + (_DAY if is_after_midnight else timedelta()), stamp.clock
        )

    def _instant(self, wall: datetime, fold: int) -> Instant:
        if wall.year == date.min.year:
            return instant_of(wall.replace(tzinfo=_UTC))
        if fold and self._changes_on(wall.date()):
            return instant_of(wall.replace(tzinfo=self._zone, fold=1))
        return instant_of_local(wall.date(), wall.time(), self._zone)

    def _changes_on(self, day: date) -> bool:
        """Say whether the clocks are changed on a day."""
        if day not in self._changes:
            midnights = (
                datetime.combine(one, time.min, self._zone)
                for one in (day, min(day, date.max - _DAY) + _DAY)
            )
            self._changes[day] = len({midnight.utcoffset() for midnight in midnights}) > 1
        return self._changes[day]


def start_of_day(pairs: Iterable[tuple[Stamp, Stamp]]) -> time:
    """Return the clock before which the bare clocks of a file belong to the day after.

    Midnight, unless somebody left at a smaller clock than that of the join: then the meeting ran
    over midnight, and its day begins after the longest stretch in which no clock stands.
    """
    all_pairs = list(pairs)
    if all(left.clock >= joined.clock for joined, left in all_pairs):
        return time.min
    clocks = sorted({stamp.clock for pair in all_pairs for stamp in pair})
    turns = [*clocks[1:], clocks[0]]
    longest = max(range(len(clocks)), key=lambda place: _gap(clocks[place], turns[place]))
    return turns[longest]


def _gap(first: time, then: time) -> int:
    seconds = _seconds(then) - _seconds(first)
    return seconds if seconds > 0 else seconds + 86_400


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
