"""Every action of the program: its name, its keys, where it can be used and when (T6).

Buttons, menus, the palette and the list of keys all show the same ``QAction``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from virtu_desktop.i18n import N_, _


class Screen(Enum):
    """The screens of the main window."""

    LIBRARY = auto()
    PLAN = auto()
    RUN = auto()
    REVIEW = auto()
    ROSTER = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. keys: portable sequences, the first is shown. screens: empty is everywhere."""

    id: str
    label: str
    keys: tuple[str, ...] = ()
    screens: tuple[Screen, ...] = ()


_SESSION = (Screen.PLAN, Screen.RUN, Screen.REVIEW)
# Everywhere, but not while something lies over the window.
_ANY = tuple(Screen)
_LIBRARY = (Screen.LIBRARY,)
_PLAN = (Screen.PLAN,)
_RUN = (Screen.RUN,)
_HELD = (Screen.RUN, Screen.REVIEW)
_ROSTER = (Screen.ROSTER,)

SPECS = (
    ActionSpec("run.next", N_("Start, or next block"), ("Space",), _RUN),
    ActionSpec("run.previous", N_("Back to the previous block"), ("Shift+Space",), _RUN),
    ActionSpec("run.pause", N_("Pause or go on"), ("P",), _RUN),
    ActionSpec("run.minus_1", N_("1 minute less"), ("-",), _RUN),
    ActionSpec("run.plus_1", N_("1 minute more"), ("+", "="), _RUN),
    ActionSpec("run.plus_5", N_("5 minutes more"), ("5",), _RUN),
    ActionSpec("run.skip", N_("Skip the next block"), ("S",), _RUN),
    ActionSpec("run.restore", N_("Restore the selected block"), ("R",), _RUN),
    ActionSpec("run.jump", N_("Start the selected block"), ("J",), _RUN),
    ActionSpec("run.backdate", N_("It really started earlier…"), ("B",), _RUN),
    ActionSpec("run.end", N_("End the session"), ("Ctrl+Shift+E",), _RUN),
    ActionSpec("run.catch_up", N_("Catch up: apply the plan shown"), ("C",), _RUN),
    ActionSpec("run.catch_up_other", N_("Catch up: show another plan"), ("Shift+C",), _RUN),
    ActionSpec("run.why", N_("Why are we behind or ahead?"), ("W",), _RUN),
    ActionSpec("run.note", N_("Write a note"), ("N",), _RUN),
    ActionSpec("run.timeline", N_("Go to the timeline"), ("L",), _RUN),
    ActionSpec("run.link_note", N_("Link the selected note to a block…"), ("Ctrl+Shift+L",), _RUN),
    ActionSpec("run.notes", N_("Go to the list of notes"), ("Shift+N",), _RUN),
    ActionSpec("poll.ask", N_("Ask something now"), ("Q",), _RUN),
    ActionSpec("poll.prepared", N_("Ask the next prepared question"), ("Shift+Q",), _RUN),
    ActionSpec("poll.show", N_("Go to the polls"), ("V",), _RUN),
    ActionSpec("poll.close", N_("Close poll"), ("K",), _RUN),
    ActionSpec("poll.hands", N_("Count hands"), ("H",), _RUN),
    ActionSpec("poll.paste", N_("Paste from chat"), ("Ctrl+V",), _RUN),
    ActionSpec("poll.report", N_("Read a poll report…"), ("Ctrl+Shift+V",), _RUN),
    ActionSpec("poll.totals", N_("Type totals"), ("T",), _RUN),
    ActionSpec("poll.paper", N_("Count papers"), ("Shift+T",), _RUN),
    ActionSpec("poll.codes", N_("Count papers with codes"), ("Alt+C",), _RUN),
    ActionSpec("poll.counter", N_("Say who counts"), ("Alt+H",), _RUN),
    ActionSpec("poll.reveal", N_("Show the result"), ("Shift+V",), _RUN),
    ActionSpec("poll.again", N_("Another round"), ("Shift+K",), _RUN),
    ActionSpec("poll.timer", N_("Close in one minute"), ("Shift+I",), _RUN),
    ActionSpec("poll.change", N_("Change the question"), ("Shift+E",), _RUN),
    ActionSpec("poll.present", N_("Type how many are present"), ("Shift+P",), _RUN),
    ActionSpec("poll.compare", N_("Compare with earlier"), ("Y",), _RUN),
    ActionSpec("poll.sources", N_("Where figures come from"), ("Shift+Y",), _RUN),
    ActionSpec("poll.right", N_("Show the right answer"), ("Ctrl+Shift+R",), _RUN),
    ActionSpec("run.sound", N_("Cue sounds on or off"), ("M",), _RUN),
    ActionSpec("people.door", N_("Door list: check people in"), ("D",), _RUN),
    ActionSpec("people.walk_in", N_("Door list: add a walk-in"), ("Shift+W",), _RUN),
    ActionSpec("people.missing", N_("Copy the names of who is missing"), ("Shift+D",), _RUN),
    ActionSpec("people.line", N_("All remote lost the line, or have it back"), ("Shift+L",), _RUN),
    ActionSpec("people.report", N_("Attendance report of the meeting…"), ("Ctrl+Shift+A",), _HELD),
    ActionSpec("people.roster", N_("Edit the roster"), ("Ctrl+R",), _ANY),
    ActionSpec("roster.search", N_("Search people"), ("/",), _ROSTER),
    ActionSpec("roster.add", N_("Add a person"), ("A",), _ROSTER),
    ActionSpec("roster.import", N_("Import people…"), ("Ctrl+I",), _ROSTER),
    ActionSpec("roster.all", N_("Choose everybody who is listed"), ("Ctrl+A",), _ROSTER),
    ActionSpec("roster.merge", N_("Merge the two chosen people"), ("Ctrl+M",), _ROSTER),
    ActionSpec("roster.delete", N_("Delete the chosen people"), ("Delete",), _ROSTER),
    ActionSpec("breakouts.show", N_("Breakout rooms"), ("G",), _RUN),
    ActionSpec("breakouts.form", N_("Form groups, or shuffle them"), ("Shift+G",), _RUN),
    ActionSpec("breakouts.same", N_("The same groups as last time"), ("Ctrl+Shift+G",), _RUN),
    ActionSpec("breakouts.rules", N_("Rooms: who with whom…"), ("Alt+R",), _RUN),
    ActionSpec("breakouts.ahead", N_("Plan the groups of all coming sessions"), ("Alt+G",), _RUN),
    ActionSpec("breakouts.send", N_("Send out the rooms, or call them back"), ("O",), _RUN),
    ActionSpec("breakouts.call", N_("Call the rooms: copy the time left"), ("U",), _RUN),
    ActionSpec("breakouts.copy", N_("Copy the rooms for the chat"), ("Ctrl+G",), _RUN),
    ActionSpec("breakouts.all_minus", N_("All rooms: 1 minute less"), ("Alt+-",), _RUN),
    ActionSpec("breakouts.all_plus", N_("All rooms: 1 minute more"), ("Alt++", "Alt+="), _RUN),
    ActionSpec("breakouts.room_minus", N_("Selected room: 1 minute less"), ("Ctrl+-",), _RUN),
    ActionSpec(
        "breakouts.room_plus", N_("Selected room: 1 minute more"), ("Ctrl++", "Ctrl+="), _RUN
    ),
    ActionSpec("breakouts.apply", N_("Rooms: apply the time shown"), ("Ctrl+Return",), _RUN),
    ActionSpec("breakouts.place", N_("Rooms: place who is in none"), ("Shift+O",), _RUN),
    ActionSpec("breakouts.move", N_("Rooms: move the selected person…"), ("Shift+M",), _RUN),
    ActionSpec("breakouts.lock", N_("Rooms: lock the person to the room"), ("Shift+U",), _RUN),
    ActionSpec("breakouts.take_out", N_("Rooms: take the person out"), ("Shift+X",), _RUN),
    ActionSpec("breakouts.help", N_("Rooms: help is needed"), ("Shift+H",), _RUN),
    ActionSpec("breakouts.done", N_("Rooms: the room is done"), ("Shift+F",), _RUN),
    ActionSpec("breakouts.card", N_("Rooms: write the result card…"), ("I",), _RUN),
    ActionSpec("breakouts.name", N_("Rooms: name and place or link…"), ("F2",), _RUN),
    ActionSpec("breakouts.zoom", N_("Rooms: write the file for Zoom"), ("Alt+Z",), _RUN),
    ActionSpec("breakouts.print", N_("Rooms: print the list"), ("Ctrl+P",), _RUN),
    ActionSpec("plan.redo", N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _PLAN),
    ActionSpec("plan.add", N_("Add block"), ("A",), _PLAN),
    ActionSpec("plan.move_up", N_("Move the selected blocks up"), ("Alt+Up",), _PLAN),
    ActionSpec("plan.move_down", N_("Move the selected blocks down"), ("Alt+Down",), _PLAN),
    ActionSpec("plan.title", N_("Write the title"), ("F2",), _PLAN),
    ActionSpec("plan.start", N_("Write the start time"), ("T",), _PLAN),
    ActionSpec("plan.kind", N_("Change the kind…"), ("K",), _PLAN),
    ActionSpec("plan.select_all", N_("Select all blocks"), ("Ctrl+A",), _PLAN),
    ActionSpec("plan.duplicate", N_("Duplicate the selected blocks"), ("Ctrl+D",), _PLAN),
    ActionSpec("plan.split", N_("Split the block…"), ("Ctrl+Shift+S",), _PLAN),
    ActionSpec("plan.merge", N_("Merge the selected blocks"), ("Ctrl+M",), _PLAN),
    ActionSpec("plan.delete", N_("Delete the selected blocks"), ("Delete",), _PLAN),
    ActionSpec("plan.cut", N_("Cut"), ("Ctrl+X",), _PLAN),
    ActionSpec("plan.copy", N_("Copy"), ("Ctrl+C",), _PLAN),
    ActionSpec("plan.paste", N_("Paste"), ("Ctrl+V",), _PLAN),
    ActionSpec("plan.editor", N_("Edit the whole block"), ("E",), _PLAN),
    ActionSpec("plan.side", N_("Show or hide the side panel"), ("F4",), _PLAN),
    ActionSpec("plan.methods", N_("Methods"), ("Alt+1",), _PLAN),
    ActionSpec("plan.check", N_("Check the plan"), ("Alt+2",), _PLAN),
    ActionSpec("plan.ready", N_("What must be ready"), ("Alt+3",), _PLAN),
    ActionSpec("plan.copies", N_("Differences from the template"), ("Alt+4",), _PLAN),
    ActionSpec("plan.save_template", N_("Save as template…"), ("Ctrl+Shift+T",), _PLAN),
    ActionSpec("plan.import", N_("Import an agenda…"), ("Ctrl+I",), _PLAN),
    ActionSpec("plan.export_agenda", N_("Print or export the agenda…"), ("Ctrl+Shift+P",), _PLAN),
    ActionSpec("library.new_session", N_("New session…"), ("Ctrl+N",)),
    ActionSpec("library.new_programme", N_("New programme…"), ("Ctrl+Shift+N",)),
    ActionSpec("library.delete", N_("Delete the selected session"), ("Delete",), _LIBRARY),
    ActionSpec(
        "library.delete_group", N_("Delete the selected group"), ("Shift+Delete",), _LIBRARY
    ),
    ActionSpec(
        "library.delete_programme",
        N_("Delete the selected programme"),
        ("Ctrl+Shift+Delete",),
        _LIBRARY,
    ),
    ActionSpec("library.deleted", N_("What was deleted…"), ("Ctrl+Shift+B",), _LIBRARY),
    ActionSpec("library.export", N_("Export sessions…"), ("Ctrl+E",), _LIBRARY),
    ActionSpec("library.report", N_("Report and privacy of a programme…"), ("Ctrl+P",), _LIBRARY),
    ActionSpec("library.merge", N_("Open a bundle, or merge a record…"), ("Ctrl+O",), _ANY),
    ActionSpec("library.backups", N_("Backups: look and restore…"), ("Ctrl+Shift+K",), _ANY),
    ActionSpec("roster.data", N_("Data of the chosen person…"), ("Ctrl+E",), _ROSTER),
    ActionSpec("session.export", N_("Export…"), ("Ctrl+E",), _SESSION),
    ActionSpec("stage.show", N_("Show or hide the stage"), ("F5",), _SESSION),
    ActionSpec("stage.blank", N_("Blank the stage"), ("Ctrl+B",), _SESSION),
    ActionSpec("stage.test", N_("Test picture on the stage"), ("F7",), _SESSION),
    ActionSpec("stage.strip", N_("Show or hide the strip"), ("F6",), _SESSION),
    ActionSpec("go.library", N_("Library"), ("Ctrl+L",)),
    ActionSpec("go.plan", N_("Plan"), ("Ctrl+1",), _ANY),
    ActionSpec("go.run", N_("Run"), ("Ctrl+2",), _ANY),
    ActionSpec("go.review", N_("Review"), ("Ctrl+3",), _ANY),
    ActionSpec("app.undo", N_("Undo"), ("Ctrl+Z",)),
    ActionSpec("app.palette", N_("Search all actions"), ("Ctrl+K",)),
    ActionSpec("app.keys", N_("Show the keys"), ("?", "F1")),
    ActionSpec("app.search_notes", N_("Search notes"), ("Ctrl+F",)),
    ActionSpec("app.settings", N_("Settings"), ("Ctrl+,",)),
    ActionSpec("app.backup", N_("Back up the library now")),
    ActionSpec("app.quit", N_("Quit"), ("Ctrl+Q",)),
)


