"""Charts of poll results without any window: what they say, and where each part of them lies.

A ``Chart`` is made from a result once. ``drawing`` lays it out as rectangles, lines and words, so
that window, stage, page and print show the same picture; its table says the same in words.
"""

from virtu_desktop.domain.charts.colours import PALETTES, Palette, PaletteName
from virtu_desktop.domain.charts.layout import drawing, natural_height
from virtu_desktop.domain.charts.model import (
    Bar,
    BarChart,
    Chart,
    ChartTable,
    CloudChart,
    CloudWord,
    Column,
    Histogram,
    Item,
    LineChart,
    LineSeries,
    MovesChart,
    Pair,
    PairedChart,
    Plane,
    Quarters,
    StackChart,
    StackRow,
)
from virtu_desktop.domain.charts.shapes import (
    Align,
    Box,
    Dot,
    Drawing,
    Ink,
    Measure,
    Shape,
    Sizes,
    Stroke,
    Words,
    rough_width,
)

__all__ = [
    "PALETTES",
    "Align",
    "Bar",
    "BarChart",
    "Box",
    "Chart",
    "ChartTable",
    "CloudChart",
    "CloudWord",
    "Column",
    "Dot",
    "Drawing",
    "Histogram",
    "Ink",
    "Item",
    "LineChart",
    "LineSeries",
    "Measure",
    "MovesChart",
    "Pair",
    "PairedChart",
    "Palette",
    "PaletteName",
    "Plane",
    "Quarters",
    "Shape",
    "Sizes",
    "StackChart",
    "StackRow",
    "Stroke",
    "Words",
    "drawing",
    "natural_height",
    "rough_width",
]
