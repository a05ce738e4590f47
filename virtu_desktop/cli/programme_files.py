"""Writes the report and the privacy notice of a programme, file by file (R5, R7)."""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass
from pathlib import Path

from virtu_desktop.cli.open_library import report_records
from virtu_desktop.domain.programme import Programme
from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.files import make_folder, safe_name, write_if_new
from virtu_desktop.exchange.page_html import page_html
from virtu_desktop.exchange.page_pdf import page_pdf
from virtu_desktop.exchange.privacy_notice import privacy_notice
from virtu_desktop.exchange.programme_report import report_page, report_workbook
from virtu_desktop.exchange.report_content import make_report
from virtu_desktop.i18n import LANGUAGES, translator
from virtu_desktop.storage.library import Library

_SAVED_WITHIN_S = 10.0
REPORT_FORMATS = ("pdf", "html", "xlsx")


@dataclass(frozen=True, slots=True)
class Wrote:
    """A file that was written; is_new: it was not there like this before."""

    path: Path
    is_new: bool


def write_report(
    library: Library,
    programme: Programme,
    folder: Path,
    *,
    formats: Collection[str],
    languages: Collection[str],
) -> Generator[Wrote, None, tuple[Wrote, ...]]:
    """Write the report in every format and language; raises CannotWrite."""
    library.flush(_SAVED_WITHIN_S)
    made = make_report(
        programme,
        library.facts(programme.id),
        report_records(library, programme),
        library.people(programme.id),
    )
    make_folder(folder)
    written: list[Wrote] = []
    for language in languages:
        tr = translator(language)
        page = report_page(made, tr)
        mark = f" {language}" if len(languages) > 1 else ""
        for kind in (one for one in REPORT_FORMATS if one in formats):
            name = safe_name(f"report {programme.title}{mark}", "", f".{kind}")
            match kind:
                case "pdf":
                    data = page_pdf(page, tr)
                case "html":
                    data = page_html(page, tr)
                case _:
                    data = report_workbook(made, tr)
            written.append(_write(folder / name, data))
            yield written[-1]
    return tuple(written)


def write_notice(
    library: Library, programme: Programme, folder: Path
) -> Generator[Wrote, None, tuple[Wrote, ...]]:
    """Write the notice as HTML and PDF in three languages; raises CannotWrite."""
    library.flush(_SAVED_WITHIN_S)
    facts = library.facts(programme.id)
    groups = {group.id for group in library.groups() if group.programme == programme.id}
    starts = [one.start for one in library.sessions() if one.group in groups]
    make_folder(folder)
    written: list[Wrote] = []
    for language in LANGUAGES:
        tr = translator(language)
        page = privacy_notice(programme, facts, min(starts, default=Instant(0)), tr)
        for ending, data in ((".html", page_html(page, tr)), (".pdf", page_pdf(page, tr))):
            name = safe_name(f"privacy {programme.title} {language}", "", ending)
            written.append(_write(folder / name, data))
            yield written[-1]
    return tuple(written)


def _write(path: Path, data: bytes) -> Wrote:
    return Wrote(path, write_if_new(path, data))
