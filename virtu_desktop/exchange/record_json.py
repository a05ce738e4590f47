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
from datetime import time as time_of_day
from typing import TypeVar

import msgspec

from virtu_desktop.domain.events import BadEvent, Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import Note, NoteCorrection, NoteCorrectionId, NoteId, NoteTag
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import (
    Block,
    BlockId,
    BlockKind,
    BreakoutSettings,
    Plan,
)
from virtu_desktop.domain.presence import Leaving, Presence, PresenceId, Source
from virtu_desktop.domain.presence_changes import (
    Correction,
    CorrectionId,
    CorrectionKind,
    Stay,
)
from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.run import (
    ActionId,
    BadRun,
    Cause,
    EventId,
    RunEvent,
    TakeBack,
    replay,
)
from virtu_desktop.domain.time import Duration, Instant, iso_utc, parse_instant
from virtu_desktop.engine.changes import RunId, RunKind, RunRecord, SessionRecord
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.poll_json import (
    PollPart,
    QuestionPart,
    poll_part,
    question_part,
    read_poll,
    read_question,
)
from virtu_desktop.exchange.room_json import RoundPart, read_round, round_part
from virtu_desktop.i18n import N_

FORMAT = "virtu-session"
VERSION = 6
_TAKE_BACK = "take_back"
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
        programme=None if portable.programme is None else _programme(portable.programme),
        group=None if portable.group is None else _group(portable.group),
        session=_session(record.session),
        run=None if record.run is None else _run(record.run),
        notes=[_note(note) for note in record.notes if not note.private],
        people=[_person(person) for person in record.people],
        expectations=[_expectation(one) for one in record.expectations],
        presences=[_presence(stay) for stay in record.presences],
        corrections=[_correction(one) for one in record.corrections],
        polls=[poll_part(poll) for poll in record.polls],
        rounds=[round_part(one, public) for one in record.rounds],
        note_corrections=[
            _note_correction(one) for one in record.note_corrections if one.note in public
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
            session=_read_session(document.session),
            run=None if document.run is None else _read_run(document.run),
            notes=tuple(_read_note(note) for note in document.notes),
            programme=None if document.programme is None else ProgrammeId(document.programme.id),
            people=tuple(_read_person(person) for person in document.people),
            expectations=tuple(_read_expectation(one) for one in document.expectations),
            presences=tuple(_read_presence(stay) for stay in document.presences),
            corrections=tuple(_read_correction(one) for one in document.corrections),
            polls=tuple(read_poll(poll) for poll in document.polls),
            rounds=tuple(read_round(one) for one in document.rounds),
            note_corrections=tuple(_read_note_correction(one) for one in document.note_corrections),
        )
        _check_people(record)
        if record.run is not None:
            replay(record.session.plan, record.run.events)
    except (BadEvent, BadRun, ValueError, OverflowError) as error:
        raise _damaged(str(error)) from error
    return PortableRecord(
        record=record,
        programme=None if document.programme is None else _read_programme(document.programme),
        group=None if document.group is None else _read_group(document.group),
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


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written is what is read: nothing more, nothing else."""


class _Breakout(_Strict, frozen=True):
    group_size: int
    mode: str
    rules: list[str]
    rounds: int
    calls_ms: list[int]


class _Block(_Strict, frozen=True):
    id: str
    title: str
    kind: BlockKind
    length_ms: int
    minimum_ms: int
    fixed_start: str | None
    optional: bool
    priority: int
    auto_advance: bool
    owner: str
    room: str
    remote: str
    trainer_note: str
    materials: list[str]
    polls: list[QuestionPart]
    breakout: _Breakout | None
    origin: str = ""


class _Plan(_Strict, frozen=True):
    start: str
    zone: str
    end: str | None
    blocks: list[_Block]


class _Programme(_Strict, frozen=True):
    id: str
    title: str
    customer: str


class _Group(_Strict, frozen=True):
    id: str
    programme: str
    name: str
    site: str
    position: int


class _Session(_Strict, frozen=True):
    id: str
    title: str
    group: str | None
    number: int
    language: str
    template: str
    plan: _Plan
    delivery: Delivery = Delivery.HYBRID
    has_phones: bool = False


class _Event(_Strict, frozen=True, omit_defaults=True):
    id: str
    action: str
    cause: Cause
    at: str
    monotonic_ms: int
    boot: str
    type: str
    block: str | None = None
    ms: int | None = None
    to: str | None = None
    takes_back: str | None = None


class _Incident(_Strict, frozen=True):
    at: str
    kind: IncidentKind
    length_ms: int


class _Run(_Strict, frozen=True):
    id: str
    kind: RunKind
    plan_at_start: _Plan
    events: list[_Event]
    incidents: list[_Incident]
    last_seen: str | None


class _Note(_Strict, frozen=True):
    id: str
    at: str
    block: str | None
    text: str
    tag: NoteTag
    persons: list[str]
    edited: str | None


class _Person(_Strict, frozen=True, omit_defaults=True):
    id: str
    name: str
    programme: str | None = None
    group: str | None = None
    organisation: str = ""
    site: str = ""
    email: str = ""
    tags: list[str] = []
    usual_mode: Mode = Mode.ROOM
    language: str = ""


class _Expectation(_Strict, frozen=True):
    person: str
    is_expected: bool
    mode: Mode | None


class _Stay(_Strict, frozen=True):
    joined: str
    left: str | None
    mode: Mode
    site: str


class _Presence(_Strict, frozen=True):
    id: str
    person: str
    joined: str
    left: str | None
    mode: Mode
    site: str
    source: Source
    leaving: Leaving


class _Correction(_Strict, frozen=True):
    id: str
    at: str
    kind: CorrectionKind
    presence: str
    person: str
    before: _Stay | None
    after: _Stay | None


class _NoteCorrection(_Strict, frozen=True):
    id: str
    at: str
    note: str
    before: NoteTag
    after: NoteTag


class _Document(_Strict, frozen=True):
    format: str
    version: int
    programme: _Programme | None
    group: _Group | None
    session: _Session
    run: _Run | None
    notes: list[_Note]
    people: list[_Person] = []
    expectations: list[_Expectation] = []
    presences: list[_Presence] = []
    corrections: list[_Correction] = []
    polls: list[PollPart] = []
    rounds: list[RoundPart] = []
    note_corrections: list[_NoteCorrection] = []


def _programme(programme: Programme) -> _Programme:
    return _Programme(id=programme.id, title=programme.title, customer=programme.customer)


def _read_programme(document: _Programme) -> Programme:
    return Programme(id=ProgrammeId(document.id), title=document.title, customer=document.customer)


def _group(group: ParticipantGroup) -> _Group:
    return _Group(
        id=group.id,
        programme=group.programme,
        name=group.name,
        site=group.site,
        position=group.position,
    )


def _read_group(document: _Group) -> ParticipantGroup:
    return ParticipantGroup(
        id=GroupId(document.id),
        programme=ProgrammeId(document.programme),
        name=document.name,
        site=document.site,
        position=document.position,
    )


def _session(session: Session) -> _Session:
    return _Session(
        id=session.id,
        title=session.title,
        group=session.group,
        number=session.number,
        language=session.language,
        template=session.template,
        plan=_plan(session.plan),
        delivery=session.delivery,
        has_phones=session.has_phones,
    )


def _read_session(document: _Session) -> Session:
    return Session(
        id=SessionId(document.id),
        title=document.title,
        plan=_read_plan(document.plan),
        group=None if document.group is None else GroupId(document.group),
        number=document.number,
        language=document.language,
        template=document.template,
        delivery=document.delivery,
        has_phones=document.has_phones,
    )


def _plan(plan: Plan) -> _Plan:
    return _Plan(
        start=iso_utc(plan.start),
        zone=plan.zone,
        end=_iso(plan.end),
        blocks=[_block(block) for block in plan.blocks],
    )


def _read_plan(document: _Plan) -> Plan:
    return Plan(
        start=parse_instant(document.start),
        zone=document.zone,
        end=_instant(document.end),
        blocks=tuple(_read_block(block) for block in document.blocks),
    )


def _block(block: Block) -> _Block:
    return _Block(
        id=block.id,
        title=block.title,
        kind=block.kind,
        length_ms=block.length,
        minimum_ms=block.minimum,
        fixed_start=_clock(block.fixed_start),
        optional=block.optional,
        priority=block.priority,
        auto_advance=block.auto_advance,
        owner=block.owner,
        room=block.room,
        remote=block.remote,
        trainer_note=block.trainer_note,
        materials=list(block.materials),
        polls=[question_part(poll) for poll in block.polls],
        breakout=None if block.breakout is None else _breakout(block.breakout),
        origin=block.origin,
    )


def _read_block(document: _Block) -> Block:
    fixed = document.fixed_start
    return Block(
        id=BlockId(document.id),
        title=document.title,
        kind=document.kind,
        length=Duration(document.length_ms),
        minimum=Duration(document.minimum_ms),
        fixed_start=None if fixed is None else time_of_day.fromisoformat(fixed),
        optional=document.optional,
        priority=document.priority,
        auto_advance=document.auto_advance,
        owner=document.owner,
        room=document.room,
        remote=document.remote,
        trainer_note=document.trainer_note,
        materials=tuple(document.materials),
        polls=tuple(read_question(poll) for poll in document.polls),
        breakout=None if document.breakout is None else _read_breakout(document.breakout),
        origin=document.origin,
    )


def _breakout(settings: BreakoutSettings) -> _Breakout:
    return _Breakout(
        group_size=settings.group_size,
        mode=settings.mode,
        rules=list(settings.rules),
        rounds=settings.rounds,
        calls_ms=list(settings.calls),
    )


def _read_breakout(document: _Breakout) -> BreakoutSettings:
    return BreakoutSettings(
        group_size=document.group_size,
        mode=document.mode,
        rules=tuple(document.rules),
        rounds=document.rounds,
        calls=tuple(Duration(call) for call in document.calls_ms),
    )


def _run(run: RunRecord) -> _Run:
    return _Run(
        id=run.id,
        kind=run.kind,
        plan_at_start=_plan(run.plan_at_start),
        events=[_event(event) for event in run.events],
        incidents=[
            _Incident(at=iso_utc(incident.at), kind=incident.kind, length_ms=incident.length)
            for incident in run.incidents
        ],
        last_seen=_iso(run.last_seen),
    )


def _read_run(document: _Run) -> RunRecord:
    return RunRecord(
        id=RunId(document.id),
        kind=document.kind,
        plan_at_start=_read_plan(document.plan_at_start),
        events=tuple(_read_event(event) for event in document.events),
        incidents=tuple(
            Incident(
                at=parse_instant(incident.at),
                kind=incident.kind,
                length=Duration(incident.length_ms),
            )
            for incident in document.incidents
        ),
        last_seen=_instant(document.last_seen),
    )


def _event(event: RunEvent) -> _Event:
    fact = event.fact
    written = _Event(
        id=event.id,
        action=event.action,
        cause=event.cause,
        at=iso_utc(fact.at),
        monotonic_ms=event.monotonic,
        boot=event.boot,
        type=_TAKE_BACK,
    )
    if isinstance(fact, TakeBack):
        return msgspec.structs.replace(written, takes_back=fact.action)
    return msgspec.structs.replace(
        written, type=fact.type.value, block=fact.block, ms=fact.ms, to=_iso(fact.to)
    )


def _read_event(document: _Event) -> RunEvent:
    return RunEvent(
        id=EventId(document.id),
        action=ActionId(document.action),
        cause=document.cause,
        fact=_read_fact(document),
        monotonic=Duration(document.monotonic_ms),
        boot=document.boot,
    )


def _read_fact(document: _Event) -> Event | TakeBack:
    at = parse_instant(document.at)
    if document.type == _TAKE_BACK:
        if document.takes_back is None:
            raise ValueError(f"event {document.id!r} does not say what it takes back")
        return TakeBack(at=at, action=ActionId(document.takes_back))
    return Event(
        at=at,
        type=EventType(document.type),
        block=None if document.block is None else BlockId(document.block),
        ms=None if document.ms is None else Duration(document.ms),
        to=_instant(document.to),
    )


def _note(note: Note) -> _Note:
    return _Note(
        id=note.id,
        at=iso_utc(note.at),
        block=note.block,
        text=note.text,
        tag=note.tag,
        persons=list(note.persons),
        edited=_iso(note.edited),
    )


def _read_note(document: _Note) -> Note:
    return Note(
        id=NoteId(document.id),
        at=parse_instant(document.at),
        block=None if document.block is None else BlockId(document.block),
        text=document.text,
        tag=document.tag,
        persons=tuple(document.persons),
        edited=_instant(document.edited),
    )


def _note_correction(correction: NoteCorrection) -> _NoteCorrection:
    return _NoteCorrection(
        id=correction.id,
        at=iso_utc(correction.at),
        note=correction.note,
        before=correction.before,
        after=correction.after,
    )


def _read_note_correction(document: _NoteCorrection) -> NoteCorrection:
    return NoteCorrection(
        id=NoteCorrectionId(document.id),
        at=parse_instant(document.at),
        note=NoteId(document.note),
        before=document.before,
        after=document.after,
    )


def _person(person: Participant) -> _Person:
    return _Person(
        id=person.id,
        name=person.name,
        programme=person.programme,
        group=person.group,
        organisation=person.organisation,
        site=person.site,
        email=person.email,
        tags=list(person.tags),
        usual_mode=person.usual_mode,
        language=person.language,
    )


def _read_person(document: _Person) -> Participant:
    return Participant(
        id=PersonId(document.id),
        name=document.name,
        programme=None if document.programme is None else ProgrammeId(document.programme),
        group=None if document.group is None else GroupId(document.group),
        organisation=document.organisation,
        site=document.site,
        email=document.email,
        tags=tuple(document.tags),
        usual_mode=document.usual_mode,
        language=document.language,
    )


def _expectation(expectation: Expectation) -> _Expectation:
    return _Expectation(
        person=expectation.person, is_expected=expectation.is_expected, mode=expectation.mode
    )


def _read_expectation(document: _Expectation) -> Expectation:
    return Expectation(
        person=PersonId(document.person), is_expected=document.is_expected, mode=document.mode
    )


def _presence(presence: Presence) -> _Presence:
    return _Presence(
        id=presence.id,
        person=presence.person,
        joined=iso_utc(presence.joined),
        left=_iso(presence.left),
        mode=presence.mode,
        site=presence.site,
        source=presence.source,
        leaving=presence.leaving,
    )


def _read_presence(document: _Presence) -> Presence:
    return Presence(
        id=PresenceId(document.id),
        person=PersonId(document.person),
        joined=parse_instant(document.joined),
        left=_instant(document.left),
        mode=document.mode,
        site=document.site,
        source=document.source,
        leaving=document.leaving,
    )


def _correction(correction: Correction) -> _Correction:
    return _Correction(
        id=correction.id,
        at=iso_utc(correction.at),
        kind=correction.kind,
        presence=correction.presence,
        person=correction.person,
        before=_stay(correction.before),
        after=_stay(correction.after),
    )


def _read_correction(document: _Correction) -> Correction:
    return Correction(
        id=CorrectionId(document.id),
        at=parse_instant(document.at),
        kind=document.kind,
        presence=PresenceId(document.presence),
        person=PersonId(document.person),
        before=_read_stay(document.before),
        after=_read_stay(document.after),
    )


def _stay(stay: Stay | None) -> _Stay | None:
    if stay is None:
        return None
    return _Stay(joined=iso_utc(stay.joined), left=_iso(stay.left), mode=stay.mode, site=stay.site)


def _read_stay(document: _Stay | None) -> Stay | None:
    if document is None:
        return None
    return Stay(
        joined=parse_instant(document.joined),
        left=_instant(document.left),
        mode=document.mode,
        site=document.site,
    )


def _iso(instant: Instant | None) -> str | None:
    return None if instant is None else iso_utc(instant)


def _instant(text: str | None) -> Instant | None:
    return None if text is None else parse_instant(text)


def _clock(clock: time_of_day | None) -> str | None:
    if clock is None:
        return None
    return clock.isoformat("auto" if clock.second or clock.microsecond else "minutes")
