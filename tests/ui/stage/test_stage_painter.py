"""The stage's picture: the same each time, readable from far away, and no word cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

import ui.stage.stage_painter
import ui.widgets.ring
from tests.ui.examples import RUN, at, half_day, standing, started
from tests.ui.widgets.pictures import on_circle, picture
from ui.stage.stage_painter import paint_stage, stage_layout
from ui.stage.stage_state import Scene, Shown, StageState, StageText, stage_state
from ui.theme import STAGE, Theme
from ui.theme.fonts import sized_font
from ui.widgets.paint import broken_lines, draw_lines
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.i18n import translator

_THEME = Theme()
_EN = translator("en")
_1080P = QRectF(0, 0, 1920, 1080)
_LEAST_PIXELS = 32
_LONG_WORD = "Pienryhmätyöskentelyohjeistuskeskustelutilaisuus"


def _state(clock: str = "09:51:52", shown: Shown = Shown.BLOCK, *more: Event) -> StageState:
    plan = half_day()
    return stage_state(plan, standing(plan, clock, (*RUN, *more)), "Session 2", _EN, shown)


def _picture(state: StageState, width: int = 960, height: int = 540) -> QImage:
    return picture(lambda p, r: paint_stage(p, r, state, _THEME), width, height)


def _scenes() -> dict[str, StageState]:
    end = Event(at=at("10:12:00"), type=EventType.END)
    plan = half_day()
    return {
        "block": _state(),
        "over": _state("10:11:13"),
        "break": _state("10:22:30", Shown.BLOCK, started("coffee", "10:09:00")),
        "waiting": stage_state(plan, standing(plan, "08:40:00", ()), "Session 2", _EN),
        "clock": _state(shown=Shown.CLOCK),
        "ended": _state("10:13:00", Shown.BLOCK, end),
        "test": _state(shown=Shown.TEST),
    }


@pytest.mark.parametrize("name", ["block", "over", "break", "waiting", "clock", "ended", "test"])
def test_same_state_same_picture(name: str) -> None:
    """Window, preview and picture agree: the painter is a function."""
    state = _scenes()[name]
    # The very first large letters of a process are smoothed a trace differently.
    _picture(state)

    assert _picture(state) == _picture(replace(state))


@pytest.mark.parametrize("name", ["block", "over", "break", "waiting", "clock", "ended"])
def test_no_text_is_smaller_than_24_points(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 1080p every font that is used has at least 32 pixels (24 points)."""
    sizes: list[float] = []
    for module in (ui.stage.stage_painter, ui.widgets.ring):
        monkeypatch.setattr(module, "sized_font", _recording(sizes))

    picture(lambda p, r: paint_stage(p, r, _scenes()[name], _THEME), 1920, 1080)

    assert sizes
    assert min(sizes) >= _LEAST_PIXELS


def test_blank_is_only_background() -> None:
    """A blank stage has one colour."""
    image = _picture(StageState())

    background = QColor(STAGE.background)
    assert all(
        image.pixelColor(x, y) == background for x in range(0, 960, 7) for y in range(0, 540, 7)
    )


def test_ring_shows_what_is_left() -> None:
    """The arc of the stage ends where the time ends, in the colour of the kind."""
    state = _state("09:54:00")
    layout = stage_layout(QRectF(0, 0, 1600, 900), state)
    assert layout.ring is not None
    ring = layout.ring.toAlignedRect()
    image = _picture(state, 1600, 900).copy(ring)

    radius = ring.width() / 2 - 14
    assert on_circle(image, 0.25, radius) == QColor(STAGE.amber)
    assert on_circle(image, 0.75, radius) == QColor(STAGE.track)


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768), (800, 1200), (320, 180)])
def test_text_and_ring_never_overlap(size: tuple[int, int]) -> None:
    """On every shape of screen the text has its own room, inside the picture."""
    rect = QRectF(0, 0, *size)

    layout = stage_layout(rect, _state())

    assert layout.ring is not None
    assert not layout.ring.intersects(layout.text)
    assert rect.contains(layout.ring)
    assert rect.contains(layout.text)


