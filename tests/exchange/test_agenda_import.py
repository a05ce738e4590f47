"""Agendas of other tools and people: nothing is lost, and nothing guessed in silence."""

from __future__ import annotations

import itertools
from datetime import time as time_of_day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at
from tests.exchange.agendas import FIXTURES, expected, previewed, told
from virtu_desktop.domain.plan import BlockKind, Plan
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.exchange.agenda_cells import clock_span, length
from virtu_desktop.exchange.agenda_columns import Column, Layout, guess_mapping
from virtu_desktop.exchange.agenda_import import (
    AgendaPreview,
    Ignored,
    Problem,
    blocks_of,
    day_time,
    read_agenda,
)
from virtu_desktop.exchange.agenda_kinds import KindFrom, guess_kind
from virtu_desktop.exchange.agenda_words import (
    day_time_text,
    ignored_words,
    kind_from_words,
    problem_words,
)
from virtu_desktop.exchange.tables import read_table, read_table_text
from virtu_desktop.i18n import LANGUAGES, translator

SAMPLES = ["agenda_ontime_v4.xlsx", "agenda_trainer_fi_excel.csv"]


def read(name: str) -> AgendaPreview:
    """Return the preview of a sample."""
    table = read_table(FIXTURES / name)
    return read_agenda(table, guess_mapping(table))


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_read_as_expected(name: str) -> None:
    """Titles, times, owners, methods, materials and notes are those of the expected file."""
    wanted = expected(name.split(".")[0])
    events = [row for row in wanted["agenda"] if row["type"] == "event"]

    rows = read(name).rows

    assert wanted["outcome"] == "ok"
    assert [problem for row in rows for problem in row.problems] == []
    assert len(rows) == len(events)
    for row, event in zip(rows, events, strict=True):
        assert row.block is not None
        assert row.start is not None
        assert row.end is not None
        assert row.block.title == row.title == event["title"]
        assert day_time(row.start).isoformat() == event["start"]
        assert day_time(row.end).isoformat() == event["end"]
        assert row.block.length == event["duration_seconds"] * 1000
        assert row.text(Column.METHOD) == event.get("method", "")
        assert row.text(Column.MATERIALS) == event.get("materials", "")
        assert row.block.owner == event.get("owner", event.get("custom", {}).get("Trainer", ""))
        assert row.block.trainer_note == event.get("note", "")
        if event.get("start_from") == "previous_end":
            assert not row.start_is_said


def test_rows_that_are_no_blocks_are_told() -> None:
    """Each row of the samples that is left out has its reason; empty rows say nothing."""
    finnish = [row for row in read(SAMPLES[1]).ignored if row.reason is not Ignored.EMPTY]
    ontime = [row for row in read(SAMPLES[0]).ignored if row.reason is not Ignored.EMPTY]
    others = [row for row in expected("agenda_ontime_v4")["agenda"] if row["type"] != "event"]

    assert [row.text for row in finnish] == expected("agenda_trainer_fi_excel")["ignored_rows"]
    assert [row.reason for row in finnish] == [Ignored.ABOVE, Ignored.SUM]
    assert [(row.number, row.reason) for row in ontime if row.number > 13] == [
        (14, Ignored.GROUP),
        (16, Ignored.MILESTONE),
        (18, Ignored.SKIPPED),
        (20, Ignored.GROUP),
    ]
    for other in others:
        assert any(other["title"] in row.text for row in ontime)


def test_the_physical_form_is_that_of_the_sample() -> None:
    """Encoding and delimiter are found as they are; Ontime's layout is recognised."""
    physical = expected("agenda_trainer_fi_excel")["physical"]
    table = read_table(FIXTURES / SAMPLES[1])

    assert (table.encoding, table.delimiter) == (physical["encoding"], physical["delimiter"])
    assert guess_mapping(table).layout is Layout.GENERIC
    assert guess_mapping(read_table(FIXTURES / SAMPLES[0])).layout is Layout.ONTIME


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Klo\tMitä\tKuka", ["start", "title", "owner"]),
        ("Tid\tProgrampunkt\tAnsvarig\tPå distans", ["start", "title", "owner", "remote"]),
        ("Start time\tDuration (min)\tActivity", ["start", "length", "title"]),
        ("Title\tMinutes\tColour\tNotes\tComments", ["title", "length", "ignored", "note", "note"]),
        ("KESTO:\tAIHE*", ["length", "title"]),
    ],
)
def test_headings_in_three_languages_are_known(headings: str, columns: list[str]) -> None:
    """Headings count whatever their case, unit and marks; unknown ones are left out."""
    mapping = guess_mapping(read_table_text(f"{headings}\n9.00\t10\tA\tB\tC"))

    assert [column.value for column in mapping.columns][: len(columns)] == columns
    assert mapping.header == 1


