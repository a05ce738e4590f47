"""A report on another day: the same times of day, every length unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from virtu_desktop.domain.time import Instant, instant_of_local, local, zone_named
from virtu_desktop.exchange.attendance.report import Moment, Report, ReportPerson, Stay


def moved(report: Report, by: timedelta) -> Report:
    """Return the report with all moments as many days later; its first clock time stays."""
    moments = list(_moments(report))
    if not moments:
        return report
    zone = zone_named(report.zone)
    first = min(moments)
    begin = instant_of_local(first.wall.date() + by, first.wall.time(), zone)
    later = begin - first.at

    def move(moment: Moment) -> Moment:
        at = Instant(moment.at + later)
        return Moment(at, local(at, zone).replace(tzinfo=None))

    return replace(
        report,
        meeting=replace(
            report.meeting,
            start=_maybe(move, report.meeting.start),
            end=_maybe(move, report.meeting.end),
        ),
        people=tuple(_person(person, move) for person in report.people),
        days=tuple(day + by for day in report.days),
    )


def _moments(report: Report) -> Iterator[Moment]:
    for person in report.people:
        if person.first is not None:
            yield person.first
        yield from (stay.start for stay in person.stays or ())
    if report.meeting.start is not None:
        yield report.meeting.start


def _maybe(move: Callable[[Moment], Moment], moment: Moment | None) -> Moment | None:
    return None if moment is None else move(moment)


def _person(person: ReportPerson, move: Callable[[Moment], Moment]) -> ReportPerson:
    stays = person.stays
    return replace(
        person,
        stays=None
        if stays is None
        else tuple(Stay(move(stay.start), _maybe(move, stay.end)) for stay in stays),
        merged=tuple((move(start), move(end)) for start, end in person.merged),
        first=_maybe(move, person.first),
        last=_maybe(move, person.last),
    )
