"""Importing an agenda, driven by keys and clicks in the whole window, on a real library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu

from tests.ui.cockpit import Cockpit
from ui.models.import_model import ImportColumn
from ui.plan.import_panel import ImportPanel
from virtu_desktop.domain.time import MINUTE

PLAIN = "Start\tMinutes\tTitle\tOwner\n9:00\t15\tWelcome back\tAri\n9:15\t30\tPair talk\tMia\n"
CLASH = "Start\tMinutes\tTitle\n9:00\t15\tWelcome back\n9:30\t30\tPair talk\n"


@pytest.fixture
def panel(desktop: Cockpit) -> ImportPanel:
    """Open a session of five blocks on the planner, and the import over it."""
    desktop.open()
    desktop.key("Ctrl+1", "Ctrl+I")
    made = desktop.window.overlays.agenda_import
    assert made.isVisible()
    return made


def paste(cockpit: Cockpit, panel: ImportPanel, text: str) -> None:
    """Paste a text with Ctrl+V and wait until it is read."""
    QGuiApplication.clipboard().setText(text)
    cockpit.key("Ctrl+V")
    cockpit.until(lambda: not panel.is_busy)


def told(panel: ImportPanel) -> list[str]:
    """Return what is told of each row."""
    model = panel.table.model()
    return [str(model.index(row, ImportColumn.TOLD).data()) for row in range(model.rowCount())]


def titles(cockpit: Cockpit) -> list[str]:
    """Return the titles of the plan's blocks."""
    return [block.title for block in cockpit.controller.plan.blocks]


def chip(panel: ImportPanel, text: str) -> QAbstractButton:
    """Return the chip of a column."""
    found = [
        each
        for each in panel.findChildren(QAbstractButton)
        if each.isVisible() and each.text() == text
    ]
    assert found, [each.text() for each in panel.findChildren(QAbstractButton)]
    return found[0]


