"""A table to look at before something is taken over: one row a line, told things stand out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.forms.row_table import RowTable
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.labels import plain_tooltip
from ui.widgets.paint import draw_lines, limited_lines

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_HEIGHT = 46
_SIDE = 8
_LINE = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One row. cells: its words in every column.

    is_strong: something comes of it; others stand back. is_told: there is something to look at.
    """

    cells: tuple[str, ...]
    is_strong: bool
    is_told: bool


class LookModel(QAbstractTableModel):
    """Lines in their order; only those with something to look at, if that is wanted."""

    def __init__(
        self,
        headings: Callable[[], tuple[str, ...]],
        spoken: Callable[[LookLine], str],
        parent: QObject | None = None,
    ) -> None:
        """Begin empty. headings: names of the columns; spoken: a line for a screen reader."""
        super().__init__(parent)
        self._headings = headings
        self._spoken = spoken
        self._all: tuple[LookLine, ...] = ()
        self._only_told = False
        self._places: tuple[int, ...] = ()
        self.lines: tuple[LookLine, ...] = ()

    def show_lines(self, lines: tuple[LookLine, ...]) -> None:
        """Show other lines."""
        self._all = lines
        self._show()

    def show_only_told(self, only: bool) -> None:
        """Show only the rows with something to look at, or all."""
        self._only_told = only
        self._show()

    def place_of(self, row: int) -> int:
        """Return the place of a shown row among all lines."""
        return self._places[row]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of lines that are shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headings())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._headings()[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, or its line."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        words = line.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line)
        return line if role == LINE_ROLE else None

    def _show(self) -> None:
        self.beginResetModel()
        self._places = tuple(
            place for place, line in enumerate(self._all) if line.is_told or not self._only_told
        )
        self.lines = tuple(self._all[place] for place in self._places)
        self.endResetModel()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLayout:
    """How the width is shared, in pixels at scale 1.

    least: of the columns with a width of their own. hidden_below: columns that make room in a
    narrow table. strong: the column whose words are the name of a row; told: the one that says
    what is to be looked at. These two share what is left, ``told_share`` of it for the latter.
    """

    least: Mapping[int, int]
    strong: int
    told: int
    told_share: float = 0.56
    hidden_below: Mapping[int, int] = field(default_factory=dict)


class LookTable(RowTable):
    """Arrows move between rows; every row is as high as two lines."""

    def __init__(self, model: LookModel, layout: LookLayout, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(model, parent)
        self._shape = layout
        self.setItemDelegate(_Delegate(layout, self))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        follow_theme(self._fit)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between names and what is told."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit_columns()

    def _fit_columns(self) -> None:
        now, shape = theme(), self._shape
        metrics = QFontMetricsF(now.font(Role.SECONDARY_STRONG))
        left = self.viewport().width()
        for column, least in shape.hidden_below.items():
            self.setColumnHidden(column, left < now.px(least))
        for column, least in shape.least.items():
            if self.isColumnHidden(column):
                continue
            name = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            width = max(now.px(least), math.ceil(metrics.horizontalAdvance(name)) + now.px(18))
            self.setColumnWidth(column, width)
            left -= width
        told = max(now.px(160), round(left * shape.told_share))
        self.setColumnWidth(shape.told, told)
        self.setColumnWidth(shape.strong, max(now.px(120), left - told))


class _Delegate(QStyledItemDelegate):
    """Paints a cell in up to two lines; rows of which nothing comes stand back."""

    def __init__(self, layout: LookLayout, parent: QObject) -> None:
        """Paint for a layout."""
        super().__init__(parent)
        self._shape = layout

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, LookLine):
            return
        now = theme()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selected"))
        hair = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(hair, now.colour("line"))
        is_name = index.column() == self._shape.strong
        role = Role.BODY_MEDIUM if is_name and line.is_strong else Role.SECONDARY
        colour = now.colour("ink" if line.is_strong else "muted")
        if index.column() == self._shape.told and line.is_told:
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
