"""Backups are made by themselves, proved, thinned by age, and never in the way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at
from tests.storage.saving import (
    RUN,
    SESSION,
    Statuses,
    appended,
    note_of,
    opening,
    session_of,
    stamped,
)
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import HOUR, MINUTE, Duration, Instant, ManualClock, moment_utc
from virtu_desktop.engine.changes import AppendEvents, SaveSession
from virtu_desktop.engine.store import SaveState, SaveStatus
from virtu_desktop.storage.backup import BackupFolder, to_keep
from virtu_desktop.storage.errors import BackupFailed
from virtu_desktop.storage.library import Library

OpenLibrary = Callable[..., Library]
DAY = 24 * HOUR
SAVED = SaveStatus(state=SaveState.SAVED)


def test_backup_is_whole_private_and_proved(library: Library) -> None:
    """A backup opens by itself as a library and knows its own SHA-256."""
    library.submit(SaveSession(session=session_of()))
    backup = library.backup_now()

    assert backup.is_good
    assert backup.at == at("9:00")
    assert backup.path.name == "library-20261125T070000.000Z.db"
    assert library.backups() == (backup,)
    digest = backup.path.with_name(f"{backup.path.name}.sha256")
    assert digest.read_text(encoding="ascii").endswith(f"  {backup.path.name}\n")
    assert {one.name for one in backup.path.parent.iterdir()} == {backup.path.name, digest.name}


def test_flipped_letter_makes_a_backup_bad(library: Library) -> None:
    """SQLite itself would not notice a letter that flipped on the disk."""
    library.submit(SaveSession(session=session_of()))
    backup = library.backup_now()
    content = backup.path.read_bytes()
    backup.path.write_bytes(content.replace(b"half-day", b"half-dax", 1))

    assert not backup.is_good


def test_backup_without_proof_is_not_good(library: Library) -> None:
    """A file that lost its SHA-256 is not trusted by itself."""
    backup = library.backup_now()
    backup.path.with_name(f"{backup.path.name}.sha256").unlink()

    assert not backup.is_good


def test_backup_is_made_every_ten_minutes_of_changes(
    library: Library, clock: ManualClock, statuses: Statuses
) -> None:
    """While changes come, a backup is made when ten minutes have passed, and not before."""

    def save(number: int) -> None:
        library.submit(note_of(number))
        assert library.flush(10)

    library.submit(SaveSession(session=session_of()))
    clock.advance(Duration(9 * MINUTE))
    save(1)
    assert library.backups() == ()

    clock.advance(MINUTE)
    save(2)
    # The backup follows the commit, so the next commit comes after it.
    save(3)
    assert [backup.at for backup in library.backups()] == [at("9:10")]

    clock.advance(Duration(9 * MINUTE))
    save(4)
    save(5)
    assert len(library.backups()) == 1


def test_backup_is_made_when_a_block_ends(library: Library, clock: ManualClock) -> None:
    """The next block starts two minutes after the last backup: no other change would make one."""
    library.submit(SaveSession(session=session_of()), opening())
    library.submit(_started(1, "a"))
    assert library.flush(10)
    first = library.backup_now()
    clock.advance(Duration(2 * MINUTE))
    library.submit(note_of(1))
    assert library.flush(10)
    library.submit(appended(2))
    assert library.flush(10)
    assert library.backups() == (first,)

    library.submit(_started(3, "b"))
    assert library.flush(10)
    # The backup follows the commit, so the next commit comes after it.
    library.submit(note_of(2))
    assert library.flush(10)

    assert [backup.at for backup in library.backups()] == [at("9:02"), at("9:00")]


def test_blocks_that_end_within_a_minute_make_one_backup(
    library: Library, clock: ManualClock
) -> None:
    """Somebody who presses next again and again does not keep the disk busy."""
    library.submit(SaveSession(session=session_of()), opening())
    for number, name in enumerate("abcab"):
        clock.advance(Duration(13_000))
        library.submit(_started(number, name))
        assert library.flush(10)
    library.submit(note_of(1))
    assert library.flush(10)

    assert len(library.backups()) == 1


def _started(number: int, block: str) -> AppendEvents:
    """Return the change that records, as event ``number``, that a block starts."""
    fact = Event(at=Instant(at("9:00") + number), type=EventType.START, block=BlockId(block))
    return AppendEvents(run=RUN, events=(stamped(number, fact),))


def test_backup_is_made_at_closing_if_anything_changed(
    library: Library, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """A library that was only looked at leaves no further backup."""
    library.submit(SaveSession(session=session_of()))
    library.close()
    assert len(library.backups()) == 1

    clock.advance(HOUR)
    second = open_library()
    second.sessions()
    second.close()

    assert len(library.backups()) == 1


def test_backup_that_fails_is_told_and_saving_goes_on(library: Library, clock: ManualClock) -> None:
    """A file where the folder should be costs the backup and nothing else."""
    folder = library.path.parent / "backups"
    folder.write_text("in the way", encoding="utf-8")
    library.submit(SaveSession(session=session_of()))
    clock.advance(Duration(10 * MINUTE))
    library.submit(note_of(1))

    with pytest.raises(BackupFailed):
        library.backup_now()
    assert library.backup_problem is not None
    library.submit(note_of(2))
    assert library.flush(10)
    assert library.status == SAVED
    assert len(library.session(SESSION).notes) == 2

    folder.unlink()
    library.backup_now()
    assert library.backup_problem is None


def test_library_that_is_only_read_can_be_backed_up(
    library: Library, open_library: OpenLibrary
) -> None:
    """A command makes a backup beside a running window."""
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)

    backup = open_library(read_only=True).backup_now()

    assert backup.is_good
    assert library.backups() == (backup,)


def test_backups_of_one_instant_have_names_of_their_own(library: Library) -> None:
    """Two backups within a millisecond do not overwrite each other."""
    first, second = library.backup_now(), library.backup_now()

    assert first.path != second.path
    assert {backup.path for backup in library.backups()} == {first.path, second.path}


def test_other_files_are_no_backups(library: Library) -> None:
    """Files of other libraries and other things in the folder are left alone."""
    backup = library.backup_now()
    folder = backup.path.parent
    for name in ("other-20261125T070000.000Z.db", "library.db", "library-2026.db", "notes.txt"):
        shutil.copyfile(backup.path, folder / name)

    assert library.backups() == (backup,)


@given(
    ages=st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=60),
    now=st.integers(10**12, 2 * 10**12),
)
def test_thinning_keeps_the_newest_and_what_the_ages_ask(ages: list[int], now: int) -> None:
    """The newest stays always, two days stay whole, and there is an upper limit."""
    made = [Instant(now - age) for age in ages]

    kept = to_keep(made, Instant(now))

    assert kept <= set(made)
    assert max(made) in kept
    assert len(kept) <= 2 * 24 + 12 + 10 + 9 + 1
    today = moment_utc(Instant(now)).date()
    for instant in made:
        day = moment_utc(instant).date()
        of_day = sorted({one for one in made if moment_utc(one).date() == day}, reverse=True)
        if (today - day).days < 2 and instant in of_day[:24]:
            assert instant in kept


def test_thinning_over_a_year_keeps_days_weeks_and_months() -> None:
    """A backup every six hours for a year leaves the newest of 12 days, 10 weeks and 9 months."""
    now = at("9:00")
    made = [Instant(now - number * 6 * HOUR) for number in range(4 * 365)]

    kept = sorted(to_keep(made, now), reverse=True)

    days = [moment_utc(instant).date() for instant in kept]
    assert (days[0] - days[-1]).days > 230
    assert len(set(days)) == len(set(days[:12])) + len(set(days[12:]))
    assert len({(day.year, day.month) for day in days}) == 9
    assert len({day.isocalendar()[:2] for day in days}) >= 10
    assert 20 <= len(kept) <= 40


def test_thinning_deletes_files_and_never_those_before_a_new_version(
    path: Path, library: Library, clock: ManualClock
) -> None:
    """Old backups go with their SHA-256; a copy of an older version stays for ever."""
    folder = BackupFolder(path)
    library.submit(SaveSession(session=session_of()))
    labelled = library.backup_now()
    kept_name = labelled.path.name.replace(".000Z.db", ".000Z.pre-v1.1.db")
    labelled.path.rename(labelled.path.with_name(kept_name))
    for _ in range(30):
        clock.advance(HOUR)
        library.backup_now()
    clock.advance(Duration(400 * DAY))
    library.backup_now()

    names = [backup.path.name for backup in folder.all()]

    assert names[-1] == kept_name
    assert len(names) < 8
    digests = [one for one in labelled.path.parent.iterdir() if one.suffix == ".sha256"]
    assert len(digests) <= len(names) + 1
