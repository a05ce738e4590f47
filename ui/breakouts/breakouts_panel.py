"""The Breakouts tab of the cockpit: the rooms as cards, and what can be done with them (B)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.breakouts.people_rules_row import PeopleRulesRow
from ui.breakouts.room_model import RoomModel, RoomPerson, RoomRow
from ui.breakouts.rooms_view import RoomsView
from ui.breakouts.size_row import SizeRow
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.grouping.facts import RoomFacts
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.rooms import (
    BreakoutRound,
    Call,
    RoomState,
    call_due,
    repeated_pairs,
    room_end,
)
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.engine.breakouts import Breakouts
from virtu_desktop.group_words import repeat_words
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.room_words import call_word, facts_words, modes_words, short_names, state_word
from virtu_desktop.wording import countdown

_MODE_TONES = {Mode.ROOM: Tone.TEAL, Mode.REMOTE: Tone.BLUE, Mode.SITE: Tone.PLUM}


class BreakoutsPanel(QWidget):
    """Shows the round to look at; what it asks for goes through the actions.

    typed: a line was finished with Enter; let_go: with Esc. moved, looked_at: as in RoomsView.
    """

    typed = Signal(str)
    let_go = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the panel, empty."""
        super().__init__(parent)
        self._facts: tuple[RoomFacts, ...] = ()
        self._names: Mapping[PersonId, str] = {}
        self._short: Mapping[PersonId, str] = {}
        self.model = RoomModel()
        self.view = RoomsView(self.model, self)
        self.sizes = SizeRow(actions, self)
        self.rules = PeopleRulesRow(self)
        self.rules.left.connect(self._leave_rules)
        self._are_rules_standing = True
        self._are_rules_asked = False
        self._count = SafeLabel(role=Role.BODY_STRONG)
        self._repeats = SafeLabel(role=Role.SECONDARY_STRONG)
        self._standing = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True, most_lines=3)
        self._unplaced = SafeLabel(role=Role.SECONDARY, tone=Tone.AMBER, wrap=True, most_lines=2)
        self._preview = Card(self, tone=Tone.AMBER, padding=10)
        self._preview_words = SafeLabel(role=Role.SECONDARY, wrap=True, most_lines=4)
        self.line = QLineEdit(self)
        self._build(actions)
        follow_theme(self._respace)

    @property
    def heading(self) -> str:
        """Return how many rooms and people there are, in words."""
        return self._count.text()

    @property
    def preview(self) -> str:
        """Return what a change would do, or an empty text."""
        return self._preview_words.text()

    def take_focus(self) -> None:
        """Put the keyboard on the rooms, or on the sizes before there are any."""
        if self.view.isVisibleTo(self) and self.model.rows:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.sizes.take_focus()

    def show_round(
        self, desk: Breakouts, round_: BreakoutRound | None, names: Mapping[PersonId, str]
    ) -> None:
        """Show the rooms of a round, or that there are none yet."""
        self._names = names
        self._short = {} if round_ is None else short_names(names, round_)
        self._facts = () if round_ is None else desk.facts(round_)
        has_rooms = round_ is not None
        for part in (self.view, self._head, self._foot):
            part.setVisible(has_rooms)
        self._rest.setVisible(not has_rooms)
        if round_ is None:
            self.model.show_rows(())
            self._late.setVisible(False)
            return
        self._fit_buttons(round_)
        people = len(round_.seated)
        count = _n("{count} room", "{count} rooms", len(round_.rooms))
        self._count.setText(f"{count} · {_n('{count} person', '{count} people', people)}")
        again = repeated_pairs(round_, desk.met(round_))
        self._repeats.setText(repeat_words(interface(), again))
        self._repeats.set_colour("", Tone.AMBER if again else Tone.TEAL)
        unplaced = ", ".join(names.get(person, "") for person in desk.unplaced())
        absent = ", ".join(names.get(person, "") for person in desk.absent())
        words = [_("Not in a room: {names}", names=unplaced)] if unplaced else []
        words += [_("In a room and not here: {names}", names=absent)] if absent else []
        self._unplaced.setText(" · ".join(words))
        self._late.setVisible(bool(words))

    def _fit_buttons(self, round_: BreakoutRound) -> None:
        """Show the buttons that mean something now."""
        send = _("Call back") if round_.is_out else _("Send out the rooms")
        self._buttons["breakouts.send"].set_label(send)
        for action, button in self._buttons.items():
            hidden = _BEFORE if round_.is_out else _WHILE_OUT
            if round_.ended is not None:
                # What the rooms found is written down now; nobody is sent out again.
                hidden = _WHEN_BACK
            button.setVisible(action not in hidden)

    def show_time(self, round_: BreakoutRound | None, now: Instant, paused: Duration) -> None:
        """Show what each room has left."""
        if round_ is None:
            return
        people = round_.people
        locked = round_.locked
        rows = []
        for number, (room, facts) in enumerate(zip(round_.rooms, self._facts, strict=False)):
            call = call_due(round_, number, now, paused)
            rows.append(
                RoomRow(
                    number=number,
                    name=room.name,
                    place=room.place,
                    modes=modes_words(interface(), facts),
                    tone=_tone(facts),
                    people=tuple(
                        RoomPerson(
                            id=person,
                            name=self._short.get(person, ""),
                            is_lone=person in facts.lone,
                            is_locked=person in locked,
                        )
                        for person in people[number]
                    ),
                    time=_time_words(round_, number, now, paused, call),
                    time_tone=Tone.AMBER if call in (Call.LAST, Call.BACK) else Tone.GREY,
                    state=state_word(interface(), room.state),
                    state_tone=Tone.TEAL if room.state is RoomState.DONE else Tone.AMBER,
                    facts=facts_words(interface(), facts, self._names),
                    card=room.card,
                )
            )
        self.model.show_rows(rows)

    def show_standing(self, text: str) -> None:
        """Say where the rooms stand, or what comes next."""
        self._standing.setText(text)
        self._standing.setVisible(bool(text))

    def show_preview(self, text: str) -> None:
        """Say what a change would do; an empty text puts the words away."""
        self._preview_words.setText(text)
        self._preview.setVisible(bool(text))

    def show_rules_line(self, *, is_allowed: bool, is_standing: bool) -> None:
        """Show the rules about people while they can be changed.

        is_standing: also when nobody has asked for them; else the rooms need the space.
        """
        self._are_rules_standing = is_standing
        if not is_allowed or is_standing:
            self._are_rules_asked = False
        self.rules.setVisible(is_allowed and (is_standing or self._are_rules_asked))

    def ask_rule(self) -> None:
        """Let a rule about people be typed."""
        self._are_rules_asked = not self._are_rules_standing
        self.rules.setVisible(True)
        self.rules.take_focus()

    def _leave_rules(self) -> None:
        """Give the keyboard back to the rooms, or to the sizes."""
        self._are_rules_asked = False
        self.rules.setVisible(self._are_rules_standing)
        self.take_focus()

    def ask(self, what: str, text: str = "") -> None:
        """Let a line be typed; ``what`` it is for stands in it until then."""
        self.line.setPlaceholderText(what)
        self.line.setAccessibleName(what)
        self.line.setText(text)
        self.line.setVisible(True)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def stop_asking(self) -> None:
        """Put the line away and give the keyboard back to the rooms."""
        if not self.line.isHidden():
            self.line.setVisible(False)
            self.take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish the line with Enter, or let it go with Esc."""
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENDS:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _ENDS:
                if event.key() == Qt.Key.Key_Escape:
                    self.stop_asking()
                    self.let_go.emit()
                else:
                    self.typed.emit(self.line.text())
                return True
        if watched is self.view and isinstance(event, QKeyEvent):
            is_end = event.key() in _ENDS and not self._preview.isHidden()
            if is_end and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if is_end and event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.let_go.emit()
                else:
                    self.typed.emit("")
                return True
        return super().eventFilter(watched, event)

    def _build(self, actions: Actions) -> None:
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._count, 1)
        head.addWidget(self._repeats)
        self._preview.body.addWidget(self._preview_words)
        self._preview.setVisible(False)
        self.line.setVisible(False)
        self.line.installEventFilter(self)
        self.view.installEventFilter(self)
        self._foot = QWidget(self)
        self._foot_flow = FlowLayout(self._foot)
        self._buttons: dict[str, ActionButton] = {}
        for action, label, kind in (
            ("breakouts.copy", _("Copy for chat"), ButtonKind.SECONDARY),
            ("breakouts.form", _("Shuffle"), ButtonKind.SECONDARY),
            ("breakouts.call", _("Call"), ButtonKind.SECONDARY),
            ("breakouts.all_minus", _("All −1"), ButtonKind.SECONDARY),
            ("breakouts.all_plus", _("All +1"), ButtonKind.SECONDARY),
            ("breakouts.card", _("Results"), ButtonKind.SECONDARY),
            ("breakouts.send", None, ButtonKind.PRIMARY),
        ):
            button = ActionButton(actions[action], kind, label=label, height=36, shows_key=False)
            self._buttons[action] = button
            self._foot_flow.addWidget(button)
        place = ActionButton(actions["breakouts.place"], label=_("Place"), height=30)
        self._late = QWidget(self)
        late = QHBoxLayout(self._late)
        late.setContentsMargins(0, 0, 0, 0)
        late.addWidget(self._unplaced, 1)
        late.addWidget(place)
        self._rest = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._standing)
        self._column.addWidget(self._late)
        self._column.addWidget(self.sizes)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.rules)
        self._column.addWidget(self.line)
        self._column.addWidget(self._preview)
        self._column.addWidget(self._rest, 1)
        self._column.addWidget(self._foot)

    def _respace(self) -> None:
        px = theme().px
        self._column.setSpacing(px(8))
        self._foot_flow.setSpacing(px(6))
        self.view.setMinimumHeight(px(90))


_WHILE_OUT = frozenset(
    {"breakouts.call", "breakouts.all_minus", "breakouts.all_plus", "breakouts.card"}
)
_BEFORE = frozenset({"breakouts.form"})
_WHEN_BACK = (_WHILE_OUT - {"breakouts.card"}) | {"breakouts.send"}
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


def _tone(facts: RoomFacts) -> Tone:
    modes = [mode for mode, count in facts.modes.items() if count]
    return _MODE_TONES[modes[0]] if len(modes) == 1 else Tone.GREY


def _time_words(
    round_: BreakoutRound, room: int, now: Instant, paused: Duration, call: Call | None
) -> str:
    """Return what a room has left while it works, and the call that it has reached."""
    end = room_end(round_, room, paused)
    if end is None or round_.ended is not None or round_.rooms[room].state is RoomState.DONE:
        return ""
    left = countdown(Duration(end - now))
    half = (round_.length + round_.rooms[room].extra) // 2
    # Half-time is said for a minute; then the place belongs to who is in the room again.
    is_past = call is Call.HALF and half - (end - now) > MINUTE
    word = "" if is_past else call_word(interface(), call)
    return f"{word} {left}" if word else left
