"""Where the session stands: a way to catch up, previewed in words, and why it is late (T5, T7)."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.run.flow import FlowLayout
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan
from virtu_desktop.domain.explain import Reason
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import HOUR, MINUTE
from virtu_desktop.domain.timeline import Phase, Projection
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import offer_words, reason_words, standing_words

# Longer than this after its planned start, a session that has not begun is offered nothing.
_OFFERED_WITHIN = HOUR
_LINES = 3
_FEW_LINES = 2


class CatchUpCard(Card):
    """Shows itself only while something is late by half a minute or more, or why is asked."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the card, hidden."""
        super().__init__(parent)
        self._offers: tuple[CatchUpPlan, ...] = ()
        self._kind: CatchUpKind | None = None
        self._is_why_asked = False
        self._head = CapsLabel()
        self._words = SafeLabel(role=Role.BODY, colour="body", wrap=True, most_lines=_LINES)
        self._why = SafeLabel(role=Role.BODY, colour="body", wrap=True, most_lines=_LINES)
        self._why.setVisible(False)
        self._other = ActionButton(
            actions["run.catch_up_other"], ButtonKind.QUIET, self, label=_("Another way")
        )
        self._apply = ActionButton(actions["run.catch_up"], parent=self, label=_("Apply"))
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._head, self._words, self._why):
            words.addWidget(label)
        self._buttons = FlowLayout()
        self._buttons.addWidget(self._other)
        self._buttons.addWidget(self._apply)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(words, 1)
        self._row.addLayout(self._buttons)
        self.body.addLayout(self._row)
        self.setVisible(False)
        follow_theme(self._respace)

    @property
    def offer(self) -> CatchUpPlan | None:
        """Return the offer that is shown, or None while nothing is late."""
        if not self._offers:
            return None
        return next((offer for offer in self._offers if offer.kind is self._kind), self._offers[0])

    @property
    def is_why_asked(self) -> bool:
        """Say whether the reasons are shown."""
        return self._is_why_asked

    def ask_why(self, asked: bool) -> None:
        """Show the reasons or put them away; ``show_standing`` fills them in."""
        self._is_why_asked = asked

    def show_standing(
        self,
        plan: Plan,
        projection: Projection,
        offers: tuple[CatchUpPlan, ...],
        reasons: tuple[Reason, ...],
    ) -> None:
        """Show the chosen offer, at first the best one, and the reasons if they are asked for."""
        late = max([projection.finish_late, *(row.missed for row in projection.rows)])
        # A session that was not held when it was planned has nothing to catch up.
        is_past = projection.phase is Phase.NOT_STARTED and late > _OFFERED_WITHIN
        self._offers = offers if late >= MINUTE // 2 and not is_past else ()
        # Rounded up, as the plan that is offered has to make all of it good.
        self._show_offer(plan, projection, -(-late // MINUTE))
        self._show_why(plan, projection, reasons)
        self.setVisible(bool(self._offers) or self._is_why_asked)

    def choose_other(self) -> None:
        """Choose the next offer; ``show_standing`` shows it."""
        kinds = [offer.kind for offer in self._offers]
        if self._kind in kinds:
            self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the buttons below the words where the width is scarce, or beside them."""
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def set_slim(self, is_slim: bool) -> None:
        """Leave the heading out and a line of the words, or show all of it again."""
        self._head.setVisible(not is_slim)
        self._words.set_most_lines(_FEW_LINES if is_slim else _LINES)

    def _respace(self) -> None:
        self._row.setSpacing(theme().px(8))
        self._buttons.setSpacing(theme().px(6))

    def _show_offer(self, plan: Plan, projection: Projection, minutes: int) -> None:
        kinds = [offer.kind for offer in self._offers]
        for widget in (self._words, self._apply):
            widget.setVisible(bool(kinds))
        self._other.setVisible(len(kinds) > 1)
        if not kinds:
            self._kind = None
            self._head.setText(_("Why"))
            return
        if self._kind not in kinds:
            best = (offer.kind for offer in self._offers if offer.feasible)
            self._kind = next(best, kinds[0])
        self._head.setText(_n("Catch up {count} min", "Catch up {count} min", minutes))
        shown = self.offer
        if shown is not None:
            self._words.setText(offer_words(interface(), plan, shown, plan.zone, projection))
            is_later = shown.kind is CatchUpKind.LATER
            self._apply.set_label(_("Agree") if is_later else _("Apply"))

    def _show_why(self, plan: Plan, projection: Projection, reasons: tuple[Reason, ...]) -> None:
        self._why.setVisible(self._is_why_asked)
        if self._is_why_asked:
            standing = standing_words(interface(), projection, plan.zone)
            parts = reason_words(interface(), reasons)
            self._why.setText(f"{standing}: {parts}." if parts else f"{standing}.")
