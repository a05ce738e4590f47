"""The sheet that one chart is drawn on: its room, its sizes of text and the shapes so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from virtu_desktop.domain.charts.shapes import (
    Align,
    Box,
    Ink,
    Measure,
    Shape,
    Sizes,
    Stroke,
    Words,
    one_line,
    wrapped,
)

LINE = 1.3
"""The height of a line, in parts of the size of its text."""
_BASELINE = 0.36
"""How far the baseline lies below the middle of a line."""


@dataclass(slots=True, kw_only=True)
class Paper:
    """Collects shapes. Everything that draws goes through it, so that texts always fit."""

    width: float
    height: float
    sizes: Sizes
    measure: Measure
    shapes: list[Shape] = field(default_factory=list)

    @property
    def note_height(self) -> float:
        """Return the height of a line of notes."""
        return self.sizes.note * LINE

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        ink: Ink,
        *,
        radius: float | None = None,
        tint: float = 1.0,
    ) -> None:
        """Draw a box; one without any size is left out."""
        if width > 0 and height > 0:
            round_ = self.sizes.radius if radius is None else radius
            self.shapes.append(
                Box(x, y, width, height, ink, min(round_, width / 2, height / 2), tint)
            )

    def stroke(
        self, x1: float, y1: float, x2: float, y2: float, ink: Ink, *, width: float = 1.0
    ) -> None:
        """Draw a line; its width is in parts of a thin one for these sizes."""
        self.shapes.append(Stroke(x1, y1, x2, y2, ink, width * self.sizes.label / 14))

    def words(
        self,
        x: float,
        middle: float,
        text: str,
        size: float,
        *,
        ink: Ink = Ink.TEXT,
        align: Align = Align.START,
        is_bold: bool = False,
        on: Ink | None = None,
    ) -> None:
        """Write one line whose middle lies at ``middle``."""
        if text:
            self.shapes.append(
                Words(x, middle + size * _BASELINE, text, size, ink, align, is_bold, on)
            )

    def lines(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        size: float,
        *,
        ink: Ink = Ink.TEXT,
        align: Align = Align.START,
        is_bold: bool = False,
    ) -> None:
        """Write lines around ``middle``."""
        top = middle - (len(lines) - 1) * size * LINE / 2
        for place, line in enumerate(lines):
            at = top + place * size * LINE
            self.words(x, at, line, size, ink=ink, align=align, is_bold=is_bold)

    def width_of(self, text: str, size: float, *, is_bold: bool = False) -> float:
        """Return the width of a text."""
        return self.measure(text, size, is_bold) if text else 0.0

    def widest(self, texts: Iterable[str], size: float, *, is_bold: bool = False) -> float:
        """Return the width of the widest of texts."""
        return max((self.width_of(text, size, is_bold=is_bold) for text in texts), default=0.0)

    def wrapped(
        self, text: str, width: float, size: float, *, is_bold: bool = False, most: int = 3
    ) -> list[str]:
        """Return a text in lines that fit."""
        return wrapped(text, width, size, self.measure, is_bold=is_bold, most=most)

    def one_line(self, text: str, width: float, size: float, *, is_bold: bool = False) -> str:
        """Return a text on one line that fits."""
        return one_line(text, width, size, self.measure, is_bold=is_bold)

    def note_lines(self, notes: Sequence[str]) -> list[str]:
        """Return notes in lines over the whole width."""
        return [line for note in notes for line in self.wrapped(note, self.width, self.sizes.note)]

    def write_notes(self, lines: Sequence[str], top: float) -> float:
        """Write lines of notes and return where they end."""
        for place, line in enumerate(lines):
            at = top + (place + 0.5) * self.note_height
            self.words(0, at, line, self.sizes.note, ink=Ink.MUTED)
        return top + len(lines) * self.note_height

    def legend(self, entries: Sequence[tuple[Ink, str]], top: float) -> float:
        """Write a line of colours and their words, broken where it must; return its end."""
        size = self.sizes.note
        mark = size * 0.75
        x, y = 0.0, top
        for ink, text in entries:
            words = self.one_line(text, self.width - mark * 1.6, size)
            needed = mark * 1.6 + self.width_of(words, size)
            if x > 0 and x + needed > self.width:
                x, y = 0.0, y + size * 1.6
            middle = y + size * 0.8
            self.box(x, middle - mark / 2, mark, mark, ink, radius=mark / 5)
            self.words(x + mark * 1.6, middle, words, size, ink=Ink.MUTED)
            x += needed + size * 1.3
        return y + size * 1.6 if entries else top
