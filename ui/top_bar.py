"""The bar at the top of the window: whose session, which screen, where it stands, what time."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import Actions, Screen
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind, tooltip_with_key
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.labels import SafeLabel
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded
from ui.widgets.tabs import SegmentedControl
from virtu_desktop.engine.store import SaveState, SaveStatus
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import save_words

HEIGHT = 59
# Narrower than this, the names of the session leave the bar (the window's title has them), and
# below the second figure the clock.
_NAMES_FROM = 900
_CLOCK_FROM = 680
# Between the mark and the names.
_NAMES_GAP = 14
_SCREENS = (Screen.PLAN, Screen.RUN, Screen.REVIEW)
_GO = {Screen.PLAN: "go.plan", Screen.RUN: "go.run", Screen.REVIEW: "go.review"}
_SAVE_TONES = {
    SaveState.SAVED: Tone.TEAL,
    SaveState.SAVING: Tone.GREY,
    SaveState.NOT_SAVED: Tone.RED,
}


class TopBar(QWidget):
    """Shows one of two things: the library's name, or the open session with its screens."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the bar; its parts are actions and texts."""
        super().__init__(parent)
        self._actions = actions
        self._is_in_session = False
        self.home = _Logo(actions, self)
        self._title = SafeLabel(role=Role.TITLE)
        self._subtitle = SafeLabel(role=Role.SECONDARY, colour="muted")
        for label in (self._title, self._subtitle):
            # Names give way: what the session is like and whether it is saved is never cut.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.screens = SegmentedControl([_("Plan"), _("Run"), _("Review")], self, name=_("Screen"))
        self.standing = ChipButton("", Tone.TEAL, self)
        self.rehearsal = Chip(_("Rehearsal"), Tone.PLUM, self)
        self.save = Chip("", Tone.TEAL, self)
        self.clock = SafeLabel(role=Role.CLOCK)
        self.search = ActionButton(actions["app.palette"], parent=self, label=_("Search"))
        self.new_session = ActionButton(actions["library.new_session"], ButtonKind.PRIMARY, self)
        self._build()
        self.screens.currentChanged.connect(self._go)
        self.standing.clicked.connect(self._explain)
        self.standing.setToolTip(tooltip_with_key(actions["run.why"]))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_library()
        self.show_save(SaveStatus(state=SaveState.SAVED))
        follow_theme(self._retheme)

    def show_library(self) -> None:
        """Show the bar of the library."""
        self._title.setText(_("Library"))
        self._subtitle.setText(_("Programmes, groups and sessions"))
        self._subtitle.show()
        self._show_parts(in_session=False)

    def show_roster(self) -> None:
        """Show the bar of the roster editor."""
        self._title.setText(_("Roster"))
        self._subtitle.setText(_("The people of a programme and its groups"))
        self._subtitle.show()
        self._show_parts(in_session=False)

    def show_session(self, title: str, whose: str, screen: Screen, *, is_rehearsal: bool) -> None:
        """Show the bar of an open session with one of its screens chosen."""
        self._title.setText(title)
        self._subtitle.setText(whose)
        self._show_parts(in_session=True)
        self.rehearsal.setVisible(is_rehearsal)
        self.screens.blockSignals(True)
        self.screens.setCurrentIndex(_SCREENS.index(screen))
        self.screens.blockSignals(False)
        self.screens.update()

    def show_save(self, status: SaveStatus) -> None:
        """Say whether everything is saved."""
        self.save.show_words(save_words(interface(), status), _SAVE_TONES[status.state])
        self.save.setAccessibleName(self.save.text())
        self._fit()

    def show_standing(self, words: str, tone: Tone) -> None:
        """Say where the session stands; nothing while there are no words."""
        self.standing.setVisible(bool(words))
        if words:
            self.standing.show_words(words, tone)
        self._fit()

    def show_clock(self, text: str) -> None:
        """Show the time of day."""
        self.clock.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper with a hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("paper"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().colour("line"))

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addStretch(1)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        names.addStretch(1)
        left = QWidget(self)
        left_row = QHBoxLayout(left)
        left_row.setContentsMargins(0, 0, 0, 0)
        left_row.setSpacing(_NAMES_GAP)
        left_row.addWidget(self.home)
        left_row.addLayout(names, 1)
        self._right = QWidget(self)
        self._right_row = right_row = QHBoxLayout(self._right)
        right_row.setContentsMargins(0, 0, 0, 0)
        right_row.setSpacing(12)
        right_row.addStretch(1)
        for widget in (
            self.rehearsal,
            self.standing,
            self.save,
            self.search,
            self.new_session,
            self.clock,
        ):
            right_row.addWidget(widget)
        self._row = QHBoxLayout(self)
        self._row.addWidget(left, 1)
        self._row.addWidget(self.screens)
        self._row.addWidget(self._right, 1)

    def _show_parts(self, *, in_session: bool) -> None:
        self._is_in_session = in_session
        self.screens.setVisible(in_session)
        self.search.setVisible(not in_session)
        self.new_session.setVisible(not in_session)
        self.rehearsal.setVisible(False)
        if not in_session:
            self.standing.setVisible(False)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters least where the width is scarce."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        has_names = self.width() >= theme().px(_NAMES_FROM) or not self._is_in_session
        self._title.setVisible(has_names)
        # An empty line would push the title of a session without a group off its middle.
        self._subtitle.setVisible(has_names and bool(self._subtitle.text()))
        self.clock.setVisible(self._is_in_session and self.width() >= theme().px(_CLOCK_FROM))
        # Both sides take the same share, so the screens stand in the middle of a wide window; the
        # right one gets what it needs first.
        self._row.setStretch(0, 1 if has_names else 0)
        beside = self.home.width() + theme().px(2 * (20 + 16) + 8)
        wanted = self._right_row.sizeHint().width()
        names = self._names_width() if has_names else 0
        is_tight = self.width() - wanted - beside - self.screens.wide_width() < names
        # Before a name is cut, the screens move together and aside.
        self.screens.set_narrow(is_tight)
        self._row.setStretch(2, 0 if is_tight and has_names else 1)
        taken = beside + self.screens.sizeHint().width()
        self._right.setMinimumWidth(max(0, min(wanted, self.width() - taken)))

    def _names_width(self) -> int:
        """Return the width that title and subtitle need to be read whole."""
        texts = ((self._title, Role.TITLE), (self._subtitle, Role.SECONDARY))
        widths = (
            QFontMetricsF(theme().font(role)).horizontalAdvance(label.text())
            for label, role in texts
        )
        return math.ceil(max(widths)) + _NAMES_GAP

    def _explain(self) -> None:
        """Show on the cockpit why the session is behind or ahead."""
        self._actions["go.run"].trigger()
        self._actions["run.why"].trigger()

    def _go(self, index: int) -> None:
        self._actions[_GO[_SCREENS[index]]].trigger()

    def _retheme(self) -> None:
        now = theme()
        self.setFixedHeight(now.px(HEIGHT))
        self._row.setContentsMargins(now.px(20), 0, now.px(20), 0)
        self._row.setSpacing(now.px(16))
        self._fit()


class _Logo(ActionButton):
    """The product's mark; leads to the library."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(actions["go.library"], parent=parent, label="V", shows_key=False)
        follow_theme(self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a white V on ink."""
        now = theme()
        painter = QPainter(self)
        area = QRectF(self.rect())
        draw_rounded(painter, area, now.px(8), fill=now.colour("primary"))
        draw_line_of_text(
            painter,
            area,
            "V",
            now.font(Role.TITLE),
            now.colour("on_primary"),
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        if self.hasFocus():
            draw_focus_ring(painter, area, now.px(8), now.colour("focus"))

    def _size(self) -> None:
        side = theme().px(30)
        self.setFixedSize(side, side)
