"""``virtu report``, ``facts``, ``notice`` and ``due``: what a programme owes others (R5, R7)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from virtu_desktop.cli.erased import carried_out_with_bar, erased_as_json, print_erased
from virtu_desktop.cli.open_library import (
    NotSaved,
    library_to_read,
    one_programme,
)
from virtu_desktop.cli.output import print_json, print_line, print_table
from virtu_desktop.cli.program import (
    PROBLEM,
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.cli.programme_files import (
    REPORT_FORMATS,
    Wrote,
    write_notice,
    write_report,
)
from virtu_desktop.domain.programme_facts import BadFact, FactName, checked
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.engine.changes import SaveFacts
from virtu_desktop.exchange.privacy_notice import day_words, kind_words
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.logs import log_files
from virtu_desktop.storage.erasing import Erased
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.removal_queries import DueData

_SAVE_WITHIN_S = 30.0
_WHICH = N_("PROGRAMME is an id, or a title or part of one.")

out_option = option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="DIR",
    help=N_("Folder to write to; it is made if it is not there."),
)


class _Formats(click.ParamType[tuple[str, ...]]):
    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the formats that a text names, or fail with the words that there are."""
        if isinstance(value, tuple):
            return value
        words = tuple(dict.fromkeys(word.strip() for word in str(value).split(",")))
        if not set(words) <= set(REPORT_FORMATS):
            self.fail(f"{value!r}: the formats are {','.join(REPORT_FORMATS)}", param, ctx)
        return words


@command("report", more=_WHICH)
@click.argument("programme")
@option(
    "--format",
    "formats",
    type=_Formats(),
    default=",".join(REPORT_FORMATS),
    show_default=True,
    metavar="LIST",
    help=N_("Formats with commas between them: pdf, html, xlsx."),
)
@out_option
@json_option()
@pass_surroundings
def report(
    surroundings: Surroundings,
    programme: str,
    formats: tuple[str, ...],
    folder: Path,
    as_json: bool,
) -> None:
    """Write the report without names and print the names of the files."""
    with library_to_read(surroundings) as library:
        found = one_programme(library, programme)
        languages = (interface().language,)
        written = tuple(write_report(library, found, folder, formats=formats, languages=languages))
    _tell(written, as_json)


@command("notice", more=_WHICH)
@click.argument("programme")
@out_option
@json_option()
@pass_surroundings
def notice(surroundings: Surroundings, programme: str, folder: Path, as_json: bool) -> None:
    """Write the notice as HTML and PDF, each in three languages, and print the files."""
    with library_to_read(surroundings) as library:
        written = tuple(write_notice(library, one_programme(library, programme), folder))
    _tell(written, as_json)


@command(
    "facts",
    more=N_(
        "PROGRAMME is an id, or a title or part of one. NAME=TEXT sets a fact, NAME= takes it away."
    ),
)
@click.argument("programme")
@click.argument("assignments", metavar="[NAME=TEXT]...", nargs=-1)
@json_option()
@pass_surroundings
def facts(
    surroundings: Surroundings, programme: str, assignments: tuple[str, ...], as_json: bool
) -> None:
    """Set facts if any are given, then print all."""
    changes = tuple(_assignment(text) for text in assignments)
    if changes:
        with Library.open(surroundings.library, clock=SystemClock()) as library:
            found = one_programme(library, programme)
            library.submit(SaveFacts(programme=found.id, facts=changes))
            if not library.flush(_SAVE_WITHIN_S):
                raise NotSaved(surroundings.library)
    with library_to_read(surroundings) as library:
        known = library.facts(one_programme(library, programme).id)
    if as_json:
        print_json({name.value: known.get(name) for name in FactName})
        return
    print_table([_("Fact"), ""], [[name.value, known.get(name, "")] for name in FactName])


@command(
    "due",
    more=N_(
        "With --remove the data that is due is taken out of the library, its backups and what lies"
        " beside it. This cannot be undone."
    ),
)
@option("--all", "is_all", is_flag=True, help=N_("List also what is still needed."))
@option("--remove", "is_removal", is_flag=True, help=N_("Remove what is due, after asking."))
@option("--yes", "is_sure", is_flag=True, help=N_("Remove without asking."))
@json_option()
@pass_surroundings
def due(
    surroundings: Surroundings, is_all: bool, is_removal: bool, is_sure: bool, as_json: bool
) -> int:
    """Print which classes of data are due for erasure, or remove them."""
    if is_removal and is_all:
        raise click.UsageError(_("What is still needed is not removed: leave --all out."))
    now = SystemClock().read().wall
    with library_to_read(surroundings) as library:
        found = [one for one in library.due(now) if is_all or one.is_due]
    if is_removal and found:
        return _remove(surroundings, found, is_sure=is_sure, as_json=as_json)
    tr = interface()
    if as_json:
        print_json([_due_as_json(one) for one in found])
    elif not found:
        print_line(_("Nothing is due."))
    else:
        print_table(
            [_("Programme"), _("Data"), _("Due"), _("Entries")],
            [
                [
                    one.programme.title,
                    kind_words(tr, one.due.kind),
                    day_words(tr, one.due.day),
                    str(one.count),
                ]
                for one in found
            ],
        )
    return 0


def _remove(
    surroundings: Surroundings, found: list[DueData], *, is_sure: bool, as_json: bool
) -> int:
    """Remove what is due, class by class, and say what was searched."""
    tr = interface()
    for one in found:
        words = (one.programme.title, kind_words(tr, one.due.kind), str(one.count))
        click.echo(" · ".join(words), err=True)
    question = _("Remove this from the library and all backups? This cannot be undone.")
    if not is_sure and not click.confirm(question, err=True):
        raise click.Abort
    done: list[Erased] = []
    with Library.open(surroundings.library, clock=SystemClock()) as library:
        for one in found:
            removing = library.removing(one.programme.id, one.due.kind, logs=log_files())
            done.append(carried_out_with_bar(removing))
    together = Erased(
        rewritten=tuple(dict.fromkeys(path for one in done for path in one.rewritten)),
        searched=tuple(dict.fromkeys(path for one in done for path in one.searched)),
        left=tuple(dict.fromkeys(path for one in done for path in one.left)),
    )
    if as_json:
        removed = {"removed": [_due_as_json(one) for one in found]}
        print_json(removed | erased_as_json(together))
    else:
        print_erased(together)
    return PROBLEM if together.left else 0


def _due_as_json(one: DueData) -> dict[str, object]:
    return {
        "programme": one.programme.title,
        "data": one.due.kind.value,
        "months": one.due.months,
        "due": one.due.day.isoformat(),
        "entries": one.count,
    }


def _assignment(text: str) -> tuple[FactName, str]:
    name, mark, value = text.partition("=")
    known = ", ".join(one.value for one in FactName)
    try:
        fact = FactName(name.strip())
    except ValueError:
        raise click.UsageError(
            _("{typed}: the facts are {known}.", typed=text, known=known)
        ) from None
    if not mark:
        raise click.UsageError(_("{typed}: write NAME=TEXT.", typed=text))
    try:
        return fact, checked(fact, value)
    except BadFact:
        raise click.UsageError(_("{typed}: this is a whole number.", typed=text)) from None


def _tell(written: Sequence[Wrote], as_json: bool) -> None:
    if as_json:
        print_json([str(one.path) for one in written])
        return
    for one in written:
        click.echo(one.path)
