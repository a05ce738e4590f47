"""A theme: tokens, scale and family together, as painters and widgets use them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from ui.theme.fonts import Role, role_font
from ui.theme.tokens import TOKENS, ThemeName, Tokens, Tone, ToneColours, kind_tone
from virtu_desktop.domain.plan import BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a painter needs to know: which colours, which family, how large."""

    name: ThemeName = ThemeName.LIGHT
    scale: float = 1.0
    family: str = "Inter"

    @property
    def tokens(self) -> Tokens:
        """Return the colours as text."""
        return TOKENS[self.name]

    def colour(self, token: str) -> QColor:
        """Return the colour of a token by its name, such as ``ink``."""
        return QColor(getattr(self.tokens, token))

    def tone(self, tone: Tone) -> ToneColours:
        """Return the colours of a tone."""
        return self.tokens.tones[tone]

    def kind_colour(self, kind: BlockKind) -> QColor:
        """Return the colour of bars and arcs of a kind of block."""
        return QColor(self.tone(kind_tone(kind)).graphic)

    def px(self, value: float) -> int:
        """Return a length in pixels at this theme's scale, rounded."""
        return round(value * self.scale)

    def font(self, role: Role) -> QFont:
        """Return the font of a role."""
        return role_font(role, self.family, self.scale)
