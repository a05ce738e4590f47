"""The poll that the trainer looks at, commands on it, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk, Notice, Outcome
from virtu_desktop.domain.polls import Poll, PollId
from virtu_desktop.engine.poll_terms import PollAction, PollRefusal, PollRefused
from virtu_desktop.engine.polling import PollDesk
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.poll_words import answer_problem_words, question_problem_words

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
    PollAction.COUNTER: N_("Who counted is as it was."),
    PollAction.TOTAL: N_("The totals are as they were."),
    PollAction.VOTES: N_("What was pasted is taken back."),
    PollAction.BALLOT: N_("The last answer is taken back."),
    PollAction.DECIDED: N_("The late answers wait again."),
    PollAction.TAKEN_BACK: N_("What was left out counts again."),
    PollAction.REVEALED: N_("The stage shows what it did before."),
    PollAction.WALL: N_("The answers for the wall are as they were."),
}


class PollInHand(QObject):
    """Knows the poll that is looked at. refreshed: what is shown of it may be another."""

    refreshed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Look at the polls of the open session."""
        super().__init__(parent)
        self._desk = desk
        self.looked_at: PollId | None = None

    @property
    def polls(self) -> PollDesk | None:
        """Return the polls of the open session, or None without one."""
        controller = self._desk.controller
        return None if controller is None else controller.polls

    @property
    def poll(self) -> Poll | None:
        """Return the poll that is looked at; without a choice the current one."""
        polls = self.polls
        if polls is None:
            return None
        found = next((poll for poll in polls.polls if poll.id == self.looked_at), None)
        return found or polls.current

    def give(self, command: Callable[[PollDesk], object]) -> bool:
        """Give a command to the poll desk; say why when it is refused."""
        polls = self.polls
        if polls is None:
            return False
        try:
            command(polls)
        except PollRefused as refused:
            self.refuse(refusal_words(refused))
            return False
        return True

    def refuse(self, words: str) -> None:
        """Say why something is not done."""
        self._desk.noticed.emit(Notice(words, Outcome.REFUSED))

    def notice(self, words: str) -> None:
        """Say something that nothing has to be done about."""
        self._desk.noticed.emit(Notice(words))

    def tell(self, words: str, undone: Callable[[], None] | None = None) -> None:
        """Say what was done; it can be taken back. undone: called after that."""

        def take_back() -> None:
            if self._take_back() and undone is not None:
                undone()

        self._desk.tell_done(words, take_back)

    def tell_apart(self, words: str, undo: Callable[[], None]) -> None:
        """Say what was done beside the poll itself, which ``undo`` takes back."""
        self._desk.tell_done(words, undo)

    def remember(self, what: str) -> None:
        """Let what was done be taken back without saying it."""
        self._desk.remember_done(what, self.undo)

    def undo(self) -> None:
        """Take the latest command on the polls back."""
        self._take_back()

    def _take_back(self) -> bool:
        polls = self.polls
        action = None if polls is None else polls.undo()
        if action is None:
            self.refuse(_("That cannot be taken back: the poll has answers."))
            return False
        self._desk.tell_done(_(_UNDONE[action]))
        self.refreshed.emit()
        return True


def refusal_words(refused: PollRefused) -> str:
    """Return in the language of the window why a command cannot be carried out."""
    tr = interface()
    if refused.problems:
        return question_problem_words(tr, refused.problems[0])
    if refused.answer is not None:
        return answer_problem_words(tr, refused.answer)
    return _(_REFUSALS[refused.refusal])
