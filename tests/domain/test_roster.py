"""Rosters: who is expected, who may be the same person, and how names are found at the door."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.door import FOUND_AT_MOST, door_entry, find_at_door
from virtu_desktop.domain.head_count import Place, head_count
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Presence, PresenceId, Standing, StandingKind
from virtu_desktop.domain.programme import GroupId, ProgrammeId
from virtu_desktop.domain.roster import (
    Expectation,
    Likeness,
    email_key,
    expected_mode,
    expected_people,
    likely_same,
    matches,
    name_key,
    search_words,
)
from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.near_names import likely_pairs, nearest_name

GROUP = GroupId("g1")


def person(key: str, **fields: object) -> Participant:
    """Return a person of the group, called like the id unless told otherwise."""
    made = Participant(id=PersonId(key), programme=ProgrammeId("p1"), name=key, group=GROUP)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Aino Lahti", "aino  LAHTI", True),
        ("Lahti, Aino", "Aino Lahti", True),
        ("\uff21ino Lahti", "Aino Lahti", True),
        ("Aino\u200b Lahti", "Aino Lahti", True),
        ("\u202eAino Lahti", "Aino Lahti", True),
        ("Aino Lahti", "Aina Lahti", False),
        ("Åsa Ek", "Asa Ek", False),
        ("Aino", "Aino Lahti", False),
    ],
)
def test_names_are_compared_without_case_spaces_and_order(
    one: str, other: str, is_same: bool
) -> None:
    """What cannot be seen counts as little as case; dots over letters count."""
    assert (name_key(one) == name_key(other)) is is_same


def test_addresses_are_compared_without_case() -> None:
    """Blanks around do not count either."""
    assert email_key(" Aino@Example.FI ") == email_key("aino@example.fi")


@given(st.text(max_size=40))
def test_a_name_is_found_by_the_beginnings_of_its_own_words(name: str) -> None:
    """Whatever a name is made of, its words lead to it, also cut short and in another order."""
    words = search_words(name)

    assert matches(tuple(word[:2] for word in reversed(words)), words)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ai", ["Aino Lahti", "Aili Koski", "Mika Aijala"]),
        ("la", ["Lauri Salo", "Aino Lahti"]),
        ("a la", ["Aino Lahti"]),
        ("la ai", ["Aino Lahti"]),
        ("as", ["Åsa Ek"]),
        ("e", ["Åsa Ek"]),
        ("x", []),
        ("  ", []),
    ],
)
def test_two_letters_find_who_is_meant(typed: str, found: list[str]) -> None:
    """The missing stand before those who are here, first names before last names."""
    names = ("Lauri Salo", "Aili Koski", "Aino Lahti", "Mika Aijala", "Åsa Ek")
    people = [person(name) for name in names]

    result = find_at_door(
        [door_entry(one) for one in people],
        typed,
        missing={PersonId("Aino Lahti"), PersonId("Lauri Salo")},
        own={one.id for one in people},
    )

    assert result == found


def test_people_of_the_session_stand_before_others() -> None:
    """A guest of another group comes last, whatever the name."""
    people = [person("Anna A"), person("Anna B"), person("Anna C")]
    entries = [door_entry(one) for one in people]

    found = find_at_door(entries, "an", missing={PersonId("Anna C")}, own={PersonId("Anna B")})

    assert found == ["Anna C", "Anna B", "Anna A"]


def test_no_more_are_found_than_anybody_reads() -> None:
    """One letter of thousands gives the first hundred."""
    entries = [door_entry(person(f"Anna {number}")) for number in range(500)]

    assert len(find_at_door(entries, "a", missing=(), own=())) == FOUND_AT_MOST


def test_expected_is_the_group_until_the_session_has_begun() -> None:
    """Then only what was written down counts; a walk-in never does."""
    people = [person("a"), person("b"), person("guest", group=None), person("new")]
    known = {
        PersonId("a"): Expectation(person=PersonId("a"), mode=Mode.REMOTE),
        PersonId("b"): Expectation(person=PersonId("b"), is_expected=False),
        PersonId("guest"): Expectation(person=PersonId("guest")),
    }

    before = expected_people(people, known, GROUP, is_settled=False)
    after = expected_people(people, known, GROUP, is_settled=True)

    assert (before, after) == (("a", "guest", "new"), ("a", "guest"))
    assert expected_people(people, {}, None, is_settled=False) == ()
    assert expected_mode(people[0], known[PersonId("a")]) is Mode.REMOTE
    assert expected_mode(people[1], known[PersonId("b")]) is Mode.ROOM


def test_likely_doubles_share_an_address_or_a_name_and_organisation() -> None:
    """An unknown organisation fits any; two that differ are two people."""
    people = [
        person("1", name="Aino Lahti", organisation="KEHA"),
        person("2", name="Lahti Aino", organisation=""),
        person("3", name="Bo Ek", organisation="ELY"),
        person("4", name="Bo Ek", organisation="KEHA"),
        person("5", name="Bosse", email="BO@example.fi"),
        person("6", name="Bo E", email="bo@example.fi"),
    ]

    found = [(pair.first, pair.second, pair.likeness) for pair in likely_same(people)]

    assert found == [("5", "6", Likeness.SAME_EMAIL), ("1", "2", Likeness.SAME_NAME)]


def test_near_names_are_offered_within_one_organisation() -> None:
    """A slip of the finger is found, people of other organisations or addresses are left alone."""
    people = [
        person("1", name="Minna Virtanen", organisation="KEHA"),
        person("2", name="Minna Virtannen", organisation="KEHA"),
        person("3", name="Minna Virtanenn", organisation="ELY"),
        person("4", name="Kari Heino", email="kari@example.fi"),
        person("5", name="Kaari Heino", email="kaari@example.fi"),
    ]

    found = [(pair.first, pair.second, pair.likeness) for pair in likely_pairs(people)]

    assert found == [("1", "2", Likeness.NEAR_NAME)]
    assert nearest_name("Mina Virtanen", people) == people[0]
    assert nearest_name("Uuno Turhapuro", people) is None
    assert nearest_name("  ", people) is None


def test_a_search_for_doubles_can_be_stopped() -> None:
    """What is sure is told all the same."""
    people = [person("1", name="Aino"), person("2", name="Aino"), person("3", name="Aaino")]

    assert [one.second for one in likely_pairs(people, progress=lambda _share: False)] == ["2"]


def test_heads_are_counted_by_place() -> None:
    """Expected by where they were going to be, present by where they are."""
    room, remote = Place(Mode.ROOM), Place(Mode.REMOTE)
    expected = {PersonId("a"): room, PersonId("b"): room, PersonId("c"): remote}
    standings = {
        PersonId("a"): _present("a", Mode.REMOTE),
        PersonId("b"): Standing(kind=StandingKind.AWAY),
        PersonId("guest"): _present("guest", Mode.ROOM),
    }

    count = head_count(expected, standings)

    assert (count.expected, count.present, count.walk_ins, count.came) == (3, 2, 1, 2)
    assert (count.away, count.missing) == (1, ("c",))
    assert [(one.place, one.present, one.expected) for one in count.places] == [
        (room, 1, 2),
        (remote, 1, 1),
    ]


def _present(name: str, mode: Mode) -> Standing:
    stay = Presence(id=PresenceId(name), person=PersonId(name), joined=Instant(0), mode=mode)
    return Standing(kind=StandingKind.PRESENT, stay=stay)
