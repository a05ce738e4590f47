"""Who was at the session that the tests of storage use, as changes; the session is 9:02 to 9:50."""

from __future__ import annotations

from tests.builders import at
from tests.storage.saving import SESSION
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Leaving, Presence, PresenceId, Source
from virtu_desktop.domain.presence_changes import (
    Correction,
    CorrectionId,
    CorrectionKind,
    Stay,
    stay_of,
)
from virtu_desktop.domain.programme import GroupId, ProgrammeId
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.engine.changes import (
    Change,
    RecordCorrections,
    SaveExpectations,
    SavePeople,
    SavePresences,
)


def people_of(programme: ProgrammeId | None, group: GroupId | None) -> tuple[Participant, ...]:
    """Return three people of a group, and a walk-in."""
    return (
        Participant(
            id=PersonId("aino"),
            programme=programme,
            name="Aino Lahti",
            organisation="KEHA-keskus",
            site="Oulu",
            email="aino@example.fi",
            group=group,
            tags=("uusi", "ohjaaja"),
            language="fi",
        ),
        Participant(
            id=PersonId("bo"),
            programme=programme,
            name="Bo Ek",
            group=group,
            usual_mode=Mode.REMOTE,
        ),
        Participant(id=PersonId("cita"), programme=programme, name="Cita Roos", group=group),
        Participant(id=PersonId("dan"), programme=programme, name="Dan Walk"),
    )


EXPECTATIONS = (
    *(Expectation(person=PersonId(name)) for name in ("aino", "bo", "cita")),
    Expectation(person=PersonId("dan"), is_expected=False, mode=Mode.ROOM),
)


def stay(
    name: str,
    joined: str,
    left: str | None = None,
    *,
    mode: Mode = Mode.ROOM,
    leaving: Leaving = Leaving.LEFT,
) -> Presence:
    """Return a stay of a person; its id tells whose and since when."""
    return Presence(
        id=PresenceId(f"{name} {joined}"),
        person=PersonId(name),
        joined=at(joined),
        left=None if left is None else at(left),
        mode=mode,
        source=Source.DOOR,
        leaving=leaving,
    )


STAYS = (
    stay("aino", "8:50"),
    stay("bo", "9:10", "9:20", mode=Mode.REMOTE, leaving=Leaving.LINE_LOST),
    stay("bo", "9:30", mode=Mode.REMOTE),
    stay("dan", "9:00", "9:22"),
)
CORRECTION = Correction(
    id=CorrectionId("c1"),
    at=at("9:40"),
    kind=CorrectionKind.MOVED,
    presence=STAYS[3].id,
    person=PersonId("dan"),
    before=Stay(joined=at("9:05"), left=None, mode=Mode.ROOM, site=""),
    after=stay_of(STAYS[3]),
)


def attendance_of(programme: ProgrammeId | None, group: GroupId | None) -> tuple[Change, ...]:
    """Return the changes that save people, expectations, stays and a correction."""
    return (
        SavePeople(people=people_of(programme, group)),
        SaveExpectations(session=SESSION, expectations=EXPECTATIONS),
        SavePresences(session=SESSION, presences=STAYS),
        RecordCorrections(session=SESSION, corrections=(CORRECTION,)),
    )
