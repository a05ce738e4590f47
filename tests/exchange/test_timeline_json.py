"""The documents of `virtu timeline` against hand-worked figures and a second implementation."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.domain import oracle
from tests.domain.strategies import Documents, broken_documents, documents
from tests.domain.timeline_examples import (
    EXAMPLES,
    FOUR_TENS,
    REFUSALS,
    Example,
    Refusal,
    block,
    event,
    part_of,
    plan,
    utc,
)
from virtu_desktop.exchange.timeline_json import BadInput, answer

Json = dict[str, object]
LATE = utc("23:00")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_answers_give_the_figures_worked_out_by_hand(example: Example) -> None:
    """Each part of the answer that was worked out on paper is as on the paper."""
    document = answer(example.plan, example.events, example.at)

    found = {path: part_of(document, path) for path in example.expected}

    assert found == example.expected


@given(documents())
def test_answers_equal_those_of_the_second_implementation(case: Documents) -> None:
    """The whole answer, in its order of keys, is what the literal reading of the rules gives."""
    document = answer(case.plan, case.events, case.at)

    assert document == oracle.answer(case.plan, case.events, case.at)
    assert list(document) == list(oracle.answer(case.plan, case.events, case.at))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_what_the_rules_forbid_is_refused(refusal: Refusal) -> None:
    """Each kind of bad input is refused in one line."""
    with pytest.raises(BadInput) as caught:
        answer(refusal.plan, refusal.events, refusal.at)

    assert len(str(caught.value).splitlines()) == 1


@given(broken_documents())
def test_documents_broken_on_purpose_are_refused(case: tuple[str, Documents]) -> None:
    """A document that was broken in one place is refused in one line."""
    _, broken = case

    with pytest.raises(BadInput) as caught:
        answer(broken.plan, broken.events, broken.at)

    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("plan_document", "events", "words"),
    [
        (FOUR_TENS, [event("07:00", "start", "b9")], "events[0].block: unknown block 'b9'"),
        (
            FOUR_TENS,
            [event("07:00", "start", "a"), event("07:01", "pause"), event("07:02", "pause")],
            "events[2]: pause while paused",
        ),
        (
            FOUR_TENS,
            [event("07:01", "start", "a"), event("07:00", "pause")],
            "events[1].at: earlier than the event before it",
        ),
        (FOUR_TENS, [event("07:00", "adjust", "a", ms=1.0)], "events[0].ms: not a whole number"),
        (FOUR_TENS, [event("07:00", "rooms")], "events[0].type: unknown word 'rooms'"),
        (FOUR_TENS, {}, "events: not a list"),
        (plan(block("a", True)), [], "blocks[0].minutes: not a number"),
        (plan(block("a", float("inf"))), [], "blocks[0].minutes: not a finite number"),
        (plan(block("a", 5, min_minutes=6)), [], "blocks[0].min_minutes: above the minutes"),
        (plan(block("a", 5), block("a", 5)), [], "blocks[1].id: 'a' stands in the plan twice"),
        (plan(block("", 5)), [], "blocks[0].id: empty"),
        (plan(block("a", 5, kind="lunch")), [], "blocks[0].kind: unknown word 'lunch'"),
        (plan(block("a", 5, optional=None)), [], "blocks[0].optional: neither true nor false"),
        (plan(block("a", 5), end=None), [], "end: not a text"),
        (plan(), [], "blocks: not a list with at least one block"),
        ([], [], "plan: not an object"),
        ({"zone": "UTC", "blocks": []}, [], "start: missing"),
    ],
)
def test_refusals_name_the_place_and_the_reason(
    plan_document: object, events: object, words: str
) -> None:
    """The one line says where the mistake is and what it is."""
    with pytest.raises(BadInput) as caught:
        answer(plan_document, events, LATE)

    assert str(caught.value) == words


@pytest.mark.parametrize("count", [1e15, 10**400, 1e300])
def test_lengths_beyond_the_calendar_are_bad_input(count: float) -> None:
    """A block that would end after the year 9999 is refused, however large the number."""
    with pytest.raises(BadInput, match="outside the calendar"):
        answer(plan(block("a", count)), [], LATE)


def test_adjustments_beyond_the_calendar_are_bad_input() -> None:
    """A projected end after the year 9999 is refused."""
    events = [event("07:00", "start", "a"), event("07:01", "adjust", "a", ms=10**30)]

    with pytest.raises(BadInput, match="outside the calendar"):
        answer(FOUR_TENS, events, LATE)


def test_long_and_odd_words_stay_in_one_short_line() -> None:
    """A text with line breaks, control and lone surrogate characters is shown escaped and cut."""
    events = [event("07:00", "start", "\n\x1b\ud800" + "x" * 500)]

    with pytest.raises(BadInput) as caught:
        answer(FOUR_TENS, events, LATE)

    assert str(caught.value).isascii()
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


def test_events_after_the_instant_are_checked_for_form_only() -> None:
    """A second pause that comes later than the instant is left out without a look at the state."""
    events = [event("07:00", "start", "a"), event("08:00", "pause"), event("08:01", "pause")]

    document = answer(FOUR_TENS, events, utc("07:05"))

    assert document["state"] == "running"


def test_unknown_keys_are_ignored() -> None:
    """Keys that the format does not know change nothing."""
    plain = plan(block("a", 10))
    more = plan(block("a", 10, colour="red"), author="x")

    assert answer(more, [], LATE) == answer(plain, [], LATE)
