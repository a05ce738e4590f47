"""A session's agenda as it goes out: for everybody, for one role, or for one person (P7).

What trainers note for themselves is only in what is made for trainers. A producer reads what the
remote people are told, a site host what the room is told; everybody reads both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from virtu_desktop.domain.plan import Block, Plan, PlannedBlock
from virtu_desktop.domain.time import Instant, local, zone_named
from virtu_desktop.exchange.agenda_columns import Column
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.i18n import N_, Translator

_AND = re.compile(r"\s*(?:[,;/&+]|\b(?:and|ja|sekä|och|samt)\b)\s*", re.IGNORECASE)


class Audience(StrEnum):
    """Whom an agenda is for."""

    ALL = "all"
    TRAINER = "trainer"
    PRODUCER = "producer"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One block with its planned times. number: from 1. is_own: the chosen owner leads it."""

    number: int
    block: Block
    planned: PlannedBlock
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is written: the session, and its blocks as somebody sees them.

    owner: show the blocks of this person whole and the others in brief; None for all.
    """

    portable: PortableRecord
    lines: tuple[AgendaLine, ...]
    audience: Audience = Audience.ALL
    owner: str | None = None

    @property
    def plan(self) -> Plan:
        """Return the plan of the session."""
        return self.portable.record.session.plan

    def has(self, column: Column) -> bool:
        """Say whether this audience gets to see a column."""
        return column not in _UNSEEN[self.audience]


def make_agenda(
    portable: PortableRecord, *, audience: Audience = Audience.ALL, owner: str | None = None
) -> Agenda:
    """Return a session's agenda for an audience, and for one owner of blocks if given."""
    plan = portable.record.session.plan
    lines = tuple(
        AgendaLine(
            number=number,
            block=block,
            planned=planned,
            is_own=owner is None or owner.casefold() in map(str.casefold, people(block.owner)),
        )
        for number, (block, planned) in enumerate(zip(plan.blocks, plan.schedule, strict=True), 1)
    )
    return Agenda(portable=portable, lines=lines, audience=audience, owner=owner)


def people(owner: str) -> tuple[str, ...]:
    """Return the people whom the owner of a block names.

    >>> people("Aino ja Göran, Mia/Pekka")
    ('Aino', 'Göran', 'Mia', 'Pekka')
    """
    return tuple(name for name in _AND.split(owner) if name)


def owners(plan: Plan) -> tuple[str, ...]:
    """Return everybody who leads a block, in the order in which they first do."""
    return tuple(dict.fromkeys(name for block in plan.blocks for name in people(block.owner)))


def plan_mark(plan: Plan) -> str:
    """Return six letters and digits that are the same exactly for equal plans."""
    content = msgspec.json.encode(
        {"start": plan.start, "zone": plan.zone, "end": plan.end, "blocks": plan.blocks},
        order="deterministic",
    )
    return hashlib.sha256(content).hexdigest()[:6].upper()


def audience_word(tr: Translator, audience: Audience) -> str:
    """Return whom an agenda is for, as its title says it."""
    return tr(_AUDIENCES[audience])


def local_seconds(instant: Instant, zone: str) -> int:
    """Return how many seconds after midnight a clock in the zone shows."""
    moment = local(instant, zone_named(zone))
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def text_columns(agenda: Agenda) -> Iterator[tuple[Column, Callable[[Block], str]]]:
    """Yield the columns of text that the audience sees, each with how a block fills it."""
    for column, text in _TEXTS:
        if agenda.has(column):
            yield column, text


def _materials(block: Block) -> str:
    return "\n".join(block.materials)


_TEXTS: Sequence[tuple[Column, Callable[[Block], str]]] = (
    (Column.OWNER, lambda block: block.owner),
    (Column.ROOM, lambda block: block.room),
    (Column.REMOTE, lambda block: block.remote),
    (Column.MATERIALS, _materials),
    (Column.NOTE, lambda block: block.trainer_note),
)
_UNSEEN = {
    Audience.ALL: frozenset({Column.NOTE, Column.MINIMUM}),
    Audience.TRAINER: frozenset[Column](),
    Audience.PRODUCER: frozenset({Column.NOTE}),
    Audience.SITE: frozenset({Column.NOTE, Column.MINIMUM, Column.REMOTE}),
}
_AUDIENCES = {
    Audience.ALL: N_("For everybody"),
    Audience.TRAINER: N_("For trainers"),
    Audience.PRODUCER: N_("For the producer"),
    Audience.SITE: N_("For the site host"),
}
