"""Several reports of one session as one: each restart of a meeting makes a report of its own.

The same bytes count once. People with an address are one person in all files. Without one, a
name holds inside one file; people of one name whose stays do not overlap are taken together,
flagged so that nobody takes it for certain, and others stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from virtu_desktop.exchange.attendance.people import with_stays
from virtu_desktop.exchange.attendance.read import has_namesakes, read_report
from virtu_desktop.exchange.attendance.report import (
    DAMAGE,
    Code,
    Flag,
    Format,
    Kind,
    Meeting,
    Moment,
    Outcome,
    Question,
    Report,
    ReportPerson,
    Role,
    Stay,
)

_WORST = (Outcome.REJECT, Outcome.NEEDS_USER_INPUT)


def read_reports(files: Sequence[bytes], *, zone: str, day: date | None = None) -> list[Report]:
    """Return what each file says; a file that leaves the order of dates open takes the others' day.

    zone and day: as of ``read_report``.
    """
    reports = [read_report(data, zone=zone, day=day) for data in files]
    known = sorted({one for report in reports if report.is_usable for one in report.days})
    if day is None and known:
        for place, report in enumerate(reports):
            if report.question in (Question.DATE_ORDER, Question.SESSION_DATE):
                reports[place] = read_report(files[place], zone=zone, day=known[0])
    return reports


def united(reports: Sequence[Report]) -> Report:
    """Return several reports as one; the first that cannot be used stands for all.

    Raises ValueError for no report.
    """
    different = list({report.sha256: report for report in reports}.values())
    if not different:
        raise ValueError("no report")
    for outcome in _WORST:
        for report in different:
            if report.outcome is outcome:
                return report
    if len(different) == 1:
        return different[0]
    people = _people(different)
    codes = set().union(*(report.warnings for report in different)) - {Code.SAME_NAME}
    if any(Flag.DUPLICATE_CANDIDATE in person.flags for person in people):
        codes.add(Code.DUPLICATE_CANDIDATE)
    if has_namesakes(people):
        codes.add(Code.SAME_NAME)
    formats = {report.format for report in different}
    return Report(
        format=formats.pop() if len(formats) == 1 else Format.SEVERAL,
        outcome=Outcome.OK_WITH_WARNINGS if codes & DAMAGE else Outcome.OK,
        physical=different[0].physical,
        sha256=different[0].sha256,
        zone=different[0].zone,
        meeting=_meeting([report.meeting for report in different]),
        people=people,
        warnings=frozenset(codes),
        days=tuple(sorted({day for report in different for day in report.days})),
        has_minutes_only=any(report.has_minutes_only for report in different),
    )


def _meeting(meetings: Sequence[Meeting]) -> Meeting:
    starts = [one.start for one in meetings if one.start is not None]
    ends = [one.end for one in meetings if one.end is not None]
    stated = [one.stated_participants for one in meetings if one.stated_participants is not None]
    return Meeting(
        title=next((one.title for one in meetings if one.title), None),
        start=min(starts, default=None),
        end=max(ends, default=None),
        # Of two parts of one meeting nobody knows how many came to both.
        stated_participants=stated[0] if len(set(stated)) == 1 else None,
        meeting_id=next((one.meeting_id for one in meetings if one.meeting_id), None),
    )


def _people(reports: Sequence[Report]) -> tuple[ReportPerson, ...]:
    by_base: dict[str, list[tuple[int, ReportPerson]]] = defaultdict(list)
    for number, report in enumerate(reports):
        for person in report.people:
            base = person.key.rpartition("#")[0] if _is_split(person) else person.key
            by_base[base].append((number, person))
    people: list[ReportPerson] = []
    for base, found in by_base.items():
        if base.startswith("name:") and len({number for number, _person in found}) > 1:
            people += _of_one_name(base, [person for _number, person in found])
        elif base.startswith("name:"):
            people += [person for _number, person in found]
        else:
            people.append(_as_one([person for _number, person in found]))
    return tuple(people)


def _is_split(person: ReportPerson) -> bool:
    return Flag.DUPLICATE_CANDIDATE in person.flags and "#" in person.key


def _of_one_name(base: str, found: Sequence[ReportPerson]) -> list[ReportPerson]:
    """Return the people of one name without an address in several files."""
    tracks: list[list[ReportPerson]] = []
    for person in found:
        track = next((one for one in tracks if _may_be_one(one, person)), None)
        if track is None:
            tracks.append([person])
        else:
            track.append(person)
    people = [_as_one(track) for track in tracks]
    flagged = [
        replace(person, flags=person.flags | {Flag.DUPLICATE_CANDIDATE}) for person in people
    ]
    if len(flagged) == 1:
        return flagged
    return [replace(one, key=f"{base}#{number}") for number, one in enumerate(flagged, 1)]


def _may_be_one(track: Sequence[ReportPerson], person: ReportPerson) -> bool:
    """Say whether no stays of two files overlap, but for those that both files tell of."""
    theirs = [stay for one in track for stay in one.stays or ()]
    starts = {stay.start.at for stay in theirs}
    return all(
        stay.start.at in starts or not any(_overlap(stay, other) for other in theirs)
        for stay in person.stays or ()
    )


def _overlap(one: Stay, other: Stay) -> bool:
    first, second = sorted((one, other), key=lambda stay: stay.start.at)
    return first.end is None or first.end.at > second.start.at


def _as_one(found: Sequence[ReportPerson]) -> ReportPerson:
    """Return one person of what several files say."""
    if len(found) == 1:
        return found[0]
    first = found[0]
    stated = [one.stated_seconds for one in found if one.stated_seconds is not None]
    firsts = [one.first for one in found if one.first is not None]
    lasts = [one.last for one in found if one.last is not None]
    stays = _stays(found)
    person = replace(
        first,
        kind=next((one.kind for one in found if one.kind is not Kind.UNKNOWN), Kind.UNKNOWN),
        role=next((one.role for one in found if one.role is not Role.UNKNOWN), Role.UNKNOWN),
        original_name=next((one.original_name for one in found if one.original_name), None),
        stated_seconds=sum(stated) if stated else None,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        flags=frozenset().union(*(one.flags for one in found)),
        spellings=tuple(dict.fromkeys(one for each in found for one in each.spellings)),
    )
    if not stays:
        return person
    return with_stays(
        person,
        stays,
        tells_rejoins=True,
        tells_missing_leave=any(Flag.NO_LEAVE in one.flags for one in found),
    )


def _stays(found: Iterable[ReportPerson]) -> list[Stay]:
    """Return the stays of all files, each join once; a known leave counts before an open end."""
    best: dict[tuple[Moment, Moment | None] | Moment, Stay] = {}
    for person in found:
        seen: dict[Moment, int] = defaultdict(int)
        for stay in person.stays or ():
            seen[stay.start] += 1
            key = (stay.start, stay.end) if seen[stay.start] > 1 else stay.start
            known = best.get(key)
            if known is None or known.end is None or (stay.end and stay.end > known.end):
                best[key] = stay
    return list(best.values())
