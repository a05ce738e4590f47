"""The head of the planner: times of the session, whether the plan fits, and what it is called."""

from __future__ import annotations

from datetime import date
from datetime import time as time_of_day

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.forms.field import Field, LineField, TextField
from ui.plan.words import delivery_word, ends_words, fit_words, overlapping, overrun
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind, tooltip_with_key
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.pick_strip import PickStrip
from ui.widgets.strip import planned_strip
from ui.widgets.switch import ToggleSwitch
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.programme import Delivery, Session
from virtu_desktop.domain.time import (
    Instant,
    first_local_time,
    instant_of_local,
    local,
    zone_named,
)
from virtu_desktop.domain.typed import read_clock, read_date
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, date_text

_STRIP_AFTER_MS = 40
_DELIVERIES = tuple(Delivery)


class PlanHeader(QWidget):
    """Edits the session's title, day, times and form; tells what was typed and chosen.

    renamed carries the title, times_changed (start, target end), delivery_changed a Delivery,
    phones_changed whether phones are planned, block_picked the block that was clicked on the
    strip. show_refused says why the times could not be taken.
    """

    renamed = Signal(str)
    times_changed = Signal(object, object)
    delivery_changed = Signal(object)
    phones_changed = Signal(bool)
    block_picked = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the head, empty until ``show_session``."""
        super().__init__(parent)
        self._session: Session | None = None
        self._chosen: BlockId | None = None
        self._preview: Plan | None = None
        self._title = TextField(least_lines=1, is_one_paragraph=True)
        self._day, self._start, self._end = LineField(), LineField(), LineField()
        self._title_field = Field(_("Session"), self._title)
        self._day_field = Field(_("Day"), self._day)
        self._start_field = Field(_("Start"), self._start)
        self._end_field = Field(_("Target end"), self._end)
        self.strip = PickStrip()
        self.add = ActionButton(actions["plan.add"], ButtonKind.PRIMARY)
        self.fit = Chip()
        self.undo = ChipButton()
        self.side = ChipButton()
        self.side.setCheckable(True)
        self.side.hide()
        self.block = ChipButton(_("Block"), Tone.GREY)
        self.block.setToolTip(tooltip_with_key(actions["plan.editor"]))
        self.block.hide()
        self.about = ChipButton("", Tone.GREY)
        self.about.setCheckable(True)
        self.about.setToolTip(_("Title, day and delivery form"))
        words = [delivery_word(interface(), delivery) for delivery in _DELIVERIES]
        self.delivery = SegmentedControl(words, name=_("Delivery form"), kind=SegmentKind.SOFT)
        self.phones = ToggleSwitch(_("Phones planned"))
        # The strip of a long plan takes a while; typing must not wait for it.
        self._strip_later = QTimer(self)
        self._strip_later.setSingleShot(True)
        self._strip_later.setInterval(_STRIP_AFTER_MS)
        self._strip_later.timeout.connect(self._show_strip)
        self._build()
        self._connect()
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
        self.delivery.blockSignals(True)
        self.delivery.setCurrentIndex(_DELIVERIES.index(session.delivery))
        self.delivery.blockSignals(False)
        self.phones.setChecked(session.has_phones)
        self._show_about()
        self._show_fit(plan)
        self._strip_later.start()

    def show_chosen(self, block: BlockId | None) -> None:
        """Mark the chosen block on the strip."""
        if block != self._chosen:
            self._chosen = block
            self._strip_later.start()

    def show_preview(self, plan: Plan | None) -> None:
        """Show how a plan would fit while blocks are dragged; None goes back to the real one."""
        self._preview = plan
        shown = self._shown_plan()
        if shown is not None:
            self._show_fit(shown)
            self._strip_later.start()

    def show_undo(self, step: str, key: str) -> None:
        """Show what can be undone, and with which key; nothing when there is no step."""
        self.undo.setVisible(bool(step))
        if step:
            self.undo.show_words(_("Undo: {step}  {key}", step=step, key=key), Tone.GREY)

    def show_refused(self, words: str) -> None:
        """Say at the times why they could not be taken."""
        self._start_field.show_problem(words)

    def keep_typing(self) -> None:
        """Hand on what is being typed now."""
        for editor in (self._title, self._day, self._start, self._end):
            editor.commit()

    def _build(self) -> None:
        self._rows = QVBoxLayout(self)
        self._first, self._third = QHBoxLayout(), QHBoxLayout()
        for field in (self._day_field, self._start_field, self._end_field):
            field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        top = Qt.AlignmentFlag.AlignTop
        self._first.addWidget(self._start_field, 0, top)
        self._first.addWidget(self._end_field, 0, top)
        self._beside = QHBoxLayout()
        self._beside.addWidget(self.strip, 1, Qt.AlignmentFlag.AlignVCenter)
        self._beside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignVCenter)
        self._first.addLayout(self._beside, 1)
        self._second = FlowLayout()
        for widget in (self.side, self.block, self.fit, self.about, self.undo):
            self._second.addWidget(widget)
        self._details = QWidget()
        self._details_rows = QVBoxLayout(self._details)
        self._details_rows.setContentsMargins(0, 0, 0, 0)
        self._third.addWidget(self._title_field, 1, top)
        self._third.addWidget(self._day_field, 0, top)
        self._fourth = FlowLayout()
        self._fourth.addWidget(self.delivery)
        self._fourth.addWidget(self.phones)
        self._details_rows.addLayout(self._third)
        self._details_rows.addLayout(self._fourth)
        self._details.hide()
        self._rows.addLayout(self._first)
        self._rows.addLayout(self._second)
        self._rows.addWidget(self._details)

    def _connect(self) -> None:
        self._title.committed.connect(self._set_title)
        self._day.committed.connect(self._set_day)
        self._start.committed.connect(self._set_start)
        self._end.committed.connect(self._set_end)
        self.about.toggled.connect(self._show_details)
        self.strip.picked.connect(self.block_picked)
        self.delivery.currentChanged.connect(self._set_delivery)
        self.phones.clicked.connect(self.phones_changed)

    def _show_details(self, is_open: bool) -> None:
        self._details.setVisible(is_open)
        self._show_about()
        if is_open:
            self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_about(self) -> None:
        """Say on which day and in which form the session is held."""
        if self._session is None:
            return
        tr, plan = interface(), self._session.plan
        day = date_text(tr, plan.start, plan.zone)
        form = delivery_word(tr, self._session.delivery)
        tone = Tone.BLUE if self.about.isChecked() else Tone.GREY
        self.about.show_words(tr("{day} · {form}", day=day, form=form), tone)

    def _set_delivery(self, index: int) -> None:
        self.delivery_changed.emit(_DELIVERIES[index])

    def _shown_plan(self) -> Plan | None:
        if self._preview is not None:
            return self._preview
        return None if self._session is None else self._session.plan

    def _show_fit(self, plan: Plan) -> None:
        tr = interface()
        is_fine = overrun(plan) <= 0 and not overlapping(plan)
        words = fit_words(tr, plan) if self._preview is None else ends_words(tr, plan)
        self.fit.show_words(words, Tone.TEAL if is_fine else Tone.AMBER)

    def _show_strip(self) -> None:
        plan = self._shown_plan()
        if plan is not None:
            self.strip.show_state(planned_strip(plan, interface(), chosen=self._chosen))

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
        self._rows.setContentsMargins(px(16), px(14), px(16), px(12))
        self._rows.setSpacing(px(10))
        for row in (self._first, self._third):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(12))
        self._second.setSpacing(px(8))
        # Below the name of the field beside it, in the middle of its height.
        self._beside.setContentsMargins(px(4), px(11), 0, 0)
        self._beside.setSpacing(px(20))
        self._details_rows.setSpacing(px(4))
        self._fourth.setSpacing(px(16))
        self.fit.setFixedHeight(px(30))
        self._title.setFont(theme().font(Role.TITLE))
        self._day_field.setFixedWidth(px(124))
        for field in (self._start_field, self._end_field):
            field.setFixedWidth(px(96))


def _no_clock() -> str:
    return _("Write a time such as 9:00.")
