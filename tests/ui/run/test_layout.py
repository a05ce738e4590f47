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
    parts = [
        part
        for part in card.findChildren(QWidget)
        if part.isVisible() and isinstance(part, PaintedButton | RingWidget | QTabBar | QAbstractButton)
    ]
    return parts


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


def test_no_cards_overlap(crowded: Cockpit) -> None:
    """Cards stand beside and below each other, and inside the window's width."""
    page = crowded.window.run
    cards: list[QWidget] = [card for card in page.findChildren(Card) if card.isVisible()]
    assert len(cards) >= 3

    assert _overlaps(cards, crowded.window) == []
    for card in cards:
        place = _place(card, crowded.window)
        assert place.left() >= 0
        assert place.right() < crowded.window.width()


def test_no_controls_overlap(crowded: Cockpit) -> None:
    """Buttons, chips, tabs and the ring never lie over each other, nor out of their card."""
    for part in (crowded.window.run.now, crowded.window.run.catch_up, crowded.window.bar):
        controls = _own_parts(part)
        assert controls
        assert _overlaps(controls, crowded.window) == []
        for control in controls:
            assert part.rect().contains(_place_in(control, part)), _name(control)


def test_no_words_of_a_button_are_cut(crowded: Cockpit) -> None:
    """Every button of the cockpit is wide enough for its words; the key may go."""
    page = crowded.window.run
    for button in page.findChildren(PaintedButton):
        if button.isVisible():
            without_key = PaintedButton(button.text(), height=button.height())
            is_main = button is page.now.next_button
            fits = button.width() >= min(button.sizeHint().width(), button.parentWidget().width())
            assert fits or is_main, button.text()
            without_key.deleteLater()


def test_texts_have_their_height(crowded: Cockpit) -> None:
    """No line of the instructions or of the plan to catch up is cut off."""
    page = crowded.window.run
    from ui.widgets.labels import SafeLabel

    for card in (page.now, page.catch_up):
        for label in card.findChildren(SafeLabel):
            if label.isVisible() and label.hasHeightForWidth():
                assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_the_note_line_can_be_reached(crowded: Cockpit) -> None:
    """N brings the line into view, also where the window has to scroll."""
    crowded.key("N")
    _settle(crowded)

    line = crowded.window.run.notes.line
    assert line.hasFocus()
    assert line.visibleRegion().boundingRect() == line.rect()


def test_tabs_of_a_narrow_window(running: Cockpit) -> None:
    """Without room for the dock its cards stand behind tabs, and come back with the room."""
    running.window.resize(*NARROW)
    page = running.window.run
    assert page.notes.isVisible()
    assert not page.trainer.isVisible()
    tabs = page.findChildren(QTabBar)
    row = next(tab for tab in tabs if tab.isVisible() and tab.tabText(1) == "Trainer")

    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.tabRect(1).center())
    assert page.trainer.isVisible()
    assert not page.notes.isVisible()
    running.key("N")
    assert page.notes.isVisible()

    running.window.resize(1440, 900)

    assert page.notes.isVisible()
    assert page.trainer.isVisible()
    assert page.stage.isVisible()
    assert not row.isVisible()


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


def _place_in(widget: QWidget, parent: QWidget) -> QRect:
    return QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
