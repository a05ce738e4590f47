"""The half-days that come with the program, and sessions made from them (P3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from datetime import time as time_of_day
from functools import cache

import msgspec

from virtu_desktop.assets import resource
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, BreakoutSettings
from virtu_desktop.domain.programme import GroupId, Session, SessionId, SessionSummary
from virtu_desktop.domain.questions import PollKind, Question, Scale
from virtu_desktop.domain.template_differences import shape
from virtu_desktop.domain.templates import PlanTemplate, session_of
from virtu_desktop.domain.time import minutes
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.texts import Texts
from virtu_desktop.i18n import N_


class UnknownTemplate(KnownError):
    """There is no template of that name."""

    def __init__(self, name: str) -> None:
        """Tell the name and those that there are."""
        super().__init__(
            N_("There is no template {name}. Templates: {names}."),
            name=name,
            names=", ".join(sorted(_documents())),
        )


def list_templates(language: str) -> tuple[PlanTemplate, ...]:
    """Return the templates, sorted by id, with their texts in ``language``."""
    return tuple(load_template(name, language) for name in sorted(_documents()))


@cache
def load_template(template_id: str, language: str) -> PlanTemplate:
    """Return one template with its texts in ``language``; raise UnknownTemplate."""
    document = _documents().get(template_id)
    if document is None:
        raise UnknownTemplate(template_id)
    return PlanTemplate(
        id=document.id,
        title=document.title.speak(language),
        language=language,
        start=time_of_day.fromisoformat(document.start),
        blocks=tuple(
            _block(block, BlockId(str(place)), f"{document.id}:{place}", language)
            for place, block in enumerate(document.blocks, 1)
        ),
    )


def find_template(
    template_id: str, language: str, own: Iterable[PlanTemplate]
) -> PlanTemplate | None:
    """Return the template of that id, one of ``own`` or one in ``language`` that comes along.

    None when there is none, or not any more.
    """
    if template_id in _documents():
        return load_template(template_id, language)
    return next((template for template in own if template.id == template_id), None)


def differing(
    summaries: Iterable[SessionSummary], own: Sequence[PlanTemplate]
) -> frozenset[SessionId]:
    """Return the sessions whose plan differs from the template that they were made from."""
    shapes = {template.id: shape(template.blocks, template.start) for template in own}
    found = set()
    for summary in summaries:
        template = summary.template
        usual = shapes.get(template)
        if template in _documents():
            usual = _shape(template, summary.language)
        if usual is not None and usual != summary.shape:
            found.add(summary.id)
    return frozenset(found)


@cache
def _shape(template_id: str, language: str) -> str:
    template = load_template(template_id, language)
    return shape(template.blocks, template.start)


def session_from_template(
    template_id: str,
    *,
    language: str,
    day: date,
    zone: str,
    new_id: Callable[[], str],
    start: time_of_day | None = None,
    group: GroupId | None = None,
    number: int = 1,
) -> Session:
    """Return a new session with the plan of a template that comes along, all ids fresh.

    start: None for the template's own; fixed starts move with it. The target end is the planned
    end. Raises UnknownTemplate, and ValueError for an unknown zone.
    """
    return session_of(
        load_template(template_id, language),
        day=day,
        zone=zone,
        new_id=new_id,
        start=start,
        group=group,
        number=number,
    )


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
    question: Texts
    type: PollKind
    options: tuple[Texts, ...] = ()
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
    title: Texts
    minutes: float
    min_minutes: float
    kind: BlockKind
    fixed_start: str | None
    optional: bool
    priority: int
    trainer_note: Texts
    room: Texts
    remote: Texts
    materials: tuple[Texts, ...]
    polls: tuple[_Poll, ...]
    breakout: _Breakout | None


class _Document(msgspec.Struct, frozen=True):
    id: str
    title: Texts
    start: str
    blocks: tuple[_Block, ...]


@cache
def _documents() -> dict[str, _Document]:
    found = (
        msgspec.json.decode(path.read_bytes(), type=_Document)
        for path in resource("templates").glob("*.json")
    )
    return {document.id: document for document in found}


def _block(document: _Block, block_id: BlockId, origin: str, language: str) -> Block:
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
        origin=origin,
    )


def _poll(document: _Poll, language: str) -> Question:
    scale = document.scale
    levels = None
    if scale is not None:
        labels = tuple(scale.labels.speak(language))
        levels = Scale(lowest=scale.min, highest=scale.max, labels=labels)
    return Question(
        text=document.question.speak(language),
        kind=document.type,
        options=tuple(option.speak(language) for option in document.options),
        min_choices=document.min_choices,
        max_choices=document.max_choices,
        scale=levels,
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
