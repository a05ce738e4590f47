"""Carries a removal out with a bar, and tells what it did and what was searched (R7)."""

from __future__ import annotations

import sys
from collections.abc import Generator

import click

from virtu_desktop.cli.output import print_line
from virtu_desktop.i18n import _, _n
from virtu_desktop.storage.erasing import Erased, EraseStep, carried_out, next_step


def carried_out_with_bar(removing: Generator[EraseStep, None, Erased]) -> Erased:
    """Go through all files of a removal, with a bar on a terminal."""
    if not sys.stderr.isatty():
        return carried_out(removing)
    with click.progressbar(length=1000, label=_("Removing"), file=sys.stderr) as bar:
        while not isinstance(outcome := next_step(removing), Erased):
            bar.update(1000 * outcome.done // outcome.total - bar.pos)
        return outcome


def erased_as_json(erased: Erased) -> dict[str, object]:
    """Return what a removal did, for programs."""
    return {
        "rewritten": [str(path) for path in erased.rewritten],
        "searched": [str(path) for path in erased.searched],
        "left": [str(path) for path in erased.left],
    }


def print_erased(erased: Erased) -> None:
    """Say what was searched, and in which files something may still stand."""
    words = _n("{count} file was searched.", "{count} files were searched.", len(erased.searched))
    print_line(words)
    for path in erased.left:
        print_line(_("The data may still stand in {file}: delete it yourself.", file=path))
