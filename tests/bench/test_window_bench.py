"""What the whole program costs: starting, memory, an idle core, ticks, keys, large libraries.

Measures only; no figure fails. Each runs the program in a process of its own, without a screen.
python -m pytest -m bench -p no:randomly tests/bench/test_window_bench.py
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import figures
from tests.bench.libraries import fill_large, long_session
from tests.faults.window_process import clock, fill_with_demo, running
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.storage.library import Library

pytestmark = pytest.mark.bench

STARTS = 7
IDLE_S = 30
TICKS_S = 60
EDITS = 60


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a library of 500 sessions, one more of them under way."""
    path = tmp_path_factory.mktemp("large") / "library.db"
    fill_large(path, is_under_way=True)
    warm_up(path)
    return path


@pytest.fixture(scope="module")
def resting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a library of 500 sessions of which none is under way."""
    path = tmp_path_factory.mktemp("resting") / "library.db"
    fill_large(path, is_under_way=False)
    return path


def warm_up(path: Path) -> None:
    """Start once before: Python compiles at the first start after an installation."""
    with running("--library", path) as program:
        program.wait_for("painted")
        program.kill()


def test_start_in_a_session_under_way(large: Path) -> None:
    """Measure from the start of the process to the painted cockpit, and to a pressed key."""
    painted, answered, used = [], [], []
    for _ in range(STARTS):
        with running("--library", large) as program:
            painted.append(program.wait_for("painted")["monotonic"] - program.started)
            program.order("measure", "pause", "ring")
            program.wait_for("measured")
            answered.append(clock.read().monotonic - program.started)
            program.press("pause")
            program.idle(2)
            used.append(program.memory)
            program.kill()
    figures.note_times("start to painted cockpit, 500 sessions", painted, bar="1.5 s")
    figures.note_times("start to answered key in the cockpit, 500 sessions", answered)
    figures.note(
        "memory with a session open, 500 sessions",
        f"{max(used):.0f} MB",
        bar="180 MB",
        count=STARTS,
    )


def test_start_in_the_library(resting: Path) -> None:
    """Measure from the start of the process to the painted list, and to a key in it."""
    listed, answered, used = [], [], []
    for _ in range(STARTS):
        with running("--library", resting) as program:
            listed.append(program.wait_for("listed")["monotonic"] - program.started)
            program.order("measure", "down", "list")
            program.wait_for("measured")
            answered.append(clock.read().monotonic - program.started)
            program.idle(2)
            used.append(program.memory)
            program.kill()
    figures.note_times("start to painted library, 500 sessions", listed, bar="1.5 s")
    figures.note_times("start to answered key in the library, 500 sessions", answered)
    figures.note(
        "memory in the library, 500 sessions", f"{max(used):.0f} MB", bar="180 MB", count=STARTS
    )


def test_core_of_a_running_session(tmp_path: Path) -> None:
    """Measure the share of a core while a session runs: cockpit, with stage, stage alone."""
    path = tmp_path / "library.db"
    fill_with_demo(path)
    with running("--library", path) as program:
        program.wait_for("painted")
        program.idle(3)
        cockpit = program.share_of_a_core(IDLE_S)
        program.press("stage")
        program.idle(2)
        both = program.share_of_a_core(IDLE_S)
        used = program.memory
        program.order("minimise")
        stage = program.share_of_a_core(IDLE_S)
        program.kill()
    for what, share in (("cockpit", cockpit), ("cockpit and stage", both), ("stage", stage)):
        figures.note(f"one core while a session runs, {what}", f"{share:.1f} %", bar="2 %")
    figures.note("memory with cockpit and stage", f"{used:.0f} MB", bar="180 MB")


def test_lateness_of_the_shown_second(tmp_path: Path) -> None:
    """Measure how long after the true second the figures have changed on the screen."""
    path = tmp_path / "library.db"
    fill_with_demo(path)
    with running("--library", path) as program:
        program.wait_for("painted")
        program.order("count ticks")
        program.idle(TICKS_S)
        late = [one["late"] for one in program.all_told("tick")]
        program.kill()
    assert len(late) >= TICKS_S - 3
    figures.note_times("shown second changes late by", late, part=0.99)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Make a library with one session of 1,000 blocks."""
    path = tmp_path / "library.db"
    with Library.open(path, clock=clock) as library:
        library.submit(SaveSession(session=long_session(1000)))
        assert library.flush(60)
    return path


def test_keys_in_a_plan_of_a_thousand_blocks(long: Path) -> None:
    """Measure from a key to what it changes being painted, in the planner and the cockpit."""
    planner, cockpit = [], []
    with running("--library", long) as program:
        program.wait_for("listed")
        program.press("down", "enter")
        program.idle(2)
        for number in range(EDITS):
            program.press("down", "enter")
            program.order("type", str(3 + number % 5))
            program.order("measure", "enter", "plan")
            planner.append(program.wait_for("measured")["took_ns"] / 1e6)
            program.idle(0.1)
        program.press("run", "next")
        program.idle(1)
        for _ in range(EDITS):
            # Longer apart than a double press.
            program.idle(0.2)
            program.order("measure", "plus", "timeline")
            cockpit.append(program.wait_for("measured")["took_ns"] / 1e6)
        program.order("standing")
        assert program.wait_for("standing")["events"] == EDITS + 1
        program.kill()
    with Library.open(long, clock=clock) as library:
        plan = library.session(SessionId("long")).session.plan
    assert sum(block.length > 2 * MINUTE for block in plan.blocks) == EDITS
    figures.note_times(
        "minutes in the planner, 1,000 blocks, Enter to painted", planner, bar="16 ms"
    )
    figures.note_times("+1 min in the cockpit, 1,000 blocks, key to painted", cockpit, bar="16 ms")
