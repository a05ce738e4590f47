"""Figures against worked examples (V8, V9)."""

from __future__ import annotations

import statistics
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.ballots import YES_NO, asked, ballot, hands
from virtu_desktop.domain.poll_figures import (
    Nps,
    PeerStep,
    Quartiles,
    agreement,
    amounts,
    confidence_table,
    nps,
    numbers,
    peer_step,
    quartiles,
    quartiles_of,
    ranking,
    rated_counts,
    right_people,
    shift_table,
    trend,
    wilson,
)
from virtu_desktop.domain.polls import SecretBallot, Standing
from virtu_desktop.domain.questions import (
    Answer,
    Confidence,
    PollKind,
    Question,
    Scale,
    Secrecy,
)
from virtu_desktop.domain.tally import tally

_RANK = Question(text="?", kind=PollKind.RANKING, options=("A", "B", "C"))


@given(st.lists(st.integers(1, 5), min_size=2, max_size=60))
def test_quartiles_are_those_of_the_values(levels: list[int]) -> None:
    """Counting levels gives what sorting all the answers gives."""
    lower, median, upper = statistics.quantiles(levels, n=4, method="inclusive")
    counts = [levels.count(level) for level in range(1, 6)]

    assert quartiles(counts, 1) == Quartiles(lower=lower, median=median, upper=upper)
    assert quartiles_of(levels) == Quartiles(lower=lower, median=median, upper=upper)


def test_nothing_has_no_figures() -> None:
    """Without an answer there is no middle, no agreement and no share."""
    assert quartiles((0, 0, 0)) is None
    assert quartiles_of(()) is None
    assert agreement((0, 0)) is None
    assert wilson(0, 0) is None
    assert ranking([], 3) is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 9, 0, 0), 1.0),
        ((5, 0, 0, 0, 5), 0.0),
        ((2, 2, 2, 2, 2), 0.434),
        ((0, 5, 0, 5, 0), 0.585),
        ((7,), None),
    ],
)
def test_agreement_as_published(counts: tuple[int, ...], expected: float | None) -> None:
    """One when all agree, nothing when split to the ends (Tastle and Wierman 2007)."""
    found = agreement(counts)

    assert found == (None if expected is None else pytest.approx(expected, abs=0.001))


def test_wilson_of_more_than_all_is_that_of_all() -> None:
    """Hands that were counted twice make no figure that cannot be."""
    assert wilson(12, 10) == wilson(10, 10)


def test_wilson_as_published() -> None:
    """Nought of ten may still be 28 of a hundred."""
    assert wilson(0, 10) == pytest.approx((0.0, 0.278), abs=0.001)
    assert wilson(5, 10) == pytest.approx((0.237, 0.763), abs=0.001)


def test_nps_needs_thirty_people() -> None:
    """15 for, 5 against and 10 between of 30: 33, give or take 27."""
    counts = [0] * 11
    counts[10], counts[7], counts[0] = 15, 10, 5

    assert nps(counts) == Nps(score=33, margin=27)
    counts[7] -= 1
    assert nps(counts) is None


def test_points_and_head_to_head_may_disagree() -> None:
    """Three of five put A first, and all put B first or second: B has more points."""
    found = ranking([((0, 1, 2), 3), ((1, 2, 0), 2)], 3)

    assert found is not None
    assert found.borda == (Fraction(11, 5), Fraction(12, 5), Fraction(7, 5))
    assert found.head_to_head == 0
    assert found.schulze == ((0,), (1,), (2,))
    assert found.borda_winners == (1,)
    assert found.disagree


def test_options_left_out_share_the_last_places() -> None:
    """Who names one option says nothing about the order of the others."""
    found = ranking([((2,), 1)], 3)

    assert found is not None
    assert found.borda == (Fraction(3, 2), Fraction(3, 2), Fraction(3))
    assert found.beats[2] == (1, 1, 0)
    assert found.beats[0][1] == found.beats[1][0] == 0
    assert found.schulze == ((2,), (0, 1))
    assert not found.disagree


def test_schulze_as_published() -> None:
    """The example of 45 voters over five options: E, A, C, B, D."""
    orders = {
        "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7,
        "EBADC": 8,
    }  # fmt: skip
    found = ranking(
        [(["ABCDE".index(name) for name in order], times) for order, times in orders.items()], 5
    )

    assert found is not None
    assert found.schulze == ((4,), (0,), (2,), (1,), (3,))
    assert found.head_to_head is None


def test_points_say_how_many_gave_none() -> None:
    """A mean alone would hide that one option split the people."""
    question = Question(text="?", kind=PollKind.POINTS, options=("A", "B"))
    given_points = [Answer(amounts=(100, 0)), Answer(amounts=(50, 50))]
    result = tally(asked(question, *(ballot(0, answer=answer) for answer in given_points)))

    first, second = amounts(result)

    assert (first.total, first.mean, first.gave_none) == (150, Fraction(75), 0)
    assert (second.total, second.mean, second.gave_none) == (50, Fraction(25), 1)


