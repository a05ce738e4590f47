"""Dates and times of day as reports write them, in any language and order.

A cell is taken apart once; which of its numbers is the day is decided for all cells of a file
together, because no single cell can tell 3 April from 4 March. The language of the words around
the dates decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from virtu_desktop.exchange.attendance.cells import plain

_DATE = (
    r"(?P<a>\d{4}|\d{1,2}) ?(?P<sep>[./\-年년]) ?(?P<b>\d{1,2}) ?[./\-月월] ?"
    r"(?P<c>\d{4}|\d{1,2})(?P<end>[日일.]?)"
)
_TIME = (
    r"(?P<h>\d{1,2})(?:[:.]| ?h ?|時|时|시 ?)(?P<m>\d{2})"
    r"(?:(?:[:.]| ?m(?:in)? ?|分|분 ?)(?P<s>\d{2})(?:[.,]\d{1,9})?(?: ?[sS秒초]\.?)?)?"
)
_TAIL = r"(?P<tail>[^\d+\-]{0,16}?)(?P<zone>(?:UTC|GMT)?[+\-]\d{1,2}(?::?\d{2})?|Z|UTC|GMT)?\)?"
_NUMERIC = re.compile(rf"(?P<lead>[^\d]{{0,16}}){_DATE}(?P<gap>\D{{1,16}}){_TIME}{_TAIL}")
_DAY = re.compile(rf"(?P<lead>[^\d]{{0,16}}){_DATE},?")
_CLOCK = re.compile(rf"(?P<gap>\D{{0,10}}){_TIME}{_TAIL}")
_NAMED_MONTH_FIRST = re.compile(
    rf"(?P<lead>)(?P<word>[^\W\d_]{{3,12}})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? "
    rf"(?P<y>\d{{4}}|\d{{2}})(?P<gap>\D{{1,16}}){_TIME}{_TAIL}"
)
_NAMED_DAY_FIRST = re.compile(
    rf"(?P<lead>)(?P<d>\d{{1,2}})\.?[ \-](?:de )?(?P<word>[^\W\d_]{{3,12}})\.?,?[ \-](?:de )?"
    rf"(?P<y>\d{{4}}|\d{{2}})(?P<gap>\D{{1,16}}){_TIME}{_TAIL}"
)
# How the twelve months begin in the languages of the reports; the longest beginning counts.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "ene", "gen", "sty", "tam"),
    ("feb", "fév", "fev", "lut", "hel"),
    ("mar", "mär", "mrt", "maa"),
    ("apr", "avr", "abr", "kwi", "huh"),
    ("may", "mai", "maj", "mei", "mag", "tou"),
    ("jun", "juin", "giu", "cze", "kes"),
    ("jul", "juil", "lug", "lip", "hei"),
    ("aug", "aoû", "aou", "ago", "sie", "elo"),
    ("sep", "set", "wrz", "syy"),
    ("oct", "okt", "out", "ott", "paź", "lok"),
    ("nov", "lis", "marras"),
    ("dec", "déc", "dez", "dic", "des", "gru", "jou"),
)
_AM = frozenset(["am", "ap", "fm", "πμ", "de", "dop", "午前", "오전", "上午", "sa", "vorm"])
_PM = frozenset(["pm", "ip", "em", "μμ", "du", "odp", "午後", "오후", "下午", "ch", "nachm"])
EARLIEST_YEAR = 2018
_LATEST_YEAR = 2099
_CLOSE = timedelta(days=2)


class Order(StrEnum):
    """Which number of a date is what; the first one names the order."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and time of one cell, or a time of day alone (``numbers`` is None then).

    numbers: the three numbers of the date in the order of the file. separator: between them; a
    letter when the month is a word, the numbers are year, month, day then. after_comma: a comma
    stands between date and time. offset: of the zone from UTC when the cell states it.
    twelve_hours: the cell says which half of the day.
    """

    numbers: tuple[int, int, int] | None
    separator: str
    clock: time
    has_seconds: bool
    after_comma: bool = False
    has_four_digits: bool = False
    is_padded: bool = False
    ends_with_dot: bool = False
    twelve_hours: bool = False
    offset: timedelta | None = None

    def day(self, order: Order) -> date | None:
        """Return the day that is meant in an order, or None when there is no such day."""
        if self.numbers is None:
            return None
        first, second, third = self.numbers
        if self.separator == "m":
            order = Order.YEAR_FIRST
        elif first > 99:
            if order is not Order.YEAR_FIRST:
                return None
        elif third > 99 and order is Order.YEAR_FIRST:
            return None
        if order is Order.YEAR_FIRST:
            year, month, day = first, second, third
        elif order is Order.MONTH_FIRST:
            month, day, year = first, second, third
        else:
            day, month, year = first, second, third
        try:
            return date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            return None

    def moment(self, order: Order) -> datetime | None:
        """Return the date and time in an order, without a zone; None when there is none."""
        day = self.day(order)
        return None if day is None else datetime.combine(day, self.clock)


@lru_cache(maxsize=65_536)
def read_stamp(cell: str) -> Stamp | None:
    """Return the date and time that a cell holds, or None when it is none.

    >>> read_stamp("17.3.26 klo 8.51.04").moment(Order.DAY_FIRST).isoformat()
    '2026-03-17T08:51:04'
    >>> read_stamp("3/17/26, 8:51:04\u202fPM").moment(Order.MONTH_FIRST).isoformat()
    '2026-03-17T20:51:04'
    """
    text = plain(cell)
    # A moment has a dozen digits or so in fewer than sixty letters; most cells have not.
    if not 10 <= len(text) <= 60:
        return None
    if found := _NUMERIC.fullmatch(text):
        numbers = (int(found["a"]), int(found["b"]), int(found["c"]))
        return _checked(_stamp(found, numbers, found["sep"]))
    if found := _NAMED_MONTH_FIRST.fullmatch(text) or _NAMED_DAY_FIRST.fullmatch(text):
        month = month_of(found["word"])
        year = int(found["y"])
        if month:
            numbers = (year if year > 99 else 2000 + year, month, int(found["d"]))
            return _checked(_stamp(found, numbers, "m"))
    return None


@lru_cache(maxsize=65_536)
def read_clock(cell: str) -> Stamp | None:
    """Return the time of day that a cell holds without a date, or None."""
    text = plain(cell)
    if not 4 <= len(text) <= 20:
        return None
    found = _CLOCK.fullmatch(text)
    return None if found is None else _stamp(found, None, "")


def is_day(cell: str) -> bool:
    """Say whether a cell holds a date without a time."""
    text = plain(cell)
    return 6 <= len(text) <= 30 and _DAY.fullmatch(text) is not None


def read_day(cell: str) -> Stamp | None:
    """Return the date of a cell that has no time, as of midnight; None when it has none."""
    return read_stamp(f"{plain(cell).rstrip(',')} 00:00") if is_day(cell) else None


def _stamp(
    found: re.Match[str], numbers: tuple[int, int, int] | None, separator: str
) -> Stamp | None:
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    half = _half(found["gap"]) or _half(found["tail"])
    # Japanese clocks call noon 0 o'clock in the afternoon.
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    if found["tail"].strip() and not half and len(found["tail"]) > 6:
        return None
    numeric = numbers is not None and separator != "m"
    return Stamp(
        numbers=numbers,
        separator=separator,
        clock=time(hour, minute, second),
        has_seconds=found["s"] is not None,
        after_comma="," in found["gap"],
        has_four_digits=numeric and max(len(found["a"]), len(found["c"])) == 4,
        is_padded=numeric and len(found["b"]) == 2 and min(len(found["a"]), len(found["c"])) == 2,
        ends_with_dot=numeric and found["end"] == ".",
        twelve_hours=bool(half),
        offset=_offset(found["zone"]),
    )


def _checked(stamp: Stamp | None) -> Stamp | None:
    if stamp is None or not any(stamp.day(order) for order in Order):
        return None
    return stamp


def _half(text: str) -> str:
    """Return am, pm or nothing for what stands before or behind a time."""
    if not text or text.isspace():
        return ""
    whole = "".join(letter for letter in text.casefold() if letter.isalpha())
    first = "".join(letter for letter in text.casefold().split()[0] if letter.isalpha())
    for letters in (whole, first):
        if letters in _AM:
            return "am"
        if letters in _PM:
            return "pm"
    return ""


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    found = re.search(r"([+\-])(\d{1,2}):?(\d{2})?$", text)
    if found is None:
        return timedelta()
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -size if found[1] == "-" else size


def month_of(word: str) -> int:
    """Return the number of the month that a word begins like, or 0."""
    folded = word.casefold()
    known = [
        (len(beginning), number)
        for number, beginnings in enumerate(_MONTHS, 1)
        for beginning in beginnings
        if folded.startswith(beginning)
    ]
    return max(known)[1] if known else 0


def possible_orders(
    stamps: Sequence[Stamp],
    pairs: Sequence[tuple[Stamp, Stamp]],
    *,
    earliest_year: int = EARLIEST_YEAR,
) -> tuple[Order, ...]:
    """Return the orders in which all dates of a file make sense, the likelier ones first.

    pairs: joins with their leaves; in a right order hardly any leave is before its join. Orders
    that give the same days count as one. Empty when no order fits.
    """
    dated = list({stamp for stamp in stamps if stamp.numbers is not None})
    fitting: dict[tuple[date, ...], Order] = {}
    spreads: dict[Order, timedelta] = {}
    for order in Order:
        if not _may_be(order, dated):
            continue
        days = [stamp.day(order) for stamp in dated]
        known = [day for day in days if day is not None]
        if len(known) < len(days) or not known:
            continue
        if min(known).year < earliest_year or max(known).year > _LATEST_YEAR:
            continue
        if not _runs_forward(order, pairs):
            continue
        if fitting.setdefault(tuple(known), order) is order:
            spreads[order] = max(known) - min(known)
    close = [order for order in fitting.values() if spreads[order] <= _CLOSE]
    return tuple(close or fitting.values())


def _may_be(order: Order, stamps: Iterable[Stamp]) -> bool:
    """Say whether the way the dates are written allows an order.

    No place of the world writes month.day.year with dots, or puts the year first with two digits
    and a comma after the date; year-month-day with hyphens has two digits everywhere, and with
    dots another dot behind.
    """
    for stamp in stamps:
        if stamp.separator == "m" or stamp.has_four_digits:
            if stamp.separator == "." and order is Order.MONTH_FIRST:
                return False
            continue
        if order is Order.MONTH_FIRST and stamp.separator == ".":
            return False
        if order is Order.YEAR_FIRST:
            if stamp.after_comma:
                return False
            if stamp.separator == "-" and not stamp.is_padded:
                return False
            if stamp.separator == "." and not stamp.ends_with_dot:
                return False
        elif order is Order.DAY_FIRST and stamp.ends_with_dot:
            return False
    return True


def _runs_forward(order: Order, pairs: Sequence[tuple[Stamp, Stamp]]) -> bool:
    """Say whether nearly all leaves come after their joins; a clock change may turn an hour."""
    backward = 0
    for joined, left in pairs:
        start, end = joined.moment(order), left.moment(order)
        if start is not None and end is not None and end < start - timedelta(hours=1):
            backward += 1
    return backward * 10 <= len(pairs)


def best_order(stamps: Sequence[Stamp]) -> Order:
    """Return the order in which most dates exist, for a file whose dates fit no order."""
    return max(Order, key=lambda order: sum(stamp.day(order) is not None for stamp in stamps))
