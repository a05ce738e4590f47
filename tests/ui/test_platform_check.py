"""The start-up check lets good combinations of Python and Qt pass and refuses the others."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from ui.platform_check import UnsuitablePlatform, check_platform, load_qt


@pytest.mark.parametrize(
    ("python", "qt"),
    [((3, 11), "6.11.2"), ((3, 11), "6.11.10"), ((3, 12), "6.12.0"), ((3, 13), "7.0")],
)
def test_good_combinations_pass(python: tuple[int, int], qt: str) -> None:
    """The check is silent about versions that work together."""
    check_platform(python, lambda _package: qt)


@pytest.mark.parametrize(
    ("python", "qt", "sentence"),
    [
        ((3, 10), "6.11.3", "needs Python 3.11 or newer; this is Python 3.10"),
        ((3, 11), "6.11.1", "needs PySide6-Essentials 6.11.2 or newer; 6.11.1 is installed"),
        ((3, 11), "6.9", "needs PySide6-Essentials 6.11.2 or newer; 6.9 is installed"),
        ((3, 11), "6.12.0", "6.12.0 ends the program without warning on Python 3.11"),
        ((3, 11), "6.12.0a1", "6.12.0a1 ends the program without warning on Python 3.11"),
        ((3, 11), "7.0.0", "7.0.0 ends the program without warning on Python 3.11"),
    ],
)
def test_bad_combinations_are_refused_in_one_sentence(
    python: tuple[int, int], qt: str, sentence: str
) -> None:
    """The check names what is wrong and the versions it saw."""
    with pytest.raises(UnsuitablePlatform, match=sentence):
        check_platform(python, lambda _package: qt)


def test_missing_qt_is_named() -> None:
    """Without Qt the check says which package the windows need."""

    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    with pytest.raises(UnsuitablePlatform, match="PySide6-Essentials, which is not installed"):
        check_platform((3, 11), missing)


def test_this_machine_passes() -> None:
    """The versions that run the tests are good ones, found in the real package metadata."""
    check_platform()


def test_check_itself_loads_no_qt() -> None:
    """The check can run before Qt does its damage, because it does not import it."""
    program = (
        "import sys; from ui.platform_check import check_platform; check_platform();"
        "sys.exit('PySide6' in sys.modules or 'shiboken6' in sys.modules)"
    )

    finished = subprocess.run([sys.executable, "-c", program], check=False)

    assert finished.returncode == 0


def test_missing_system_library_is_named() -> None:
    """A machine without the libraries of a desktop is told which one is missing."""

    def broken(_module: str) -> object:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    with pytest.raises(UnsuitablePlatform, match=r"libEGL\.so\.1.*README"):
        load_qt(broken)


def test_qt_loads_here() -> None:
    """The machine that runs the tests has what Qt needs."""
    load_qt()
