"""Report, privacy notice and retention of a programme, over the library (R5, R7)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from ui.desk import Desk
from ui.forms.panel import WIDTH as SIDE_WIDTH
from ui.producer.due_page import DuePage
from ui.producer.programme_pages import NoticePage, ReportPage
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.tabs import SegmentedControl, SegmentKind
from virtu_desktop.domain.programme import Programme, ProgrammeId
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.engine.changes import SaveFacts
from virtu_desktop.i18n import _
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.removal_queries import DueData

_WIDTH = 1080
_SAVED_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the library says of its programmes."""

    programmes: tuple[Programme, ...]
    facts: dict[ProgrammeId, dict[FactName, str]]
    due: tuple[DueData, ...]


class ProgrammeOverlay(Overlay):
    """Three pages for one programme; the programme is chosen at the top."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed overlay."""
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self._known = _Known(programmes=(), facts={}, due=())
        self._wanted: ProgrammeId | None = None
        self.programme = QComboBox()
        self.programme.setAccessibleName(_("Programme"))
        self.programme.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.tabs = SegmentedControl(
            [_("Report"), _("Privacy notice"), _("What is due")],
            name=_("Pages of the programme"),
            kind=SegmentKind.SOFT,
        )
        self.report = ReportPage(desk)
        self.notice = NoticePage(desk)
        self.due = DuePage(desk)
        self.pages = QStackedWidget()
        for page in (self.report, self.notice, self.due):
            self.pages.addWidget(page)
        self._none = SafeLabel(
            _("There is no programme yet: make one with Ctrl+Shift+N."), colour="muted", wrap=True
        )
        self._build()
        self.tabs.currentChanged.connect(self._show_page)
        self.programme.activated.connect(lambda _place: self._show())
        for page in (self.report, self.notice):
            page.form.changed.connect(self._save)
        desk.library_changed.connect(self._read_if_open)
        follow_theme(self._retheme_overlay)

    def open_for(self, programme: ProgrammeId | None) -> None:
        """Open with a programme, or with the first one."""
        self._wanted = programme
        self.open_over()
        for page in (self.report, self.notice, self.due):
            page.begin()
        self.tabs.setFocus(Qt.FocusReason.PopupFocusReason)
        self._read()

    def close_over(self) -> None:
        """Close; what was typed is kept."""
        if not self.isHidden():
            for page in (self.report, self.notice):
                page.form.commit()
        super().close_over()

    def card_height(self, width: int) -> int:
        """Return a height at which a page can be seen."""
        return theme().px(800)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write with Ctrl+Enter; Esc stops what goes on before it closes."""
        page = self.pages.currentWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(page, ReportPage | NoticePage):
            if event.key() == Qt.Key.Key_Escape and page.stop():
                return
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                page.write()
                return
        super().keyPressEvent(event)

    def _build(self) -> None:
        close = PaintedButton(_("Close"), ButtonKind.QUIET, hint="Esc", height=38)
        close.clicked.connect(self.close_over)
        self._head = QHBoxLayout()
        self._head.addWidget(SafeLabel(_("Report and privacy"), role=Role.HEADING))
        self._head.addWidget(self.programme, 1)
        self._head.addWidget(close)
        self.card.body.addLayout(self._head)
        self.card.body.addWidget(self.tabs)
        self.card.body.addWidget(self._none)
        self.card.body.addWidget(self.pages, 1)

    def _show_page(self, place: int) -> None:
        self.pages.setCurrentIndex(place)

    def _read_if_open(self) -> None:
        if self.isVisible():
            self._wanted = self.programme.currentData()
            self._read()

    def _read(self) -> None:
        library, now = self._desk.library, self._desk.clock.read().wall

        def read() -> _Known:
            library.flush(_SAVED_WITHIN_S)
            return _known(library, library.due(now))

        self._desk.background.run(read, self._take, self._desk.tell_failure)

    def _take(self, known: _Known) -> None:
        self._known = known
        self.programme.clear()
        for one in known.programmes:
            self.programme.addItem(one.title, one.id)
        place = self.programme.findData(self._wanted)
        self.programme.setCurrentIndex(max(0, place))
        has_any = bool(known.programmes)
        self._none.setVisible(not has_any)
        for widget in (self.programme, self.tabs, self.pages):
            widget.setVisible(has_any)
        self._show()

    def _show(self) -> None:
        shown = self._shown()
        if shown is None:
            return
        facts = self._known.facts.get(shown.id, {})
        for page in (self.report, self.notice):
            page.show_programme(shown, facts)
        self.due.show_programme(
            shown, [one for one in self._known.due if one.programme.id == shown.id]
        )

    def _shown(self) -> Programme | None:
        wanted = self.programme.currentData()
        return next((one for one in self._known.programmes if one.id == wanted), None)

    def _save(self, name: FactName, text: str) -> None:
        """Keep a fact; undo brings the older one back."""
        programme = self._shown()
        if programme is None:
            return
        facts = self._known.facts.setdefault(programme.id, {})
        before = facts.get(name, "")
        if before == text:
            return
        self._put(programme.id, name, text)
        if self._desk.can_write:
            self._desk.tell_done(_("Kept."), lambda: self._put(programme.id, name, before))

    def _put(self, programme: ProgrammeId, name: FactName, text: str) -> None:
        self._known.facts.setdefault(programme, {})[name] = text
        self._desk.submit(SaveFacts(programme=programme, facts=((name, text),)))

    def _retheme_overlay(self) -> None:
        px = theme().px
        self.card.body.setSpacing(px(12))
        self._head.setSpacing(px(12))
        self.report.fit(px(SIDE_WIDTH))
        self.notice.fit(px(SIDE_WIDTH))


def _known(library: Library, due: tuple[DueData, ...]) -> _Known:
    programmes = library.programmes()
    return _Known(
        programmes=programmes,
        facts={one.id: library.facts(one.id) for one in programmes},
        due=due,
    )
