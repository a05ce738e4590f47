"""Keeps the open session as one of people's own templates (P3)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk, Notice
from ui.forms.field import Field, LineField
from ui.plan.side_data import SideData
from ui.theme import follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from virtu_desktop.domain.templates import PlanTemplate, template_of
from virtu_desktop.engine.changes import DeleteTemplate, SaveTemplate
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.i18n import _


class SaveTemplateForm(QWidget):
    """A button; pressed, it asks for a name below itself. Enter saves, Esc leaves."""

    def __init__(
        self, desk: Desk, data: SideData, *, key: str, parent: QWidget | None = None
    ) -> None:
        """Make the button. key: drawn in it."""
        super().__init__(parent)
        self._desk = desk
        self._data = data
        self.button = PaintedButton(_("Save as template"))
        self.button.setToolTip(key)
        self._name = LineField()
        self.field = Field(_("Name of the template"), self._name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.field)
        self._column.addWidget(self.button)
        self.field.hide()
        self.button.clicked.connect(self._press)
        self._name.returnPressed.connect(self._save)
        follow_theme(self._retheme)

    @property
    def is_asking(self) -> bool:
        """Say whether the name is being asked for."""
        return not self.field.isHidden()

    def ask(self) -> None:
        """Ask for the name, with that of the session to begin with."""
        session = self._data.session
        if session is None:
            return
        self.field.show()
        self.field.show_problem("")
        self.button.set_kind(ButtonKind.PRIMARY)
        self._name.setText(session.title)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.field.isVisible():
            self._leave()
            return
        super().keyPressEvent(event)

    def _press(self) -> None:
        if self.field.isHidden():
            self.ask()
        else:
            self._save()

    def _save(self) -> None:
        session = self._data.session
        if session is None:
            return
        title = " ".join(self._name.text().split())
        if not title:
            self.field.show_problem(_("A template needs a name."))
            return
        same = (one for one in self._data.facts.own if one.title.casefold() == title.casefold())
        before = next(same, None)
        template_id = f"own-{uuid.uuid4().hex}" if before is None else before.id
        self._leave()
        made = template_of(session, template_id=template_id, title=title)
        self._desk.submit(SaveTemplate(template=made))
        if not self._desk.can_write:
            return
        if not session.template and self._desk.controller is not None:
            follows = replace(session, template=template_id)
            self._desk.controller.planner.change_session(PlanStep.TEMPLATE, follows)
        self._tell(made, before)

    def _tell(self, made: PlanTemplate, before: PlanTemplate | None) -> None:
        """Say what was saved; taking it back brings the template of that name back."""

        def undo() -> None:
            if before is None:
                self._desk.submit(DeleteTemplate(template=made.id))
                said = _("The template is not kept.")
            else:
                self._desk.submit(SaveTemplate(template=before))
                said = _("The template is as it was before.")
            self._desk.noticed.emit(Notice(said))

        words = _("Saved as the template “{title}”.", title=made.title)
        if before is not None:
            words = _("The template “{title}” is now as this session.", title=made.title)
        self._desk.tell_done(words, undo, beside_plan=PlanStep.TEMPLATE)

    def _leave(self) -> None:
        self.field.hide()
        self.button.set_kind(ButtonKind.SECONDARY)

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(8))
