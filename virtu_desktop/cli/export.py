"""``virtu export``: write the record of a session to files."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from virtu_desktop.cli.open_library import library_to_read, portable_record
from virtu_desktop.cli.output import print_json
from virtu_desktop.cli.program import (
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import MINUTE, Instant, SystemClock
from virtu_desktop.engine.changes import RecordExport
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda import Audience
from virtu_desktop.exchange.export import AgendaWish, Format, export_record
from virtu_desktop.i18n import N_, interface
from virtu_desktop.storage.library import Library

_log = logging.getLogger("virtu.cli")


class FormatList(click.ParamType[tuple[Format, ...]]):
    """Formats with commas between them: ``json,csv,md``."""

    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Format, ...]:
        """Return the formats that a text names, or fail with the words that there are."""
        if isinstance(value, tuple):
            return value
        words = [word.strip() for word in str(value).split(",")]
        try:
            return tuple(Format(word) for word in words)
        except ValueError:
            known = ",".join(known.value for known in Format)
            self.fail(f"{value!r}: the formats are {known}", param, ctx)


@command(
    "export",
    more=N_(
        "SESSION is an id, the beginning of one, or part of a title. Private notes are left out."
    ),
)
@click.argument("session")
@option(
    "--format",
    "formats",
    type=FormatList(),
    default="json,csv,md",
    show_default=True,
    metavar="LIST",
    help=N_(
        "Formats with commas between them. The record: json, csv, md. The agenda: xlsx, "
        "agenda-csv, agenda-md, ics (calendar), pdf (run sheet)."
    ),
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
@option("--excel-fi", is_flag=True, help=N_("CSV as Finnish Excel reads it."))
@json_option()
@pass_surroundings
def export(
    surroundings: Surroundings,
    session: str,
    formats: tuple[Format, ...],
    audience: str,
    owner: str | None,
    folder: Path,
    excel_fi: bool,
    as_json: bool,
) -> None:
    """Write the files and print their names."""
    with library_to_read(surroundings) as library:
        portable = portable_record(library, library.find_session(session))
    # To the minute, as it is printed: what is made twice in a minute is equal to the byte.
    now = Instant(SystemClock().read().wall // MINUTE * MINUTE)
    written = export_record(
        portable,
        folder,
        formats=formats,
        tr=interface(),
        excel_fi=excel_fi,
        wish=AgendaWish(printed_at=now, audience=Audience(audience), owner=owner),
    )
    _note(surroundings.library, portable.record.session.id, formats)
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        click.echo(path)


def _note(path: Path, session: SessionId, formats: tuple[Format, ...]) -> None:
    """Note the export in the library, unless another program has it open or it is read-only."""
    clock = SystemClock()
    try:
        with Library.open(path, clock=clock) as library:
            if not library.is_read_only:
                words = tuple(one.value for one in formats)
                at = clock.read().wall
                library.submit(RecordExport(session=session, at=at, formats=words))
    except KnownError as error:
        _log.info("the export is not noted: %s", type(error).__name__)
