"""One person's data in the window: written as files, or erased everywhere with proof (R7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.exchange.attended import AINO, PEKKA, attended
from tests.ui.screens import Stand, press, retype, stand, type_text
from ui.actions import Screen
from ui.overlays import Overlays
from ui.people.roster_page import RosterPage
from virtu_desktop.domain.pseudonyms import pseudonym
from virtu_desktop.exchange.record_import import changes_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a held session that names people in its notes."""
    with stand(tmp_path / "library", qapp) as made:
        portable = attended(("#idea Pekka Wirtanen asks", "#decision two"))
        made.save(*changes_of(portable, has_programme=False, has_group=False))
        made.desk.library.backup_now()
        yield made


@pytest.fixture
def overlays(place: Stand) -> Overlays:
    """Show the roster with Pekka chosen, and open his data with its key."""
    page = RosterPage(place.desk, place.actions)
    place.show(page, Screen.ROSTER)
    made = Overlays(
        place.desk, place.actions, place.window, roster=lambda: page, programme=lambda: None
    )
    page.open_programme(place.desk.library.programmes()[0].id)
    page.table.setFocus()
    page.table.selectRow(0)
    for _ in range(len(page.roster.people)):
        if page.table.chosen() == (PEKKA.id,):
            break
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_E, CTRL)
    assert made.person.isVisible()
    return made


def holding(folder: Path) -> list[str]:
    """Return the files in which the name stands."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and b"wirtanen" in path.read_bytes().lower()
    ]


def test_the_data_are_written_for_the_person(overlays: Overlays, tmp_path: Path) -> None:
    """JSON and PDF under the pseudonym, and what is kept is said before."""
    person = overlays.person
    assert person.words.startswith("In 1 session: ")
    person.folder.line.setFocus()
    retype(str(tmp_path / "out"))
    press(Qt.Key.Key_Return, CTRL)

    names = {path.suffix: path for path in (tmp_path / "out").iterdir()}
    assert names.keys() == {".json", ".pdf"}
    assert json.loads(names[".json"].read_bytes())["person"]["name"] == PEKKA.name
    assert pseudonym(PEKKA.id) in names[".json"].name.upper()


def test_a_person_is_erased_once_the_name_is_typed(place: Stand, overlays: Overlays) -> None:
    """What goes is said first; then no file has the name, and the proof says so."""
    folder = place.desk.library.path.parent
    person = overlays.person
    assert len(holding(folder)) >= 2
    QTest.mouseClick(person.erase, Qt.MouseButton.LeftButton)
    type_text("Aino")
    press(Qt.Key.Key_Return)
    assert place.desk.library.person(PEKKA.id) == PEKKA
    retype(PEKKA.name)
    press(Qt.Key.Key_Return)

    assert "It stands in none of them." in person.erasing.words
    assert holding(folder) == []
    assert place.desk.library.person(PEKKA.id).name == pseudonym(PEKKA.id)
    assert place.desk.library.person(AINO.id) == AINO
    assert not person.erase.isEnabled()


def test_what_was_done_before_cannot_bring_the_name_back(place: Stand, overlays: Overlays) -> None:
    """An undo that held the old entry is forgotten with it."""
    place.desk.tell_done("Changed.", lambda: place.save())
    QTest.mouseClick(overlays.person.erase, Qt.MouseButton.LeftButton)
    type_text(PEKKA.name)
    press(Qt.Key.Key_Return)
    said: list[str] = []
    place.desk.noticed.connect(lambda notice: said.append(notice.text))

    place.desk.undo_latest()

    assert all("Taken back" not in words for words in said)
    assert place.desk.library.person(PEKKA.id).name == pseudonym(PEKKA.id)


def test_escape_keeps_the_person(place: Stand, overlays: Overlays) -> None:
    """Esc puts the question away first, then the overlay."""
    QTest.mouseClick(overlays.person.erase, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_Escape)
    assert overlays.person.isVisible()
    assert not overlays.person.confirm.isVisible()
    press(Qt.Key.Key_Escape)

    assert not overlays.person.isVisible()
    assert place.desk.library.person(PEKKA.id) == PEKKA
