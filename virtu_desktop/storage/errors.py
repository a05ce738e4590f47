"""What can be wrong with a library, told in one sentence each."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from virtu_desktop.domain.time import Duration
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_

_FULL_BELOW_BYTES = 1 << 20


class LibraryMissing(KnownError):
    """There is no library file to read."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(N_("There is no library {file}."), file=path)


class LibraryInUse(KnownError):
    """Another process has the library open for writing; pid is None when it is not known."""

    def __init__(self, path: Path, pid: int | None) -> None:
        """Name the file and the process."""
        self.pid = pid
        if pid is None:
            super().__init__(N_("Another program has the library {file} open."), file=path)
        else:
            super().__init__(
                N_("Another program (process {pid}) has the library {file} open."),
                file=path,
                pid=pid,
            )


class LibraryReadOnly(KnownError):
    """Something should be written to a library that was opened for reading only."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(
            N_("The library {file} is open for reading only: nothing can be changed."), file=path
        )


class ForeignFile(KnownError):
    """The file is not a library of this program."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(N_("{file} is not a library of Virtu Desktop."), file=path)


class NewerLibrary(KnownError):
    """The library was made by a newer version, and this one cannot even read it."""

    def __init__(self, path: Path, made_by: str) -> None:
        """Name the file and the version that made it."""
        self.made_by = made_by
        super().__init__(
            N_("The library {file} was made with Virtu Desktop {version}. Please update."),
            file=path,
            version=made_by,
        )


class UnreadableLibrary(KnownError):
    """The library cannot be opened here, for want of rights or because the disk fails."""

    def __init__(self, path: Path, error: OSError | None = None) -> None:
        """Name the file and say why, from its place or else from what the system said."""
        reason = None if error is None else error.strerror
        text = _reason_in_place(path)
        if text is None and reason:
            text = N_("The library {file} cannot be opened: {reason}.")
        super().__init__(
            text
            or N_("The library {file} cannot be opened: the disk does not answer as it should."),
            file=path,
            folder=path.parent,
            reason=reason,
        )


class BusyLibrary(KnownError):
    """Another program holds the library so that it cannot be read now."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(
            N_("Another program keeps the library {file} busy. Please try again."), file=path
        )


class NoRoomForLibrary(KnownError):
    """The disk is too full to open the library for writing."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(
            N_("The disk is full: the library {file} cannot be opened for writing."), file=path
        )


class DamagedLibrary(KnownError):
    """The library file is damaged, or gone while its backups are there. Nothing was changed.

    backup: the newest good backup, or None. age: milliseconds since it was made.
    """

    def __init__(self, path: Path, backup: Path | None = None, age: Duration | None = None) -> None:
        """Keep what a restore needs."""
        self.path = path
        self.backup = backup
        self.age = age
        if backup is None or age is None:
            super().__init__(
                N_("The library {file} is damaged, and there is no backup."), file=path
            )
        else:
            super().__init__(
                N_("The library {file} is damaged. There is a backup, {minutes} min old."),
                file=path,
                minutes=age // 60_000,
            )


class BadBackup(KnownError):
    """A backup is not what it was when it was made."""

    def __init__(self, path: Path) -> None:
        """Name the backup."""
        super().__init__(N_("The backup {file} is damaged or incomplete."), file=path)


class BackupFailed(KnownError):
    """A backup could not be made; saving is not affected."""

    def __init__(self, folder: Path, error: OSError | None = None) -> None:
        """Name the folder of the backups and say why, as far as it can be told."""
        reason = None if error is None else error.strerror
        text = N_("No backup could be made in {folder}.")
        if _is_full(folder):
            text = N_("No backup could be made in {folder}: the disk is full.")
        elif not _is_writable(folder):
            text = N_("No backup could be made in {folder}: the folder cannot be written.")
        elif reason:
            text = N_("No backup could be made in {folder}: {reason}.")
        super().__init__(text, folder=folder, reason=reason)


