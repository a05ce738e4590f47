"""Widgets are tested in the light theme at scale 1."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import ThemeName, apply_theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Apply the light theme before each test."""
    apply_theme(qapp, ThemeName.LIGHT)
