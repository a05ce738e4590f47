"""Attendance records of Microsoft Graph, which somebody with administrator's rights may bring."""

from __future__ import annotations

import msgspec

from virtu_desktop.exchange.attendance.cells import email_of, shown_name
from virtu_desktop.exchange.attendance.draft import Draft, Heading, Row
from virtu_desktop.exchange.attendance.moments import read_stamp
from virtu_desktop.exchange.attendance.report import Code, Format
from virtu_desktop.exchange.attendance.words import role_of


class _Interval(msgspec.Struct):
    joined: str | None = msgspec.field(default=None, name="joinDateTime")
    left: str | None = msgspec.field(default=None, name="leaveDateTime")
    seconds: int | None = msgspec.field(default=None, name="durationInSeconds")


class _Identity(msgspec.Struct):
    name: str | None = msgspec.field(default=None, name="displayName")
    id: str | None = None


class _Record(msgspec.Struct):
    intervals: list[_Interval] = msgspec.field(name="attendanceIntervals")
    email: str | None = msgspec.field(default=None, name="emailAddress")
    identity: _Identity | None = None
    role: str | None = None


class _Answer(msgspec.Struct):
    records: list[_Record] = msgspec.field(default_factory=list, name="attendanceRecords")
    value: list[_Record] = msgspec.field(default_factory=list)
    start: str | None = msgspec.field(default=None, name="meetingStartDateTime")
    end: str | None = msgspec.field(default=None, name="meetingEndDateTime")
    participants: int | None = msgspec.field(default=None, name="totalParticipantCount")
    id: str | None = None


def read_graph(text: str) -> Draft | None:
    """Return records of Graph, alone or inside their report, or None when the text has none."""
    try:
        found = msgspec.json.decode(text, type=_Answer | list[_Record])
    except (msgspec.MsgspecError, UnicodeError):
        return None
    answer = found if isinstance(found, _Answer) else _Answer(records=found)
    draft = Draft(
        format=Format.TEAMS_GRAPH,
        is_utc=True,
        heading=Heading(
            start=read_stamp(answer.start or ""),
            end=read_stamp(answer.end or ""),
            participants=answer.participants,
            meeting_id=answer.id,
        ),
        codes={Code.UTC_TIMES},
    )
    for record in answer.records or answer.value:
        identity = record.identity or _Identity()
        email = email_of(record.email or "")
        draft.rows += [
            Row(
                name=shown_name(identity.name or ""),
                email=email,
                account=None if email or identity.name else identity.id,
                role=role_of(record.role or ""),
                joined=read_stamp(interval.joined or ""),
                left=read_stamp(interval.left or ""),
                stated=interval.seconds,
            )
            for interval in record.intervals
        ]
    return draft if draft.rows else None
