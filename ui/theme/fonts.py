"""The roles of type: sizes in pixels at scale 1, weights, spacing, and tabular figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
# Single-storey "a": easier to tell from "o" at small sizes. Only Inter has this variant.
_PLAIN_A = "cv11"
_TABULAR = "tnum"


class Role(StrEnum):
    """What a text is, which decides how it looks."""

    CAPS = "caps"
    SMALL = "small"
    SECONDARY = "secondary"
    SECONDARY_STRONG = "secondary_strong"
    BODY = "body"
    BODY_MEDIUM = "body_medium"
    BODY_STRONG = "body_strong"
    TITLE = "title"
    HEADING = "heading"
    HEADING_LARGE = "heading_large"
    CLOCK = "clock"
    COUNTDOWN = "countdown"


@dataclass(frozen=True, slots=True)
class Type:
    """How a role is set. spacing: percent of the size added between letters."""

    size: int
    weight: QFont.Weight
    spacing: float = 0.0
    capitals: bool = False
    is_display: bool = False


ROLES = {
    Role.CAPS: Type(11, QFont.Weight.DemiBold, 6.0, capitals=True),
    Role.SMALL: Type(11, QFont.Weight.Normal),
    Role.SECONDARY: Type(12, QFont.Weight.Normal),
    Role.SECONDARY_STRONG: Type(12, QFont.Weight.DemiBold),
    Role.BODY: Type(14, QFont.Weight.Normal),
    Role.BODY_MEDIUM: Type(14, QFont.Weight.Medium),
    Role.BODY_STRONG: Type(14, QFont.Weight.DemiBold),
    Role.TITLE: Type(15, QFont.Weight.DemiBold),
    Role.HEADING: Type(20, QFont.Weight.DemiBold, -2.0, is_display=True),
    Role.HEADING_LARGE: Type(28, QFont.Weight.DemiBold, -3.2, is_display=True),
    Role.CLOCK: Type(24, QFont.Weight.DemiBold, is_display=True),
    Role.COUNTDOWN: Type(72, QFont.Weight.DemiBold, -5.0, is_display=True),
}


def interface_family() -> str:
    """Return Inter where it is installed, else the family of the platform's interface font."""
    if QFontDatabase.hasFamily(FAMILY):
        return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def sized_font(
    family: str,
    pixels: float,
    weight: QFont.Weight,
    *,
    spacing: float = 0.0,
    is_display: bool = False,
) -> QFont:
    """Return a font with tabular figures; ``spacing`` is a percentage of its size.

    The font is the caller's own: a copy of one that is made once.
    """
    return QFont(_made(family, pixels, weight, spacing, is_display))


@cache
def _made(
    family: str, pixels: float, weight: QFont.Weight, spacing: float, is_display: bool
) -> QFont:
    made = QFont(family)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag(_TABULAR), 1)
    if family == FAMILY and not is_display:
        made.setFeature(QFont.Tag(_PLAIN_A), 1)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, pixels * spacing / 100)
    return made


def role_font(role: Role, family: str, scale: float) -> QFont:
    """Return the font of a role at a scale."""
    kind = ROLES[role]
    made = sized_font(
        family,
        kind.size * scale,
        kind.weight,
        spacing=kind.spacing,
        is_display=kind.is_display,
    )
    if kind.capitals:
        made.setCapitalization(QFont.Capitalization.AllUppercase)
    return made
