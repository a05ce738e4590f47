"""The dock: panels in their order behind tabs, wherever it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import light
from ui.run.dock import Dock, Panel


@pytest.fixture
def dock(qtbot: QtBot) -> Dock:
    """Return a dock with three panels, which were not added in order."""
    light()
    made = Dock()
    qtbot.addWidget(made)
    for panel in (Panel.TRAINER, Panel.PEOPLE, Panel.POLLS):
        made.add(panel, panel.name.title(), QLabel(panel.name))
    made.show()
    return made


def shown(dock: Dock) -> str:
    """Return which panel can be seen."""
    (label,) = (one for one in dock.findChildren(QLabel) if one.isVisible())
    return label.text()


def test_tabs_stand_in_their_order(dock: Dock) -> None:
    """The first panel is in front, whatever was added first."""
    (tabs,) = dock.findChildren(QTabBar)

    assert [tabs.tabText(place) for place in range(tabs.count())] == ["People", "Polls", "Trainer"]
    assert dock.panels == (Panel.PEOPLE, Panel.POLLS, Panel.TRAINER)
    assert shown(dock) == "PEOPLE"


def test_a_click_and_a_call_bring_a_panel_to_the_front(dock: Dock) -> None:
    """Tabs and program choose alike."""
    (tabs,) = dock.findChildren(QTabBar)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    clicked = shown(dock)
    dock.show_panel(Panel.TRAINER)

    assert clicked == "POLLS"
    assert (shown(dock), tabs.currentIndex()) == ("TRAINER", 2)


def test_tabs_share_the_width(dock: Dock) -> None:
    """Together the tabs are as wide as the dock lets them be."""
    dock.resize(400, 300)
    (tabs,) = dock.findChildren(QTabBar)

    rects = [tabs.tabRect(place) for place in range(3)]

    assert rects[-1].right() - rects[0].left() + 1 == tabs.width()
