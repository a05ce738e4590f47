"""Labels show what was typed, letter by letter, and cut no word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.examples import LONG_TITLE
from ui.theme import Role, font
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import CapsLabel, SafeLabel, plain_tooltip, safe_label
from ui.widgets.paint import ELLIPSIS, broken_lines, limited_lines

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    max_size=60,
)


def test_markup_is_not_read(qtbot: QtBot) -> None:
    """A name that looks like markup stays as it was typed."""
    label = safe_label("<b>Aino</b>")
    qtbot.addWidget(label)

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>Aino</b>"


@pytest.mark.parametrize("text", ["<b>x</b>", "a & b", "<img src='file:///etc/passwd'>"])
def test_tooltips_show_markup_as_text(text: str) -> None:
    """A tooltip would read markup; what it gets has none."""
    shown = plain_tooltip(text)

    inside = shown.removeprefix("<qt>").removesuffix("</qt>")
    assert "<" not in inside
    assert "& " not in inside


def test_long_words_are_never_cut(qtbot: QtBot) -> None:
    """A wrapping label asks for the width of its widest word."""
    label = SafeLabel(LONG_TITLE, role=Role.HEADING, wrap=True)
    qtbot.addWidget(label)

    word = QFontMetricsF(font(Role.HEADING)).horizontalAdvance("Pienryhmätyöskentely:")

    assert label.minimumSizeHint().width() >= word


def test_a_wrapping_label_grows_downwards(qtbot: QtBot) -> None:
    """In half the width a layout gives it more lines."""
    host = QWidget()
    qtbot.addWidget(host)
    label = SafeLabel(" ".join([LONG_TITLE] * 4), wrap=True)
    column = QVBoxLayout(host)
    column.addWidget(label)
    column.addStretch(1)
    heights = []
    for width in (600, 300):
        host.resize(width, 400)
        host.show()
        column.activate()
        heights.append(label.height())

    assert heights[1] > heights[0] * 1.5


def test_a_line_that_does_not_fit_is_in_the_tooltip(qtbot: QtBot) -> None:
    """One line ends in an ellipsis when it must, and only then has a tooltip."""
    label = SafeLabel(LONG_TITLE)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    narrow = label.toolTip()

    label.resize(600, 20)

    assert (narrow, label.toolTip()) == (LONG_TITLE, "")


def test_lines_beyond_the_most_are_in_the_tooltip(qtbot: QtBot) -> None:
    """A label of two lines keeps the rest of a long text in its tooltip."""
    text = " ".join([LONG_TITLE] * 5)
    label = SafeLabel(text, wrap=True, most_lines=2)
    qtbot.addWidget(label)
    label.resize(200, 60)
    label.show()

    assert label.heightForWidth(200) < 60
    assert label.toolTip() == text


def test_caps_are_drawn_not_typed(qtbot: QtBot) -> None:
    """Screen readers get the words as written; the capitals are only drawn."""
    label = CapsLabel("In the room")
    qtbot.addWidget(label)

    assert label.text() == "In the room"
    assert label.sizeHint().height() >= 11


@given(text=_WORDS, width=st.integers(20, 400))
def test_broken_lines_lose_no_letter(qapp: object, text: str, width: int) -> None:
    """Whatever is typed and however narrow: every letter is on some line."""
    lines = broken_lines(text, font(Role.BODY), width)

    assert "".join("".join(lines).split()) == "".join(text.split())


@given(text=_WORDS, width=st.integers(60, 400), most=st.integers(1, 3))
def test_limited_lines_are_few_and_fit(qapp: object, text: str, width: int, most: int) -> None:
    """Never more lines than allowed; the last one ends in an ellipsis where text is missing."""
    lines = limited_lines(text, font(Role.BODY), width, most)

    whole = broken_lines(text, font(Role.BODY), width)
    assert len(lines) <= most
    assert lines == whole or lines[-1].endswith(ELLIPSIS)


def test_empty_state_teaches_the_first_step(qtbot: QtBot) -> None:
    """Its words are all visible and its button tells when it is pressed."""
    state = EmptyState("No sessions yet", " ".join([LONG_TITLE] * 4), "New session", key="Ctrl+N")
    qtbot.addWidget(state)
    state.resize(700, 500)
    state.show()
    assert state.button is not None

    with qtbot.waitSignal(state.started):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)

    text = state.findChildren(SafeLabel)[1]
    assert text.height() >= text.heightForWidth(text.width())
