"""A page as a report in PDF for archives: tagged, PDF/A-2a and PDF/UA-1, with vector pictures (R2).

What is shown goes to the typesetter as data, so that no text can become markup. Dates in the file
are those of the record. The same page gives the same bytes on one computer.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import typst

from virtu_desktop.assets import resource
from virtu_desktop.exchange.record_page import Grid, Page, Part
from virtu_desktop.i18n import Translator

_SHORT_TEXT, _MOST_WIDTH = 12, 48
# Points: a letter of a table, the air around a cell, the page between its margins.
_LETTER, _INSET, _PAGE = 5.4, 9.0, 493.0
_HEAD_LETTERS = 8


class _Picture(msgspec.Struct, frozen=True):
    svg: str
    alt: str


class _Grid(msgspec.Struct, frozen=True, kw_only=True):
    caption: str
    reference: str
    heads: Sequence[str]
    numbers: Sequence[bool]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    heading: str
    lines: Sequence[str]
    picture: _Picture | None
    legend: Sequence[tuple[str, str]]
    grid: _Grid | None


class _Section(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    parts: Sequence[_Part]


class _Figure(msgspec.Struct, frozen=True):
    value: str
    caption: str


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    document: str
    over: str
    title: str
    when: str
    marks: Sequence[str]
    facts: Sequence[tuple[str, str]]
    figures: Sequence[_Figure]
    contents: str
    sections: Sequence[_Section]
    foot: str
    page: str


def page_pdf(page: Page, tr: Translator) -> bytes:
    """Return the page as PDF/A."""
    inputs = {"data": msgspec.json.encode(_document(page, tr)).decode()}
    source = resource("report", "page.typ").read_bytes()
    stamp = page.stamp // 1000
    try:
        # PDF/A-2a wants every letter mapped and every piece tagged, PDF/UA-1 all read aloud.
        return typst.compile(
            source, sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=stamp
        )
    except typst.TypstError:
        # The standards forbid letters that no font has. A report with a gap is better than none.
        return typst.compile(source, sys_inputs=inputs, timestamp=stamp)


def _document(page: Page, tr: Translator) -> _Document:
    return _Document(
        language=page.language,
        document=f"{page.title} – {page.over}",
        over=page.over,
        title=page.title,
        when=page.when,
        marks=page.marks,
        facts=page.facts,
        figures=[_Figure(figure.value, figure.caption) for figure in page.figures],
        contents=tr("Contents"),
        sections=[
            _Section(title=section.title, parts=[_part(part) for part in section.parts])
            for section in page.sections
        ],
        foot=page.foot,
        page=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )


def _part(part: Part) -> _Part:
    picture = part.picture
    return _Part(
        heading=part.heading,
        lines=part.lines,
        picture=None if picture is None else _Picture(picture.svg, picture.alt),
        legend=part.legend,
        grid=None if part.grid is None else _grid(part.grid),
    )


def _grid(grid: Grid) -> _Grid:
    widths = _widths(grid)
    return _Grid(
        caption=grid.caption,
        reference=grid.reference,
        heads=grid.heads,
        numbers=grid.numbers,
        widths=widths,
        rows=[
            [
                _cell(text, is_short=is_number)
                for text, is_number in zip(row, grid.numbers, strict=True)
            ]
            for row in grid.rows
        ],
    )


def _widths(grid: Grid) -> list[float]:
    """Return the width of each column: points below zero, or above it shares of what is left.

    Figures and short texts get what their longest cell needs, headings wrap; long texts share the
    rest, which is never less than a quarter of the page.
    """
    letters, shares = [], []
    for place, head in enumerate(grid.heads):
        longest = max((len(row[place]) for row in grid.rows), default=0)
        word = min(_HEAD_LETTERS, max(map(len, head.split()), default=0))
        is_short = grid.numbers[place] or longest <= _SHORT_TEXT
        letters.append(max(longest, word) if is_short else 0)
        shares.append(0 if is_short else min(_MOST_WIDTH, longest))
    if not any(shares):
        return [float(max(1, count)) for count in letters]
    points = [count * _LETTER + _INSET if count else 0.0 for count in letters]
    scale = min(1.0, _PAGE * 0.76 / max(1.0, sum(points)))
    return [
        -round(point * scale, 1) if point else float(share)
        for point, share in zip(points, shares, strict=True)
    ]


def _cell(text: str, *, is_short: bool) -> str:
    """Return a short text so that it stays in one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}") if is_short else text
