"""Puts another plan in the place of the open one, tells so, and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable

from ui.desk import Desk, Notice, Outcome
from ui.plan.words import misfit_words
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.plan import BadPlan
from virtu_desktop.domain.run import BadRun
from virtu_desktop.engine.plan_editor import PlanEditor
from virtu_desktop.engine.session import SessionController
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, interface


def edit_plan(desk: Desk, edit: Callable[[PlanEditor], object], words: str) -> str:
    """Edit the open plan in one step and say ``words``; return what is wrong, or nothing.

    The plan is as it was when something is wrong.
    """
    controller = desk.controller
    if controller is None:
        return ""
    try:
        edit(controller.planner)
    except (BadPlan, BadEvent, BadRun) as error:
        return misfit_words(interface(), error)
    except KnownError as error:
        return error.words(interface())
    desk.noticed.emit(Notice(words, undo=_undo(desk, controller)))
    return ""


def _undo(desk: Desk, controller: SessionController) -> Callable[[], None]:
    """Return what takes the latest step back as long as nothing came after it."""
    after = controller.session

    def undo() -> None:
        if controller.session is not after:
            text = _("The plan was changed since. Undo takes its steps back one by one.")
            desk.noticed.emit(Notice(text, Outcome.REFUSED))
            return
        try:
            controller.planner.undo()
        except (BadPlan, BadEvent, BadRun) as error:
            desk.noticed.emit(Notice(misfit_words(interface(), error), Outcome.REFUSED))

    return undo
