"""What the actions of polls do: commands of the poll desk, told in words, with undo (V2 to V8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.run.polls.answers_controls import AnswersControls
from ui.run.polls.choice_keys import choice_keys
from ui.run.polls.lines_list import Line
from ui.run.polls.poll_view import Entry, PlaceOf, PollView, earlier_lines, poll_view
from ui.run.polls.polls_panel import PollsPanel
from ui.run.polls.typed_answer import read_answer, read_totals
from ui.widgets.buttons import key_text
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.poll_chat import can_be_pasted
from virtu_desktop.domain.poll_line import parse_poll_line, poll_line
from virtu_desktop.domain.polls import Channel, Measurement, Poll, PollId, Present, Round, UnitId
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.polling import PollAction, PollDesk, PollRefusal, PollRefused, Vote
from virtu_desktop.engine.session import SessionController, Tick
from virtu_desktop.i18n import N_, _, _n, interface
from virtu_desktop.poll_charts import ChartView
from virtu_desktop.poll_words import answer_problem_words, question_problem_words

# What reads chats and reports is loaded with the first of them: the start need not wait for it.
if TYPE_CHECKING:
    from virtu_desktop.exchange.poll_paste import Meeting, Pasted, ToReview

_ROOM_AND_REMOTE = 2
_REFUSALS = {
    PollRefusal.LOCKED: N_("The options are locked after the first answer."),
    PollRefusal.IS_OPEN: N_("The poll is open."),
    PollRefusal.IS_CLOSED: N_("The poll is closed."),
    PollRefusal.CANNOT_COUNT: N_("Hands cannot answer this kind of question."),
    PollRefusal.NOT_SECRET: N_("A secret poll takes no answers that others have seen."),
    PollRefusal.BELOW_NOTHING: N_("There is no hand to take back here."),
    PollRefusal.NO_SUCH_CHOICE: N_("There is no such option."),
}
_UNDONE = {
    PollAction.ASKED: N_("The poll is taken back."),
    PollAction.ASKED_AGAIN: N_("The round is taken back."),
    PollAction.CHANGED: N_("The question is as it was."),
    PollAction.CLOSED: N_("The poll is open again."),
    PollAction.REOPENED: N_("The poll is closed again."),
    PollAction.COUNTED: N_("The last hand is taken back."),
    PollAction.TOTAL: N_("The totals are as they were."),
    PollAction.VOTES: N_("What was pasted is taken back."),
    PollAction.BALLOT: N_("The last answer is taken back."),
    PollAction.DECIDED: N_("The late answers wait again."),
    PollAction.TAKEN_BACK: N_("What was left out counts again."),
    PollAction.REVEALED: N_("The stage shows what it did before."),
    PollAction.WALL: N_("The answers for the wall are as they were."),
}


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
        self._leave = leave
        self._session: SessionController | None = None
        self._looked_at: PollId | None = None
        self._entry = Entry.NONE
        self._place: PlaceOf | None = None
        self._picked: tuple[int, ...] = ()
        self._review: tuple[ToReview, ...] = ()
        # What was looked at already does not come back with the next paste.
        self._looked_over: set[tuple[PollId, ToReview]] = set()
        self._measured: tuple[Measurement, ...] = ()
        self._is_comparing = False
        self._was_over = False
        self._folder = ""
        self._changing: PollId | None = None
        self._answers = AnswersControls(desk, panel.answers)
        self._bind(actions)
        self._connect()

    @property
    def review(self) -> tuple[ToReview, ...]:
        """Return the messages that wait to be looked at."""
        return self._review

    def _bind(self, actions: Actions) -> None:
        bind = actions.bind
        bind("poll.ask", self._focus_line, self._can_write)
        bind("poll.prepared", self._ask_prepared, self._can_write)
        bind("poll.show", self._show, self._has_session)
        bind("poll.close", self._close_or_reopen, self._has_poll)
        bind("poll.hands", lambda: self._enter(Entry.HANDS), self._can_count)
        bind("poll.totals", lambda: self._enter(Entry.TOTALS), self._can_count)
        bind("poll.paper", lambda: self._enter(Entry.PAPER), self._has_poll)
        bind("poll.paste", self._paste, self._can_paste)
        bind("poll.report", self._choose_report, self._can_paste)
        bind("poll.timer", self._close_soon, self._is_open)
        bind("poll.change", self._begin_change, self._can_change)
        bind("poll.present", lambda: self._enter(Entry.PRESENT), self._can_type_present)
        bind("poll.reveal", self._reveal, self._has_poll)
        bind("poll.again", self._ask_again, self._can_ask_again)
        bind("poll.compare", self._compare, self._has_poll)
        bind("poll.sources", self._toggle_sources, self._has_poll)
        bind("poll.right", self._show_right, self._is_quiz)

    def _connect(self) -> None:
        panel = self._panel
        panel.asked.connect(self._ask_line)
        panel.prepared.connect(self._ask)
        panel.tapped.connect(self._tap)
        panel.stepped.connect(self._step_place)
        panel.place_chosen.connect(self._choose_place)
        panel.confirmed.connect(self._confirm_paper)
        panel.taken_back.connect(self._take_back_last)
        panel.finished.connect(self._finish)
        panel.entered.connect(self._take_line)
        panel.decided.connect(self._decide)
        panel.turned.connect(self._turn)
        panel.unit_removed.connect(self._remove_unit)
        panel.review_decided.connect(self._decide_review)
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
        controller = self._desk.controller
        return None if controller is None else controller.polls

    @property
    def _poll(self) -> Poll | None:
        polls = self._polls
        if polls is None:
            return None
        found = next((poll for poll in polls.polls if poll.id == self._looked_at), None)
        return found or polls.current

    def _opened(self) -> None:
        controller = self._desk.controller
        if controller is self._session:
            return
        self._session = controller
        self._looked_at, self._review, self._measured = None, (), ()
        self._is_comparing = False
        self._stop_entry()
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
                place=self._place if self._entry is Entry.HANDS else None,
            )
        self._panel.show_poll(view, number=number, count=len(polls.polls), picked=self._picked)
        self._panel.show_compared(self._compared() if self._is_comparing else ())
        self._panel.show_review(
            [Line(_review_words(one), one) for one in self._review] if poll is not None else ()
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
            self._looked_at = polls.polls[place].id
            self._stop_entry()
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
        self._panel.line.setText(poll_line(poll.question))
        self._panel.line.selectAll()

    def _change(self, poll_id: PollId, question: Question) -> bool:
        polls = self._polls
        if polls is None:
            return False
        before = polls.poll(poll_id).question
        kept = replace(
            question, repeat_key=before.repeat_key, show=before.show, timer_s=before.timer_s
        )
        if not self._give(lambda desk: desk.change_question(poll_id, kept)):
            return False
        self._tell(_("The question is changed."))
        self._finish()
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
            self._panel.show_problem(_refusal_words(refused))
            return False
        self._panel.show_problem("")
        self._look_at(poll.id)
        self._tell(_("The poll is open."))
        self._finish()
        return True

    def _ask_again(self) -> None:
        poll = self._poll
        if poll is not None and self._give(lambda polls: polls.ask_again(poll.id)):
            self._look_at(poll.id)
            self._tell(_("Another round is open."))

    def _look_at(self, poll: PollId) -> None:
        self._looked_at = poll
        self._review = ()
        self._stop_entry()
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
            if self._give(lambda polls: polls.close(poll.id)):
                self._stop_entry()
                self._tell(_("The poll is closed."))
        elif self._give(lambda polls: polls.reopen(poll.id)):
            self._tell(_("The poll is open again; this is written down."))
        self._refresh()

    def _close_soon(self) -> None:
        poll = self._poll
        if poll is not None and self._give(lambda polls: polls.set_timer(poll.id, MINUTE)):
            self._desk.noticed.emit(Notice(_("The poll closes in one minute.")))

    def _reveal(self) -> None:
        poll = self._poll
        if poll is None:
            return
        shown = not poll.latest.revealed
        if self._give(lambda polls: polls.reveal(poll.id, shown=shown)):
            self._tell(_("Everybody may see the result.") if shown else _("The result is hidden."))

    def _show_right(self) -> None:
        poll = self._poll
        if poll is not None:
            self._give(lambda polls: polls.show_right(poll.id, shown=not poll.right_shown))

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

    # Putting answers in.

    def _enter(self, entry: Entry) -> None:
        """Begin to put answers in, or end it with the same key."""
        self._bring_forward()
        poll = self._poll
        if poll is None:
            return
        if entry is self._entry:
            self._finish()
            return
        self._entry, self._picked = entry, ()
        places = () if entry is Entry.PRESENT else self._places()
        if places and self._place not in places:
            self._place = places[0]
        self._show_entry(poll)
        self._refresh()

    def _show_entry(self, poll: Poll) -> None:
        places = () if self._entry is Entry.PRESENT else self._places()
        self._panel.set_entry(
            self._entry, places=places, place=self._place, kind=poll.question.kind
        )

    def _places(self) -> tuple[PlaceOf, ...]:
        """Return where hands can be counted: the room, each shared screen, the remote people."""
        controller = self._desk.controller
        sites: list[str] = []
        if controller is not None:
            stays = controller.register.present(controller.now()).values()
            sites = sorted({stay.site for stay in stays if stay.mode is Mode.SITE})
        return (
            PlaceOf(Mode.ROOM),
            *(PlaceOf(Mode.SITE, site) for site in sites),
            PlaceOf(Mode.REMOTE),
        )

    def _step_place(self, by: int) -> None:
        places = self._places()
        place = places.index(self._place) if self._place in places else 0
        self._choose_place(places[(place + by) % len(places)])

    def _choose_place(self, place: PlaceOf) -> None:
        self._place = place
        poll = self._poll
        if poll is not None:
            self._show_entry(poll)
        self._refresh()

    def _tap(self, row: int, by: int) -> None:
        poll, place = self._poll, self._place
        if poll is None or place is None:
            return
        if self._entry is Entry.PAPER:
            self._pick(poll, row)
            return
        if self._give(
            lambda polls: polls.tap(poll.id, row, mode=place.mode, site=place.site, by=by)
        ):
            self._desk.remember_done(_("hand"), self._undo)

    def _warn(self) -> None:
        """Say aloud that there are more answers than people, when it has become so."""
        warning = self._panel.warning
        is_over = not warning.isHidden()
        if is_over and not self._was_over:
            self._desk.noticed.emit(Notice(warning.text(), Outcome.REFUSED))
        self._was_over = is_over

    def _pick(self, poll: Poll, row: int) -> None:
        if poll.question.is_single:
            self._cast(poll, Answer(picks=(row,)))
            return
        if row in self._picked:
            self._picked = tuple(place for place in self._picked if place != row)
        else:
            self._picked = (*self._picked, row)
        self._refresh()

    def _confirm_paper(self) -> None:
        poll = self._poll
        if poll is not None and self._entry is Entry.PAPER and self._picked:
            picks = self._picked
            if poll.question.kind is PollKind.MULTIPLE:
                picks = tuple(sorted(picks))
            if self._cast(poll, Answer(picks=picks)):
                self._picked = ()
                self._refresh()

    def _take_line(self, line: str) -> None:
        if self._entry is Entry.PRESENT:
            self._take_present(line)
            return
        poll, place = self._poll, self._place
        if poll is None or place is None:
            return
        if self._entry is Entry.TOTALS:
            self._take_totals(poll, place, line)
            return
        answer = read_answer(poll.question, line)
        if answer is None:
            self._refuse(_("That does not answer this question."))
        elif self._cast(poll, answer):
            self._panel.entry_line.clear()

    def _take_present(self, line: str) -> None:
        """Take how many are present, in the order of the places: room and remote."""
        totals, polls = read_totals(line), self._polls
        if totals is None or len(totals.counts) != _ROOM_AND_REMOTE or polls is None:
            self._refuse(_n("Type {count} number.", "Type {count} numbers.", _ROOM_AND_REMOTE))
            return
        room, remote = totals.counts
        polls.set_present(Present(room=room, remote=remote))
        self._panel.entry_line.clear()
        self._finish()

    def _take_totals(self, poll: Poll, place: PlaceOf, line: str) -> None:
        totals = read_totals(line)
        wanted = len(poll.question.choices)
        if totals is None or len(totals.counts) != wanted:
            self._refuse(_n("Type {count} number.", "Type {count} numbers.", wanted))
            return
        done = self._give(
            lambda polls: polls.set_total(
                poll.id, totals.counts, mode=place.mode, site=place.site, people=totals.people
            )
        )
        if done:
            self._panel.entry_line.clear()
            self._tell(_("The totals are taken."))
            self._warn()

    def _cast(self, poll: Poll, answer: Answer) -> bool:
        mode = Mode.ROOM if self._place is None else self._place.mode
        vote = Vote(answer=answer, mode=mode, site="" if self._place is None else self._place.site)
        done = self._give(lambda polls: polls.cast(poll.id, vote, channel=Channel.PAPER))
        if done:
            self._desk.remember_done(_("paper"), self._undo)
        return done

    def _take_back_last(self) -> None:
        if self._picked:
            self._picked = self._picked[:-1]
            self._refresh()
            return
        polls = self._polls
        latest = None if polls is None else polls.undoable
        if latest is not None and latest[0] in (PollAction.COUNTED, PollAction.BALLOT):
            self._desk.undo_latest()

    def _finish(self) -> None:
        """Put the pad and the line away, and the keyboard where no key types anything."""
        self._stop_entry()
        self._refresh()
        self._leave()

    def _stop_entry(self) -> None:
        self._entry, self._picked = Entry.NONE, ()
        self._panel.set_entry(Entry.NONE)

    # Chat.

    def _paste(self) -> None:
        """Read the clipboard as the chat of the meeting, in the background."""
        controller, poll = self._desk.controller, self._poll
        if controller is None or poll is None:
            return
        self._bring_forward()
        text = QApplication.clipboard().text()
        if not text.strip():
            self._refuse(_("Copy the chat in the meeting tool first, then paste it here."))
            return
        from virtu_desktop.exchange.poll_paste import (
            is_report,
            read_pasted_chat,
            read_pasted_report,
        )

        meeting = _meeting(controller, poll)
        question = poll.question
        if is_report(text):
            self._read(
                lambda: read_pasted_report(text.encode(), question, meeting),
                poll.id,
                Channel.REPORT,
            )
        else:
            self._read(lambda: read_pasted_chat(text, question, meeting), poll.id, Channel.CHAT)

    def _choose_report(self) -> None:
        """Choose a file that the meeting tool has written of its own poll."""
        self._bring_forward()
        dialog = QFileDialog(self._panel, _("Poll report of the meeting tool"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        tables = _("Tables ({endings})", endings="*.csv *.tsv *.txt *.xlsx")
        dialog.setNameFilters([tables, _("All files ({endings})", endings="*")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.read_report(Path(name)))
        dialog.open()

    def read_report(self, path: Path) -> None:
        """Read a poll report in the background and count what it says to the poll."""
        controller, poll = self._desk.controller, self._poll
        if controller is None or poll is None:
            return
        self._folder = str(path.parent)
        from virtu_desktop.exchange.poll_paste import read_report_file

        meeting, question = _meeting(controller, poll), poll.question
        self._read(lambda: read_report_file(path, question, meeting), poll.id, Channel.REPORT)

    def _read(self, work: Callable[[], Pasted], poll: PollId, channel: Channel) -> None:
        self._desk.background.run(
            work, lambda pasted: self._take_pasted(poll, pasted, channel), self._desk.tell_failure
        )

    def _take_pasted(self, poll: PollId, pasted: Pasted, channel: Channel) -> None:
        polls = self._polls
        if polls is None or all(one.id != poll for one in polls.polls):
            return
        try:
            added = polls.add_votes(poll, pasted.votes, channel=channel)
        except PollRefused as refused:
            self._refuse(_refusal_words(refused))
            return
        self._review = tuple(one for one in pasted.review if (poll, one) not in self._looked_over)
        people = added.taken - added.changed
        parts = [_n("{count} person counted", "{count} people counted", people)]
        if added.changed:
            parts.append(_n("{count} answer changed", "{count} answers changed", added.changed))
        if added.known:
            parts.append(_n("{count} known already", "{count} known already", added.known))
        if added.held:
            parts.append(_n("{count} late", "{count} late", added.held))
        if self._review:
            parts.append(_n("{count} to look at", "{count} to look at", len(self._review)))
        if pasted.older:
            parts.append(
                _n("{count} from before the poll", "{count} from before the poll", pasted.older)
            )
        what = ", ".join(parts)
        words = (
            _("From the report: {what}.", what=what)
            if channel is Channel.REPORT
            else _("From the chat: {what}.", what=what)
        )
        if added.taken or added.held:
            self._tell(words)
        else:
            self._desk.noticed.emit(Notice(words))
        self._refresh()
        self._warn()
        if self._review:
            self._panel.look_at_review()

    def _decide_review(self, message: ToReview, digit: str) -> None:
        poll = self._poll
        if poll is None:
            return
        if digit:
            keys = choice_keys(poll.question)
            if digit not in keys:
                self._refuse(_("There is no such option."))
                return
            vote = Vote(
                answer=Answer(picks=(keys.index(digit),)),
                voter=message.voter,
                name=message.name,
                written=message.text,
                mode=message.mode or Mode.REMOTE,
                at=message.at,
            )
            if not self._give(lambda polls: polls.add_votes(poll.id, [vote], channel=Channel.CHAT)):
                return
            self._tell(_n("{count} answer counted", "{count} answers counted", 1))
        self._looked_over.add((poll.id, message))
        self._review = tuple(one for one in self._review if one != message)
        self._refresh()

    # Decisions.

    def _decide(self, accept: bool) -> None:
        poll = self._poll
        if poll is not None and self._give(lambda polls: polls.decide_late(poll.id, accept=accept)):
            done = _("The late answers count.") if accept else _("The late answers are left out.")
            self._tell(done)

    def _remove_unit(self, unit: UnitId) -> None:
        poll = self._poll
        if poll is not None and self._give(lambda polls: polls.take_back(poll.id, [unit])):
            self._tell(_("Left out of the result; it stays in the record."))

    def _give(self, command: Callable[[PollDesk], object]) -> bool:
        """Give a command to the poll desk; say why when it is refused."""
        polls = self._polls
        if polls is None:
            return False
        try:
            command(polls)
        except PollRefused as refused:
            self._refuse(_refusal_words(refused))
            return False
        return True

    def _refuse(self, words: str) -> None:
        self._desk.noticed.emit(Notice(words, Outcome.REFUSED))

    def _tell(self, words: str) -> None:
        self._desk.tell_done(words, self._undo)

    def _undo(self) -> None:
        polls = self._polls
        action = None if polls is None else polls.undo()
        if action is None:
            self._refuse(_("That cannot be taken back: the poll has answers."))
            return
        self._desk.tell_done(_(_UNDONE[action]))
        self._refresh()

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


def _refusal_words(refused: PollRefused) -> str:
    tr = interface()
    if refused.problems:
        return question_problem_words(tr, refused.problems[0])
    if refused.answer is not None:
        return answer_problem_words(tr, refused.answer)
    return _(_REFUSALS[refused.refusal])


def _review_words(one: ToReview) -> str:
    from virtu_desktop.exchange.chat.words import doubt_words

    reason = (
        _("does not fit the question") if one.doubt is None else doubt_words(interface(), one.doubt)
    )
    name = f"{one.name}: " if one.name else ""
    return f"{name}{one.text} ({reason})"


def _measured_words(one: Measurement) -> str:
    place = _("Session {number}", number=one.session_number)
    return f"{one.group}, {place}" if one.group else place


def _same_choices(one: Question, other: Question) -> bool:
    return len(one.choices) == len(other.choices) and one.kind is other.kind


def _meeting(controller: SessionController, poll: Poll) -> Meeting:
    from virtu_desktop.exchange.poll_paste import Meeting

    there = controller.register.present(controller.now())
    return Meeting(
        people=tuple(controller.register.people.values()),
        modes={person: stay.mode for person, stay in there.items()},
        opened=poll.latest.opened,
        zone=controller.plan.zone,
    )
