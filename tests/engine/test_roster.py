"""The roster of a programme: every change is saved, followed by open sessions, and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import Desk, RecordingStore, at, plan
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import GroupId, ProgrammeId
from virtu_desktop.engine.changes import DeletePerson, MergePeople, SavePeople, SplitPeople
from virtu_desktop.engine.roster import Roster, RosterStepKind, united_person

GROUP, OTHER = GroupId("g1"), GroupId("g2")


def person(name: str, **fields: object) -> Participant:
    """Return somebody of the group whose id is the name."""
    made = Participant(
        id=PersonId(name), programme=ProgrammeId("p1"), name=name.title(), group=GROUP
    )
    return replace(made, **fields)  # type: ignore[arg-type]


AINO, BO = person("aino", tags=("a",)), person("bo", email="bo@example.fi", tags=("b",))


@pytest.fixture
def desk() -> Desk:
    """Return a session of the two people."""
    return Desk(plan("a 30"), people=(AINO, BO), group=GROUP)


@pytest.fixture
def store() -> RecordingStore:
    """Return a store that forgets nothing."""
    return RecordingStore()


@pytest.fixture
def roster(desk: Desk, store: RecordingStore) -> Roster:
    """Return the roster, which the session follows."""
    registers = (desk.controller.register,)
    return Roster(store, {AINO.id: AINO, BO.id: BO}, registers=lambda: registers)


def test_a_change_is_saved_and_followed(desk: Desk, roster: Roster, store: RecordingStore) -> None:
    """The open session has the new person and the new name."""
    new = person("cita")
    roster.add(new)
    roster.save([replace(AINO, name="Aino L")])

    register = desk.controller.register
    assert store.changes == [
        SavePeople(people=(new,)),
        SavePeople(people=(replace(AINO, name="Aino L"),)),
    ]
    assert register.expected == (AINO.id, BO.id, new.id)
    assert register.people[AINO.id].name == "Aino L"
    assert roster.save([replace(AINO, name="Aino L")]) is None


def test_people_are_moved_and_tagged_together(desk: Desk, roster: Roster) -> None:
    """A tag that is there already stays where it is, one that is taken away is gone."""
    roster.tag([AINO.id, BO.id], add=["b", "c"], remove=["a"])
    step = roster.move([AINO.id, BO.id], OTHER)

    assert roster.people[AINO.id].tags == ("b", "c")
    assert roster.people[BO.id].tags == ("b", "c")
    assert step is not None
    assert (step.kind, step.count) == (RosterStepKind.MOVED, 2)
    assert desk.controller.register.expected == ()


def test_only_people_without_a_record_are_deleted(roster: Roster, store: RecordingStore) -> None:
    """Of two chosen the one who attended stays."""
    roster.has_attended.add(AINO.id)

    step = roster.delete([AINO.id, BO.id])

    assert step is not None
    assert set(roster.people) == {AINO.id}
    assert store.changes == [DeletePerson(person=BO.id)]
    assert roster.delete([AINO.id]) is None


def test_a_merge_keeps_what_only_one_says(
    desk: Desk, roster: Roster, store: RecordingStore
) -> None:
    """The stays of the other are followed in the open session, and come back with undo."""
    register = desk.controller.register
    register.check_in(BO.id, at=at("9:00"))
    step = roster.merge(AINO.id, BO.id)
    both = united_person(AINO, BO)
    merged = [stay.person for stay in register.presences]

    assert (both.email, both.tags) == ("bo@example.fi", ("a", "b"))
    assert store.changes == [MergePeople(kept=both, gone=BO.id)]
    assert (merged, set(roster.people)) == ([AINO.id], {AINO.id})
    assert roster.take_back(step)
    assert store.changes[-1] == SplitPeople(kept=AINO, gone=BO)
    assert [stay.person for stay in register.presences] == [BO.id]
    assert roster.people == {AINO.id: AINO, BO.id: BO}


def test_steps_are_taken_back_one_after_the_other(roster: Roster) -> None:
    """After all of them everybody is as before; then there is nothing left."""
    before = dict(roster.people)
    roster.add(person("cita"))
    roster.move([AINO.id], None)
    roster.tag([BO.id], add=["x"])
    roster.delete([PersonId("cita")])

    taken_back = 0
    while roster.take_back():
        taken_back += 1

    assert (taken_back, roster.people) == (4, before)


def test_a_step_that_was_built_upon_stays(roster: Roster) -> None:
    """Taking the older one back would undo the newer one unseen."""
    first = roster.move([AINO.id], OTHER)
    roster.save([replace(roster.people[AINO.id], name="Aino L")])

    assert not roster.take_back(first)
    assert roster.people[AINO.id].group == OTHER
