"""Prints tables, JSON and progress; nothing here knows what is printed."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click


def print_json(data: object) -> None:
    """Print data as JSON, UTF-8 whatever the terminal speaks."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        click.echo(text.encode())
    except UnicodeEncodeError:
        # A half of a surrogate pair in a document that was read; escaped it is valid JSON.
        click.echo(json.dumps(data, indent=2))


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns as wide as their widest cell; control characters are left out."""
    lines = [[_printable(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def print_line(text: str) -> None:
    """Print one line without control characters."""
    click.echo(_printable(text))


def show_progress(steps: Iterable[float], label: str) -> None:
    """Go through ``steps``, each the share done from 0 to 1, with a bar on a terminal.

    Prints nothing when standard error is no terminal.
    """
    if not sys.stderr.isatty():
        for _share in steps:
            pass
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:
        for new in _new_thousandths(steps):
            bar.update(new)


def _new_thousandths(steps: Iterable[float]) -> Iterator[int]:
    done = 0
    for share in steps:
        thousandths = round(share * 1000)
        if thousandths > done:
            yield thousandths - done
            done = thousandths


def _printable(text: str) -> str:
    """Return a text that cannot steer the terminal or break its line."""
    kept = (letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return "".join(kept)


def _width(text: str) -> int:
    """Return how many columns a terminal needs for ``text``."""
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
