"""Give every test run an empty profile, no screen, English and no trace of the machine.

The environment is set while this file is loaded, before anything imports Qt, and goes to the
processes that tests start.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from virtu_desktop import i18n

PROFILE_VARIABLE = "VIRTU_HYPOTHESIS"
"""Chooses how many examples property tests try: dev (50) or thorough (5,000)."""


def _use_empty_profile() -> None:
    """Point every folder that a program keeps things in below one that goes away."""
    home = Path(tempfile.mkdtemp(prefix="virtu-test-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for name, folder in folders.items():
        # Qt warns about a runtime folder that others may enter.
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(folder)


def _use_plain_surroundings() -> None:
    """Make windows and texts the same on every machine."""
    for name in ("LANG", "LANGUAGE", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC", "LC_CTYPE"):
        os.environ.pop(name, None)
    for name in [name for name in os.environ if name.startswith(("QT_", "VIRTU_"))]:
        if name != PROFILE_VARIABLE:
            del os.environ[name]
    os.environ |= {
        "LC_ALL": "C.UTF-8",
        "QT_API": "PySide6",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": "1",
    }


_use_empty_profile()
_use_plain_surroundings()

# Machines of very different speed run the tests, so no example is too slow.
hypothesis.settings.register_profile(
    "dev",
    max_examples=50,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "thorough", parent=hypothesis.settings.get_profile("dev"), max_examples=5000
)
hypothesis.settings.load_profile(os.environ.get(PROFILE_VARIABLE, "dev"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let every test begin with the interface in English, whatever the one before chose."""
    i18n.set_interface_language("en")
    yield
    i18n.set_interface_language("en")
