"""Charts are laid out without any window: everything fits, nothing overlaps, figures are true."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.colour_vision import VISION, difference
from tests.polls_shown import charts
from ui.theme.colour import contrast
from virtu_desktop.domain.charts import (
    PALETTES,
    Bar,
    BarChart,
    Box,
    Chart,
    ChartTable,
    CloudChart,
    CloudWord,
    Dot,
    Drawing,
    Ink,
    LineChart,
    LineSeries,
    PaletteName,
    Shape,
    StackChart,
    StackRow,
    Stroke,
    Words,
    drawing,
    rough_width,
)
from virtu_desktop.domain.charts.shapes import CARD_SIZES, STAGE_SIZES, Align, wrapped

CHARTS = charts()
EMPTY = ChartTable(head=(), rows=())
LEVELS = (Ink.LOW_2, Ink.LOW_1, Ink.MIDDLE, Ink.HIGH_1, Ink.HIGH_2)
TOGETHER = [
    *combinations(LEVELS, 2),
    *combinations((Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3, Ink.SERIES_4), 2),
    (Ink.RIGHT, Ink.OTHER),
    (Ink.PLAIN, Ink.OTHER),
    (Ink.SERIES_1, Ink.OTHER),
]
"""Colours that stand for different things in one chart."""


def laid(chart: Chart, width: float = 460, height: float = 300) -> Drawing:
    """Return a chart on a card."""
    return drawing(chart, width, height, CARD_SIZES, rough_width)


def room_of(shape: Shape) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a shape."""
    if isinstance(shape, Box):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    if isinstance(shape, Dot):
        reach = shape.radius
        return shape.x - reach, shape.y - reach, shape.x + reach, shape.y + reach
    if isinstance(shape, Stroke):
        xs, ys = sorted((shape.x1, shape.x2)), sorted((shape.y1, shape.y2))
        return xs[0], ys[0], xs[1], ys[1]
    width = rough_width(shape.text, shape.size, shape.is_bold)
    left = shape.x - width * {Align.START: 0.0, Align.MIDDLE: 0.5, Align.END: 1.0}[shape.align]
    return left, shape.y - shape.size * 0.75, left + width, shape.y + shape.size * 0.1


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [320, 460, 900])
def test_everything_lies_inside(name: str, width: float) -> None:
    """On narrow cards too, with labels that are long in Finnish."""
    picture = laid(CHARTS[name], width)

    for shape in picture.shapes:
        left, top, right, bottom = room_of(shape)
        assert left >= -3.5, shape
        assert top >= -3, shape
        assert right <= width + 1, shape
        assert bottom <= picture.height + 2, shape


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("sizes", [CARD_SIZES, STAGE_SIZES], ids=["card", "stage"])
def test_words_stand_on_no_other_words(name: str, sizes: object) -> None:
    """Labels, figures and notes keep apart."""
    width = 460 if sizes is CARD_SIZES else 1456
    picture = drawing(CHARTS[name], width, 480, sizes, rough_width)  # type: ignore[arg-type]
    rooms = [(one, room_of(one)) for one in picture.shapes if isinstance(one, Words)]

    for (one, a), (other, b) in combinations(rooms, 2):
        apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
        assert apart, (one.text, other.text)


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_of_the_stage_is_small(name: str) -> None:
    """24 points at 1080p are 27 units of a stage 1600 wide."""
    picture = drawing(CHARTS[name], 1456, 480, STAGE_SIZES, rough_width)

    assert all(one.size >= 27 for one in picture.shapes if isinstance(one, Words))


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_chart_is_the_same_picture(name: str) -> None:
    """So that windows, pages and tests can be compared."""
    assert laid(charts()[name]) == laid(CHARTS[name])


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_table_and_says_it(name: str) -> None:
    """Rows are as wide as their head, and all of them are spoken."""
    chart = CHARTS[name]

    assert all(len(row) == len(chart.table.head) for row in chart.table.rows)
    assert all(row[0] in chart.spoken for row in chart.table.rows)
    assert chart.table.rows


def test_bars_are_as_long_as_their_shares() -> None:
    """The whole track is everybody; nobody has no bar at all."""
    bars = tuple(
        Bar(label=label, value=value, count=str(value)) for label, value in (("a", 5), ("b", 0))
    )
    picture = laid(Chart(title="", body=BarChart(bars=bars, top=20), table=EMPTY))

    boxes = [shape for shape in picture.shapes if isinstance(shape, Box)]
    tracks = [box for box in boxes if box.ink is Ink.TRACK]
    filled = [box for box in boxes if box.ink is Ink.PLAIN]
    assert len(tracks) == 2
    assert [box.width / tracks[0].width for box in filled] == [pytest.approx(0.25)]


def stack(*, is_diverging: bool, is_middle_apart: bool = True) -> list[Box]:
    """Return the parts of two rows, the second half as many people as the first."""
    rows = (
        StackRow(label="a", side="", counts=(2, 2, 4, 8, 4)),
        StackRow(label="b", side="", counts=(5, 1, 2, 1, 1)),
    )
    body = StackChart(
        rows=rows,
        levels=tuple("12345"),
        is_diverging=is_diverging,
        is_middle_apart=is_middle_apart,
    )
    picture = laid(Chart(title="", body=body, table=EMPTY))
    return [shape for shape in picture.shapes if isinstance(shape, Box) and shape.ink in LEVELS][
        :10
    ]


