"""The main card of the cockpit: what runs, how long, what to do in room and remote, controls."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.run.backdate_row import BackdateRow
from ui.run.flow import FlowLayout, LeadingFlow
from ui.run.now_view import NowView
from ui.theme import Role, Tone, follow_theme, kind_tone, theme
from ui.widgets.buttons import ActionButton, ButtonKind
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.ring import RingWidget
from virtu_desktop.domain.plan import Block
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import kind_word

_RING = 248
# Beside the texts of a card that is no wider than this, the controls need some of its room.
_CLOSE_RING = 220
_CLOSE_BELOW = 740
_SMALL_RING = 180
_TINY_RING = 132
_SLIM_RING = 126
_LINES = 6
_SOME_LINES = 4
_FEW_LINES = 2
_LOW = 32
# The main button takes the room that the other controls leave, up to this.
_WIDEST_NEXT = 320


class NowCard(Card):
    """Shows a ``NowView``. ``backdated`` carries what really happened how many minutes ago."""

    backdated = Signal(object, int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the card; its buttons are the actions of the run."""
        super().__init__(parent)
        self._actions = actions
        self._is_compact = False
        self._is_narrow = False
        self._is_slim = False
        self._block: Block | None = None
        self._is_close = False
        self.ring = RingWidget(self, size=_RING)
        self._kind = Chip()
        self._place = Chip()
        self._title = SafeLabel(role=Role.HEADING_LARGE, wrap=True, most_lines=2)
        self._room_head = CapsLabel(_("In the room"))
        self._room = SafeLabel(role=Role.BODY, colour="body", wrap=True, most_lines=_LINES)
        self._remote_head = CapsLabel(_("Remote"))
        self._remote = SafeLabel(role=Role.BODY, colour="body", wrap=True, most_lines=_LINES)
        self.next_button = ActionButton(actions["run.next"], ButtonKind.PRIMARY, self)
        # It may be narrower than its title, which is elided then.
        self.next_button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pause = ActionButton(actions["run.pause"], parent=self, label=_("Pause"))
        self._pause.reserve((_("Pause"), _("Go on")))
        self.backdate_row = BackdateRow(self)
        self.backdate_row.chosen.connect(self.backdated)
        self._top = QHBoxLayout()
        self._top.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(self._build_details(), 1)
        self._minor = self._build_minor()
        self.body.addLayout(self._top)
        self.body.addWidget(self._minor)
        self.body.addWidget(self.backdate_row)
        follow_theme(self._respace)

    def show_view(self, view: NowView) -> None:
        """Show other texts."""
        self._block = block = view.block
        self.ring.show_state(view.ring)
        self._kind.setVisible(block is not None)
        if block is not None:
            self._kind.show_words(kind_word(interface(), block.kind), kind_tone(block.kind))
        self._place.show_words(view.place, Tone.GREY)
        self._title.setText(view.title)
        self._show_instructions()
        self.next_button.set_label(view.next_label)
        self._pause.set_label(_("Go on") if view.ring.is_paused else _("Pause"))

    def set_compact(self, is_compact: bool, *, is_low: bool = False) -> None:
        """Take less height, or as much as there is again; ``is_low``: as little as can be."""
        lines = _LINES
        if is_compact:
            lines = _FEW_LINES if is_low else _SOME_LINES
        for text in (self._room, self._remote):
            text.set_most_lines(lines)
        if is_compact == self._is_compact:
            return
        self._is_compact = is_compact
        self._title.set_most_lines(1 if is_compact or self._is_slim else 2)
        self._respace()

    def set_slim(self, is_slim: bool) -> None:
        """Leave only the time, the title and the main controls, or show the rest again.

        What is left out can still be done by its keys.
        """
        if is_slim == self._is_slim:
            return
        self._is_slim = is_slim
        self._minor.setVisible(not is_slim)
        self._title.set_most_lines(1 if is_slim or self._is_compact else 2)
        self._show_instructions()
        self._respace()

    def set_narrow(self, is_narrow: bool) -> None:
        """Share a scarce width anew: a small ring, and the instructions below one another."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        directions = QBoxLayout.Direction
        self._texts.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self._respace()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give some of the ring's room to the controls where they could not stand in one row."""
        super().resizeEvent(event)
        is_close = self.width() < theme().px(_CLOSE_BELOW)
        if is_close != self._is_close:
            self._is_close = is_close
            self._respace()

    def _build_details(self) -> QVBoxLayout:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        chips.addWidget(self._kind)
        chips.addWidget(self._place)
        chips.addStretch(1)
        self._texts = texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for head, text in ((self._room_head, self._room), (self._remote_head, self._remote)):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(head)
            column.addWidget(text)
            column.addStretch(1)
            texts.addLayout(column, 1)
        details = QVBoxLayout()
        self._details = details
        details.addLayout(chips)
        details.addWidget(self._title)
        details.addLayout(texts)
        details.addStretch(1)
        details.addLayout(self._build_controls())
        return details

    def _build_controls(self) -> FlowLayout:
        controls = LeadingFlow()
        self._flows: list[FlowLayout] = [controls]
        controls.addWidget(self.next_button)
        controls.addWidget(self._pause)
        for action, label in (("run.minus_1", "−1"), ("run.plus_1", "+1"), ("run.plus_5", "+5")):
            button = ActionButton(self._actions[action], parent=self, label=label, shows_key=False)
            controls.addWidget(button)
        return controls

    def _build_minor(self) -> QWidget:
        row = QWidget(self)
        layout = FlowLayout(row)
        self._flows.append(layout)
        for action, label in (
            ("run.previous", _("Previous")),
            ("run.skip", _("Skip next")),
            ("run.backdate", _("Started earlier…")),
            ("run.end", _("End session")),
        ):
            layout.addWidget(
                ActionButton(self._actions[action], ButtonKind.QUIET, row, label=label, height=_LOW)
            )
        return row

    def _show_instructions(self) -> None:
        block = None if self._is_slim else self._block
        self._show_text(self._room_head, self._room, block.room if block else "")
        self._show_text(self._remote_head, self._remote, block.remote if block else "")

    def _show_text(self, head: SafeLabel, text: SafeLabel, words: str) -> None:
        head.setVisible(bool(words))
        text.setVisible(bool(words))
        text.setText(words)

    def _respace(self) -> None:
        now = theme()
        self._texts.setSpacing(now.px(6 if self._is_narrow else 20))
        self._top.setSpacing(now.px(24))
        self.body.setSpacing(now.px(8))
        self._details.setSpacing(now.px(8 if self._is_compact else 10))
        self.next_button.setMaximumWidth(now.px(_WIDEST_NEXT))
        for flow in self._flows:
            flow.setSpacing(now.px(6))
        ring = _CLOSE_RING if self._is_close else _RING
        if self._is_compact:
            ring = _SMALL_RING
        if self._is_narrow:
            ring = _TINY_RING
        side = now.px(_SLIM_RING if self._is_slim else ring)
        self.ring.setFixedSize(side, side)
