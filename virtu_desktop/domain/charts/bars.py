"""Bars below one another: label, bar on its track, count and share."""

from __future__ import annotations

from virtu_desktop.domain.charts.model import Bar, BarChart
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.shapes import Ink

_LABELS = 0.36
"""The part of the width that labels usually take at most."""
_MOST_LABELS = 0.5
_BAR_IN_ROW = 0.69
_SHARE_GAP = 0.35


def bar_shapes(paper: Paper, chart: BarChart, room: float) -> float:
    """Draw bars and return where they end."""
    if not chart.bars:
        return 0.0
    sizes = paper.sizes
    share_at = paper.widest((bar.count for bar in chart.bars), sizes.value, is_bold=True)
    share = paper.widest((bar.share for bar in chart.bars), sizes.note)
    figures = share_at + (share + sizes.note * _SHARE_GAP if share else 0.0)
    labels = _label_width(paper, chart, figures)
    left = labels + sizes.gap if labels else 0.0
    track = max(sizes.bar, paper.width - left - sizes.gap - figures)
    lines = [_label_lines(paper, bar, labels) for bar in chart.bars]
    least = sizes.label * LINE
    pitch = min(sizes.pitch, max(room / len(chart.bars), least * 1.15))
    y = 0.0
    for bar, (label, mark) in zip(chart.bars, lines, strict=True):
        text = len(label) * least + len(mark) * paper.note_height
        row = max(pitch, text + least * 0.2)
        middle = y + row / 2
        paper.lines(0, middle - len(mark) * paper.note_height / 2, label, sizes.label)
        below = middle + len(label) * least / 2
        paper.lines(0, below, mark, sizes.note, ink=Ink.MUTED)
        _bar(paper, bar, chart.top, left, track, middle, min(sizes.bar, pitch * _BAR_IN_ROW))
        x = left + track + sizes.gap
        paper.words(x, middle, bar.count, sizes.value, is_bold=True)
        after = paper.width_of(bar.count, sizes.value, is_bold=True) + sizes.note * _SHARE_GAP
        paper.words(x + after, middle, bar.share, sizes.note, ink=Ink.MUTED)
        y += row
    return y


def _bar(
    paper: Paper, bar: Bar, top: float, left: float, track: float, middle: float, height: float
) -> None:
    paper.box(left, middle - height / 2, track, height, Ink.TRACK)
    share = min(1.0, max(0.0, bar.value / top)) if top > 0 else 0.0
    # Even one of a thousand is seen, nobody is not.
    length = max(share * track, min(paper.sizes.radius, track)) if share > 0 else 0.0
    paper.box(left, middle - height / 2, length, height, bar.ink)


def _label_width(paper: Paper, chart: BarChart, figures: float) -> float:
    """Return how wide the labels are: as their longest line, within their part of the width.

    They get more, up to half of it, where a long word would have to break.
    """
    size, note = paper.sizes.label, paper.sizes.note
    words = paper.widest((word for bar in chart.bars for word in bar.label.split()), size)
    room = max(0.0, paper.width - figures)
    most = max(room * _LABELS, min(room * _MOST_LABELS, words + 1))
    lines = [line for bar in chart.bars for line in paper.wrapped(bar.label, most, size)]
    marks = [line for bar in chart.bars for line in paper.wrapped(bar.mark, most, note)]
    return min(most, max(paper.widest(lines, size), paper.widest(marks, note)) + 0.5)


def _label_lines(paper: Paper, bar: Bar, width: float) -> tuple[list[str], list[str]]:
    mark = paper.wrapped(bar.mark, width, paper.sizes.note, most=2) if bar.mark else []
    return paper.wrapped(bar.label, width, paper.sizes.label), mark
