"""The half-days that come with the program, and sessions made from them (P3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import cache

import msgspec

from virtu_desktop.assets import resource
from virtu_desktop.domain.plan import (
    Block,
    BlockId,
    BlockKind,
    BreakoutSettings,
    Plan,
    PlannedPoll,
)
from virtu_desktop.domain.programme import GroupId, Session, SessionId
from virtu_desktop.domain.time import instant_of_local, minutes, zone_named
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_

NewId = Callable[[], str]


class UnknownTemplate(KnownError):
    """There is no template of that name."""

    def __init__(self, name: str) -> None:
        """Tell the name and those that there are."""
        super().__init__(
            N_("There is no template {name}. Templates: {names}."),
            name=name,
            names=", ".join(sorted(_documents())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A half-day in one language. start: its usual time of day; block ids are places from 1."""

    id: str
    title: str
    language: str
    start: time_of_day
    blocks: tuple[Block, ...]


def list_templates(language: str) -> tuple[Template, ...]:
    """Return the templates, sorted by id, with their texts in ``language``."""
    return tuple(load_template(name, language) for name in sorted(_documents()))


def load_template(template_id: str, language: str) -> Template:
    """Return one template with its texts in ``language``; raise UnknownTemplate."""
    document = _documents().get(template_id)
    if document is None:
        raise UnknownTemplate(template_id)
    return Template(
        id=document.id,
        title=document.title.speak(language),
        language=language,
        start=time_of_day.fromisoformat(document.start),
        blocks=tuple(
            _block(block, BlockId(str(place)), language)
            for place, block in enumerate(document.blocks, 1)
        ),
    )


def session_from_template(
    template_id: str,
    *,
    language: str,
    day: date,
    zone: str,
    new_id: NewId,
    start: time_of_day | None = None,
    group: GroupId | None = None,
    number: int = 1,
) -> Session:
    """Return a new session with the template's plan, all ids fresh.

    start: None for the template's own; fixed starts move with it. The target end is the planned
    end. Raises UnknownTemplate, and ValueError for an unknown zone.
    """
    template = load_template(template_id, language)
    begins = template.start if start is None else start
    moved = _between(template.start, begins)
    plan = Plan(
        start=instant_of_local(day, begins, zone_named(zone)),
        zone=zone,
        blocks=tuple(_fresh(block, new_id, moved) for block in template.blocks),
    )
    return Session(
        id=SessionId(new_id()),
        title=template.title,
        plan=replace(plan, end=plan.target_end),
        group=group,
        number=number,
        language=language,
        template=template.id,
    )


def _fresh(block: Block, new_id: NewId, moved: timedelta) -> Block:
    fixed = block.fixed_start
    if fixed is not None:
        fixed = (datetime.combine(_ANY_DAY, fixed) + moved).time()
    return replace(block, id=BlockId(new_id()), fixed_start=fixed)


def _between(one: time_of_day, other: time_of_day) -> timedelta:
    return datetime.combine(_ANY_DAY, other) - datetime.combine(_ANY_DAY, one)


_ANY_DAY = date(2000, 1, 3)


class _Text(msgspec.Struct, frozen=True):
    """A text in the three languages."""

    en: str
    fi: str
    sv: str

    def speak(self, language: str) -> str:
        return {"fi": self.fi, "sv": self.sv}.get(language, self.en)


class _Labels(msgspec.Struct, frozen=True):
    """The names of the lowest and highest end of a scale in the three languages."""

    en: tuple[str, str]
    fi: tuple[str, str]
    sv: tuple[str, str]

    def speak(self, language: str) -> tuple[str, str]:
        return {"fi": self.fi, "sv": self.sv}.get(language, self.en)


class _Scale(msgspec.Struct, frozen=True):
    min: int
    max: int
    labels: _Labels


class _Poll(msgspec.Struct, frozen=True):
    question: _Text
    type: str
    options: tuple[_Text, ...] = ()
    min_choices: int | None = None
    max_choices: int | None = None
    scale: _Scale | None = None
    repeat_key: str | None = None


class _Breakout(msgspec.Struct, frozen=True):
    group_size: int
    mode: str
    rules: tuple[str, ...]
    rounds: int
    calls_minutes: tuple[float, ...]


class _Block(msgspec.Struct, frozen=True):
    title: _Text
    minutes: float
    min_minutes: float
    kind: BlockKind
    fixed_start: str | None
    optional: bool
    priority: int
    trainer_note: _Text
    room: _Text
    remote: _Text
    materials: tuple[_Text, ...]
    polls: tuple[_Poll, ...]
    breakout: _Breakout | None


class _Document(msgspec.Struct, frozen=True):
    id: str
    title: _Text
    start: str
    blocks: tuple[_Block, ...]


@cache
def _documents() -> dict[str, _Document]:
    found = (
        msgspec.json.decode(path.read_bytes(), type=_Document)
        for path in resource("templates").glob("*.json")
    )
    return {document.id: document for document in found}


def _block(document: _Block, block_id: BlockId, language: str) -> Block:
    fixed = document.fixed_start
    breakout = document.breakout
    return Block(
        id=block_id,
        length=minutes(document.minutes),
        minimum=minutes(document.min_minutes),
        title=document.title.speak(language),
        kind=document.kind,
        fixed_start=None if fixed is None else time_of_day.fromisoformat(fixed),
        optional=document.optional,
        priority=document.priority,
        room=document.room.speak(language),
        remote=document.remote.speak(language),
        trainer_note=document.trainer_note.speak(language),
        materials=tuple(text.speak(language) for text in document.materials),
        polls=tuple(_poll(poll, language) for poll in document.polls),
        breakout=None if breakout is None else _breakout(breakout),
    )


def _poll(document: _Poll, language: str) -> PlannedPoll:
    scale = document.scale
    return PlannedPoll(
        question=document.question.speak(language),
        kind=document.type,
        options=tuple(option.speak(language) for option in document.options),
        min_choices=document.min_choices,
        max_choices=document.max_choices,
        scale=None if scale is None else (scale.min, scale.max, *scale.labels.speak(language)),
        repeat_key=document.repeat_key,
    )


def _breakout(document: _Breakout) -> BreakoutSettings:
    return BreakoutSettings(
        group_size=document.group_size,
        mode=document.mode,
        rules=document.rules,
        rounds=document.rounds,
        calls=tuple(minutes(count) for count in document.calls_minutes),
    )
