"""The table of blocks, planned and actual."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.forms.row_table import RowTable
from ui.models.review_model import KIND_ROLE, OVER_ROLE, ReviewColumn, ReviewModel
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.paint import draw_line_of_text
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import interface
from virtu_desktop.wording import status_word

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 36
_SIDE = 8
_BOTH_STARTS_FROM = 580
_ONE_START_FROM = 470


class ReviewTable(RowTable):
    """Shows the blocks; arrows move between cells."""

    def __init__(self, model: ReviewModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(model, parent)
        self.setItemDelegate(_ReviewDelegate(self))
        model.modelReset.connect(self._fit_columns)
        follow_theme(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the titles the width that is left."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Make each column of times as wide as its heading, and the titles take the rest."""
        now = theme()
        metrics = QFontMetricsF(now.font(Role.SECONDARY_STRONG))
        left = self.viewport().width()
        # The times of day go first where there is little room: the strips tell them too.
        self.setColumnHidden(ReviewColumn.PLANNED_START, left < now.px(_BOTH_STARTS_FROM))
        self.setColumnHidden(ReviewColumn.ACTUAL_START, left < now.px(_ONE_START_FROM))
        for column in list(ReviewColumn)[1:]:
            name = self.model().headerData(column, Qt.Orientation.Horizontal)
            widest = metrics.horizontalAdvance(name)
            if column == ReviewColumn.ACTUAL:
                widest = max(widest, _widest_status(QFontMetricsF(now.font(Role.BODY))))
            width = max(now.px(64), math.ceil(widest) + now.px(18))
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
                left -= width
        self.setColumnWidth(ReviewColumn.TITLE, max(now.px(120), left))


class _ReviewDelegate(QStyledItemDelegate):
    """Paints a cell; the colour of the kind stands before the title."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        now = theme()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selected"))
        line = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(line, now.colour("line"))
        box = area.adjusted(now.px(_SIDE), 0, -now.px(_SIDE), 0)
        font = now.font(Role.BODY)
        colour = now.colour("body")
        align = Qt.AlignmentFlag.AlignRight
        if index.column() == ReviewColumn.TITLE:
            bar = QRectF(box.left(), area.top() + now.px(9), now.px(4), area.height() - now.px(18))
            painter.fillRect(bar, now.kind_colour(BlockKind(index.data(KIND_ROLE))))
            box.setLeft(bar.right() + now.px(10))
            font, colour = now.font(Role.BODY_MEDIUM), now.colour("ink")
            align = Qt.AlignmentFlag.AlignLeft
        elif index.column() == ReviewColumn.OVER:
            font = now.font(Role.BODY_STRONG)
            colour = _over_colour(index.data(OVER_ROLE))
        draw_line_of_text(painter, box, index.data(), font, colour, align=align)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(80), theme().px(ROW_HEIGHT))


def _widest_status(metrics: QFontMetricsF) -> float:
    """Return the width of the longest word that can stand for minutes."""
    tr = interface()
    return max(metrics.horizontalAdvance(status_word(tr, status)) for status in Status)


def _over_colour(over: int | None) -> QColor:
    if not over:
        return theme().colour("muted")
    return QColor(theme().tone(Tone.AMBER if over > 0 else Tone.TEAL).text)
