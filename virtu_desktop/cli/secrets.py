"""Passphrases come from files, so that they stand in no list of processes and no history."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from virtu_desktop.cli.program import option
from virtu_desktop.i18n import N_, _

passphrase_option = partial(
    option,
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=N_("The first line of this file is the passphrase of bundles."),
)


def first_line(path: Path) -> str:
    """Return the first line of a file, as a passphrase; raise UsageError for an empty one."""
    words = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    if not words or not words[0]:
        raise click.UsageError(_("{file} has no passphrase in its first line.", file=path))
    return words[0]
