"""The table of the roster editor."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.forms.row_table import RowTable
from ui.models.roster_model import RosterColumn, RosterModel
from ui.theme import Role, follow_theme, theme
from ui.widgets.paint import draw_line_of_text
from virtu_desktop.domain.people import PersonId

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 40
_SIDE = 8
# Shares of the width, and from which width on a column is shown.
_SHARES = {
    RosterColumn.NAME: (23, 0),
    RosterColumn.ORGANISATION: (24, 420),
    RosterColumn.GROUP: (13, 560),
    RosterColumn.SITE: (11, 720),
    RosterColumn.MODE: (17, 420),
    RosterColumn.EMAIL: (26, 860),
    RosterColumn.TAGS: (12, 840),
}


class RosterTable(RowTable):
    """Shows people; several rows can be chosen."""

    def __init__(self, model: RosterModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(model, parent, takes_several=True)
        self._people = model
        self.setItemDelegate(_RosterDelegate(self))
        model.modelReset.connect(self._fit_columns)
        model.dataChanged.connect(self._fit_columns)
        follow_theme(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._fit_columns()

    def chosen(self) -> tuple[PersonId, ...]:
        """Return the people of the chosen rows, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        found = (self._people.person(row) for row in rows)
        return tuple(person.id for person in found if person is not None)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit_columns()

    def _fit_columns(self) -> None:
        width = self.viewport().width()
        shown = [column for column, (_, least) in _SHARES.items() if width >= theme().px(least)]
        if not self._people.has_tags and RosterColumn.TAGS in shown:
            shown.remove(RosterColumn.TAGS)
        whole = sum(_SHARES[column][0] for column in shown)
        for column in RosterColumn:
            self.setColumnHidden(column, column not in shown)
        for column in shown:
            self.setColumnWidth(column, width * _SHARES[column][0] // whole)


class _RosterDelegate(QStyledItemDelegate):
    """Paints a cell: the name strong, everything else quiet; what is too long is elided."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        now = theme()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selected"))
        line = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(line, now.colour("line"))
        is_name = index.column() == RosterColumn.NAME
        draw_line_of_text(
            painter,
            area.adjusted(now.px(_SIDE), 0, -now.px(_SIDE), 0),
            str(index.data()),
            now.font(Role.BODY_MEDIUM if is_name else Role.BODY),
            now.colour("ink" if is_name else "body"),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(80), theme().px(ROW_HEIGHT))
