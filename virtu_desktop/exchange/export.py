"""Writes a session's record and agenda to a folder in the formats that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from virtu_desktop.domain.time import Instant, local, zone_named
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda import Agenda, Audience, make_agenda
from virtu_desktop.exchange.csv_set import csv_set
from virtu_desktop.exchange.files import CannotWrite, make_folder, safe_name, write_file
from virtu_desktop.exchange.markdown import markdown
from virtu_desktop.exchange.record_json import PortableRecord, write_record
from virtu_desktop.exchange.review import Review, review
from virtu_desktop.i18n import N_, Translator

_LONGEST_OWNER = 30


class Format(StrEnum):
    """The formats of an export: three of the record, the others of the agenda."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    AGENDA_WORKBOOK = "xlsx"
    AGENDA_CSV = "agenda-csv"
    AGENDA_MARKDOWN = "agenda-md"
    CALENDAR = "ics"
    RUN_SHEET = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaWish:
    """What an agenda is to be like.

    printed_at: stands on the run sheet, and in a calendar as the time of the version. version: of
    the plan, counted from 0; None where it is not counted. owner: whose blocks are shown whole.
    """

    printed_at: Instant
    version: int | None = None
    audience: Audience = Audience.ALL
    owner: str | None = None


class Incomplete(KnownError):
    """A file of a set could not be written: those before it are there, the others are not."""

    def __init__(self, problem: CannotWrite) -> None:
        """Keep why."""
        self._problem = problem
        super().__init__(N_("{problem} The export is incomplete."), problem=problem)

    def words(self, tr: Translator) -> str:
        """Return the sentence, the reason in the same language."""
        return tr(self.text, **(self.params | {"problem": self._problem.words(tr)}))


def export_record(
    portable: PortableRecord,
    folder: Path,
    *,
    formats: Collection[Format],
    tr: Translator,
    excel_fi: bool = False,
    wish: AgendaWish | None = None,
) -> tuple[Path, ...]:
    """Write the record and return the files; older files of the same names are replaced.

    wish: needed for the formats of the agenda. The folder is made if it is not there. Raises
    CannotWrite, and Incomplete when some files had been written before.
    """
    make_folder(folder)
    looked_back = review(portable)
    written: list[Path] = []
    for ending, data in _all_files(looked_back, wish, formats, tr, excel_fi):
        path = folder / _name(looked_back, ending)
        try:
            write_file(path, data)
        except CannotWrite as error:
            if written:
                raise Incomplete(error) from error
            raise
        written.append(path)
    return tuple(written)


def _all_files(
    looked_back: Review,
    wish: AgendaWish | None,
    formats: Collection[Format],
    tr: Translator,
    excel_fi: bool,
) -> Iterator[tuple[str, bytes]]:
    yield from _files(looked_back, formats, tr, excel_fi)
    if wish is not None:
        agenda = make_agenda(looked_back.portable, audience=wish.audience, owner=wish.owner)
        yield from _agenda_files(agenda, wish, formats, tr, excel_fi)


def _files(
    looked_back: Review, formats: Collection[Format], tr: Translator, excel_fi: bool
) -> Iterator[tuple[str, bytes]]:
    if Format.JSON in formats:
        yield ".json", write_record(looked_back.portable)
    if Format.CSV in formats:
        for file in csv_set(looked_back, tr, excel_fi=excel_fi):
            yield f"-{file.name}.csv", file.data
    if Format.MARKDOWN in formats:
        yield ".md", markdown(looked_back, tr)


def _agenda_files(
    agenda: Agenda, wish: AgendaWish, formats: Collection[Format], tr: Translator, excel_fi: bool
) -> Iterator[tuple[str, bytes]]:
    # Loaded here: the libraries for these formats take long to load, and few exports need them.
    from virtu_desktop.exchange.agenda_calendar import calendar
    from virtu_desktop.exchange.agenda_tables import agenda_csv, agenda_markdown, agenda_workbook
    from virtu_desktop.exchange.run_sheet import run_sheet

    whose = _whose(wish)
    if Format.AGENDA_WORKBOOK in formats:
        yield f"-agenda{whose}.xlsx", agenda_workbook(agenda, tr)
    if Format.AGENDA_CSV in formats:
        yield f"-agenda{whose}.csv", agenda_csv(agenda, tr, excel_fi=excel_fi)
    if Format.AGENDA_MARKDOWN in formats:
        yield f"-agenda{whose}.md", agenda_markdown(agenda, tr)
    if Format.CALENDAR in formats:
        yield ".ics", calendar(agenda, tr, version=wish.version or 0, stamp=wish.printed_at)
    if Format.RUN_SHEET in formats:
        made = run_sheet(agenda, tr, printed_at=wish.printed_at, version=wish.version)
        yield f"-run-sheet{whose}.pdf", made


def _whose(wish: AgendaWish) -> str:
    """Return the part of a file name that says whom an agenda is for."""
    parts = [] if wish.audience is Audience.ALL else [wish.audience.value]
    if wish.owner is not None:
        parts.append(safe_name(wish.owner, "", "")[:_LONGEST_OWNER])
    return "".join(f"-{part}" for part in parts)


def _name(looked_back: Review, ending: str) -> str:
    """Return the file name: group, number, title and day, so that groups do not collide."""
    session, group = looked_back.portable.record.session, looked_back.portable.group
    mark = "rehearsal " if looked_back.is_rehearsal else ""
    name = "" if group is None else f"{group.name} "
    day = local(session.plan.start, zone_named(looked_back.zone)).date().isoformat()
    return safe_name(f"{mark}{name}{session.number} {session.title}", day, ending)
