"""Reads a block typed in one line: ``20 plenary Results from the groups @Mia`` (P1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time as time_of_day

from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.time import HOUR, MINUTE, SECOND, Duration
from virtu_desktop.domain.typed import read_clock, read_length

DEFAULT_LENGTH = Duration(10 * MINUTE)
# What trainers call the kinds, in the three languages.
KIND_WORDS: Mapping[str, BlockKind] = {
    word: kind
    for kind, words in {
        BlockKind.OPENING: "opening welcome avaus aloitus öppning inledning välkomna",
        BlockKind.PLENARY: "plenary plenum talk yhteinen alustus luento gemensam gemensamt",
        BlockKind.BREAKOUT: (
            "breakout breakouts groups pairs trios pienryhmä pienryhmät ryhmätyö ryhmät parit"
            " pienryhmätyöskentely kolmikot smågrupp smågrupper smågruppsarbete grupparbete grupper"
            " par trior"
        ),
        BlockKind.INDIVIDUAL: "individual alone itsenäinen yksin yksilötyö individuellt enskilt",
        BlockKind.BREAK: "break coffee lunch tauko kahvi kahvitauko lounas paus kaffe fika",
        BlockKind.POLL: "poll vote kysely äänestys enkät omröstning",
        BlockKind.CLOSING: "closing lopetus loppu avslutning",
    }.items()
    for word in words.split()
}
# The second word of a kind that has two: "yhteinen osuus", "gemensam del", "individual work".
_KIND_ENDINGS = frozenset({"osuus", "työskentely", "del", "arbete", "work"})
# The word after a number that is its unit; any other word belongs to the title.
_UNITS = {
    *("m", "min", "mins", "minute", "minutes", "minuutti", "minuuttia", "minut", "minuter"),
    *("h", "hour", "hours", "hr", "hrs", "tunti", "tuntia", "t", "tim", "timme", "timmar"),
}
_BEFORE_CLOCK = frozenset({"kl", "kl.", "klo", "at"})
_AFTER_OWNER = ",;.:!?"
_LETTERS = re.compile(r"[^\W\d]+")
_CLOCK_OR_HOUR = r"(\d{1,2}(?:[.:]\d{2})?)"
_SPAN = re.compile(
    rf"((?:kl\.?|klo|at)\s)?{_CLOCK_OR_HOUR}\s?[-–—]\s?{_CLOCK_OR_HOUR}[,;:]?(?:\s|$)",
    re.IGNORECASE,
)
_MARK = re.compile(r"[.:]")
_YEAR = re.compile(r"20\d{2}")
_DAY = 24 * HOUR
_LONGEST_SPAN = 12 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLine:
    """What a typed line says; None where it says nothing. title: what is left of it."""

    title: str
    length: Duration | None = None
    fixed_start: time_of_day | None = None
    kind: BlockKind | None = None
    owner: str = ""


def read_block_line(line: str) -> BlockLine:
    """Read a clock time, a length and a kind from the beginning of a line, and @owner anywhere.

    Each is optional. ``0930``, ``9.30`` and ``9:30`` are clock times; ``10``, ``25 min`` and
    ``1h30`` are lengths; ``9.30-10.00`` is both. ``2026 plans`` begins with a year. The kind word
    stays in the title when nothing else is left of it, or when it begins with a capital: then it
    was typed as part of the title.

    >>> read_block_line("20 plenary Results from the groups @Mia")
    BlockLine(title='Results from the groups', length=1200000, fixed_start=None, \
kind=<BlockKind.PLENARY: 'plenary'>, owner='Mia')
    """
    words = line.split()
    owners = [word[1:].rstrip(_AFTER_OWNER) for word in words if _is_owner(word)]
    words = [word for word in words if not _is_owner(word)]
    span = _span(words)
    if span is None:
        clock, words = _clock(words)
        length, words = _length(words)
    else:
        clock, length, words = span
    kind, rest = _kind(words)
    return BlockLine(
        title=" ".join(rest or words),
        length=length,
        fixed_start=clock,
        kind=kind,
        owner=", ".join(dict.fromkeys(owners)),
    )


def _is_owner(word: str) -> bool:
    return word.startswith("@") and word[1:].rstrip(_AFTER_OWNER) != ""


def _span(words: list[str]) -> tuple[time_of_day, Duration, list[str]] | None:
    """Take a start and an end off the beginning; bare hours must be announced: ``klo 9-10``.

    A length that follows goes with them if it says the same; any other belongs to the title.
    """
    text = " ".join(words)
    match = _SPAN.match(text)
    if match is None or not (match[1] or _MARK.search(match[2] + match[3])):
        return None
    start, end = read_clock(match[2]), read_clock(match[3])
    if start is None or end is None:
        return None
    length = Duration((_since_midnight(end) - _since_midnight(start)) % _DAY)
    if not 0 < length <= _LONGEST_SPAN:
        return None
    rest = text[match.end() :].split()
    said, behind = _length(rest)
    return start, length, behind if said == length else rest


def _since_midnight(clock: time_of_day) -> int:
    return clock.hour * HOUR + clock.minute * MINUTE + clock.second * SECOND


def _clock(words: list[str]) -> tuple[time_of_day | None, list[str]]:
    """Take a clock time with minutes off the beginning; a bare number is a length."""
    is_named = words[:1] != [] and words[0].casefold() in _BEFORE_CLOCK
    rest = words[1:] if is_named else words
    if not rest or (len(rest) > 1 and rest[1].casefold().rstrip(".") in _UNITS):
        return None, words
    if is_named or (_shows_minutes(rest[0]) and not _begins_with_year(rest)):
        clock = read_clock(rest[0])
        if clock is not None:
            return clock, rest[1:]
    return None, words


def _begins_with_year(words: list[str]) -> bool:
    return len(words) > 1 and _YEAR.fullmatch(words[0]) is not None and words[1][:1].isalpha()


def _shows_minutes(word: str) -> bool:
    if word.isdigit():
        return len(word) == 4
    hours, mark, minutes = word.partition("." if "." in word else ":")
    return mark != "" and hours.isdigit() and len(minutes) == 2 and minutes.isdigit()


def _length(words: list[str]) -> tuple[Duration | None, list[str]]:
    """Take a length off the beginning, with its units in the same word or in those that follow."""
    for count in (4, 3, 2, 1):
        said = words[:count]
        if len(said) == count and _can_be_length(said):
            length = read_length(" ".join(said))
            if length is not None:
                return length, words[count:]
    return None, words


def _can_be_length(said: list[str]) -> bool:
    """Say whether every word is a number, a unit, or both in one."""
    return said[0][:1].isdigit() and all(
        unit in _UNITS for word in said for unit in _LETTERS.findall(word.casefold())
    )


def _kind(words: list[str]) -> tuple[BlockKind | None, list[str]]:
    """Take the words of a kind off the beginning; one with a capital counts, and stays."""
    if not words:
        return None, words
    kind = KIND_WORDS.get(words[0].casefold().rstrip(":"))
    if kind is None or not words[0].islower():
        return kind, words
    has_ending = len(words) > 1 and words[1].rstrip(":") in _KIND_ENDINGS
    return kind, words[2 if has_ending else 1 :]
