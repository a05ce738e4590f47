"""Paints the test picture for the projector: corners, sizes of text, colours, a clock (P6)."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.stage.stage_sizes import HEIGHT, LEAST_TEXT, WIDTH
from ui.stage.stage_state import StageState
from ui.theme import STAGE
from ui.theme.fonts import sized_font
from ui.widgets.paint import draw_line_of_text, draw_rounded

_CORNER = 90
_INSET = 14
_TOP = 66
_SIDE = 130
_SIZES = (76, 56, 40, 34, LEAST_TEXT)
_BARS_HEIGHT = 110
_LETTERS = "Aa Åå Ää Öö"
_FIGURES = " 0123"
_BARS = (
    STAGE.text,
    STAGE.body,
    STAGE.dim,
    STAGE.blue,
    STAGE.green,
    STAGE.amber,
    STAGE.pink,
    STAGE.track,
    STAGE.panel,
)


def paint_test_picture(painter: QPainter, rect: QRectF, state: StageState, family: str) -> None:
    """Draw the picture into ``rect``, whose background is there already."""
    unit = min(rect.width() / WIDTH, rect.height() / HEIGHT)
    _paint_corners(painter, rect, unit)
    inside = rect.adjusted(_SIDE * unit, _TOP * unit, -_SIDE * unit, -_TOP * unit)
    _paint_head(painter, inside, state, family, unit)
    bars = QRectF(inside)
    bars.setTop(inside.bottom() - _BARS_HEIGHT * unit)
    _paint_bars(painter, bars, unit)
    words = _line(inside, bars.top() - 74 * unit, LEAST_TEXT * unit)
    font = sized_font(family, LEAST_TEXT * unit, QFont.Weight.Medium)
    draw_line_of_text(painter, words, state.phrase, font, QColor(STAGE.dim))
    middle = QRectF(inside.left(), inside.top() + 96 * unit, inside.width(), 0)
    middle.setBottom(words.top() - 20 * unit)
    _paint_sizes(painter, middle, family, unit)
    _paint_clock(painter, middle, state.clock, family, unit)


def _paint_corners(painter: QPainter, rect: QRectF, unit: float) -> None:
    """Draw an angle in each corner and a hairline around, to see whether anything is cut off."""
    painter.save()
    edge = rect.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(QColor(STAGE.track), max(1.0, unit)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(edge)
    inset, length = _INSET * unit, _CORNER * unit
    frame = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(QColor(STAGE.amber), 6 * unit))
    for corner, right, down in (
        (frame.topLeft(), 1, 1),
        (frame.topRight(), -1, 1),
        (frame.bottomLeft(), 1, -1),
        (frame.bottomRight(), -1, -1),
    ):
        painter.drawLine(QLineF(corner, corner + QPointF(right * length, 0)))
        painter.drawLine(QLineF(corner, corner + QPointF(0, down * length)))
    painter.restore()


def _paint_head(
    painter: QPainter, inside: QRectF, state: StageState, family: str, unit: float
) -> None:
    font = sized_font(family, LEAST_TEXT * unit, QFont.Weight.DemiBold, spacing=7)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    row = _line(inside, inside.top(), LEAST_TEXT * unit)
    draw_line_of_text(painter, row, state.kicker, font, QColor(STAGE.blue))
    row = _line(inside, row.bottom() + 6 * unit, LEAST_TEXT * unit)
    plain = sized_font(family, LEAST_TEXT * unit, QFont.Weight.Medium)
    draw_line_of_text(painter, row, state.title, plain, QColor(STAGE.body))


def _paint_sizes(painter: QPainter, area: QRectF, family: str, unit: float) -> None:
    """Write the same letters in every size of the stage, each with its size before it."""
    line = QRectF(area)
    line.setWidth(area.width() * 0.56)
    top = area.top()
    room = area.height() / sum(_SIZES)
    for size in _SIZES:
        row = QRectF(line.left(), top, line.width(), size * room)
        font = sized_font(family, size * unit, QFont.Weight.DemiBold, is_display=size > 37)
        words = f"{size}  {_LETTERS}"
        if QFontMetricsF(font).horizontalAdvance(words + _FIGURES) <= row.width():
            words += _FIGURES
        draw_line_of_text(painter, row, words, font, QColor(STAGE.text))
        top = row.bottom()


def _paint_clock(painter: QPainter, area: QRectF, clock: str, family: str, unit: float) -> None:
    """Write the clock at the right, as large as there is room."""
    box = QRectF(area)
    box.setLeft(area.left() + area.width() * 0.6)
    size = 150 * unit
    font = sized_font(family, size, QFont.Weight.DemiBold, spacing=-4, is_display=True)
    share = box.width() / max(1.0, QFontMetricsF(font).horizontalAdvance(clock))
    if share < 1:
        font.setPixelSize(max(1, int(size * share)))
    right = Qt.AlignmentFlag.AlignRight
    draw_line_of_text(painter, box, clock, font, QColor(STAGE.text), align=right)


def _paint_bars(painter: QPainter, area: QRectF, unit: float) -> None:
    """Draw every colour of the stage; the two darkest must differ from the background."""
    gap = 8 * unit
    width = (area.width() - gap * (len(_BARS) - 1)) / len(_BARS)
    for place, colour in enumerate(_BARS):
        bar = QRectF(area.left() + place * (width + gap), area.top(), width, area.height())
        draw_rounded(painter, bar, 10 * unit, fill=QColor(colour))


def _line(inside: QRectF, top: float, size: float) -> QRectF:
    return QRectF(inside.left(), top, inside.width(), size * 1.36)
