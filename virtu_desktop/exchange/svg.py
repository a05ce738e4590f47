"""Pictures as SVG for pages and PDF reports: vectors with a title, without script or style (R2).

A picture says in ``alt`` in words what it shows. Texts are escaped, and letters that XML forbids
are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from virtu_desktop.domain.plan import BlockKind

INK, BODY, MUTED, LINE, CANVAS = "#14213D", "#39445A", "#66707F", "#E1DED4", "#F4F2EC"
TEAL, BLUE, AMBER, PLUM, GREY = "#0F766E", "#2563A8", "#B4640A", "#9B3E74", "#7D8590"
OPENING = "#3B7EA1"
FONT = "Inter, Segoe UI, Helvetica Neue, Arial, sans-serif"
KIND_COLOURS = {
    BlockKind.OPENING: OPENING,
    BlockKind.PLENARY: BLUE,
    BlockKind.BREAKOUT: AMBER,
    BlockKind.INDIVIDUAL: TEAL,
    BlockKind.BREAK: GREY,
    BlockKind.POLL: PLUM,
    BlockKind.CLOSING: INK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: its SVG, its size in pixels of 1/96 inch, and what it shows in words."""

    svg: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A piece of a strip: where it lies, from 0 to 1, its colour, and what stands on it."""

    start: float
    end: float
    colour: str
    text: str = ""
    text_colour: str = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripRow:
    """One line of strips: words before it and behind it."""

    name: str
    bars: tuple[Bar, ...]
    value: str = ""
    is_empty_shown: bool = True


def drawing(width: int, height: int, parts: Iterable[str], alt: str) -> Picture:
    """Return a picture of the parts of an SVG."""
    words = xml_text(alt)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img"><title>{words}</title>{"".join(parts)}</svg>'
    )
    return Picture(svg=svg, alt=alt, width=width, height=height)


def strips(
    rows: Sequence[StripRow],
    alt: str,
    *,
    name_width: int = 150,
    bar_height: int = 12,
    pitch: int = 26,
    ticks: Sequence[tuple[float, str]] = (),
    width: int = 720,
) -> Picture:
    """Return rows of strips under each other, on one scale. ticks: (place from 0 to 1, words)."""
    value_width = 64 if any(row.value for row in rows) else 0
    left, room = name_width, width - name_width - value_width
    top = 18 if ticks else 2
    parts = []
    for place, words in ticks:
        x = left + place * room
        anchor = "start" if place < 0.02 else "end" if place > 0.98 else "middle"
        parts.append(text(x, 10, words, size=10, colour=MUTED, anchor=anchor))
        parts.append(
            f'<line x1="{_n(x)}" x2="{_n(x)}" y1="14" y2="{top + len(rows) * pitch}"'
            f' stroke="{LINE}" stroke-width="1"/>'
        )
    for number, row in enumerate(rows):
        y = top + number * pitch + (pitch - bar_height) / 2
        middle = y + bar_height / 2 + 4
        if name_width:
            parts.append(text(0, middle, shortened(row.name, name_width - 10, 12), size=12))
        if row.is_empty_shown:
            parts.append(box(left, y - 2, room, bar_height + 4, CANVAS, radius=3))
        for bar in row.bars:
            x = left + bar.start * room
            wide = (bar.end - bar.start) * room
            parts.append(box(x, y, max(wide - 0.8, 0.8), bar_height, bar.colour, radius=2))
            if bar.text and wide > 8 * len(bar.text) + 4:
                parts.append(
                    text(
                        x + wide / 2,
                        middle,
                        bar.text,
                        size=11,
                        colour=bar.text_colour,
                        anchor="middle",
                        weight=600,
                    )
                )
        if row.value:
            parts.append(text(width, middle, row.value, size=11, colour=MUTED, anchor="end"))
    return drawing(width, top + len(rows) * pitch + 2, parts, alt)


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: int,
    colour: str = INK,
    anchor: str = "start",
    weight: int = 400,
) -> str:
    """Return words at a place; ``y`` is their base line."""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-family="{escape(FONT)}" font-size="{size}"'
        f' font-weight="{weight}" fill="{colour}" text-anchor="{anchor}">{xml_text(words)}</text>'
    )


def box(x: float, y: float, width: float, height: float, colour: str, *, radius: int = 0) -> str:
    """Return a filled rectangle."""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        f' rx="{radius}" fill="{colour}"/>'
    )


def faded(colour: str, share: float = 0.55) -> str:
    """Return a colour mixed with white; ``share``: of white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)


def xml_text(words: str) -> str:
    """Return a text as XML holds it, without control characters and halves of characters."""
    kept = (
        letter if letter.isprintable() or letter == " " else " "
        for letter in words
        if not "\ud800" <= letter <= "\udfff"
    )
    # Not by xml.sax, which would load half of the network with it.
    return escape("".join(kept), quote=False)


def shortened(words: str, width: float, size: int) -> str:
    """Return words cut with an ellipsis to about ``width`` pixels at a size of letters."""
    most = max(1, int(width / (size * 0.56)))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _n(number: float) -> str:
    """Return a coordinate with at most one decimal, the same on every computer."""
    return f"{number:.1f}".removesuffix(".0")
