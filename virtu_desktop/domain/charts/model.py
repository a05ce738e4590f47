"""What a chart says, before anybody decides where it stands. Texts are in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.charts.shapes import Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTable:
    """The same as a table of words, for screen readers and files."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One option. value: its length, of the chart's ``top``. count: the large figure behind it.

    share: a small figure behind the count. mark: words below the label, such as of a winner.
    """

    label: str
    value: float
    count: str
    share: str = ""
    ink: Ink = Ink.PLAIN
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars below one another. top: the value of a bar over the whole width."""

    bars: tuple[Bar, ...]
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StackRow:
    """One measurement or statement. side: what stands at its end, such as "n = 24 · median 2"."""

    label: str
    side: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackChart:
    """Shares of the levels of a scale, row by row; each row is the whole of its people.

    levels: words of the levels from the lowest. is_diverging: levels below the middle to the left
    of a line, those above it to the right. is_middle_apart: the middle level stands at the side.
    """

    rows: tuple[StackRow, ...]
    levels: tuple[str, ...]
    is_diverging: bool = False
    is_middle_apart: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a histogram: what stands below it, and how many."""

    label: str
    count: int
    ink: Ink = Ink.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarters:
    """Quartiles by places of columns: 0.0 is the middle of the first column."""

    lower: float
    median: float
    upper: float
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Columns beside one another, and below them the quartiles. ends: words below both ends."""

    columns: tuple[Column, ...]
    quarters: Quarters | None = None
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that was placed on two axes: from 0 to 1 across and up. side: figures."""

    label: str
    across: float
    up: float
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Two axes with words at their ends, lowest first; items are numbered and listed."""

    items: tuple[Item, ...]
    across: tuple[str, str]
    up: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudWord:
    """A word or theme, and how many people said it."""

    text: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudChart:
    """Words, most people first: a picture of them, never without the list beside it.

    more: how a list that is cut goes on, with ``{count}`` for how many are missing.
    """

    words: tuple[CloudWord, ...]
    more: str = "+ {count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One option at two times: shares from 0 to 1 and the figures behind the bars."""

    label: str
    before: float
    after: float
    before_text: str
    after_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedChart:
    """Totals of two times side by side; nobody says that the people are the same."""

    pairs: tuple[Pair, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesChart:
    """How the same people moved: ``moves[a][b]`` were at a before and are at b now."""

    labels: tuple[str, ...]
    moves: tuple[tuple[int, ...], ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeries:
    """One line; None where nothing was measured. name: at its end."""

    name: str
    values: tuple[float | None, ...]
    ink: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Values by measurement. lowest, highest: the ends of the scale; labels: below each place."""

    series: tuple[LineSeries, ...]
    lowest: int
    highest: int
    labels: tuple[str, ...] = ()


Body = BarChart | StackChart | Histogram | Plane | CloudChart | PairedChart | MovesChart | LineChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with its title, the sentences that belong to it, and its table.

    base: how many answered out of how many, which always stands with a result. notes: sentences
    that are drawn below the chart.
    """

    title: str
    body: Body
    table: ChartTable
    base: str = ""
    notes: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """Return everything as text, a line for each row."""
        rows = (", ".join(filter(None, row)) for row in self.table.rows)
        return "\n".join(filter(None, (self.title, self.base, *rows, *self.notes)))


def level_inks(count: int) -> tuple[Ink, ...]:
    """Return the colours of the levels of a scale from the lowest.

    >>> [ink.value for ink in level_inks(5)]
    ['low_2', 'low_1', 'middle', 'high_1', 'high_2']
    """
    inks = []
    for level in range(count):
        # Twice the steps from the middle, so that it is a whole number.
        way = 2 * level - (count - 1)
        is_far = 2 * abs(way) > count - 1
        if way == 0:
            inks.append(Ink.MIDDLE)
        elif way < 0:
            inks.append(Ink.LOW_2 if is_far else Ink.LOW_1)
        else:
            inks.append(Ink.HIGH_2 if is_far else Ink.HIGH_1)
    return tuple(inks)


def side_inks(count: int) -> tuple[Ink, ...]:
    """Return the colours of levels that have a label each: the two sides and the middle.

    >>> [ink.value for ink in side_inks(3)]
    ['low_2', 'middle', 'high_2']
    """
    ways = (2 * level - (count - 1) for level in range(count))
    return tuple(Ink.MIDDLE if way == 0 else Ink.LOW_2 if way < 0 else Ink.HIGH_2 for way in ways)
