"""Names that are nearly alike go onto the list to look at; nothing alike is taken for sure."""

from __future__ import annotations

import random

from tests.exchange.attendance.samples import ZONE, sample
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.reconcile import Evidence, Line, Match
from virtu_desktop.exchange.attendance.matching import finished, lines_of, match_people
from virtu_desktop.exchange.attendance.read import read_report


def people(*names: str) -> list[Participant]:
    """Return a roster; ids are the names."""
    return [Participant(id=PersonId(name), programme=ProgrammeId("p"), name=name) for name in names]


def matched(name: str, *roster: str, more: tuple[str, ...] = ()) -> Match:
    """Return the match of one line."""
    line = Line(key="x", names=(name, *more))
    return finished(match_people([line], people(*roster)))[0]


def test_a_slip_of_the_pen_is_worth_a_look() -> None:
    """A missing accent, a swapped letter and another order are near; the person is proposed."""
    for name in ("Aino Makelainen", "Aino Mäkeläinnen", "Mäkeläine Aino"):
        match = matched(name, "Aino Mäkeläinen", "Anni Mäkinen")
        assert (match.person, match.evidence) == ("Aino Mäkeläinen", Evidence.NEAR_NAME)


def test_another_person_is_not_near() -> None:
    """One word in common is not enough."""
    match = matched("Aino Virtanen", "Aino Mäkeläinen", "Kalle Virtanen")

    assert (match.person, match.evidence, match.candidates) == (None, Evidence.NONE, ())


def test_the_spelling_of_a_damaged_file_counts_too() -> None:
    """The roster may hold the name as the damaged file wrote it."""
    match = matched("Mäki", "MÃ¤ki", more=("MÃ¤ki",))

    assert (match.person, match.evidence) == ("MÃ¤ki", Evidence.NAME)


def test_nobody_is_proposed_for_two_lines() -> None:
    """Two lines that are near one person both go to the list without a person."""
    lines = [Line(key="1", names=("Aino Lahtii",)), Line(key="2", names=("Aino Lahty",))]
    matches = finished(match_people(lines, people("Aino Lahti")))

    assert [one.person for one in matches] == [None, None]
    assert [one.candidates for one in matches] == [("Aino Lahti",), ("Aino Lahti",)]


def test_a_hostile_name_is_only_a_name() -> None:
    """Five thousand letters and nothing at all match nobody and take no time."""
    assert matched("A" * 5000, "B").person is None
    assert matched("   ", "B").person is None


def test_progress_and_cancel() -> None:
    """Shares run from 0 to 1; a generator that is closed gives nothing."""
    chance = random.Random(5)
    names = ["".join(chance.choices("abcdefgh", k=12)).title() for _n in range(300)]
    lines = [Line(key=name, names=(name[::-1],)) for name in names]

    shares = list(match_people(lines, people(*names)))
    assert (shares[0], shares[-1], shares == sorted(shares)) == (0.0, 1.0, True)
    assert len(shares) > 5
    steps = match_people(lines, people(*names))
    next(steps)
    steps.close()


def test_lines_of_a_real_report() -> None:
    """Room devices, callers and open leaves are known from the report."""
    lines = {
        line.key: line
        for line in lines_of(read_report(sample("teams_gen3_report_en-US_4sections"), zone=ZONE))
    }

    assert lines["email:room-saimaa@virtu.example"].is_room
    assert lines["name:358401234567"].is_device
    assert not lines["email:matti.virtanen@virtu.example"].is_device
    short = lines_of(read_report(sample("zoom_participants_short"), zone=ZONE))
    assert not any(line.has_times for line in short)
