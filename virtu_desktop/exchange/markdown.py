"""A session's record as Markdown for people to read (R2).

Header, times, rooms, polls, notes, incidents. What people typed is escaped: it is shown as typed
and never becomes markup. Private notes and trainer notes are left out. The same record in the same
language gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from virtu_desktop.domain.notes import Note, NoteTag
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import Phase, ProjectedBlock, Status
from virtu_desktop.exchange.poll_markdown import poll_lines
from virtu_desktop.exchange.record_people import mode_word
from virtu_desktop.exchange.record_rooms import room_lines
from virtu_desktop.exchange.review import Review, ReviewedBlock
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import (
    clock_text,
    date_text,
    incident_words,
    kind_word,
    late_words,
    minutes_text,
    near_clock_text,
    reason_words,
    status_word,
    tag_word,
    whole_minute_texts,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>&|~#$!])")
_TAG_ORDER = (
    NoteTag.DECISION,
    NoteTag.ACTION,
    NoteTag.EXPERIMENT,
    NoteTag.IDEA,
    NoteTag.PARKING,
    NoteTag.QUOTE,
    NoteTag.PLAIN,
)


def markdown(review: Review, tr: Translator) -> bytes:
    """Return the record as a Markdown page in the language of ``tr``, UTF-8."""
    parts = [
        _header(review, tr),
        _times(review, tr),
        _attendance(review, tr),
        _rooms(review, tr),
        poll_lines(review.portable.record.polls, tr, escape),
        _notes(review, tr),
        _incidents(review, tr),
    ]
    return ("\n\n".join("\n".join(lines) for lines in parts if lines) + "\n").encode()


def escape(text: str) -> str:
    r"""Return a typed text in one line, so that Markdown shows it as it was typed.

    >>> print(escape("a *b* <c>"))
    a \*b\* \<c\>
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return _MARKUP.sub(r"\\\1", " ".join(printable.split()))


def _header(review: Review, tr: Translator) -> list[str]:
    session = review.portable.record.session
    lines = [tr("# Session {number}: {title}", number=session.number, title=escape(session.title))]
    if review.is_rehearsal:
        lines += ["", "**" + tr("Rehearsal: this session was not held.") + "**"]
    return [*lines, "", *(f"- {name}: {value}" for name, value in _facts(review, tr))]


def _facts(review: Review, tr: Translator) -> Iterator[tuple[str, str]]:
    plan = review.portable.record.session.plan
    programme, group = review.portable.programme, review.portable.group
    if programme is not None:
        yield tr("Programme"), escape(programme.title)
        if programme.customer:
            yield tr("Customer"), escape(programme.customer)
    if group is not None:
        place = f", {escape(group.site)}" if group.site else ""
        yield tr("Group"), f"{escape(group.name)}{place}"
    yield tr("Date"), date_text(tr, plan.start, plan.zone)
    planned = _span(tr, plan.start, plan.target_end, plan.zone)
    yield tr("Planned"), f"{planned} ({escape(plan.zone)})"
    if review.started is not None:
        yield from _held(review, tr, review.started)


def _held(review: Review, tr: Translator, started: Instant) -> Iterator[tuple[str, str]]:
    zone = review.zone
    ended = review.run.state.ended
    if ended is None:
        yield tr("Started"), clock_text(tr, started, zone)
    else:
        yield tr("Held"), _actual(tr, started, ended, zone)
    late = late_words(tr, review.projection.behind)
    why = reason_words(tr, review.reasons)
    label = tr("End") if review.projection.phase is Phase.ENDED else tr("Standing")
    yield label, f"{late} ({why})" if why else late


