"""A session's record looked back upon: planned and actual side by side, for every export."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.explain import Reason, explain
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.plan import Block, PlannedBlock
from virtu_desktop.domain.run import Run, replay, trimmed_by_catch_up
from virtu_desktop.domain.time import Instant
from virtu_desktop.domain.timeline import ProjectedBlock, Projection, project
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.exchange.record_json import PortableRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedBlock:
    """One block: as planned, and what became of it. number counts from 1."""

    number: int
    block: Block
    planned: PlannedBlock
    actual: ProjectedBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A record with what follows from it. notes: those that are not private, the oldest first.

    started: None before the run. reasons: why it is, or ended, late or early.
    """

    portable: PortableRecord
    run: Run
    projection: Projection
    blocks: tuple[ReviewedBlock, ...]
    notes: tuple[Note, ...]
    started: Instant | None
    reasons: tuple[Reason, ...]

    @property
    def zone(self) -> str:
        """Return the name of the session's time zone."""
        return self.portable.record.session.plan.zone

    @property
    def is_rehearsal(self) -> bool:
        """Say whether the run was a rehearsal."""
        record = self.portable.record.run
        return record is not None and record.kind is RunKind.REHEARSAL


def review(portable: PortableRecord) -> Review:
    """Return the look back on a record; an unfinished run is seen at its last sign of life."""
    record = portable.record
    plan = record.session.plan
    run = replay(plan, () if record.run is None else record.run.events)
    projection = project(plan, run.state, _moment(portable, run))
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
        started=run.state.spells[0].start if run.state.spells else None,
        reasons=explain(plan, run.state, projection, trimmed_by_catch_up(run)),
    )


def _moment(portable: PortableRecord, run: Run) -> Instant:
    """Return the instant to look from: the end, else the last that is known of the run."""
    record = portable.record
    known = [run.state.last_event, None if record.run is None else record.run.last_seen]
    return run.state.ended or max(
        (instant for instant in known if instant is not None), default=record.session.plan.start
    )
