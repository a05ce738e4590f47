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

_SHORT_TEXT, _MOST_WIDTH = 16, 48


class _Picture(msgspec.Struct, frozen=True):
    svg: str
    alt: str


class _Grid(msgspec.Struct, frozen=True, kw_only=True):
    caption: str
    reference: str
    heads: Sequence[str]
    numbers: Sequence[bool]
    widths: Sequence[int]
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
            [_cell(text, is_short=not width) for text, width in zip(row, widths, strict=True)]
            for row in grid.rows
        ],
    )


def _widths(grid: Grid) -> list[int]:
    """Return how wide the columns with much text are to each other; 0 for as wide as needed."""
    widths = []
    for place, is_number in enumerate(grid.numbers):
        longest = max((len(row[place]) for row in grid.rows), default=0)
        is_short = is_number or longest <= _SHORT_TEXT
        widths.append(0 if is_short else min(_MOST_WIDTH, longest))
    return widths if any(widths) else [1, *widths[1:]]


def _cell(text: str, *, is_short: bool) -> str:
    """Return a short text so that it stays in one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}") if is_short else text
