"""The colours of charts on every ground, with what may be written on them.

Colours that stand for different things differ for eyes that see no red, no green or no blue; a
filled colour with less than 3:1 to its paper has an edge that has it. Tests work both out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from virtu_desktop.domain.charts.shapes import Ink


class PaletteName(StrEnum):
    """The grounds that charts are drawn on."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    STAGE = "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by meaning as ``#rrggbb``.

    on: what is written on a filled colour. edges: the thin line around colours that would hardly
    be seen on the paper.
    """

    colours: Mapping[Ink, str]
    on: Mapping[Ink, str]
    edges: Mapping[Ink, str]

    def colour(self, ink: Ink) -> str:
        """Return a colour."""
        return self.colours[ink]

    def writing(self, ink: Ink, on: Ink | None) -> str:
        """Return the colour of words that stand on paper or on a filled colour."""
        return self.colours[ink] if on is None else self.on[on]


_SEEN = 3.0
_GROUNDS = frozenset({Ink.PAPER, Ink.TRACK, Ink.LINE})
_EDGES = {Ink.LOW_1: Ink.LOW_2, Ink.HIGH_1: Ink.HIGH_2}


def _palette(*, dark: str, light: str, colours: Mapping[Ink, str]) -> Palette:
    """Return a palette; words on its colours are whichever of two reads better."""
    filled = {ink: colour for ink, colour in colours.items() if ink is not Ink.TEXT}
    on: dict[Ink, str] = {
        ink: dark if _contrast(colour, dark) >= _contrast(colour, light) else light
        for ink, colour in filled.items()
    }
    edges: dict[Ink, str] = {
        ink: colours[_EDGES.get(ink, Ink.MUTED)]
        for ink, colour in filled.items()
        if ink not in _GROUNDS and _contrast(colour, colours[Ink.PAPER]) < _SEEN
    }
    return Palette(
        colours=MappingProxyType(dict(colours)),
        on=MappingProxyType(on),
        edges=MappingProxyType(edges),
    )


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


LIGHT = _palette(
    dark="#14213D",
    light="#FFFFFF",
    colours={
        Ink.TEXT: "#14213D",
        Ink.MUTED: "#5E6877",
        Ink.TRACK: "#F2EFE7",
        Ink.LINE: "#DAD6CA",
        Ink.PAPER: "#FFFFFF",
        Ink.PLAIN: "#2563A8",
        Ink.RIGHT: "#0F766E",
        Ink.OTHER: "#A9B0BA",
        Ink.LOW_2: "#9A4A16",
        Ink.LOW_1: "#DFA069",
        Ink.MIDDLE: "#E4E1D8",
        Ink.HIGH_1: "#7DB8C9",
        Ink.HIGH_2: "#1F6E8C",
        Ink.SERIES_1: "#149A90",
        Ink.SERIES_2: "#C76F0B",
        Ink.SERIES_3: "#2563A8",
        Ink.SERIES_4: "#8C3869",
    },
)
DARK = _palette(
    dark="#0E1626",
    light="#FFFFFF",
    colours={
        Ink.TEXT: "#F1F3F7",
        Ink.MUTED: "#A2ACBD",
        Ink.TRACK: "#232E42",
        Ink.LINE: "#3A4760",
        Ink.PAPER: "#1A2334",
        Ink.PLAIN: "#5C9DE6",
        Ink.RIGHT: "#7FCFC2",
        Ink.OTHER: "#8A94A4",
        Ink.LOW_2: "#E0863A",
        Ink.LOW_1: "#8F5A2C",
        Ink.MIDDLE: "#495364",
        Ink.HIGH_1: "#2F7A94",
        Ink.HIGH_2: "#7CC6DD",
        Ink.SERIES_1: "#7FCFC2",
        Ink.SERIES_2: "#E0993A",
        Ink.SERIES_3: "#5C9DE6",
        Ink.SERIES_4: "#C9669F",
    },
)
CONTRAST = _palette(
    dark="#000000",
    light="#FFFFFF",
    colours={
        Ink.TEXT: "#000000",
        Ink.MUTED: "#1F2733",
        Ink.TRACK: "#E4E6EA",
        Ink.LINE: "#1F2733",
        Ink.PAPER: "#FFFFFF",
        Ink.PLAIN: "#0B4FA0",
        Ink.RIGHT: "#00695F",
        Ink.OTHER: "#8E96A3",
        Ink.LOW_2: "#6B2C00",
        Ink.LOW_1: "#C9762B",
        Ink.MIDDLE: "#D5D8DE",
        Ink.HIGH_1: "#4C9DB8",
        Ink.HIGH_2: "#063F57",
        Ink.SERIES_1: "#007D71",
        Ink.SERIES_2: "#8A4700",
        Ink.SERIES_3: "#0B4FA0",
        Ink.SERIES_4: "#691848",
    },
)
STAGE = _palette(
    dark="#0E1626",
    light="#F5F3EC",
    colours={
        Ink.TEXT: "#F5F3EC",
        Ink.MUTED: "#A5B1C7",
        Ink.TRACK: "#18233A",
        Ink.LINE: "#33415F",
        Ink.PAPER: "#0E1626",
        Ink.PLAIN: "#7FB4EE",
        Ink.RIGHT: "#7BD3B8",
        Ink.OTHER: "#93A0B8",
        Ink.LOW_2: "#F2B23E",
        Ink.LOW_1: "#B87F2E",
        Ink.MIDDLE: "#93A0B8",
        Ink.HIGH_1: "#449884",
        Ink.HIGH_2: "#7BD3B8",
        Ink.SERIES_1: "#A9E2D1",
        Ink.SERIES_2: "#F2B23E",
        Ink.SERIES_3: "#7FB4EE",
        Ink.SERIES_4: "#DF7BB0",
    },
)
PALETTES: Mapping[PaletteName, Palette] = MappingProxyType(
    {
        PaletteName.LIGHT: LIGHT,
        PaletteName.DARK: DARK,
        PaletteName.CONTRAST: CONTRAST,
        PaletteName.STAGE: STAGE,
    }
)
