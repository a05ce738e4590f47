"""Rows of cells of a report, and the search for columns by what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from virtu_desktop.exchange.attendance.cells import email_of, plain
from virtu_desktop.exchange.attendance.moments import is_day, read_clock, read_stamp
from virtu_desktop.exchange.attendance.report import Code, Physical

Cells = Sequence[str]
_SAMPLE = 200
_MANY = 2000
_MOST = 0.8


@dataclass(slots=True, kw_only=True)
class Grid:
    """The rows of a file. is_cut: the last one may be incomplete."""

    rows: list[list[str]]
    text: str
    physical: Physical
    is_cut: bool = False
    codes: set[Code] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Table:
    """A heading and the rows below it. place: of the heading in the grid."""

    header: list[str]
    body: list[list[str]]
    place: int = 0

    @property
    def width(self) -> int:
        """Return the number of filled headings, empty ones at the end left out."""
        return filled_width(self.header)

    def cell(self, row: Cells, column: int | None) -> str:
        """Return a cell; beyond the row, or without a column, it is empty."""
        return row[column] if column is not None and column < len(row) else ""

    def share(self, column: int, test: Callable[[str], object]) -> float:
        """Return the share of filled cells that pass a test; 0 when most cells are empty."""
        cells = [cell for row in self.body[:_SAMPLE] if plain(cell := self.cell(row, column))]
        return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0

    def columns(self, test: Callable[[str], object]) -> list[int]:
        """Return the columns in which nearly all filled cells pass a test."""
        widest = max((len(row) for row in self.body[:_SAMPLE]), default=0)
        return [column for column in range(widest) if self.share(column, test) >= _MOST]

    def moments(self) -> list[int]:
        """Return the columns of dates with times."""
        return self.columns(read_stamp)

    def clocks(self) -> list[int]:
        """Return the columns of times of day."""
        return self.columns(read_clock)

    def emails(self) -> list[int]:
        """Return the columns in which addresses stand."""
        widest = max((len(row) for row in self.body[:_SAMPLE]), default=0)
        return [column for column in range(widest) if self.share(column, email_of) >= 0.5]

    def different(self, column: int) -> set[str]:
        """Return the different words of a column, of its first rows when there are very many."""
        return {word for row in self.body[:_MANY] if (word := plain(self.cell(row, column)))}


def filled_width(row: Cells) -> int:
    """Return how many cells a row has up to its last filled one."""
    width = len(row)
    while width and not plain(row[width - 1]):
        width -= 1
    return width


def is_blank(row: Cells) -> bool:
    """Say whether no cell of a row holds anything."""
    return filled_width(row) == 0


def blocks(rows: Sequence[list[str]]) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield what stands between blank rows, each with the place of its first row."""
    start = 0
    block: list[list[str]] = []
    for place, row in enumerate(rows):
        if is_blank(row):
            if block:
                yield start, block
            block = []
            continue
        if not block:
            start = place
        block.append(row)
    if block:
        yield start, block


def join_split_moments(row: list[str]) -> list[str]:
    """Return a row in which a date and the time of day in the next cell are one cell again.

    >>> join_split_moments(["A", "17.3.2026", "8.51.04", "B"])
    ['A', '17.3.2026 8.51.04', 'B']
    """
    joined: list[str] = []
    cells = iter(range(len(row)))
    for place in cells:
        both = place + 1 < len(row) and is_day(row[place]) and read_clock(row[place + 1])
        if both:
            joined.append(f"{plain(row[place])} {plain(row[place + 1])}")
            next(cells)
        else:
            joined.append(row[place])
    return joined


def with_joined_moments(table: Table) -> Table:
    """Return a table whose dates and times of day stand in one cell each."""
    body = [join_split_moments(row) for row in table.body]
    return Table(header=join_headers(table, body), body=body, place=table.place)


def join_headers(table: Table, body: list[list[str]]) -> list[str]:
    """Return headings for joined cells; where headings were split too, the second ones go."""
    widest = max(map(len, body), default=0)
    split = max(map(len, table.body), default=0) - widest
    if not split or filled_width(table.header) <= widest:
        return table.header
    kept = [heading for heading in table.header if plain(heading)]
    return kept if len(kept) <= widest else table.header
