"""Reads one sheet of a workbook from standard input and writes it as JSON; a process of its own.

Started as a file, so that nothing but Python and the reader of workbooks is loaded:
``workbook_reader.py MEMORY SECONDS ROWS COLUMNS WHOLE_DATES [SHEET]``. The answer is an object:
``problem`` (empty, ``rows``, ``columns`` or ``damaged``), ``sheet``, ``sheets``, and ``rows``. A
cell is a text, a number, or a list with the seconds of a time of day or a length. Of a date with a
time only the time is told, unless WHOLE_DATES is 1.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ROWS = "rows"
COLUMNS = "columns"
DAMAGED = "damaged"
ONTIME_SHEET = "event schedule"

Value = str | float | list[float]


def main(words: list[str]) -> None:
    """Answer for one workbook; too little memory or time ends the process."""
    memory, seconds, most_rows, most_columns, whole_dates = map(int, words[:5])
    sheet = words[5] if len(words) > 5 else None
    bound(memory, seconds)
    answer = read(
        sys.stdin.buffer.read(), most_rows, most_columns, sheet, whole_dates=bool(whole_dates)
    )
    sys.stdout.buffer.write(json.dumps(answer).encode())


def bound(memory: int, seconds: int) -> None:
    """Let the system end this process when it takes more.

    Windows has no such bound, macOS none on memory: there the caller's clock is what ends it.
    """
    try:
        import resource
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def read(
    data: bytes,
    most_rows: int,
    most_columns: int,
    sheet: str | None = None,
    *,
    whole_dates: bool = False,
) -> dict[str, object]:
    """Return the answer for the bytes of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _read(book, most_rows, most_columns, sheet, whole_dates)
    except CalamineError:
        return {"problem": DAMAGED}


def _read(
    book: CalamineWorkbook,
    most_rows: int,
    most_columns: int,
    wanted: str | None,
    whole_dates: bool,
) -> dict[str, object]:
    names = book.sheet_names
    for name in _candidates(book, wanted):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None or sheet.end is None:
            continue
        # Where the filled cells end; formatted but empty cells do not count.
        if sheet.end[1] - sheet.start[1] >= most_columns:
            return {"problem": COLUMNS}
        if sheet.end[0] - sheet.start[0] >= most_rows:
            return {"problem": ROWS}
        return {"sheet": name, "sheets": names, "rows": list(_rows(sheet, whole_dates))}
    return {"sheet": "", "sheets": names, "rows": []}


def _candidates(book: CalamineWorkbook, wanted: str | None) -> Iterator[str]:
    """Yield the sheets to try: the one that is wanted, else the visible ones in order."""
    from python_calamine import SheetVisibleEnum

    if wanted is not None:
        yield from (name for name in book.sheet_names if name == wanted)
        return
    metas = book.sheets_metadata
    visible = [meta.name for meta in metas if meta.visible == SheetVisibleEnum.Visible]
    yield from sorted(visible, key=lambda name: name.casefold().strip() != ONTIME_SHEET)


def _rows(sheet: CalamineSheet, whole_dates: bool) -> Iterator[list[Value]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield [_value(cell, whole_dates) for cell in row]


def _value(
    cell: float | str | bool | time | date | datetime | timedelta, whole_dates: bool
) -> Value:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, timedelta):
        return [cell.total_seconds()]
    if isinstance(cell, time):
        return [_seconds(cell)]
    if isinstance(cell, datetime):
        if whole_dates:
            return (cell + timedelta(milliseconds=500)).isoformat(" ", "seconds")
        clock = _seconds(cell.time())
        return [clock] if clock else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return float(cell)


def _seconds(clock: time) -> float:
    # A time of day is a fraction of a day: 9:15 may come as 9:14:59.999.
    whole = clock.hour * 3600 + clock.minute * 60 + clock.second
    return float(round(whole + clock.microsecond / 1_000_000))


if __name__ == "__main__":
    main(sys.argv[1:])
