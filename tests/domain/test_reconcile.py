"""A report beside the door list: who is who, what differs and why, and what is taken over."""

from __future__ import annotations

import itertools

import pytest

from tests.builders import at
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Presence, PresenceId, Source, Span, attended
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.reconcile import (
    Evidence,
    Line,
    Match,
    Reason,
    Taken,
    chosen,
    differences,
    sure_matches,
    taken,
)
from virtu_desktop.domain.roster import Expectation

SESSION = Span(at("9:00"), at("12:00"))


def person(key: str, name: str, email: str = "") -> Participant:
    """Return a person of the roster."""
    return Participant(id=PersonId(key), programme=ProgrammeId("p"), name=name, email=email)


def line(name: str, *stays: str, email: str = "", is_room: bool = False, **more: bool) -> Line:
    """Return a line of a report with stays such as "9:00-9:30", an open one as "9:00-"."""
    both = [stay.split("-") for stay in stays]
    return Line(
        key=f"name:{name}:{email}",
        names=(name,),
        email=email,
        stays=tuple((at(joined), at(left) if left else None) for joined, left in both),
        is_room=is_room,
        **more,
    )


def door(key: str, *stays: str, mode: Mode = Mode.REMOTE, site: str = "") -> list[Presence]:
    """Return stays of the door list."""
    return [
        Presence(
            id=PresenceId(f"{key} {words}"),
            person=PersonId(key),
            joined=at(words.split("-")[0]),
            left=at(words.split("-")[1]) if words.split("-")[1] else None,
            mode=mode,
            site=site,
        )
        for words in stays
    ]


def met(one: Line, key: str | None = "a", evidence: Evidence = Evidence.EMAIL) -> Match:
    """Return the match of a line with a person."""
    return Match(line=one, person=None if key is None else PersonId(key), evidence=evidence)


def test_an_address_decides_before_a_name() -> None:
    """The address of one and the name of another: the address counts."""
    roster = [person("a", "Aino Lahti", "x@y.example"), person("b", "Bea Niemi")]
    (match,) = sure_matches([line("Bea Niemi", email="X@y.example")], roster)

    assert (match.person, match.evidence) == ("a", Evidence.EMAIL)


def test_a_name_matches_in_any_order_and_case() -> None:
    """Teams writes the last name first."""
    (match,) = sure_matches([line("LAHTI, Aino")], [person("a", "Aino Lahti")])

    assert (match.person, match.evidence) == ("a", Evidence.NAME)


def test_two_people_of_one_name_are_offered_not_taken() -> None:
    """Neither two in the roster nor two in the report are told apart by the name."""
    two = [person("a", "Jari Korhonen"), person("b", "Jari Korhonen")]
    (match,) = sure_matches([line("Jari Korhonen")], two)
    assert (match.person, match.candidates) == (None, ("a", "b"))

    both = [line("Jari Korhonen"), line("Jari Korhonen", email="other@y.example")]
    assert [one.person for one in sure_matches(both, two[:1])] == [None, None]


def test_who_has_been_matched_by_address_is_free_for_no_name() -> None:
    """A namesake in the report is not taken for somebody who is there already."""
    roster = [person("a", "Jari Korhonen", "j@y.example")]
    matches = sure_matches([line("Jari Korhonen"), line("J K", email="j@y.example")], roster)

    assert [one.person for one in matches] == [None, "a"]
    assert matches[0].candidates == ()


@pytest.mark.parametrize(
    ("report", "list_", "reasons"),
    [
        (["9:00-12:00"], ["9:00-12:00"], ()),
        (["8:45-12:10"], ["8:58-"], ()),
        (["9:01-11:59"], ["9:00-12:00"], ()),
        (["9:20-12:00"], ["9:00-12:00"], (Reason.CAME_LATER,)),
        (["9:00-12:00"], ["9:20-12:00"], (Reason.CAME_EARLIER,)),
        (["9:00-11:30"], ["9:00-12:00"], (Reason.LEFT_EARLIER,)),
        (["9:00-12:00"], ["9:00-11:30"], (Reason.LEFT_LATER,)),
        (["9:00-10:00", "10:10-12:00"], ["9:00-12:00"], (Reason.AWAY,)),
        (["9:00-10:00", "10:10-12:00"], ["9:00-10:01", "10:09-12:00"], (Reason.AWAY,)),
        (["9:00-10:00", "10:10-12:00"], ["9:00-10:00", "10:11-12:00"], ()),
        (["9:00-12:00", "10:00-10:20"], ["9:00-12:00"], ()),
        (["9:30-"], ["9:00-12:00"], (Reason.CAME_LATER, Reason.NO_LEAVE)),
        (["9:00-12:00"], [], (Reason.NOT_CHECKED_IN,)),
        (["8:00-8:30"], ["9:00-12:00"], (Reason.NOT_IN_REPORT,)),
    ],
)
def test_reasons(report: list[str], list_: list[str], reasons: tuple[Reason, ...]) -> None:
    """What differs by two minutes or more within the session is told with its reason."""
    (found,) = differences([met(line("A", *report))], door("a", *list_), SESSION)

    assert found.reasons == reasons
    assert found.is_same == (not reasons)


