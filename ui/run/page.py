"""The cockpit: everything a trainer needs while a session runs, on one screen (T3 to T11, N1)."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Actions
from ui.breakouts.breakout_desk import BreakoutDesk
from ui.breakouts.breakouts_panel import BreakoutsPanel
from ui.desk import Desk
from ui.people.people_panel import PeoplePanel
from ui.run.backdate_row import Backdated
from ui.run.catch_up_card import CatchUpCard
from ui.run.dock import Dock, Panel
from ui.run.flow import FlowLayout
from ui.run.notes_card import NotesCard
from ui.run.now_card import NowCard
from ui.run.now_view import now_view
from ui.run.polls.controls import PollControls
from ui.run.polls.polls_panel import PollsPanel
from ui.run.timeline_card import TimelineCard
from ui.run.trainer_card import TrainerCard
from ui.run.trainer_panel import TrainerPanel
from ui.stage.stage_card import StageCard
from ui.theme import follow_theme, theme
from ui.widgets.card import Card
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.domain.notes import Note, NoteTag, mentions
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.domain.timeline import Phase, Projection, Status
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.session import DOUBLE_PRESS, SessionController, Tick
from virtu_desktop.i18n import _, interface

_SIDE_WIDTH = 294
_DOCK_WIDTH = 320
# Narrower than this, what stands in the dock goes behind tabs, and below the second figure the
# timeline too.
_DOCK_FROM = 1320
_SIDE_FROM = 900
# Where the middle is narrower than this, its cards share their width anew.
_NARROW_BELOW = 640
# Lower than this, the main card makes itself small so that notes can be seen.
_ROOMY_FROM = 700
# Lower than this, there is no room for more than the first lines of the instructions.
_LOW_BELOW = 600
_LEAST_LOWER = 150
# Lower than this, a panel below leaves no room for more than the time and the main controls.
_SLIM_BELOW = 800
# A search, a list and its buttons need more than that.
_LEAST_DOCK = 300
# What is seen around a widget that is scrolled to.
_MARGIN = 16
# The greatest width that a widget can have.
_NO_LIMIT = 16_777_215


class Room(Enum):
    """How much stands beside each other. WIDE: three columns, MEDIUM: two, NARROW: one."""

    WIDE = auto()
    MEDIUM = auto()
    NARROW = auto()


class RunPage(QWidget):
    """Follows the desk's open session; its controls are the window's actions."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it is empty until a session is open."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._shown: SessionController | None = None
        self._next_pressed: Duration | None = None
        self._projection: Projection | None = None
        self._room: Room | None = None
        self._is_compact = False
        self._standing = QTimer(self)
        self._standing.setSingleShot(True)
        self._standing.timeout.connect(self.show_standing)
        self.timeline = TimelineCard(self)
        self.now = NowCard(actions, self)
        self.catch_up = CatchUpCard(actions, self)
        self.notes = NotesCard(self)
        self.notes.tags.offer_people(self._people_to_name)
        self.trainer = TrainerCard(self)
        self.stage = StageCard(actions, self)
        self.people = PeoplePanel(desk, actions, self)
        self.breakouts = BreakoutsPanel(actions, self)
        self.rooms = BreakoutDesk(desk, actions, self.breakouts, self)
        self.trainer_panel = TrainerPanel(self.trainer, self.stage, self)
        self.polls = PollsPanel(actions, self)
        self.dock = Dock(self)
        self._build()
        self._bind_timeline()
        self._bind_rest()
        self._connect()
        self.poll_controls = PollControls(
            desk,
            actions,
            self.polls,
            bring_forward=lambda: self.show_panel(Panel.POLLS),
            leave=self._focus_list,
        )
        follow_theme(self._respace)

    def open_session(self) -> None:
        """Show the session that the desk has opened."""
        controller = self._desk.controller
        if controller is None or controller is self._shown:
            return
        self._shown = controller
        # Where another session stood says nothing about this one.
        self._projection = None
        self.notes.set_writable(self._desk.can_write)
        self._show_notes(controller)
        self.notes.show_draft(controller.notebook.draft)
        self.now.backdate_row.close_row()
        self.catch_up.ask_why(False)
        self.timeline.forget_selection()
        self.people.open_session()
        self.rooms.open_session()

    def show_standing(self) -> None:
        """Show how to catch up from where the session stood at the latest tick.

        The page does so by itself, as soon as a tick is painted.
        """
        controller, projection = self._desk.controller, self._projection
        if controller is None or projection is None:
            return
        plan = controller.plan
        if len(projection.rows) != len(plan.blocks):
            return  # the plan was edited meanwhile: another look follows
        had_offer = self._has_offer()
        asked = self.catch_up.is_why_asked
        reasons = controller.reasons(projection) if asked else ()
        self.catch_up.show_standing(plan, projection, controller.offers(projection), reasons)
        self.timeline.show_offer(self.catch_up.offer)
        if self._has_offer() != had_offer:
            self._actions.refresh()

    def make_room(self, height: int) -> QRect | None:
        """Leave ``height`` free for a message: return the part of the page at whose bottom.

        That is the list of notes, whose last rows are the oldest, above the line to write in; where
        a panel stands in their place it is the timeline, so that no button is covered. None stands
        for the bottom of the page.
        """
        notes = self.notes.list
        place = QRect(notes.mapTo(self, QPoint()), notes.size())
        is_in_view = notes.isVisible() and self._area.geometry().contains(place.bottomLeft())
        notes.keep_free(height if is_in_view and height <= notes.height() else 0)
        if is_in_view:
            return place
        return self.timeline.geometry() if self._room is Room.MEDIUM else None

    def show_panel(self, panel: Panel) -> None:
        """Bring a panel of the dock to the front, beside the rest or behind the tabs below."""
        self.dock.show_panel(panel)
        if self._room is not Room.WIDE:
            self._tabs.setCurrentIndex(1 + self.dock.panels.index(panel))

    @property
    def _timeline_tab(self) -> int:
        return 1 + len(self.dock.panels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns beside each other or behind tabs, as the width asks."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on a list, where no key types anything."""
        super().showEvent(event)
        self._fit()
        self._focus_list()

    def _build(self) -> None:
        self.dock.add(Panel.PEOPLE, _("People"), self.people)
        self.dock.add(Panel.BREAKOUTS, _("Breakouts"), self.breakouts)
        self.dock.add(Panel.POLLS, _("Polls"), self.polls)
        self.dock.add(Panel.TRAINER, _("Trainer"), self.trainer_panel)
        self._tabs = SegmentedControl(
            [_("Notes"), *(self.dock.title(panel) for panel in self.dock.panels)],
            self,
            name=_("What is shown below"),
            kind=SegmentKind.SOFT,
        )
        self._tab_row = QWidget(self)
        self._tab_flow = FlowLayout(self._tab_row)
        self._tab_flow.addWidget(self._tabs)
        self._lower = QVBoxLayout()
        self._lower.setContentsMargins(0, 0, 0, 0)
        self._lower.addWidget(self.notes)
        middle = QWidget()
        # Never wider than what is seen: only heights are scrolled.
        middle.setMinimumWidth(1)
        self._centre = QVBoxLayout(middle)
        self._centre.setContentsMargins(0, 0, 0, 0)
        self._centre.addWidget(self.now)
        self._centre.addWidget(self.catch_up)
        self._centre.addWidget(self._tab_row)
        self._centre.addLayout(self._lower, 1)
        # Scrolls only where large text and a low window leave no other way.
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(middle)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_in_view)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.timeline)
        self._row.addWidget(self._area, 1)
        self._lay_out(Room.WIDE)

    def _fit(self) -> None:
        """Choose a layout for the present size."""
        px = theme().px
        room = Room.NARROW
        if self.width() >= px(_DOCK_FROM):
            room = Room.WIDE
        elif self.width() >= px(_SIDE_FROM):
            room = Room.MEDIUM
        self._lay_out(room)
        self._is_compact = self.height() < px(_ROOMY_FROM)
        self.now.set_compact(self._is_compact, is_low=self.height() < px(_LOW_BELOW))
        beside = {
            Room.WIDE: px(_SIDE_WIDTH + _DOCK_WIDTH),
            Room.MEDIUM: px(_SIDE_WIDTH),
            Room.NARROW: 0,
        }
        is_narrow = self.width() - beside[room] < px(_NARROW_BELOW)
        self.now.set_narrow(is_narrow)
        self.catch_up.set_narrow(is_narrow)
        self._slim()
        self._space()

    def _slim(self) -> None:
        """Keep the time in view above a panel that needs the height."""
        is_panel_below = self._room is not Room.WIDE and not self.dock.isHidden()
        is_slim = is_panel_below and self.height() < theme().px(_SLIM_BELOW)
        self.now.set_slim(is_slim)
        self.catch_up.set_slim(is_slim)

    def _lay_out(self, room: Room) -> None:
        if room is self._room:
            return
        self._room = room
        has_dock = room is Room.WIDE
        if has_dock:
            self._row.addWidget(self.dock)
        else:
            self._lower.addWidget(self.dock)
        self.dock.set_headless(not has_dock)
        if room is Room.NARROW:
            self._lower.addWidget(self.timeline)
        else:
            self._row.insertWidget(0, self.timeline)
        self._offer_timeline_tab(room is Room.NARROW)
        self.trainer_panel.set_flat(not has_dock)
        self._tab_row.setVisible(not has_dock)
        self._place_filters(in_card=has_dock)
        self._show_tab(self._tabs.currentIndex())

    def _offer_timeline_tab(self, is_offered: bool) -> None:
        place = self._timeline_tab
        if is_offered and self._tabs.count() == place:
            self._tabs.addTab(_("Timeline"))
        elif not is_offered and self._tabs.count() > place:
            if self._tabs.currentIndex() == place:
                self._tabs.setCurrentIndex(0)
            self._tabs.removeTab(place)

    def _place_filters(self, *, in_card: bool) -> None:
        """Put the filters into the card of the notes, or beside the tabs to save height."""
        filters = self.notes.filters
        if in_card:
            self._tab_flow.removeWidget(filters)
            self.notes.take_filters_back()
        elif self._tab_flow.indexOf(filters) < 0:
            self.notes.give_filters_away()
            self._tab_flow.addWidget(filters)

    def _bind_timeline(self) -> None:
        bind = self._actions.bind
        act = self._desk.act
        bind("run.next", self._next, self._can_go_on)
        bind("run.previous", lambda: act(SessionController.start_previous), self._is_live)
        bind("run.pause", lambda: act(SessionController.pause_or_resume), self._is_live)
        bind("run.minus_1", lambda: self._adjust(-1), self._is_open)
        bind("run.plus_1", lambda: self._adjust(1), self._is_open)
        bind("run.plus_5", lambda: self._adjust(5), self._is_open)
        bind("run.skip", lambda: act(SessionController.skip), self._has_pending)
        bind("run.restore", self._restore_selected, self._is_open)
        bind("run.jump", self._jump, self._is_open)
        bind("run.backdate", self._toggle_backdate, self._is_live)
        bind("run.end", lambda: act(SessionController.end), self._is_live)

    def _bind_rest(self) -> None:
        bind = self._actions.bind
        bind("run.catch_up", self._apply_offer, self._has_offer)
        bind("run.catch_up_other", self._show_other_offer, self._has_offer)
        bind("run.why", self._toggle_why, self._has_session)
        bind("run.note", self._focus_note, self._can_write)
        bind("run.link_note", self.notes.open_links, self._has_chosen_note)
        bind("run.notes", self._focus_notes, self._has_session)
        bind("run.timeline", self._focus_timeline, self._has_session)
        bind("run.sound", self._toggle_sound)
        bind("people.door", self._focus_door, self._has_session)
        bind("people.walk_in", lambda: self._focus_door(adds_walk_in=True), self._can_write)
        bind("people.missing", self.people.copy_missing, self._has_session)
        bind("people.line", self.people.lose_or_regain_line, self._can_write)

    def _connect(self) -> None:
        self._desk.leaving.connect(self.notes.keep_draft_now)
        self.people.left.connect(self._focus_list)
        self._desk.ticked.connect(self._show_tick)
        self._desk.changed.connect(self._changed)
        self.rooms.wanted.connect(self._show_rooms)
        self._tabs.currentChanged.connect(self._show_tab)
        self.now.backdated.connect(self._backdate)
        self.now.backdate_row.closed.connect(self._focus_list)
        self.timeline.start_wanted.connect(self._jump_to)
        self.timeline.skip_wanted.connect(self._skip)
        self.timeline.restore_wanted.connect(self._restore)
        self._area.verticalScrollBar().valueChanged.connect(
            lambda _at: self.notes.list.fitted.emit()
        )
        self.notes.written.connect(self._write_note)
        self.notes.edited.connect(self._edit_note)
        self.notes.retagged.connect(self._retag_note)
        self.notes.linked.connect(self._link_note)
        self.notes.privacy.connect(self._set_privacy)
        self.notes.deleted.connect(self._delete_note)
        self.notes.drafted.connect(self._keep_draft)

    def _show_tick(self, tick: Tick) -> None:
        controller = self._desk.controller
        if controller is None or not self.isVisibleTo(self.window()):
            return
        plan = controller.plan
        projection = self._projection = tick.projection
        view = now_view(interface(), plan, projection, controller.cues)
        self.timeline.show_projection(plan, projection)
        self.now.show_view(view)
        self.trainer.show_blocks(plan, projection, view.block)
        self._actions.refresh()
        # Ways to catch up are looked for once the time is painted: in a long plan that takes long.
        self._standing.start()

    def _changed(self, areas: frozenset[Area]) -> None:
        controller = self._desk.controller
        if controller is not None and Area.NOTES in areas:
            self._show_notes(controller)

    def _next(self) -> None:
        """Do what the main button says: start, go on, end, or open the review."""
        controller = self._desk.controller
        if controller is None or self._is_next_double():
            return
        projection = controller.projection()
        if projection.phase is Phase.ENDED:
            self._actions["go.review"].trigger()
        elif any(row.status is Status.PENDING for row in projection.rows):
            self._desk.act(SessionController.start_next)
        else:
            self._desk.act(SessionController.end)

    def _is_next_double(self) -> bool:
        """Say whether the main button was pressed a moment ago, when it may have said otherwise.

        The second press of "Next: Closing" must not press the "End session" that comes after it.
        """
        reading = self._desk.clock.read().monotonic
        last, self._next_pressed = self._next_pressed, reading
        return last is not None and reading - last <= DOUBLE_PRESS

    def _adjust(self, minutes: int) -> None:
        by = Duration(minutes * MINUTE)
        self._desk.act(lambda session: session.adjust(by))

    def _jump(self) -> None:
        block = self.timeline.selected
        if block is not None:
            self._jump_to(block)

    def _jump_to(self, block: str) -> None:
        self._desk.act(lambda session: session.jump(BlockId(block)))

    def _skip(self, block: str) -> None:
        self._desk.act(lambda session: session.skip(BlockId(block)))

    def _restore_selected(self) -> None:
        block = self.timeline.selected
        if block is not None:
            self._restore(block)

    def _restore(self, block: str) -> None:
        self._desk.act(lambda session: session.restore(BlockId(block)))

    def _backdate(self, what: Backdated, minutes: int) -> None:
        ago = Duration(minutes * MINUTE)
        if what is Backdated.THIS_STARTED:
            self._desk.act(lambda session: session.backdate(ago))
        elif what is Backdated.NEXT_STARTED:
            self._desk.act(lambda session: session.start_next_ago(ago))
        else:
            self._desk.act(lambda session: session.end(ago=ago))

    def _toggle_backdate(self) -> None:
        row = self.now.backdate_row
        if row.isHidden():
            row.open_row(has_next=self._has_pending())
        else:
            row.close_row()

    def _apply_offer(self) -> None:
        offer = self.catch_up.offer
        if offer is not None:
            self._desk.act(lambda session: session.apply_offer(offer))

    def _show_other_offer(self) -> None:
        self.catch_up.choose_other()
        self._desk.tick()

    def _toggle_why(self) -> None:
        self.catch_up.ask_why(not self.catch_up.is_why_asked)
        self._desk.tick()

    def _focus_note(self) -> None:
        self._tabs.setCurrentIndex(0)
        self.notes.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bring_into_view(self.notes.line)

    def _focus_door(self, *, adds_walk_in: bool = False) -> None:
        self.show_panel(Panel.PEOPLE)
        self.people.focus_field(adds_walk_in=adds_walk_in)
        self._bring_into_view(self.people.field)
        # A panel that was hidden has its height only after the layouts have come to rest.
        QTimer.singleShot(0, self, lambda: self._bring_into_view(self.people))

    def _show_rooms(self) -> None:
        self.show_panel(Panel.BREAKOUTS)
        self._bring_into_view(self.breakouts)

    def _focus_notes(self) -> None:
        self._tabs.setCurrentIndex(0)
        self.notes.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bring_into_view(self.notes.list)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Scroll as little as shows all of a widget, or its upper part where it is too high."""
        inside, bar = self._area.widget(), self._area.verticalScrollBar()
        if inside is None or not inside.isAncestorOf(widget):
            return
        top = widget.mapTo(inside, QPoint(0, 0)).y() - _MARGIN
        bottom = top + widget.height() + 2 * _MARGIN
        height = self._area.viewport().height()
        bar.setValue(min(top, max(bar.value(), bottom - height)))

    def _keep_in_view(self) -> None:
        """Keep what has the keyboard in view when a card comes or goes above it."""
        focused = QApplication.focusWidget()
        if focused is not None and self._area.isAncestorOf(focused):
            self._bring_into_view(focused)

    def _focus_timeline(self) -> None:
        if self._room is Room.NARROW:
            self._tabs.setCurrentIndex(self._timeline_tab)
        self.timeline.take_focus()

    def _focus_list(self) -> None:
        """Give the keyboard to a list that can be seen: no key types anything there."""
        if self.timeline.isVisible():
            self.timeline.take_focus()
        else:
            self.notes.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tab(self, index: int) -> None:
        """Show the card of a tab, and every card that has a place of its own."""
        is_wide = self._room is Room.WIDE
        panels = self.dock.panels
        if not is_wide and 0 < index <= len(panels):
            self.dock.show_panel(panels[index - 1])
        self.notes.setVisible(index == 0 or is_wide)
        self.dock.setVisible(0 < index <= len(panels) or is_wide)
        is_beside = self._lower.indexOf(self.timeline) < 0
        self.timeline.setVisible(index == self._timeline_tab or is_beside)
        self.notes.filters.setVisible(index == 0 or self._room is Room.WIDE)
        self._slim()

    def _toggle_sound(self) -> None:
        on = not self._desk.settings.cue_sound
        self._desk.change_settings(replace(self._desk.settings, cue_sound=on))
        self._desk.tell_done(_("Cue sounds are on.") if on else _("Cue sounds are off."))

    def _write_note(self, line: str) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        note = controller.add_note(line)
        if note is not None:
            said = _("Private note written.") if note.private else _("Note written.")
            self._desk.tell_done(said, self._undo_note)

    def _edit_note(self, note: Note, line: str) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.edit(note.id, line, at=controller.now())
            self._desk.tell_done(_("Note changed."), self._undo_note)

    def _people_to_name(self) -> tuple[str, ...]:
        """Return how those who may come are written after @, those who are here first."""
        controller = self._desk.controller
        if controller is None:
            return ()
        people = controller.register.people
        here = controller.register.present(controller.now())
        in_order = sorted(people.values(), key=lambda one: (one.id not in here, one.name))
        return mentions(person.name for person in in_order)

    def _show_notes(self, controller: SessionController) -> None:
        self.notes.show_notes(controller.notebook, controller.plan, controller.run.state)

    def _link_note(self, note: Note, block: BlockId | None) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.link(note.id, block, at=controller.now())
            self._desk.tell_done(_("Note linked."), self._undo_note)

    def _retag_note(self, note: Note, tag: NoteTag) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.retag(note.id, tag, at=controller.now())
            self._desk.tell_done(_("Note changed."), self._undo_note)

    def _set_privacy(self, note: Note, private: bool) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.set_private(note.id, private=private, at=controller.now())
            self._desk.tell_done(_("Note changed."), self._undo_note)

    def _delete_note(self, note: Note) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.delete(note.id)
            self._desk.tell_done(_("Note deleted."), self._undo_note)

    def _undo_note(self) -> None:
        controller = self._desk.controller
        if controller is not None and controller.notebook.undo(at=controller.now()):
            self._desk.tell_done(_("Taken back."))

    def _keep_draft(self, text: str) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.keep_draft(text)

    def _has_session(self) -> bool:
        return self._desk.controller is not None

    def _has_chosen_note(self) -> bool:
        return self._can_write() and self.notes.list.currentIndex().isValid()

    def _can_write(self) -> bool:
        return self._has_session() and self._desk.can_write

    def _is_live(self) -> bool:
        return self._desk.is_live and self._desk.can_write

    def _is_open(self) -> bool:
        controller = self._desk.controller
        return (
            controller is not None
            and self._desk.can_write
            and controller.run.state.phase is not Phase.ENDED
        )

    def _has_offer(self) -> bool:
        return self.catch_up.offer is not None and self._desk.can_write

    def _has_pending(self) -> bool:
        shown = self._projection
        return (
            shown is not None
            and self._desk.can_write
            and any(row.status is Status.PENDING for row in shown.rows)
        )

    def _can_go_on(self) -> bool:
        """Say whether the main button does anything: an ended session still leads to its review."""
        controller = self._desk.controller
        if controller is None:
            return False
        return self._desk.can_write or controller.run.state.phase is Phase.ENDED

    def _respace(self) -> None:
        px = theme().px
        self.timeline.setMinimumWidth(px(_SIDE_WIDTH))
        self._fit()

    def _space(self) -> None:
        """Set gaps and paddings, smaller ones where the height is scarce."""
        px = theme().px
        gap = px(10 if self._is_compact else 16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._centre.setSpacing(gap)
        self._tab_flow.setSpacing(px(12))
        side_width = _NO_LIMIT if self._room is Room.NARROW else px(_SIDE_WIDTH)
        self.timeline.setMaximumWidth(side_width)
        is_wide = self._room is Room.WIDE
        self.dock.setMinimumWidth(px(_DOCK_WIDTH) if is_wide else 0)
        self.dock.setMaximumWidth(px(_DOCK_WIDTH) if is_wide else _NO_LIMIT)
        padding = px(12 if self._is_compact else 16)
        cards: tuple[Card, ...] = (self.now, self.catch_up, self.notes)
        for card in cards:
            card.body.setContentsMargins(px(16), padding, px(16), padding)
        self.notes.setMinimumHeight(px(_LEAST_LOWER))
        self.dock.setMinimumHeight(px(_LEAST_LOWER if is_wide else _LEAST_DOCK))
