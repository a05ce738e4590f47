"""What is kept of one person: counted, and written as files (R7)."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from virtu_desktop.cli.open_library import portable_record
from virtu_desktop.cli.programme_files import Wrote
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.pseudonyms import pseudonym
from virtu_desktop.exchange.files import make_folder, safe_name, write_if_new
from virtu_desktop.exchange.page_pdf import page_pdf
from virtu_desktop.exchange.person_data import PersonData, person_json, person_page
from virtu_desktop.i18n import Translator
from virtu_desktop.storage.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCounts:
    """How much is kept of a person."""

    sessions: int
    stays: int
    answers: int
    rooms: int
    notes: int


def person_data(library: Library, person: PersonId) -> PersonData:
    """Return all that a library keeps of a person; raise UnknownPerson."""
    found = library.person(person)
    sessions = library.sessions_of(person)
    return PersonData(
        person=found, records=tuple(portable_record(library, session) for session in sessions)
    )


def count_kept(data: PersonData) -> PersonCounts:
    """Count what the person's own file would list."""
    sessions = json.loads(person_json(data))["sessions"]

    def count(kind: str) -> int:
        return sum(len(session[kind]) for session in sessions)

    return PersonCounts(
        sessions=len(sessions),
        stays=count("stays"),
        answers=count("answers"),
        rooms=count("rooms"),
        notes=count("notes"),
    )


def write_person(
    data: PersonData, folder: Path, tr: Translator
) -> Generator[Wrote, None, tuple[Wrote, ...]]:
    """Write the person's data as JSON and PDF under the pseudonym; raise CannotWrite."""
    make_folder(folder)
    stem = f"person {pseudonym(data.person.id)}"
    written: list[Wrote] = []
    path = folder / safe_name(stem, "", ".json")
    written.append(Wrote(path, write_if_new(path, person_json(data))))
    yield written[-1]
    path = folder / safe_name(stem, "", ".pdf")
    written.append(Wrote(path, write_if_new(path, page_pdf(person_page(data, tr), tr))))
    yield written[-1]
    return tuple(written)
