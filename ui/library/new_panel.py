"""The panel in which a new session is put together."""

from __future__ import annotations

import uuid
from datetime import date

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.field import Field, LineField, TextField
from ui.forms.languages import LANGUAGE_NAMES
from ui.forms.panel import SidePanel
from ui.library.new_session import DEFAULT_START, NewSession, Wanted, new_session, proposed_day
from ui.library.shelf import Shelf
from ui.library.template_list import TemplateList
from ui.library.words import group_words
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.programme import GroupId, ProgrammeId
from virtu_desktop.domain.time import Instant, instant_of_local, local, zone_named
from virtu_desktop.domain.typed import read_clock, read_date
from virtu_desktop.exchange.templates import list_templates
from virtu_desktop.i18n import LANGUAGES, _, interface
from virtu_desktop.wording import clock_text, date_text

FALLBACK_ZONE = "Europe/Helsinki"
_NEW = "new"


class NewSessionPanel(SidePanel):
    """Asks what the session is made from, whose it is and when; ``made`` carries a NewSession."""

    made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the panel, empty until ``begin``."""
        super().__init__(_("New session"), parent)
        self._shelf = Shelf()
        self._zone = system_zone()
        self._today = date(2000, 1, 1)
        self._is_title_own = False
        self._build_what()
        self._build_whose()
        self._build_when()
        self.button = PaintedButton(_("Create"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.button.clicked.connect(self.finish)
        self.foot.addWidget(self.button)
        follow_theme(self._retheme_fields)

    def begin(self, shelf: Shelf, now: Instant) -> None:
        """Start afresh, with what there is in the library and the next morning."""
        self._shelf = shelf
        self._is_title_own = False
        here = local(now, zone_named(self._zone))
        self._today = here.date()
        place = self._language.findData(interface().language)
        self._language.setCurrentIndex(max(0, place))
        self._show_templates()
        self._fill_programmes()
        start = instant_of_local(proposed_day(here), DEFAULT_START, zone_named(self._zone))
        tr = interface()
        self._day.setText(date_text(tr, start, self._zone))
        self._start.setText(clock_text(tr, start, self._zone))
        for field in (self._day_field, self._start_field, self._title_field, *self._new_fields):
            field.show_problem("")

    def follow(self, shelf: Shelf) -> None:
        """Show the templates that there are now; all that was typed stays."""
        is_changed = shelf.templates != self._shelf.templates
        self._shelf = shelf
        if is_changed and self.isVisible():
            self._show_templates()

    def finish(self) -> None:
        """Make the session if everything that is needed is there; else say what is missing."""
        wanted = self._wanted()
        if wanted is not None:
            made: NewSession = new_session(wanted, self._shelf, lambda: uuid.uuid4().hex)
            self.made.emit(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Create with Ctrl+Enter from every field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finish()
            return
        super().keyPressEvent(event)

    def _build_what(self) -> None:
        self.templates = TemplateList()
        self.templates.chosen_changed.connect(self._show_title)
        self._what = QVBoxLayout()
        self._what.addWidget(CapsLabel(_("Begin from")))
        self._what.addWidget(self.templates)
        self.content.addLayout(self._what)
        self._title = TextField(least_lines=1, is_one_paragraph=True)
        self._title.committed.connect(self._own_title)
        self._title_field = Field(_("Title"), self._title)
        self.content.addWidget(self._title_field)
        self._language = QComboBox()
        for language in LANGUAGES:
            self._language.addItem(LANGUAGE_NAMES[language], language)
        self._language.currentIndexChanged.connect(self._show_templates)
        self.content.addWidget(Field(_("Language of the texts"), self._language))

    def _build_whose(self) -> None:
        self._programme, self._group = QComboBox(), QComboBox()
        for box in (self._programme, self._group):
            box.setMinimumContentsLength(12)
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            box.setSizeAdjustPolicy(policy)
        self._new_programme, self._new_group = LineField(), LineField()
        self._group_field = Field(_("Group"), self._group)
        self._new_fields = (
            Field(_("Name of the new programme"), self._new_programme),
            Field(_("Name of the new group"), self._new_group),
        )
        self._programme.currentIndexChanged.connect(self._fill_groups)
        self._group.currentIndexChanged.connect(self._show_new_fields)
        self.content.addWidget(Field(_("Programme"), self._programme))
        self.content.addWidget(self._new_fields[0])
        self.content.addWidget(self._group_field)
        self.content.addWidget(self._new_fields[1])

    def _build_when(self) -> None:
        self._day, self._start = LineField(), LineField()
        self._day_field = Field(_("Day"), self._day)
        self._start_field = Field(_("Start"), self._start)
        self._when = QHBoxLayout()
        for field in (self._day_field, self._start_field):
            self._when.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(self._when)
        words = _("Times of day in {zone}", zone=self._zone)
        self.content.addWidget(SafeLabel(words, role=Role.SECONDARY, colour="muted", wrap=True))
        self.content.addStretch(1)

    def _show_templates(self) -> None:
        language = self._language.currentData()
        self.templates.show_templates(list_templates(language), self._shelf.templates)
        self._show_title()

    def _own_title(self, text: str) -> None:
        self._is_title_own = bool(text.strip())

    def _show_title(self) -> None:
        """Give the session its template's title until somebody types another one."""
        if not self._is_title_own:
            chosen = self.templates.chosen
            self._title.show_text(_("New session") if chosen is None else chosen.title)

    def _fill_programmes(self) -> None:
        self._programme.clear()
        self._programme.addItem(_("No programme"), None)
        for programme in self._shelf.programmes:
            self._programme.addItem(programme.title, programme.id)
        self._programme.addItem(_("New programme…"), _NEW)
        if self._shelf.programmes:
            self._programme.setCurrentIndex(1)
        self._fill_groups()

    def _fill_groups(self) -> None:
        self._group.clear()
        chosen = self._programme.currentData()
        if chosen is not None and chosen != _NEW:
            for group in self._shelf.groups_of(ProgrammeId(chosen)):
                self._group.addItem(group_words(group), group.id)
        self._group.addItem(_("New group…"), _NEW)
        self._show_new_fields()

    def _show_new_fields(self) -> None:
        has_programme = self._programme.currentData() is not None
        self._group_field.setVisible(has_programme)
        self._new_fields[0].setVisible(self._programme.currentData() == _NEW)
        self._new_fields[1].setVisible(has_programme and self._group.currentData() == _NEW)

    def _wanted(self) -> Wanted | None:
        """Return what was asked for, or None after saying what is missing."""
        template = self.templates.chosen
        title = " ".join(self._title.toPlainText().split())
        day = read_date(self._day.text(), near=self._today)
        start = read_clock(self._start.text())
        names = [" ".join(line.text().split()) for line in (self._new_programme, self._new_group)]
        is_fine = all(
            (
                _check(self._title_field, bool(title), _("A session needs a title.")),
                _check(self._new_fields[0], bool(names[0]), _("A programme needs a name.")),
                _check(self._new_fields[1], bool(names[1]), _("A group needs a name.")),
                _check(self._day_field, day is not None, _("Write a day such as 25.11.2026.")),
                _check(self._start_field, start is not None, _("Write a time such as 9:00.")),
            )
        )
        if not is_fine or day is None or start is None:
            return None
        programme, group = self._programme.currentData(), self._group.currentData()
        is_new_programme = programme == _NEW
        is_new_group = programme is not None and group == _NEW
        return Wanted(
            template=template,
            title=title,
            language=self._language.currentData(),
            day=day,
            start=start,
            zone=self._zone,
            programme=None if programme is None or is_new_programme else ProgrammeId(programme),
            new_programme=names[0] if is_new_programme else "",
            group=None if programme is None or is_new_group else GroupId(group),
            new_group=names[1] if is_new_group else "",
        )

    def _retheme_fields(self) -> None:
        self._when.setSpacing(theme().px(10))
        self._what.setSpacing(theme().px(6))


def system_zone() -> str:
    """Return the name of the computer's time zone, Helsinki's where it has none that is known."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    try:
        zone_named(name)
    except ValueError:
        return FALLBACK_ZONE
    return name or FALLBACK_ZONE


def _check(field: Field, is_fine: bool, words: str) -> bool:
    """Say at a field that is shown what is wrong with it; a hidden one is fine."""
    is_fine = is_fine or field.isHidden()
    field.show_problem("" if is_fine else words)
    if not is_fine:
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
    return is_fine
