"""Turns a table into the blocks of a plan, and says what it made of every row (P7).

A preview is made first; nothing of a plan is touched before it is accepted. Where times and
lengths contradict one another, or can be read in two ways, the row carries a problem that says so
and what was done; a row that cannot become a block says why. Nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time as time_of_day
from enum import StrEnum
from typing import NamedTuple

from virtu_desktop.domain.plan import Block, BlockId
from virtu_desktop.domain.time import HOUR, MINUTE, SECOND, Duration
from virtu_desktop.exchange.agenda_cells import DAY, ClockSpan, ReadCell, clock_span, length
from virtu_desktop.exchange.agenda_columns import TIMES, Column, ColumnMapping, Layout
from virtu_desktop.exchange.agenda_kinds import KindFrom, guess_kind
from virtu_desktop.exchange.tables import Cell, Table, TableRow

_HALF_DAY = Duration(12 * HOUR)
_LONG = Duration(4 * HOUR)


class Problem(StrEnum):
    """What is to be told about a row. Those of ``BLOCKING`` keep it from becoming a block."""

    NO_LENGTH = "no_length"
    UNREADABLE_LENGTH = "unreadable_length"
    UNREADABLE_START = "unreadable_start"
    UNREADABLE_END = "unreadable_end"
    UNREADABLE_MINIMUM = "unreadable_minimum"
    UNSURE_START = "unsure_start"
    UNSURE_END = "unsure_end"
    UNSURE_LENGTH = "unsure_length"
    LENGTH_FROM_NEXT = "length_from_next"
    LONG = "long"
    END_FIRST = "end_first"
    END_DISAGREES = "end_disagrees"
    GAP = "gap"
    OVERLAP = "overlap"
    OUT_OF_ORDER = "out_of_order"
    OTHER_START = "other_start"
    OVER_MIDNIGHT = "over_midnight"
    BEYOND_DAY = "beyond_day"
    NO_TITLE = "no_title"
    CUT = "cut"


BLOCKING = frozenset((Problem.NO_LENGTH, Problem.UNREADABLE_LENGTH, Problem.END_FIRST))
CONFLICTS = frozenset(
    (
        Problem.GAP,
        Problem.OVERLAP,
        Problem.OUT_OF_ORDER,
        Problem.OTHER_START,
        Problem.END_DISAGREES,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One thing to be told about a row.

    typed: what stands in the cell. by: how long a gap, an overlap or a difference is, or the
    length that was taken, in milliseconds.
    """

    problem: Problem
    typed: str = ""
    by: Duration = Duration(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRow:
    """One row that is a block, or should be one.

    number: of the row in the file. block: None when a problem of ``BLOCKING`` stands in the way;
    its id is the row's number. start and end: milliseconds from the midnight before the first
    row, by the file; None when no row has a clock time. start_is_said: the row itself has a time
    of day. by_clock: how long the block is by its start and end where its length says otherwise,
    else None. kind_from: what the block's kind was guessed from. texts: what the mapped cells hold.
    """

    number: int
    block: Block | None
    start: Duration | None
    end: Duration | None
    start_is_said: bool
    kind_from: KindFrom
    texts: tuple[tuple[Column, str], ...]
    problems: tuple[RowProblem, ...] = ()
    by_clock: Duration | None = None

    @property
    def title(self) -> str:
        """Return the title in the file, in one line."""
        return self.text(Column.TITLE)

    @property
    def is_moved(self) -> bool:
        """Say whether the row's own start differs from the end of the row before."""
        return any(
            one.problem in CONFLICTS and one.problem is not Problem.END_DISAGREES
            for one in self.problems
        )

    def text(self, column: Column) -> str:
        """Return what the file says in a column, or an empty text."""
        return dict(self.texts).get(column, "")


class Ignored(StrEnum):
    """Why a row is no block."""

    ABOVE = "above"
    EMPTY = "empty"
    SUM = "sum"
    HEADING = "heading"
    HEADER_AGAIN = "header_again"
    GROUP = "group"
    MILESTONE = "milestone"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredRow:
    """A row that is left out, with what stands in it and why."""

    number: int
    text: str
    reason: Ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPreview:
    """What an import would bring. rows and ignored stand in the order of the file.

    start: when the session begins, or the first row where the session was not given, in
    milliseconds from midnight; None without any time of day.
    """

    rows: tuple[AgendaRow, ...]
    ignored: tuple[IgnoredRow, ...]
    start: Duration | None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks that would be made; their ids are row numbers."""
        return tuple(row.block for row in self.rows if row.block is not None)

    @property
    def length(self) -> Duration:
        """Return how long the blocks are together."""
        return Duration(sum(block.length for block in self.blocks))

    @property
    def conflicts(self) -> int:
        """Return in how many rows clock times and lengths contradict one another."""
        return sum(any(one.problem in CONFLICTS for one in row.problems) for row in self.rows)


def read_agenda(
    table: Table, mapping: ColumnMapping, *, session_start: time_of_day | None = None
) -> AgendaPreview:
    """Return what the rows of a table come to.

    session_start: when the session begins; None for the first time of day in the table.
    """
    ignored: list[IgnoredRow] = []
    drafts = list(_drafts(table, mapping, ignored))
    _fill_lengths(drafts)
    start = _first_start(drafts, session_start)
    _place(drafts, start, is_session=session_start is not None)
    rows = tuple(_built(draft, is_placed=start is not None) for draft in drafts)
    return AgendaPreview(rows=rows, ignored=tuple(ignored), start=start)


def blocks_of(
    preview: AgendaPreview, *, new_id: Callable[[], str], fix_starts: bool = False
) -> tuple[Block, ...]:
    """Return the blocks with ids of their own.

    fix_starts: a row whose own start differs from the end of the row before becomes a block with
    that fixed start, unless it lies before the session or more than a day later, and a length
    that start and end contradict gives way to them; without it all blocks simply follow one
    another with their lengths.
    """
    return tuple(
        replace(
            _as_clocks_say(row.block, row.by_clock) if fix_starts else row.block,
            id=BlockId(new_id()),
            fixed_start=_fixed(row, preview.start) if fix_starts else None,
        )
        for row in preview.rows
        if row.block is not None
    )


def day_time(since_midnight: Duration) -> time_of_day:
    """Return the time of day of a row's start or end, which may be on the next day."""
    seconds = since_midnight % DAY // SECOND
    return time_of_day(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _as_clocks_say(block: Block, length: Duration | None) -> Block:
    if length is None:
        return block
    # A row that says no minimum cannot shrink, however long it is.
    minimum = length if block.minimum == block.length else min(block.minimum, length)
    return replace(block, length=length, minimum=minimum)


def _fixed(row: AgendaRow, first: Duration | None) -> time_of_day | None:
    if not row.is_moved or row.start is None or first is None:
        return None
    return day_time(row.start) if 0 <= row.start - first < DAY else None


class _Times(NamedTuple):
    """The readable times of a row."""

    start: ReadCell | None
    end: ReadCell | None
    length: ReadCell | None


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A row on its way to become a block."""

    number: int
    texts: dict[Column, str]
    times: _Times
    minimum: Duration | None
    problems: list[RowProblem]
    length: Duration | None = None
    by_clock: Duration | None = None
    start: Duration = Duration(0)

    def tell(self, problem: Problem, *, typed: str = "", by: int = 0) -> None:
        """Add a problem."""
        self.problems.append(RowProblem(problem=problem, typed=typed, by=Duration(by)))

    def forget(self, problem: Problem) -> None:
        """Take the problems of a kind away."""
        self.problems = [one for one in self.problems if one.problem is not problem]


def _drafts(table: Table, mapping: ColumnMapping, ignored: list[IgnoredRow]) -> Iterator[_Draft]:
    """Yield the rows that are blocks; the others go to ``ignored``."""
    headings = _heading_cells(table, mapping)
    said = 0
    for row in table.rows:
        if row.number == mapping.header:
            continue
        reason = _reason_to_ignore(row, mapping, headings, said)
        if reason is not None:
            ignored.append(IgnoredRow(number=row.number, text=_row_text(row), reason=reason))
            continue
        draft = _draft(row, mapping)
        said += 0 if draft.times.length is None else draft.times.length.value
        yield draft


def _reason_to_ignore(
    row: TableRow, mapping: ColumnMapping, headings: tuple[Cell, ...], said: int
) -> Ignored | None:
    """Return why a row is no block, or None. said: the lengths of the rows above, in all."""
    if row.is_empty:
        return Ignored.EMPTY
    if mapping.header is not None and row.number < mapping.header:
        return Ignored.ABOVE
    if row.cells == headings:
        return Ignored.HEADER_AGAIN
    kind = _joined(row, mapping, Column.ROW_TYPE).casefold()
    if kind in _ONTIME_ROWS:
        return _ONTIME_ROWS[kind]
    if mapping.layout is Layout.ONTIME and kind not in _ONTIME_EVENTS:
        return Ignored.SKIPPED
    if _joined(row, mapping, Column.SKIP).casefold() in _YES:
        return Ignored.SKIPPED
    return _reason_in_words(row, mapping, said)


def _reason_in_words(row: TableRow, mapping: ColumnMapping, said: int) -> Ignored | None:
    """Return whether a row is a sum or a heading among the blocks."""
    held = {column for column in mapping.columns if _joined(row, mapping, column)}
    held.discard(Column.IGNORED)
    if not held:
        return Ignored.HEADING
    if Column.START not in held and any(_SUM.fullmatch(text) for text in _texts(row)):
        return Ignored.SUM
    if held == {Column.LENGTH}:
        total = _length_cell(row, mapping, Column.LENGTH)
        if total is not None and said and total.value == said:
            return Ignored.SUM
    has_times = not TIMES.isdisjoint(mapping.columns)
    return Ignored.HEADING if has_times and held == {Column.TITLE} else None


def _draft(row: TableRow, mapping: ColumnMapping) -> _Draft:
    texts = {column: _joined(row, mapping, column) for column in mapping.columns}
    texts.pop(Column.IGNORED, None)
    if Column.TITLE in texts:
        texts[Column.TITLE] = " ".join(texts[Column.TITLE].split())
    draft = _Draft(
        number=row.number,
        texts=texts,
        times=_Times(None, None, None),
        minimum=None,
        problems=[],
    )
    draft.times = _read_times(draft, row, mapping)
    minimum = _length_cell(row, mapping, Column.MINIMUM)
    draft.minimum = None if minimum is None else minimum.value
    if texts.get(Column.MINIMUM) and minimum is None:
        draft.tell(Problem.UNREADABLE_MINIMUM, typed=texts[Column.MINIMUM])
    if row.cut:
        draft.tell(Problem.CUT)
    if not texts.get(Column.TITLE):
        draft.tell(Problem.NO_TITLE)
    return draft


def _read_times(draft: _Draft, row: TableRow, mapping: ColumnMapping) -> _Times:
    """Read the times of a row, and tell what is unreadable or unsure."""
    begins = _clock_cell(row, mapping, Column.START)
    ends = _clock_cell(row, mapping, Column.END)
    lasts = _length_cell(row, mapping, Column.LENGTH)
    end = ends.start if ends is not None else None if begins is None else begins.end
    times = _Times(None if begins is None else begins.start, end, lasts)
    for column, found, unreadable, unsure in (
        (Column.START, times.start, Problem.UNREADABLE_START, Problem.UNSURE_START),
        (Column.END, times.end, Problem.UNREADABLE_END, Problem.UNSURE_END),
        (Column.LENGTH, times.length, Problem.UNREADABLE_LENGTH, Problem.UNSURE_LENGTH),
    ):
        typed = draft.texts.get(column, "")
        if typed and found is None:
            draft.tell(unreadable, typed=typed)
        elif found is not None and not found.is_sure:
            draft.tell(unsure, typed=typed, by=found.value)
    return times


def _fill_lengths(drafts: Sequence[_Draft]) -> None:
    """Give each row its length: its own, else up to its end, else up to the next row's start."""
    for draft, after in zip(drafts, [*drafts[1:], None], strict=False):
        start, end, _said = draft.times
        between = None if start is None or end is None else _between(start.value, end.value)
        draft.length = _own_length(draft, between)
        if draft.length is None and end is None and not _is_unreadable(draft):
            draft.length = _length_up_to(draft, after)
            if draft.length is not None:
                draft.tell(Problem.LENGTH_FROM_NEXT, by=draft.length)


def _own_length(draft: _Draft, between: Duration | None) -> Duration | None:
    """Return the length that a row says, or that its times give; between: start to end."""
    said = draft.times.length
    if said is None:
        if between is not None and _is_unreadable(draft):
            # Start and end say what the unreadable length must be.
            typed = draft.texts.get(Column.LENGTH, "")
            draft.forget(Problem.UNREADABLE_LENGTH)
            draft.tell(Problem.UNSURE_LENGTH, typed=typed, by=between)
        return between
    if draft.times.start is None or draft.times.end is None:
        return said.value
    if between == said.value:
        draft.forget(Problem.UNSURE_LENGTH)
    else:
        draft.by_clock = between
        draft.tell(Problem.END_DISAGREES, typed=draft.texts.get(Column.END, ""), by=said.value)
    return said.value


def _between(start: int, end: int) -> Duration | None:
    """Return the time from a start to an end; an end just before its start is no night's work."""
    span = Duration((end - start) % DAY)
    return span if span <= _HALF_DAY else None


def _length_up_to(draft: _Draft, after: _Draft | None) -> Duration | None:
    start = draft.times.start
    if start is None or after is None or after.times.start is None:
        return None
    return _between(start.value, after.times.start.value)


def _first_start(drafts: Sequence[_Draft], session_start: time_of_day | None) -> Duration | None:
    """Return when the first row begins, reckoned back from the first time of day if need be."""
    if session_start is not None:
        return _since_midnight(session_start)
    before = 0
    for draft in drafts:
        if draft.times.start is not None:
            return Duration((draft.times.start.value - before) % DAY)
        before += draft.length or 0
    return None


def _place(drafts: Sequence[_Draft], start: Duration | None, *, is_session: bool) -> None:
    """Give each row its start, and tell where a time of day contradicts the row before."""
    running = latest = Duration(0) if start is None else start
    for place, draft in enumerate(drafts):
        draft.start = running
        if draft.times.start is not None:
            draft.start = _nearest(draft.times.start.value, running)
            _compare(draft, running, latest, is_first=place == 0 and is_session)
        _finish_length(draft, is_placed=start is not None)
        latest = draft.start
        running = Duration(draft.start + (draft.length or 0))
        if running // DAY > draft.start // DAY and running % DAY:
            draft.tell(Problem.OVER_MIDNIGHT)
        if start is not None and draft.start - start >= DAY:
            draft.tell(Problem.BEYOND_DAY)


def _finish_length(draft: _Draft, *, is_placed: bool) -> None:
    """Take the length up to a row's end where only that is known; tell when there is none."""
    end = draft.times.end
    if draft.length is None and end is not None and is_placed and not _is_unreadable(draft):
        draft.length = _between(draft.start, end.value)
        if draft.length is None:
            draft.tell(Problem.END_FIRST, typed=draft.texts.get(Column.END, ""))
    elif draft.length is None and not _is_unreadable(draft):
        draft.tell(Problem.NO_LENGTH)
    if draft.length is not None and draft.length > _LONG:
        draft.tell(Problem.LONG, by=draft.length)


def _nearest(clock: Duration, running: Duration) -> Duration:
    """Return when a time of day is meant: less than half a day from where the plan stands."""
    ahead = (clock - running) % DAY
    moved = ahead if ahead < _HALF_DAY else ahead - DAY
    return Duration(max(running + moved, clock))


def _compare(draft: _Draft, running: Duration, latest: Duration, *, is_first: bool) -> None:
    by = draft.start - running
    if by == 0:
        return
    typed = draft.texts.get(Column.START, "")
    if is_first:
        draft.tell(Problem.OTHER_START, typed=typed, by=by)
    elif by > 0:
        draft.tell(Problem.GAP, typed=typed, by=by)
    elif draft.start < latest:
        draft.tell(Problem.OUT_OF_ORDER, typed=typed, by=-by)
    else:
        draft.tell(Problem.OVERLAP, typed=typed, by=-by)


def _built(draft: _Draft, *, is_placed: bool) -> AgendaRow:
    method = draft.texts.get(Column.METHOD, "")
    kind, kind_from = guess_kind(method, draft.texts.get(Column.TITLE, ""))
    block: Block | None = None
    if draft.length is not None:
        minimum = draft.length if draft.minimum is None else draft.minimum
        block = Block(
            id=BlockId(str(draft.number)),
            length=draft.length,
            minimum=min(minimum, draft.length),
            title=draft.texts.get(Column.TITLE, "") or method,
            kind=kind,
            owner=" ".join(draft.texts.get(Column.OWNER, "").split()),
            room=draft.texts.get(Column.ROOM, ""),
            remote=draft.texts.get(Column.REMOTE, ""),
            trainer_note=draft.texts.get(Column.NOTE, ""),
            materials=_items(draft.texts.get(Column.MATERIALS, "")),
        )
    return AgendaRow(
        number=draft.number,
        block=block,
        start=draft.start if is_placed else None,
        end=Duration(draft.start + draft.length)
        if is_placed and draft.length is not None
        else None,
        start_is_said=draft.times.start is not None,
        kind_from=kind_from,
        texts=tuple(draft.texts.items()),
        problems=tuple(draft.problems),
        by_clock=draft.by_clock,
    )


def _is_unreadable(draft: _Draft) -> bool:
    return any(one.problem is Problem.UNREADABLE_LENGTH for one in draft.problems)


def _clock_cell(row: TableRow, mapping: ColumnMapping, column: Column) -> ClockSpan | None:
    bare_minutes = mapping.layout is Layout.ONTIME
    cell = _cell(row, mapping, column)
    return None if cell == "" else clock_span(cell, bare_minutes=bare_minutes)


def _length_cell(row: TableRow, mapping: ColumnMapping, column: Column) -> ReadCell | None:
    places = mapping.places(column)
    cell = _cell(row, mapping, column)
    if cell == "":
        return None
    return length(
        cell,
        in_hours=not mapping.hours.isdisjoint(places),
        in_minutes=not mapping.minutes.isdisjoint(places) or mapping.layout is Layout.ONTIME,
    )


def _cell(row: TableRow, mapping: ColumnMapping, column: Column) -> Cell:
    places = (place for place in mapping.places(column) if place < len(row.cells))
    return next((row.cells[place] for place in places), "")


def _joined(row: TableRow, mapping: ColumnMapping, column: Column) -> str:
    texts = (row.text(place) for place in mapping.places(column))
    return "\n".join(text for text in texts if text)


def _heading_cells(table: Table, mapping: ColumnMapping) -> tuple[Cell, ...]:
    found = (row.cells for row in table.rows if row.number == mapping.header)
    return next(found, ())


def _row_text(row: TableRow) -> str:
    return " ".join(text for text in _texts(row) if text)


def _texts(row: TableRow) -> list[str]:
    """Return the text of each cell on one line."""
    return [" ".join(row.text(place).split()) for place in range(len(row.cells))]


def _items(text: str) -> tuple[str, ...]:
    """Return a list in a cell as items: by line and semicolon, else by comma.

    >>> _items("Kortit; ajastin, uusi"), _items("Fläppi, tussit")
    (('Kortit', 'ajastin, uusi'), ('Fläppi', 'tussit'))
    """
    mark = r"[;\n]" if re.search(r"[;\n]", text) else ","
    return tuple(item for part in re.split(mark, text) if (item := part.strip()))


def _since_midnight(clock: time_of_day) -> Duration:
    return Duration((clock.hour * 60 + clock.minute) * MINUTE + clock.second * SECOND)


# A cell that is the word for a sum, alone or with a length behind it.
_SUM = re.compile(
    r"(?:yhteensä|summa|kesto yhteensä|kokonaiskesto|total|sum|in all|totalt|sammanlagt)"
    r"(?:[\s:]+\d[\d.,:]*(?:\s*(?:h|t|tim|min|m)\b\.?)?)*[\s:]*",
    re.IGNORECASE,
)
_YES = frozenset(("true", "yes", "1", "x", "kyllä", "ja"))
_ONTIME_EVENTS = frozenset(("", "count-down", "count-up", "clock", "none", "event"))
_ONTIME_ROWS = {
    "group": Ignored.GROUP,
    "group-start": Ignored.GROUP,
    "group-end": Ignored.GROUP,
    "milestone": Ignored.MILESTONE,
    "skip-import": Ignored.SKIPPED,
}
