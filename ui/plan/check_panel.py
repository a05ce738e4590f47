"""The plan check beside the plan: what should be looked at, and what may stay as it is (P5)."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.card_list import CardItem
from ui.forms.field import Field, LineField
from ui.forms.rule import Rule
from ui.plan.side_data import SideData
from ui.plan.side_list import SideList
from ui.plan.side_words import block_words, finding_words
from ui.theme import Tone, follow_theme, theme
from ui.widgets.buttons import PaintedButton
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.plan_check import Finding, Silenced, check
from virtu_desktop.domain.plan_check import Rule as CheckRule
from virtu_desktop.domain.programme import Session
from virtu_desktop.i18n import _, _n, interface

# Typing goes on while the check waits; it looks at the whole plan.
_AFTER_MS = 120
# Who has more to look at than this begins at the top.
_MOST_SHOWN = 60
_Findings = tuple[Finding, ...]


class CheckPanel(SideList):
    """block_wanted carries the block of a finding that was clicked; counted how many there are."""

    block_wanted = Signal(object)
    counted = Signal(int)

    def __init__(self, data: SideData, parent: QWidget | None = None) -> None:
        """Make the panel; it follows ``data`` and what ``show_session`` is told."""
        super().__init__(parent, name=_("What the plan check found"))
        self._data = data
        self._session: Session | None = None
        # What each card is about: one finding, or several of a kind together.
        self._findings: dict[str, _Findings] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_MS)
        self._later.timeout.connect(self._look)
        self._reason = LineField()
        self.reason_field = Field(_("Why it may stay as it is"), self._reason)
        self.silence = PaintedButton(_("Let it be"), height=36)
        self._build_foot()
        self.list.chosen.connect(self._show_chosen)
        self.list.clicked_on.connect(self._tell_block)
        self.list.activated_on.connect(self._tell_block)
        self._reason.returnPressed.connect(self._silence)
        self.silence.clicked.connect(self._silence)
        data.changed.connect(self._look)
        follow_theme(self._retheme)

    def show_session(self, session: Session) -> None:
        """Check the plan of a session soon."""
        is_other = self._session is None or self._session.id != session.id
        self._session = session
        if is_other:
            self._look()
        else:
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what there is to look at now: nothing is listed while nobody looks."""
        super().showEvent(event)
        self._look()

    def _build_foot(self) -> None:
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(Rule())
        foot.addWidget(self.reason_field)
        foot.addWidget(self.silence)
        self._foot_column = foot
        self.below.addWidget(self._foot)
        self._foot.hide()

    def _look(self) -> None:
        """Check the plan, tell how much was found, and show it if somebody looks."""
        self._later.stop()
        session = self._session
        if session is None:
            return
        silenced = {(one.rule, one.block) for one in self._data.facts.silenced}
        found = check(session)
        loud = _together([one for one in found if (one.rule, one.block) not in silenced])
        self.counted.emit(len(loud))
        if self.isVisible():
            quiet: list[_Findings] = [(one,) for one in found if (one.rule, one.block) in silenced]
            self._show(session, loud, quiet)

    def _show(self, session: Session, loud: list[_Findings], quiet: list[_Findings]) -> None:
        """Show what was found in the plan's order, and what is left alone at the end."""
        shown = loud[:_MOST_SHOWN]
        self._findings = {_key(findings): findings for findings in (*shown, *quiet)}
        items = [self._item(session, findings) for findings in shown]
        more = len(loud) - len(shown)
        if more:
            items.append(CardItem(title=_n("and {count} more", "and {count} more", more)))
        if quiet:
            words = _n("{count} left as it is", "{count} left as they are", len(quiet))
            items.append(CardItem(title=words))
            items += [self._item(session, findings, is_quiet=True) for findings in quiet]
        self.list.show_items(items)
        words = _n("{count} thing to look at", "{count} things to look at", len(loud))
        self.summary.setText(words if loud else _("Nothing to look at: the plan is fine."))
        self.copy.setVisible(bool(items))
        self._show_chosen(self.list.chosen_key)

    def _item(self, session: Session, findings: _Findings, *, is_quiet: bool = False) -> CardItem:
        tr = interface()
        finding = findings[0]
        if len(findings) > 1:
            return CardItem(
                key=_key(findings),
                title=_n(
                    "Nobody leads {count} block", "Nobody leads {count} blocks", len(findings)
                ),
                detail="\n".join(block_words(tr, session, one) for one in findings),
                tone=Tone.AMBER,
            )
        where = block_words(tr, session, finding) or _("The whole session")
        words = finding_words(tr, finding)
        found = self._silenced(finding)
        if is_quiet and found is not None and found.reason:
            words = f"{words}\n“{found.reason}”"
        tone = None if is_quiet else Tone.AMBER
        return CardItem(key=_key(findings), title=where, detail=words, tone=tone, is_quiet=is_quiet)

    def _silenced(self, finding: Finding) -> Silenced | None:
        wanted = (finding.rule, finding.block)
        found = (one for one in self._data.facts.silenced if (one.rule, one.block) == wanted)
        return next(found, None)

    def _show_chosen(self, key: str) -> None:
        """Offer to leave the chosen finding alone, or to let it speak again."""
        findings = self._findings.get(key)
        self._foot.setVisible(findings is not None)
        if findings is None:
            return
        is_quiet = self._silenced(findings[0]) is not None
        self.reason_field.setVisible(not is_quiet)
        self.silence.setText(_("Check it again") if is_quiet else _("Let it be"))
        self.reason_field.show_problem("")

    def _silence(self) -> None:
        findings = self._findings.get(self.list.chosen_key)
        if findings is None:
            return
        known = self._silenced(findings[0])
        if known is not None:
            self._data.unsilence(known)
            return
        reason = " ".join(self._reason.text().split())
        if not reason:
            self.reason_field.show_problem(_("Write why, for those who plan with you."))
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._reason.clear()
        self._data.silence(*(Silenced(one.rule, one.block, reason) for one in findings))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_block(self, key: str) -> None:
        findings = self._findings.get(key)
        if findings is not None and findings[0].block is not None:
            self.block_wanted.emit(BlockId(findings[0].block))

    def _retheme(self) -> None:
        self._foot_column.setSpacing(theme().px(8))


def _together(found: list[Finding]) -> list[_Findings]:
    """Return the findings one by one, but all blocks that nobody leads where the first stands."""
    unled = tuple(one for one in found if one.rule is CheckRule.NO_OWNER)
    return [
        unled if one.rule is CheckRule.NO_OWNER else (one,)
        for one in found
        if one.rule is not CheckRule.NO_OWNER or one is unled[0]
    ]


def _key(findings: _Findings) -> str:
    """Return the key of a card; several blocks share one that stays while there are several."""
    block = findings[0].block if len(findings) == 1 else None
    return f"{findings[0].rule}:{block or ''}"
