"""Which incidents a reader is told of."""

from __future__ import annotations

import pytest

from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.time import Duration, Instant


@pytest.mark.parametrize(
    ("kind", "ms", "is_told"),
    [
        (IncidentKind.AWAY, 0, False),
        (IncidentKind.AWAY, 2_999, False),
        (IncidentKind.AWAY, 3_000, True),
        (IncidentKind.SLEPT, 2_500, False),
        (IncidentKind.CLOCK_STEPPED, -2_000, True),
        (IncidentKind.CLOCK_STEPPED, 2_000, True),
        (IncidentKind.CLOCK_STEPPED, -1_999, False),
        (IncidentKind.CLOCK_STEPPED, 20, False),
    ],
)
def test_moments_are_not_told(kind: IncidentKind, ms: int, is_told: bool) -> None:
    """A start that took a moment is no incident, nor is a clock that was hardly corrected."""
    incident = Incident(at=Instant(0), kind=kind, length=Duration(ms))

    assert incident.is_worth_telling is is_told
