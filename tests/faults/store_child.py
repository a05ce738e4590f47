"""A process that uses a library until something happens to it; run as ``-m tests.faults...``.

append PATH: save items and print the number of each after its commit. lock PATH SECONDS: hold the
write lock. limit PATH: meet a limit on the size of files, and get rid of it. guest PATH: look at
the library as a user without rights.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

from tests.builders import at
from tests.storage.saving import RUN, SESSION, Statuses, adjusted, note_of, opening, session_of
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.engine.changes import AppendEvents, SaveSession
from virtu_desktop.engine.store import SaveState
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import translator
from virtu_desktop.storage.errors import UnknownSession
from virtu_desktop.storage.library import Library

NOBODY = 65534


def say(*words: object) -> None:
    """Tell the parent, at once."""
    sys.stdout.write(f"{' '.join(str(word) for word in words)}\n")
    sys.stdout.flush()


def append(path: Path) -> None:
    """Save items of two changes, some one by one and some in bursts, until killed."""
    library = Library.open(path, clock=ManualClock(at("9:00")))
    try:
        run = library.session(SESSION).run
        done = 0 if run is None else len(run.events)
    except UnknownSession:
        library.submit(SaveSession(session=session_of()), opening())
        done = 0
    numbers = itertools.count(done)
    for burst in itertools.cycle([1, 1, 7, 1, 40]):
        for number in itertools.islice(numbers, burst):
            event = AppendEvents(run=RUN, events=(adjusted(number),))
            library.submit(event, note_of(number))
            last = number
        if not library.flush(30):
            say("not saved", library.status)
            return
        say(last)


def lock(path: Path, seconds: float) -> None:
    """Hold the write lock of the library for some time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("BEGIN IMMEDIATE")
        say("locked")
        threading.Event().wait(seconds)
        con.execute("ROLLBACK")


def limit(path: Path) -> None:
    """Save under a limit on the size of files, then without it."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    statuses = Statuses()
    library = Library.open(path, clock=ManualClock(at("9:00")), on_status=statuses.hear)
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    none = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, none))
    for number in range(100):
        library.submit(note_of(number, "x" * 10_000))
    failing = statuses.wait_for(lambda status: status.state is SaveState.NOT_SAVED)
    say(failing.problem, failing.waiting > 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (none, none))
    assert library.flush(30)
    say(len(library.session(SESSION).notes), library.status.state, library.close())


def guest(path: Path) -> None:
    """Open the library as a user who may only read, and try to change it."""
    # Everything is loaded before the rights are gone, for the checkout may be closed to others.
    import sqlite_utils  # noqa: F401

    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        library = Library.open(path, clock=ManualClock(at("9:00")))
        say(library.read_only_reason, len(library.session(SESSION).notes))
        library.submit(note_of(1))
        say("submitted")
    except KnownError as error:
        say(type(error).__name__, error.words(translator("en")))


if __name__ == "__main__":
    command, place, *more = sys.argv[1:]
    match command:
        case "append":
            append(Path(place))
        case "lock":
            lock(Path(place), float(more[0]))
        case "limit":
            limit(Path(place))
        case "guest":
            guest(Path(place))