def test_whole_bars_are_as_long_for_few_as_for_many() -> None:
    """Each row is the whole of its people."""
    parts = stack(is_diverging=False)

    assert parts[4].x + parts[4].width == pytest.approx(parts[9].x + parts[9].width)
    assert parts[0].x == parts[5].x == 0


@pytest.mark.parametrize("is_middle_apart", [True, False])
def test_diverging_bars_begin_at_one_line(is_middle_apart: bool) -> None:
    """Low levels end there and high ones begin; the middle stands apart or on both sides."""
    parts = stack(is_diverging=True, is_middle_apart=is_middle_apart)

    by_row = [{part.ink: part for part in row} for row in (parts[:5], parts[5:])]
    lines = []
    for row in by_row:
        low, middle, high = row[Ink.LOW_1], row[Ink.MIDDLE], row[Ink.HIGH_1]
        if is_middle_apart:
            assert middle.x > row[Ink.HIGH_2].x + row[Ink.HIGH_2].width
            lines.append(high.x)
            assert low.x + low.width == pytest.approx(high.x, abs=2)
        else:
            lines.append((low.x + low.width + high.x) / 2)
    assert lines[0] == pytest.approx(lines[1], abs=1)


def test_words_of_a_cloud_grow_with_the_root_of_people() -> None:
    """Four times the people are twice the size; the list says the numbers."""
    words = tuple(CloudWord(text=text, people=n) for text, n in (("a", 16), ("b", 4), ("c", 4)))
    picture = laid(Chart(title="", body=CloudChart(words=words), table=EMPTY))

    cloud = [one for one in picture.shapes if isinstance(one, Words) and one.align is Align.MIDDLE]
    assert [one.text for one in cloud] == ["a", "b", "c"]
    assert cloud[0].size == pytest.approx(2 * cloud[1].size)
    assert [one.text for one in picture.shapes if isinstance(one, Words)].count("16") == 1


@given(
    st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=14),
    st.floats(min_value=200, max_value=2000),
    st.floats(min_value=0, max_value=1000),
)
@settings(max_examples=60)
def test_any_labels_have_room(labels: list[str], width: float, height: float) -> None:
    """Whatever people typed: nothing runs out at the side."""
    bars = tuple(Bar(label=label, value=1, count="1", share="10 %") for label in labels)
    picture = laid(Chart(title="", body=BarChart(bars=bars, top=3), table=EMPTY), width, height)

    assert all(room_of(shape)[2] <= width + 1 for shape in picture.shapes)


def test_long_words_break_and_long_texts_end_in_dots() -> None:
    """A word that is wider than a line breaks inside."""
    assert wrapped("Pienryhmätyöskentely", 60, 13, rough_width, most=9)[0] != ""
    assert "".join(wrapped("Pienryhmätyöskentely", 60, 13, rough_width, most=9)) == (
        "Pienryhmätyöskentely"
    )
    assert wrapped("a b c d e f", 20, 13, rough_width, most=1)[0].endswith("…")


@pytest.mark.parametrize("name", PaletteName)
@pytest.mark.parametrize("vision", VISION)
def test_colours_differ_for_all_eyes(name: PaletteName, vision: str) -> None:
    """Colours that stand for different things in one chart, also without red, green or blue."""
    palette = PALETTES[name]

    for one, other in TOGETHER:
        apart = difference(palette.colour(one), palette.colour(other), vision)
        assert apart >= 12, (one, other, round(apart, 1))


@pytest.mark.parametrize("name", PaletteName)
def test_colours_have_contrast(name: PaletteName) -> None:
    """Text 4.5:1, on the stage 7:1; what is filled, or its edge, 3:1."""
    palette = PALETTES[name]
    paper = palette.colour(Ink.PAPER)
    least = 7.0 if name is PaletteName.STAGE else 4.5

    for ink in (Ink.TEXT, Ink.MUTED, Ink.PLAIN, Ink.RIGHT):
        assert contrast(palette.colour(ink), paper) >= least, ink
    for ink in (*LEVELS, Ink.PLAIN):
        assert contrast(palette.on[ink], palette.colour(ink)) >= 4.5, ink
    for ink in set(Ink) - {Ink.PAPER, Ink.TRACK, Ink.LINE}:
        edge = palette.edges.get(ink, palette.colour(ink))
        assert contrast(edge, paper) >= 3.0, ink


def test_lines_of_the_same_values_stand_beside_one_another() -> None:
    """So that each is seen, and each name stands on a paper of its own."""
    series = tuple(
        LineSeries(name=name, values=(2.0, 3.0), ink=ink)
        for name, ink in (("A", Ink.SERIES_1), ("B", Ink.SERIES_2), ("C", Ink.SERIES_3))
    )
    picture = laid(Chart(title="", body=LineChart(series=series, lowest=1, highest=5), table=EMPTY))

    dots = [shape for shape in picture.shapes if isinstance(shape, Dot)]
    names = [shape for shape in picture.shapes if isinstance(shape, Words) and shape.text in "ABC"]
    papers = [
        shape for shape in picture.shapes if isinstance(shape, Box) and shape.ink is Ink.PAPER
    ]
    assert len({round(dot.y, 2) for dot in dots}) == 6
    assert len({round(name.y) for name in names}) == len(papers) == 3
