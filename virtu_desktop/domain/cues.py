"""Phase cues: when a running block gets its signals (T9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.time import MINUTE, SECOND, Duration


class CuePhase(StrEnum):
    """How much time is left: plenty, little, very little, or none."""

    CALM = "calm"
    SOON = "soon"
    LAST = "last"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSettings:
    """The two limits as a percentage of the allotted time, with the least time for each."""

    soon_percent: int = 20
    soon_least: Duration = MINUTE
    last_percent: int = 5
    last_least: Duration = Duration(15 * SECOND)


def cue_phase(remaining: Duration, allotted: Duration, settings: CueSettings) -> CuePhase:
    """Return the phase of a block with ``remaining`` of ``allotted`` milliseconds left.

    >>> cue_phase(Duration(60_000), Duration(120_000), CueSettings())
    <CuePhase.SOON: 'soon'>
    """
    if remaining <= 0:
        return CuePhase.OVER
    if remaining <= max(settings.last_least, allotted * settings.last_percent // 100):
        return CuePhase.LAST
    if remaining <= max(settings.soon_least, allotted * settings.soon_percent // 100):
        return CuePhase.SOON
    return CuePhase.CALM
