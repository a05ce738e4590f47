"""A session record that comes back: recognised by its content, told as changes of a library."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator

from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import (
    AppendEvents,
    Change,
    Heartbeat,
    OpenRun,
    RecordCorrections,
    RecordIncident,
    RecordNoteCorrections,
    RunRecord,
    SaveExpectations,
    SaveGroup,
    SaveNote,
    SavePeople,
    SavePresences,
    SaveProgramme,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.poll_changes import whole_poll
from virtu_desktop.engine.room_changes import SaveRooms
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.record_json import FORMAT, BadRecord, PortableRecord
from virtu_desktop.i18n import N_


class AlreadyThere(KnownError):
    """The library has the session, or a part of its record, already."""

    def __init__(self, title: str) -> None:
        """Name the session."""
        super().__init__(
            N_("The session “{title}” is in the library already. Nothing was imported."),
            title=title,
        )


def is_record(data: bytes) -> bool:
    """Say whether a file is meant as a session record, also a damaged or a newer one."""
    start = data.removeprefix(BOM_UTF8).lstrip()[:1]
    return start == b"{" and f'"{FORMAT}"'.encode() in data


def check_new(portable: PortableRecord, there: Iterable[SessionRecord]) -> None:
    """Raise AlreadyThere when the session or a part of it is in one of the records."""
    session, run = portable.record.session, portable.record.run
    notes = {note.id for note in portable.record.notes}
    stays = {stay.id for stay in portable.record.presences}
    polls = {poll.id for poll in portable.record.polls}
    rounds = {one.id for one in portable.record.rounds}
    for record in there:
        has_run = run is not None and record.run is not None and record.run.id == run.id
        has_note = not notes.isdisjoint(note.id for note in record.notes)
        has_stay = not stays.isdisjoint(stay.id for stay in record.presences)
        has_poll = not polls.isdisjoint(poll.id for poll in record.polls)
        has_round = not rounds.isdisjoint(one.id for one in record.rounds)
        is_there = record.session.id == session.id or has_run
        if is_there or has_note or has_stay or has_poll or has_round:
            raise AlreadyThere(record.session.title)


def changes_of(
    portable: PortableRecord,
    *,
    has_programme: bool,
    has_group: bool,
    known_people: Collection[PersonId] = (),
) -> tuple[Change, ...]:
    """Return what makes the record part of a library, to be saved together.

    has_programme, has_group, known_people: the library has them, and keeps them as they are there.
    Raises BadRecord when session, group, programme and people do not belong together.
    """
    record = portable.record
    _check_belonging(portable)
    changes: list[Change] = []
    if portable.programme is not None and not has_programme:
        changes.append(SaveProgramme(programme=portable.programme))
    if portable.group is not None and not has_group:
        changes.append(SaveGroup(group=portable.group))
    changes.append(SaveSession(session=record.session))
    changes += _people_changes(record, known_people)
    if record.run is not None:
        changes += _run_changes(record.session, record.run)
    changes += (SaveNote(session=record.session.id, note=note) for note in record.notes)
    changes += (SaveRooms(session=record.session.id, round=one) for one in record.rounds)
    for poll in record.polls:
        changes += whole_poll(record.session.id, poll)
    return tuple(changes)


def _people_changes(record: SessionRecord, known_people: Collection[PersonId]) -> Iterator[Change]:
    session = record.session.id
    new = tuple(person for person in record.people if person.id not in known_people)
    if new:
        yield SavePeople(people=new)
    if record.expectations:
        yield SaveExpectations(session=session, expectations=record.expectations)
    if record.presences:
        yield SavePresences(session=session, presences=record.presences)
    if record.corrections:
        yield RecordCorrections(session=session, corrections=record.corrections)
    if record.note_corrections:
        yield RecordNoteCorrections(session=session, corrections=record.note_corrections)


def _run_changes(session: Session, run: RunRecord) -> Iterator[Change]:
    yield OpenRun(
        run=run.id,
        session=session.id,
        kind=run.kind,
        plan=run.plan_at_start,
        at=_opened(run),
    )
    if run.events:
        yield AppendEvents(run=run.id, events=run.events)
    for incident in run.incidents:
        yield RecordIncident(run=run.id, incident=incident)
    if run.last_seen is not None:
        yield Heartbeat(run=run.id, at=run.last_seen)


def _opened(run: RunRecord) -> Instant:
    """Return when the run began; the record does not say it but by its first event."""
    return run.events[0].at if run.events else run.last_seen or run.plan_at_start.start


def _check_belonging(portable: PortableRecord) -> None:
    group, programme = portable.group, portable.programme
    if (
        portable.record.session.group != (None if group is None else group.id)
        or (group is not None and (programme is None or programme.id != group.programme))
        or (group is None and programme is not None)
        or not {person.programme for person in portable.record.people}
        <= {portable.record.programme}
    ):
        raise BadRecord(
            N_("This session record cannot be read: {reason}"),
            reason="session, group, programme and people do not belong together",
        )
