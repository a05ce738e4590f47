"""Finds the product's resource files, in an installed wheel and in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file or folder under ``resources``."""
    installed = Path(str(files("virtu_desktop"))) / "resources"
    root = installed if installed.is_dir() else installed.parent.parent / "resources"
    return root.joinpath(*parts)
