"""The list of blocks: rows are chosen with arrows, minutes are typed in place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.models.plan_model import PlanColumn, PlanModel, PlanRole
from ui.plan.words import first_line, gap_words
from ui.theme import Role, Theme, Tone, follow_theme, kind_tone, theme
from ui.widgets.chip import HEIGHT as CHIP_HEIGHT
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.paint import draw_line_of_text, draw_rounded
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, PlannedBlock
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import interface
from virtu_desktop.wording import kind_word, status_word

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 56
_START_WIDTH = 76
_MINUTES_WIDTH = 66
_SIDE = 16


class PlanTable(QTableView):
    """The blocks in order. Enter, F2 or a digit edits the minutes of the chosen block."""

    block_chosen = Signal(object)
    details_wanted = Signal()

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(parent)
        self._plan_model = model
        self._widest_owner = 0
        self.setModel(model)
        self.setItemDelegate(_PlanDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        hide_selection(self)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
        model.modelReset.connect(self._choose_first)
        model.dataChanged.connect(self._data_changed)
        follow_theme(self._fit)

    @property
    def chosen_block(self) -> BlockId | None:
        """Return the block that is chosen, or None."""
        block = self._plan_model.block_at(self.currentIndex().row())
        return None if block is None else block.id

    def choose(self, block: BlockId) -> None:
        """Choose a block."""
        row = self._plan_model.row_of(block)
        if row >= 0:
            self.setCurrentIndex(self._plan_model.index(row, PlanColumn.MINUTES))

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Draw only the cells that changed; Qt would draw all that are in sight."""
        if top_left == bottom_right or self.state() is QAbstractItemView.State.EditingState:
            super().dataChanged(top_left, bottom_right, roles)
            return
        first = self.visualRect(top_left)
        last = self.visualRect(bottom_right)
        self.viewport().update(first.united(last))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which block is chosen now."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            self.block_chosen.emit(self.chosen_block)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit minutes with Enter and digits; other letters and sideways arrows do nothing."""
        if self.state() is QAbstractItemView.State.EditingState:
            # What the editor leaves over comes here too, such as the Enter that ends it.
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        typed = event.text()
        if typed.isprintable() and typed and not typed.isdigit():
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row, whichever cell is clicked."""
        super().mousePressEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0:
            self.setCurrentIndex(self._plan_model.index(row, PlanColumn.MINUTES))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the minutes where they stand, and everything else at the side."""
        index = self.indexAt(event.position().toPoint())
        if index.column() == PlanColumn.MINUTES:
            self.edit(index)
        elif index.isValid():
            self.details_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the titles the width that is left."""
        super().resizeEvent(event)
        self._fit_columns()

    def _owner_width(self) -> int:
        """Return the width at which the longest name of an owner fits."""
        plan = self._plan_model.plan
        owners = set() if plan is None else {block.owner for block in plan.blocks}
        metrics = QFontMetricsF(_font(theme(), Role.BODY))
        widest = max((metrics.horizontalAdvance(owner) for owner in owners), default=0.0)
        return max(theme().px(48), math.ceil(widest) + theme().px(24))

    def _data_changed(self, top_left: _Index, bottom_right: _Index) -> None:
        if bottom_right.column() >= PlanColumn.OWNER and self._owner_width() != self._widest_owner:
            self._fit_columns()

    def _choose_first(self) -> None:
        self._fit_columns()
        if self._plan_model.rowCount():
            self.setCurrentIndex(self._plan_model.index(0, PlanColumn.MINUTES))

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit_columns()

    def _fit_columns(self) -> None:
        now = theme()
        width = self.viewport().width()
        kind = max(chip_width(kind_word(interface(), kind), now) for kind in BlockKind)
        self._widest_owner = self._owner_width()
        owner = min(now.px(140), width // 6, self._widest_owner)
        fixed = {
            PlanColumn.START: now.px(_START_WIDTH),
            PlanColumn.MINUTES: now.px(_MINUTES_WIDTH),
            PlanColumn.KIND: kind + now.px(20),
            PlanColumn.OWNER: owner,
        }
        for column, size in fixed.items():
            self.setColumnWidth(column, size)
        self.setColumnWidth(PlanColumn.TITLE, max(now.px(160), width - sum(fixed.values())))


@lru_cache(maxsize=16)
def _font(now: Theme, role: Role) -> QFont:
    """Return the font of a role, made once for a theme: a list asks for it in every cell."""
    return now.font(role)


class _PlanDelegate(QStyledItemDelegate):
    """Paints the cells of a block and makes the editor of its minutes."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        now = theme()
        area = QRectF(option.rect)
        _paint_row_ground(painter, area, option, index.column(), now)
        block: Block = index.data(PlanRole.BLOCK)
        # An enumeration that is text comes back from Qt as plain text.
        status = Status(index.data(PlanRole.STATUS))
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_done = status in (Status.DONE, Status.SKIPPED, Status.PASSED)
        ink = now.colour("muted" if is_done else "ink")
        match index.column():
            case PlanColumn.START:
                box = area.adjusted(now.px(_SIDE), 0, 0, 0)
                text = index.data()
                draw_line_of_text(painter, box, text, _font(now, Role.BODY_STRONG), ink)
            case PlanColumn.MINUTES:
                _paint_minutes(painter, area, index.data(), now)
            case PlanColumn.KIND:
                _paint_kind(painter, area, block.kind, now, is_chosen)
            case PlanColumn.TITLE:
                planned: PlannedBlock = index.data(PlanRole.PLANNED)
                marks = _marks(block, planned, status)
                _paint_title(painter, area, block, marks, ink, now, is_chosen)
            case PlanColumn.OWNER:
                owner = block.owner or "–"
                box = area.adjusted(now.px(8), 0, -now.px(8), 0)
                draw_line_of_text(painter, box, owner, _font(now, Role.BODY), now.colour("muted"))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(_MINUTES_WIDTH), theme().px(ROW_HEIGHT))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Make a line for minutes."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(
            index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        )
        editor.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        editor.setTextMargins(-theme().px(6), 0, -theme().px(6), 0)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Lay the editor over the minutes."""
        editor.setGeometry(_minutes_box(QRectF(option.rect), theme()).toAlignedRect())

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand on what was typed, unless it is what stood there."""
        if isinstance(editor, QLineEdit) and editor.text() != index.data():
            model.setData(index, editor.text())

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Keep the digit keys of the window away, and take Up and Down as 'done, next row'."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            view = self.parent()
            if step is not None and isinstance(view, PlanTable):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                index = view.currentIndex()
                following = index.siblingAtRow(index.row() + step)
                if following.isValid():
                    view.setCurrentIndex(following)
                return True
        return super().eventFilter(editor, event)


