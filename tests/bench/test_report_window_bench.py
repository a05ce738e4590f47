"""How long the window stands still while a report of 5,000 people is read, matched and compared.

Measures only; no figure fails. The window runs in this process, without a screen:
python -m pytest -m bench -p no:randomly tests/bench/test_report_window_bench.py
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.bench import figures
from tests.exchange.attendance.samples import sample
from tests.ui.cockpit import Cockpit, at, half_day, started
from tests.ui.people.crowd import GROUP, OTHER_GROUP, PROGRAMME, person
from ui.collecting import Collector
from ui.event_loop import make_loop
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme
from virtu_desktop.exchange.attendance.read import read_report

pytestmark = pytest.mark.bench

_EVERY_MS = 2
_ZONE = "Europe/Helsinki"


def report() -> bytes:
    """Return the report of 5,000 people, on the day of the session."""
    text = sample("nasty_5000_participants").decode("utf-16")
    return text.replace("3/17/26", "11/25/26").encode("utf-16")


def roster() -> tuple[Participant, ...]:
    """Return its people: a third by name, a third by address, the others by misspelt names."""
    chance = random.Random(5000)
    people = []
    for number, one in enumerate(read_report(report(), zone=_ZONE).people):
        place = chance.randrange(1, max(2, len(one.name)))
        name = one.name if number % 3 == 0 else one.name[:place] + one.name[place + 1 :]
        email = one.email or "" if number % 3 == 1 else ""
        known = replace(person(name, Mode.REMOTE), id=PersonId(f"p{number}"), email=email)
        people.append(known)
    return tuple(people)


@pytest.fixture(scope="module")
def asyncio_loop(qapp: QApplication) -> None:
    """Let background work run while the window is driven."""
    make_loop(qapp, already_running=True)


@pytest.fixture
def cockpit(tmp_path: Path, qtbot: QtBot, asyncio_loop: None) -> Iterator[Cockpit]:
    """Open a session that expects the people of the report."""
    collector = Collector()
    with started(tmp_path, qtbot, ManualClock(at("08:55:00"))) as made:
        made.library.submit(
            SaveProgramme(programme=PROGRAMME),
            SaveGroup(group=GROUP),
            SaveGroup(group=OTHER_GROUP),
            SavePeople(people=roster()),
        )
        assert made.library.flush(60)
        made.open(replace(half_day(), group=GROUP.id))
        made.wait(300)
        made.key("Space")
        made.wait(3600)
        yield made
    collector.close()


class Pulse:
    """Ticks as often as the window can, and keeps the time between two ticks, in milliseconds."""

    def __init__(self) -> None:
        """Begin to tick."""
        self.gaps: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._clock.start()
        self._timer.start(_EVERY_MS)

    def stop(self) -> list[float]:
        """Return the gaps."""
        self._timer.stop()
        return self.gaps

    def _tick(self) -> None:
        self.gaps.append(self._clock.nsecsElapsed() / 1_000_000)
        self._clock.start()


def test_stalls_while_a_report_is_read_and_matched(
    cockpit: Cockpit, tmp_path: Path, qtbot: QtBot
) -> None:
    """Measure the longest standstill from choosing the file to the table, and at taking it over."""
    file = tmp_path / "report.csv"
    file.write_bytes(report())
    cockpit.key("Ctrl+Shift+A")
    panel = cockpit.window.overlays.attendance
    # The roster page is made when it is first asked for, which is no part of this.
    assert cockpit.window.roster is not None
    QApplication.processEvents()
    whole = QElapsedTimer()
    whole.start()
    pulse = Pulse()
    panel.read_paths([file])
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=120_000)
    seconds = whole.elapsed() / 1000
    gaps = pulse.stop()
    assert panel.model.lines
    figures.note("report of 5,000 people in the window: read, matched, shown", f"{seconds:.1f} s")
    figures.note(
        "longest standstill of the window meanwhile",
        f"{max(gaps):.0f} ms",
        bar="100 ms",
        count=len(gaps),
    )

    step = QElapsedTimer()
    step.start()
    cockpit.key("Ctrl+Return")
    took = step.elapsed()
    taken = len({stay.person for stay in cockpit.controller.register.presences})
    assert taken > 0
    figures.note(f"{taken:,} people of the report taken over, in one step", f"{took} ms")
