"""Imported attendance reports: which, when, and the file as it was."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.builders import at
from tests.storage.conftest import OpenLibrary
from tests.storage.saving import SESSION, session_of
from virtu_desktop.engine.changes import AttendanceImport, RecordAttendanceImport, SaveSession
from virtu_desktop.storage.library import Library

CONTENT = "Nimi;Aika\r\nÄijälä;9.00\r\n".encode("cp1252") * 500


def imported(*, content: bytes | None, clock: str = "12:30") -> RecordAttendanceImport:
    """Return the record of an import."""
    return RecordAttendanceImport(
        session=SESSION,
        imported=AttendanceImport(
            sha256=hashlib.sha256(CONTENT).hexdigest(),
            file_name="report.csv",
            format="teams.gen3",
            at=at(clock),
            people=24,
            is_kept=content is not None,
        ),
        content=content,
    )


@pytest.mark.parametrize("content", [CONTENT, None])
def test_an_import_comes_back_with_its_file(
    library: Library, open_library: OpenLibrary, content: bytes | None
) -> None:
    """Name, format, hash and bytes are the same after the library was closed."""
    change = imported(content=content)
    library.submit(SaveSession(session=session_of()), change)
    library.close()

    again = open_library()
    assert again.attendance_imports(SESSION) == (change.imported,)
    assert again.attendance_file(SESSION, change.imported.sha256) == content
    assert again.attendance_file(SESSION, "0" * 64) is None


def test_the_same_file_is_one_import(library: Library) -> None:
    """A second import of the same bytes takes the place of the first."""
    library.submit(SaveSession(session=session_of()), imported(content=None))
    library.submit(imported(content=CONTENT, clock="13:00"))
    assert library.flush(10)

    (found,) = library.attendance_imports(SESSION)
    assert (found.at, found.is_kept) == (at("13:00"), True)


def test_library_of_version_1_6_has_its_imports(path: Path, open_library: OpenLibrary) -> None:
    """A file that this version wrote first still gives the report that was kept."""
    path.parent.mkdir()
    shutil.copyfile(Path(__file__).parent / "fixtures" / "v1.6.db", path)

    library = open_library()
    (found,) = library.attendance_imports(SESSION)

    assert found == imported(content=CONTENT).imported
    assert library.attendance_file(SESSION, found.sha256) == CONTENT
