"""A main window on a real library and a clock that stands, driven by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Screen
from ui.desk import Desk
from ui.notices import Topic
from ui.theme import ThemeName, apply_theme, theme
from ui.widgets.buttons import ActionButton
from ui.window import MainWindow
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.programme import Session, SessionId
from virtu_desktop.domain.time import SECOND, Duration, Instant, ManualClock, minutes, parse_instant
from virtu_desktop.domain.timeline import Projection
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.engine.session import SessionController
from virtu_desktop.settings import Settings
from virtu_desktop.storage.library import Library

ZONE = "Europe/Helsinki"
SECRET = "Ask the quiet table first"


def at(clock: str) -> Instant:
    """Return the instant at which clocks in Helsinki show ``clock`` (HH:MM:SS) that day."""
    return parse_instant(f"2026-11-25T{clock}+02:00")


def half_day(name: str = "s1") -> Session:
    """Return a session of five blocks from 9:00 to 10:35, the breakout of which is optional."""
    blocks = (
        _block("welcome", "Welcome", 10, BlockKind.OPENING),
        _block("talk", "What changed since last time", 30, BlockKind.PLENARY),
        _block("coffee", "Coffee", 15, BlockKind.BREAK),
        _block("rooms", "Pienryhmätyöskentely: rakenna oma", 30, BlockKind.BREAKOUT, optional=True),
        _block("closing", "Closing", 10, BlockKind.CLOSING),
    )
    plan = Plan(start=at("09:00:00"), zone=ZONE, blocks=blocks, end=at("10:35:00"))
    return Session(id=SessionId(name), title=f"Half-day {name}", plan=plan)


def _block(
    name: str, title: str, length: float, kind: BlockKind, *, optional: bool = False
) -> Block:
    return Block(
        id=BlockId(name),
        title=title,
        length=minutes(length),
        minimum=minutes(length * 2 / 3),
        kind=kind,
        optional=optional,
        room="Move to tables 1 to 4. One laptop for each table joins the channel of the group.",
        remote="Join your channel from the invitation. The link to the canvas is in the chat.",
        trainer_note=SECRET,
    )


def focused() -> QWidget:
    """Return what has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


class Relay(QObject):
    """Carries the state of saving from the writer's thread to the window's."""

    told = Signal(object)


