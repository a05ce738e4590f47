"""The parts of a record's JSON that say what was planned: programme, group, session, plan."""

from __future__ import annotations

from datetime import time as time_of_day

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
from virtu_desktop.domain.time import Duration, iso_utc, parse_instant
from virtu_desktop.exchange.json_parts import Strict, instant_or_none, iso_or_none
from virtu_desktop.exchange.poll_json import (
    QuestionPart,
    question_part,
    read_question,
)


class BreakoutPart(Strict, frozen=True):
    """The part of the document with how a breakout is meant."""

    group_size: int
    mode: str
    rules: list[str]
    rounds: int
    calls_ms: list[int]


class BlockPart(Strict, frozen=True):
    """The part of the document with a block of the plan."""

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
    breakout: BreakoutPart | None
    origin: str = ""


class PlanPart(Strict, frozen=True):
    """The part of the document with a plan."""

    start: str
    zone: str
    end: str | None
    blocks: list[BlockPart]


class ProgrammePart(Strict, frozen=True):
    """The part of the document with a programme."""

    id: str
    title: str
    customer: str


class GroupPart(Strict, frozen=True):
    """The part of the document with a participant group."""

    id: str
    programme: str
    name: str
    site: str
    position: int


class SessionPart(Strict, frozen=True):
    """The part of the document with a session with its plan."""

    id: str
    title: str
    group: str | None
    number: int
    language: str
    template: str
    plan: PlanPart
    delivery: Delivery = Delivery.HYBRID
    has_phones: bool = False


def programme_part(programme: Programme) -> ProgrammePart:
    """Return a programme as a part of the document."""
    return ProgrammePart(id=programme.id, title=programme.title, customer=programme.customer)


def read_programme(document: ProgrammePart) -> Programme:
    """Return a programme as the document has it."""
    return Programme(id=ProgrammeId(document.id), title=document.title, customer=document.customer)


def group_part(group: ParticipantGroup) -> GroupPart:
    """Return a participant group as a part of the document."""
    return GroupPart(
        id=group.id,
        programme=group.programme,
        name=group.name,
        site=group.site,
        position=group.position,
    )


def read_group(document: GroupPart) -> ParticipantGroup:
    """Return a participant group as the document has it."""
    return ParticipantGroup(
        id=GroupId(document.id),
        programme=ProgrammeId(document.programme),
        name=document.name,
        site=document.site,
        position=document.position,
    )


def session_part(session: Session) -> SessionPart:
    """Return a session with its plan as a part of the document."""
    return SessionPart(
        id=session.id,
        title=session.title,
        group=session.group,
        number=session.number,
        language=session.language,
        template=session.template,
        plan=plan_part(session.plan),
        delivery=session.delivery,
        has_phones=session.has_phones,
    )


def read_session(document: SessionPart) -> Session:
    """Return a session with its plan as the document has it. Raises ValueError."""
    return Session(
        id=SessionId(document.id),
        title=document.title,
        plan=read_plan(document.plan),
        group=None if document.group is None else GroupId(document.group),
        number=document.number,
        language=document.language,
        template=document.template,
        delivery=document.delivery,
        has_phones=document.has_phones,
    )


def plan_part(plan: Plan) -> PlanPart:
    """Return a plan as a part of the document."""
    return PlanPart(
        start=iso_utc(plan.start),
        zone=plan.zone,
        end=iso_or_none(plan.end),
        blocks=[_block(block) for block in plan.blocks],
    )


def read_plan(document: PlanPart) -> Plan:
    """Return a plan as the document has it. Raises ValueError."""
    return Plan(
        start=parse_instant(document.start),
        zone=document.zone,
        end=instant_or_none(document.end),
        blocks=tuple(_read_block(block) for block in document.blocks),
    )


def _block(block: Block) -> BlockPart:
    return BlockPart(
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


def _read_block(document: BlockPart) -> Block:
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


def _breakout(settings: BreakoutSettings) -> BreakoutPart:
    return BreakoutPart(
        group_size=settings.group_size,
        mode=settings.mode,
        rules=list(settings.rules),
        rounds=settings.rounds,
        calls_ms=list(settings.calls),
    )


def _read_breakout(document: BreakoutPart) -> BreakoutSettings:
    return BreakoutSettings(
        group_size=document.group_size,
        mode=document.mode,
        rules=tuple(document.rules),
        rounds=document.rounds,
        calls=tuple(Duration(call) for call in document.calls_ms),
    )


def _clock(clock: time_of_day | None) -> str | None:
    if clock is None:
        return None
    return clock.isoformat("auto" if clock.second or clock.microsecond else "minutes")
