"""How colours look to eyes without one kind of cone, and how far apart two colours are.

Sources: Machado, Oliveira and Fernandes 2009 (matrices for the whole loss of one cone); CIE 1976
L*a*b* distance.
"""

from __future__ import annotations

import math

from ui.theme.colour import channels

VISION = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Linear = tuple[float, float, float]


def seen(colour: str, vision: str) -> Linear:
    """Return a colour as such eyes see it: linear red, green and blue from 0 to 1."""
    light = [_linear(value / 255) for value in channels(colour)]
    red, green, blue = (
        min(1.0, max(0.0, sum(part * value for part, value in zip(row, light, strict=True))))
        for row in VISION[vision]
    )
    return red, green, blue


def difference(one: str, other: str, vision: str) -> float:
    """Return how far apart two colours are for such eyes; from about 10 nobody mixes them up."""
    return math.dist(_lab(seen(one, vision)), _lab(seen(other, vision)))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _lab(light: Linear) -> tuple[float, float, float]:
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    a, b, c = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z)
    )
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)
