"""``virtu backup`` and ``virtu restore``: copies of the library, and back again."""

from __future__ import annotations

from pathlib import Path

import click

from virtu_desktop.cli.open_library import library_to_read
from virtu_desktop.cli.output import print_json
from virtu_desktop.cli.program import (
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.domain.time import SystemClock, iso_utc
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.files import write_file
from virtu_desktop.i18n import N_, _
from virtu_desktop.storage.backup import BackupFolder
from virtu_desktop.storage.library import Library


class NoBackup(KnownError):
    """There is no good backup to restore."""

    def __init__(self, library: Path) -> None:
        """Name the library."""
        super().__init__(N_("There is no good backup of {file}."), file=library)


@command("backup", more=N_("Works also while the program is open."))
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Copy the backup to this file too."),
)
@json_option()
@pass_surroundings
def backup(surroundings: Surroundings, out: Path | None, as_json: bool) -> None:
    """Make a backup and print where it is."""
    with library_to_read(surroundings) as library:
        made = library.backup_now()
    if out is not None:
        write_file(out, made.path.read_bytes())
    path = made.path if out is None else out
    if as_json:
        print_json({"file": str(path), "at": iso_utc(made.at), "bytes": made.size})
    else:
        click.echo(path)


@command(
    "restore",
    more=N_("Without BACKUP the newest good one is taken. The library that was there is kept."),
)
@click.argument(
    "backup_file",
    metavar="[BACKUP]",
    required=False,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@json_option()
@pass_surroundings
def restore(surroundings: Surroundings, backup_file: Path | None, as_json: bool) -> None:
    """Put a backup in place and print where the old library is now."""
    library = surroundings.library.absolute()
    restored = Library.restore(library, backup_file or _newest(library), clock=SystemClock())
    aside = [str(path) for path in restored.aside]
    if as_json:
        print_json({"library": str(library), "backup": str(restored.backup), "kept": aside})
        return
    click.echo(_("Restored {backup}.", backup=restored.backup))
    if restored.aside:
        # Its side files are beside it under names of the same form.
        click.echo(_("The library that was there is kept as {file}.", file=restored.aside[-1]))


def _newest(library: Path) -> Path:
    newest = BackupFolder(library).newest_good()
    if newest is None:
        raise NoBackup(library)
    return newest.path