def test_other_headings_are_recognised_by_their_cells() -> None:
    """With words of another language, or none, times and texts tell the columns apart."""
    german = guess_mapping(read_table_text("Beginn;Dauer;Thema\n9:00;15;Hallo\n9:15;20;Arbeit"))
    bare = guess_mapping(read_table_text("9.00–9.15\tTervetuloa\n9.15–9.40\tParit"))

    assert german.columns == (Column.START, Column.LENGTH, Column.TITLE)
    assert german.header == 1
    assert bare.columns == (Column.START, Column.TITLE)
    assert bare.header is None


def test_a_column_headed_time_may_hold_lengths() -> None:
    """What is in a column counts more than its heading."""
    assert guess_mapping(read_table_text("Aika;Aihe\n10 min;A\n20 min;B")).columns == (
        Column.LENGTH,
        Column.TITLE,
    )


def test_a_chosen_mapping_is_remembered_by_its_headings() -> None:
    """The same headings get the columns that a person chose; others do not."""
    table = read_table_text("Start\tFoo\tBar\n9.00\tA\t10")
    chosen = guess_mapping(table).with_column(1, Column.TITLE).with_column(2, Column.LENGTH)
    known = {chosen.fingerprint: chosen.columns}

    again = guess_mapping(read_table_text("Start\tFoo\tBar\n10.00\tB\t5"), remembered=known)
    other = guess_mapping(read_table_text("Start\tTitle\tBar\n10.00\tB\t5"), remembered=known)

    assert again.columns == chosen.columns
    assert again.remembered
    assert not other.remembered
    assert chosen.with_column(1, Column.LENGTH).columns[2] is Column.IGNORED


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("9.00", 540),
        ("klo 9:00", 540),
        ("9:00 AM", 540),
        ("2026-11-25T09:00:00+02:00", 540),
        (0.375, 540),
        (46351.375, 540),
        (9.3, 570),
        (9.0, 540),
    ],
)
def test_starts_are_read_in_every_spelling(cell: str | float, minutes: int) -> None:
    """Text, fraction of a day, date with time, and a number that was 9.30 once."""
    span = clock_span(cell)

    assert span is not None
    assert span.start.value == minutes * MINUTE
    assert span.start.is_sure == (cell != 9.3)


@pytest.mark.parametrize(
    ("cell", "minutes", "is_sure"),
    [
        ("15", 15, True),
        ("15 min", 15, True),
        ("0:25", 25, True),
        ("1 h 5 min", 65, True),
        ("0,5 h", 30, True),
        ("PT15M", 15, True),
        (30.0, 30, True),
        ("1.30", 90, False),
        (0.010416666666666666, 15, False),
        ("0.0104166667", 15, False),
        (7.5, 7.5, False),
    ],
)
def test_lengths_are_read_in_every_spelling(
    cell: str | float, minutes: float, is_sure: bool
) -> None:
    """What can be read in two ways is marked."""
    found = length(cell)

    assert found is not None
    assert (found.value, found.is_sure) == (minutes * MINUTE, is_sure)


@pytest.mark.parametrize("cell", ["0,5", "1.75", "noin 15", "25 h", "-5", -1.0, 2000.0])
def test_lengths_that_mean_nothing_are_not_guessed(cell: str | float) -> None:
    """Half of what, and a quarter past sixty minutes of an hour, stay unread."""
    assert length(cell) is None


def test_a_heading_says_what_bare_numbers_are() -> None:
    """Hours under "(h)", minutes under "(min)", also with a fraction, and both for sure."""
    hours = previewed("Kesto (h);Aihe\n0,5;A\n1;B")
    minutes = previewed("Kesto (min);Aihe\n7,5;A")

    assert [block.length / MINUTE for block in hours.blocks] == [30, 60]
    assert [block.length / MINUTE for block in minutes.blocks] == [7.5]
    assert told(hours) == told(minutes) == []


def test_gaps_and_overlaps_are_told_with_their_minutes() -> None:
    """A start that differs from the end before is told, and every block keeps its length."""
    preview = previewed("Start;Length;Title\n9:00;15;A\n9:20;10;B\n9:25;10;C\n9:00;5;D")

    assert told(preview) == [
        (3, "gap", 5),
        (4, "overlap", 5),
        (5, "out_of_order", 35),
    ]
    assert preview.conflicts == 3
    assert [block.length / MINUTE for block in preview.blocks] == [15, 10, 10, 5]


def test_an_end_that_contradicts_the_length_is_told() -> None:
    """The length is taken and said; an end that agrees settles an unsure length."""
    preview = previewed("Start;End;Length;Title\n9:00;9:20;15;A\n9:15;10:45;1.30;B")

    assert told(preview) == [(2, "end_disagrees", 15)]
    assert preview.conflicts == 1
    assert [block.length / MINUTE for block in preview.blocks] == [15, 90]


