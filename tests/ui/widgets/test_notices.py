"""Toast and banner say what happened without stopping anybody."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.examples import LONG_TITLE
from ui.theme import ThemeName, apply_theme
from ui.widgets.banner import Banner, BannerAction, BannerTone
from ui.widgets.buttons import PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.note_line import NoteLine
from ui.widgets.toast import STAYS_MS, Toast, shortened


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """Return a shown window of 800 x 500 with a field that has the keyboard."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 500)
    field = QLineEdit(made)
    made.show()
    field.setFocus()
    return made


def _undo_button(toast: Toast) -> PaintedButton:
    return toast.findChildren(PaintedButton)[0]


def test_toast_offers_undo(host: QWidget, qtbot: QtBot) -> None:
    """A click on Undo takes back once and hides the message."""
    toast = Toast(host)
    undone: list[str] = []
    toast.show_message("Coffee skipped.", lambda: undone.append("coffee"), key="Ctrl+Z")

    qtbot.mouseClick(_undo_button(toast), Qt.MouseButton.LeftButton)

    assert undone == ["coffee"]
    assert toast.isHidden()


def test_toast_without_undo_has_no_button(host: QWidget) -> None:
    """What cannot be taken back offers nothing."""
    toast = Toast(host)

    toast.show_message("Backed up.")

    assert _undo_button(toast).isHidden()
    assert toast.isVisible()


def test_latest_message_replaces_the_one_before(host: QWidget, qtbot: QtBot) -> None:
    """Only the latest action is offered to be taken back."""
    toast = Toast(host)
    undone: list[str] = []
    toast.show_message("One.", lambda: undone.append("one"))
    toast.show_message("Two.", lambda: undone.append("two"))

    qtbot.mouseClick(_undo_button(toast), Qt.MouseButton.LeftButton)

    assert toast.text == "Two."
    assert undone == ["two"]


def test_toast_stays_ten_seconds_at_least(host: QWidget) -> None:
    """The timer that hides it is that long, and each message starts it anew."""
    toast = Toast(host)

    toast.show_message("Coffee skipped.")

    timer = toast.findChild(QTimer)
    assert timer is not None
    assert timer.isActive()
    assert timer.interval() == STAYS_MS >= 10_000


def test_toast_takes_no_keyboard(host: QWidget) -> None:
    """Typing goes on while a message appears."""
    field = host.findChild(QLineEdit)
    toast = Toast(host)

    toast.show_message("Coffee skipped.", print)

    assert field is not None
    assert host.focusWidget() is field


def test_toast_stays_inside_a_window_that_shrinks(host: QWidget, qtbot: QtBot) -> None:
    """A long message wraps, and keeps its place at the bottom."""
    toast = Toast(host)
    toast.show_message(" ".join([LONG_TITLE] * 3), print, key="Ctrl+Z")

    host.resize(420, 400)

    assert host.rect().contains(toast.geometry())
    assert toast.geometry().bottom() > 300


def test_toast_keeps_to_a_narrow_column(host: QWidget) -> None:
    """Where it is told to lie, words and buttons stand below each other and nothing is outside."""
    toast = Toast(host)
    column = QRect(10, 0, 280, 500)
    toast.lie_over(column)

    toast.show_message("From the chat: 2 people counted, 1 to look at.", print, key="Ctrl+Z")

    assert column.contains(toast.geometry())
    label = toast.findChildren(SafeLabel)[0]
    assert label.geometry().bottom() < _undo_button(toast).geometry().top()
    assert label.height() >= label.heightForWidth(label.width())
    assert toast.rect().contains(_undo_button(toast).geometry())

    toast.lie_over(None)

    assert toast.geometry().center().x() == pytest.approx(host.width() / 2, abs=2)


def test_toast_names_itself(host: QWidget) -> None:
    """Screen readers get the message and a name for the button that has only a sign."""
    toast = Toast(host)

    toast.show_message("Coffee skipped.")

    close = toast.findChildren(PaintedButton)[1]
    assert toast.accessibleName() == "Coffee skipped."
    assert close.accessibleName() == "Close the message"