def test_the_room_stands_whatever_a_report_says() -> None:
    """Somebody in the room who joined with a laptop as well is not taken over with all others."""
    (found,) = differences(
        [met(line("A", "9:00-12:00"))], door("a", "9:00-12:00", mode=Mode.ROOM), SESSION
    )

    assert found.reasons == (Reason.IN_ROOM,)
    assert not found.is_plain


def test_one_shared_screen_is_one_line() -> None:
    """The room of a site stands for the people at its screen and is nobody itself."""
    stays = [stay for key in "abc" for stay in door(key, "9:00-", mode=Mode.SITE, site="Saimaa")]
    room = met(line("Neuvotteluhuone Saimaa", "8:45-12:04", is_room=True), None, Evidence.NONE)
    (found,) = differences([room], stays, SESSION, screens={"Saimaa": 3, "Päijänne": 2})

    assert (found.reasons, found.people) == ((Reason.SHARED_SCREEN,), 3)
    assert not found.can_take


def test_who_is_remote_and_not_in_the_report_is_told() -> None:
    """Only remote people can be missing from a report."""
    stays = [*door("a", "9:00-"), *door("b", "9:00-", mode=Mode.ROOM)]
    (found,) = differences([], stays, SESSION)

    assert (found.person, found.reasons) == ("a", (Reason.NOT_IN_REPORT,))
    assert not found.can_take


def test_lengths_without_times_are_shown_and_never_taken() -> None:
    """Minutes alone cannot be put on the agenda."""
    (found,) = differences([met(line("A", has_times=False))], door("a", "9:00-"), SESSION)

    assert (found.reasons, found.can_take) == ((Reason.NO_TIMES,), False)


@pytest.mark.parametrize("evidence", [Evidence.NEAR_NAME, Evidence.NONE])
def test_unsure_lines_need_a_look(evidence: Evidence) -> None:
    """What is only alike, and a device without a person, is not among what is taken at once."""
    key = "a" if evidence is Evidence.NEAR_NAME else None
    one = met(line("iPad (4)", "9:00-12:00", is_device=True), key, evidence)
    (found,) = differences([one], [], SESSION)

    assert found.can_take
    assert not found.is_plain


def taking(matches: list[Match], stays: list[Presence]) -> Taken:
    """Return what follows from agreeing to everything that can be taken."""
    numbers = itertools.count(1)
    found = differences(matches, stays, SESSION)
    return taken(
        found,
        stays,
        programme=ProgrammeId("p"),
        known={PersonId("a"): Expectation(person=PersonId("a"))},
        new_id=lambda: f"new {next(numbers)}",
    )


def test_the_report_takes_the_place_of_remote_stays_only() -> None:
    """Stays in the room and at a screen are kept; the minutes are those of the report."""
    stays = [*door("a", "9:00-12:00"), *door("a", "9:30-9:40", mode=Mode.ROOM)]
    result = taking([met(line("A", "9:20-11:00", "11:10-12:00"))], stays)

    assert result.gone == ("a 9:00-12:00",)
    assert {one.source for one in result.put} == {Source.IMPORT}
    left = [one for one in stays if one.id not in result.gone]
    after = attended([*left, *result.put], SESSION)
    assert after is not None
    assert after.minutes == 150


def test_somebody_new_becomes_a_person_who_was_not_expected() -> None:
    """A line of nobody comes with name and address, remote, and as a walk-in."""
    one = line("Uusi  Henkilö", "9:00-12:00", email="u@y.example")
    result = taking([met(one, None, Evidence.NONE)], [])

    assert [(p.name, p.email, p.usual_mode) for p in result.people] == [
        ("Uusi Henkilö", "u@y.example", Mode.REMOTE)
    ]
    assert [one.is_expected for one in result.expectations] == [False]


def test_taking_a_report_twice_changes_nothing() -> None:
    """After the first time there is no difference left, and nothing is put or gone."""
    match = met(line("A", "9:20-11:00", "11:10-12:00"))
    first = taking([match], door("a", "9:00-12:00"))

    (again,) = differences([match], first.put, SESSION)
    assert again.is_same
    assert taking([match], list(first.put)) == Taken()


def test_somebody_can_be_chosen() -> None:
    """A choice stands before everything that was guessed."""
    unsure = Match(line=line("A", "9:00-12:00"), candidates=(PersonId("a"), PersonId("b")))

    assert chosen(unsure, PersonId("b")).person == "b"
    assert chosen(unsure, PersonId("b")).evidence is Evidence.CHOSEN
    assert chosen(unsure, None).candidates == ()


@pytest.mark.parametrize(
    "one",
    [line("Kuopio neukkari", "9:00-12:00"), line("Vesa", "9:00-12:00", is_organiser=True)],
)
def test_a_site_and_an_organiser_are_not_taken_with_all(one: Line) -> None:
    """A name that holds a site, and who organised the meeting, are looked at one by one."""
    (found,) = differences([met(one, None, Evidence.NONE)], [], SESSION, screens={"Kuopio": 6})

    assert found.can_take
    assert not found.is_plain
