"""The rooms of the breakouts: how many sat in each, and what came out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.open_button import PADDING, OpenButton
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import Rows, round_rows
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import block_title


class RoomsCard(Card):
    """Shows the rounds that were sent out.

    ``opened`` carries the button and what gives the rows behind it: who sat where.
    """

    opened = Signal(object, object)

    def __init__(self) -> None:
        """Make the card, empty."""
        super().__init__()
        self.rounds: list[_RoundPart] = []
        self._column = QVBoxLayout()
        self.body.addWidget(CapsLabel(_("Rooms")))
        self.body.addLayout(self._column)
        follow_theme(self._respace)

    def show_run(self, controller: SessionController) -> None:
        """Show the rounds of a run; without any the card is away."""
        held = [one for one in controller.breakouts.rounds if one.started is not None]
        self.setVisible(bool(held))
        while len(self.rounds) > len(held):
            part = self.rounds.pop()
            self._column.removeWidget(part)
            part.deleteLater()
        while len(self.rounds) < len(held):
            part = _RoundPart(self._open)
            self.rounds.append(part)
            self._column.addWidget(part)
        for part, round_ in zip(self.rounds, held, strict=True):
            part.show_round(round_, _title(controller, round_))

    def _open(self, button: OpenButton, round_id: str) -> None:
        def rows(controller: SessionController) -> Rows:
            rounds: Sequence[BreakoutRound] = controller.breakouts.rounds
            found = next(one for one in rounds if one.id == round_id)
            zone = controller.plan.zone
            return round_rows(interface(), found, controller.register.people, zone)

        self.opened.emit(button, rows)

    def _respace(self) -> None:
        self._column.setSpacing(theme().px(10))


class _RoundPart(QWidget):
    """One round: its figures, and the result of each room."""

    def __init__(self, opened: Callable[[OpenButton, str], None]) -> None:
        super().__init__()
        self._title = SafeLabel(role=Role.BODY_STRONG, wrap=True)
        self._figures = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        self.button = OpenButton(self._title, self._figures)
        self._results = SafeLabel(role=Role.BODY, colour="body", wrap=True)
        self._round = ""
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self.button)
        self._inside.addWidget(self._results)
        self.button.clicked.connect(lambda: opened(self.button, self._round))
        follow_theme(self._respace)

    def show_round(self, round_: BreakoutRound, title: str) -> None:
        self._round = round_.id
        people = len({seat.person for seat in round_.seats})
        rooms = _n("{count} room", "{count} rooms", len(round_.rooms))
        self._title.setText(title)
        self._figures.setText(f"{rooms}, {_n('{count} person', '{count} people', people)}")
        self.button.name_by_labels()
        told = [f"{room.name}: {room.card}" for room in round_.rooms if room.card]
        self._results.setText("\n".join(told))
        self._results.setVisible(bool(told))

    def _respace(self) -> None:
        px = theme().px
        self._inside.setSpacing(px(2))
        self._results.setContentsMargins(px(PADDING), 0, px(PADDING), 0)


def _title(controller: SessionController, round_: BreakoutRound) -> str:
    """Return the block and the number of a round."""
    words = _("Round {number}", number=round_.number)
    plan = controller.plan
    if round_.block not in plan.positions:
        return words
    return f"{block_title(interface(), plan, round_.block)}, {words}"
