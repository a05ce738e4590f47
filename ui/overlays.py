"""What opens over the window: palette, keys, settings, notes search, import, printing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.actions import Actions, Screen
from ui.desk import Desk
from ui.widgets.buttons import key_text
from ui.widgets.command_palette import Command, CommandPalette
from ui.widgets.key_list import KeyLine, KeyList
from ui.widgets.overlay import Overlay
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.i18n import N_, _

if TYPE_CHECKING:
    from ui.people.attendance_panel import AttendancePanel
    from ui.people.roster_import_panel import RosterImportPanel
    from ui.people.roster_page import RosterPage
    from ui.plan.agenda_export import AgendaExport
    from ui.plan.import_panel import ImportPanel
    from ui.producer.backups_overlay import BackupsOverlay
    from ui.producer.merge_overlay import MergeOverlay
    from ui.producer.person_overlay import PersonOverlay
    from ui.producer.programme_overlay import ProgrammeOverlay
    from ui.run.notes_search import NotesSearch
    from ui.settings.panel import SettingsPanel

_Overlay = TypeVar("_Overlay", bound=Overlay)


class Overlays(QObject):
    """Opens them by their actions; all close with Esc.

    restore_wanted carries the backup that should take the place of the library.
    """

    restore_wanted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        window: QWidget,
        *,
        roster: Callable[[], RosterPage],
        programme: Callable[[], ProgrammeId | None],
    ) -> None:
        """Lay them over ``window``; each is made when it is first opened.

        roster: gives the roster that people are imported to; programme: the one that is chosen in
        the library.
        """
        super().__init__(window)
        self._desk = desk
        self._actions = actions
        self._window = window
        self._roster = roster
        self._programme = programme
        self._made: list[Overlay] = []
        actions.bind("app.palette", self._open_palette)
        actions.bind("app.keys", self._open_keys)
        actions.bind("app.settings", lambda: self._open(self.settings))
        actions.bind("app.search_notes", lambda: self._open(self.search))
        actions.bind("app.backup", self._back_up)
        actions.bind("library.report", self._open_programme)
        actions.bind("library.merge", self._open_merge, self._can_import)
        actions.bind("library.backups", lambda: self._open(self.backups))
        actions.bind("roster.data", self._open_person, self._has_person)
        actions.bind("plan.import", lambda: self._open(self.agenda_import), self._has_session)
        actions.bind(
            "plan.export_agenda", lambda: self._open(self.agenda_export), self._has_session
        )
        actions.bind("roster.import", lambda: self._open(self.roster_import), self._can_import)
        actions.bind("people.report", lambda: self._open(self.attendance), self._has_session)

    @cached_property
    def palette(self) -> CommandPalette:
        """Return the palette, as the others made when it is first opened."""
        return self._known(CommandPalette(self._window))

    @cached_property
    def keys(self) -> KeyList:
        """Return the list of keys."""
        return self._known(KeyList(self._window))

    @cached_property
    def settings(self) -> SettingsPanel:
        """Return the settings."""
        from ui.settings.panel import SettingsPanel

        return self._known(SettingsPanel(self._desk, self._window))

    @cached_property
    def search(self) -> NotesSearch:
        """Return the search of notes."""
        from ui.run.notes_search import NotesSearch

        return self._known(NotesSearch(self._desk, self._window))

    @cached_property
    def agenda_import(self) -> ImportPanel:
        """Return what reads agendas."""
        from ui.plan.import_panel import ImportPanel

        return self._known(ImportPanel(self._desk, self._window))

    @cached_property
    def agenda_export(self) -> AgendaExport:
        """Return what writes agendas."""
        from ui.plan.agenda_export import AgendaExport

        return self._known(AgendaExport(self._desk, self._window))

    @cached_property
    def attendance(self) -> AttendancePanel:
        """Return what compares reports with the door list."""
        from ui.people.attendance_panel import AttendancePanel

        return self._known(AttendancePanel(self._desk, self._window))

    @cached_property
    def roster_import(self) -> RosterImportPanel:
        """Return what reads lists of people."""
        from ui.people.roster_import_panel import RosterImportPanel

        return self._known(RosterImportPanel(self._desk, self._roster, self._window))

    @cached_property
    def report(self) -> ProgrammeOverlay:
        """Return what writes the report of a programme and keeps its privacy."""
        from ui.producer.programme_overlay import ProgrammeOverlay

        return self._known(ProgrammeOverlay(self._desk, self._window))

    @cached_property
    def merge(self) -> MergeOverlay:
        """Return what opens bundles."""
        from ui.producer.merge_overlay import MergeOverlay

        return self._known(MergeOverlay(self._desk, self._window))

    @cached_property
    def backups(self) -> BackupsOverlay:
        """Return the list of backups."""
        from ui.producer.backups_overlay import BackupsOverlay

        made = self._known(BackupsOverlay(self._desk, self._window))
        made.restore_wanted.connect(self.restore_wanted)
        return made

    @cached_property
    def person(self) -> PersonOverlay:
        """Return what is kept of one person."""
        from ui.producer.person_overlay import PersonOverlay

        made = self._known(PersonOverlay(self._desk, self._window))
        made.erased.connect(lambda: self._roster().read_again())
        return made

    def open_bundle(self, path: Path) -> None:
        """Show what a file would bring to the library."""
        self._open_merge()
        self.merge.read_path(path)

    def _known(self, overlay: _Overlay) -> _Overlay:
        self._made.append(overlay)
        overlay.closed.connect(self._closed)
        return overlay

    def _open_palette(self) -> None:
        commands = [_command(action) for action in self._actions.all()]
        self._make_room_for(self.palette)
        self.palette.open_with(commands)

    def _open_keys(self) -> None:
        self._make_room_for(self.keys)
        self.keys.open_with(key_lines(self._actions))

    def _open(self, overlay: Overlay) -> None:
        self._make_room_for(overlay)
        overlay.open_over()

    def _open_programme(self) -> None:
        self._make_room_for(self.report)
        self.report.open_for(self._programme())

    def _open_merge(self) -> None:
        """Open bundles over the library, where what they bring will stand."""
        self._actions["go.library"].trigger()
        self._open(self.merge)

    def _open_person(self) -> None:
        chosen = self._roster().table.chosen()
        if len(chosen) == 1:
            self._make_room_for(self.person)
            self.person.open_for(chosen[0])

    def _has_person(self) -> bool:
        is_shown = self._actions.screen is Screen.ROSTER
        return is_shown and len(self._roster().table.chosen()) == 1

    def _make_room_for(self, overlay: Overlay) -> None:
        """Close what lies over the window already, and keep the keys below from acting."""
        for other in self._made:
            if other is not overlay:
                other.close_over()
        self._actions.hold(True)

    def _closed(self) -> None:
        self._actions.hold(any(overlay.isVisible() for overlay in self._made))

    def _can_import(self) -> bool:
        return self._desk.can_write

    def _has_session(self) -> bool:
        return self._desk.controller is not None

    def _back_up(self) -> None:
        """Back the library up in the background and say where the backup is."""
        desk = self._desk
        desk.background.run(
            desk.library.backup_now,
            lambda backup: desk.tell_done(_("Backed up to {file}.", file=backup.path.name)),
            desk.tell_failure,
        )


# What a part of the actions' ids stands under in the list of keys, in the order of a session.
_SECTIONS = {
    "go": N_("Everywhere"),
    "app": N_("Everywhere"),
    "session": N_("Everywhere"),
    "run": N_("Run"),
    "people": N_("People"),
    "breakouts": N_("Breakouts"),
    "poll": N_("Polls"),
    "stage": N_("Stage"),
    "plan": N_("Plan"),
    "library": N_("Library"),
    "roster": N_("Roster"),
}
_RUN_SECTIONS = ("run", "people", "breakouts", "poll", "stage")
_FIRST = {
    Screen.LIBRARY: ("library",),
    Screen.PLAN: ("plan",),
    Screen.RUN: _RUN_SECTIONS,
    Screen.REVIEW: ("session",),
    Screen.ROSTER: ("roster",),
}


def key_lines(actions: Actions) -> list[KeyLine]:
    """Return all keys by where they are for, those of the screen that is shown first."""
    parts = dict.fromkeys((*_FIRST[actions.screen], *_SECTIONS))
    found: dict[str, list[QAction]] = {part: [] for part in parts}
    for action in actions.all():
        if key_text(action):
            found[action.objectName().split(".")[0]].append(action)
    return [
        KeyLine(key_text(action), action.text(), _(_SECTIONS[part]))
        for part in parts
        for action in found[part]
    ]


def _command(action: QAction) -> Command:
    return Command(action.text(), key_text(action), action.trigger, action.isEnabled())