def test_a_pasted_table_replaces_the_plan_in_one_step(desktop: Cockpit, panel: ImportPanel) -> None:
    """Ctrl+V shows every row, Ctrl+Enter takes them, one undo brings the old plan back."""
    before = desktop.controller.plan
    paste(desktop, panel, PLAIN)
    assert panel.words == "Pasted table: 2 blocks, 45 min."
    assert desktop.controller.plan == before

    desktop.key("Ctrl+Return")

    assert titles(desktop) == ["Welcome back", "Pair talk"]
    assert [block.length // MINUTE for block in desktop.controller.plan.blocks] == [15, 30]
    assert desktop.toast == "The plan is replaced: 2 blocks."
    assert not panel.isVisible()

    desktop.click_undo()

    assert desktop.controller.plan == before


def test_rows_are_added_at_the_end(desktop: Cockpit, panel: ImportPanel) -> None:
    """What stands in the plan stays, the rows come after it."""
    paste(desktop, panel, PLAIN)
    desktop.click(panel.add)

    assert titles(desktop)[-3:] == ["Closing", "Welcome back", "Pair talk"]


def test_conflicts_are_told_and_asked(desktop: Cockpit, panel: ImportPanel) -> None:
    """Nothing is taken before it is said whether clock times or lengths count."""
    paste(desktop, panel, CLASH)
    assert told(panel) == ["", "Starts 9:30: 15 min free after the row before."]
    desktop.key("Ctrl+Return")
    assert panel.words == "Choose first what counts: the clock times or the lengths."
    assert titles(desktop)[0] == "Welcome"

    desktop.key("Space", "Ctrl+Return")

    assert [block.fixed_start for block in desktop.controller.plan.blocks] == [None, time(9, 30)]


def test_an_end_that_contradicts_the_length_is_asked(desktop: Cockpit, panel: ImportPanel) -> None:
    """Start, end and minutes that disagree are a question like any other."""
    paste(desktop, panel, "Start\tEnd\tMin\tTitle\n9:00\t9:20\t15\tWelcome back")
    desktop.key("Ctrl+Return")
    assert panel.words == "Choose first what counts: the clock times or the lengths."

    desktop.key("Space", "Ctrl+Return")

    assert [block.length / MINUTE for block in desktop.controller.plan.blocks] == [20]


def test_lengths_can_count_instead(desktop: Cockpit, panel: ImportPanel) -> None:
    """Blocks follow one another, without a fixed start."""
    paste(desktop, panel, CLASH)
    desktop.click(panel.follow)
    desktop.key("Ctrl+Return")

    assert [block.fixed_start for block in desktop.controller.plan.blocks] == [None, None]


def test_the_session_can_start_when_the_table_does(desktop: Cockpit, panel: ImportPanel) -> None:
    """A table from 12:30 on moves the session's start, with its target end, only when asked."""
    before = desktop.controller.plan
    paste(desktop, panel, PLAIN.replace("9:00", "12:30").replace("9:15", "12:45"))
    desktop.click(chip(panel, "The session starts 12:30, as the table does"))
    desktop.until(lambda: not panel.is_busy)
    assert told(panel) == ["", ""]
    desktop.key("Ctrl+Return")

    plan = desktop.controller.plan
    assert plan.start - before.start == 210 * MINUTE
    assert plan.target_end - before.target_end == 210 * MINUTE


# Menus take the keyboard, which the offscreen platform cannot give them.
@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_a_column_is_given_another_meaning(desktop: Cockpit, panel: ImportPanel) -> None:
    """A menu of the chip says what a column holds; it is remembered for the next table."""
    text = "Start\tMinutes\tTitle\tSay\n9:00\t15\tHello\tLook at the camera\n"
    paste(desktop, panel, text)
    chip(panel, "Say: Not imported").setFocus()
    desktop.key("Return")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    remote = next(action for action in menu.actions() if action.text() == "Remote")
    menu.setActiveAction(remote)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    desktop.until(lambda: not panel.is_busy)
    # A window system gives the window back its keyboard when a menu closes; offscreen does not.
    desktop.window.activateWindow()
    desktop.until(desktop.window.isActiveWindow)
    assert QApplication.focusWidget() is chip(panel, "Say: Remote")
    desktop.key("Ctrl+Return")
    assert desktop.controller.plan.blocks[0].remote == "Look at the camera"

    desktop.key("Ctrl+I")
    paste(desktop, panel, text)

    assert chip(panel, "Say: Remote").isVisible()
    assert "Columns as you chose them before." in panel.words
    (kept,) = desktop.desk.settings.import_columns
    assert kept.columns == ("start", "length", "title", "remote")


def test_bad_rows_are_named_and_the_others_taken(desktop: Cockpit, panel: ImportPanel) -> None:
    """A row without a length says so with its number, a sum is left out."""
    paste(
        desktop,
        panel,
        "Title\tMinutes\nWelcome back\t15\nTalk\tsoon\nEnd\t20\nTotal\t35\n",
    )
    assert "1 row cannot be a block: 3." in panel.words
    assert told(panel)[1] == "“soon” is no length. Not imported."
    assert told(panel)[3] == "Left out: a sum"
    desktop.click(chip(panel, "Only rows to look at"))
    assert len(told(panel)) == 1

    desktop.key("Ctrl+Return")

    assert titles(desktop) == ["Welcome back", "End"]


def test_a_file_is_read_by_the_dialog(desktop: Cockpit, panel: ImportPanel, tmp_path: Path) -> None:
    """Ctrl+O opens a dialog that does not stop the window; its file is shown."""
    file = tmp_path / "agenda.csv"
    file.write_text(PLAIN.replace("\t", ";"))
    desktop.key("Ctrl+O")
    dialog = panel.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(file))
    dialog.filesSelected.emit([str(file)])
    dialog.close()
    desktop.until(lambda: not panel.is_busy)

    assert panel.words == "agenda.csv: 2 blocks, 45 min."


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bomb.xlsx", "bomb", "This workbook takes too much memory or time to read."),
        ("renamed.xlsx", "pdf", "This is a PDF file, not a table."),
        ("page.csv", "html", "This is a web page, not a table."),
        ("empty.csv", "empty", "There is nothing in it."),
    ],
)
def test_a_bad_file_is_one_sentence(
    desktop: Cockpit, panel: ImportPanel, tmp_path: Path, name: str, data: str, words: str
) -> None:
    """The plan and the window stay as they are."""
    before = desktop.controller.plan
    file = tmp_path / name
    file.write_bytes(_BAD[data]())
    panel.read_file(file)
    desktop.until(lambda: not panel.is_busy)

    assert panel.words == words
    desktop.key("Ctrl+Return")
    assert desktop.controller.plan is before
    assert panel.isVisible()


