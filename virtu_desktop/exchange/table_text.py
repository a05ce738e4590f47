"""Tables in files of separated values and in text from the clipboard.

What a file is called and says of itself counts for nothing: encoding and delimiter are found from
what is in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from virtu_desktop.exchange.csv_set import unescape
from virtu_desktop.exchange.tables import BadTable, Table, built_rows, too_many_rows
from virtu_desktop.i18n import N_

_DELIMITERS = "\t;,"
_LOOKED_AT = 60
# Empty ones among them count here, so that a file of nothing but line ends takes no time.
MOST_LINES = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Stands behind the text as a row of its own; when it does not come out, a quote swallowed it.
_END = "\ue000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file. is_guess: nothing in the file proves the encoding."""

    text: str
    encoding: str
    is_guess: bool = False


def decoded(data: bytes) -> Decoded:
    """Return the text that ``data`` holds; raise BadTable when it holds none."""
    try:
        found = _decoded(data)
    except UnicodeDecodeError as error:
        raise _no_text() from error
    if len(_CONTROL.findall(found.text)) * 20 > len(found.text):
        raise _no_text()
    return found


def table_of_text(text: str, *, encoding: str = "", encoding_guessed: bool = False) -> Table:
    """Return the table of a text; raise BadTable."""
    if text.lstrip().startswith("<"):
        raise BadTable(N_("This is a web page, not a table."))
    # Spreadsheets save thousands of empty rows and cells at the end.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(f"\n {_DELIMITERS}")
    delimiter = _delimiter(lines)
    rows = _rows(lines, delimiter, quoting=True)
    quotes_ignored = rows is None
    if rows is None:
        rows = _rows(lines, delimiter, quoting=False) or []
    return Table(
        rows=built_rows([unescape(cell) for cell in row] for row in rows),
        encoding=encoding,
        encoding_guessed=encoding_guessed,
        delimiter=delimiter,
        quotes_ignored=quotes_ignored,
    )


def _decoded(data: bytes) -> Decoded:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(text=data.decode("utf-16"), encoding="utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return Decoded(text=data.decode("utf-8-sig"), encoding="utf-8-sig")
    head = data[:4096]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) * 10 > len(head[first::2]) * 3:
            return Decoded(text=data.decode(encoding), encoding=encoding, is_guess=True)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        # Nearly every byte is a letter there; in a text of ours most are ASCII.
        if sum(byte > 0x7F for byte in data) * 2 > len(data):
            raise
        return Decoded(text=data.decode("cp1252"), encoding="cp1252", is_guess=True)


def _no_text() -> BadTable:
    return BadTable(N_("This is neither a workbook nor a text."))


def _delimiter(text: str) -> str:
    """Return what most rows agree on; a table stands below rows that say other things."""
    head = "\n".join(text.split("\n", _LOOKED_AT * 2)[: _LOOKED_AT * 2])
    return max(_DELIMITERS, key=lambda delimiter: _agreement(head, delimiter))


def _agreement(head: str, delimiter: str) -> int:
    """Return how many cells stand in rows of one width, 2 or more; very wide rows count as 8."""
    rows = _rows(head, delimiter, quoting=True) or _rows(head, delimiter, quoting=False) or []
    widths = Counter(len(row) for row in rows[:_LOOKED_AT] if len(row) > 1)
    return max((count * min(width, 8) for width, count in widths.items()), default=0)


def _rows(text: str, delimiter: str, *, quoting: bool) -> list[list[str]] | None:
    """Return the rows, or None when a quote is never closed."""
    lines = io.StringIO(f"{text}\n{_END}", newline="")
    try:
        if quoting:
            reader = csv.reader(lines, delimiter=delimiter)
        else:
            reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        rows = list(islice(reader, MOST_LINES + 1))
    except csv.Error:
        return None
    if len(rows) > MOST_LINES:
        raise too_many_rows()
    return rows[:-1] if rows[-1] == [_END] else None
