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
    return read_blocks_text(text, language=language, new_id=lambda: str(next(ids))).blocks


def starts(text: str) -> list[str | None]:
    """Return the fixed starts of the blocks of a text."""
    return [
        None if each.fixed_start is None else f"{each.fixed_start:%H:%M}" for each in read(text)
    ]


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chosen", [slice(None), slice(1), slice(0, 3, 2)])
def test_a_written_plan_reads_back_without_fixed_starts(language: str, chosen: slice) -> None:
    """Its times are for readers: all blocks, one of them, or two with another between."""
    made = tuple(block(name, 90, BlockKind.PLENARY) for name in "abc")
    plan = Plan(start=NINE, zone=ZONE, blocks=made)
    again = read(blocks_text(translator(language), plan, made[chosen]), language)
    assert [each.title for each in again] == [each.title for each in made[chosen]]
    assert [each.fixed_start for each in again] == [None] * len(again)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00 15 min A\n9:15 5 min B\n9:20 10 min C", [None, None, None]),
        ("9.00-9.15 A\n9.15-9.20 B\n9.30-9.40 C", [None, None, "09:30"]),
        ("9:00 15 min A\n5 min B\n9:20 10 min C", [None, None, None]),
        ("9:00 15 min A\n9:20 5 min B", ["09:00", "09:20"]),
        ("23:50 15 min A\n0:05 5 min B", [None, None]),
        ("9:00 15 min A", ["09:00"]),
    ],
)
def test_times_that_follow_from_lengths_are_dropped(text: str, expected: list[str | None]) -> None:
    """What the lengths do not say stays as a fixed start."""
    assert starts(text) == expected


def test_lines_around_an_agenda_are_left_out() -> None:
    """Greetings are no blocks where other lines have times; a plain list is all blocks."""
    text = "Hello all,\n\n9.00 15 min Welcome\n10 min Break\nSee you!"
    made = read_blocks_text(text, language="en", new_id=lambda: "x")
    assert ([each.title for each in made.blocks], made.left_out) == (["Welcome", "Break"], 2)
    plain = read_blocks_text("Welcome\nBreak", language="en", new_id=lambda: "x")
    assert (len(plain.blocks), plain.left_out) == (2, 0)


def test_the_limit_counts_lines_that_say_something() -> None:
    """500 lines are read, empty ones not counted; one more is refused."""
    assert len(read("\n\n".join(["10 Talk"] * 500))) == 500
    with pytest.raises(TooManyLines):
        read("\n".join(["10 Talk"] * 501))