def _times(review: Review, tr: Translator) -> list[str]:
    head = [tr("Block"), tr("Kind"), tr("Planned"), tr("Length"), tr("Actual"), tr("Took"), ""]
    planned = [row.block.length for row in review.blocks]
    ran = [row.actual.elapsed for row in review.blocks]
    rows = [
        _row(review, tr, row, length, took)
        for row, length, took in zip(
            review.blocks,
            whole_minute_texts(tr, planned),
            whole_minute_texts(tr, ran),
            strict=True,
        )
    ]
    total = [tr("Total"), "", "", _sum_text(tr, planned), "", _sum_text(tr, ran), ""]
    rows.append([f"**{cell}**" if cell else "" for cell in total])
    return ["## " + tr("Planned and actual"), "", *_table(head, rows)]


def _row(review: Review, tr: Translator, row: ReviewedBlock, length: str, took: str) -> list[str]:
    actual = row.actual
    return [
        f"{row.number}. {escape(row.block.title)}",
        kind_word(tr, row.block.kind),
        _span(tr, row.planned.start, row.planned.end, review.zone),
        length,
        _actual_span(review, tr, actual),
        took if actual.elapsed else "",
        "" if review.started is None else status_word(tr, actual.status),
    ]


def _actual_span(review: Review, tr: Translator, actual: ProjectedBlock) -> str:
    if actual.start is None or actual.status not in (Status.DONE, Status.CURRENT):
        return ""
    if actual.end is None or actual.status is Status.CURRENT:
        return f"{clock_text(tr, actual.start, review.zone)}–"
    return _actual(tr, actual.start, actual.end, review.zone)


def _attendance(review: Review, tr: Translator) -> list[str]:
    if not review.people:
        return []
    head = [tr("Name"), tr("Organisation"), tr("Mode"), tr("Present"), "%"]
    rows = []
    for row in review.people:
        one = row.attended
        figures = ["", "", ""]
        if one is not None:
            present = minutes_text(tr, one.present)
            figures = [mode_word(tr, one.mode), present, str(one.percent)]
        rows.append([escape(row.person.name), escape(row.person.organisation), *figures])
    return ["## " + tr("Attendance"), "", *_table(head, rows)]


def _rooms(review: Review, tr: Translator) -> list[str]:
    rooms = room_lines(review, tr)
    if not rooms:
        return []
    lines = ["## " + tr("Breakout rooms"), ""]
    for name, people, card in rooms:
        result = f" → {escape(card)}" if card else ""
        lines.append(f"- **{escape(name)}**: {escape(people)}{result}")
    return lines


def _notes(review: Review, tr: Translator) -> list[str]:
    if not review.notes:
        return []
    lines = ["## " + tr("Notes")]
    for tag in _TAG_ORDER:
        tagged = [note for note in review.notes if note.tag is tag]
        if tagged:
            lines += ["", f"### {tag_word(tr, tag)} ({len(tagged)})", ""]
            lines += [_note(review, tr, note) for note in tagged]
    return lines


def _note(review: Review, tr: Translator, note: Note) -> str:
    plan = review.portable.record.session.plan
    clock = clock_text(tr, note.at, review.zone)
    where = ""
    if note.block is not None and note.block in plan.positions:
        where = f" ({escape(plan.block(note.block).title)})"
    return f"- {clock} {escape(note.text)}{where}"


def _incidents(review: Review, tr: Translator) -> list[str]:
    record = review.portable.record
    if record.run is None:
        return []
    lines = [
        f"- {clock_text(tr, incident.at, review.zone)} {incident_words(tr, incident)}"
        for incident in record.run.incidents
        if incident.is_worth_telling
    ]
    return [] if not lines else ["## " + tr("Incidents"), "", *lines]


def _span(tr: Translator, start: Instant, end: Instant, zone: str) -> str:
    return f"{near_clock_text(tr, start, zone)}–{near_clock_text(tr, end, zone)}"


def _actual(tr: Translator, start: Instant, end: Instant, zone: str) -> str:
    """Return what a clock showed at both ends of something that has happened."""
    return f"{clock_text(tr, start, zone)}–{clock_text(tr, end, zone)}"


def _sum_text(tr: Translator, parts: Sequence[Duration]) -> str:
    total = Duration(sum(parts))
    return minutes_text(tr, total) if total else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    rule = ["---"] * len(head)
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
