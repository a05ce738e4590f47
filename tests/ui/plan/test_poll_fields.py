"""Polls prepared in a block: typed as a line, changed by chips (V1, V6 to V8)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ui.plan.poll_fields import PollFields
from ui.theme import ThemeName, apply_theme
from ui.widgets.chip import ChipButton
from virtu_desktop.domain.questions import PollKind, Question, Scale, Secrecy, Show

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"
)


class Block:
    """Keeps the polls as a plan would, and shows them again after every change."""

    def __init__(self, qtbot: QtBot) -> None:
        """Show a block without polls."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, ThemeName.LIGHT)
        self.polls: tuple[Question, ...] = ()
        self.fields = PollFields()
        qtbot.addWidget(self.fields)
        self.fields.changed.connect(self._keep)
        self.fields.resize(340, 600)
        self.fields.show()
        self.fields.activateWindow()
        qtbot.waitUntil(self.fields.isActiveWindow)

    def _keep(self, polls: tuple[Question, ...]) -> None:
        self.polls = polls
        self.fields.show_polls(polls, "en")

    def add(self, line: str) -> None:
        """Type a new poll."""
        self.fields.new_line.setFocus()
        QTest.keyClicks(self.fields.new_line, line)
        QTest.keyClick(self.fields.new_line, Qt.Key.Key_Return)

    def retype(self, place: int, line: str) -> None:
        """Type a line over another one."""
        field = self.fields.lines[place]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, line)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def choose(self, tooltip: str, words: str) -> None:
        """Press a chip and choose an entry of its menu with the mouse."""
        chip = next(
            chip
            for chip in self.fields.findChildren(ChipButton)
            if chip.isVisible() and chip.toolTip() == tooltip
        )

        def click() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            entry = next(entry for entry in menu.actions() if entry.text() == words)
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=_middle(menu, entry))

        QTimer.singleShot(0, click)
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        QApplication.processEvents()


def _middle(menu: QMenu, entry: object) -> QPoint:
    return menu.actionGeometry(entry).center()  # type: ignore[arg-type]


@pytest.fixture
def block(qtbot: QtBot) -> Block:
    """Return a block without polls."""
    return Block(qtbot)


def test_a_poll_is_prepared_by_one_line(block: Block) -> None:
    """The line is empty again for the next one."""
    block.add("Where next? Turku/Oulu")
    block.add("How easy? 1-5")

    assert [poll.kind for poll in block.polls] == [PollKind.SINGLE, PollKind.SCALE]
    assert block.fields.new_line.text() == ""
    assert block.fields.lines[0].text() == "Where next? Turku/Oulu"


def test_a_line_typed_over_changes_its_poll_alone(block: Block) -> None:
    """Answers that are not typed again stay."""
    block.add("Where next? Turku/Oulu")
    block.add("How easy? 1-5")
    block.retype(0, "Where do we go?")

    assert block.polls[0].text == "Where do we go?"
    assert block.polls[0].options == ("Turku", "Oulu")
    assert block.polls[1].text == "How easy?"


def test_a_scale_of_the_library_is_chosen(block: Block) -> None:
    """Its levels have the words of the session's language."""
    block.add("How was it?")
    block.choose("How it is answered", "Agreement, 5 levels")

    (poll,) = block.polls
    assert poll.kind is PollKind.SCALE
    assert poll.scale == Scale(
        lowest=1,
        highest=5,
        labels=("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
    )
    block.retype(0, "How was it really?")
    assert block.polls[0].scale == poll.scale


def test_a_quiz_has_its_right_answer(block: Block) -> None:
    """It starts with the first one; another is chosen by its words."""
    block.add("What is it? A/B/C")
    block.choose("How it is answered", "quiz")
    block.choose("Right answer", "C")

    assert block.polls[0].kind is PollKind.QUIZ
    assert block.polls[0].options == ("A", "B", "C")
    assert block.polls[0].right == (2,)


def test_secrecy_showing_and_time_are_chosen(block: Block) -> None:
    """Each by its chip."""
    block.add("Heard today? 1-5")
    block.choose("What is kept of who answered", "secret")
    block.choose("When everybody sees the result", "always")
    block.choose("When it closes by itself", "open 1:00")

    (poll,) = block.polls
    assert (poll.secrecy, poll.show, poll.timer_s) == (Secrecy.SECRET, Show.ALWAYS, 60)


def test_a_repeat_key_is_typed(block: Block) -> None:
    """Polls with the same one are compared."""
    block.add("Heard today? 1-5")
    block.retype(2, "heard")

    assert block.polls[0].repeat_key == "heard"


def test_a_poll_that_lacks_something_says_so(block: Block) -> None:
    """And one is removed with its chip."""
    block.add("Which? A/B")
    block.choose("How it is answered", "Impact and effort (2×2)")
    assert block.polls[0].kind is PollKind.AXES
    block.choose("How it is answered", "number")
    remove = next(
        chip
        for chip in block.fields.findChildren(ChipButton)
        if chip.isVisible() and chip.text() == "Remove"
    )
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)

    assert block.polls == ()
    assert block.fields.lines == (block.fields.new_line,)
