"""Carries what one group changed in a half-day to the sessions of other groups, in one act (P3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.template_differences import Difference, carry_all
from virtu_desktop.engine.changes import SaveSession


@dataclass(frozen=True, slots=True)
class Carried:
    """The sessions that changed, as they were and as they are now, in the same order."""

    before: tuple[Session, ...]
    after: tuple[Session, ...]

    @property
    def changes(self) -> tuple[SaveSession, ...]:
        """Return what saves all of them, together or not at all."""
        return tuple(SaveSession(session=session) for session in self.after)

    def take_back(self, now: Iterable[Session]) -> tuple[SaveSession, ...]:
        """Return what makes them as they were, without those that were changed since.

        now: the sessions as they are.
        """
        current = {session.id: session for session in now}
        return tuple(
            SaveSession(session=before)
            for before, after in zip(self.before, self.after, strict=True)
            if current.get(after.id) == after
        )


def carry_to(
    chosen: Sequence[Difference], sessions: Iterable[Session], *, new_id: Callable[[], str]
) -> Carried:
    """Make the chosen differences in every session where they apply and are not there yet."""
    pairs = [(session, carry_all(chosen, session, new_id=new_id)) for session in sessions]
    changed = [(before, after) for before, after in pairs if before != after]
    return Carried(
        before=tuple(before for before, _ in changed), after=tuple(after for _, after in changed)
    )
