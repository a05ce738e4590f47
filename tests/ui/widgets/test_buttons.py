"""Buttons follow their actions, are pressed by keys and clicks, and do not steal keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import ThemeName, Tone, theme
from ui.theme.tokens import TOKENS
from ui.widgets.buttons import ActionButton, ButtonKind, PaintedButton
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.switch import ToggleSwitch


class Desk(QWidget):
    """A window with a field, a button for P, and another action on Space."""

    def __init__(self) -> None:
        """Build the window."""
        super().__init__()
        self.field = QLineEdit(self)
        self.pause = QAction("&Pause", self)
        self.pause.setShortcut(QKeySequence("P"))
        self.next = QAction("Next: Coffee", self)
        self.next.setShortcut(QKeySequence("Space"))
        self.addActions([self.pause, self.next])
        self.pause_button = ActionButton(self.pause, parent=self)
        self.next_button = ActionButton(self.next, ButtonKind.PRIMARY, self)
        row = QHBoxLayout(self)
        for widget in (self.field, self.next_button, self.pause_button):
            row.addWidget(widget)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """Return the window, shown and active."""
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_click_triggers_the_action(desk: Desk, qtbot: QtBot) -> None:
    """A click on the button is the action."""
    with qtbot.waitSignal(desk.pause.triggered):
        qtbot.mouseClick(desk.pause_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_press_the_button_that_has_the_keyboard(desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    """Space on the Pause button pauses, although Space means "next" elsewhere."""
    desk.pause_button.setFocus(Qt.FocusReason.TabFocusReason)

    with (
        qtbot.assertNotEmitted(desk.next.triggered),
        qtbot.waitSignal(desk.pause.triggered),
    ):
        qtbot.keyClick(desk.pause_button, key)


def test_a_click_leaves_the_keyboard_where_it_was(desk: Desk, qtbot: QtBot) -> None:
    """After a click Space still means what it means in the window."""
    desk.field.setFocus()

    qtbot.mouseClick(desk.pause_button, Qt.MouseButton.LeftButton)

    assert desk.field.hasFocus()


def test_tab_reaches_the_buttons(desk: Desk, qtbot: QtBot) -> None:
    """Everything can be reached with Tab alone."""
    desk.field.setFocus()

    qtbot.keyClick(desk.field, Qt.Key.Key_Tab)

    assert desk.pause_button.hasFocus()


def test_text_key_and_tooltip_follow_the_action(desk: Desk) -> None:
    """Another text, another key and "not now" reach the button at once."""
    desk.next.setText("Next: Gallery walk")
    desk.next.setShortcut(QKeySequence("Ctrl+Right"))
    desk.next.setEnabled(False)

    button = desk.next_button
    assert button.text() == "Next: Gallery walk"
    assert button.hint == "Ctrl+Right"
    assert button.toolTip() == "Next: Gallery walk  (Ctrl+Right)"
    assert not button.isEnabled()


def test_a_hidden_action_hides_its_button(desk: Desk) -> None:
    """A button is there exactly while its action is."""
    desk.pause.setVisible(False)
    was_hidden = desk.pause_button.isHidden()
    desk.pause.setVisible(True)

    assert was_hidden
    assert desk.pause_button.isVisible()


def test_a_given_label_stays(desk: Desk, qtbot: QtBot) -> None:
    """A button with words of its own keeps them; its name for readers is the action's."""
    button = ActionButton(desk.pause, parent=desk, label="II")

    desk.pause.setText("Go on")

    assert button.text() == "II"
    assert button.accessibleName() == "Go on"


def test_a_checkable_action_can_be_switched_by_its_button(desk: Desk, qtbot: QtBot) -> None:
    """Button and action are always both on or both off."""
    sound = QAction("Sounds", desk)
    sound.setCheckable(True)
    button = ActionButton(sound, parent=desk)
    button.show()

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    after_click = (sound.isChecked(), button.isChecked())
    sound.setChecked(False)

    assert after_click == (True, True)
    assert not button.isChecked()


