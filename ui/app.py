"""Starts the desktop program: theme, library, window; ends it in good order."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from platformdirs import user_log_path
from PySide6.QtCore import QBuffer, QIODevice, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui import event_loop
from ui.actions import Screen
from ui.collecting import Collector
from ui.crash import CrashReporter
from ui.desk import Desk
from ui.rehearsal import RehearsalBar
from ui.settings.panel import THEME_NAMES
from ui.single_instance import FirstWindow, raise_first_window
from ui.start_problem import StartProblem
from ui.theme import apply_theme
from ui.window import MainWindow
from virtu_desktop.cli.program import WindowRehearsal
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import MINUTE, Clock, Instant, ManualClock, SystemClock
from virtu_desktop.engine.changes import RunKind, SessionRecord
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.files import write_file
from virtu_desktop.i18n import interface
from virtu_desktop.settings import Settings
from virtu_desktop.storage.errors import DamagedLibrary
from virtu_desktop.storage.library import Library

_CLOSE_WITHIN_S = 5.0


def run(
    library: Path,
    *,
    demo: bool,
    session: str | None,
    rehearsal: WindowRehearsal | None,
    picture: Path | None,
    settings: Settings,
) -> int:
    """Open the window on a library and return the exit code when it closes.

    picture: write the window to this PNG file as soon as everything is shown, and close.
    Raises KnownError when the library cannot be opened and no window can help, and CannotWrite
    when there can be no picture.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("virtu")
    app.setApplicationDisplayName("Virtu Desktop")
    app.setQuitOnLastWindowClosed(False)
    if picture is None and raise_first_window(library):
        return 0
    crash = CrashReporter(user_log_path("virtu", appauthor=False) / "fault.log")
    crash.install()
    apply_theme(app, THEME_NAMES[settings.theme], scale=settings.text_scale / 100)
    program = _Program(
        library,
        session=session,
        rehearsal=rehearsal,
        picture=picture,
        settings=settings,
        crash=crash,
    )
    try:
        return event_loop.run(app, program.run())
    finally:
        crash.close()


class _Program:
    """One run of the desktop program."""

    def __init__(
        self,
        path: Path,
        *,
        session: str | None,
        rehearsal: WindowRehearsal | None,
        picture: Path | None,
        settings: Settings,
        crash: CrashReporter,
    ) -> None:
        self._path = path
        self._session = session
        self._rehearsal = rehearsal
        self._picture = picture
        self._settings = settings
        self._crash = crash
        self._ended = asyncio.Event()
        # A backup with which the window should begin again, and what is said of it then.
        self._backup: Path | None = None
        self._told = ""

    async def run(self) -> int:
        """Open, wait for the end, close; after a backup was restored begin again."""
        while True:
            saves = _SaveRelay()
            library = await self._open_library(saves)
            if library is None:
                return 1
            loop = asyncio.get_running_loop()
            try:
                code = await self._show(library, saves)
            finally:
                left = await loop.run_in_executor(None, library.close, _CLOSE_WITHIN_S)
            if self._backup is None or left:
                return code
            await loop.run_in_executor(None, self._restore, self._backup)
            self._session, self._backup = None, None
            self._ended.clear()

    def _restore(self, backup: Path) -> None:
        """Put a backup in the place of the closed library, and remember what to say of it."""
        tr = interface()
        try:
            restored = Library.restore(self._path, backup, clock=SystemClock())
        except KnownError as error:
            self._told = error.words(tr)
            return
        kept = restored.aside[-1].name if restored.aside else ""
        self._told = tr(
            "Restored. The library from before is kept as {file}, in the list of backups.",
            file=kept,
        )

    def _begin_again(self, backup: Path) -> None:
        self._backup = backup

    async def _show(self, library: Library, saves: _SaveRelay) -> int:
        """Show the window on an open library until it is closed."""
        record = self._first_record(library)
        clock: Clock = SystemClock()
        if self._rehearsal is not None and record is not None:
            clock = ManualClock(Instant(record.session.plan.start - MINUTE))
        kind = RunKind.LIVE if self._rehearsal is None else RunKind.REHEARSAL
        desk = Desk(library, clock=clock, settings=self._settings, kind=kind)
        saves.told.connect(desk.save_changed)
        window = MainWindow(desk)
        window.closed.connect(self._ended.set)
        window.restore_wanted.connect(self._begin_again)
        self._crash.tell_with(window.watchman.tell_failure)
        first = FirstWindow(self._path, window)
        first.raised.connect(lambda: _raise(window))
        if self._rehearsal is not None and isinstance(clock, ManualClock):
            bar = RehearsalBar(
                desk,
                clock,
                speed=self._rehearsal.speed,
                seed=self._rehearsal.seed,
                parent=window,
            )
            window.add_bar(bar)
        if record is not None:
            desk.open_record(record)
        if self._rehearsal is not None:
            window.show_screen(Screen.RUN)
        window.show()
        collector = Collector()
        window.watchman.tell_about_library(had_fault=self._crash.had_fault)
        if self._told:
            desk.tell_done(self._told)
            self._told = ""
        try:
            if self._picture is None:
                await self._ended.wait()
            else:
                await desk.background.idle()
                desk.tick()
                _write_picture(window, self._picture)
        finally:
            first.close()
            desk.close()
            window.deleteLater()
            collector.close()
        return 0

    async def _open_library(self, saves: _SaveRelay) -> Library | None:
        """Open the library; when it is damaged, ask in a small window what to do."""
        while True:
            try:
                return Library.open(self._path, clock=SystemClock(), on_status=saves.told.emit)
            except DamagedLibrary as damaged:
                if self._picture is not None or not await StartProblem(damaged).ask():
                    raise
                Library.set_aside_and_restore(self._path, clock=SystemClock())

    def _first_record(self, library: Library) -> SessionRecord | None:
        """Return the session to show at once: the one asked for, else the one under way."""
        wanted = library.unfinished_run() if self._session is None else SessionId(self._session)
        return None if wanted is None else library.session(wanted)


class _SaveRelay(QObject):
    """Carries the state of saving from the writer's thread to the window's."""

    told = Signal(object)


def _write_picture(window: QWidget, path: Path) -> None:
    """Write the window to a PNG file; raise CannotWrite."""
    png = QBuffer()
    png.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(png, "PNG")
    write_file(path, bytes(png.data().data()))


def _raise(window: QWidget) -> None:
    """Bring the window to the front, also when it is minimised."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
