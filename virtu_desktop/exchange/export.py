"""Writes sessions' records and agendas to a folder in the formats that are asked for (R2, R4).

Each file is whole or not there. A manifest lists every file with its SHA-256, and what the export
was made of, so that the next one can say what has changed. The same records and options give the
same bytes; no file says when it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from virtu_desktop.domain.certificates import USUAL_PERCENT
from virtu_desktop.domain.time import Instant, local, zone_named
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda import Agenda, Audience, make_agenda
from virtu_desktop.exchange.csv_set import csv_set
from virtu_desktop.exchange.files import (
    CannotWrite,
    make_folder,
    remove_leftovers,
    safe_name,
    sync_folder,
    write_if_new,
)
from virtu_desktop.exchange.manifest import (
    MANIFEST,
    SUMS,
    FileChange,
    Manifest,
    SessionChange,
    changes_since,
    file_entry,
    read_manifest,
    session_entry,
    write_manifest,
    write_sums,
)
from virtu_desktop.exchange.markdown import markdown
from virtu_desktop.exchange.names import Names, with_names
from virtu_desktop.exchange.record_json import PortableRecord, write_record
from virtu_desktop.exchange.record_page import last_moment
from virtu_desktop.exchange.review import Review, review
from virtu_desktop.i18n import N_, Translator

_LONGEST_OWNER = 30


class Format(StrEnum):
    """The formats of an export: those of the record, then those of the agenda."""

    WORKBOOK = "xlsx"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "md"
    HTML = "html"
    REPORT = "pdf"
    CALENDAR = "ics"
    BUNDLE = "virtu"
    CERTIFICATES = "certificates"
    ATTENDANCE_LIST = "attendance-list"
    AGENDA_WORKBOOK = "agenda-xlsx"
    AGENDA_CSV = "agenda-csv"
    AGENDA_MARKDOWN = "agenda-md"
    RUN_SHEET = "run-sheet"


OF_RECORD = (
    Format.WORKBOOK,
    Format.CSV,
    Format.JSON,
    Format.MARKDOWN,
    Format.HTML,
    Format.REPORT,
    Format.CALENDAR,
    Format.BUNDLE,
    Format.CERTIFICATES,
    Format.ATTENDANCE_LIST,
)
"""The formats of a session's record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaWish:
    """What an agenda is to be like.

    printed_at: stands on the run sheet, and in a calendar as the time of the version; None takes
    the last moment of the record for a calendar and leaves it out on paper. version: of the plan,
    counted from 0; None where it is not counted. owner: whose blocks are shown whole.
    """

    printed_at: Instant | None = None
    version: int | None = None
    audience: Audience = Audience.ALL
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """What is asked for, apart from the records.

    passphrase: for bundles, or "" for open ones. certificate_percent: the least share of the time
    that a certificate is given for.
    """

    formats: Collection[Format]
    names: Names = Names.FULL
    excel_fi: bool = False
    agenda: AgendaWish = AgendaWish()
    passphrase: str = ""
    certificate_percent: int = USUAL_PERCENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far an export has come: ``done`` of ``total`` files or more, the last one ``path``."""

    done: int
    total: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export came to.

    files: of the records, also those that were as they are already; the manifest stands beside
    them. file_changes, session_changes:
    the sessions since the last export to the folder; empty for the first one.
    """

    files: tuple[Path, ...]
    file_changes: tuple[FileChange, ...]
    session_changes: tuple[SessionChange, ...]
    is_first: bool


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
    portable: PortableRecord, folder: Path, wish: ExportWish, tr: Translator
) -> tuple[Path, ...]:
    """Write one record without a manifest and return the files; older ones are replaced.

    The folder is made if it is not there. Raises CannotWrite, and Incomplete when some files had
    been written before.
    """
    make_folder(folder)
    written: list[Path] = []
    for name, data in record_files(portable, wish, tr):
        written.append(_write(folder, name, data, written))
    return tuple(written)


