"""Tables of the world: a workbook, a file of separated values or text from the clipboard.

``read_table`` and ``read_table_text`` give rows of cells whatever they come from, within the
limits below; what is no table is refused in one sentence. Control characters and marks that turn
the direction of writing are taken out, text is NFC. Nothing here knows what a table is about.

A workbook is read in a process of its own with little memory and little time (T15), so that a
hostile one can neither fill the computer nor stop the window.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_

MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_CELL = 500
MOST_TEXT_BYTES = 2_000_000
MOST_FILE_BYTES = 50_000_000

Cell = str | float | timedelta
"""A text; a number of a workbook; or a workbook's time of day or length, from midnight."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_BLANKS = re.compile("[\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
# Control characters but the line end, halves of surrogate pairs, and what turns the writing.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)


class BadTable(KnownError):
    """A file or a text that cannot be read as a table; nothing has been changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row. number: as a spreadsheet counts it, from 1. cut: places of cells cut to length."""

    number: int
    cells: tuple[Cell, ...]
    cut: tuple[int, ...] = ()

    def text(self, place: int) -> str:
        """Return a cell as people read it; a place beyond the row is empty."""
        return cell_text(self.cells[place]) if place < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        """Say whether no cell holds anything."""
        return not any(cell != "" for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells; the empty ones at the end are left out.

    encoding: of a file of text, else empty. encoding_guessed: nothing in the file proves it.
    delimiter: between the cells of a text. quotes_ignored: a quote was never closed, so quotes
    were read as letters. sheet: the sheet that was read. sheets: all sheets of the workbook.
    """

    rows: tuple[TableRow, ...]
    encoding: str = ""
    encoding_guessed: bool = False
    delimiter: str = ""
    quotes_ignored: bool = False
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


def read_table(path: Path, *, sheet: str | None = None) -> Table:
    """Return the table of a file, whatever its name ends with; raise BadTable.

    sheet: of a workbook; None for the first visible one that is not empty.
    """
    return table_of_bytes(read_bytes(path), sheet=sheet)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file that somebody chose; raise BadTable, also when it is huge."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_FILE_BYTES else b""
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadTable(
            N_("{file} cannot be read: {reason}."), file=path.name, reason=reason
        ) from error
    if size > MOST_FILE_BYTES:
        raise too_large(size)
    return data


def table_of_bytes(data: bytes, *, sheet: str | None = None) -> Table:
    """Return the table that the bytes of a file hold; raise BadTable."""
    # Loaded here: they build tables and so know this module.
    from virtu_desktop.exchange.table_text import decoded, table_of_text
    from virtu_desktop.exchange.table_workbook import table_of_workbook

    if data.startswith(b"PK\x03\x04"):
        return table_of_workbook(data, sheet=sheet)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTable(
            N_("This is an old or protected Excel file. Save it as .xlsx without a password.")
        )
    if data.startswith(b"%PDF"):
        raise BadTable(N_("This is a PDF file, not a table."))
    if len(data) > MOST_TEXT_BYTES:
        raise too_large(len(data))
    text = decoded(data)
    return table_of_text(text.text, encoding=text.encoding, encoding_guessed=text.is_guess)


def read_table_text(text: str) -> Table:
    """Return the table of a text, such as what was copied from a spreadsheet; raise BadTable."""
    from virtu_desktop.exchange.table_text import table_of_text

    size = len(text.encode(errors="surrogatepass"))
    if size > MOST_TEXT_BYTES:
        raise too_large(size)
    return table_of_text(text)


def built_rows(rows: Iterable[Sequence[Cell]]) -> tuple[TableRow, ...]:
    """Return rows with clean cells, numbered from 1, within the limits; raise BadTable."""
    built: list[TableRow] = []
    filled = 0
    for number, cells in enumerate(rows, 1):
        row = _row(number, cells)
        built.append(row)
        if row.is_empty:
            continue
        filled = number
        if filled > MOST_ROWS:
            raise too_many_rows()
        if len(row.cells) > MOST_COLUMNS:
            raise too_many_columns()
    if not filled:
        raise BadTable(N_("There is nothing in it."))
    return tuple(built[:filled])


def cell_text(cell: Cell) -> str:
    """Return a cell as people read it.

    >>> cell_text(15.0), cell_text(0.5), cell_text(timedelta(hours=9, minutes=5))
    ('15', '0.5', '9:05')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, timedelta):
        whole, second = divmod(round(cell.total_seconds()), 60)
        return f"{whole // 60}:{whole % 60:02d}" + (f":{second:02d}" if second else "")
    return f"{cell:.10g}"


def clean(text: str) -> str:
    r"""Return a text without what cannot be seen, its line ends as one character, in NFC.

    >>> clean("a\u202eb\x07\r\nc\xa0d ")
    'ab\nc d'
    """
    wrapped = _WRAPPED.fullmatch(text.strip())
    lines = _LINE_ENDS.sub("\n", wrapped[1] if wrapped else text)
    visible = _UNSEEN.sub("", _BLANKS.sub(" ", lines))
    return unicodedata.normalize("NFC", visible).strip()


def too_large(size: int) -> BadTable:
    """Return the refusal of a file or a text of ``size`` bytes."""
    megabytes = f"{size / 1_000_000:.1f}"
    return BadTable(N_("This is too large: {count} MB."), count=megabytes)


def too_many_rows() -> BadTable:
    """Return the refusal of a table with more rows than may be."""
    return BadTable(N_("This has more than {count} rows."), count=MOST_ROWS)


def too_many_columns() -> BadTable:
    """Return the refusal of a table with more columns than may be."""
    return BadTable(N_("This has more than {count} columns."), count=MOST_COLUMNS)


def _row(number: int, cells: Sequence[Cell]) -> TableRow:
    cleaned = [clean(cell) if isinstance(cell, str) else cell for cell in cells]
    while cleaned and cleaned[-1] == "":
        cleaned.pop()
    cut = tuple(
        place
        for place, cell in enumerate(cleaned)
        if isinstance(cell, str) and len(cell) > LONGEST_CELL
    )
    for place in cut:
        cleaned[place] = cell_text(cleaned[place])[:LONGEST_CELL]
    return TableRow(number=number, cells=tuple(cleaned), cut=cut)
