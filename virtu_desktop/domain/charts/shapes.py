"""The parts of a drawing: boxes, lines, dots and words, with colours by their meaning.

Units: those of the drawing's width and height, from its top left corner; the y of words is their
baseline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

Measure = Callable[[str, float, bool], float]
"""Returns the width of a text in a font of that size; the third argument asks for bold."""


class Ink(StrEnum):
    """What a colour means. HIGH and LOW are the two sides of a scale, 2 is the far end.

    PLAIN: an option like any other. SERIES: lines and groups that stand side by side.
    """

    TEXT = "text"
    MUTED = "muted"
    TRACK = "track"
    LINE = "line"
    PAPER = "paper"
    PLAIN = "plain"
    RIGHT = "right"
    OTHER = "other"
    LOW_2 = "low_2"
    LOW_1 = "low_1"
    MIDDLE = "middle"
    HIGH_1 = "high_1"
    HIGH_2 = "high_2"
    SERIES_1 = "series_1"
    SERIES_2 = "series_2"
    SERIES_3 = "series_3"
    SERIES_4 = "series_4"


class Align(StrEnum):
    """Which end of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners; tint: from 0 to 1, how strong its colour is."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    radius: float = 0.0
    tint: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle with a ring of its paper around it."""

    x: float
    y: float
    radius: float
    ink: Ink
    paper: Ink = Ink.PAPER


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. on: the colour that it stands on, when that is not the paper."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink = Ink.TEXT
    align: Align = Align.START
    is_bold: bool = False
    on: Ink | None = None


Shape = Box | Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are drawn, and the room that they really take."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large things are, in units of the drawing. label, value, note: sizes of text.

    bar: the height of a bar where there is room. pitch: from one row to the next. gap: between
    columns of a row. radius: of bars. least: no text is smaller.
    """

    label: float
    value: float
    note: float
    bar: float
    pitch: float
    gap: float
    radius: float
    least: float


STAGE_SIZES = Sizes(label=29, value=33, note=27, bar=58, pitch=84, gap=24, radius=10, least=27)
"""For a stage 1600 units wide."""
CARD_SIZES = Sizes(label=13, value=13, note=12, bar=20, pitch=34, gap=10, radius=4, least=11)
"""For a card, in pixels at a scale of 100 %."""


# Widths of letters in a usual sans serif, in parts of the font's size.
_NARROW = frozenset("iljI.,:;'|!·")
_SLIM = frozenset('frt()[]-/" 1')
_BROAD = frozenset("mwMW@%—…")


def rough_width(text: str, size: float, is_bold: bool) -> float:
    """Return about how wide a text is; for drawings without a font at hand, never too small."""
    width = sum(map(_letter, text))
    return width * size * (1.06 if is_bold else 1.0)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.31
    if letter in _SLIM:
        return 0.42
    if letter in _BROAD:
        return 0.95
    if ord(letter) > 0x2E80:
        return 1.05
    return 0.72 if letter.isupper() else 0.61


def wrapped(
    text: str, width: float, size: float, measure: Measure, *, is_bold: bool = False, most: int = 3
) -> list[str]:
    """Return a text in lines no wider than ``width``; the last of ``most`` ends in "…" if cut.

    A word that is wider than a line breaks inside.
    """

    def fits(words: str) -> bool:
        return measure(words, size, is_bold) <= width

    lines = list(islice(_lines(text.split(), fits), most + 1))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and not fits(f"{last}…"):
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


def _lines(words: list[str], fits: Callable[[str], bool]) -> Iterator[str]:
    line = ""
    for word in words:
        together = f"{line} {word}" if line else word
        if fits(together):
            line = together
            continue
        if line:
            yield line
        line = word
        while len(line) > 1 and not fits(line):
            cut = 1
            while fits(line[: cut + 1]):
                cut += 1
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line


def one_line(
    text: str, width: float, size: float, measure: Measure, *, is_bold: bool = False
) -> str:
    """Return a text cut with "…" where it is wider than ``width``."""
    lines = wrapped(text, width, size, measure, is_bold=is_bold, most=1)
    return lines[0] if lines else ""
