"""Planned and actual, one strip below the other on one axis."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.open_button import OpenButton
from ui.widgets.pick_strip import PickStrip
from ui.widgets.strip import Axis, actual_strip, planned_strip
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Phase, Projection
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import lateness_rows
from virtu_desktop.exchange.figures import longest_overrun, span_words
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import reason_words

_STRIP_HEIGHT = 34
# A session that begins further from its plan was held at another time of the day or another day.
_SAME_DAY_PART = Duration(6 * 60 * MINUTE)


class TimesCard(Card):
    """Shows both strips. A click on a block tells ``picked``, the summary ``opened``.

    ``opened`` carries the button and what gives the rows behind it.
    """

    picked = Signal(object)
    opened = Signal(object, object)

    def __init__(self) -> None:
        """Make the card, empty."""
        super().__init__()
        self._planned_words = SafeLabel("", role=Role.SECONDARY, colour="muted")
        self._actual_words = SafeLabel("", role=Role.SECONDARY, colour="muted")
        self.planned = PickStrip(height=_STRIP_HEIGHT)
        self.actual = PickStrip(height=_STRIP_HEIGHT)
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.summary = OpenButton(self._summary)
        self.body.addWidget(CapsLabel(_("Planned and actual")))
        self.body.addWidget(self._planned_words)
        self.body.addWidget(self.planned)
        self.body.addWidget(self._actual_words)
        self.body.addWidget(self.actual)
        self.body.addWidget(self.summary)
        for strip in (self.planned, self.actual):
            strip.picked.connect(self.picked)
        self.summary.clicked.connect(
            lambda: self.opened.emit(
                self.summary,
                lambda one: lateness_rows(interface(), one.plan, one.projection()),
            )
        )

    def show_run(self, controller: SessionController) -> None:
        """Show the strips of a run."""
        tr = interface()
        plan, projection = controller.plan, controller.projection()
        planned = span_words(tr, plan.start, plan.schedule[-1].end, plan.zone)
        self._planned_words.setText(_("Planned {times}", times=planned))
        begun = controller.run.state.spells[0].start
        actual = span_words(tr, begun, projection.projected_end, plan.zone)
        words = _("Actual {times}", times=actual)
        if projection.phase is not Phase.ENDED:
            words = _("Actual so far, and expected {times}", times=actual)
        self._actual_words.setText(words)
        axis = common_axis(plan, begun, projection)
        self.planned.show_state(planned_strip(plan, tr, faded=True, axis=axis))
        self.actual.show_state(actual_strip(plan, projection, tr, axis=axis))
        parts = [longest_overrun(tr, plan, projection)]
        why = reason_words(tr, controller.reasons())
        if why:
            parts.append(_("In all: {reasons}.", reasons=why))
        self._summary.setText(" ".join(parts))
        self.summary.name_by_labels()


def common_axis(plan: Plan, begun: Instant, projection: Projection) -> Axis | None:
    """Return the axis of plan and run together; None when they lie too far apart for one."""
    if abs(begun - plan.start) > _SAME_DAY_PART:
        return None
    return min(plan.start, begun), max(plan.schedule[-1].end, projection.projected_end)
