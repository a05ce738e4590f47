"""Paints the cells of the list of blocks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.models.plan_model import PlanColumn, PlanModel, PlanRow
from ui.plan.words import first_line, gap_words
from ui.theme import Role, Theme, Tone, kind_tone
from ui.widgets.chip import HEIGHT as CHIP_HEIGHT
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.paint import draw_line_of_text, draw_lines, draw_rounded, limited_lines
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import interface
from virtu_desktop.wording import block_title, kind_word, status_word

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 56
START_WIDTH = 86
MINUTES_WIDTH = 66
_GRIP_LEFT = 15
_CLOCK_LEFT = 31
# The height of a line, as a share of its letters', where three lines stand in a row.
_CLOSE_LINE = 1.2


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is drawn where; ink is the colour of the title of the row.

    sharpness: pixels of the screen for one of ours.
    """

    painter: QPainter
    area: QRectF
    model: PlanModel
    place: int
    row: PlanRow
    theme: Theme
    ink: QColor
    is_chosen: bool
    sharpness: float


def paint_cell(
    painter: QPainter,
    option: QStyleOptionViewItem,
    model: PlanModel,
    index: _Index,
    theme: Theme,
) -> None:
    """Draw one cell of a row."""
    place, column = index.row(), index.column()
    row = model.row_at(place)
    is_over = row.status in (Status.DONE, Status.SKIPPED, Status.PASSED)
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    ink = theme.colour("muted" if is_over else "ink")
    area = QRectF(option.rect)
    sharpness = painter.device().devicePixelRatio()
    cell = _Cell(painter, area, model, place, row, theme, ink, is_chosen, sharpness)
    _paint_ground(cell, column)
    _PAINTERS[column](cell)


@lru_cache(maxsize=16)
def cell_font(theme: Theme, role: Role) -> QFont:
    """Return the font of a role, made once for a theme: a list asks for it in every cell."""
    return theme.font(role)


@lru_cache(maxsize=64)
def _chip_width(words: str, theme: Theme) -> int:
    """Return the width of a chip, measured once for a text."""
    return chip_width(words, theme)


def minutes_box(area: QRectF, theme: Theme) -> QRectF:
    """Return the frame around the minutes, which is also where they are typed."""
    height = theme.px(34)
    top = round(area.center().y() - height / 2)
    return QRectF(area.left() + theme.px(2), top, theme.px(48), height)


def kind_box(area: QRectF, kind: BlockKind, theme: Theme) -> QRectF:
    """Return the place of the chip that says what kind a block is."""
    height = theme.px(CHIP_HEIGHT)
    top = round(area.center().y() - height / 2)
    width = min(_chip_width(kind_word(interface(), kind), theme), area.width() - theme.px(8))
    return QRectF(area.left() + theme.px(8), top, width, height)


def typing_box(area: QRectF, column: int, theme: Theme) -> QRectF:
    """Return where the text of a cell is typed."""
    if column == PlanColumn.MINUTES:
        return minutes_box(area, theme)
    height = theme.px(36)
    left = area.left() + (theme.px(_CLOCK_LEFT - 11) if column == PlanColumn.START else 0)
    return QRectF(left, area.center().y() - height / 2, area.right() - left, height)


def _paint_ground(cell: _Cell, column: int) -> None:
    painter, area, tokens = cell.painter, cell.area, cell.theme.tokens
    if cell.is_chosen:
        painter.fillRect(area, QColor(tokens.selected))
        if column == PlanColumn.START:
            bar = QRectF(area.left(), area.top(), cell.theme.px(3), area.height())
            painter.fillRect(bar, QColor(tokens.focus))
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(tokens.line))


