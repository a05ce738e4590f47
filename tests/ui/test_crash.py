"""Failures are written down and told in the window."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ui.crash import CrashReporter


@pytest.fixture
def reporter(tmp_path: Path) -> Iterator[CrashReporter]:
    """Take over the hooks for failures, and give them back."""
    made = CrashReporter(tmp_path / "logs" / "fault.log")
    before = sys.excepthook
    made.install()
    yield made
    made.close()
    sys.excepthook = before


def test_a_failure_in_a_slot_is_logged_and_told(
    reporter: CrashReporter, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody caught in a slot reaches the log and the window, and the program goes on."""
    told: list[str] = []
    reporter.tell_with(lambda: told.append("told"))

    def fail() -> None:
        raise ValueError("of a slot")

    with caplog.at_level(logging.ERROR, "virtu.ui.crash"):
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: told == ["told"])

    assert caplog.records[-1].exc_info is not None
    assert "of a slot" in str(caplog.records[-1].exc_info[1])


def test_a_good_end_leaves_an_empty_file(tmp_path: Path) -> None:
    """Nothing is told at the next start after a start without a fault."""
    first = CrashReporter(tmp_path / "fault.log")
    first.close()
    second = CrashReporter(tmp_path / "fault.log")
    second.close()

    assert not second.had_fault


def test_a_native_fault_is_told_at_the_next_start(tmp_path: Path) -> None:
    """A start that died in native code leaves its trace, which is kept."""
    code = (
        "import faulthandler, sys; from pathlib import Path; from ui.crash import CrashReporter;"
        "r = CrashReporter(Path(sys.argv[1])); r.install(); faulthandler._sigsegv()"
    )
    file = tmp_path / "fault.log"
    root = Path(__file__).parents[2]
    died = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=root, capture_output=True, check=False
    )
    assert died.returncode != 0

    next_start = CrashReporter(file)
    next_start.close()

    assert next_start.had_fault
    assert "Segmentation fault" in file.with_suffix(".last").read_text()
