"""Garbage is looked for on the thread of the windows, whoever makes it."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.collecting import Collector
from ui.event_loop import Background


class _Pair(QObject):
    """Two that hold each other, as a window and what it shows do."""

    def __init__(self) -> None:
        super().__init__()
        self.other: _Pair | None = None


def _much_garbage() -> bool:
    """Make so much that Python would look for garbage many times over."""
    for _number in range(50_000):
        loop: list[object] = []
        loop.append(loop)
    return True


def test_a_window_is_never_taken_down_by_another_thread(
    qtbot: QtBot, asyncio_loop: None, collector: Collector
) -> None:
    """What only holds itself outlives heavy work elsewhere and goes at the next look."""
    gone_on: list[int] = []
    one, two = _Pair(), _Pair()
    one.other, two.other = two, one
    weakref.finalize(one, lambda: gone_on.append(threading.get_ident()))
    del one, two
    background = Background()
    made: list[bool] = []
    background.run(_much_garbage, made.append, lambda error: None)
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    background.close()
    assert set(gone_on) <= {threading.get_ident()}
    _much_garbage()

    collector.look()
    assert gone_on == [threading.get_ident()]


def test_python_looks_by_itself_again_afterwards(collector: Collector) -> None:
    """Who closes the collector gets the usual way of Python back."""
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
    gc.disable()
