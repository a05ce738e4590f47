"""Twenty-four people of a half-day: 11 in the room, 6 at the shared screen in Kuopio, 7 remote."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.cockpit import Cockpit, half_day
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Presence
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, Programme, ProgrammeId
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme

PROGRAMME = Programme(id=ProgrammeId("p1"), title="VIRTU 2026")
GROUP = ParticipantGroup(id=GroupId("g1"), programme=PROGRAMME.id, name="Group B", site="Jyväskylä")
OTHER_GROUP = replace(GROUP, id=GroupId("g2"), name="Group C", position=1)
IN_ROOM = (
    *("Aino Lahti", "Anna Åberg", "Antti Koski", "Elina Mäki", "Hanna Salo", "Ilkka Ranta"),
    *("Juha Niemi", "Kaisa Öhman", "Lauri Pelto", "Minna Virtanen", "Riikka Heino"),
)
AT_KUOPIO = ("Esa Laine", "Oili Korhonen", "Pekka Aho", "Raili Kivi", "Sami Harju", "Tiina Vuori")
REMOTE = (
    *("Anders Sjöberg", "Emma Nurmi", "Johanna Saari", "Kari Lehto", "Mari Oja", "Nils Ek"),
    "Veera Suo",
)


def person(name: str, mode: Mode = Mode.ROOM) -> Participant:
    """Return somebody of the group; the id is the name."""
    return Participant(
        id=PersonId(name),
        programme=PROGRAMME.id,
        group=GROUP.id,
        name=name,
        organisation="KEHA-keskus",
        site="Kuopio" if mode is Mode.SITE else "",
        usual_mode=mode,
    )


CROWD = (
    *(person(name) for name in IN_ROOM),
    *(person(name, Mode.SITE) for name in AT_KUOPIO),
    *(person(name, Mode.REMOTE) for name in REMOTE),
)
STRANGER = replace(person("Zelda Strand"), group=OTHER_GROUP.id, organisation="ELY-keskus")


def open_crowd(cockpit: Cockpit, people: tuple[Participant, ...] = CROWD) -> None:
    """Open the half-day with these people in its group, and one of another group."""
    cockpit.library.submit(
        SaveProgramme(programme=PROGRAMME),
        SaveGroup(group=GROUP),
        SaveGroup(group=OTHER_GROUP),
        SavePeople(people=(*people, STRANGER)),
    )
    cockpit.open(replace(half_day(), group=GROUP.id))


def here(cockpit: Cockpit) -> dict[str, Presence]:
    """Return who is there now, by name."""
    register = cockpit.controller.register
    present = register.present(cockpit.controller.now())
    return {register.people[key].name: stay for key, stay in present.items()}
