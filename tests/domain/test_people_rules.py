"""Rules about single people: typed, kept among the words of the settings, and merged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import plan
from virtu_desktop.domain.breakout_rules import Wish, request_for, rules_of
from virtu_desktop.domain.grouping.members import Member, Rule, RuleKind
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import (
    BadTyped,
    TypedProblem,
    people_rules,
    plan_with_people_rules,
    read_typed,
    with_people_rules,
    with_person_merged,
    without_people_rules,
)
from virtu_desktop.domain.plan import BreakoutSettings

NAMES = {
    PersonId("a"): "Aino Aalto",
    PersonId("b"): "Bo Berg",
    PersonId("c"): "Bo Borg",
    PersonId("d"): "Anna-Liisa Dahl",
}
SETTINGS = BreakoutSettings(group_size=4, rules=("new_pairs", "of another program"))

ids = st.text(min_size=1, max_size=6).map(PersonId)
rules = st.one_of(
    st.builds(
        Rule,
        kind=st.sampled_from([RuleKind.TOGETHER, RuleKind.APART, RuleKind.SHARED_SCREEN]),
        people=st.lists(ids, min_size=2, max_size=4, unique=True).map(tuple),
    ),
    st.builds(Rule, kind=st.just(RuleKind.HOST), people=st.tuples(ids), room=st.integers(0, 98)),
)


@pytest.mark.parametrize(
    ("typed", "kind", "people", "room"),
    [
        ("aino + bo berg", RuleKind.TOGETHER, "ab", None),
        ("Aino/Berg/Borg", RuleKind.APART, "abc", None),
        ("Anna-Liisa = Aa", RuleKind.SHARED_SCREEN, "da", None),
        ("2: dahl", RuleKind.HOST, "d", 1),
        (" 12 :Aino Aalto ", RuleKind.HOST, "a", 11),
        ("Aino + Berg +", RuleKind.TOGETHER, "ab", None),
    ],
)
def test_a_typed_rule_is_read(typed: str, kind: RuleKind, people: str, room: int | None) -> None:
    """Signs say the kind, names may be cut short, a hyphen is part of a name."""
    assert read_typed(typed, NAMES) == Rule(
        kind=kind, people=tuple(map(PersonId, people)), room=room
    )


@pytest.mark.parametrize(
    ("typed", "problem", "name"),
    [
        ("Aino", TypedProblem.NO_SIGN, ""),
        ("Aino + Berg / Borg", TypedProblem.TWO_SIGNS, ""),
        ("Aino +", TypedProblem.TOO_FEW, ""),
        ("2:", TypedProblem.TOO_FEW, ""),
        ("Aino + Bo", TypedProblem.SEVERAL, "Bo"),
        ("Aino + Ivo", TypedProblem.NOBODY, "Ivo"),
        ("Aino / aal", TypedProblem.TWICE, "Aino Aalto"),
        ("0: Aino", TypedProblem.NO_SIGN, ""),
    ],
)
def test_what_cannot_be_read_is_named(typed: str, problem: TypedProblem, name: str) -> None:
    """The problem and the words it is about are told, so that they can be mended."""
    with pytest.raises(BadTyped) as found:
        read_typed(typed, NAMES)
    assert (found.value.problem, found.value.name) == (problem, name)


@given(st.lists(rules, max_size=4).map(tuple))
def test_rules_come_back_from_the_settings(found: tuple[Rule, ...]) -> None:
    """Whatever the ids are; the other words stay as they were, also when the rules go again."""
    kept = with_people_rules(SETTINGS, found)

    assert people_rules(kept) == found
    assert rules_of(kept) == rules_of(SETTINGS)
    assert with_people_rules(kept, ()) == SETTINGS


@given(st.text(max_size=20) | st.sampled_from(['["apart"]', '["host:0","a"]', '["apart", 1]']))
def test_other_words_are_no_rules(word: str) -> None:
    """Words of other programs, whatever they look like, are kept and mean nothing."""
    settings = BreakoutSettings(group_size=4, rules=(word,))

    assert people_rules(settings) == ()
    assert with_people_rules(settings, ()) == settings


def test_rules_hold_for_those_present() -> None:
    """Of a pair only one of whom came there is no rule; a host who is absent is none."""
    settings = with_people_rules(
        SETTINGS,
        (
            Rule(kind=RuleKind.APART, people=(PersonId("a"), PersonId("b"))),
            Rule(kind=RuleKind.TOGETHER, people=(PersonId("a"), PersonId("x"))),
            Rule(kind=RuleKind.HOST, people=(PersonId("x"),), room=0),
            Rule(kind=RuleKind.HOST, people=(PersonId("b"),), room=1),
        ),
    )
    members = tuple(Member(id=person) for person in NAMES)

    request = request_for(members, Wish(settings=settings))

    assert [(rule.kind, rule.people) for rule in request.rules] == [
        (RuleKind.APART, ("a", "b")),
        (RuleKind.HOST, ("b",)),
    ]


def test_a_merge_changes_who_a_rule_is_about() -> None:
    """A rule about the two alone goes; any other is about who is left."""
    one, two, three = PersonId("a"), PersonId("b"), PersonId("c")
    settings = with_people_rules(
        SETTINGS,
        (
            Rule(kind=RuleKind.APART, people=(one, two)),
            Rule(kind=RuleKind.APART, people=(one, three)),
            Rule(kind=RuleKind.HOST, people=(one,), room=2),
        ),
    )

    assert people_rules(with_person_merged(settings, one, two)) == (
        Rule(kind=RuleKind.APART, people=(two, three)),
        Rule(kind=RuleKind.HOST, people=(two,), room=2),
    )


def test_rules_go_into_every_block_of_groups() -> None:
    """Blocks without groups stay as they are; without the rules a block is as before."""
    rule = Rule(kind=RuleKind.APART, people=(PersonId("a"), PersonId("b")))
    plain = plan("talk 10", "rooms 30 breakout")
    plain = plain.with_block(replace(plain.blocks[1], breakout=SETTINGS))

    found = plan_with_people_rules(plain, (rule,))

    talk, rooms = found.blocks
    assert talk == plain.blocks[0]
    assert rooms.breakout is not None
    assert people_rules(rooms.breakout) == (rule,)
    assert without_people_rules(rooms) == plain.blocks[1]
