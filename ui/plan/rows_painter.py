"""Paints the cells of the list of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.models.plan_model import PlanColumn, PlanRole
from ui.plan.words import first_line, gap_words
from ui.theme import Role, Theme, Tone, kind_tone
from ui.widgets.chip import HEIGHT as CHIP_HEIGHT
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.paint import draw_line_of_text, draw_rounded
from virtu_desktop.domain.plan import Block, BlockKind, PlannedBlock
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import interface
from virtu_desktop.wording import kind_word, status_word

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 56
START_WIDTH = 86
MINUTES_WIDTH = 66
_GRIP_LEFT = 15
_CLOCK_LEFT = 31


@dataclass(frozen=True, slots=True)
class _Look:
    """How one row looks; ink is the colour of its title."""

    theme: Theme
    ink: QColor
    is_chosen: bool


def paint_cell(
    painter: QPainter, option: QStyleOptionViewItem, index: _Index, theme: Theme
) -> None:
    """Draw one cell of a row of PlanModel."""
    area = QRectF(option.rect)
    # An enumeration that is text comes back from Qt as plain text.
    status = Status(index.data(PlanRole.STATUS))
    is_over = status in (Status.DONE, Status.SKIPPED, Status.PASSED)
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    look = _Look(theme, theme.colour("muted" if is_over else "ink"), is_chosen)
    _paint_ground(painter, area, index.column(), look)
    match index.column():
        case PlanColumn.START:
            _paint_start(painter, area, index, look)
        case PlanColumn.MINUTES:
            _paint_minutes(painter, area, index.data(), theme)
        case PlanColumn.KIND:
            block: Block = index.data(PlanRole.BLOCK)
            tone = kind_tone(block.kind)
            paint_chip(
                painter,
                kind_box(area, block.kind, theme),
                kind_word(interface(), block.kind),
                tone,
                theme,
                has_line=is_chosen,
            )
        case PlanColumn.TITLE:
            _paint_title(painter, area, index, status, look)
        case PlanColumn.OWNER:
            box = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
            owner = index.data() or "–"
            draw_line_of_text(
                painter, box, owner, cell_font(theme, Role.BODY), theme.colour("muted")
            )


@lru_cache(maxsize=16)
def cell_font(theme: Theme, role: Role) -> QFont:
    """Return the font of a role, made once for a theme: a list asks for it in every cell."""
    return theme.font(role)


def minutes_box(area: QRectF, theme: Theme) -> QRectF:
    """Return the frame around the minutes, which is also where they are typed."""
    height = theme.px(34)
    top = area.center().y() - height / 2
    return QRectF(area.left() + theme.px(2), top, theme.px(48), height)


def kind_box(area: QRectF, kind: BlockKind, theme: Theme) -> QRectF:
    """Return the place of the chip that says what kind a block is."""
    height = theme.px(CHIP_HEIGHT)
    top = area.center().y() - height / 2
    width = min(chip_width(kind_word(interface(), kind), theme), area.width() - theme.px(8))
    return QRectF(area.left() + theme.px(8), top, width, height)


def typing_box(area: QRectF, column: int, theme: Theme) -> QRectF:
    """Return where the text of a cell is typed."""
    if column == PlanColumn.MINUTES:
        return minutes_box(area, theme)
    height = theme.px(36)
    left = area.left() + (theme.px(_CLOCK_LEFT - 11) if column == PlanColumn.START else 0)
    return QRectF(left, area.center().y() - height / 2, area.right() - left, height)


def _paint_ground(painter: QPainter, area: QRectF, column: int, look: _Look) -> None:
    tokens = look.theme.tokens
    if look.is_chosen:
        painter.fillRect(area, QColor(tokens.selected))
        if column == PlanColumn.START:
            bar = QRectF(area.left(), area.top(), look.theme.px(3), area.height())
            painter.fillRect(bar, QColor(tokens.focus))
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(tokens.line))


def _paint_start(painter: QPainter, area: QRectF, index: _Index, look: _Look) -> None:
    theme = look.theme
    _paint_grip(painter, area, theme)
    box = area.adjusted(theme.px(_CLOCK_LEFT), 0, 0, 0)
    font = cell_font(theme, Role.BODY_STRONG)
    preview = index.data(PlanRole.PREVIEW)
    if not preview:
        draw_line_of_text(painter, box, index.data(), font, look.ink)
        return
    upper, lower = QRectF(box), QRectF(box)
    upper.setBottom(box.center().y() + theme.px(2))
    lower.setTop(upper.bottom())
    blue = QColor(theme.tone(Tone.BLUE).text)
    draw_line_of_text(painter, upper, preview, font, blue)
    struck = QFont(cell_font(theme, Role.SMALL))
    struck.setStrikeOut(True)
    draw_line_of_text(painter, lower, index.data(), struck, theme.colour("muted"))


def _paint_grip(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """Draw the six dots by which a row can be taken."""
    dot = max(2, theme.px(2))
    left = area.left() + theme.px(_GRIP_LEFT)
    step = theme.px(4)
    top = round(area.center().y() - step - dot / 2)
    colour = theme.colour("quiet")
    for column in range(2):
        for row in range(3):
            painter.fillRect(QRectF(left + column * step, top + row * step, dot, dot), colour)


def _paint_minutes(painter: QPainter, area: QRectF, text: str, theme: Theme) -> None:
    box = minutes_box(area, theme)
    tokens = theme.tokens
    fill, line = QColor(tokens.paper), QColor(tokens.line)
    draw_rounded(painter, box, theme.px(7), fill=fill, line=line, width=tokens.border_width)
    centre = Qt.AlignmentFlag.AlignHCenter
    font = cell_font(theme, Role.BODY)
    draw_line_of_text(painter, box, text, font, theme.colour("ink"), align=centre)


def _paint_title(
    painter: QPainter, area: QRectF, index: _Index, status: Status, look: _Look
) -> None:
    """Draw title and instruction, and at the right what is special about the row."""
    theme = look.theme
    block: Block = index.data(PlanRole.BLOCK)
    box = area.adjusted(theme.px(8), theme.px(9), -theme.px(8), -theme.px(9))
    for words, tone in reversed(_marks(block, index.data(PlanRole.PLANNED), status)):
        width = chip_width(words, theme)
        chip = QRectF(0, 0, min(width, box.width() / 2), theme.px(CHIP_HEIGHT))
        chip.moveCenter(QPointF(0, area.center().y()))
        chip.moveRight(box.right())
        paint_chip(painter, chip, words, tone, theme, has_line=look.is_chosen)
        box.setRight(chip.left() - theme.px(8))
    upper, lower = QRectF(box), QRectF(box)
    earlier, instruction = index.data(PlanRole.EARLIER), first_line(block.room)
    if earlier or instruction:
        upper.setBottom(box.top() + box.height() * 0.54)
        lower.setTop(upper.bottom())
        _paint_below_title(painter, lower, index, instruction, theme)
    draw_line_of_text(painter, upper, block.title, cell_font(theme, Role.BODY_STRONG), look.ink)


def _paint_below_title(
    painter: QPainter, area: QRectF, index: _Index, instruction: str, theme: Theme
) -> None:
    """Draw how long the block took before, strongly if unlike planned, and what is told."""
    small = cell_font(theme, Role.SECONDARY)
    earlier = index.data(PlanRole.EARLIER)
    if earlier:
        font, colour = small, theme.colour("muted")
        if index.data(PlanRole.TOOK_OTHER):
            font = cell_font(theme, Role.SECONDARY_STRONG)
            colour = QColor(theme.tone(Tone.AMBER).text)
        used = draw_line_of_text(painter, area, earlier, font, colour)
        if not instruction:
            return
        area.setLeft(area.left() + used)
        instruction = f" · {instruction}"
        if area.width() < QFontMetricsF(small).horizontalAdvance("M" * 4):
            return
    draw_line_of_text(painter, area, instruction, small, theme.colour("muted"))


def _marks(block: Block, planned: PlannedBlock, status: Status) -> list[tuple[str, Tone]]:
    tr = interface()
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
