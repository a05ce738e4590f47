"""A session as an iCalendar file: one event with the agenda in its description (RFC 5545).

The event's UID follows from the session's id, so that importing a newer file changes the entry
that is in the calendar already. What trainers note for themselves is not in it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import TypeVar
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from virtu_desktop import __version__
from virtu_desktop.domain.time import Instant, local, moment_utc, zone_named
from virtu_desktop.exchange.agenda import Agenda
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import near_clock_text

_NONE, _SECOND, _HOUR = timedelta(), timedelta(seconds=1), timedelta(hours=1)
# The rule of the European Union began in spring 1981; autumn has had its day since 1996.
_SPRING = datetime(1981, 3, 29, 1, tzinfo=UTC)
_AUTUMN = datetime(1996, 10, 27, 1, tzinfo=UTC)
_YEARS_LOOKED_AT = 4


def calendar(agenda: Agenda, tr: Translator, *, version: int, stamp: Instant) -> bytes:
    """Return the session as an iCalendar file.

    version: of the plan; it grows with every change. stamp: when this version was made. The same
    arguments give the same bytes.
    """
    session, plan = agenda.portable.record.session, agenda.plan
    zone = zone_named(plan.zone)
    # Who looks at the calendar is promised the whole of a plan that ends after its target.
    ends = max(plan.target_end, plan.schedule[-1].end)
    start, end = local(plan.start, zone), local(ends, zone)
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//Virtu//Virtu Desktop {__version__}//{tr.language.upper()}")
    made.add("calscale", "GREGORIAN")
    # Published, so that nobody is asked to answer an invitation.
    made.add("method", "PUBLISH")
    made.add_component(_zone(plan.zone, zone, start.year))
    event = Event()
    event.add("uid", f"session-{session.id}@virtu-desktop")
    event.add("dtstamp", moment_utc(stamp).replace(microsecond=0))
    event.add("dtstart", start.replace(microsecond=0))
    event.add("dtend", end.replace(microsecond=0))
    event.add("summary", _summary(agenda))
    event.add("description", _description(agenda, tr))
    if place := _place(agenda):
        event.add("location", place)
    event.add("sequence", version)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    made.add_component(event)
    return bytes(made.to_ical(sorted=False))


def _summary(agenda: Agenda) -> str:
    group, session = agenda.portable.group, agenda.portable.record.session
    name = " ".join(session.title.split())
    return name if group is None else f"{name} ({group.name})"


def _place(agenda: Agenda) -> str:
    group = agenda.portable.group
    return "" if group is None else group.site


def _description(agenda: Agenda, tr: Translator) -> str:
    zone = agenda.plan.zone
    lines = []
    if agenda.portable.programme is not None:
        lines += [agenda.portable.programme.title, ""]
    for line in agenda.lines:
        clock = near_clock_text(tr, line.planned.start, zone)
        owner = f" ({line.block.owner})" if line.block.owner else ""
        lines.append(f"{clock} {line.block.title}{owner}")
    return "\n".join(lines)


def _zone(name: str, zone: ZoneInfo, year: int) -> Timezone:
    """Return the rules of a zone around a year: those of the European Union in two lines."""
    if not _is_european(zone, year):
        return Timezone.from_tzinfo(
            zone, name, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1)
        )
    winter, summer = datetime(year, 1, 15, tzinfo=zone), datetime(year, 7, 15, tzinfo=zone)
    made = Timezone()
    made.add("tzid", name)
    made.add_component(_rule(TimezoneStandard(), _AUTUMN, summer, winter))
    made.add_component(_rule(TimezoneDaylight(), _SPRING, winter, summer))
    return made


_Part = TypeVar("_Part", TimezoneStandard, TimezoneDaylight)


def _rule(part: _Part, first: datetime, before: datetime, after: datetime) -> _Part:
    """Fill in a change of every year. first: when it first came, UTC; before, after: any time."""
    offset_before, offset_after = before.utcoffset(), after.utcoffset()
    assert offset_before is not None
    assert offset_after is not None
    part.add("dtstart", (first + offset_before).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset_before)
    part.add("tzoffsetto", offset_after)
    part.add("tzname", after.tzname() or "")
    part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    return part


def _is_european(zone: ZoneInfo, year: int) -> bool:
    """Say whether summer time goes from the last Sunday of March to that of October, 1:00 UTC."""
    years = range(year - 1, year + _YEARS_LOOKED_AT)
    return all(
        _jump(zone, one, month) == by
        for one in years
        for month, by in ((_SPRING.month, _HOUR), (_AUTUMN.month, -_HOUR))
    )


def _jump(zone: ZoneInfo, year: int, month: int) -> timedelta:
    """Return how far the clocks of a zone go forward at 1:00 UTC of a month's last Sunday."""
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    moment = datetime.combine(sunday, time_of_day(1), tzinfo=UTC)
    after, before = moment.astimezone(zone), (moment - _SECOND).astimezone(zone)
    return (after.utcoffset() or _NONE) - (before.utcoffset() or _NONE)
