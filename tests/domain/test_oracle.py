"""Sanity tests of the oracle itself; they need no product."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from tests.domain import oracle
from tests.domain.strategies import Documents, broken_documents, documents, small_documents
from tests.domain.timeline_examples import EXAMPLES, REFUSALS, Example, Refusal, part_of


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_oracle_gives_the_figures_worked_out_by_hand(example: Example) -> None:
    """The oracle and a person come to the same figures."""
    document = oracle.answer(example.plan, example.events, example.at)

    found = {path: part_of(document, path) for path in example.expected}

    assert found == example.expected


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_oracle_refuses_what_the_text_forbids(refusal: Refusal) -> None:
    """The oracle refuses each kind of bad input."""
    with pytest.raises(oracle.OracleRefuses):
        oracle.answer(refusal.plan, refusal.events, refusal.at)


@given(documents())
def test_generated_documents_are_legal(case: Documents) -> None:
    """The generator gives documents that the oracle accepts, with every key of the answer."""
    document = oracle.answer(case.plan, case.events, case.at)

    assert list(document) == [
        "planned",
        "state",
        "current",
        "projected",
        "projected_end",
        "behind_ms",
        "finish_late_ms",
        "catch_up",
    ]


@given(broken_documents())
def test_broken_documents_are_refused(case: tuple[str, Documents]) -> None:
    """The oracle refuses each document that was broken on purpose."""
    _, broken = case

    with pytest.raises(oracle.OracleRefuses):
        oracle.answer(broken.plan, broken.events, broken.at)


@given(small_documents())
def test_serving_deadlines_in_turn_finds_the_smallest_total(case: Documents) -> None:
    """The total of the oracle's trim plan is the smallest of all vectors of whole minutes."""
    remedies = oracle.answer(case.plan, case.events, case.at)["catch_up"]
    assume(remedies)

    total = sum(change["ms"] for change in remedies[0]["changes"]) // -oracle.MINUTE_MS

    smallest = oracle.brute_force_min_total(case.plan, case.events, case.at)
    assert (total if remedies[0]["feasible"] else None) == smallest
