"""Carries commands of the windows to the attendance register, and says what they did."""

from __future__ import annotations

from collections.abc import Callable

from ui.desk import Desk, Notice, Outcome
from virtu_desktop.domain.presence import BadStay
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.register import Register, Step
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, interface
from virtu_desktop.storage.errors import LibraryReadOnly
from virtu_desktop.wording_people import step_words

Command = Callable[[Register, Instant], Step | None]


class RegisterSteps:
    """Acts on the register of the session that the desk shows."""

    def __init__(self, desk: Desk) -> None:
        """Act for ``desk``."""
        self._desk = desk

    @property
    def controller(self) -> SessionController | None:
        """Return the session that is acted upon."""
        return self._desk.controller

    def do(self, command: Command, otherwise: str = "") -> Step | None:
        """Carry out a command and offer undo; ``otherwise`` is said when it changes nothing."""
        controller = self._desk.controller
        if controller is None:
            return None
        if not self._desk.can_write:
            self._desk.tell_failure(LibraryReadOnly(self._desk.library.path))
            return None
        try:
            step = command(controller.register, controller.now())
        except BadStay:
            words = _("These times do not fit.")
            self._desk.noticed.emit(Notice(words, Outcome.REFUSED))
            return None
        if step is None:
            if otherwise:
                self._desk.noticed.emit(Notice(otherwise, Outcome.REFUSED))
            return None
        self._tell(controller, step)
        return step

    def _tell(self, controller: SessionController, step: Step) -> None:
        person = None if step.person is None else controller.register.people.get(step.person)
        words = step_words(interface(), step, "" if person is None else person.name)
        self._desk.tell_done(words, lambda: self._take_back(controller, step, words))

    def _take_back(self, controller: SessionController, step: Step, words: str) -> None:
        if self._desk.can_write and controller.register.take_back(step, at=controller.now()):
            self._desk.noticed.emit(Notice(_("Taken back: {what}", what=words)))
        else:
            self._desk.noticed.emit(Notice(_("There is nothing to take back."), Outcome.REFUSED))
