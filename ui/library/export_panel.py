"""The export panel of the library: a session, several, a group, a programme, or all (R2, R4)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from ui.desk import Desk
from ui.forms.field import Field
from ui.library.shelf import Shelf
from ui.review.export_offers import agenda_offers, record_offers
from ui.review.export_panel import ExportPanel
from ui.theme import Role, follow_theme, theme
from ui.widgets.labels import SafeLabel, plain_tooltip
from virtu_desktop.domain.programme import SessionId, SessionSummary
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import date_text

_ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Scope:
    """What can be exported together. sessions: None for those that are ticked in the list."""

    words: str
    sessions: tuple[SessionId, ...] | None
    is_programme: bool = False


class LibraryExport(ExportPanel):
    """Exports sessions of the library in one go; a second run says what has changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make the panel; ``begin_with`` says what can be exported."""
        super().__init__(
            desk,
            parent,
            title=_("Export sessions"),
            offers=[(_("Record"), record_offers()), (_("Agenda"), agenda_offers(is_on=False))],
        )

    def build_scope(self) -> None:
        """Ask what is exported, with a list to tick where it is several sessions."""
        self._scopes: list[_Scope] = []
        self.scope = QComboBox()
        self.scope.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.content.addWidget(Field(_("What is exported"), self.scope))
        self.several = QListWidget()
        self.several.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._several_field = Field(_("Sessions"), self.several)
        self.content.addWidget(self._several_field)
        self._count = SafeLabel("", role=Role.SECONDARY, colour="muted", wrap=True)
        self.content.addWidget(self._count)
        self.scope.currentIndexChanged.connect(self._show_scope)
        self.several.itemChanged.connect(self._show_scope)
        follow_theme(self._retheme_list)

    def begin_with(self, shelf: Shelf, session: SessionSummary | None) -> None:
        """Begin with what the library holds; ``session`` is offered first, its programme chosen."""
        self._scopes = list(_scopes(shelf, session))
        self.several.clear()
        names = {group.id: group.name for group in shelf.groups}
        for one in shelf.sessions:
            self.several.addItem(_item(one, names.get(one.group) if one.group else None, session))
        self._retheme_list()
        self.scope.blockSignals(True)
        self.scope.clear()
        for scope in self._scopes:
            self.scope.addItem(scope.words)
        self.scope.setCurrentIndex(_usual(self._scopes))
        self.scope.blockSignals(False)
        self._show_scope()
        self.begin()
        self.scope.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen_sessions(self) -> tuple[SessionId, ...]:
        """Return the sessions of the chosen scope, the earliest first."""
        place = self.scope.currentIndex()
        if not 0 <= place < len(self._scopes):
            return ()
        found = self._scopes[place].sessions
        return self._ticked() if found is None else found

    def _ticked(self) -> tuple[SessionId, ...]:
        items = (self.several.item(row) for row in range(self.several.count()))
        return tuple(
            SessionId(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def _show_scope(self) -> None:
        place = self.scope.currentIndex()
        is_several = 0 <= place < len(self._scopes) and self._scopes[place].sessions is None
        self._several_field.setVisible(is_several)
        count = len(self.chosen_sessions())
        self._count.setText(_n("{count} session", "{count} sessions", count))

    def _retheme_list(self) -> None:
        rows = min(_ROWS_SHOWN, max(3, self.several.count()))
        self.several.setFixedHeight(theme().px(34) * rows)


def _scopes(shelf: Shelf, session: SessionSummary | None) -> list[_Scope]:
    """Return what can be exported, the nearest to the chosen session first."""
    found: list[_Scope] = []
    groups = {group.id: group for group in shelf.groups}
    group = None if session is None or session.group is None else groups.get(session.group)
    if session is not None:
        found.append(_Scope(_("Session: {title}", title=session.title), (session.id,)))
    if group is not None:
        found.append(
            _Scope(
                _("Group: {name}", name=group.name), tuple(one.id for one in shelf.within(group.id))
            )
        )
    programmes = list(shelf.programmes)
    if group is not None:
        programmes.sort(key=lambda one: one.id != group.programme)
    for programme in programmes:
        own = {one.id for one in shelf.groups_of(programme.id)}
        sessions = tuple(one.id for one in shelf.sessions if one.group in own)
        if sessions:
            words = _("Programme: {title}", title=programme.title)
            found.append(_Scope(words, sessions, is_programme=True))
    found.append(_Scope(_("Several sessions…"), None))
    found.append(_Scope(_("The whole library"), tuple(one.id for one in shelf.sessions)))
    return found


def _usual(scopes: list[_Scope]) -> int:
    """Return the place of the nearest programme, as a hand-over needs, or else the first one."""
    return next((place for place, scope in enumerate(scopes) if scope.is_programme), 0)


def _item(one: SessionSummary, group: str | None, chosen: SessionSummary | None) -> QListWidgetItem:
    day = date_text(interface(), one.start, one.zone)
    words = " · ".join(part for part in (day, group, one.title) if part)
    item = QListWidgetItem(words)
    item.setToolTip(plain_tooltip(words))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    is_on = chosen is not None and chosen.id == one.id
    item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
    item.setData(Qt.ItemDataRole.UserRole, one.id)
    return item
