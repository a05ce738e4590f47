"""People, expectations and stays come out of a library as they went in, also after a merge."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import at, event
from tests.storage.attendance import (
    CORRECTION,
    EXPECTATIONS,
    STAYS,
    attendance_of,
    people_of,
    stay,
)
from tests.storage.conftest import OpenLibrary
from tests.storage.saving import RUN, SESSION, opening, session_of, stamped
from tests.storage.test_round_trip import rows
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.programme import (
    GroupId,
    Heads,
    ParticipantGroup,
    Programme,
    ProgrammeId,
)
from virtu_desktop.engine.changes import (
    AppendEvents,
    DeleteExpectation,
    DeletePerson,
    DeletePresences,
    MergePeople,
    SaveGroup,
    SavePeople,
    SavePresences,
    SaveProgramme,
    SaveSession,
    SplitPeople,
)
from virtu_desktop.storage.library import Library

PROGRAMME = ProgrammeId("p1")
GROUP = GroupId("g1")
PEOPLE = people_of(PROGRAMME, GROUP)
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def attended(library: Library) -> Library:
    """Return a library with people at a session that has not begun."""
    library.submit(
        SaveProgramme(programme=Programme(id=PROGRAMME, title="Virta")),
        SaveGroup(group=ParticipantGroup(id=GROUP, programme=PROGRAMME, name="North")),
        SaveSession(session=replace(session_of(), group=GROUP)),
        *attendance_of(PROGRAMME, GROUP),
    )
    return saved(library)


def saved(library: Library) -> Library:
    """Return the library once all is on the disk."""
    assert library.flush(10)
    assert library.status.waiting == 0
    return library


def held(library: Library) -> None:
    """Let the session run from 9:02 to 9:50."""
    facts = [event("9:02", "start", "a"), event("9:50", "end")]
    record = tuple(stamped(number, fact) for number, fact in enumerate(facts))
    library.submit(opening(), AppendEvents(run=RUN, events=record))
    saved(library)


def minutes(library: Library) -> dict[str, float]:
    """Return the minutes present of everybody who was there, by person."""
    found = rows(library.path, "SELECT * FROM v_attendance WHERE was_there")
    return {row["person_id"]: row["minutes_present"] for row in found}


def test_people_and_stays_come_back_equal(attended: Library) -> None:
    """The record has its people by name, and what was known, seen and corrected of them."""
    record = attended.session(SESSION)

    assert record.programme == PROGRAMME
    assert record.people == PEOPLE
    assert record.expectations == EXPECTATIONS
    assert set(record.presences) == set(STAYS)
    assert record.corrections == (CORRECTION,)
    assert attended.people(PROGRAMME) == PEOPLE


def test_others_of_the_programme_are_apart(attended: Library) -> None:
    """Who could still come is known, but is no part of the session."""
    other = replace(PEOPLE[0], id=PersonId("eve"), name="Eve", group=None)
    stranger = replace(other, id=PersonId("x"), programme=None)
    attended.submit(SavePeople(people=(other, stranger)))

    record = saved(attended).session(SESSION)

    assert record.others == (other,)
    assert record.people == PEOPLE


def test_minutes_are_kept_when_the_session_ends_and_with_later_corrections(
    attended: Library,
) -> None:
    """Before the end there are none; afterwards every change of a stay is counted anew."""
    before = minutes(attended)
    held(attended)
    ended = minutes(attended)
    attended.submit(
        SavePresences(session=SESSION, presences=(replace(STAYS[3], left=at("9:12")),)),
        DeletePresences(session=SESSION, presences=(STAYS[0].id,)),
    )

    assert before == {}
    assert ended == {"aino": 48.0, "bo": 30.0, "dan": 20.0}
    assert minutes(saved(attended)) == {"bo": 30.0, "dan": 10.0}


def test_lists_count_the_invited_and_those_who_came(attended: Library) -> None:
    """A planned session counts its group, a held one who was expected as it began."""
    late = replace(PEOPLE[0], id=PersonId("late"), name="Late")
    (planned,) = attended.sessions()
    held(attended)
    attended.submit(SavePeople(people=(late,)))

    (after,) = saved(attended).sessions()

    assert planned.heads == Heads(invited=3, invited_remote=1)
    assert after.heads == Heads(invited=3, invited_remote=1, came=2, came_remote=1, walk_ins=1)


def test_who_joins_the_group_is_invited_until_the_session_begins(attended: Library) -> None:
    """Nothing has to be written for somebody who simply belongs to the group."""
    attended.submit(
        SavePeople(people=(replace(PEOPLE[3], id=PersonId("new"), group=GROUP),)),
        DeleteExpectation(session=SESSION, person=PersonId("bo")),
    )

    (planned,) = saved(attended).sessions()

    assert planned.heads.invited == 4


def test_merged_people_are_one_everywhere_and_two_again(attended: Library) -> None:
    """Stays, expectation and minutes go to the one who is kept, and come back as they were."""
    held(attended)
    before, counted = attended.session(SESSION), minutes(attended)
    aino, dan = PEOPLE[0], PEOPLE[3]

    attended.submit(MergePeople(kept=aino, gone=dan.id))
    merged = saved(attended).session(SESSION)
    together = minutes(attended)
    attended.submit(SplitPeople(kept=aino, gone=dan))

    assert dan not in merged.people
    assert {one.person for one in merged.presences} == {aino.id, PersonId("bo")}
    assert {one.person for one in merged.corrections} == {aino.id}
    assert together == {"aino": 48.0, "bo": 30.0}
    assert saved(attended).session(SESSION) == before
    assert minutes(attended) == counted


def test_merge_moves_an_expectation_that_only_the_other_had(attended: Library) -> None:
    """Whoever was expected under one name stays expected under the other."""
    new = replace(PEOPLE[0], id=PersonId("new"), name="Aino L.", group=None)
    attended.submit(SavePeople(people=(new,)), MergePeople(kept=new, gone=PersonId("aino")))
    merged = saved(attended).session(SESSION).expectations
    attended.submit(SplitPeople(kept=new, gone=PEOPLE[0]))

    assert {one.person for one in merged} == {"new", "bo", "cita", "dan"}
    assert saved(attended).session(SESSION).expectations == EXPECTATIONS


def test_only_people_without_a_record_can_be_deleted(attended: Library) -> None:
    """The library says who stands in a record, and deleting another leaves nothing."""
    other = replace(PEOPLE[0], id=PersonId("eve"), group=None)
    attended.submit(SavePeople(people=(other,)))
    held(attended)
    recorded = attended.recorded_people(PROGRAMME)
    attended.submit(DeletePerson(person=other.id))

    assert recorded == {"aino", "bo", "cita", "dan"}
    assert saved(attended).people(PROGRAMME) == PEOPLE


def test_names_are_kept_as_they_are(library: Library) -> None:
    """Formulas, markup, marks of direction and very long names come back letter by letter."""
    names = ("=1+1", "<b>Mia</b>", "\u202eaiM", "x" * 5000, 'quo"te, [1]')
    people = tuple(
        replace(PEOPLE[3], id=PersonId(str(number)), programme=None, name=name, tags=(name,))
        for number, name in enumerate(names)
    )
    library.submit(SavePeople(people=people))

    found = {person.id: person for person in saved(library).people(None)}

    assert found == {person.id: person for person in people}


def test_library_of_version_1_2_has_its_people(path: Path, open_library: OpenLibrary) -> None:
    """People, stays, corrections and minutes of a file that this version wrote first."""
    path.parent.mkdir()
    shutil.copyfile(FIXTURES / "v1.2.db", path)

    record = open_library().session(SESSION)

    assert record.people == people_of(None, None)
    assert record.expectations == EXPECTATIONS
    assert set(record.presences) == {*STAYS, stay("cita", "9:30")}
    assert record.corrections == (CORRECTION,)
    assert rows(path, "SELECT count(*) AS n FROM presence_correction")[0]["n"] == 1
