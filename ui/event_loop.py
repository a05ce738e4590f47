"""Runs coroutines on the Qt event loop; the only module that knows qasync."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtWidgets import QApplication

# qasync takes whichever Qt it finds unless it is told.
os.environ["QT_API"] = "pyside6"

import qasync  # type: ignore[import-untyped]  # it ships no types

_T = TypeVar("_T")
_log = logging.getLogger("virtu.ui.loop")


def run(app: QApplication, main: Coroutine[object, object, int]) -> int:
    """Run ``main`` and everything it starts on the Qt loop; return what it returns."""
    loop = make_loop(app)
    try:
        return int(loop.run_until_complete(main))
    finally:
        loop.close()
        asyncio.set_event_loop(None)


def make_loop(app: QApplication, *, already_running: bool = False) -> asyncio.AbstractEventLoop:
    """Return an event loop on the Qt loop of ``app``, made the current one.

    already_running: something else runs the Qt loop; stop and close the returned one at the end.
    """
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app, already_running=already_running)
    loop.set_exception_handler(_log_failure)
    asyncio.set_event_loop(loop)
    return loop


def _log_failure(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    error = context.get("exception")
    _log.error(
        "a task failed: %s",
        context.get("message"),
        exc_info=error if isinstance(error, BaseException) else None,
    )


class Background:
    """Does slow work off the window's thread and hands the results back to it.

    Keeps every task until it is done: the loop itself holds only weak references.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="virtu-background")
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def run(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do ``work`` on another thread, then call ``done`` or ``failed`` on this one."""
        task = asyncio.get_event_loop().create_task(self._run(work, done, failed))
        self._tasks.add(task)
        task.add_done_callback(self._forget)

    async def idle(self) -> None:
        """Wait until everything that runs now, and what follows from it, is done."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # Taking the result failed: told like every other failure in the window.
            sys.excepthook(type(error), error, error.__traceback__)

    async def _run(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._threads, work)
        except Exception as error:
            if not self._is_closed:
                failed(error)
        else:
            if not self._is_closed:
                done(result)

    def close(self) -> None:
        """Let running work finish, take no more; nobody is there for results any more."""
        self._is_closed = True
        self._threads.shutdown(wait=True)
