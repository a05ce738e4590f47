"""What was deleted from the library: to be brought back, or removed for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.card_list import CardItem, CardList
from ui.forms.panel import SidePanel
from ui.library.new_panel import system_zone
from ui.library.shelf import Shelf
from ui.theme import Role
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.deleting import Deletion, Item, ItemKind
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import date_text

_DELETE_KEY = QKeySequence(Qt.Key.Key_Delete).toString(QKeySequence.SequenceFormat.NativeText)


class DeletedPanel(SidePanel):
    """Enter brings back what is chosen, Delete removes it for good after a question."""

    def __init__(self, desk: Desk) -> None:
        """Make the panel; ``follow`` fills it."""
        super().__init__(_("What was deleted"))
        self._desk = desk
        self._deletions: dict[str, Deletion] = {}
        self.list = CardList(name=_("What was deleted"))
        self.question = _Question()
        self.restore = PaintedButton(_("Bring back"), ButtonKind.PRIMARY, hint=_("Enter"))
        self.remove = PaintedButton(_("Remove for good…"), hint=_DELETE_KEY)
        self.empty = PaintedButton(_("Remove all for good…"), ButtonKind.QUIET)
        self.content.addWidget(
            SafeLabel(
                _(
                    "All of this can be brought back at any time. What is removed for good is gone"
                    " from the library; backups made before still hold it."
                ),
                role=Role.SECONDARY,
                colour="muted",
                wrap=True,
            )
        )
        self.content.addWidget(self.list, 1)
        for part in (self.question, self.restore, self.remove, self.empty):
            self.foot.addWidget(part)
        self.list.activated_on.connect(self._restore)
        self.list.chosen.connect(self._choose)
        self.restore.clicked.connect(lambda: self._restore(self.list.chosen_key))
        self.remove.clicked.connect(self._ask_one)
        self.empty.clicked.connect(self._ask_all)
        self.question.answered.connect(self._end_question)
        self.closed.connect(self._end_question)

    def follow(self, shelf: Shelf) -> None:
        """Show what is deleted now; with nothing left the panel closes."""
        deletions = shelf.deletions
        before = list(self._deletions)
        self._deletions = {_key(deletion): deletion for deletion in deletions}
        place = before.index(self.list.chosen_key) if self.list.chosen_key in before else 0
        self.list.show_items([_card(key, one) for key, one in self._deletions.items()])
        if not self.list.chosen_key and self._deletions:
            keys = list(self._deletions)
            self.list.choose(keys[min(place, len(keys) - 1)])
        self._show_buttons()
        if not deletions and self.isVisible():
            self.close_panel()

    def begin(self) -> None:
        """Show the panel with the keyboard on what was deleted last."""
        self.list.choose(next(iter(self._deletions), ""))
        self.show()
        self.take_focus()

    def take_focus(self) -> None:
        """Begin with the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask about removing with Delete."""
        can_ask = self.remove.isEnabled() and self.question.isHidden()
        if event.key() == Qt.Key.Key_Delete and can_ask:
            self._ask_one()
            return
        super().keyPressEvent(event)

    def _choose(self, _chosen: str) -> None:
        self.question.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Show what can be done, unless a question stands in its place."""
        is_asking = not self.question.isHidden()
        can = self._desk.can_write and bool(self.list.chosen_key)
        for button in (self.restore, self.remove):
            button.setEnabled(can)
            button.setVisible(not is_asking)
        self.empty.setVisible(len(self._deletions) > 1 and not is_asking)
        self.empty.setEnabled(self._desk.can_write)

    def _restore(self, key: str) -> None:
        deletion = self._deletions.get(key)
        if deletion is not None:
            self._desk.restore_items(deletion.items)

    def _ask_one(self) -> None:
        deletion = self._deletions.get(self.list.chosen_key)
        if deletion is None:
            return
        words = _(
            "Remove “{title}” for good, with everything recorded and the people who are in nothing"
            " else?",
            title=deletion.title,
        )
        done = _("“{title}” is removed for good.", title=deletion.title)
        self._ask(words, lambda: self._desk.remove_items(deletion.items, done))

    def _ask_all(self) -> None:
        deletions = tuple(self._deletions.values())
        sessions = sum(deletion.sessions for deletion in deletions)
        words = _n(
            "Remove all of this for good: {count} session, with everything recorded and the people"
            " who are in nothing else?",
            "Remove all of this for good: {count} sessions, with everything recorded and the people"
            " who are in nothing else?",
            sessions,
        )
        items = tuple(item for deletion in deletions for item in deletion.items)
        self._ask(
            words, lambda: self._desk.remove_items(items, _("All of it is removed for good."))
        )

    def _ask(self, words: str, remove: Callable[[], None]) -> None:
        self.question.ask(words, remove)
        self._show_buttons()

    def _end_question(self) -> None:
        self.question.hide()
        self._show_buttons()
        if self.isVisible():
            self.take_focus()


class _Question(QWidget):
    """Asks whether something is removed for good, the keyboard on keeping it; Esc keeps it.

    answered: before what was decided is done.
    """

    answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._remove: Callable[[], None] = lambda: None
        self.words = SafeLabel("", role=Role.BODY_MEDIUM, wrap=True)
        self.keep = PaintedButton(_("Keep"), ButtonKind.PRIMARY, hint="Esc")
        self.sure = PaintedButton(_("Remove for good"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.words, self.keep, self.sure):
            column.addWidget(part)
        self.keep.clicked.connect(self.answered)
        self.sure.clicked.connect(self._do)
        self.hide()

    def ask(self, words: str, remove: Callable[[], None]) -> None:
        """Ask in ``words``; ``remove`` is what the second button does."""
        self._remove = remove
        self.words.setText(words)
        self.show()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit()
            return
        super().keyPressEvent(event)

    def _do(self) -> None:
        self.answered.emit()
        self._remove()


def _key(deletion: Deletion) -> str:
    first: Item = deletion.items[0]
    return f"{deletion.at} {first.kind.value} {first.id}"


def _card(key: str, deletion: Deletion) -> CardItem:
    day = date_text(interface(), deletion.at, system_zone())
    if deletion.kind is ItemKind.SESSION and deletion.sessions == 1:
        words = _("deleted {day}", day=day)
    else:
        words = _n(
            "{count} session · deleted {day}",
            "{count} sessions · deleted {day}",
            deletion.sessions,
            day=day,
        )
    return CardItem(title=deletion.title, key=key, detail=words)
