"""Palette and key list open over a window, work by keys, and give the keyboard back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.command_palette import Command, CommandPalette, found
from ui.widgets.key_list import Keycap, KeyLine, KeyList


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """Return a shown, active window with a field that has the keyboard."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1180, 720)
    field = QLineEdit(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    field.setFocus()
    return made


@pytest.fixture
def ran() -> list[str]:
    """Return where commands write that they ran."""
    return []


@pytest.fixture
def commands(ran: list[str]) -> list[Command]:
    """Return four commands, one of which is not possible now."""

    def command(label: str, key: str, is_enabled: bool = True) -> Command:
        return Command(label, key, lambda: ran.append(label), is_enabled)

    return [
        command("Pause or go on", "P"),
        command("Show the stage", "F5"),
        command("Skip the next block", "S"),
        command("Restore the block", "R", False),
    ]


def _search(palette: CommandPalette) -> QLineEdit:
    field = palette.findChild(QLineEdit)
    assert field is not None
    return field


def test_typing_finds_and_enter_runs(
    host: QWidget, qtbot: QtBot, commands: list[Command], ran: list[str]
) -> None:
    """Two letters and Enter are enough."""
    palette = CommandPalette(host)
    palette.open_with(commands)

    qtbot.keyClicks(_search(palette), "sk")
    qtbot.keyClick(_search(palette), Qt.Key.Key_Return)

    assert ran == ["Skip the next block"]
    assert palette.isHidden()


def test_arrow_keys_move_in_the_list(
    host: QWidget, qtbot: QtBot, commands: list[Command], ran: list[str]
) -> None:
    """Down and Up choose while the search field keeps the keyboard."""
    palette = CommandPalette(host)
    palette.open_with(commands)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(_search(palette), key)
    qtbot.keyClick(_search(palette), Qt.Key.Key_Down)

    qtbot.keyClick(_search(palette), Qt.Key.Key_Return)

    assert ran == ["Show the stage"]


def test_escape_gives_the_keyboard_back(
    host: QWidget, qtbot: QtBot, commands: list[Command], ran: list[str]
) -> None:
    """Leaving the palette runs nothing and returns to where one was."""
    palette = CommandPalette(host)
    palette.open_with(commands)

    with qtbot.waitSignal(palette.closed):
        qtbot.keyClick(_search(palette), Qt.Key.Key_Escape)

    field = host.findChildren(QLineEdit)[0]
    assert field.hasFocus()
    assert ran == []


def test_a_click_runs(host: QWidget, qtbot: QtBot, commands: list[Command], ran: list[str]) -> None:
    """The list also answers to the mouse."""
    palette = CommandPalette(host)
    palette.open_with(commands)
    view = palette.findChild(QListView)
    assert view is not None

    where = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert ran == ["Show the stage"]


def test_what_is_not_possible_is_shown_but_not_run(
    host: QWidget, qtbot: QtBot, commands: list[Command], ran: list[str]
) -> None:
    """An action that is not possible now can be found, and stays where it is."""
    palette = CommandPalette(host)
    palette.open_with(commands)
    qtbot.keyClicks(_search(palette), "restore")

    qtbot.keyClick(_search(palette), Qt.Key.Key_Return)

    assert palette.shown_labels() == ["Restore the block"]
    assert palette.isVisible()
    assert ran == []


def test_nothing_found_is_said(host: QWidget, qtbot: QtBot, commands: list[Command]) -> None:
    """A search without a hit says so instead of showing an empty list; Enter does nothing."""
    palette = CommandPalette(host)
    palette.open_with(commands)

    qtbot.keyClicks(_search(palette), "zzz")
    qtbot.keyClick(_search(palette), Qt.Key.Key_Return)

    assert palette.shown_labels() == []
    assert palette.isVisible()


def test_palette_opens_fresh(host: QWidget, qtbot: QtBot, commands: list[Command]) -> None:
    """A search of last time does not linger."""
    palette = CommandPalette(host)
    palette.open_with(commands)
    qtbot.keyClicks(_search(palette), "sk")
    qtbot.keyClick(_search(palette), Qt.Key.Key_Escape)

    palette.open_with(commands)

    assert _search(palette).text() == ""
    assert len(palette.shown_labels()) == 4


def test_screen_readers_follow_the_choice(
    host: QWidget, qtbot: QtBot, commands: list[Command]
) -> None:
    """Rows say label, key and whether they are possible."""
    palette = CommandPalette(host)
    palette.open_with(commands)
    qtbot.keyClick(_search(palette), Qt.Key.Key_Down)

    view = palette.findChild(QListView)
    assert view is not None
    texts = [
        view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)
    ]
    assert texts[0] == "Pause or go on, P"
    assert texts[3] == "Restore the block, R, not possible now"
    reader = QAccessible.queryAccessibleInterface(_search(palette))
    assert reader.text(QAccessible.Text.Description) == "Show the stage"


def test_beginnings_come_first(commands: list[Command]) -> None:
    """A command that begins with the search goes before one that contains it."""
    labels = [command.label for command in found(commands, "s")]

    assert labels[:2] == ["Show the stage", "Skip the next block"]


def test_all_words_must_be_there(commands: list[Command]) -> None:
    """Words can be typed in any order."""
    assert [command.label for command in found(commands, "block skip")] == ["Skip the next block"]


def test_key_list_shows_all_keys_without_scrolling(host: QWidget, qtbot: QtBot) -> None:
    """In a window of usual size every key is in sight, in two columns."""
    keys = KeyList(host)

    keys.open_with([KeyLine(f"Ctrl+{place}", f"Action number {place}") for place in range(24)])

    caps = keys.findChildren(Keycap)
    inside = [
        keys.card.rect().contains(cap.mapTo(keys.card, cap.rect().bottomRight())) for cap in caps
    ]
    assert len(caps) == 24
    assert all(inside)
    assert len({cap.x() for cap in caps}) == 2


def test_key_list_closes_by_key_and_by_click_beside(host: QWidget, qtbot: QtBot) -> None:
    """Esc and a click beside the card both close it."""
    keys = KeyList(host)
    keys.open_with([KeyLine("P", "Pause")])
    focused = host.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    after_key = keys.isHidden()
    keys.open_with([KeyLine("P", "Pause")])

    qtbot.mouseClick(keys, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    assert after_key
    assert keys.isHidden()


def test_overlay_covers_a_window_that_grows(host: QWidget, qtbot: QtBot) -> None:
    """The dimmed ground always covers the whole window, with the card inside."""
    keys = KeyList(host)
    keys.open_with([KeyLine("P", "Pause")])

    host.resize(1400, 900)

    assert keys.size() == host.size()
    assert keys.rect().contains(keys.card.geometry())
