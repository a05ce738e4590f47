"""Blocks as plain text and back: what was written reads as the same blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.screens import NINE, ZONE, block
from ui.plan.block_text import TooManyLines, blocks_text, read_blocks_text
from virtu_desktop.domain.plan import Block, BlockKind, Plan
from virtu_desktop.domain.time import minutes
from virtu_desktop.i18n import LANGUAGES, translator


def read(text: str, language: str = "en") -> tuple[Block, ...]:
    """Return the blocks of a text, with ids in order."""
    ids = iter(range(1000))
    return read_blocks_text(text, language=language, new_id=lambda: str(next(ids)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_written_plan_reads_back(language: str) -> None:
    """Lengths, titles, owners and what both audiences are told survive a mail."""
    first = replace(
        block("a", 90, BlockKind.PLENARY), title="Rakenna oma", owner="Mia, Ari", remote="Open\nit"
    )
    plan = Plan(start=NINE, zone=ZONE, blocks=(first, block("b", 5, BlockKind.PLENARY)))
    again = read(blocks_text(translator(language), plan, plan.blocks), language)
    assert [(each.title, each.length, each.owner, each.room, each.remote) for each in again] == [
        ("Rakenna oma", minutes(90), "Mia, Ari", "Room text of a", "Open it"),
        ("Block b", minutes(5), "", "Room text of b", ""),
    ]


def test_a_line_without_a_title_gets_one_in_the_language_of_the_plan() -> None:
    """A bare number is a block of so many minutes."""
    assert (read("25")[0].title, read("25")[0].length) == ("New block", minutes(25))


def test_the_limit_counts_lines_that_say_something() -> None:
    """500 lines are read, empty ones not counted; one more is refused."""
    assert len(read("\n\n".join(["10 Talk"] * 500))) == 500
    with pytest.raises(TooManyLines):
        read("\n".join(["10 Talk"] * 501))
