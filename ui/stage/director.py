"""Keeps stage, strip and preview in step with the session (S1 to S4)."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.actions import Actions
from ui.desk import Desk, is_live
from ui.notices import Notices, Topic
from ui.stage.polled_stage import PolledStage
from ui.stage.screens import QtScreens, ScreenProvider
from ui.stage.stage_card import StageCard
from ui.stage.stage_rooms import stage_call, stage_rooms
from ui.stage.stage_state import Shown, stage_state
from ui.stage.stage_window import StageWarning, StageWindow
from ui.stage.strip_window import StripWindow, strip_line
from ui.widgets.banner import BannerAction, BannerTone
from virtu_desktop.domain.polls import PollId
from virtu_desktop.domain.timeline import Projection
from virtu_desktop.engine.session import SessionController, Tick
from virtu_desktop.i18n import N_, _, interface, translator
from virtu_desktop.poll_charts import ChartView

_WARNINGS = {
    StageWarning.ONE_SCREEN: N_(
        "There is one screen only: share the stage window, or connect the projector."
    ),
    StageWarning.MIRRORED: N_(
        "The projector mirrors this screen: the room can see your notes. Extend the screens."
    ),
    StageWarning.LOST: N_("The stage's screen is gone. The stage comes back when it does."),
}


class StageDirector(QObject):
    """The only one who tells the stage what to show; it is told nothing private."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        card: StageCard,
        notices: Notices,
        window: QWidget,
        *,
        screens: ScreenProvider | None = None,
    ) -> None:
        """Make the hidden windows; ``screens`` is a seam for other arrangements of screens."""
        super().__init__(window)
        self._desk = desk
        self._card = card
        self._notices = notices
        self._window = window
        self._before_blank = Shown.BLOCK
        self._is_testing = False
        self._followed: SessionController | None = None
        self._polled = PolledStage(lambda session: desk.library.measurements(session))
        self.stage = StageWindow(screens or QtScreens(self))
        self.strip = StripWindow()
        actions.bind("stage.show", self._toggle_stage, self._has_session)
        actions.bind("stage.strip", self._toggle_strip, self._has_session)
        actions.bind("stage.blank", self._toggle_blank, self._has_session)
        actions.bind("stage.test", self._toggle_test, self._can_test)
        self.stage.warned.connect(self._warn)
        card.shown_changed.connect(self._choose)
        desk.ticked.connect(self._follow)

    def close(self) -> None:
        """Close both windows for good."""
        self._desk.ticked.disconnect(self._follow)
        for window in (self.stage, self.strip):
            window.close()
            window.deleteLater()

    def show_poll_as(self, poll: PollId, view: ChartView) -> None:
        """Let the room see the result of a poll as the trainer does."""
        self._polled.show_as(poll, view)
        self._show_now()

    def _toggle_stage(self) -> None:
        if self.stage.isVisible():
            self.stage.close()
        else:
            self._show_now()
            self.stage.open_on()
            # The trainer goes on with the keyboard where it was.
            self._window.activateWindow()

    def _toggle_strip(self) -> None:
        if self.strip.isVisible():
            self.strip.close()
        else:
            self._show_now()
            self.strip.open_at_top()

    def _toggle_blank(self) -> None:
        """Show nothing, or again what was shown before."""
        if self._card.shown is Shown.BLANK:
            self._card.choose(self._before_blank)
            self._desk.tell_done(_("The stage shows what it did before."))
        else:
            self._card.choose(Shown.BLANK)
            # The cockpit does not show it: a trainer who forgets it talks to a black screen.
            self._desk.tell_done(_("The stage is blank. Ctrl+B shows it again."))

    def _toggle_test(self) -> None:
        """Show the test picture on the stage, which opens for it, or what was shown before."""
        self._is_testing = not (self._is_testing and self.stage.isVisible())
        self._show_now()
        if self._is_testing and not self.stage.isVisible():
            self._toggle_stage()

    def _choose(self, shown: Shown) -> None:
        self._is_testing = False
        if shown is not Shown.BLANK:
            self._before_blank = shown
        self._show_now()

    def _follow(self, tick: Tick) -> None:
        controller = self._session()
        if controller is self._desk.controller:
            self._show(controller, tick.projection)
        else:
            self._show_now()

    def _show_now(self) -> None:
        controller = self._session()
        if controller is not None:
            self._show(controller, controller.projection())

    def _session(self) -> SessionController | None:
        """Return the session that the room sees.

        While a window is open and the session in it runs, a look into another session does not
        change what the room sees.
        """
        is_seen = self.stage.isVisible() or self.strip.isVisible()
        if not (is_seen and self._followed is not None and is_live(self._followed)):
            self._followed = self._desk.controller
        return self._followed

    def _show(self, controller: SessionController | None, projection: Projection) -> None:
        if controller is None:
            return
        plan, title = controller.plan, controller.session.title
        language = self._desk.settings.stage_language
        tr = interface() if language is None else translator(language)
        # A session that begins is seen, whatever was being tried out before.
        self._is_testing = self._is_testing and not is_live(controller)
        block = None if projection.current is None else projection.current.id
        if (wanted := self._polled.follow(controller, block, self._card.shown)) is not None:
            self._card.choose(wanted)
        shown = Shown.TEST if self._is_testing else self._card.shown
        poll = None
        if shown is Shown.POLL:
            poll = self._polled.value(controller, projection.now, tr)
        rooms = stage_rooms(controller, projection.now) if shown is Shown.BLOCK else ()
        call = stage_call(controller, projection.now, tr) if rooms else ""
        state = stage_state(
            plan,
            projection,
            title,
            tr,
            shown,
            cues=controller.cues,
            poll=poll,
            rooms=rooms,
            call=call,
        )
        self.stage.show_state(state)
        self._card.preview.show_state(state)
        line = strip_line(plan, projection, title, interface(), cues=controller.cues)
        self.strip.show_line(line)

    def _warn(self, warning: StageWarning) -> None:
        if warning is StageWarning.NONE:
            self._notices.hush(Topic.STAGE)
            return
        tone = BannerTone.INFO if warning is StageWarning.ONE_SCREEN else BannerTone.WARN
        understood = BannerAction(_("OK"), lambda: None)
        self._notices.say(Topic.STAGE, _(_WARNINGS[warning]), tone, [understood])

    def _has_session(self) -> bool:
        return self._desk.controller is not None

    def _can_test(self) -> bool:
        return self._desk.controller is not None and not self._desk.is_live
