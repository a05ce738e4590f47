"""Changes to a session's plan, each with a name, undo and redo.

A change that does not fit what has happened in the run is refused, and then nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import Change, SaveBlock, SaveSession


class PlanStep(StrEnum):
    """What a step of plan editing did; the interface has a name for each."""

    TITLE = "title"
    LENGTH = "length"
    MINIMUM = "minimum"
    FIXED_START = "fixed_start"
    TEXT = "text"
    BLOCK = "block"
    SESSION_TIME = "session_time"
    SESSION_TITLE = "session_title"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"
    DUPLICATE = "duplicate"
    SPLIT = "split"
    MERGE = "merge"
    PASTE = "paste"
    METHOD = "method"
    IMPORT = "import"
    CARRIED = "carried"
    LENGTHS = "lengths"
    OWNER = "owner"
    DELIVERY = "delivery"
    PHONES = "phones"
    TEMPLATE = "template"
    PEOPLE_RULES = "people_rules"
    SILENCED = "silenced"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class _Done:
    step: PlanStep
    before: Session
    after: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHistory:
    """What undo and redo can go back to, of the session as it was at that moment."""

    session: Session
    done: tuple[_Done, ...]
    undone: tuple[_Done, ...]


class PlanEditor:
    """Holds the session as planned; every change goes through ``accept`` before it counts."""

    def __init__(self, session: Session, *, accept: Callable[[Session, Change], None]) -> None:
        """Begin with ``session``; ``accept`` checks and saves a change, or raises."""
        self._session = session
        self._accept = accept
        self._done: list[_Done] = []
        self._undone: list[_Done] = []

    @property
    def session(self) -> Session:
        """Return the session as it is planned now."""
        return self._session

    @property
    def undo_step(self) -> PlanStep | None:
        """Return what undo would take back, or None."""
        return self._done[-1].step if self._done else None

    @property
    def redo_step(self) -> PlanStep | None:
        """Return what redo would do again, or None."""
        return self._undone[-1].step if self._undone else None

    @property
    def history(self) -> PlanHistory:
        """Return what undo and redo can go back to, for a later planner of the same session."""
        return PlanHistory(
            session=self._session, done=tuple(self._done), undone=tuple(self._undone)
        )

    def take_up(self, history: PlanHistory) -> bool:
        """Let undo and redo go on from an earlier planner of the same session.

        Says whether they can: nothing happens when the session is not as it was left.
        """
        if history.session != self._session or self._done or self._undone:
            return False
        self._done = list(history.done)
        self._undone = list(history.undone)
        return True

    def change_block(self, step: PlanStep, block: Block) -> None:
        """Replace the block of the same id. Raises BadPlan or what ``accept`` raises."""
        plan = self._session.plan.with_block(block)
        self._do(step, replace(self._session, plan=plan), block.id)

    def change_plan(self, step: PlanStep, plan: Plan) -> None:
        """Put another plan in the place of the present one. Raises what ``accept`` raises."""
        self._do(step, replace(self._session, plan=plan), None)

    def change_session(self, step: PlanStep, session: Session) -> None:
        """Put the session as given in the place of the present one, which has the same id.

        Raises ValueError for another session, and what ``accept`` raises.
        """
        if session.id != self._session.id:
            raise ValueError(f"this is the planner of session {self._session.id!r}")
        self._do(step, session, None)

    def change_times(self, start: Instant, end: Instant | None) -> None:
        """Set the start and the target end of the session."""
        plan = replace(self._session.plan, start=start, end=end)
        self._do(PlanStep.SESSION_TIME, replace(self._session, plan=plan), None)

    def rename(self, title: str) -> None:
        """Give the session another title."""
        self._do(PlanStep.SESSION_TITLE, replace(self._session, title=title), None)

    def undo(self) -> PlanStep | None:
        """Take the latest step back; return it, or None when there is none."""
        if not self._done:
            return None
        done = self._done[-1]
        self._become(done.before, SaveSession(session=done.before))
        self._undone.append(self._done.pop())
        return done.step

    def redo(self) -> PlanStep | None:
        """Do the latest undone step again; return it, or None when there is none."""
        if not self._undone:
            return None
        done = self._undone[-1]
        self._become(done.after, SaveSession(session=done.after))
        self._done.append(self._undone.pop())
        return done.step

    def _do(self, step: PlanStep, after: Session, block: BlockId | None) -> None:
        if after == self._session:
            return
        before = self._session
        self._become(after, _change(after, block))
        self._done.append(_Done(step, before, after))
        self._undone.clear()

    def _become(self, session: Session, change: Change) -> None:
        # Whoever hears of the change looks at the plan: it must be the new one by then.
        before, self._session = self._session, session
        try:
            self._accept(session, change)
        except Exception:
            self._session = before
            raise


def _change(session: Session, block: BlockId | None) -> Change:
    if block is None:
        return SaveSession(session=session)
    return SaveBlock(session=session.id, block=session.plan.block(block))
