"""Who is to be with whom: rules about people, typed into a line and taken away as chips (B1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.field import Field, LineField
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.chip import ChipButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.grouping.members import Rule
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import BadTyped, read_typed
from virtu_desktop.group_words import rule_words, typed_problem_words
from virtu_desktop.i18n import _, interface


class PeopleRulesRow(QWidget):
    """``changed`` carries all rules after one was added or taken away.

    left: Escape was pressed where there was nothing typed to give up.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the row, without rules."""
        super().__init__(parent)
        self._rules: tuple[Rule, ...] = ()
        self._names: Mapping[PersonId, str] = {}
        self._chips: list[ChipButton] = []
        self.line = LineField()
        self.line.setPlaceholderText("Aino + Bo · Aino / Bo")
        self._field = Field(_("Who with whom"), self.line)
        self._hint = SafeLabel(
            _("+ together, / apart, = at one screen, 1: host of room 1"),
            role=Role.SECONDARY,
            colour="muted",
            wrap=True,
        )
        self._flow = FlowLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._field)
        self._column.addWidget(self._hint)
        self._column.addLayout(self._flow)
        self.line.committed.connect(self._add)
        self.line.installEventFilter(self)
        follow_theme(self._respace)

    @property
    def problem(self) -> str:
        """Return why the typed rule was not taken, or an empty text."""
        return self._field.problem

    @property
    def chips(self) -> tuple[ChipButton, ...]:
        """Return the buttons that take rules away, in the order of the rules."""
        return tuple(self._chips)

    def show_rules(self, rules: tuple[Rule, ...], names: Mapping[PersonId, str]) -> None:
        """Show rules; names: of everybody whom a typed name may mean."""
        is_new = rules != self._rules or names != self._names
        self._rules, self._names = rules, names
        if not is_new:
            return
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for place, rule in enumerate(rules):
            words = rule_words(interface(), rule, names)
            chip = ChipButton(f"{words}  ×", Tone.BLUE, self)
            chip.setAccessibleName(_("Take away: {rule}", rule=words))
            chip.setToolTip(_("Take away"))
            chip.installEventFilter(self)
            chip.clicked.connect(partial(self._take_away, place))
            self._flow.addWidget(chip)
            chip.show()
            QWidget.setTabOrder(self._chips[-1] if self._chips else self.line, chip)
            self._chips.append(chip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave with Escape, also from a chip, where nothing is being typed."""
        is_typing = watched is self.line and self.line.is_typing
        if (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and not is_typing
        ):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            else:
                self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def take_focus(self) -> None:
        """Put the keyboard into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def forget_problem(self) -> None:
        """Take away what was said about the typed text."""
        self._field.show_problem("")

    def _add(self, text: str) -> None:
        if not text.strip():
            self._field.show_problem("")
            return
        try:
            rule = read_typed(text, self._names)
        except BadTyped as error:
            self.line.reopen()
            self._field.show_problem(typed_problem_words(interface(), error))
            return
        self._field.show_problem("")
        self.line.give_up()
        if rule not in self._rules:
            self.changed.emit((*self._rules, rule))

    def _take_away(self, place: int) -> None:
        had_focus = self._chips[place].hasFocus()
        self.changed.emit((*self._rules[:place], *self._rules[place + 1 :]))
        if had_focus:
            chips = self._chips
            (chips[min(place, len(chips) - 1)] if chips else self.line).setFocus()

    def _respace(self) -> None:
        self._column.setSpacing(theme().px(6))
        self._flow.setSpacing(theme().px(6))
