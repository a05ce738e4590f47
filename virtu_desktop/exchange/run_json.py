"""The part of a record's JSON that says what happened: the run with its events and incidents."""

from __future__ import annotations

import msgspec

from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.plan import (
    BlockId,
)
from virtu_desktop.domain.run import (
    ActionId,
    Cause,
    EventId,
    RunEvent,
    TakeBack,
)
from virtu_desktop.domain.time import Duration, iso_utc, parse_instant
from virtu_desktop.engine.changes import RunId, RunKind, RunRecord
from virtu_desktop.exchange.json_parts import Strict, instant_or_none, iso_or_none
from virtu_desktop.exchange.plan_json import PlanPart, plan_part, read_plan

_TAKE_BACK = "take_back"


class EventPart(Strict, frozen=True, omit_defaults=True):
    """The part of the document with one event of a run."""

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


class IncidentPart(Strict, frozen=True):
    """The part of the document with an incident."""

    at: str
    kind: IncidentKind
    length_ms: int


class RunPart(Strict, frozen=True):
    """The part of the document with a run with its events."""

    id: str
    kind: RunKind
    plan_at_start: PlanPart
    events: list[EventPart]
    incidents: list[IncidentPart]
    last_seen: str | None


def run_part(run: RunRecord) -> RunPart:
    """Return a run with its events as a part of the document."""
    return RunPart(
        id=run.id,
        kind=run.kind,
        plan_at_start=plan_part(run.plan_at_start),
        events=[_event(event) for event in run.events],
        incidents=[
            IncidentPart(at=iso_utc(incident.at), kind=incident.kind, length_ms=incident.length)
            for incident in run.incidents
        ],
        last_seen=iso_or_none(run.last_seen),
    )


def read_run(document: RunPart) -> RunRecord:
    """Return a run with its events as the document has it. Raises BadEvent or ValueError."""
    return RunRecord(
        id=RunId(document.id),
        kind=document.kind,
        plan_at_start=read_plan(document.plan_at_start),
        events=tuple(_read_event(event) for event in document.events),
        incidents=tuple(
            Incident(
                at=parse_instant(incident.at),
                kind=incident.kind,
                length=Duration(incident.length_ms),
            )
            for incident in document.incidents
        ),
        last_seen=instant_or_none(document.last_seen),
    )


def _event(event: RunEvent) -> EventPart:
    fact = event.fact
    written = EventPart(
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
        written, type=fact.type.value, block=fact.block, ms=fact.ms, to=iso_or_none(fact.to)
    )


def _read_event(document: EventPart) -> RunEvent:
    return RunEvent(
        id=EventId(document.id),
        action=ActionId(document.action),
        cause=document.cause,
        fact=_read_fact(document),
        monotonic=Duration(document.monotonic_ms),
        boot=document.boot,
    )


def _read_fact(document: EventPart) -> Event | TakeBack:
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
        to=instant_or_none(document.to),
    )
