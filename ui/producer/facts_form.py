"""Fields for the facts of a programme; each is kept when it is left, and can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.forms.field import Field, LineField, TextField
from ui.producer.fact_words import LONG, Usual
from ui.theme import follow_theme, theme
from virtu_desktop.domain.programme_facts import BadFact, FactName, Facts, checked
from virtu_desktop.i18n import _

_COLUMNS = 2
# Narrower than this, names of fields do not fit beside each other.
_TWO_FROM = 440


class FactsForm(QWidget):
    """Shows some facts in columns. changed carries the name and the new text of one."""

    changed = Signal(object, str)

    def __init__(self, names: Mapping[FactName, str], parent: QWidget | None = None) -> None:
        """Make empty fields. names: the facts with their labels, in order."""
        super().__init__(parent)
        self._fields: dict[FactName, Field] = {}
        self._grid = QGridLayout(self)
        for name, label in names.items():
            editor = TextField() if name in LONG else LineField()
            if isinstance(editor, LineField):
                editor.setPlaceholderText(Usual(name).text)
            editor.committed.connect(lambda text, name=name: self._take(name, text))
            self._fields[name] = Field(_(label), editor)
        self._columns = 0
        self._lay(_COLUMNS)
        follow_theme(self._retheme)

    def show_facts(self, facts: Facts) -> None:
        """Show what is known; what is being typed stays."""
        for name, field in self._fields.items():
            field.show_problem("")
            editor = field.editor
            if isinstance(editor, LineField | TextField):
                editor.show_text(facts.get(name, ""))

    def commit(self) -> None:
        """Hand on what is being typed."""
        for field in self._fields.values():
            editor = field.editor
            if isinstance(editor, LineField | TextField):
                editor.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put short fields below each other where their names would be cut beside each other."""
        super().resizeEvent(event)
        self._lay(_COLUMNS if self.width() >= theme().px(_TWO_FROM) else 1)

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        row, column = 0, 0
        for place, (name, field) in enumerate(self._fields.items()):
            is_wide = not column and not _has_neighbour(list(self._fields), place)
            width = columns if name in LONG or is_wide else 1
            self._grid.addWidget(field, row, column, 1, width)
            column += width
            if column >= columns:
                row, column = row + 1, 0
        self._grid.setRowStretch(len(self._fields), 1)

    def _take(self, name: FactName, text: str) -> None:
        try:
            plain = checked(name, text)
        except BadFact:
            self._fields[name].show_problem(_("Write a whole number, 1 or more."))
            return
        self._fields[name].show_problem("")
        self.changed.emit(name, plain)

    def _retheme(self) -> None:
        px = theme().px
        self._grid.setContentsMargins(px(2), px(3), px(12), px(3))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(12))


def _has_neighbour(names: Sequence[FactName], place: int) -> bool:
    """Say whether a field that begins a row shares it with the next one."""
    both = names[place : place + _COLUMNS]
    return len(both) == _COLUMNS and LONG.isdisjoint(both)
