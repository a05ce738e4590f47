"""The timeline column: when each block was, is and will be, with the running one as a card.

``paint_row`` is the pure painter of one row; the view gives selection, keys and screen readers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.timeline_model import BLOCK_ROLE, Index, TimelineModel, TimelineRow
from ui.theme import Role, Theme, Tone, follow_theme, kind_tone, theme
from ui.theme.colour import mix
from ui.widgets.paint import (
    draw_focus_ring,
    draw_line_of_text,
    draw_lines,
    draw_rounded,
    limited_lines,
)
from ui.widgets.row_buttons import RowButtons
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.domain.timeline import Status

_TIME_LEFT = 12
_BAR_LEFT = 56
_BAR_WIDTH = 4
_TEXT_LEFT = 72
_TEXT_RIGHT = 11
_GAP = 16
_LEAST_BAR = 30
_MOST_BAR = 76
_FLAG_HEIGHT = 17
_CURRENT_HEIGHT = 96
_DONE_SHARE = 0.72
_MOST_TITLE_LINES = 3
_TITLE_LINE = 19
_SIZE_ROLE = int(Qt.ItemDataRole.SizeHintRole)
_RAN = (Status.DONE, Status.SKIPPED, Status.PASSED)


def bar_height(length_ms: int) -> float:
    """Return the height of a block's bar at scale 1: by its minutes, long ones compressed."""
    minutes = length_ms / MINUTE
    height = 1.9 * minutes if minutes <= 30 else 57 + 6 * math.sqrt(max(0.0, minutes - 30))
    return min(_MOST_BAR, max(_LEAST_BAR, height))


def row_height(status: Status, length_ms: int, has_flag: bool) -> float:
    """Return the height of a row at scale 1."""
    if status is Status.CURRENT:
        return _CURRENT_HEIGHT + 8
    least = _LEAST_BAR + _FLAG_HEIGHT if has_flag else _LEAST_BAR
    return max(least, bar_height(length_ms)) + _GAP


def more_title_height(title: str, width: int, theme: Theme) -> int:
    """Return how much a running row of ``width`` grows for a title of several lines."""
    room = width - theme.px(_TEXT_LEFT) - theme.px(_TEXT_RIGHT)
    lines = limited_lines(title, theme.font(Role.BODY_STRONG), room, _MOST_TITLE_LINES)
    return (len(lines) - 1) * theme.px(_TITLE_LINE)