class MigrationFailed(KnownError):
    """The library could not be brought to this version; it is as it was."""

    def __init__(self, path: Path, backup: Path) -> None:
        """Name the file and the backup that was made before."""
        self.backup = backup
        super().__init__(
            N_("The library {file} could not be updated and is unchanged. Backup: {backup}"),
            file=path,
            backup=backup,
        )


class UnsuitableSqlite(KnownError):
    """The SQLite that is installed does not do what safe saving needs."""

    def __init__(self, reason: str) -> None:
        """Keep what it does not do."""
        super().__init__(
            N_("This computer's SQLite cannot keep a library safely: {reason}."), reason=reason
        )


class CannotUndoMerge(KnownError):
    """A merge cannot be undone any more; nothing was changed."""

    def __init__(self, file: str) -> None:
        """Name the file that was merged."""
        super().__init__(
            N_(
                "The merge of {file} cannot be undone: what was recorded since needs it."
                " The backup from before the merge is still there."
            ),
            file=file,
        )


class UnknownMerge(KnownError):
    """There is no such merge, or it is undone already."""

    def __init__(self, text: str) -> None:
        """Keep what was given."""
        super().__init__(N_("There is no merge {wanted} that could be undone."), wanted=text)


class NoRoomToRemove(KnownError):
    """The disk has no room for the files that take the place of the old ones; nothing was done."""

    def __init__(self, path: Path) -> None:
        """Name the library."""
        super().__init__(
            N_("There is too little room beside {file} to rewrite it. Nothing was removed."),
            file=path,
        )


class NotWritten(KnownError):
    """What waits could not be written, so nothing that needs it first was begun."""

    def __init__(self, path: Path) -> None:
        """Name the library."""
        super().__init__(N_("Not everything could be saved in {file}."), file=path)


class UnknownSession(KnownError):
    """No session of the library is meant by what was given."""

    def __init__(self, text: str) -> None:
        """Keep what was given."""
        super().__init__(N_("There is no session {wanted}."), wanted=text)


class AmbiguousSession(KnownError):
    """Several sessions fit what was given."""

    def __init__(self, text: str, found: tuple[str, ...]) -> None:
        """Name some of the sessions that fit."""
        super().__init__(
            N_("Several sessions fit {wanted}: {found}"), wanted=text, found="; ".join(found)
        )


class UnknownPerson(KnownError):
    """Nobody in the library is meant by what was given."""

    def __init__(self, text: str) -> None:
        """Keep what was given."""
        super().__init__(N_("There is no person “{wanted}”."), wanted=text)


class AmbiguousPerson(KnownError):
    """Several people fit what was given."""

    def __init__(self, text: str, found: tuple[str, ...]) -> None:
        """Name some of the people who fit."""
        super().__init__(
            N_("Several people fit {wanted}: {found}"), wanted=text, found="; ".join(found)
        )


def _reason_in_place(path: Path) -> str | None:
    """Return the sentence on what hinders at a library's place, or None when nothing is seen."""
    if path.is_dir():
        return N_("The library {file} cannot be opened: a folder has that name.")
    if not os.path.lexists(path):
        if not _is_writable(path.parent):
            return N_("The library {file} cannot be made: the folder {folder} cannot be written.")
    elif not os.access(path, os.R_OK):
        return N_("The library {file} cannot be opened: there is no permission to read it.")
    elif not os.access(path, os.W_OK):
        return N_("The library {file} cannot be opened: there is no permission to write it.")
    elif not os.access(path.parent, os.W_OK):
        return N_("The library {file} cannot be opened: its folder cannot be written.")
    return None


def _is_writable(folder: Path) -> bool:
    """Say whether files can be made in a folder, or in the nearest one above it that is there."""
    there = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _is_full(folder: Path) -> bool:
    there = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
    try:
        return shutil.disk_usage(there).free < _FULL_BELOW_BYTES
    except OSError:
        return False
