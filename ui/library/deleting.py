"""Deleting sessions, groups and programmes in the library.

What only was planned goes at once, with undo. Where a record goes too, a line in the library asks
before: no dialog. Everything that was deleted stays in the file until it is removed for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.library.grid import ShelfGrid
from ui.library.shelf import Shelf
from ui.widgets.banner import Banner, BannerAction, BannerTone
from virtu_desktop.domain.deleting import Item, ItemKind
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    SessionId,
    SessionState,
    SessionSummary,
)
from virtu_desktop.i18n import _, _n


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """What would be deleted: an item with all that it holds."""

    title: str
    items: tuple[Item, ...]
    sessions: tuple[SessionSummary, ...]

    @property
    def recorded(self) -> tuple[SessionSummary, ...]:
        """Return the sessions that have a record: they were held, or somebody wrote notes."""
        return tuple(
            session
            for session in self.sessions
            if session.state is not SessionState.PLANNED or session.notes
        )

    @property
    def running(self) -> SessionSummary | None:
        """Return a session of them that runs, or None."""
        found = (one for one in self.sessions if one.state is SessionState.RUNNING)
        return next(found, None)


def doomed_session(session: SessionSummary) -> Doomed:
    """Return what deleting a session takes away."""
    item = Item(kind=ItemKind.SESSION, id=session.id)
    return Doomed(title=session.title, items=(item,), sessions=(session,))


def doomed_group(shelf: Shelf, group: ParticipantGroup) -> Doomed:
    """Return what deleting a group takes away: its sessions too."""
    sessions = shelf.within(group.id)
    items = (
        Item(kind=ItemKind.GROUP, id=group.id),
        *(Item(kind=ItemKind.SESSION, id=session.id) for session in sessions),
    )
    return Doomed(title=group.name, items=items, sessions=sessions)


def doomed_programme(shelf: Shelf, programme: Programme) -> Doomed:
    """Return what deleting a programme takes away: its groups and their sessions too."""
    parts = [doomed_group(shelf, group) for group in shelf.groups_of(programme.id)]
    return Doomed(
        title=programme.title,
        items=(
            Item(kind=ItemKind.PROGRAMME, id=programme.id),
            *(item for part in parts for item in part.items),
        ),
        sessions=tuple(session for part in parts for session in part.sessions),
    )


class DeleteQuestion(Banner):
    """Asks in the library whether a record goes too; Esc keeps it."""

    closed = Signal()

    def ask(self, words: str, delete: BannerAction) -> None:
        """Ask, with the keyboard on keeping."""
        keep = BannerAction(_("Keep"), self.closed.emit)
        self.show_notice(words, BannerTone.WARN, (keep, delete))
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
            return
        super().keyPressEvent(event)


class Deleting(QObject):
    """Does it: by keys on the chosen session, and by the menu of a cell."""

    def __init__(
        self, desk: Desk, actions: Actions, grid: ShelfGrid, question: DeleteQuestion, page: QWidget
    ) -> None:
        """Work on what ``grid`` shows and ask with ``question``."""
        super().__init__(page)
        self._desk = desk
        self._actions = actions
        self._grid = grid
        self._question = question
        self._shelf = Shelf()
        grid.menu_wanted.connect(self._open_menu)
        actions.bind("library.delete", self._delete_session, self._has_session)
        actions.bind("library.delete_group", self._delete_group, self._has_group)
        actions.bind("library.delete_programme", self._delete_programme, self._has_group)

    def show_shelf(self, shelf: Shelf) -> None:
        """Work on what the library holds now."""
        self._shelf = shelf
        self._actions.refresh()

    def _delete_session(self) -> None:
        session = self._grid.chosen_session
        if session is not None:
            self.delete(doomed_session(session))

    def _delete_group(self) -> None:
        group = self._chosen_group()
        if group is not None:
            self.delete(doomed_group(self._shelf, group))

    def _delete_programme(self) -> None:
        group = self._chosen_group()
        programme = None if group is None else self._programme_of(group)
        if programme is not None:
            self.delete(doomed_programme(self._shelf, programme))

    def delete(self, doomed: Doomed) -> None:
        """Delete at once, or ask first where a record goes too; what runs cannot be deleted."""
        running = doomed.running
        if running is not None:
            words = _("“{title}” is running: end it first.", title=running.title)
            self._desk.noticed.emit(Notice(words, Outcome.REFUSED))
        elif doomed.recorded:
            sure = BannerAction(_("Delete with the record"), lambda: self._carry_out(doomed))
            self._question.ask(_question_words(doomed), sure)
        else:
            self._carry_out(doomed)

    def _carry_out(self, doomed: Doomed) -> None:
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        words = _("“{title}” is deleted.", title=doomed.title)
        if len(doomed.items) > 1:
            words = _n(
                "“{title}” and its {count} session are deleted.",
                "“{title}” and its {count} sessions are deleted.",
                len(doomed.sessions),
                title=doomed.title,
            )
        self._desk.delete_items(doomed.items, words)

    def _open_menu(self, row: object, session: SessionSummary | None, where: QPoint) -> None:
        """Offer what can be done with the session, the group and the programme of a cell."""
        group = self._group(row, session)
        programme = self._programme(row, group)
        menu = self._menu()
        if session is not None:
            opened = menu.addAction(_("Open “{title}”", title=session.title))
            opened.triggered.connect(lambda: self._grid.chosen.emit(session.id))
            menu.addSeparator()
        entries: list[Doomed] = []
        if session is not None:
            entries.append(doomed_session(session))
        if group is not None:
            entries.append(doomed_group(self._shelf, group))
        if programme is not None:
            entries.append(doomed_programme(self._shelf, programme))
        for doomed in entries:
            action = menu.addAction(_("Delete “{title}”", title=doomed.title))
            action.setEnabled(self._desk.can_write)
            action.triggered.connect(lambda _checked=False, doomed=doomed: self.delete(doomed))
        if menu.actions():
            menu.popup(where)

    def _menu(self) -> QMenu:
        menu = QMenu(self._grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _chosen_group(self) -> ParticipantGroup | None:
        session = self._grid.chosen_session
        return None if session is None else self._group_of(session.group)

    def _group(self, row: object, session: SessionSummary | None) -> ParticipantGroup | None:
        group = getattr(row, "group", None)
        if isinstance(group, ParticipantGroup):
            return group
        return None if session is None else self._group_of(session.group)

    def _group_of(self, wanted: GroupId | None) -> ParticipantGroup | None:
        return next((group for group in self._shelf.groups if group.id == wanted), None)

    def _programme(self, row: object, group: ParticipantGroup | None) -> Programme | None:
        programme = getattr(row, "programme", None)
        if isinstance(programme, Programme):
            return programme
        return None if group is None else self._programme_of(group)

    def _programme_of(self, group: ParticipantGroup) -> Programme | None:
        found = (one for one in self._shelf.programmes if one.id == group.programme)
        return next(found, None)

    def _has_session(self) -> bool:
        return self._grid.chosen_session is not None and self._desk.can_write

    def _has_group(self) -> bool:
        return self._chosen_group() is not None and self._desk.can_write


def made_items(
    programme: Programme, groups: Sequence[ParticipantGroup], sessions: Sequence[SessionId]
) -> tuple[Item, ...]:
    """Return what a new programme consists of."""
    return (
        Item(kind=ItemKind.PROGRAMME, id=programme.id),
        *(Item(kind=ItemKind.GROUP, id=group.id) for group in groups),
        *(Item(kind=ItemKind.SESSION, id=session) for session in sessions),
    )


def _question_words(doomed: Doomed) -> str:
    recorded = doomed.recorded
    notes = sum(session.notes for session in recorded)
    parts = [_n("{count} session with a record", "{count} sessions with a record", len(recorded))]
    if notes:
        parts.append(_n("{count} note", "{count} notes", notes))
    return _(
        "Delete “{title}”? This takes {facts} out of the library; it can be brought back.",
        title=doomed.title,
        facts=", ".join(parts),
    )