def test_banner_runs_what_is_chosen(host: QWidget, qtbot: QtBot) -> None:
    """Each button does its thing; the notice goes away with it."""
    banner = Banner(host)
    chosen: list[str] = []
    banner.show_notice(
        "The computer was asleep for 7 min.",
        BannerTone.WARN,
        [
            BannerAction("Count them", lambda: chosen.append("count")),
            BannerAction("Treat as a pause", lambda: chosen.append("pause")),
        ],
    )
    banner.resize(780, banner.sizeHint().height())

    qtbot.mouseClick(banner.buttons[1], Qt.MouseButton.LeftButton)

    assert chosen == ["pause"]
    assert banner.isHidden()


def test_banner_that_stays(host: QWidget, qtbot: QtBot) -> None:
    """Trying again does not hide "Not saved"; only success does."""
    banner = Banner(host)
    banner.show_notice(
        "Not saved: disk full", BannerTone.DANGER, [BannerAction("Try again", int, closes=False)]
    )

    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)

    assert banner.isVisible()


def test_banner_with_new_words_keeps_its_buttons(host: QWidget, qtbot: QtBot) -> None:
    """A count that grows every second must not take the keyboard from the button."""
    banner = Banner(host)
    tried: list[int] = []
    banner.show_notice(
        "1 waiting", BannerTone.DANGER, [BannerAction("Try", lambda: tried.append(1))]
    )
    button = banner.buttons[0]

    banner.show_notice(
        "2 waiting", BannerTone.DANGER, [BannerAction("Try", lambda: tried.append(2))]
    )
    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)

    assert banner.buttons[0] is button
    assert tried == [2]


def test_banner_tones_differ_in_shape(host: QWidget) -> None:
    """Without colours the three marks still differ."""
    shapes = []
    for tone in BannerTone:
        banner = Banner(host)
        banner.show_notice("x", tone)
        banner.resize(400, 40)
        mark = banner.children()[0]
        assert isinstance(mark, QWidget)
        shapes.append(_dark_places(mark))

    assert len({tuple(shape) for shape in shapes}) == 3


def test_long_banner_wraps(qtbot: QtBot) -> None:
    """A notice in a narrow window takes two lines instead of losing words."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    banner = Banner()
    column.addWidget(banner)
    column.addStretch(1)
    banner.show_notice(" ".join([LONG_TITLE] * 3), BannerTone.INFO, [BannerAction("OK", int)])
    window.resize(520, 400)
    window.show()

    assert banner.height() > 70


def test_note_line_shows_its_key_until_it_is_used(qtbot: QtBot) -> None:
    """The key hint goes when something is typed."""
    window = QWidget()
    qtbot.addWidget(window)
    other = QPushButton("other", window)
    line = NoteLine("Write a note…", "N", window)
    line.setGeometry(0, 60, 300, 44)
    window.show()
    other.setFocus()
    with_key = line.grab().copy(240, 0, 60, 44).toImage()

    line.setFocus()
    qtbot.keyClicks(line, "#idea")

    assert line.grab().copy(240, 0, 50, 40).toImage() != with_key.copy(0, 0, 50, 40)
    assert line.sizeHint().height() == 44
    assert line.text() == "#idea"


def test_note_line_is_as_high_as_the_scale(qtbot: QtBot, qapp: object) -> None:
    """The field grows with the theme's scale."""
    line = NoteLine("Write a note…", "N")
    qtbot.addWidget(line)

    apply_theme(qapp, ThemeName.LIGHT, scale=1.5)  # type: ignore[arg-type]

    assert line.sizeHint().height() == 66
    assert QAccessible.queryAccessibleInterface(line).text(QAccessible.Text.Name)


def _dark_places(mark: QWidget) -> list[bool]:
    """Return, coarsely, where a mark has colour: its shape."""
    image = mark.grab().toImage()
    return [
        image.pixelColor(x, y).lightness() < 160
        for y in range(0, image.height(), 3)
        for x in range(0, image.width(), 3)
    ]


def test_a_name_as_long_as_a_page_leaves_the_window_free() -> None:
    """The message is cut in its middle, so that what was done can still be read at its end."""
    text = f"Note by {'x' * 5000} deleted."

    assert len(shortened(text)) <= 160
    assert shortened(text).startswith("Note by x")
    assert shortened(text).endswith("x deleted.")
    assert shortened("Taken back.") == "Taken back."
