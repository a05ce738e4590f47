"""The rows behind a figure, beside the review (R1)."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.forms.panel import SidePanel
from ui.forms.row_table import RowTable
from ui.theme import Role, follow_theme, theme
from ui.widgets.labels import SafeLabel, plain_tooltip
from ui.widgets.paint import draw_line_of_text
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import Rows
from virtu_desktop.i18n import _, _n

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_EMPTY = Rows(title="", about="", columns=(), lines=())
_LEAST_HEIGHT = 140
_ROW_HEIGHT = 34
_SIDE = 8
_WIDEST = 0.34

RowsOf = Callable[[SessionController], Rows]


class RowsPanel(SidePanel):
    """Shows rows; Esc leads back to the figure that opened them."""

    def __init__(self) -> None:
        """Make the panel, empty."""
        super().__init__(_("Rows behind a figure"))
        self.model = RowsModel(self)
        self.table = RowsTable(self.model)
        self._title = SafeLabel(role=Role.TITLE, wrap=True)
        self._about = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        for part in (self._title, self._about):
            self.content.addWidget(part)
        self.content.addWidget(self.table, 1)
        self._opener: QWidget | None = None
        self._source: RowsOf | None = None
        self.closed.connect(self._go_back)
        follow_theme(self._resize_table)

    def open_rows(self, source: RowsOf, controller: SessionController, opener: QWidget) -> None:
        """Show rows and put the keyboard on them; ``opener`` gets it back."""
        self._source, self._opener = source, opener
        self.refresh(controller)
        self.show()
        self.table.take_focus()

    def refresh(self, controller: SessionController) -> None:
        """Show the rows as they are now."""
        if self._source is None:
            return
        rows = self._source(controller)
        self._title.setText(rows.title)
        count = len(rows.lines)
        none = _("There is nothing behind it yet.")
        told = _n("{count} row.", "{count} rows.", count) if count else none
        self._about.setText(f"{rows.about} {told}")
        self.table.setAccessibleName(rows.title)
        self.table.setVisible(bool(count))
        self.model.show_rows(rows)

    def _go_back(self) -> None:
        if self._opener is not None and self._opener.isVisible():
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)

    def _resize_table(self) -> None:
        self.table.setMinimumHeight(theme().px(_LEAST_HEIGHT))


class RowsModel(QAbstractTableModel):
    """The rows behind one figure, as words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.rows = _EMPTY

    def show_rows(self, rows: Rows) -> None:
        """Show other rows; the same ones leave the chosen row where it is."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows.lines)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.rows.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.rows.columns[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell; a screen reader is told the column too."""
        if not index.isValid():
            return None
        words = self.rows.lines[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.rows.columns[index.column()]}: {words}"
        return None


class RowsTable(RowTable):
    """Shows rows; one column takes the width that the others leave."""

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(model, parent)
        self._rows = model
        self.setItemDelegate(_RowsDelegate(self))
        model.modelReset.connect(self._fit)
        follow_theme(self._fit)

    def take_focus(self) -> None:
        """Put the keyboard on the first row."""
        self.setCurrentIndex(self._rows.index(0, 0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the wide column what is left."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        now, rows = theme(), self._rows.rows
        self.verticalHeader().setDefaultSectionSize(now.px(_ROW_HEIGHT))
        body = QFontMetricsF(now.font(Role.BODY))
        head = QFontMetricsF(now.font(Role.SECONDARY_STRONG))
        whole = self.viewport().width()
        left = whole
        for column, name in enumerate(rows.columns):
            if column == rows.wide:
                continue
            cells = (body.horizontalAdvance(line[column]) for line in rows.lines)
            widest = max(head.horizontalAdvance(name), max(cells, default=0.0))
            width = min(math.ceil(widest) + now.px(2 * _SIDE + 2), math.ceil(whole * _WIDEST))
            self.setColumnWidth(column, width)
            left -= width
        if rows.columns:
            self.setColumnWidth(rows.wide, max(now.px(90), left))


class _RowsDelegate(QStyledItemDelegate):
    """Paints a cell over a hairline."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        now = theme()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selected"))
        line = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(line, now.colour("line"))
        box = area.adjusted(now.px(_SIDE), 0, -now.px(_SIDE), 0)
        ink = now.colour("ink" if index.column() == 0 else "body")
        draw_line_of_text(painter, box, index.data(), now.font(Role.BODY), ink)
