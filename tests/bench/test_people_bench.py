"""What the door costs with 5,000 people: checking in, showing, counting; and looking for doubles.

Measures only; no figure fails. The door runs in this process, without a screen:
python -m pytest -m bench -p no:randomly tests/bench/test_people_bench.py
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.bench import figures
from tests.ui.cockpit import Cockpit, at, half_day, started
from tests.ui.people.crowd import GROUP, OTHER_GROUP, PROGRAMME, person
from ui.event_loop import make_loop
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.roster import search_words
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme
from virtu_desktop.exchange.near_names import likely_pairs

pytestmark = pytest.mark.bench

PEOPLE = 5_000
CHECK_INS = 60
_FIRST = ("Aino", "Anna", "Antti", "Elina", "Emma", "Hanna", "Juha", "Kaisa", "Lauri", "Minna")
_LAST = ("Lahti", "Koski", "Salo", "Ranta", "Pelto", "Virta", "Heino", "Laine", "Aho", "Kivi")


def crowd() -> tuple[Participant, ...]:
    """Return the people: each name twice made up of three parts, in three modes."""
    modes = itertools.cycle((Mode.ROOM, Mode.ROOM, Mode.SITE, Mode.REMOTE))
    made = []
    for number in range(PEOPLE):
        first, last = _FIRST[number % 10], _LAST[number // 10 % 10]
        name = f"{first} {last}-{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{number}"
        made.append(replace(person(name, next(modes)), id=PersonId(f"p{number}"), name=name))
    return tuple(made)


@pytest.fixture(scope="module")
def asyncio_loop(qapp: QApplication) -> None:
    """Let background work run while the window is driven."""
    make_loop(qapp, already_running=True)


@pytest.fixture
def door(tmp_path: Path, qtbot: QtBot, asyncio_loop: None) -> Iterator[Cockpit]:
    """Open a session that expects 5,000 people."""
    with started(tmp_path, qtbot, ManualClock(at("08:30:00"))) as made:
        made.library.submit(
            SaveProgramme(programme=PROGRAMME),
            SaveGroup(group=GROUP),
            SaveGroup(group=OTHER_GROUP),
            SavePeople(people=crowd()),
        )
        assert made.library.flush(60)
        made.open(replace(half_day(), group=GROUP.id))
        yield made


def took(work: Callable[[], object]) -> float:
    """Return the milliseconds until ``work`` is done and painted."""
    timer = QElapsedTimer()
    timer.start()
    work()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    return timer.nsecsElapsed() / 1_000_000


def test_check_in_from_the_first_key_to_the_painted_row(door: Cockpit) -> None:
    """Measure two letters and Enter together, and the slowest single key as a stall."""
    panel = door.window.run.people
    QTest.keyClick(door.window, Qt.Key.Key_D)
    whole, slowest = [], []
    for number in range(CHECK_INS):
        letters = search_words(str(panel.model.index(number * 7).data()))[0][:2]
        keys = [took(partial(QTest.keyClicks, panel.field, letter)) for letter in letters]
        keys.append(took(lambda: QTest.keyClick(panel.field, Qt.Key.Key_Return)))
        whole.append(sum(keys))
        slowest.append(max(keys))
    assert len(door.controller.register.presences) == CHECK_INS
    figures.note_times("check-in of 5,000: first key to painted row", whole, bar="50 ms (p95)")
    figures.note_times("check-in of 5,000: slowest key", slowest, bar="100 ms")


def test_losing_the_line(door: Cockpit) -> None:
    """Measure the one key that lets 1,250 remote people go, and come back."""
    register, now = door.controller.register, door.controller.now()
    for one in register.people.values():
        if one.usual_mode is Mode.REMOTE:
            register.check_in(one.id, at=now)
    door.wait(60)
    times = [took(lambda: door.key("Shift+L")) for _press in range(6)]
    figures.note_times("line of 1,250 remote people lost or back", times, bar="100 ms")


def test_looking_for_doubles() -> None:
    """Measure the search for likely doubles, which runs in the background."""
    people = crowd()
    timer = QElapsedTimer()
    timer.start()
    likely_pairs(people)
    seconds = timer.elapsed() / 1000
    figures.note("likely doubles among 5,000 people, in the background", f"{seconds:.1f} s")
