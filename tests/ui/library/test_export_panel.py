"""Exports of many sessions from the library: what is chosen, and what a second run says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.screens import Stand, focused, press, programme_changes, stand
from ui.actions import Screen
from ui.library.page import LibraryPage
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.exchange.export import Format

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a library of two groups with two sessions each."""
    with stand(tmp_path / "library", qapp) as made:
        made.save(*programme_changes())
        yield made


@pytest.fixture
def page(place: Stand) -> LibraryPage:
    """Show the library with the panel of the export, and only JSON ticked."""
    made = LibraryPage(place.desk, place.actions)
    place.show(made, Screen.LIBRARY)
    made.refresh()
    made.grid.choose(SessionId("g0-1"))
    made.grid.setFocus()
    press(Qt.Key.Key_E, CTRL)
    assert made.export_panel.isVisible()
    for kind, box in made.export_panel.boxes.items():
        box.setChecked(kind is Format.JSON)
    return made


def export_to(page: LibraryPage, folder: Path) -> str:
    """Type a folder, press the key of the export, and return what is said."""
    line = page.export_panel.folder_field.line
    line.setFocus()
    press(Qt.Key.Key_A, CTRL)
    for letter in str(folder):
        press_letter(letter)
    press(Qt.Key.Key_Return, CTRL)
    return page.export_panel.writing.words


def press_letter(letter: str) -> None:
    """Type a letter into what has the keyboard."""
    from PySide6.QtTest import QTest

    QTest.keyClicks(focused(), letter)


def written(folder: Path) -> list[str]:
    """Return the ids of the sessions whose records are in a folder."""
    found = [json.loads(path.read_bytes()) for path in folder.glob("*.json")]
    return sorted(one["session"]["id"] for one in found if one.get("format") == "virtu-session")


def test_the_programme_is_offered_and_exported(
    place: Stand, page: LibraryPage, tmp_path: Path
) -> None:
    """All four sessions in one go; a second run says that nothing has changed."""
    assert page.export_panel.scope.currentText() == "Programme: VIRTU 2026"

    said = export_to(page, tmp_path / "out")

    assert said.startswith("4 files are in")
    assert written(tmp_path / "out") == ["g0-1", "g0-2", "g1-1", "g1-2"]
    assert "Nothing has changed since the last export." in export_to(page, tmp_path / "out")
    assert place.desk.library.flush(10)
    exported = {one.id: one.exported for one in place.desk.library.sessions()}
    assert set(exported.values()) == {place.clock.read().wall}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (-2, ["g0-1"]),
        (-1, ["g0-1", "g0-2"]),
        (2, ["g0-1", "g0-2", "g1-1", "g1-2"]),
    ],
)
def test_session_group_and_library(
    page: LibraryPage, tmp_path: Path, steps: int, expected: list[str]
) -> None:
    """The arrows on the first field choose one session, its group, or the whole library."""
    page.export_panel.scope.setFocus()
    for _ in range(abs(steps)):
        press(Qt.Key.Key_Up if steps < 0 else Qt.Key.Key_Down)

    export_to(page, tmp_path / "out")

    assert written(tmp_path / "out") == expected


def test_several_sessions_are_ticked(page: LibraryPage, tmp_path: Path) -> None:
    """Space ticks in the list; without a tick it is said, and nothing is written."""
    page.export_panel.scope.setFocus()
    press(Qt.Key.Key_Down)
    page.export_panel.several.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Space)
    assert export_to(page, tmp_path / "out") == "Choose at least one session."
    assert not (tmp_path / "out").exists()
    page.export_panel.several.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        press(key)

    export_to(page, tmp_path / "out")

    assert len(written(tmp_path / "out")) == 2


def test_escape_closes_and_gives_the_keyboard_back(page: LibraryPage) -> None:
    """After Esc the keyboard is on the list of sessions again."""
    press(Qt.Key.Key_Escape)

    assert not page.export_panel.isVisible()
    assert QApplication.focusWidget() is page.grid
