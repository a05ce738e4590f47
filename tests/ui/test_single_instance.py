"""A second start raises the first window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.single_instance import FirstWindow, raise_first_window


def test_the_second_start_asks_the_first(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    """The first window hears of the second start, which is told that there is one."""
    first = FirstWindow(tmp_path / "library.sqlite")
    with qtbot.waitSignal(first.raised):
        assert raise_first_window(tmp_path / "library.sqlite")
    first.close()


def test_another_library_is_another_window(qapp: QApplication, tmp_path: Path) -> None:
    """A start on another library is a first one itself."""
    first = FirstWindow(tmp_path / "library.sqlite")
    assert not raise_first_window(tmp_path / "other.sqlite")
    first.close()


def test_nobody_answers_after_the_end(qapp: QApplication, tmp_path: Path) -> None:
    """When the first has ended, the next start is the first."""
    first = FirstWindow(tmp_path / "library.sqlite")
    first.close()

    assert not raise_first_window(tmp_path / "library.sqlite")


def test_the_name_of_a_killed_program_is_taken_over(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    """A first window that did not close in order does not keep later ones from listening."""
    dead = FirstWindow(tmp_path / "library.sqlite")
    living = FirstWindow(tmp_path / "library.sqlite")
    with qtbot.waitSignal(living.raised):
        assert raise_first_window(tmp_path / "library.sqlite")
    dead.close()
    living.close()