def test_each_rated_thing_has_its_levels() -> None:
    """Two ratings of two things."""
    question = Question(text="?", kind=PollKind.RATING, options=("A", "B"))
    rated = [Answer(amounts=(5, 1)), Answer(amounts=(5, 2))]
    result = tally(asked(question, *(ballot(0, answer=answer) for answer in rated)))

    assert rated_counts(result) == ((0, 0, 0, 0, 2), (1, 1, 0, 0, 0))


def test_wild_numbers_stay_outside_the_picture() -> None:
    """They are counted, and said to be outside."""
    question = Question(text="?", kind=PollKind.NUMBER)
    values = [10, 11, 12, 13, 14, 5000]
    result = tally(asked(question, *(ballot(0, answer=Answer(number=n)) for n in values)))

    found = numbers(result)

    assert found is not None
    assert (found.count, found.outside, found.lowest, found.highest) == (6, 1, 10, 14)


@pytest.mark.parametrize(
    ("right", "wrong", "step"),
    [
        (34, 66, PeerStep.EXPLAIN),
        (35, 65, PeerStep.DISCUSS),
        (70, 30, PeerStep.DISCUSS),
        (71, 29, PeerStep.GO_ON),
        (0, 0, None),
    ],
)
def test_what_the_share_of_right_answers_asks_for(
    right: int, wrong: int, step: PeerStep | None
) -> None:
    """Under 35 explain, over 70 go on, between them discuss and vote again."""
    quiz = replace(YES_NO, kind=PollKind.QUIZ, right=(1,))
    result = tally(asked(quiz, hands(wrong, right, 0)))

    assert right_people(result) == right
    assert peer_step(result) is step


def test_confidence_is_hidden_for_few() -> None:
    """Four people's certainty is nobody's business."""
    quiz = replace(YES_NO, kind=PollKind.QUIZ, right=(1,), asks_confidence=True)
    sure = Answer(picks=(1,), confidence=Confidence.SURE)
    unsure = Answer(picks=(0,), confidence=Confidence.UNSURE)

    few = tally(asked(quiz, *[ballot(0, answer=sure)] * 4))
    more = tally(asked(quiz, *[ballot(0, answer=sure)] * 4, ballot(0, answer=unsure)))

    assert confidence_table(few) is None
    table = confidence_table(more)
    assert table is not None
    assert (table[Confidence.SURE], table[Confidence.UNSURE]) == ((4, 0), (0, 1))


def test_pairs_are_found_by_their_own_code() -> None:
    """Six people with codes: three moved up, one down, one stayed, one came only once."""
    before = [
        ballot(pick, code=code) for pick, code in zip([0, 0, 0, 2, 1, 1], "abcdef", strict=True)
    ]
    after = [ballot(pick, code=code) for pick, code in zip([1, 2, 1, 0, 1], "ABCDE", strict=True)]

    found = shift_table(YES_NO, before, after)

    assert (found.pairs, found.unmatched_before, found.unmatched_after) == (5, 1, 0)
    assert (found.up, found.down, found.same) == (3, 1, 1)
    assert found.moves == ((0, 2, 1), (0, 1, 0), (1, 0, 0))


def test_few_pairs_have_no_table() -> None:
    """Under five pairs only their number is told."""
    ballots = [ballot(0, code=code) for code in "abcd"]

    found = shift_table(YES_NO, ballots, ballots)

    assert (found.pairs, found.moves, found.same) == (4, None, 0)


def test_a_code_of_two_people_matches_nobody() -> None:
    """Which of the two is which cannot be known."""
    before = [ballot(0, code="x"), ballot(1, code="x"), ballot(0, code="y")]

    found = shift_table(YES_NO, before, before)

    assert (found.pairs, found.ambiguous) == (1, 4)


def test_secret_ballots_match_by_code_alone() -> None:
    """A secret ballot has no voter; an open one may be known by who gave it."""
    secret = [SecretBallot(answer=Answer(picks=(0,)), code=code) for code in ("a", "")]
    known = [ballot(0, "anna"), ballot(1, "ben", standing=Standing.TAKEN_BACK)]

    assert shift_table(replace(YES_NO, secrecy=Secrecy.SECRET), secret, secret).pairs == 1
    assert shift_table(YES_NO, known, known).pairs == 1
    assert shift_table(replace(YES_NO, secrecy=Secrecy.SECRET), known, known).pairs == 0


def test_a_trend_speaks_in_levels() -> None:
    """The median of a scale that begins at 1 is a level, not a place."""
    question = Question(
        text="?", kind=PollKind.SCALE, scale=Scale(lowest=1, highest=5), repeat_key="threshold"
    )
    results = [("start", tally(asked(question, hands(6, 9, 6, 2, 1))))]

    assert [median for _, _, median in trend(results)] == [2.0]
