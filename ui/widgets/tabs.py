"""One of several: the segments of the top bar, the tabs of a dock, the filters of a list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from ui.theme import Role, follow_theme, theme
from ui.theme.fonts import sized_font
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded


class SegmentKind(Enum):
    """SOLID for the screens of the window, SOFT for the tabs of a dock."""

    SOLID = auto()
    SOFT = auto()


class PaintedTabs(QTabBar):
    """A tab bar that draws itself; arrow keys and screen readers as with every tab bar."""

    def __init__(self, items: Sequence[str], parent: QWidget | None, *, name: str) -> None:
        """Make the tabs; ``name`` tells a screen reader what is chosen here."""
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._under_mouse = -1
        for item in items:
            self.addTab(item)
        follow_theme(self._retheme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the tab under the mouse look ready."""
        self._see_mouse(self.tabAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Forget the mouse."""
        self._see_mouse(-1)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the least size of a tab, which is its size: texts are not cut."""
        return self.tabSizeHint(index)

    def tab_text(self, index: int) -> str:
        """Return the text of a tab as it is drawn."""
        return self.tabText(index).replace("&&", "&")

    def _see_mouse(self, index: int) -> None:
        if index != self._under_mouse:
            self._under_mouse = index
            self.update()

    def _retheme(self) -> None:
        # A tab bar works out its layout again when its font is set.
        self.setFont(theme().font(Role.BODY))
        self.updateGeometry()
        self.update()


class SegmentedControl(PaintedTabs):
    """A row of segments, one chosen: ``currentChanged(index)`` tells."""

    def __init__(
        self,
        items: Sequence[str],
        parent: QWidget | None = None,
        *,
        name: str,
        kind: SegmentKind = SegmentKind.SOLID,
    ) -> None:
        """Make the segments; ``name`` is what a screen reader calls the row."""
        self._kind = kind
        self._is_narrow = kind is SegmentKind.SOFT
        super().__init__(items, parent, name=name)

    def set_narrow(self, is_narrow: bool) -> None:
        """Let each segment be as wide as its own text, or all as wide as the widest."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            # A tab bar works out its layout again when this is set, also to what it is.
            self.setElideMode(Qt.TextElideMode.ElideNone)
            # The bar around it gives it another width, so that the last segment is not cut.
            self.updateGeometry()

    def wide_width(self) -> int:
        """Return the width of all segments when each is as wide as the widest."""
        return self._widest() * self.count()

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a segment."""
        now = theme()
        if not self._is_narrow:
            return QSize(self._widest(), now.px(44))
        metrics = QFontMetricsF(self._font(is_chosen=True))
        text = metrics.horizontalAdvance(self.tab_text(index))
        return QSize(math.ceil(text) + now.px(28), now.px(44))

    def _widest(self) -> int:
        """Return the width of a segment if all are as wide as the widest, at least 86."""
        now = theme()
        metrics = QFontMetricsF(self._font(is_chosen=True))
        texts = (metrics.horizontalAdvance(self.tab_text(place)) for place in range(self.count()))
        return max(math.ceil(max(texts, default=0)) + now.px(34), now.px(86))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segments."""
        now = theme()
        painter = QPainter(self)
        is_solid = self._kind is SegmentKind.SOLID
        for index in range(self.count()):
            is_chosen = index == self.currentIndex()
            inset = now.px(5 if is_solid else 6)
            pill = QRectF(self.tabRect(index)).adjusted(1, inset, -1, -inset)
            fill = None
            if is_chosen:
                fill = now.colour("primary" if is_solid else "selected")
            elif index == self._under_mouse and self.isTabEnabled(index):
                fill = now.colour("hover")
            if fill is not None:
                draw_rounded(painter, pill, now.px(8), fill=fill)
            if is_chosen and not is_solid and now.tokens.border_width > 1:
                draw_rounded(painter, pill, now.px(8), line=now.colour("ink"), width=2)
            colour = "ink" if is_chosen else "muted"
            if is_chosen and is_solid:
                colour = "on_primary"
            draw_line_of_text(
                painter,
                pill,
                self.tab_text(index),
                self._font(is_chosen=is_chosen),
                now.colour(colour if self.isTabEnabled(index) else "quiet"),
                align=Qt.AlignmentFlag.AlignHCenter,
            )
            if is_chosen and self.hasFocus():
                ring = pill.adjusted(-1, -3, 1, 3)
                draw_focus_ring(painter, ring, now.px(10), now.colour("focus"))

    def _font(self, *, is_chosen: bool) -> QFont:
        is_strong = is_chosen or self._kind is SegmentKind.SOLID
        weight = QFont.Weight.DemiBold if is_strong else QFont.Weight.Medium
        return sized_font(theme().family, 13 * theme().scale, weight)


class FilterTabs(PaintedTabs):
    """Filters with counts above a list: "All 12   Decisions 2"; ``currentChanged`` tells."""

    def __init__(
        self, items: Sequence[str] = (), parent: QWidget | None = None, *, name: str
    ) -> None:
        """Make the filters; ``name`` is what a screen reader calls the row."""
        super().__init__(items, parent, name=name)

    def show_items(self, items: Sequence[str]) -> None:
        """Show other texts; the chosen place stays as long as there is one."""
        while self.count() > len(items):
            self.removeTab(self.count() - 1)
        for index, item in enumerate(items):
            if index >= self.count():
                self.addTab(item)
            elif item != self.tabText(index):
                self.setTabText(index, item)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a filter."""
        now = theme()
        metrics = QFontMetricsF(now.font(Role.SECONDARY_STRONG))
        width = metrics.horizontalAdvance(self.tab_text(index)) + now.px(14)
        return QSize(math.ceil(width), now.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the filters: the chosen one stronger, and underlined while it has the keyboard."""
        now = theme()
        painter = QPainter(self)
        for index in range(self.count()):
            is_chosen = index == self.currentIndex()
            area = QRectF(self.tabRect(index))
            is_hot = index == self._under_mouse
            draw_line_of_text(
                painter,
                area,
                self.tab_text(index),
                now.font(Role.SECONDARY_STRONG if is_chosen else Role.SECONDARY),
                now.colour("ink" if is_chosen or is_hot else "muted"),
                align=Qt.AlignmentFlag.AlignHCenter,
            )
            if is_chosen and self.hasFocus():
                draw_focus_ring(
                    painter, area.adjusted(1, 2, -1, -2), now.px(6), now.colour("focus")
                )
