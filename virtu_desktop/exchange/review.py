"""A session's record looked back upon: planned and actual side by side, for every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from virtu_desktop.domain.explain import Reason, explain
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import Block, PlannedBlock
from virtu_desktop.domain.presence import Attended, Span, all_attended
from virtu_desktop.domain.roster import expected_mode, expected_people
from virtu_desktop.domain.run import Run, replay, trimmed_by_catch_up
from virtu_desktop.domain.time import Instant
from virtu_desktop.domain.timeline import ProjectedBlock, Projection, project
from virtu_desktop.engine.changes import RunKind, SessionRecord
from virtu_desktop.exchange.record_json import PortableRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedBlock:
    """One block: as planned, and what became of it. number counts from 1."""

    number: int
    block: Block
    planned: PlannedBlock
    actual: ProjectedBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPerson:
    """One person: whether expected, how, and what the stays came to; None for who was not there."""

    person: Participant
    is_expected: bool
    expected_mode: Mode
    attended: Attended | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A record with what follows from it. notes: those that are not private, the oldest first.

    started: None before the run. reasons: why it is, or ended, late or early. people: those who
    were expected or there, by name. names: of everybody in the record. span: the session from its
    actual start to its end, or to the moment from which it is seen; None before the run.
    """

    portable: PortableRecord
    run: Run
    projection: Projection
    blocks: tuple[ReviewedBlock, ...]
    notes: tuple[Note, ...]
    started: Instant | None
    reasons: tuple[Reason, ...]
    people: tuple[ReviewedPerson, ...]
    names: Mapping[PersonId, str]
    span: Span | None

    @property
    def zone(self) -> str:
        """Return the name of the session's time zone."""
        return self.portable.record.session.plan.zone

    @property
    def is_rehearsal(self) -> bool:
        """Say whether the run was a rehearsal."""
        record = self.portable.record.run
        return record is not None and record.kind is RunKind.REHEARSAL

    @property
    def is_begun(self) -> bool:
        """Say whether the session was begun for real."""
        record = self.portable.record.run
        return self.started is not None and record is not None and record.kind is RunKind.LIVE

    @property
    def is_held(self) -> bool:
        """Say whether the session was held for real, to its end."""
        return self.is_begun and self.run.state.ended is not None

    @property
    def group_name(self) -> str:
        """Return the name of the session's group, or ""."""
        return "" if self.portable.group is None else self.portable.group.name


def review(portable: PortableRecord) -> Review:
    """Return the look back on a record; an unfinished run is seen at its last sign of life."""
    record = portable.record
    plan = record.session.plan
    run = replay(plan, () if record.run is None else record.run.events)
    moment = _moment(portable, run)
    projection = project(plan, run.state, moment)
    started = run.state.spells[0].start if run.state.spells else None
    span = None if started is None else Span(started, max(started, moment))
    return Review(
        portable=portable,
        run=run,
        projection=projection,
        blocks=tuple(
            ReviewedBlock(number=number, block=block, planned=planned, actual=actual)
            for number, (block, planned, actual) in enumerate(
                zip(plan.blocks, plan.schedule, projection.rows, strict=True), 1
            )
        ),
        notes=tuple(note for note in record.notes if not note.private),
        started=started,
        reasons=explain(plan, run.state, projection, trimmed_by_catch_up(run)),
        people=_people(record, span),
        names={person.id: person.name for person in record.people},
        span=span,
    )


def _people(record: SessionRecord, span: Span | None) -> tuple[ReviewedPerson, ...]:
    expectations = {one.person: one for one in record.expectations}
    expected = set(
        expected_people(
            record.people, expectations, record.session.group, is_settled=span is not None
        )
    )
    there = {} if span is None else all_attended(record.presences, span)
    return tuple(
        ReviewedPerson(
            person=person,
            is_expected=person.id in expected,
            expected_mode=expected_mode(person, expectations.get(person.id)),
            attended=there.get(person.id),
        )
        for person in record.people
        if person.id in expected or person.id in there
    )


def _moment(portable: PortableRecord, run: Run) -> Instant:
    """Return the instant to look from: the end, else the last that is known of the run."""
    record = portable.record
    known = [run.state.last_event, None if record.run is None else record.run.last_seen]
    return run.state.ended or max(
        (instant for instant in known if instant is not None), default=record.session.plan.start
    )
