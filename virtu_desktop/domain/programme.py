"""Programmes, participant groups and sessions: what a library holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import Duration, Instant

ProgrammeId = NewType("ProgrammeId", str)
GroupId = NewType("GroupId", str)
SessionId = NewType("SessionId", str)


class SessionState(StrEnum):
    """How far a session has come."""

    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"


class Delivery(StrEnum):
    """Where the participants of a session are."""

    ROOM = "room"
    HYBRID = "hybrid"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A training programme: several participant groups, each with several sessions."""

    id: ProgrammeId
    title: str
    customer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantGroup:
    """A participant group of a programme; position orders the groups, from 0."""

    id: GroupId
    programme: ProgrammeId
    name: str
    site: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One half-day: what it is called, whose it is, and its plan.

    number: which meeting of its group this is, from 1. language: the language in which the plan's
    texts are written (en, fi or sv). template: id of the template it was made from, or "".
    has_phones: participants are asked to answer polls with their phones.
    """

    id: SessionId
    title: str
    plan: Plan
    group: GroupId | None = None
    number: int = 1
    language: str = "en"
    template: str = ""
    delivery: Delivery = Delivery.HYBRID
    has_phones: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """How many people a session has.

    came: how many of the invited were there; walk_ins: who else was. Both, and came_remote of all
    who were there, are only known once the session has been held.
    """

    invited: int = 0
    invited_remote: int = 0
    came: int = 0
    came_remote: int = 0
    walk_ins: int = 0


NOBODY = Heads()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """A session as a list shows it, without its plan's blocks.

    start, end: planned, or actual where it was held. length: planned milliseconds. shape: the same
    as that of the template when the plan does not differ from it. exported: when the record was
    last exported, or None.
    """

    id: SessionId
    title: str
    group: GroupId | None
    number: int
    start: Instant
    end: Instant
    zone: str
    state: SessionState
    blocks: int
    notes: int
    length: Duration
    language: str = "en"
    template: str = ""
    delivery: Delivery = Delivery.HYBRID
    shape: str = ""
    exported: Instant | None = None
    heads: Heads = NOBODY

    @property
    def is_exported(self) -> bool:
        """Say whether the record was ever exported."""
        return self.exported is not None
