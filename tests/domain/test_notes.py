"""Typed note lines in three languages (N1, N2)."""

from __future__ import annotations

import pytest

from virtu_desktop.domain.notes import NoteTag, parse_note_line


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("idea", NoteTag.IDEA),
        ("ajatus", NoteTag.IDEA),
        ("idé", NoteTag.IDEA),
        ("decision", NoteTag.DECISION),
        ("päätös", NoteTag.DECISION),
        ("PÄÄTÖS", NoteTag.DECISION),
        ("beslut", NoteTag.DECISION),
        ("action", NoteTag.ACTION),
        ("toimenpide", NoteTag.ACTION),
        ("tehtävä", NoteTag.ACTION),
        ("åtgärd", NoteTag.ACTION),
        ("uppgift", NoteTag.ACTION),
        ("parking", NoteTag.PARKING),
        ("parkki", NoteTag.PARKING),
        ("parkkipaikka", NoteTag.PARKING),
        ("parkering", NoteTag.PARKING),
        ("parkeringsplats", NoteTag.PARKING),
        ("quote", NoteTag.QUOTE),
        ("sitaatti", NoteTag.QUOTE),
        ("lainaus", NoteTag.QUOTE),
        ("citat", NoteTag.QUOTE),
        ("experiment", NoteTag.EXPERIMENT),
        ("kokeilu", NoteTag.EXPERIMENT),
        ("försök", NoteTag.EXPERIMENT),
    ],
)
def test_a_tag_is_known_in_every_language(word: str, tag: NoteTag) -> None:
    """The tag is stored, its word leaves the text, wherever in the line it stands."""
    for line in (f"#{word} rotate the chair", f"rotate the chair #{word}"):
        read = parse_note_line(line)

        assert (read.tag, read.text) == (tag, "rotate the chair")


@pytest.mark.parametrize("word", ["private", "oma", "yksityinen", "egen", "privat", "Private"])
def test_a_line_is_made_private_by_a_word(word: str) -> None:
    """The word that makes a note private leaves the text and goes together with a tag."""
    read = parse_note_line(f"#{word} #idea shy today")

    assert read.private
    assert (read.tag, read.text) == (NoteTag.IDEA, "shy today")


@pytest.mark.parametrize(
    ("line", "text", "tag", "persons"),
    [
        ("just words", "just words", NoteTag.PLAIN, ()),
        ("  two   spaces ", "two spaces", NoteTag.PLAIN, ()),
        ("#idea", "", NoteTag.IDEA, ()),
        ("#idea: rotate", "rotate", NoteTag.IDEA, ()),
        ("rotate, #idea, daily", "rotate, daily", NoteTag.IDEA, ()),
        ("#idea #quote x", "#quote x", NoteTag.IDEA, ()),
        ("#note x", "#note x", NoteTag.PLAIN, ()),
        ("#wow: x", "#wow: x", NoteTag.PLAIN, ()),
        ("C#idea and a#quote", "C#idea and a#quote", NoteTag.PLAIN, ()),
        (
            "ask @Mia and @Anna-Liisa. @Mia!",
            "ask @Mia and @Anna-Liisa. @Mia!",
            NoteTag.PLAIN,
            ("Mia", "Anna-Liisa"),
        ),
        ("write to mia@example.org", "write to mia@example.org", NoteTag.PLAIN, ()),
        (
            "#åtgärd @Åke ringer @Örjan_2",
            "@Åke ringer @Örjan_2",
            NoteTag.ACTION,
            ("Åke", "Örjan_2"),
        ),
    ],
)
def test_what_a_line_says(line: str, text: str, tag: NoteTag, persons: tuple[str, ...]) -> None:
    """The first known tag counts; unknown ones, second ones, persons and addresses stay."""
    read = parse_note_line(line)

    assert (read.text, read.tag, read.persons) == (text, tag, persons)
    assert not read.private
