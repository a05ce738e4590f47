"""Tables in files of separated values and in text from the clipboard.

What a file is called and says of itself counts for nothing: encoding and delimiter are found from
what is in it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from virtu_desktop.exchange.csv_set import unescape
from virtu_desktop.exchange.encodings import Decoded, NotText, decode
from virtu_desktop.exchange.tables import BadTable, Table, built_rows, too_many_rows
from virtu_desktop.i18n import N_

_DELIMITERS = "\t;,"
_LOOKED_AT = 60
# Empty ones among them count here, so that a file of nothing but line ends takes no time.
MOST_LINES = 100_000
# Stands behind the text as a row of its own; when it does not come out, a quote swallowed it.
_END = "\ue000"


def decoded(data: bytes) -> Decoded:
    """Return the text that ``data`` holds; raise BadTable when it holds none."""
    try:
        return decode(data)
    except NotText as error:
        raise BadTable(N_("This is neither a workbook nor a text.")) from error


def table_of_text(text: str, *, encoding: str = "", encoding_guessed: bool = False) -> Table:
    """Return the table of a text; raise BadTable."""
    if text.lstrip().startswith("<"):
        raise BadTable(N_("This is a web page, not a table."))
    # Spreadsheets save thousands of empty rows and cells at the end.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(f"\n {_DELIMITERS}")
    delimiter = ranked_delimiters(lines)[0]
    rows = split_rows(lines, delimiter, quoting=True)
    quotes_ignored = rows is None
    if rows is None:
        rows = split_rows(lines, delimiter, quoting=False) or []
    return Table(
        rows=built_rows([unescape(cell) for cell in row] for row in rows),
        encoding=encoding,
        encoding_guessed=encoding_guessed,
        delimiter=delimiter,
        quotes_ignored=quotes_ignored,
    )


def ranked_delimiters(text: str) -> list[str]:
    """Return tab, semicolon and comma, the one that most rows agree on first.

    A table stands below rows that say other things, so those do not count.
    """
    head = "\n".join(text.split("\n", _LOOKED_AT * 2)[: _LOOKED_AT * 2])
    return sorted(_DELIMITERS, key=lambda delimiter: -_agreement(head, delimiter))


def _agreement(head: str, delimiter: str) -> int:
    """Return how many cells stand in rows of one width, 2 or more; very wide rows count as 8."""
    rows = (
        split_rows(head, delimiter, quoting=True)
        or split_rows(head, delimiter, quoting=False)
        or []
    )
    widths = Counter(len(row) for row in rows[:_LOOKED_AT] if len(row) > 1)
    return max((count * min(width, 8) for width, count in widths.items()), default=0)


def split_rows(text: str, delimiter: str, *, quoting: bool) -> list[list[str]] | None:
    """Return the rows, or None when a quote is never closed; raise BadTable when too many."""
    lines = io.StringIO(f"{text}\n{_END}", newline="")
    try:
        if quoting:
            reader = csv.reader(lines, delimiter=delimiter)
        else:
            reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        # Row by row, so that other threads can go on in between.
        rows = [row for row in islice(reader, MOST_LINES + 1)]  # noqa: C416
    except csv.Error:
        return None
    if len(rows) > MOST_LINES:
        raise too_many_rows()
    return rows[:-1] if rows[-1] == [_END] else None
