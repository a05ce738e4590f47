"""A session's record as a set of CSV files: blocks, events, notes, and a codebook (R2).

UTF-8, RFC 4180. Column names are English in every language; the codebook explains them. Private
notes and trainer notes are left out. The same record gives the same bytes.

A text that a spreadsheet would take for a formula gets an apostrophe in front (T8); ``unescape``
takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from virtu_desktop.domain.events import Event
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.run import RunEvent, TakeBack
from virtu_desktop.domain.time import SECOND, Duration, Instant, iso_utc, local, zone_named
from virtu_desktop.domain.timeline import Status
from virtu_desktop.exchange.review import Review, ReviewedBlock
from virtu_desktop.i18n import N_, Translator

# The last four are the wide forms of the first four.
_FORMULA = re.compile(r"'*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_ROW = TypeVar("_ROW")

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class CsvFile:
    """One file of the set: ``name`` is blocks, events, notes or codebook."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Column(Generic[_ROW]):
    """A column: its name, what it means, and how a row gives its cell."""

    name: str
    meaning: str
    cell: Callable[[Review, _ROW], Cell]


def csv_set(review: Review, tr: Translator, *, excel_fi: bool = False) -> tuple[CsvFile, ...]:
    """Return the files. excel_fi: byte order mark and semicolons, as Finnish Excel wants them."""
    events = () if review.portable.record.run is None else review.portable.record.run.events
    tables = {
        "blocks": _table(review, _BLOCKS, review.blocks),
        "events": _table(review, _EVENTS, events),
        "notes": _table(review, _NOTES, review.notes),
        "codebook": _codebook(tr),
    }
    return tuple(CsvFile(name, _encoded(rows, excel_fi)) for name, rows in tables.items())


