"""What the columns of somebody's agenda mean: guessed, remembered, or chosen by a person (P7).

The words of Finnish, Swedish and English headings are known, and so is the layout of Ontime. A
table with other headings, or none, is looked at cell by cell. A guess is a proposal to look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from virtu_desktop.domain.typed import read_length
from virtu_desktop.exchange.agenda_cells import clock_span
from virtu_desktop.exchange.headings import fingerprint, heading
from virtu_desktop.exchange.tables import Cell, Table, TableRow
from virtu_desktop.i18n import LANGUAGES, N_, Translator, translator

_HEADER_WITHIN = 60
_SAMPLE = 200


class Column(StrEnum):
    """What a column of an agenda holds."""

    START = "start"
    LENGTH = "length"
    END = "end"
    TITLE = "title"
    METHOD = "method"
    OWNER = "owner"
    ROOM = "room"
    REMOTE = "remote"
    NOTE = "note"
    MATERIALS = "materials"
    MINIMUM = "minimum"
    ROW_TYPE = "row_type"
    SKIP = "skip"
    IGNORED = "ignored"


SEVERAL = frozenset(
    (Column.ROOM, Column.REMOTE, Column.NOTE, Column.MATERIALS, Column.IGNORED),
)
"""What more than one column may hold; their texts are joined."""

TIMES = frozenset((Column.START, Column.LENGTH, Column.END))


class Layout(StrEnum):
    """The tool whose habits a table follows."""

    GENERIC = "generic"
    ONTIME = "ontime"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What each column holds, from the left.

    header: number of the row with the headings, or None; what stands above it is no agenda.
    hours: places of columns whose bare numbers are hours, not minutes. minutes: places of those
    whose heading says that they are minutes. fingerprint: of the headings, to remember a mapping
    by; empty without headings. remembered: the columns are as a person chose them earlier.
    """

    columns: tuple[Column, ...]
    header: int | None = None
    layout: Layout = Layout.GENERIC
    hours: frozenset[int] = frozenset()
    minutes: frozenset[int] = frozenset()
    fingerprint: str = ""
    remembered: bool = False

    def with_column(self, place: int, column: Column) -> ColumnMapping:
        """Return the mapping with one column chosen; another one that held the same gives way."""
        columns = [
            Column.IGNORED if column not in SEVERAL and other is column else other
            for other in self.columns
        ]
        columns[place] = column
        return replace(self, columns=tuple(columns))

    def places(self, column: Column) -> tuple[int, ...]:
        """Return the places of the columns that hold something, from 0."""
        return tuple(place for place, held in enumerate(self.columns) if held is column)


def guess_mapping(
    table: Table, *, remembered: Mapping[str, Sequence[Column]] | None = None
) -> ColumnMapping:
    """Return what the columns of a table seem to hold.

    remembered: columns that a person chose before, by the fingerprint of the headings.
    """
    header = _header(table)
    guess = _by_content(table) if header is None else _by_headings(table, header)
    known = (remembered or {}).get(guess.fingerprint)
    if known is None or len(known) != len(guess.columns):
        return guess
    return replace(guess, columns=tuple(known), remembered=True)


def column_word(tr: Translator, column: Column) -> str:
    """Return the name of what a column holds; exports have it as their heading."""
    return tr(_NAMES[column])


def _header(table: Table) -> TableRow | None:
    """Return the row with the most headings that are known; two, one of them telling."""
    best, most = None, 1
    for row in table.rows[:_HEADER_WITHIN]:
        found = set(_columns([heading(row.text(place)) for place in range(len(row.cells))]))
        found.discard(Column.IGNORED)
        if len(found) > most and found & {Column.TITLE, *TIMES}:
            best, most = row, len(found)
    return best


def _by_headings(table: Table, header: TableRow) -> ColumnMapping:
    """Return what the headings say."""
    headings = _headings(table, header)
    return ColumnMapping(
        columns=_checked(table, header.number, _columns(headings)),
        header=header.number,
        layout=_layout(headings),
        hours=frozenset(_with_unit(header, _HOURS)),
        minutes=frozenset(_with_unit(header, _MINUTES)),
        fingerprint=fingerprint(headings),
    )


def _headings(table: Table, header: TableRow) -> list[str]:
    return [heading(header.text(place)) for place in range(table.width)]


