"""A result in the trainer's window: as a chart in several ways, and always as a table too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.charts.chart_box import ChartBox
from ui.forms.selection import hide_selection
from ui.models.chart_table_model import ChartTableModel
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.chart_parts import over_notes
from virtu_desktop.domain.charts import Chart, CloudWord
from virtu_desktop.domain.tally import Result
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.poll_charts import ChartView, result_chart, views_of

_ROW = 30
_LOW = 34
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_VIEWS = {
    ChartView.BARS: N_("Bars"),
    ChartView.HISTOGRAM: N_("Columns"),
    ChartView.WHOLE: N_("Whole"),
    ChartView.DIVERGING: N_("Diverging"),
    ChartView.PARTS: N_("Room and remote"),
    ChartView.PLANE: N_("Plane"),
    ChartView.CLOUD: N_("Cloud"),
}


class ChartTableView(QTableView):
    """The table of a chart, as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.rows = ChartTableModel(self)
        self.setModel(self.rows)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        hide_selection(self)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        follow_theme(self._fit)

    def show_chart(self, chart: Chart) -> None:
        """Show the table of a chart."""
        self.setAccessibleName(chart.title)
        self.rows.show_table(chart.table)
        self._fit()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if self.rows.columnCount():
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        row = theme().px(_ROW)
        self.verticalHeader().setDefaultSectionSize(row)
        self.setFixedHeight(row * self.rows.rowCount() + header.sizeHint().height() + 4)


class ResultView(QWidget):
    """Shows a result: how many answered, a choice of ways to show it, and the chart or table.

    ``view_chosen`` carries the ChartView that was chosen; the table is for this window alone and
    is not told.
    """

    view_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, has_base: bool = True) -> None:
        """Begin without a result.

        has_base: it says how many answered, and that too many did, as nothing beside it does.
        Where the ways do not fit beside each other they are in a menu.
        """
        super().__init__(parent)
        self._result: Result | None = None
        self._words: Sequence[CloudWord] | None = None
        self._is_right_shown = False
        self._views: tuple[ChartView, ...] = ()
        self._base = SafeLabel(role=Role.SECONDARY, colour="muted")
        self._has_base = has_base
        self._base.setVisible(has_base)
        self.menu = PaintedButton("", ButtonKind.SECONDARY, self, height=_LOW)
        self._menu = QMenu(self.menu)
        self.choice = SegmentedControl([], self, name=_("How it is shown"), kind=SegmentKind.SOFT)
        self.chart = ChartBox()
        self.table = ChartTableView()
        self.table.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._base)
        self._column.addWidget(self.choice)
        self._column.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.chart)
        self._column.addWidget(self.table)
        self._column.addStretch(1)
        self.choice.currentChanged.connect(self._choose)
        self.menu.clicked.connect(self._open_menu)
        self.menu.installEventFilter(self)
        follow_theme(self._retheme)

    @property
    def view(self) -> ChartView | None:
        """Return the chosen way; None while the table is shown."""
        place = self.choice.currentIndex()
        return self._views[place] if 0 <= place < len(self._views) else None

    def show_result(
        self,
        result: Result,
        *,
        words: Sequence[CloudWord] | None = None,
        is_right_shown: bool = False,
    ) -> None:
        """Show a result; the chosen way stays while it is one of its ways.

        words: of open answers, themes or forms that were put together.
        """
        self._result, self._words, self._is_right_shown = result, words, is_right_shown
        self._offer(views_of(result))
        self._show()

    def _offer(self, views: tuple[ChartView, ...]) -> None:
        if views == self._views:
            return
        chosen = self.view
        self.choice.blockSignals(True)
        while self.choice.count():
            self.choice.removeTab(0)
        self._views = views
        self._menu.clear()
        for place, words in enumerate([_(_VIEWS[view]) for view in views] + [_("Table")]):
            self.choice.addTab(words)
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _checked=False, chosen=place: self.choice.setCurrentIndex(chosen)
            )
        self.choice.setCurrentIndex(views.index(chosen) if chosen in views else 0)
        self.choice.blockSignals(False)
        self.choice.updateGeometry()
        self._fit_choice()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the ways beside each other where they fit."""
        super().resizeEvent(event)
        self._fit_choice()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys step through the ways on the button of the menu too."""
        if watched is self.menu and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and event.type() == QEvent.Type.KeyPress:
                place = self.choice.currentIndex() + step
                self.choice.setCurrentIndex(max(0, min(self.choice.count() - 1, place)))
                return True
        return super().eventFilter(watched, event)

    def _fit_choice(self) -> None:
        is_narrow = self.choice.sizeHint().width() > self.width()
        self.choice.setVisible(not is_narrow)
        self.menu.setVisible(is_narrow)

    def _open_menu(self) -> None:
        chosen = self.choice.currentIndex()
        for place, action in enumerate(self._menu.actions()):
            action.setChecked(place == chosen)
        self._menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def _choose(self, _place: int) -> None:
        self._show()
        if self.view is not None:
            self.view_chosen.emit(self.view)

    def _show(self) -> None:
        if self._result is None:
            return
        view = self.view
        words = self.choice.tabText(self.choice.currentIndex())
        self.menu.setText(f"{words} ▾")
        self.menu.setAccessibleName(f"{self.choice.accessibleName()}: {words}")
        chart = result_chart(
            self._result,
            interface(),
            view,
            words=self._words,
            is_right_shown=self._is_right_shown,
        )
        if not self._has_base:
            # What stands beside this view says so already.
            said = over_notes(self._result, interface())
            notes = tuple(note for note in chart.notes if note not in said)
            chart = replace(chart, notes=notes)
        self._base.setText(chart.base)
        is_table = view is None
        if is_table:
            self.table.show_chart(chart)
        else:
            self.chart.show_chart(chart)
        self.chart.setVisible(not is_table)
        self.table.setVisible(is_table)

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(6))
        self._fit_choice()
