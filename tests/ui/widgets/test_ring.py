"""The ring says how much time is left, in figures, words, colour and shape."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from tests.ui.examples import RUN, at, half_day, standing
from tests.ui.widgets.pictures import on_circle, picture
from ui.theme import Theme, ThemeName
from ui.widgets.ring import RingState, RingWidget, changed_areas, paint_ring, ring_state
from virtu_desktop.domain.cues import CuePhase
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.i18n import translator

_SIDE = 256
_ON_RING = _SIDE / 2 - 6
_THEME = Theme(name=ThemeName.LIGHT)
_HALF = RingState(
    time="15:00", caption="left of 30 min", fraction=0.5, kind=BlockKind.BREAKOUT, spoken="half"
)


def test_state_of_a_running_block() -> None:
    """The figures count to the second, the caption names the whole, the arc is the share."""
    plan = half_day()

    state = ring_state(plan, standing(plan, "09:51:52"), translator("en"))

    assert (state.time, state.caption, state.mark) == ("17:08", "left of 30 min", "")
    assert state.fraction == pytest.approx(1028 / 1800, abs=0.001)
    assert state.spoken == "Build your own session, 17:08 left of 30 min"


@pytest.mark.parametrize(
    ("clock", "phase", "mark", "time"),
    [
        ("10:04:00", CuePhase.SOON, "Ends soon", "05:00"),
        ("10:08:10", CuePhase.LAST, "Last moments", "00:50"),
        ("10:11:13", CuePhase.OVER, "Over time", "+02:13"),
    ],
)
def test_each_phase_has_its_words(clock: str, phase: CuePhase, mark: str, time: str) -> None:
    """A phase is said in words, never by colour alone."""
    plan = half_day()

    state = ring_state(plan, standing(plan, clock), translator("en"))

    assert (state.phase, state.mark, state.time) == (phase, mark, time)
    assert mark in state.spoken


def test_a_pause_is_said(qtbot: QtBot) -> None:
    """While paused the ring says so instead of naming the phase."""
    plan = half_day()
    pause = Event(at=at("10:04:00"), type=EventType.PAUSE)

    state = ring_state(plan, standing(plan, "10:05:00", (*RUN, pause)), translator("en"))

    assert (state.mark, state.is_paused, state.time) == ("Paused", True, "05:00")


def test_nothing_runs_before_the_start() -> None:
    """Before the session the ring is empty."""
    plan = half_day()

    assert ring_state(plan, standing(plan, "08:50:00"), translator("en")) == RingState()


@pytest.mark.usefixtures("light")
def test_arc_ends_where_the_time_ends() -> None:
    """With half the time left the right half of the ring is arc and the left half is track."""
    image = _picture(_HALF)

    arc = _THEME.kind_colour(BlockKind.BREAKOUT)
    track = _THEME.colour("track")
    assert [on_circle(image, part, _ON_RING) for part in (0.05, 0.25, 0.45)] == [arc] * 3
    assert [on_circle(image, part, _ON_RING) for part in (0.56, 0.75, 0.94)] == [track] * 3


@pytest.mark.usefixtures("light")
def test_overtime_is_a_ring_of_pieces() -> None:
    """Over its time the ring has gaps all round, which no other phase has."""
    image = _picture(replace(_HALF, phase=CuePhase.OVER, time="+02:13", fraction=0.0))

    ground = QColor("#ff00ff")
    around = [on_circle(image, step / 720, _ON_RING) == ground for step in range(720)]
    changes = sum(one != other for one, other in pairwise(around))
    assert changes >= 60


@pytest.mark.usefixtures("light")
def test_the_end_draws_inner_circles() -> None:
    """One thin circle inside the ring when the end comes soon, two at the last."""

    def lines(phase: CuePhase) -> int:
        image = _picture(replace(_HALF, phase=phase, fraction=0.02, time="", caption=""))
        ground = QColor("#ff00ff")
        drawn = [on_circle(image, 0.75, radius / 4) != ground for radius in range(4 * 100, 4 * 114)]
        return sum(not one and other for one, other in pairwise(drawn))

    assert (lines(CuePhase.CALM), lines(CuePhase.SOON), lines(CuePhase.LAST)) == (0, 1, 2)


@pytest.mark.usefixtures("light")
def test_same_state_same_picture() -> None:
    """The painter is a function: the same state gives the same pixels."""
    assert _picture(_HALF) == _picture(replace(_HALF))


@pytest.mark.parametrize("name", ThemeName)
@pytest.mark.usefixtures("light")
def test_figures_stay_inside_the_ring(name: ThemeName) -> None:
    """Also hours of overtime do not run over the arc."""
    state = replace(_HALF, time="+10:05:00", phase=CuePhase.LAST, fraction=0.0, mark="")
    theme = Theme(name=name)
    image = picture(lambda p, r: paint_ring(p, r, state, theme), _SIDE, _SIDE)

    ink = theme.colour("ink")
    columns = [x for x in range(_SIDE) for y in range(90, 150) if image.pixelColor(x, y) == ink]
    assert min(columns) >= 24
    assert max(columns) <= _SIDE - 24


def test_same_state_repaints_nothing(qtbot: QtBot) -> None:
    """Showing the same state again asks for no paint at all."""
    ring = _PaintCounter()
    qtbot.addWidget(ring)
    ring.show_state(_HALF)
    with qtbot.waitExposed(ring):
        ring.show()
    qtbot.waitUntil(lambda: ring.regions != [])
    ring.regions.clear()

    ring.show_state(replace(_HALF))
    ring.show_state(replace(_HALF, time="14:59"))
    qtbot.waitUntil(lambda: ring.regions != [])

    assert len(ring.regions) == 1


def test_a_second_repaints_figures_and_arc_end_only(qtbot: QtBot) -> None:
    """The far side of the arc is left alone when a second passes."""
    square = QRectF(0, 0, _SIDE, _SIDE)

    areas = changed_areas(square, _HALF, replace(_HALF, time="14:59", fraction=0.499))

    covered = QRegion()
    for area in areas:
        covered = covered.united(area)
    assert not covered.contains(QRectF(_SIDE - 8, _SIDE / 2, 2, 2).toRect())
    assert covered.contains(QRectF(_SIDE / 2, _SIDE - 8, 2, 2).toRect())


@pytest.mark.usefixtures("light")
def test_what_changes_lies_in_the_changed_areas() -> None:
    """Every pixel that looks different a second later lies in an area that is repainted.

    The smoothing of a curve may differ by a trace all along; that cannot be seen.
    """
    after = replace(_HALF, time="14:59", fraction=0.4994)
    areas = changed_areas(QRectF(0, 0, _SIDE, _SIDE), _HALF, after)

    one, other = _picture(_HALF), _picture(after)

    outside = [
        (x, y)
        for x in range(_SIDE)
        for y in range(_SIDE)
        if _difference(one.pixelColor(x, y), other.pixelColor(x, y)) > 10
        and not any(area.contains(x, y) for area in areas)
    ]
    assert outside == []


def _difference(one: QColor, other: QColor) -> int:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(left - right) for left, right in pairs)


def test_widget_is_read_aloud(qtbot: QtBot) -> None:
    """The ring's accessible name says block, time and phase."""
    ring = RingWidget()
    qtbot.addWidget(ring)

    ring.show_state(_HALF)

    assert ring.accessibleName() == "half"


class _PaintCounter(RingWidget):
    """Writes down the regions that are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[QRegion] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.regions.append(event.region())
        super().paintEvent(event)


def _picture(state: RingState) -> QImage:
    return picture(lambda painter, rect: paint_ring(painter, rect, state, _THEME), _SIDE, _SIDE)


@pytest.mark.usefixtures("light")
def test_ring_stays_round_in_a_wide_place() -> None:
    """In a place that is wider than high the ring is centred and not stretched."""
    image = picture(lambda p, r: paint_ring(p, r, _HALF, _THEME), 400, 256)

    on_arc = image.pixelColor(400 // 2 + round(_ON_RING), 128)
    assert on_arc == _THEME.kind_colour(BlockKind.BREAKOUT)
    assert image.pixelColor(20, 128) == QColor("#ff00ff")
