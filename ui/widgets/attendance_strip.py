"""Presence on the axis of a session: a bar for each stay, in the colour of how it was attended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ui.theme import Theme, Tone
from ui.widgets.paint import draw_rounded
from virtu_desktop.domain.people import Mode

_BAR = 9
_LEAST = 2.0


class Bar(Protocol):
    """What is drawn: begin and end as parts of the axis, 0 to 1, and the mode."""

    @property
    def begin(self) -> float:
        """Return where it begins."""
        ...

    @property
    def end(self) -> float:
        """Return where it ends."""
        ...

    @property
    def mode(self) -> Mode:
        """Return how the person took part."""
        ...


def paint_attendance(
    painter: QPainter,
    rect: QRectF,
    bars: Sequence[Bar],
    theme: Theme,
    tones: Mapping[Mode, Tone],
) -> None:
    """Draw the bars of one person into ``rect``, which is the whole session, on a quiet track.

    Remote bars have a light line in the middle: the colour alone does not say it.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_rounded(painter, rect, theme.px(4), fill=theme.colour("field"))
    height = min(rect.height(), theme.px(_BAR))
    top = rect.center().y() - height / 2
    for bar in bars:
        left = rect.left() + bar.begin * rect.width()
        width = max(_LEAST, (bar.end - bar.begin) * rect.width())
        place = QRectF(left, top, width, height)
        colour = QColor(theme.tone(tones[bar.mode]).graphic)
        draw_rounded(painter, place, height / 3, fill=colour)
        if bar.mode is Mode.REMOTE and width > height:
            line = QRectF(left + height / 2, place.center().y() - 0.75, width - height, 1.5)
            painter.fillRect(line, theme.colour("paper"))
        elif bar.mode is Mode.SITE:
            _dots(painter, place, theme)
    painter.restore()


def _dots(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Mark a shared screen by dots along the bar."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("paper"))
    step, size = theme.px(18), theme.px(2)
    across = place.left() + step / 2
    while across + size < place.right():
        painter.drawEllipse(QRectF(across, place.center().y() - size / 2, size, size))
        across += step
