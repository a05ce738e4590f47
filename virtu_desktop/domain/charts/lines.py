"""Lines over measurements, each with its name at its end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from virtu_desktop.domain.charts.model import LineChart
from virtu_desktop.domain.charts.paper import Paper
from virtu_desktop.domain.charts.shapes import Align, Dot, Ink

_NUDGE = 0.22
"""How far apart lines of the same values are drawn, in parts of the size of a label."""
_NAMES = 0.35
"""The part of the width that names take at most."""


def line_shapes(paper: Paper, chart: LineChart, room: float) -> float:
    """Draw grid, lines, dots and names; return where they end."""
    sizes = paper.sizes
    count = max((len(series.values) for series in chart.series), default=0)
    ticks = range(chart.lowest, chart.highest + 1)
    left = paper.widest(map(str, ticks), sizes.note) + sizes.gap * 1.5
    most = paper.width * _NAMES
    texts = [
        paper.one_line(series.name, most, sizes.label, is_bold=True) for series in chart.series
    ]
    names = paper.widest(texts, sizes.label, is_bold=True)
    labels = paper.note_height * 1.2 if any(chart.labels) else 0.0
    top = sizes.label
    bottom = max(top + sizes.bar * 3, room - labels - sizes.label * 0.6)
    right = paper.width - sizes.label * 0.6

    def level(value: float) -> float:
        share = (value - chart.lowest) / max(1, chart.highest - chart.lowest)
        return bottom - share * (bottom - top)

    step = (paper.width - names - left - sizes.label * 2) / max(1, count - 1)

    def at(place: int) -> float:
        return left + sizes.label + place * step

    for tick in ticks:
        y = level(tick)
        paper.stroke(left, y, right, y, Ink.LINE)
        paper.words(left - sizes.gap, y, str(tick), sizes.note, ink=Ink.MUTED, align=Align.END)
    for place, label in enumerate(chart.labels[:count]):
        text = paper.one_line(label, step * 0.95, sizes.note)
        # The first and the last one stay inside the drawing.
        align = Align.START if place == 0 else Align.MIDDLE
        middle = bottom + labels * 0.7
        x = at(place) - (sizes.label * 0.5 if place == 0 else 0)
        paper.words(x, middle, text, sizes.note, ink=Ink.MUTED, align=align)
    ends: list[tuple[float, str, float]] = []
    for number, (series, text) in enumerate(zip(chart.series, texts, strict=True)):
        # Lines on one another would hide each other: each is moved a little.
        nudge = (number - (len(chart.series) - 1) / 2) * sizes.label * _NUDGE
        points = [
            (at(place), level(value) + nudge)
            for place, value in enumerate(series.values)
            if value is not None
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            paper.stroke(x1, y1, x2, y2, series.ink, width=2.6)
        for x, y in points:
            paper.shapes.append(Dot(x, y, sizes.label * 0.4, series.ink))
        if points:
            ends.append((points[-1][1], text, points[-1][0]))
    _write_names(paper, ends)
    return bottom + labels + sizes.label * 0.6


def _write_names(paper: Paper, ends: Sequence[tuple[float, str, float]]) -> None:
    """Write the names behind the ends of their lines, on paper and not on one another."""
    size = paper.sizes.label
    taken: list[tuple[float, float, float]] = []
    for wanted, text, end in sorted(ends):
        x = end + size * 0.8
        width = paper.width_of(text, size, is_bold=True)
        y = wanted
        while any(
            abs(y - other) < size * 1.15 and x < right and left < x + width
            for other, left, right in taken
        ):
            y += size * 0.25
        taken.append((y, x, x + width))
        paper.box(x - 2, y - size * 0.6, width + 4, size * 1.2, Ink.PAPER, radius=3)
        paper.words(x, y, text, size, is_bold=True)
