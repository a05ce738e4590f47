"""Opens the library that a command works on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from virtu_desktop.cli.program import Surroundings
from virtu_desktop.domain.programme import Programme, ProgrammeId, SessionId
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.i18n import N_
from virtu_desktop.storage.errors import UnknownSession
from virtu_desktop.storage.library import Library

_NAMED_AT_MOST = 5


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


class NothingCalled(KnownError):
    """Neither a session nor a programme has such an id or title."""

    def __init__(self, text: str) -> None:
        """Tell what was asked for."""
        super().__init__(N_("No session and no programme is called “{name}”."), name=text)


def chosen_sessions(library: Library, what: str | None) -> tuple[SessionId, ...]:
    """Return one session, the sessions of a programme, or with None all, the earliest first.

    A session's own id or title goes before a programme's. Raises AmbiguousSession, NothingCalled.
    """
    if what is None:
        return tuple(summary.id for summary in library.sessions())
    programme = programme_called(library, what, exactly=True)
    if programme is None:
        try:
            return (library.find_session(what),)
        except UnknownSession:
            programme = programme_called(library, what, exactly=False)
    if programme is None:
        raise NothingCalled(what)
    groups = {group.id for group in library.groups() if group.programme == programme.id}
    return tuple(summary.id for summary in library.sessions() if summary.group in groups)


class NoProgramme(KnownError):
    """No programme has such an id or title, or several have."""

    def __init__(self, text: str, found: Sequence[Programme]) -> None:
        """Tell what was asked for, and what fits."""
        if found:
            names = "; ".join(f"{one.title} ({one.id})" for one in found[:_NAMED_AT_MOST])
            super().__init__(N_("Several programmes fit “{name}”: {found}"), name=text, found=names)
        else:
            super().__init__(N_("No programme is called “{name}”."), name=text)


def one_programme(library: Library, text: str) -> Programme:
    """Return the programme that is meant by its id or title; raise NoProgramme."""
    for exactly in (True, False):
        found = programmes_called(library, text, exactly=exactly)
        if found:
            break
    if len(found) != 1:
        raise NoProgramme(text, found)
    return found[0]


def records_of(library: Library, programme: ProgrammeId) -> Iterator[PortableRecord]:
    """Yield the records of a programme's sessions, the earliest first."""
    groups = {group.id: group for group in library.groups() if group.programme == programme}
    titles = {one.id: one for one in library.programmes()}
    for summary in library.sessions():
        if summary.group in groups:
            yield PortableRecord(
                record=library.session(summary.id),
                group=groups[summary.group],
                programme=titles[programme],
            )


def report_records(library: Library, programme: Programme) -> Iterator[PortableRecord]:
    """Yield the records of a programme's sessions as its report needs them, the earliest first."""
    groups = {group.id: group for group in library.groups()}
    for record in library.sessions_alone(programme.id):
        group = None if record.session.group is None else groups.get(record.session.group)
        yield PortableRecord(record=record, group=group, programme=programme)


def programme_called(library: Library, text: str, *, exactly: bool) -> Programme | None:
    """Return the only programme with that id or title, or with part of it unless ``exactly``."""
    found = programmes_called(library, text, exactly=exactly)
    return found[0] if len(found) == 1 else None


def programmes_called(library: Library, text: str, *, exactly: bool) -> tuple[Programme, ...]:
    """Return the programmes with that id or title, or with part of it unless ``exactly``."""
    wanted = text.strip().casefold()
    return tuple(
        programme
        for programme in library.programmes()
        if wanted in (programme.id.casefold(), programme.title.strip().casefold())
        or (not exactly and wanted and wanted in programme.title.casefold())
    )


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
