"""Report, privacy notice and removal of what is due, in the window (R5, R7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.exchange.attended import PEKKA, attended
from tests.ui.screens import Stand, field, press, retype, stand, type_text
from ui.producer.programme_overlay import ProgrammeOverlay
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.domain.time import HOUR, Duration
from virtu_desktop.exchange.record_import import changes_of

CTRL = Qt.KeyboardModifier.ControlModifier
YEARS = Duration(24 * HOUR * 366 * 2)


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a held session that names people in its notes."""
    with stand(tmp_path / "library", qapp) as made:
        portable = attended(("#idea Pekka Wirtanen asks", "#decision two"))
        made.save(*changes_of(portable, has_programme=False, has_group=False))
        made.desk.library.backup_now()
        made.actions.bind("app.undo", made.desk.undo_latest)
        yield made


@pytest.fixture
def overlay(place: Stand) -> ProgrammeOverlay:
    """Return the overlay over an empty window, closed."""
    place.window.resize(1440, 900)
    place.window.show()
    place.window.activateWindow()
    assert QTest.qWaitForWindowActive(place.window)
    return ProgrammeOverlay(place.desk, place.window)


def facts(place: Stand) -> dict[FactName, str]:
    """Return what the library knows of the programme."""
    assert place.desk.library.flush(10)
    return place.desk.library.facts(place.desk.library.programmes()[0].id)


def open_page(overlay: ProgrammeOverlay, page: int) -> None:
    """Open the overlay and go to a page with the arrows."""
    overlay.open_for(None)
    for _ in range(page):
        press(Qt.Key.Key_Right)


def test_the_report_is_written_and_says_what_changed(
    place: Stand, overlay: ProgrammeOverlay, tmp_path: Path
) -> None:
    """Three files with the hours that were typed; the second time nothing has changed."""
    open_page(overlay, 0)
    field(overlay.report, "Hours of a training day").editor.setFocus()
    retype("6")
    overlay.report.folder.line.setFocus()
    retype(str(tmp_path / "out"))
    press(Qt.Key.Key_Return, CTRL)

    assert facts(place)[FactName.HOURS_A_DAY] == "6"
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".pdf", ".html", ".xlsx"}
    assert "3 of them are new or changed." in overlay.report.writing.words
    press(Qt.Key.Key_Return, CTRL)
    assert "Nothing has changed since the last export." in overlay.report.writing.words


def test_a_fact_is_kept_and_taken_back(place: Stand, overlay: ProgrammeOverlay) -> None:
    """It is saved when the field is left, and undo brings the empty one back."""
    open_page(overlay, 1)
    field(overlay.notice, "Controller").editor.setFocus()
    type_text("KEHA")
    press(Qt.Key.Key_Tab)
    assert facts(place)[FactName.CONTROLLER] == "KEHA"

    place.actions["app.undo"].trigger()

    assert FactName.CONTROLLER not in facts(place)


def test_a_number_that_is_none_is_said_at_the_field(
    place: Stand, overlay: ProgrammeOverlay
) -> None:
    """Nothing is saved, and the typed text stays."""
    open_page(overlay, 1)
    asked = field(overlay.notice, "Months that names are kept")
    asked.editor.setFocus()
    type_text("a year")
    press(Qt.Key.Key_Tab)

    assert asked.problem == "Write a whole number, 1 or more."
    assert facts(place) == {}


def test_the_notice_comes_in_three_languages(overlay: ProgrammeOverlay, tmp_path: Path) -> None:
    """Six files, one page and one web page in each language."""
    open_page(overlay, 1)
    overlay.notice.folder.line.setFocus()
    retype(str(tmp_path / "out"))
    press(Qt.Key.Key_Return, CTRL)

    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 6
    assert {name.rsplit("-", 1)[-1] for name in names} == {
        f"{language}.{ending}" for language in ("en", "fi", "sv") for ending in ("html", "pdf")
    }


def test_what_is_not_due_cannot_be_removed(overlay: ProgrammeOverlay) -> None:
    """Soon after the session each class stands with its day, and no button can be pressed."""
    open_page(overlay, 2)

    assert len(overlay.due.rows) >= 3
    assert not any(row.button.isEnabled() for row in overlay.due.rows)


def test_what_is_due_goes_once_a_word_is_typed(place: Stand, overlay: ProgrammeOverlay) -> None:
    """A wrong word and Esc keep everything; the right one removes it everywhere, with proof."""
    place.clock.advance(YEARS)
    open_page(overlay, 2)
    row = next(one for one in overlay.due.rows if one.data.due.kind is FactName.KEEP_PEOPLE)
    row.button.setFocus()
    press(Qt.Key.Key_Space)
    assert "Pseudonyms take the place of the names" in overlay.due.confirm.words
    type_text("yes")
    press(Qt.Key.Key_Return)
    assert overlay.due.confirm.isVisible()
    press(Qt.Key.Key_Escape)
    assert overlay.isVisible()
    assert not overlay.due.confirm.isVisible()
    assert place.desk.library.person(PEKKA.id) == PEKKA

    row.button.setFocus()
    press(Qt.Key.Key_Space)
    type_text("remove")
    press(Qt.Key.Key_Return)

    assert "It stands in none of them." in overlay.due.erasing.words
    assert place.desk.library.person(PEKKA.id).email == ""
    folder = place.desk.library.path.parent
    for path in folder.rglob("*"):
        assert not path.is_file() or b"wirtanen" not in path.read_bytes().lower()
    kinds = {one.data.due.kind for one in overlay.due.rows}
    assert FactName.KEEP_PEOPLE not in kinds
    assert FactName.KEEP_NOTES in kinds


def test_nothing_is_removed_while_a_session_runs(
    place: Stand, overlay: ProgrammeOverlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said instead, and everything stays."""
    place.clock.advance(YEARS)
    open_page(overlay, 2)
    monkeypatch.setattr(type(place.desk), "is_any_live", property(lambda _desk: True))
    row = overlay.due.rows[0]
    row.button.setFocus()
    press(Qt.Key.Key_Space)
    type_text("remove")
    press(Qt.Key.Key_Return)

    assert not overlay.due.erasing.isVisible()
    assert place.desk.library.person(PEKKA.id) == PEKKA
