"""The colours of every theme as data; no Qt.

A tone has three colours: ``text`` for words (4.5:1 on paper, on canvas and on its tint),
``graphic`` for bars and arcs (3:1), and ``tint`` for backgrounds of chips and cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ui.theme.colour import mix
from virtu_desktop.domain.plan import BlockKind


class ThemeName(StrEnum):
    """The themes of the trainer's windows."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tone(StrEnum):
    """The meaning of a colour.

    TEAL good or in the room, AMBER late or breakout, BLUE remote or plenary, PLUM poll, OPENING
    opening and closing, GREY break or nothing special, RED not saved and nothing else.
    """

    TEAL = "teal"
    AMBER = "amber"
    BLUE = "blue"
    PLUM = "plum"
    OPENING = "opening"
    GREY = "grey"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ToneColours:
    """The colours of one tone on the paper of its theme."""

    text: str
    graphic: str
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one theme.

    paper: cards; canvas: behind them; field: input fields and bar tracks. primary: the button
    that matters most; quiet: hints and text of the least weight, for what is also said elsewhere.
    """

    ink: str
    body: str
    muted: str
    quiet: str
    line: str
    paper: str
    canvas: str
    field: str
    track: str
    hover: str
    selected: str
    focus: str
    primary: str
    primary_hover: str
    on_primary: str
    hint_on_primary: str
    tones: Mapping[Tone, ToneColours]
    border_width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageColours:
    """The colours of what the room sees; every text has 7:1 on the background."""

    background: str = "#0E1626"
    panel: str = "#18233A"
    track: str = "#1D2A45"
    text: str = "#F5F3EC"
    body: str = "#CBD2DF"
    dim: str = "#A5B1C7"
    amber: str = "#F2B23E"
    green: str = "#7BD3B8"
    blue: str = "#7FB4EE"
    pink: str = "#E79CC4"

    def kind(self, kind: BlockKind) -> str:
        """Return the colour of a kind of block."""
        return {
            BlockKind.BREAKOUT: self.amber,
            BlockKind.INDIVIDUAL: self.green,
            BlockKind.BREAK: self.green,
            BlockKind.POLL: self.pink,
        }.get(kind, self.blue)


_KIND_TONES = {
    BlockKind.OPENING: Tone.OPENING,
    BlockKind.PLENARY: Tone.BLUE,
    BlockKind.BREAKOUT: Tone.AMBER,
    BlockKind.INDIVIDUAL: Tone.TEAL,
    BlockKind.BREAK: Tone.GREY,
    BlockKind.POLL: Tone.PLUM,
    BlockKind.CLOSING: Tone.OPENING,
}


def kind_tone(kind: BlockKind) -> Tone:
    """Return the tone of a kind of block."""
    return _KIND_TONES[kind]


def _tones(
    paper: str, colours: Mapping[Tone, tuple[str, str]], *, share: float, amber_glow: str
) -> Mapping[Tone, ToneColours]:
    """Return tones from (text, graphic) pairs, with tints of ``share`` on ``paper``.

    The tint of amber is made from ``amber_glow``: its graphic colour alone would look brown.
    """
    return MappingProxyType(
        {
            tone: ToneColours(
                text, graphic, mix(amber_glow if tone is Tone.AMBER else graphic, paper, share)
            )
            for tone, (text, graphic) in colours.items()
        }
    )


LIGHT = Tokens(
    ink="#14213D",
    body="#39445A",
    muted="#5E6877",
    quiet="#66707D",
    line="#E1DED4",
    paper="#FFFFFF",
    canvas="#F4F2EC",
    field="#F8F7F3",
    track="#EFEBE0",
    hover="#F6F5F0",
    selected="#EDF1F7",
    focus="#2563A8",
    primary="#14213D",
    primary_hover="#22335A",
    on_primary="#FFFFFF",
    hint_on_primary="#B5BDCB",
    tones=_tones(
        "#FFFFFF",
        {
            Tone.TEAL: ("#0F766E", "#0F766E"),
            Tone.AMBER: ("#9C5507", "#B4640A"),
            Tone.BLUE: ("#2563A8", "#2563A8"),
            Tone.PLUM: ("#9B3E74", "#9B3E74"),
            Tone.OPENING: ("#2F6E90", "#3B7EA1"),
            Tone.GREY: ("#59626F", "#7D8590"),
            Tone.RED: ("#B3261E", "#B3261E"),
        },
        share=0.12,
        amber_glow="#C77107",
    ),
)

DARK = Tokens(
    ink="#F1F3F7",
    body="#CDD4E0",
    muted="#A2ACBD",
    quiet="#949FB2",
    line="#323E55",
    paper="#1A2334",
    canvas="#111927",
    field="#151E2D",
    track="#2A364B",
    hover="#222D41",
    selected="#26344D",
    focus="#8FBFF5",
    primary="#E9EDF5",
    primary_hover="#FFFFFF",
    on_primary="#14213D",
    hint_on_primary="#505C74",
    tones=_tones(
        "#1A2334",
        {
            Tone.TEAL: ("#6CCDB9", "#3FA998"),
            Tone.AMBER: ("#F0B45A", "#E0993A"),
            Tone.BLUE: ("#8FBFF5", "#5C9DE6"),
            Tone.PLUM: ("#E6A0C7", "#CE75A8"),
            Tone.OPENING: ("#8CC7E4", "#5BA3C7"),
            Tone.GREY: ("#B4BCC9", "#8A94A4"),
            Tone.RED: ("#FFA79F", "#EC7067"),
        },
        share=0.16,
        amber_glow="#E0993A",
    ),
)

CONTRAST = Tokens(
    ink="#000000",
    body="#000000",
    muted="#1F2733",
    quiet="#1F2733",
    line="#1F2733",
    paper="#FFFFFF",
    canvas="#FFFFFF",
    field="#FFFFFF",
    track="#D5D8DE",
    hover="#E8ECF2",
    selected="#DDE8F8",
    focus="#0B4FB3",
    primary="#000000",
    primary_hover="#1F2733",
    on_primary="#FFFFFF",
    hint_on_primary="#FFFFFF",
    tones=_tones(
        "#FFFFFF",
        {
            Tone.TEAL: ("#00534B", "#00695F"),
            Tone.AMBER: ("#703800", "#8A4700"),
            Tone.BLUE: ("#0B3F7F", "#0B4FA0"),
            Tone.PLUM: ("#74184F", "#8A1F5F"),
            Tone.OPENING: ("#0E4A66", "#125D80"),
            Tone.GREY: ("#333B47", "#4A5361"),
            Tone.RED: ("#8F120C", "#A5160F"),
        },
        share=0.08,
        amber_glow="#B86A00",
    ),
    border_width=2.0,
)

STAGE = StageColours()

TOKENS: Mapping[ThemeName, Tokens] = MappingProxyType(
    {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.CONTRAST: CONTRAST}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour that stands on another, and the contrast that it must have."""

    name: str
    front: str
    back: str
    least: float


