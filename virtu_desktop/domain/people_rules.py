"""Rules about single people that a breakout block's settings hold, and how they are typed (B1).

They stand among the words of the settings, so that they are saved, copied and undone with the
plan; a group of other people does not know these ids and is not touched by them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from virtu_desktop.domain.grouping.members import Rule, RuleKind
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import Block, BreakoutSettings, Plan

_KINDS = (RuleKind.TOGETHER, RuleKind.APART, RuleKind.SHARED_SCREEN, RuleKind.HOST)
_SIGNS = {"+": RuleKind.TOGETHER, "/": RuleKind.APART, "=": RuleKind.SHARED_SCREEN}
_HOST = re.compile(r"\s*([1-9]\d?)\s*:\s*(.*)", re.ASCII)


class TypedProblem(StrEnum):
    """Why a typed rule cannot be read; the interface has words for each."""

    NO_SIGN = "no_sign"
    TWO_SIGNS = "two_signs"
    TOO_FEW = "too_few"
    NOBODY = "nobody"
    SEVERAL = "several"
    TWICE = "twice"


class BadTyped(ValueError):
    """A typed rule that cannot be read. name: the words it is about, if any."""

    def __init__(self, problem: TypedProblem, name: str = "") -> None:
        """Say what the problem is."""
        super().__init__(f"{problem}: {name}")
        self.problem = problem
        self.name = name


def people_rules(settings: BreakoutSettings) -> tuple[Rule, ...]:
    """Return the rules about single people, in their order; other words are left out."""
    found = (_read(word) for word in settings.rules)
    return tuple(rule for rule in found if rule is not None)


def with_people_rules(settings: BreakoutSettings, rules: tuple[Rule, ...]) -> BreakoutSettings:
    """Return settings with these rules about people in the place of those they had."""
    others = tuple(word for word in settings.rules if _read(word) is None)
    return replace(settings, rules=(*others, *map(_word, rules)))


def without_people_rules(block: Block) -> Block:
    """Return the block as it would be for any group: without rules about single people."""
    settings = block.breakout
    if settings is None or not people_rules(settings):
        return block
    return replace(block, breakout=with_people_rules(settings, ()))


def plan_with_people_rules(plan: Plan, rules: tuple[Rule, ...]) -> Plan:
    """Return the plan with the rules in every block whose groups have settings."""
    return _with_settings(plan, lambda settings: with_people_rules(settings, rules))


def plan_with_person_merged(plan: Plan, gone: PersonId, kept: PersonId) -> Plan:
    """Return the plan with rules about ``gone`` as rules about ``kept``."""
    return _with_settings(plan, lambda settings: with_person_merged(settings, gone, kept))


def with_person_merged(
    settings: BreakoutSettings, gone: PersonId, kept: PersonId
) -> BreakoutSettings:
    """Return settings with rules about ``gone`` as rules about ``kept``.

    What is left of a rule about those two alone goes.
    """
    found = []
    for rule in people_rules(settings):
        people = tuple(dict.fromkeys(kept if one == gone else one for one in rule.people))
        if rule.kind is RuleKind.HOST or len(people) > 1:
            found.append(replace(rule, people=people))
    return with_people_rules(settings, tuple(dict.fromkeys(found)))


def _with_settings(plan: Plan, change: Callable[[BreakoutSettings], BreakoutSettings]) -> Plan:
    blocks = tuple(
        block if block.breakout is None else replace(block, breakout=change(block.breakout))
        for block in plan.blocks
    )
    return plan if blocks == plan.blocks else replace(plan, blocks=blocks)


def read_typed(text: str, names: Mapping[PersonId, str]) -> Rule:
    """Return the rule that was typed; raise BadTyped.

    ``Aino + Bo`` together, ``Aino / Bo`` apart, ``Aino = Bo`` at one screen, ``2: Aino`` the host
    of the second room. A name may be cut short as long as it is one person's alone.

    >>> names = {PersonId("a"): "Aino Aalto", PersonId("b"): "Bo Berg"}
    >>> read_typed("aino / be", names).people
    ('a', 'b')
    """
    host = _HOST.fullmatch(text)
    if host is not None:
        person = _person(host[2], names)
        return Rule(kind=RuleKind.HOST, people=(person,), room=int(host[1]) - 1)
    signs = [sign for sign in _SIGNS if sign in text]
    if not signs:
        raise BadTyped(TypedProblem.NO_SIGN)
    if len(signs) > 1:
        raise BadTyped(TypedProblem.TWO_SIGNS)
    parts = [part for part in text.split(signs[0]) if part.strip()]
    people = tuple(_person(part, names) for part in parts)
    if len(people) < 2:
        raise BadTyped(TypedProblem.TOO_FEW)
    twice = next((one for one in people if people.count(one) > 1), None)
    if twice is not None:
        raise BadTyped(TypedProblem.TWICE, names[twice])
    return Rule(kind=_SIGNS[signs[0]], people=people)


def _person(typed: str, names: Mapping[PersonId, str]) -> PersonId:
    """Return whom a typed name means: the whole name, else words that begin so."""
    wanted = typed.casefold().split()
    if not wanted:
        raise BadTyped(TypedProblem.TOO_FEW)
    words = {person: name.casefold().split() for person, name in names.items()}
    exact = [person for person in names if words[person] == wanted]
    whole = [person for person in names if set(wanted) <= set(words[person])]
    begun = [
        person
        for person in names
        if all(any(own.startswith(word) for own in words[person]) for word in wanted)
    ]
    found = exact or whole or begun
    if len(found) == 1:
        return found[0]
    raise BadTyped(TypedProblem.SEVERAL if found else TypedProblem.NOBODY, typed.strip())


def _word(rule: Rule) -> str:
    document = [rule.kind.value, *rule.people]
    if rule.room is not None:
        document = [f"{rule.kind.value}:{rule.room + 1}", *rule.people]
    return json.dumps(document, ensure_ascii=False)


def _read(word: str) -> Rule | None:
    """Return the rule that a word of the settings is, or None when it is another word."""
    if not word.startswith('["'):
        return None
    try:
        document = json.loads(word)
    except ValueError:
        return None
    if not all(isinstance(part, str) and part for part in document) or len(document) < 2:
        return None
    name, _mark, room = document[0].partition(":")
    kind = next((kind for kind in _KINDS if kind.value == name), None)
    people = tuple(PersonId(part) for part in document[1:])
    if kind is RuleKind.HOST:
        is_room = room.isascii() and room.isdigit() and int(room[:3]) > 0
        return Rule(kind=kind, people=people[:1], room=int(room[:3]) - 1) if is_room else None
    return None if kind is None or room or len(people) < 2 else Rule(kind=kind, people=people)
