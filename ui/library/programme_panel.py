"""The panel in which a whole programme is set up: groups by half-days (P3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.card_list import CardItem, CardList
from ui.forms.field import Field, LineField, TextField
from ui.forms.languages import LANGUAGE_NAMES
from ui.forms.panel import SidePanel
from ui.library.new_panel import system_zone
from ui.library.programme_form import MOST_GROUPS, GroupLine, ProgrammeForm, read_groups
from ui.library.shelf import Shelf
from ui.library.template_list import template_facts
from ui.plan.side_words import clock_words
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.plan import BadPlan
from virtu_desktop.domain.programme import Delivery
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Instant, instant_of_local, local, zone_named
from virtu_desktop.domain.typed import read_clock, read_date
from virtu_desktop.engine.new_programme import NewProgramme
from virtu_desktop.exchange.templates import list_templates
from virtu_desktop.i18n import LANGUAGES, N_, _, _n, interface
from virtu_desktop.wording import date_text

_AFTER_MS = 60
_MOST_WEEKS = 52
_DELIVERIES = {
    Delivery.HYBRID: N_("Hybrid: some in the room, some remote"),
    Delivery.ROOM: N_("All in the room"),
    Delivery.REMOTE: N_("All remote"),
}


class NewProgrammePanel(SidePanel):
    """Asks for groups, half-days and dates; ``made`` carries a NewProgramme.

    previewed carries what would be made now, or None while that cannot be said.
    """

    made = Signal(object)
    previewed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the panel, empty until ``begin``."""
        super().__init__(_("New programme"), parent)
        self._zone = system_zone()
        self._today = date(2000, 1, 1)
        self._templates: dict[str, PlanTemplate] = {}
        self._order: list[str] = []
        self._ticked: set[str] = set()
        self._shelf = Shelf()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_MS)
        self._later.timeout.connect(self._preview)
        self._build_names()
        self._build_groups()
        self._build_half_days()
        self._build_when()
        self.summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.button = PaintedButton(_("Create"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.button.clicked.connect(self.finish)
        self.foot.addWidget(self.summary)
        self.foot.addWidget(self.button)
        follow_theme(self._retheme_fields)

    def begin(self, shelf: Shelf, now: Instant) -> None:
        """Start afresh, with the templates that there are and today's date."""
        self._shelf = shelf
        zone = zone_named(self._zone)
        self._today = local(now, zone).date()
        tr = interface()
        for line in (self._title, self._customer, self._start):
            line.clear()
        self._groups.clear()
        noon = instant_of_local(self._today, local(now, zone).time(), zone)
        self._day.setText(date_text(tr, noon, self._zone))
        self._weeks.setText("1")
        self._delivery.setCurrentIndex(0)
        self._language.setCurrentIndex(max(0, self._language.findData(tr.language)))
        self._show_templates()
        for field in self._fields:
            field.show_problem("")
        self._preview()

    def take_focus(self) -> None:
        """Put the keyboard into the title."""
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Make the programme if everything that is needed is there; else say what is missing."""
        form = self._read(is_asked=True)
        made = None if form is None else self._made(form)
        if made is not None:
            self.made.emit(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Create with Ctrl+Enter from every field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finish()
            return
        super().keyPressEvent(event)

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (
            self._title_field,
            self._groups_field,
            self._day_field,
            self._weeks_field,
            self._start_field,
        )

    def _build_names(self) -> None:
        self._title, self._customer = LineField(), LineField()
        self._title_field = Field(_("Title"), self._title)
        self.content.addWidget(self._title_field)
        self.content.addWidget(Field(_("Customer"), self._customer))
        for line in (self._title, self._customer):
            line.textChanged.connect(self._later.start)

    def _build_groups(self) -> None:
        self._groups = TextField(least_lines=4)
        self._groups.setPlaceholderText(
            _("One line for each group:\nGroup A, Rovaniemi\nGroup B, Jyväskylä, 25.11., 12.30")
        )
        self._groups.textChanged.connect(self._later.start)
        self._groups_field = Field(_("Groups"), self._groups)
        self.content.addWidget(self._groups_field)
        words = _("Site, first day and start may follow the name, with commas between.")
        self.content.addWidget(SafeLabel(words, role=Role.SECONDARY, colour="muted", wrap=True))

    def _build_half_days(self) -> None:
        self._half_days = QVBoxLayout()
        self._half_days.addWidget(CapsLabel(_("Half-days, in their order")))
        self.list = CardList(name=_("Half-days, in their order"), is_ordered=True, is_whole=True)
        self.list.ticked.connect(self._tick)
        self.list.activated_on.connect(lambda key: self._tick(key, key not in self._ticked))
        self.list.moved.connect(self._move)
        self._half_days.addWidget(self.list)
        row = QHBoxLayout()
        for words, by in ((_("Earlier"), -1), (_("Later"), 1)):
            key = _("Alt+Up") if by < 0 else _("Alt+Down")
            button = PaintedButton(words, ButtonKind.QUIET, hint=key, height=32)
            button.clicked.connect(lambda _on=False, by=by: self._move(self.list.chosen_key, by))
            row.addWidget(button)
        row.addStretch(1)
        self._half_days.addLayout(row)
        self.content.addLayout(self._half_days)

    def _build_when(self) -> None:
        self._day, self._weeks, self._start = LineField(), LineField(), LineField()
        self._day_field = Field(_("First day"), self._day)
        self._weeks_field = Field(_("Weeks between"), self._weeks)
        self._start_field = Field(_("Start"), self._start)
        self._when = QHBoxLayout()
        for field, share in (
            (self._day_field, 14),
            (self._weeks_field, 12),
            (self._start_field, 9),
        ):
            self._when.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        for line in (self._day, self._weeks, self._start):
            line.textChanged.connect(self._later.start)
        self.content.addLayout(self._when)
        words = _("Times of day in {zone}", zone=self._zone)
        self.content.addWidget(SafeLabel(words, role=Role.SECONDARY, colour="muted", wrap=True))
        self._delivery, self._language = QComboBox(), QComboBox()
        for delivery, words in _DELIVERIES.items():
            self._delivery.addItem(_(words), delivery)
        for language in LANGUAGES:
            self._language.addItem(LANGUAGE_NAMES[language], language)
        self._language.currentIndexChanged.connect(self._show_templates)
        self._delivery.currentIndexChanged.connect(self._later.start)
        for name, box in ((_("Where people are"), self._delivery), (_("Language"), self._language)):
            box.setMinimumContentsLength(12)
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            box.setSizeAdjustPolicy(policy)
            self.content.addWidget(Field(name, box))
        self.content.addStretch(1)

    def _show_templates(self) -> None:
        """Offer the half-days of the language, and people's own; the ticks stay."""
        shipped = list_templates(self._language.currentData())
        known = bool(self._templates)
        self._templates = {one.id: one for one in (*shipped, *self._shelf.templates)}
        self._order = [key for key in self._order if key in self._templates]
        self._order += [key for key in self._templates if key not in self._order]
        if not known:
            self._ticked = {one.id for one in shipped}
        starts = {template.start for template in shipped}
        hint = clock_words(interface(), starts.pop()) if len(starts) == 1 else ""
        self._start.setPlaceholderText(hint)
        self._show_half_days()

    def _show_half_days(self) -> None:
        numbers = {key: number for number, key in enumerate(self._chosen, 1)}
        items = []
        for key in self._order:
            template = self._templates[key]
            title = template.title
            if key in numbers:
                title = f"{numbers[key]} · {title}"
            items.append(
                CardItem(
                    key=key,
                    title=title,
                    detail=template_facts(template),
                    ticked=key in numbers,
                )
            )
        self.list.show_items(items)
        self._later.start()

    @property
    def _chosen(self) -> list[str]:
        return [key for key in self._order if key in self._ticked]

    def _tick(self, key: str, is_on: bool) -> None:
        (self._ticked.add if is_on else self._ticked.discard)(key)
        self._show_half_days()

    def _move(self, key: str, by: int) -> None:
        if key not in self._order:
            return
        place = self._order.index(key)
        other = min(max(place + by, 0), len(self._order) - 1)
        self._order.insert(other, self._order.pop(place))
        self._show_half_days()
        self.list.choose(key)

    def _preview(self) -> None:
        """Tell what would be made, as far as it can be said."""
        self._later.stop()
        form = self._read(is_asked=False)
        made = None if form is None else self._made(form)
        words = _("Name the groups, one a line.")
        if made is not None:
            words = " × ".join(
                (
                    _n("{count} group", "{count} groups", len(made.groups)),
                    _n("{count} half-day", "{count} half-days", len(self._chosen)),
                )
            )
            sessions = _n("{count} session", "{count} sessions", len(made.sessions))
            words = f"{words} = {sessions}"
        self.summary.setText(words)
        self.previewed.emit(made)

    def _made(self, form: ProgrammeForm) -> NewProgramme | None:
        try:
            return form.made(lambda: uuid.uuid4().hex)
        except (BadPlan, OverflowError):
            self._day_field.show_problem(_("These days cannot be."))
            return None

    def _read(self, *, is_asked: bool) -> ProgrammeForm | None:
        """Return what is in the form, or None; when asked for, say what is missing."""
        groups = read_groups(self._groups.toPlainText(), near=self._today)
        day = read_date(self._day.text(), near=self._today)
        weeks = self._weeks.text().strip()
        count = int(weeks) if weeks.isdecimal() and len(weeks) < 3 else -1
        typed_start = self._start.text().strip()
        start = read_clock(typed_start)
        title = " ".join(self._title.text().split())
        problems = {
            self._title_field: "" if title else _("A programme needs a name."),
            self._groups_field: next(_group_problems(groups), ""),
            self._day_field: "" if day is not None else _("Write a day such as 25.11.2026."),
            self._weeks_field: "" if 0 <= count <= _MOST_WEEKS else _("Write 0 to 52."),
            self._start_field: _("Write a time such as 9:00.") if typed_start and not start else "",
        }
        missing = [field for field, words in problems.items() if words]
        if is_asked:
            for field, words in problems.items():
                field.show_problem(words)
            if not missing and not self._chosen:
                self.summary.setText(_("Tick at least one half-day."))
            if missing:
                missing[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        blocking = missing if is_asked else [one for one in missing if one != self._title_field]
        if blocking or day is None or not self._chosen:
            return None
        return ProgrammeForm(
            title=title or _("New programme"),
            customer=" ".join(self._customer.text().split()),
            groups=groups,
            templates=tuple(self._templates[key] for key in self._chosen),
            first=day,
            weeks=count,
            start=start,
            zone=self._zone,
            delivery=Delivery(self._delivery.currentData()),
        )

    def _retheme_fields(self) -> None:
        self._when.setSpacing(theme().px(10))
        self._half_days.setSpacing(theme().px(6))


def _group_problems(groups: tuple[GroupLine, ...]) -> Iterator[str]:
    """Yield what is wrong with the lines of groups."""
    if not groups:
        yield _("Name at least one group.")
    if len(groups) > MOST_GROUPS:
        yield _("At most {count} groups at once.", count=MOST_GROUPS)
    for number, group in enumerate(groups, 1):
        if group.problem:
            yield _(
                "Line {number}: “{typed}” is neither a place, a day nor a time.",
                number=number,
                typed=group.problem,
            )
