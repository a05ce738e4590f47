"""``virtu doctor`` says what is well and what is not."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from virtu_desktop.cli import doctor as module


def verdicts(run: Run, *words: object, code: int = 0) -> dict[str, str]:
    """Return the verdict of each check."""
    result = run("doctor", "--json", *words)
    assert result.exit_code == code
    return {check["name"]: check["verdict"] for check in json.loads(result.stdout)}


def test_a_new_computer_is_well(run: Run) -> None:
    """Without a library there is a note about that, and no problem."""
    found = verdicts(run)

    assert found["library"] == "note"
    assert {found[name] for name in ("program", "qt", "saving", "zones", "folder")} == {"good"}


def test_a_filled_library_is_well(run: Run, library: Path) -> None:
    """A good library with a backup is good."""
    run("backup", "--library", library)

    found = verdicts(run, "--library", library)

    assert (found["library"], found["backups"]) == ("good", "good")


def test_a_damaged_library_is_a_problem(run: Run, tmp_path: Path) -> None:
    """The exit code is 1, and the table has the sentence of the problem."""
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"not a library" * 100)

    assert verdicts(run, "--library", path, code=1)["library"] == "problem"
    table = run("doctor", "--library", path)
    assert "PROBLEM  Library" in table.stdout
    assert "is not a library of Virtu Desktop" in table.stdout


def test_a_folder_that_cannot_be_is_a_problem(run: Run, tmp_path: Path) -> None:
    """Where the library's folder would be there is a file."""
    (tmp_path / "file").write_text("")

    found = verdicts(run, "--library", tmp_path / "file" / "library.sqlite", code=1)

    assert found["folder"] == "problem"


def test_little_space_and_missing_parts_are_problems(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, missing time zones and a missing Qt each make the exit code 1."""
    monkeypatch.setattr(module, "_ENOUGH_SPACE", 10**18)
    monkeypatch.setattr(module, "_ZONES", ("Europe/Nowhere",))

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "version", missing)

    found = verdicts(run, code=1)

    assert {found[name] for name in ("folder", "zones", "qt")} == {"problem"}
