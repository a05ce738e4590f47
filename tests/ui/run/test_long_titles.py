"""Titles of every kind in the cockpit: long ones, odd ones, and none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit, at, half_day, started
from ui.models.timeline_model import TimelineModel
from ui.widgets.buttons import ActionButton
from ui.widgets.labels import SafeLabel
from ui.widgets.paint import draw_line_of_text
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.time import Duration, ManualClock, minutes
from virtu_desktop.i18n import set_interface_language

_LONG = "Build your own session, together with everybody who is at the table"
_FIXED = ("run.pause", "run.minus_1", "run.plus_1", "run.plus_5")


def _titled(title: str) -> Session:
    """Return the half-day with ``title`` as its second block's."""
    session = half_day()
    blocks = session.plan.blocks
    named = replace(blocks[1], title=title)
    return replace(session, plan=replace(session.plan, blocks=(blocks[0], named, *blocks[2:])))


def _begin(cockpit: Cockpit, session: Session) -> None:
    cockpit.open(session)
    cockpit.clock.advance(Duration(session.plan.start - cockpit.controller.now()))
    cockpit.key("Space")
    _settle()


def _settle() -> None:
    for _round in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def _place(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())


def _drawn(button: ActionButton, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that a button hands to the painter."""
    texts: list[str] = []

    def record(*args: object, **named: object) -> float:
        texts.append(str(args[2]))
        return draw_line_of_text(*args, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("ui.widgets.buttons.draw_line_of_text", record)
        button.grab()
    return texts


def test_an_ampersand_is_shown(desktop: Cockpit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The main button says "Next: Q&A", and the ampersand makes no key of the A."""
    _begin(desktop, _titled("Q&A"))

    assert "Next: Q&A" in _drawn(desktop.button("run.next"), monkeypatch)
    desktop.key("Alt+A")
    assert desktop.current == "welcome"


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_controls_keep_their_places(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None, language: str
) -> None:
    """At 1440 x 900 all stand in one row, and neither a long title nor a pause moves them."""
    set_interface_language(language)
    places = []
    with started(tmp_path, qtbot, clock) as made:
        _begin(made, half_day())
        for _block in made.controller.plan.blocks[1:]:
            places.append(_control_places(made))
            made.key("P")
            _settle()
            places.append(_control_places(made))
            made.key("P", "Space")
            _settle()

    assert len(places) == 8
    across = [[(rect.left(), rect.width()) for rect in row] for row in places]
    assert across == [across[0]] * 8
    assert all(len({rect.center().y() for rect in row}) == 1 for row in places)


def _control_places(cockpit: Cockpit) -> list[QRect]:
    card = cockpit.window.run.now
    rects = [_place(cockpit.button(action), card) for action in ("run.next", *_FIXED)]
    assert all(card.rect().contains(rect) for rect in rects)
    return rects


def test_a_long_title_is_whole_in_the_tooltip(desktop: Cockpit) -> None:
    """What the main button cannot show its tooltip has, with the key."""
    _begin(desktop, _titled(_LONG))
    assert desktop.button("run.next").toolTip() == f"Next: {_LONG}  (Space)"

    desktop.key("Space")
    _settle()

    assert desktop.button("run.next").toolTip() == "Start, or next block  (Space)"


def test_a_block_without_a_title_is_called_by_its_place(desktop: Cockpit) -> None:
    """The button, the card and the timeline say "Block 2"."""
    _begin(desktop, _titled(""))
    assert desktop.button("run.next").text() == "Next: Block 2"
    model = desktop.window.run.timeline.column.model()
    assert isinstance(model, TimelineModel)
    assert model.row(1).title == "Block 2"

    desktop.key("Space")

    labels = desktop.window.run.now.findChildren(SafeLabel)
    assert "Block 2" in [label.text() for label in labels]
    assert desktop.toast == "Started Block 2."


def test_instructions_use_the_room_of_a_low_window(desktop: Cockpit) -> None:
    """At 1180 x 720 four lines of an instruction are shown, and the notes keep their line."""
    session = half_day()
    words = "Move to tables one to four and open the canvas of your group there. " * 3
    blocks = tuple(replace(block, room=words.strip()) for block in session.plan.blocks)
    desktop.window.resize(1180, 720)
    _begin(desktop, replace(session, plan=replace(session.plan, blocks=blocks)))

    label = next(
        found
        for found in desktop.window.run.now.findChildren(SafeLabel)
        if found.text() == words.strip()
    )

    assert label.height() >= 4 * label.fontMetrics().height()
    line = desktop.window.run.notes.line
    assert line.visibleRegion().boundingRect() == line.rect()


def test_the_catch_up_headline_is_rounded_up(desktop: Cockpit) -> None:
    """A start 4 min 20 s late has five minutes to catch up, as the plan takes five."""
    desktop.open()
    desktop.wait((at("09:04:20") - desktop.controller.now()) / 1000)
    desktop.key("Space")

    words = [label.text() for label in desktop.window.run.catch_up.findChildren(SafeLabel)]

    assert "Catch up 5 min" in words
    assert words[1].startswith("Ends 10:3")


def test_long_after_its_start_nothing_is_offered(desktop: Cockpit) -> None:
    """A session that was not held in the morning has nothing to catch up in the afternoon."""
    desktop.open()
    desktop.clock.advance(minutes(50))
    desktop.desk.tick()
    desktop.wait(0)
    assert desktop.window.run.catch_up.isVisible()

    desktop.clock.advance(minutes(5 * 60))
    desktop.desk.tick()
    desktop.wait(0)

    assert not desktop.window.run.catch_up.isVisible()
    assert desktop.window.run.now.ring.state.time == "9:00"
