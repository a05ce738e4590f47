"""The wheel holds the two packages and the resources, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtu_desktop

ROOT = Path(__file__).parent.parent.parent
METADATA = f"virtu_desktop-{virtu_desktop.__version__}.dist-info"
CODE = {".py", ".sql"}
NOT_SHIPPED = {"virtu.po", "catalogue.py", "make_sounds.py"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel from this checkout with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (path,) = folder.iterdir()
    with zipfile.ZipFile(path) as opened:
        yield opened


def files_below(folder: str) -> set[Path]:
    """Return the files of a folder of the checkout, without what Python caches there."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT) for path in found if "__pycache__" not in path.parts}


def test_wheel_holds_exactly_the_product(wheel: zipfile.ZipFile) -> None:
    """Every module and resource is there; no test, cache, source of a catalogue or odd file."""
    code = files_below("virtu_desktop") | files_below("ui")
    resources = {path for path in files_below("resources") if path.name not in NOT_SHIPPED}

    held = {name for name in wheel.namelist() if not name.startswith(METADATA)}

    assert {path for path in code if path.suffix not in CODE} == set()
    assert held == {path.as_posix() for path in code} | {
        f"virtu_desktop/{path.as_posix()}" for path in resources
    }


def test_wheel_installs_the_command(wheel: zipfile.ZipFile) -> None:
    """The ``virtu`` command starts the launcher of the windows and the command line."""
    entry_points = wheel.read(f"{METADATA}/entry_points.txt").decode()

    assert entry_points.split() == ["[console_scripts]", "virtu", "=", "ui.launch:main"]
