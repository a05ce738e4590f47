"""When a message was written, as chats write it: recognised by shape, whatever the language.

A stamp has a time of day, and before or behind it perhaps a date, a day of the week or a word
such as "yesterday". Words that no list knows are taken only beside a date with a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum, auto
from functools import lru_cache


class Order(Enum):
    """Which of day and month stands first in dates of figures; UNKNOWN when nothing tells."""

    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time of day and what is known of the date.

    clock: the time. has_seconds: whether it says them. day: the date, if it says a whole one that
    can be read in one way. pair: the two figures of a date whose order must be found out, with
    the year or 0.
    """

    clock: time
    has_seconds: bool
    day: date | None = None
    pair: tuple[int, int, int] | None = None

    def dated(self, order: Order, near: date | None) -> Stamp:
        """Return the stamp with its date worked out. near: the day of the session, if known."""
        if self.day is not None or self.pair is None:
            return self
        first, second, year = self.pair
        year = year or (near.year if near is not None else 0)
        readings = _readings(first, second, year, order)
        if near is not None and len(readings) > 1:
            readings = [day for day in readings if day == near] or readings
        found = readings[0] if len(readings) == 1 else None
        return Stamp(clock=self.clock, has_seconds=self.has_seconds, day=found, pair=self.pair)

    @property
    def text(self) -> str:
        """Return ``2026-03-17T09:12:05``, without the date or the seconds if they are unknown."""
        clock = self.clock.isoformat("seconds" if self.has_seconds else "minutes")
        return clock if self.day is None else f"{self.day.isoformat()}T{clock}"


def order_of(stamps: Iterable[Stamp]) -> Order:
    """Return the order of day and month that all stamps of one text share."""
    day_first = month_first = False
    for stamp in stamps:
        if stamp.pair is not None:
            first, second, _year = stamp.pair
            day_first |= first > 12
            month_first |= second > 12
    if day_first == month_first:
        return Order.UNKNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


@lru_cache(maxsize=8_192)
def read_stamp(text: str) -> Stamp | None:
    """Return the stamp that is all of ``text``, or None.

    >>> read_stamp("17/03/2026 9:12 am").text, read_stamp("klo 9.12").text
    ('2026-03-17T09:12', '09:12')
    """
    if len(text) > _LONGEST or not _HAS_TIME.search(text):
        return None
    for match in reversed(list(_TIME.finditer(text))):
        clock = _clock(match)
        if clock is not None:
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return _with_date(rest, clock, has_seconds=match["second"] is not None)
    return None


def is_time_alone(text: str) -> bool:
    """Say whether a stamp is nothing but figures of a clock: a person may write that as well."""
    return _BARE.fullmatch(text.strip()) is not None


_LONGEST = 60
_HAS_TIME = re.compile(r"\d[:.hH ]")
_BEFORE_NOON = (
    r"[AaPp]\.? ?[Mm]\b\.?|[ap]\.?\s?m\.|[ai]p\.?(?!\w)|[fe]\.?m\.?(?!\w)|[AP](?!\w)|[πμ]\.?μ\."
    r"|[صم](?!\w)|[قب]\.ظ\.?|לפנה[״\"]צ|אחה[״\"]צ|(?:SA|CH)(?!\w)"
)
_TIME = re.compile(
    rf"(?<![\d.:/-])(?P<early>(?:上午|下午|午前|午後|오전|오후)\s?)?"
    rf"(?P<hour>\d{{1,2}})(?:[:.]|\s?[hH]\s?)(?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    rf"(?![\d:/]|\.\d)(?:\s?(?P<half>{_BEFORE_NOON}))?"
)
# en, fi, sv, el, ar, fa, he (with either sign of abbreviation) and vi.
_LATE_HALVES = frozenset(("pm", "p", "ip", "em", "μμ", "م", "بظ", "אחה״צ", 'אחה"צ', "ch"))
_BARE = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?")
_AFTER_NOON = frozenset({"下午", "午後", "오후"})
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]\s?(\d{4}|\d\d)?\.?(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})\.?(?!\d)")
_DAY_AND_WORD = re.compile(
    r"(?<!\d)(\d{1,2})\.?\s(?:de\s)?([^\W\d_]{3,12})\.?(?:\s(?:de\s)?(\d{4}))?"
)
_WORD_AND_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")

