"""Breakout rounds in a library: kept whole, across sessions, through merges and versions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from tests.breakout_rounds import held_round
from tests.builders import plan
from tests.storage.attendance import attendance_of
from tests.storage.conftest import OpenLibrary
from tests.storage.saving import SESSION, opening, session_of
from tests.storage.test_round_trip import rows
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    SessionId,
)
from virtu_desktop.domain.rooms import history, with_people
from virtu_desktop.engine.changes import (
    MergePeople,
    OpenRun,
    RunId,
    RunKind,
    SaveGroup,
    SaveProgramme,
    SaveSession,
    SplitPeople,
)
from virtu_desktop.engine.room_changes import DeleteRooms, SaveRooms
from virtu_desktop.storage.library import Library

PROGRAMME = Programme(id=ProgrammeId("p1"), title="Virta", customer="City")
GROUP = ParticipantGroup(id=GroupId("g1"), programme=PROGRAMME.id, name="North", site="Oulu")
PLAN = plan("a 10", "b 20 breakout")
PEOPLE = ("aino", "bo", "cita")


def filled(library: Library) -> None:
    """Put a session with people into a library."""
    library.submit(SaveProgramme(programme=PROGRAMME), SaveGroup(group=GROUP))
    library.submit(SaveSession(session=replace(session_of(PLAN), group=GROUP.id)), opening(PLAN))
    library.submit(*attendance_of(PROGRAMME.id, GROUP.id))
    assert library.flush(10)


def test_rounds_come_back_as_they_were(library: Library) -> None:
    """Rooms, seats in their order, times and cards; changed and deleted."""
    filled(library)
    first, second = held_round(PEOPLE), held_round(PEOPLE, name="r2")
    moved = with_people(first, ((), tuple(map(PersonId, PEOPLE))), first.formed)
    library.submit(SaveRooms(session=SESSION, round=first))
    library.submit(SaveRooms(session=SESSION, round=second))
    library.submit(SaveRooms(session=SESSION, round=moved))
    library.submit(DeleteRooms(session=SESSION, round=second.id))
    assert library.flush(10)

    assert library.session(SESSION).rounds == (moved,)


def test_meetings_of_other_sessions_of_the_programme_are_known(library: Library) -> None:
    """The next session knows who has met; rehearsals and rounds never sent out do not count."""
    filled(library)
    held = held_round(PEOPLE)
    library.submit(SaveRooms(session=SESSION, round=held))
    library.submit(
        SaveRooms(
            session=SESSION, round=replace(held_round(PEOPLE, name="r2"), started=None, ended=None)
        )
    )
    for name, kind in (("s2", RunKind.REHEARSAL), ("s3", RunKind.LIVE)):
        other = replace(session_of(PLAN), id=SessionId(name), group=GROUP.id)
        run = OpenRun(
            run=RunId(f"run-{name}"), session=other.id, kind=kind, plan=PLAN, at=held.formed
        )
        library.submit(SaveSession(session=other), run)
        library.submit(SaveRooms(session=other.id, round=held_round(PEOPLE, name=f"r-{name}")))
    assert library.flush(10)

    known = library.session(SessionId("s3")).earlier_meetings

    assert known == history([held])
    assert library.session(SESSION).earlier_meetings == history([held_round(PEOPLE)])


def test_seats_follow_people_who_become_one_and_two_again(library: Library) -> None:
    """A merge takes the seats along, and taking it back gives them back."""
    filled(library)
    library.submit(SaveRooms(session=SESSION, round=held_round(PEOPLE)))
    people = {person.id: person for person in library.session(SESSION).people}
    bo, cita = people[PersonId("bo")], people[PersonId("cita")]

    library.submit(MergePeople(kept=bo, gone=cita.id))
    assert library.flush(10)
    merged = rows(library.path, "SELECT DISTINCT person_id FROM breakout_seat")
    library.submit(SplitPeople(kept=bo, gone=cita))
    assert library.flush(10)

    assert {row["person_id"] for row in merged} == {"aino", "bo"}
    assert library.session(SESSION).rounds == (held_round(PEOPLE),)


def test_library_of_version_1_4_has_its_rooms(path: Path, open_library: OpenLibrary) -> None:
    """Rounds of a file that this version wrote first."""
    path.parent.mkdir()
    shutil.copyfile(Path(__file__).parent / "fixtures" / "v1.4.db", path)

    assert open_library().session(SESSION).rounds == (held_round(PEOPLE, block="b"),)
