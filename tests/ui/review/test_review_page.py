"""The review screen, driven by keys and clicks, on a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QStyleOptionViewItem,
    QWidget,
)

from tests.cli.test_library_commands import contents
from tests.ui.screens import NINE, Stand, field, press, retype, session, stand
from ui.actions import Screen
from ui.models.review_model import ReviewColumn
from ui.review.page import ReviewPage
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.engine.changes import RunKind, SaveSession
from virtu_desktop.engine.session import SessionController

TICKED = ("Report (PDF)", "Workbook (XLSX)", "CSV", "JSON")


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a session of three blocks open, before its run."""
    with stand(tmp_path, qapp) as made:
        made.save(SaveSession(session=session()))
        yield made


@pytest.fixture
def page(place: Stand, qtbot: Any) -> ReviewPage:
    """Show the review."""
    made = ReviewPage(place.desk, place.actions)
    qtbot.addWidget(place.window)
    place.show(made, Screen.REVIEW)
    place.desk.load_session(session().id)
    place.actions.refresh()
    return made


def run_it(place: Stand) -> None:
    """Hold the session: start 2 late, 13 instead of 10 minutes, 25 instead of 30, 20 as planned."""
    place.clock.advance(Duration(NINE - place.clock.read().wall + 2 * MINUTE))
    controller = place.desk.controller
    assert controller is not None
    for length in (13, 25, 20):
        place.desk.act(SessionController.start_next)
        controller.add_note(f"#decision after {length}")
        place.clock.advance(Duration(length * MINUTE))
    place.desk.act(SessionController.end)
    controller.add_note("#idea more breaks")


