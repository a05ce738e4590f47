"""The dock of the cockpit: one panel at a time, chosen by tabs.

A package that has a panel for the live session adds it in ``RunPage``'s ``_build``:
``self.dock.add(Panel.BREAKOUTS, _("Breakouts"), widget)``. The widget has no card of its own: the
dock is the card, in the right column where there is room, else below, where the page's tabs choose.
Tabs stand in the order of ``Panel``, whatever the order of adding; a panel that was not added has
no tab. ``RunPage.show_panel(Panel.BREAKOUTS)`` brings a panel to the front in every layout: let the
panel's key call it, then give the keyboard to a widget of the panel. A panel that wants to work
only while it is seen looks at ``isVisible`` and ``showEvent``, as every widget.
"""

from __future__ import annotations

from enum import IntEnum, auto

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.theme import follow_theme, theme
from ui.widgets.card import Card
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.i18n import _

_TAB_SIDES = 12


class Panel(IntEnum):
    """The panels that there can be, in the order of their tabs."""

    PEOPLE = auto()
    BREAKOUTS = auto()
    POLLS = auto()
    TRAINER = auto()


class DockTabs(SegmentedControl):
    """Tabs that share the whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a row without tabs."""
        super().__init__([], parent, name=_("What the dock shows"), kind=SegmentKind.SOFT)
        self.setExpanding(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the least size of a tab; what is left over is shared."""
        now = theme()
        text = QFontMetricsF(self._font(is_chosen=True)).horizontalAdvance(self.tab_text(index))
        return QSize(round(text) + now.px(_TAB_SIDES), now.px(44))


class Dock(Card):
    """Holds the panels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a dock without panels."""
        super().__init__(parent)
        self._panels: list[Panel] = []
        self._tabs = DockTabs(self)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._tabs)
        self.body.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._show_place)
        follow_theme(self._respace)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Return the panels that there are, in order."""
        return tuple(self._panels)

    def title(self, panel: Panel) -> str:
        """Return the text of a panel's tab."""
        return self._tabs.tab_text(self._panels.index(panel))

    def add(self, panel: Panel, title: str, widget: QWidget) -> None:
        """Add a panel with its tab."""
        place = sum(other < panel for other in self._panels)
        self._panels.insert(place, panel)
        self._stack.insertWidget(place, widget)
        self._tabs.insertTab(place, title)
        self.show_panel(self._panels[0])

    def show_panel(self, panel: Panel) -> None:
        """Bring a panel to the front."""
        self._tabs.setCurrentIndex(self._panels.index(panel))
        self._stack.setCurrentIndex(self._panels.index(panel))

    def set_headless(self, is_headless: bool) -> None:
        """Hide the tabs while others choose the panel."""
        self._tabs.setVisible(not is_headless)

    def _show_place(self, place: int) -> None:
        if 0 <= place < self._stack.count():
            self._stack.setCurrentIndex(place)

    def _respace(self) -> None:
        self._tabs.setMinimumWidth(theme().px(120))
