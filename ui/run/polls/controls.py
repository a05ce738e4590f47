"""What the actions of polls do: commands of the poll desk, told in words, with undo (V2 to V8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.run.polls.answers_controls import AnswersControls
from ui.run.polls.entry_controls import EntryControls
from ui.run.polls.paste_controls import PasteControls
from ui.run.polls.poll_in_hand import PollInHand, refusal_words
from ui.run.polls.poll_view import Entry, PollView, earlier_lines, poll_view
from ui.run.polls.polls_panel import PollsPanel
from ui.widgets.buttons import key_text
from virtu_desktop.domain.poll_chat import can_be_pasted
from virtu_desktop.domain.poll_line import parse_poll_line, poll_line
from virtu_desktop.domain.polls import Measurement, Poll, PollId, Round, UnitId
from virtu_desktop.domain.questions import PollKind, Question, Secrecy
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.poll_terms import PollRefused
from virtu_desktop.engine.polling import PollDesk
from virtu_desktop.engine.session import SessionController, Tick
from virtu_desktop.i18n import _, interface
from virtu_desktop.poll_charts import ChartView

if TYPE_CHECKING:
    from virtu_desktop.exchange.poll_paste import ToReview


class PollControls(QObject):
    """Binds the actions, follows the desk, and keeps which poll is looked at.

    shown_as (poll, view): the trainer looks at a result in another way.
    """

    shown_as = Signal(object, object)

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        panel: PollsPanel,
        *,
        bring_forward: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        """Serve ``panel``; bring_forward shows it, leave gives the keyboard back."""
        super().__init__(panel)
        self._desk = desk
        self._actions = actions
        self._panel = panel
        self._bring_forward = bring_forward
        self._session: SessionController | None = None
        self._measured: tuple[Measurement, ...] = ()
        self._is_comparing = False
        self._changing: PollId | None = None
        self._hand = PollInHand(desk, self)
        self._hand.refreshed.connect(self._refresh)
        self._entries = EntryControls(
            desk, self._hand, panel, bring_forward=bring_forward, leave=leave
        )
        self._pasting = PasteControls(
            desk, self._hand, panel, bring_forward=bring_forward, warn=self._entries.warn
        )
        self._answers = AnswersControls(desk, panel.answers)
        self._bind(actions)
        self._connect()

    @property
    def review(self) -> tuple[ToReview, ...]:
        """Return the messages that wait to be looked at."""
        return self._pasting.review

    def _bind(self, actions: Actions) -> None:
        bind = actions.bind
        bind("poll.ask", self._focus_line, self._can_write)
        bind("poll.prepared", self._ask_prepared, self._can_write)
        bind("poll.show", self._show, self._has_session)
        bind("poll.close", self._close_or_reopen, self._has_poll)
        bind("poll.hands", lambda: self._entries.enter(Entry.HANDS), self._can_count)
        bind("poll.totals", lambda: self._entries.enter(Entry.TOTALS), self._can_count)
        bind("poll.paper", lambda: self._entries.enter(Entry.PAPER), self._has_poll)
        bind("poll.paste", self._pasting.paste, self._can_paste)
        bind("poll.report", self._pasting.choose_report, self._can_paste)
        bind(
            "poll.codes",
            lambda: self._entries.enter(Entry.PAPER, has_codes=True),
            self._has_poll,
        )
        bind("poll.counter", self._entries.ask_counter, self._can_count)
        bind("poll.timer", self._close_soon, self._is_open)
        bind("poll.change", self._begin_change, self._can_change)
        bind("poll.present", lambda: self._entries.enter(Entry.PRESENT), self._can_type_present)
        bind("poll.reveal", self._reveal, self._has_poll)
        bind("poll.again", self._ask_again, self._can_ask_again)
        bind("poll.compare", self._compare, self._has_poll)
        bind("poll.sources", self._toggle_sources, self._has_poll)
        bind("poll.right", self._show_right, self._is_quiz)

    def _connect(self) -> None:
        panel = self._panel
        panel.asked.connect(self._ask_line)
        panel.prepared.connect(self._ask)
        panel.decided.connect(self._decide)
        panel.turned.connect(self._turn)
        panel.unit_removed.connect(self._remove_unit)
        panel.picture.view_chosen.connect(self._show_as)
        self._desk.changed.connect(self._changed)
        self._desk.ticked.connect(self._ticked)
        self._desk.opened.connect(self._opened)

    def _show_as(self, view: ChartView) -> None:
        if (poll := self._poll) is not None:
            self.shown_as.emit(poll.id, view)

    # What is looked at.

    @property
    def _polls(self) -> PollDesk | None:
        return self._hand.polls

    @property
    def _poll(self) -> Poll | None:
        return self._hand.poll

    def _opened(self) -> None:
        controller = self._desk.controller
        if controller is self._session:
            return
        self._session = controller
        self._hand.looked_at, self._pasting.review, self._measured = None, (), ()
        self._is_comparing = False
        self._entries.forget()
        if controller is not None:
            session = controller.session.id
            self._desk.background.run(
                lambda: self._desk.library.measurements(session),
                self._take_measured,
                self._desk.tell_failure,
            )
        self._refresh()

    def _take_measured(self, measured: tuple[Measurement, ...]) -> None:
        self._measured = measured
        self._refresh()

    def _changed(self, areas: frozenset[Area]) -> None:
        if areas & {Area.POLLS, Area.PLAN, Area.PRESENCE, Area.PEOPLE, Area.TIMELINE}:
            self._refresh()

    def _ticked(self, _tick: Tick) -> None:
        poll = self._poll
        if poll is not None and poll.latest.closes is not None and poll.is_open:
            self._refresh()

    def _refresh(self) -> None:
        controller, polls, poll = self._desk.controller, self._polls, self._poll
        if controller is None or polls is None:
            self._panel.show_poll(None, number=0, count=0)
            self._answers.show_poll(None)
            return
        self._panel.show_prepared(self._prepared(), key_text(self._actions["poll.prepared"]))
        view: PollView | None = None
        number = 0
        if poll is not None:
            number = polls.polls.index(poll) + 1
            view = poll_view(
                interface(),
                polls,
                poll,
                now=controller.now(),
                zone=controller.plan.zone,
                place=self._entries.place,
            )
        self._panel.show_poll(
            view, number=number, count=len(polls.polls), picked=self._entries.picked
        )
        self._panel.show_compared(self._compared() if self._is_comparing else ())
        has_keys = poll is not None and bool(poll.question.choices)
        self._panel.show_review(
            self._pasting.lines() if poll is not None else (), has_keys=has_keys
        )
        self._answers.show_poll(poll)
        self._name_actions(poll)

    def _name_actions(self, poll: Poll | None) -> None:
        is_open = poll is not None and poll.is_open
        revealed = poll is not None and poll.latest.revealed
        self._actions["poll.close"].setText(_("Close poll") if is_open else _("Reopen poll"))
        self._actions["poll.reveal"].setText(
            _("Hide the result") if revealed else _("Show the result")
        )
        self._actions["poll.paste"].setText(self._paste_words(poll))
        is_quiz = poll is not None and poll.question.kind is PollKind.QUIZ
        self._actions["poll.right"].setVisible(is_quiz)
        self._actions.refresh()

    def _paste_words(self, poll: Poll | None) -> str:
        """Return what pasting does, or why it does nothing for this poll."""
        if poll is not None and poll.question.secrecy is Secrecy.SECRET:
            return _("Paste from chat: a secret poll takes none")
        if poll is not None and not can_be_pasted(poll.question):
            return _("Paste from chat: it cannot answer this kind")
        return _("Paste from chat")

    def _turn(self, by: int) -> None:
        polls, poll = self._polls, self._poll
        if polls is None or poll is None:
            return
        place = polls.polls.index(poll) + by
        if 0 <= place < len(polls.polls):
            self._hand.looked_at = polls.polls[place].id
            self._entries.stop()
            self._refresh()

    # Asking.

    def _focus_line(self) -> None:
        self._bring_forward()
        self._changing = None
        self._panel.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_line(self, line: str) -> None:
        question = parse_poll_line(line)
        if question is None:
            return
        changing, self._changing = self._changing, None
        done = self._ask(question) if changing is None else self._change(changing, question)
        if done:
            self._panel.line.clear()
        else:
            self._changing = changing

    def _begin_change(self) -> None:
        """Put the question into the line, to be asked in other words."""
        poll = self._poll
        if poll is None:
            return
        self._focus_line()
        self._changing = poll.id
        self._panel.line.setText(poll_line(poll.question, says_kind=True))
        self._panel.line.selectAll()

    def _change(self, poll_id: PollId, question: Question) -> bool:
        polls = self._polls
        if polls is None:
            return False
        before = polls.poll(poll_id).question
        kept = replace(
            question, repeat_key=before.repeat_key, show=before.show, timer_s=before.timer_s
        )
        if question.kind is before.kind:
            # One line says neither the words of levels nor how many levels an axis has.
            axes = before.axes if _same_axes(question, before) else question.axes
            kept = replace(kept, axes=axes, asks_confidence=before.asks_confidence)
            if _same_levels(question, before):
                kept = replace(kept, scale=before.scale)
        if not self._hand.give(lambda desk: desk.change_question(poll_id, kept)):
            return False
        self._hand.tell(_("The question is changed."))
        self._entries.finish()
        return True

    def _ask_prepared(self) -> None:
        prepared = self._prepared()
        if prepared:
            self._bring_forward()
            self._ask(prepared[0])
        else:
            self._desk.noticed.emit(Notice(self._next_prepared_words(), Outcome.REFUSED))

    def _next_prepared_words(self) -> str:
        """Return where the next prepared question stands, when the running block has none."""
        controller = self._desk.controller
        if controller is not None:
            plan, current = controller.plan, controller.run.state.current
            first = 0 if current is None else plan.positions.get(current, -1) + 1
            for block in plan.blocks[first:]:
                left = controller.polls.unasked(block.id, block.polls)
                if left:
                    return _(
                        "Nothing is prepared in this block. Next, in {block}: {question}",
                        block=block.title,
                        question=left[0].text,
                    )
        return _("No question is prepared in this block or after it.")

    def _ask(self, question: Question) -> bool:
        controller = self._desk.controller
        if controller is None:
            return False
        try:
            poll = controller.ask(question)
        except PollRefused as refused:
            self._panel.show_problem(refusal_words(refused))
            return False
        self._panel.show_problem("")
        self._look_at(poll.id)
        self._hand.tell(_("The poll is open."))
        self._entries.finish()
        return True

    def _ask_again(self) -> None:
        poll = self._poll
        if poll is not None and self._hand.give(lambda polls: polls.ask_again(poll.id)):
            self._look_at(poll.id)
            self._hand.tell(_("Another round is open."))

    def _look_at(self, poll: PollId) -> None:
        self._hand.looked_at = poll
        self._pasting.review = ()
        self._entries.stop()
        self._refresh()

    def _prepared(self) -> tuple[Question, ...]:
        controller = self._desk.controller
        if controller is None:
            return ()
        block = controller.run.state.current
        plan = controller.plan
        if block is None or block not in plan.positions:
            return ()
        return controller.polls.unasked(block, plan.block(block).polls)

    # Closing, showing, comparing.

    def _close_or_reopen(self) -> None:
        poll = self._poll
        if poll is None:
            return
        if poll.is_open:
            if self._hand.give(lambda polls: polls.close(poll.id)):
                self._entries.stop()
                self._hand.tell(_("The poll is closed."))
        elif self._hand.give(lambda polls: polls.reopen(poll.id)):
            self._hand.tell(_("The poll is open again; this is written down."))
        self._refresh()

    def _close_soon(self) -> None:
        poll = self._poll
        if poll is not None and self._hand.give(lambda polls: polls.set_timer(poll.id, MINUTE)):
            self._desk.noticed.emit(Notice(_("The poll closes in one minute.")))

    def _reveal(self) -> None:
        poll = self._poll
        if poll is None:
            return
        shown = not poll.latest.revealed
        if self._hand.give(lambda polls: polls.reveal(poll.id, shown=shown)):
            self._hand.tell(
                _("Everybody may see the result.") if shown else _("The result is hidden.")
            )

    def _show_right(self) -> None:
        poll = self._poll
        if poll is not None:
            self._hand.give(lambda polls: polls.show_right(poll.id, shown=not poll.right_shown))

    def _compare(self) -> None:
        self._is_comparing = not self._is_comparing
        self._refresh()
        if self._is_comparing and not self._compared():
            self._is_comparing = False
            self._desk.noticed.emit(Notice(_("This question was not asked before.")))

    def _compared(self) -> tuple[str, ...]:
        polls, poll = self._polls, self._poll
        if polls is None or poll is None:
            return ()
        return earlier_lines(interface(), self._earlier(polls, poll))

    def _earlier(self, polls: PollDesk, poll: Poll) -> list[tuple[str, Poll, Round]]:
        """Return what may be compared: other sessions, then earlier polls and rounds of this."""
        controller = self._desk.controller
        here = "" if controller is None else controller.session.id
        key = poll.question.repeat_key
        found = [
            (_measured_words(one), one.poll, one.round)
            for one in self._measured
            if key is not None
            and one.poll.question.repeat_key == key
            and one.session != here
            and _same_choices(one.poll.question, poll.question)
        ]
        for other in polls.polls:
            is_same = other.id == poll.id
            if not is_same and (key is None or other.question.repeat_key != key):
                continue
            for round_ in other.rounds:
                if is_same and round_.id == poll.latest.id:
                    continue
                if _same_choices(other.question, poll.question):
                    found.append((self._when_words(other, round_), other, round_))
        return found

    def _when_words(self, poll: Poll, round_: Round) -> str:
        controller = self._desk.controller
        if controller is not None and poll.block in controller.plan.positions:
            where = controller.plan.block(poll.block).title
            return f"{where}, {round_.number}" if len(poll.rounds) > 1 else where
        return _("round {number}", number=round_.number)

    def _toggle_sources(self) -> None:
        self._panel.ask_sources(not self._panel.is_sources_asked)

    # Decisions.

    def _decide(self, accept: bool) -> None:
        poll = self._poll
        if poll is not None and self._hand.give(
            lambda polls: polls.decide_late(poll.id, accept=accept)
        ):
            done = _("The late answers count.") if accept else _("The late answers are left out.")
            self._hand.tell(done)

    def _remove_unit(self, unit: UnitId) -> None:
        poll = self._poll
        if poll is not None and self._hand.give(lambda polls: polls.take_back(poll.id, [unit])):
            self._hand.tell(_("Left out of the result; it stays in the record."))

    def _show(self) -> None:
        self._bring_forward()
        self._panel.tally.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # When actions are possible.

    def _has_session(self) -> bool:
        return self._desk.controller is not None

    def _can_write(self) -> bool:
        return self._has_session() and self._desk.can_write

    def _has_poll(self) -> bool:
        return self._can_write() and self._poll is not None

    def _can_count(self) -> bool:
        poll = self._poll
        return self._can_write() and poll is not None and poll.question.can_be_counted

    def _is_open(self) -> bool:
        poll = self._poll
        return self._can_write() and poll is not None and poll.is_open

    def _can_change(self) -> bool:
        poll = self._poll
        return self._is_open() and poll is not None and not poll.is_locked

    def _can_paste(self) -> bool:
        """Say whether chat or report can answer: not in secret polls, nor with points or levels."""
        poll = self._poll
        return (
            self._has_poll()
            and poll is not None
            and poll.question.secrecy is not Secrecy.SECRET
            and can_be_pasted(poll.question)
        )

    def _can_type_present(self) -> bool:
        controller = self._desk.controller
        return (
            controller is not None
            and self._can_write()
            and not controller.register.present(controller.now())
        )

    def _can_ask_again(self) -> bool:
        poll = self._poll
        return self._can_write() and poll is not None and not poll.is_open

    def _is_quiz(self) -> bool:
        poll = self._poll
        return self._has_poll() and poll is not None and poll.question.kind is PollKind.QUIZ


def _measured_words(one: Measurement) -> str:
    place = _("Session {number}", number=one.session_number)
    return f"{one.group}, {place}" if one.group else place


def _same_levels(one: Question, other: Question) -> bool:
    first, second = one.levels, other.levels
    if first is None or second is None:
        return False
    return (first.lowest, first.highest) == (second.lowest, second.highest)


def _same_axes(one: Question, other: Question) -> bool:
    if one.axes is None or other.axes is None:
        return one.axes is other.axes
    return [axis.ends for axis in one.axes] == [axis.ends for axis in other.axes]


def _same_choices(one: Question, other: Question) -> bool:
    return len(one.choices) == len(other.choices) and one.kind is other.kind
