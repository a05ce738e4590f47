"""A held session with people: who came when and how, late, away, missing, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.builders import at
from tests.exchange.records import GROUP, PROGRAMME, held
from virtu_desktop.domain.notes import NoteCorrection, NoteCorrectionId, NoteTag
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Leaving, Presence, PresenceId, Source
from virtu_desktop.domain.presence_changes import Correction, CorrectionId, CorrectionKind, stay_of
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.exchange.record_json import PortableRecord

AINO = Participant(
    id=PersonId("p-1"),
    programme=PROGRAMME.id,
    group=GROUP.id,
    name="Aino Zachrisson",
    organisation="Qvarnström Oy",
    site="Jyväskylä",
    email="aino.z@example.org",
    tags=("chair",),
)
PEKKA = Participant(
    id=PersonId("p-2"),
    programme=PROGRAMME.id,
    group=GROUP.id,
    name="Pekka Wirtanen",
    organisation="Keha",
    site="Kuopio",
    email="pekka.w@example.org",
    usual_mode=Mode.REMOTE,
)
MISSING = Participant(
    id=PersonId("p-3"), programme=PROGRAMME.id, group=GROUP.id, name="Mia Xanadu", site="Kuopio"
)
PEOPLE = (AINO, MISSING, PEKKA)
STAYS = (
    Presence(id=PresenceId("1"), person=AINO.id, joined=at("8:55"), source=Source.DOOR),
    Presence(
        id=PresenceId("2"),
        person=PEKKA.id,
        joined=at("9:12"),
        left=at("9:30"),
        mode=Mode.REMOTE,
        leaving=Leaving.LINE_LOST,
    ),
    Presence(id=PresenceId("3"), person=PEKKA.id, joined=at("9:40"), mode=Mode.REMOTE),
)


def attended(notes: Sequence[str] = ("#idea one",)) -> PortableRecord:
    """Return a held session in which two of three people took part, one of them with a break."""
    portable = held(notes=notes)
    fixed = Correction(
        id=CorrectionId("c1"),
        at=at("10:30"),
        kind=CorrectionKind.MOVED,
        presence=STAYS[1].id,
        person=PEKKA.id,
        before=stay_of(replace(STAYS[1], joined=at("9:02"))),
        after=stay_of(STAYS[1]),
    )
    retagged = tuple(
        NoteCorrection(
            id=NoteCorrectionId("nc1"),
            at=at("10:40"),
            note=note.id,
            before=NoteTag.QUOTE,
            after=note.tag,
        )
        for note in portable.record.notes[-1:]
    )
    record = replace(
        portable.record,
        people=PEOPLE,
        expectations=tuple(Expectation(person=person.id) for person in PEOPLE),
        presences=STAYS,
        corrections=(fixed,),
        note_corrections=retagged,
    )
    return replace(portable, record=record)
