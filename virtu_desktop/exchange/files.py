"""Writes files so that they are whole or not there, under names that every system takes."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_

LONGEST_NAME = 100
# Two such names in a deep folder still fit the 260 letters that Windows allows for a whole path.
_LONGEST_SLUG = 56
_PREFIX, _SUFFIX = ".virtu-", ".part"
_LEFT_AFTER_S = 600.0
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)


class CannotWrite(KnownError):
    """A file or folder that cannot be written; nothing has been changed."""

    def __init__(self, path: Path, error: OSError) -> None:
        """Tell the file and the reason that the system gives."""
        text = _REASONS.get(error.errno or 0, N_("{file} cannot be written: {reason}."))
        super().__init__(text, file=path, reason=error.strerror or str(error))


def safe_name(title: str, day: str, ending: str) -> str:
    """Return a file name of at most 100 bytes: ``over-the-threshold-2026-11-25.json``.

    Only small ASCII letters, digits and hyphens are left of the title; no name that Windows
    reserves comes out.

    >>> safe_name("../../Työ & CON", "2026-11-25", ".csv")
    'tyo-con-2026-11-25.csv'
    >>> safe_name("CON", "", ".csv")
    'x-con.csv'
    """
    room = LONGEST_NAME - len(f"-{day}{ending}".encode())
    slug = _slug(title)[: min(room, _LONGEST_SLUG)].rstrip("-") or "session"
    stem = f"{slug}-{day}" if day else slug
    return f"x-{stem}{ending}" if stem in _RESERVED else f"{stem}{ending}"


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; raise CannotWrite when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file in place of an older one, safe against a crash at any moment.

    A temporary file beside it is written, forced to the disk and renamed, and then the folder is
    forced to the disk. Raises CannotWrite; the older file is then as it was.
    """
    try:
        _write(path, data)
        _sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(path, error) from error


def sync_folder(folder: Path) -> None:
    """Force the names of files that were written to the disk; raise CannotWrite."""
    try:
        _sync_folder(folder)
    except OSError as error:
        raise CannotWrite(folder, error) from error


def remove_leftovers(folder: Path) -> None:
    """Remove what a program that was killed has left half-written in a folder.

    What was touched in the last ten minutes stays: another program may be writing it.
    """
    try:
        found = list(folder.glob(f"{_PREFIX}*{_SUFFIX}"))
        if found:
            # The folder may lie on another computer, whose clock says how old its files are.
            handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
            os.close(handle)
            now = Path(name).lstat().st_mtime
            Path(name).unlink()
            for part in found:
                if now - part.lstat().st_mtime > _LEFT_AFTER_S:
                    part.unlink()
    except OSError:
        # Nobody asked for it: what was to be written is not held up.
        return


def write_if_new(path: Path, data: bytes) -> bool:
    """Write a whole file unless it is there with that very content; say whether it was written.

    Its content is on the disk then; ``sync_folder`` makes sure of its name. Raises CannotWrite; the
    older file is then as it was.
    """
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CannotWrite(path, error) from error
    try:
        _write(path, data)
    except OSError as error:
        raise CannotWrite(path, error) from error
    return True


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Force a rename to the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_REASONS = {
    errno.ENOSPC: N_("{file} cannot be written: the disk is full."),
    errno.EACCES: N_("{file} cannot be written: no permission."),
    errno.EPERM: N_("{file} cannot be written: no permission."),
    errno.EROFS: N_("{file} cannot be written: the disk is read-only."),
    errno.ENOENT: N_("{file} cannot be written: the folder does not exist."),
    errno.ENOTDIR: N_("{file} cannot be written: part of its path is not a folder."),
    errno.EEXIST: N_("{file} cannot be written: part of its path is not a folder."),
    errno.EISDIR: N_("{file} cannot be written: a folder has that name."),
}
