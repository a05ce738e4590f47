"""A rehearsal in the window: virtual time at a chosen speed, a jump, and invented trouble (T13)."""

from __future__ import annotations

import random

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk import Desk, Notice, Outcome
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.domain.time import MINUTE, SECOND, Duration, ManualClock
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.invented_people import InventedAttendance
from virtu_desktop.engine.invented_polls import InventedPolls
from virtu_desktop.engine.rehearsal import Trouble, jump_to, planned_troubles
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.samples import WALK_IN
from virtu_desktop.i18n import N_, _

SPEEDS = (1, 10, 60, 600)
_EVERY_MS = 50
_BEFORE_END = Duration(20 * MINUTE)
_BEHIND = Duration(8 * MINUTE)
_TROUBLES = {
    Trouble.LATE_PEOPLE: N_("Trouble: four people are late and come in now."),
    Trouble.NETWORK_LOST: N_("Trouble: the remote people have lost the line."),
    Trouble.WRONG_KEY: N_("Trouble: somebody asks for two minutes more."),
    Trouble.COMPUTER_SLEPT: N_("Trouble: the projector has gone dark."),
}


class RehearsalBar(QWidget):
    """Drives the virtual clock of a rehearsal; says at every moment that it is one."""

    def __init__(
        self, desk: Desk, clock: ManualClock, *, speed: float, seed: int, parent: QWidget
    ) -> None:
        """Run ``clock`` at ``speed`` from now on; trouble comes by ``seed``."""
        super().__init__(parent)
        self._desk = desk
        self._clock = clock
        self._speed = speed
        self._troubles = planned_troubles(random.Random(seed))
        self._chance = random.Random(seed + 2)
        self._attendance: InventedAttendance | None = None
        self._polls: InventedPolls | None = None
        self._since = QElapsedTimer()
        self._since.start()
        self._owed = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._run_on)
        desk.closed.connect(self._timer.stop)
        self._build()
        self._timer.start()

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        words = _("This is a rehearsal with invented people. Nothing of it is kept.")
        self._row.addWidget(SafeLabel(words, role=Role.BODY_MEDIUM))
        self._row.addStretch(1)
        speeds = SegmentedControl(
            [f"×{speed}" for speed in SPEEDS], self, name=_("Speed"), kind=SegmentKind.SOFT
        )
        if self._speed in SPEEDS:
            speeds.setCurrentIndex(SPEEDS.index(int(self._speed)))
        speeds.currentChanged.connect(self._set_speed)
        self._row.addWidget(speeds)
        self._jump = PaintedButton(
            _("Jump: 20 min before the end, 8 behind"), parent=self, height=34
        )
        self._jump.clicked.connect(self._jump_ahead)
        self._row.addWidget(self._jump, 0, Qt.AlignmentFlag.AlignVCenter)
        follow_theme(self._respace)

    def _set_speed(self, place: int) -> None:
        self._speed = SPEEDS[place]

    def _run_on(self) -> None:
        """Let the time pass that is owed since the last call, in steps of a second at most."""
        controller = self._desk.controller
        self._owed += self._since.restart() * self._speed
        if controller is None:
            return
        self._jump.setVisible(controller.run.state.phase is Phase.NOT_STARTED)
        if self._owed < SECOND and self._speed > 1:
            return
        while self._owed >= 1:
            step = int(min(self._owed, SECOND))
            self._clock.advance(Duration(step))
            self._owed -= step
            if self._owed >= SECOND:
                controller.tick()
        self._let_people_come(controller)
        self._let_phones_answer(controller)
        self._desk.tick()
        self._make_trouble()

    def _let_people_come(self, controller: SessionController) -> None:
        if self._attendance is None:
            people = controller.register.session_people
            self._attendance = InventedAttendance(
                people, controller.plan, self._chance, walk_in=WALK_IN
            )
        self._attendance.act(controller.register, controller.now())

    def _let_phones_answer(self, controller: SessionController) -> None:
        """Let the phones of the invented people answer what the trainer asks."""
        if self._polls is None:
            self._polls = InventedPolls(
                controller, self._chance, words=(_("Thank you"),), only_phones=True
            )
        self._polls.act(controller.now())

    def _make_trouble(self) -> None:
        controller = self._desk.controller
        if controller is None or not self._troubles or not self._desk.is_live:
            return
        plan = controller.plan
        done = (controller.now() - plan.start) / max(1, plan.planned_length)
        if done >= self._troubles[0][0]:
            trouble = self._troubles.pop(0)[1]
            self._desk.noticed.emit(Notice(_(_TROUBLES[trouble])))

    def _jump_ahead(self) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        try:
            jump_to(controller, self._clock, before_end=_BEFORE_END, behind=_BEHIND)
        except ValueError:
            short = _("This session is too short for that jump.")
            self._desk.noticed.emit(Notice(short, Outcome.REFUSED))
        self._owed = 0.0
        self._since.restart()
        self._let_people_come(controller)
        self._desk.tick()

    def _respace(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(20), px(4), px(16), px(4))
        self._row.setSpacing(px(12))