def shown(page: QWidget) -> set[str]:
    """Return every text that stands on the screen now."""
    return {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def test_before_the_run_it_says_how_to_begin(place: Stand, page: ReviewPage, qtbot: Any) -> None:
    """The only button leads to the run."""
    gone: list[bool] = []
    place.actions.bind("go.run", lambda: gone.append(True))
    assert "Nothing to look back on yet" in shown(page)
    assert page.empty.button is not None
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert gone == [True]


def test_the_figures_of_a_held_session(place: Stand, page: ReviewPage) -> None:
    """End, most behind, blocks and notes are said in words."""
    run_it(place)
    texts = shown(page)
    assert {"10:00", "ended, on time"} <= texts
    assert {"5 min", "behind at most, caught up"} <= texts
    assert {"3 of 3", "blocks run", "4", "notes, 3 decisions"} <= texts
    assert "Longest overrun: Block b1, 3 min." in " ".join(texts)


def test_the_table_has_planned_and_actual_minutes(place: Stand, page: ReviewPage) -> None:
    """The second block started 5 late and took 5 less than planned."""
    run_it(place)
    model = page.blocks.model
    row = [model.index(1, column).data() for column in ReviewColumn]
    assert row == ["Block b2", "9:10", "9:15", "30 min", "25 min", "−5"]


def test_a_skipped_block_says_so(place: Stand, page: ReviewPage) -> None:
    """Where a block did not run there is no difference to show."""
    place.desk.act(SessionController.start_next)
    place.desk.act(SessionController.skip)
    model = page.blocks.model
    assert [model.index(1, column).data() for column in list(ReviewColumn)[2:]] == [
        "",
        "30 min",
        "skipped",
        "",
    ]


def test_notes_are_filtered_by_tag_with_keys(place: Stand, page: ReviewPage) -> None:
    """Right on the row of filters shows the next kind of notes only."""
    run_it(place)
    assert page.notes.model.rowCount() == 4
    page.notes.filters.setFocus()
    press(Qt.Key.Key_Right)
    texts = {page.notes.model.index(row).data() for row in range(page.notes.model.rowCount())}
    assert texts == {"more breaks"}


def test_the_model_keeps_the_contract_of_qt(place: Stand, page: ReviewPage) -> None:
    """Qt's own checker finds nothing while a session runs."""
    model = page.blocks.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    run_it(place)
    assert model.rowCount() == 3


@pytest.mark.parametrize("kind", list(RunKind))
def test_a_rehearsal_is_marked(place: Stand, page: ReviewPage, kind: RunKind) -> None:
    """Only a rehearsal carries the mark."""
    place.desk.kind = kind
    place.desk.act(SessionController.start_next)
    is_marked = "Rehearsal: not a real session" in shown(page)
    assert is_marked == (kind is RunKind.REHEARSAL)


def test_everything_is_exported_to_the_folder(
    place: Stand, page: ReviewPage, tmp_path: Path
) -> None:
    """Ctrl+E opens the panel, Ctrl+Enter writes all formats and says where they are."""
    run_it(place)
    press_export(place, page)
    folder = tmp_path / "record"
    type_folder(page, str(folder))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    written = contents(folder)
    endings = {Path(name).suffix for name in written}
    assert endings == {".pdf", ".xlsx", ".csv", ".json"}
    count = len(written)
    assert f"{count} files are in {folder}" in shown(page)


def test_only_the_ticked_formats_are_written(
    place: Stand, page: ReviewPage, tmp_path: Path
) -> None:
    """Space unticks a format."""
    run_it(place)
    press_export(place, page)
    for name in (*TICKED, "Markdown"):
        box(page, name).setFocus()
        press(Qt.Key.Key_Space)
    assert not box(page, "For Finnish Excel").isEnabled()
    type_folder(page, str(tmp_path / "only"))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {Path(name).suffix for name in contents(tmp_path / "only")} == {".md"}


def test_the_option_for_finnish_excel_is_taken(
    place: Stand, page: ReviewPage, tmp_path: Path
) -> None:
    """With it the tables begin with the byte order mark and have semicolons."""
    run_it(place)
    press_export(place, page)
    box(page, "For Finnish Excel").setFocus()
    press(Qt.Key.Key_Space)
    type_folder(page, str(tmp_path / "excel"))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    data = next((tmp_path / "excel").glob("*/blocks.csv")).read_bytes()
    assert data.startswith("\ufeff".encode())
    assert b";" in data.splitlines()[0]


def test_a_folder_that_cannot_be_is_one_sentence(
    place: Stand, page: ReviewPage, tmp_path: Path
) -> None:
    """A file stands where the folder should be: one sentence, and the button works again."""
    run_it(place)
    press_export(place, page)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    type_folder(page, str(blocked / "inside"))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = [text for text in shown(page) if str(blocked) in text]
    assert len(said) == 1
    assert "cannot be written" in said[0]
    assert page.export_panel.button.isEnabled()


@pytest.mark.parametrize("typed", ["", "somewhere"])
def test_a_folder_without_its_whole_path_is_refused(
    place: Stand, page: ReviewPage, typed: str
) -> None:
    """Nothing is written to a place that nobody can name."""
    run_it(place)
    press_export(place, page)
    type_folder(page, typed)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field(page, "Folder").problem == "Choose a folder, or write its whole path."


def test_an_export_of_the_record_is_remembered(
    place: Stand, page: ReviewPage, tmp_path: Path
) -> None:
    """The library knows that and when the record was exported, also beside a run sheet."""
    run_it(place)
    press_export(place, page)
    box(page, "Run sheet (PDF)").setFocus()
    press(Qt.Key.Key_Space)
    assert field(page, "The agenda is for").isVisible()
    type_folder(page, str(tmp_path / "all"))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert any(name.endswith("-run-sheet.pdf") for name in contents(tmp_path / "all"))
    assert place.desk.library.flush(10)
    (summary,) = place.desk.library.sessions()
    assert summary.exported == place.clock.read().wall


def test_without_a_format_nothing_is_exported(place: Stand, page: ReviewPage) -> None:
    """The panel says what is missing."""
    run_it(place)
    press_export(place, page)
    for name in TICKED:
        box(page, name).setFocus()
        press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Choose at least one format." in shown(page)


def press_export(place: Stand, page: ReviewPage) -> None:
    """Press the key of the export."""
    page.blocks.table.setFocus()
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert page.export_panel.isVisible()


def type_folder(page: ReviewPage, text: str) -> None:
    """Write a folder into its field."""
    field(page, "Folder").editor.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Delete)
    retype(text)


def box(page: QWidget, name: str) -> QCheckBox:
    """Return the tick box of that name."""
    return next(each for each in page.findChildren(QCheckBox) if each.text() == name)


def test_notes_wrap_beside_the_scroll_bar(place: Stand, page: ReviewPage) -> None:
    """Where so many notes are written that they scroll, each row is as high as its lines."""
    place.window.resize(1180, 720)
    run_it(place)
    controller = place.desk.controller
    assert controller is not None
    notes = page.notes.list
    for number in range(20):
        controller.add_note(f"{number} " + "people wanted to talk longer about it " * 3)
    for width in (1180, 1600, 1000):
        place.window.resize(width, 720)
        for _round in range(4):
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        for row in range(notes.model().rowCount()):
            index = notes.model().index(row, 0)
            needed = notes.itemDelegate().sizeHint(QStyleOptionViewItem(), index)
            assert notes.visualRect(index).height() == needed.height()
    assert notes.verticalScrollBar().isVisible()
