"""The People tab of the cockpit: the door list, fast enough for a queue (A2, A3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Actions
from ui.desk import Desk
from ui.models.door_model import ROW_ROLE, DoorFilter, DoorModel, DoorRow, walk_in_name
from ui.people.door_table import DoorTable
from ui.people.looks import MODE_TONES
from ui.people.register_steps import RegisterSteps
from ui.people.stays_editor import StaysEditor
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton
from ui.widgets.chip import Chip
from ui.widgets.labels import SafeLabel
from ui.widgets.note_line import NoteLine
from ui.widgets.tabs import FilterTabs
from virtu_desktop.domain.head_count import HeadCount
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.register import Register
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording_people import here_words, missing_words, place_count_words

_FILTERS = (DoorFilter.EVERYBODY, DoorFilter.MISSING, DoorFilter.HERE)
_MODE_KEYS = {Qt.Key.Key_R: Mode.ROOM, Qt.Key.Key_E: Mode.REMOTE, Qt.Key.Key_S: Mode.SITE}
_LIST_KEYS = (
    *_MODE_KEYS,
    Qt.Key.Key_A,
    Qt.Key.Key_B,
    Qt.Key.Key_X,
    Qt.Key.Key_Delete,
    Qt.Key.Key_F2,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BESIDE_FROM = 600
_LEAST_LIST = 60
_LEAST_NAME = 2


class PeoplePanel(QWidget):
    """Shows the register of the open session. ``left``: the keyboard should go elsewhere."""

    left = Signal()

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the panel; it is empty until a session is open."""
        super().__init__(parent)
        self._desk = desk
        self._steps = RegisterSteps(desk)
        self._is_chosen = False
        self._adds_walk_in = False
        self.model = DoorModel(self)
        self._here = SafeLabel(role=Role.TITLE)
        self._missing = SafeLabel(role=Role.SECONDARY_STRONG)
        self._chips = QWidget(self)
        self._chip_flow = FlowLayout(self._chips)
        self.field = NoteLine(_("Name: two letters, Enter"), "D", self)
        self.filters = FilterTabs(name=_("Which people"), parent=self)
        self.list = DoorTable(self.model, self)
        self._nobody = SafeLabel(colour="muted", wrap=True)
        self.stays = StaysEditor(self._steps, self)
        self._pages = QStackedWidget(self)
        self._build(actions)
        self._connect()
        follow_theme(self._respace)

    def focus_field(self, *, adds_walk_in: bool = False) -> None:
        """Put the keyboard into the search; adds_walk_in: Enter adds who is typed."""
        self.close_stays()
        self._adds_walk_in = adds_walk_in
        self.field.setPlaceholderText(
            _("Name, organisation") if adds_walk_in else _("Name: two letters, Enter")
        )
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def copy_missing(self) -> None:
        """Put the names of who is missing on the clipboard, one a line."""
        controller = self._desk.controller
        if controller is None:
            return
        register = controller.register
        names = [register.people[one].name for one in register.count(controller.now()).missing]
        if not names:
            self._desk.tell_done(_("Nobody is missing"))
            return
        QGuiApplication.clipboard().setText("\n".join(names))
        self._desk.tell_done(_n("{count} name copied.", "{count} names copied.", len(names)))

    def lose_or_regain_line(self) -> None:
        """Let all remote people lose the line, or have it back."""
        self._steps.do(
            lambda register, at: register.regain_line(at=at) or register.lose_line(at=at),
            _("Nobody is there remotely."),
        )

    def open_stays(self, person: PersonId) -> None:
        """Show the stays of a person, to correct them."""
        self.stays.show_person(person)
        self._pages.setCurrentWidget(self.stays)
        self.stays.take_focus()

    def close_stays(self) -> None:
        """Show the door list again."""
        if self._pages.currentIndex() != 0:
            self._pages.setCurrentIndex(0)

    def open_session(self) -> None:
        """Show the register of the session that the desk has opened."""
        self.close_stays()
        self.field.clear()
        self.model.search("")
        self.refresh()

    def refresh(self, *, has_other_people: bool = True) -> None:
        """Show the register as it is now; has_other_people: not only who is there has changed."""
        controller = self._desk.controller
        if controller is None:
            return
        kept = self._current_person()
        count = controller.register.count(controller.now())
        self.model.look_at(controller.now())
        if has_other_people:
            self.model.show(controller.register, count.missing, zone=controller.plan.zone)
        else:
            self.model.show_presence(count.missing)
        self._line.set_label(_("Line back") if count.line_lost else _("Line lost"))
        has_group = controller.session.group is not None
        self._nobody.setText(
            _("Nobody is expected. Type a name to add a walk-in, or fill in the roster: Ctrl+R.")
            if has_group
            else _("Nobody is expected. Type a name to add a walk-in.")
        )
        self._show_count(count, len(controller.register.session_people))
        self._choose(kept)
        if self._pages.currentWidget() is self.stays:
            self.stays.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the field and the list their keys."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                if self._keeps(watched, event):
                    event.accept()
                    return True
                if self._leaves_undo_to_window(watched, event):
                    event.ignore()
                    return True
            elif event.type() == QEvent.Type.KeyPress:
                if watched is self.field:
                    return self._field_key(event)
                if watched is self.list:
                    return self._list_key(event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts beside each other where the panel is wide and low."""
        super().resizeEvent(event)
        self._lay_out()

    def _build(self, actions: Actions) -> None:
        self.field.setAccessibleName(_("Find somebody to check in"))
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        count_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        count_row.addWidget(self._here)
        count_row.addStretch(1)
        count_row.addWidget(self._missing)
        self._head.addLayout(count_row)
        self._head.addWidget(self._chips, 1)
        self._search = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._search.addWidget(self.field, 1)
        # Aligned, so that the lower one does not hold the row down when they stand side by side.
        self._search.addWidget(self.filters, 0, Qt.AlignmentFlag.AlignVCenter)
        self._foot = QWidget(self)
        foot_flow = FlowLayout(self._foot)
        foot_flow.setSpacing(8)
        self._line = ActionButton(
            actions["people.line"], label=_("Line lost"), shows_key=False, height=34
        )
        for action, label in (
            ("people.missing", _("Copy missing")),
            ("people.report", _("Report")),
            ("people.walk_in", _("Walk-in")),
            ("people.roster", _("Roster")),
        ):
            foot_flow.addWidget(
                ActionButton(actions[action], label=label, shows_key=False, height=34)
            )
        foot_flow.addWidget(self._line)
        door = QWidget(self)
        self._door = QVBoxLayout(door)
        self._door.setContentsMargins(0, 0, 0, 0)
        self._door.addLayout(self._head)
        self._door.addLayout(self._search)
        self._door.addWidget(self._nobody)
        self._door.addWidget(self.list, 1)
        self._door.addWidget(self._foot)
        self._pages.addWidget(door)
        self._pages.addWidget(self.stays)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self._desk.changed.connect(self._changed)
        self.field.textChanged.connect(self._typed)
        self.filters.currentChanged.connect(lambda place: self.model.filter(_FILTERS[place]))
        self.list.doubleClicked.connect(self._double_clicked)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.stays.closed.connect(self._stays_closed)
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)

    def _changed(self, areas: frozenset[Area]) -> None:
        if areas & {Area.PEOPLE, Area.PRESENCE}:
            self.refresh(has_other_people=Area.PEOPLE in areas)

    def _show_count(self, count: HeadCount, everybody: int) -> None:
        tr = interface()
        self._here.setText(here_words(tr, count))
        self._nobody.setVisible(everybody == 0)
        self._missing.setText(missing_words(tr, count))
        self._missing.set_colour("ink", Tone.AMBER if count.missing else Tone.TEAL)
        chips = [
            (place_count_words(tr, place), MODE_TONES[place.place.mode]) for place in count.places
        ]
        if count.walk_ins and count.expected:
            walk_ins = _n("{count} walk-in", "{count} walk-ins", count.walk_ins)
            chips.append((walk_ins, Tone.GREY))
        if count.away:
            chips.append((_n("{count} away", "{count} away", count.away), Tone.AMBER))
        if count.line_lost:
            lost = _n("{count} without a line", "{count} without a line", count.line_lost)
            chips.append((lost, Tone.AMBER))
        self._show_chips(chips)
        here = sum(place.present for place in count.places)
        self.filters.show_items(
            [
                _("Everybody {count}", count=everybody),
                _("Missing {count}", count=len(count.missing)),
                _("Here {count}", count=here),
            ]
        )

    def _show_chips(self, chips: list[tuple[str, Tone]]) -> None:
        shown = self._chips.findChildren(Chip)
        for place, (words, tone) in enumerate(chips):
            if place < len(shown):
                shown[place].show_words(words, tone)
                shown[place].updateGeometry()
                shown[place].show()
            else:
                chip = Chip(words, tone, self._chips)
                self._chip_flow.addWidget(chip)
                chip.show()
        for chip in shown[len(chips) :]:
            self._chip_flow.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        self._chips.setVisible(bool(chips))

    def _typed(self, text: str) -> None:
        self._is_chosen = False
        self.model.search(text)
        if text.strip():
            self._choose_row(0)

    def _keeps(self, watched: QObject, event: QKeyEvent) -> bool:
        """Say whether a key belongs here, though it is the key of an action of the window."""
        if watched is self.field:
            return event.modifiers() == Qt.KeyboardModifier.AltModifier and (
                event.key() in _MODE_KEYS
            )
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return watched is self.list and is_plain and event.key() in _LIST_KEYS

    def _leaves_undo_to_window(self, watched: QObject, event: QKeyEvent) -> bool:
        """Say whether Ctrl+Z is meant for the check-in: nothing is typed that it could undo."""
        is_empty = watched is self.field and not self.field.text()
        return is_empty and event.matches(QKeySequence.StandardKey.Undo)

    def _field_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key in _MODE_KEYS and modifiers == Qt.KeyboardModifier.AltModifier:
            self._mode_key(_MODE_KEYS[Qt.Key(key)])
        elif key in _ENTER:
            is_new = self._adds_walk_in or modifiers & Qt.KeyboardModifier.ShiftModifier
            self._enter(is_walk_in=bool(is_new))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._is_chosen = True
            self._choose_row(max(0, self.list.currentIndex().row() + step))
        elif key == Qt.Key.Key_Escape:
            self._leave_field()
        else:
            return False
        return True

    def _leave_field(self) -> None:
        """Empty the search; from an empty one go on to the list."""
        if self.field.text():
            self.field.clear()
            return
        self._adds_walk_in = False
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.currentIndex().isValid():
            self._choose_row(0)

    def _enter(self, *, is_walk_in: bool, mode: Mode | None = None) -> None:
        """Check the best match in, or add who was typed; the search is ready for the next."""
        row = self._current_row()
        typed = self.field.text().strip()
        if typed and (is_walk_in or row is None or row.person is None):
            self._walk_in(typed, mode)
        elif row is not None and row.person is not None and (typed or self._is_chosen):
            self._check_in(row.person.id, mode)

    def _check_in(self, person: PersonId, mode: Mode | None) -> None:
        register = self._register
        if register is None:
            return
        place = None if mode is None else register.place_in(person, mode)
        name = register.people[person].name
        self._is_chosen = False
        # First, so that the list is filled once.
        self.field.clear()
        step = self._steps.do(
            lambda book, at: book.check_in(person, at=at, place=place),
            _("{name} is here already.", name=name),
        )
        if step is not None:
            self._choose(person)

    def _walk_in(self, typed: str, mode: Mode | None) -> None:
        register = self._register
        name, organisation = walk_in_name(typed)
        # One letter is a key that was meant for something else.
        if register is None or len(name) < _LEAST_NAME:
            return
        place = register.walk_in_place
        if mode is not None:
            screens = register.screens
            site = screens[0] if mode is Mode.SITE and screens else ""
            place = place._replace(mode=mode, site=site)
        step = self._steps.do(
            lambda book, at: book.walk_in(name, organisation=organisation, place=place, at=at)
        )
        if step is not None:
            self._adds_walk_in = False
            self.field.clear()
            self._choose(step.person)

    def _mode_key(self, mode: Mode) -> None:
        """Set the mode of who is chosen; while somebody is typed, check in with it."""
        row = self._current_row()
        if self.field.hasFocus() and self.field.text().strip():
            if row is not None and row.person is not None and row.standing.is_present:
                self._set_mode(row.person.id, mode)
                self.field.clear()
            else:
                self._enter(is_walk_in=self._adds_walk_in, mode=mode)
        elif row is not None and row.person is not None:
            self._set_mode(row.person.id, mode)

    def _set_mode(self, person: PersonId, mode: Mode) -> None:
        register = self._register
        if register is not None:
            place = register.place_in(person, mode)
            self._steps.do(lambda book, at: book.set_place(person, place, at=at))

    def _list_key(self, event: QKeyEvent) -> bool:
        row = self._current_row()
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if row is None or row.person is None:
            return False
        person = row.person.id
        if key == Qt.Key.Key_Menu:
            self._open_menu(self.list.visualRect(self.list.currentIndex()).center())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose_row(0 if key == Qt.Key.Key_Home else self.model.rowCount())
        elif key in _ENTER and not row.standing.is_present:
            self._check_in(person, None)
        elif key in (*_ENTER, Qt.Key.Key_F2):
            self.open_stays(person)
        elif event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        elif key in _MODE_KEYS:
            self._set_mode(person, _MODE_KEYS[Qt.Key(key)])
        elif key == Qt.Key.Key_A:
            self._leave(person, Leaving.AWAY)
        elif key == Qt.Key.Key_B:
            self._check_in(person, None)
        elif key in (Qt.Key.Key_X, Qt.Key.Key_Delete):
            self._leave(person, Leaving.LEFT)
        else:
            return False
        return True

    def _leave(self, person: PersonId, leaving: Leaving) -> None:
        name = "" if self._register is None else self._register.people[person].name
        self._steps.do(
            lambda book, at: book.leave(person, leaving, at=at),
            _("{name} is not here.", name=name),
        )

    def _open_menu(self, at: QPoint) -> None:
        row = self.list.indexAt(at).data(ROW_ROLE)
        register = self._register
        if not isinstance(row, DoorRow) or row.person is None or register is None:
            return
        person = row.person.id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(words: str, key: str, act: Callable[[], object]) -> None:
            action = menu.addAction(f"{words}\t{key}")
            action.triggered.connect(lambda _checked=False: act())

        if row.standing.is_present:
            add(_("Away for a while"), "A", partial(self._leave, person, Leaving.AWAY))
            add(_("Has left"), "X", partial(self._leave, person, Leaving.LEFT))
        else:
            words = _("Back") if row.standing.stay is not None else _("Check in")
            add(words, "Enter", partial(self._check_in, person, None))
        menu.addSeparator()
        for words, key, mode in (
            (_("In the room"), "R", Mode.ROOM),
            (_("Remote"), "E", Mode.REMOTE),
            (_("Shared screen"), "S", Mode.SITE),
        ):
            add(words, key, partial(self._set_mode, person, mode))
        menu.addSeparator()
        is_expected = person in register.expected
        words = _("Not expected today") if is_expected else _("Expected today")
        add(words, "", partial(self._expect, person, not is_expected))
        for site in register.screens:
            words = _("{site} has lost the line", site=site or _("Shared screen"))
            add(words, "", partial(self._lose_site, site))
        add(_("Correct attendance…"), "F2", partial(self.open_stays, person))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _expect(self, person: PersonId, is_expected: bool) -> None:
        self._steps.do(lambda book, _at: book.expect(person, is_expected=is_expected))

    def _lose_site(self, site: str) -> None:
        self._steps.do(
            lambda book, at: book.lose_line(at=at, mode=Mode.SITE, site=site),
            _("Nobody is there."),
        )

    def _double_clicked(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, DoorRow):
            return
        if row.person is None:
            self._walk_in(self.field.text(), None)
        elif row.standing.is_present:
            self.open_stays(row.person.id)
        else:
            self._check_in(row.person.id, None)

    def _stays_closed(self, person: PersonId | None) -> None:
        self.close_stays()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(person)

    @property
    def _register(self) -> Register | None:
        controller = self._desk.controller
        return None if controller is None else controller.register

    def _current_row(self) -> DoorRow | None:
        row = self.list.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, DoorRow) else None

    def _current_person(self) -> PersonId | None:
        row = self._current_row()
        return None if row is None or row.person is None else row.person.id

    def _choose(self, person: PersonId | None) -> None:
        """Choose the row of a person, if there is one."""
        place = None if person is None else self.model.row_of(person)
        if place is not None:
            self._choose_row(place)

    def _choose_row(self, place: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            index = self.model.index(min(max(place, 0), last))
            self.list.setCurrentIndex(index)
            # The field has the keyboard; this is how the choice is heard all the same.
            self.field.setAccessibleDescription(index.data(Qt.ItemDataRole.AccessibleTextRole))

    def _lay_out(self) -> None:
        is_wide = self.width() >= theme().px(_BESIDE_FROM)
        directions = QBoxLayout.Direction
        for box in (self._head, self._search):
            box.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _respace(self) -> None:
        px = theme().px
        self._door.setSpacing(px(10))
        self._head.setSpacing(px(8))
        self._search.setSpacing(px(6))
        self._chip_flow.setSpacing(px(6))
        self.list.setMinimumHeight(px(_LEAST_LIST))
        self._lay_out()
