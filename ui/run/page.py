"""The cockpit: everything a trainer needs while a session runs, on one screen (T3 to T11, N1)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.desk import Desk
from ui.run.backdate_row import Backdated
from ui.run.catch_up_card import CatchUpCard
from ui.run.notes_card import NotesCard
from ui.run.now_card import NowCard
from ui.run.now_view import now_view
from ui.run.timeline_card import TimelineCard
from ui.run.trainer_card import TrainerCard
from ui.stage.stage_card import StageCard
from ui.theme import follow_theme, theme
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.domain.notes import Note, NoteTag
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.domain.timeline import Phase, Status
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.session import SessionController, Tick
from virtu_desktop.i18n import _, interface

_SIDE_WIDTH = 306
_DOCK_WIDTH = 328
# Narrower than this, what stands in the dock goes behind tabs.
_DOCK_FROM = 1320
# Lower than this, the main card makes itself small so that notes can be seen.
_ROOMY_FROM = 700


class RunPage(QWidget):
    """Follows the desk's open session; its controls are the window's actions."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it is empty until a session is open."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._has_dock = True
        self.timeline = TimelineCard(self)
        self.now = NowCard(actions, self)
        self.catch_up = CatchUpCard(actions, self)
        self.notes = NotesCard(self)
        self.trainer = TrainerCard(self)
        self.stage = StageCard(actions, self)
        self._build()
        self._bind_timeline()
        self._bind_rest()
        self._connect()
        follow_theme(self._respace)

    def open_session(self) -> None:
        """Show the session that the desk has opened."""
        controller = self._desk.controller
        if controller is None:
            return
        self.notes.show_notes(controller.notebook, controller.plan.zone)
        self.notes.show_draft(controller.notebook.draft)
        self.now.hide_backdate()
        self.catch_up.ask_why(False)
        self._show_tick(controller.tick())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the dock beside or behind tabs, as the width asks."""
        super().resizeEvent(event)
        self._lay_out(has_dock=self.width() >= theme().px(_DOCK_FROM))
        self.now.set_compact(self.height() < theme().px(_ROOMY_FROM))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on the timeline, where no key types anything."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.timeline.take_focus()

    def _build(self) -> None:
        self._tabs = SegmentedControl(
            [_("Notes"), _("Trainer"), _("Stage")],
            self,
            name=_("What is shown below"),
            kind=SegmentKind.SOFT,
        )
        self._tab_row = QWidget(self)
        self._tab_row_layout = QHBoxLayout(self._tab_row)
        self._tab_row_layout.setContentsMargins(0, 0, 0, 0)
        self._tab_row_layout.addWidget(self._tabs)
        self._tab_row_layout.addStretch(1)
        self._lower = QStackedLayout()
        self._lower.addWidget(self.notes)
        self._dock = QWidget(self)
        self._dock_layout = QVBoxLayout(self._dock)
        self._dock_layout.setContentsMargins(0, 0, 0, 0)
        centre = QVBoxLayout()
        centre.addWidget(self.now)
        centre.addWidget(self.catch_up)
        centre.addWidget(self._tab_row)
        centre.addLayout(self._lower, 1)
        self._centre = centre
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.timeline)
        self._row.addLayout(centre, 1)
        self._row.addWidget(self._dock)
        self._has_dock = False
        self._lay_out(has_dock=True)

    def _lay_out(self, *, has_dock: bool) -> None:
        if has_dock == self._has_dock:
            return
        self._has_dock = has_dock
        if has_dock:
            for card in (self.trainer, self.stage):
                self._lower.removeWidget(card)
            self._dock_layout.addWidget(self.trainer, 1)
            self._dock_layout.addWidget(self.stage)
            self.trainer.setVisible(True)
            self.stage.setVisible(True)
            self._lower.setCurrentIndex(0)
        else:
            for card in (self.trainer, self.stage):
                self._dock_layout.removeWidget(card)
                self._lower.addWidget(card)
            self._lower.setCurrentIndex(self._tabs.currentIndex())
        self.stage.set_flat(not has_dock)
        self._dock.setVisible(has_dock)
        self._tab_row.setVisible(not has_dock)
        filters = self.notes.filters
        if has_dock:
            self.notes.take_filters_back()
        else:
            # Without a dock the height is scarce too: filters stand beside the tabs.
            self.notes.give_filters_away()
            self._tab_row_layout.addWidget(filters)

    def _bind_timeline(self) -> None:
        bind = self._actions.bind
        act = self._desk.act
        bind("run.next", self._next, self._has_session)
        bind("run.previous", lambda: act(SessionController.start_previous), self._is_live)
        bind("run.pause", lambda: act(SessionController.pause_or_resume), self._is_live)
        bind("run.minus_1", lambda: self._adjust(-1), self._is_open)
        bind("run.plus_1", lambda: self._adjust(1), self._is_open)
        bind("run.plus_5", lambda: self._adjust(5), self._is_open)
        bind("run.skip", lambda: act(SessionController.skip), self._has_pending)
        bind("run.restore", self._restore_selected, self._is_open)
        bind("run.jump", self._jump, self._is_open)
        bind("run.backdate", self.now.toggle_backdate, self._is_live)
        bind("run.end", lambda: act(SessionController.end), self._is_live)

    def _bind_rest(self) -> None:
        bind = self._actions.bind
        bind("run.catch_up", self._apply_offer, lambda: self.catch_up.offer is not None)
        bind("run.catch_up_other", self._show_other_offer, lambda: self.catch_up.offer is not None)
        bind("run.why", self._toggle_why, self._has_session)
        bind("run.note", self._focus_note, self._has_session)
        bind("run.notes", self._focus_notes, self._has_session)
        bind("run.timeline", self.timeline.take_focus, self._has_session)
        bind("run.sound", self._toggle_sound)

    def _connect(self) -> None:
        self._desk.ticked.connect(self._show_tick)
        self._desk.changed.connect(self._changed)
        self._tabs.currentChanged.connect(self._show_tab)
        self.now.backdated.connect(self._backdate)
        self.timeline.start_wanted.connect(self._jump_to)
        self.timeline.skip_wanted.connect(self._skip)
        self.timeline.restore_wanted.connect(self._restore)
        self.notes.written.connect(self._write_note)
        self.notes.edited.connect(self._edit_note)
        self.notes.retagged.connect(self._retag_note)
        self.notes.privacy.connect(self._set_privacy)
        self.notes.deleted.connect(self._delete_note)
        self.notes.drafted.connect(self._keep_draft)

    def _show_tick(self, tick: Tick) -> None:
        controller = self._desk.controller
        if controller is None or not self.isVisibleTo(self.window()):
            return
        plan = controller.plan
        projection = tick.projection
        view = now_view(interface(), plan, projection, controller.cues)
        self.timeline.show_projection(plan, projection)
        self.now.show_view(view)
        self.trainer.show_blocks(plan, projection, view.block)
        self.catch_up.show_standing(plan, projection, controller.offers(), controller.reasons())
        self._actions.refresh()

    def _changed(self, areas: frozenset[Area]) -> None:
        controller = self._desk.controller
        if controller is not None and Area.NOTES in areas:
            self.notes.show_notes(controller.notebook, controller.plan.zone)

    def _next(self) -> None:
        """Do what the main button says: start, go on, end, or open the review."""
        controller = self._desk.controller
        if controller is None:
            return
        projection = controller.projection()
        if projection.phase is Phase.ENDED:
            self._actions["go.review"].trigger()
        elif any(row.status is Status.PENDING for row in projection.rows):
            self._desk.act(SessionController.start_next)
        else:
            self._desk.act(SessionController.end)

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
        else:
            self._desk.act(lambda session: session.start_next_ago(ago))

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
        self._show_notes_tab()
        self.notes.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_notes(self) -> None:
        self._show_notes_tab()
        self.notes.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_notes_tab(self) -> None:
        self._tabs.setCurrentIndex(0)

    def _show_tab(self, index: int) -> None:
        self._lower.setCurrentIndex(index)
        self.notes.filters.setVisible(index == 0)

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
        if controller is not None and controller.notebook.undo():
            self._desk.tell_done(_("Taken back."))

    def _keep_draft(self, text: str) -> None:
        controller = self._desk.controller
        if controller is not None:
            controller.notebook.keep_draft(text)

    def _has_session(self) -> bool:
        return self._desk.controller is not None

    def _is_live(self) -> bool:
        return self._desk.is_live

    def _is_open(self) -> bool:
        controller = self._desk.controller
        return controller is not None and controller.run.state.phase is not Phase.ENDED

    def _has_pending(self) -> bool:
        controller = self._desk.controller
        return controller is not None and any(
            row.status is Status.PENDING for row in controller.projection().rows
        )

    def _respace(self) -> None:
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._centre.setSpacing(gap)
        self._dock_layout.setSpacing(gap)
        self.timeline.setFixedWidth(theme().px(_SIDE_WIDTH))
        self._dock.setFixedWidth(theme().px(_DOCK_WIDTH))