def paint_row(
    painter: QPainter,
    rect: QRectF,
    row: TimelineRow,
    theme: Theme,
    *,
    is_selected: bool = False,
    has_keyboard: bool = False,
) -> None:
    """Draw one row into ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if row.status is Status.CURRENT:
        _paint_current(painter, rect, row, theme)
    else:
        _paint_plain(painter, rect, row, theme, is_selected=is_selected)
    if is_selected and has_keyboard:
        inset = theme.px(4) if row.status is Status.CURRENT else theme.px(1)
        ring = rect.adjusted(0, inset, 0, -inset)
        draw_focus_ring(painter, ring, theme.px(10), theme.colour("focus"))
    painter.restore()


def _paint_plain(
    painter: QPainter, rect: QRectF, row: TimelineRow, theme: Theme, *, is_selected: bool
) -> None:
    px = theme.px
    if is_selected:
        ground = rect.adjusted(0, px(1), 0, -px(1))
        draw_rounded(painter, ground, px(10), fill=theme.colour("selected"))
    is_past = row.status in _RAN
    top = rect.top() + px(_GAP) / 2
    _paint_times(painter, rect, top, row, theme)
    bar = QRectF(rect.left() + px(_BAR_LEFT), top, px(_BAR_WIDTH), rect.height() - px(_GAP))
    _paint_bar(painter, bar, row, theme)
    _paint_texts(painter, rect, top, row, theme, colour="muted" if is_past else "ink")


def _paint_times(
    painter: QPainter, rect: QRectF, top: float, row: TimelineRow, theme: Theme
) -> None:
    px = theme.px
    left = rect.left() + px(_TIME_LEFT)
    room = px(_BAR_LEFT - _TIME_LEFT - 3)
    area = QRectF(left, top - px(1), room, px(18))
    is_past = row.status in _RAN
    font = theme.font(Role.SECONDARY)
    if row.time:
        colour = theme.colour("muted" if is_past else "ink")
        draw_line_of_text(painter, area, row.time, font, colour)
        if row.status is Status.DONE or not row.planned_time:
            return
        area.translate(0, px(16))
        font = theme.font(Role.SMALL)
    struck = theme.font(Role.SMALL) if row.time else font
    struck.setStrikeOut(True)
    draw_line_of_text(painter, area, row.planned_time, struck, theme.colour("muted"))


def _paint_bar(painter: QPainter, bar: QRectF, row: TimelineRow, theme: Theme) -> None:
    colour = theme.kind_colour(row.kind)
    radius = bar.width() / 2
    if row.status is Status.DONE:
        colour = QColor(mix(colour.name(), theme.tokens.paper, _DONE_SHARE))
    if row.status in (Status.SKIPPED, Status.PASSED):
        # Hollow: told apart from blocks that ran without seeing the colour.
        draw_rounded(painter, bar, radius, line=theme.colour("muted"), width=1.2)
        return
    draw_rounded(painter, bar, radius, fill=colour)


def _paint_texts(
    painter: QPainter, rect: QRectF, top: float, row: TimelineRow, theme: Theme, *, colour: str
) -> None:
    px = theme.px
    left = rect.left() + px(_TEXT_LEFT)
    right = rect.right() - px(_TEXT_RIGHT)
    title_right = right - _paint_deviation(painter, rect, top, row, theme)
    if row.is_fixed and row.status is Status.PENDING:
        title_right -= px(16)
        _paint_pin(painter, QPointF(right - px(8), top + px(8)), theme)
    title_font = theme.font(Role.BODY_MEDIUM)
    if row.status is Status.SKIPPED:
        title_font.setStrikeOut(True)
    title = QRectF(left, top - px(2), title_right - left, px(20))
    draw_line_of_text(painter, title, row.title, title_font, theme.colour(colour))
    detail = QRectF(left, top + px(17), right - left, px(16))
    _paint_detail(painter, detail, row, theme)
    if row.flag:
        flag = QRectF(left, top + px(33), right - left, px(16))
        amber = QColor(theme.tone(Tone.AMBER).text)
        font = theme.font(Role.SECONDARY_STRONG)
        font.setPixelSize(theme.font(Role.SMALL).pixelSize())
        draw_line_of_text(painter, flag, row.flag, font, amber)


def _paint_detail(painter: QPainter, area: QRectF, row: TimelineRow, theme: Theme) -> None:
    """Draw the length, and beside it what catching up would make of it."""
    small = theme.font(Role.SMALL)
    used = draw_line_of_text(painter, area, row.detail, small, theme.colour("muted"))
    if row.offered:
        strong = theme.font(Role.SECONDARY_STRONG)
        strong.setPixelSize(small.pixelSize())
        beside = area.adjusted(used + theme.px(5), 0, 0, 0)
        teal = QColor(theme.tone(Tone.TEAL).text)
        draw_line_of_text(painter, beside, row.offered, strong, teal)


def _paint_deviation(
    painter: QPainter, rect: QRectF, top: float, row: TimelineRow, theme: Theme
) -> float:
    """Draw "+2" at the right and return the room that it takes from the title."""
    if not row.deviation:
        return 0.0
    px = theme.px
    font = theme.font(Role.SECONDARY_STRONG)
    width = QFontMetricsF(font).horizontalAdvance(row.deviation)
    right = rect.right() - px(_TEXT_RIGHT)
    area = QRectF(right - width, top - px(1), width + 1, px(18))
    tone = Tone.AMBER if row.late_by > 0 else Tone.TEAL
    draw_line_of_text(painter, area, row.deviation, font, QColor(theme.tone(tone).text))
    return width + px(5)


def _paint_pin(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    """Draw a small closed lock: this start does not move."""
    unit = theme.scale
    colour = theme.colour("muted")
    body = QRectF(centre.x() - 4.5 * unit, centre.y() - 1 * unit, 9 * unit, 6.5 * unit)
    draw_rounded(painter, body, 1.6 * unit, fill=colour)
    shackle = QPainterPath()
    bow = QRectF(centre.x() - 2.8 * unit, centre.y() - 5.2 * unit, 5.6 * unit, 6 * unit)
    shackle.moveTo(bow.left(), body.top())
    shackle.arcTo(bow, 180, -180)
    shackle.lineTo(bow.right(), body.top())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.5 * unit))
    painter.drawPath(shackle)


def _paint_current(painter: QPainter, rect: QRectF, row: TimelineRow, theme: Theme) -> None:
    px = theme.px
    colours = theme.tone(kind_tone(row.kind))
    paper = theme.tokens.paper
    card = rect.adjusted(0, px(4), 0, -px(4))
    is_strong = theme.tokens.border_width > 1
    draw_rounded(
        painter,
        card,
        px(10),
        fill=QColor(mix(colours.tint, paper, 0.8)),
        line=QColor(colours.graphic if is_strong else mix(colours.graphic, paper, 0.45)),
        width=theme.tokens.border_width,
    )
    top = card.top() + px(10)
    _paint_times(painter, rect, top, row, theme)
    bar = QRectF(rect.left() + px(_BAR_LEFT), top, px(_BAR_WIDTH), card.bottom() - top - px(8))
    draw_rounded(painter, bar, bar.width() / 2, fill=QColor(colours.graphic))
    left = rect.left() + px(_TEXT_LEFT)
    right = rect.right() - px(_TEXT_RIGHT)
    top += _paint_current_title(painter, QRectF(left, top - px(2), right - left, 0), row, theme)
    detail = QRectF(left, top + px(17), right - left, px(16))
    draw_line_of_text(painter, detail, row.detail, theme.font(Role.SMALL), theme.colour("muted"))
    _paint_progress(painter, QRectF(left, top + px(41), right - left, px(6)), row, theme)
    words = QRectF(left, top + px(51), right - left, px(18))
    strong = theme.font(Role.SECONDARY_STRONG)
    draw_line_of_text(painter, words, row.progress_words, strong, QColor(colours.text))


def _paint_current_title(painter: QPainter, place: QRectF, row: TimelineRow, theme: Theme) -> float:
    """Draw the title in up to three lines and return the height of those after the first."""
    font = theme.font(Role.BODY_STRONG)
    lines = limited_lines(row.title, font, place.width(), _MOST_TITLE_LINES)
    line = theme.px(_TITLE_LINE)
    ink = theme.colour("ink")
    draw_lines(painter, place.topLeft(), lines, font, ink, line_height=line)
    return (len(lines) - 1) * line


def _paint_progress(painter: QPainter, line: QRectF, row: TimelineRow, theme: Theme) -> None:
    colours = theme.tone(kind_tone(row.kind))
    radius = line.height() / 2
    track = QColor(mix(colours.graphic, theme.tokens.paper, 0.25))
    draw_rounded(painter, line, radius, fill=track)
    if row.progress:
        done = QRectF(line)
        done.setWidth(max(line.height(), line.width() * row.progress))
        draw_rounded(painter, done, radius, fill=QColor(colours.graphic))


class TimelineDelegate(QStyledItemDelegate):
    """Draws rows in the present theme; their heights follow from status and length alone."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        """Draw one row."""
        model = index.model()
        if not isinstance(model, TimelineModel):
            return
        state: QStyle.StateFlag = option.state
        view: QWidget | None = option.widget
        paint_row(
            painter,
            QRectF(option.rect),
            model.row(index.row()),
            theme(),
            is_selected=bool(state & QStyle.StateFlag.State_Selected),
            has_keyboard=view is not None and view.hasFocus(),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; its width is the column's."""
        model = index.model()
        if not isinstance(model, TimelineModel):
            return QSize()
        size = model.size(index.row())
        height = theme().px(row_height(*size))
        view: QWidget | None = option.widget
        if size[0] is Status.CURRENT and isinstance(view, QAbstractItemView):
            title = model.row(index.row()).title
            height += more_title_height(title, view.viewport().width(), theme())
        return QSize(1, height)


