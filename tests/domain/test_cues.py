"""When a block gets its signals (T9)."""

from __future__ import annotations

import pytest

from virtu_desktop.domain.cues import CuePhase, CueSettings, cue_phase
from virtu_desktop.domain.time import Duration

MINUTE = 60_000


@pytest.mark.parametrize(
    ("allotted_min", "remaining_ms", "phase"),
    [
        # 60 minutes: 20 % are 12 minutes, 5 % are 3.
        (60, 12 * MINUTE + 1, CuePhase.CALM),
        (60, 12 * MINUTE, CuePhase.SOON),
        (60, 3 * MINUTE + 1, CuePhase.SOON),
        (60, 3 * MINUTE, CuePhase.LAST),
        (60, 1, CuePhase.LAST),
        (60, 0, CuePhase.OVER),
        (60, -1, CuePhase.OVER),
        # 4 minutes: at least 60 s and 15 s.
        (4, 60_001, CuePhase.CALM),
        (4, 60_000, CuePhase.SOON),
        (4, 15_001, CuePhase.SOON),
        (4, 15_000, CuePhase.LAST),
        # Shorter than the limits, and of no length.
        (0.5, 30_000, CuePhase.SOON),
        (0.2, 12_000, CuePhase.LAST),
        (0, 0, CuePhase.OVER),
    ],
)
def test_phases_change_at_their_limits(
    allotted_min: float, remaining_ms: int, phase: CuePhase
) -> None:
    """A fifth and a twentieth, at least one minute and 15 seconds, and zero."""
    allotted = Duration(int(allotted_min * MINUTE))

    assert cue_phase(Duration(remaining_ms), allotted, CueSettings()) is phase


def test_the_limits_can_be_set() -> None:
    """Own percentages and least times are what counts."""
    settings = CueSettings(
        soon_percent=50,
        soon_least=Duration(0),
        last_percent=10,
        last_least=Duration(5 * MINUTE),
    )

    found = [
        cue_phase(Duration(minutes * MINUTE), Duration(20 * MINUTE), settings)
        for minutes in (11, 10, 6, 5, 0)
    ]

    assert found == [
        CuePhase.CALM,
        CuePhase.SOON,
        CuePhase.SOON,
        CuePhase.LAST,
        CuePhase.OVER,
    ]
