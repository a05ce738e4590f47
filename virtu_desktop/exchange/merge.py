"""Two laptops' records of one session become one: a union without duplicates (R3).

Everything has an id, so what both have is kept once. Where both say different things of the same
id there is a conflict with both values; ours stays unless theirs is chosen. Merging the same record
again changes nothing. Events of a run are never changed or left out: of two different runs one is
the record, the other is kept beside it when theirs is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.polls import Ballot, Count, Poll, Round
from virtu_desktop.domain.presence import Presence
from virtu_desktop.domain.pseudonyms import NameFinder, pseudonym
from virtu_desktop.domain.time import Duration, Instant
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
    SaveNote,
    SavePeople,
    SavePresences,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.poll_changes import (
    SaveBallots,
    SaveCount,
    SaveRound,
    SaveSecret,
    whole_poll,
)
from virtu_desktop.engine.room_changes import SaveRooms
from virtu_desktop.exchange import merge_words
from virtu_desktop.i18n import Translator

_T = TypeVar("_T")
_MOMENT = Duration(1)


class Subject(StrEnum):
    """What a conflict is about."""

    PLAN = "plan"
    RUN = "run"
    PERSON = "person"
    EXPECTATION = "expectation"
    PRESENCE = "presence"
    NOTE = "note"
    ROOMS = "rooms"
    POLL = "poll"
    BALLOT = "ballot"
    SECRET = "secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Both records say different things. number: from 1. ours, theirs: both in short.

    can_take: theirs can be chosen; else ours stays in any case.
    """

    number: int
    subject: Subject
    id: str
    ours: str
    theirs: str
    can_take: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What makes one record of two: changes to ours, how many things are new, the conflicts."""

    changes: tuple[Change, ...]
    added: int
    conflicts: tuple[Conflict, ...]


def merge(
    ours: SessionRecord, theirs: SessionRecord, tr: Translator, *, take: Collection[int] = ()
) -> Merge:
    """Return how their record of the same session is taken into ours.

    tr: speaks the values of the conflicts. take: the numbers of those in which theirs is chosen.
    Raises ValueError for records of different sessions.
    """
    if ours.session.id != theirs.session.id:
        raise ValueError("these are records of different sessions")
    people = (*ours.people, *ours.others)
    return _Merger(ours, without_erased(theirs, people), tr, frozenset(take)).merged()


def without_erased(theirs: SessionRecord, ours: Iterable[Participant]) -> SessionRecord:
    """Return their record without the names of people whom ours has erased.

    Who was erased here must not come back with a record that was made before.
    """
    erased = {person.id: person for person in ours if person.name == pseudonym(person.id)}
    named = [person for person in theirs.people if person.id in erased]
    if not named:
        return theirs
    finders = [
        NameFinder.alone(
            person,
            [other for other in theirs.people if other.id != person.id],
            pseudonym(person.id),
        )
        for person in named
    ]

    def hidden(text: str) -> str:
        for finder in finders:
            text = finder.replaced(text)
        return text

    def hidden_mention(text: str) -> str:
        return next((label for one in finders if (label := one.mentioned(text))), text)

    def hidden_round(round_: Round) -> Round:
        ballots = tuple(
            replace(one, name=hidden(one.name), written=hidden(one.written))
            for one in round_.ballots
        )
        return replace(round_, ballots=ballots)

    return replace(
        theirs,
        people=tuple(erased.get(person.id, person) for person in theirs.people),
        notes=tuple(
            replace(
                note,
                text=hidden(note.text),
                persons=tuple(hidden_mention(person) for person in note.persons),
            )
            for note in theirs.notes
        ),
        polls=tuple(
            replace(poll, rounds=tuple(hidden_round(one) for one in poll.rounds))
            for poll in theirs.polls
        ),
    )


class _Merger:
    """Collects the changes, in the order in which they can be saved."""

    def __init__(
        self,
        ours: SessionRecord,
        theirs: SessionRecord,
        tr: Translator,
        take: frozenset[int],
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._tr = tr
        self._take = take
        self._session = ours.session.id
        self._changes: list[Change] = []
        self._conflicts: list[Conflict] = []
        self._added = 0

    def merged(self) -> Merge:
        self._merge_plan()
        self._merge_people()
        self._merge_run()
        notes = self._union(
            Subject.NOTE,
            self._ours.notes,
            self._theirs.notes,
            lambda note: note.id,
            lambda own, other: merge_words.note_words(self._tr, own, other),
        )
        self._changes += (SaveNote(session=self._session, note=note) for note in notes)
        rounds = self._union(
            Subject.ROOMS,
            self._ours.rounds,
            self._theirs.rounds,
            lambda one: one.id,
            lambda own, other: merge_words.rooms_words(self._tr, own, other, self._names()),
        )
        self._changes += (SaveRooms(session=self._session, round=one) for one in rounds)
        self._merge_polls()
        return Merge(
            changes=tuple(self._changes),
            added=self._added,
            conflicts=tuple(self._conflicts),
        )

    def _merge_plan(self) -> None:
        ours, theirs = self._ours.session, self._theirs.session
        if ours != theirs and self._is_taken(
            Subject.PLAN, ours.id, merge_words.plan_words(self._tr, ours, theirs)
        ):
            self._changes.append(SaveSession(session=theirs))

    def _merge_people(self) -> None:
        known = {person.id: person for person in (*self._ours.others, *self._ours.people)}
        people = self._union(
            Subject.PERSON,
            known.values(),
            self._theirs.people,
            lambda person: person.id,
            merge_words.person_words,
        )
        if people:
            self._changes.append(SavePeople(people=tuple(people)))
        names, zone = self._names(), self._ours.session.plan.zone
        expectations = self._union(
            Subject.EXPECTATION,
            self._ours.expectations,
            self._theirs.expectations,
            lambda one: one.person,
            lambda own, other: merge_words.expectation_words(self._tr, own, other, names),
        )
        if expectations:
            change = SaveExpectations(session=self._session, expectations=tuple(expectations))
            self._changes.append(change)
        stays = self._union(
            Subject.PRESENCE,
            self._ours.presences,
            self._theirs.presences,
            lambda stay: stay.id,
            lambda own, other: merge_words.stay_words(self._tr, own, other, names, zone),
        )
        # The same stay ticked on both laptops: each gave it an id of its own.
        doubles = {_told(stay) for stay in self._ours.presences}
        new = tuple(stay for stay in stays if self._is_ours(stay) or _told(stay) not in doubles)
        self._added -= len(stays) - len(new)
        if new:
            self._changes.append(SavePresences(session=self._session, presences=new))
        fixed = {one.id for one in self._ours.corrections}
        corrections = tuple(one for one in self._theirs.corrections if one.id not in fixed)
        if corrections:
            self._added += len(corrections)
            change_ = RecordCorrections(session=self._session, corrections=corrections)
            self._changes.append(change_)
        tagged = {one.id for one in self._ours.note_corrections}
        tags = tuple(one for one in self._theirs.note_corrections if one.id not in tagged)
        if tags:
            self._added += len(tags)
            self._changes.append(RecordNoteCorrections(session=self._session, corrections=tags))

    def _names(self) -> dict[PersonId, str]:
        return {person.id: person.name for person in (*self._theirs.people, *self._ours.people)}

    def _is_ours(self, stay: Presence) -> bool:
        return any(own.id == stay.id for own in self._ours.presences)

    def _merge_run(self) -> None:
        ours, theirs = self._ours.run, self._theirs.run
        if theirs is None:
            return
        if ours is None:
            self._changes += _whole_run(self._ours, theirs, _opened(theirs))
            self._added += len(theirs.events)
        elif ours.id == theirs.id:
            self._merge_events(ours, theirs)
        elif self._is_taken(Subject.RUN, theirs.id, merge_words.run_words(self._tr, ours, theirs)):
            # The newest run is the record; ours stays in the library beside it.
            last = max((event.at for event in ours.events), default=Instant(0))
            at = Instant(max(_opened(ours), last, ours.last_seen or 0) + _MOMENT)
            self._changes += _whole_run(self._ours, theirs, at)

    def _merge_events(self, ours: RunRecord, theirs: RunRecord) -> None:
        common = len(ours.events)
        if theirs.events[:common] == ours.events:
            if more := theirs.events[common:]:
                self._added += len(more)
                self._changes.append(AppendEvents(run=ours.id, events=more))
        elif ours.events[: len(theirs.events)] != theirs.events:
            self._is_taken(
                Subject.RUN,
                ours.id,
                merge_words.run_words(self._tr, ours, theirs),
                can_take=False,
            )
        new = [one for one in theirs.incidents if one not in ours.incidents]
        self._added += len(new)
        self._changes += (RecordIncident(run=ours.id, incident=one) for one in new)

    def _merge_polls(self) -> None:
        known = {poll.id: poll for poll in self._ours.polls}
        for poll in self._theirs.polls:
            own = known.get(poll.id)
            if own is None:
                self._added += 1
                self._changes += whole_poll(self._session, poll)
            elif own != poll:
                self._merge_poll(own, poll)

    def _merge_poll(self, ours: Poll, theirs: Poll) -> None:
        if ours.question != theirs.question:
            # Ballots speak of places in the question: theirs would say something else in ours.
            self._is_taken(
                Subject.POLL,
                ours.id,
                (ours.question.text, theirs.question.text),
                can_take=False,
            )
            return
        known = {one.id: one for one in ours.rounds}
        for round_ in theirs.rounds:
            own = known.get(round_.id)
            if own is None:
                self._added += 1
                self._changes += _whole_round(round_)
            elif own != round_:
                self._merge_round(ours, own, round_)

    def _merge_round(self, poll: Poll, ours: Round, theirs: Round) -> None:
        def words(own: Ballot | Count, other: Ballot | Count) -> tuple[str, str]:
            return merge_words.answer_words(self._tr, poll, own, other)

        ballots = self._union(
            Subject.BALLOT,
            ours.ballots,
            theirs.ballots,
            lambda ballot: ballot.id,
            words,
        )
        if ballots:
            self._changes.append(SaveBallots(ballots=tuple(ballots)))
        counts = self._union(
            Subject.BALLOT,
            ours.counts,
            theirs.counts,
            lambda count: count.id,
            words,
        )
        self._changes += (SaveCount(count=count) for count in counts)
        if not ours.secret and theirs.secret:
            self._added += len(theirs.secret)
            self._changes.append(
                SaveSecret(round=ours.id, ballots=theirs.secret, parts=theirs.secret_parts)
            )
        elif ours.secret and theirs.secret and ours.secret != theirs.secret:
            # Secret ballots carry nothing by which the same ones could be recognised.
            self._is_taken(
                Subject.SECRET,
                ours.id,
                merge_words.secret_words(self._tr, ours.secret, theirs.secret),
                can_take=False,
            )

    def _union(
        self,
        subject: Subject,
        ours: Iterable[_T],
        theirs: Iterable[_T],
        key: Callable[[_T], str],
        words: Callable[[_T, _T], tuple[str, str]],
    ) -> list[_T]:
        """Return what of theirs is to be saved: what is new, and what was chosen over ours."""
        known = {key(one): one for one in ours}
        saved = []
        for one in theirs:
            own = known.get(key(one))
            if own is None:
                self._added += 1
                saved.append(one)
            elif own != one and self._is_taken(subject, key(one), words(own, one)):
                saved.append(one)
        return saved

    def _is_taken(
        self, subject: Subject, id_: str, values: tuple[str, str], *, can_take: bool = True
    ) -> bool:
        """Note a conflict with both values, and say whether theirs was chosen."""
        ours, theirs = values
        number = len(self._conflicts) + 1
        self._conflicts.append(
            Conflict(
                number=number, subject=subject, id=id_, ours=ours, theirs=theirs, can_take=can_take
            )
        )
        return can_take and number in self._take


def _whole_round(round_: Round) -> Iterator[Change]:
    yield SaveRound(round=round_)
    if round_.ballots:
        yield SaveBallots(ballots=round_.ballots)
    yield from (SaveCount(count=count) for count in round_.counts)
    if round_.secret:
        yield SaveSecret(round=round_.id, ballots=round_.secret, parts=round_.secret_parts)


def _whole_run(ours: SessionRecord, run: RunRecord, at: Instant) -> Iterator[Change]:
    yield OpenRun(run=run.id, session=ours.session.id, kind=run.kind, plan=run.plan_at_start, at=at)
    if run.events:
        yield AppendEvents(run=run.id, events=run.events)
    yield from (RecordIncident(run=run.id, incident=one) for one in run.incidents)
    if run.last_seen is not None:
        yield Heartbeat(run=run.id, at=run.last_seen)


def _opened(run: RunRecord) -> Instant:
    return run.events[0].at if run.events else run.last_seen or run.plan_at_start.start


def _told(stay: Presence) -> tuple[PersonId, Instant, Instant | None]:
    return stay.person, stay.joined, stay.left
