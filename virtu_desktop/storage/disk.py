"""Files and folders that must still be there after a power cut."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from virtu_desktop.domain.time import Instant, iso_utc

_SIDE_FILES = ("-wal", "-shm", "-journal")
_CHUNK = 1 << 20


def create_folders(folder: Path) -> None:
    """Create a folder and those above it where they are missing, open to their owner only."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        sync_folder(one.parent)


def create_private(path: Path) -> None:
    """Create an empty file that only its owner may read, in a folder that is there."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does that by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def free_bytes(folder: Path) -> int:
    """Return how much room is left on the disk of a folder, or much where it is not known."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return sys.maxsize


def copy_whole(source: Path, target: Path) -> None:
    """Copy a closed file so that it is on the disk, private, when this returns."""
    with source.open("rb") as read:
        create_private(target)
        with target.open("wb") as written:
            shutil.copyfileobj(read, written, _CHUNK)
            written.flush()
            os.fsync(written.fileno())


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def side_files(path: Path) -> tuple[Path, ...]:
    """Return the names that SQLite uses beside a database, whether or not they exist."""
    return tuple(path.with_name(path.name + ending) for ending in _SIDE_FILES)


def set_aside(path: Path, label: str, at: Instant) -> tuple[Path, ...]:
    """Rename a closed database and its side files to ``name.label-time``; return the new names.

    The side files go first: one that stayed would be read into the next file of that name.
    """
    stamp = file_stamp(at)
    renamed = []
    for old in (*side_files(path), path):
        if old.exists():
            renamed.append(old.rename(_free_name(old.with_name(f"{old.name}.{label}-{stamp}"))))
    sync_folder(path.parent)
    return tuple(renamed)


def file_stamp(at: Instant) -> str:
    """Return an instant for a file name: ``20261125T104200.000Z``."""
    return re.sub("[-:]", "", iso_utc(at))


def _free_name(path: Path) -> Path:
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.name}-{number}")
        number += 1
    return candidate
