"""The timeline of the session in a card with its planned hours."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.models.timeline_model import TimelineModel
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.timeline import TimelineColumn
from virtu_desktop.domain.catch_up import CatchUpPlan
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.timeline import Projection, Status
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text


class TimelineCard(Card):
    """Signals carry block ids: start_wanted, skip_wanted, restore_wanted."""

    start_wanted = Signal(str)
    skip_wanted = Signal(str)
    restore_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the card, empty."""
        super().__init__(parent)
        self._model = TimelineModel(self)
        self._current: BlockId | None = None
        self._projection: Projection | None = None
        self.column = TimelineColumn(self._model, self, name=_("Timeline"))
        self._hours = SafeLabel(role=Role.SECONDARY, colour="muted")
        head = QHBoxLayout()
        head.addWidget(CapsLabel(_("Timeline")))
        head.addStretch(1)
        head.addWidget(self._hours)
        self.body.addLayout(head)
        self.body.addWidget(self.column, 1)
        self.column.row_activated.connect(self.start_wanted)
        self.column.skip_requested.connect(self.skip_wanted)
        self.column.restore_requested.connect(self.restore_wanted)
        self.column.menu_requested.connect(self._open_menu)

    @property
    def selected(self) -> BlockId | None:
        """Return the block on which the keyboard stands, or None."""
        return self.column.chosen_block()

    def show_projection(self, plan: Plan, projection: Projection) -> None:
        """Show where every block stands; scroll when another block runs."""
        tr = interface()
        start = clock_text(tr, plan.start, plan.zone)
        self._hours.setText(f"{start} – {clock_text(tr, projection.target_end, plan.zone)}")
        self._model.show(plan, projection)
        self._projection = projection
        current = projection.current.id if projection.current else None
        if current != self._current:
            before, self._current = self._current, current
            if self.selected == before:
                # Nobody has chosen another row: the keyboard goes on with the session.
                self._select_current()
            self.column.show_current()

    def show_offer(self, offer: CatchUpPlan | None) -> None:
        """Show on the blocks what the catch-up plan that is offered would change."""
        self._model.show_offer(() if offer is None else offer.changes)

    def take_focus(self) -> None:
        """Give the keyboard to the list of blocks, on the running one if none is chosen."""
        self.column.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.column.currentIndex().isValid():
            self._select_current()

    def forget_selection(self) -> None:
        """Let the keyboard begin on the running block again."""
        self._current = None
        self.column.clearSelection()
        self.column.setCurrentIndex(QModelIndex())

    def _select_current(self) -> None:
        self.column.setCurrentIndex(self._model.index(self._model.current_place() or 0))

    def _open_menu(self, block: str, where: QPoint) -> None:
        rows = () if self._projection is None else self._projection.rows
        status = next((row.status for row in rows if row.id == block), None)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = []
        if status is not Status.CURRENT:
            entries.append((_("Start this block now"), self.start_wanted))
        if status is Status.PENDING:
            entries.append((_("Skip this block"), self.skip_wanted))
        if status in (Status.SKIPPED, Status.DONE):
            entries.append((_("Bring it back into the plan"), self.restore_wanted))
        for words, wanted in entries:
            menu.addAction(words).triggered.connect(
                lambda _checked=False, wanted=wanted: wanted.emit(block)
            )
        if entries:
            menu.popup(where)
