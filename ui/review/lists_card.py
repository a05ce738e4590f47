"""The people or the blocks of the review, one list behind the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.models.review_model import ReviewModel
from ui.review.attendance_card import AttendanceCard
from ui.review.table import ReviewTable
from ui.widgets.card import Card
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figure_rows import Rows, block_rows_of
from virtu_desktop.exchange.figures import block_rows
from virtu_desktop.i18n import _, interface

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListsCard(Card):
    """Shows the people first where there are any."""

    def __init__(self, people: AttendanceCard, blocks: BlocksCard) -> None:
        """Show two cards as the parts of this one."""
        super().__init__()
        self._people, self._blocks = people, blocks
        self._tabs = SegmentedControl(
            [_("Attendance"), _("Blocks")],
            self,
            name=_("What is listed"),
            kind=SegmentKind.SOFT,
        )
        self._pages = QStackedWidget()
        for card in (people, blocks):
            card.set_plain()
            self._pages.addWidget(card)
        head = QHBoxLayout()
        head.addWidget(self._tabs)
        head.addStretch(1)
        head.addWidget(people.legend)
        self.body.addLayout(head)
        self.body.addWidget(self._pages, 1)
        self._tabs.currentChanged.connect(self._show_page)
        self._is_offered = True

    def offer_people(self, *, is_offered: bool) -> None:
        """Offer the people, and show them first; without people only the blocks are shown."""
        if is_offered is not self._is_offered:
            self._is_offered = is_offered
            self._tabs.setVisible(is_offered)
            self._tabs.setCurrentIndex(0 if is_offered else 1)

    def show_block(self, block: BlockId) -> None:
        """Show the list of blocks with one chosen, and put the keyboard there."""
        self._tabs.setCurrentIndex(1)
        self._blocks.choose(block)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard on the list that is shown."""
        shown: QWidget = self._people.list if self._tabs.currentIndex() == 0 else self._blocks.table
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_page(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._people.legend.setVisible(place == 0)


class BlocksCard(Card):
    """The table of blocks. A click or Enter on a row tells ``opened``.

    ``opened`` carries the table and what gives the rows behind the block.
    """

    opened = Signal(object, object)

    def __init__(self) -> None:
        """Make the card, empty."""
        super().__init__()
        self.model = ReviewModel(self)
        self.table = ReviewTable(self.model)
        self.table.setAccessibleName(_("Blocks, planned and actual"))
        self.table.installEventFilter(self)
        self.table.clicked.connect(self._open)
        self.body.addWidget(self.table, 1)

    def show_run(self, controller: SessionController) -> None:
        """Show the blocks of a run."""
        self.model.show_rows(block_rows(interface(), controller.plan, controller.projection()))

    def choose(self, block: BlockId) -> None:
        """Make the row of a block the current one."""
        row = self.model.row_of(block)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the rows of the chosen block on Enter."""
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _OPEN_KEYS
        ):
            self._open(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _open(self, index: QModelIndex) -> None:
        block = self.model.block_at(index)
        if block is None:
            return

        def rows(controller: SessionController) -> Rows:
            return block_rows_of(interface(), controller.plan, controller.run.state, block)

        self.opened.emit(self.table, rows)
