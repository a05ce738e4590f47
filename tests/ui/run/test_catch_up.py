"""The card that says how to catch up and why the session is late (T5, T7)."""

from __future__ import annotations

import pytest

from tests.ui.cockpit import Cockpit, at
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.wording import whole_minutes


@pytest.fixture
def late(cockpit: Cockpit) -> Cockpit:
    """Start the session four minutes late, to the second."""
    cockpit.wait((at("09:04:00") - cockpit.controller.now()) / 1000)
    cockpit.key("Space")
    return cockpit


def _shown(cockpit: Cockpit) -> str:
    card = cockpit.window.run.catch_up
    offer = card.offer
    return offer.kind.value if card.isVisible() and offer is not None else ""


def _finish_late(cockpit: Cockpit) -> int:
    return whole_minutes(cockpit.projection.finish_late)


def test_nothing_is_offered_on_time(running: Cockpit) -> None:
    """On time the card takes no room and C does nothing."""
    assert not running.window.run.catch_up.isVisible()
    before = running.controller.run

    running.key("C")

    assert running.controller.run is before


@pytest.mark.parametrize("way", ["key", "button"])
def test_apply_and_take_back(late: Cockpit, way: str) -> None:
    """C or Apply carries the shown plan out, and Ctrl+Z takes all of it back."""
    assert _shown(late) == "trim"
    assert _finish_late(late) == 4

    if way == "key":
        late.key("C")
    else:
        late.click(late.button("run.catch_up"))

    assert _finish_late(late) == 0
    assert not late.window.run.catch_up.isVisible()
    late.key("Ctrl+Z")
    assert _finish_late(late) == 4
    assert _shown(late) == "trim"


def test_another_way(late: Cockpit) -> None:
    """Shift+C goes round the plans, and C applies the one that is shown."""
    seen = []
    for _press in range(4):
        seen.append(_shown(late))
        late.key("Shift+C")
    assert seen == ["trim", "drop", "later", "trim"]
    assert _shown(late) == "drop"

    late.key("C")

    assert "Pienryhmätyöskentely" not in [
        late.controller.plan.block(row.id).title
        for row in late.projection.rows
        if row.start is not None
    ]


def test_agreeing_to_end_later(late: Cockpit) -> None:
    """The third way changes no block: the later end is agreed and nothing is late any more."""
    late.click(late.button("run.catch_up_other"))
    late.click(late.button("run.catch_up_other"))
    assert late.button("run.catch_up").text() == "Agree"

    late.key("C")

    assert _finish_late(late) == 0
    assert late.toast == "The later end is agreed."


@pytest.mark.parametrize("way", ["key", "chip"])
def test_why(late: Cockpit, way: str) -> None:
    """W or a click on the chip says why, and the same again puts it away."""
    chip = late.window.bar.standing
    assert chip.text() == "4 min behind, ends 10:39"

    def ask() -> None:
        if way == "key":
            late.key("W")
        else:
            late.click(chip)

    ask()
    words = [label.text() for label in late.window.run.catch_up.findChildren(SafeLabel)]
    assert "4 min behind, ends 10:39: started 4 late." in words

    ask()
    assert not late.window.run.catch_up.is_why_asked


def test_why_on_another_screen(late: Cockpit) -> None:
    """The chip on the review leads to the cockpit and says why there."""
    late.key("Ctrl+3")

    late.click(late.window.bar.standing)

    assert late.window.run.isVisible()
    assert late.window.run.catch_up.is_why_asked


def test_why_without_delay(running: Cockpit) -> None:
    """W on time says that it is on time."""
    running.key("W")

    assert running.window.run.catch_up.isVisible()
    assert running.window.bar.standing.text() == "On time, ends 10:35"


def test_late_by_running_over(running: Cockpit) -> None:
    """A block that runs over makes the card appear by itself, in the minute that it matters."""
    running.wait(10 * 60 + 20)
    assert not running.window.run.catch_up.isVisible()

    running.wait(15)

    assert _shown(running) == "trim"
    assert running.projection.finish_late < MINUTE


def test_the_plan_stands_in_the_timeline(late: Cockpit) -> None:
    """The rows that the offer shortens say what they would become, and say it aloud."""
    model = late.window.run.timeline.column.timeline
    offer = late.window.run.catch_up.offer
    assert offer is not None
    rows = {block: model.row(place) for block, place in late.controller.plan.positions.items()}
    allotted = {row.id: row.allotted for row in late.projection.rows}

    shown = {block: row.offered for block, row in rows.items() if row.offered}

    assert shown == {
        change.block: f"→ {(allotted[change.block] + change.by) // MINUTE} min"
        for change in offer.changes
    }
    assert all(row.offered in row.spoken for row in rows.values())


def test_another_way_shows_what_is_left_out(late: Cockpit) -> None:
    """The second way marks the block that it drops; agreeing to end later marks none."""
    model = late.window.run.timeline.column.timeline
    places = range(model.rowCount())
    late.key("Shift+C")
    assert "→ left out" in {model.row(place).offered for place in places}

    late.key("Shift+C")

    assert {model.row(place).offered for place in places} == {""}