def always() -> bool:
    """Say yes: for actions that are possible whenever their screen is shown."""
    return True


class Actions(QObject):
    """The actions of one window; ``bind`` says what each does and when it can."""

    def __init__(self, window: QWidget) -> None:
        """Make a QAction for every spec; all are off until they are bound."""
        super().__init__(window)
        self._screen = Screen.LIBRARY
        self._is_held = False
        self._conditions: dict[str, Callable[[], bool]] = {}
        self._actions = {spec.id: self._make(spec, window) for spec in SPECS}
        self._screens = {spec.id: spec.screens for spec in SPECS}

    @property
    def screen(self) -> Screen:
        """Return the screen that is shown."""
        return self._screen

    def __getitem__(self, action: str) -> QAction:
        """Return the action of that id."""
        return self._actions[action]

    def bind(
        self, action: str, handler: Callable[[], object], when: Callable[[], bool] = always
    ) -> None:
        """Let an action call ``handler``; it is on while its screen shows and ``when`` says yes."""
        self._conditions[action] = when
        self._actions[action].triggered.connect(lambda _checked=False: handler())
        self._refresh_one(action)

    def show_screen(self, screen: Screen) -> None:
        """Turn the actions of ``screen`` on and those of other screens off."""
        self._screen = screen
        self.refresh()

    def hold(self, is_held: bool) -> None:
        """Turn the actions of single screens off while something lies over the window.

        Space chooses there, and must not start the next block below.
        """
        self._is_held = is_held
        self.refresh()

    def refresh(self) -> None:
        """Ask every action again whether it is possible now."""
        for action in self._conditions:
            self._refresh_one(action)

    def all(self) -> tuple[QAction, ...]:
        """Return all actions in the order of the list of keys."""
        return tuple(self._actions.values())

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(_(spec.label), window)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(False)
        action.setEnabled(False)
        window.addAction(action)
        return action

    def _refresh_one(self, action: str) -> None:
        screens = self._screens[action]
        shown = not screens or (self._screen in screens and not self._is_held)
        self._actions[action].setEnabled(shown and self._conditions[action]())
