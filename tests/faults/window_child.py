"""The whole program in a process of its own, with a hand on its keyboard and an eye on its window.

``python -m tests.faults.window_child ARGUMENTS`` runs ``virtu ARGUMENTS``: command line, loop,
library and window are the real ones. It takes orders as JSON lines on standard input and tells
what happens as JSON lines on standard output. Keys are pressed on the window as a person would.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from time import perf_counter_ns
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QWidget

from tests.faults.half_day import HalfDay, sum_of
from ui import app, launch
from ui.desk import Desk
from ui.notices import Topic
from ui.window import MainWindow
from virtu_desktop.domain.time import SECOND, SystemClock
from virtu_desktop.domain.timeline import Status
from virtu_desktop.engine.changes import (
    AppendEvents,
    Change,
    DeleteNote,
    SaveDraft,
    SaveNote,
)
from virtu_desktop.engine.store import SaveState, SaveStatus
from virtu_desktop.storage.library import Library

HEARTBEAT_MS = 5
_NO_KEY = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_KEYS = {
    "next": (Qt.Key.Key_Space, _NO_KEY),
    "previous": (Qt.Key.Key_Space, _SHIFT),
    "pause": (Qt.Key.Key_P, _NO_KEY),
    "plus": (Qt.Key.Key_Plus, _NO_KEY),
    "minus": (Qt.Key.Key_Minus, _NO_KEY),
    "plus 5": (Qt.Key.Key_5, _NO_KEY),
    "skip": (Qt.Key.Key_S, _NO_KEY),
    "restore": (Qt.Key.Key_R, _NO_KEY),
    "catch up": (Qt.Key.Key_C, _NO_KEY),
    "other offer": (Qt.Key.Key_C, _SHIFT),
    "why": (Qt.Key.Key_W, _NO_KEY),
    "undo": (Qt.Key.Key_Z, _CTRL),
    "backdate": (Qt.Key.Key_B, _NO_KEY),
    "stage": (Qt.Key.Key_F5, _NO_KEY),
    "strip": (Qt.Key.Key_F6, _NO_KEY),
    "timeline": (Qt.Key.Key_L, _NO_KEY),
    "note": (Qt.Key.Key_N, _NO_KEY),
    "up": (Qt.Key.Key_Up, _NO_KEY),
    "down": (Qt.Key.Key_Down, _NO_KEY),
    "enter": (Qt.Key.Key_Return, _NO_KEY),
    "escape": (Qt.Key.Key_Escape, _NO_KEY),
    "run": (Qt.Key.Key_2, _CTRL),
    "plan": (Qt.Key.Key_1, _CTRL),
    "library": (Qt.Key.Key_L, _CTRL),
    "rooms": (Qt.Key.Key_G, _NO_KEY),
    "form": (Qt.Key.Key_G, _SHIFT),
    "send": (Qt.Key.Key_O, _NO_KEY),
    "place": (Qt.Key.Key_O, _SHIFT),
    "room plus": (Qt.Key.Key_Plus, _CTRL),
    "all plus": (Qt.Key.Key_Plus, Qt.KeyboardModifier.AltModifier),
    "apply": (Qt.Key.Key_Return, _CTRL),
    "help": (Qt.Key.Key_H, _SHIFT),
    "done": (Qt.Key.Key_F, _SHIFT),
    "ask": (Qt.Key.Key_Q, _NO_KEY),
    "prepared": (Qt.Key.Key_Q, _SHIFT),
    "hands": (Qt.Key.Key_H, _NO_KEY),
    "close poll": (Qt.Key.Key_K, _NO_KEY),
    "another round": (Qt.Key.Key_K, _SHIFT),
    "door": (Qt.Key.Key_D, _NO_KEY),
    "line": (Qt.Key.Key_L, _SHIFT),
}
# What a hurried trainer does, and how often in comparison.
_HABITS = {
    "next": 10,
    "previous": 6,
    "pause": 10,
    "plus": 10,
    "minus": 6,
    "plus 5": 6,
    "skip": 3,
    "restore": 4,
    "catch up": 6,
    "other offer": 2,
    "why": 2,
    "undo": 12,
    "backdate": 3,
    "note": 12,
    "draft": 2,
}
# The same with rooms out, a poll open and people coming and going.
_CROWDED_HABITS = {
    "pause": 3,
    "plus": 3,
    "undo": 10,
    "note": 4,
    "form": 3,
    "send": 1,
    "place": 2,
    "room plus": 6,
    "all plus": 5,
    "help": 4,
    "done": 3,
    "ask": 6,
    "prepared": 2,
    "hands": 12,
    "close poll": 4,
    "another round": 2,
    "door": 8,
    "line": 3,
}
_QUESTIONS = ("Break now? yes/no", "How easy was it? 1-5", "Which one? red/green/blue")
_LETTERS = "aeijklmnoprstu"
_WORDS = ("#idea", "#decision", "@Mia", "rooms", "later", "#parking", "try", "again", "#quote")


def tell(what: str, **facts: object) -> None:
    """Tell the parent something, at once."""
    os.write(1, f"{json.dumps({'what': what} | facts)}\n".encode())


class DeclaringLibrary(Library):
    """Tells what is handed over before it is, so that the parent knows what the file may hold."""

    handed = 0
    _half_day: HalfDay | None = None

    def submit(self, *changes: Change) -> None:
        """Tell, then hand over."""
        DeclaringLibrary.handed += 1
        session = self.unfinished_run() if self._half_day is None else None
        if session is not None:
            self._half_day = HalfDay(self.session(session))
        tell(
            "handed",
            number=self.handed,
            changes=[_portable(change) for change in changes],
            half_day=None if self._half_day is None else self._half_day.take(changes),
        )
        super().submit(*changes)


def _portable(change: Change) -> dict[str, object]:
    match change:
        case AppendEvents(events=events):
            return {"events": [[event.id, event.action] for event in events]}
        case SaveNote(note=note):
            return {"note": note.id, "text": note.text}
        case DeleteNote(note=gone):
            return {"gone": gone}
        case SaveDraft(text=text):
            return {"draft": text}
        case _:
            return {"other": type(change).__name__}


class DrivenWindow(MainWindow):
    """The real window with a driver beside it."""

    def __init__(self, desk: Desk) -> None:
        """Build the window and begin to watch it."""
        super().__init__(desk)
        self.driver = Driver(self)


class Driver(QObject):
    """Presses keys, and tells what is painted and what is saved."""

    def __init__(self, window: MainWindow) -> None:
        """Watch ``window`` and wait for orders."""
        super().__init__(window)
        self._window = window
        self._clock = SystemClock()
        self._has_painted = False
        self._is_counting_ticks = False
        self._last_shown = ""
        self._chance = random.Random()
        self._autopilot = QTimer(self)
        self._autopilot.setSingleShot(True)
        self._autopilot.timeout.connect(self._act_by_habit)
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(HEARTBEAT_MS)
        self._beat.timeout.connect(self._heart_beat)
        self._last_beat = 0
        self._longest = 0
        self._banner_text: str | None = None
        self._orders = b""
        self._waiting: deque[list[Any]] = deque()
        self._is_busy = False
        self._listener = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._listener.activated.connect(self._listen)
        self._targets: dict[str, QWidget] = {
            "ring": window.run.now.ring,
            "list": window.library.grid.viewport(),
            "timeline": window.run.timeline.column.viewport(),
        }
        self._measured = ""
        self._has_painted_target = False
        self._began_ns = 0
        for target in self._targets.values():
            target.installEventFilter(self)
        window.installEventFilter(self)
        window.desk.save_changed.connect(self._save_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what has been painted, once all of it is."""
        if event.type() == QEvent.Type.Paint:
            if watched is self._targets["ring"]:
                QTimer.singleShot(0, self, self._ring_painted)
            elif watched is self._targets["list"] and self._window.library.grid.model().rowCount():
                QTimer.singleShot(0, self, self._list_painted)
            self._has_painted_target |= watched is self._targets.get(self._measured)
        elif event.type() == QEvent.Type.UpdateRequest and self._measured:
            return self._paint_measured(event)
        return False

    def _paint_measured(self, event: QEvent) -> bool:
        """Let the window paint now, and tell when what is measured was among it."""
        ended = self._window.event(event)
        if self._has_painted_target:
            took_ns = perf_counter_ns() - self._began_ns
            self._measured = ""
            tell("measured", took_ns=took_ns)
        return ended

    def _measure(self, key: str, target: str) -> None:
        """Press a key and tell how long it takes until what it changes is on the screen."""
        if target == "plan":
            # Made late, so that starting is measured without it.
            self._targets[target] = self._window.plan.table.viewport()
            self._targets[target].installEventFilter(self)
        self._measured = target
        self._has_painted_target = False
        self._began_ns = perf_counter_ns()
        self._press(key)

    def _ring_painted(self) -> None:
        if not self._has_painted:
            self._has_painted = True
            tell("painted", **self._standing())
        if self._is_counting_ticks:
            self._count_tick()

    def _list_painted(self) -> None:
        if not self._has_painted:
            self._has_painted = True
            tell("listed", monotonic=self._clock.read().monotonic)

    def _standing(self) -> dict[str, object]:
        """Return what the cockpit shows, and what its session says at the same instant."""
        ring = self._window.run.now.ring.state
        controller = self._window.desk.controller
        assert controller is not None
        reading = self._clock.read()
        current = controller.projection().current
        return {
            "monotonic": reading.monotonic,
            "wall": reading.wall,
            "block": None if current is None else current.id,
            "remaining": None if current is None else current.remaining,
            "shown": ring.time,
            "spoken": ring.spoken,
            "is_paused": ring.is_paused,
            "events": len(controller.run.record),
            "half_day": sum_of(
                controller.breakouts.rounds,
                controller.polls.polls,
                controller.register.presences,
            ),
            "is_out": controller.breakouts.is_out,
            "has_poll": controller.polls.current is not None,
        }

    def _count_tick(self) -> None:
        """Tell how long after the true change of the second the new one was on the screen."""
        shown = self._window.run.now.ring.state.time
        controller = self._window.desk.controller
        if controller is None or shown == self._last_shown:
            return
        is_first, self._last_shown = not self._last_shown, shown
        current = controller.projection().current
        if current is not None and not is_first:
            tell("tick", late=-current.remaining % SECOND, shown=shown)

    def _save_changed(self, status: SaveStatus) -> None:
        tell(
            "save",
            state=status.state.value,
            waiting=status.waiting,
            words=self._window.bar.save.text(),
            monotonic=self._clock.read().monotonic,
        )
        self._tell_saved()

    def _tell_saved(self) -> None:
        """Tell up to which item all is saved: only this thread hands items over."""
        if self._window.desk.library.status.state is SaveState.SAVED:
            tell("saved", number=DeclaringLibrary.handed)

    def _heart_beat(self) -> None:
        now = self._clock.read().monotonic
        self._longest = max(self._longest, now - self._last_beat)
        self._last_beat = now
        banner = self._window.notices.banner(Topic.NOT_SAVED)
        text = banner.text if banner.isVisible() else None
        if (text is None) != (self._banner_text is None):
            tell("banner", text=text, monotonic=now)
        self._banner_text = text

    def _listen(self) -> None:
        read = os.read(0, 65536)
        if not read:
            self._listener.setEnabled(False)
        *lines, self._orders = (self._orders + read).split(b"\n")
        self._waiting += (json.loads(line) for line in lines)
        self._carry_out()

    def _carry_out(self) -> None:
        """Carry the orders out one after the other.

        A pressed key lets Qt go round, and so this may be called in the middle of an order or of
        a habit: what comes meanwhile waits until that is done.
        """
        if self._is_busy:
            return
        self._is_busy = True
        while self._waiting:
            order, *words = self._waiting.popleft()
            self._order(order)(*words)
        self._is_busy = False

    def _order(self, order: str) -> Callable[..., object]:
        orders: dict[str, Callable[..., object]] = {
            "press": self._press_and_tell,
            "type": self._type,
            "autopilot": self._fly,
            "crowd": partial(self._fly, is_crowded=True),
            "land": self._autopilot.stop,
            "measure": self._measure,
            "count ticks": self._count_ticks,
            "beat": self._start_beating,
            "stop beating": self._stop_beating,
            "minimise": self._window.showMinimized,
            "standing": lambda: tell("standing", **self._standing()),
            "quit": self._quit,
        }
        return orders[order]

    def _press_and_tell(self, key: str) -> None:
        began = self._clock.read().monotonic
        self._press(key)
        # A timer of 0 ms comes after what the key led to is painted.
        QTimer.singleShot(0, self, lambda: self._pressed(key, began))

    def _pressed(self, key: str, began: int) -> None:
        ended = self._clock.read().monotonic
        tell("pressed", key=key, monotonic=ended, took=ended - began)

    def _press(self, key: str) -> None:
        from PySide6.QtTest import QTest

        # Stage and strip become active when they open; the trainer clicks back.
        self._window.activateWindow()
        QTest.keyClick(self._window.windowHandle(), *_KEYS[key])

    def _type(self, text: str) -> None:
        from PySide6.QtTest import QTest

        for letter in text:
            QTest.keyClick(self._window.windowHandle(), ord(letter))

    def _fly(self, seed: int, least_ms: int, most_ms: int, *, is_crowded: bool = False) -> None:
        self._chance = random.Random(seed)
        self._habits = _CROWDED_HABITS if is_crowded else _HABITS
        self._pace = (least_ms, most_ms)
        self._autopilot.start(0)

    def _act_by_habit(self) -> None:
        if self._is_busy:
            # An order is being carried out, which lets Qt go round.
            self._autopilot.start(self._pace[0])
            return
        self._is_busy = True
        habit = self._chance.choices(list(self._habits), list(self._habits.values()))[0]
        if habit in ("next", "skip") and self._left() < 2:
            habit = "previous"
        self._do(habit)
        self._tell_saved()
        # An unfinished line is left alone until it has been saved by itself.
        wait = 800 if habit == "draft" else self._chance.randint(*self._pace)
        self._is_busy = False
        self._autopilot.start(wait)
        # One of the orders that waited may be to land.
        self._carry_out()

    def _left(self) -> int:
        controller = self._window.desk.controller
        rows = () if controller is None else controller.projection().rows
        return sum(row.status is Status.PENDING for row in rows)

    def _do(self, habit: str) -> None:
        if habit == "restore":
            way = self._chance.choice(("up", "down"))
            for key in ("timeline", *[way] * self._chance.randint(1, 6), "restore"):
                self._press(key)
        elif habit == "backdate":
            for key in ("backdate", "enter", "timeline"):
                self._press(key)
        elif habit in ("note", "draft"):
            self._press("note")
            self._type(f" {' '.join(self._chance.choices(_WORDS, k=3))}")
            if habit == "note":
                self._press("enter")
                self._press("escape")
        elif habit in ("ask", "door"):
            self._press("escape")
            self._press(habit)
            words = self._chance.choice(_QUESTIONS)
            self._type(words if habit == "ask" else "".join(self._chance.choices(_LETTERS, k=2)))
            self._press("enter")
            self._press("escape")
        elif habit == "hands":
            self._press("hands")
            self._type("".join(self._chance.choices("123", k=self._chance.randint(1, 5))))
            self._press("escape")
        elif habit in ("room plus", "all plus", "help", "done"):
            for key in ("rooms", *["down"] * self._chance.randint(0, 3), habit):
                self._press(key)
            if "plus" in habit:
                self._press("apply")
        else:
            self._press("escape")
            self._press(habit)

    def _count_ticks(self) -> None:
        self._is_counting_ticks = True

    def _start_beating(self) -> None:
        self._last_beat = self._clock.read().monotonic
        self._longest = 0
        self._beat.start()

    def _stop_beating(self) -> None:
        self._beat.stop()
        tell("beaten", longest=self._longest)

    def _quit(self) -> None:
        """Close as a person would who confirms that a session runs."""
        self._autopilot.stop()
        self._window.close()
        for button in self._window.notices.banner(Topic.CLOSING).buttons[1:]:
            button.click()


def main() -> None:
    """Run the program as ``virtu``, watched."""
    sys.argv[0] = "virtu"
    with (
        patch.object(app, "MainWindow", DrivenWindow),
        patch.object(app, "Library", DeclaringLibrary),
    ):
        launch.main()


if __name__ == "__main__":
    main()
