"""Small drawing helpers that several painters share."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

ELLIPSIS = "…"
# Embeddings, overrides and isolates of the bidirectional algorithm: typed text is shown as typed.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def draw_rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
) -> None:
    """Draw a rounded rectangle whose line lies wholly inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(line, width))
        inset = width / 2
        rect = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def draw_focus_ring(painter: QPainter, rect: QRectF, radius: float, colour: QColor) -> None:
    """Draw the ring that shows where the keyboard is, inside ``rect``."""
    draw_rounded(painter, rect, radius, line=colour, width=2.0)


def draw_line_of_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """Draw one line, elided when it does not fit, and return the width that it takes."""
    shown, taken = _fitted(without_direction(text), font, rect.width())
    painter.setFont(font)
    painter.setPen(colour)
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), shown)
    return taken


def without_direction(text: str) -> str:
    """Return ``text`` without the signs that would turn the letters after them around.

    >>> without_direction("\u202egnp.exe")
    'gnp.exe'
    """
    return text if text.isascii() else text.translate(_TURNING)


@lru_cache(maxsize=1024)
def _fitted(text: str, font: QFont, width: float) -> tuple[str, float]:
    """Return what of a text fits and its width; measured once, as lists paint it again and again.

    font: compared by what it is, not by which object it is.
    """
    metrics = QFontMetricsF(font)
    shown = elided(text, metrics, width)
    return shown, min(width, metrics.horizontalAdvance(shown))


def elided(text: str, metrics: QFontMetricsF, width: float) -> str:
    """Return ``text``, its end replaced by an ellipsis when it is wider than ``width``."""
    if metrics.horizontalAdvance(text) <= width + 0.5:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def broken_lines(text: str, font: QFont, width: float) -> list[str]:
    """Return ``text`` in lines of at most ``width``.

    Lines break between words; a word that is wider than a whole line breaks inside, so nothing
    is ever cut off. Line breaks of the text are kept.
    """
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    lines = []
    for paragraph in without_direction(text).split("\n"):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            begin = line.textStart()
            lines.append(paragraph[begin : begin + line.textLength()].rstrip())
        layout.endLayout()
        if not paragraph:
            lines.append("")
    return lines


def limited_lines(text: str, font: QFont, width: float, most: int) -> list[str]:
    """Return at most ``most`` lines; the last one is elided when there would be more."""
    lines = broken_lines(text, font, width)
    if len(lines) <= most:
        return lines
    rest = f"{lines[most - 1]}{ELLIPSIS}"
    metrics = QFontMetricsF(font)
    while metrics.horizontalAdvance(rest) > width and len(rest) > 1:
        rest = f"{rest[:-2].rstrip()}{ELLIPSIS}"
    return [*lines[: most - 1], rest]


def widest_word(text: str, metrics: QFontMetricsF) -> float:
    """Return the width of the widest word, 0 without words."""
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0.0)


def draw_lines(
    painter: QPainter,
    top_left: QPointF,
    lines: list[str],
    font: QFont,
    colour: QColor,
    *,
    line_height: float,
) -> float:
    """Draw lines under one another and return the height that they take."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(colour)
    lead = (line_height - metrics.height()) / 2 + metrics.ascent()
    for place, line in enumerate(lines):
        painter.drawText(QPointF(top_left.x(), top_left.y() + place * line_height + lead), line)
    return len(lines) * line_height