def _paint_row_ground(
    painter: QPainter, area: QRectF, option: QStyleOptionViewItem, column: int, now: Theme
) -> None:
    tokens = now.tokens
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(tokens.selected))
        if column == PlanColumn.START:
            bar = QRectF(area.left(), area.top(), now.px(3), area.height())
            painter.fillRect(bar, QColor(tokens.focus))
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(tokens.line))


def _minutes_box(area: QRectF, now: Theme) -> QRectF:
    height = now.px(34)
    top = area.center().y() - height / 2
    return QRectF(area.left() + now.px(2), top, now.px(48), height)


def _paint_minutes(painter: QPainter, area: QRectF, text: str, now: Theme) -> None:
    box = _minutes_box(area, now)
    tokens = now.tokens
    fill, line = QColor(tokens.paper), QColor(tokens.line)
    draw_rounded(painter, box, now.px(7), fill=fill, line=line, width=tokens.border_width)
    centre = Qt.AlignmentFlag.AlignHCenter
    draw_line_of_text(painter, box, text, _font(now, Role.BODY), now.colour("ink"), align=centre)


def _paint_kind(
    painter: QPainter, area: QRectF, kind: BlockKind, now: Theme, is_chosen: bool
) -> None:
    words = kind_word(interface(), kind)
    height = now.px(CHIP_HEIGHT)
    top = area.center().y() - height / 2
    chip = QRectF(area.left() + now.px(8), top, chip_width(words, now), height)
    paint_chip(painter, chip, words, kind_tone(kind), now, has_line=is_chosen)


def _paint_title(
    painter: QPainter,
    area: QRectF,
    block: Block,
    marks: list[tuple[str, Tone]],
    ink: QColor,
    now: Theme,
    is_chosen: bool,
) -> None:
    """Draw title and instruction, and at the right ``marks``: what is special about the row."""
    box = area.adjusted(now.px(8), now.px(9), -now.px(8), -now.px(9))
    for words, tone in reversed(marks):
        width = chip_width(words, now)
        chip = QRectF(0, 0, min(width, box.width() / 2), now.px(CHIP_HEIGHT))
        chip.moveCenter(QPointF(0, area.center().y()))
        chip.moveRight(box.right())
        paint_chip(painter, chip, words, tone, now, has_line=is_chosen)
        box.setRight(chip.left() - now.px(8))
    upper, lower = QRectF(box), QRectF(box)
    lower_text = first_line(block.room)
    if lower_text:
        upper.setBottom(box.top() + box.height() * 0.54)
        lower.setTop(upper.bottom())
        small = _font(now, Role.SECONDARY)
        draw_line_of_text(painter, lower, lower_text, small, now.colour("muted"))
    draw_line_of_text(painter, upper, block.title, _font(now, Role.BODY_STRONG), ink)


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