def test_long_words_shrink_until_they_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long Finnish title is drawn whole: all its words, each on one line, inside its room."""
    title = f"{_LONG_WORD} ja vaikuttavuusarviointi yhdessä"
    state = replace(_state(), title=title, instructions=())
    drawn: list[tuple[str, QFont]] = []
    with _recorded_lines(monkeypatch, drawn):
        picture(lambda p, r: paint_stage(p, r, state, _THEME), 1600, 900)

    room = stage_layout(QRectF(0, 0, 1600, 900), state).text.width()
    lines = [(line, font) for line, font in drawn if line in title]
    assert " ".join(line for line, _font in lines) == title
    assert any(_LONG_WORD in line for line, _font in lines)
    assert all(QFontMetricsF(font).horizontalAdvance(line) <= room for line, font in lines)


def test_long_instructions_keep_clear_of_what_comes_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However much is written, nothing is drawn over the line at the bottom."""
    texts = (StageText("In the room", "Pitkä ohje. " * 200), StageText("Remote", "Ohje. " * 200))
    state = replace(_state(), instructions=texts)
    with_next = _picture(state, 1600, 900)
    only_next = _picture(replace(state, instructions=(), title="", kicker=""), 1600, 900)

    low = QRectF(64, 780, 800, 60).toRect()
    assert with_next.copy(low) == only_next.copy(low)


def test_break_clock_is_huge() -> None:
    """The time of return is readable from anywhere: higher than a tenth of the picture."""
    state = _scenes()["break"]
    image = _picture(state, 1600, 900)

    colour = QColor(STAGE.kind(state.kind))
    rows = [y for y in range(900) if any(_is(image, x, y, colour) for x in range(64, 700, 2))]
    in_clock = [y for y in rows if y > 200]
    assert max(in_clock) - min(in_clock) > 90


def test_private_scene_has_no_more_than_its_state() -> None:
    """The scenes that show no block have no instructions to paint."""
    assert _scenes()["clock"].instructions == ()
    assert _scenes()["ended"].scene is Scene.ENDED


def _is(image: QImage, x: int, y: int, colour: QColor) -> bool:
    return image.pixelColor(x, y) == colour


def _recording(sizes: list[float]) -> Callable[..., QFont]:
    """Return the maker of fonts, which writes down their sizes."""

    def made(family: str, pixels: float, *more: Any, **named: Any) -> QFont:
        sizes.append(pixels)
        return sized_font(family, pixels, *more, **named)

    return made


@contextmanager
def _recorded_lines(
    monkeypatch: pytest.MonkeyPatch, drawn: list[tuple[str, QFont]]
) -> Iterator[None]:
    """Write down every line that is drawn, with its font."""

    def recorded(
        painter: object, at: object, lines: list[str], font: QFont, *more: Any, **named: Any
    ) -> float:
        drawn.extend((line, QFont(font)) for line in lines)
        return draw_lines(painter, at, lines, font, *more, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(ui.stage.stage_painter, "draw_lines", recorded)
        yield


def test_a_word_wider_than_the_stage_breaks_inside(qapp: QApplication) -> None:
    """Even a word without end is all there."""
    font = QFont("Inter")
    font.setPixelSize(40)

    lines = broken_lines("x" * 500, font, 400)

    assert sum(len(line) for line in lines) == 500


def test_the_test_picture_has_every_colour_and_all_corners() -> None:
    """Each colour of the stage is a bar, and an angle marks each corner of the picture."""
    image = _picture(_state(shown=Shown.TEST), 1600, 900)
    row = {image.pixelColor(x, 770).name().upper() for x in range(0, 1600, 4)}
    assert {STAGE.text, STAGE.blue, STAGE.green, STAGE.amber, STAGE.pink, STAGE.dim} <= row

    corners = ((16, 40), (1583, 40), (16, 860), (1583, 860))
    assert {image.pixelColor(x, y).name().upper() for x, y in corners} == {STAGE.amber}


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1920, 1080), (3440, 1440)])
def test_the_corners_are_marked_on_every_screen(width: int, height: int) -> None:
    """Also where the screen is not as wide as the picture was drawn for."""
    image = _picture(_state(shown=Shown.TEST), width, height)
    unit = min(width / 1600, height / 900)
    for x in (14 * unit, width - 14 * unit):
        colours = {
            image.pixelColor(round(x + step), round(40 * unit)).name().upper()
            for step in range(-2, 3)
        }
        assert STAGE.amber in colours


def test_a_break_leaves_room_for_its_instructions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What remote people do in a break is written in as many lines as it needs, to three."""
    remote = (
        "Stay in the call with the microphone off, or leave and come back by the same link a"
        " minute before the time that stands above; who has a question writes it down."
    )
    texts = (StageText("In the room", "Coffee is in the lobby."), StageText("Remote", remote, True))
    state = replace(_scenes()["break"], instructions=texts, next="Next: Commitments at 11:05")
    drawn: list[tuple[str, QFont]] = []
    with _recorded_lines(monkeypatch, drawn):
        picture(lambda p, r: paint_stage(p, r, state, _THEME), 1600, 900)

    lines = [line for line, _font in drawn if line in remote]
    assert " ".join(lines) == remote
    assert len(lines) == 3