def escape(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula.

    >>> escape("=1+1"), escape("1+1"), escape("'=1")
    ("'=1+1", '1+1', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(cell: str) -> str:
    """Return the text that ``escape`` made the cell from.

    >>> unescape(escape("'=1"))
    "'=1"
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _table(
    review: Review, columns: Sequence[_Column[_ROW]], rows: Iterable[_ROW]
) -> list[list[Cell]]:
    head: list[Cell] = [column.name for column in columns]
    return [head, *([column.cell(review, row) for column in columns] for row in rows)]


def _codebook(tr: Translator) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["file", "column", "meaning"]]
    rows += [["blocks", column.name, tr(column.meaning)] for column in _BLOCKS]
    rows += [["events", column.name, tr(column.meaning)] for column in _EVENTS]
    rows += [["notes", column.name, tr(column.meaning)] for column in _NOTES]
    return rows


def _encoded(rows: Iterable[Sequence[Cell]], excel_fi: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if excel_fi else ",")
    for row in rows:
        writer.writerow([escape(cell) if isinstance(cell, str) else cell for cell in row])
    return ((_BOM if excel_fi else "") + text.getvalue()).encode()


def _local(review: Review, instant: Instant | None) -> str | None:
    """Return date and time in the session's zone to the second, as spreadsheets read them."""
    if instant is None:
        return None
    zone = zone_named(review.zone)
    return f"{local(instant, zone):%Y-%m-%d %H:%M:%S}"


def _seconds(ms: Duration | None) -> int | None:
    return None if ms is None else (ms + SECOND // 2) // SECOND


def _ran(row: ReviewedBlock) -> bool:
    return row.actual.status in (Status.DONE, Status.CURRENT)


def _actual_start(review: Review, row: ReviewedBlock) -> Cell:
    return _local(review, row.actual.start) if _ran(row) else None


def _actual_end(review: Review, row: ReviewedBlock) -> Cell:
    return _local(review, row.actual.end) if row.actual.status is Status.DONE else None


def _late(_review: Review, row: ReviewedBlock) -> Cell:
    return _seconds(row.actual.late) if _ran(row) else None


def _fact(event: RunEvent) -> Event | None:
    return event.fact if isinstance(event.fact, Event) else None


def _event_type(_review: Review, event: RunEvent) -> Cell:
    return "take_back" if isinstance(event.fact, TakeBack) else event.fact.type.value


def _event_block(_review: Review, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None else fact.block


def _event_ms(_review: Review, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None else fact.ms


def _event_to(_review: Review, event: RunEvent) -> Cell:
    fact = _fact(event)
    return None if fact is None or fact.to is None else iso_utc(fact.to)


def _takes_back(_review: Review, event: RunEvent) -> Cell:
    return event.fact.action if isinstance(event.fact, TakeBack) else None


def _counts(review: Review, event: RunEvent) -> Cell:
    return int(any(event is counting for counting in review.run.counting))


def _note_block_title(review: Review, note: Note) -> Cell:
    plan = review.portable.record.session.plan
    return plan.block(note.block).title if note.block in plan.positions else None


_BLOCKS: Sequence[_Column[ReviewedBlock]] = (
    _Column("number", N_("Place of the block in the plan, from 1"), lambda _, row: row.number),
    _Column("block", N_("Id of the block"), lambda _, row: row.block.id),
    _Column("title", N_("Title of the block"), lambda _, row: row.block.title),
    _Column("kind", N_("Kind of the block"), lambda _, row: row.block.kind.value),
    _Column("owner", N_("Who leads the block"), lambda _, row: row.block.owner),
    _Column(
        "planned_start",
        N_("Planned start, local time"),
        lambda review, row: _local(review, row.planned.start),
    ),
    _Column(
        "planned_end",
        N_("Planned end, local time"),
        lambda review, row: _local(review, row.planned.end),
    ),
    _Column(
        "planned_seconds",
        N_("Planned length in seconds"),
        lambda _, row: _seconds(row.block.length),
    ),
    _Column("status", N_("What became of the block"), lambda _, row: row.actual.status.value),
    _Column("actual_start", N_("Actual start, local time"), _actual_start),
    _Column("actual_end", N_("Actual end, local time"), _actual_end),
    _Column(
        "actual_seconds",
        N_("How long the block ran in seconds, pauses taken out"),
        lambda _, row: _seconds(row.actual.elapsed),
    ),
    _Column("late_seconds", N_("Actual minus planned start in seconds"), _late),
)
_EVENTS: Sequence[_Column[RunEvent]] = (
    _Column("at_utc", N_("When it happened, UTC"), lambda _, event: iso_utc(event.at)),
    _Column("at", N_("When it happened, local time"), lambda r, event: _local(r, event.at)),
    _Column("type", N_("What happened"), _event_type),
    _Column("block", N_("Id of the block"), _event_block),
    _Column("ms", N_("Change of the block's length in milliseconds"), _event_ms),
    _Column("to_utc", N_("The instant that was set, UTC"), _event_to),
    _Column("cause", N_("Why it was recorded"), lambda _, event: event.cause.value),
    _Column("action", N_("Id of the action; its events stand together"), lambda _, e: e.action),
    _Column("takes_back", N_("Id of the action that was taken back"), _takes_back),
    _Column("counts", N_("1: counts; 0: was taken back, or takes something back"), _counts),
    _Column("event", N_("Id of the event"), lambda _, event: event.id),
)
_NOTES: Sequence[_Column[Note]] = (
    _Column("at", N_("When it was written, local time"), lambda r, note: _local(r, note.at)),
    _Column("tag", N_("What the note is"), lambda _, note: note.tag.value),
    _Column("text", N_("Text of the note"), lambda _, note: note.text),
    _Column("persons", N_("Persons named in the note"), lambda _, n: ", ".join(n.persons)),
    _Column("block", N_("Id of the block"), lambda _, note: note.block),
    _Column("block_title", N_("Title of the block"), _note_block_title),
    _Column("note", N_("Id of the note"), lambda _, note: note.id),
)
