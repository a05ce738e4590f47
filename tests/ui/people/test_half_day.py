"""A hybrid half-day of 24 people, driven through the real window by keys.

11 in the room, 6 at one shared screen, 7 remote; 2 walk-ins, 3 late, one away and back, and the
remote line lost for 6 minutes. The session runs from 9:00 to 10:35.
"""

from __future__ import annotations

import pytest

from tests.ui.cockpit import Cockpit, at
from tests.ui.people.crowd import AT_KUOPIO, IN_ROOM, REMOTE, here, open_crowd
from tests.ui.people.test_door import check_in, panel, words
from virtu_desktop.domain.presence import all_attended
from virtu_desktop.domain.time import SECOND

# By hand: minutes, percent rounded down, late, left early, away (minutes and times), of 95.
FULL = (95, 100, 0, 0, (0, 0))
REMOTE_WITH_LOSS = (89, 93, 0, 0, (6, 1))
BY_HAND = {
    **dict.fromkeys(IN_ROOM, FULL),
    **dict.fromkeys(AT_KUOPIO, FULL),
    **dict.fromkeys(REMOTE, REMOTE_WITH_LOSS),
    # Late: Riikka by 7, Tiina by 12, Veera by 20 and then the line.
    "Riikka Heino": (88, 92, 7, 0, (0, 0)),
    "Tiina Vuori": (83, 87, 12, 0, (0, 0)),
    "Veera Suo": (69, 72, 20, 0, (6, 1)),
    # Away from 9:40 to 9:52.
    "Juha Niemi": (83, 87, 0, 0, (12, 1)),
    # Walk-ins: one before the start, one at 9:15 remotely, both to the end.
    "Uuno Turhapuro": FULL,
    "Ella Etu": (74, 77, 15, 0, (6, 1)),
}
LATE = ("Riikka Heino", "Tiina Vuori", "Veera Suo")


@pytest.fixture
def half_day(desktop: Cockpit) -> Cockpit:
    """Open the half-day of 24 people at 8:55."""
    open_crowd(desktop)
    return desktop


def to(cockpit: Cockpit, clock: str) -> None:
    """Let time pass until a time of day."""
    cockpit.wait((at(f"{clock}:00") - cockpit.controller.now()) / SECOND)


def press_at(cockpit: Cockpit, clock: str, *keys: str) -> None:
    """Press keys; the first one at that very time."""
    to(cockpit, clock)
    cockpit.key(*keys)


def come_at(cockpit: Cockpit, clock: str, name: str, key: str = "Return") -> None:
    """Type a name beforehand, and let the last key fall at that very time."""
    cockpit.key("D")
    cockpit.type(name)
    press_at(cockpit, clock, key)
    cockpit.key("Escape")


def leave_field(cockpit: Cockpit) -> None:
    """Let the keyboard go from the search to the list."""
    while panel(cockpit).field.hasFocus():
        cockpit.key("Escape")


def run_it(cockpit: Cockpit) -> None:
    """Hold the half-day by keys."""
    early = [name for name in (*IN_ROOM, *AT_KUOPIO, *REMOTE) if name not in LATE]
    check_in(cockpit, *early, "Uuno Turhapuro, ELY-keskus")
    leave_field(cockpit)
    press_at(cockpit, "09:00", "Space")
    come_at(cockpit, "09:07", "Riikka")
    come_at(cockpit, "09:12", "Tiina")
    cockpit.key("Shift+W")
    cockpit.type("Ella Etu")
    press_at(cockpit, "09:15", "Alt+E")
    leave_field(cockpit)
    come_at(cockpit, "09:20", "Veera")
    leave_field(cockpit)
    press_at(cockpit, "09:30", "Shift+L")
    press_at(cockpit, "09:36", "Shift+L")
    _choose(cockpit, "Juha Niemi")
    press_at(cockpit, "09:40", "A")
    press_at(cockpit, "09:52", "B")
    press_at(cockpit, "10:35", "Ctrl+Shift+E")


def _choose(cockpit: Cockpit, name: str) -> None:
    """Go to the row of a person with the arrow keys of the list."""
    leave_field(cockpit)
    door = panel(cockpit)
    cockpit.key("Home")
    while door.list.currentIndex().data() != name:
        cockpit.key("Down")


def figures(cockpit: Cockpit) -> dict[str, tuple[int, int, int, int, tuple[int, int]]]:
    """Return what the presence of everybody came to, by name."""
    controller = cockpit.controller
    span = controller.span()
    assert span is not None
    people = controller.register.people
    return {
        people[person].name: (
            one.minutes,
            one.percent,
            round(one.late / 60_000),
            round(one.left_early / 60_000),
            (round(one.away / 60_000), one.away_times),
        )
        for person, one in all_attended(controller.register.presences, span).items()
    }


def test_minutes_of_a_hybrid_half_day_are_those_counted_by_hand(half_day: Cockpit) -> None:
    """Everybody's minutes, share and marks, in the window, in the library, and after a restart."""
    run_it(half_day)

    assert figures(half_day) == BY_HAND
    assert len(here(half_day)) == 26
    assert "24 of 24 here" in words(half_day)
    assert "2 walk-ins" in words(half_day)

    assert half_day.library.flush(10)
    (summary,) = half_day.library.sessions()
    heads = summary.heads
    assert (heads.invited, heads.came, heads.walk_ins, heads.came_remote) == (24, 24, 2, 8)


def test_the_review_says_the_same(half_day: Cockpit) -> None:
    """The rows of the review have the minutes and the shares of the table."""
    run_it(half_day)
    half_day.key("Ctrl+3")

    rows = half_day.window.review.attendance.model.rows
    shown = {
        row.person.name: (row.attended.minutes, row.attended.percent)
        for row in rows
        if row.attended is not None
    }

    assert shown == {name: (found[0], found[1]) for name, found in BY_HAND.items()}
