"""Watches what a trainer must not miss: saving, sleep, clock, recovery, sound, staying awake."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.desk import Desk, Notice
from ui.notices import Notices, Topic
from ui.sound import CueSounds
from ui.wake_lock import WakeLock
from ui.widgets.banner import BannerAction, BannerTone
from ui.widgets.toast import Toast
from virtu_desktop.domain.cues import CuePhase
from virtu_desktop.domain.incidents import IncidentKind
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import MINUTE, SECOND, Duration
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.session import SessionController, Tick
from virtu_desktop.engine.session_clock import Gap
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.storage.errors import BackupFailed
from virtu_desktop.storage.health import WARNING_TEXTS
from virtu_desktop.storage.library import ReadOnlyReason
from virtu_desktop.wording import (
    block_title,
    clock_text,
    countdown,
    incident_words,
    minutes_text,
    save_words,
)

_AWAY_TOLD = Duration(3 * SECOND)
# Platforms without a screen have nothing to keep awake.
_HEADLESS = ("offscreen", "minimal")
_OWN_KEY = "Ctrl+Z"
_READ_ONLY = {
    ReadOnlyReason.ASKED: N_("The library is open for reading only."),
    ReadOnlyReason.FOLDER: N_(
        "The library's folder cannot be written: everything can be read, nothing changed."
    ),
    ReadOnlyReason.NEWER: N_(
        "This library was made with Virtu Desktop {version}: it can be read, not changed."
    ),
}
_SAVE_ADVICE = {
    SaveProblem.DISK_FULL: N_("Free some space; saving goes on by itself. Nothing is lost yet."),
    SaveProblem.LOCKED: N_("Close the other program; saving goes on by itself."),
    SaveProblem.READ_ONLY: N_("Make the folder writable; saving goes on by itself."),
    SaveProblem.DAMAGED: N_("Go on with the session and leave the program open."),
    SaveProblem.CANNOT_WRITE: N_("Check the disk; saving goes on by itself."),
    SaveProblem.REFUSED: N_("Go on with the session and leave the program open."),
}


class Watchman(QObject):
    """Turns what happens into lines, toasts and sounds."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        """Watch ``desk`` and speak in ``window``."""
        super().__init__(window)
        self._desk = desk
        self._notices = notices
        self.toast = Toast(window)
        self.sounds = CueSounds()
        self._wake = WakeLock(self)
        self._wake.changed.connect(self._awake_changed)
        self._seen_incidents = 0
        self._welcomed: set[SessionId] = set()
        self._welcome_asks: Gap | None = None
        self._last_backup_look: int | None = None
        self._told_backup_problem: BackupFailed | None = None
        desk.opened.connect(self._session_opened)
        desk.changed.connect(self._changed)
        desk.ticked.connect(self._ticked)
        desk.cued.connect(self._cue)
        desk.save_changed.connect(self._save_changed)
        desk.noticed.connect(self._noticed)

    def close(self) -> None:
        """Let the computer sleep again."""
        self._wake.close()

    def tell_about_library(self, *, had_fault: bool) -> None:
        """Say what is special about the library, and whether the last start ended in a fault."""
        library = self._desk.library
        if library.read_only_reason is not None:
            text = _READ_ONLY[library.read_only_reason]
            self._notices.say(
                Topic.LIBRARY, _(text, version=library.made_by), BannerTone.WARN, [_understood()]
            )
        elif library.warnings:
            text = _(WARNING_TEXTS[library.warnings[0]])
            self._notices.say(Topic.LIBRARY, text, BannerTone.WARN, [_understood()])
        if had_fault:
            text = _("The program ended unexpectedly last time. Everything saved is here.")
            self._notices.say(Topic.FAILURE, text, BannerTone.INFO, [_understood()])

    def tell_failure(self) -> None:
        """Say that something failed, and whether everything is saved nevertheless."""
        saved = self._desk.library.status.state is SaveState.SAVED
        text = (
            _("Something failed; the session is saved.")
            if saved
            else _("Something failed. It is written in the log.")
        )
        self._notices.say(Topic.FAILURE, text, BannerTone.WARN, [_understood()])

    def _noticed(self, notice: Notice) -> None:
        self.toast.show_message(notice.text, notice.undo, key=_OWN_KEY if notice.undo else "")

    def _save_changed(self, status: SaveStatus) -> None:
        if status.state is SaveState.NOT_SAVED:
            advice = "" if status.problem is None else _(_SAVE_ADVICE[status.problem])
            text = f"{save_words(interface(), status)}. {advice}".strip()
            self._notices.say(Topic.NOT_SAVED, text, BannerTone.DANGER)
        elif status.state is SaveState.SAVED:
            self._notices.hush(Topic.NOT_SAVED)

    def _session_opened(self) -> None:
        controller = self._desk.controller
        for topic in (Topic.GAP, Topic.RECOVERED, Topic.CLOCK):
            self._notices.hush(topic)
        if controller is None:
            return
        self._seen_incidents = len(controller.incidents)
        self._welcome(controller)
        self._show_gap()
        self._stay_awake()

    def _welcome(self, controller: SessionController) -> None:
        """Say once how long the program was away from a session that ran meanwhile (T11)."""
        if controller.session.id in self._welcomed:
            return
        self._welcomed.add(controller.session.id)
        latest = controller.incidents[-1] if controller.incidents else None
        if latest is not None and latest.kind is IncidentKind.AWAY and latest.length >= _AWAY_TOLD:
            self._tell_recovery(controller, latest.length)

    def _tell_recovery(self, controller: SessionController, away: Duration) -> None:
        projection = controller.projection()
        if projection.current is None:
            return
        text = _(
            "Welcome back: {title}, {time}. The program was away for {span}.",
            title=block_title(interface(), controller.plan, projection.current.id),
            time=countdown(projection.current.remaining),
            span=_span(away),
        )
        gap = controller.open_gap
        # An older gap that was never answered comes first, with a line of its own.
        is_asked = gap is not None and gap.end == controller.incidents[-1].at
        self._welcome_asks = gap if is_asked else None
        actions = self._gap_actions() if is_asked else [_understood()]
        self._notices.say(Topic.RECOVERED, text, BannerTone.INFO, actions)

    def _changed(self, areas: frozenset[Area]) -> None:
        if Area.TIMELINE in areas:
            self._stay_awake()
            # Somebody who acts has seen where the session stands.
            self._notices.hush(Topic.RECOVERED)
        if Area.CLOCK in areas or Area.TIMELINE in areas:
            self._show_gap()

    def _show_gap(self) -> None:
        controller = self._desk.controller
        gap = None if controller is None else controller.open_gap
        if controller is None or gap is None:
            self._notices.hush(Topic.GAP)
        elif gap != self._welcome_asks or not self._notices.says(Topic.RECOVERED):
            self._ask_about(gap, controller)

    def _ask_about(self, gap: Gap, controller: SessionController) -> None:
        text = _(
            "The computer was away for {span} until {time}."
            " Count it as session time, or as a pause?",
            span=_span(gap.length),
            time=clock_text(interface(), gap.end, controller.plan.zone),
        )
        self._notices.say(Topic.GAP, text, BannerTone.WARN, self._gap_actions())

    def _gap_actions(self) -> list[BannerAction]:
        return [
            BannerAction(_("Count it"), self._count_gap),
            BannerAction(_("Treat as a pause"), self._pause_gap),
        ]

    def _count_gap(self) -> None:
        self._notices.hush(Topic.RECOVERED)
        self._desk.act(SessionController.count_gap)

    def _pause_gap(self) -> None:
        self._notices.hush(Topic.RECOVERED)
        self._desk.act(SessionController.pause_gap)

    def _cue(self, phase: CuePhase) -> None:
        if self._desk.settings.cue_sound:
            self.sounds.play(phase)

    def _ticked(self, tick: Tick) -> None:
        if tick.cue_changed:
            self._cue(tick.cue)
        self._tell_clock_steps()
        self._look_at_backups(tick)

    def _tell_clock_steps(self) -> None:
        """Say once that somebody, or a time server, has set the clock."""
        controller = self._desk.controller
        if controller is None:
            return
        new = controller.incidents[self._seen_incidents :]
        self._seen_incidents = len(controller.incidents)
        for incident in new:
            if incident.kind is IncidentKind.CLOCK_STEPPED and incident.is_worth_telling:
                happened = incident_words(interface(), incident)
                text = _("{happened} The times left have not changed.", happened=happened)
                self._notices.say(Topic.CLOCK, text, BannerTone.WARN, [_understood()])

    def _look_at_backups(self, tick: Tick) -> None:
        """Once a minute, say if the latest backup could not be made."""
        minute = tick.projection.now // MINUTE
        if minute == self._last_backup_look:
            return
        self._last_backup_look = minute
        problem = self._desk.library.backup_problem
        told, self._told_backup_problem = self._told_backup_problem, problem
        if problem is None:
            self._notices.hush(Topic.BACKUP)
        elif problem is not told:
            text = problem.words(interface())
            self._notices.say(Topic.BACKUP, text, BannerTone.WARN, [_understood()])

    def _stay_awake(self) -> None:
        if QGuiApplication.platformName() not in _HEADLESS:
            self._wake.want(self._desk.is_any_live)

    def _awake_changed(self, is_awake: bool) -> None:
        if is_awake or not self._desk.is_any_live:
            self._notices.hush(Topic.AWAKE)
        else:
            text = _("This computer cannot be kept awake by the program. Check its power settings.")
            self._notices.say(Topic.AWAKE, text, BannerTone.INFO, [_understood()])


def _understood() -> BannerAction:
    return BannerAction(_("OK"), lambda: None)


def _span(length: Duration) -> str:
    if length < MINUTE:
        return _("{seconds} s", seconds=length // 1000)
    return minutes_text(interface(), length)
