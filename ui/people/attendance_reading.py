"""Reads an attendance report, matches and compares it; runs off the window's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ui.forms.look import LookLine
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Presence, Span
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.reconcile import Difference, Match, chosen, differences
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import AttendanceImport, RecordAttendanceImport
from virtu_desktop.exchange.attendance.cells import is_phone, masked
from virtu_desktop.exchange.attendance.choices import (
    CODE_PAGES,
    Choices,
    ReportColumn,
    ReportColumns,
)
from virtu_desktop.exchange.attendance.grid import Grid
from virtu_desktop.exchange.attendance.mapped import body_of, guessed_columns, headings_of
from virtu_desktop.exchange.attendance.matching import lines_of, match_people
from virtu_desktop.exchange.attendance.read import read_report, unknown_table
from virtu_desktop.exchange.attendance.report import Reason, Report
from virtu_desktop.exchange.attendance.structure import structure_of
from virtu_desktop.exchange.attendance.unite import united
from virtu_desktop.exchange.headings import fingerprint
from virtu_desktop.exchange.tables import read_bytes
from virtu_desktop.i18n import Translator
from virtu_desktop.wording_reconcile import person_words, reason_words, spans_words

_ROWS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the register held when it was asked: people, stays, and the session itself."""

    people: Mapping[PersonId, Participant]
    stays: tuple[Presence, ...]
    session: Span
    zone: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was given, and what was said of it. data: its bytes."""

    name: str
    data: bytes
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownTable:
    """A table that is no known report.

    rows: its first ones below the headings. fingerprint: of the headings, to remember the columns
    by; empty without headings.
    """

    columns: ReportColumns
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """What files say, each and all together.

    table: of the file that nobody knows, or whose columns somebody has named. has_table: the
    file in question, or the first, is a table at all.
    """

    sources: tuple[Source, ...]
    reports: tuple[Report, ...]
    whole: Report
    table: UnknownTable | None = None
    has_table: bool = False

    @property
    def stuck(self) -> int | None:
        """Return the place of the file that cannot be used as it is, or None."""
        places = (n for n, one in enumerate(self.reports) if one is self.whole)
        return None if self.whole.is_usable else next(places, None)

    @property
    def place_of_table(self) -> int | None:
        """Return the place of the file whose columns are asked, or were chosen."""
        if self.stuck is not None:
            return self.stuck
        chosen = (n for n, one in enumerate(self.sources) if one.choices.columns is not None)
        return next(chosen, None)

    def with_choices(self, place: int, choices: Choices) -> tuple[Source, ...]:
        """Return the files with something else said of one of them."""
        changed = replace(self.sources[place], choices=choices)
        return (*self.sources[:place], changed, *self.sources[place + 1 :])

    def with_letters(self, page: str) -> tuple[Source, ...]:
        """Return the files, read by ``page`` where they do not name an encoding."""
        return tuple(
            replace(one, choices=replace(one.choices, encoding=page))
            if report.physical.encoding in CODE_PAGES
            else one
            for one, report in zip(self.sources, self.reports, strict=True)
        )

    def without(self, place: int) -> tuple[Source, ...]:
        """Return the other files."""
        return (*self.sources[:place], *self.sources[place + 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A report beside the door list, and the same in words, line for line.

    plain: what can be taken over without a look of its own.
    """

    differences: tuple[Difference, ...]
    plain: tuple[Difference, ...]
    lines: tuple[LookLine, ...]


