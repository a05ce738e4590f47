"""Random requests with rules, for Hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.domain.grouping.people import members
from virtu_desktop.domain.grouping.members import (
    ModeRule,
    Quality,
    Request,
    Round,
    Rule,
    RuleKind,
)
from virtu_desktop.domain.people import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request, the same rules as plain lists, how many rounds and the seed."""

    request: Request
    rules: dict[str, Any]
    count: int
    seed: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw people, sizes, rules and a history."""
    count = draw(st.integers(2, 26))
    modes = draw(st.text("res", min_size=count, max_size=count))
    everybody = members(count, modes)
    names = [member.id for member in everybody]
    size = draw(st.integers(1, 6))
    rules: dict[str, Any] = {}
    if draw(st.booleans()):
        smallest = draw(st.integers(1, size))
        rules["size"] = [smallest, size]
    some = st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True)
    for key in ("together", "apart", "shared_screen"):
        rules[key] = draw(st.lists(some, max_size=3))
    hosts = draw(st.lists(st.sampled_from(names), max_size=3))
    rules["hosts"] = {str(number): name for number, name in enumerate(hosts, 1)}
    request = Request(
        members=everybody,
        size=size,
        smallest=rules["size"][0] if "size" in rules else None,
        largest=size if "size" in rules else None,
        rules=_rules(rules),
        mode=draw(st.sampled_from(ModeRule)),
        balance=tuple(draw(st.lists(st.sampled_from(Quality), unique=True, max_size=2))),
        history=tuple(draw(st.lists(_round(names), max_size=3))),
    )
    return Case(
        request=request, rules=rules, count=draw(st.integers(1, 3)), seed=draw(st.integers(0, 99))
    )


def _round(names: list[PersonId]) -> st.SearchStrategy[Round]:
    def cut(order: list[PersonId]) -> Round:
        return tuple(tuple(order[at : at + 3]) for at in range(0, len(order), 3))

    return st.permutations(names).map(cut)


def _rules(plain: dict[str, Any]) -> tuple[Rule, ...]:
    kinds = {
        "together": RuleKind.TOGETHER,
        "apart": RuleKind.APART,
        "shared_screen": RuleKind.SHARED_SCREEN,
    }
    sets = [
        Rule(kind=kind, people=tuple(people))
        for key, kind in kinds.items()
        for people in plain[key]
    ]
    hosts = [
        Rule(kind=RuleKind.HOST, people=(name,), room=int(number) - 1)
        for number, name in plain["hosts"].items()
    ]
    return (*sets, *hosts)
