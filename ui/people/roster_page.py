"""The roster editor: the people of a programme by group, with merging of doubles and undo (A1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.forms.beside import lay_beside
from ui.models.roster_model import SELECT_ROWS, RosterModel
from ui.people.person_form import PersonForm
from ui.people.roster_side import RosterSide
from ui.people.roster_table import RosterTable
from ui.run.flow import FlowLayout
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind, PaintedButton
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from ui.widgets.note_line import NoteLine
from ui.widgets.tabs import FilterTabs
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, Programme, ProgrammeId
from virtu_desktop.domain.roster import LikelySame
from virtu_desktop.engine.roster import Roster, RosterStep, RosterStepKind
from virtu_desktop.exchange.near_names import likely_pairs
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.storage.errors import LibraryReadOnly
from virtu_desktop.storage.library import Library
from virtu_desktop.wording_people import likeness_words, roster_step_words

_TALL_FROM = 700
_SIDE_WIDTH = 340
_SAVED_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterData:
    """What the library knows of the people of one programme; None: of those of no programme."""

    programmes: tuple[Programme, ...]
    programme: ProgrammeId | None
    groups: tuple[ParticipantGroup, ...]
    people: tuple[Participant, ...]
    recorded: frozenset[PersonId]


class RosterPage(QWidget):
    """Edits the roster of a programme. ``left``: the page should make room for another."""

    left = Signal()

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it reads the library when it is opened."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self.roster = Roster(desk.library, {})
        self._data: RosterData | None = None
        self._group_filters: list[tuple[GroupId | None, bool]] = [(None, True)]
        self._wanted_group: GroupId | None = None
        self._pairs: list[LikelySame] = []
        self.model = RosterModel(self)
        self.table = RosterTable(self.model)
        self.field = NoteLine(_("Search people"), "/", self)
        self.new_line = NoteLine(_("New: name, organisation, e-mail"), "A", self)
        self.filters = FilterTabs(name=_("Which group"), parent=self)
        self.form = PersonForm(self)
        self._programme = QComboBox()
        self._programme.setAccessibleName(_("Programme"))
        self._doubles = _DoublesBar()
        self._words = SafeLabel(colour="muted", wrap=True)
        self._build()
        self._connect()
        self._bind(actions)
        follow_theme(self._respace)

    @property
    def programme(self) -> ProgrammeId | None:
        """Return the programme whose people are shown."""
        return None if self._data is None else self._data.programme

    @property
    def groups(self) -> tuple[ParticipantGroup, ...]:
        """Return the groups of the programme."""
        return () if self._data is None else self._data.groups

    @property
    def shown_group(self) -> GroupId | None:
        """Return the group whose people are shown; None for everybody, and for no group."""
        group, is_all = self._group_filters[max(0, self.filters.currentIndex())]
        return None if is_all else group

    def open_programme(
        self, programme: ProgrammeId | None = None, group: GroupId | None = None
    ) -> None:
        """Show the people of a programme, or of the first one; group: begin with that one."""
        self._wanted_group = group
        library = self._desk.library
        self._desk.background.run(
            lambda: _read(library, programme, group), self.show_data, self._desk.tell_failure
        )

    def show_data(self, data: RosterData) -> None:
        """Show what was read."""
        self._data = data
        self.roster = Roster(
            self._desk.library,
            {person.id: person for person in data.people},
            set(data.recorded),
            self._desk.registers,
        )
        self._programme.blockSignals(True)
        self._programme.clear()
        for one in data.programmes:
            self._programme.addItem(one.title, one.id)
        self._programme.setCurrentIndex(self._programme.findData(data.programme))
        self._programme.setVisible(len(data.programmes) > 1)
        self._programme.blockSignals(False)
        self.refresh()
        self._choose_group(self._wanted_group)
        self._look_for_doubles()
        self._actions.refresh()

    def read_again(self) -> None:
        """Read the people of the programme that is shown again."""
        if self._data is not None:
            self.open_programme(self._data.programme)

    def refresh(self) -> None:
        """Show the roster as it is now; who is chosen stays chosen."""
        chosen = self.table.chosen()
        self.model.show(self.roster.people.values(), self._names)
        self._show_filters()
        self._select(chosen)
        self._show_chosen()
        has_people = bool(self.roster.people)
        self._words.setText(
            ""
            if has_people
            else _(
                "Nobody yet. Import a list with Ctrl+I, or write a name on the line at the right."
            )
        )
        self._words.setVisible(not has_people)

    def take_imported(self, people: tuple[Participant, ...]) -> RosterStep | None:
        """Add or change people that were read from a list, as one step."""
        return self._do(lambda: self.roster.save(people, kind=RosterStepKind.IMPORTED))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard in the table."""
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form beside the table, or below where the window is narrow."""
        super().resizeEvent(event)
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the fields and the page with Escape."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            if watched is self.table:
                self.left.emit()
            else:
                self.field.clear()
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        card = Card()
        head = QHBoxLayout()
        self._title = SafeLabel(_("Roster"), role=Role.HEADING)
        head.addWidget(self._title)
        head.addWidget(self._programme)
        head.addStretch(1)
        data = ActionButton(self._actions["roster.data"], label=_("Data and erasing…"), height=34)
        head.addWidget(data)
        head.addWidget(ActionButton(self._actions["roster.import"], height=34))
        card.body.addLayout(head)
        search = QWidget()
        flow = FlowLayout(search)
        flow.setSpacing(12)
        flow.addWidget(self.field)
        flow.addWidget(self.filters)
        card.body.addWidget(search)
        card.body.addWidget(self._doubles)
        card.body.addWidget(self._words)
        card.body.addWidget(self.table, 1)
        self._side = RosterSide(self.new_line, self.form)
        self._row = QHBoxLayout(self)
        self._row.addWidget(card, 1)
        self._row.addWidget(self._side)
        self.table.setAccessibleName(_("Roster"))
        self.field.setAccessibleName(_("Search people"))

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.filters.currentChanged.connect(self._filter)
        self.new_line.returnPressed.connect(self._add)
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._choose())
        self._programme.activated.connect(
            lambda place: self.open_programme(self._programme.itemData(place))
        )
        self.form.changed.connect(lambda person: self._do(lambda: self.roster.save([person])))
        self.form.moved.connect(
            lambda group: self._do(lambda: self.roster.move(self.table.chosen(), group))
        )
        self.form.tagged.connect(
            lambda tag: self._do(lambda: self.roster.tag(self.table.chosen(), add=[tag]))
        )
        self.form.merged.connect(self._merge_chosen)
        self.form.deleted.connect(self._delete_chosen)
        self._doubles.merged.connect(self._merge_pair)
        self._doubles.parted.connect(self._drop_pair)
        for watched in (self.table, self.field, self.new_line):
            watched.installEventFilter(self)

    def _bind(self, actions: Actions) -> None:
        bind = actions.bind
        bind("roster.search", lambda: self._focus(self.field))
        bind("roster.add", lambda: self._focus(self.new_line), self._can_write)
        bind("roster.delete", self._delete_chosen, self._can_write)
        bind("roster.merge", self._merge_chosen, self._can_write)
        bind("roster.all", self.table.selectAll)

    def _focus(self, line: NoteLine) -> None:
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def _do(self, command: Callable[[], RosterStep | None], *, more: str = "") -> RosterStep | None:
        """Carry out a command and offer undo; more: what is said besides."""
        if not self._desk.can_write:
            self._desk.tell_failure(LibraryReadOnly(self._desk.library.path))
            return None
        roster = self.roster
        step = command()
        if step is None:
            return None
        self.refresh()
        self._desk.library_changed.emit()
        words = roster_step_words(interface(), step, self._name_of(step))
        told = f"{words} {more}" if more else words
        self._desk.tell_done(told, lambda: self._take_back(roster, step, words))
        return step

    def _take_back(self, roster: Roster, step: RosterStep, words: str) -> None:
        if not (self._desk.can_write and roster.take_back(step)):
            nothing = _("There is nothing to take back.")
            self._desk.noticed.emit(Notice(nothing, Outcome.REFUSED))
            return
        if roster is self.roster:
            self.refresh()
        self._desk.library_changed.emit()
        self._desk.noticed.emit(Notice(_("Taken back: {what}", what=words)))

    def _name_of(self, step: RosterStep) -> str:
        people = [one for one in step.after.values() if one is not None]
        return people[0].name if people else ""

    def _add(self) -> None:
        """Add who is typed to the group that is shown."""
        parts = [" ".join(part.split()) for part in self.new_line.text().split(",")]
        if self._data is None or not parts[0]:
            return
        email = next((part for part in parts[1:] if "@" in part), "")
        organisation = next((part for part in parts[1:] if part and part != email), "")
        person = Participant(
            id=PersonId(uuid4().hex),
            programme=self._data.programme,
            name=parts[0],
            organisation=organisation,
            email=email,
            group=self.shown_group,
            usual_mode=Mode.ROOM,
        )
        if self._do(lambda: self.roster.add(person)) is not None:
            self.new_line.clear()
            self.field.clear()
            self._select([person.id])
            self._look_for_doubles()

    def _delete_chosen(self) -> None:
        chosen = self.table.chosen()
        if not chosen:
            return
        kept = [one for one in chosen if one in self.roster.has_attended]
        words = _n(
            "{count} person stands in a session's record and stays.",
            "{count} people stand in a session's record and stay.",
            len(kept),
        )
        gone = self._do(lambda: self.roster.delete(chosen), more=words if kept else "")
        if gone is None and kept:
            self._desk.noticed.emit(Notice(words, Outcome.REFUSED))

    def _merge_chosen(self) -> None:
        chosen = self.table.chosen()
        if len(chosen) == 2:
            self._merge(chosen[0], chosen[1])

    def _merge(self, kept: PersonId, gone: PersonId) -> None:
        if self._do(lambda: self.roster.merge(kept, gone)) is not None:
            self._select([kept])
            self._pairs = [one for one in self._pairs if gone not in (one.first, one.second)]
            self._show_pair()

    def _merge_pair(self) -> None:
        if self._pairs:
            self._merge(self._pairs[0].first, self._pairs[0].second)

    def _drop_pair(self) -> None:
        self._pairs = self._pairs[1:]
        self._show_pair()

    def _look_for_doubles(self) -> None:
        """Look for likely doubles in the background: with thousands of people it takes a while."""
        roster = self.roster
        people = tuple(roster.people.values())

        def take(pairs: tuple[LikelySame, ...]) -> None:
            if roster is self.roster:
                self._pairs = [
                    one
                    for one in pairs
                    if one.first in roster.people and one.second in roster.people
                ]
                self._show_pair()

        self._desk.background.run(lambda: likely_pairs(people), take, self._desk.tell_failure)

    def _show_pair(self) -> None:
        self._doubles.setVisible(bool(self._pairs))
        if not self._pairs:
            return
        pair = self._pairs[0]
        first, second = self.roster.people[pair.first], self.roster.people[pair.second]
        self._doubles.show_pair(
            _who(first), _who(second), likeness_words(interface(), pair), len(self._pairs)
        )

    def _search(self, text: str) -> None:
        self.model.search(text)

    def _filter(self, place: int) -> None:
        if 0 <= place < len(self._group_filters):
            group, is_all = self._group_filters[place]
            self.model.filter(group, is_all=is_all)

    def _choose_group(self, group: GroupId | None) -> None:
        place = self._group_filters.index((group, False)) if self._has_filter(group) else 0
        self.filters.setCurrentIndex(place)
        self._filter(place)

    def _has_filter(self, group: GroupId | None) -> bool:
        return group is not None and (group, False) in self._group_filters

    def _show_filters(self) -> None:
        people = tuple(self.roster.people.values())
        names = self._names
        counts: dict[GroupId | None, int] = {}
        for person in people:
            key = person.group if person.group in names else None
            counts[key] = counts.get(key, 0) + 1
        filters: list[tuple[GroupId | None, bool]] = [(None, True)]
        texts = [_("Everybody {count}", count=len(people))]
        for group, name in names.items():
            filters.append((group, False))
            texts.append(_("{name} {count}", name=name, count=counts.get(group, 0)))
        if counts.get(None) and names:
            filters.append((None, False))
            texts.append(_("No group {count}", count=counts[None]))
        self._group_filters = filters
        self.filters.show_items(texts)

    def _choose(self) -> None:
        self._show_chosen()
        self._actions.refresh()

    def _show_chosen(self) -> None:
        people = [self.roster.people[one] for one in self.table.chosen()]
        if people:
            self.form.show_people(people, self._names)
        self._side.show_any(is_any=bool(people))

    def _select(self, people: list[PersonId] | tuple[PersonId, ...]) -> None:
        selection = self.model.selection(people)
        if people and not selection.isEmpty():
            row = self.model.row_of(people[0])
            self.table.selectionModel().select(selection, SELECT_ROWS)
            if row is not None:
                self.table.scrollTo(self.model.index(row, 0))

    @property
    def _names(self) -> Mapping[GroupId, str]:
        return {} if self._data is None else {one.id: one.name for one in self._data.groups}

    def _can_write(self) -> bool:
        return self._data is not None and self._desk.can_write

    def _lay_out(self) -> None:
        is_below = lay_beside(self._row, self._side, _SIDE_WIDTH, self)
        self._side.set_short(is_short=is_below and self.height() < theme().px(_TALL_FROM))

    def _respace(self) -> None:
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._lay_out()


class _DoublesBar(QWidget):
    """Offers to merge two entries that may be one person."""

    merged = Signal()
    parted = Signal()

    def __init__(self) -> None:
        """Make the bar, hidden."""
        super().__init__()
        self._words = SafeLabel(role=Role.BODY, wrap=True)
        self._why = SafeLabel(role=Role.SECONDARY, colour="muted")
        merge = PaintedButton(_("Merge"), height=34)
        part = PaintedButton(_("Two people"), ButtonKind.QUIET, height=34)
        merge.clicked.connect(self.merged)
        part.clicked.connect(self.parted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        words.addWidget(self._why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(part)
        row.addWidget(merge)
        self.hide()

    def show_pair(self, first: str, second: str, why: str, count: int) -> None:
        """Show two entries, why they may be one, and how many such pairs there are."""
        self._words.setText(
            _("Possibly the same person: {first} and {second}", first=first, second=second)
        )
        more = _n("{count} pair to look at", "{count} pairs to look at", count)
        self._why.setText(f"{why} · {more}")


def _who(person: Participant) -> str:
    details = ", ".join(part for part in (person.organisation, person.email) if part)
    return f"{person.name} ({details})" if details else person.name


def _read(library: Library, programme: ProgrammeId | None, group: GroupId | None) -> RosterData:
    """Ask the library; runs off the window's thread."""
    library.flush(_SAVED_WITHIN_S)
    programmes, groups = library.programmes(), library.groups()
    if programme is None and group is not None:
        programme = next((one.programme for one in groups if one.id == group), None)
    if programme is None and programmes:
        programme = programmes[0].id
    return RosterData(
        programmes=programmes,
        programme=programme,
        groups=tuple(one for one in groups if one.programme == programme),
        people=library.people(programme),
        recorded=library.recorded_people(programme),
    )
