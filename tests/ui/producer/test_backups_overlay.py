"""The list of backups: what is in each, and restoring one only after a second yes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.screens import Stand, press, programme_changes, stand
from ui.producer.backups_overlay import BackupsOverlay
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.storage.library import Library

# Sooner than the program would make one by itself.
FIVE_MINUTES = Duration(5 * MINUTE)


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with an empty backup, and one with four sessions five minutes later."""
    with stand(tmp_path / "library", qapp) as made:
        made.desk.library.backup_now()
        made.clock.advance(FIVE_MINUTES)
        made.save(*programme_changes())
        made.desk.library.backup_now()
        yield made


@pytest.fixture
def overlay(place: Stand) -> BackupsOverlay:
    """Open the list of backups over an empty window."""
    place.window.resize(1440, 840)
    place.window.show()
    place.window.activateWindow()
    assert QTest.qWaitForWindowActive(place.window)
    made = BackupsOverlay(place.desk, place.window)
    made.open_over()
    return made


def test_each_backup_says_what_is_in_it(overlay: BackupsOverlay) -> None:
    """The newest is chosen; the arrow leads to the older one."""
    assert overlay.contents == "4 sessions · 0 people · 0 notes"
    press(Qt.Key.Key_Down)

    assert overlay.contents == "0 sessions · 0 people · 0 notes"
    assert [line.cells[1].split(":")[1] for line in overlay.model.lines] == ["45", "40"]


def test_a_backup_is_restored_after_a_second_yes(place: Stand, overlay: BackupsOverlay) -> None:
    """Enter asks, with the keyboard on keeping; only the other button asks the window for it."""
    wanted: list[Path] = []
    overlay.restore_wanted.connect(wanted.append)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert overlay.question.isVisible()
    press(Qt.Key.Key_Space)
    assert not overlay.question.isVisible()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert overlay.isVisible()
    assert wanted == []

    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)

    assert wanted == [place.desk.library.backups()[1].path]


def test_the_library_before_a_restore_is_in_the_list(
    tmp_path: Path, place: Stand, overlay: BackupsOverlay
) -> None:
    """After a restore what was there before can be chosen too, and brings everything back."""
    path = place.desk.library.path
    oldest = place.desk.library.backups()[-1].path
    place.desk.library.close()
    Library.restore(path, oldest, clock=place.clock)
    with Library.open(path, clock=place.clock) as restored:
        assert restored.sessions() == ()
        (before,) = [one for one in restored.copies() if one.label == "replaced"]
    place.clock.advance(FIVE_MINUTES)
    Library.restore(path, before.path, clock=place.clock)
    with Library.open(path, clock=place.clock) as again:
        assert len(again.sessions()) == 4


def test_a_new_backup_stands_first(overlay: BackupsOverlay, place: Stand) -> None:
    """The button makes one at once."""
    place.clock.advance(FIVE_MINUTES)
    QTest.mouseClick(overlay.make, Qt.MouseButton.LeftButton)

    minutes = [line.cells[1].split(":")[1] for line in overlay.model.lines]
    assert minutes == ["50", "45", "40"]
