"""The one thread that writes to a library: a queue, group commits, and no silence about failures.

A change counts as saved after COMMIT and not before. When the disk is full, the file locked or
the folder read-only, the changes wait in order and are tried again until they are saved; nothing
is dropped. A change that SQLite refuses for any other reason is a bug: it is logged, it is never
called saved, and the changes after it go on.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from virtu_desktop import __version__
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.time import Clock, Duration, SystemClock
from virtu_desktop.engine.changes import AppendEvents, Change, Heartbeat, RemoveItems, SaveDraft
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus
from virtu_desktop.storage import disk
from virtu_desktop.storage.backup import Backup, BackupFolder, copy_open
from virtu_desktop.storage.connection import connect_writer, wrap
from virtu_desktop.storage.errors import BackupFailed
from virtu_desktop.storage.keeper import Keeper
from virtu_desktop.storage.poll_keeper import leaves_traces
from virtu_desktop.storage.problems import FileMoved, LogRemoved, problem_of

BATCH_ITEMS = 200
BATCH_MS = 20
RETRY_MS = 2_000
# How soon a new change may try again after a failure, so that a burst does not keep the disk busy.
RETRY_SOON_MS = 250
# What has been done is painted before it is written: a long plan costs both threads some time, and
# they share one interpreter. Nothing is called saved before it is.
SETTLE_MS = 20
BACKUP_EVERY = Duration(600_000)
# Blocks that end one after the other, as when a trainer looks for the right one, make one backup.
BACKUP_AFTER_BLOCK = Duration(60_000)
_LOOK_ROUND_S = 5.0

# Part of every group: until the library is closed in order, the file says that it was not.
_MARK_OPEN = (
    "UPDATE meta SET closed_clean = 0, app_version = ?, sqlite_version = ? WHERE closed_clean = 1"
)

# Each try waits for readers as long as a connection waits for locks.
_FOLDS_AT_MOST = 40

_T = TypeVar("_T")
_log = logging.getLogger("virtu.store")
# Waiting is real time also where the library's own clock is a virtual one.
_pace = SystemClock()


@dataclass(frozen=True, slots=True)
class _Item:
    """Changes that are saved together or not at all."""

    changes: tuple[Change, ...]

    @property
    def leaves_traces(self) -> bool:
        """Say whether the log must not keep the pages of this item."""
        return self.removes or any(leaves_traces(change) for change in self.changes)

    @property
    def ends_a_block(self) -> bool:
        """Say whether a block of a session ends with this item, or the session itself."""
        return any(
            isinstance(event.fact, Event) and event.fact.type in (EventType.START, EventType.END)
            for change in self.changes
            if isinstance(change, AppendEvents)
            for event in change.events
        )

    @property
    def removes(self) -> bool:
        """Say whether the file must not keep what this item takes out of it."""
        return any(isinstance(change, RemoveItems) for change in self.changes)

    def is_superseded_by(self, later: _Item) -> bool:
        """Say whether ``later`` leaves nothing of this item in the file."""
        if len(self.changes) != 1 or len(later.changes) != 1:
            return False
        match self.changes[0], later.changes[0]:
            case Heartbeat(run=old), Heartbeat(run=new):
                return old == new
            case SaveDraft(session=before), SaveDraft(session=after):
                return before == after
            case _:
                return False


@dataclass(frozen=True, slots=True)
class _Task(Generic[_T]):
    """Work on the file between what is saved before and after it."""

    work: Callable[[sqlite3.Connection, Keeper], _T]
    leaves_nothing: bool
    answer: Future[_T]


class Writer:
    """Owns the writing connection and its thread."""

    def __init__(
        self,
        path: Path,
        con: sqlite3.Connection,
        *,
        clock: Clock,
        backups: BackupFolder,
        on_status: Callable[[SaveStatus], None],
        on_closed: Callable[[], None],
    ) -> None:
        """Take over ``con`` and start the thread.

        on_status and on_closed are called from the writer's thread.
        """
        self._path = path
        self._clock = clock
        self._backups = backups
        self._on_status = on_status
        self._on_closed = on_closed
        self._con: sqlite3.Connection | None = con
        con.row_factory = sqlite3.Row
        self._keeper: Keeper | None = None
        self._file = _identity(path)

        self._wake = threading.Condition()
        self._queue: deque[_Item] = deque()
        self._taken: tuple[_Item, ...] = ()
        self._refused: list[_Item] = []
        self._requests: deque[Future[Backup]] = deque()
        self._tasks: deque[_Task[Any]] = deque()
        self._problem: SaveProblem | None = None
        self._failed_at = 0
        self._not_before = 0
        self._settled_at = 0
        self._is_closing = False
        self._is_closed = False

        self._told = SaveStatus(state=SaveState.SAVED)
        self._changed_since_backup = False
        self._block_has_ended = False
        self._log_has_traces = False
        self._file_has_traces = False
        self._last_backup = clock.read().boot
        self._backup_problem: BackupFailed | None = None
        self._thread = threading.Thread(target=self._work, name="virtu-writer", daemon=True)
        self._thread.start()

    @property
    def backup_problem(self) -> BackupFailed | None:
        """Return why the latest backup could not be made, or None when it could."""
        return self._backup_problem

    @property
    def status(self) -> SaveStatus:
        """Return how saving stands now."""
        with self._wake:
            return self._status()

    def submit(self, changes: tuple[Change, ...]) -> None:
        """Queue changes that are saved together or not at all; never waits."""
        item = _Item(changes)
        with self._wake:
            if self._is_closed:
                raise RuntimeError("the library is closed")
            if self._queue and self._queue[-1].is_superseded_by(item):
                self._queue.pop()
            if not self._queue:
                self._settled_at = _pace.read().monotonic + SETTLE_MS
            self._queue.append(item)
            self._try_soon()

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was submitted is decided; say whether all of it is saved."""
        with self._wake:
            self._settled_at = _pace.read().monotonic
            self._try_soon()
            self._wake.wait_for(lambda: not self._queue and not self._taken, timeout_s)
            return self._status().state is SaveState.SAVED

    def back_up(self) -> Future[Backup]:
        """Ask for a backup; the future raises BackupFailed."""
        request: Future[Backup] = Future()
        with self._wake:
            if self._is_closed:
                raise RuntimeError("the library is closed")
            self._requests.append(request)
            self._wake.notify_all()
        return request

    def carry_out(
        self,
        work: Callable[[sqlite3.Connection, Keeper], _T],
        *,
        leaves_nothing: bool = False,
    ) -> Future[_T]:
        """Ask for work in a transaction of its own, after all that was submitted before.

        leaves_nothing: afterwards the file and its log hold no byte of what the work removed. The
        future raises what the work raises, and the file is then as it was.
        """
        task = _Task(work, leaves_nothing, Future())
        with self._wake:
            if self._is_closed:
                raise RuntimeError("the library is closed")
            self._tasks.append(task)
            self._try_soon()
        return task.answer

    def close(self, timeout_s: float) -> int:
        """Save what waits, close the file as a single one, and return how many changes are left.

        When changes are left after ``timeout_s``, the thread goes on trying; call again to wait
        longer.
        """
        with self._wake:
            self._is_closing = True
            self._try_soon()
        self._thread.join(timeout_s)
        return self.status.waiting

    def _try_soon(self) -> None:
        if self._problem is not None:
            self._not_before = min(self._not_before, self._failed_at + RETRY_SOON_MS)
        self._wake.notify_all()

    def _status(self) -> SaveStatus:
        items = (*self._queue, *self._taken, *self._refused)
        waiting = sum(len(item.changes) for item in items)
        if self._problem is not None:
            return SaveStatus(state=SaveState.NOT_SAVED, waiting=waiting, problem=self._problem)
        if self._refused:
            return SaveStatus(
                state=SaveState.NOT_SAVED, waiting=waiting, problem=SaveProblem.REFUSED
            )
        state = SaveState.SAVING if waiting else SaveState.SAVED
        return SaveStatus(state=state, waiting=waiting)

    def _tell(self) -> None:
        """Tell the status if it is another than last time."""
        status = self.status
        if status == self._told:
            return
        self._told = status
        try:
            self._on_status(status)
        except Exception:
            _log.exception("a listener to the saving status failed")

    def _work(self) -> None:
        while self._wait():
            self._save()
            self._fold_log()
            self._carry_out_tasks()
            self._back_up_if_due()
        self._finish()

    def _wait(self) -> bool:
        """Wait until there is something to do; return False when all is done for good."""
        with self._wake:
            while True:
                now = _pace.read().monotonic
                due = self._due()
                if self._requests or (self._queue and now >= due):
                    return True
                if self._tasks and not self._queue:
                    return True
                if self._is_closing and not self._queue:
                    self._is_closed = True
                    return False
                if self._backup_is_due():
                    return True
                self._wake.wait((due - now) / 1000 if self._queue else _LOOK_ROUND_S)
                if self._log_has_traces:
                    return True

    def _due(self) -> int:
        """Return when the waiting items may be written, as a monotonic reading."""
        if self._is_closing or self._tasks:
            return self._not_before
        return max(self._not_before, self._settled_at)

    def _save(self) -> None:
        """Write as many waiting items as one group takes."""
        with self._wake:
            if not self._queue or _pace.read().monotonic < self._not_before:
                return
            count = min(BATCH_ITEMS, len(self._queue))
            batch = self._taken = tuple(self._queue.popleft() for _ in range(count))
        self._tell()
        try:
            done, refused = self._write(batch)
        except Exception as error:
            self._put_back(batch, error)
        else:
            with self._wake:
                self._queue.extendleft(reversed(batch[done:]))
                self._taken = ()
                self._refused += refused
                self._problem = None
                self._changed_since_backup = True
                self._wake.notify_all()
        self._tell()

    def _put_back(self, batch: tuple[_Item, ...], error: Exception) -> None:
        problem = problem_of(error, self._path)
        if problem is None:
            _log.error("saving failed: %s\n%s", type(error).__name__, _where(error))
        else:
            _log.warning("not saved: %s (%s)", problem.value, type(error).__name__)
        with self._wake:
            self._queue.extendleft(reversed(batch))
            self._taken = ()
            self._problem = problem or SaveProblem.CANNOT_WRITE
            self._failed_at = _pace.read().monotonic
            self._not_before = self._failed_at + RETRY_MS

    def _write(self, batch: tuple[_Item, ...]) -> tuple[int, list[_Item]]:
        """Commit the first items of the batch; return how many, and which of them were refused."""
        con, keeper = self._ready()
        if con.in_transaction:
            # A disk that failed may have refused even the rollback.
            con.execute("ROLLBACK")
        began = _pace.read().monotonic
        done = 0
        refused: list[_Item] = []
        con.execute("BEGIN IMMEDIATE")
        try:
            con.execute(_MARK_OPEN, (__version__, sqlite3.sqlite_version))
            for item in batch:
                if not self._accepts(item, con, keeper):
                    refused.append(item)
                done += 1
                if _pace.read().monotonic - began >= BATCH_MS:
                    break
            keeper.settle()
            self._check_place()
            con.execute("COMMIT")
        except BaseException as error:
            keeper.forget()
            if con.in_transaction:
                con.execute("ROLLBACK")
            if isinstance(error, LogRemoved):
                # Closing moves what the removed log holds into the library.
                self._forget_connection()
            raise
        self._block_has_ended |= any(item.ends_a_block for item in batch[:done])
        self._log_has_traces |= any(item.leaves_traces for item in batch[:done])
        self._file_has_traces |= any(item.removes for item in batch[:done])
        self._fold_log()
        return done, refused

    def _carry_out_tasks(self) -> None:
        """Do what was asked for, once nothing waits to be saved before it."""
        with self._wake:
            if self._queue:
                return
            tasks = tuple(self._tasks)
            self._tasks.clear()
        for task in tasks:
            try:
                result = self._carried_out(task)
            except Exception as error:
                task.answer.set_exception(error)
            else:
                self._changed_since_backup = True
                task.answer.set_result(result)

    def _carried_out(self, task: _Task[_T]) -> _T:
        con, keeper = self._ready()
        keeper.forget()
        con.execute("BEGIN IMMEDIATE")
        try:
            con.execute(_MARK_OPEN, (__version__, sqlite3.sqlite_version))
            result = task.work(con, keeper)
            keeper.settle()
            self._check_place()
            con.execute("COMMIT")
        except BaseException:
            keeper.forget()
            if con.in_transaction:
                con.execute("ROLLBACK")
            raise
        if task.leaves_nothing:
            # The log would hold the pages of before, the file its free ones.
            self._empty_log(con)
            con.execute("VACUUM")
            self._empty_log(con)
        return result

    def _empty_log(self, con: sqlite3.Connection) -> None:
        """Fold the log into the file; a reader that is in the way is waited for."""
        for _ in range(_FOLDS_AT_MOST):
            (is_busy, _, _) = con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not is_busy:
                return
        raise sqlite3.OperationalError("the log cannot be emptied: a reader is in the way")

    def _fold_log(self) -> None:
        """Leave nothing in the log that tells the order of secret ballots, or that was removed.

        What was removed is not left in free pages of the file either. A reader may be in the way;
        then it is tried again with the next look round.
        """
        if self._log_has_traces and self._con is not None:
            with suppress(sqlite3.Error):
                if self._file_has_traces:
                    self._con.execute("VACUUM")
                    self._file_has_traces = False
                (is_busy, _, _) = self._con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                self._log_has_traces = bool(is_busy)

    def _accepts(self, item: _Item, con: sqlite3.Connection, keeper: Keeper) -> bool:
        """Write one item or nothing of it; say whether SQLite and the domain accepted it."""
        try:
            keeper.apply(item.changes)
        except Exception as error:
            if problem_of(error, self._path) is not None or not con.in_transaction:
                raise
            kinds = ", ".join(type(change).__name__ for change in item.changes)
            # The text of other errors may quote what a person typed.
            reason = str(error) if isinstance(error, sqlite3.IntegrityError) else ""
            _log.error(
                "refused: %s (%s) %s\n%s", kinds, type(error).__name__, reason, _where(error)
            )
            return False
        return True

    def _ready(self) -> tuple[sqlite3.Connection, Keeper]:
        con = self._connected()
        if self._keeper is None:
            self._keeper = Keeper(wrap(con))
        return con, self._keeper

    def _connected(self) -> sqlite3.Connection:
        """Return a connection to the file that has the library's name now."""
        if self._con is not None and not self._is_in_place():
            self._save_from_removal(self._con)
        if self._con is None:
            if not self._path.exists():
                raise FileMoved("the library was removed")
            self._con = connect_writer(self._path)
            self._con.row_factory = sqlite3.Row
            self._file = _identity(self._path)
        return self._con

    def _is_in_place(self) -> bool:
        return _identity(self._path) == self._file

    def _check_place(self) -> None:
        """Refuse to commit into files that nobody will find, because their names are gone."""
        if not self._is_in_place():
            raise FileMoved("the library was moved or removed")
        if not disk.side_files(self._path)[0].exists():
            raise LogRemoved("the library's log was removed")

    def _forget_connection(self) -> None:
        if self._con is not None:
            self._con.close()
        self._con = self._keeper = None

    def _save_from_removal(self, con: sqlite3.Connection) -> None:
        """Put what the open connection still holds back under the library's name.

        Raises FileMoved when another file stands there: two libraries are never mixed.
        """
        rescued = self._path.with_name(f".{self._path.name}.rescued")
        if self._path.exists():
            raise FileMoved("another file has taken the library's name")
        rescued.unlink(missing_ok=True)
        disk.create_private(rescued)
        copy_open(con, rescued)
        disk.sync_file(rescued)
        self._forget_connection()
        disk.set_aside(self._path, "removed", self._clock.read().wall)
        rescued.rename(self._path)
        disk.sync_folder(self._path.parent)
        _log.warning("the library file was removed while it was open and has been written again")

    def _backup_is_due(self) -> bool:
        """Say whether it is time: ten minutes after the last one, and when a block has ended."""
        wait = BACKUP_AFTER_BLOCK if self._block_has_ended else BACKUP_EVERY
        return (
            self._changed_since_backup
            and self._problem is None
            and self._clock.read().boot - self._last_backup >= wait
        )

    def _back_up_if_due(self) -> None:
        with self._wake:
            requests = tuple(self._requests)
            self._requests.clear()
        if not requests and not self._backup_is_due():
            return
        try:
            made = self._back_up_now()
        except BackupFailed as error:
            for request in requests:
                request.set_exception(error)
        else:
            for request in requests:
                request.set_result(made)

    def _back_up_now(self) -> Backup:
        reading = self._clock.read()
        self._last_backup = reading.boot
        try:
            if self._con is None:
                raise BackupFailed(self._backups.folder)
            made = self._backups.make(self._con, reading.wall)
        except BackupFailed as error:
            self._backup_problem = error
            _log.warning("no backup: %r", error.__cause__)
            raise
        except Exception as error:
            # A bug in a backup must not end the thread that saves.
            self._backup_problem = BackupFailed(self._backups.folder)
            _log.exception("no backup")
            raise self._backup_problem from error
        self._backup_problem = None
        self._changed_since_backup = self._block_has_ended = False
        return made

    def _finish(self) -> None:
        """Back up, and leave the library as one file that opens from read-only media too."""
        if self._changed_since_backup:
            # Why it failed is logged; what is saved is saved all the same.
            with suppress(BackupFailed):
                self._back_up_now()
        try:
            if self._con is not None:
                close_clean(self._connected())
        except (sqlite3.Error, OSError) as error:
            # The changes are committed; the next start reads them from the log beside the file.
            _log.warning("not closed to a single file: %r", error)
        finally:
            self._forget_connection()
            self._on_closed()


def close_clean(con: sqlite3.Connection) -> None:
    """Mark the library as closed in order, fold its log into it, and close the connection."""
    try:
        con.execute("UPDATE meta SET closed_clean = 1")
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        con.execute("PRAGMA journal_mode=DELETE")
    finally:
        con.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file of that name from every other one, or None without one."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _where(error: BaseException) -> str:
    """Return the places in the code, without the text of the error."""
    return "".join(traceback.format_tb(error.__traceback__))
