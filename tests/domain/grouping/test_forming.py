"""Forming rounds: bars, rules, goals in their order, and the same seed giving the same rounds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.grouping import checker
from tests.domain.grouping.cases import Case, cases
from tests.domain.grouping.people import members, mixed_people, request, rooms, rule
from virtu_desktop.domain.grouping.bounds import fewest_repeats
from virtu_desktop.domain.grouping.facts import lone_people
from virtu_desktop.domain.grouping.forming import form_rounds
from virtu_desktop.domain.grouping.members import (
    Frame,
    ModeRule,
    Quality,
    Request,
    Round,
    RuleKind,
    frames,
)
from virtu_desktop.domain.grouping.packing import Contradiction

BARS = [(24, 3, 9), (32, 4, 6), (16, 4, 5), (15, 3, 7), (9, 3, 4), (20, 4, 5), (50, 5, 6)]


@pytest.mark.parametrize(("people", "size", "count"), BARS)
def test_live_rounds_reach_the_bars(people: int, size: int, count: int) -> None:
    """Each round knows only the ones before it, with another seed each time but one."""
    history: tuple[Round, ...] = ()
    for _ in range(count):
        history += form_rounds(request(people, size, history=history), seed=3).rounds

    assert checker.repeats(history) == 0
    assert checker.faults(history, [m.id for m in members(people)], {}, size) == []


@pytest.mark.parametrize(("people", "size", "count"), BARS)
def test_planned_rounds_reach_the_bars(people: int, size: int, count: int) -> None:
    """A whole programme at once has no repeat either."""
    rounds = form_rounds(request(people, size), count, seed=4).rounds

    assert len(rounds) == count
    assert checker.repeats(rounds) == 0


def test_thirty_two_people_in_fours_for_ten_rounds() -> None:
    """The whole programme planned ahead has no repeat; ten rounds are the most there can be."""
    rounds = form_rounds(request(32, 4), 10, seed=5).rounds

    assert checker.repeats(rounds) == 0
    assert checker.faults(rounds, [m.id for m in members(32)], {}, 4) == []


@pytest.mark.parametrize(("people", "sizes"), [(13, (3, 2, 2, 2, 2, 2)), (3, (3,)), (12, (2,) * 6)])
def test_of_an_odd_number_in_pairs_three_are_together(people: int, sizes: tuple[int, ...]) -> None:
    """Nobody sits alone because there is no one left to pair with."""
    (formed,) = form_rounds(request(people, 2), seed=1).rounds

    assert tuple(sorted(map(len, formed), reverse=True)) == sizes


def test_the_same_seed_gives_the_same_rounds_and_another_one_others() -> None:
    """Searched and exact rounds depend on nothing but request, seed and effort."""
    for asked in (request(24, 4), Request(members=mixed_people(23, 1), size=4)):
        first = form_rounds(asked, 3, seed=1, effort=9000)

        assert form_rounds(asked, 3, seed=1, effort=9000) == first
        assert form_rounds(asked, 3, seed=2, effort=9000) != first


def test_the_brake_is_told() -> None:
    """Rounds are complete and right when time runs out at once, and say so."""
    asked = Request(members=mixed_people(40, 2), size=4, balance=(Quality.SITE,))

    formed = form_rounds(asked, 2, is_over=lambda: True)

    assert formed.stopped_early
    assert checker.faults(formed.rounds, [m.id for m in asked.members], {}, 4) == []


def test_nobody_is_alone_in_their_mode_although_that_repeats_pairs() -> None:
    """The mode comes before the meetings: two remote people meet again in every round."""
    asked = request(8, 4, modes="eerrrrrr", history=(rooms("1 2 3 4 | 5 6 7 8"),))

    (formed,) = form_rounds(asked, seed=1).rounds

    assert lone_people([formed], {m.id: m for m in asked.members}) == []


def test_as_it_comes_takes_the_meetings_first() -> None:
    """With the mode rule "any" the two remote people are separated to meet nobody again."""
    asked = request(4, 2, modes="eerr", history=(rooms("1 2 | 3 4"),), mode=ModeRule.ANY)

    assert checker.repeats(form_rounds(asked, seed=1).rounds, asked.history) == 0


def test_remote_people_together_when_asked() -> None:
    """Rooms have one mode as far as the numbers allow."""
    asked = request(12, 4, modes="errerrerrerr", mode=ModeRule.TOGETHER)

    (formed,) = form_rounds(asked, seed=1).rounds

    modes = {m.id: m.mode for m in asked.members}
    assert all(len({modes[person] for person in room}) == 1 for room in formed)


def test_repeats_come_before_balance() -> None:
    """A better balance is no reason to meet again."""
    people = tuple(
        replace(member, organisation="A" if number % 2 else "B")
        for number, member in enumerate(members(4))
    )
    asked = Request(
        members=people,
        size=2,
        balance=(Quality.ORGANISATION,),
        history=(rooms("1 2 | 3 4"), rooms("1 4 | 2 3")),
    )

    assert checker.repeats(form_rounds(asked, seed=1).rounds, asked.history) == 0


def test_organisations_are_spread() -> None:
    """Without a history each room has each organisation once."""
    people = tuple(
        replace(member, organisation="ABCD"[number % 4])
        for number, member in enumerate(members(16))
    )

    (formed,) = form_rounds(
        Request(members=people, size=4, balance=(Quality.ORGANISATION,)), seed=1
    ).rounds

    of = {member.id: member.organisation for member in people}
    assert all({of[person] for person in room} == set("ABCD") for room in formed)


def test_locked_people_stay_and_the_rest_is_shuffled() -> None:
    """Who is locked keeps the room; the others may be anywhere."""
    locks = (rule(RuleKind.LOCKED, 1, room=2), rule(RuleKind.LOCKED, 7, room=0))

    (formed,) = form_rounds(request(12, 4, rules=locks), seed=5).rounds

    assert "p1" in formed[2]
    assert "p7" in formed[0]


@pytest.mark.parametrize(
    ("rules", "size", "named"),
    [
        ((rule(RuleKind.TOGETHER, 1, 2), rule(RuleKind.APART, 1, 2)), 4, 2),
        (
            (
                rule(RuleKind.TOGETHER, 1, 2),
                rule(RuleKind.SHARED_SCREEN, 2, 3),
                rule(RuleKind.APART, 3, 1),
                rule(RuleKind.APART, 5, 6),
            ),
            4,
            3,
        ),
        ((rule(RuleKind.TOGETHER, 1, 2, 3, 4, 5),), 4, 1),
        ((rule(RuleKind.HOST, 1, room=0), rule(RuleKind.HOST, 1, room=1)), 4, 2),
        ((rule(RuleKind.HOST, 1, room=7),), 4, 1),
        ((rule(RuleKind.APART, 1, 2, 3, 4),), 4, 1),
        (tuple(rule(RuleKind.TOGETHER, n, n + 1, n + 2) for n in (1, 4, 7, 10)), 4, 4),
    ],
)
def test_contradictions_are_named_and_nothing_else(
    rules: tuple[object, ...], size: int, named: int
) -> None:
    """Exactly the rules that contradict each other are given back."""
    with pytest.raises(Contradiction) as caught:
        form_rounds(request(12, size, rules=rules))

    assert len(caught.value.rules) == named


def test_sizes_that_fit_no_number_of_rooms_are_a_contradiction() -> None:
    """Five people are neither one nor two rooms of three to four."""
    with pytest.raises(Contradiction) as caught:
        form_rounds(request(5, 4, smallest=3, largest=4))

    assert (caught.value.rules, caught.value.frame) == ((), None)


def test_another_number_of_rooms_in_the_range_is_tried() -> None:
    """Four people apart need four rooms; three to four people allow them."""
    asked = request(12, 4, smallest=3, largest=4, rules=(rule(RuleKind.APART, 1, 2, 3, 4),))

    (formed,) = form_rounds(asked).rounds

    assert [len(room) for room in formed] == [3, 3, 3, 3]


@pytest.mark.parametrize(
    ("people", "size", "count"),
    [(12, 4, 3), (12, 3, 4), (12, 3, 5), (9, 4, 3), (13, 4, 4), (10, 5, 2), (7, 2, 9), (30, 5, 7)],
)
def test_the_bound_is_never_above_what_was_found(people: int, size: int, count: int) -> None:
    """No round set has fewer repeats than arithmetic allows."""
    asked = request(people, size)
    rounds = form_rounds(asked, count, seed=1, effort=20_000).rounds

    bound = fewest_repeats(asked, frames(asked)[0], count)

    assert 0 <= bound <= checker.repeats(rounds)


def test_bounds_that_are_known() -> None:
    """Twelve people in fours repeat three pairs in round 2; 24 in eight threes need none."""
    fours = request(12, 4)

    assert fewest_repeats(fours, Frame(12, 3), 1) == 0
    assert fewest_repeats(fours, Frame(12, 3), 2) == 3
    assert fewest_repeats(request(12, 3), Frame(12, 4), 4) == 0
    assert fewest_repeats(request(12, 3), Frame(12, 4), 5) == 1
    assert fewest_repeats(request(24, 3), Frame(24, 8), 11) == 0
    again = request(4, 2, history=(rooms("1 2 | 3 4"), rooms("1 3 | 2 4"), rooms("1 4 | 2 3")))
    assert fewest_repeats(again, Frame(4, 2), 1) == 2


def _is_named(case: Case, found: Contradiction) -> None:
    """Without any one of the rules named there is a way, so each of them matters."""
    assert found.frame is None or found.rules
    for left_out in found.rules:
        fewer = tuple(rule for rule in found.rules if rule is not left_out)
        form_rounds(replace(case.request, rules=fewer, history=()), effort=1)


def _odd_one(people: int, size: int) -> int:
    """Return 1 where somebody would be alone unless one pair took in a third."""
    return int(size == 2 and people % 2 == 1 and people > 1)


def _holds(case: Case) -> None:
    try:
        formed = form_rounds(case.request, case.count, seed=case.seed, effort=1500)
    except Contradiction as found:
        _is_named(case, found)
        return
    names = [member.id for member in case.request.members]
    most = case.request.size + _odd_one(len(names), case.request.size)
    assert checker.faults(formed.rounds, names, case.rules, most) == []
    frame = Frame(len(names), len(formed.rounds[0]))
    found_repeats = checker.repeats(formed.rounds, case.request.history)
    assert fewest_repeats(case.request, frame, case.count) <= found_repeats


@settings(max_examples=150, deadline=None)
@given(cases())
def test_rules_hold_in_random_cases(case: Case) -> None:
    """No hard rule is broken and sizes differ by at most one, or the contradiction is named."""
    _holds(case)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(cases())
def test_rules_hold_in_ten_thousand_random_cases(case: Case) -> None:
    """The same, ten thousand times: python -m pytest -m slow tests/domain/grouping."""
    _holds(case)


@given(st.integers(1, 60), st.integers(1, 9))
def test_frames_are_as_even_as_can_be(people: int, size: int) -> None:
    """Everybody has a place, sizes differ by one at most; only a trio is above the wish."""
    for frame in frames(request(people, size)):
        assert sum(frame.sizes) == people
        assert max(frame.sizes) - min(frame.sizes) <= 1
        assert max(frame.sizes) <= size + _odd_one(people, size)


@pytest.mark.parametrize("modes", ["eeeeeee", "eesss", "eeeeeess", "ee", "sssee"])
def test_nobody_is_alone_where_that_can_be(modes: str) -> None:
    """Also where it takes a room of three for an odd number of remote people."""
    asked = request(23, 4, modes=modes)

    rounds = form_rounds(asked, 2, seed=2, effort=20_000).rounds

    assert lone_people(rounds, {m.id: m for m in asked.members}) == []
