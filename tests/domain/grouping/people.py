"""People and requests for the tests of grouping."""

from __future__ import annotations

import random
from typing import Any

from virtu_desktop.domain.grouping.members import Member, Request, Round, Rule, RuleKind
from virtu_desktop.domain.people import Mode, PersonId


def members(count: int, modes: str = "") -> tuple[Member, ...]:
    """Return p1, p2 ...; ``modes`` has a letter for each of the first: r room, e remote, s site."""
    letters = {"r": Mode.ROOM, "e": Mode.REMOTE, "s": Mode.SITE}
    return tuple(
        Member(
            id=PersonId(f"p{number}"),
            mode=letters[modes[number - 1]] if number <= len(modes) else Mode.ROOM,
        )
        for number in range(1, count + 1)
    )


def rooms(text: str) -> Round:
    """Return rooms written as ``1 2 3 | 4 5 6``."""
    return tuple(
        tuple(PersonId(f"p{number}") for number in room.split()) for room in text.split("|")
    )


def request(count: int, size: int, **more: Any) -> Request:
    """Return a request for numbered people; ``modes`` as in ``members``."""
    return Request(members=members(count, more.pop("modes", "")), size=size, **more)


def rule(kind: RuleKind, *numbers: int, room: int | None = None) -> Rule:
    """Return a rule about numbered people."""
    return Rule(kind=kind, people=tuple(PersonId(f"p{n}") for n in numbers), room=room)


def mixed_people(count: int, seed: int) -> tuple[Member, ...]:
    """Return people of three modes, five sites and five organisations, drawn by a seed."""
    draw = random.Random(seed)
    return tuple(
        Member(
            id=PersonId(f"p{number}"),
            mode=draw.choice([Mode.ROOM, Mode.ROOM, Mode.REMOTE]),
            site=draw.choice("ABCDE"),
            organisation=draw.choice("klmno"),
        )
        for number in range(1, count + 1)
    )
