"""Tables in workbooks (.xlsx), which may be hostile: T15.

The archive is counted through before anything believes it. The bytes that were counted are read
by ``workbook_reader.py`` in a process of its own with a bound on memory, where the system has
one, and on time.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import msgspec

from virtu_desktop.exchange import workbook_reader
from virtu_desktop.exchange.csv_set import unescape
from virtu_desktop.exchange.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadTable,
    Cell,
    Table,
    built_rows,
    cell_text,
    too_many_columns,
    too_many_rows,
)
from virtu_desktop.i18n import N_

MOST_UNPACKED = 50_000_000
MOST_ENTRIES = 2_000
MOST_RATIO = 100
# A small file of much the same rows packs well; below this nothing can hurt.
_RATIO_COUNTS_FROM = 5_000_000
MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10
_PIECE = 1 << 16


class _Span(msgspec.Struct, frozen=True, array_like=True):
    """A time of day or a length, in seconds."""

    seconds: float


class _Answer(msgspec.Struct, frozen=True):
    problem: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    rows: tuple[tuple[str | float | _Span, ...], ...] = ()


def table_of_workbook(data: bytes, *, sheet: str | None = None) -> Table:
    """Return the table of a sheet; raise BadTable. Stops after ten seconds."""
    check_archive(data)
    answer = _read(data, sheet)
    if answer.problem == workbook_reader.ROWS:
        raise too_many_rows()
    if answer.problem == workbook_reader.COLUMNS:
        raise too_many_columns()
    if answer.problem:
        raise BadTable(N_("This workbook is damaged."))
    rows = ([_cell(cell) for cell in row] for row in answer.rows)
    return Table(rows=built_rows(rows), sheet=answer.sheet, sheets=answer.sheets)


def rows_of_workbook(data: bytes, *, most_rows: int) -> list[list[str]]:
    """Return the first filled sheet as texts, dates with their times; raise BadTable.

    Nothing is left out or cut; a date is ISO 8601.
    """
    check_archive(data)
    answer = _read(data, None, most_rows=most_rows, whole_dates=True)
    if answer.problem:
        raise BadTable(N_("This workbook is damaged."))
    return [[cell_text(_cell(cell)) for cell in row] for row in answer.rows]


def check_archive(data: bytes) -> None:
    """Count an archive through without keeping anything of it; raise BadTable.

    The sizes that it states are not believed: a part that unpacks to more, or to less, is refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if "xl/workbook.xml" not in names:
                raise BadTable(N_("This is an archive, but no Excel workbook."))
            if len(names) > MOST_ENTRIES or len(set(names)) < len(names):
                raise BadTable(N_("This workbook is damaged."))
            _check_size(sum(entry.file_size for entry in entries), len(data))
            unpacked = 0
            for entry in entries:
                with archive.open(entry) as part:
                    while piece := part.read(_PIECE):
                        unpacked += len(piece)
                        _check_size(unpacked, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError: a part is encrypted.
        raise BadTable(N_("This workbook is damaged or protected.")) from error


def _check_size(unpacked: int, packed: int) -> None:
    is_swollen = unpacked > _RATIO_COUNTS_FROM and unpacked > packed * MOST_RATIO
    if unpacked > MOST_UNPACKED or is_swollen:
        raise _too_much()


def _read(
    data: bytes,
    sheet: str | None,
    *,
    most_rows: int = MOST_ROWS,
    whole_dates: bool = False,
) -> _Answer:
    command = [
        sys.executable,
        # Alone: nothing of the surroundings is loaded before the bound on memory holds.
        "-I",
        str(Path(workbook_reader.__file__)),
        *map(str, (MOST_MEMORY, MOST_SECONDS, most_rows, MOST_COLUMNS, int(whole_dates))),
    ]
    try:
        done = subprocess.run(
            [*command, *(() if sheet is None else (sheet,))],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
        )
        return msgspec.json.decode(done.stdout, type=_Answer)
    except (subprocess.SubprocessError, msgspec.MsgspecError) as error:
        raise _too_much() from error


def _too_much() -> BadTable:
    return BadTable(N_("This workbook takes too much memory or time to read."))


def _cell(cell: str | float | _Span) -> Cell:
    if isinstance(cell, _Span):
        return timedelta(seconds=cell.seconds)
    return unescape(cell) if isinstance(cell, str) else cell
