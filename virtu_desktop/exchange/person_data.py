"""All that a library keeps of one person, for that person: as JSON and as a page (R7).

Only what is about the person: other people's names are not in it. What was answered in secret
cannot be found, by anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Participant
from virtu_desktop.domain.pseudonyms import NOBODY, NameFinder
from virtu_desktop.domain.time import Instant, iso_utc
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.record_page import Grid, Page, Part, Section, last_moment
from virtu_desktop.exchange.record_people import mode_word
from virtu_desktop.exchange.review import Review, review
from virtu_desktop.exchange.sheet import percent_text
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import clock_text, date_text, minutes_text

FORMAT = "virtu-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """A person, and the records of the sessions that have to do with the person."""

    person: Participant
    records: tuple[PortableRecord, ...]


def person_json(data: PersonData) -> bytes:
    """Return all of it as JSON, UTF-8."""
    person = data.person
    document = {
        "format": FORMAT,
        "version": 1,
        "person": {
            "id": person.id,
            "name": person.name,
            "organisation": person.organisation,
            "site": person.site,
            "email": person.email,
            "tags": list(person.tags),
            "usual_mode": person.usual_mode.value,
            "language": person.language,
        },
        "sessions": [_session(person, review(record)) for record in data.records],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def person_page(data: PersonData, tr: Translator) -> Page:
    """Return all of it as a page."""
    person = data.person
    reviews = [review(record) for record in data.records]
    return Page(
        language=tr.language,
        over=tr("What is kept of one person"),
        title=person.name,
        when="",
        marks=(),
        facts=tuple(_facts(person, tr)),
        figures=(),
        sections=tuple(_sections(person, reviews, tr)),
        foot=tr("Answers to secret polls belong to nobody and cannot be listed."),
        stamp=max((last_moment(one) for one in reviews), default=Instant(0)),
    )


def _session(person: Participant, one: Review) -> dict[str, object]:
    record = one.portable.record
    own = next((row for row in one.people if row.person.id == person.id), None)
    return {
        "id": record.session.id,
        "title": record.session.title,
        "start": iso_utc(record.session.plan.start),
        "expected": own is not None and own.is_expected,
        "present_ms": None if own is None or own.attended is None else own.attended.present,
        "stays": [
            {
                "joined": iso_utc(stay.joined),
                "left": None if stay.left is None else iso_utc(stay.left),
                "mode": stay.mode.value,
                "site": stay.site,
                "source": stay.source.value,
            }
            for stay in record.presences
            if stay.person == person.id
        ],
        "answers": [
            {"question": question, "at": iso_utc(at), "answer": answer}
            for question, at, answer in _answers(person, one)
        ],
        "rooms": list(_rooms(person, one)),
        "notes": [{"at": iso_utc(note.at), "text": text} for note, text in _notes(person, one)],
    }


def _answers(person: Participant, one: Review) -> Iterator[tuple[str, Instant, str]]:
    """Yield what the person answered openly: question, when, and the answer in words."""
    for poll in one.portable.record.polls:
        for round_ in poll.rounds:
            for ballot in round_.ballots:
                if ballot.voter is not None and str(ballot.voter) == str(person.id):
                    choices = poll.question.choices
                    picked = [choices[place] for place in ballot.answer.picks]
                    words = [*picked, *ballot.answer.texts]
                    if ballot.answer.number is not None:
                        words.append(str(ballot.answer.number))
                    yield poll.question.text, ballot.at, "; ".join(words)


def _rooms(person: Participant, one: Review) -> Iterator[str]:
    for round_ in one.portable.record.rounds:
        for seat in round_.seats:
            if seat.person == person.id:
                yield f"{round_.number}: {seat.room}"


def _notes(person: Participant, one: Review) -> Iterator[tuple[Note, str]]:
    """Yield the notes that name the person, other names hidden."""
    everybody = (*one.portable.record.people, *one.portable.record.others)
    others = [other for other in everybody if other.id != person.id]
    own = NameFinder.alone(person, others, "")
    hide = NameFinder.of(everybody, {person.id: person.name} | {o.id: NOBODY for o in others})
    for note in one.notes:
        if own.finds(note.text):
            yield note, hide.replaced(note.text)


def _facts(person: Participant, tr: Translator) -> Iterator[tuple[str, str]]:
    for name, value in (
        (tr("Organisation"), person.organisation),
        (tr("Site"), person.site),
        (tr("E-mail"), person.email),
        (tr("Tags"), ", ".join(person.tags)),
        (tr("Mode"), mode_word(tr, person.usual_mode)),
    ):
        if value:
            yield name, value


def _sections(person: Participant, reviews: Sequence[Review], tr: Translator) -> Iterator[Section]:
    heads = (tr("Date"), tr("Session"), tr("Mode"), tr("Present"), tr("% present"))
    rows = [_attendance(person, one, tr) for one in reviews]
    if rows:
        yield _section("attendance", tr("Attendance"), heads, rows)
    answers = [
        (date_text(tr, at, one.zone), question, answer)
        for one in reviews
        for question, at, answer in _answers(person, one)
    ]
    if answers:
        yield _section(
            "answers", tr("Answers"), (tr("Date"), tr("Question"), tr("Answer")), answers
        )
    rooms = [
        (date_text(tr, one.portable.record.session.plan.start, one.zone), room)
        for one in reviews
        for room in _rooms(person, one)
    ]
    if rooms:
        yield _section("rooms", tr("Breakout rooms"), (tr("Date"), tr("Round and room")), rooms)
    notes = [
        (date_text(tr, note.at, one.zone), clock_text(tr, note.at, one.zone), text)
        for one in reviews
        for note, text in _notes(person, one)
    ]
    if notes:
        yield _section("notes", tr("Notes"), (tr("Date"), tr("Time"), tr("Note")), notes)


def _attendance(person: Participant, one: Review, tr: Translator) -> tuple[str, ...]:
    session = one.portable.record.session
    own = next((row for row in one.people if row.person.id == person.id), None)
    there = None if own is None else own.attended
    figures = (
        ("", "", "")
        if there is None
        else (
            mode_word(tr, there.mode),
            minutes_text(tr, there.present),
            percent_text(tr, there.percent / 100),
        )
    )
    return (date_text(tr, session.plan.start, one.zone), session.title, *figures)


def _section(
    name: str, title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> Section:
    table = Grid(
        name=name,
        caption=title,
        reference="",
        heads=heads,
        numbers=tuple(False for _head in heads),
        rows=tuple(rows),
    )
    return Section(name=name, title=title, parts=(Part(grid=table),))
