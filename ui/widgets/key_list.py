"""The keys of a window in two columns (?)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.paint import draw_line_of_text, draw_rounded
from virtu_desktop.i18n import _

_KEYCAP_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as people write it, what it does, and under which heading it stands."""

    key: str
    words: str
    section: str = ""


class Keycap(QLabel):
    """A key drawn as a small cap."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """Make the cap of ``key``."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(key)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the cap."""
        now = theme()
        width = QFontMetricsF(now.font(Role.SECONDARY_STRONG)).horizontalAdvance(self.text())
        height = now.px(_KEYCAP_HEIGHT)
        return QSize(max(height, round(width) + now.px(14)), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        now = theme()
        painter = QPainter(self)
        area = QRectF(self.rect())
        draw_rounded(
            painter,
            area,
            now.px(6),
            fill=now.colour("field"),
            line=now.colour("line"),
            width=now.tokens.border_width,
        )
        draw_line_of_text(
            painter,
            area,
            self.text(),
            now.font(Role.SECONDARY_STRONG),
            now.colour("ink"),
            align=Qt.AlignmentFlag.AlignHCenter,
        )


class KeyList(Overlay):
    """Shows keys and what they do; closes with Esc, a click beside it, or its button."""

    def __init__(self, parent: QWidget) -> None:
        """Make a closed list over ``parent``."""
        super().__init__(parent, width=760)
        head = QHBoxLayout()
        head.addWidget(SafeLabel(_("Keys"), role=Role.HEADING))
        head.addStretch(1)
        self._close = PaintedButton(_("Close"), ButtonKind.SECONDARY, self, hint="Esc", height=34)
        self._close.setAccessibleName(_("Close the list of keys"))
        self._close.clicked.connect(self.close_over)
        head.addWidget(self._close)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.body.addLayout(head)
        self.card.body.addWidget(self._area, 1)

    def open_with(self, lines: Sequence[KeyLine]) -> None:
        """Open with these keys, those of each section together in two columns."""
        self._area.setWidget(_columns(lines))
        self.open_over()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def card_height(self, width: int) -> int:
        """Return the height at which no line has to be scrolled to."""
        inside = self._area.widget()
        layout = None if inside is None else inside.layout()
        side = theme().px(18)
        # With room for the scroll bar, so that it does not come for want of its own width.
        inner = width - 2 * side - theme().px(10)
        lines = 0 if layout is None else layout.totalHeightForWidth(inner)
        return lines + theme().px(34 + 12) + 2 * side


def _columns(lines: Sequence[KeyLine]) -> QWidget:
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, theme().px(4), 0, 0)
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    top = 0
    for section in dict.fromkeys(line.section for line in lines):
        if section:
            # Some air above every heading but the first.
            grid.setRowMinimumHeight(top, theme().px(10) if top else 0)
            grid.addWidget(CapsLabel(section), top + 1, 0, 1, 5)
            top += 2
        own = [line for line in lines if line.section == section]
        in_column = -(-len(own) // 2)
        for place, line in enumerate(own):
            row, column = top + place % in_column, 3 * (place // in_column)
            cap = Keycap(line.key, inside)
            words = SafeLabel(line.words, inside, wrap=True)
            grid.addWidget(cap, row, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, column + 1)
        top += in_column
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(4, 1)
    grid.setColumnMinimumWidth(2, theme().px(16))
    return inside
