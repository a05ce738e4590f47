"""The fields of one person of the roster, or what can be done with several (A1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ui.forms.field import Field, LineField
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.people import Mode, Participant
from virtu_desktop.domain.programme import GroupId
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording_people import mode_word

_LANGUAGES = ("", "fi", "sv", "en")


class PersonForm(QWidget):
    """Shows whoever is chosen.

    changed carries the person as it should be. moved (group id or None), tagged (text), merged and
    deleted are about everybody who is chosen.
    """

    changed = Signal(object)
    moved = Signal(object)
    tagged = Signal(str)
    merged = Signal()
    deleted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty form."""
        super().__init__(parent)
        self._person: Participant | None = None
        self._groups: Sequence[GroupId | None] = (None,)
        self._is_showing = False
        self._title = SafeLabel(role=Role.TITLE, wrap=True, most_lines=2)
        self._lines = {
            "name": self._line(_("Name")),
            "organisation": self._line(_("Organisation")),
            "site": self._line(_("Site")),
            "email": self._line(_("E-mail address")),
            "tags": self._line(_("Tags, with commas between")),
        }
        self._group = _combo()
        self._group_field = Field(_("Group"), self._group)
        self._mode = _combo()
        self._mode_field = Field(_("Takes part usually"), self._mode)
        self._language = _combo()
        self._language_field = Field(_("Language of certificates"), self._language)
        self._tag = self._line(_("Add a tag to all"))
        self._merge = PaintedButton(_("Merge into the first"), height=36)
        self._delete = PaintedButton(_("Delete"), height=36)
        self._build()
        self._connect()
        follow_theme(self._respace)

    def take_focus(self) -> None:
        """Put the keyboard on the first field."""
        field = self._tag if self._person is None else self._lines["name"]
        _editor(field).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_people(self, people: Sequence[Participant], groups: Mapping[GroupId, str]) -> None:
        """Show the chosen people."""
        self._is_showing = True
        self._person = people[0] if len(people) == 1 else None
        self._show_groups(people, groups)
        one = self._person
        for name, field in self._lines.items():
            field.setVisible(one is not None)
            if one is not None:
                text = ", ".join(one.tags) if name == "tags" else getattr(one, name)
                _editor(field).show_text(text)
        for part in (self._mode_field, self._language_field):
            part.setVisible(one is not None)
        if one is not None:
            self._mode.setCurrentIndex(list(Mode).index(one.usual_mode))
            known = one.language if one.language in _LANGUAGES else ""
            self._language.setCurrentIndex(_LANGUAGES.index(known))
        several = len(people) > 1
        self._title.setText(
            _n("{count} person chosen", "{count} people chosen", len(people))
            if several
            else ("" if one is None else one.name)
        )
        self._tag.setVisible(several)
        self._merge.setVisible(len(people) == 2)
        self._is_showing = False

    def _build(self) -> None:
        for mode in Mode:
            self._mode.addItem(mode_word(interface(), mode))
        for words in (_("As the session"), "Suomi", "Svenska", "English"):
            self._language.addItem(words)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._title)
        for field in self._lines.values():
            self._column.addWidget(field)
        for part in (
            self._mode_field,
            self._group_field,
            self._language_field,
            self._tag,
            self._merge,
            self._delete,
        ):
            self._column.addWidget(part)

    def _connect(self) -> None:
        for name, field in self._lines.items():
            _editor(field).committed.connect(lambda text, name=name: self._take(name, text))
        self._mode.activated.connect(lambda place: self._change(usual_mode=list(Mode)[place]))
        self._language.activated.connect(lambda place: self._change(language=_LANGUAGES[place]))
        self._group.activated.connect(lambda place: self.moved.emit(self._groups[place]))
        _editor(self._tag).committed.connect(self._take_tag)
        self._merge.clicked.connect(self.merged)
        self._delete.clicked.connect(self.deleted)

    def _show_groups(self, people: Sequence[Participant], groups: Mapping[GroupId, str]) -> None:
        self._groups = (None, *groups)
        self._group.clear()
        self._group.addItem(_("No group"))
        self._group.addItems(list(groups.values()))
        theirs = {person.group if person.group in groups else None for person in people}
        alike = next(iter(theirs)) if len(theirs) == 1 else None
        self._group.setCurrentIndex(self._groups.index(alike) if len(theirs) == 1 else -1)

    def _take(self, name: str, text: str) -> None:
        clean = " ".join(text.split())
        if name == "tags":
            tags = dict.fromkeys(tag for tag in map(str.strip, text.split(",")) if tag)
            self._change(tags=tuple(tags))
        elif name == "name" and not clean:
            self._lines["name"].show_problem(_("A person needs a name."))
        else:
            self._lines[name].show_problem("")
            self._change(**{name: clean})

    def _change(self, **values: object) -> None:
        if self._person is not None and not self._is_showing:
            self.changed.emit(replace(self._person, **values))  # type: ignore[arg-type]

    def _take_tag(self, text: str) -> None:
        if tag := " ".join(text.split()):
            _editor(self._tag).setText("")
            self.tagged.emit(tag)

    def _line(self, name: str) -> Field:
        return Field(name, LineField(self))

    def _respace(self) -> None:
        self._column.setSpacing(theme().px(10))


def _editor(field: Field) -> LineField:
    editor = field.editor
    assert isinstance(editor, LineField)
    return editor


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    return combo
