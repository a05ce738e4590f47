"""Colours, type and sizes: tokens as data, applied to the application as one theme."""

from ui.theme.apply import apply_theme, follow_theme, font, kind_colour, theme
from ui.theme.fonts import Role
from ui.theme.theme import Theme
from ui.theme.tokens import STAGE, ThemeName, Tone, kind_tone

__all__ = [
    "STAGE",
    "Role",
    "Theme",
    "ThemeName",
    "Tone",
    "apply_theme",
    "follow_theme",
    "font",
    "kind_colour",
    "kind_tone",
    "theme",
]
