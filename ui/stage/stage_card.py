"""The trainer's handle on the stage: what it shows, a small picture of it, and its windows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.run.flow import FlowLayout
from ui.stage.stage_state import Shown
from ui.stage.stage_window import StagePreview
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.i18n import _

_LOW = 34
_CHOICES = (Shown.BLOCK, Shown.POLL, Shown.CLOCK, Shown.BLANK)


class StageCard(Card):
    """Shows the picture that the director gives; ``shown_changed`` carries a ``Shown``."""

    shown_changed = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the card."""
        super().__init__(parent)
        self.preview = StagePreview(self)
        self._choice = SegmentedControl(
            [_("Block"), _("Poll"), _("Clock"), _("Nothing")],
            self,
            name=_("What the stage shows"),
            kind=SegmentKind.SOFT,
        )
        # Under one another: beside the choice, a long word for the stage would be cut.
        head = QVBoxLayout()
        head.addWidget(CapsLabel(_("Stage")))
        head.addWidget(self._choice)
        windows = FlowLayout()
        windows.setSpacing(8)
        for action, label in (("stage.show", _("Stage")), ("stage.strip", _("Strip"))):
            windows.addWidget(ActionButton(actions[action], parent=self, label=label, height=_LOW))
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.addLayout(head)
        self._parts.addWidget(self.preview, 1)
        self._parts.addLayout(windows)
        self.body.addLayout(self._parts)
        self._choice.currentChanged.connect(lambda place: self.shown_changed.emit(_CHOICES[place]))

    @property
    def shown(self) -> Shown:
        """Return what is chosen."""
        return _CHOICES[self._choice.currentIndex()]

    def choose(self, shown: Shown) -> None:
        """Choose what the stage shows."""
        self._choice.setCurrentIndex(_CHOICES.index(shown))
