"""The structure of a table without anything of the people in it, to be sent to the makers.

Only headings and section lines keep their words; of dates, times and lengths the digits become
9; whatever else stands in a cell becomes one letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from virtu_desktop.exchange.attendance.cells import email_of, is_phone, plain, unwrap
from virtu_desktop.exchange.attendance.grid import Grid, blocks, filled_width
from virtu_desktop.exchange.attendance.lengths import read_length, read_whole_number
from virtu_desktop.exchange.attendance.moments import is_day, month_of, read_clock, read_stamp

_SECTION = re.compile(r"\d{1,2}\. ?[^\W\d_][^\d@]{2,60}")
_LETTERS = re.compile(r"[^\W\d_]+")
# Words that stand beside times and lengths; any other could be somebody's name.
_UNITS = frozenset(
    ["am", "pm", "a", "p", "m", "ap", "ip", "klo", "kl", "uhr", "h", "hr", "hrs", "hour", "hours",
     "t", "tim", "tunti", "tuntia", "std", "stunde", "stunden", "godz", "g", "u", "o", "min",
     "mins", "minute", "minutes", "minuten", "minuuttia", "s", "sec", "secs", "sek", "sekuntia",
     "seconds", "utc", "gmt", "z", "de", "da", "le", "at", "um", "à"]
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_ROWS_SHOWN = 3
_EMPTY, _MAIL, _WORDS, _NUMBER = "", "a@a", "x", "9"
_DELIMITERS = {"\t": "TAB", "": "-"}
_ENDS = {"\r\n": "CRLF", "\n": "LF", "\r": "CR", "": "-"}


def structure_of(grid: Grid) -> str:
    """Return the lines of a description: how the bytes are, then rows of cells."""
    physical = grid.physical
    lines = [
        " ".join(
            (
                physical.container,
                physical.encoding or "-",
                "BOM" if physical.bom else "no BOM",
                f"delimiter {_DELIMITERS.get(physical.delimiter, physical.delimiter)}",
                f"ends {_ENDS.get(physical.eol, physical.eol)}",
            )
        )
    ]
    for place, rows in blocks(grid.rows):
        lines.append(f"-- row {place + 1}: {len(rows)} rows")
        lines += _block(rows)
    return "\n".join(lines) + "\n"


def _block(rows: Sequence[list[str]]) -> list[str]:
    """Return the headings of a block and its first rows, each kind of row once."""
    lines: list[str] = []
    start = 0
    # A list of people may be numbered too; a section has rows of several cells below it.
    has_table = len(rows) > 1 and filled_width(rows[1]) > 1
    if has_table and filled_width(rows[0]) == 1 and _SECTION.fullmatch(plain(rows[0][0])):
        lines.append(plain(rows[0][0]))
        start = 1
    if start < len(rows) - 1 and _is_header(rows[start], rows[start + 1 :]):
        lines.append(" | ".join(plain(cell) for cell in rows[start]))
        start += 1
    patterns = dict.fromkeys(_pattern(row) for row in rows[start:])
    shown = list(patterns)[:_ROWS_SHOWN]
    more = len(patterns) - len(shown)
    return [*lines, *shown, *([f"+ {more}"] if more else [])]


def _is_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row can only be headings: words over at least two columns of other things.

    A row about somebody has the same kinds of cells as the rows below it.
    """
    if filled_width(row) < 2 or any(_typed(cell) not in (_EMPTY, _WORDS) for cell in row):
        return False
    others = {
        place
        for one in below
        for place, cell in enumerate(one[: len(row)])
        if _typed(cell) not in (_EMPTY, _WORDS)
    }
    return len(others) >= 2 and all(plain(row[place]) for place in others)


def _pattern(row: Sequence[str]) -> str:
    return " | ".join(map(_typed, row))


def _typed(cell: str) -> str:
    """Return what kind of thing stands in a cell; nothing of it but the pattern of a time."""
    text = plain(cell)
    if not text:
        return _EMPTY
    if email_of(text):
        return _MAIL
    if read_whole_number(text) is not None:
        return _NUMBER * len(text)
    if is_phone(text) and not (read_stamp(text) or read_clock(text) or is_day(text)):
        return _WORDS
    stamp = read_stamp(text)
    if stamp is None and not (read_clock(text) or is_day(text) or read_length(text) is not None):
        return _WORDS
    names_months = stamp is not None and stamp.separator == "m"
    raw = unwrap(cell).strip() if unwrap(cell).isprintable() else text
    return _LETTERS.sub(lambda found: _kept(found[0], names_months), _DIGIT.sub(_NUMBER, raw))


def _kept(word: str, names_months: bool) -> str:
    """Return a word beside a time: a unit, half of the day or month; others could be names."""
    is_unit = word.casefold() in _UNITS
    return word if is_unit or (names_months and month_of(word)) else _WORDS
