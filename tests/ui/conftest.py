"""Windows run on a Qt loop that also carries asyncio; time is a clock that the tests move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit, at, started
from ui.collecting import Collector
from ui.event_loop import make_loop
from virtu_desktop.domain.time import Duration, ManualClock


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that shows five minutes before the session begins."""
    return ManualClock(at("08:55:00"))


@pytest.fixture(scope="session")
def asyncio_loop(qapp: QApplication) -> None:
    """Let background work run while qtbot waits.

    For the whole session: stopping it would end the Qt loops of all tests that follow.
    """
    make_loop(qapp, already_running=True)


@pytest.fixture(scope="session", autouse=True)
def collector(qapp: QApplication) -> Iterator[Collector]:
    """Look for garbage as the program does: never on a thread that reads or writes."""
    made = Collector()
    yield made
    made.close()


@pytest.fixture
def desktop(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None
) -> Iterator[Cockpit]:
    """Start the program on an empty library."""
    with started(tmp_path, qtbot, clock) as made:
        yield made


@pytest.fixture
def cockpit(desktop: Cockpit) -> Cockpit:
    """Open a session that has not begun, on the cockpit."""
    desktop.open()
    return desktop


@pytest.fixture
def running(cockpit: Cockpit) -> Cockpit:
    """Start the session at 9:00:00 sharp; its first block runs."""
    cockpit.clock.advance(_until_start(cockpit))
    cockpit.key("Space")
    return cockpit


def _until_start(cockpit: Cockpit) -> Duration:
    return Duration(cockpit.controller.plan.start - cockpit.controller.now())
