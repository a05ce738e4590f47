"""Pictures of painters, to look at single pixels of them."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter


def picture(paint: Callable[[QPainter, QRectF], None], width: int, height: int) -> QImage:
    """Return what ``paint`` draws into a rectangle on a magenta ground."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def on_circle(image: QImage, part: float, radius: float) -> QColor:
    """Return the colour at a part (0 to 1, clockwise from the top) of a circle in the middle."""
    angle = 2 * math.pi * part
    x = image.width() / 2 + radius * math.sin(angle)
    y = image.height() / 2 - radius * math.cos(angle)
    return image.pixelColor(round(x), round(y))
