"""The table in which one looks at an import before it is taken."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.models.import_model import LINE_ROLE, ImportColumn, ImportLine, ImportModel
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.paint import draw_lines, limited_lines

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 46
_SIDE = 8
_LINE = 1.3
_OWNER_FROM = 860
_KIND_FROM = 740
_LEAST = {
    ImportColumn.ROW: 48,
    ImportColumn.START: 62,
    ImportColumn.LENGTH: 84,
    ImportColumn.KIND: 176,
    ImportColumn.OWNER: 96,
}


class ImportTable(QTableView):
    """Arrows move between rows; every row is as high as two lines."""

    def __init__(self, model: ImportModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        hide_selection(self)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        follow_theme(self._fit)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between titles and what is told."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit_columns()

    def _fit_columns(self) -> None:
        now = theme()
        metrics = QFontMetricsF(now.font(Role.SECONDARY_STRONG))
        left = self.viewport().width()
        # Whose a block is can be seen in the plan; where it came from only here.
        self.setColumnHidden(ImportColumn.OWNER, left < now.px(_OWNER_FROM))
        self.setColumnHidden(ImportColumn.KIND, left < now.px(_KIND_FROM))
        for column, least in _LEAST.items():
            if self.isColumnHidden(column):
                continue
            name = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            width = max(now.px(least), math.ceil(metrics.horizontalAdvance(name)) + now.px(18))
            self.setColumnWidth(column, width)
            left -= width
        told = max(now.px(160), round(left * 0.56))
        self.setColumnWidth(ImportColumn.TOLD, told)
        self.setColumnWidth(ImportColumn.TITLE, max(now.px(120), left - told))


class _Delegate(QStyledItemDelegate):
    """Paints a cell in up to two lines; rows that are no blocks stand back."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, ImportLine):
            return
        now = theme()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selected"))
        hair = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(hair, now.colour("line"))
        is_title = index.column() == ImportColumn.TITLE
        role = Role.BODY_MEDIUM if is_title and line.is_block else Role.SECONDARY
        colour = now.colour("ink" if line.is_block else "muted")
        if index.column() == ImportColumn.TOLD and line.is_told:
            colour = QColor(now.tone(Tone.AMBER).text)
        box = area.adjusted(now.px(_SIDE), 0, -now.px(_SIDE), 0)
        font = now.font(role)
        height = font.pixelSize() * _LINE
        lines = limited_lines(line.cells[index.column()], font, box.width(), 2)
        top = area.center().y() - height * len(lines) / 2
        at = QPointF(box.left(), top)
        draw_lines(painter, at, lines, font, colour, line_height=height)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(80), theme().px(ROW_HEIGHT))
