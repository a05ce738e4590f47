"""The rule by which somebody gets a certificate: a least share of the time (A5)."""

from __future__ import annotations

from virtu_desktop.domain.presence import Attended

USUAL_PERCENT = 80
PERCENTS = range(1, 101)


def is_entitled(attended: Attended | None, percent: int) -> bool:
    """Say whether somebody was present at least ``percent`` per cent of the time.

    The share is the one that is shown everywhere: whole percent, rounded down.
    """
    return attended is not None and attended.percent >= percent
