"""One tally from every channel, and what may be said of it (V2, V5, V6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.domain.ballots import HYBRID_PRESENT, YES_NO, asked, ballot, hands, hybrid_poll
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Count,
    Present,
    SecretBallot,
    SecretPart,
    Standing,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.tally import Result, shares, tally

_SEVERAL = Question(text="?", kind=PollKind.MULTIPLE, options=("A", "B", "C"))


def test_the_hybrid_poll_gives_the_table_worked_out_by_hand() -> None:
    """24 people: 21 answer, one twice and one late; every figure is known beforehand."""
    result = tally(hybrid_poll())

    # Yes: 5 phones, 2 hands, 3 chat. No: 3 phones, 3 hands, 2 chat and room9's second answer.
    # Later: 2 chat; room9's first answer no longer counts, nor does the late one.
    assert result.counts == (10, 9, 2)
    assert result.people == 21
    assert result.present == HYBRID_PRESENT
    assert result.shares == (48, 43, 9)
    assert [(part.channel, part.people, part.counts) for part in result.channels] == [
        (Channel.PHONE, 8, (5, 3, 0)),
        (Channel.HANDS, 5, (2, 3, 0)),
        (Channel.CHAT, 8, (3, 3, 2)),
    ]
    assert [(part.mode, part.people, part.counts, part.present) for part in result.parts] == [
        (Mode.ROOM, 14, (7, 7, 0), 14),
        (Mode.REMOTE, 7, (3, 2, 2), 10),
    ]
    assert (result.held, len(result.replaced), result.over) == (1, 1, 0)


def test_both_ballots_of_a_double_voter_stay_visible() -> None:
    """The one that does not count is named beside the one that does."""
    first, second = ballot(0, "anna", at=1), ballot(1, "anna", at=2, channel=Channel.CHAT)
    poll = asked(YES_NO, second, first)

    result = tally(poll)

    assert result.counts == (0, 1, 0)
    assert [(lost.ballot, lost.by) for lost in result.replaced] == [(first.id, second.id)]
    assert poll.latest.ballots == (second, first)


@pytest.mark.parametrize(
    ("standing", "counts", "held"),
    [
        (Standing.HELD, 0, 1),
        (Standing.ACCEPTED, 1, 0),
        (Standing.REFUSED, 0, 0),
        (Standing.TAKEN_BACK, 0, 0),
    ],
)
def test_a_late_ballot_waits_for_the_trainer(standing: Standing, counts: int, held: int) -> None:
    """Only what the trainer accepts is counted."""
    result = tally(asked(YES_NO, ballot(0, "a", standing=standing)))

    assert (result.people, result.held) == (counts, held)


def test_a_late_ballot_that_waits_does_not_push_out_the_one_in_time() -> None:
    """Held means held: the earlier answer of the same person goes on counting."""
    result = tally(asked(YES_NO, ballot(0, "a"), ballot(1, "a", at=9, standing=Standing.HELD)))

    assert result.counts == (1, 0, 0)


def test_percentages_need_ten_people() -> None:
    """With nine there are numbers alone."""
    nine = tally(asked(YES_NO, hands(5, 4, 0)))
    ten = tally(asked(YES_NO, hands(5, 5, 0)))

    assert (nine.shares, nine.has_percentages) == ((None, None, None), False)
    assert (ten.shares, ten.has_percentages) == ((50, 50, 0), True)


def test_shares_of_several_are_over_people() -> None:
    """Ten people with two ticks each: the ticks are not the base."""
    result = tally(asked(_SEVERAL, hands(10, 6, 4, people=10)))

    assert result.shares == (100, 60, 40)
    assert result.is_of_several


@given(st.lists(st.integers(0, 400), min_size=1, max_size=11))
def test_single_shares_sum_to_a_hundred(counts: list[int]) -> None:
    """And no share is a whole percent off."""
    question = replace(YES_NO, options=tuple(str(place) for place in range(len(counts))))
    people = sum(counts)

    found = shares(question, counts, people)

    if people < 10:
        assert set(found) == {None}
    else:
        assert sum(share for share in found if share is not None) == 100
        for share, count in zip(found, counts, strict=True):
            assert share is not None
            assert abs(share - 100 * count / people) < 1


@pytest.mark.parametrize(
    ("room", "remote", "is_shown"),
    [(5, 5, True), (5, 4, False), (4, 9, False), (7, 0, True), (0, 3, True)],
)
def test_small_parts_are_hidden(room: int, remote: int, is_shown: bool) -> None:
    """Room and remote stand apart only when neither shows a group under five."""
    parts = [hands(room, 0, 0)] * bool(room)
    parts += [hands(0, remote, 0, mode=Mode.REMOTE)] * bool(remote)

    result = tally(asked(YES_NO, *parts))

    assert bool(result.parts) is is_shown
    assert result.parts_hidden is not is_shown


def test_people_of_unknown_mode_hide_a_small_rest() -> None:
    """Who is neither room nor remote must not be found by subtracting."""
    result = tally(asked(YES_NO, hands(9, 0, 0), hands(0, 1, 0, mode=None)))

    assert (result.parts, result.parts_hidden, result.unplaced) == ((), True, 1)


def test_more_answers_than_people_are_told() -> None:
    """Sixteen hands of fourteen people cannot be."""
    result = tally(asked(YES_NO, hands(10, 6, 0), present=Present(room=14)))

    assert result.over == 2


def test_a_secret_poll_has_counts_for_each_channel_only() -> None:
    """Neither channel nor mode can be laid over the answers."""
    secret = replace(YES_NO, secrecy=Secrecy.SECRET)
    poll = asked(secret, hands(1, 0, 0))
    round_ = replace(
        poll.latest,
        secret=(SecretBallot(answer=Answer(picks=(1,))),) * 6,
        secret_parts=(
            SecretPart(channel=Channel.PHONE, mode=Mode.ROOM, people=5),
            SecretPart(channel=Channel.PAPER, mode=Mode.REMOTE, people=1),
        ),
    )

    result = tally(replace(poll, rounds=(round_,)))

    assert result.counts == (1, 6, 0)
    assert [(part.channel, part.people) for part in result.channels] == [
        (Channel.PHONE, 5),
        (Channel.HANDS, 1),
        (Channel.PAPER, 1),
    ]
    assert {part.counts for part in result.channels} == {None}
    assert (result.parts, result.parts_hidden) == ((), True)
    assert result.openly == 1


def test_dots_and_ranking_are_summed_in_their_own_way() -> None:
    """Dots add up, of a ranking the first places are counted."""
    dots = Question(text="?", kind=PollKind.DOTS, options=("A", "B"), max_choices=3)
    rank = Question(text="?", kind=PollKind.RANKING, options=("A", "B"))

    dotted = tally(asked(dots, *[ballot(0, answer=Answer(amounts=(2, 1)))] * 2))
    ranked = tally(asked(rank, ballot(0, answer=Answer(picks=(1, 0)))))

    assert (dotted.counts, dotted.people, dotted.shares) == ((4, 2), 2, (None, None))
    assert ranked.counts == (0, 1)


@st.composite
def rounds(draw: DrawFn) -> tuple[list[Ballot], list[Count]]:
    """Draw ballots of few voters through many channels, and counted hands."""
    ballots = [
        ballot(
            draw(st.integers(0, 2)),
            draw(st.none() | st.sampled_from("abcdef")),
            at=draw(st.integers(0, 9)),
            channel=draw(st.sampled_from(Channel)),
            mode=draw(st.none() | st.sampled_from(Mode)),
            standing=draw(st.sampled_from(Standing)),
        )
        for _ in range(draw(st.integers(0, 30)))
    ]
    counted = [
        hands(*draw(st.tuples(*[st.integers(0, 9)] * 3)), mode=draw(st.sampled_from(Mode)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return ballots, counted


def check_sum_of_sources(ballots: list[Ballot], counted: list[Count]) -> Result:
    """Work the result out the long way round, and compare."""
    counting = [one for one in ballots if one.standing in (Standing.COUNTED, Standing.ACCEPTED)]
    remaining = []
    for place, one in enumerate(counting):
        later = [
            other
            for index, other in enumerate(counting)
            if one.voter is not None
            and other.voter == one.voter
            and (other.at, index) > (one.at, place)
        ]
        if not later:
            remaining.append(one)
    expected = Counter(one.answer.picks[0] for one in remaining)
    for count in counted:
        expected.update(dict(enumerate(count.counts)))

    result = tally(asked(YES_NO, *ballots, *counted))

    assert result.counts == tuple(expected[place] for place in range(3))
    assert result.people == expected.total()
    assert result.people == sum(part.people for part in result.channels)
    assert len(result.replaced) == len(counting) - len(remaining)
    if result.parts:
        assert result.people == sum(part.people for part in result.parts) + result.unplaced
        assert min(part.people for part in result.parts) >= 5 or len(result.parts) == 1
    return result


@given(rounds())
def test_result_is_the_sum_of_its_sources_without_doubles(
    drawn: tuple[list[Ballot], list[Count]],
) -> None:
    """Whatever comes by whichever channel: nothing is lost and nobody counts twice."""
    check_sum_of_sources(*drawn)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(rounds())
def test_result_is_the_sum_of_its_sources_ten_thousand_times(
    drawn: tuple[list[Ballot], list[Count]],
) -> None:
    """The same for ten thousand cases."""
    check_sum_of_sources(*drawn)