TEXT_CONTRAST = 4.5
STAGE_CONTRAST = 7.0
GRAPHIC_CONTRAST = 3.0


def pairs(tokens: Tokens) -> Iterator[Pair]:
    """Yield every pair of colours that a trainer's window puts on one another."""
    backs = ("paper", "canvas", "field", "hover", "selected")
    for back in backs:
        for front in ("ink", "body", "muted"):
            yield _pair(tokens, front, back, TEXT_CONTRAST)
        yield _pair(tokens, "focus", back, GRAPHIC_CONTRAST)
    for back in ("paper", "field"):
        yield _pair(tokens, "quiet", back, TEXT_CONTRAST)
    for back in ("primary", "primary_hover"):
        yield _pair(tokens, "on_primary", back, TEXT_CONTRAST)
        yield _pair(tokens, "hint_on_primary", back, TEXT_CONTRAST)
        yield _pair(tokens, back, "paper", GRAPHIC_CONTRAST)
    for tone, colours in tokens.tones.items():
        for back, colour in (("paper", tokens.paper), ("tint", colours.tint)):
            yield Pair(f"{tone} text on {back}", colours.text, colour, TEXT_CONTRAST)
            yield Pair(f"{tone} on {back}", colours.graphic, colour, GRAPHIC_CONTRAST)
        for front in ("ink", "body", "muted"):
            text = getattr(tokens, front)
            yield Pair(f"{front} on {tone} tint", text, colours.tint, TEXT_CONTRAST)
        yield Pair(f"{tone} text on canvas", colours.text, tokens.canvas, TEXT_CONTRAST)


def stage_pairs(stage: StageColours) -> Iterator[Pair]:
    """Yield every pair of colours that the stage puts on one another."""
    for front in ("text", "body", "dim", "amber", "green", "blue", "pink"):
        for back in ("background", "panel"):
            colour = getattr(stage, front)
            under = getattr(stage, back)
            yield Pair(f"stage {front} on {back}", colour, under, STAGE_CONTRAST)


def _pair(tokens: Tokens, front: str, back: str, least: float) -> Pair:
    return Pair(f"{front} on {back}", getattr(tokens, front), getattr(tokens, back), least)