def _paint_start(cell: _Cell) -> None:
    painter, theme = cell.painter, cell.theme
    grip = _grip_picture(theme, cell.sharpness)
    height = grip.deviceIndependentSize().height()
    top = round(cell.area.center().y() - height / 2)
    painter.drawPixmap(QPointF(cell.area.left() + theme.px(_GRIP_LEFT), top), grip)
    box = cell.area.adjusted(theme.px(_CLOCK_LEFT), 0, 0, 0)
    font = cell_font(theme, Role.BODY_STRONG)
    text = cell.model.words_at(cell.place, PlanColumn.START)
    preview = cell.model.preview_at(cell.place)
    if not preview:
        draw_line_of_text(painter, box, text, font, cell.ink)
        return
    upper, lower = QRectF(box), QRectF(box)
    upper.setBottom(box.center().y() + theme.px(2))
    lower.setTop(upper.bottom())
    draw_line_of_text(painter, upper, preview, font, QColor(theme.tone(Tone.BLUE).text))
    struck = QFont(cell_font(theme, Role.SMALL))
    struck.setStrikeOut(True)
    draw_line_of_text(painter, lower, text, struck, theme.colour("muted"))


def _paint_minutes(cell: _Cell) -> None:
    theme = cell.theme
    box = minutes_box(cell.area, theme)
    frame = _frame_picture(theme, box.width(), box.height(), cell.sharpness)
    cell.painter.drawPixmap(box.topLeft(), frame)
    text = cell.model.words_at(cell.place, PlanColumn.MINUTES)
    centre = Qt.AlignmentFlag.AlignHCenter
    font = cell_font(theme, Role.BODY)
    draw_line_of_text(cell.painter, box, text, font, theme.colour("ink"), align=centre)


def _paint_kind(cell: _Cell) -> None:
    kind = cell.row.block.kind
    box = kind_box(cell.area, kind, cell.theme)
    look = _ChipLook(kind_word(interface(), kind), kind_tone(kind), cell.is_chosen)
    picture = _chip_picture(cell.theme, look, box.width(), box.height(), cell.sharpness)
    cell.painter.drawPixmap(box.topLeft(), picture)


@dataclass(frozen=True, slots=True)
class _ChipLook:
    words: str
    tone: Tone
    has_line: bool


# What every row has alike is drawn once: a list of blocks is painted again with every key.


@lru_cache(maxsize=8)
def _grip_picture(theme: Theme, sharpness: float) -> QPixmap:
    """Return the six dots by which a row can be taken."""
    dot = max(2, theme.px(2))
    step = theme.px(4)
    picture = _empty_picture(step + dot, 2 * step + dot, sharpness)
    painter = QPainter(picture)
    for x in range(2):
        for y in range(3):
            painter.fillRect(QRect(x * step, y * step, dot, dot), theme.colour("quiet"))
    painter.end()
    return picture


@lru_cache(maxsize=8)
def _frame_picture(theme: Theme, width: float, height: float, sharpness: float) -> QPixmap:
    """Return the frame around the minutes."""
    tokens = theme.tokens
    picture = _empty_picture(width, height, sharpness)
    painter = QPainter(picture)
    draw_rounded(
        painter,
        QRectF(0, 0, width, height),
        theme.px(7),
        fill=QColor(tokens.paper),
        line=QColor(tokens.line),
        width=tokens.border_width,
    )
    painter.end()
    return picture


@lru_cache(maxsize=64)
def _chip_picture(
    theme: Theme, look: _ChipLook, width: float, height: float, sharpness: float
) -> QPixmap:
    """Return the chip of a kind."""
    picture = _empty_picture(width, height, sharpness)
    painter = QPainter(picture)
    area = QRectF(0, 0, width, height)
    paint_chip(painter, area, look.words, look.tone, theme, has_line=look.has_line)
    painter.end()
    return picture


def _empty_picture(width: float, height: float, sharpness: float) -> QPixmap:
    picture = QPixmap(math.ceil(width * sharpness), math.ceil(height * sharpness))
    picture.setDevicePixelRatio(sharpness)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _paint_title(cell: _Cell) -> None:
    """Draw title and instruction, and at the right what is special about the row."""
    theme, block = cell.theme, cell.row.block
    box = cell.area.adjusted(theme.px(8), theme.px(9), -theme.px(8), -theme.px(9))
    for words, tone in reversed(_marks(cell.row)):
        width = _chip_width(words, theme)
        chip = QRectF(0, 0, min(width, box.width() / 2), theme.px(CHIP_HEIGHT))
        chip.moveCenter(QPointF(0, cell.area.center().y()))
        chip.moveRight(box.right())
        paint_chip(cell.painter, chip, words, tone, theme, has_line=cell.is_chosen)
        box.setRight(chip.left() - theme.px(8))
    plan = cell.model.plan
    title = block.title if plan is None else block_title(interface(), plan, block.id)
    earlier, is_other = cell.model.earlier_at(cell.place)
    instruction = first_line(block.room)
    has_more = bool(earlier or instruction)
    lower = _paint_words_of_title(cell, box, title, has_more=has_more)
    if has_more:
        used = _paint_earlier(cell, lower, earlier, is_other=is_other)
        _paint_instruction(cell, lower.adjusted(used, 0, 0, 0), instruction, is_first=not earlier)


