"""Merging another laptop's record in the window: preview, choices, undo, refusals (R3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.cli.test_merge_command import half, whole
from tests.ui.cockpit import Cockpit
from tests.ui.screens import Stand, focused, press, stand
from ui.desk import Notice
from ui.producer.merge_overlay import MergeOverlay
from virtu_desktop.exchange.bundle import write_bundle
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import PortableRecord

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with the first half of a record."""
    with stand(tmp_path, qapp) as made:
        made.save(*changes_of(half(is_first=True), has_programme=False, has_group=False))
        made.actions.bind("app.undo", made.desk.undo_latest)
        yield made


@pytest.fixture
def overlay(place: Stand) -> MergeOverlay:
    """Open the overlay over an empty window."""
    place.window.resize(1440, 840)
    place.window.show()
    place.window.activateWindow()
    assert QTest.qWaitForWindowActive(place.window)
    made = MergeOverlay(place.desk, place.window)
    made.open_over()
    return made


def bundle(tmp_path: Path, record: PortableRecord, passphrase: str = "") -> Path:
    """Write a bundle of one record."""
    path = tmp_path / "siteB.virtu"
    path.write_bytes(write_bundle([record], passphrase=passphrase))
    return path


def changed() -> PortableRecord:
    """Return our half with another text of its first note."""
    record = half(is_first=True).record
    note = replace(record.notes[0], text="what the other site wrote")
    return replace(whole(), record=replace(record, notes=(note, *record.notes[1:])))


def texts(place: Stand) -> list[str]:
    """Return the notes of the only session."""
    assert place.desk.library.flush(10)
    record = place.desk.library.session(place.desk.library.sessions()[0].id)
    return [note.text for note in record.notes]


def said(overlay: MergeOverlay) -> str:
    """Return all that the overlay says."""
    return "\n".join(one.text() for one in overlay.findChildren(QLabel) if one.isVisible())


def test_what_is_new_is_shown_merged_and_undone(
    place: Stand, overlay: MergeOverlay, tmp_path: Path
) -> None:
    """Nothing changes before Ctrl+Enter; Ctrl+Z takes all of it back."""
    before = texts(place)
    notices: list[Notice] = []
    place.desk.noticed.connect(notices.append)
    overlay.read_path(bundle(tmp_path, half(is_first=False)))
    assert "7 things added" in said(overlay)
    assert "7 things are new" in overlay.words
    assert texts(place) == before

    press(Qt.Key.Key_Return, CTRL)

    assert not overlay.isVisible()
    assert notices[-1].text == "siteB.virtu is merged: 7 things are new."
    assert "#action three" in " ".join(f"#action {text}" for text in texts(place))
    assert len(texts(place)) == len(before) + 1
    place.actions["app.undo"].trigger()
    assert texts(place) == before
    assert place.desk.library.merges() == ()


def test_a_merge_is_undone_later_from_the_list(
    place: Stand, overlay: MergeOverlay, tmp_path: Path
) -> None:
    """Opened again, the overlay lists the merge with its own button."""
    before = texts(place)
    overlay.read_path(bundle(tmp_path, half(is_first=False)))
    press(Qt.Key.Key_Return, CTRL)
    overlay.open_over()
    assert len(overlay.merges) == 1

    QTest.mouseClick(overlay.merges[0].button, Qt.MouseButton.LeftButton)

    assert texts(place) == before
    assert overlay.merges == []


def test_theirs_is_chosen_with_enter(place: Stand, overlay: MergeOverlay, tmp_path: Path) -> None:
    """Both texts stand in the row; Enter takes theirs, and only that is changed."""
    overlay.read_path(bundle(tmp_path, changed()))
    assert QApplication.focusWidget() is overlay.table
    (line,) = overlay.model.lines
    assert line.cells[2:] == (texts(place)[0], "what the other site wrote", "Ours")
    assert not overlay.button.isEnabled()

    press(Qt.Key.Key_Return)
    assert overlay.model.lines[0].cells[-1] == "Theirs"
    press(Qt.Key.Key_Return, CTRL)

    assert texts(place)[0] == "what the other site wrote"


def test_ours_stays_when_nothing_is_taken(
    place: Stand, overlay: MergeOverlay, tmp_path: Path
) -> None:
    """Enter twice is ours again, and there is nothing to merge."""
    before = texts(place)
    overlay.read_path(bundle(tmp_path, changed()))
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)

    assert overlay.isVisible()
    assert overlay.words == "There is nothing new in this file."
    assert texts(place) == before


def test_a_sealed_bundle_asks_for_its_passphrase(
    place: Stand, overlay: MergeOverlay, tmp_path: Path
) -> None:
    """A wrong one is told at the field, the right one opens it."""
    overlay.read_path(bundle(tmp_path, half(is_first=False), "kuusi tuolia"))
    assert overlay.passphrase.isVisible()
    QTest.keyClicks(focused(), "wrong")
    press(Qt.Key.Key_Return)
    assert "passphrase does not fit" in overlay.passphrase.problem
    QTest.keyClicks(focused(), "kuusi tuolia")
    press(Qt.Key.Key_Return)

    assert not overlay.passphrase.isVisible()
    assert "7 things are new" in overlay.words


@pytest.mark.parametrize("content", [b"PK\x03\x04nothing", b"", b"\x00" * 400, b"{}"])
def test_a_hostile_file_is_one_sentence(
    place: Stand, overlay: MergeOverlay, tmp_path: Path, content: bytes
) -> None:
    """It is refused where it was opened, and the library is as it was."""
    before = texts(place)
    path = tmp_path / "bad.virtu"
    path.write_bytes(content)

    overlay.read_path(path)

    assert overlay.words
    assert "\n" not in overlay.words
    assert not overlay.button.isVisible()
    assert texts(place) == before


def test_a_dropped_bundle_is_opened(desktop: Cockpit, tmp_path: Path) -> None:
    """A .virtu file that is dropped on the window shows what it would bring."""
    path = bundle(tmp_path, whole())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(400, 400), copy, data, left, none)
    QApplication.sendEvent(desktop.window, entering)
    assert entering.isAccepted()

    QApplication.sendEvent(desktop.window, QDropEvent(QPointF(400, 400), copy, data, left, none))

    overlay = desktop.window.overlays.merge
    desktop.qtbot.waitUntil(lambda: "new in the library" in said(overlay))
    assert overlay.isVisible()


def test_a_session_that_runs_here_is_not_merged(
    place: Stand, overlay: MergeOverlay, tmp_path: Path
) -> None:
    """It is said what to do first, and the record stays as it is."""
    before = texts(place)
    record = place.desk.library.session(place.desk.library.sessions()[0].id)
    running = replace(record, session=replace(record.session), run=None)
    place.desk.open_record(running)
    assert place.desk.controller is not None
    place.desk.controller.start_next()
    overlay.read_path(bundle(tmp_path, half(is_first=False)))

    press(Qt.Key.Key_Return, CTRL)

    assert overlay.isVisible()
    assert "is running here: end it first" in overlay.words
    assert texts(place) == before
