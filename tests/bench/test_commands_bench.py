"""How long commands take from the shell, and what importing the window costs.

Measures only; no figure fails.
python -m pytest -m bench -p no:randomly tests/bench/test_commands_bench.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import figures
from tests.faults.window_process import surroundings
from virtu_desktop.domain.time import SystemClock

pytestmark = pytest.mark.bench

RUNS = 7
ROOT = Path(__file__).parents[2]
_COST = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)")


def times_of(*words: str) -> list[float]:
    """Return how long a command takes, in milliseconds, several times."""
    clock = SystemClock()
    times = []
    # Python compiles at the first start after an installation, and not again.
    for _ in range(RUNS + 1):
        began = clock.read().monotonic
        subprocess.run(
            [sys.executable, "-c", "from ui.launch import main; main()", *words],
            cwd=ROOT,
            env=surroundings(),
            check=True,
            capture_output=True,
        )
        times.append(float(clock.read().monotonic - began))
    return times[1:]


def test_rehearsal_at_once() -> None:
    """Measure a whole half-day without a window."""
    times = times_of("rehearse", "--template", "virtu-1", "--instant", "--headless")
    figures.note_times("virtu rehearse --instant --headless", times, bar="5 s")


def test_help() -> None:
    """Measure the list of commands."""
    figures.note_times("virtu --help", times_of("--help"), bar="300 ms")


def test_import_of_the_window() -> None:
    """Measure the import of the desktop program, and name what costs most of it."""
    totals = []
    for _ in range(RUNS + 1):
        report = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import ui.app"],
            cwd=ROOT,
            env=surroundings(),
            check=True,
            capture_output=True,
            text=True,
        ).stderr
        costs = [
            (int(own), int(whole), name)
            for own, whole, depth, name in _COST.findall(report)
            if name != "site"
        ]
        totals.append(next(whole for _, whole, name in costs if name == "ui.app") / 1000)
    top = ", ".join(f"{name} {own / 1000:.0f} ms" for own, _, name in sorted(costs)[:-9:-1])
    figures.note_times("import of ui.app", totals[1:])
    figures.note("of it, in its own code", top)