def _paint_words_of_title(cell: _Cell, box: QRectF, title: str, *, has_more: bool) -> QRectF:
    """Draw a title in one line, or in two where it is long; return what is left below it."""
    strong = cell_font(cell.theme, Role.BODY_STRONG)
    upper, lower = QRectF(box), QRectF(box)
    if QFontMetricsF(strong).horizontalAdvance(title) <= box.width():
        if has_more:
            upper.setBottom(box.top() + box.height() * 0.54)
        draw_line_of_text(cell.painter, upper, title, strong, cell.ink)
    else:
        lines = limited_lines(title, strong, box.width(), 2)
        line = strong.pixelSize() * _CLOSE_LINE
        height = len(lines) * line
        below = cell_font(cell.theme, Role.SECONDARY).pixelSize() * _CLOSE_LINE if has_more else 0
        top = box.center().y() - (height + below) / 2
        draw_lines(
            cell.painter, QPointF(box.left(), top), lines, strong, cell.ink, line_height=line
        )
        upper.setBottom(top + height)
        lower.setBottom(top + height + below)
    lower.setTop(upper.bottom())
    return lower


def _paint_earlier(cell: _Cell, area: QRectF, words: str, *, is_other: bool) -> float:
    """Draw how long the block took before, strongly if unlike planned; return the width."""
    if not words:
        return 0
    theme = cell.theme
    if not is_other:
        font = cell_font(theme, Role.SECONDARY)
        return draw_line_of_text(cell.painter, area, words, font, theme.colour("muted"))
    font = cell_font(theme, Role.SECONDARY_STRONG)
    amber = QColor(theme.tone(Tone.AMBER).text)
    return draw_line_of_text(cell.painter, area, words, font, amber)


def _paint_instruction(cell: _Cell, area: QRectF, words: str, *, is_first: bool) -> None:
    """Draw what the room is told, where there is room for more than a few letters."""
    if words and area.width() > cell.theme.px(40):
        text = words if is_first else f" · {words}"
        font = cell_font(cell.theme, Role.SECONDARY)
        draw_line_of_text(cell.painter, area, text, font, cell.theme.colour("muted"))


def _paint_owner(cell: _Cell) -> None:
    theme = cell.theme
    box = cell.area.adjusted(theme.px(8), 0, -theme.px(8), 0)
    owner = cell.row.block.owner or "–"
    font = cell_font(theme, Role.BODY)
    draw_line_of_text(cell.painter, box, owner, font, theme.colour("muted"))


_PAINTERS: Mapping[int, Callable[[_Cell], None]] = {
    PlanColumn.START: _paint_start,
    PlanColumn.MINUTES: _paint_minutes,
    PlanColumn.KIND: _paint_kind,
    PlanColumn.TITLE: _paint_title,
    PlanColumn.OWNER: _paint_owner,
}


def _marks(row: PlanRow) -> list[tuple[str, Tone]]:
    tr, block, planned, status = interface(), row.block, row.planned, row.status
    marks = []
    if planned.gap:
        tone = Tone.AMBER if planned.gap < 0 else Tone.GREY
        marks.append((gap_words(tr, planned.gap), tone))
    if block.fixed_start is not None:
        marks.append((tr("fixed"), Tone.BLUE))
    if block.optional:
        marks.append((tr("optional"), Tone.GREY))
    if status in (Status.CURRENT, Status.DONE, Status.SKIPPED):
        tone = Tone.TEAL if status is Status.CURRENT else Tone.GREY
        marks.append((status_word(tr, status), tone))
    return marks
