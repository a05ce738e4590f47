"""Refuses a Python or a Qt that cannot run the windows, in one sentence.

``check_platform`` reads versions only and imports nothing of Qt, whose bad releases end the
program without a word; ``load_qt`` comes after it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_

QT_PACKAGE = "PySide6-Essentials"
OLDEST_PYTHON = (3, 11)
OLDEST_QT = (6, 11, 2)
# PySide6 6.12.0 gives back references to None that it does not own. From Python 3.12 on None
# cannot go away, so only 3.11 ends without a word.
FIRST_BAD_QT = (6, 12)


class UnsuitablePlatform(KnownError):
    """This Python and this Qt cannot run the windows safely."""


def check_platform(
    python: tuple[int, int] = sys.version_info[:2],
    version_of: Callable[[str], str] = version,
) -> None:
    """Raise UnsuitablePlatform unless the windows can run on this Python with the Qt installed."""
    running = _dotted(python)
    if python < OLDEST_PYTHON:
        raise UnsuitablePlatform(
            N_("Virtu Desktop needs Python {oldest} or newer; this is Python {running}."),
            oldest=_dotted(OLDEST_PYTHON),
            running=running,
        )
    try:
        found = version_of(QT_PACKAGE)
    except PackageNotFoundError:
        raise UnsuitablePlatform(
            N_("The windows need the package {package}, which is not installed."),
            package=QT_PACKAGE,
        ) from None
    if _numbers(found) < OLDEST_QT:
        raise UnsuitablePlatform(
            N_("Virtu Desktop needs {package} {oldest} or newer; {found} is installed."),
            package=QT_PACKAGE,
            oldest=_dotted(OLDEST_QT),
            found=found,
        )
    if python < (3, 12) and _numbers(found) >= FIRST_BAD_QT:
        raise UnsuitablePlatform(
            N_(
                "{package} {found} ends the program without warning on Python {running}. "
                "Install a version older than {first_bad}, or use Python 3.12 or newer."
            ),
            package=QT_PACKAGE,
            found=found,
            running=running,
            first_bad=_dotted(FIRST_BAD_QT),
        )


def load_qt(load: Callable[[str], object] = import_module) -> None:
    """Import the windows of Qt; raise UnsuitablePlatform when the system lacks what they need."""
    try:
        load("PySide6.QtWidgets")
    except ImportError as error:
        raise UnsuitablePlatform(
            N_("Qt cannot be loaded: {reason}. The README lists the system libraries it needs."),
            reason=error,
        ) from error


def _numbers(text: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: "6.12.0a1" gives (6, 12).

    A part that is not a plain number and everything after it is left out, so that a preview of a
    release counts as that release.
    """
    numbers: list[int] = []
    for part in text.split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return tuple(numbers)


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
