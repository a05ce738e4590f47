"""A report as JSON: the answer of ``virtu attendance --json``; meanings in FORMATS.md section 1.

Keys beside the fixed ones stand only where they have something to say.
"""

from __future__ import annotations

from virtu_desktop.exchange.attendance.report import Flag, Format, Moment, Report, ReportPerson


def report_json(report: Report) -> dict[str, object]:
    """Return a report as JSON values; times are local to the report's zone."""
    meeting = report.meeting
    answer: dict[str, object] = {
        "format": report.format.value,
        "outcome": report.outcome.value,
        "meeting": {
            "title": meeting.title,
            "start": _time(meeting.start),
            "end": _time(meeting.end),
            "stated_participants": meeting.stated_participants,
            "meeting_id": meeting.meeting_id,
        },
        "people": [_person(person, report) for person in report.people],
        "warnings": sorted(code.value for code in report.told),
    }
    reason = report.reason or report.question
    if reason is not None:
        answer["reason"] = reason.value
    if report.question is not None:
        answer["question"] = report.question.value
        answer["candidates"] = {order: day.isoformat() for order, day in report.candidates.items()}
    if report.reason is not None:
        answer["error"] = report.reason.value
    if report.detected:
        answer["detected"] = report.detected
    return answer


def _person(person: ReportPerson, report: Report) -> dict[str, object]:
    answer: dict[str, object] = {
        "key": person.key,
        "name": person.name,
        "email": person.email,
        "role": person.role.value,
        "kind": person.kind.value,
        "intervals": None
        if person.stays is None
        else [[_time(stay.start), _time(stay.end)] for stay in person.stays],
        "merged_intervals": None
        if person.stays is None
        else [[_time(start), _time(end)] for start, end in person.merged],
        "total_seconds": person.total_seconds,
        "stated_seconds": person.stated_seconds,
    }
    if person.display_name != person.name:
        answer["display_name"] = person.display_name
    if person.is_open:
        answer["open_interval"] = True
    if person.stays is None and person.first is not None:
        answer["first"] = _bare(person.first, report)
        answer["last"] = _bare(person.last, report)
    if person.original_name is not None:
        answer["original_name"] = person.original_name
    if person.stated_precision is not None:
        answer["stated_precision"] = person.stated_precision.value
    if person.recording_consent is not None:
        answer["recording_consent"] = person.recording_consent
    if person.flags:
        answer["flags"] = sorted(map(_flag, person.flags))
    return answer


def _flag(flag: Flag) -> str:
    return flag.value


def _time(moment: Moment | None) -> str | None:
    return None if moment is None else moment.wall.isoformat(timespec="seconds")


def _bare(moment: Moment | None, report: Report) -> str | None:
    """Return a first or last time, only as exact as the file; without a day it is a clock."""
    if moment is None:
        return None
    exact = "minutes" if report.format is Format.MEET and report.has_minutes_only else "seconds"
    if moment.wall.year == 1:
        return moment.wall.time().isoformat(timespec=exact)
    return moment.wall.isoformat(timespec=exact)
