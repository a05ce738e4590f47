"""Opens the library that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from virtu_desktop.cli.program import Surroundings
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.i18n import N_
from virtu_desktop.storage.library import Library


class NotSaved(KnownError):
    """Changes did not reach the disk in time."""

    def __init__(self, path: Path) -> None:
        """Name the library."""
        super().__init__(N_("Not everything could be saved in {file}."), file=path)


@contextmanager
def library_to_read(surroundings: Surroundings) -> Iterator[Library]:
    """Open the library for reading, beside a window that may have it open for writing."""
    with Library.open(surroundings.library, clock=SystemClock(), read_only=True) as library:
        yield library


def portable_record(library: Library, session: SessionId) -> PortableRecord:
    """Return a session's record with its group and programme."""
    record = library.session(session)
    groups = {group.id: group for group in library.groups()}
    group = None if record.session.group is None else groups.get(record.session.group)
    programmes = {programme.id: programme for programme in library.programmes()}
    return PortableRecord(
        record=record,
        group=group,
        programme=None if group is None else programmes.get(group.programme),
    )
