"""Writes a session's record to a folder in the formats that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path

from virtu_desktop.domain.time import local, zone_named
from virtu_desktop.exchange.csv_set import csv_set
from virtu_desktop.exchange.files import make_folder, safe_name, write_file
from virtu_desktop.exchange.markdown import markdown
from virtu_desktop.exchange.record_json import PortableRecord, write_record
from virtu_desktop.exchange.review import Review, review
from virtu_desktop.i18n import Translator


class Format(StrEnum):
    """The formats of an export."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"


def export_record(
    portable: PortableRecord,
    folder: Path,
    *,
    formats: Collection[Format],
    tr: Translator,
    excel_fi: bool = False,
) -> tuple[Path, ...]:
    """Write the record and return the files; older files of the same names are replaced.

    The folder is made if it is not there. Raises CannotWrite.
    """
    make_folder(folder)
    written = []
    looked_back = review(portable)
    for ending, data in _files(looked_back, formats, tr, excel_fi):
        path = folder / _name(looked_back, ending)
        write_file(path, data)
        written.append(path)
    return tuple(written)


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


def _name(looked_back: Review, ending: str) -> str:
    """Return the file name: group, number, title and day, so that groups do not collide."""
    session, group = looked_back.portable.record.session, looked_back.portable.group
    mark = "rehearsal " if looked_back.is_rehearsal else ""
    name = "" if group is None else f"{group.name} "
    day = local(session.plan.start, zone_named(looked_back.zone)).date().isoformat()
    return safe_name(f"{mark}{name}{session.number} {session.title}", day, ending)
