"""Qt for Python keeps its references to None in order over a long session."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHURN = Path(__file__).with_name("label_churn.py")
# What an import or an exit handler may hold; a reference lost at each update would be 50,000.
SLACK = 100


@pytest.mark.soak
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot lose its last reference")
def test_updates_of_a_label_leave_none_as_it_was() -> None:
    """PySide6 6.12.0 loses a reference at every update, until CPython 3.11 ends the process."""
    finished = subprocess.run(
        [sys.executable, CHURN], capture_output=True, text=True, check=False, timeout=60
    )

    assert finished.returncode == 0, finished.stderr
    before, after, shown = finished.stdout.split()
    assert shown == "833:20"
    assert abs(int(after) - int(before)) < SLACK