def export_records(
    records: Iterable[PortableRecord],
    folder: Path,
    wish: ExportWish,
    tr: Translator,
    *,
    count: int = 1,
    more: Callable[[], Iterable[tuple[str, bytes]]] | None = None,
) -> Generator[Step, None, Exported]:
    """Write records to a folder with a manifest, file by file; see ``advance``.

    count: how many records there are, for the steps. more: further files, by their names, such as
    the report of the programme. Records are read one after the other, so that many need no more
    memory than one. Returns what the export came to. Who stops half-way leaves whole files and the
    manifest of the last export. Raises CannotWrite and Incomplete.
    """
    make_folder(folder)
    before = read_manifest(folder / MANIFEST)
    written: list[Path] = []
    kinds = len(set(wish.formats))
    total = max(1, count * kinds)
    manifest = Manifest(
        language=tr.language,
        names=wish.names.value,
        excel_fi=wish.excel_fi,
        formats=[kind.value for kind in Format if kind in wish.formats],
    )
    stems: set[str] = set()
    cleared: set[Path] = set()
    for place, portable in enumerate(records):
        begun = len(written)
        shown = with_names(portable, wish.names)
        manifest.sessions.append(session_entry(shown, tr))
        number = _number_of(shown, stems)
        for index, (name, data) in enumerate(_steps(shown, wish, tr)):
            path = _numbered(name, number)
            written.append(_write(folder, path, data, written))
            manifest.files.append(file_entry(path, data))
            yield Step(done=place * kinds + min(index, kinds - 1), total=total, path=path)
        for touched in dict.fromkeys(path.parent for path in written[begun:]):
            sync_folder(touched)
            if touched not in cleared:
                cleared.add(touched)
                remove_leftovers(touched)
    for name, data in more() if more is not None else ():
        written.append(_write(folder, name, data, written))
        manifest.files.append(file_entry(name, data))
        yield Step(done=total, total=total, path=name)
    write_if_new(folder / SUMS, write_sums(manifest))
    write_if_new(folder / MANIFEST, write_manifest(manifest))
    sync_folder(folder)
    file_changes, session_changes = changes_since(before, manifest)
    return Exported(
        files=tuple(written),
        file_changes=file_changes,
        session_changes=session_changes,
        is_first=before is None,
    )


def advance(export: Generator[Step, None, Exported]) -> Step | Exported:
    """Write one more file; return how far that leads, or at the end what the export came to."""
    try:
        return next(export)
    except StopIteration as stop:
        exported: Exported = stop.value
        return exported


