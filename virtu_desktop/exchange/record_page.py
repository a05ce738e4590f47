"""The record as a page to read: headline, sections with pictures and tables (R1, R2).

HTML, PDF and Markdown show this page; what is in it, and in which order, is decided here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.charts import Chart
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.polls import Poll, Round
from virtu_desktop.domain.questions import question_problems
from virtu_desktop.domain.tally import tally
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Phase, Status
from virtu_desktop.exchange.chart_svg import chart_svg
from virtu_desktop.exchange.figures import (
    Figure,
    attendance_figures,
    figures,
    longest_overrun,
)
from virtu_desktop.exchange.poll_summary import moderated_words, poll_summaries
from virtu_desktop.exchange.record_people import attendance_picture, mode_legend
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Kind, Table, cell_text
from virtu_desktop.exchange.svg import KIND_COLOURS, Bar, Picture, StripRow, faded, strips
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_charts import result_chart
from virtu_desktop.wording import (
    block_title,
    clock_text,
    date_text,
    kind_word,
    late_words,
    minutes_text,
    near_clock_text,
    reason_words,
)

_CHART_WIDTH = 720
_STEPS = tuple(Duration(count * MINUTE) for count in (5, 10, 15, 30, 60, 120, 240))
_NUMBERS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.INSTANT, Kind.LENGTH, Kind.SHIFT, Kind.SHARE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as a page shows it. numbers: which columns stand on the right.

    name: of the table in the workbook and the CSV set, where every column of it is. reference:
    words that say so.
    """

    name: str
    caption: str
    reference: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a section; any of it may be missing. legend: (colour, what it means)."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    picture: Picture | None = None
    legend: tuple[tuple[str, str], ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the page, with a short name for links."""

    name: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that is shown, in the reader's language. stamp: the last moment of what is shown."""

    language: str
    over: str
    title: str
    when: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    foot: str
    stamp: Instant


def record_page(review: Review, tr: Translator) -> Page:
    """Return the page of a session's record."""
    session = review.portable.record.session
    tables = {table.name: table for table in record_tables(review, tr)}
    started = review.started is not None
    return Page(
        language=tr.language,
        over=" · ".join(_over(review, tr)),
        title=session.title.strip() or tr("Session {number}", number=session.number),
        when=date_text(tr, session.plan.start, session.plan.zone),
        marks=(tr("Rehearsal: this session was not held."),) if review.is_rehearsal else (),
        facts=tuple(_facts(review, tr)),
        figures=tuple(_headline(review, tr)) if started else (),
        sections=tuple(_sections(review, tr, tables)),
        foot=tr("Made from the session's record; private notes are not in it."),
        stamp=last_moment(review),
    )


def _headline(review: Review, tr: Translator) -> Iterator[Figure]:
    expected = {one.person.id for one in review.people if one.is_expected}
    there = {one.person.id: one.attended for one in review.people if one.attended is not None}
    yield from attendance_figures(tr, expected, there)
    plan = review.portable.record.session.plan
    yield from figures(tr, plan, review.projection, review.notes)


def last_moment(review: Review) -> Instant:
    """Return when the record last changed, as far as it tells: no export knows the time of day."""
    record = review.portable.record
    known = [record.session.plan.start]
    if record.run is not None:
        known += [event.at for event in record.run.events]
        known += [incident.at for incident in record.run.incidents]
    known += [note.edited or note.at for note in review.notes]
    return max(known)


def grid(tr: Translator, table: Table, *, caption: str = "") -> Grid | None:
    """Return a table as a page shows it, without details and empty columns; None without rows."""
    if not table.rows:
        return None
    shown = [
        place
        for place, column in enumerate(table.columns)
        if not column.is_detail and any(row[place] not in (None, "") for row in table.rows)
    ]
    return Grid(
        name=table.name,
        caption=caption or table.title,
        reference=tr("Sheet “{name}” of the workbook", name=table.title),
        heads=tuple(table.columns[place].heading for place in shown),
        numbers=tuple(table.columns[place].kind in _NUMBERS for place in shown),
        rows=tuple(
            tuple(cell_text(tr, table.columns[at].kind, row[at], table.zone) for at in shown)
            for row in table.rows
        ),
    )


def _over(review: Review, tr: Translator) -> Iterator[str]:
    programme, group = review.portable.programme, review.portable.group
    yield tr("Record of a session")
    if programme is not None and programme.title.strip():
        yield programme.title
    if group is not None and group.name.strip():
        yield group.name
    yield tr("Session {number}", number=review.portable.record.session.number)


def _facts(review: Review, tr: Translator) -> Iterator[tuple[str, str]]:
    plan = review.portable.record.session.plan
    programme, group = review.portable.programme, review.portable.group
    if programme is not None:
        yield tr("Programme"), programme.title
        if programme.customer:
            yield tr("Customer"), programme.customer
    if group is not None:
        yield tr("Group"), f"{group.name}, {group.site}" if group.site else group.name
    yield tr("Date"), date_text(tr, plan.start, plan.zone)
    start = near_clock_text(tr, plan.start, plan.zone)
    end = near_clock_text(tr, plan.target_end, plan.zone)
    yield tr("Planned"), f"{start}–{end} ({plan.zone})"
    if review.started is None:
        return
    begun = clock_text(tr, review.started, plan.zone)
    if review.run.state.ended is None:
        yield tr("Started"), begun
    else:
        yield tr("Held"), f"{begun}–{clock_text(tr, review.run.state.ended, plan.zone)}"
    late = late_words(tr, review.projection.behind)
    why = reason_words(tr, review.reasons)
    label = tr("End") if review.projection.phase is Phase.ENDED else tr("Standing")
    yield label, f"{late} ({why})" if why else late


def _sections(review: Review, tr: Translator, tables: dict[str, Table]) -> Iterator[Section]:
    yield Section(
        name="times", title=tr("Planned and actual"), parts=tuple(_times(review, tr, tables))
    )
    if parts := tuple(_attendance(review, tr, tables)):
        yield Section(name="attendance", title=tr("Attendance"), parts=parts)
    if rooms := grid(tr, tables["rooms"]):
        yield Section(name="rooms", title=tr("Breakout rooms"), parts=(Part(grid=rooms),))
    if polls := tuple(_polls(review, tr)):
        yield Section(name="polls", title=tr("Polls"), parts=polls)
    if notes := grid(tr, tables["notes"]):
        told = [Part(grid=notes)]
        if corrections := grid(tr, tables["retagged"]):
            words = tr("These tags were put right after the session; the old ones are kept.")
            told.append(Part(heading=tr("Corrected tags"), lines=(words,), grid=corrections))
        yield Section(name="notes", title=tr("Notes"), parts=tuple(told))
    if incidents := grid(tr, tables["incidents"]):
        yield Section(name="incidents", title=tr("Incidents"), parts=(Part(grid=incidents),))


def _times(review: Review, tr: Translator, tables: dict[str, Table]) -> Iterator[Part]:
    plan = review.portable.record.session.plan
    lines: list[str] = []
    if review.started is not None:
        lines.append(longest_overrun(tr, plan, review.projection))
        if why := reason_words(tr, review.reasons):
            lines.append(tr("In all: {reasons}.", reasons=why))
    yield Part(
        lines=(" ".join(lines),) if lines else (),
        picture=times_picture(review, tr),
        legend=kinds_legend(review, tr),
        grid=grid(tr, tables["blocks"]),
    )


def _attendance(review: Review, tr: Translator, tables: dict[str, Table]) -> Iterator[Part]:
    if not review.people:
        return
    came = sum(one.attended is not None for one in review.people)
    expected = sum(one.is_expected for one in review.people)
    yield Part(
        lines=(tr("{came} were there, {expected} were expected.", came=came, expected=expected),),
        picture=attendance_picture(review, tr),
        legend=mode_legend(review, tr),
        grid=grid(tr, tables["people"]),
    )
    if corrections := grid(tr, tables["corrections"]):
        words = tr("These stays were corrected by hand; the old values are kept.")
        yield Part(heading=tr("Corrections"), lines=(words,), grid=corrections)


def _polls(review: Review, tr: Translator) -> Iterator[Part]:
    polls = review.portable.record.polls
    rounds = [(poll, round_) for poll in polls for round_ in poll.rounds]
    for summary, (poll, round_) in zip(poll_summaries(polls, tr), rounds, strict=True):
        table = None
        if summary.heads:
            table = Grid(
                name="polls",
                caption=summary.heading,
                reference=tr("Sheet “{name}” of the workbook", name=tr("Polls")),
                heads=summary.heads,
                numbers=(False, *(True for _ in summary.heads[1:])),
                rows=summary.rows,
            )
        lines = (summary.facts, *summary.items, summary.notes)
        yield Part(
            heading=summary.heading,
            lines=tuple(line for line in lines if line),
            picture=_poll_picture(poll, round_, tr),
            grid=table,
        )


def _poll_picture(poll: Poll, round_: Round, tr: Translator) -> Picture | None:
    """Return the chart of a round; None for a question that could not have been asked."""
    if question_problems(poll.question):
        return None
    result = tally(poll, round_)
    words = moderated_words(poll, result)
    return chart_picture(result_chart(result, tr, words=words, is_brief=True))


def chart_picture(chart: Chart) -> Picture:
    """Return a chart as a picture of a page."""
    svg = chart_svg(chart, _CHART_WIDTH)
    height = re.search(r' height="(\d+)', svg)
    return Picture(
        svg=svg, alt=chart.spoken, width=_CHART_WIDTH, height=int(height[1]) if height else 0
    )


def kinds_legend(review: Review, tr: Translator) -> tuple[tuple[str, str], ...]:
    """Return the colours of the kinds of blocks that there are."""
    there = {block.kind for block in review.portable.record.session.plan.blocks}
    return tuple((KIND_COLOURS[kind], kind_word(tr, kind)) for kind in BlockKind if kind in there)


def times_picture(review: Review, tr: Translator) -> Picture:
    """Return planned and actual times as strips on one scale of the clock."""
    plan = review.portable.record.session.plan
    planned = [
        (row.planned.start, row.planned.end, faded(KIND_COLOURS[row.block.kind]))
        for row in review.blocks
        if row.block.length
    ]
    spells = list(_pieces_run(review))
    first = min(start for start, _end, _colour in (*planned, *spells)) if planned or spells else 0
    last = max((end for _start, end, _colour in (*planned, *spells)), default=first + 1)
    span = max(1, last - first)

    def bars(pieces: Sequence[tuple[int, int, str]]) -> tuple[Bar, ...]:
        return tuple(
            Bar(start=(start - first) / span, end=(end - first) / span, colour=colour)
            for start, end, colour in pieces
        )

    rows = [StripRow(name=tr("Planned"), bars=bars(planned))]
    if spells:
        rows.append(StripRow(name=tr("Actual"), bars=bars(spells)))
    ticks = [
        ((at - first) / span, clock_text(tr, Instant(at), plan.zone))
        for at in round_times(first, last)
    ]
    return strips(
        rows, times_words(review, tr), bar_height=26, pitch=36, name_width=104, ticks=ticks
    )


def round_times(first: int, last: int) -> range:
    """Return instants at round clock times, so many that their words stand apart."""
    span = last - first
    step = next((step for step in _STEPS if span <= 8 * step), _STEPS[-1])
    return range(-(-first // step) * step, last + 1, step)


def _pieces_run(review: Review) -> Iterator[tuple[int, int, str]]:
    """Yield when which block ran, as (start, end, colour)."""
    plan = review.portable.record.session.plan
    last = review.run.state.ended or review.projection.projected_end
    for spell in review.run.state.spells:
        end = last if spell.end is None else spell.end
        yield spell.start, end, KIND_COLOURS[plan.block(spell.block).kind]


def times_words(review: Review, tr: Translator) -> str:
    """Return in words what the strips show: how long each block was planned and took."""
    plan = review.portable.record.session.plan
    parts = []
    for row in review.blocks:
        title = block_title(tr, plan, row.block.id)
        planned = minutes_text(tr, row.block.length)
        if row.actual.status in (Status.DONE, Status.CURRENT):
            took = minutes_text(tr, Duration(row.actual.elapsed))
            parts.append(
                tr(
                    "{block}: planned {planned}, took {took}",
                    block=title,
                    planned=planned,
                    took=took,
                )
            )
        else:
            parts.append(tr("{block}: planned {planned}", block=title, planned=planned))
    return f"{tr('Planned and actual')}. {'; '.join(parts)}."
