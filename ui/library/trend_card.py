"""How a repeated question went over a programme: medians by measurement, a line for each group."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal

from ui.charts.chart_box import ChartBox
from ui.desk import Desk
from ui.library.shelf import Shelf
from ui.theme import follow_theme, theme
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel
from virtu_desktop.domain.charts import Chart
from virtu_desktop.domain.polls import Measurement
from virtu_desktop.i18n import interface
from virtu_desktop.repeat_charts import programme_trend

_HEIGHT = 220


class TrendCard(Card):
    """Shows the trend of the programme with the newest measurement; hidden without one.

    shown: it came or went.
    """

    shown = Signal()

    def __init__(self, desk: Desk) -> None:
        """Begin hidden."""
        super().__init__()
        self._desk = desk
        self._has_room = True
        self._title = CapsLabel("")
        self.chart = ChartBox()
        self.body.addWidget(self._title)
        self.body.addWidget(self.chart, 1)
        self.hide()
        follow_theme(self.updateGeometry)

    def follow(self, shelf: Shelf) -> None:
        """Read the measurements of all programmes behind the window, and show the newest ones."""
        library = self._desk.library
        programme_of = {group.id: group.programme for group in shelf.groups}
        first_of = {
            programme_of[session.group]: session.id
            for session in shelf.sessions
            if session.group in programme_of
        }
        sessions = tuple(first_of.values())

        def read() -> tuple[tuple[Measurement, ...], ...]:
            return tuple(library.measurements(session, everybody=True) for session in sessions)

        if sessions:
            self._desk.background.run(read, self._take, self._desk.tell_failure)
        else:
            self.show_trend(None)

    def show_trend(self, chart: Chart | None) -> None:
        """Show a trend, or nothing."""
        self.setVisible(chart is not None and self._has_room)
        if chart is not None:
            self._title.setText(chart.title)
            self.chart.show_chart(chart)
        self.shown.emit()

    def give_room(self, has_room: bool) -> None:
        """Hide while something else needs the place, and come back after it."""
        self._has_room = has_room
        self.setVisible(has_room and self.chart.chart is not None)
        self.shown.emit()

    def sizeHint(self) -> QSize:
        """Return a size at which the lines can be told apart."""
        return QSize(super().sizeHint().width(), theme().px(_HEIGHT))

    def _take(self, found: tuple[tuple[Measurement, ...], ...]) -> None:
        by_newest = sorted(
            (measured for measured in found if measured),
            key=lambda measured: max(one.round.opened for one in measured),
            reverse=True,
        )
        charts = (programme_trend(measured, interface()) for measured in by_newest)
        self.show_trend(next((chart for chart in charts if chart is not None), None))
