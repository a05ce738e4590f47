"""A cloud of words with its list: the same words always give the same picture.

Sizes grow with the root of the number of people, so that areas can be compared; since readers
still estimate them badly, the sorted list with the numbers always stands beside the cloud.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from virtu_desktop.domain.charts.model import CloudChart, CloudWord
from virtu_desktop.domain.charts.paper import LINE, Paper
from virtu_desktop.domain.charts.shapes import Align, Ink

_CLOUD = 0.6
"""The part of the width that the picture takes; the list has the rest."""
_MOST_WORDS = 40
_LARGEST = (4.2, 3.4, 2.8, 2.3, 1.9)
"""Sizes of the largest word to try, in parts of that of a label."""
_INKS = (Ink.PLAIN, Ink.TEXT, Ink.RIGHT, Ink.MUTED)
_BOLD = 3
# A golden turn: dots of the spiral never lie behind one another.
_TURN = math.pi * (3 - math.sqrt(5))
_STEPS = 500


_Place = tuple[float, float, float, float]
"""Left, top, right, bottom: plain tuples, because a cloud tries tens of thousands of places."""


def cloud_shapes(paper: Paper, chart: CloudChart, room: float) -> float:
    """Draw the cloud and its list; return where they end."""
    if not chart.words:
        return 0.0
    width = paper.width * _CLOUD - paper.sizes.gap
    height = max(paper.sizes.bar * 4, room)
    _write_cloud(paper, chart.words[:_MOST_WORDS], width, height)
    end = _write_list(paper, chart, paper.width * _CLOUD, height)
    return max(height, end)


def _write_cloud(paper: Paper, words: Sequence[CloudWord], width: float, height: float) -> None:
    for largest in _LARGEST:
        placed = _placed(paper, words, largest, (width, height))
        if len(placed) == len(words):
            break
    # A word without room in the picture still stands in the list.
    for number, (text, size, (left, top, right, bottom)) in enumerate(placed):
        paper.words(
            (left + right) / 2,
            (top + bottom) / 2,
            text,
            size,
            ink=_INKS[number % len(_INKS)],
            align=Align.MIDDLE,
            is_bold=number < _BOLD,
        )


def _placed(
    paper: Paper, words: Sequence[CloudWord], largest: float, room: tuple[float, float]
) -> list[tuple[str, float, _Place]]:
    """Return words with their sizes and places, up to the first one without room."""
    placed: list[tuple[str, float, _Place]] = []
    taken: list[_Place] = []
    most = max(1, words[0].people)
    dots = _spiral(*room)
    for number, word in enumerate(words):
        size = max(paper.sizes.least, paper.sizes.label * largest * math.sqrt(word.people / most))
        wide = paper.width_of(word.text, size, is_bold=number < _BOLD)
        if wide > room[0]:
            size = max(paper.sizes.least, size * room[0] / wide)
            wide = paper.width_of(word.text, size, is_bold=number < _BOLD)
        place = _free_place(dots, taken, wide, size * 1.12, *room)
        if place is None:
            break
        taken.append(place)
        placed.append((word.text, size, place))
    return placed


def _free_place(
    dots: Sequence[tuple[float, float]],
    taken: Sequence[_Place],
    wide: float,
    tall: float,
    width: float,
    height: float,
) -> _Place | None:
    """Return the first place of the spiral that lies in the room and meets no other."""
    in_the_way: _Place | None = None
    for x, y in dots:
        left, top = x - wide / 2, y - tall / 2
        right, bottom = left + wide, top + tall
        if left < 0 or top < 0 or right > width or bottom > height:
            continue
        # What was in the way of the dot before is most often in the way of the next one too.
        if in_the_way is not None:
            other_left, other_top, other_right, other_bottom = in_the_way
            if (
                right > other_left
                and other_right > left
                and bottom > other_top
                and other_bottom > top
            ):
                continue
        for other in taken:
            other_left, other_top, other_right, other_bottom = other
            if (
                right > other_left
                and other_right > left
                and bottom > other_top
                and other_bottom > top
            ):
                in_the_way = other
                break
        else:
            return left, top, right, bottom
    return None


@lru_cache(maxsize=8)
def _spiral(width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Return places from the middle outwards, wider than tall like the room itself."""
    dots = []
    for step in range(_STEPS):
        out = math.sqrt(step / _STEPS)
        x = width / 2 + out * width / 2 * math.cos(step * _TURN)
        y = height / 2 + out * height / 2 * math.sin(step * _TURN)
        dots.append((x, y))
    return tuple(dots)


def _write_list(paper: Paper, chart: CloudChart, left: float, height: float) -> float:
    sizes, words = paper.sizes, chart.words
    row = sizes.label * LINE * 1.1
    most_rows = max(2, int(height / row))
    shown = words if len(words) <= most_rows else words[: most_rows - 1]
    figures = paper.widest((str(word.people) for word in words), sizes.label, is_bold=True)
    width = paper.width - left - figures - sizes.gap
    most = max(1, words[0].people)
    for number, word in enumerate(shown):
        middle = (number + 0.5) * row
        # The bar lies behind the word, so that both can be long.
        length = width * word.people / most
        paper.box(left, middle - row * 0.45, length, row * 0.9, Ink.TRACK, radius=4)
        text = paper.one_line(word.text, width - sizes.gap / 2, sizes.label)
        paper.words(left + sizes.gap / 2, middle, text, sizes.label)
        people = str(word.people)
        paper.words(paper.width, middle, people, sizes.label, align=Align.END, is_bold=True)
    left_out = len(words) - len(shown)
    if left_out:
        text = chart.more.replace("{count}", str(left_out))
        middle = (len(shown) + 0.5) * row
        paper.words(left + sizes.gap / 2, middle, text, sizes.label, ink=Ink.MUTED)
    return (len(shown) + (left_out > 0)) * row
