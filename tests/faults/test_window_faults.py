"""The whole program on a full disk, beside a foreign lock, in a folder that turns read-only.

What cannot be saved is shown with its number, the session goes on, and all is saved as soon as
it can be. python -m pytest -m faults -p no:randomly tests/faults/test_window_faults.py
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import figures
from tests.faults.test_store_faults import fill, hold, small_disk
from tests.faults.window_process import Told, WindowProcess, clock, fill_with_demo, running
from virtu_desktop.storage.library import Library

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="the children use POSIX calls"),
]

LOCKED_S = 8
TOLD_WITHIN_MS = 1500
LONGEST_STALL_MS = 100


def is_banner(told: Told) -> bool:
    """Say whether the line that something is not saved has come."""
    return told["text"] is not None


def is_hushed(told: Told) -> bool:
    """Say whether the line has gone."""
    return told["text"] is None


def fly(program: WindowProcess) -> None:
    """Let keys be pressed at a fast pace, and look at the window every few milliseconds."""
    program.wait_for("painted")
    program.order("beat")
    program.order("autopilot", 6, 2, 30)


def landed(program: WindowProcess) -> tuple[list[Told], int]:
    """Press no more keys; return what was handed over, and how many items of it are saved."""
    program.order("land")
    program.order("stop beating")
    program.order("standing")
    program.wait_for("standing")
    handed = program.all_told("handed")
    program.wait_for("saved", lambda told: told["number"] >= handed[-1]["number"])
    return handed, handed[-1]["number"]


def assert_all_is_there(path: Path, handed: list[Told], known: set[str]) -> int:
    """Every event that was handed over is in the file, in order; return how many there are."""
    with Library.open(path, clock=clock, read_only=True) as library:
        session = library.unfinished_run()
        assert session is not None
        run = library.session(session).run
    assert run is not None
    expected = [
        event
        for one in handed
        for change in one["changes"]
        if "events" in change
        for event, _ in change["events"]
    ]
    assert [event.id for event in run.events if event.id not in known] == expected
    return len(expected)


def events_in(path: Path) -> set[str]:
    """Return the ids of the events of the session under way."""
    with Library.open(path, clock=clock, read_only=True) as library:
        session = library.unfinished_run()
        assert session is not None
        run = library.session(session).run
    assert run is not None
    return {event.id for event in run.events}


def longest_stall(program: WindowProcess) -> int:
    """Return the longest time between two beats of the window's thread, in milliseconds."""
    return int(program.wait_for("beaten")["longest"])


def test_full_disk_under_the_whole_program(tmp_path: Path) -> None:
    """F3: the line names the full disk, work goes on, and with room again all is saved."""
    with small_disk(tmp_path / "disk", 4096) as disk:
        path = disk / "library.db"
        fill_with_demo(path)
        known = events_in(path)
        with running("--library", path) as program:
            fly(program)
            program.idle(1)
            filler = fill(disk)
            full = clock.read().monotonic
            banner = program.wait_for("banner", is_banner, 30)
            assert banner["text"].startswith("Not saved: disk full, ")
            before = len(program.all_told("handed"))
            program.idle(5)
            assert len(program.all_told("handed")) > before + 10
            waiting = program.all_told("save")[-1]
            assert waiting["state"] == "not_saved"
            assert waiting["waiting"] > 10
            filler.unlink()
            free = clock.read().monotonic
            gone = program.wait_for("banner", is_hushed, 30)
            handed, _ = landed(program)
            stall = longest_stall(program)
            assert program.quit() == 0
        count = assert_all_is_there(path, handed, known)
    figures.note(
        "disk full in a running session",
        f"told after {banner['monotonic'] - full} ms, saved {gone['monotonic'] - free} ms after "
        f"there was room, {count} events, 0 lost, longest stall {stall} ms",
        bar="0 lost",
    )


def test_foreign_lock_under_the_whole_program(tmp_path: Path) -> None:
    """F6: eight seconds of another program's lock stall nothing, are told and lose nothing."""
    path = tmp_path / "library.db"
    fill_with_demo(path)
    known = events_in(path)
    with running("--library", path) as program:
        fly(program)
        program.idle(2)
        lock = hold(path, LOCKED_S)
        locked = clock.read().monotonic
        banner = program.wait_for("banner", is_banner)
        lock.communicate(timeout=30)
        free = clock.read().monotonic
        gone = program.wait_for("banner", is_hushed)
        handed, _ = landed(program)
        stall = longest_stall(program)
        assert program.quit() == 0
    count = assert_all_is_there(path, handed, known)
    told_after = banner["monotonic"] - locked
    figures.note(
        f"foreign lock of {LOCKED_S} s",
        f"told after {told_after} ms, saved {gone['monotonic'] - free} ms after it ended, {count} "
        f"events, 0 lost, longest stall of the window {stall} ms",
        bar="told in 1.5 s, stall 100 ms, 0 lost",
    )
    assert told_after <= TOLD_WITHIN_MS


def test_longest_stall_of_the_window_with_keys_and_without(tmp_path: Path) -> None:
    """Measure the window's thread with nothing in the way, to compare the faults with."""
    path = tmp_path / "library.db"
    fill_with_demo(path)
    with running("--library", path) as program:
        program.wait_for("painted")
        program.idle(2)
        stalls = []
        for order in ((), ("autopilot", 6, 2, 30)):
            program.order("beat")
            if order:
                program.order(*order)
            program.idle(LOCKED_S)
            program.order("land")
            program.order("stop beating")
            stalls.append(longest_stall(program))
        program.kill()
    figures.note(
        "longest stall of the window, nothing wrong",
        f"{stalls[0]} ms without keys, {stalls[1]} ms with 20 keys a second",
    )


@pytest.mark.parametrize(
    ("make", "undo"),
    [
        pytest.param(
            lambda path: path.parent.chmod(0o555),
            lambda path: path.parent.chmod(0o755),
            id="folder",
            marks=pytest.mark.skipif(
                hasattr(os, "geteuid") and os.geteuid() == 0,
                reason="an administrator may write everywhere",
            ),
        ),
        pytest.param(
            lambda path: path.rename(path.with_name("elsewhere.db")),
            lambda path: None,
            id="file moved away",
        ),
    ],
)
def test_library_taken_away_under_the_whole_program(
    tmp_path: Path, make: Callable[[Path], object], undo: Callable[[Path], object]
) -> None:
    """F5: with the folder read-only or the file gone, work goes on and nothing is lost."""
    folder = tmp_path / "folder"
    path = folder / "library.db"
    fill_with_demo(path)
    known = events_in(path)
    with running("--library", path) as program:
        fly(program)
        program.idle(1)
        make(path)
        program.idle(4)
        undo(path)
        program.idle(3)
        handed, _ = landed(program)
        assert program.quit() == 0
    assert_all_is_there(path, handed, known)
