"""A session's record as JSON that reads back to identical content (R2).

``{"format": "virtu-session", "version": 6, "programme", "group", "session", "run", "notes",
"people", "expectations", "presences", "corrections", "polls", "rounds", "note_corrections"}``.
Instants are UTC with milliseconds, lengths are whole milliseconds (``_ms``), the events of the
run stand in the order in which they were recorded. Private notes and the unfinished line of the
notes field are left out. The same record gives the same bytes. Reading is strict.
Version 1 had no delivery form, no phones and no origins of blocks, version 2 no people, version 3
no polls, version 4 no breakout rounds, version 5 no corrected tags; all read as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import msgspec

from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.programme import (
    ParticipantGroup,
    Programme,
    ProgrammeId,
)
from virtu_desktop.domain.run import (
    BadRun,
    replay,
)
from virtu_desktop.engine.changes import SessionRecord
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.json_parts import Strict
from virtu_desktop.exchange.note_json import (
    NoteCorrectionPart,
    NotePart,
    note_correction_part,
    note_part,
    read_note,
    read_note_correction,
)
from virtu_desktop.exchange.people_json import (
    CorrectionPart,
    ExpectationPart,
    PersonPart,
    PresencePart,
    correction_part,
    expectation_part,
    person_part,
    presence_part,
    read_correction,
    read_expectation,
    read_person,
    read_presence,
)
from virtu_desktop.exchange.plan_json import (
    GroupPart,
    ProgrammePart,
    SessionPart,
    group_part,
    programme_part,
    read_group,
    read_programme,
    read_session,
    session_part,
)
from virtu_desktop.exchange.poll_json import (
    PollPart,
    poll_part,
    read_poll,
)
from virtu_desktop.exchange.room_json import RoundPart, read_round, round_part
from virtu_desktop.exchange.run_json import RunPart, read_run, run_part
from virtu_desktop.i18n import N_

FORMAT = "virtu-session"
VERSION = 6
_T = TypeVar("_T")


class BadRecord(KnownError):
    """A file that is no session record, or a damaged or newer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableRecord:
    """A session's record with the programme and the participant group that it belongs to."""

    record: SessionRecord
    programme: Programme | None = None
    group: ParticipantGroup | None = None


def write_record(portable: PortableRecord) -> bytes:
    """Return the record as JSON, without private notes and without the unfinished line."""
    record = portable.record
    public = {note.id for note in record.notes if not note.private}
    document = _Document(
        format=FORMAT,
        version=VERSION,
        programme=None if portable.programme is None else programme_part(portable.programme),
        group=None if portable.group is None else group_part(portable.group),
        session=session_part(record.session),
        run=None if record.run is None else run_part(record.run),
        notes=[note_part(note) for note in record.notes if not note.private],
        people=[person_part(person) for person in record.people],
        expectations=[expectation_part(one) for one in record.expectations],
        presences=[presence_part(stay) for stay in record.presences],
        corrections=[correction_part(one) for one in record.corrections],
        polls=[poll_part(poll) for poll in record.polls],
        rounds=[round_part(one, public) for one in record.rounds],
        note_corrections=[
            note_correction_part(one) for one in record.note_corrections if one.note in public
        ],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read_record(data: bytes) -> PortableRecord:
    """Return the record that ``data`` holds; raise BadRecord with the reason and the place.

    The events are replayed: a record that cannot have happened is refused.
    """
    head = _decoded(data, _Head)
    if head.format != FORMAT:
        raise BadRecord(N_("This is not a session record of Virtu Desktop."))
    if head.version > VERSION:
        raise BadRecord(N_("This session record was made by a newer version of Virtu Desktop."))
    document = _decoded(data, _Document)
    try:
        record = SessionRecord(
            session=read_session(document.session),
            run=None if document.run is None else read_run(document.run),
            notes=tuple(read_note(note) for note in document.notes),
            programme=None if document.programme is None else ProgrammeId(document.programme.id),
            people=tuple(read_person(person) for person in document.people),
            expectations=tuple(read_expectation(one) for one in document.expectations),
            presences=tuple(read_presence(stay) for stay in document.presences),
            corrections=tuple(read_correction(one) for one in document.corrections),
            polls=tuple(read_poll(poll) for poll in document.polls),
            rounds=tuple(read_round(one) for one in document.rounds),
            note_corrections=tuple(read_note_correction(one) for one in document.note_corrections),
        )
        _check_people(record)
        if record.run is not None:
            replay(record.session.plan, record.run.events)
    except (BadEvent, BadRun, ValueError, OverflowError) as error:
        raise _damaged(str(error)) from error
    return PortableRecord(
        record=record,
        programme=None if document.programme is None else read_programme(document.programme),
        group=None if document.group is None else read_group(document.group),
    )


def record_schema() -> dict[str, object]:
    """Return the JSON Schema of a session record."""
    schema = msgspec.json.schema(_Document)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Session record of Virtu Desktop, version {VERSION}",
        **schema,
    }


def _check_people(record: SessionRecord) -> None:
    """Raise ValueError when somebody is named who is not among the people."""
    known = {person.id for person in record.people}
    named = {
        *(one.person for one in record.expectations),
        *(stay.person for stay in record.presences),
        *(one.person for one in record.corrections),
        *(seat.person for round_ in record.rounds for seat in round_.seats),
    }
    if not named <= known:
        raise ValueError(f"no person {sorted(named - known)[0]!r}")


def _decoded(data: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged(str(error)) from error


def _damaged(reason: str) -> BadRecord:
    return BadRecord(N_("This session record cannot be read: {reason}"), reason=reason)


class _Head(msgspec.Struct, frozen=True):
    format: str
    version: int


class _Document(Strict, frozen=True):
    format: str
    version: int
    programme: ProgrammePart | None
    group: GroupPart | None
    session: SessionPart
    run: RunPart | None
    notes: list[NotePart]
    people: list[PersonPart] = msgspec.field(default_factory=list)
    expectations: list[ExpectationPart] = msgspec.field(default_factory=list)
    presences: list[PresencePart] = msgspec.field(default_factory=list)
    corrections: list[CorrectionPart] = msgspec.field(default_factory=list)
    polls: list[PollPart] = msgspec.field(default_factory=list)
    rounds: list[RoundPart] = msgspec.field(default_factory=list)
    note_corrections: list[NoteCorrectionPart] = msgspec.field(default_factory=list)
