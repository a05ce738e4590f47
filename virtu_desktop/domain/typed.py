"""Reads lengths, clock times and dates as people type them and as their sheets have them.

Every function returns None when the text says no such thing: who asked then says so in words and
keeps what was typed.
"""

from __future__ import annotations

import re
from datetime import date
from datetime import time as time_of_day

from virtu_desktop.domain.time import MINUTE, SECOND, Duration, minutes

LONGEST = Duration(24 * 60 * MINUTE)

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_HOUR = r"(?:h|t|tim)[^\W\d]*\.?"
_MINUTE = r"(?:min[^\W\d]*|m)\.?"
_MINUTES = re.compile(rf"({_NUMBER})\s*(?:{_MINUTE}|')?")
_HOURS = re.compile(rf"({_NUMBER})\s*{_HOUR}")
_HOURS_MINUTES = re.compile(rf"(\d{{1,2}})\s*(?:{_HOUR}\s*|:)(\d{{1,2}})\s*(?:{_MINUTE})?")
_HOURS_MINUTES_SECONDS = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})")
_ISO_LENGTH = re.compile(r"pt(?=\d)(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,2})s)?")
_CLOCK = re.compile(
    r"(?:kl\.?\s*|klo\s*)?(\d{1,2})(?:\s*[:.]\s*(\d{2})(?:[:.](\d{2}))?)?(?:\s*([ap])\.?m\.?)?"
)
_CLOCK_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*(?:[./]\s*(\d{4})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH_NAMED = re.compile(r"(\d{1,2})\.?\s+([a-z]{3})[a-z]*\.?(?:\s+(\d{4}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_length(text: str) -> Duration | None:
    """Read a length of at most a day: minutes, or hours and minutes.

    >>> [length // MINUTE for length in map(read_length, ("30", "45 min", "1h30", "1:05", "1,5 h"))]
    [30, 45, 90, 65, 90]
    >>> [length // MINUTE for length in map(read_length, ("1 tunti 5 min", "0:25:00", "PT1H5M"))]
    [65, 25, 65]
    """
    said = text.strip().casefold()
    if match := _MINUTES.fullmatch(said):
        length = minutes(_number(match[1]))
    elif match := _HOURS.fullmatch(said):
        length = minutes(_number(match[1]) * 60)
    elif match := _HOURS_MINUTES.fullmatch(said) or _HOURS_MINUTES_SECONDS.fullmatch(said):
        hours, *smaller = map(int, match.groups())
        if max(smaller) >= 60:
            return None
        length = _hours(hours, *smaller)
    elif match := _ISO_LENGTH.fullmatch(said):
        length = _hours(*(int(part or 0) for part in match.groups()))
    else:
        return None
    return length if length <= LONGEST else None


def read_clock(text: str) -> time_of_day | None:
    """Read a time of day.

    >>> [str(read_clock(said)) for said in ("9", "9.30", "9:30", "0930", "25:00")]
    ['09:00:00', '09:30:00', '09:30:00', '09:30:00', 'None']
    >>> [str(read_clock(said)) for said in ("klo 9.30", "09:30:15", "9:30 PM", "12 a.m.")]
    ['09:30:00', '09:30:15', '21:30:00', '00:00:00']
    """
    said = text.strip().casefold()
    if match := _CLOCK.fullmatch(said):
        return _clock(int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4])
    match = _CLOCK_DIGITS.fullmatch(said)
    return None if match is None else _clock(int(match[1]), int(match[2]))


def read_date(text: str, *, near: date) -> date | None:
    """Read a day; one without a year is in the year of ``near``.

    >>> near = date(2026, 11, 1)
    >>> [str(read_date(said, near=near)) for said in ("25.11.", "2026-11-25", "25 Nov", "31.2.")]
    ['2026-11-25', '2026-11-25', '2026-11-25', 'None']
    """
    said = text.strip().casefold()
    if match := _YEAR_FIRST.fullmatch(said):
        return _date(match[1], match[2], match[3], near)
    if match := _DAY_FIRST.fullmatch(said):
        return _date(match[3], match[2], match[1], near)
    if (match := _MONTH_NAMED.fullmatch(said)) and match[2] in _MONTHS:
        return _date(match[3], str(_MONTHS.index(match[2]) + 1), match[1], near)
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _hours(hours: int, whole_minutes: int, seconds: int = 0) -> Duration:
    return Duration((hours * 60 + whole_minutes) * MINUTE + seconds * SECOND)


def _clock(hour: int, minute: int, second: int = 0, half: str | None = None) -> time_of_day | None:
    """Return a time of day; half: "a" or "p" of a clock that goes to 12, or None."""
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    is_shown = hour < 24 and minute < 60 and second < 60
    return time_of_day(hour, minute, second) if is_shown else None


def _date(year: str | None, month: str, day: str, near: date) -> date | None:
    try:
        return date(int(year or near.year), int(month), int(day))
    except ValueError:
        return None
