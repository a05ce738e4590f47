"""Beside the table of the roster: the line for somebody new, and who is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.people.person_form import PersonForm
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from ui.widgets.note_line import NoteLine
from virtu_desktop.i18n import _


class RosterSide(Card):
    """Where room is short the form is there only while the keyboard is in this card."""

    def __init__(self, new_line: NoteLine, form: PersonForm) -> None:
        """Hold the line for somebody new and the form of who is chosen."""
        super().__init__()
        self._form = form
        self._is_short = False
        self._hint = SafeLabel(
            _(
                "Choose a person to change the details, or several to tag, move or delete them."
                " Write a new person on the line above, or import a list with Ctrl+I."
            ),
            colour="muted",
            wrap=True,
        )
        self._open = PaintedButton(_("Change…"), ButtonKind.QUIET, height=34)
        self._open.clicked.connect(self._go_in)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 6, 2)
        column.addWidget(self._hint)
        column.addWidget(form)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QHBoxLayout()
        line.addWidget(new_line, 1)
        line.addWidget(self._open)
        self.body.addLayout(line)
        self.body.addWidget(self._area, 1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_parts)
        self._show_parts()

    def show_any(self, *, is_any: bool) -> None:
        """Show the form when somebody is chosen, else what can be done here."""
        self._form.setVisible(is_any)
        self._hint.setVisible(not is_any)
        self._show_parts()

    def set_short(self, *, is_short: bool) -> None:
        """Leave the room to the table until the keyboard comes here."""
        self._is_short = is_short
        self._show_parts()

    def _show_parts(self, _old: QWidget | None = None, _now: QWidget | None = None) -> None:
        focused = QApplication.focusWidget()
        is_here = focused is not None and (focused is self or self.isAncestorOf(focused))
        is_chosen = self._form.isVisibleTo(self._area)
        has_form = not self._is_short or (is_here and is_chosen)
        self._area.setVisible(has_form)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Preferred if has_form else policy.Maximum)
        self._open.setVisible(self._is_short and is_chosen and not is_here)

    def _go_in(self) -> None:
        self._area.show()
        self._form.take_focus()
