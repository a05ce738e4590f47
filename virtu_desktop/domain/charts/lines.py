"""Lines over measurements, each with its name at its end."""

from __future__ import annotations

from itertools import pairwise

from virtu_desktop.domain.charts.model import LineChart
from virtu_desktop.domain.charts.paper import Paper
from virtu_desktop.domain.charts.shapes import Align, Dot, Ink

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
    ends: list[float] = []
    for series, text in zip(chart.series, texts, strict=True):
        points = [
            (at(place), level(value))
            for place, value in enumerate(series.values)
            if value is not None
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            paper.stroke(x1, y1, x2, y2, series.ink, width=2.6)
        for x, y in points:
            paper.shapes.append(Dot(x, y, sizes.label * 0.4, series.ink))
        if points:
            x, y = points[-1]
            y = _clear_of(y, ends, sizes.label * 1.1)
            ends.append(y)
            paper.words(x + sizes.label * 0.8, y, text, sizes.label, is_bold=True)
    return bottom + labels + sizes.label * 0.6


def _clear_of(y: float, others: list[float], least: float) -> float:
    """Return a place near ``y`` at which a name stands on no other name."""
    for way in (0, 1, -1, 2, -2, 3, -3):
        tried = y + way * least
        if all(abs(tried - other) >= least for other in others):
            return tried
    return y