def test_markup_in_an_action_stays_text(desk: Desk) -> None:
    """A block's title in the action's text is never read as markup in the tooltip."""
    desk.next.setText("Next: <img src=x>")

    assert "&lt;img" in desk.next_button.toolTip()


def test_accessible_name_and_key(desk: Desk) -> None:
    """A screen reader hears the action without ampersand, and its key."""
    reader = QAccessible.queryAccessibleInterface(desk.pause_button)

    assert reader.text(QAccessible.Text.Name) == "Pause"
    assert reader.text(QAccessible.Text.Description) == "P"
    assert reader.role() == QAccessible.Role.Button


def test_sizes_are_main_controls(desk: Desk) -> None:
    """Buttons are 44 high and at least as wide."""
    short = PaintedButton("−1")

    assert desk.next_button.sizeHint().height() == 44
    assert short.sizeHint().width() >= 44


def test_key_goes_before_the_text_is_cut(desk: Desk, qtbot: QtBot) -> None:
    """In a narrow place the key hint is left out, so that the words stay whole."""
    button = PaintedButton("Next: Coffee", ButtonKind.PRIMARY, hint="Space")
    qtbot.addWidget(button)
    plain = PaintedButton("Next: Coffee", ButtonKind.PRIMARY)
    qtbot.addWidget(plain)
    for each in (button, plain):
        each.resize(plain.sizeHint())

    assert button.grab().toImage() == plain.grab().toImage()


def test_focus_ring_is_drawn_for_the_keyboard(desk: Desk) -> None:
    """Who uses Tab sees where the keyboard is."""
    before = desk.pause_button.grab().toImage()

    desk.pause_button.setFocus(Qt.FocusReason.TabFocusReason)

    image = desk.pause_button.grab().toImage()
    assert image != before
    assert image.pixelColor(image.width() // 2, 0).name() == TOKENS[ThemeName.LIGHT].focus.lower()


def test_chip_shows_words_and_is_no_button(qtbot: QtBot) -> None:
    """A chip to read is a label for screen readers and takes no clicks."""
    chip = Chip("All saved", Tone.TEAL)
    qtbot.addWidget(chip)

    chip.show_words("Not saved", Tone.RED)

    reader = QAccessible.queryAccessibleInterface(chip)
    assert reader.role() == QAccessible.Role.StaticText
    assert reader.text(QAccessible.Text.Name) == "Not saved"
    assert chip.grab().toImage().pixelColor(8, 12).name() == theme().tone(Tone.RED).tint


def test_a_narrow_chip_keeps_its_words_in_the_tooltip(qtbot: QtBot) -> None:
    """What does not fit ends in an ellipsis and can be read all the same."""
    chip = Chip("4 min behind, ends 12:04", Tone.AMBER)
    qtbot.addWidget(chip)

    chip.resize(chip.minimumSizeHint())
    chip.show()

    assert chip.toolTip() == "4 min behind, ends 12:04"


def test_chip_button_is_pressed_by_mouse_and_space(qtbot: QtBot) -> None:
    """A chip to press answers to both, and is high enough to hit."""
    chip = ChipButton("Fixed time", Tone.BLUE)
    qtbot.addWidget(chip)
    chip.show()
    pressed: list[bool] = []
    chip.clicked.connect(lambda: pressed.append(True))

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.keyClick(chip, Qt.Key.Key_Space)

    assert len(pressed) == 2
    assert chip.sizeHint().height() >= 24


def test_switch_is_switched_by_mouse_and_space(qtbot: QtBot) -> None:
    """Also a click on its words switches it, and its picture shows the state."""
    switch = ToggleSwitch("Cue sounds")
    qtbot.addWidget(switch)
    switch.show()
    off = switch.grab().toImage()

    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center())
    is_on = switch.isChecked()
    on = switch.grab().toImage()
    qtbot.keyClick(switch, Qt.Key.Key_Space)

    assert is_on
    assert on != off
    assert not switch.isChecked()
