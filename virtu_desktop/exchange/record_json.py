"""A session's record as JSON that reads back to identical content (R2).

``{"format": "virtu-session", "version": 2, "programme", "group", "session", "run", "notes"}``.
Instants are UTC with milliseconds, lengths are whole milliseconds (``_ms``), the events of the
run stand in the order in which they were recorded. Private notes and the unfinished line of the
notes field are left out. The same record gives the same bytes. Reading is strict.
Version 1 had no delivery form, no phones and no origins of blocks; it reads as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time as time_of_day
from typing import TypeVar

import msgspec

from virtu_desktop.domain.events import BadEvent, Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import Note, NoteId, NoteTag
from virtu_desktop.domain.plan import (
    Block,
    BlockId,
    BlockKind,
    BreakoutSettings,
    Plan,
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
from virtu_desktop.i18n import N_

FORMAT = "virtu-session"
VERSION = 2
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
    document = _Document(
        format=FORMAT,
        version=VERSION,
        programme=None if portable.programme is None else _programme(portable.programme),
        group=None if portable.group is None else _group(portable.group),
        session=_session(record.session),
        run=None if record.run is None else _run(record.run),
        notes=[_note(note) for note in record.notes if not note.private],
        polls=[poll_part(poll) for poll in record.polls],
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
            polls=tuple(read_poll(poll) for poll in document.polls),
        )
        if record.run is not None:
            replay(record.session.plan, record.run.events)
    except (BadEvent, BadRun, ValueError, OverflowError) as error:
        raise _damaged(str(error)) from error
    return PortableRecord(
        record=record,
        programme=None if document.programme is None else _read_programme(document.programme),
        group=None if document.group is None else _read_group(document.group),
    )


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


class _Document(_Strict, frozen=True):
    format: str
    version: int
    programme: _Programme | None
    group: _Group | None
    session: _Session
    run: _Run | None
    notes: list[_Note]
    polls: list[PollPart] = []


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


def _iso(instant: Instant | None) -> str | None:
    return None if instant is None else iso_utc(instant)


def _instant(text: str | None) -> Instant | None:
    return None if text is None else parse_instant(text)


def _clock(clock: time_of_day | None) -> str | None:
    if clock is None:
        return None
    return clock.isoformat("auto" if clock.second or clock.microsecond else "minutes")
