"""Starting the program: a damaged library, and a whole start and end in a process of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.screens import programme_changes
from ui.start_problem import StartProblem
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.storage.errors import DamagedLibrary
from virtu_desktop.storage.library import Library

ROOT = Path(__file__).parents[2]


@pytest.fixture
def damaged(tmp_path: Path) -> DamagedLibrary:
    """Return the problem of a library that was backed up and then damaged."""
    path = tmp_path / "library.sqlite"
    with Library.open(path, clock=SystemClock()) as library:
        library.backup_now()
    path.write_bytes(path.read_bytes()[:100] + b"x" * 20_000)
    with pytest.raises(DamagedLibrary) as caught:
        Library.open(path, clock=SystemClock())
    return caught.value


class _Asked:
    """The window that asks, and its answer once there is one."""

    def __init__(self, problem: DamagedLibrary) -> None:
        self.window = StartProblem(problem)
        self.answer = asyncio.ensure_future(self.window.ask())


@pytest.fixture
def asked(
    damaged: DamagedLibrary, qapp: QApplication, qtbot: QtBot, asyncio_loop: None
) -> Iterator[_Asked]:
    """Show the window that asks what to do about a damaged library."""
    made = _Asked(damaged)
    qtbot.waitUntil(made.window.isVisible)
    yield made
    if not made.answer.done():
        made.window.close()


def test_a_damaged_library_offers_its_backup(asked: _Asked, qtbot: QtBot) -> None:
    """The window says what is wrong and that nothing is deleted; its button restores."""
    words = " ".join(label.text() for label in asked.window.findChildren(QLabel))
    assert "The damaged file is kept beside it under another name" in words
    assert asked.window.go_on.text() == "Restore the backup"
    QTest.mouseClick(asked.window.go_on, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(asked.answer.done)

    assert asked.answer.result() is True


def test_enter_restores(asked: _Asked, qtbot: QtBot) -> None:
    """The button that is advised has the keyboard."""
    qtbot.waitUntil(asked.window.go_on.hasFocus)
    QTest.keyClick(asked.window.go_on, Qt.Key.Key_Return)

    qtbot.waitUntil(asked.answer.done)

    assert asked.answer.result() is True


@pytest.mark.parametrize("way", ["button", "escape", "close"])
def test_leaving_changes_nothing(asked: _Asked, qtbot: QtBot, way: str) -> None:
    """Quit, Esc and closing the window all mean no."""
    if way == "button":
        QTest.mouseClick(asked.window.leave, Qt.MouseButton.LeftButton)
    elif way == "escape":
        QTest.keyClick(asked.window, Qt.Key.Key_Escape)
    else:
        asked.window.close()

    qtbot.waitUntil(asked.answer.done)

    assert asked.answer.result() is False


def test_a_whole_start_and_end(tmp_path: Path) -> None:
    """The demo paints its window into a file and ends well, with nothing said on the way."""
    picture = tmp_path / "window.png"
    ended = subprocess.run(
        [sys.executable, "main.py", "demo", "--picture", str(picture)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert QImage(str(picture)).width() >= 1180


def test_a_backup_that_is_restored_opens_in_a_new_window(tmp_path: Path) -> None:
    """The window closes, the backup takes its place, a window opens; and all the way back."""
    path = tmp_path / "library.sqlite"
    with Library.open(path, clock=SystemClock()) as library:
        empty = library.backup_now().path
    with Library.open(path, clock=SystemClock()) as library:
        library.submit(*programme_changes())
        assert library.flush(10)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.restoring_child", str(path), str(empty)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.split() == ["4", "0", "4"]