def test_a_good_table_can_be_pasted_after_a_bad_one(
    desktop: Cockpit, panel: ImportPanel, tmp_path: Path
) -> None:
    """The rows with the keyboard go away, and the keyboard stays in the panel."""
    paste(desktop, panel, PLAIN)
    file = tmp_path / "page.csv"
    file.write_bytes(_BAD["html"]())
    panel.read_file(file)
    desktop.until(lambda: not panel.is_busy)
    assert panel.words == "This is a web page, not a table."

    paste(desktop, panel, PLAIN)

    assert panel.words == "Pasted table: 2 blocks, 45 min."


def test_ten_thousand_lines_do_not_stop_the_window(
    desktop: Cockpit, panel: ImportPanel, qtbot: Any
) -> None:
    """The lines are read elsewhere: the window answers at once, and then says why not."""
    lines = "".join(f"{place % 50 + 1}\tBlock {place}\n" for place in range(10_000))
    QGuiApplication.clipboard().setText(f"Minutes\tTitle\n{lines}")
    desktop.key("Ctrl+V")
    assert panel.is_busy

    desktop.key("Escape")
    assert not panel.isVisible()

    desktop.key("Ctrl+I", "Ctrl+V")
    desktop.until(lambda: not panel.is_busy)
    assert panel.words == "This has more than 5000 rows."


def test_an_answer_that_comes_too_late_is_left_aside(desktop: Cockpit, panel: ImportPanel) -> None:
    """What was being read when the panel was closed does not come back with it."""
    QGuiApplication.clipboard().setText(PLAIN)
    desktop.key("Ctrl+V", "Escape", "Ctrl+I")
    desktop.qtbot.waitUntil(lambda: not desktop.desk.background._tasks)  # noqa: SLF001

    assert panel.table.model().rowCount() == 0


def test_an_empty_clipboard_says_what_to_do(desktop: Cockpit, panel: ImportPanel) -> None:
    """Nothing is read, and the sentence says how to begin."""
    QGuiApplication.clipboard().setText("  ")
    desktop.key("Ctrl+V")

    assert panel.words.startswith("There is no text on the clipboard.")


def test_a_running_plan_that_cannot_be_replaced_says_so(
    desktop: Cockpit, panel: ImportPanel
) -> None:
    """While a block runs, a plan without it is refused in words and nothing changes."""
    desktop.key("Escape", "Ctrl+2", "Space", "Ctrl+1", "Ctrl+I")
    before = desktop.controller.plan
    paste(desktop, panel, PLAIN)
    desktop.key("Ctrl+Return")

    assert desktop.controller.plan is before
    assert panel.isVisible()
    assert "nothing was changed" in panel.words or "happened already" in panel.words


def test_the_model_keeps_the_contract_of_qt(desktop: Cockpit, panel: ImportPanel) -> None:
    """Qt's own checker finds nothing while tables come and go."""
    model = panel.table.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    paste(desktop, panel, PLAIN)
    paste(desktop, panel, CLASH)

    assert model.rowCount() == 2


def _bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return data.getvalue()


_BAD: dict[str, Callable[[], bytes]] = {
    "bomb": _bomb,
    "pdf": lambda: b"%PDF-1.7 something",
    "html": lambda: b"<!doctype html><title>Sign in</title>",
    "empty": lambda: b"\n\n",
}
