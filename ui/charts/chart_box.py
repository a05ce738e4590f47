"""A chart as a widget: painted on a card, spoken to screen readers as rows of words."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.painter import card_look, forget, needed_height, paint
from ui.theme import follow_theme, theme
from ui.widgets.paint import draw_focus_ring
from virtu_desktop.domain.charts import Chart

_WIDTH = 420
_LEAST_WIDTH = 260
_EDGE = 4


class ChartBox(QWidget):
    """Shows one chart, as high as it needs; it takes the keyboard so that it can be read out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a chart."""
        super().__init__(parent)
        self._chart: Chart | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        follow_theme(self._retheme)

    @property
    def chart(self) -> Chart | None:
        """Return what is shown."""
        return self._chart

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart; one that is the same is not painted again."""
        if chart == self._chart:
            return
        self._chart = chart
        self.setAccessibleName("" if chart is None else chart.title)
        self.setAccessibleDescription("" if chart is None else chart.spoken)
        self._ask_for_height()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the chart needs."""
        if self._chart is None:
            return 0
        edge = 2 * theme().px(_EDGE)
        # Before it is laid out it has no width yet, and would ask for the height of a tower.
        width = max(width, theme().px(_LEAST_WIDTH))
        return math.ceil(needed_height(self._chart, width - edge, card_look(theme()))) + edge

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height of the new width: areas that scroll ask for no height by width."""
        super().resizeEvent(event)
        self._ask_for_height()

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        width = theme().px(_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: narrower than that no label can be read."""
        width = theme().px(_LEAST_WIDTH)
        return QSize(width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        if self._chart is None:
            return
        painter = QPainter(self)
        edge = theme().px(_EDGE)
        rect = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        paint(painter, rect, self._chart, card_look(theme()))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = theme().px(6)
            draw_focus_ring(painter, QRectF(self.rect()), radius, theme().colour("focus"))

    def _ask_for_height(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()

    def _retheme(self) -> None:
        forget()
        self._ask_for_height()
        self.update()
