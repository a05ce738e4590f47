"""Reads a block typed in one line: ``20 plenary Results from the groups @Mia`` (P1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time as time_of_day

from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.domain.typed import read_clock, read_length

DEFAULT_LENGTH = Duration(10 * MINUTE)
# What trainers call the kinds, in the three languages; the first letters are enough from four on.
KIND_WORDS: Mapping[str, BlockKind] = {
    "opening": BlockKind.OPENING,
    "avaus": BlockKind.OPENING,
    "aloitus": BlockKind.OPENING,
    "öppning": BlockKind.OPENING,
    "plenary": BlockKind.PLENARY,
    "plenum": BlockKind.PLENARY,
    "talk": BlockKind.PLENARY,
    "yhteinen": BlockKind.PLENARY,
    "alustus": BlockKind.PLENARY,
    "gemensam": BlockKind.PLENARY,
    "breakout": BlockKind.BREAKOUT,
    "groups": BlockKind.BREAKOUT,
    "pienryhmät": BlockKind.BREAKOUT,
    "pienryhmä": BlockKind.BREAKOUT,
    "ryhmätyö": BlockKind.BREAKOUT,
    "parit": BlockKind.BREAKOUT,
    "pairs": BlockKind.BREAKOUT,
    "smågrupper": BlockKind.BREAKOUT,
    "grupparbete": BlockKind.BREAKOUT,
    "par": BlockKind.BREAKOUT,
    "individual": BlockKind.INDIVIDUAL,
    "itsenäinen": BlockKind.INDIVIDUAL,
    "yksin": BlockKind.INDIVIDUAL,
    "individuellt": BlockKind.INDIVIDUAL,
    "enskilt": BlockKind.INDIVIDUAL,
    "break": BlockKind.BREAK,
    "coffee": BlockKind.BREAK,
    "tauko": BlockKind.BREAK,
    "kahvi": BlockKind.BREAK,
    "paus": BlockKind.BREAK,
    "kaffe": BlockKind.BREAK,
    "poll": BlockKind.POLL,
    "kysely": BlockKind.POLL,
    "äänestys": BlockKind.POLL,
    "enkät": BlockKind.POLL,
    "closing": BlockKind.CLOSING,
    "lopetus": BlockKind.CLOSING,
    "loppu": BlockKind.CLOSING,
    "avslutning": BlockKind.CLOSING,
}


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
    ``1h30`` are lengths. The kind word stays in the title when nothing else is left of it.

    >>> read_block_line("20 plenary Results from the groups @Mia")
    BlockLine(title='Results from the groups', length=1200000, fixed_start=None, \
kind=<BlockKind.PLENARY: 'plenary'>, owner='Mia')
    """
    words = line.split()
    owners = [word[1:] for word in words if word.startswith("@") and len(word) > 1]
    words = [word for word in words if not (word.startswith("@") and len(word) > 1)]
    clock, words = _clock(words)
    length, words = _length(words)
    kind, rest = _kind(words)
    return BlockLine(
        title=" ".join(rest or words),
        length=length,
        fixed_start=clock,
        kind=kind,
        owner=", ".join(owners),
    )


def _clock(words: list[str]) -> tuple[time_of_day | None, list[str]]:
    """Take a clock time with minutes off the beginning; a bare number is a length."""
    if words and (len(words[0]) == 4 and words[0].isdigit() or _has_mark(words[0])):
        clock = read_clock(words[0])
        if clock is not None:
            return clock, words[1:]
    return None, words


def _has_mark(word: str) -> bool:
    hours, mark, minutes = word.partition("." if "." in word else ":")
    return bool(mark) and hours.isdigit() and len(minutes) == 2 and minutes.isdigit()


def _length(words: list[str]) -> tuple[Duration | None, list[str]]:
    """Take a length off the beginning, with its unit in the same word or in the next."""
    for count in (2, 1):
        said = " ".join(words[:count])
        if len(words) >= count and said[:1].isdigit():
            length = read_length(said)
            if length is not None:
                return length, words[count:]
    return None, words


def _kind(words: list[str]) -> tuple[BlockKind | None, list[str]]:
    """Take a kind word off the beginning; it stays when it would leave no title."""
    if not words:
        return None, words
    said = words[0].casefold().rstrip(":")
    kind = KIND_WORDS.get(said)
    return kind, words[1:] if kind is not None else words
