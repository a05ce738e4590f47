"""Where a panel stands: beside what it belongs to, or below it where the window is narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme import theme

_BESIDE_FROM = 980
# The greatest width that a widget can have.
_NO_LIMIT = 16_777_215


def lay_beside(row: QBoxLayout, panel: QWidget, width: int, page: QWidget) -> bool:
    """Put ``panel`` at the right with ``width`` at scale 1, or below with half of the height.

    row: the layout of ``page`` that holds the panel as its last part. Say whether it is below.
    """
    px = theme().px
    is_narrow = page.width() < px(_BESIDE_FROM)
    down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
    row.setDirection(down if is_narrow else right)
    row.setStretchFactor(panel, 1 if is_narrow else 0)
    if is_narrow:
        panel.setMinimumWidth(0)
        panel.setMaximumWidth(_NO_LIMIT)
    else:
        panel.setFixedWidth(px(width))
    return is_narrow
