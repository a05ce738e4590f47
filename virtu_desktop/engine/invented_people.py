"""Invented participants who come, go away and come back, for rehearsals and the demo (T13)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from virtu_desktop.domain.head_count import Place
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.engine.register import Register

# From so many people on some are late, one goes away for a while, one leaves early, one stays away.
_ENOUGH = 8
_LATE = 3

_Act = Callable[[Register, Instant], object]


class InventedAttendance:
    """Knows when which invented person does what; the same chance gives the same day."""

    def __init__(
        self,
        people: Sequence[Participant],
        plan: Plan,
        chance: random.Random,
        *,
        walk_in: str = "",
    ) -> None:
        """Plan the day of ``people``; walk_in: the name of somebody who comes unexpected, or ""."""
        self._chance = chance
        self._start, self._end = plan.start, plan.target_end
        self._moments: list[tuple[Instant, int, _Act]] = []
        order = list(people)
        chance.shuffle(order)
        is_full = len(order) >= _ENOUGH
        if is_full:
            order.pop()  # stays away
        for place, person in enumerate(order):
            self._arrive(person.id, is_late=is_full and place < _LATE)
        if is_full:
            self._go_away(order[_LATE].id)
            self._leave_early(order[_LATE + 1].id)
        if walk_in and people:
            self._walk_in(walk_in)
        self._moments.sort(key=lambda moment: moment[:2])

    def act(self, register: Register, now: Instant) -> None:
        """Let everything happen that is due."""
        while self._moments and self._moments[0][0] <= now:
            at, _number, act = self._moments.pop(0)
            act(register, at)

    def _arrive(self, person: PersonId, *, is_late: bool) -> None:
        minutes = self._chance.uniform(6, 24) if is_late else self._chance.uniform(-14, -1)
        self._plan(self._start + minutes * MINUTE, _check_in(person))

    def _go_away(self, person: PersonId) -> None:
        at = self._start + self._chance.uniform(0.35, 0.55) * self._length
        self._plan(at, _leave(person, Leaving.AWAY))
        self._plan(at + self._chance.uniform(6, 14) * MINUTE, _check_in(person))

    def _leave_early(self, person: PersonId) -> None:
        at = self._end - self._chance.uniform(12, 30) * MINUTE
        self._plan(at, _leave(person, Leaving.LEFT))

    def _walk_in(self, name: str) -> None:
        self._plan(
            self._start - 3 * MINUTE,
            lambda register, at: register.walk_in(name, place=Place(Mode.ROOM), at=at),
        )

    @property
    def _length(self) -> Duration:
        return Duration(self._end - self._start)

    def _plan(self, at: float, act: _Act) -> None:
        self._moments.append((Instant(round(at)), len(self._moments), act))


def _check_in(person: PersonId) -> _Act:
    return lambda register, at: register.check_in(person, at=at)


def _leave(person: PersonId, leaving: Leaving) -> _Act:
    return lambda register, at: register.leave(person, leaving, at=at)