class TimelineColumn(QListView):
    """The rows of a timeline model as a list to look at, to choose from and to read aloud.

    Enter, a double click or the button on a row tells ``row_activated``; the menu key or the
    right mouse button ``menu_requested`` with a point on the screen; Delete ``skip_requested``
    and Backspace ``restore_requested``. What these do is the screen's business.
    """

    row_activated = Signal(str)
    skip_requested = Signal(str)
    restore_requested = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, model: TimelineModel, parent: QWidget | None = None, *, name: str) -> None:
        """Make the column; ``name`` is what a screen reader calls the list."""
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._under_mouse = QPersistentModelIndex()
        self.buttons = RowButtons(self.viewport())
        self.buttons.start_wanted.connect(lambda: self._tell_of_mouse(self.row_activated))
        self.buttons.restore_wanted.connect(lambda: self._tell_of_mouse(self.restore_requested))
        self.verticalScrollBar().valueChanged.connect(self.buttons.hide)
        self.doubleClicked.connect(self._tell_activated)
        follow_theme(self._retheme)

    @property
    def timeline(self) -> TimelineModel:
        """Return the model."""
        return self._rows

    def chosen_block(self) -> BlockId | None:
        """Return the block of the chosen row, or None."""
        index = self.currentIndex()
        return BlockId(index.data(BLOCK_ROLE)) if index.isValid() else None

    def show_current(self) -> None:
        """Scroll so that the running block and the two after it can be seen."""
        place = self._rows.current_place()
        if place is None:
            return
        last = min(place + 2, self._rows.rowCount() - 1)
        self.scrollTo(self._rows.index(last))
        self.scrollTo(self._rows.index(place))

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """Repaint just the rows that changed; lay out again only when heights changed.

        A list view would otherwise lay out and repaint everything at every change.
        """
        if not roles or _SIZE_ROLE in roles:
            super().dataChanged(top_left, bottom_right, roles)
            return
        first = self.visualRect(top_left)
        last = self.visualRect(bottom_right)
        changed = first.united(last).intersected(self.viewport().rect())
        if not changed.isEmpty():
            self.viewport().update(changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the running block's title wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn keys on a row into what is asked for."""
        block = self.chosen_block()
        signal = {
            Qt.Key.Key_Return: self.row_activated,
            Qt.Key.Key_Enter: self.row_activated,
            Qt.Key.Key_Delete: self.skip_requested,
            Qt.Key.Key_Backspace: self.restore_requested,
        }.get(Qt.Key(event.key()))
        if block is not None and signal is not None:
            signal.emit(block)
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters to the window's keys instead of searching titles."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Offer on the row under the mouse what one click does with it."""
        super().mouseMoveEvent(event)
        self._under_mouse = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self._offer_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """Offer nothing once the mouse has gone."""
        super().leaveEvent(event)
        self.buttons.hide()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the mouse, or of the chosen one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        where = self.visualRect(index).center() if by_key else event.pos()
        self.menu_requested.emit(index.data(BLOCK_ROLE), self.viewport().mapToGlobal(where))

    def _offer_buttons(self) -> None:
        index = self._under_mouse
        if index.isValid():
            self.buttons.show_on(self.visualRect(index), self._rows.size(index.row())[0])
        else:
            self.buttons.hide()

    def _tell_of_mouse(self, signal: SignalInstance) -> None:
        if self._under_mouse.isValid():
            self.buttons.hide()
            signal.emit(self._under_mouse.data(BLOCK_ROLE))

    def _tell_activated(self, index: QModelIndex) -> None:
        self.row_activated.emit(index.data(BLOCK_ROLE))

    def _retheme(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
