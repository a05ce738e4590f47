"""The catch-up card: one offer at a time, previewed in words, applied with one key (T7)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.theme import Role
from ui.widgets.buttons import ActionButton, ButtonKind
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.domain.timeline import Projection
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import offer_words, whole_minutes


class CatchUpCard(Card):
    """Shows itself only while something is late by at least half a minute."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the card with its two buttons."""
        super().__init__(parent)
        self._offers: tuple[CatchUpPlan, ...] = ()
        self._kind: CatchUpKind | None = None
        self._head = CapsLabel()
        self._words = SafeLabel(role=Role.BODY, colour="body", wrap=True, most_lines=3)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        self._other = ActionButton(
            actions["run.catch_up_other"], ButtonKind.QUIET, self, label=_("Another way")
        )
        self._apply = ActionButton(actions["run.catch_up"], parent=self, label=_("Apply"))
        row.addWidget(self._other)
        row.addWidget(self._apply)
        self.body.addLayout(row)
        self.setVisible(False)

    @property
    def offer(self) -> CatchUpPlan | None:
        """Return the offer that is shown, or None while nothing is late."""
        if not self._offers:
            return None
        return next((offer for offer in self._offers if offer.kind is self._kind), self._offers[0])

    def show_offers(
        self, plan: Plan, projection: Projection, offers: tuple[CatchUpPlan, ...]
    ) -> None:
        """Show the chosen offer, or at first the best: the first that meets everything."""
        late = max([projection.finish_late, *(row.missed for row in projection.rows)])
        self._offers = offers if late >= MINUTE // 2 else ()
        if not self._offers:
            self._kind = None
            self.setVisible(False)
            return
        kinds = [offer.kind for offer in self._offers]
        if self._kind not in kinds:
            best = next((offer.kind for offer in self._offers if offer.feasible), kinds[0])
            self._kind = best
        minutes = max(1, whole_minutes(late))
        self._head.setText(_n("Catch up {count} min", "Catch up {count} min", minutes))
        shown = self.offer
        if shown is not None:
            self._words.setText(offer_words(interface(), plan, shown, plan.zone, projection))
            self._apply.set_label(
                _("Agree") if shown.kind is CatchUpKind.LATER else _("Apply")
            )
        self._other.setVisible(len(self._offers) > 1)
        self.setVisible(True)

    def show_other(self) -> CatchUpPlan | None:
        """Choose the next offer; the caller shows it by ``show_offers``."""
        kinds = [offer.kind for offer in self._offers]
        if self._kind in kinds:
            self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        return self.offer
