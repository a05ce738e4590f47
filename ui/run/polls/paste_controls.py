"""Answers out of the meeting tool: pasted chat, poll reports, messages to look at (V2, V4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from ui.desk import Desk
from ui.run.polls.choice_keys import choice_keys
from ui.run.polls.lines_list import Line
from ui.run.polls.poll_in_hand import PollInHand, refusal_words
from ui.run.polls.polls_panel import PollsPanel
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Channel, Poll, PollId
from virtu_desktop.domain.questions import Answer, Question
from virtu_desktop.engine.poll_terms import PollRefused, Vote
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, _n, interface

# What reads chats and reports is loaded with the first of them: the start need not wait for it.
if TYPE_CHECKING:
    from virtu_desktop.exchange.poll_paste import Meeting, Pasted, ToReview

_LONGEST_SHOWN = 300


class PasteControls(QObject):
    """Reads what was copied, counts it, and keeps what somebody has to look at."""

    def __init__(
        self,
        desk: Desk,
        hand: PollInHand,
        panel: PollsPanel,
        *,
        bring_forward: Callable[[], None],
        warn: Callable[[], None],
    ) -> None:
        """Serve ``panel``; bring_forward shows it, warn tells of more answers than people."""
        super().__init__(panel)
        self._desk = desk
        self._hand = hand
        self._panel = panel
        self._bring_forward = bring_forward
        self._warn = warn
        self.review: tuple[ToReview, ...] = ()
        # What was looked at already does not come back with the next paste.
        self._looked_over: set[tuple[PollId, ToReview]] = set()
        self._folder = ""
        panel.review_decided.connect(self._decide)
        panel.review_agreed.connect(lambda message: self._agree([message]))
        panel.review_all_agreed.connect(lambda: self._agree(self.review))

    def lines(self) -> list[Line]:
        """Return the messages to look at as lines."""
        poll = self._hand.poll
        if poll is None:
            return []
        return [Line(_review_words(one, poll.question), one) for one in self.review]

    def paste(self) -> None:
        """Read the clipboard as the chat of the meeting, in the background."""
        controller, poll = self._desk.controller, self._hand.poll
        if controller is None or poll is None:
            return
        self._bring_forward()
        text = QApplication.clipboard().text()
        if not text.strip():
            self._hand.refuse(_("Copy the chat in the meeting tool first, then paste it here."))
            return
        from virtu_desktop.exchange.poll_paste import read_pasted

        meeting, question = _meeting(controller, poll), poll.question
        self._read(lambda: read_pasted(text, question, meeting), poll.id)

    def choose_report(self) -> None:
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
        controller, poll = self._desk.controller, self._hand.poll
        if controller is None or poll is None:
            return
        self._folder = str(path.parent)
        from virtu_desktop.exchange.poll_paste import read_report_file

        meeting, question = _meeting(controller, poll), poll.question
        self._read(lambda: read_report_file(path, question, meeting), poll.id)

    def _read(self, work: Callable[[], Pasted], poll: PollId) -> None:
        self._desk.background.run(
            work, lambda pasted: self._take(poll, pasted), self._desk.tell_failure
        )

    def _take(self, poll: PollId, pasted: Pasted) -> None:
        polls = self._hand.polls
        if polls is None or all(one.id != poll for one in polls.polls):
            return
        try:
            added = polls.add_votes(poll, pasted.votes, channel=pasted.channel)
        except PollRefused as refused:
            self._hand.refuse(refusal_words(refused))
            return
        self.review = tuple(one for one in pasted.review if (poll, one) not in self._looked_over)
        people = added.taken - added.changed
        parts = [_n("{count} person counted", "{count} people counted", people)]
        if added.changed:
            parts.append(_n("{count} answer changed", "{count} answers changed", added.changed))
        if added.known:
            parts.append(_n("{count} known already", "{count} known already", added.known))
        if added.held:
            parts.append(_n("{count} late", "{count} late", added.held))
        if self.review:
            parts.append(_n("{count} to look at", "{count} to look at", len(self.review)))
        if pasted.older:
            parts.append(
                _n("{count} from before the poll", "{count} from before the poll", pasted.older)
            )
        what = ", ".join(parts)
        words = (
            _("From the report: {what}.", what=what)
            if pasted.channel is Channel.REPORT
            else _("From the chat: {what}.", what=what)
        )
        if added.taken or added.held:
            self._hand.tell(words)
        else:
            self._hand.notice(words)
        self._hand.refreshed.emit()
        self._warn()
        if self.review:
            self._panel.look_at_review()

    def _decide(self, message: ToReview, digit: str) -> None:
        """Count a message for the option of a digit; without one leave it out."""
        poll = self._hand.poll
        if poll is None:
            return
        if not digit:
            self._put_away(poll, [message])
            self._hand.tell_apart(
                _("The message is left out."), lambda: self._bring_back(poll, [message])
            )
            return
        keys = choice_keys(poll.question)
        if digit not in keys:
            self._hand.refuse(_("There is no such option."))
            return
        self._count(poll, [(message, Answer(picks=(keys.index(digit),)))])

    def _agree(self, messages: Sequence[ToReview]) -> None:
        """Count messages as they read."""
        poll = self._hand.poll
        said = [(one, one.answer) for one in messages if one.answer is not None]
        if poll is None or not said:
            self._hand.refuse(_("It does not say which option: a digit counts it."))
            return
        self._count(poll, said)

    def _count(self, poll: Poll, said: Sequence[tuple[ToReview, Answer]]) -> None:
        votes = [
            Vote(
                answer=answer,
                voter=message.voter,
                name=message.name,
                written=message.text,
                mode=message.mode or Mode.REMOTE,
                at=message.at,
            )
            for message, answer in said
        ]
        if self._hand.give(
            lambda polls: polls.add_votes(poll.id, votes, channel=Channel.CHAT, looked_at=True)
        ):
            messages = [message for message, _answer in said]
            self._hand.tell(
                _n("{count} answer counted", "{count} answers counted", len(votes)),
                lambda: self._bring_back(poll, messages),
            )
            self._put_away(poll, messages)

    def _put_away(self, poll: Poll, messages: Sequence[ToReview]) -> None:
        self._looked_over |= {(poll.id, message) for message in messages}
        self.review = tuple(one for one in self.review if one not in messages)
        self._hand.refreshed.emit()
        self._warn()

    def _bring_back(self, poll: Poll, messages: Sequence[ToReview]) -> None:
        """List messages to look at again, as before what was decided of them was taken back."""
        self._looked_over -= {(poll.id, message) for message in messages}
        now = self._hand.poll
        if now is not None and now.id == poll.id:
            self.review = (*messages, *(one for one in self.review if one not in messages))
        self._hand.refreshed.emit()


def _review_words(one: ToReview, question: Question) -> str:
    from virtu_desktop.exchange.chat.words import doubt_words

    reason = (
        _("does not fit the question") if one.doubt is None else doubt_words(interface(), one.doubt)
    )
    name = f"{one.name}: " if one.name else ""
    picks = () if one.answer is None else one.answer.picks
    reads = f" → {', '.join(question.choices[place] for place in picks)}" if picks else ""
    text = one.text if len(one.text) <= _LONGEST_SHOWN else f"{one.text[:_LONGEST_SHOWN]}…"
    return f"{name}{text} ({reason}){reads}"


def _meeting(controller: SessionController, poll: Poll) -> Meeting:
    from virtu_desktop.exchange.poll_paste import Meeting

    there = controller.register.present(controller.now())
    return Meeting(
        people=tuple(controller.register.people.values()),
        modes={person: stay.mode for person, stay in there.items()},
        opened=poll.latest.opened,
        zone=controller.plan.zone,
    )
