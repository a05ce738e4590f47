"""Paints charts: ``paint`` is a pure function of a chart, a room and a look.

The layout is worked out by the domain; it is kept for the last few sizes, so that painting again
what has not changed is only drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.stage.stage_sizes import WIDTH as STAGE_WIDTH
from ui.theme.fonts import sized_font
from ui.theme.theme import Theme
from ui.theme.tokens import ThemeName
from virtu_desktop.domain.charts import (
    PALETTES,
    Align,
    Box,
    Chart,
    Dot,
    Drawing,
    Measure,
    Palette,
    PaletteName,
    Sizes,
    Stroke,
    Words,
    drawing,
    natural_height,
)
from virtu_desktop.domain.charts.shapes import CARD_SIZES, STAGE_SIZES

_PALETTES = {
    ThemeName.LIGHT: PaletteName.LIGHT,
    ThemeName.DARK: PaletteName.DARK,
    ThemeName.CONTRAST: PaletteName.CONTRAST,
}
_EDGE = 1.0
_ALIGNS = {Align.START: 0.0, Align.MIDDLE: 0.5, Align.END: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLook:
    """How charts look somewhere: palette, sizes, family of the font, and pixels of one unit."""

    palette: PaletteName
    sizes: Sizes
    family: str
    unit: float

    @property
    def colours(self) -> Palette:
        """Return the colours."""
        return PALETTES[self.palette]


def card_look(theme: Theme) -> ChartLook:
    """Return how charts look on a card of the trainer's window."""
    return ChartLook(
        palette=_PALETTES[theme.name], sizes=CARD_SIZES, family=theme.family, unit=theme.scale
    )


def stage_look(width: float, family: str) -> ChartLook:
    """Return how charts look on a stage ``width`` pixels wide."""
    return ChartLook(
        palette=PaletteName.STAGE, sizes=STAGE_SIZES, family=family, unit=width / STAGE_WIDTH
    )


def paint(painter: QPainter, rect: QRectF, chart: Chart, look: ChartLook) -> None:
    """Paint a chart into ``rect``; what is too tall for it becomes smaller as a whole."""
    laid = layout(chart, rect.width(), rect.height(), look)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    unit = look.unit
    if laid.height * unit > rect.height() + 0.5:
        unit = rect.height() / laid.height
    painter.scale(unit, unit)
    for shape in laid.shapes:
        if isinstance(shape, Box):
            _paint_box(painter, shape, look.colours)
        elif isinstance(shape, Words):
            _paint_words(painter, shape, look)
        elif isinstance(shape, Dot):
            _paint_dot(painter, shape, look.colours)
        else:
            _paint_stroke(painter, shape, look.colours)
    painter.restore()


def layout(chart: Chart, width: float, height: float, look: ChartLook) -> Drawing:
    """Return where the parts of a chart lie in a room of that many pixels, in units."""
    return _layout(chart, width / look.unit, height / look.unit, look.sizes, look.family)


@lru_cache(maxsize=64)
def needed_height(chart: Chart, width: float, look: ChartLook) -> float:
    """Return the height in pixels at which a chart looks best in that width."""
    units = max(1.0, width / look.unit)
    return natural_height(chart, units, look.sizes, _measure(look.family)) * look.unit


@lru_cache(maxsize=32)
def _layout(chart: Chart, width: float, height: float, sizes: Sizes, family: str) -> Drawing:
    return drawing(chart, max(1.0, width), max(1.0, height), sizes, _measure(family))


def _measure(family: str) -> Measure:
    def measure(text: str, size: float, is_bold: bool) -> float:
        return QFontMetricsF(_font(family, size, is_bold)).horizontalAdvance(text)

    return measure


@lru_cache(maxsize=128)
def _font(family: str, size: float, is_bold: bool) -> QFont:
    """Return a font in units; painted larger or smaller by the painter's scale."""
    weight = QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal
    return sized_font(family, size, weight, is_display=size > 24)


def _paint_box(painter: QPainter, box: Box, colours: Palette) -> None:
    colour = QColor(colours.colour(box.ink))
    if box.tint < 1:
        colour.setAlphaF(box.tint)
    rect = QRectF(box.x, box.y, box.width, box.height)
    edge = colours.edges.get(box.ink) if box.tint == 1 else None
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(QColor(edge), _EDGE))
        rect = rect.adjusted(_EDGE / 2, _EDGE / 2, -_EDGE / 2, -_EDGE / 2)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, box.radius, box.radius)


def _paint_words(painter: QPainter, words: Words, look: ChartLook) -> None:
    font = _font(look.family, words.size, words.is_bold)
    painter.setFont(font)
    painter.setPen(QColor(look.colours.writing(words.ink, words.on)))
    before = _ALIGNS[words.align]
    width = QFontMetricsF(font).horizontalAdvance(words.text) if before else 0.0
    painter.drawText(QPointF(words.x - width * before, words.y), words.text)


def _paint_dot(painter: QPainter, dot: Dot, colours: Palette) -> None:
    painter.setPen(QPen(QColor(colours.colour(dot.paper)), dot.radius * 0.2))
    painter.setBrush(QColor(colours.colour(dot.ink)))
    painter.drawEllipse(QPointF(dot.x, dot.y), dot.radius, dot.radius)


def _paint_stroke(painter: QPainter, stroke: Stroke, colours: Palette) -> None:
    pen = QPen(QColor(colours.colour(stroke.ink)), stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(stroke.x1, stroke.y1), QPointF(stroke.x2, stroke.y2))


def forget() -> None:
    """Forget all layouts, as when the fonts of the program have changed."""
    _layout.cache_clear()
    needed_height.cache_clear()
    _font.cache_clear()
