"""The stays of one person, with what they come to: add, move, cut, join and remove (A3)."""

from __future__ import annotations

import re
from datetime import time

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.forms.field import Field, LineField
from ui.people.register_steps import RegisterSteps
from ui.people.stay_row import StayRow
from ui.plan.side_words import clock_words
from ui.run.flow import FlowLayout
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.head_count import Place
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.presence import BadStay, Presence, PresenceId, Span, attended
from virtu_desktop.domain.time import Instant, instant_of_local, local, zone_named
from virtu_desktop.domain.typed import read_clock
from virtu_desktop.engine.register import Register, Step
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording_people import attended_figures, marks_words

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_BETWEEN = re.compile(r"\s*[-\u2010-\u2015]\s*|\s+")


class StaysEditor(QWidget):
    """Shows one person of the desk's register. ``closed`` carries whose stays were shown."""

    closed = Signal(object)

    def __init__(
        self, steps: RegisterSteps, parent: QWidget | None = None, *, has_back: bool = True
    ) -> None:
        """Make the editor, empty until a person is shown; has_back: with a button that leaves."""
        super().__init__(parent)
        self._steps = steps
        self._person: PersonId | None = None
        self._rows: list[StayRow] = []
        self._back = PaintedButton(_("Back"), ButtonKind.QUIET, hint="Esc", height=32)
        self._name = SafeLabel(role=Role.TITLE)
        self._about = SafeLabel(role=Role.SECONDARY, colour="muted")
        self._figures = SafeLabel(role=Role.BODY_MEDIUM, wrap=True)
        self._marks = SafeLabel(role=Role.SECONDARY, colour="body", wrap=True)
        self._times = LineField(self)
        self._field = Field(_("From and to"), self._times)
        self._add = PaintedButton(_("Add a stay"), hint=_("Enter"), height=34)
        self._cut = PaintedButton(_("Cut out"), hint=_("Ctrl+Enter"), height=34)
        self._list = QVBoxLayout()
        self._back.setVisible(has_back)
        self._build()
        self._connect()
        follow_theme(self._respace)

    @property
    def person(self) -> PersonId | None:
        """Return whose stays are shown."""
        return self._person

    @property
    def rows(self) -> list[StayRow]:
        """Return the rows of the stays."""
        return self._rows

    def show_person(self, person: PersonId) -> None:
        """Show the stays of a person."""
        self._person = person
        self._times.clear()
        self._field.show_problem("")
        self.refresh()

    def take_focus(self) -> None:
        """Put the keyboard on the first time, or on the field for a new stay."""
        target = self._rows[0].joined if self._rows else self._times
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the stays as they are now."""
        controller = self._steps.controller
        register = None if controller is None else controller.register
        if controller is None or register is None or self._person is None:
            return
        person = register.people.get(self._person)
        if person is None:
            return
        self._name.setText(person.name)
        self._about.setText(person.organisation)
        self._about.setVisible(bool(person.organisation))
        stays = register.stays_of(person.id)
        self._show_figures(stays, controller.span())
        self._show_rows(stays, controller.plan.zone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit(self._person)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from row to row with the arrows; add with Enter, and cut out with Ctrl+Enter."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in _STEPS:
            self._go(_STEPS[event.key()])
            return True
        if watched is self._times and event.key() in _ENTER and self._times.text().strip():
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._cut_out()
            else:
                self._add_stay()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._back)
        example = (clock_words(interface(), time(10, minute)) for minute in (10, 25))
        self._times.setPlaceholderText("\u2013".join(example))
        self._buttons = FlowLayout()
        self._buttons.addWidget(self._add)
        self._buttons.addWidget(self._cut)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.addLayout(self._list)
        self._inside.addWidget(self._field)
        self._inside.addLayout(self._buttons)
        self._inside.addStretch(1)
        self._scroll.setWidget(inside)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self._about)
        self._column.addWidget(self._figures)
        self._column.addWidget(self._marks)
        self._column.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        self._times.installEventFilter(self)
        self._back.clicked.connect(lambda: self.closed.emit(self._person))
        self._add.clicked.connect(self._add_stay)
        self._cut.clicked.connect(self._cut_out)

    def _go(self, step: int) -> None:
        """Put the keyboard one row up or down; below the last row is the field for a new stay."""
        fields = [*((row.joined, row.left) for row in self._rows), (self._times, self._times)]
        at = next(
            (
                (n, pair.index(one))
                for n, pair in enumerate(fields)
                for one in pair
                if one.hasFocus()
            ),
            None,
        )
        if at is None or not 0 <= at[0] + step < len(fields):
            return
        target = fields[at[0] + step][at[1]]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        target.selectAll()
        self._scroll.ensureWidgetVisible(target, 0, theme().px(40))

    def _show_figures(self, stays: tuple[Presence, ...], span: Span | None) -> None:
        figures = None if span is None else attended(stays, span)
        tr = interface()
        if figures is None:
            self._figures.setText(_("Not there during the session.") if span else "")
            self._marks.setText("")
        else:
            self._figures.setText(attended_figures(tr, figures))
            self._marks.setText(marks_words(tr, figures))
        self._figures.setVisible(bool(self._figures.text()))
        self._marks.setVisible(bool(self._marks.text()))

    def _show_rows(self, stays: tuple[Presence, ...], zone: str) -> None:
        is_focus_lost = False
        while len(self._rows) > len(stays):
            row = self._rows.pop()
            is_focus_lost = is_focus_lost or row.has_keyboard
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(stays):
            row = StayRow(self, self._places)
            row.moved.connect(self._move)
            row.removed.connect(self._remove)
            row.joined_up.connect(self._join)
            row.placed.connect(self._place)
            row.joined.installEventFilter(self)
            row.left.installEventFilter(self)
            self._rows.append(row)
            self._list.addWidget(row)
            row.show()
        for place, (row, stay) in enumerate(zip(self._rows, stays, strict=True)):
            row.show_stay(stay, zone, can_join=place > 0)
        if is_focus_lost:
            target = self._rows[-1].joined if self._rows else self._times
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, row: StayRow, joined: str, left: str) -> None:
        stay = row.stay
        if stay is None:
            return

        def command(register: Register, at: Instant) -> Step | None:
            start = stay.joined if joined == row.joined_text else self._instant(joined, at)
            end = stay.left if left == row.left_text else self._end(left, at)
            return register.move_stay(stay.id, joined=start, left=end, at=at)

        self._steps.do(command)
        self.refresh()

    def _place(self, stay: PresenceId, place: Place) -> None:
        self._steps.do(lambda register, at: register.place_stay(stay, place, at=at))
        self.refresh()

    def _places(self, stay: Presence) -> list[Place]:
        """Return where the person can have taken part: room, remote, and each shared screen."""
        controller = self._steps.controller
        screens = () if controller is None else controller.register.screens
        places = [Place(Mode.ROOM), Place(Mode.REMOTE)]
        places += [Place(Mode.SITE, site) for site in screens or ("",)]
        return [place for place in places if place != Place(stay.mode, stay.site)]

    def _remove(self, stay: PresenceId) -> None:
        self._steps.do(lambda register, at: register.remove_stay(stay, at=at))

    def _join(self, row: StayRow) -> None:
        place = self._rows.index(row)
        pair = [one.stay.id for one in self._rows[place - 1 : place + 1] if one.stay is not None]
        self._steps.do(lambda register, at: register.join_stays(pair, at=at))

    def _add_stay(self) -> None:
        person = self._person
        if person is None:
            return

        def command(register: Register, at: Instant) -> Step:
            start, end = self._from_to(at)
            stays = register.stays_of(person)
            place = Place(stays[-1].mode, stays[-1].site) if stays else register.place_of(person)
            return register.add_stay(person, joined=start, left=end, place=place, at=at)

        self._done(self._steps.do(command))

    def _cut_out(self) -> None:
        person = self._person
        if person is None:
            return

        def command(register: Register, at: Instant) -> Step | None:
            start, end = self._from_to(at)
            if end is None:
                raise BadStay("a cut has an end")
            hit = [
                stay
                for stay in register.stays_of(person)
                if stay.joined < end and (stay.left is None or stay.left > start)
            ]
            if not hit:
                raise BadStay("nothing to cut")
            return register.cut_stay(hit[0].id, start=start, end=end, at=at)

        self._done(self._steps.do(command))

    def _done(self, step: Step | None) -> None:
        if step is not None:
            self._times.clear()

    def _from_to(self, at: Instant) -> tuple[Instant, Instant | None]:
        """Return the instants of what is typed; without a second time the end is open."""
        parts = [part for part in _BETWEEN.split(self._times.text().strip()) if part]
        if not 1 <= len(parts) <= 2:
            raise BadStay("two times are needed")
        return self._instant(parts[0], at), self._end(parts[1] if len(parts) == 2 else "", at)

    def _end(self, text: str, at: Instant) -> Instant | None:
        return self._instant(text, at) if text.strip() else None

    def _instant(self, text: str, at: Instant) -> Instant:
        """Return the instant of a typed time on the day of the session, at most ``at``."""
        controller = self._steps.controller
        if controller is None:
            raise BadStay("no session")
        found = _on_the_day(controller, text)
        if found > at:
            raise BadStay("that is still to come")
        return found

    def _respace(self) -> None:
        px = theme().px
        self._column.setSpacing(px(6))
        # Room for the focus ring of what is at the edge.
        self._inside.setContentsMargins(px(2), px(4), px(8), px(2))
        self._inside.setSpacing(px(10))
        self._list.setSpacing(px(12))
        self._buttons.setSpacing(px(8))


def _on_the_day(controller: SessionController, text: str) -> Instant:
    clock = read_clock(text)
    if clock is None:
        raise BadStay("no time of day")
    zone = zone_named(controller.plan.zone)
    day = local(controller.plan.start, zone).date()
    return instant_of_local(day, clock, zone)
