"""What the report of a programme is made from: its sessions, their figures, what was noted (R5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.people import Participant
from virtu_desktop.domain.programme import Programme
from virtu_desktop.domain.programme_facts import Facts
from virtu_desktop.domain.pseudonyms import EMAIL, NOBODY, NameFinder
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.report_change import Measured, measured
from virtu_desktop.exchange.report_participation import Participation, participation
from virtu_desktop.exchange.review import Review, review

_TOLD = (NoteTag.EXPERIMENT, NoteTag.DECISION, NoteTag.IDEA, NoteTag.ACTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A note of the record, without names."""

    review: Review
    tag: NoteTag
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a programme came to. reviews: of its sessions, the earliest first."""

    programme: Programme
    facts: Facts
    reviews: tuple[Review, ...]
    participation: Participation
    measured: tuple[Measured, ...]
    told: tuple[Told, ...]

    @property
    def held(self) -> list[Review]:
        """Return the sessions that were held."""
        return [one for one in self.reviews if one.is_held]


def make_report(
    programme: Programme,
    facts: Facts,
    records: Iterable[PortableRecord],
    everybody: Iterable[Participant] = (),
) -> Report:
    """Return the report of a programme's sessions; rehearsals count as not held.

    everybody: whose names are taken out of the notes, besides those of the records themselves.
    """
    reviews = tuple(review(record) for record in records)
    return Report(
        programme=programme,
        facts=facts,
        reviews=reviews,
        participation=participation(reviews),
        measured=measured([one for one in reviews if one.is_held]),
        told=tuple(_told(reviews, everybody)),
    )


def _told(reviews: Sequence[Review], everybody: Iterable[Participant]) -> Iterator[Told]:
    people = {person.id: person for person in everybody}
    for one in reviews:
        record = one.portable.record
        people |= {person.id: person for person in (*record.people, *record.others)}
    finder = NameFinder.of(people.values(), dict.fromkeys(people, NOBODY))
    for one in reviews:
        for note in one.notes:
            if note.tag in _TOLD:
                text = EMAIL.sub(NOBODY, finder.replaced(note.text))
                for mention in (*note.persons, NOBODY):
                    text = text.replace(f"@{mention}", "")
                yield Told(review=one, tag=note.tag, text=" ".join(text.split()))
