"""The figures of a session that has run, or runs: what is shown large, and one row a block."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from virtu_desktop.domain.notes import Note, NoteTag
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.presence import Attended
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Phase, Projection, Status
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import (
    block_title,
    clock_text,
    late_words,
    minutes_text,
    near_clock_text,
    status_word,
    whole_minutes,
)

RAN = (Status.DONE, Status.CURRENT)


class Behind(StrEnum):
    """Which rows stand behind a figure of a session."""

    PEOPLE = "people"
    SHARES = "shares"
    LATENESS = "lateness"
    BLOCKS = "blocks"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it means. behind: its rows, None where they are told elsewhere."""

    value: str
    caption: str
    behind: Behind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """One block in words; ``over`` in whole minutes, None where there is nothing to say yet."""

    block: Block
    title: str
    planned_start: str
    actual_start: str
    planned_minutes: str
    actual_minutes: str
    over: int | None


def figures(
    tr: Translator, plan: Plan, projection: Projection, notes: Sequence[Note]
) -> tuple[Figure, ...]:
    """Return the figures at the top, in their order."""
    return (
        _end(tr, plan, projection),
        _most_behind(tr, plan, projection),
        _blocks(tr, plan, projection),
        _notes(tr, notes),
    )


def attendance_figures(
    tr: Translator, expected: Collection[PersonId], there: Mapping[PersonId, Attended]
) -> tuple[Figure, ...]:
    """Return how many of the expected were there, and the median of their shares; () for nobody."""
    if not expected and not there:
        return ()
    came = sum(person in there for person in expected)
    value = tr("{came} of {invited}", came=came, invited=len(expected))
    remote = sum(one.mode is Mode.REMOTE for one in there.values())
    caption = tr("attended")
    if remote:
        caption = tr.plural("attended, {count} remote", "attended, {count} remote", remote)
    walk_ins = len(there) - came
    if walk_ins:
        words = tr.plural("{count} walk-in", "{count} walk-ins", walk_ins)
        caption = f"{caption}, {words}"
    shown = [Figure(value, caption, Behind.PEOPLE)]
    if there:
        middle = int(median(one.percent for one in there.values()))
        words = tr("of the time present, median")
        shown.append(Figure(tr("{count} %", count=middle), words, Behind.SHARES))
    return tuple(shown)


def block_rows(tr: Translator, plan: Plan, projection: Projection) -> tuple[BlockRow, ...]:
    """Return planned and actual times of every block."""
    rows = []
    for block, planned, actual in zip(plan.blocks, plan.schedule, projection.rows, strict=True):
        has_run = actual.status in RAN
        over = whole_minutes(Duration(actual.elapsed - block.length)) if has_run else None
        if actual.status is Status.CURRENT and over is not None and over <= 0:
            # It still runs: that it has not used its time yet says nothing.
            over = None
        start = actual.start if has_run else None
        rows.append(
            BlockRow(
                block=block,
                title=block_title(tr, plan, block.id),
                planned_start=clock_text(tr, planned.start, plan.zone),
                actual_start="" if start is None else clock_text(tr, start, plan.zone),
                planned_minutes=minutes_text(tr, block.length),
                actual_minutes=minutes_text(tr, actual.elapsed)
                if has_run
                else status_word(tr, actual.status),
                over=over,
            )
        )
    return tuple(rows)


def span_words(tr: Translator, start: Instant, end: Instant, zone: str) -> str:
    """Return ``9:00–12:00``."""
    return f"{clock_text(tr, start, zone)}–{near_clock_text(tr, end, zone)}"


def over_words(over: int | None) -> str:
    """Return ``+3``, ``−1`` or ``0``; nothing where there is nothing to say yet."""
    if over is None:
        return ""
    if over < 0:
        return f"−{-over}"
    return f"+{over}" if over else "0"


def longest_overrun(tr: Translator, plan: Plan, projection: Projection) -> str:
    """Return which block took longest beyond its plan, or that none did."""
    ran = [
        (actual.elapsed - block.length, block)
        for block, actual in zip(plan.blocks, projection.rows, strict=True)
        if actual.status in RAN
    ]
    by, block = max(ran, key=lambda pair: pair[0], default=(0, None))
    if block is None or by < MINUTE:
        return tr("No block took longer than planned.")
    time = minutes_text(tr, Duration(by))
    return tr("Longest overrun: {block}, {time}.", block=block_title(tr, plan, block.id), time=time)


def _end(tr: Translator, plan: Plan, projection: Projection) -> Figure:
    clock = near_clock_text(tr, projection.projected_end, plan.zone)
    late = late_words(tr, projection.finish_late)
    if projection.phase is Phase.ENDED:
        return Figure(clock, tr("ended, {late}", late=late), Behind.LATENESS)
    return Figure(clock, tr("expected end, {late}", late=late), Behind.LATENESS)


def _most_behind(tr: Translator, plan: Plan, projection: Projection) -> Figure:
    lateness = [
        (Duration(actual.end - planned.end), actual.id)
        for planned, actual in zip(plan.schedule, projection.rows, strict=True)
        if actual.status in RAN and actual.end is not None
    ]
    most, block = max(lateness, default=(Duration(0), None))
    if block is None or most < MINUTE // 2:
        return Figure(minutes_text(tr, Duration(0)), tr("behind at most"), Behind.LATENESS)
    if projection.behind < MINUTE // 2 and projection.phase is Phase.ENDED:
        caption = tr("behind at most, caught up")
    else:
        caption = tr("behind at most, at {block}", block=block_title(tr, plan, block))
    return Figure(minutes_text(tr, most), caption, Behind.LATENESS)


def _blocks(tr: Translator, plan: Plan, projection: Projection) -> Figure:
    ran = sum(row.status in RAN for row in projection.rows)
    value = tr("{ran} of {all}", ran=ran, all=len(plan.blocks))
    skipped = sum(row.status is Status.SKIPPED for row in projection.rows)
    if skipped:
        caption = tr.plural("blocks run, {count} skipped", "blocks run, {count} skipped", skipped)
        return Figure(value, caption, Behind.BLOCKS)
    return Figure(value, tr("blocks run"), Behind.BLOCKS)


def _notes(tr: Translator, notes: Sequence[Note]) -> Figure:
    decisions = sum(note.tag is NoteTag.DECISION for note in notes)
    if not decisions:
        return Figure(str(len(notes)), tr("notes"), Behind.NOTES)
    caption = tr.plural("notes, {count} decision", "notes, {count} decisions", decisions)
    return Figure(str(len(notes)), caption, Behind.NOTES)
