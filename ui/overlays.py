"""What opens over the window: palette, keys, settings, notes search, import, printing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.actions import Actions
from ui.desk import Desk
from ui.people.attendance_panel import AttendancePanel
from ui.plan.agenda_export import AgendaExport
from ui.plan.import_panel import ImportPanel
from ui.run.notes_search import NotesSearch
from ui.settings.panel import SettingsPanel
from ui.widgets.buttons import key_text
from ui.widgets.command_palette import Command, CommandPalette
from ui.widgets.key_list import KeyLine, KeyList
from ui.widgets.overlay import Overlay
from virtu_desktop.i18n import _


class Overlays(QObject):
    """Opens them by their actions; all close with Esc."""

    def __init__(self, desk: Desk, actions: Actions, window: QWidget) -> None:
        """Lay them over ``window``, closed."""
        super().__init__(window)
        self._desk = desk
        self._actions = actions
        self.palette = CommandPalette(window)
        self.keys = KeyList(window)
        self.settings = SettingsPanel(desk, window)
        self.search = NotesSearch(desk, window)
        self.agenda_import = ImportPanel(desk, window)
        self.agenda_export = AgendaExport(desk, window)
        self.attendance = AttendancePanel(desk, window)
        self._all: tuple[Overlay, ...] = (
            self.palette,
            self.keys,
            self.settings,
            self.search,
            self.agenda_import,
            self.agenda_export,
            self.attendance,
        )
        for overlay in self._all:
            overlay.closed.connect(self._closed)
        actions.bind("app.palette", self._open_palette)
        actions.bind("app.keys", self._open_keys)
        actions.bind("app.settings", lambda: self._open(self.settings))
        actions.bind("app.search_notes", lambda: self._open(self.search))
        actions.bind("app.backup", self._back_up)
        actions.bind("plan.import", lambda: self._open(self.agenda_import), self._has_session)
        actions.bind(
            "plan.export_agenda", lambda: self._open(self.agenda_export), self._has_session
        )

        actions.bind("people.report", lambda: self._open(self.attendance), self._has_session)

    def _open_palette(self) -> None:
        commands = [_command(action) for action in self._actions.all()]
        self._make_room_for(self.palette)
        self.palette.open_with(commands)

    def _open_keys(self) -> None:
        lines = [
            KeyLine(key_text(action), action.text())
            for action in self._actions.all()
            if key_text(action)
        ]
        self._make_room_for(self.keys)
        self.keys.open_with(lines)

    def _open(self, overlay: Overlay) -> None:
        self._make_room_for(overlay)
        overlay.open_over()

    def _make_room_for(self, overlay: Overlay) -> None:
        """Close what lies over the window already, and keep the keys below from acting."""
        for other in self._all:
            if other is not overlay:
                other.close_over()
        self._actions.hold(True)

    def _closed(self) -> None:
        self._actions.hold(any(overlay.isVisible() for overlay in self._all))

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


def _command(action: QAction) -> Command:
    return Command(action.text(), key_text(action), action.trigger, action.isEnabled())
