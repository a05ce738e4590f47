"""When the stage turns to a poll and back, and what it shows of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.stage.stage_poll import StagePoll, stage_poll
from ui.stage.stage_state import Shown
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import Measurement, Poll, PollId, Present, RoundId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.questions import PollKind
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_charts import ChartView
from virtu_desktop.repeat_charts import measurement_names

_OPEN = frozenset({PollKind.OPEN, PollKind.CLOUD})


class PolledStage:
    """Follows the polls of the session that the room sees."""

    def __init__(self, measured: Callable[[SessionId], Sequence[Measurement]]) -> None:
        """Begin without any poll; ``measured`` gives what a session's questions came to before."""
        self._measured = measured
        self._session: SessionController | None = None
        self._opened: RoundId | None = None
        self._block: BlockId | None = None
        self._tallied: tuple[Poll, Present | None, Result] | None = None
        self._views: dict[PollId, ChartView] = {}
        self._earlier: tuple[RoundId, tuple[str, Result] | None] | None = None

    def show_as(self, poll: PollId, view: ChartView) -> None:
        """Show the result of a poll in another way."""
        self._views[poll] = view

    def follow(
        self, controller: SessionController, block: BlockId | None, shown: Shown
    ) -> Shown | None:
        """Return what the stage should turn to by itself, or None.

        A poll that opens takes the place of the block, and of nothing else that was chosen; when
        another block begins after its close, the block has the stage again.
        """
        is_new = controller is not self._session
        poll = controller.polls.current
        opened = poll.latest.id if poll is not None and poll.is_open else None
        has_opened = opened is not None and opened != self._opened
        has_moved = not is_new and block != self._block
        self._session, self._block = controller, block
        self._opened = opened if opened is not None else (None if is_new else self._opened)
        if has_opened and shown is Shown.BLOCK:
            return Shown.POLL
        if has_moved and shown is Shown.POLL and opened is None:
            return Shown.BLOCK
        return None

    def value(
        self, controller: SessionController, now: Instant, tr: Translator
    ) -> StagePoll | None:
        """Return what the room sees of the newest poll; None when there is none."""
        poll = controller.polls.current
        if poll is None:
            return None
        result = self._result(controller, poll)
        return stage_poll(
            poll,
            result,
            now,
            tr,
            view=self._views.get(poll.id),
            words=controller.walls.words(poll, result) if poll.question.kind in _OPEN else None,
            earlier=self._earlier_result(controller, poll, tr),
        )

    def _earlier_result(
        self, controller: SessionController, poll: Poll, tr: Translator
    ) -> tuple[str, Result] | None:
        """Return when a repeated question was asked last before this round; read once a round."""
        key = poll.question.repeat_key
        if key is None:
            return None
        if self._earlier is None or self._earlier[0] != poll.latest.id:
            before = [
                one
                for one in self._measured(controller.session.id)
                if one.poll.question.repeat_key == key and one.round.opened < poll.latest.opened
            ]
            found = None
            if before:
                name = measurement_names(tr, before)[-1]
                found = name, tally(before[-1].poll, before[-1].round)
            self._earlier = (poll.latest.id, found)
        return self._earlier[1]

    def _result(self, controller: SessionController, poll: Poll) -> Result:
        """Return the tally; the same poll is not counted again at every tick."""
        present = controller.polls.present()
        if self._tallied is not None:
            counted, there, result = self._tallied
            if counted is poll and there == present:
                return result
        result = controller.polls.result(poll.id)
        self._tallied = (poll, present, result)
        return result
