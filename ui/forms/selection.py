"""Lets a delegate alone show what is chosen in a view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView


def hide_selection(view: QAbstractItemView) -> None:
    """Keep the style from painting its own ground under chosen rows."""
    palette = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        palette.setColor(group, QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
    view.setPalette(palette)
