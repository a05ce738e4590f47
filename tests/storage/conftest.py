"""Open libraries in folders that go away, and close them whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.builders import at
from tests.storage.saving import Statuses
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.storage.library import Library

OpenLibrary = Callable[..., Library]


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands at nine."""
    return ManualClock(at("9:00"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the library of a test is; there is none yet."""
    return tmp_path / "library" / "library.db"


@pytest.fixture
def statuses() -> Statuses:
    """Return what keeps the saving statuses of the test's library."""
    return Statuses()


@pytest.fixture
def open_library(path: Path, clock: ManualClock, statuses: Statuses) -> Iterator[OpenLibrary]:
    """Return a function that opens the test's library; what is left open is closed at the end."""
    with ExitStack() as stack:

        def open_one(*, read_only: bool = False, at_path: Path = path) -> Library:
            library = Library.open(
                at_path, clock=clock, on_status=statuses.hear, read_only=read_only
            )
            stack.callback(library.close)
            return library

        yield open_one


@pytest.fixture
def library(open_library: OpenLibrary) -> Library:
    """Return a new library."""
    return open_library()