def test_the_clock_times_count_for_lengths_when_they_are_kept() -> None:
    """Start and end then say how long a row is; its minimum stays within that."""
    preview = previewed("Start;End;Length;Title\n9:00;9:20;15;A\n9:20;9:25;15;B")

    kept = blocks_of(preview, new_id=lambda: "x", fix_starts=True)
    followed = blocks_of(preview, new_id=lambda: "x")

    assert [(each.length / MINUTE, each.minimum / MINUTE) for each in kept] == [(20, 20), (5, 5)]
    assert [each.length / MINUTE for each in followed] == [15, 15]


def test_missing_lengths_come_from_ends_and_next_starts() -> None:
    """Up to the row's end, else up to the next start, which is told; the last row has neither."""
    ends = previewed("Ends;Title\n9:10;A\n9:40;B", start="09:00")
    starts = previewed("9.00\tA\n9.15\tB\n9.40\tC\n10.00\tD")

    assert [block.length / MINUTE for block in ends.blocks] == [10, 30]
    assert told(starts) == [
        (1, "length_from_next", 15),
        (2, "length_from_next", 25),
        (3, "length_from_next", 20),
        (4, "no_length", 0),
    ]
    assert starts.rows[-1].block is None


def test_a_length_that_cannot_be_read_is_told_by_its_row() -> None:
    """The row becomes no block, unless start and end say what was meant."""
    alone = previewed("Start;Length;Title\n9:00;15;A\n;about 20;B\n;10;C")
    settled = previewed("Start;End;Length;Title\n9:00;9:20;about 20;A")

    assert told(alone) == [(3, "unreadable_length", 0)]
    assert [block.title for block in alone.blocks] == ["A", "C"]
    assert told(settled) == [(2, "unsure_length", 20)]


def test_an_end_before_its_start_is_no_night() -> None:
    """Such a row is told and becomes no block."""
    assert told(previewed("Start;End;Title\n10:00;9:00;A")) == [(2, "end_first", 0)]


def test_a_plan_may_go_over_midnight() -> None:
    """Times go on on the next day; what goes over is told."""
    preview = previewed("Start;End;Title\n23:00;23:45;A\n23:45;0:30;B\n0:20;1:00;C")

    assert told(preview) == [(3, "over_midnight", 0), (4, "overlap", 10)]
    assert preview.rows[2].start == (24 * 60 + 20) * MINUTE
    blocks = blocks_of(preview, new_id=itertools.count().__next__, fix_starts=True)  # type: ignore[arg-type]
    plan = Plan(start=at("23:00"), zone="Europe/Helsinki", blocks=blocks)
    assert plan.schedule[2].gap == -10 * MINUTE


def test_a_row_a_day_later_gets_no_fixed_start() -> None:
    """A time of day says nothing about tomorrow."""
    rows = "\n".join(f"{hour}:00;4 h;x{hour}" for hour in (8, 12, 16, 20, 0, 4, 9))

    preview = previewed(f"Start;Length;Title\n{rows}")

    assert [one for one in told(preview) if one[1] != "over_midnight"] == [
        (8, "gap", 60),
        (8, "beyond_day", 0),
    ]
    fixed = blocks_of(preview, new_id=lambda: "x", fix_starts=True)[-1].fixed_start
    assert fixed is None


def test_starts_become_fixed_only_when_asked_for() -> None:
    """Without the wish blocks follow one another; with it the plan has the times of the file."""
    preview = previewed("Start;Length;Title\n9:00;15;A\n9:30;10;B\n;5;C")
    ids = [f"id{number}" for number in range(6)]

    loose = blocks_of(preview, new_id=iter(ids).__next__)
    fixed = blocks_of(preview, new_id=iter(ids).__next__, fix_starts=True)

    assert [block.fixed_start for block in loose] == [None, None, None]
    assert [block.fixed_start for block in fixed] == [None, time_of_day(9, 30), None]
    assert [block.id for block in fixed] == ids[:3]
    plan = Plan(start=at("9:00"), zone="Europe/Helsinki", blocks=fixed)
    assert [row.start for row in plan.schedule] == [at("9:00"), at("9:30"), at("9:40")]


def test_a_start_before_the_session_never_becomes_fixed() -> None:
    """It would be read as that time on the next day."""
    preview = previewed("Start;Length;Title\n8:30;15;A\n8:45;10;B", start="09:00")

    assert told(preview) == [(2, "other_start", -30)]
    blocks = blocks_of(preview, new_id=lambda: "x", fix_starts=True)
    assert [block.fixed_start for block in blocks] == [None, None]


