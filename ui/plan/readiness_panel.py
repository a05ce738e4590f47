"""What must be ready before the session, by role, to tick beside the plan (P6)."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.actions import Actions
from ui.forms.card_list import CardItem
from ui.plan.side_data import SideData
from ui.plan.side_list import SideList
from ui.plan.side_words import needed_words, ready_words, role_words
from ui.widgets.buttons import ActionButton
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.readiness import ReadinessItem, Standing, readiness
from virtu_desktop.i18n import _, interface

# Typing goes on while the list waits.
_AFTER_MS = 120


class ReadinessPanel(SideList):
    """Ticks are saved at once. Enter on the test picture shows it on the stage."""

    def __init__(self, data: SideData, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the panel; it follows ``data`` and what ``show_session`` is told."""
        super().__init__(parent, name=_("What must be ready"))
        self._data = data
        self._actions = actions
        self._session: Session | None = None
        self._items: tuple[ReadinessItem, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_MS)
        self._later.timeout.connect(self._show)
        self.picture = ActionButton(actions["stage.test"], height=36)
        self.below.addWidget(self.picture)
        self.list.ticked.connect(self._tick)
        self.list.activated_on.connect(self._activate)
        data.changed.connect(self._show)

    def show_session(self, session: Session) -> None:
        """Show what a session needs."""
        self._session = session
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is needed now: nothing is listed while nobody looks."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        session = self._session
        if session is None:
            return
        tr, ticks = interface(), self._data.facts.ticks
        self._items = readiness(session)
        shown: list[CardItem] = []
        for role, items in groupby(self._items, key=lambda item: item.role):
            shown.append(CardItem(title=role_words(tr, role)))
            shown += [
                CardItem(
                    key=item.key,
                    title=ready_words(tr, item),
                    detail=needed_words(tr, item, session.plan),
                    ticked=item.key in ticks,
                    is_quiet=item.key in ticks,
                )
                for item in items
            ]
        self.list.show_items(shown)
        ready = sum(item.key in ticks for item in self._items)
        total = len(self._items)
        self.summary.setText(_("{ready} of {total} ready", ready=ready, total=total))

    def _tick(self, key: str, is_ready: bool) -> None:
        self._data.tick(key, is_ready=is_ready)

    def _activate(self, key: str) -> None:
        """Show the test picture where that is meant; elsewhere Enter ticks as Space does."""
        item = next((item for item in self._items if item.key == key), None)
        if item is not None and item.standing is Standing.TEST_PICTURE:
            self._actions["stage.test"].trigger()
        elif item is not None:
            self._tick(key, key not in self._data.facts.ticks)
