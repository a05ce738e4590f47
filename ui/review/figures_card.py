"""The large figures of the review, and the way to an export."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from ui.actions import Actions
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind
from ui.widgets.card import PADDING, Card
from ui.widgets.chip import Chip
from ui.widgets.labels import SafeLabel
from ui.widgets.open_button import PADDING as BUTTON_PADDING
from ui.widgets.open_button import OpenButton
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.presence import Attended, all_attended
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import (
    Rows,
    lateness_rows,
    note_rows,
    people_rows,
    share_rows,
    status_rows,
)
from virtu_desktop.exchange.figures import Behind, Figure, attendance_figures, figures
from virtu_desktop.i18n import _, interface

_FIGURES = 6
_GAP = 24
_COLUMNS = (6, 3, 2)
_LEAST_WIDTH = 480


class FiguresCard(Card):
    """Shows the figures; ``opened`` carries the button and what gives the rows behind it."""

    opened = Signal(object, object)

    def __init__(self, actions: Actions) -> None:
        """Make the card, empty."""
        super().__init__()
        self._row = QHBoxLayout()
        self._grid = QGridLayout()
        self.figures = [_FigureButton() for _place in range(_FIGURES)]
        for button in self.figures:
            button.clicked.connect(lambda _checked=False, one=button: self._open(one))
        self._row.addLayout(self._grid)
        self._row.addStretch(1)
        self.rehearsal = Chip(_("Rehearsal: not a real session"), Tone.PLUM)
        self._ends = QVBoxLayout()
        self._ends.addWidget(
            ActionButton(actions["session.export"], ButtonKind.PRIMARY, label=_("Export")),
            alignment=Qt.AlignmentFlag.AlignRight,
        )
        self._ends.addWidget(self.rehearsal)
        self._row.addLayout(self._ends)
        self.body.addLayout(self._row)
        follow_theme(self._respace)

    def show_run(self, controller: SessionController, *, is_rehearsal: bool) -> None:
        """Show the figures of a run."""
        self.rehearsal.setVisible(is_rehearsal)
        tr = interface()
        shown: list[Figure | None] = [
            *attendance_figures(tr, controller.register.expected, _there(controller)),
            *figures(tr, controller.plan, controller.projection(), controller.notebook.notes),
        ]
        shown += [None] * (_FIGURES - len(shown))
        for button, figure in zip(self.figures, shown, strict=True):
            button.show_figure(figure)
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the figures into as many lines as they need."""
        super().resizeEvent(event)
        self._lay()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: with few figures in a line."""
        return QSize(theme().px(_LEAST_WIDTH), super().minimumSizeHint().height())

    def _lay(self) -> None:
        """Put the figures into one line, or into lines of three, or of two."""
        shown = [button for button in self.figures if not button.isHidden()]
        margins = self.body.contentsMargins()
        room = (
            self.width()
            - margins.left()
            - margins.right()
            - self._ends.sizeHint().width()
            - self._row.spacing()
        )
        columns = next((one for one in _COLUMNS if self._width(shown, one) <= room), _COLUMNS[-1])
        for place, button in enumerate(shown):
            self._grid.addWidget(button, place // columns, place % columns)

    def _width(self, shown: Sequence[_FigureButton], columns: int) -> int:
        """Return how wide the figures are in so many columns."""
        widest = [
            max(button.sizeHint().width() for button in shown[column::columns])
            for column in range(min(columns, len(shown)))
        ]
        return sum(widest) + self._grid.horizontalSpacing() * (len(widest) - 1)

    def _open(self, button: _FigureButton) -> None:
        if button.behind is not None:
            self.opened.emit(button, _ROWS[button.behind])

    def _respace(self) -> None:
        px = theme().px
        self._row.setSpacing(px(_GAP))
        self._grid.setHorizontalSpacing(px(_GAP))
        self._grid.setVerticalSpacing(px(4))
        # The figures stand in one line with the texts of the cards below.
        left = px(PADDING) - px(BUTTON_PADDING)
        self.body.setContentsMargins(left, px(10), px(PADDING), px(10))


class _FigureButton(OpenButton):
    """One figure over its words."""

    def __init__(self) -> None:
        self._value = SafeLabel(role=Role.HEADING_LARGE)
        self._caption = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        super().__init__(self._value, self._caption)
        self.behind: Behind | None = None

    def show_figure(self, figure: Figure | None) -> None:
        self.setVisible(figure is not None)
        if figure is None:
            return
        self.behind = figure.behind
        self._value.setText(figure.value)
        self._caption.setText(figure.caption)
        self.name_by_labels()


def _people(controller: SessionController) -> Rows:
    register = controller.register
    return people_rows(
        interface(), register.people.values(), set(register.expected), _there(controller)
    )


def _there(controller: SessionController) -> dict[PersonId, Attended]:
    span = controller.span()
    return {} if span is None else all_attended(controller.register.presences, span)


_ROWS: dict[Behind, Callable[[SessionController], Rows]] = {
    Behind.PEOPLE: _people,
    Behind.SHARES: lambda one: share_rows(interface(), one.register.people, _there(one)),
    Behind.LATENESS: lambda one: lateness_rows(interface(), one.plan, one.projection()),
    Behind.BLOCKS: lambda one: status_rows(interface(), one.plan, one.projection()),
    Behind.NOTES: lambda one: note_rows(interface(), one.notebook.notes, one.plan.zone),
}
