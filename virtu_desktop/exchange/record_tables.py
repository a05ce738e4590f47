"""The tables of one session's record, from its blocks and people to its single events (R2).

Private notes, trainers' notes and the unfinished line are never in them.
"""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.domain.events import Event
from virtu_desktop.domain.incidents import Incident
from virtu_desktop.domain.run import Cause, RunEvent, TakeBack
from virtu_desktop.domain.time import iso_utc
from virtu_desktop.domain.timeline import Status
from virtu_desktop.exchange.record_notes import note_tables
from virtu_desktop.exchange.record_people import people_tables
from virtu_desktop.exchange.record_polls import poll_tables
from virtu_desktop.exchange.record_rooms import room_tables
from virtu_desktop.exchange.record_view import View, block_cell
from virtu_desktop.exchange.review import Review, ReviewedBlock
from virtu_desktop.exchange.sheet import Cell, Coded, Field, Kind, Table, make_table
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import incident_words, kind_word, status_word


def record_tables(review: Review, tr: Translator) -> tuple[Table, ...]:
    """Return the tables of a record in the order in which they are shown."""
    view = View(review, tr)
    run = review.portable.record.run
    zone = review.zone
    return (
        make_table(
            "blocks", tr("Blocks"), _BLOCKS, view, review.blocks, tr, zone=zone, key=("block",)
        ),
        *people_tables(review, tr),
        *room_tables(review, tr),
        *poll_tables(review, tr),
        *note_tables(review, tr),
        make_table(
            "incidents",
            tr("Incidents"),
            _INCIDENTS,
            view,
            () if run is None else [one for one in run.incidents if one.is_worth_telling],
            tr,
            zone=zone,
        ),
        make_table(
            "events",
            tr("Events"),
            _EVENTS,
            view,
            () if run is None else run.events,
            tr,
            zone=zone,
            key=("event",),
        ),
    )


def _ran(row: ReviewedBlock) -> bool:
    return row.actual.status in (Status.DONE, Status.CURRENT)


def _fact(event: RunEvent) -> Event | None:
    return event.fact if isinstance(event.fact, Event) else None


def _event_type(view: View, event: RunEvent) -> Cell:
    code = "take_back" if isinstance(event.fact, TakeBack) else event.fact.type.value
    return Coded(code, view.tr(_EVENT_WORDS[code]))


