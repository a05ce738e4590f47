"""How the open session differs from its template, and carrying that to the other groups (P3)."""

from __future__ import annotations

import uuid

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.desk import Desk, Notice, Outcome
from ui.forms.card_list import CardItem
from ui.library.words import group_words
from ui.plan.side_data import SideData, sessions_of
from ui.plan.side_list import SideList
from ui.plan.side_words import difference_words
from ui.widgets.buttons import ButtonKind, PaintedButton
from virtu_desktop.domain.programme import Session, SessionId, SessionState, SessionSummary
from virtu_desktop.domain.template_differences import Difference, carry_all, differences
from virtu_desktop.engine.carrying import Carried, carry_to
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import date_text, session_state_word


class DifferencesPanel(SideList):
    """All differences are ticked at first; one press makes them in the copies of other groups."""

    def __init__(self, desk: Desk, data: SideData, parent: QWidget | None = None) -> None:
        """Make the panel; it follows ``data`` and what ``show_session`` is told."""
        super().__init__(parent, name=_("Differences from the template, and the other groups"))
        self._desk = desk
        self._data = data
        self._session: Session | None = None
        self._found: dict[str, Difference] = {}
        self._unticked: set[str] = set()
        # The copies of groups that have not met yet, as they are saved; empty until they are read.
        self._saved: dict[SessionId, Session] = {}
        self._asked = 0
        self._is_carrying = False
        self.carry = PaintedButton("", ButtonKind.PRIMARY, height=40)
        self.below.addWidget(self.carry)
        self.list.ticked.connect(self._tick)
        self.list.activated_on.connect(self._toggle)
        self.carry.clicked.connect(self._carry)
        data.changed.connect(self._look)

    def show_session(self, session: Session) -> None:
        """Show how a session differs from its template."""
        if self._session is not None and self._session.id != session.id:
            self._unticked.clear()
        self._session = session
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare anew: nothing is compared while nobody looks."""
        super().showEvent(event)
        self._look()

    @property
    def _chosen(self) -> tuple[Difference, ...]:
        """Return the differences that are ticked, in the order of the plan."""
        return tuple(one for key, one in self._found.items() if key not in self._unticked)

    @property
    def _waiting(self) -> tuple[SessionSummary, ...]:
        """Return the copies of other groups that have not met yet."""
        copies = self._data.facts.copies
        return tuple(one for one in copies if one.state is SessionState.PLANNED)

    @property
    def _lacking(self) -> tuple[SessionSummary, ...]:
        """Return those that wait and have not all that is ticked; one not read yet counts."""
        return tuple(one for one in self._waiting if not self._has_it(one))

    def _has_it(self, copy: SessionSummary) -> bool:
        saved, chosen = self._saved.get(copy.id), self._chosen
        return saved is not None and carry_all(chosen, saved, new_id=_new_id) == saved

    def _look(self) -> None:
        """Show what is known, and read the plans of the other groups while somebody looks."""
        self._show()
        self._asked += 1
        asked, library = self._asked, self._desk.library
        wanted = tuple(one.id for one in self._waiting)
        if not self.isVisible() or not wanted:
            return

        def take(sessions: tuple[Session, ...]) -> None:
            if asked == self._asked:
                self._saved = {session.id: session for session in sessions}
                self._show()

        self._desk.background.run(
            lambda: sessions_of(library, wanted), take, self._desk.tell_failure
        )

    def _show(self) -> None:
        session, template = self._session, self._data.template
        if session is None:
            return
        found = () if template is None else differences(template, session.plan)
        self._found = {f"{one.kind}:{one.origin}": one for one in found}
        tr = interface()
        items: list[CardItem] = []
        if template is None:
            words = _("This session follows no template. Save it as one, and make copies of it.")
        elif not found:
            words = _("No difference from {template}.", template=template.title)
        else:
            words = _n(
                "{count} difference from {template}",
                "{count} differences from {template}",
                len(found),
                template=template.title,
            )
            items = [
                CardItem(
                    key=key,
                    title=one.title or _("Block"),
                    detail=difference_words(tr, template, one),
                    ticked=key not in self._unticked,
                )
                for key, one in self._found.items()
            ]
        self.summary.setText(words)
        self.list.show_items([*items, *self._copies()])
        self._show_button()

    def _copies(self) -> list[CardItem]:
        """Return the other groups: those that have not met yet, then those that have."""
        waiting = self._waiting
        met = [one for one in self._data.facts.copies if one not in waiting]
        items = []
        for heading, copies in ((_("Not met yet"), waiting), (_("Left as they are"), met)):
            if copies:
                items.append(CardItem(title=heading))
                items += [self._copy(one) for one in copies]
        return items

    def _copy(self, copy: SessionSummary) -> CardItem:
        tr = interface()
        groups = {group.id: group for group in self._data.facts.groups}
        group = None if copy.group is None else groups.get(copy.group)
        day = date_text(tr, copy.start, copy.zone)
        state = session_state_word(tr, copy.state)
        is_planned = copy.state is SessionState.PLANNED
        if is_planned and self._chosen and self._has_it(copy):
            state = _("has it")
        return CardItem(
            key=f"session:{copy.id}",
            title=copy.title if group is None else group_words(group),
            detail=f"{day} · {state}",
            is_quiet=not is_planned,
        )

    def _show_button(self) -> None:
        waiting, lacking = len(self._waiting), len(self._lacking)
        self.carry.setVisible(bool(self._found) and waiting > 0)
        is_done = bool(self._chosen) and lacking == 0
        self.carry.setEnabled(bool(self._chosen) and not is_done and not self._is_carrying)
        count = lacking if self._chosen else waiting
        words = _n("Carry to {count} group", "Carry to {count} groups", count)
        if self._is_carrying:
            words = _("Carrying…")
        elif is_done:
            words = _("All groups have it")
        self.carry.setText(words)
        self.carry.updateGeometry()
        self.copy.setVisible(bool(self.list.items))

    def _tick(self, key: str, is_on: bool) -> None:
        (self._unticked.discard if is_on else self._unticked.add)(key)
        self._show()

    def _toggle(self, key: str) -> None:
        if key in self._found:
            self._tick(key, key in self._unticked)

    def _carry(self) -> None:
        """Read the copies as they are now, change them all, and save them together."""
        chosen, library = self._chosen, self._desk.library
        wanted = tuple(one.id for one in self._waiting)
        self._is_carrying = True
        self._show_button()
        self._desk.background.run(
            lambda: carry_to(chosen, sessions_of(library, wanted), new_id=_new_id),
            self._carried,
            self._fail_to_carry,
        )

    def _fail_to_carry(self, error: Exception) -> None:
        self._is_carrying = False
        self._show_button()
        self._desk.tell_failure(error)

    def _carried(self, carried: Carried) -> None:
        self._is_carrying = False
        self._saved |= {session.id: session for session in carried.after if self._desk.can_write}
        self._show()
        if not carried.changes:
            words = _("The other groups have this already.")
            self._desk.noticed.emit(Notice(words, Outcome.REFUSED))
            return
        self._desk.submit(*carried.changes)
        if not self._desk.can_write:
            return
        words = _n("Carried to {count} group.", "Carried to {count} groups.", len(carried.after))
        self._desk.tell_done(words, lambda: self._take_back(carried), beside_plan=PlanStep.CARRIED)

    def _take_back(self, carried: Carried) -> None:
        """Give the copies back what they had, except those that were changed since."""
        library = self._desk.library
        wanted = tuple(session.id for session in carried.after)

        def put_back(now: tuple[Session, ...]) -> None:
            changes = carried.take_back(now)
            self._desk.submit(*changes)
            if len(changes) == len(wanted):
                words = _("The other groups have their own plans again.")
                self._desk.noticed.emit(Notice(words))
            else:
                words = _n(
                    "{count} group was changed since and stays as it is.",
                    "{count} groups were changed since and stay as they are.",
                    len(wanted) - len(changes),
                )
                self._desk.noticed.emit(Notice(words, Outcome.REFUSED))

        self._desk.background.run(
            lambda: sessions_of(library, wanted), put_back, self._desk.tell_failure
        )


def _new_id() -> str:
    return uuid.uuid4().hex
