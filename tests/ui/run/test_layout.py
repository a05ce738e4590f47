"""Nothing overlaps and no button's words are cut, in three languages and at three text sizes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit, light, started
from ui.notices import Topic
from ui.widgets.banner import BannerAction, BannerTone
from ui.widgets.buttons import PaintedButton
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from ui.widgets.ring import RingWidget
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.i18n import set_interface_language

NARROW = (1180, 720)


@pytest.fixture(params=[1.0, 1.5, 2.0], ids=["100", "150", "200"])
def scale(request: pytest.FixtureRequest) -> float:
    """Return a text size."""
    return float(request.param)


@pytest.fixture(params=["en", "fi", "sv"])
def language(request: pytest.FixtureRequest) -> str:
    """Return a language of the interface."""
    return str(request.param)


@pytest.fixture
def crowded(
    tmp_path: Path,
    qtbot: QtBot,
    clock: ManualClock,
    asyncio_loop: None,
    language: str,
    scale: float,
) -> Iterator[Cockpit]:
    """Run late in a narrow window, with why, a line to answer, and notes of every tag."""
    set_interface_language(language)
    with started(tmp_path, qtbot, clock) as made:
        light(scale)
        made.window.resize(*NARROW)
        made.open()
        made.wait(9 * 60)
        made.key("Space", "W")
        for tag in ("idea", "decision", "action", "parking", "quote", "experiment"):
            made.controller.add_note(f"#{tag} Pienryhmätyöskentelytilojen varaaminen")
        made.window.notices.say(
            Topic.CLOCK,
            "The computer's clock was set forward by 7 min. The times left have not changed.",
            BannerTone.WARN,
            [BannerAction("OK", lambda: None)],
        )
        _settle(made)
        yield made


def _settle(cockpit: Cockpit) -> None:
    """Let all layouts come to rest."""
    for _round in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    assert (cockpit.window.width(), cockpit.window.height()) == NARROW


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _own_parts(card: QWidget) -> list[QWidget]:
    """Return what can be seen in a card and has no parts of its own."""
    kinds = QAbstractButton | RingWidget | QTabBar
    return [
        part for part in card.findChildren(QWidget) if part.isVisible() and isinstance(part, kinds)
    ]


def _overlaps(widgets: list[QWidget], window: QWidget) -> list[tuple[str, str]]:
    return [
        (_name(one), _name(other))
        for one, other in combinations(widgets, 2)
        if not one.isAncestorOf(other)
        and not other.isAncestorOf(one)
        and _place(one, window).intersects(_place(other, window))
    ]


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()}"


def test_nothing_overlaps_or_is_cut(crowded: Cockpit) -> None:
    """All cards, controls and words have their room, and N leads to the note line in view."""
    _check_cards(crowded)
    _check_controls(crowded)
    _check_words(crowded)
    _check_note_line(crowded)


def _check_cards(cockpit: Cockpit) -> None:
    """Cards stand beside and below each other, and inside the window's width."""
    cards: list[QWidget] = [
        card for card in cockpit.window.run.findChildren(Card) if card.isVisible()
    ]
    assert len(cards) >= 3

    assert _overlaps(cards, cockpit.window) == []
    for card in cards:
        place = _place(card, cockpit.window)
        assert place.left() >= 0
        assert place.right() < cockpit.window.width()


def _check_controls(cockpit: Cockpit) -> None:
    """Buttons, chips, tabs and the ring never lie over each other, nor out of their card."""
    for part in (cockpit.window.run.now, cockpit.window.run.catch_up, cockpit.window.bar):
        controls = _own_parts(part)
        assert controls
        assert _overlaps(controls, cockpit.window) == []
        for control in controls:
            assert part.rect().contains(_place(control, part)), _name(control)


