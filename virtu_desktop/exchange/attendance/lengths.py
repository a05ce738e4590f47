"""Lengths of time as reports state them, in any language: ``1 t 2 min 3 s``, ``01:02:03``."""

from __future__ import annotations

import re
from functools import lru_cache

from virtu_desktop.exchange.attendance.cells import plain

_PART = re.compile(r"(\d+(?:[.,]\d+)?) ?([^\W\d_]+\.?)?")
_WHOLE = re.compile(r"(?:\d+(?:[.,]\d+)? ?[^\W\d_]+\.?[ ,]*)+")
_COLONS = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})")
_SIZES = (3600, 60, 1)
# Longer beginnings count first: "st" is an hour (Std.), "s" a second; "mp" a Hungarian second.
_UNITS = (
    ("mp", 1),
    ("st", 3600),
    ("tk", 60),
    ("h", 3600),
    ("t", 3600),
    ("g", 3600),
    ("u", 3600),
    ("o", 3600),
    ("ó", 3600),
    ("ч", 3600),
    ("ώ", 3600),
    ("時", 3600),
    ("小", 3600),
    ("시", 3600),
    ("m", 60),
    ("p", 60),
    ("м", 60),
    ("λ", 60),
    ("分", 60),
    ("분", 60),
    ("s", 1),
    ("\N{CYRILLIC SMALL LETTER ES}", 1),
    ("δ", 1),
    ("秒", 1),
    ("초", 1),
)


@lru_cache(maxsize=65_536)
def read_length(cell: str, *, near: int | None = None) -> int | None:
    """Return the seconds of a stated length, or None when the cell holds none.

    near: seconds that the length should come close to; it decides for units nobody knows.

    >>> read_length("3 Std. 8 Min. 8 Sek."), read_length("01:02:03"), read_length("12m ")
    (11288, 3723, 720)
    """
    text = plain(cell).casefold()
    if not text or len(text) > 40:
        return None
    if found := _COLONS.fullmatch(text):
        hours, minutes, seconds = map(int, found.groups())
        return hours * 3600 + minutes * 60 + seconds
    if not _WHOLE.fullmatch(text):
        return None
    parts = [(float(one[1].replace(",", ".")), one[2]) for one in _PART.finditer(text)]
    if len(parts) > 3:
        return None
    sizes = [_size(unit) for _number, unit in parts]
    if None in sizes or len(set(sizes)) < len(sizes):
        return _by_place([number for number, _unit in parts], near)
    return round(sum(n * (size or 0) for (n, _unit), size in zip(parts, sizes, strict=True)))


def read_whole_number(cell: str) -> int | None:
    """Return the number of a cell that holds nothing else, such as whole minutes."""
    text = plain(cell)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_under_a_minute(cell: str) -> bool:
    """Say whether a cell states less than one minute in some language.

    >>> is_under_a_minute("Under 1 min"), is_under_a_minute("< 1 min"), is_under_a_minute("1 min")
    (True, True, False)
    """
    text = plain(cell).casefold()
    numbers = re.findall(r"\d+", text)
    return numbers == ["1"] and read_length(text) is None


def _size(unit: str | None) -> int | None:
    if not unit:
        return None
    return next((size for beginning, size in _UNITS if unit.startswith(beginning)), None)


def _by_place(numbers: list[float], near: int | None) -> int | None:
    """Return a length whose units are unknown: h m s, or the reading nearest to what is known."""
    if len(numbers) == 3:
        return round(sum(n * size for n, size in zip(numbers, _SIZES, strict=True)))
    if near is None:
        return None
    starts = range(len(_SIZES) - len(numbers) + 1)
    readings = [
        round(sum(n * size for n, size in zip(numbers, _SIZES[start:], strict=False)))
        for start in starts
    ]
    return min(readings, key=lambda seconds: abs(seconds - near))
