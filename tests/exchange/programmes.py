"""Programmes of several held sessions, with people of groups, sites, modes and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from tests.builders import at
from tests.exchange.records import PROGRAMME, held
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Presence, PresenceId
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, SessionId
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.run import EventId
from virtu_desktop.engine.changes import RunId
from virtu_desktop.exchange.record_json import PortableRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A person of a group, and in which mode the person came to each session; None: missing."""

    group: str
    site: str
    organisation: str
    modes: Sequence[Mode | None]


def programme_of(visitors: Sequence[Visitor]) -> list[PortableRecord]:
    """Return the records of the sessions of all groups, every visitor expected in each."""
    found = []
    names = sorted({one.group for one in visitors})
    for place, name in enumerate(names):
        own = [(number, one) for number, one in enumerate(visitors) if one.group == name]
        for number in range(max(len(one.modes) for _number, one in own)):
            found.append(_session(place, name, number, own))
    return found


@cache
def _held() -> PortableRecord:
    return held(notes=["#idea one"])


def _session(
    place: int, name: str, number: int, own: Sequence[tuple[int, Visitor]]
) -> PortableRecord:
    portable = _held()
    record = portable.record
    assert record.run is not None
    mark = f"{place}-{number}"
    group = ParticipantGroup(
        id=GroupId(f"g{place}"), programme=PROGRAMME.id, name=name, site="", position=place
    )
    people = tuple(
        Participant(
            id=PersonId(f"p{of}"),
            programme=PROGRAMME.id,
            group=group.id,
            name=f"Forename{of} Surname{of}",
            site=one.site,
            organisation=one.organisation,
        )
        for of, one in own
    )
    stays = tuple(
        Presence(id=PresenceId(f"{mark}-{of}"), person=person.id, joined=at("9:02"), mode=mode)
        for (of, one), person in zip(own, people, strict=True)
        if (mode := one.modes[number]) is not None
    )
    events = tuple(replace(one, id=EventId(f"{mark}-{one.id}")) for one in record.run.events)
    return replace(
        portable,
        group=group,
        record=replace(
            record,
            session=replace(
                record.session, id=SessionId(f"s{mark}"), group=group.id, number=number + 1
            ),
            run=replace(record.run, id=RunId(f"r{mark}"), events=events),
            notes=tuple(replace(note, id=NoteId(f"{mark}-{note.id}")) for note in record.notes),
            people=people,
            presences=stays,
            expectations=tuple(Expectation(person=person.id) for person in people),
        ),
    )
