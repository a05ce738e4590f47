"""Files are written whole under names that every system takes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.exchange.files import CannotWrite, make_folder, safe_name, write_file

WINDOWS_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Over the threshold: work & tools", "over-the-threshold-work-tools-2026-11-25.json"),
        ("Työpäivä Åbossa", "tyopaiva-abossa-2026-11-25.json"),
        ("../../etc/passwd", "etc-passwd-2026-11-25.json"),
        ("C:\\Windows\\x", "c-windows-x-2026-11-25.json"),
        ("🎉" * 300, "session-2026-11-25.json"),
        ("", "session-2026-11-25.json"),
    ],
)
def test_t17_names_are_made_of_title_and_day(title: str, name: str) -> None:
    """Nothing of a title can lead to another folder."""
    assert safe_name(title, "2026-11-25", ".json") == name


@pytest.mark.parametrize("title", ["CON", "nul", "Com1", "LPT9"])
def test_t17_names_that_windows_reserves_are_changed(title: str) -> None:
    """Without a day a title could be the name of a device."""
    name = safe_name(title, "", ".csv")

    assert not WINDOWS_RESERVED.fullmatch(name)


@given(st.text(max_size=300), st.sampled_from([".json", "-blocks.csv", ".md"]))
def test_t17_no_title_makes_a_bad_name(title: str, ending: str) -> None:
    """Any title gives a short name of plain letters in the folder that was chosen."""
    name = safe_name(title, "2026-11-25", ending)

    assert len(name.encode()) <= 100
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[a-z]+", name)
    assert not WINDOWS_RESERVED.fullmatch(name)


def test_a_file_replaces_the_one_before(tmp_path: Path) -> None:
    """The newer content stands alone; no temporary file stays behind."""
    path = tmp_path / "a.txt"
    write_file(path, b"old")

    write_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fails in the middle the old file is whole and nothing else is there."""
    path = tmp_path / "a.txt"
    write_file(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("virtu_desktop.exchange.files.os.fsync", fail)

    with pytest.raises(CannotWrite, match="the disk is full"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_folders_that_cannot_be_are_told(tmp_path: Path) -> None:
    """A file in the way, a missing folder and a folder of that name each have their sentence."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()

    with pytest.raises(CannotWrite, match="not a folder"):
        make_folder(tmp_path / "file" / "deeper")
    with pytest.raises(CannotWrite, match="the folder does not exist"):
        write_file(tmp_path / "missing" / "a.txt", b"")
    with pytest.raises(CannotWrite, match="a folder has that name"):
        write_file(tmp_path / "folder", b"")
