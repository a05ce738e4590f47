"""What the polls of a session came to; a repeated question with all its measurements."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.charts.chart_box import ChartBox
from ui.charts.result_view import ResultView
from ui.desk import Desk
from ui.theme import Role, follow_theme, theme
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.open_button import OpenButton
from virtu_desktop.domain.charts import Chart, CloudWord
from virtu_desktop.domain.polls import Measurement, Poll, Round
from virtu_desktop.domain.tally import tally
from virtu_desktop.domain.wall import NOTHING_DECIDED
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import Rows, poll_rows
from virtu_desktop.i18n import _, interface
from virtu_desktop.repeat_charts import before_after_chart, moves_chart, repeated_chart, two_times

_TWO_COLUMNS_FROM = 760
_SAVED_WITHIN_S = 5.0


class PollsCard(Card):
    """Shows every poll that was asked, in two columns where there is room.

    ``opened`` carries the button of a poll and what gives the rows behind it: its answers.
    """

    opened = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        """Begin empty."""
        super().__init__()
        self._desk = desk
        self._shown: tuple[Poll, ...] = ()
        self._measured: tuple[Measurement, ...] = ()
        self.parts: list[PollPart] = []
        self._grid = QGridLayout()
        self.body.addWidget(CapsLabel(_("Polls")))
        self.body.addLayout(self._grid)
        follow_theme(self._respace)

    def show_run(self, controller: SessionController) -> None:
        """Show the polls of a session; measurements of other sessions are read behind it."""
        polls = controller.polls.polls
        self.setVisible(bool(polls))
        if polls == self._shown:
            return
        self._shown, self._measured = polls, ()
        self._fill()
        if any(poll.question.repeat_key is not None for poll in polls):
            session, library = controller.session.id, self._desk.library

            def read() -> tuple[Measurement, ...]:
                # What was closed a moment ago shall be among them.
                library.flush(_SAVED_WITHIN_S)
                return library.measurements(session)

            self._desk.background.run(read, self._take, self._desk.tell_failure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one column or two."""
        super().resizeEvent(event)
        self._lay()

    def _take(self, measured: tuple[Measurement, ...]) -> None:
        self._measured = measured
        self._fill()

    def _fill(self) -> None:
        shown = _without_earlier(self._shown)
        while len(self.parts) > len(shown):
            part = self.parts.pop()
            self._grid.removeWidget(part)
            part.deleteLater()
        while len(self.parts) < len(shown):
            part = PollPart()
            part.question.clicked.connect(lambda _checked=False, one=part: self._open(one))
            self.parts.append(part)
        for part, poll in zip(self.parts, shown, strict=True):
            measured = [one for one in self._measured if _is_same(one, poll)]
            part.show_poll(poll, measured, self._words_of(poll))
        self._lay()

    def _open(self, part: PollPart) -> None:
        shown = part.poll
        if shown is None:
            return

        def rows(controller: SessionController) -> Rows:
            poll = next((one for one in controller.polls.polls if one.id == shown.id), shown)
            return poll_rows(interface(), poll, controller.plan.zone)

        self.opened.emit(part.question, rows)

    def _words_of(self, poll: Poll) -> Sequence[CloudWord] | None:
        """Return what the room may have seen of open answers, where anything was decided."""
        controller = self._desk.controller
        if controller is None or poll.wall == NOTHING_DECIDED:
            return None
        return controller.walls.words(poll)

    def _lay(self) -> None:
        columns = 2 if self.width() >= theme().px(_TWO_COLUMNS_FROM) else 1
        for place, part in enumerate(self.parts):
            self._grid.addWidget(part, place // columns, place % columns)
            part.show()
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _respace(self) -> None:
        self._grid.setHorizontalSpacing(theme().px(32))
        self._grid.setVerticalSpacing(theme().px(24))


class PollPart(QWidget):
    """One poll: its question, its result or all measurements of it, and how people moved."""

    def __init__(self) -> None:
        """Begin without a poll."""
        super().__init__()
        self.poll: Poll | None = None
        self._question = SafeLabel(role=Role.BODY_STRONG, wrap=True)
        self.question = OpenButton(self._question)
        self.result = ResultView()
        self.times = ChartBox()
        self.moves = ChartBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.question, self.result, self.times, self.moves):
            column.addWidget(part)
        column.addStretch(1)

    def show_poll(
        self, poll: Poll, measured: Sequence[Measurement], words: Sequence[CloudWord] | None
    ) -> None:
        """Show a poll. measured: the times that the same question was asked, oldest first."""
        tr = interface()
        self.poll = poll
        self._question.setText(poll.question.text)
        self.question.name_by_labels()
        compared = two_times(poll, measured, tr)
        times: Chart | None = None
        if len(measured) > 1 and poll.question.is_scale:
            times = repeated_chart(measured, tr)
        elif compared is not None:
            times = before_after_chart(compared, tr)
        if times is None:
            right = bool(poll.question.right)
            result = tally(poll, last_answered(poll))
            self.result.show_result(result, words=words, is_right_shown=right)
        self.result.setVisible(times is None)
        moves = None if compared is None else moves_chart(compared, tr)
        for box, chart in ((self.times, times), (self.moves, moves)):
            box.show_chart(chart)
            box.setVisible(chart is not None)


def last_answered(poll: Poll) -> Round:
    """Return the newest round that anybody answered; the newest when nobody ever did."""
    return next((one for one in reversed(poll.rounds) if one.has_answers), poll.latest)


def _is_same(measured: Measurement, poll: Poll) -> bool:
    key = poll.question.repeat_key
    return key is not None and measured.poll.question.repeat_key == key


def _without_earlier(polls: Sequence[Poll]) -> list[Poll]:
    """Return polls, of a question that was repeated only the last: it shows all times."""
    last = {
        poll.question.repeat_key: poll.id for poll in polls if poll.question.repeat_key is not None
    }
    return [
        poll
        for poll in polls
        if poll.question.repeat_key is None or last[poll.question.repeat_key] == poll.id
    ]
