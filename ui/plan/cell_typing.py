"""The cells of the list of blocks: how they are drawn, and typing in them."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.models.plan_model import PlanColumn, PlanModel
from ui.plan.rows_painter import MINUTES_WIDTH, ROW_HEIGHT, paint_cell, typing_box
from ui.theme import theme
from ui.widgets.labels import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a block and makes the line in which one types over them."""

    def __init__(self, view: QAbstractItemView, model: PlanModel) -> None:
        """Paint and change the cells of ``model`` in ``view``."""
        super().__init__(view)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        paint_cell(painter, option, self._model, index, theme())

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(MINUTES_WIDTH), theme().px(ROW_HEIGHT))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Offer the whole title; it may be longer than its row."""
        words = ""
        if index.isValid() and index.column() == PlanColumn.TITLE:
            words = plain_tooltip(index.data(Qt.ItemDataRole.EditRole))
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Make a line for the text of a cell."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(
            index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        )
        if index.column() == PlanColumn.MINUTES:
            editor.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if index.column() in (PlanColumn.MINUTES, PlanColumn.START):
            editor.setTextMargins(-theme().px(6), 0, -theme().px(6), 0)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Lay the line over the text."""
        box = typing_box(QRectF(option.rect), index.column(), theme())
        editor.setGeometry(box.toAlignedRect())

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand on what was typed, unless it is what stood there.

        A start that was typed counts in any case: it becomes a fixed one.
        """
        if not isinstance(editor, QLineEdit):
            return
        is_other = editor.text() != index.data(Qt.ItemDataRole.EditRole)
        if is_other or (index.column() == PlanColumn.START and editor.isModified()):
            model.setData(index, editor.text())

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Take Up and Down as 'done, next row'."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            view = self.parent()
            if step is not None and isinstance(view, QAbstractItemView):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                index = view.currentIndex()
                following = index.siblingAtRow(index.row() + step)
                if following.isValid():
                    view.setCurrentIndex(following)
                return True
        return super().eventFilter(editor, event)
