"""Paints the breakout rooms on the stage as cards that are read from the last row (S1, S3)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from ui.stage.stage_rooms import StageRoom
from ui.stage.stage_sizes import LEAST_TEXT
from ui.theme import STAGE
from ui.theme.fonts import sized_font
from ui.widgets.paint import draw_line_of_text, draw_lines, draw_rounded, limited_lines

BESIDE_RING = 6
_COLUMNS = 4
_COLUMNS_BESIDE = 3
_GAP = 14
_SIDE = 18
_TOP = 12
_TITLE = 38
_LINE = 36
_RADIUS = 12
_MOST_LINES = 3


def rooms_height(rooms: Sequence[StageRoom], width: float, unit: float, family: str) -> float:
    """Return the height of all cards at ``width``; unit: pixels for one of 1600 x 900."""
    heights = _row_heights(rooms, width, unit, family)
    return sum(heights) + (len(heights) - 1) * _GAP * unit


def columns_of(rooms: Sequence[StageRoom]) -> int:
    """Return how many cards stand side by side."""
    if len(rooms) > BESIDE_RING:
        return _COLUMNS
    return 2 if len(rooms) in (2, 4) else min(len(rooms), _COLUMNS_BESIDE)


def paint_rooms(
    painter: QPainter, area: QRectF, rooms: Sequence[StageRoom], unit: float, family: str
) -> None:
    """Draw the cards into ``area``, row by row; each row as high as its fullest card needs."""
    columns = columns_of(rooms)
    gap = _GAP * unit
    width = (area.width() - gap * (columns - 1)) / columns
    heights = _row_heights(rooms, area.width(), unit, family)
    share = min(1.0, (area.height() - gap * (len(heights) - 1)) / sum(heights)) if heights else 1.0
    top = area.top()
    for row, height in enumerate(heights):
        for column, room in enumerate(rooms[row * columns : (row + 1) * columns]):
            left = area.left() + column * (width + gap)
            _paint_room(painter, QRectF(left, top, width, height * share), room, unit, family)
        top += height * share + gap


def _paint_room(painter: QPainter, card: QRectF, room: StageRoom, unit: float, family: str) -> None:
    draw_rounded(painter, card, _RADIUS * unit, fill=QColor(STAGE.panel))
    side = _SIDE * unit
    inside = card.adjusted(side, _TOP * unit, -side, 0)
    title = QRectF(inside.left(), inside.top(), inside.width(), _TITLE * unit)
    strong = sized_font(family, LEAST_TEXT * unit, QFont.Weight.DemiBold)
    if room.time:
        used = draw_line_of_text(
            painter,
            title,
            room.time,
            strong,
            QColor(STAGE.amber),
            align=Qt.AlignmentFlag.AlignRight,
        )
        title.setRight(title.right() - used - side)
    colour = STAGE.blue if room.is_remote else STAGE.green
    words = f"{room.name} · {room.place}" if room.place else room.name
    draw_line_of_text(painter, title, words, strong, QColor(colour))
    font = sized_font(family, LEAST_TEXT * unit, QFont.Weight.Normal)
    top = title.bottom() + 2 * unit
    most = max(1, int((card.bottom() - top) / (_LINE * unit)))
    lines = limited_lines(room.people, font, inside.width(), most)
    at = QPointF(card.left() + side, top)
    draw_lines(painter, at, lines, font, QColor(STAGE.text), line_height=_LINE * unit)


def _row_heights(rooms: Sequence[StageRoom], width: float, unit: float, family: str) -> list[float]:
    """Return the height that each row of cards needs at ``width``."""
    columns = columns_of(rooms)
    inside = (width - _GAP * unit * (columns - 1)) / columns - 2 * _SIDE * unit
    font = sized_font(family, LEAST_TEXT * unit, QFont.Weight.Normal)
    lines = [len(limited_lines(room.people, font, inside, _MOST_LINES)) for room in rooms]
    rows = [max(1, *lines[at : at + columns]) for at in range(0, len(lines), max(1, columns))]
    return [(2 * _TOP + _TITLE + most * _LINE) * unit for most in rows]
