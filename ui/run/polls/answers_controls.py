"""What the board of open answers does: decisions on the wall, and the basic forms of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt

from ui.desk import Desk
from ui.run.polls.answers_board import AnswersBoard
from virtu_desktop.domain.polls import Poll, PollId
from virtu_desktop.domain.questions import PollKind
from virtu_desktop.domain.wall import Seen, WallEntry
from virtu_desktop.engine.session import SessionController
from virtu_desktop.engine.wall_desk import WallDesk
from virtu_desktop.exchange.lemmas import Lemmas
from virtu_desktop.i18n import _

OPEN_KINDS = frozenset({PollKind.OPEN, PollKind.CLOUD})


class AnswersControls(QObject):
    """Serves the board; shows it only for open questions."""

    def __init__(self, desk: Desk, board: AnswersBoard, *, lemmas: Lemmas | None = None) -> None:
        """Follow the signals of ``board``; lemmas: a seam for tests."""
        super().__init__(board)
        self._desk = desk
        self._board = board
        self._lemmas = lemmas or Lemmas(desk.settings.language or "fi")
        self._asked: set[str] = set()
        self._apart: set[tuple[PollId, str, str]] = set()
        self._poll: Poll | None = None
        board.list.shown.connect(lambda chosen: self._decide(chosen, is_seen=True))
        board.list.left_out.connect(lambda chosen: self._decide(chosen, is_seen=False))
        board.list.put_together.connect(self._put_together)
        board.list.taken_apart.connect(self._take_apart)
        # Later: the editor that told it is still open while it tells.
        later = Qt.ConnectionType.QueuedConnection
        board.list.answers.renamed.connect(self._rename, later)
        board.list.answers.dropped.connect(lambda moved, onto: self._put_together([onto, *moved]))
        board.all_shown.connect(self._show_all)
        board.frozen.connect(self._freeze)
        board.joined.connect(self._put_together)
        board.refused.connect(self._leave_apart)
        # The process of the dictionaries ends with the board.
        lemmas_of_board = self._lemmas
        board.destroyed.connect(lambda: lemmas_of_board.close())

    def show_poll(self, poll: Poll | None) -> None:
        """Show the answers of a poll, or nothing for questions that are not open."""
        controller = self._desk.controller
        is_open = poll is not None and poll.question.kind in OPEN_KINDS
        self._board.setVisible(is_open and controller is not None)
        self._poll = poll if is_open else None
        if poll is None or controller is None or not is_open:
            return
        self._ask_lemmas(controller, poll)
        pairs = controller.walls.suggestions(poll)
        wanted = [pair for pair in pairs if _pair_key(poll, pair) not in self._apart]
        self._board.show_wall(
            controller.walls.entries(poll),
            wanted[0] if wanted else None,
            is_frozen=poll.wall.frozen is not None,
        )

    def _ask_lemmas(self, controller: SessionController, poll: Poll) -> None:
        """Look for basic forms behind the window, each word once."""
        words = controller.walls.unknown_words(poll) - self._asked
        if words:
            self._asked |= words
            lemmas = self._lemmas
            self._desk.background.run(
                lambda: lemmas.of(words), controller.walls.learn, self._desk.tell_failure
            )

    def _decide(self, chosen: Sequence[WallEntry], *, is_seen: bool) -> None:
        def change(walls: WallDesk, poll: PollId) -> None:
            if is_seen:
                walls.let_through(poll, chosen)
            else:
                walls.leave_out(poll, chosen)

        self._do(change, _("decision on an answer"))

    def _show_all(self) -> None:
        entries = self._board.list.answers.entries
        self._decide([entry for entry in entries if entry.seen is Seen.WAITING], is_seen=True)

    def _put_together(self, chosen: Sequence[WallEntry] | None) -> None:
        if chosen:
            self._do(lambda walls, poll: walls.put_together(poll, chosen), _("theme"))

    def _take_apart(self, entry: WallEntry) -> None:
        if (theme := entry.theme) is not None:
            self._do(lambda walls, poll: walls.take_apart(poll, theme), _("theme"))

    def _rename(self, entry: WallEntry, name: str) -> None:
        if (theme := entry.theme) is not None:
            self._do(lambda walls, poll: walls.rename(poll, theme, name), _("theme"))

    def _freeze(self, is_frozen: bool) -> None:
        def change(walls: WallDesk, poll: PollId) -> None:
            walls.freeze(poll, is_frozen=is_frozen)

        self._do(change, _("decision on the wall"))

    def _do(self, change: Callable[[WallDesk, PollId], None], what: str) -> None:
        """Decide, and remember how to take it back when anything became different."""
        controller, poll = self._desk.controller, self._poll
        if controller is None or poll is None or not self._desk.can_write:
            return
        before = controller.polls.poll(poll.id).wall
        change(controller.walls, poll.id)
        if controller.polls.poll(poll.id).wall != before:
            self._desk.remember_done(what, self._undo)

    def _undo(self) -> None:
        controller = self._desk.controller
        if controller is not None and controller.polls.undo() is not None:
            self._desk.tell_done(_("The answers for the wall are as they were."))

    def _leave_apart(self, pair: tuple[WallEntry, WallEntry] | None) -> None:
        if pair is not None and self._poll is not None:
            self._apart.add(_pair_key(self._poll, pair))
            self.show_poll(self._poll)


def _pair_key(poll: Poll, pair: tuple[WallEntry, WallEntry]) -> tuple[PollId, str, str]:
    one, other = sorted(entry.key for entry in pair)
    return poll.id, one, other
