"""Why the session is behind or ahead, in one line that adds up (T5)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.explain import Reason
from virtu_desktop.domain.timeline import Projection
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import reason_words, standing_words


class WhyCard(Card):
    """Hidden until it is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the card."""
        super().__init__(parent)
        self.body.addWidget(CapsLabel(_("Why")))
        self._words = SafeLabel(role=Role.BODY, colour="body", wrap=True, most_lines=3)
        self.body.addWidget(self._words)
        self.setVisible(False)

    def show_reasons(
        self, projection: Projection, reasons: tuple[Reason, ...], zone: str
    ) -> None:
        """Say where the session stands and what made it so."""
        standing = standing_words(interface(), projection, zone)
        parts = reason_words(interface(), reasons)
        self._words.setText(f"{standing}: {parts}." if parts else f"{standing}.")
