"""Blocks as plain text that reads well in a mail, and blocks from lines that people typed; no Qt.

A block is ``9:00  15 min  Welcome  @Ari``; below it, indented, what the room and the remote
people are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from virtu_desktop.domain.block_line import DEFAULT_LENGTH, BlockLine, read_block_line
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.time import Duration
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import LANGUAGES, N_, Translator, translator
from virtu_desktop.wording import clock_text, kind_word, minutes_text

MOST_LINES = 500
_LONGEST_LINE = 2_000
_ROOM = N_("In the room")
_REMOTE = N_("Remote")
_BULLET = re.compile(r"^(?:[-–*•]|\d{1,3}[.)](?=\s))\s*")
NewId = Callable[[], str]


class TooManyLines(KnownError):
    """More lines than anybody would paste on purpose."""


def blocks_text(tr: Translator, plan: Plan, blocks: Sequence[Block]) -> str:
    """Return blocks of a plan as text for a mail."""
    return "\n".join(line for block in blocks for line in _lines(tr, plan, block))


def read_blocks_text(text: str, *, language: str, new_id: NewId) -> tuple[Block, ...]:
    """Return a block for each line; indented lines that name an audience belong to the one before.

    language: in which a block without a title is named. Raises TooManyLines above 500.
    """
    lines = [line for line in text[: MOST_LINES * _LONGEST_LINE].splitlines() if line.strip()]
    count = len(lines)
    if count > MOST_LINES:
        raise TooManyLines(
            N_("These are more than {most} lines. Paste at most {most} at once."), most=MOST_LINES
        )
    blocks: list[Block] = []
    for line in lines:
        told = _told(line) if blocks else None
        if told is None:
            read = read_block_line(_BULLET.sub("", line.strip()))
            blocks.append(block_of(read, language=language, new_id=new_id))
        else:
            audience, words = told
            blocks[-1] = replace(blocks[-1], **{audience: words})  # type: ignore[arg-type]
    return tuple(blocks)


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
