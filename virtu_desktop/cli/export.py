"""``virtu export``: write the records of sessions, a programme or a whole library to files."""

from __future__ import annotations

import logging
import sys
from collections.abc import Generator
from pathlib import Path

import click

from virtu_desktop.cli.open_library import chosen_sessions, library_to_read, portable_record
from virtu_desktop.cli.output import print_json
from virtu_desktop.cli.program import (
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.cli.secrets import first_line, passphrase_option
from virtu_desktop.domain.certificates import PERCENTS
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.engine.changes import RecordExport
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda import Audience
from virtu_desktop.exchange.export import (
    AgendaWish,
    Exported,
    ExportWish,
    Format,
    Step,
    advance,
    export_records,
)
from virtu_desktop.exchange.export_words import change_lines
from virtu_desktop.exchange.names import Names
from virtu_desktop.i18n import N_, Translator, _, interface
from virtu_desktop.storage.library import Library

_log = logging.getLogger("virtu.cli")


class NothingWritten(KnownError):
    """The session has nothing to show in the formats that were asked for."""

    def __init__(self) -> None:
        """Say what formats need."""
        super().__init__(
            N_("Nothing was written: certificates need a session that has ended, and names.")
        )


class FormatList(click.ParamType[tuple[Format, ...]]):
    """Formats with commas between them: ``xlsx,csv,pdf``."""

    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Format, ...]:
        """Return the formats that a text names, or fail with the words that there are."""
        if isinstance(value, tuple):
            return value
        words = [word.strip() for word in str(value).split(",")]
        try:
            return tuple(dict.fromkeys(Format(word) for word in words))
        except ValueError:
            known = ",".join(known.value for known in Format)
            self.fail(f"{value!r}: the formats are {known}", param, ctx)


@command(
    "export",
    more=N_(
        "SESSION is an id, the beginning of one, or part of a title; the name of a programme means"
        " all its sessions. Private notes are left out. A second export to the same folder says"
        " what has changed."
    ),
)
@click.argument("what", metavar="[SESSION|PROGRAMME]", required=False)
@option("--all", "is_all", is_flag=True, help=N_("Export every session of the library."))
@option(
    "--format",
    "formats",
    type=FormatList(),
    default="json,csv,md",
    show_default=True,
    metavar="LIST",
    help=N_(
        "Formats with commas between them. The record: xlsx, csv, json, md, html, pdf, ics "
        "(calendar), virtu (bundle), certificates and attendance-list (PDF). The agenda: "
        "agenda-xlsx, agenda-csv, agenda-md, run-sheet (PDF)."
    ),
)
@option(
    "--names",
    type=click.Choice([names.value for names in Names]),
    default=Names.FULL.value,
    show_default=True,
    help=N_("How participants are called: by name, by pseudonym, or not at all."),
)
@option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.ALL.value,
    show_default=True,
    help=N_("Whom the agenda is for; trainers' own notes are only in theirs."),
)
@option("--owner", metavar="NAME", help=N_("Show the blocks of one person whole, others in brief."))
@option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="DIR",
    help=N_("Folder to write to; it is made if it is not there."),
)
@option(
    "--present-at-least",
    "percent",
    type=click.IntRange(PERCENTS.start, PERCENTS.stop - 1),
    metavar="PERCENT",
    help=N_("Share of the time for a certificate; usually that of the settings."),
)
@option("--excel-fi", is_flag=True, help=N_("CSV as Finnish Excel reads it."))
@passphrase_option()
@json_option()
@pass_surroundings
def export(
    surroundings: Surroundings,
    what: str | None,
    is_all: bool,
    formats: tuple[Format, ...],
    names: str,
    audience: str,
    owner: str | None,
    folder: Path,
    percent: int | None,
    excel_fi: bool,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Write the files, print their names, and say what has changed since the last export."""
    if (what is None) == (not is_all):
        raise click.UsageError(_("Name a session or a programme, or give --all."))
    wish = ExportWish(
        formats=formats,
        names=Names(names),
        excel_fi=excel_fi,
        agenda=AgendaWish(audience=Audience(audience), owner=owner),
        passphrase="" if passphrase_file is None else first_line(passphrase_file),
        certificate_percent=percent or surroundings.settings.certificate_percent,
    )
    tr = interface()
    with library_to_read(surroundings) as library:
        sessions = chosen_sessions(library, what)
        records = (portable_record(library, session) for session in sessions)
        steps = export_records(records, folder, wish, tr, count=len(sessions))
        exported = _carried_out(steps, is_long=len(sessions) > 1)
    if not exported.files:
        raise NothingWritten
    _note(surroundings.library, sessions, formats)
    if as_json:
        print_json(_as_json(exported))
    else:
        _print(tr, exported, is_long=len(sessions) > 1)


def _carried_out(steps: Generator[Step, None, Exported], *, is_long: bool) -> Exported:
    """Write file after file, with a bar on a terminal for long ones.

    Ctrl+C stops between two files or in the middle of one; no half file stays behind.
    """
    if not is_long or not sys.stderr.isatty():
        while not isinstance(outcome := advance(steps), Exported):
            pass
        return outcome
    with click.progressbar(length=1000, label=_("Export"), file=sys.stderr) as bar:
        while not isinstance(outcome := advance(steps), Exported):
            bar.update(1000 * outcome.done // outcome.total - bar.pos)
        return outcome


def _print(tr: Translator, exported: Exported, *, is_long: bool) -> None:
    for path in exported.files:
        click.echo(path)
    for line in change_lines(tr, exported, is_long=is_long):
        click.echo(line, err=True)


def _as_json(exported: Exported) -> dict[str, object]:
    return {
        "files": [str(path) for path in exported.files],
        "first": exported.is_first,
        "changed_files": [
            {"path": one.path, "fate": one.fate.value} for one in exported.file_changes
        ],
        "sessions": [
            {
                "title": one.title,
                "fate": one.fate.value,
                "tables": [
                    {
                        "table": table.name,
                        "rows_before": table.rows_before,
                        "rows": table.rows_now,
                    }
                    for table in one.tables
                ],
            }
            for one in exported.session_changes
        ],
    }


def _note(path: Path, sessions: tuple[SessionId, ...], formats: tuple[Format, ...]) -> None:
    """Note the export in the library, unless another program has it open or it is read-only."""
    clock = SystemClock()
    try:
        with Library.open(path, clock=clock) as library:
            if not library.is_read_only:
                words = tuple(one.value for one in formats)
                at = clock.read().wall
                library.submit(
                    *(RecordExport(session=one, at=at, formats=words) for one in sessions)
                )
    except KnownError as error:
        _log.info("the export is not noted: %s", type(error).__name__)
