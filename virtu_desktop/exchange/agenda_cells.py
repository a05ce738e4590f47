"""Times of day and lengths in the cells of an agenda, with what is unsure about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time as time_of_day
from datetime import timedelta

from virtu_desktop.domain.time import HOUR, MINUTE, SECOND, Duration, minutes
from virtu_desktop.domain.typed import LONGEST, read_clock, read_length
from virtu_desktop.exchange.tables import Cell

DAY = Duration(24 * HOUR)
_DASH = re.compile(r"\s*(?:-|–|—|−|\.\.\.?|…)\s*")
_BARE_FRACTION = re.compile(r"\d+[.,]\d+")
_HOUR_POINT_MINUTES = re.compile(r"(\d{1,2})[.,]([0-5]\d)")
# A date with a time is the number of days since 1900; 1,000 days is in 1902.
_SERIAL_FROM = 1_000


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What a cell says, in milliseconds. is_sure: it can be read in one way only."""

    value: Duration
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """A time of day, as milliseconds from midnight, and the end beside it in the same cell."""

    start: ReadCell
    end: ReadCell | None = None


def clock_span(cell: Cell, *, bare_minutes: bool = False) -> ClockSpan | None:
    """Return the time of day that a cell holds, with its end if it is "9.00–9.15"; else None.

    bare_minutes: a bare number counts minutes from midnight, as Ontime has it.
    """
    if isinstance(cell, timedelta):
        return ClockSpan(ReadCell(Duration(_ms(cell) % DAY)))
    if isinstance(cell, float):
        found = _numbered_clock(cell, bare_minutes)
        return None if found is None else ClockSpan(found)
    whole = read_clock(cell)
    if whole is not None:
        return ClockSpan(ReadCell(_since_midnight(whole)))
    if (moment := _iso_clock(cell)) is not None:
        return ClockSpan(ReadCell(_since_midnight(moment)))
    parts = _DASH.split(cell.strip())
    clocks = [read_clock(part) for part in parts] if len(parts) == 2 else []
    if len(clocks) != 2 or clocks[0] is None or clocks[1] is None:
        return None
    start, end = (ReadCell(_since_midnight(clock)) for clock in clocks if clock is not None)
    return ClockSpan(start, end)


def length(cell: Cell, *, in_hours: bool = False, in_minutes: bool = False) -> ReadCell | None:
    """Return the length that a cell holds, at most a day, or None.

    in_hours, in_minutes: what the heading says of a bare number. Without it "15" is minutes, and
    "1.30" is 1 h 30 min but not for sure.
    """
    if isinstance(cell, timedelta):
        return _at_most_a_day(ReadCell(_ms(cell)))
    if isinstance(cell, float):
        return _at_most_a_day(_numbered_length(cell, in_hours, in_minutes))
    if _BARE_FRACTION.fullmatch(cell) and not in_minutes:
        return _at_most_a_day(_bare_fraction(cell, in_hours))
    if in_hours and cell.isdigit():
        return _at_most_a_day(ReadCell(Duration(int(cell) * HOUR)))
    found = read_length(cell)
    return None if found is None else ReadCell(found)


def _numbered_clock(number: float, bare_minutes: bool) -> ReadCell | None:
    """Return the time of day that a number of a workbook means."""
    if number < 0:
        return None
    if number < 1 or number >= _SERIAL_FROM:
        return ReadCell(_day_part(number % 1))
    if bare_minutes:
        return ReadCell(Duration(minutes(number) % DAY))
    # 9.3 was 9.30 before a spreadsheet took it for a number.
    clock = read_clock(f"{number:.2f}")
    if clock is None or abs(number * 100 - round(number * 100)) > 1e-6:
        return None
    return ReadCell(_since_midnight(clock), is_sure=number.is_integer())


def _numbered_length(number: float, in_hours: bool, in_minutes: bool) -> ReadCell | None:
    if number < 0:
        return None
    if in_hours:
        return ReadCell(minutes(number * 60))
    if in_minutes or number.is_integer():
        return ReadCell(minutes(number))
    if number < 1:
        # A time of day or a length that lost its format is a fraction of a day.
        return ReadCell(_day_part(number), is_sure=False)
    return ReadCell(minutes(number), is_sure=False)


def _bare_fraction(text: str, in_hours: bool) -> ReadCell | None:
    number = float(text.replace(",", "."))
    if in_hours:
        return ReadCell(minutes(number * 60))
    if number < 1 and len(text) > len("0.00"):
        return ReadCell(_day_part(number), is_sure=False)
    parts = _HOUR_POINT_MINUTES.fullmatch(text)
    if parts is None:
        return None
    return ReadCell(minutes(int(parts[1]) * 60 + int(parts[2])), is_sure=False)


def _iso_clock(text: str) -> time_of_day | None:
    """Return the time of day of "2026-11-25T09:00"; its day and zone are not asked."""
    match = re.fullmatch(
        r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", text
    )
    return None if match is None else read_clock(match[1])


def _at_most_a_day(found: ReadCell | None) -> ReadCell | None:
    return None if found is None or found.value > LONGEST else found


def _day_part(share: float) -> Duration:
    """Return a fraction of a day to the second."""
    return Duration(round(share * (DAY // SECOND)) * SECOND % DAY)


def _ms(span: timedelta) -> Duration:
    return Duration(round(span.total_seconds()) * SECOND)


def _since_midnight(clock: time_of_day) -> Duration:
    return Duration((clock.hour * 60 + clock.minute) * MINUTE + clock.second * SECOND)
