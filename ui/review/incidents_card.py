"""What happened to the computer during the run."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.open_button import OpenButton
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import incident_rows
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, incident_words


class IncidentsCard(Card):
    """Shows the incidents worth telling; ``opened`` carries the button and the rows of all."""

    opened = Signal(object, object)

    def __init__(self) -> None:
        """Make the card, empty."""
        super().__init__()
        self._lines = SafeLabel("", colour="body", wrap=True)
        self.button = OpenButton(self._lines)
        self.body.addWidget(CapsLabel(_("Incidents")))
        self.body.addWidget(self.button)
        self.button.clicked.connect(
            lambda: self.opened.emit(
                self.button,
                lambda one: incident_rows(interface(), one.incidents, one.plan.zone),
            )
        )

    def show_run(self, controller: SessionController) -> None:
        """Show the incidents of a run."""
        tr = interface()
        zone = controller.plan.zone
        lines = [
            f"{clock_text(tr, incident.at, zone)}  {incident_words(tr, incident)}"
            for incident in controller.incidents
            if incident.is_worth_telling
        ]
        self._lines.setText("\n".join(lines) or _("None: the computer kept running."))
        self.button.name_by_labels()
