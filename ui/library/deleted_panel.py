"""What was deleted from the library: to be brought back, or removed for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.desk import Desk
from ui.forms.card_list import CardItem, CardList
from ui.forms.panel import SidePanel
from ui.library.deleting import DeleteQuestion
from ui.library.new_panel import system_zone
from ui.theme import Role
from ui.widgets.banner import BannerAction
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.deleting import Deletion, Item, ItemKind
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import date_text


class DeletedPanel(SidePanel):
    """Enter brings back what is chosen, Delete removes it for good after a question."""

    def __init__(self, desk: Desk) -> None:
        """Make the panel; ``follow`` fills it."""
        super().__init__(_("What was deleted"))
        self._desk = desk
        self._deletions: dict[str, Deletion] = {}
        self.list = CardList(name=_("What was deleted"))
        self.question = DeleteQuestion()
        self.restore = PaintedButton(_("Bring back"), ButtonKind.PRIMARY, hint=_("Enter"))
        self.remove = PaintedButton(_("Remove for good…"), hint=_("Delete"))
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
        self.question.closed.connect(self.take_focus)
        self.closed.connect(self.question.hide)

    def follow(self, deletions: tuple[Deletion, ...]) -> None:
        """Show what is deleted now; with nothing left the panel closes."""
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
        if event.key() == Qt.Key.Key_Delete and self.remove.isEnabled():
            self._ask_one()
            return
        super().keyPressEvent(event)

    def _choose(self, _chosen: str) -> None:
        self.question.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        can = self._desk.can_write and bool(self.list.chosen_key)
        for button in (self.restore, self.remove):
            button.setEnabled(can)
        self.empty.setVisible(len(self._deletions) > 1)
        self.empty.setEnabled(self._desk.can_write)

    def _restore(self, key: str) -> None:
        deletion = self._deletions.get(key)
        if deletion is not None:
            self.question.hide()
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
        def act() -> None:
            self.question.hide()
            self.take_focus()
            remove()

        self.question.ask(words, BannerAction(_("Remove for good"), act))


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
