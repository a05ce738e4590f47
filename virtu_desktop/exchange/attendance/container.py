"""From the bytes of a file to rows of cells: container, encoding, line ends, delimiter, quotes."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from virtu_desktop.exchange.attendance.choices import CODE_PAGES
from virtu_desktop.exchange.attendance.grid import Grid, filled_width
from virtu_desktop.exchange.attendance.report import Code, Physical, Reason
from virtu_desktop.exchange.encodings import Decoded, NotText, decode
from virtu_desktop.exchange.table_text import ranked_delimiters, split_rows
from virtu_desktop.exchange.table_workbook import rows_of_workbook
from virtu_desktop.exchange.tables import MOST_FILE_BYTES, BadTable

MOST_ROWS = 100_000
_PDF = b"%PDF"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ARCHIVE = b"PK\x03\x04"


class Refused(Exception):
    """A file that is no report. detected: what it is instead, where that is known."""

    def __init__(self, reason: Reason, physical: Physical, detected: str = "") -> None:
        """Keep why."""
        super().__init__(reason.value)
        self.reason = reason
        self.physical = physical
        self.detected = detected


def read_text(data: bytes, encoding: str = "") -> Decoded:
    """Return the text of a file that is neither a workbook nor anything else; raise Refused.

    encoding: the code page that somebody chose, for a file that does not prove another one.
    """
    if len(data) > MOST_FILE_BYTES:
        raise Refused(Reason.TOO_LARGE, Physical())
    if not data:
        raise Refused(Reason.EMPTY_FILE, Physical())
    for mark, detected in ((_OLD_OFFICE, "xls"), (_PDF, "pdf")):
        if data.startswith(mark):
            raise Refused(Reason.WRONG_FILE_TYPE, Physical(container=detected), detected)
    try:
        text = decode(data)
    except NotText as error:
        raise Refused(Reason.NOT_TEXT, Physical()) from error
    if encoding and text.encoding in CODE_PAGES:
        chosen = data.decode(encoding, errors="replace")
        text = Decoded(
            text=chosen, encoding=encoding, is_damaged="\N{REPLACEMENT CHARACTER}" in chosen
        )
    physical = Physical(encoding=text.encoding, bom=text.has_bom)
    if not text.text.strip():
        raise Refused(Reason.EMPTY_FILE, physical)
    if text.text.lstrip()[0] == "<":
        raise Refused(Reason.WRONG_FILE_TYPE, physical, "html")
    return text


def is_workbook(data: bytes) -> bool:
    """Say whether the bytes are those of an archive, as workbooks are."""
    return data.startswith(_ARCHIVE)


def workbook_grid(data: bytes) -> Grid:
    """Return the rows of the first sheet of a workbook; raise Refused."""
    physical = Physical(container="xlsx")
    try:
        rows = rows_of_workbook(data, most_rows=MOST_ROWS)
    except BadTable as error:
        raise Refused(Reason.WRONG_FILE_TYPE, physical, "archive") from error
    if not any(map(filled_width, rows)):
        raise Refused(Reason.EMPTY_FILE, physical)
    return Grid(rows=rows, text="", physical=physical)


def text_grids(found: Decoded) -> Iterator[Grid]:
    """Yield the rows of a text for each delimiter, the likeliest first."""
    text = found.text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    ends_with_line = lines.endswith("\n")
    lines = lines.rstrip("\n")
    for delimiter in ranked_delimiters(lines):
        codes = {Code.BOM_MISSING} if found.is_guess else set()
        rows = _rows(lines, delimiter)
        if rows is None:
            rows = _rows_line_by_line(lines, delimiter)
            codes.add(Code.STRAY_QUOTES)
        if found.is_damaged:
            codes.add(Code.FILE_CUT)
        yield Grid(
            rows=rows,
            text=lines,
            physical=physical_of(found, delimiter),
            is_cut=not ends_with_line,
            codes=codes,
        )


def physical_of(found: Decoded, delimiter: str = "") -> Physical:
    """Return how the bytes of a text are."""
    text = found.text
    pairs, breaks, returns = text.count("\r\n"), text.count("\n"), text.count("\r")
    ends = {"\r\n": pairs, "\n": breaks - pairs, "\r": returns - pairs}
    return Physical(
        encoding=found.encoding,
        bom=found.has_bom,
        delimiter=delimiter,
        eol=max(ends, key=lambda end: ends[end]) if any(ends.values()) else "",
        final_newline=text.endswith(("\n", "\r")),
    )


def _rows(lines: str, delimiter: str) -> list[list[str]] | None:
    """Return the rows with real quoting, or None when a stray quote swallowed some."""
    try:
        rows = split_rows(lines, delimiter, quoting=True)
    except BadTable as error:
        raise Refused(Reason.TOO_LARGE, Physical()) from error
    if rows is None:
        return None
    swallowed = any(
        "\n" in cell and cell.count(delimiter) > 1 for row in rows for cell in row if "\n" in cell
    )
    return None if swallowed else rows


def _rows_line_by_line(lines: str, delimiter: str) -> list[list[str]]:
    """Return a row for each line; where quotes do not match they are letters."""
    return [_row(line, delimiter) for line in lines.split("\n")]


def _row(line: str, delimiter: str) -> list[str]:
    if line.count('"') % 2:
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])
