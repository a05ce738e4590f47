"""Plans with every field of their blocks drawn, for tests of changes to plans."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.exchange.records import blocks
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import parse_instant

START = parse_instant("2026-11-25T09:00:00+02:00")


@st.composite
def plans(draw: DrawFn, *, most: int = 7) -> Plan:
    """Draw a plan of one to ``most`` blocks b0, b1 ... of which some have an origin."""
    count = draw(st.integers(1, most))
    made = tuple(draw(blocks(number)) for number in range(count))
    return Plan(start=START, zone="Europe/Helsinki", blocks=made)


def chosen(plan: Plan) -> st.SearchStrategy[list[BlockId]]:
    """Draw some blocks of a plan."""
    return st.lists(st.sampled_from([block.id for block in plan.blocks]), unique=True)


def counting(begin: str = "new") -> Callable[[], str]:
    """Return a maker of ids that count up."""
    numbers = itertools.count(1)
    return lambda: f"{begin}{next(numbers)}"
