"""The list of blocks: rows are chosen, dragged and typed in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.models.plan_model import EDITABLE, PlanColumn, PlanModel
from ui.models.row_steps import runs
from ui.plan.cell_typing import CellDelegate
from ui.plan.row_drag import RowDrag
from ui.plan.rows_painter import (
    MINUTES_WIDTH,
    ROW_HEIGHT,
    START_WIDTH,
    cell_font,
    kind_box,
    minutes_box,
)
from ui.theme import Role, follow_theme, theme
from ui.widgets.chip import chip_width
from virtu_desktop.domain.plan import BlockId, BlockKind
from virtu_desktop.i18n import interface
from virtu_desktop.wording import kind_word

_Index = QModelIndex | QPersistentModelIndex
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_MOST_ROWS_SHOWN = 100
# The greatest height that a widget can have.
_NO_LIMIT = 16_777_215
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_ONLY_THESE = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_NO_CHANGE = QItemSelectionModel.SelectionFlag.NoUpdate


class PlanTable(QTableView):
    """The blocks in order; several can be chosen with Shift and Ctrl.

    Enter or a digit types the minutes of the chosen block, Tab goes on to its other cells.
    block_chosen: another block is the current one. dropped: dragged blocks were let go, with their
    ids and the place. dragging: where they would land has changed, or the drag is over.
    kind_wanted: the chip of a kind was clicked.
    """

    block_chosen = Signal(object)
    dropped = Signal(object, int)
    dragging = Signal()
    kind_wanted = Signal()

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(parent)
        self._plan_model = model
        self._widest_owner = 0
        self._anchor = QPersistentModelIndex()
        self._pressed_at: QPoint | None = None
        self._narrows_on_release = False
        self._is_chosen_by_hand = False
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, model))
        self.drag = RowDrag(self, model)
        self.drag.changed.connect(self.dragging)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        hide_selection(self)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
        model.modelReset.connect(self._choose_first)
        model.dataChanged.connect(self._data_changed)
        for changed in (model.rowsInserted, model.rowsRemoved):
            changed.connect(self._rows_changed)
        follow_theme(self._fit)

    @property
    def chosen_block(self) -> BlockId | None:
        """Return the current block, or None."""
        block = self._plan_model.block_at(self.currentIndex().row())
        return None if block is None else block.id

    @property
    def chosen_blocks(self) -> tuple[BlockId, ...]:
        """Return all chosen blocks, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        blocks = (self._plan_model.block_at(row) for row in rows)
        return tuple(block.id for block in blocks if block is not None)

    @property
    def is_chosen_by_hand(self) -> bool:
        """Say whether somebody has chosen a block since the plan was opened."""
        return self._is_chosen_by_hand

    @property
    def is_typing(self) -> bool:
        """Say whether somebody types in a cell."""
        return self.state() is QAbstractItemView.State.EditingState

    def choose(self, *blocks: BlockId) -> None:
        """Choose blocks; the first is the current one and is scrolled to."""
        rows = [row for row in map(self._plan_model.row_of, blocks) if row >= 0]
        if not rows:
            return
        self._is_chosen_by_hand = True
        chosen = QItemSelection()
        for first, last in runs(sorted(rows)):
            chosen.select(self._index(first), self._index(last))
        selection = self.selectionModel()
        selection.setCurrentIndex(self._index(rows[0]), _NO_CHANGE)
        selection.select(chosen, _ONLY_THESE)
        self._anchor = QPersistentModelIndex(self._index(rows[0]))
        self.scrollTo(self._index(rows[-1]))
        self.scrollTo(self._index(rows[0]))

    def choose_some(self) -> None:
        """Choose the current block where all that were chosen are gone."""
        row = min(max(0, self.currentIndex().row()), self._plan_model.rowCount() - 1)
        if row >= 0 and not self.selectionModel().hasSelection():
            self.selectionModel().setCurrentIndex(self._index(row), _ONLY_THESE)
            self._anchor = QPersistentModelIndex(self._index(row))

    def show_current(self) -> None:
        """Scroll to the current block."""
        self.scrollTo(self.currentIndex())

    def type_in(self, column: PlanColumn) -> None:
        """Type in a cell of the current block."""
        index = self.currentIndex().siblingAtColumn(column)
        if index.isValid() and not self.is_typing:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.edit(index)

    def keep_typing(self) -> None:
        """Put what is being typed in a cell into the plan now."""
        if self.is_typing:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def kind_corner(self) -> QPoint:
        """Return where the menu of kinds of the current block opens, on the screen."""
        index = self.currentIndex().siblingAtColumn(PlanColumn.KIND)
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Draw only the cells that changed; Qt would draw all that are in sight."""
        if top_left == bottom_right or self.is_typing:
            super().dataChanged(top_left, bottom_right, roles)
            return
        first = self.visualRect(top_left)
        last = self.visualRect(bottom_right)
        self.viewport().update(first.united(last))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which block is the current one now."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            self.block_chosen.emit(self.chosen_block)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on in the next cell of the same row with Tab, back with Shift+Tab."""
        step = {
            QAbstractItemDelegate.EndEditHint.EditNextItem: 1,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem: -1,
        }.get(hint, 0)
        column = self.indexAt(editor.geometry().center()).column()
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if step and column in EDITABLE:
            place = EDITABLE.index(PlanColumn(column)) + step
            if 0 <= place < len(EDITABLE):
                self.type_in(EDITABLE[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose rows, and type minutes with Enter and digits; other letters type nothing."""
        if self.is_typing:
            # What the editor leaves over comes here too, such as the Enter that ends it.
            event.accept()
            return
        if self.drag.is_on:
            if event.key() == Qt.Key.Key_Escape:
                self._pressed_at = None
                self.drag.end()
            return
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & _CTRL:
            self.type_in(PlanColumn.MINUTES)
            return
        row = self._row_for(Qt.Key(event.key()))
        if row is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._go(row, event.modifiers())
            return
        typed = event.text()
        is_letter = bool(typed) and typed.isprintable() and not typed.isdigit()
        if is_letter or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row, whichever cell is pressed."""
        at = event.position().toPoint()
        row = self.indexAt(at).row()
        if event.button() is not Qt.MouseButton.LeftButton or row < 0:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed_at = at
        # One of several chosen rows may be the handle by which all of them are dragged.
        is_one_of_many = (
            event.modifiers() == _NO_MODIFIER
            and self.selectionModel().isRowSelected(row)
            and len(self.chosen_blocks) > 1
        )
        self._narrows_on_release = is_one_of_many
        if is_one_of_many:
            self.selectionModel().setCurrentIndex(self._index(row), _NO_CHANGE)
        else:
            self._go(row, event.modifiers(), toggles=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the chosen rows once the mouse has moved far enough."""
        at = event.position().toPoint()
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if not self.drag.is_on and far and self.chosen_blocks:
            self.drag.begin(self.chosen_blocks)
        self.drag.move_to(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what is dragged; a plain click on minutes or kind changes them."""
        at, pressed_at = event.position().toPoint(), self._pressed_at
        self._pressed_at = None
        if self.drag.is_on:
            ids, place = self.chosen_blocks, self.drag.place
            self.drag.end()
            self.dropped.emit(ids, place)
            return
        index = self.indexAt(at)
        if pressed_at is None or index.row() != self.indexAt(pressed_at).row():
            return
        if self._narrows_on_release:
            self._go(index.row(), _NO_MODIFIER)
        if event.modifiers() == _NO_MODIFIER:
            self._click(index, at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type where the double click was."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() in EDITABLE:
            self.type_in(PlanColumn(index.column()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and where dragged ones would land."""
        super().paintEvent(event)
        if self.drag.is_on:
            self.drag.paint(QPainter(self.viewport()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the titles the width that is left."""
        super().resizeEvent(event)
        self._fit_columns()

    def _index(self, row: int) -> QModelIndex:
        """Return the cell that stands for a row: that in which digits are typed."""
        return self._plan_model.index(row, PlanColumn.MINUTES)

    def _row_for(self, key: Qt.Key) -> int | None:
        """Return the row to which a key leads, or None for another key."""
        row, last = self.currentIndex().row(), self._plan_model.rowCount() - 1
        page = max(1, self.viewport().height() // max(1, self.rowHeight(0)) - 1)
        target = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)
        return None if target is None or last < 0 else min(max(target, 0), last)

    def _go(self, row: int, modifiers: Qt.KeyboardModifier, *, toggles: bool = False) -> None:
        """Make a row current; with Shift choose all from the anchor on.

        toggles: with Ctrl choose the row in addition, or no longer; else Ctrl chooses nothing.
        """
        self._is_chosen_by_hand = True
        index, selection = self._index(row), self.selectionModel()
        if modifiers & _SHIFT:
            anchor = self._anchor.row() if self._anchor.isValid() else self.currentIndex().row()
            first, last = sorted((max(anchor, 0), row))
            chosen = QItemSelection(self._index(first), self._index(last))
            selection.select(chosen, _ONLY_THESE)
            selection.setCurrentIndex(index, _NO_CHANGE)
        elif modifiers & _CTRL:
            if toggles:
                selection.select(index, QItemSelectionModel.SelectionFlag.Toggle | _ROWS)
            selection.setCurrentIndex(index, _NO_CHANGE)
            self._anchor = QPersistentModelIndex(index)
        else:
            selection.setCurrentIndex(index, _ONLY_THESE)
            self._anchor = QPersistentModelIndex(index)
        self.scrollTo(index)

    def _click(self, index: QModelIndex, at: QPoint) -> None:
        area = QRectF(self.visualRect(index))
        block = self._plan_model.block_at(index.row())
        if block is None:
            return
        is_minutes = index.column() == PlanColumn.MINUTES
        if is_minutes and minutes_box(area, theme()).contains(at.toPointF()):
            self.type_in(PlanColumn.MINUTES)
        chip = kind_box(area, block.kind, theme())
        if index.column() == PlanColumn.KIND and chip.contains(at.toPointF()):
            self.kind_wanted.emit()

    def _owner_width(self) -> int:
        """Return the width at which the longest name of an owner fits."""
        plan = self._plan_model.plan
        owners = set() if plan is None else {block.owner for block in plan.blocks}
        metrics = QFontMetricsF(cell_font(theme(), Role.BODY))
        widest = max((metrics.horizontalAdvance(owner) for owner in owners), default=0.0)
        return max(theme().px(48), math.ceil(widest) + theme().px(24))

    def _data_changed(self, top_left: _Index, bottom_right: _Index) -> None:
        if bottom_right.column() >= PlanColumn.OWNER and self._owner_width() != self._widest_owner:
            self._fit_columns()

    def _rows_changed(self) -> None:
        self._fit_height()
        if self._owner_width() != self._widest_owner:
            self._fit_columns()

    def _choose_first(self) -> None:
        self.drag.end()
        self._fit_height()
        self._fit_columns()
        if self._plan_model.rowCount():
            self.setCurrentIndex(self._index(0))
            self._anchor = QPersistentModelIndex(self._index(0))
        self._is_chosen_by_hand = False

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit_height()
        self._fit_columns()

    def _fit_height(self) -> None:
        """Be no higher than the rows, so that what comes below follows them."""
        rows = max(1, self._plan_model.rowCount())
        # Far more rows than any window shows: the layout need not look again for each of them.
        is_endless = rows > _MOST_ROWS_SHOWN
        height = _NO_LIMIT if is_endless else rows * theme().px(ROW_HEIGHT)
        self.setMaximumHeight(height)

    def _fit_columns(self) -> None:
        now = theme()
        width = self.viewport().width()
        kind = max(chip_width(kind_word(interface(), kind), now) for kind in BlockKind)
        self._widest_owner = self._owner_width()
        owner = min(now.px(140), width // 6, self._widest_owner)
        fixed = {
            PlanColumn.START: now.px(START_WIDTH),
            PlanColumn.MINUTES: now.px(MINUTES_WIDTH),
            PlanColumn.KIND: kind + now.px(20),
            PlanColumn.OWNER: owner,
        }
        for column, size in fixed.items():
            self.setColumnWidth(column, size)
        self.setColumnWidth(PlanColumn.TITLE, max(now.px(160), width - sum(fixed.values())))
