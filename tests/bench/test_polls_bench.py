"""How long the tally of 100,000 ballots takes (at most 200 ms).

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.domain.ballots import YES_NO, asked, ballot
from virtu_desktop.domain.tally import tally

pytestmark = pytest.mark.bench


def test_tally_of_a_hundred_thousand_ballots(benchmark: BenchmarkFixture) -> None:
    """Every third voter of them has voted twice."""
    poll = asked(YES_NO, *(ballot(n % 3, f"v{n % 60_000}", at=n) for n in range(100_000)))

    result = benchmark(tally, poll)

    assert result.people == 60_000