def test_without_times_of_day_only_lengths_are_known() -> None:
    """Rows have no start; sums and headings are left out with a reason."""
    preview = previewed("Title;Minutes\nMorning;\nA;10\nB;20\n;30\nSum;30")

    assert preview.start is None
    assert [row.start for row in preview.rows] == [None, None]
    assert [(row.number, row.reason) for row in preview.ignored] == [
        (2, Ignored.HEADING),
        (5, Ignored.SUM),
        (6, Ignored.SUM),
    ]


def test_a_sum_is_known_in_any_column_and_by_the_whole_cell() -> None:
    """The word for a sum may follow its length; a title that begins with it is a title."""
    preview = previewed("Minutes;Title\n10;Total quality\n20;B\n30;Total: 0:30")

    assert [block.title for block in preview.blocks] == ["Total quality", "B"]
    assert [(row.number, row.reason) for row in preview.ignored] == [(4, Ignored.SUM)]


def test_titles_alone_are_told_row_by_row() -> None:
    """Pasted lines without any time become no blocks, and each says why."""
    assert told(previewed("one\ntwo")) == [(1, "no_length", 0), (2, "no_length", 0)]


def test_minimums_and_materials_are_read() -> None:
    """A minimum above the length is the length; a list is split by its own marks."""
    preview = previewed('Length;Title;Minimum;Materials\n10;A;5;x, y\n10;B;20;"a, b; c"\n10;C;?;')

    assert [block.minimum / MINUTE for block in preview.blocks] == [5, 10, 10]
    assert [block.materials for block in preview.blocks] == [("x", "y"), ("a, b", "c"), ()]
    assert told(preview) == [(4, "unreadable_minimum", 0)]


@pytest.mark.parametrize(
    ("method", "title", "kind", "source"),
    [
        ("Pienryhmät", "Purku", BlockKind.BREAKOUT, KindFrom.METHOD),
        ("Bikupa", "", BlockKind.BREAKOUT, KindFrom.METHOD),
        ("", "Lounastauko", BlockKind.BREAK, KindFrom.TITLE),
        ("", "Kaffe", BlockKind.BREAK, KindFrom.TITLE),
        ("Poll", "", BlockKind.POLL, KindFrom.NAMED),
        ("Plenum", "Tervetuloa", BlockKind.PLENARY, KindFrom.METHOD),
        ("", "Äänestys", BlockKind.POLL, KindFrom.TITLE),
        ("Enskilt", "", BlockKind.INDIVIDUAL, KindFrom.METHOD),
        ("", "Välkommen", BlockKind.OPENING, KindFrom.TITLE),
        ("", "Loppukierros", BlockKind.CLOSING, KindFrom.TITLE),
        ("", "Kvartalsbokslut", BlockKind.PLENARY, KindFrom.NOTHING),
        ("", "Parkkipaikka", BlockKind.PLENARY, KindFrom.NOTHING),
    ],
)
def test_kinds_are_guessed_and_the_guess_is_marked(
    method: str, title: str, kind: BlockKind, source: KindFrom
) -> None:
    """Words of three languages tell the kind; only the product's own words are no guess."""
    assert guess_kind(method, title) == (kind, source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_told_in_words(language: str) -> None:
    """Each problem, reason and source has its sentence with the figures in it."""
    tr = translator(language)
    preview = previewed("Start;Length;Title\n9:00;15;A\n9:20;10;B")
    (gap,) = preview.rows[1].problems

    assert "5 min" in problem_words(tr, gap)
    assert "9:20" in problem_words(tr, gap)
    assert all(ignored_words(tr, reason) for reason in Ignored)
    assert all(kind_from_words(tr, source) for source in KindFrom)
    assert day_time_text(tr, preview.rows[1].start or gap.by) in ("9:20", "9.20")
    for problem in Problem:
        assert "{" not in problem_words(tr, type(gap)(problem=problem, typed="x"))


cells = st.one_of(
    st.sampled_from(["", "9:00", "9.30", "23:50", "15", "0:30", "1.30", "x", "9–10", "0,5 h"]),
    st.text(max_size=8),
)


@given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=12))
def test_every_row_is_a_block_or_is_told(rows: list[list[str]]) -> None:
    """No row of any table is lost: it is a block, has a problem that says why not, or a reason."""
    lines = ["Start\tEnd\tLength\tTitle"]
    lines += ["\t".join(" ".join(cell.split()) for cell in row) for row in rows]
    table = read_table_text("\n".join(lines).replace('"', ""))

    preview = read_agenda(table, guess_mapping(table))

    numbers = [row.number for row in preview.rows] + [row.number for row in preview.ignored]
    assert sorted(numbers) == [row.number for row in table.rows if row.number != 1]
    assert all(row.block is not None or row.problems for row in preview.rows)
    for block in blocks_of(preview, new_id=lambda: "x", fix_starts=True):
        assert 0 <= block.minimum <= block.length
