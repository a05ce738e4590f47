"""The library of methods: search, filter, and insert into a plan (P4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

import msgspec

from virtu_desktop.assets import resource
from virtu_desktop.domain.plan import Block, BlockId, BlockKind
from virtu_desktop.domain.time import MINUTE, Duration, minutes
from virtu_desktop.exchange.texts import Texts

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodStep:
    """One step of a method: how long it usually takes, and what the trainer does."""

    length: Duration
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method in one language.

    typical, least: how long it takes, the steps together, and at least. group_min, group_max:
    for how many people in the whole session. hybrid: how to do it with remote people;
    hybrid_ready is False when that takes more than the meeting and a shared list. why: why it
    works. credit: whose idea it is, or "". words: what a search finds it by, in every language.
    """

    id: str
    name: str
    purpose: str
    kind: BlockKind
    typical: Duration
    least: Duration
    group_min: int
    group_max: int
    hybrid_ready: bool
    hybrid: str
    why: str
    credit: str
    steps: tuple[MethodStep, ...]
    language: str
    words: str


@cache
def list_methods(language: str) -> tuple[Method, ...]:
    """Return all methods with their texts in ``language``, by name."""
    found = (_method(document, language) for document in _documents())
    return tuple(sorted(found, key=lambda method: method.name.casefold()))


def find_methods(
    methods: Iterable[Method],
    text: str = "",
    *,
    length: Duration | None = None,
    people: int | None = None,
    hybrid_ready: bool = False,
    kinds: Collection[BlockKind] = (),
) -> tuple[Method, ...]:
    """Return the methods that fit all that is asked for, in their order.

    text: each of its words begins a word of the method's name, purpose or steps, in any of the
    three languages. length: how much time there is. people: how many take part. hybrid_ready:
    only those that need no more than the meeting. kinds: none for all.
    """
    wanted = [f" {word}" for word in _WORD.findall(text.casefold())]
    return tuple(
        method
        for method in methods
        if all(word in method.words for word in wanted)
        and (length is None or method.least <= length)
        and (people is None or method.group_min <= people <= method.group_max)
        and (method.hybrid_ready or not hybrid_ready)
        and (not kinds or method.kind in kinds)
    )


def block_from_method(method: Method, new_id: Callable[[], str]) -> Block:
    """Return the method as one block, its steps as the trainer's note."""
    steps = [f"{_minutes(step.length, method.language)} {step.text}" for step in method.steps]
    return Block(
        id=BlockId(new_id()),
        title=method.name,
        kind=method.kind,
        length=method.typical,
        minimum=method.least,
        remote=method.hybrid,
        trainer_note="\n".join([method.purpose, "", *steps]),
    )


def blocks_from_method(method: Method, new_id: Callable[[], str]) -> tuple[Block, ...]:
    """Return the method as one block for each step; their lengths add up to the usual one.

    The minimum of each is its share of the method's, to the nearest whole minute that fits.
    """
    count = len(method.steps)
    return tuple(
        Block(
            id=BlockId(new_id()),
            title=f"{method.name} {place}/{count}",
            kind=method.kind,
            length=step.length,
            minimum=_share(step.length, method),
            remote=method.hybrid,
            trainer_note=step.text,
        )
        for place, step in enumerate(method.steps, 1)
    )


def _share(length: Duration, method: Method) -> Duration:
    share = length * method.least / method.typical
    return Duration(min(length, int(share / MINUTE + 0.5) * MINUTE))


def _minutes(length: Duration, language: str) -> str:
    count = f"{length / MINUTE:g}"
    return f"{count if language == 'en' else count.replace('.', ',')} min:"


class _Step(msgspec.Struct, frozen=True):
    minutes: float
    text: Texts


class _Document(msgspec.Struct, frozen=True):
    id: str
    name: Texts
    purpose: Texts
    group_min: int
    group_max: int
    minutes_typical: float
    minutes_min: float
    kind: BlockKind
    hybrid_ready: bool
    steps: tuple[_Step, ...]
    hybrid: Texts
    why: Texts
    credit: str | None


@cache
def _documents() -> tuple[_Document, ...]:
    data = resource("methods.json").read_bytes()
    return msgspec.json.decode(data, type=tuple[_Document, ...])


def _method(document: _Document, language: str) -> Method:
    return Method(
        id=document.id,
        name=document.name.speak(language),
        purpose=document.purpose.speak(language),
        kind=document.kind,
        typical=minutes(document.minutes_typical),
        least=minutes(document.minutes_min),
        group_min=document.group_min,
        group_max=document.group_max,
        hybrid_ready=document.hybrid_ready,
        hybrid=document.hybrid.speak(language),
        why=document.why.speak(language),
        credit=document.credit or "",
        steps=tuple(
            MethodStep(length=minutes(step.minutes), text=step.text.speak(language))
            for step in document.steps
        ),
        language=language,
        words=_words(document),
    )


def _words(document: _Document) -> str:
    """Return every word of name, purpose and steps, each with a blank before it."""
    texts = [document.name, document.purpose, *(step.text for step in document.steps)]
    said = " ".join(text for one in texts for text in one.all)
    return "".join(f" {word}" for word in _WORD.findall(said.casefold()))
