"""The settings of a breakout block: how many in a group, how often, and who with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ui.breakouts.people_rules_row import PeopleRulesRow
from ui.forms.field import Field, LineField
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.chip import ChipButton
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.breakout_rules import GroupRule, rules_of
from virtu_desktop.domain.grouping.members import Rule
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import people_rules, with_people_rules
from virtu_desktop.domain.plan import BreakoutSettings
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.room_words import rule_word

_MODES = (
    ("any", N_("As it comes")),
    ("mixed", N_("Room and remote mixed")),
    ("together", N_("Remote people together")),
)
_USUAL_SIZE = 4
_LARGEST = 99


class BreakoutFields(QWidget):
    """Edits breakout settings; ``changed`` carries the new ones at once."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the fields, empty until ``show_settings``."""
        super().__init__(parent)
        self._settings: BreakoutSettings | None = None
        self._size = LineField()
        self._rounds = LineField()
        self._size_field = Field(_("People in a group"), self._size)
        self._rounds_field = Field(_("Rounds"), self._rounds)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._pair = QHBoxLayout()
        for field in (self._size_field, self._rounds_field):
            self._pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._pair)
        self._modes_box = QVBoxLayout()
        self._modes_box.addWidget(CapsLabel(_("Groups")))
        self._flow = FlowLayout()
        self._group = QButtonGroup(self)
        self._modes: dict[str, ChipButton] = {}
        for mode, words in _MODES:
            chip = ChipButton(_(words), Tone.GREY)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked=False, mode=mode: self._set_mode(mode))
            self._group.addButton(chip)
            self._modes[mode] = chip
            self._flow.addWidget(chip)
        self._modes_box.addLayout(self._flow)
        self._column.addLayout(self._modes_box)
        self._rules_box = QVBoxLayout()
        self._rules_box.addWidget(CapsLabel(_("Rules of the groups")))
        self._rules_flow = FlowLayout()
        self._rules: dict[GroupRule, ChipButton] = {}
        for rule in GroupRule:
            chip = ChipButton(rule_word(interface(), rule), Tone.GREY)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked=False, rule=rule: self._turn_rule(rule))
            self._rules[rule] = chip
            self._rules_flow.addWidget(chip)
        self._rules_box.addLayout(self._rules_flow)
        self._column.addLayout(self._rules_box)
        self._calls = LineField()
        self._calls.setPlaceholderText("10, 20")
        self._calls_field = Field(_("Calls after so many minutes of the block"), self._calls)
        self._column.addWidget(self._calls_field)
        self._people = PeopleRulesRow()
        self._column.addWidget(self._people)
        self._other_rules = SafeLabel("", role=Role.SECONDARY, colour="muted", wrap=True)
        self._column.addWidget(self._other_rules)
        self._size.committed.connect(self._set_size)
        self._rounds.committed.connect(self._set_rounds)
        self._calls.committed.connect(self._set_calls)
        self._people.changed.connect(self._set_people)
        follow_theme(self._retheme)

    def show_settings(
        self, settings: BreakoutSettings | None, names: Mapping[PersonId, str]
    ) -> None:
        """Show settings; None stands for a block that has none yet. names: of all who may come."""
        self._settings = settings
        shown = BreakoutSettings(group_size=_USUAL_SIZE) if settings is None else settings
        self._size.show_text("" if settings is None else str(shown.group_size))
        self._rounds.show_text(str(shown.rounds))
        for mode, chip in self._modes.items():
            is_chosen = settings is not None and mode == shown.mode
            chip.setChecked(is_chosen)
            chip.show_words(chip.text(), Tone.BLUE if is_chosen else Tone.GREY)
        chosen = frozenset() if settings is None else rules_of(settings)
        for rule, chip in self._rules.items():
            chip.setChecked(rule in chosen)
            chip.show_words(chip.text(), Tone.BLUE if rule in chosen else Tone.GREY)
        self._calls.show_text(", ".join(f"{call / MINUTE:g}" for call in shown.calls))
        self._people.show_rules(people_rules(shown), names)
        # Words of other programs are kept and shown, although nothing is known of them.
        plain = with_people_rules(shown, ()).rules
        others = [word for word in plain if word not in set(GroupRule)]
        self._other_rules.setText(" · ".join(others))
        self._other_rules.setVisible(bool(others))

    @property
    def lines(self) -> tuple[LineField, ...]:
        """Return the lines in which one types here."""
        return (self._size, self._rounds, self._calls, self._people.line)

    def forget_problems(self) -> None:
        """Take away what was said about typed text."""
        for field in (self._size_field, self._rounds_field, self._calls_field):
            field.show_problem("")
        self._people.forget_problem()

    def _set_size(self, text: str) -> None:
        size = _number(text)
        if size is None or size < 2:
            self._refuse(self._size_field, self._size, _("Write a number from 2 on."))
            return
        self._size_field.show_problem("")
        self.changed.emit(replace(self._present(), group_size=size))

    def _set_rounds(self, text: str) -> None:
        rounds = _number(text)
        if rounds is None or rounds < 1:
            self._refuse(self._rounds_field, self._rounds, _("Write a number from 1 on."))
            return
        self._rounds_field.show_problem("")
        self.changed.emit(replace(self._present(), rounds=rounds))

    def _set_calls(self, text: str) -> None:
        words = text.replace(",", " ").replace(";", " ").split()
        minutes = [_number(word) for word in words]
        found = sorted({call for call in minutes if call})
        if len(found) != len(words):
            self._refuse(
                self._calls_field, self._calls, _("Write minutes from 1 on, such as 10, 20.")
            )
            return
        self._calls_field.show_problem("")
        calls = tuple(Duration(call * MINUTE) for call in found)
        self.changed.emit(replace(self._present(), calls=calls))

    def _set_people(self, rules: tuple[Rule, ...]) -> None:
        self.changed.emit(with_people_rules(self._present(), rules))

    def _set_mode(self, mode: str) -> None:
        self.changed.emit(replace(self._present(), mode=mode))

    def _turn_rule(self, rule: GroupRule) -> None:
        """Take a rule in or leave it out, the others as they are."""
        present = self._present()
        if rule.value in present.rules:
            rules = tuple(word for word in present.rules if word != rule.value)
        else:
            rules = (*present.rules, rule.value)
        self.changed.emit(replace(present, rules=rules))

    def _present(self) -> BreakoutSettings:
        if self._settings is None:
            return BreakoutSettings(group_size=_USUAL_SIZE)
        return self._settings

    def _refuse(self, field: Field, line: LineField, words: str) -> None:
        line.reopen()
        field.show_problem(words)

    def _retheme(self) -> None:
        px = theme().px
        self._column.setSpacing(px(10))
        self._pair.setSpacing(px(10))
        self._modes_box.setSpacing(px(6))
        self._flow.setSpacing(px(6))
        self._rules_box.setSpacing(px(6))
        self._rules_flow.setSpacing(px(6))


def _number(text: str) -> int | None:
    said = text.strip()
    is_number = said.isascii() and said.isdigit() and int(said[:4]) <= _LARGEST
    return int(said) if is_number and len(said) <= 2 else None
