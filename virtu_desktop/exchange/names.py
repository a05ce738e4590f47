"""Names in exports: as they are, as pseudonyms, or none (R2, R7).

The record itself is changed before any format sees it, so that no format can forget a place. A
pseudonym takes the place of a person's name and id; it is the same in all sessions of a programme.
Without names people are only numbered within one record, in no order that tells anything, and
what else could name them is left out. Names and addresses are also replaced in notes; who is
mentioned there and stands on no roster is numbered within the record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.pseudonyms import EMAIL, NOBODY, NameFinder, pseudonym
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.engine.changes import SessionRecord
from virtu_desktop.exchange.poll_names import hidden_poll
from virtu_desktop.exchange.record_json import PortableRecord


class Names(StrEnum):
    """How people are called in an export."""

    FULL = "full"
    PSEUDONYM = "pseudonym"
    NONE = "none"


def with_names(portable: PortableRecord, names: Names) -> PortableRecord:
    """Return the record as it may be shown under that rule."""
    if names is Names.FULL:
        return portable
    return replace(portable, record=_hidden(portable.record, names))


@dataclass(frozen=True, slots=True)
class _Cover:
    """What takes the place of people's ids and names."""

    names: Names
    ids: Mapping[PersonId, PersonId]
    finder: NameFinder
    strangers: Mapping[str, str]

    def person(self, person: Participant) -> Participant:
        new = self.ids[person.id]
        if self.names is Names.PSEUDONYM:
            return replace(person, id=new, name=str(new), email="", tags=(), language="")
        return Participant(
            id=new,
            programme=person.programme,
            name="",
            group=person.group,
            site=person.site,
            usual_mode=person.usual_mode,
        )

    def round(self, round_: BreakoutRound) -> BreakoutRound:
        """Cover who sat where, and the names in the results of the rooms."""
        return replace(
            round_,
            seats=tuple(replace(seat, person=self.ids[seat.person]) for seat in round_.seats),
            rooms=tuple(
                replace(
                    room,
                    name=self.text(room.name),
                    place=self.text(room.place),
                    card=self.text(room.card),
                )
                for room in round_.rooms
            ),
        )

    def text(self, text: str) -> str:
        """Cover names and addresses in what somebody typed."""
        return EMAIL.sub(NOBODY, self.finder.replaced(text))

    def note(self, note: Note) -> Note:
        # A mention is kept as typed in ``persons``; an address may look like one.
        text = self.text(note.text)
        persons = []
        for person in note.persons:
            label = self.finder.mentioned(person) or self.strangers[person.casefold()]
            pattern = rf"(?<!\w){re.escape(person)}(?![\w-])"
            text = re.sub(pattern, label, text, flags=re.IGNORECASE)
            persons.append(label)
        return replace(note, text=text, persons=tuple(persons))


def _hidden(record: SessionRecord, names: Names) -> SessionRecord:
    cover = _cover(record, names)
    people = sorted((cover.person(person) for person in record.people), key=_place)
    return replace(
        record,
        people=tuple(people),
        others=(),
        notes=tuple(cover.note(note) for note in record.notes),
        rounds=tuple(cover.round(one) for one in record.rounds),
        earlier_meetings=(),
        polls=tuple(
            hidden_poll(
                poll,
                cover.ids,
                cover.text,
                keeps_codes=names is Names.PSEUDONYM,
            )
            for poll in record.polls
        ),
        expectations=tuple(
            replace(one, person=cover.ids[one.person])
            for one in record.expectations
            if one.person in cover.ids
        ),
        presences=tuple(replace(stay, person=cover.ids[stay.person]) for stay in record.presences),
        corrections=tuple(replace(one, person=cover.ids[one.person]) for one in record.corrections),
    )


def _cover(record: SessionRecord, names: Names) -> _Cover:
    by_pseudonym = sorted(record.people, key=lambda person: pseudonym(person.id))
    if names is Names.PSEUDONYM:
        ids = {person.id: PersonId(pseudonym(person.id)) for person in by_pseudonym}
        labels = {person: str(label) for person, label in ids.items()}
    else:
        # The order of pseudonyms is a random one, so the numbers say nothing.
        ids = {person.id: PersonId(str(n)) for n, person in enumerate(by_pseudonym, 1)}
        labels = dict.fromkeys(ids, NOBODY)
    finder = NameFinder.of((*record.people, *record.others), labels)
    mentions = {person.casefold() for note in record.notes for person in note.persons}
    unknown = sorted(person for person in mentions if finder.mentioned(person) is None)
    strangers = {
        person: NOBODY if names is Names.NONE else f"X{number}"
        for number, person in enumerate(unknown, 1)
    }
    return _Cover(names, ids, finder, strangers)


def _place(person: Participant) -> tuple[int, str]:
    return len(person.id), person.id
