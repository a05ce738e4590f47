"""Where the parts of a chart lie: pure arithmetic on the room that there is.

``drawing`` gives the shapes for a width and a height. What does not fit gets closer together, down
to the smallest text; then the height of the drawing says how much it really takes.
"""

from __future__ import annotations

from virtu_desktop.domain.charts.bars import bar_shapes
from virtu_desktop.domain.charts.cloud import cloud_shapes
from virtu_desktop.domain.charts.columns import histogram_shapes
from virtu_desktop.domain.charts.compare import moves_shapes, paired_shapes
from virtu_desktop.domain.charts.lines import line_shapes
from virtu_desktop.domain.charts.model import (
    BarChart,
    Body,
    Chart,
    CloudChart,
    Histogram,
    LineChart,
    MovesChart,
    PairedChart,
    StackChart,
)
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.plane import plane_shapes
from virtu_desktop.domain.charts.shapes import Drawing, Measure, Sizes
from virtu_desktop.domain.charts.stacks import stack_shapes

_ENDLESS = 1e6
_SHAPE = 0.55
"""Height by width of pictures without rows."""
_MOST_BARS = 14
"""How high they get at most, in heights of a bar."""
_LINES_IN_BARS = 9


def drawing(chart: Chart, width: float, height: float, sizes: Sizes, measure: Measure) -> Drawing:
    """Return the chart's body and its notes as shapes; the title is the caller's.

    measure: widths of texts in the font that will be used.
    """
    paper = Paper(width=width, height=height, sizes=sizes, measure=measure)
    notes = paper.note_lines(chart.notes)
    gap = sizes.note * 0.5 if notes else 0.0
    room = max(0.0, height - len(notes) * paper.note_height - gap)
    bottom = _body(paper, chart.body, room)
    end = paper.write_notes(notes, bottom + gap)
    return Drawing(width=width, height=max(bottom, end), shapes=tuple(paper.shapes))


def natural_height(chart: Chart, width: float, sizes: Sizes, measure: Measure) -> float:
    """Return the height at which a chart looks best in a width.

    Rows take the height that they need; pictures that fill any room get a usual shape.
    """
    body = chart.body
    if isinstance(body, BarChart | StackChart | PairedChart | MovesChart):
        return drawing(chart, width, _ENDLESS, sizes, measure).height
    notes = Paper(width=width, height=0, sizes=sizes, measure=measure).note_lines(chart.notes)
    most = _LINES_IN_BARS if isinstance(body, LineChart) else _MOST_BARS
    wanted = min(width * _SHAPE, sizes.bar * most) + len(notes) * sizes.note * LINE
    return drawing(chart, width, wanted, sizes, measure).height


def _body(paper: Paper, body: Body, room: float) -> float:
    """Draw the body and return where it ends."""
    if isinstance(body, BarChart):
        return bar_shapes(paper, body, room)
    if isinstance(body, StackChart):
        return stack_shapes(paper, body, room)
    if isinstance(body, Histogram):
        return histogram_shapes(paper, body, room)
    if isinstance(body, CloudChart):
        return cloud_shapes(paper, body, room)
    if isinstance(body, PairedChart):
        return paired_shapes(paper, body, room)
    if isinstance(body, MovesChart):
        return moves_shapes(paper, body, room)
    if isinstance(body, LineChart):
        return line_shapes(paper, body, room)
    return plane_shapes(paper, body, room)
