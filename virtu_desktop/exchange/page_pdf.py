"""A page as a report in PDF for archives: tagged, PDF/A-2a and PDF/UA-1, with vector pictures (R2).

What is shown goes to the typesetter as data, so that no text can become markup. Dates in the file
are those of the record. The same page gives the same bytes on one computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import typst

from virtu_desktop.assets import resource
from virtu_desktop.exchange.record_page import Grid, Page, Part
from virtu_desktop.i18n import Translator

# Points: the letters of a table and of its headings, the air around a cell, and the page between
# its margins.
_SIZE, _HEAD_SIZE, _INSET, _PAGE = 8.5, 7.5, 9.0, 493.0
# Shares of the size that letters of the typeface take at most.
_NARROW, _WIDE, _CAPITAL, _USUAL = 0.34, 0.94, 0.74, 0.63
# Letters: texts up to here stay in one line, words up to here are not divided, and longer texts
# ask for no more room than this.
_SHORT_TEXT, _LONGEST_WORD, _MOST_WIDTH = 12, 18, 60
# A heading may be divided where a table is so wide that otherwise its texts would be.
_SHORTEST_HEAD = 9


class _Picture(msgspec.Struct, frozen=True):
    svg: str
    alt: str


class _Grid(msgspec.Struct, frozen=True, kw_only=True):
    caption: str
    reference: str
    heads: Sequence[str]
    numbers: Sequence[bool]
    widths: Sequence[float]
    hyphenate: bool
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
    widths, is_cut = _widths(grid)
    return _Grid(
        caption=grid.caption,
        reference=grid.reference,
        heads=grid.heads,
        numbers=grid.numbers,
        widths=widths,
        hyphenate=is_cut,
        rows=[
            [
                _cell(text, is_short=is_number or len(text) <= _SHORT_TEXT)
                for text, is_number in zip(row, grid.numbers, strict=True)
            ]
            for row in grid.rows
        ],
    )


def _widths(grid: Grid) -> tuple[list[float], bool]:
    """Return the width of each column in points, which fill the page, and whether words divide.

    No word is divided where the page has room for it. What is left after the longest words goes
    to the columns whose texts would like more, then to texts alone, so that figures stay together.
    """
    columns = [[row[place] for row in grid.rows] for place in range(len(grid.heads))]
    needs, wished, is_cut = [], [], False
    for texts, is_number in zip(columns, grid.numbers, strict=True):
        words = [word for text in texts for word in _pieces(text, is_whole=is_number)]
        lines = [line for text in texts for line in text.split("\n")]
        if not is_number:
            is_cut = is_cut or any(len(word) > _LONGEST_WORD for word in words)
            words = [word[:_LONGEST_WORD] for word in words]
        needs.append(_widest(words, _SIZE) + _INSET)
        wished.append(_widest([line[:_MOST_WIDTH] for line in lines], _SIZE) + _INSET)
    for letters in (_LONGEST_WORD, _SHORTEST_HEAD):
        least = [
            max(need, _widest([word[:letters] for word in head.split()], _HEAD_SIZE) + _INSET)
            for need, head in zip(needs, grid.heads, strict=True)
        ]
        if sum(least) <= _PAGE:
            return _filled(least, wished, grid.numbers), is_cut
    return [round(width * _PAGE / sum(least), 1) for width in least], True


def _filled(
    least: Sequence[float], wished: Sequence[float], numbers: Sequence[bool]
) -> list[float]:
    """Return the widths from what columns need at least and would like, the whole page used."""
    extra = [max(0.0, high - low) for low, high in zip(least, wished, strict=True)]
    share = min(1.0, (_PAGE - sum(least)) / (sum(extra) or 1.0))
    widths = [low + share * more for low, more in zip(least, extra, strict=True)]
    takers = [not is_number for is_number in numbers]
    if not any(takers):
        takers = [True for _ in takers]
    spare = (_PAGE - sum(widths)) / sum(takers)
    return [round(width + spare * takes, 1) for width, takes in zip(widths, takers, strict=True)]


def _widest(texts: Iterable[str], size: float) -> float:
    return max((_length(text, size) for text in texts), default=0.0)


def _pieces(text: str, *, is_whole: bool) -> list[str]:
    """Return the pieces of a text that must stay in one line each."""
    return [text] if is_whole or len(text) <= _SHORT_TEXT else text.split()


def _length(text: str, size: float) -> float:
    """Return about how wide a text is at a size of letters, rather too wide than too narrow."""
    shares = (
        _NARROW
        if letter in "iljtfrI.,:;!'’|()/ -–"
        else _WIDE
        if letter in "mwMW@%—"
        else _CAPITAL
        if letter.isupper()
        else _USUAL
        if letter < "\u2e80"
        else 1.05
        for letter in text
    )
    return size * sum(shares)


def _cell(text: str, *, is_short: bool) -> str:
    """Return a short text so that it stays in one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}") if is_short else text
