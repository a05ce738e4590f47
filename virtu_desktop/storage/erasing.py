"""Takes data out of a library and out of everything kept beside it (R7, T22).

A removal works on one file; here it is carried out on the library, its backups, files set aside and
logs, so that no free page holds what was removed. What cannot be rewritten is told. Nothing of it
can be undone.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from virtu_desktop.storage import disk
from virtu_desktop.storage.backup import BackupFolder, is_as_written, write_digest
from virtu_desktop.storage.connection import connect_writer

_log = logging.getLogger("virtu.store")


class Removal(Protocol):
    """What is to go. words: what must then stand in no file, in small letters."""

    @property
    def words(self) -> Sequence[str]:
        """Return what is searched for afterwards."""
        ...

    def carry_out(self, con: sqlite3.Connection) -> None:
        """Take it out of the open file of any version, inside a transaction."""
        ...

    def without(self, text: str) -> str:
        """Return a text, such as a log, without it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What a removal did: the files that were rewritten, and those that were not.

    searched: every file that was searched afterwards. left: those of them in which it may still
    stand.
    """

    rewritten: tuple[Path, ...]
    searched: tuple[Path, ...]
    left: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseStep:
    """How far a removal has come: ``done`` of ``total`` files, the next one ``path``."""

    done: int
    total: int
    path: Path


def erase_everywhere(
    path: Path, removal: Removal, logs: Iterable[Path], *, in_library: Callable[[], object]
) -> Generator[EraseStep, None, Erased]:
    """Carry a removal out on a library and all that lies beside it, file by file.

    in_library: carries it out on the library itself. Raises what that raises, and the library is
    then as it was; the files beside it are rewritten before, each of them whole or not at all.
    """
    logs = tuple(log for log in logs if log.exists())
    rewritten: list[Path] = []
    untouched: list[Path] = []
    beside = _beside(path)
    total = 1 + len(beside)
    # The library comes last: whoever is stopped half-way still finds in it what is to go.
    for place, file in enumerate(beside):
        yield EraseStep(done=place, total=total, path=file)
        (rewritten if _rewritten_copy(file, removal) else untouched).append(file)
    yield EraseStep(done=len(beside), total=total, path=path)
    in_library()
    rewritten.insert(0, path)
    # A backup may have been made meanwhile.
    for file in _beside(path):
        if file not in beside:
            beside = (*beside, file)
            (rewritten if _rewritten_copy(file, removal) else untouched).append(file)
    rewritten += [log for log in logs if _rewrite_log(log, removal)]
    sides = (side for side in disk.side_files(path) if side.exists())
    # The log of a library that was set aside while it was open cannot be rewritten.
    logs_aside = path.parent.glob(f"{path.name}-*.*-*")
    searched = [path, *sides, *beside, *sorted(logs_aside), *logs]
    left = [file for file in searched if _holds(file, removal)]
    # A file that cannot be read as a library may hold names in a form that no search finds.
    left += [file for file in untouched if file not in left and not removal.words]
    return Erased(rewritten=tuple(rewritten), searched=tuple(searched), left=tuple(left))


def carried_out(removing: Generator[EraseStep, None, Erased]) -> Erased:
    """Go through all files of a removal and return what it did."""
    while not isinstance(outcome := next_step(removing), Erased):
        pass
    return outcome


def next_step(removing: Generator[EraseStep, None, Erased]) -> EraseStep | Erased:
    """Go on with a removal; return which file comes next, or at the end what it did."""
    try:
        return next(removing)
    except StopIteration as stop:
        erased: Erased = stop.value
        return erased


def rewrite(path: Path, removal: Removal) -> None:
    """Carry a removal out on one closed library file and leave no page of before."""
    with closing(connect_writer(path)) as con:
        con.row_factory = sqlite3.Row
        con.execute("BEGIN IMMEDIATE")
        try:
            removal.carry_out(con)
            con.execute("COMMIT")
        except BaseException:
            con.execute("ROLLBACK")
            raise
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        con.execute("PRAGMA journal_mode=DELETE")
        con.execute("VACUUM")
    disk.sync_file(path)


def _rewritten_copy(path: Path, removal: Removal) -> bool:
    """Rewrite a file beside the library by way of a copy; say whether that was possible."""
    copy = path.with_name(f".{path.name}.part")
    try:
        if not is_as_written(path):
            return False
        disk.copy_whole(path, copy)
        rewrite(copy, removal)
        copy.replace(path)
        write_digest(path)
    except (OSError, sqlite3.Error) as error:
        _log.warning("a file beside the library is not rewritten: %s", type(error).__name__)
        return False
    finally:
        for file in (copy, *disk.side_files(copy)):
            file.unlink(missing_ok=True)
    return True


def _beside(path: Path) -> tuple[Path, ...]:
    """Return the backups of a library, and the libraries that were set aside."""
    return (*(one.path for one in BackupFolder(path).all()), *_set_aside(path))


def _set_aside(path: Path) -> Iterator[Path]:
    """Yield library files that a restore or a repair has set aside."""
    for file in sorted(path.parent.glob(f"{path.name}.*")):
        is_aside = file.name.startswith((f"{path.name}.replaced-", f"{path.name}.corrupt-"))
        if is_aside and not file.name.endswith(("-wal", "-shm", ".sha256", ".lock")):
            yield file


def _rewrite_log(log: Path, removal: Removal) -> bool:
    """Rewrite a log file; logs hold ids only, so there should be nothing to take out."""
    try:
        text = log.read_text(encoding="utf-8", errors="surrogateescape")
        new = removal.without(text)
        if new == text:
            return False
        log.write_text(new, encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return True


def _holds(file: Path, removal: Removal) -> bool:
    """Say whether one of the words stands in the bytes of a file, in whatever letters."""
    try:
        text = file.read_bytes().decode("utf-8", "replace").casefold()
    except OSError:
        return True
    return any(_is_in(word.casefold(), text) for word in removal.words)


def _is_in(word: str, text: str) -> bool:
    """Look for a word; one that other words could begin or end with stands alone."""
    if " " in word or "@" in word:
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
