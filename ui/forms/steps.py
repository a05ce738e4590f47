"""Long work in steps off the window's thread, which can be stopped between two of them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk

_S = TypeVar("_S")
_R = TypeVar("_R")


class _End(Generic[_R]):
    """What a generator returned."""

    def __init__(self, result: _R) -> None:
        self.result = result


class StepRunner(QObject, Generic[_S, _R]):
    """Goes through a generator step by step; one at a time.

    stepped carries what a step yielded, ended what the generator returned, failed its error;
    stopped tells that it was left between two steps.
    """

    stepped = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Make it idle."""
        super().__init__(parent)
        self._desk = desk
        self._steps: Generator[_S, None, _R] | None = None
        self._is_stopping = False

    @property
    def is_busy(self) -> bool:
        """Say whether work goes on."""
        return self._steps is not None

    def start(self, steps: Generator[_S, None, _R]) -> None:
        """Begin; nothing happens while other work goes on."""
        if self._steps is None:
            self._steps = steps
            self._is_stopping = False
            self._go_on()

    def stop(self) -> None:
        """Leave the work after the step that is being done."""
        self._is_stopping = self.is_busy

    def _go_on(self) -> None:
        steps = self._steps
        assert steps is not None
        self._desk.background.run(_next(steps), self._take, self._fail)

    def _take(self, outcome: _S | _End[_R]) -> None:
        if isinstance(outcome, _End):
            self._steps = None
            self.ended.emit(outcome.result)
        elif self._is_stopping:
            self._steps = None
            self.stopped.emit()
        else:
            self.stepped.emit(outcome)
            self._go_on()

    def _fail(self, error: Exception) -> None:
        self._steps = None
        self.failed.emit(error)


def _next(steps: Generator[_S, None, _R]) -> Callable[[], _S | _End[_R]]:
    def work() -> _S | _End[_R]:
        try:
            return next(steps)
        except StopIteration as stop:
            return _End(stop.value)

    return work
