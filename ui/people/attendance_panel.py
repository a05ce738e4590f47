"""The attendance report of a meeting tool beside the door list: look, then take over (A4)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QWidget,
)

from ui.desk import Desk
from ui.forms.file_overlay import FileOverlay
from ui.forms.look import LookLayout, LookLine, LookModel, LookTable
from ui.people.attendance_reading import (
    Book,
    Comparison,
    ReadFile,
    advance,
    compared,
    matching,
    read_file,
)
from ui.people.register_steps import RegisterSteps
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.chip import ChipButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import SafeLabel
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.presence import Span
from virtu_desktop.domain.reconcile import Difference, Match
from virtu_desktop.domain.time import local, zone_named
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import AttendanceImport, RecordAttendanceImport
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.attendance.telling import code_words, format_words, problem_words
from virtu_desktop.i18n import _, _n, interface

_T = TypeVar("_T")
_WIDTH = 1120
_LAYOUT = LookLayout(
    least={1: 180, 2: 144, 3: 144}, strong=0, told=4, told_share=0.56, hidden_below={3: 620}
)
_ZONES = ("Europe/Helsinki", "Europe/Stockholm", "Europe/London", "America/New_York", "UTC")
_WARNINGS_SHOWN = 3
_OTHERS_IN_MENU = 30
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AttendancePanel(FileOverlay):
    """Nothing of the door list changes until it is taken over, and each step can be undone."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed panel over ``parent``."""
        super().__init__(
            desk,
            parent,
            title=_("Attendance report"),
            endings="*.csv *.xlsx *.json *.tsv *.txt",
            failed=_("This cannot be read; the door list is as it was."),
        )
        self.picked.connect(self.read_path)
        self._register = RegisterSteps(desk)
        self._path: Path | None = None
        self._file: ReadFile | None = None
        self._matches: tuple[Match, ...] = ()
        self._choices: dict[str, PersonId | None] = {}
        self._comparison: Comparison | None = None
        self.model = LookModel(_headings, _spoken, self)
        self.table = LookTable(self.model, _LAYOUT)
        self.table.setAccessibleName(_("The report beside the door list"))
        self._build_head()
        self._build_rows()
        self._build_foot()
        self.table.installEventFilter(self)
        desk.changed.connect(self._changed)
        follow_theme(self._retheme_panel)

    @property
    def words(self) -> str:
        """Return what is said about the whole report: a problem, or what differs."""
        return self._problem.text() or self._summary.text()

    def read_path(self, path: Path) -> None:
        """Read a report in the background and compare it with the door list."""
        book = self._book()
        if book is None:
            return
        self._path = path
        self._choices, self._matches = {}, ()
        zone = self.zone.currentText()
        self.ask(_("Reading…"), lambda: read_file(path, book, zone), self._take_file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a file, take everything over, and stop what takes long, by keys."""
        has_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape and self.is_busy:
            self.forget()
            self.say(_("Stopped; nothing was changed."))
        elif event.key() in _ENTER and has_control:
            self._take_all()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a row over with Enter, and say who somebody is with M."""
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            if event.key() in _ENTER:
                self._take_one()
                return True
            if event.key() == Qt.Key.Key_M:
                self._open_menu()
                return True
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Go back to the first step."""
        super().forget()
        self._path, self._file, self._comparison = None, None, None
        self._matches, self._choices = (), {}
        book = self._book()
        self.zone.clear()
        if book is not None:
            self.zone.addItems(list(dict.fromkeys((book.zone, *_ZONES))))
        self._show()

    def show_busy(self, words: str) -> None:
        """Say what is being done, with a bar of how far it is."""
        super().show_busy(words)
        self._progress.setVisible(bool(words))
        if not words:
            self._progress.setValue(0)

    def _build_head(self) -> None:
        self.zone = QComboBox()
        self.zone.setAccessibleName(_("Time zone of the report"))
        self.zone.setToolTip(
            _("No report says its time zone: it is that of the computer it came from.")
        )
        self.zone.activated.connect(self._read_again)
        self.build_head(self.zone)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName(_("Progress of matching"))
        self._source = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.card.body.addWidget(self._progress)
        self.card.body.addWidget(self._problem)
        self._options = QHBoxLayout()
        self._options.addWidget(self._source, 1)
        self.card.body.addLayout(self._options)

    def _build_rows(self) -> None:
        self._empty = EmptyState(
            _("From Teams, Zoom, Meet, Webex or BigBlueButton"),
            _(
                "Choose the attendance report that the meeting tool gave. You see how it differs"
                " from the door list, and why, before anything changes."
            ),
        )
        self.card.body.addWidget(self._empty, 1)
        self.card.body.addWidget(self.table, 1)

    def _build_foot(self) -> None:
        self._only_told = ChipButton(_("Only differences"))
        self._only_told.setCheckable(True)
        self._only_told.setChecked(True)
        self._only_told.toggled.connect(self.model.show_only_told)
        self.model.show_only_told(True)
        self.keeps = ToggleSwitch(_("Keep the file in the library"))
        self.keeps.setChecked(True)
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.person = PaintedButton(_("Who is it?"), hint="M")
        self.one = PaintedButton(_("Take this one"), hint=_("Enter"))
        self.all = PaintedButton("", ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.person.clicked.connect(self._open_menu)
        self.one.clicked.connect(self._take_one)
        self.all.clicked.connect(self._take_all)
        self._options.addWidget(self.keeps)
        self._options.addWidget(self._only_told)
        self._foot = QHBoxLayout()
        # In the middle a notice with Undo may lie over it.
        self._foot.addWidget(self.person)
        self._foot.addWidget(self._summary, 1)
        self._foot.addWidget(self.one)
        self._foot.addWidget(self.all)
        self.card.body.addLayout(self._foot)
        self.table.selectionModel().currentRowChanged.connect(self._show_buttons)

    def _book(self) -> Book | None:
        controller = self._desk.controller
        if controller is None:
            return None
        plan, register = controller.plan, controller.register
        span = controller.span() or Span(plan.start, plan.target_end)
        return Book(
            people=dict(register.people),
            stays=register.presences,
            session=span,
            zone=plan.zone,
            day=local(span.start, zone_named(plan.zone)).date(),
        )

    def _read_again(self, _place: int) -> None:
        if self._path is not None:
            self.read_path(self._path)

    def _take_file(self, file: ReadFile) -> None:
        self._file = file
        if not file.report.is_usable:
            self._comparison = None
            self.show_busy("")
            self._show()
            self.say(problem_words(interface(), file.report))
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        book = self._book()
        if book is not None:
            self._match(matching(file, book))

    def _match(self, steps: Generator[float, None, tuple[Match, ...]]) -> None:
        """Match a little further in the background; the bar shows how far it is."""

        def take(outcome: float | tuple[Match, ...]) -> None:
            if isinstance(outcome, tuple):
                self._matches = outcome
                self._compare()
            else:
                self._progress.setValue(round(100 * outcome))
                self._match(steps)

        self.ask(_("Matching names…"), lambda: advance(steps), take)

    def _compare(self) -> None:
        book = self._book()
        if book is None:
            return
        matches, choices, tr = self._matches, dict(self._choices), interface()
        self.ask(
            _("Comparing…"), lambda: compared(matches, choices, book, tr), self._take_comparison
        )

    def _take_comparison(self, comparison: Comparison) -> None:
        is_first = self._comparison is None
        row = self.table.currentIndex().row()
        self._comparison = comparison
        self.show_busy("")
        self._show()
        self._choose_row(0 if is_first else row)
        if is_first:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, areas: frozenset[Area]) -> None:
        """Compare anew when the door list has changed meanwhile, also by undo."""
        if areas & {Area.PEOPLE, Area.PRESENCE} and self.isVisible() and self._matches:
            self._compare()

    def _show(self) -> None:
        comparison = self._comparison
        is_read = comparison is not None
        for widget in (self.table, self._only_told, self.keeps, self.person, self.one, self.all):
            widget.setVisible(is_read)
        self._empty.setVisible(not is_read)
        self.model.show_lines(() if comparison is None else comparison.lines)
        self._source.setText(self._source_words())
        self._source.setVisible(is_read)
        self._summary.setText("" if comparison is None else _summary_words(comparison))
        if comparison is not None:
            count = len(self._plain())
            self.all.setText(_n("Take over {count}", "Take over {count}", count))
            self.all.setEnabled(count > 0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        difference = self._current()
        self.one.setEnabled(difference is not None and difference.can_take)
        self.person.setEnabled(difference is not None and difference.match is not None)

    def _source_words(self) -> str:
        file = self._file
        if file is None or not file.report.is_usable:
            return ""
        tr, report = interface(), file.report
        people = _n("{count} person", "{count} people", len(report.people))
        parts = [f"{file.name}: {format_words(tr, report.format)}, {people}."]
        parts += [code_words(tr, code) for code in sorted(report.told)[:_WARNINGS_SHOWN]]
        return " ".join(parts)

    def _plain(self) -> list[Difference]:
        comparison = self._comparison
        return [] if comparison is None else [d for d in comparison.differences if d.is_plain]

    def _current(self) -> Difference | None:
        row = self.table.currentIndex().row()
        if self._comparison is None or not 0 <= row < self.model.rowCount():
            return None
        return self._comparison.differences[self.model.place_of(row)]

    def _choose_row(self, row: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.table.setCurrentIndex(self.model.index(max(0, min(row, last)), 0))
        self._show_buttons()

    def _take_all(self) -> None:
        plain = self._plain()
        if plain:
            self._take(plain)

    def _take_one(self) -> None:
        difference = self._current()
        if difference is not None and difference.can_take:
            self._take([difference])

    def _take(self, accepted: Sequence[Difference]) -> None:
        """Take differences over in one step, together with the record of the import."""
        controller, file = self._desk.controller, self._file
        if controller is None or file is None or self.is_busy:
            return
        record = self._record(controller, file)
        step = self._register.do(
            lambda register, _at: register.take_report(accepted, beside=(record,)),
            _("Nothing of this changes the door list."),
        )
        if step is None:
            return
        # Who was new is known from now on, also where a name would not tell.
        unknown = [
            one.match.line.key
            for one in accepted
            if one.match is not None and one.person is None and one.can_take
        ]
        self._choices.update(zip(unknown, step.people.after, strict=True))
        self._compare()

    def _record(self, controller: SessionController, file: ReadFile) -> RecordAttendanceImport:
        report = file.report
        return RecordAttendanceImport(
            session=controller.session.id,
            imported=AttendanceImport(
                sha256=report.sha256,
                file_name=file.name,
                format=report.format.value,
                at=controller.now(),
                people=len(report.people),
                is_kept=self.keeps.isChecked(),
            ),
            content=file.data if self.keeps.isChecked() else None,
        )

    def _open_menu(self) -> None:
        """Ask who the line is: those it may be first, then the others, or somebody new."""
        menu = self.person_menu()
        if menu is None:
            return
        rect = self.table.visualRect(self.table.currentIndex())
        menu.popup(self.table.viewport().mapToGlobal(QPoint(rect.left() + 20, rect.bottom())))

    def person_menu(self) -> QMenu | None:
        """Return the menu of who the chosen line may be, or None without one."""
        difference, controller = self._current(), self._desk.controller
        match = None if difference is None else difference.match
        if match is None or controller is None:
            return None
        people = controller.register.people
        found = () if self._comparison is None else self._comparison.differences
        taken = {one.person for one in found if one.match is not None}
        # Who should be in the report and is not comes before everybody else.
        absent = [one.person for one in found if one.match is None]
        likely = [one for one in (*match.candidates, match.person, *absent) if one is not None]
        free = [one for one in people if one not in taken and one not in likely]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for person in (*dict.fromkeys(likely), *free[:_OTHERS_IN_MENU]):
            if person in people:
                self._add_choice(menu, people[person].name, match, person)
        menu.addSeparator()
        self._add_choice(menu, _("Somebody new"), match, None)
        return menu

    def _add_choice(self, menu: QMenu, words: str, match: Match, person: PersonId | None) -> None:
        # An ampersand would underline a letter.
        action = QAction(words.replace("&", "&&"), menu)
        action.triggered.connect(partial(self._choose_person, match.line.key, person))
        menu.addAction(action)

    def _choose_person(self, key: str, person: PersonId | None) -> None:
        self._choices[key] = person
        self._compare()

    def _retheme_panel(self) -> None:
        px = theme().px
        for row in (self._options, self._foot):
            row.setSpacing(px(10))
        self._progress.setFixedHeight(px(6))


def _headings() -> tuple[str, ...]:
    return (
        _("In the report"),
        _("On the list"),
        _("Report"),
        _("Door list"),
        _("What differs"),
    )


def _spoken(line: LookLine) -> str:
    return ", ".join(" ".join(cell.split()) for cell in line.cells if cell)


def _summary_words(comparison: Comparison) -> str:
    found = comparison.differences
    same = sum(one.is_same for one in found)
    looks = sum(one.can_take and not one.is_plain for one in found)
    parts = [_n("{count} line agrees.", "{count} lines agree.", same)]
    differs = len(found) - same
    if differs:
        parts.append(_n("{count} differs.", "{count} differ.", differs))
    if looks:
        parts.append(
            _n("{count} needs a look of its own.", "{count} need a look of their own.", looks)
        )
    return " ".join(parts)