def _event_block_title(view: View, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None else block_cell(view, fact.block)


def _event_block(_view: View, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None else fact.block


def _event_blockblock_cell(view: View, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None else block_cell(view, fact.block)


def _event_ms(_view: View, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None else fact.ms


def _event_to(_view: View, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None or fact.to is None else iso_utc(fact.to)


def _takes_back(_view: View, event: RunEvent) -> Cell:
    return event.fact.action if isinstance(event.fact, TakeBack) else None


def _counts(view: View, event: RunEvent) -> Cell:
    return int(any(event is counting for counting in view.review.run.counting))


_EVENT_WORDS: dict[str, str] = {
    "start": N_("block started"),
    "pause": N_("paused"),
    "resume": N_("resumed"),
    "adjust": N_("length changed"),
    "skip": N_("skipped"),
    "restore": N_("restored"),
    "correct_start": N_("start corrected"),
    "end": N_("session ended"),
    "agree_end": N_("end agreed"),
    "rooms": N_("rooms back"),
    "take_back": N_("taken back"),
}
_CAUSE_WORDS: dict[Cause, str] = {
    Cause.TRAINER: N_("trainer"),
    Cause.CATCH_UP: N_("catch-up"),
    Cause.SLEEP: N_("sleep"),
    Cause.AUTO_ADVANCE: N_("by itself"),
    Cause.REHEARSAL: N_("rehearsal"),
}
_BLOCKS: Sequence[Field[View, ReviewedBlock]] = (
    Field(
        "number",
        N_("No."),
        N_("Place of the block in the plan, from 1"),
        Kind.COUNT,
        lambda _, row: row.number,
        6,
    ),
    Field(
        "block",
        N_("Block id"),
        N_("Id of the block"),
        Kind.TEXT,
        lambda _, row: row.block.id,
        is_detail=True,
    ),
    Field(
        "title",
        N_("Block"),
        N_("Title of the block"),
        Kind.TEXT,
        lambda _, row: row.block.title,
        38,
    ),
    Field(
        "kind",
        N_("Kind"),
        N_("Kind of the block"),
        Kind.WORD,
        lambda v, row: Coded(row.block.kind.value, kind_word(v.tr, row.block.kind)),
        16,
    ),
    Field(
        "owner", N_("Owner"), N_("Who leads the block"), Kind.TEXT, lambda _, r: r.block.owner, 16
    ),
    Field(
        "planned_start",
        N_("Planned start"),
        N_("Planned start, local time"),
        Kind.INSTANT,
        lambda _, row: row.planned.start,
        13,
    ),
    Field(
        "planned_end",
        N_("Planned end"),
        N_("Planned end, local time"),
        Kind.INSTANT,
        lambda _, row: row.planned.end,
        13,
        is_detail=True,
    ),
    Field(
        "planned_seconds",
        N_("Planned length"),
        N_("Planned length in seconds"),
        Kind.LENGTH,
        lambda _, row: row.block.length,
        14,
    ),
    Field(
        "status",
        N_("Status"),
        N_("What became of the block"),
        Kind.WORD,
        lambda v, row: Coded(row.actual.status.value, status_word(v.tr, row.actual.status)),
        13,
    ),
    Field(
        "actual_start",
        N_("Actual start"),
        N_("Actual start, local time"),
        Kind.INSTANT,
        lambda _, row: row.actual.start if _ran(row) else None,
        13,
    ),
    Field(
        "actual_end",
        N_("Actual end"),
        N_("Actual end, local time"),
        Kind.INSTANT,
        lambda _, row: row.actual.end if row.actual.status is Status.DONE else None,
        13,
        is_detail=True,
    ),
    Field(
        "actual_seconds",
        N_("Took"),
        N_("How long the block ran in seconds, pauses taken out"),
        Kind.LENGTH,
        lambda _, row: row.actual.elapsed if _ran(row) else None,
        12,
    ),
    Field(
        "late_seconds",
        N_("Began late, min"),
        N_("Actual minus planned start in seconds"),
        Kind.SHIFT,
        lambda _, row: row.actual.late if _ran(row) else None,
        12,
    ),
)
_INCIDENTS: Sequence[Field[View, Incident]] = (
    Field(
        "at",
        N_("Time"),
        N_("When it was noticed, local time"),
        Kind.INSTANT,
        lambda _, incident: incident.at,
        10,
    ),
    Field(
        "kind",
        N_("What happened"),
        N_("What happened to the computer"),
        Kind.WORD,
        lambda v, incident: Coded(incident.kind.value, incident_words(v.tr, incident)),
        60,
    ),
    Field(
        "seconds",
        N_("Length, min"),
        N_("How long it lasted, or how far the clock was set, in seconds"),
        Kind.SHIFT,
        lambda _, incident: incident.length,
        12,
        is_detail=True,
    ),
)
_EVENTS: Sequence[Field[View, RunEvent]] = (
    Field(
        "at_utc",
        N_("Time, UTC"),
        N_("When it happened, UTC"),
        Kind.TEXT,
        lambda _, event: iso_utc(event.at),
        26,
        is_detail=True,
    ),
    Field(
        "at",
        N_("Time"),
        N_("When it happened, local time"),
        Kind.INSTANT,
        lambda _, event: event.at,
        10,
    ),
    Field("type", N_("What happened"), N_("What happened"), Kind.WORD, _event_type, 24),
    Field("block", N_("Block id"), N_("Id of the block"), Kind.TEXT, _event_block, is_detail=True),
    Field("block_title", N_("Block"), N_("Title of the block"), Kind.TEXT, _event_block_title, 30),
    Field(
        "ms",
        N_("Change, ms"),
        N_("Change of the block's length in milliseconds"),
        Kind.COUNT,
        _event_ms,
        is_detail=True,
    ),
    Field(
        "to_utc",
        N_("To, UTC"),
        N_("The instant that was set, UTC"),
        Kind.TEXT,
        _event_to,
        26,
        is_detail=True,
    ),
    Field(
        "cause",
        N_("Why"),
        N_("Why it was recorded"),
        Kind.WORD,
        lambda v, event: Coded(event.cause.value, v.tr(_CAUSE_WORDS[event.cause])),
        16,
    ),
    Field(
        "action",
        N_("Action"),
        N_("Id of the action; its events stand together"),
        Kind.TEXT,
        lambda _, event: event.action,
        is_detail=True,
    ),
    Field(
        "takes_back",
        N_("Takes back"),
        N_("Id of the action that was taken back"),
        Kind.TEXT,
        _takes_back,
        is_detail=True,
    ),
    Field(
        "counts",
        N_("Counts"),
        N_("1: counts; 0: was taken back, or takes something back"),
        Kind.FLAG,
        _counts,
        9,
    ),
    Field(
        "event",
        N_("Event id"),
        N_("Id of the event"),
        Kind.TEXT,
        lambda _, event: event.id,
        is_detail=True,
    ),
)
