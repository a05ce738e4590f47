"""What must be asked of a report before it can be used: the answers, and the columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ui.forms.column_chips import ColumnChips
from ui.forms.look import LookLayout, LookLine, LookModel, LookTable
from ui.people.attendance_reading import ReadFiles, Source, UnknownTable
from ui.run.flow import FlowLayout
from ui.theme import follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from virtu_desktop.exchange.attendance.choices import (
    CODE_PAGES,
    ReportColumn,
    ReportColumns,
    report_column_word,
)
from virtu_desktop.exchange.attendance.moments import Order
from virtu_desktop.exchange.attendance.report import Question
from virtu_desktop.exchange.attendance.telling import problem_words
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import day_text

_COLUMNS_SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to what was asked. order: of the dates; None leaves the file out."""

    words: str
    order: Order | None


def question_words(files: ReadFiles, day: date) -> str:
    """Return what is asked of the file that cannot be used as it is, or why it never can."""
    tr, report = interface(), files.whole
    if report.question is Question.OTHER_DAY:
        days = ", ".join(day_text(tr, one) for one in sorted(set(report.candidates.values())))
        words = _(
            "This is a report of another day: {days}. The session is on {day}.",
            days=days,
            day=day_text(tr, day),
        )
    elif files.table is not None:
        words = _("This is no attendance report that is known. Say what its columns hold.")
    else:
        words = problem_words(tr, report)
    place = files.stuck
    if place is None or len(files.sources) == 1:
        return words
    return f"{files.sources[place].name}: {words}"


def answers_to(files: ReadFiles, day: date) -> tuple[Answer, ...]:
    """Return what can be answered; each day once."""
    tr, report = interface(), files.whole
    days = {one: Order(order) for order, one in reversed(report.candidates.items())}
    answers = []
    for one, order in sorted(days.items()):
        if report.question is Question.DATE_ORDER:
            words = _("It is of {day}", day=day_text(tr, one))
        elif len(days) == 1:
            words = _("Its times count for {day}", day=day_text(tr, day))
        else:
            words = _(
                "It is of {other}; its times count for {day}",
                other=day_text(tr, one),
                day=day_text(tr, day),
            )
        answers.append(Answer(words=words, order=order))
    if len(files.sources) > 1:
        answers.append(Answer(words=_("Leave this file out"), order=None))
    return tuple(answers)


class AnswerButtons(QWidget):
    """A button for each answer, numbered from 1. chosen: the answer that was given."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without any."""
        super().__init__(parent)
        self.buttons: tuple[PaintedButton, ...] = ()
        self._answers: tuple[Answer, ...] = ()
        self._flow = FlowLayout(self)
        follow_theme(self._retheme)

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show other answers."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._answers = tuple(answers)
        self.buttons = tuple(map(self._button, range(len(self._answers))))
        self.setVisible(bool(answers))

    def answer_by(self, event: QKeyEvent) -> bool:
        """Give the answer whose number was typed; say whether there is one."""
        number = event.key() - Qt.Key.Key_1
        is_one = self.isVisible() and 0 <= number < len(self._answers)
        if is_one:
            self.chosen.emit(self._answers[number])
        return is_one

    def _button(self, place: int) -> PaintedButton:
        button = PaintedButton(self._answers[place].words, hint=str(place + 1), height=38)
        button.clicked.connect(partial(self._choose, place))
        self._flow.addWidget(button)
        return button

    def _choose(self, place: int, _is_on: bool = False) -> None:
        self.chosen.emit(self._answers[place])

    def _retheme(self) -> None:
        self._flow.setSpacing(theme().px(10))


class LettersAsked(QComboBox):
    """How the letters are written of a file that does not say it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer every encoding that bytes alone cannot tell apart."""
        super().__init__(parent)
        self.setAccessibleName(_("Letters of the file"))
        self.setToolTip(_("The file does not say how its letters are written. Look at the names."))
        for page, name in CODE_PAGES.items():
            self.addItem(_(name), page)

    def show_files(self, files: ReadFiles | None) -> None:
        """Show how the first such file was read; without any there is nothing to choose."""
        pages = [] if files is None else [one.physical.encoding for one in files.reports]
        page = next((one for one in pages if one in CODE_PAGES), None)
        self.setVisible(page is not None)
        if page is not None:
            self.setCurrentIndex(list(CODE_PAGES).index(page))


class ColumnsAsked(QWidget):
    """The columns of an unknown table with its first rows. changed: what the columns hold now."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        tr = interface()
        self.columns: ReportColumns | None = None
        self.chips = ColumnChips(
            [(one, report_column_word(tr, one)) for one in ReportColumn], ReportColumn.IGNORED
        )
        self.chips.chosen.connect(self._choose)
        self.read = PaintedButton(
            _("Read these columns"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter"), height=38
        )
        self.rows: LookTable | None = None
        self._headings: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.chips)
        self._column.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        follow_theme(self._retheme)

    def show_table(self, table: UnknownTable | None, *, is_asked: bool) -> None:
        """Show a table. is_asked: its columns are not confirmed, and its rows are shown too."""
        self.columns = None if table is None else table.columns
        self._headings = () if table is None else table.headings
        self.setVisible(table is not None)
        self.read.setVisible(is_asked)
        if self.rows is not None:
            self.rows.hide()
            self.rows.deleteLater()
            self.rows = None
        if table is not None and is_asked:
            self.rows = _rows_table(table)
            self._column.addWidget(self.rows, 1)
        self._show()

    def _show(self) -> None:
        held = () if self.columns is None else self.columns.columns
        self.chips.show_columns(self._headings, held)
        self.read.setEnabled(self.columns is not None and self.columns.are_enough)

    def _choose(self, place: int, column: ReportColumn) -> None:
        if self.columns is not None:
            self.columns = self.columns.with_column(place, column)
            self._show()
            self.changed.emit(self.columns)

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(10))


def _rows_table(table: UnknownTable) -> LookTable:
    width = min(len(table.headings), _COLUMNS_SHOWN)
    headings = tuple(table.headings[:width])
    middle = range(1, width - 1)
    layout = LookLayout(
        least=dict.fromkeys(middle, 980 // width), strong=0, told=width - 1, told_share=0.5
    )
    model = LookModel(lambda: headings, _spoken_with(headings))
    rows = LookTable(model, layout)
    model.setParent(rows)
    model.show_lines(
        tuple(LookLine(cells=row[:width], is_strong=True, is_told=False) for row in table.rows)
    )
    rows.setAccessibleName(_("The first rows of the file"))
    return rows


def _spoken_with(headings: tuple[str, ...]) -> Callable[[LookLine], str]:
    def spoken(line: LookLine) -> str:
        both = zip(headings, line.cells, strict=True)
        return ", ".join(f"{heading} {cell}".strip() for heading, cell in both if cell)

    return spoken


def answered(files: ReadFiles, answer: Answer) -> tuple[Source, ...]:
    """Return the files as they are after an answer, still to be read."""
    place = files.stuck
    if place is None:
        return files.sources
    if answer.order is None:
        return files.without(place)
    return files.with_choices(place, replace(files.sources[place].choices, order=answer.order))
