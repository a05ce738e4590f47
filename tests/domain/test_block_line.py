"""Blocks typed in one line, in three languages (P1)."""

from __future__ import annotations

from datetime import time as time_of_day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import mins
from virtu_desktop.domain.block_line import KIND_WORDS, BlockLine, read_block_line
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.time import HOUR

PLENARY, BREAK, BREAKOUT = BlockKind.PLENARY, BlockKind.BREAK, BlockKind.BREAKOUT


def line(
    title: str = "",
    length: float | None = None,
    at: tuple[int, int] | None = None,
    kind: BlockKind | None = None,
    owner: str = "",
) -> BlockLine:
    """Return what a line says; length in minutes."""
    return BlockLine(
        title=title,
        length=None if length is None else mins(length),
        fixed_start=None if at is None else time_of_day(*at),
        kind=kind,
        owner=owner,
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "20 plenary Results from the groups @Mia",
            line("Results from the groups", 20, None, PLENARY, "Mia"),
        ),
        ("20 yhteinen osuus Tulokset", line("Tulokset", 20, None, PLENARY)),
        ("20 gemensam del Resultat", line("Resultat", 20, None, PLENARY)),
        ("20 individual work", line("individual work", 20, None, BlockKind.INDIVIDUAL)),
        ("25 min tauko", line("tauko", 25, None, BREAK)),
        ("15 min paus", line("paus", 15, None, BREAK)),
        ("0930 kahvi", line("kahvi", None, (9, 30), BREAK)),
        ("9.30 kaffe", line("kaffe", None, (9, 30), BREAK)),
        ("klo 9.30 tauko", line("tauko", None, (9, 30), BREAK)),
        ("kl. 9 fika", line("fika", None, (9, 0), BREAK)),
        ("at 9:30 Welcome", line("Welcome", None, (9, 30), BlockKind.OPENING)),
        (
            "1h30 ryhmätyö Rakenna oma @Ari",
            line("Rakenna oma", 90, None, BREAKOUT, "Ari"),
        ),
        ("9:30 10 min avaus Tervetuloa", line("Tervetuloa", 10, (9, 30), BlockKind.OPENING)),
        ("10", line(length=10)),
        ("25 min", line(length=25)),
        ("1h30", line(length=90)),
        ("1 h 30 Ideas", line("Ideas", 90)),
        ("1 h 30 min Ideas", line("Ideas", 90)),
        ("1 tunti 15 min Ideat", line("Ideat", 75)),
        ("2 timmar Idéer", line("Idéer", 120)),
        ("1.25 h Ideas", line("Ideas", 75)),
        ("0930", line(at=(9, 30))),
        ("10.30", line(at=(10, 30))),
        ("5 min. Stretch", line("Stretch", 5)),
        ("", line()),
        ("   ", line()),
        ("Results", line("Results")),
        ("@Mia", line(owner="Mia")),
        ("@", line("@")),
        ("10 Round @Mia, @Ari. @Mia", line("Round", 10, owner="Mia, Ari")),
        ("10 write to mia@example.org", line("write to mia@example.org", 10)),
        # What begins like a unit is a word, and belongs to the title.
        ("10 tauko", line("tauko", 10, None, BREAK)),
        ("10 talk Why", line("Why", 10, None, PLENARY)),
        ("5 Harjoitus", line("Harjoitus", 5)),
        ("20 mingel", line("mingel", 20)),
        ("10talk", line("10talk")),
        ("25% of us", line("25% of us")),
        # A word with a capital is part of the title, though it tells the kind.
        ("15 Tauko ja verkostoituminen", line("Tauko ja verkostoituminen", 15, None, BREAK)),
        ("pairs: Share", line("Share", None, None, BREAKOUT)),
        ("20 30 things", line("30 things", 20)),
        ("2500 steps", line("2500 steps")),
        # A span is a start and a length.
        ("9.30–10.00 Tauko", line("Tauko", 30, (9, 30), BREAK)),
        ("9.30-10.00 Tauko", line("Tauko", 30, (9, 30), BREAK)),
        ("09:00 - 09:20 Avaus", line("Avaus", 20, (9, 0), BlockKind.OPENING)),
        ("9.30-10: tauko @Mia", line("tauko", 30, (9, 30), BREAK, "Mia")),
        ("klo 9-10 Ideat", line("Ideat", 60, (9, 0))),
        ("23.30-0.15 Ideas", line("Ideas", 45, (23, 30))),
        ("9.00-9.20 20 min Ideas", line("Ideas", 20, (9, 0))),
        ("9.00-9.20 3 ideas", line("3 ideas", 20, (9, 0))),
        ("3-4 people", line("3-4 people")),
        ("10.00-9.00 Ideas", line("10.00-9.00 Ideas")),
        # A year is no time of day; a number alone may be one.
        ("2026 plans", line("2026 plans")),
        ("2026", line(at=(20, 26))),
        ("klo 2030 kahvi", line("kahvi", None, (20, 30), BREAK)),
        ("9.75 Ideas", line("Ideas", 9.75)),
    ],
)
def test_a_line_says(typed: str, expected: BlockLine) -> None:
    """Time, length, kind and owner are read where they stand; the rest is the title."""
    assert read_block_line(typed) == expected


@pytest.mark.parametrize("word", sorted(KIND_WORDS))
def test_every_kind_word_is_understood(word: str) -> None:
    """A kind word behind a length gives the kind, alone and with a title."""
    assert read_block_line(f"10 {word}") == line(word, 10, None, KIND_WORDS[word])
    assert read_block_line(f"10 {word} Xyz") == line("Xyz", 10, None, KIND_WORDS[word])


@given(st.text(max_size=40))
def test_any_line_is_read(typed: str) -> None:
    """Whatever is pasted, nothing raises, lengths are possible, and no word is invented."""
    read = read_block_line(typed)

    assert read.length is None or 0 <= read.length <= 24 * HOUR
    assert set(read.title.split()) <= set(typed.split())
