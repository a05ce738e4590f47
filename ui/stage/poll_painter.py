"""Paints a poll on the stage: question, answers so far, time left, and the result when it may be.

Sizes are given for a picture of 1600 x 900, like those of the stage; the chart is laid out by the
same code that lays out every other one.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ui.charts.painter import paint, stage_look
from ui.stage.stage_poll import StageChoice, StagePoll
from ui.stage.stage_sizes import HEIGHT, LEAST_TEXT, WIDTH
from ui.theme import STAGE
from ui.theme.fonts import sized_font
from ui.widgets.paint import (
    broken_lines,
    draw_line_of_text,
    draw_lines,
    draw_rounded,
    limited_lines,
)

_MARGIN = 72
_TOP = 66
_KICKER = 52
_TIME_SIZE = 56
_QUESTION_SIZES = (58, 52, 46, 40, 36, 32)
_QUESTION_LINE = 1.14
_QUESTION_LINES = 3
_BEFORE_CHART = 40
_FOOTER = 44
_BOTTOM = 50
_CHOICE_SIZES = (38, 34, 30, LEAST_TEXT)
_CHOICE_PITCH = 2.0


def paint_poll(painter: QPainter, rect: QRectF, poll: StagePoll, family: str) -> None:
    """Draw a poll into ``rect``, whose ground is painted already."""
    _PollWriter(painter, rect, family).write(poll)


class _PollWriter:
    """Writes from the top down, the footer first: what is left between is for the result."""

    def __init__(self, painter: QPainter, rect: QRectF, family: str) -> None:
        self._painter = painter
        self._unit = min(rect.width() / WIDTH, rect.height() / HEIGHT)
        self._family = family
        unit = self._unit
        self._area = rect.adjusted(_MARGIN * unit, _TOP * unit, -_MARGIN * unit, -_BOTTOM * unit)
        self._y = self._area.top()

    def write(self, poll: StagePoll) -> None:
        bottom = self._write_footer(poll)
        self._write_head(poll)
        self._write_question(poll.question, bottom)
        room = QRectF(self._area.left(), self._y, self._area.width(), max(1.0, bottom - self._y))
        if poll.waiting:
            font = self._font(_CHOICE_SIZES[0], QFont.Weight.Normal)
            lines = broken_lines(poll.waiting, font, room.width())
            height = _CHOICE_SIZES[0] * self._unit * 1.36
            draw_lines(
                self._painter, room.topLeft(), lines, font, QColor(STAGE.body), line_height=height
            )
        elif poll.chart is not None:
            paint(self._painter, room, poll.chart, stage_look(WIDTH * self._unit, self._family))
        elif poll.choices:
            self._write_choices(poll.choices, room)

    def _write_head(self, poll: StagePoll) -> None:
        """Write the small line, and the time left at its end."""
        area, unit = self._area, self._unit
        row = QRectF(area.left(), self._y, area.width(), _KICKER * unit)
        if poll.time:
            font = self._font(_TIME_SIZE, QFont.Weight.DemiBold, is_display=True)
            width = QFontMetricsF(font).horizontalAdvance(poll.time)
            end = Qt.AlignmentFlag.AlignRight
            draw_line_of_text(self._painter, row, poll.time, font, QColor(STAGE.text), align=end)
            row.setRight(row.right() - width - 40 * unit)
        font = self._font(LEAST_TEXT, QFont.Weight.DemiBold, spacing=7)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        draw_line_of_text(self._painter, row, poll.kicker, font, QColor(STAGE.pink))
        self._y += _KICKER * unit + 22 * unit

    def _write_question(self, question: str, bottom: float) -> None:
        """Write the question as large as leaves most of the room to the result."""
        width = self._area.width()
        most = (bottom - self._y) * 0.45
        for size in _QUESTION_SIZES:
            font = self._font(size, QFont.Weight.DemiBold, spacing=-2, is_display=True)
            lines = broken_lines(question, font, width)
            height = size * self._unit * _QUESTION_LINE
            if len(lines) <= _QUESTION_LINES and len(lines) * height <= most:
                break
        else:
            lines = limited_lines(question, font, width, max(1, int(most / height)))
        at = QPointF(self._area.left(), self._y)
        self._y += draw_lines(
            self._painter, at, lines, font, QColor(STAGE.text), line_height=height
        )
        self._y += _BEFORE_CHART * self._unit

    def _write_footer(self, poll: StagePoll) -> float:
        """Write how answers came, and the earlier result; return where the room above ends."""
        area, unit = self._area, self._unit
        row = QRectF(area.left(), area.bottom() - _FOOTER * unit, area.width(), _FOOTER * unit)
        if not poll.channels and not poll.earlier:
            return row.bottom()
        font = self._font(LEAST_TEXT, QFont.Weight.Normal)
        dim = QColor(STAGE.dim)
        channels = "     ".join(poll.channels)
        if poll.earlier:
            gap = 40 * unit
            needed = self._width(channels, font)
            # What is too long for one line shares it, the channels first.
            spare = row.width() - gap - self._width(poll.earlier, font)
            left = row.left() + min(needed, max(spare, row.width() * 0.6)) + gap
            end = Qt.AlignmentFlag.AlignRight
            half = QRectF(left, row.top(), row.right() - left, row.height())
            draw_line_of_text(self._painter, half, poll.earlier, font, dim, align=end)
            row.setRight(left - gap + 1)
        draw_line_of_text(self._painter, row, channels, font, dim)
        return row.top() - 24 * unit

    def _write_choices(self, choices: tuple[StageChoice, ...], room: QRectF) -> None:
        """Write what can be answered, each with its key, in two columns where it must."""
        columns = 1 if len(choices) <= 6 else 2
        rows = -(-len(choices) // columns)
        for size in _CHOICE_SIZES:
            pitch = size * self._unit * _CHOICE_PITCH
            if rows * pitch <= room.height():
                break
        else:
            pitch = room.height() / rows
        width = room.width() / columns
        for place, choice in enumerate(choices):
            column, row = divmod(place, rows)
            at = QRectF(room.left() + column * width, room.top() + row * pitch, width, pitch)
            self._write_choice(choice, at, size)

    def _write_choice(self, choice: StageChoice, row: QRectF, size: int) -> None:
        unit = self._unit
        font = self._font(size, QFont.Weight.DemiBold)
        side = max(size * 1.5 * unit, self._width(choice.key, font) + size * 0.8 * unit)
        badge = QRectF(row.left(), row.center().y() - size * 0.75 * unit, side, size * 1.5 * unit)
        draw_rounded(self._painter, badge, 10 * unit, fill=QColor(STAGE.panel))
        middle = Qt.AlignmentFlag.AlignHCenter
        draw_line_of_text(self._painter, badge, choice.key, font, QColor(STAGE.pink), align=middle)
        words = QRectF(row)
        words.setLeft(badge.right() + 24 * unit)
        words.setRight(row.right() - 24 * unit)
        plain = self._font(size, QFont.Weight.Normal)
        draw_line_of_text(self._painter, words, choice.label, plain, QColor(STAGE.text))

    def _width(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font).horizontalAdvance(text) + 1

    def _font(
        self, size: float, weight: QFont.Weight, *, spacing: float = 0.0, is_display: bool = False
    ) -> QFont:
        return sized_font(
            self._family, size * self._unit, weight, spacing=spacing, is_display=is_display
        )
