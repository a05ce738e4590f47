"""A session's record as a set of CSV files with a codebook (R2).

blocks, events, notes, people (what each person's presence came to) and presence (each stay).

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
from virtu_desktop.domain.presence import Attended, Presence
from virtu_desktop.domain.run import RunEvent, TakeBack
from virtu_desktop.domain.time import SECOND, Duration, Instant, iso_utc, local, zone_named
from virtu_desktop.domain.timeline import Status
from virtu_desktop.exchange.review import Review, ReviewedBlock, ReviewedPerson
from virtu_desktop.i18n import N_, Translator

# The last four are the wide forms of the first four.
_FORMULA = re.compile(r"'*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_ROW = TypeVar("_ROW")

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class CsvFile:
    """One file of the set: ``name`` is that of a table, or codebook."""

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
        "people": _table(review, _PEOPLE, review.people),
        "presence": _table(review, _PRESENCE, review.portable.record.presences),
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
    rows += [["people", column.name, tr(column.meaning)] for column in _PEOPLE]
    rows += [["presence", column.name, tr(column.meaning)] for column in _PRESENCE]
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


def _of_attended(
    figure: Callable[[Review, Attended], Cell],
) -> Callable[[Review, ReviewedPerson], Cell]:
    """Return the cell of a figure that only those who were there have."""
    return lambda review, row: None if row.attended is None else figure(review, row.attended)


def _person_group(review: Review, row: ReviewedPerson) -> Cell:
    group = review.portable.group
    return group.name if group is not None and group.id == row.person.group else None


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
_PEOPLE: Sequence[_Column[ReviewedPerson]] = (
    _Column("person", N_("Id of the person"), lambda _, row: row.person.id),
    _Column("name", N_("Name of the person"), lambda _, row: row.person.name),
    _Column("organisation", N_("Organisation"), lambda _, row: row.person.organisation),
    _Column("site", N_("Site the person belongs to"), lambda _, row: row.person.site),
    _Column("email", N_("E-mail address"), lambda _, row: row.person.email),
    _Column("group", N_("Group, if it is that of the session"), _person_group),
    _Column("tags", N_("Tags"), lambda _, row: ", ".join(row.person.tags)),
    _Column("expected", N_("1: was expected; 0: came without"), lambda _, r: int(r.is_expected)),
    _Column(
        "expected_mode",
        N_("How the person was going to take part: room, remote or site (shared screen)"),
        lambda _, row: row.expected_mode.value,
    ),
    _Column(
        "attended", N_("1: was there; 0: was not"), lambda _, row: int(row.attended is not None)
    ),
    _Column(
        "mode",
        N_("How the person took part for most of the time"),
        _of_attended(lambda _, one: one.mode.value),
    ),
    _Column(
        "first",
        N_("When the person was first there within the session, local time"),
        _of_attended(lambda review, one: _local(review, one.spans[0].start)),
    ),
    _Column(
        "last",
        N_("When the person was last there within the session, local time"),
        _of_attended(lambda review, one: _local(review, one.spans[-1].end)),
    ),
    _Column(
        "present_seconds",
        N_("Time present within the session in seconds, overlaps counted once"),
        _of_attended(lambda _, one: _seconds(one.present)),
    ),
    _Column(
        "session_seconds",
        N_("Length of the session in seconds, actual start to actual end"),
        _of_attended(lambda _, one: _seconds(one.session.length)),
    ),
    _Column(
        "percent",
        N_("Share of the session in whole percent, rounded down"),
        _of_attended(lambda _, one: one.percent),
    ),
    _Column(
        "late_seconds",
        N_("From the start of the session until the person came, in seconds"),
        _of_attended(lambda _, one: _seconds(one.late)),
    ),
    _Column(
        "left_early_seconds",
        N_("From when the person left until the end of the session, in seconds"),
        _of_attended(lambda _, one: _seconds(one.left_early)),
    ),
    _Column(
        "away_seconds",
        N_("Time away between coming and leaving, in seconds"),
        _of_attended(lambda _, one: _seconds(one.away)),
    ),
    _Column(
        "away_times",
        N_("How many times the person was away"),
        _of_attended(lambda _, one: one.away_times),
    ),
)
_PRESENCE: Sequence[_Column[Presence]] = (
    _Column("person", N_("Id of the person"), lambda _, stay: stay.person),
    _Column("name", N_("Name of the person"), lambda r, s: r.names[s.person]),
    _Column("joined", N_("When the stay began, local time"), lambda r, s: _local(r, s.joined)),
    _Column(
        "left",
        N_("When the stay ended, local time; empty: until the session ended"),
        lambda review, stay: _local(review, stay.left),
    ),
    _Column("joined_utc", N_("When the stay began, UTC"), lambda _, stay: iso_utc(stay.joined)),
    _Column(
        "left_utc",
        N_("When the stay ended, UTC"),
        lambda _, stay: None if stay.left is None else iso_utc(stay.left),
    ),
    _Column("mode", N_("room, remote or site (shared screen)"), lambda _, s: s.mode.value),
    _Column("site", N_("Site of the shared screen"), lambda _, stay: stay.site),
    _Column(
        "source",
        N_("Who says so: door, trainer, import or phone"),
        lambda _, stay: stay.source.value,
    ),
    _Column(
        "leaving",
        N_("How the stay ended: left, away or line_lost"),
        lambda _, stay: None if stay.is_open else stay.leaving.value,
    ),
    _Column("presence", N_("Id of the stay"), lambda _, stay: stay.id),
)
