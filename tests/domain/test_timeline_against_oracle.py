"""Compare `virtu timeline` with hand-computed answers and with an independent oracle."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, target

from tests.domain import oracle
from tests.domain.strategies import (
    Documents,
    broken_documents,
    corrected_documents,
    documents,
    doubtful_documents,
    late_documents,
    small_documents,
)
from tests.domain.timeline_examples import EXAMPLES, REFUSALS, Example, Refusal, part_of
from virtu_desktop.exchange import timeline_json

Json = dict[str, Any]


def answer_or_refusal(case: Documents) -> Json | None:
    """Return the product's answer, None when it refuses; check that it refuses in one line."""
    try:
        return timeline_json.answer(case.plan, case.events, case.at)
    except timeline_json.BadInput as error:
        reason = str(error)
    assert len(reason.splitlines()) == 1
    return None


def oracle_answer_or_refusal(case: Documents) -> Json | None:
    """Return the oracle's answer, None when it refuses."""
    try:
        return oracle.answer(case.plan, case.events, case.at)
    except oracle.OracleRefuses:
        return None


def trimmed_minutes(remedy: Json) -> int:
    """Return the total of a trim plan in whole minutes; check that each change is whole."""
    assert all(change["ms"] % oracle.MINUTE_MS == 0 for change in remedy["changes"])
    total_ms: int = -sum(change["ms"] for change in remedy["changes"])
    return total_ms // oracle.MINUTE_MS


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_answer_has_the_figures_worked_out_by_hand(example: Example) -> None:
    """The product and a person come to the same figures."""
    document = timeline_json.answer(example.plan, example.events, example.at)

    found = {path: part_of(document, path) for path in example.expected}

    assert found == example.expected


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_bad_input_is_refused_in_one_line(refusal: Refusal) -> None:
    """The product refuses each kind of bad input with one line that is not empty."""
    with pytest.raises(timeline_json.BadInput) as caught:
        timeline_json.answer(refusal.plan, refusal.events, refusal.at)

    assert len(str(caught.value).splitlines()) == 1


@given(documents())
def test_answer_equals_the_oracle(case: Documents) -> None:
    """The product gives the oracle's document for any legal run."""
    expected = oracle.answer(case.plan, case.events, case.at)

    found = timeline_json.answer(case.plan, case.events, case.at)

    assert found == expected


@given(corrected_documents())
def test_corrections_equal_the_oracle(case: Documents) -> None:
    """The product moves spells and pauses as the oracle does."""
    expected = oracle.answer(case.plan, case.events, case.at)

    found = timeline_json.answer(case.plan, case.events, case.at)

    assert found == expected


@given(late_documents())
def test_catching_up_equals_the_oracle(case: Documents) -> None:
    """The product offers the oracle's plans when a session with several deadlines is late."""
    expected = oracle.answer(case.plan, case.events, case.at)
    target(sum(len(remedy["changes"]) for remedy in expected["catch_up"]))

    found = timeline_json.answer(case.plan, case.events, case.at)

    assert found == expected


@given(documents())
def test_answer_is_plain_json_and_leaves_its_input_alone(case: Documents) -> None:
    """The answer survives JSON unchanged, and the documents given are not changed."""
    before = json.dumps([case.plan, case.events])

    document = timeline_json.answer(case.plan, case.events, case.at)

    assert json.loads(json.dumps(document)) == document
    assert json.dumps([case.plan, case.events]) == before


@given(doubtful_documents())
def test_product_and_oracle_accept_the_same_events(case: Documents) -> None:
    """With one arbitrary event too many, both refuse or both give the same document."""
    expected = oracle_answer_or_refusal(case)

    found = answer_or_refusal(case)

    assert found == expected


@given(broken_documents())
def test_broken_documents_are_refused(case: tuple[str, Documents]) -> None:
    """The product refuses what was broken on purpose, in one line and without another error."""
    reason, broken = case

    assert answer_or_refusal(broken) is None, reason


@given(small_documents())
def test_trim_takes_the_smallest_total(case: Documents) -> None:
    """No vector of whole-minute trims that is in time has a smaller total than the trim plan."""
    document: Json = timeline_json.answer(case.plan, case.events, case.at)
    remedies = {remedy["kind"]: remedy for remedy in document["catch_up"]}
    smallest = oracle.brute_force_min_total(case.plan, case.events, case.at)

    trim = remedies.get("trim")

    if trim is None:
        assert document["state"] == "ended" or smallest == 0
    elif trim["feasible"]:
        assert trimmed_minutes(trim) == smallest
    else:
        assert smallest is None