def record_files(
    portable: PortableRecord, wish: ExportWish, tr: Translator
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one record: their names, and their bytes."""
    yield from _steps(with_names(portable, wish.names), wish, tr)


def _write(folder: Path, name: str, data: bytes, written: Sequence[Path]) -> Path:
    path = folder.joinpath(*PurePosixPath(name).parts)
    try:
        make_folder(path.parent)
        write_if_new(path, data)
    except CannotWrite as error:
        if written:
            raise Incomplete(error) from error
        raise
    return path


def _number_of(portable: PortableRecord, stems: set[str]) -> int:
    """Return 1, or the next number where another session of the export has the same names.

    Two sessions can be called the same on one day.
    """
    stem = _name(review(portable), "")
    number = 1
    while f"{stem}-{number}" in stems:
        number += 1
    stems.add(f"{stem}-{number}")
    return number


def _numbered(name: str, number: int) -> str:
    if number == 1:
        return name
    head, mark, rest = name.partition("/")
    if mark:
        return f"{head}-{number}/{rest}"
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{number}{dot}{ending}"


def _steps(
    portable: PortableRecord, wish: ExportWish, tr: Translator
) -> Iterator[tuple[str, bytes]]:
    looked_back = review(portable)
    yield from _record_files(looked_back, wish, tr)
    agenda = make_agenda(portable, audience=wish.agenda.audience, owner=wish.agenda.owner)
    yield from _agenda_files(looked_back, agenda, wish, tr)


def _record_files(
    looked_back: Review, wish: ExportWish, tr: Translator
) -> Iterator[tuple[str, bytes]]:
    # Loaded here: the libraries for these formats take long to load, and few exports need all.
    formats = wish.formats
    if Format.WORKBOOK in formats:
        from virtu_desktop.exchange.record_workbook import record_workbook

        yield _name(looked_back, ".xlsx"), record_workbook(looked_back, tr)
    if Format.CSV in formats:
        folder = _name(looked_back, "-csv")
        for file in csv_set(looked_back, tr, excel_fi=wish.excel_fi):
            yield f"{folder}/{file.name}", file.data
    if Format.JSON in formats:
        yield _name(looked_back, ".json"), write_record(looked_back.portable)
    if Format.MARKDOWN in formats:
        yield _name(looked_back, ".md"), markdown(looked_back, tr)
    if Format.HTML in formats or Format.REPORT in formats:
        yield from _pages(looked_back, formats, tr)
    if Format.BUNDLE in formats:
        from virtu_desktop.exchange.bundle import write_bundle

        data = write_bundle([looked_back.portable], passphrase=wish.passphrase)
        yield _name(looked_back, ".virtu"), data
    if Format.ATTENDANCE_LIST in formats or Format.CERTIFICATES in formats:
        yield from _attendance(looked_back, wish, tr)


def _attendance(
    looked_back: Review, wish: ExportWish, tr: Translator
) -> Iterator[tuple[str, bytes]]:
    from virtu_desktop.exchange.certificate import (
        attendance_list,
        certificates,
        single_certificates,
    )

    if Format.ATTENDANCE_LIST in wish.formats:
        yield _name(looked_back, "-attendance.pdf"), attendance_list(looked_back, tr)
    # A certificate without a name is none, and none of a session that goes on is true.
    is_over = looked_back.run.state.ended is not None
    if Format.CERTIFICATES not in wish.formats or wish.names is not Names.FULL or not is_over:
        return
    percent = wish.certificate_percent
    together = certificates(looked_back, tr, percent=percent)
    if together is not None:
        yield _name(looked_back, "-certificates.pdf"), together
    folder = _name(looked_back, "-certificates")
    for name, data in single_certificates(looked_back, tr, percent=percent):
        yield f"{folder}/{name}", data


def _pages(
    looked_back: Review, formats: Collection[Format], tr: Translator
) -> Iterator[tuple[str, bytes]]:
    from virtu_desktop.exchange.record_page import record_page

    page = record_page(looked_back, tr)
    if Format.HTML in formats:
        from virtu_desktop.exchange.page_html import page_html

        yield _name(looked_back, ".html"), page_html(page, tr)
    if Format.REPORT in formats:
        from virtu_desktop.exchange.page_pdf import page_pdf

        yield _name(looked_back, ".pdf"), page_pdf(page, tr)


def _agenda_files(
    looked_back: Review, agenda: Agenda, wish: ExportWish, tr: Translator
) -> Iterator[tuple[str, bytes]]:
    formats, asked = wish.formats, wish.agenda
    if not set(formats) - (set(OF_RECORD) - {Format.CALENDAR}):
        return
    from virtu_desktop.exchange.agenda_calendar import calendar
    from virtu_desktop.exchange.agenda_tables import agenda_csv, agenda_markdown, agenda_workbook
    from virtu_desktop.exchange.run_sheet import run_sheet

    whose = _whose(asked)
    if Format.AGENDA_WORKBOOK in formats:
        yield _name(looked_back, f"-agenda{whose}.xlsx"), agenda_workbook(agenda, tr)
    if Format.AGENDA_CSV in formats:
        data = agenda_csv(agenda, tr, excel_fi=wish.excel_fi)
        yield _name(looked_back, f"-agenda{whose}.csv"), data
    if Format.AGENDA_MARKDOWN in formats:
        yield _name(looked_back, f"-agenda{whose}.md"), agenda_markdown(agenda, tr)
    if Format.CALENDAR in formats:
        stamp = asked.printed_at or last_moment(looked_back)
        data = calendar(agenda, tr, version=asked.version or 0, stamp=stamp)
        yield _name(looked_back, ".ics"), data
    if Format.RUN_SHEET in formats:
        made = run_sheet(
            agenda,
            tr,
            printed_at=asked.printed_at,
            stamp=last_moment(looked_back),
            version=asked.version,
        )
        yield _name(looked_back, f"-run-sheet{whose}.pdf"), made


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
