"""Incidents of a run: what happened to the computer rather than to the session (T10, T11)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.time import SECOND, Duration, Instant

AWAY_WORTH_TELLING = Duration(3 * SECOND)
STEP_WORTH_TELLING = Duration(2 * SECOND)


class IncidentKind(StrEnum):
    """What happened. AWAY: the program was not running. SLEPT: no tick came for a while."""

    AWAY = "away"
    SLEPT = "slept"
    CLOCK_STEPPED = "clock_stepped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident: when it was noticed and how many milliseconds it concerns.

    CLOCK_STEPPED: ``length`` is how far the wall clock was set forward (or back, negative).
    """

    at: Instant
    kind: IncidentKind
    length: Duration

    @property
    def is_worth_telling(self) -> bool:
        """Say whether a reader would mind.

        A start of the program takes some seconds itself, and time servers correct a clock by
        fractions of a second all the time.
        """
        if self.kind is IncidentKind.CLOCK_STEPPED:
            return abs(self.length) >= STEP_WORTH_TELLING
        return self.length >= AWAY_WORTH_TELLING
