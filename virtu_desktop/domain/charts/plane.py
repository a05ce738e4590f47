"""Items on two axes, numbered in the picture and named beside it."""

from __future__ import annotations

from virtu_desktop.domain.charts.model import Plane
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.shapes import Align, Dot, Ink

_LIST = 0.4
"""The part of the width that the list of items takes."""


def plane_shapes(paper: Paper, chart: Plane, room: float) -> float:
    """Draw the plane with its dots and the list; return where they end."""
    sizes = paper.sizes
    radius = sizes.value * 0.72
    words = paper.note_height
    # Words of the upward axis stand above and below the plane, those of the other one under it.
    side = max(sizes.bar * 3, min(paper.width * (1 - _LIST) - sizes.gap, room - 3 * words))
    top = words
    _axes(paper, chart, side, top)
    inner = side - 2 * radius
    for number, item in enumerate(chart.items, 1):
        x = radius + item.across * inner
        y = top + radius + (1 - item.up) * inner
        paper.shapes.append(Dot(x, y, radius, Ink.PLAIN))
        paper.words(x, y, str(number), sizes.note, align=Align.MIDDLE, is_bold=True, on=Ink.PLAIN)
    end = _list(paper, chart, side + sizes.gap, top)
    return max(top + side + 2 * words, end)


def _axes(paper: Paper, chart: Plane, side: float, top: float) -> None:
    size, words = paper.sizes.note, paper.note_height
    paper.box(0, top, side, side, Ink.TRACK)
    paper.stroke(side / 2, top, side / 2, top + side, Ink.LINE)
    paper.stroke(0, top + side / 2, side, top + side / 2, Ink.LINE)
    low, high = (paper.one_line(text, side, size) for text in chart.up)
    paper.words(side / 2, words / 2, f"↑ {high}", size, ink=Ink.MUTED, align=Align.MIDDLE)
    bottom = top + side + words / 2
    paper.words(side / 2, bottom, f"↓ {low}", size, ink=Ink.MUTED, align=Align.MIDDLE)
    low, high = (paper.one_line(text, side / 2 - size * 2, size) for text in chart.across)
    paper.words(0, bottom + words, f"← {low}", size, ink=Ink.MUTED)
    paper.words(side, bottom + words, f"{high} →", size, ink=Ink.MUTED, align=Align.END)


def _list(paper: Paper, chart: Plane, left: float, top: float) -> float:
    sizes = paper.sizes
    indent = paper.width_of("00", sizes.label, is_bold=True) + sizes.gap / 2
    width = paper.width - left - indent
    y = top
    for number, item in enumerate(chart.items, 1):
        lines = paper.wrapped(item.label, width, sizes.label, most=2)
        height = len(lines) * sizes.label * LINE
        paper.words(left, y + sizes.label * LINE / 2, str(number), sizes.label, is_bold=True)
        paper.lines(left + indent, y + height / 2, lines, sizes.label)
        y += height
        if item.side:
            side = paper.one_line(item.side, width, sizes.note)
            at = y + paper.note_height / 2
            paper.words(left + indent, at, side, sizes.note, ink=Ink.MUTED)
            y += paper.note_height
        y += sizes.label * 0.4
    return y