def open_files(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Return the bytes of files, the same ones once; raise BadTable for one that cannot be read."""
    found: dict[bytes, Source] = {}
    for path in paths:
        data = read_bytes(path)
        found.setdefault(data, Source(name=path.name, data=data))
    return tuple(found.values())


def pasted_files(text: str, name: str) -> tuple[Source, ...]:
    """Return a report that was copied elsewhere, as a file of that name."""
    return (Source(name=name, data=text.encode("utf-8-sig", "replace")),)


def read_files(
    sources: tuple[Source, ...],
    book: Book,
    zone: str,
    remembered: Mapping[str, Sequence[ReportColumn]],
) -> ReadFiles:
    """Return what files say together; where one cannot be used, that one stands for all.

    remembered: columns that a person chose before, by the fingerprint of the headings.
    """
    both = [_read_as_before(one, book, zone, remembered) for one in sources]
    sources, reports = tuple(one for one, _ in both), tuple(report for _, report in both)
    files = ReadFiles(sources=sources, reports=reports, whole=united(reports))
    if files.stuck is None and all(one.choices.columns is None for one in sources):
        is_table = bool(files.whole.physical.delimiter) or files.whole.physical.container == "xlsx"
        return replace(files, has_table=is_table)
    place = files.stuck or 0
    has_table = unknown_table(sources[place].data, sources[place].choices) is not None
    return replace(files, table=_asked_table(files), has_table=has_table)


def _read_as_before(
    source: Source, book: Book, zone: str, remembered: Mapping[str, Sequence[ReportColumn]]
) -> tuple[Source, Report]:
    """Return a file with its report; an unknown table is read as one with such headings was."""
    report = read_report(source.data, zone=zone, day=book.day, choices=source.choices)
    if report.reason is not Reason.NOT_A_REPORT or source.choices.columns is not None:
        return source, report
    grid = unknown_table(source.data, source.choices)
    columns = None if grid is None else guessed_columns(grid)
    if grid is None or columns is None:
        return source, report
    known = remembered.get(_fingerprint(grid, columns), ())
    if len(known) != len(columns.columns):
        return source, report
    columns = replace(columns, columns=tuple(known))
    source = replace(source, choices=replace(source.choices, columns=columns))
    return source, read_report(source.data, zone=zone, day=book.day, choices=source.choices)


def _fingerprint(grid: Grid, columns: ReportColumns) -> str:
    """Return what tables with the same headings have in common; empty without headings."""
    return fingerprint(headings_of(grid, columns)) if columns.header >= 0 else ""


def import_records(
    files: ReadFiles, session: SessionId, at: Instant, *, keeps: bool
) -> tuple[RecordAttendanceImport, ...]:
    """Return what the library keeps of the files. keeps: their bytes too."""
    return tuple(
        RecordAttendanceImport(
            session=session,
            imported=AttendanceImport(
                sha256=report.sha256,
                file_name=one.name,
                format=report.format.value,
                at=at,
                people=len(report.people),
                is_kept=keeps,
            ),
            content=one.data if keeps else None,
        )
        for one, report in zip(files.sources, files.reports, strict=True)
    )


def structure_words(source: Source) -> str:
    """Return the structure of a file without anything of the people in it; empty for no table."""
    grid = unknown_table(source.data, source.choices)
    return "" if grid is None else structure_of(grid)


def _asked_table(files: ReadFiles) -> UnknownTable | None:
    """Return the table whose columns are asked, or were chosen."""
    if files.stuck is not None and files.whole.reason is Reason.NOT_A_REPORT:
        asked = [files.sources[files.stuck]]
    else:
        asked = [one for one in files.sources if one.choices.columns is not None]
    if not asked:
        return None
    source = asked[0]
    grid = unknown_table(source.data, source.choices)
    columns = source.choices.columns or (None if grid is None else guessed_columns(grid))
    if grid is None or columns is None:
        return None
    width = len(columns.columns)
    rows = body_of(grid, columns)[:_ROWS_SHOWN]
    return UnknownTable(
        columns=columns,
        headings=tuple(headings_of(grid, columns)),
        fingerprint=_fingerprint(grid, columns),
        rows=tuple(tuple([*row, *[""] * width][:width]) for row in rows),
    )


def matching(report: Report, book: Book) -> Generator[float, None, tuple[Match, ...]]:
    """Return the steps of matching a report to the people of the book."""
    return match_people(lines_of(report), tuple(book.people.values()))


def advance(steps: Generator[float, None, tuple[Match, ...]]) -> float | tuple[Match, ...]:
    """Take one step; return how far it leads, or at the end the matches."""
    try:
        return next(steps)
    except StopIteration as stop:
        matches: tuple[Match, ...] = stop.value
        return matches


def compared(
    matches: tuple[Match, ...],
    choices: Mapping[str, PersonId | None],
    book: Book,
    tr: Translator,
) -> Comparison:
    """Return what differs; choices: who somebody said a line is, by its key."""
    told = tuple(
        chosen(match, choices[match.line.key]) if _is_chosen(match, choices, book) else match
        for match in matches
    )
    found = differences(told, book.stays, book.session, screens=_screens(book))
    return Comparison(
        differences=found,
        plain=tuple(one for one in found if one.is_plain),
        lines=tuple(_line(difference, book, tr) for difference in found),
    )


def who_it_may_be(
    match: Match, found: Sequence[Difference], people: Iterable[PersonId]
) -> tuple[tuple[PersonId, ...], tuple[PersonId, ...]]:
    """Return the people a line is likely to be, then the others whom no line has."""
    taken = {one.person for one in found if one.match is not None}
    # Who should be in the report and is not comes before everybody else.
    absent = [one.person for one in found if one.match is None]
    likely = [one for one in (*match.candidates, match.person, *absent) if one is not None]
    free = tuple(one for one in people if one not in taken and one not in likely)
    return tuple(dict.fromkeys(likely)), free


def _is_chosen(match: Match, choices: Mapping[str, PersonId | None], book: Book) -> bool:
    """Say whether somebody has said who a line is; one who is no more was taken back."""
    person = choices.get(match.line.key)
    return match.line.key in choices and (person is None or person in book.people)


def _shown(match: Match) -> str:
    """Return the name in the report; of a caller's number only a part."""
    line = match.line
    return masked(line.name) if not line.email and is_phone(line.name) else line.name


def _screens(book: Book) -> dict[str, int]:
    """Return how many people sat at the shared screen of each site."""
    seats = {(stay.person, stay.site) for stay in book.stays if stay.mode is Mode.SITE}
    return dict(Counter(site for _person, site in seats).most_common())


def _line(difference: Difference, book: Book, tr: Translator) -> LookLine:
    match = difference.match
    reported = "" if match is None else _shown(match)
    email = "" if match is None else match.line.email
    cells = (
        f"{reported}\n{email}" if email else reported,
        person_words(tr, difference, book.people),
        spans_words(tr, difference.report, book.zone),
        spans_words(tr, difference.door, book.zone),
        reason_words(tr, difference),
    )
    return LookLine(cells=cells, is_strong=difference.can_take, is_told=not difference.is_same)
