"""The readable record: complete, in the reader's language, and safe whatever was typed."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at
from tests.exchange.records import held, portable_records
from virtu_desktop.domain.events import Event
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.exchange.markdown import escape, markdown
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import LANGUAGES, translator


def page(portable: PortableRecord, language: str = "en") -> str:
    """Return the record as text."""
    return markdown(review(portable), translator(language)).decode()


def test_the_page_has_header_times_and_notes() -> None:
    """Who, when, how it went block by block, and what was noted."""
    text = page(held(notes=["#decision go on", "#idea ask"]))

    assert text.startswith("# Session 2: First half-day\n")
    assert "- Programme: VIRTU 2026\n- Customer: Customer\n- Group: Group B, Jyväskylä\n" in text
    assert "- Planned: 9:00–10:00 (Europe/Helsinki)\n- Held: 9:02–10:04\n" in text
    assert "| 1. A | Plenary | 9:00–9:20 | 20 min | 9:02–9:30 | 25 min | done |" in text
    assert "| 2. B | Plenary | 9:20–9:40 | 20 min |  |  | skipped |" in text
    assert "| **Total** |  |  | **1 h** |  | **59 min** |  |" in text
    assert "### Decision (1)\n\n- 9:02 go on (A)\n\n### Idea (1)\n\n- 9:02 ask (A)" in text


def test_what_has_happened_stands_as_the_clock_showed_it() -> None:
    """An end at 10:04:40 was at 10:04, in the head and in the table."""
    portable = held()
    run = portable.record.run
    assert run is not None
    *before, end = run.events
    assert isinstance(end.fact, Event)
    later = replace(end, fact=replace(end.fact, at=at("10:04:40")))
    changed = replace(run, events=(*before, later))
    text = page(replace(portable, record=replace(portable.record, run=changed)))

    assert "- Held: 9:02–10:04\n" in text
    assert "| 9:30–10:04 |" in text


def test_the_end_is_explained() -> None:
    """The reasons stand beside the figure and add up to it."""
    (line,) = [line for line in page(held()).splitlines() if line.startswith("- End:")]

    late, earlier = (
        re.findall(r"(?:started|pause|overtime) (\d+)", line),
        re.findall(r"left out (\d+)", line),
    )
    assert line.startswith("- End: 4 min late (")
    assert sum(map(int, late)) - sum(map(int, earlier)) == 4


def test_a_session_that_has_not_run_shows_its_plan_only() -> None:
    """Before the run there is nothing actual to show."""
    portable = held()
    bare = PortableRecord(record=replace(portable.record, run=None, notes=()))

    text = page(bare)

    assert "Held" not in text
    assert "done" not in text
    assert "| 1. A | Plenary | 9:00–9:20 | 20 min |  |  |  |" in text


def test_a_rehearsal_is_marked() -> None:
    """Nobody can take a rehearsal for a session that was held."""
    assert "Rehearsal: this session was not held." in page(held(kind=RunKind.REHEARSAL))
    assert "Rehearsal" not in page(held())


def test_private_notes_are_left_out() -> None:
    """What is private is in no line."""
    assert "sentinel" not in page(held(notes=["#private sentinel"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_written_in_every_language(language: str) -> None:
    """Finnish and Swedish pages have times with a point."""
    mark = ":" if language == "en" else "."

    assert f"9{mark}02–10{mark}04" in page(held(), language)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("[x](javascript:1) ![y](z)", r"\[x\](javascript:1) \!\[y\](z)"),
        ("a | b", r"a \| b"),
        ("one\n\n# two\r\n- three", r"one \# two - three"),
        ("&lt; \\", r"\&lt; \\"),
        ("\u202eright\x00\x1b[0m", r"right \[0m"),
    ],
)
def test_t07_typed_markup_is_shown_as_typed(text: str, shown: str) -> None:
    """Markup, HTML, links, table marks, line breaks and control characters are only text."""
    assert escape(text) == shown


@given(st.text())
def test_t07_no_text_breaks_its_line(text: str) -> None:
    """Whatever was typed stays in one line and opens no HTML."""
    shown = escape(text)

    assert len(shown.splitlines()) <= 1
    assert not re.search(r"(?<!\\)(\\\\)*[<|`\[]", shown)


@given(portable_records())
def test_the_same_record_gives_the_same_page(portable: PortableRecord) -> None:
    """A page that is made again is equal, and its tables keep their columns."""
    text = page(portable)

    assert page(portable) == text
    runs = itertools.groupby(text.splitlines(), lambda line: line.startswith("| "))
    for is_table, lines in runs:
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
        assert not is_table or len(columns) == 1