# The start of the name of each month in en, fi, sv, de, fr, es, it, pl, et, ru and uk.
_MONTHS = (
    "jan tammi ene gen stycz янв січ",
    "feb helmi fév fév lut veebr фев лют",
    "mar maalis mär märts мар бер",
    "apr huhti avr abr kwi апр кві",
    "may touko maj mai mag мая май трав",
    "jun kesä juin giu cze juuni июн черв",
    "jul heinä juil lug lip juuli июл лип",
    "aug elo aoû ago sier авг серп",
    "sep syys set wrz сен вер",
    "oct loka okt oct ott paź окт жовт",
    "nov marras nov lis ноя лист",
    "dec joulu dez déc dic gru det дек груд",
)
_MONTH_STARTS = tuple(
    (start, number) for number, starts in enumerate(_MONTHS, 1) for start in starts.split()
)
# Days of the week and other words that stand in stamps.
_KNOWN_WORDS = (
    # words between the parts
    "klo kl at um à a las o godz uhr ob alle om den le el de o' clock в о at. "
    # today and yesterday
    "today yesterday tänään eilen idag igår i dag går heute gestern aujourd hui hier hoy ayer "
    "oggi ieri dziś dzisiaj wczoraj täna eile сегодня вчера сьогодні вчора "
    # days of the week
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai ma ti ke to pe la "
    "su maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina måndag "
    "tisdag onsdag torsdag fredag lördag söndag mån tis ons tors fre lör sön montag dienstag "
    "mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lun mar mer jeu ven sam dim lunes martes miércoles jueves viernes "
    "sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica poniedziałek wtorek "
    "środa czwartek piątek sobota niedziela esmaspäev teisipäev kolmapäev neljapäev reede "
    "laupäev pühapäev понедельник вторник среда четверг пятница суббота воскресенье понеділок "
    "вівторок середа четвер п'ятниця субота неділя пн вт ср чт пт сб вс нд"
)
_KNOWN = frozenset(_KNOWN_WORDS.split())


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").replace(".", "").replace(" ", "").casefold()
    early = (match["early"] or "").strip()
    if half or early:
        if not 0 < hour <= 12:
            # Some clocks say "14:05 PM" all the same.
            half, early = "", ""
        else:
            is_late = half in _LATE_HALVES or early in _AFTER_NOON
            hour = hour % 12 + (12 if is_late else 0)
    try:
        return time(hour, minute, int(match["second"] or 0))
    except ValueError:
        return None


def _with_date(rest: str, clock: time, *, has_seconds: bool) -> Stamp | None:
    """Return a stamp of a time and of what stands around it, or None if that is no date."""
    day, pair, left = _date(rest)
    has_year = day is not None or (pair is not None and pair[2] > 0)
    words = [word.casefold() for word in _WORD.findall(left)]
    if re.search(r"\d", left) or re.search(r"[^\w\s,.()'’–-]", left) or len(words) > 4:
        return None
    if not has_year and any(word not in _KNOWN for word in words):
        return None
    return Stamp(clock=clock, has_seconds=has_seconds, day=day, pair=pair)


def _date(text: str) -> tuple[date | None, tuple[int, int, int] | None, str]:
    """Return the date in a text, or the figures of one, and the text without them."""
    if match := _ISO.search(text):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        return day, None, _without(text, match)
    if match := _FIGURES.search(text) or _SHORT.search(text):
        first, second = int(match[1]), int(match[2])
        year = int(match[3] or 0) if match.re is _FIGURES else 0
        year += 2000 if 0 < year < 100 else 0
        readings = _readings(first, second, year, Order.UNKNOWN)
        # With dots the day stands first everywhere.
        if "." in match[0] and (dotted := _day(year, second, first)):
            readings = [dotted]
        found = readings[0] if len(readings) == 1 and year else None
        return found, (first, second, year), _without(text, match)
    for pattern, word, number in ((_DAY_AND_WORD, 2, 1), (_WORD_AND_DAY, 1, 2)):
        for match in pattern.finditer(text):
            if (month := _month(match[word])) is not None and match[3]:
                return _day(int(match[3]), month, int(match[number])), None, _without(text, match)
            if month is not None or match[3]:
                return None, None, _without(text, match)
    return None, None, text


def _readings(first: int, second: int, year: int, order: Order) -> list[date]:
    """Return the dates that two figures can mean, one if both readings are the same day."""
    if not year:
        return []
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if order is Order.DAY_FIRST and day_first is not None:
        return [day_first]
    if order is Order.MONTH_FIRST and month_first is not None:
        return [month_first]
    return list(dict.fromkeys(day for day in (day_first, month_first) if day is not None))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1970 else None
    except ValueError:
        return None


def _month(word: str) -> int | None:
    word = word.casefold()
    found = [(len(start), number) for start, number in _MONTH_STARTS if word.startswith(start)]
    return max(found)[1] if found else None


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def rolled_over(clocks: Iterable[time], start: date) -> Iterable[date]:
    """Yield the date of each clock time in order; one that jumps far back is past midnight."""
    day, before = start, None
    for clock in clocks:
        if before is not None and _seconds(before) - _seconds(clock) > _HALF_A_DAY:
            day += timedelta(days=1)
        before = clock
        yield day


_HALF_A_DAY = 12 * 3600


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
