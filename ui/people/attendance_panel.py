"""The attendance report of a meeting tool beside the door list: look, then take over (A4)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QWidget,
)

from ui.desk import Desk, Notice
from ui.forms.column_memory import ColumnMemory
from ui.forms.file_overlay import FileOverlay, files_of, key_words
from ui.forms.look import LookLayout, LookModel, LookTable
from ui.people.attendance_reading import (
    Book,
    Comparison,
    ReadFiles,
    Source,
    advance,
    compared,
    import_records,
    matching,
    open_files,
    pasted_files,
    read_files,
    structure_words,
    who_it_may_be,
)
from ui.people.attendance_words import headings, source_words, spoken, summary_words
from ui.people.register_steps import RegisterSteps
from ui.people.report_questions import (
    Answer,
    AnswerButtons,
    ColumnsAsked,
    LettersAsked,
    answered,
    answers_to,
    question_words,
)
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
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
from virtu_desktop.exchange.attendance.choices import ReportColumn, ReportColumns
from virtu_desktop.i18n import _, _n, interface

_T = TypeVar("_T")
_WIDTH = 1120
_LAYOUT = LookLayout(
    least={1: 180, 2: 144, 3: 144}, strong=0, told=4, told_share=0.56, hidden_below={3: 620}
)
_ZONES = ("Europe/Helsinki", "Europe/Stockholm", "Europe/London", "America/New_York", "UTC")
_OTHERS_IN_MENU = 30
# Agendas and lists of people have names of their own.
_KEPT_AS = "report "
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
            takes_several=True,
        )
        self.picked.connect(self.read_paths)
        self._register = RegisterSteps(desk)
        self._memory = ColumnMemory(desk, _KEPT_AS)
        self._files: ReadFiles | None = None
        self._matches: tuple[Match, ...] = ()
        self._choices: dict[str, PersonId | None] = {}
        self._comparison: Comparison | None = None
        self._is_taking = False
        self.model = LookModel(headings, spoken, self)
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

    def read_paths(self, paths: Sequence[Path]) -> None:
        """Read reports in the background, unite them and compare them with the door list."""
        self._read(lambda: open_files(paths))

    def paste(self) -> None:
        """Read a report that was copied: its files, or its rows."""
        clipboard = QGuiApplication.clipboard()
        files, text = files_of(clipboard.mimeData()), clipboard.text()
        if files:
            self.read_paths(files)
        elif text.strip():
            name = _("Pasted report")
            self._read(lambda: pasted_files(text, name))
        else:
            self.say(_("There is no report on the clipboard. Copy the file, or all its rows."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a file, take everything over, and stop what takes long, by keys."""
        has_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape and self.is_busy:
            self.forget()
            self.say(_("Stopped; nothing was changed."))
        elif event.key() in _ENTER and has_control and self.columns.read.isVisible():
            self._read_columns()
        elif event.key() in _ENTER and has_control:
            self._take_all()
        elif has_control or self.is_busy or not self.answers.answer_by(event):
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
        self._files, self._comparison = None, None
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
        self._paste = PaintedButton(
            _("Paste"), hint=key_words(QKeySequence.StandardKey.Paste), height=38
        )
        self._paste.setAccessibleName(_("Paste a report"))
        self._paste.clicked.connect(self.paste)
        self.build_head(self.zone, self._paste)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName(_("Progress of matching"))
        self.answers = AnswerButtons()
        self.answers.chosen.connect(self._answer)
        self.columns = ColumnsAsked()
        self.columns.changed.connect(self._change_columns)
        self.columns.read.clicked.connect(self._read_columns)
        self._source = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True, most_lines=3)
        for widget in (self._progress, self._problem, self.answers, self.columns, self._source):
            self.card.body.addWidget(widget)
        self.letters = LettersAsked()
        self.letters.activated.connect(self._choose_letters)
        self.structure = ChipButton(_("Copy structure without names"))
        self.structure.setToolTip(
            _(
                "Headings and the patterns of dates, without anything of the people: for the"
                " makers of Virtu, when a report is not read as it should be."
            )
        )
        self.structure.clicked.connect(self._copy_structure)
        self._options = FlowLayout()
        self.card.body.addLayout(self._options)

    def _build_rows(self) -> None:
        self._empty = EmptyState(
            _("From Teams, Zoom, Meet, Webex or BigBlueButton"),
            _(
                "Choose the attendance report that the meeting tool gave, or drop or paste it here;"
                " several reports of one session are united. You see how they differ from the door"
                " list, and why, before anything changes."
            ),
        )
        self.card.body.addWidget(self._empty, 1)
        self.card.body.addWidget(self.table, 1)

    def _build_foot(self) -> None:
        self._only_told = ChipButton(_("Only differences"))
        self._only_told.setCheckable(True)
        self._only_told.setChecked(True)
        self._only_told.toggled.connect(self._show_only_told)
        self._show_only_told(True)
        self.keeps = ToggleSwitch(_("Keep the file in the library"))
        self.keeps.setChecked(True)
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.person = PaintedButton(_("Who is it?"), hint="M")
        self.one = PaintedButton(_("Take this one"), hint=_("Enter"))
        self.all = PaintedButton("", ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.person.clicked.connect(self._open_menu)
        self.one.clicked.connect(self._take_one)
        self.all.clicked.connect(self._take_all)
        for widget in (self._only_told, self.keeps, self.letters, self.structure):
            self._options.addWidget(widget)
        self._foot = QHBoxLayout()
        # In the middle a notice with Undo may lie over it.
        self._foot.addWidget(self.person)
        self._foot.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignVCenter)
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
        if self._files is not None:
            self._read_sources(self._files.sources)

    def _read_sources(self, sources: tuple[Source, ...]) -> None:
        """Read files anew, with what was said of them."""
        if sources:
            self._read(lambda: sources)

    def _read(self, opened: Callable[[], tuple[Source, ...]]) -> None:
        """Read files and compare them from the beginning. opened: gives them, in the background."""
        self._choices, self._matches, self._comparison = {}, (), None
        book, zone = self._book(), self.zone.currentText()
        remembered = self._memory.known(ReportColumn)
        if book is not None:
            self.ask(
                _("Reading…"),
                lambda: read_files(opened(), book, zone, remembered),
                self._take_files,
            )

    def _take_files(self, files: ReadFiles) -> None:
        self._files = files
        book = self._book()
        if book is None:
            return
        if files.stuck is not None:
            self._comparison = None
            self.show_busy("")
            self._show()
            self.say(question_words(files, book.day))
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._match(matching(files.whole, book))

    def _answer(self, answer: Answer) -> None:
        if self._files is not None:
            self._read_sources(answered(self._files, answer))

    def _change_columns(self, _columns: ReportColumns) -> None:
        """Read again with other columns, once they have been confirmed."""
        if not self.columns.read.isVisibleTo(self.columns):
            self._read_columns()

    def _read_columns(self) -> None:
        files, columns = self._files, self.columns.columns
        place = None if files is None else files.place_of_table
        if files is None or place is None or columns is None or not columns.are_enough:
            return
        if files.table is not None:
            self._memory.keep(files.table.fingerprint, columns.columns)
        choices = replace(files.sources[place].choices, columns=columns)
        self._read_sources(files.with_choices(place, choices))

    def _choose_letters(self, _place: int) -> None:
        """Read the letters of the files that do not say how theirs are written in another way."""
        if self._files is not None:
            self._read_sources(self._files.with_letters(str(self.letters.currentData())))

    def _copy_structure(self) -> None:
        """Put the structure of the file on the clipboard: the one in question, or the first."""
        if self._files is None:
            return
        words = structure_words(self._files.sources[self._files.stuck or 0])
        QGuiApplication.clipboard().setText(words)
        self._desk.noticed.emit(Notice(_("The structure is on the clipboard; no name is in it.")))

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
        if self._is_taking:
            # What is new is not known yet; after that it is compared once.
            return
        if areas & {Area.PEOPLE, Area.PRESENCE} and self.isVisible() and self._matches:
            self._compare()

    def _show(self) -> None:
        comparison, files = self._comparison, self._files
        is_read = comparison is not None
        for widget in (self.table, self._only_told, self.keeps, self.person, self.one, self.all):
            widget.setVisible(is_read)
        self.model.show_lines(() if comparison is None else comparison.lines)
        self._source.setText("" if files is None else source_words(files))
        self._source.setVisible(is_read)
        self._summary.setText("" if comparison is None else summary_words(comparison))
        if comparison is not None:
            count = len(comparison.plain)
            self.all.setText(_n("Take over {count}", "Take over {count}", count))
            self.all.setEnabled(count > 0)
        self._show_questions(files)
        self._empty.setVisible(not is_read and self.columns.rows is None)
        self._show_buttons()

    def _show_only_told(self, is_on: bool) -> None:
        self._only_told.show_words(self._only_told.text(), Tone.BLUE if is_on else Tone.GREY)
        self.model.show_only_told(is_on)

    def _show_questions(self, files: ReadFiles | None) -> None:
        """Show what can be answered and said of the files."""
        book = self._book()
        is_stuck = files is not None and files.stuck is not None
        answers = answers_to(files, book.day) if files and book and is_stuck else ()
        self.answers.show_answers(answers)
        table = None if files is None else files.table
        self.columns.show_table(table, is_asked=is_stuck)
        self.letters.show_files(files)
        self.structure.setVisible(files is not None and files.has_table)

    def _show_buttons(self) -> None:
        difference = self._current()
        self.one.setEnabled(difference is not None and difference.can_take)
        self.person.setEnabled(difference is not None and difference.match is not None)

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
        if self._comparison is not None and self._comparison.plain:
            self._take(self._comparison.plain)

    def _take_one(self) -> None:
        difference = self._current()
        if difference is not None and difference.can_take:
            self._take([difference])

    def _take(self, accepted: Sequence[Difference]) -> None:
        """Take differences over in one step, together with the record of the import."""
        controller, files = self._desk.controller, self._files
        if controller is None or files is None or self.is_busy:
            return
        records = import_records(
            files, controller.session.id, controller.now(), keeps=self.keeps.isChecked()
        )
        self._is_taking = True
        try:
            step = self._register.do(
                lambda register, _at: register.take_report(accepted, beside=records),
                _("Nothing of this changes the door list."),
            )
        finally:
            self._is_taking = False
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
        likely, free = who_it_may_be(match, found, people)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for person in (*likely, *free[:_OTHERS_IN_MENU]):
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
        self._options.setSpacing(px(10))
        self._foot.setSpacing(px(10))
        self._progress.setFixedHeight(px(6))
