"""Prints or exports the agenda of the open session, over the planner (P7)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.review.export_offers import agenda_offers
from ui.review.export_panel import ExportPanel
from ui.theme import theme
from ui.widgets.overlay import Overlay
from virtu_desktop.i18n import _

_WIDTH = 460


class AgendaExport(Overlay):
    """The export panel with the formats of the agenda."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make it closed over ``parent``."""
        super().__init__(parent, width=_WIDTH)
        self.panel = ExportPanel(
            desk,
            title=_("Print or export"),
            offers=[(_("Formats"), agenda_offers(is_on=True))],
        )
        self.card.body.addWidget(self.panel)
        self.panel.closed.connect(self.close_over)

    def open_over(self) -> None:
        """Open with the keyboard on the first format."""
        # The panel is the card here; its own edge takes the place of the other one.
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.panel.show()
        super().open_over()
        self.panel.begin()

    def card_height(self, width: int) -> int:
        """Return a height at which everything can be seen."""
        return theme().px(860)
