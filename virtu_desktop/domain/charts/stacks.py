"""Shares of the levels of a scale in rows: one whole bar each, or diverging from a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from virtu_desktop.domain.charts.model import StackChart, StackRow, level_inks
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.shapes import Align, Ink

_GAP = 0.1
"""Between two parts of a bar, in parts of the size of a label."""
_PART_OF_ROW = 0.5
_APART_GAP = 1.2


@dataclass(frozen=True, slots=True)
class _Row:
    top: float
    bar: float
    middle: float


def stack_shapes(paper: Paper, chart: StackChart, room: float) -> float:
    """Draw rows and their legend; return where they end."""
    inks = level_inks(len(chart.levels))
    legend = paper.sizes.note * 1.6
    rows, end = _rows(paper, chart.rows, max(0.0, room - legend))
    if chart.is_diverging:
        _diverging(paper, chart, inks, rows)
    else:
        for row, place in zip(chart.rows, rows, strict=True):
            total = sum(row.counts)
            unit = paper.width / total if total else 0.0
            paper.box(0, place.top, paper.width, place.bar, Ink.TRACK)
            _parts(paper, range(len(row.counts)), row.counts, inks, 0.0, unit, place)
    return paper.legend(list(zip(inks, chart.levels, strict=True)), end)


def _rows(paper: Paper, rows: Sequence[StackRow], room: float) -> tuple[list[_Row], float]:
    """Write label and side of each row above its bar; return where the bars lie, and the end."""
    sizes = paper.sizes
    label = sizes.label * LINE
    found = []
    y = 0.0
    pitch = min(sizes.bar * 1.5 + label * 1.6, room / max(1, len(rows)))
    for row in rows:
        side = paper.width_of(row.side, sizes.note)
        lines = paper.wrapped(
            row.label, paper.width - side - sizes.gap, sizes.label, is_bold=True, most=2
        )
        height = len(lines) * label
        paper.lines(0, y + height / 2, lines, sizes.label, is_bold=True)
        paper.words(
            paper.width, y + label / 2, row.side, sizes.note, ink=Ink.MUTED, align=Align.END
        )
        bar = max(sizes.least * LINE, min(sizes.bar * 1.45, pitch - label * 1.4))
        top = y + height + label * 0.15
        found.append(_Row(top, bar, top + bar / 2))
        y = max(top + bar + label * 0.35, y + pitch)
    return found, y


def _parts(
    paper: Paper,
    levels: Sequence[int],
    counts: Sequence[int],
    inks: Sequence[Ink],
    left: float,
    unit: float,
    row: _Row,
) -> None:
    """Draw parts of a bar from ``left`` on; the count of each stands in it where it fits."""
    gap = paper.sizes.label * _GAP
    size = paper.sizes.note
    x = left
    for level in levels:
        width = counts[level] * unit
        if width <= 0:
            continue
        ink = inks[level]
        paper.box(x, row.top, max(width - gap, gap), row.bar, ink, radius=paper.sizes.radius / 2)
        text = str(counts[level])
        if paper.width_of(text, size, is_bold=True) + size * 0.3 <= width - gap:
            paper.words(
                x + (width - gap) / 2,
                row.middle,
                text,
                size,
                align=Align.MIDDLE,
                is_bold=True,
                on=ink,
            )
        x += width


def _diverging(paper: Paper, chart: StackChart, inks: Sequence[Ink], rows: Sequence[_Row]) -> None:
    """Draw the low levels to the left of a line, the high ones to the right.

    All rows share one scale of shares. The middle level stands at the side, so that it pushes
    neither end away, or lies on both sides of the line.
    """
    below = [level for level, ink in enumerate(inks) if ink in (Ink.LOW_1, Ink.LOW_2)]
    above = [level for level, ink in enumerate(inks) if ink in (Ink.HIGH_1, Ink.HIGH_2)]
    middle = [level for level, ink in enumerate(inks) if ink is Ink.MIDDLE]
    is_apart = chart.is_middle_apart and bool(middle)
    shares = [_shares(row.counts, below, middle, above) for row in chart.rows]
    halves = [0.0 if is_apart else mid / 2 for _low, mid, _high in shares]
    left = max(low + half for (low, _mid, _high), half in zip(shares, halves, strict=True))
    right = max(high + half for (_low, _mid, high), half in zip(shares, halves, strict=True))
    aside = max(mid for _low, mid, _high in shares) if is_apart else 0.0
    gap = paper.sizes.gap * _APART_GAP if aside else 0.0
    scale = (paper.width - gap) / max(0.01, left + right + aside)
    line = left * scale
    start = line + right * scale + gap
    for row, place, (low, mid, _high) in zip(chart.rows, rows, shares, strict=True):
        unit = scale / max(1, sum(row.counts))
        # Before the parts, so that it crosses no figure.
        over = place.bar * 0.12
        paper.stroke(line, place.top - over, line, place.top + place.bar + over, Ink.TEXT)
        half = 0.0 if is_apart else mid * scale / 2
        _parts(paper, below, row.counts, inks, line - low * scale - half, unit, place)
        _parts(paper, above, row.counts, inks, line + half, unit, place)
        _parts(paper, middle, row.counts, inks, start if is_apart else line - half, unit, place)


def _shares(
    counts: Sequence[int], below: Sequence[int], middle: Sequence[int], above: Sequence[int]
) -> tuple[float, float, float]:
    total = max(1, sum(counts))
    low, mid, high = (sum(counts[level] for level in part) for part in (below, middle, above))
    return low / total, mid / total, high / total
