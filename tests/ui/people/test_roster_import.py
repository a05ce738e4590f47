"""People of a list come to the roster: by keys, with a look at every row, in one step (A4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu

from tests.ui.cockpit import Cockpit
from tests.ui.people.crowd import CROWD, GROUP, OTHER_GROUP, PROGRAMME
from tests.ui.people.test_roster_page import names, opened, stored
from ui.people.roster_import_panel import RosterImportPanel
from ui.people.roster_page import RosterPage
from virtu_desktop.assets import resource
from virtu_desktop.domain.people import Mode

LIST = (
    "Nimi\tOrganisaatio\tSähköposti\tRyhmä\tOsallistumistapa\n"
    "Uusi Henkilö\tELY\tuusi@ely.example\tB\tetänä\n"
    "Aino Lahti\tKEHA-keskus\taino@keha.example\t\t\n"
    "\tELY\tnimeton@ely.example\t\t\n"
)


@pytest.fixture
def page(desktop: Cockpit) -> RosterPage:
    """Open the roster of 24 people and one in another group."""
    return opened(desktop)


@pytest.fixture
def panel(desktop: Cockpit, page: RosterPage) -> RosterImportPanel:
    """Open the import with its key."""
    desktop.key("Ctrl+I")
    made = desktop.window.overlays.roster_import
    assert made.isVisible()
    return made


def paste(cockpit: Cockpit, panel: RosterImportPanel, text: str) -> None:
    """Paste a text with Ctrl+V and wait until it is read."""
    QGuiApplication.clipboard().setText(text)
    cockpit.key("Ctrl+V")
    cockpit.until(lambda: not panel.is_busy)


def told(panel: RosterImportPanel) -> list[str]:
    """Return what is told of each row."""
    return [line.cells[-1] for line in panel.model.lines]


def test_a_pasted_list_comes_in_one_step(
    desktop: Cockpit, page: RosterPage, panel: RosterImportPanel
) -> None:
    """New people are added, known ones brought up to date, and one undo takes all back."""
    before = stored(desktop)
    paste(desktop, panel, LIST)
    assert panel.words == (
        "Pasted list: 1 new person, 1 brought up to date, 0 unchanged. "
        "Without a group of their own they come into Group B. 1 row to look at."
    )
    assert told(panel) == ["", "Known already: brought up to date.", "No name: left out."]

    desktop.key("Ctrl+Return")
    after = stored(desktop)
    assert not panel.isVisible()
    assert len(after) == len(before) + 1
    new = after["Uusi Henkilö"]
    assert (new.group, new.usual_mode, new.email) == (GROUP.id, Mode.REMOTE, "uusi@ely.example")
    assert after["Aino Lahti"].email == "aino@keha.example"
    assert "Uusi Henkilö" in names(page)

    desktop.key("Ctrl+Z")
    assert stored(desktop) == before


def test_the_sample_of_96_people(
    desktop: Cockpit, page: RosterPage, panel: RosterImportPanel, tmp_path: Path
) -> None:
    """A file is chosen with Ctrl+O; a second import of it changes nobody."""
    file = tmp_path / "people.csv"
    file.write_bytes(resource("sample", "people.csv").read_bytes())
    for expected in (f"{len(CROWD) + 1 + 96}", ""):
        desktop.key("Ctrl+O")
        dialog = panel.findChildren(QFileDialog)[-1]
        dialog.filesSelected.emit([str(file)])
        dialog.close()
        desktop.until(lambda: not panel.is_busy)
        desktop.key("Ctrl+Return")
        if expected:
            assert desktop.library.flush(10)
            assert len(desktop.library.people(PROGRAMME.id)) == int(expected)
            desktop.key("Ctrl+I")
    assert panel.words == "Everybody of the list is on the roster already, as the list says."


# Menus take the keyboard, which the offscreen platform cannot give them.
@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_a_column_is_chosen_and_remembered(desktop: Cockpit, panel: RosterImportPanel) -> None:
    """A chip with a menu says what a column holds; the next list of that kind has it at once."""
    text = "Foo\tName\nAino Uusi\tELY\nBo Uusi\tKEHA"
    paste(desktop, panel, text)
    chosen = (("Foo: Not imported", "Name"), ("Name: Not imported", "Organisation"))
    for chip_words, entry in chosen:
        chip = next(
            each
            for each in panel.findChildren(QAbstractButton)
            if each.isVisible() and each.text() == chip_words
        )
        chip.setFocus()
        desktop.key("Return")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.setActiveAction(next(one for one in menu.actions() if one.text() == entry))
        QTest.keyClick(menu, Qt.Key.Key_Return)
        desktop.until(lambda: not panel.is_busy)
        # A window system gives the window back its keyboard when a menu closes; offscreen does not.
        desktop.window.activateWindow()
        desktop.until(desktop.window.isActiveWindow)
    cells = [line.cells[1:3] for line in panel.model.lines]
    assert cells == [("Aino Uusi", "ELY"), ("Bo Uusi", "KEHA")]

    desktop.key("Escape", "Ctrl+I")
    paste(desktop, panel, text)
    assert [line.cells[1] for line in panel.model.lines] == ["Aino Uusi", "Bo Uusi"]
    # The settings are kept on the disk, so the next start knows it too.
    (kept,) = desktop.desk.settings.import_columns
    assert kept.columns == ("name", "organisation")


def test_bad_lists_are_told_and_nothing_changes(desktop: Cockpit, panel: RosterImportPanel) -> None:
    """Too many rows, a web page and an empty clipboard are one sentence each."""
    before = stored(desktop)
    for text, words in (
        ("Name\n" + "Aino\n" * 10_000, "This has more than 5000 rows."),
        ("<html><b>Sign in</b></html>", "This is a web page, not a table."),
        (" ", "There is no text on the clipboard. Copy rows in a spreadsheet first."),
    ):
        paste(desktop, panel, text)
        assert panel.words == words
    desktop.key("Ctrl+Return", "Escape")

    assert stored(desktop) == before


def test_hostile_names_stay_plain(desktop: Cockpit, panel: RosterImportPanel) -> None:
    """Tags and formulas are letters; what turns the writing is taken out (T16)."""
    paste(desktop, panel, "Name\n<b>Bold</b>\n=1+1\nab\u202ecd")
    QAbstractItemModelTester(panel.model)

    assert [line.cells[1] for line in panel.model.lines] == ["<b>Bold</b>", "=1+1", "abcd"]


def test_the_button_of_the_roster_opens_it(desktop: Cockpit, page: RosterPage) -> None:
    """It stands in the head of the roster."""
    desktop.click(desktop.button("roster.import"))

    assert desktop.window.overlays.roster_import.isVisible()


def test_people_come_into_the_group_that_is_shown(
    desktop: Cockpit, page: RosterPage, panel: RosterImportPanel
) -> None:
    """Without a group, or with one that is not there, new people come where one looks; told so."""
    desktop.key("Escape")
    page.filters.setCurrentIndex(1)
    desktop.key("Ctrl+I")
    paste(desktop, panel, "Name\tGroup\nAino Uusi\t\nBo Uusi\tZ\nJuha Niemi\tC\n")
    assert told(panel) == [
        "",
        "There is no group “Z”: comes into Group B.",
        "Known already: brought up to date. Moves to another group: Group B → Group C.",
    ]
    assert "they come into Group B." in panel.words
    desktop.key("Ctrl+Return")

    found = stored(desktop)
    groups = [found[name].group for name in ("Aino Uusi", "Bo Uusi", "Juha Niemi")]
    assert groups == [GROUP.id, GROUP.id, OTHER_GROUP.id]


def test_a_second_list_leaves_nothing_of_the_first(
    desktop: Cockpit, panel: RosterImportPanel
) -> None:
    """Only the chips of the columns that are there can be seen; unchanged people are counted."""
    paste(desktop, panel, LIST)
    paste(desktop, panel, "Aino Lahti\nCita Uusi")
    seen = {
        button.text() for button in panel.chips.findChildren(QAbstractButton) if button.isVisible()
    }

    assert seen == {"A: Name"}
    assert panel.words.startswith("Pasted list: 1 new person, 0 brought up to date, 1 unchanged.")
    assert panel.button.text() == "Import 1 person"
