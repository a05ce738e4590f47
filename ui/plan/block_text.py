"""Blocks as plain text that reads well in a mail, and blocks from lines that people typed; no Qt.

A block is ``9:00  15 min  Welcome  @Ari``; below it, indented, what the room and the remote
people are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time as time_of_day

from virtu_desktop.domain.block_line import DEFAULT_LENGTH, BlockLine, read_block_line
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.time import HOUR, MINUTE, SECOND, Duration
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import LANGUAGES, N_, Translator, translator
from virtu_desktop.wording import clock_text, kind_word, minutes_text

MOST_LINES = 500
_LONGEST_LINE = 2_000
_ROOM = N_("In the room")
_REMOTE = N_("Remote")
_BULLET = re.compile(r"^(?:[-–*•]|\d{1,3}[.)](?=\s))\s*")
# What blocks_text writes first in a line: the parts stand two spaces apart.
_OWN_LINE = re.compile(r"\d{1,2}[:.]\d{2}  \S.*?  \S")
_DAY = 24 * HOUR
NewId = Callable[[], str]


class TooManyLines(KnownError):
    """More lines than anybody would paste on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlocks:
    """What lines of text come to. left_out: how many lines are no blocks."""

    blocks: tuple[Block, ...]
    left_out: int = 0


def blocks_text(tr: Translator, plan: Plan, blocks: Sequence[Block]) -> str:
    """Return blocks of a plan as text for a mail."""
    return "\n".join(line for block in blocks for line in _lines(tr, plan, block))


def read_blocks_text(text: str, *, language: str, new_id: NewId) -> TextBlocks:
    """Return a block for each line; indented lines that name an audience belong to the one before.

    Where some lines have a time or a length, those with neither are left out. Times of day that
    say no more than the lengths do are dropped. language: in which a block without a title is
    named. Raises TooManyLines above 500.
    """
    lines = [line for line in text[: MOST_LINES * _LONGEST_LINE].splitlines() if line.strip()]
    count = len(lines)
    if count > MOST_LINES:
        raise TooManyLines(
            N_("These are more than {most} lines. Paste at most {most} at once."), most=MOST_LINES
        )
    read: list[_ReadLine] = []
    for line in lines:
        told = _told(line) if read else None
        if told is None:
            said = line.strip()
            is_own = _OWN_LINE.match(said) is not None
            read.append(_ReadLine(read_block_line(_BULLET.sub("", said)), is_own, {}))
        else:
            audience, words = told
            read[-1].told[audience] = words
    kept = [line for line in read if line.is_timed] or read
    starts = _needed_starts(kept)
    blocks = (
        replace(
            block_of(line.said, language=language, new_id=new_id),
            fixed_start=start,
            **line.told,  # type: ignore[arg-type]
        )
        for line, start in zip(kept, starts, strict=True)
    )
    return TextBlocks(blocks=tuple(blocks), left_out=len(read) - len(kept))


@dataclass(frozen=True, slots=True)
class _ReadLine:
    """A line that may become a block. is_own: it looks as blocks_text writes it."""

    said: BlockLine
    is_own: bool
    told: dict[str, str]

    @property
    def is_timed(self) -> bool:
        return self.said.fixed_start is not None or self.said.length is not None


def _needed_starts(lines: Sequence[_ReadLine]) -> list[time_of_day | None]:
    """Return the fixed starts of the lines, without those that follow from lengths.

    A time goes when the blocks before it last just until then; the first one of such a row goes
    with them. What this program wrote says its times for readers only.
    """
    starts = [None if line.is_own else line.said.fixed_start for line in lines]
    running: int | None = None
    anchor = -1
    for place, line in enumerate(lines):
        clock = line.said.fixed_start
        if clock is not None:
            at = clock.hour * HOUR + clock.minute * MINUTE + clock.second * SECOND
            if at == running:
                starts[place] = None
                starts[anchor] = None
            else:
                anchor = place
            running = at
        if running is not None:
            running = (running + length_of(line.said)) % _DAY
    return starts


def block_of(line: BlockLine, *, language: str, new_id: NewId) -> Block:
    """Return the block that a typed line makes; what it does not say is usual."""
    length = length_of(line)
    return Block(
        id=BlockId(new_id()),
        length=length,
        minimum=length,
        title=line.title or translator(language)("New block"),
        kind=line.kind or BlockKind.PLENARY,
        fixed_start=line.fixed_start,
        owner=line.owner,
    )


def length_of(line: BlockLine) -> Duration:
    """Return the length of the block that a typed line makes."""
    return DEFAULT_LENGTH if line.length is None else line.length


def _lines(tr: Translator, plan: Plan, block: Block) -> Iterator[str]:
    start = clock_text(tr, plan.schedule[plan.positions[block.id]].start, plan.zone)
    title = block.title or kind_word(tr, block.kind)
    owners = (f"@{owner.strip()}" for owner in block.owner.split(",") if owner.strip())
    yield "  ".join((start, minutes_text(tr, block.length), title, *owners))
    for audience, told in ((_ROOM, block.room), (_REMOTE, block.remote)):
        if told.strip():
            yield f"    {tr(audience)}: {' '.join(told.split())}"


def _told(line: str) -> tuple[str, str] | None:
    """Return what an indented line tells whom: the block's attribute and the words, or None."""
    if not line[:1].isspace():
        return None
    name, mark, words = line.strip().partition(":")
    for audience, attribute in ((_ROOM, "room"), (_REMOTE, "remote")):
        if mark and name in {translator(language)(audience) for language in LANGUAGES}:
            return attribute, words.strip()
    return None
