"""One registry of actions: all bound, all with keys of their own."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.ui.cockpit import Cockpit, focused
from ui.actions import SPECS, Screen
from ui.overlays import key_lines


def test_every_action_does_something(running: Cockpit) -> None:
    """Every action of the list is bound to what it does."""
    window, actions = running.window, running.window.actions_
    assert all((window.plan_side, window.review, window.roster))
    bound = [spec.id for spec in SPECS if actions[spec.id].receivers(SIGNAL("triggered(bool)"))]

    assert [spec.id for spec in SPECS if spec.id not in bound] == []


def test_every_key_means_one_thing() -> None:
    """No key is given twice on one screen, so that no press is ambiguous."""
    for screen in Screen:
        keys = Counter(
            QKeySequence(key).toString()
            for spec in SPECS
            if not spec.screens or screen in spec.screens
            for key in spec.keys
        )
        assert [key for key, count in keys.items() if count > 1] == []


def test_every_control_can_be_spoken(running: Cockpit) -> None:
    """Every button that can be seen, with words or without, has a name for screen readers."""
    buttons = running.window.findChildren(QAbstractButton)
    own = [button for button in buttons if button.isVisible()]
    assert len(own) > 10

    assert [_path(button) for button in own if not _spoken(button)] == []


def _path(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    return f"{_path(widget.parentWidget())}/{type(widget).__name__}"


def _spoken(button: QAbstractButton) -> str:
    return button.accessibleName() or (button.text() if len(button.text()) > 1 else "")


def test_the_palette_runs_an_action(running: Cockpit) -> None:
    """Ctrl+K, a few letters and Enter do what the action does."""
    running.key("Ctrl+K")
    running.type("skip the")
    running.key("Return")

    assert running.toast == "Skipped What changed since last time."
    assert not running.window.overlays.palette.isVisible()


def test_the_palette_lets_the_keyboard_go_back(running: Cockpit) -> None:
    """After Esc the next key acts as before."""
    running.key("Ctrl+K", "Escape", "P")

    assert running.toast == "Paused."


@pytest.mark.parametrize("key", ["?", "F1"])
def test_the_keys_are_shown(running: Cockpit, key: str) -> None:
    """The list shows every action with a key, and closes with Esc."""
    running.key(key)
    keys = running.window.overlays.keys
    shown = {label.text() for label in keys.findChildren(QLabel)}
    assert {"Space", "P", "Ctrl+K", "Pause or go on", "Search notes"} <= shown

    running.key("Escape")

    assert not keys.isVisible()


def test_the_keys_stand_by_screen_the_shown_one_first(running: Cockpit) -> None:
    """In the cockpit its keys come first; the keys of a heading stand together."""
    lines = key_lines(running.window.actions_)
    sections = list(dict.fromkeys(line.section for line in lines))
    assert sections[:4] == ["Run", "People", "Breakouts", "Polls"]
    assert set(sections) >= {"Plan", "Library", "Roster", "Everywhere"}
    assert [line.section for line in lines] == [
        section for section in sections for line in lines if line.section == section
    ]

    running.key("Ctrl+1")

    assert key_lines(running.window.actions_)[0].section == "Plan"


def test_what_lies_over_the_cockpit_keeps_its_keys(running: Cockpit) -> None:
    """While the settings are open, Space and P do nothing to the session below."""
    running.key("Ctrl+,")
    before = running.controller.run
    for key in ("Space", "P", "S"):
        QTest.keySequence(focused(), QKeySequence(key))
    assert running.controller.run is before

    running.key("Escape", "Space")

    assert running.current == "talk"


def test_one_thing_at_a_time_lies_over_the_window(running: Cockpit) -> None:
    """Opening the keys closes the settings."""
    overlays = running.window.overlays
    running.key("Ctrl+,", "F1")
    assert overlays.keys.isVisible()
    assert not overlays.settings.isVisible()

    running.key("Escape", "Space")

    assert running.current == "talk"


def test_backup_by_palette(running: Cockpit) -> None:
    """The palette backs the library up and says where."""
    running.key("Ctrl+K")
    running.type("back up")
    running.key("Return")

    running.until(lambda: running.toast.startswith("Backed up to "))
    # The library makes some of its own, too.
    assert any(backup.path.name in running.toast for backup in running.library.backups())
