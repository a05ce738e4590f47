"""Start the whole program in a process, give it orders, and hear what it tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # it ships no types

from virtu_desktop.domain.time import MINUTE, Instant, SystemClock
from virtu_desktop.exchange.demo import build_demo
from virtu_desktop.storage.library import Library

ROOT = Path(__file__).parents[2]
MEGABYTE = 2**20
Told = dict[str, Any]
clock = SystemClock()


def surroundings() -> dict[str, str]:
    """Return an environment in which Python keeps what it compiled, as an installation does."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path.home() / "bytecode")}


class WindowProcess:
    """One run of the program; ``told`` is all that it has told so far."""

    def __init__(self, *arguments: object) -> None:
        """Start it; the moment is kept in ``started`` (monotonic milliseconds)."""
        self.told: list[Told] = []
        self._news = threading.Condition()
        self._is_over = False
        self.started = clock.read().monotonic
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.window_child", "--verbose", *map(str, arguments)],
            cwd=ROOT,
            env=surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._problems: list[bytes] = []
        self._threads = [
            threading.Thread(target=self._hear),
            threading.Thread(target=self._hear_problems),
        ]
        for thread in self._threads:
            thread.start()

    def order(self, *words: object) -> None:
        """Give an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(words)}\n".encode())
        self.process.stdin.flush()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before is done."""
        for key in keys:
            self.order("press", key)
            self.wait_for("pressed")

    def wait_for(
        self, what: str, fits: Callable[[Told], bool] = lambda told: True, timeout_s: float = 60
    ) -> Told:
        """Return the next thing told of that kind, and forget it and all of its kind before it."""
        with self._news:
            found: list[Told] = []

            def has_come() -> bool:
                found[:] = [one for one in self.told if one["what"] == what and fits(one)]
                return bool(found) or self._is_over

            self._news.wait_for(has_come, timeout_s)
            assert found, f"never told: {what}; {self.problems[-2000:]}"
            last = self.told.index(found[0])
            self.told[: last + 1] = [one for one in self.told[:last] if one["what"] != what]
            return found[0]

    def all_told(self, what: str) -> list[Told]:
        """Return everything of a kind that has been told and not waited for."""
        with self._news:
            return [one for one in self.told if one["what"] == what]

    def idle(self, seconds: float) -> None:
        """Let the program run for a while; fail if it ends."""
        with self._news:
            self._news.wait_for(lambda: self._is_over, seconds)
            assert not self._is_over, self.problems

    def kill(self) -> None:
        """Kill it with no chance to clean up, and hear the rest of what it told."""
        self.process.kill()
        self._finish()

    def quit(self) -> int:
        """Close the window as a person would; return the exit code."""
        self.order("quit")
        self._finish()
        return self.process.returncode

    @property
    def memory(self) -> float:
        """Return the memory that it uses in megabytes, shared parts included."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / MEGABYTE

    @property
    def open_files(self) -> int:
        """Return how many files and sockets it holds open."""
        return int(psutil.Process(self.process.pid).num_fds())

    def share_of_a_core(self, seconds: float) -> float:
        """Leave it alone for a while and return the percentage of one core that it uses."""
        began = clock.read().monotonic
        before = self._seconds_used()
        self.idle(seconds)
        return (self._seconds_used() - before) / (clock.read().monotonic - began) * 100_000

    def _seconds_used(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    @property
    def problems(self) -> str:
        """Return what it wrote to standard error."""
        return b"".join(self._problems).decode(errors="replace")

    def _finish(self) -> None:
        self.process.wait(30)
        for thread in self._threads:
            thread.join(30)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def _hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            # The last line of a killed process may be half a line.
            if line.startswith(b"{") and line.endswith(b"\n"):
                with self._news:
                    self.told.append(json.loads(line))
                    self._news.notify_all()
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def _hear_problems(self) -> None:
        assert self.process.stderr is not None
        self._problems += self.process.stderr


@contextmanager
def running(*arguments: object) -> Iterator[WindowProcess]:
    """Run the program; whatever happens, it is gone afterwards."""
    program = WindowProcess(*arguments)
    try:
        yield program
    finally:
        if program.process.returncode is None:
            program.kill()


def fill_with_demo(path: Path) -> None:
    """Make a library with the programme of the demonstration, one session of it under way."""
    built = build_demo(Instant(clock.read().wall // MINUTE * MINUTE), "en")
    with Library.open(path, clock=clock) as library:
        library.submit(*built.changes)
        assert library.flush(60)
