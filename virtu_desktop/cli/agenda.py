"""``virtu import``: a new session of an agenda that somebody keeps in a spreadsheet.

Every row that was left out, guessed at or contradicts another is told with its number; nothing is
saved when a row cannot be imported, unless that is asked for. A session record, recognised by its
content, comes back as it was exported.
"""

from __future__ import annotations

import uuid
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

import click

from virtu_desktop.cli.open_library import NotSaved
from virtu_desktop.cli.output import print_json, print_line, print_table
from virtu_desktop.cli.program import (
    PROBLEM,
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.cli.record import import_records, is_called_bundle, read_records
from virtu_desktop.cli.secrets import passphrase_option
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.programme import Session, SessionId
from virtu_desktop.domain.time import SystemClock, instant_of_local, local, zone_named
from virtu_desktop.domain.typed import read_clock, read_date
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda_columns import guess_mapping
from virtu_desktop.exchange.agenda_import import (
    AgendaPreview,
    AgendaRow,
    Ignored,
    blocks_of,
    day_time,
    read_agenda,
)
from virtu_desktop.exchange.agenda_words import day_time_text, ignored_words, problem_words
from virtu_desktop.exchange.bundle import is_bundle
from virtu_desktop.exchange.record_import import is_record
from virtu_desktop.exchange.tables import read_bytes, table_of_bytes
from virtu_desktop.i18n import N_, Translator, _, interface
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import kind_word, minutes_text

ZONE = "Europe/Helsinki"
_SAVE_WITHIN_S = 30.0
_USUAL_START = time_of_day(9)


class NothingToImport(KnownError):
    """No row of a file became a block."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(N_("{file} has no row that can become a block."), file=file.name)


@command(
    "import",
    more=N_(
        "FILE is .xlsx, .csv or .tsv, from Ontime or your own, the JSON of an export, or a "
        "bundle. Rows that were left out or guessed at are told with their numbers. Nothing is "
        "saved when a row cannot be imported."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--sheet", metavar="NAME", help=N_("The sheet of a workbook; usually the first one."))
@option("--title", metavar="TEXT", help=N_("Title of the session; usually the file's name."))
@option("--date", "day", metavar="DAY", help=N_("Day of the session; usually today."))
@option("--start", metavar="TIME", help=N_("Start of the session; usually that of the first row."))
@option("--fix-starts", is_flag=True, help=N_("Keep starts that differ from the row before."))
@option("--partly", is_flag=True, help=N_("Import the other rows when some cannot be."))
@option("--preview", "is_preview", is_flag=True, help=N_("Show what would be; save nothing."))
@passphrase_option()
@json_option()
@pass_surroundings
def import_agenda(
    surroundings: Surroundings,
    file: Path,
    sheet: str | None,
    title: str | None,
    day: str | None,
    start: str | None,
    fix_starts: bool,
    partly: bool,
    is_preview: bool,
    passphrase_file: Path | None,
    as_json: bool,
) -> int:
    """Print what the rows come to, and save the session if they may."""
    data = read_bytes(file)
    if is_bundle(data) or is_record(data) or is_called_bundle(file.name):
        for_agendas = (sheet, title, day, start, fix_starts or None, partly or None)
        if any(one is not None for one in for_agendas):
            raise click.UsageError(_("A session record is imported as it is, without options."))
        import_records(
            surroundings.library,
            read_records(data, passphrase_file, name=file.name),
            is_preview=is_preview,
            as_json=as_json,
        )
        return 0
    clock = SystemClock()
    today = local(clock.read().wall, zone_named(ZONE)).date()
    wanted_day = today if day is None else _read_day(day, today)
    table = table_of_bytes(data, sheet=sheet)
    begins = None if start is None else _read_start(start)
    preview = read_agenda(table, guess_mapping(table), session_start=begins)
    if not preview.blocks:
        raise NothingToImport(file)
    is_whole = all(row.block is not None for row in preview.rows)
    session: Session | None = None
    if not is_preview and (is_whole or partly):
        blocks = blocks_of(preview, new_id=_new_id, fix_starts=fix_starts)
        name = file.stem if title is None else title
        session = _session(preview, blocks, name, wanted_day, surroundings.language)
        with Library.open(surroundings.library, clock=clock) as library:
            library.submit(SaveSession(session=session))
            if not library.flush(_SAVE_WITHIN_S):
                raise NotSaved(surroundings.library)
    if as_json:
        print_json(_as_json(preview, session))
    else:
        _print(interface(), preview, session)
    return 0 if is_whole or partly else PROBLEM


def _session(
    preview: AgendaPreview, blocks: tuple[Block, ...], title: str, day: date, language: str
) -> Session:
    begins = _USUAL_START if preview.start is None else day_time(preview.start)
    start = instant_of_local(day, begins, zone_named(ZONE))
    return Session(
        id=SessionId(_new_id()),
        title=title,
        plan=Plan(start=start, zone=ZONE, blocks=blocks),
        language=language,
    )


def _read_day(text: str, today: date) -> date:
    found = read_date(text, near=today)
    if found is None:
        raise click.BadParameter(repr(text), param_hint="--date")
    return found


def _read_start(text: str) -> time_of_day:
    found = read_clock(text)
    if found is None:
        raise click.BadParameter(repr(text), param_hint="--start")
    return found


def _print(tr: Translator, preview: AgendaPreview, session: Session | None) -> None:
    head = [tr("Row"), tr("Start"), tr("Length"), tr("Title"), tr("Kind"), tr("Owner")]
    print_table(head, [_row(tr, row) for row in preview.rows])
    told = [
        (row.number, problem_words(tr, problem)) for row in preview.rows for problem in row.problems
    ]
    told += [
        (one.number, tr("Left out ({reason}): {words}", reason=reason, words=one.text))
        for one in preview.ignored
        if one.reason is not Ignored.EMPTY and (reason := ignored_words(tr, one.reason))
    ]
    for number, words in sorted(told, key=lambda one: one[0]):
        print_line(tr("Row {number}: {words}", number=number, words=words))
    if session is None:
        print_line(tr("Nothing was saved."))
    else:
        print_line(f"{session.id}  {session.title}")


def _row(tr: Translator, row: AgendaRow) -> list[str]:
    block = row.block
    return [
        str(row.number),
        "" if row.start is None else day_time_text(tr, row.start),
        "" if block is None else minutes_text(tr, block.length),
        row.title,
        "" if block is None else kind_word(tr, block.kind),
        "" if block is None else block.owner,
    ]


def _as_json(preview: AgendaPreview, session: Session | None) -> dict[str, object]:
    return {
        "session": None if session is None else session.id,
        "rows": [_row_as_json(row) for row in preview.rows],
        "ignored": [
            {"row": one.number, "reason": one.reason.value, "text": one.text}
            for one in preview.ignored
        ],
    }


def _row_as_json(row: AgendaRow) -> dict[str, object]:
    block = row.block
    return {
        "row": row.number,
        "title": row.title,
        "start": None if row.start is None else day_time(row.start).isoformat(),
        "end": None if row.end is None else day_time(row.end).isoformat(),
        "length_ms": None if block is None else block.length,
        "kind": None if block is None else block.kind.value,
        "kind_from": row.kind_from.value,
        "owner": None if block is None else block.owner,
        "problems": [
            {"problem": one.problem.value, "typed": one.typed, "ms": one.by} for one in row.problems
        ],
    }


def _new_id() -> str:
    return uuid.uuid4().hex
