"""Rooms explained, latecomers, leavers, moves and the same rooms again."""

from __future__ import annotations

from tests.domain.grouping.people import request, rooms, rule
from virtu_desktop.domain.grouping.facts import (
    broken_rules,
    effect_of,
    moved,
    room_facts,
    room_for,
    same_again,
    without,
)
from virtu_desktop.domain.grouping.meetings import meetings
from virtu_desktop.domain.grouping.members import ModeRule, RuleKind
from virtu_desktop.domain.people import Mode, PersonId

P9 = PersonId("p9")


def test_a_room_says_what_is_new_and_who_is_how() -> None:
    """Six pairs of which one has met, two remote and two in the room."""
    asked = request(4, 4, modes="eerr")
    met = meetings([rooms("1 3")])

    facts = room_facts(rooms("1 2 3 4")[0], {m.id: m for m in asked.members}, met)

    assert (facts.pairs, facts.new_pairs) == (6, 5)
    assert dict(facts.modes) == {Mode.REMOTE: 2, Mode.ROOM: 2}
    assert facts.lone == ()


def test_a_latecomer_goes_where_nobody_is_alone_first() -> None:
    """A remote latecomer joins the other remote people although the room is larger."""
    asked = request(9, 4, modes="eeerrrrre")

    assert room_for(P9, rooms("1 2 3 | 4 5 6 | 7 8"), asked, {}) == 0


def test_a_latecomer_then_meets_few_again_and_then_takes_the_smaller_room() -> None:
    """Of rooms without a lone person the one with new faces, of those the smaller one."""
    asked = request(9, 4)
    met = meetings([rooms("9 7 | 9 8")])

    assert room_for(P9, rooms("1 2 3 | 4 5 6 | 7 8"), asked, met) == 0
    assert room_for(P9, rooms("1 2 3 | 4 5 6 | 7 8"), asked, {}) == 2


def test_a_latecomer_keeps_the_rules() -> None:
    """Apart and together are looked at before everything else."""
    seats = rooms("1 2 3 | 4 5 6 | 7 8")

    apart = request(9, 4, rules=(rule(RuleKind.APART, 7, 9),))
    together = request(9, 4, rules=(rule(RuleKind.SHARED_SCREEN, 4, 9),))

    assert room_for(P9, seats, apart, {}) != 2
    assert room_for(P9, seats, together, {}) == 1


def test_a_latecomer_goes_to_people_of_the_same_mode_when_rooms_are_by_mode() -> None:
    """With remote people together a remote latecomer joins them."""
    asked = request(9, 4, modes="eeerrrrre", mode=ModeRule.TOGETHER)

    assert room_for(P9, rooms("4 5 | 1 2 3 | 6 7 8"), asked, {}) == 1


def test_a_move_is_said_before_it_is_done() -> None:
    """Two repeated meetings more, and one person left alone remote."""
    asked = request(8, 4, modes="eerrrrrr")
    seats = rooms("1 2 3 4 | 5 6 7 8")
    met = meetings([rooms("1 5 6")])

    effect = effect_of(seats, moved(seats, PersonId("p1"), 1), asked, met)

    assert effect.repeats == 2
    assert set(effect.lone) == {PersonId("p1"), PersonId("p2")}
    assert (effect.rules, effect.spread) == ((), 2)


def test_a_move_against_a_rule_names_its_kind() -> None:
    """Moving one of two who must be together breaks that kind of rule."""
    asked = request(4, 2, rules=(rule(RuleKind.TOGETHER, 1, 2),))
    seats = rooms("1 2 | 3 4")

    effect = effect_of(seats, moved(seats, PersonId("p1"), 1), asked, {})

    assert effect.rules == (RuleKind.TOGETHER,)
    assert broken_rules(seats, asked) == ()


def test_the_same_rooms_again_with_those_present() -> None:
    """Who is there keeps the room, who is absent is left out, who is new goes where it fits."""
    asked = request(9, 4)
    last = rooms("1 2 3 10 | 4 5 6 | 7 11")

    again = same_again(last, asked, meetings([last]))

    assert [set(room) for room in again] == [
        {f"p{n}" for n in room} for room in ([1, 2, 3], [4, 5, 6], [7, 8, 9])
    ]


def test_a_leaver_is_taken_out_and_nobody_moves() -> None:
    """The others stay, and a room of one becomes an empty room, not another room's number."""
    assert without(rooms("1 2 | 3"), PersonId("p3")) == (rooms("1 2")[0], ())
