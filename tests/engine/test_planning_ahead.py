"""Groups planned ahead for a whole programme: no pair twice, rules kept, offered and fitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import pytest

from tests.builders import at
from tests.domain.grouping.people import members
from virtu_desktop.domain.grouping import facts
from virtu_desktop.domain.grouping.members import Member, Request, Round, Rule, RuleKind
from virtu_desktop.domain.grouping.packing import Contradiction
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import people_rules, with_people_rules
from virtu_desktop.domain.plan import BlockId, BreakoutSettings
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.engine.planning_ahead import (
    ComingBlock,
    PlannedAhead,
    choices_ahead,
    plan_ahead,
    with_rules_of_first,
)


def coming(
    *sizes: int, people: Sequence[Member], rounds: int = 1, rules: tuple[Rule, ...] = ()
) -> list[ComingBlock]:
    """Return a block for each size, each in a session of its own."""
    return [
        ComingBlock(
            session=SessionId(f"s{place}"),
            block=BlockId("rooms"),
            settings=with_people_rules(
                BreakoutSettings(group_size=size, mode="mixed", rounds=rounds), rules
            ),
            members=tuple(people),
        )
        for place, size in enumerate(sizes)
    ]


def planned(
    blocks: Sequence[ComingBlock], history: tuple[Round, ...] = (), seed: int = 0
) -> PlannedAhead:
    """Plan the blocks with ids that count."""
    ids = iter(range(99))
    return plan_ahead(
        blocks,
        history,
        now=at("9:00"),
        new_id=lambda: f"r{next(ids)}",
        name=lambda language, number, _modes: f"{language} {number}",
        seed=seed,
    )


def times_met(found: PlannedAhead) -> Counter[tuple[str, str]]:
    """Return how often each pair is in one room."""
    return Counter(
        pair
        for _session, round_ in found.rounds
        for room in round_.people
        for pair in combinations(sorted(room), 2)
    )


def test_a_programme_of_three_sessions_repeats_no_pair() -> None:
    """24 people in threes, three rounds in each of three sessions, as arithmetic just allows."""
    found = planned(coming(3, 3, 3, people=members(24), rounds=3))

    assert [session for session, _ in found.rounds] == ["s0"] * 3 + ["s1"] * 3 + ["s2"] * 3
    assert [round_.number for _, round_ in found.rounds] == [1, 2, 3] * 3
    assert max(times_met(found).values()) == 1
    assert all(round_.started is None for _, round_ in found.rounds)
    assert len({round_.id for _, round_ in found.rounds}) == 9
    assert found.rounds[0][1].rooms[2].name == "en 3"


def test_thirty_two_people_in_fours_ten_times() -> None:
    """The exact rounds are used although they are spread over five sessions."""
    found = planned(coming(*[4] * 5, people=members(32), rounds=2))

    assert max(times_met(found).values()) == 1
    assert len(found.rounds) == 10


def test_other_sizes_go_on_from_what_came_before() -> None:
    """A session with other groups still avoids who has met, also in the past."""
    people = members(12)
    ids = [member.id for member in people]
    before = tuple(tuple(ids[at : at + 3]) for at in range(0, 12, 3))

    found = planned(coming(3, 2, people=people), (before,))

    met = times_met(found)
    assert max(met.values()) == 1
    assert not any(pair in met for room in before for pair in combinations(sorted(room), 2))


def test_rules_hold_in_every_round_and_contradictions_are_named() -> None:
    """Apart stays apart; what cannot be is refused with the rules."""
    people = members(12)
    one, two = people[0].id, people[1].id
    apart = Rule(kind=RuleKind.APART, people=(one, two))

    found = planned(coming(3, 3, people=people, rounds=2, rules=(apart,)))
    assert times_met(found)[one, two] == 0

    both = (apart, Rule(kind=RuleKind.TOGETHER, people=(one, two)))
    with pytest.raises(Contradiction):
        planned(coming(3, people=people, rules=both))


def test_rules_of_the_first_block_hold_for_all_sessions() -> None:
    """Who is apart today is apart in the whole programme; a host is of one block alone."""
    people = members(12)
    one, two, three = (member.id for member in people[:3])
    apart = Rule(kind=RuleKind.APART, people=(one, two))
    host = Rule(kind=RuleKind.HOST, people=(three,), room=1)
    first = coming(4, people=people, rules=(apart, host))
    later = coming(4, 4, people=people, rounds=3)

    blocks = with_rules_of_first((*first, *later))

    assert people_rules(blocks[0].settings) == (apart, host)
    assert [people_rules(each.settings) for each in blocks[1:]] == [(apart,), (apart,)]
    assert times_met(planned(blocks))[one, two] == 0


def test_the_same_seed_plans_the_same() -> None:
    """Another seed plans otherwise."""
    blocks = coming(3, 3, people=members(14))

    assert planned(blocks, seed=3) == planned(blocks, seed=3)
    assert planned(blocks, seed=3) != planned(blocks, seed=4)


def test_what_a_size_means_is_said_for_all_rounds_to_come() -> None:
    """12 people in fours repeat from the second round on; threes allow four rounds."""
    count, choices = choices_ahead(coming(4, 4, 4, 4, people=members(12)), (), range(2, 9))
    by_size = {choice.size: choice for choice in choices}

    assert count == 4
    assert by_size[4].fewest > 0
    assert by_size[4].most == 1
    assert (by_size[3].fewest, by_size[3].sure) == (0, 4)


def room(letters: str) -> tuple[PersonId, ...]:
    """Return a room of people with one letter each."""
    return tuple(map(PersonId, letters))


@pytest.mark.parametrize(
    ("rooms", "here", "size", "sizes", "left"),
    [
        (("abcd", "efgh", "ijkl"), "abcdefghijkl", 4, [4, 4, 4], [0, 1, 2]),
        (("abcd", "efgh", "ijkl"), "abcefghijkl", 4, [3, 4, 4], [0, 1, 2]),
        (("abcd", "efgh", "ijkl"), "abcdefghijklm", 4, [3, 3, 3, 4], None),
        (("abcd", "efgh", "ijkl"), "abcdefghi", 4, [3, 3, 3], [0, 1, 2]),
        (("abcd", "efgh", "ijkl"), "abcdefgh", 4, [4, 4], [0, 1]),
        (("ab", "cd", "ef"), "acd", 2, [3], None),
        (("abcd",), "", 4, [0], [0]),
    ],
)
def test_rooms_planned_ahead_are_fitted_to_those_present(
    rooms: tuple[str, ...], here: str, size: int, sizes: list[int], left: list[int] | None
) -> None:
    """Everybody present has a seat, sizes differ by one at most, a room too many goes."""
    request = Request(members=tuple(Member(id=PersonId(one)) for one in here), size=size)

    found, kept = facts.fitted(tuple(map(room, rooms)), request, {})

    assert sorted(person for one in found for person in one) == sorted(here)
    lengths = sorted(len(one) for one in found)
    if left is None:
        assert max(lengths) - min(lengths) <= 1
        return
    assert (lengths, kept) == (sorted(sizes), left)


def test_fitting_moves_no_more_people_than_it_must() -> None:
    """Who is absent goes, and only one other moves, to where nobody has been met."""
    request = Request(members=tuple(Member(id=PersonId(one)) for one in "abcdefijkl"), size=4)
    met = {(PersonId("a"), PersonId("e")): 1, (PersonId("b"), PersonId("f")): 1}

    found, _kept = facts.fitted((room("abcd"), room("efgh"), room("ijkl")), request, met)

    stayed = sum(
        len(set(now) & set(before))
        for now, before in zip(found, map(room, ("abcd", "efgh", "ijkl")), strict=True)
    )
    assert stayed == 9
    assert not {"a", "b"} & set(found[1])