class Cockpit:
    """One start of the program on a library file."""

    def __init__(
        self,
        folder: Path,
        qtbot: QtBot,
        clock: ManualClock,
        *,
        settings: Settings | None = None,
        read_only: bool = False,
    ) -> None:
        """Open the library in ``folder``, and the window on it."""
        self.qtbot = qtbot
        self.clock = clock
        self._relay = Relay()
        self.library = Library.open(
            folder / "library.sqlite",
            clock=clock,
            on_status=self._relay.told.emit,
            read_only=read_only,
        )
        self.desk = Desk(self.library, clock=clock, settings=settings or Settings())
        self._relay.told.connect(self.desk.save_changed)
        self.window = MainWindow(self.desk)
        self.window.resize(1440, 900)
        self.window.show()
        self.activate()

    def activate(self) -> None:
        """Bring the window to the front, where keys go."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)

    def pretend_saving(self) -> None:
        """Wait until all is saved, and let only the test tell from now on how saving stands."""
        assert self.library.flush(10)
        self._relay.told.disconnect(self.desk.save_changed)
        # What was told before and is still under way comes now.
        QApplication.sendPostedEvents()

    def kill(self) -> None:
        """End this start without asking anything; what is on the disk stays."""
        assert self.library.flush(10)
        if self.window.isVisible():
            self.window.director.close()
            self.window.watchman.close()
            self.window.hide()
        self.desk.close()
        # At once, so that no window of this start is left to take the keyboard.
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)
        self.library.close(10)

    @property
    def controller(self) -> SessionController:
        """Return the open session's controller."""
        assert self.desk.controller is not None
        return self.desk.controller

    @property
    def projection(self) -> Projection:
        """Return where the open session stands."""
        return self.controller.projection()

    @property
    def current(self) -> str | None:
        """Return the id of the running block."""
        return self.controller.run.state.current

    @property
    def toast(self) -> str:
        """Return the words of the toast, or nothing while there is none."""
        toast = self.window.watchman.toast
        return toast.text if toast.isVisible() else ""

    def line(self, topic: Topic) -> str:
        """Return the words of a line under the top bar, or nothing while there is none."""
        banner = self.window.notices.banner(topic)
        return banner.text if banner.isVisible() else ""

    def open(self, session: Session | None = None) -> None:
        """Save a session, open it, and show the cockpit."""
        session = session or half_day()
        self.library.submit(SaveSession(session=session))
        self.reopen(session.id)

    def reopen(self, session: str = "s1") -> None:
        """Open a saved session as the library's list does, and show the cockpit."""
        assert self.library.flush(10)
        self.desk.load_session(SessionId(session))
        self.qtbot.waitUntil(
            lambda: self.desk.controller is not None and self.controller.session.id == session
        )
        self.key("Ctrl+2")
        assert self.window.shown_screen is Screen.RUN

    def key(self, *keys: str) -> None:
        """Press keys, a second after each other, where the keyboard is."""
        for each in keys:
            self.activate()
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(each))
            self.wait(1)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard, which a letter may change."""
        self.activate()
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, letter)

    def wait(self, seconds: float) -> None:
        """Let time pass with a tick every second."""
        left = round(seconds * 1000)
        while left > 0:
            step = Duration(min(left, SECOND))
            self.clock.advance(step)
            self.desk.tick()
            left -= step
        # What comes after the painting comes now.
        self.window.run.show_standing()

    def button(self, action: str) -> ActionButton:
        """Return the visible button of an action."""
        found = [
            button
            for button in self.window.findChildren(ActionButton)
            if button.isVisible() and button.action.objectName() == action
        ]
        assert found, f"no button of {action} is visible"
        return found[0]

    def click(self, button: QAbstractButton) -> None:
        """Click a button with the mouse."""
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait(1)

    def click_undo(self) -> None:
        """Click Undo on the toast."""
        self.click(self.named_button("Undo", self.window.watchman.toast))

    def named_button(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """Return the visible button with a text."""
        found = [
            button
            for button in (within or self.window).findChildren(QAbstractButton)
            if button.isVisible() and button.text() == text
        ]
        assert found, f"no button says {text}"
        return found[0]

    def answer(self, topic: Topic, words: str) -> None:
        """Press a button of a line under the top bar."""
        self.click(self.named_button(words, self.window.notices.banner(topic)))

    def select(self, block: str) -> None:
        """Put the keyboard on a row of the timeline with L and the arrow keys."""
        self.key("L", "Home")
        for _step in range(list(self.controller.plan.positions).index(BlockId(block))):
            self.key("Down")
        assert self.window.run.timeline.selected == block

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something that another thread does."""
        self.qtbot.waitUntil(is_so)

    def centre_of(self, row: int) -> QPoint:
        """Return the middle of a row of the notes list."""
        notes = self.window.run.notes.list
        return notes.visualRect(notes.model().index(row, 0)).center()


@contextmanager
def started(
    folder: Path,
    qtbot: QtBot,
    clock: ManualClock,
    *,
    settings: Settings | None = None,
    read_only: bool = False,
) -> Iterator[Cockpit]:
    """Start the program, and end it as a kill would."""
    light()
    made = Cockpit(folder, qtbot, clock, settings=settings, read_only=read_only)
    try:
        yield made
    finally:
        made.kill()
        light()


def light(scale: float = 1.0) -> None:
    """Apply the light theme unless it is applied already, which takes its time."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    is_so = app.styleSheet() and (theme().name, theme().scale) == (ThemeName.LIGHT, scale)
    if not is_so:
        apply_theme(app, ThemeName.LIGHT, scale=scale)
