"""``virtu person`` and ``virtu erase``: what is kept of one person, out and away (R7)."""

from __future__ import annotations

from pathlib import Path

import click

from virtu_desktop.cli.erased import carried_out_with_bar, erased_as_json, print_erased
from virtu_desktop.cli.open_library import library_to_read
from virtu_desktop.cli.output import print_json, print_line
from virtu_desktop.cli.person_files import person_data, write_person
from virtu_desktop.cli.program import (
    PROBLEM,
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.domain.pseudonyms import pseudonym
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.logs import log_files
from virtu_desktop.storage.library import Library

_WHO = N_("PERSON is an id, an e-mail address, or part of a name.")


@command("person", more=_WHO)
@click.argument("person")
@option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="DIR",
    help=N_("Folder to write to; it is made if it is not there."),
)
@json_option()
@pass_surroundings
def person(surroundings: Surroundings, person: str, folder: Path, as_json: bool) -> None:
    """Write the person's data as JSON and PDF and print the names of the files."""
    with library_to_read(surroundings) as library:
        data = person_data(library, library.find_person(person).id)
    written = [one.path for one in write_person(data, folder, interface())]
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        click.echo(path)


@command("erase", more=_WHO)
@click.argument("person")
@option("--yes", "is_sure", is_flag=True, help=N_("Erase without asking."))
@json_option()
@pass_surroundings
def erase(surroundings: Surroundings, person: str, is_sure: bool, as_json: bool) -> int:
    """Erase the person from library, backups and logs, and say what could not be rewritten."""
    with library_to_read(surroundings) as library:
        found = library.find_person(person)
        sessions = len(library.sessions_of(found.id))
    question = _(
        "Erase {name} from {count} sessions, all backups and logs? This cannot be undone.",
        name=found.name,
        count=sessions,
    )
    if not is_sure and not click.confirm(question, err=True):
        raise click.Abort
    with Library.open(surroundings.library, clock=SystemClock()) as library:
        erased = carried_out_with_bar(library.erasing([found.id], logs=log_files()))
    label = pseudonym(found.id)
    if as_json:
        print_json({"pseudonym": label} | erased_as_json(erased))
    else:
        print_line(_("The person is called {pseudonym} now.", pseudonym=label))
        print_erased(erased)
    return PROBLEM if erased.left else 0
