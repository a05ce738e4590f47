"""Columns of a histogram with the quartiles below them."""

from __future__ import annotations

from virtu_desktop.domain.charts.model import Histogram, Quarters
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.shapes import Align, Ink

_FILL = 0.72
"""How much of its place a column fills."""


def histogram_shapes(paper: Paper, chart: Histogram, room: float) -> float:
    """Draw columns, labels and quartiles; return where they end."""
    sizes = paper.sizes
    if not chart.columns:
        return 0.0
    step = paper.width / len(chart.columns)
    labels = sizes.label * LINE
    ends = paper.note_height if any(chart.ends) else 0.0
    quarters = _quarters_height(paper) if chart.quarters else 0.0
    value = sizes.value * LINE
    height = max(sizes.bar * 2, room - labels - ends - quarters - value)
    base = value + height
    most = max(1, *(column.count for column in chart.columns))
    filled = min(step * _FILL, sizes.bar * 3)
    for place, column in enumerate(chart.columns):
        x = (place + 0.5) * step
        tall = height * column.count / most
        paper.box(x - filled / 2, base - tall, filled, tall, column.ink)
        if column.count:
            middle = base - tall - sizes.value * 0.65
            paper.words(x, middle, str(column.count), sizes.value, align=Align.MIDDLE, is_bold=True)
        label = paper.one_line(column.label, step * 0.98, sizes.label)
        paper.words(x, base + labels * 0.62, label, sizes.label, ink=Ink.MUTED, align=Align.MIDDLE)
    paper.stroke(0, base, paper.width, base, Ink.LINE)
    y = base + labels * 1.1
    if ends:
        half = paper.width / 2 - sizes.gap
        low, high = (paper.one_line(end, half, sizes.note) for end in chart.ends)
        paper.words(0, y + ends / 2, low, sizes.note, ink=Ink.MUTED)
        paper.words(paper.width, y + ends / 2, high, sizes.note, ink=Ink.MUTED, align=Align.END)
        y += ends
    if chart.quarters is not None:
        y = _quarters(paper, chart.quarters, step, y)
    return y


def _quarters_height(paper: Paper) -> float:
    return paper.sizes.label * 1.1 + paper.note_height


def _quarters(paper: Paper, quarters: Quarters, step: float, top: float) -> float:
    """Draw the middle half as a bar with the median on it, and say both in words."""
    size = paper.sizes.label

    def at(place: float) -> float:
        return (place + 0.5) * step

    middle = top + size * 0.5
    tall = size * 0.42
    left, right = at(quarters.lower), at(quarters.upper)
    paper.box(left - tall / 2, middle - tall / 2, right - left + tall, tall, Ink.OTHER, radius=tall)
    x = at(quarters.median)
    paper.stroke(x, middle - size * 0.45, x, middle + size * 0.45, Ink.TEXT, width=2.5)
    y = top + size * 1.1
    caption = paper.one_line(quarters.caption, paper.width, paper.sizes.note)
    paper.words(0, y + paper.note_height / 2, caption, paper.sizes.note, ink=Ink.MUTED)
    return y + paper.note_height
