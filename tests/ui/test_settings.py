"""Settings act at once and are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from tests.ui.cockpit import Cockpit, focused
from ui.theme import ThemeName, theme
from virtu_desktop.settings import Theme, load_settings


def _control(cockpit: Cockpit, name: str) -> QTabBar:
    panel = cockpit.window.overlays.settings
    return next(bar for bar in panel.findChildren(QTabBar) if bar.accessibleName() == name)


def _click(bar: QTabBar, words: str) -> None:
    place = next(place for place in range(bar.count()) if bar.tabText(place) == words)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())


def test_colours_change_at_once(running: Cockpit) -> None:
    """Ctrl+comma opens the settings, and a click on Dark darkens the window."""
    running.key("Ctrl+,")
    assert running.window.overlays.settings.isVisible()

    _click(_control(running, "Colours"), "Dark")

    assert theme().name is ThemeName.DARK
    running.until(lambda: load_settings().settings.theme is Theme.DARK)


def test_text_size_changes_at_once(running: Cockpit) -> None:
    """All sizes grow with the text, and the cockpit finds room."""
    before = running.button("run.next").height()
    running.key("Ctrl+,")
    _click(_control(running, "Text size"), "125 %")
    running.key("Escape")

    assert theme().scale == 1.25
    assert running.button("run.next").height() == round(before * 1.25)
    assert running.desk.settings.text_scale == 125


def test_choosing_with_the_keyboard(running: Cockpit) -> None:
    """The keyboard begins on the first setting; arrow keys choose."""
    running.key("Ctrl+,")
    assert QApplication.focusWidget() is _control(running, "Language")

    QTest.keyClick(focused(), Qt.Key.Key_Left)

    assert running.desk.settings.language == "sv"


def test_the_language_that_is_spoken_is_chosen(running: Cockpit) -> None:
    """Without a chosen language the panel shows the one the window speaks."""
    running.key("Ctrl+,")
    bar = _control(running, "Language")

    assert bar.tabText(bar.currentIndex()) == "English"


def test_cues_reach_the_running_session(running: Cockpit) -> None:
    """Other cue shares count at once for the block that runs."""
    running.key("Ctrl+,")
    _click(_control(running, "Cues at"), "25 % · 10 %")

    assert running.controller.cues.soon_percent == 25


def test_sound_by_key(running: Cockpit) -> None:
    """M turns cue sounds on, and off again."""
    running.key("M")
    assert running.desk.settings.cue_sound
    assert running.toast == "Cue sounds are on."

    running.key("M")

    assert not running.desk.settings.cue_sound
