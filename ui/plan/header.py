"""The head of the planner: title and times of the session, and whether the plan fits."""

from __future__ import annotations

from datetime import date
from datetime import time as time_of_day

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.forms.field import Field, LineField, TextField
from ui.plan.words import fit_words, overlapping, overrun, step_words
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.strip import StripWidget, planned_strip
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.time import (
    Instant,
    first_local_time,
    instant_of_local,
    local,
    zone_named,
)
from virtu_desktop.domain.typed import read_clock, read_date
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, date_text

_STRIP_AFTER_MS = 40


class PlanHeader(QWidget):
    """Edits the session's title, day, start and target end; tells what was typed.

    renamed carries the title, times_changed (start, target end). show_refused says why the times
    could not be taken.
    """

    renamed = Signal(str)
    times_changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the head, empty until ``show_session``."""
        super().__init__(parent)
        self._session: Session | None = None
        self._title = TextField(least_lines=1, is_one_paragraph=True)
        self._day, self._start, self._end = LineField(), LineField(), LineField()
        self._title_field = Field(_("Session"), self._title)
        self._day_field = Field(_("Day"), self._day)
        self._start_field = Field(_("Start"), self._start)
        self._end_field = Field(_("Target end"), self._end)
        self.fit = Chip()
        self.undo = ChipButton()
        self.strip = StripWidget()
        # The strip of a long plan takes a while; typing must not wait for it.
        self._strip_later = QTimer(self)
        self._strip_later.setSingleShot(True)
        self._strip_later.setInterval(_STRIP_AFTER_MS)
        self._strip_later.timeout.connect(self._show_strip)
        self._build()
        self._title.committed.connect(self._set_title)
        self._day.committed.connect(self._set_day)
        self._start.committed.connect(self._set_start)
        self._end.committed.connect(self._set_end)
        follow_theme(self._retheme)

    def show_session(self, session: Session) -> None:
        """Show a session as it is planned now; what is being typed stays."""
        if self._session is not None and self._session.id != session.id:
            self.forget_typing()
        self._session = session
        plan = session.plan
        tr = interface()
        self._title.show_text(session.title)
        self._day.show_text(date_text(tr, plan.start, plan.zone))
        self._start.show_text(clock_text(tr, plan.start, plan.zone))
        self._end.show_text(clock_text(tr, plan.target_end, plan.zone))
        is_fine = overrun(plan) <= 0 and not overlapping(plan)
        self.fit.show_words(fit_words(tr, plan), Tone.TEAL if is_fine else Tone.AMBER)
        self._strip_later.start()

    def show_undo(self, step: PlanStep | None, key: str) -> None:
        """Show what can be undone, and with which key."""
        self.undo.setVisible(step is not None)
        if step is not None:
            name = step_words(interface(), step)
            self.undo.show_words(_("Undo: {step}  {key}", step=name, key=key), Tone.GREY)

    def show_refused(self, words: str) -> None:
        """Say at the times why they could not be taken."""
        self._start_field.show_problem(words)

    def keep_typing(self) -> None:
        """Hand on what is being typed now."""
        for editor in (self._title, self._day, self._start, self._end):
            editor.commit()

    def _build(self) -> None:
        self._rows = QVBoxLayout(self)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.addWidget(self._title_field, 1, Qt.AlignmentFlag.AlignTop)
        self._chips = QHBoxLayout()
        for chip in (self.fit, self.undo):
            self._chips.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        self._first.addLayout(self._chips)
        for field in (self._day_field, self._start_field, self._end_field):
            field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
            self._second.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self._beside = QVBoxLayout()
        self._beside.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignTop)
        self._second.addLayout(self._beside, 1)
        self._rows.addLayout(self._first)
        self._rows.addLayout(self._second)

    def _show_strip(self) -> None:
        if self._session is not None:
            self.strip.show_state(planned_strip(self._session.plan, interface()))

    def _set_title(self, text: str) -> None:
        title = " ".join(text.split())
        self._title_field.show_problem("" if title else _("A session needs a title."))
        if title:
            self.renamed.emit(title)
        else:
            self._title.reopen()

    def _set_day(self, text: str) -> None:
        day = read_date(text, near=self._local_start()[0])
        if day is None:
            self._refuse(self._day_field, self._day, _("Write a day such as 25.11.2026."))
            return
        self._day_field.show_problem("")
        self._tell(day, self._local_start()[1])

    def _set_start(self, text: str) -> None:
        clock = read_clock(text)
        if clock is None:
            self._refuse(self._start_field, self._start, _no_clock())
            return
        self._start_field.show_problem("")
        self._tell(self._local_start()[0], clock)

    def _set_end(self, text: str) -> None:
        clock = read_clock(text)
        if clock is None or self._session is None:
            self._refuse(self._end_field, self._end, _no_clock())
            return
        start = self._session.plan.start
        end = first_local_time(start, clock, zone_named(self._session.plan.zone))
        if end <= start:
            self._refuse(self._end_field, self._end, _("The end must be after the start."))
            return
        self._end_field.show_problem("")
        self.times_changed.emit(start, end)

    def _tell(self, day: date, clock: time_of_day) -> None:
        """Tell a new start; the target end keeps its time of day."""
        if self._session is None:
            return
        plan = self._session.plan
        zone = zone_named(plan.zone)
        start = instant_of_local(day, clock, zone)
        end = first_local_time(Instant(start + 1), local(plan.target_end, zone).time(), zone)
        self.times_changed.emit(start, end)

    def _local_start(self) -> tuple[date, time_of_day]:
        plan = self._plan()
        moment = local(plan.start, zone_named(plan.zone))
        return moment.date(), moment.time()

    def _plan(self) -> Plan:
        if self._session is None:
            raise LookupError("no session is shown")
        return self._session.plan

    def _refuse(self, field: Field, editor: LineField, words: str) -> None:
        editor.reopen()
        field.show_problem(words)

    def forget_typing(self) -> None:
        """Drop text that was not taken, with what was said about it."""
        for editor in (self._title, self._day, self._start, self._end):
            editor.give_up()
        for field in (self._title_field, self._day_field, self._start_field, self._end_field):
            field.show_problem("")

    def _retheme(self) -> None:
        px = theme().px
        self._rows.setContentsMargins(px(16), px(14), px(16), px(14))
        self._rows.setSpacing(px(12))
        for row in (self._first, self._second):
            row.setSpacing(px(12))
        # Below the name of the field beside it, in the middle of its height.
        self._chips.setContentsMargins(0, px(22), 0, 0)
        self._chips.setSpacing(px(10))
        self._beside.setContentsMargins(0, px(27), 0, 0)
        self.fit.setFixedHeight(px(30))
        self._title.setFont(theme().font(Role.TITLE))
        self._day_field.setFixedWidth(px(124))
        for field in (self._start_field, self._end_field):
            field.setFixedWidth(px(96))


def _no_clock() -> str:
    return _("Write a time such as 9:00.")
