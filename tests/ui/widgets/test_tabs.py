"""Segments and filters are chosen with arrow keys and clicks and read as tabs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from ui.theme import theme
from ui.widgets.tabs import FilterTabs, SegmentedControl, SegmentKind


@pytest.fixture
def screens(qtbot: QtBot) -> SegmentedControl:
    """Return Plan, Run and Review, shown."""
    made = SegmentedControl(["Plan", "Run", "Review"], name="Screens")
    qtbot.addWidget(made)
    made.show()
    return made


def test_arrow_keys_choose(screens: SegmentedControl, qtbot: QtBot) -> None:
    """Right goes to the next segment."""
    with qtbot.waitSignal(screens.currentChanged) as heard:
        qtbot.keyClick(screens, Qt.Key.Key_Right)

    assert heard.args == [1]


def test_a_click_chooses(screens: SegmentedControl, qtbot: QtBot) -> None:
    """A click on a segment chooses it, also at its upper edge."""
    where = QPoint(screens.tabRect(2).center().x(), 2)

    qtbot.mouseClick(screens, Qt.MouseButton.LeftButton, pos=where)

    assert screens.currentIndex() == 2


def test_segments_are_wide_alike_and_high_enough(screens: SegmentedControl) -> None:
    """The top bar does not move when another screen is chosen."""
    widths = {screens.tabRect(place).width() for place in range(3)}

    assert len(widths) == 1
    assert screens.sizeHint().height() >= 44


def test_the_chosen_one_is_dark(screens: SegmentedControl, qtbot: QtBot) -> None:
    """The chosen segment has the ground of the primary button."""
    screens.setCurrentIndex(1)

    image = screens.grab().toImage()
    where = screens.tabRect(1).topLeft() + QPoint(12, 12)
    assert image.pixelColor(where) == theme().colour("primary")


def test_screen_readers_hear_tabs(screens: SegmentedControl) -> None:
    """The row is a list of tabs, each with its text."""
    reader = QAccessible.queryAccessibleInterface(screens)

    assert reader.role() == QAccessible.Role.PageTabList
    assert reader.child(2).text(QAccessible.Text.Name) == "Review"


def test_soft_segments_are_as_wide_as_their_words(qtbot: QtBot) -> None:
    """The tabs of a dock take no more room than they need, and show no word cut."""
    dock = SegmentedControl(["Notes", "Trainer notes"], name="Dock", kind=SegmentKind.SOFT)
    qtbot.addWidget(dock)
    dock.show()

    assert dock.tabRect(0).width() < dock.tabRect(1).width()


def test_filters_change_their_counts_and_keep_the_choice(qtbot: QtBot) -> None:
    """New counts leave the chosen filter chosen, and tell nothing."""
    filters = FilterTabs(["All 12", "Decisions 2", "Ideas 5"], name="Notes")
    qtbot.addWidget(filters)
    filters.show()
    filters.setCurrentIndex(2)

    with qtbot.assertNotEmitted(filters.currentChanged):
        filters.show_items(["All 13", "Decisions 2", "Ideas 6"])

    assert filters.currentIndex() == 2
    assert filters.tabText(2) == "Ideas 6"


def test_filters_can_become_fewer_and_more(qtbot: QtBot) -> None:
    """A filter that has gone takes its choice with it."""
    filters = FilterTabs(["All 2", "Ideas 1", "Quotes 1"], name="Notes")
    qtbot.addWidget(filters)
    filters.setCurrentIndex(2)

    filters.show_items(["All 1", "Ideas 1"])

    assert filters.count() == 2
    assert filters.currentIndex() == 1


def test_filters_are_high_enough(qtbot: QtBot) -> None:
    """A filter can be hit: at least 24 pixels."""
    filters = FilterTabs(["All 12"], name="Notes")
    qtbot.addWidget(filters)

    assert filters.tabSizeHint(0).height() >= 24


def test_narrow_segments_are_as_wide_as_their_texts(screens: SegmentedControl) -> None:
    """Told to be narrow, "Run" takes less room than "Review"; told otherwise, all are alike."""
    wide = screens.sizeHint().width()

    screens.set_narrow(True)
    narrow = [screens.tabRect(index).width() for index in range(3)]
    assert narrow[1] < narrow[2]
    assert sum(narrow) < wide
    screens.set_narrow(False)

    assert len({screens.tabRect(index).width() for index in range(3)}) == 1
    assert screens.wide_width() == wide
