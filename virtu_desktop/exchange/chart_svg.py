"""Charts of poll results as SVG: the same layout as in the window, for pages and print (R2)."""

from __future__ import annotations

from functools import partial
from html import escape

from virtu_desktop.domain.charts import (
    PALETTES,
    Box,
    Chart,
    Dot,
    Measure,
    Palette,
    PaletteName,
    Shape,
    Stroke,
    Words,
    drawing,
    natural_height,
    rough_width,
)
from virtu_desktop.domain.charts.shapes import CARD_SIZES

FONT = "Inter, Segoe UI, Helvetica Neue, Arial, sans-serif"
# XML forbids these even escaped.
_FORBIDDEN = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)


def chart_svg(
    chart: Chart,
    width: float,
    *,
    palette: PaletteName = PaletteName.LIGHT,
    measure: Measure = rough_width,
) -> str:
    """Return a chart as an SVG that is ``width`` wide and as tall as it needs.

    Its title says in words what it shows; the caller writes the chart's own title and base above.
    """
    height = natural_height(chart, width, CARD_SIZES, measure)
    laid = drawing(chart, width, height, CARD_SIZES, measure)
    colours = PALETTES[palette]
    shapes = "".join(map(partial(_shape, colours=colours), laid.shapes))
    size = f'width="{_n(laid.width)}" height="{_n(laid.height)}"'
    box = f'viewBox="0 0 {_n(laid.width)} {_n(laid.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" '
        f'font-family="{escape(FONT)}"><title>{_text(chart.spoken)}</title>{shapes}</svg>'
    )


def _shape(shape: Shape, *, colours: Palette) -> str:
    if isinstance(shape, Box):
        return _box(shape, colours)
    if isinstance(shape, Words):
        weight = ' font-weight="600"' if shape.is_bold else ""
        return (
            f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"{weight} '
            f'text-anchor="{shape.align.value}" fill="{colours.writing(shape.ink, shape.on)}">'
            f"{_text(shape.text)}</text>"
        )
    if isinstance(shape, Dot):
        return (
            f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}" '
            f'fill="{colours.colour(shape.ink)}" stroke="{colours.colour(shape.paper)}" '
            f'stroke-width="{_n(shape.radius * 0.2)}"/>'
        )
    return _stroke(shape, colours)


def _box(box: Box, colours: Palette) -> str:
    edge = colours.edges.get(box.ink) if box.tint == 1 else None
    inset = 0.5 if edge is not None else 0.0
    line = f' stroke="{edge}"' if edge is not None else ""
    tint = f' fill-opacity="{_n(box.tint)}"' if box.tint < 1 else ""
    return (
        f'<rect x="{_n(box.x + inset)}" y="{_n(box.y + inset)}" '
        f'width="{_n(max(0.0, box.width - 2 * inset))}" '
        f'height="{_n(max(0.0, box.height - 2 * inset))}" rx="{_n(box.radius)}" '
        f'fill="{colours.colour(box.ink)}"{tint}{line}/>'
    )


def _stroke(stroke: Stroke, colours: Palette) -> str:
    return (
        f'<line x1="{_n(stroke.x1)}" y1="{_n(stroke.y1)}" x2="{_n(stroke.x2)}" '
        f'y2="{_n(stroke.y2)}" stroke="{colours.colour(stroke.ink)}" '
        f'stroke-width="{_n(stroke.width)}" stroke-linecap="round"/>'
    )


def _text(text: str) -> str:
    return escape(text.translate(_FORBIDDEN), quote=False)


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