def _check_words(cockpit: Cockpit) -> None:
    """Every button is as wide as its words and its key, every text as high as its lines."""
    page = cockpit.window.run
    for button in page.findChildren(PaintedButton):
        if button.isVisible():
            # Only the main button carries a title of any length, and may elide it.
            is_main = button is page.now.next_button
            needed = button.minimumSizeHint() if is_main else button.sizeHint()
            assert button.width() >= needed.width(), button.text()
    for card in (page.now, page.catch_up):
        for label in card.findChildren(SafeLabel):
            if label.isVisible() and label.hasHeightForWidth():
                assert label.height() >= label.heightForWidth(label.width()), label.text()


def _check_note_line(cockpit: Cockpit) -> None:
    """N brings the line into view, also where the window has to scroll."""
    cockpit.key("N")
    _settle(cockpit)

    line = cockpit.window.run.notes.line
    assert line.hasFocus()
    assert line.visibleRegion().boundingRect() == line.rect()


def test_tabs_of_a_narrow_window(running: Cockpit) -> None:
    """Without room for the dock its cards stand behind tabs, and come back with the room."""
    running.window.resize(*NARROW)
    page = running.window.run
    assert page.notes.isVisible()
    assert not page.trainer.isVisible()
    tabs = page.findChildren(QTabBar)
    row = next(tab for tab in tabs if tab.isVisible() and tab.tabText(0) == "Notes")
    trainer = [row.tabText(place) for place in range(row.count())].index("Trainer")

    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.tabRect(trainer).center())
    assert page.trainer.isVisible()
    assert not page.notes.isVisible()
    running.key("N")
    assert page.notes.isVisible()

    running.window.resize(1440, 900)

    assert page.notes.isVisible()
    assert page.trainer.isVisible()
    assert page.stage.isVisible()
    assert not row.isVisible()


def test_a_message_covers_no_button_below(running: Cockpit) -> None:
    """In a narrow window it lies over the end of the timeline where a panel is open."""
    running.window.resize(*NARROW)
    running.key("Q")
    running.type("Break now? yes/no")
    running.key("Return")
    toast, page = running.window.watchman.toast, running.window.run
    assert toast.isVisible()
    lies = QRect(toast.mapToGlobal(QPoint()), toast.size())
    beside = QRect(page.dock.mapToGlobal(QPoint()), page.dock.size())
    assert page.dock.isVisible()
    assert not lies.intersects(beside)
    assert QRect(page.timeline.mapToGlobal(QPoint()), page.timeline.size()).contains(lies)


@pytest.mark.parametrize("key", ["D", "G", "Q"])
def test_the_time_stays_in_view_above_every_panel(running: Cockpit, key: str) -> None:
    """In the smallest window the figures are seen, and notes bring the instructions back."""
    running.window.resize(1180, 720)
    run = running.window.run
    room = next(
        label for label in run.now.findChildren(SafeLabel) if "tables 1 to 4" in label.text()
    )
    assert room.isVisible()

    running.key(key)

    assert not room.isVisible()
    ring = run.now.ring.rect()
    figures = ring.adjusted(0, ring.height() // 4, 0, -ring.height() // 4)
    assert run.now.ring.visibleRegion().boundingRect().contains(figures)

    running.key("Escape", "N")
    assert room.isVisible()


def test_the_door_comes_into_view_as_a_whole(running: Cockpit) -> None:
    """At 150 % D shows the list and its buttons too, not only the field."""
    light(1.5)
    running.window.resize(1440, 900)
    QApplication.processEvents()

    running.key("D")
    for _round in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    people = running.window.run.people
    assert people.field.hasFocus()
    assert people.visibleRegion().boundingRect() == people.rect()
    light()


def test_the_timeline_goes_behind_a_tab_with_large_text(running: Cockpit) -> None:
    """At 150 % in a small window L still leads to the timeline."""
    light(1.5)
    running.window.resize(*NARROW)
    assert not running.window.run.timeline.isVisible()

    running.key("L")

    assert running.window.run.timeline.isVisible()
    assert running.window.run.timeline.selected == "welcome"
    light()
    assert running.window.run.timeline.isVisible()
    assert running.window.run.notes.isVisible()
