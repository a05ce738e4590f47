"""The same question at two times: totals side by side, and how the same people moved."""

from __future__ import annotations

from virtu_desktop.domain.charts.model import MovesChart, Pair, PairedChart
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.shapes import Align, Ink

_LABELS = 0.34
_BEFORE, _AFTER = Ink.OTHER, Ink.SERIES_1


def paired_shapes(paper: Paper, chart: PairedChart, room: float) -> float:
    """Draw two bars for each option and the legend; return where they end."""
    sizes = paper.sizes
    texts = [text for pair in chart.pairs for text in (pair.before_text, pair.after_text)]
    figures = paper.widest(texts, sizes.note, is_bold=True)
    labels = min(
        paper.width * _LABELS, paper.widest((pair.label for pair in chart.pairs), sizes.label) + 1
    )
    left = labels + sizes.gap
    track = max(sizes.bar, paper.width - left - sizes.gap - figures)
    # One scale for all, so that the longest bar fills its track.
    most = max([0.01, *(max(pair.before, pair.after) for pair in chart.pairs)])
    legend = sizes.note * 1.8
    least = 2 * sizes.note * LINE * 1.1
    pitch = max(least, min(sizes.pitch * 1.3, (room - legend) / max(1, len(chart.pairs))))
    top = paper.legend([(_BEFORE, chart.before), (_AFTER, chart.after)], 0.0) + sizes.note * 0.4
    for number, pair in enumerate(chart.pairs):
        _pair(paper, pair, (left, labels, track / most), top + number * pitch, pitch)
    return top + len(chart.pairs) * pitch


def _pair(
    paper: Paper, pair: Pair, columns: tuple[float, float, float], top: float, pitch: float
) -> None:
    left, labels, unit = columns
    sizes = paper.sizes
    lines = paper.wrapped(pair.label, labels, sizes.label, most=2)
    paper.lines(0, top + pitch / 2, lines, sizes.label)
    bar = min(sizes.bar * 0.72, pitch * 0.4)
    rows = ((pair.before, pair.before_text, _BEFORE), (pair.after, pair.after_text, _AFTER))
    for place, (share, text, ink) in enumerate(rows):
        middle = top + pitch / 2 + (place - 0.5) * bar * 1.12
        paper.box(left, middle - bar / 2, share * unit, bar, ink)
        x = left + share * unit + sizes.gap / 2
        paper.words(
            x, middle, text, sizes.note, is_bold=place == 1, ink=Ink.TEXT if place else Ink.MUTED
        )


def moves_shapes(paper: Paper, chart: MovesChart, room: float) -> float:
    """Draw a table of moves: rows before, columns after; who stayed is framed."""
    sizes = paper.sizes
    count = len(chart.labels)
    before = f"↓ {chart.before}"
    widest = max(paper.widest(chart.labels, sizes.label), paper.width_of(before, sizes.note))
    labels = min(paper.width * _LABELS, widest + sizes.gap)
    step = (paper.width - labels) / max(1, count)
    heads = [paper.wrapped(label, step * 0.94, sizes.note, most=2) for label in chart.labels]
    head = max(len(lines) for lines in heads) * paper.note_height + paper.note_height * 1.2
    row = max(sizes.label * 2 * LINE * 0.8, min(sizes.pitch, (room - head) / max(1, count)))
    after = paper.one_line(f"→ {chart.after}", paper.width - labels, sizes.note)
    paper.words(labels, paper.note_height / 2, after, sizes.note, ink=Ink.MUTED)
    before = paper.one_line(before, labels - sizes.gap / 2, sizes.note)
    paper.words(0, paper.note_height / 2, before, sizes.note, ink=Ink.MUTED)
    for place, lines in enumerate(heads):
        middle = (head + paper.note_height) / 2
        x = labels + (place + 0.5) * step
        paper.lines(x, middle, lines, sizes.note, ink=Ink.MUTED, align=Align.MIDDLE)
    most = max([1, *(number for line in chart.moves for number in line)])
    for start, line in enumerate(chart.moves):
        y = head + start * row
        texts = paper.wrapped(chart.labels[start], labels - sizes.gap, sizes.label, most=2)
        paper.lines(0, y + row / 2, texts, sizes.label)
        for end, number in enumerate(line):
            _cell(paper, (labels + end * step, y, step, row), number, most, end - start)
    return head + count * row


def _cell(
    paper: Paper, room: tuple[float, float, float, float], number: int, most: int, way: int
) -> None:
    x, y, step, row = room
    inset = paper.sizes.label * 0.12
    width, height = step - 2 * inset, row - 2 * inset
    ink = Ink.OTHER if way == 0 else Ink.HIGH_2 if way > 0 else Ink.LOW_2
    paper.box(x + inset, y + inset, width, height, Ink.TRACK)
    if number:
        # At most half of the colour, so that the number on it stays easy to read.
        paper.box(x + inset, y + inset, width, height, ink, tint=0.12 + 0.28 * number / most)
    paper.words(
        x + step / 2,
        y + row / 2,
        str(number) if number else "·",
        paper.sizes.label,
        ink=Ink.TEXT if number else Ink.MUTED,
        align=Align.MIDDLE,
        is_bold=way != 0 and number > 0,
    )