def _columns(headings: Iterable[str]) -> tuple[Column, ...]:
    """Return what headings name; a second column of a kind that stands once is ignored."""
    words = _known_words()
    columns: list[Column] = []
    for text in headings:
        column = words.get(text, Column.IGNORED)
        is_second = column in columns and column not in SEVERAL
        columns.append(Column.IGNORED if is_second else column)
    return tuple(columns)


def _checked(table: Table, header: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns, one headed "time" being a length when its cells are lengths."""
    if Column.START not in columns or Column.LENGTH in columns:
        return columns
    place = columns.index(Column.START)
    cells = _filled(table, place, after=header)
    clocks = sum(clock_span(cell) is not None for cell in cells)
    lengths = sum(_is_length(cell) for cell in cells)
    if clocks * 2 >= len(cells) or lengths * 2 <= len(cells):
        return columns
    return (*columns[:place], Column.LENGTH, *columns[place + 1 :])


def _by_content(table: Table) -> ColumnMapping:
    """Return what the cells look like: clock times, lengths, and the texts beside them."""
    columns = [Column.IGNORED] * table.width
    shares = {place: _filled(table, place) for place in range(table.width)}
    filled = {place: cells for place, cells in shares.items() if cells}
    clocks = _places(filled, _is_clearly_clock)
    for place, column in zip(clocks, (Column.START, Column.END), strict=False):
        columns[place] = column
    rest = {place: cells for place, cells in filled.items() if columns[place] is Column.IGNORED}
    for place in _places(rest, _is_length)[:1]:
        columns[place] = Column.LENGTH
        del rest[place]
    if rest:
        columns[max(rest, key=lambda place: _letters(rest[place]))] = Column.TITLE
    header = _last_without_time(table, columns)
    return ColumnMapping(
        columns=tuple(columns),
        header=None if header is None else header.number,
        fingerprint="" if header is None else fingerprint(_headings(table, header)),
    )


def _last_without_time(table: Table, columns: Sequence[Column]) -> TableRow | None:
    """Return the row above the first one with a readable time: headings in other words."""
    times = [place for place, column in enumerate(columns) if column in TIMES]
    previous: TableRow | None = None
    for row in table.rows:
        if any(place < len(row.cells) and _is_time(row.cells[place]) for place in times):
            return previous
        if not row.is_empty:
            previous = row
    return None


def _places(filled: Mapping[int, Sequence[Cell]], test: Callable[[Cell], bool]) -> list[int]:
    """Return the places, from the left, where half of the cells or more pass a test."""
    return [place for place, cells in filled.items() if sum(map(test, cells)) * 2 >= len(cells)]


def _filled(table: Table, place: int, *, after: int = 0) -> list[Cell]:
    return [
        row.cells[place]
        for row in table.rows[after : after + _SAMPLE]
        if place < len(row.cells) and row.cells[place] != ""
    ]


def _is_clearly_clock(cell: Cell) -> bool:
    """Tell a clock time from a bare number, which may be anything."""
    if isinstance(cell, float) or (isinstance(cell, str) and cell.isdigit()):
        return False
    return clock_span(cell) is not None


def _is_length(cell: Cell) -> bool:
    return not isinstance(cell, str) or read_length(cell) is not None


def _is_time(cell: Cell) -> bool:
    return _is_length(cell) or clock_span(cell) is not None


def _letters(cells: Sequence[Cell]) -> float:
    """Return how many letters a cell has on average; numbers have none."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return sum(sum(letter.isalpha() for letter in text) for text in texts) / max(1, len(cells))


def _layout(headings: Sequence[str]) -> Layout:
    found = _ONTIME & set(headings)
    is_ontime = len(found) >= 4 and "title" in found and bool(found & {"time start", "timer type"})
    return Layout.ONTIME if is_ontime else Layout.GENERIC


def _with_unit(header: TableRow, unit: re.Pattern[str]) -> Iterable[int]:
    places = range(len(header.cells))
    return (place for place in places if unit.search(header.text(place).casefold()))


@cache
def _known_words() -> dict[str, Column]:
    """Return the headings that are known, those of our own exports among them."""
    words = {
        heading(translator(language)(name)): column
        for language in LANGUAGES
        for column, name in _NAMES.items()
        if column not in (Column.IGNORED, Column.SKIP, Column.ROW_TYPE)
    }
    listed = {word: column for column, listed in _WORDS.items() for word in listed.split(", ")}
    return words | listed


_HOURS = re.compile(r"[(\[](?:h|t|tim|tuntia|timmar|hours)\.?[)\]]")
_MINUTES = re.compile(r"[(\[](?:min|m|minuuttia|minuter|minutes)\.?[)\]]|\bmin|\bminu[ut]")
_ONTIME = frozenset(
    (
        "cue",
        "title",
        "time start",
        "time end",
        "duration",
        "timer type",
        "end action",
        "link start",
        "warning time",
        "danger time",
        "count to end",
    )
)
_NAMES: Mapping[Column, str] = {
    Column.START: N_("Start"),
    Column.LENGTH: N_("Length"),
    Column.END: N_("End"),
    Column.TITLE: N_("Title"),
    Column.METHOD: N_("Kind"),
    Column.OWNER: N_("Owner"),
    Column.ROOM: N_("In the room"),
    Column.REMOTE: N_("Remote"),
    Column.NOTE: N_("Only for trainers"),
    Column.MATERIALS: N_("Materials"),
    Column.MINIMUM: N_("Can shrink to"),
    Column.ROW_TYPE: N_("What the row is"),
    Column.SKIP: N_("Left out"),
    Column.IGNORED: N_("Not imported"),
}
# Headings as people write them in Finnish, Swedish and English, and those of Ontime.
_WORDS: Mapping[Column, str] = {
    Column.START: (
        "start, starts, time start, start time, begin, begins, time, from, when, planned start, "
        "alkaa, alku, alkuaika, aloitus, aloitusaika, aika, kello, klo, kellonaika, "
        "börjar, starttid, tid, klockslag, klockan, kl"
    ),
    Column.LENGTH: (
        "duration, length, minutes, min, mins, dur, planned minutes, kesto, kesto min, pituus, "
        "minuutit, minuuttia, längd, minuter, tidsåtgång, varaktighet"
    ),
    Column.END: (
        "end, ends, time end, end time, finish, until, to, planned end, päättyy, loppuu, loppu, "
        "loppuaika, päättymisaika, slut, slutar, sluttid"
    ),
    Column.TITLE: (
        "title, topic, subject, what, activity, item, block, agenda item, name, session, event, "
        "content, aihe, otsikko, sisältö, mitä, osio, teema, ohjelma, ohjelmakohta, vaihe, "
        "aktiviteetti, rubrik, ämne, innehåll, vad, moment, avsnitt, tema, programpunkt, aktivitet"
    ),
    Column.METHOD: (
        "kind, type, method, format, tyyppi, laji, menetelmä, työtapa, toteutus, toteutustapa, "
        "metod, typ, slag, arbetssätt, form"
    ),
    Column.OWNER: (
        "owner, who, responsible, lead, leader, facilitator, trainer, speaker, host, presenter, "
        "vastuu, vastuuhenkilö, vetäjä, kuka, valmentaja, kouluttaja, ohjaaja, puhuja, "
        "ansvarig, ansvar, vem, ledare, utbildare, talare"
    ),
    Column.ROOM: (
        "room, in the room, instruction, instructions, description, details, ohje, ohjeet, kuvaus, "
        "tehtävänanto, paikan päällä, salissa, instruktion, instruktioner, beskrivning, på plats"
    ),
    Column.REMOTE: (
        "remote, online, remote instruction, remote instructions, etä, etänä, etäohje, "
        "etäosallistujat, etäosallistujille, verkossa, distans, på distans, distansdeltagare"
    ),
    Column.NOTE: (
        "note, notes, trainer note, trainer notes, comment, comments, only for trainers, "
        "muistiinpano, muistiinpanot, huomio, huomiot, huom, kommentti, kommentit, "
        "vain valmentajille, anteckning, anteckningar, notering, kommentar, kommentarer"
    ),
    Column.MATERIALS: (
        "material, materials, needed, props, equipment, tools, materiaali, materiaalit, "
        "tarvikkeet, välineet, hjälpmedel, utrustning"
    ),
    Column.MINIMUM: "minimum, least minutes, can shrink to, vähintään, minst",
    Column.ROW_TYPE: "timer type",
    Column.SKIP: "skip",
}
