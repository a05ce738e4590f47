"""The panel of polls in the dock: ask, see, count, and where every figure comes from (V2 to V7)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Actions
from ui.charts.result_view import ResultView
from ui.run.flow import FlowLayout
from ui.run.polls.answers_board import AnswersBoard
from ui.run.polls.lines_list import Line, LinesList
from ui.run.polls.poll_view import Entry, PlaceOf, PollView
from ui.run.polls.tally_list import TallyList
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind, PaintedButton, key_text
from ui.widgets.chip import Chip, ChipButton
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.note_line import NoteLine
from virtu_desktop.domain.questions import PollKind, Question
from virtu_desktop.i18n import N_, _, _n, interface
from virtu_desktop.poll_words import mode_word

_LOW = 34
_LONGEST_CODE = 40
_MOST_PREPARED = 3


class PollsPanel(QWidget):
    """Shows the polls. Signals carry what the trainer wants; the controls do it.

    asked (line): a typed question. prepared (question): one of the block. tapped (row, by),
    stepped (by), place_chosen (place), confirmed, taken_back, finished: on the pad. entered
    (line): totals or an answer in words. code_typed (code): of the next paper. counter_asked,
    counter_typed (name): who counts here. decided (accept): on late answers. turned (by): to an
    earlier poll or a later one. unit_removed (unit). review_decided (message, digit or ""),
    review_agreed (message), review_all_agreed: it counts as it reads.
    """

    asked = Signal(str)
    prepared = Signal(object)
    tapped = Signal(int, int)
    stepped = Signal(int)
    place_chosen = Signal(object)
    confirmed = Signal()
    taken_back = Signal()
    finished = Signal()
    entered = Signal(str)
    code_typed = Signal(str)
    counter_asked = Signal()
    counter_typed = Signal(str)
    decided = Signal(bool)
    turned = Signal(int)
    unit_removed = Signal(object)
    review_decided = Signal(object, str)
    review_agreed = Signal(object)
    review_all_agreed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the panel without a poll."""
        super().__init__(parent)
        codes = actions["poll.codes"]
        self._counter_key = key_text(actions["poll.counter"])
        self._chosen: int | None = None
        self._sources_asked = False
        self._view: PollView | None = None
        self._is_entering = False
        self._is_typed = False
        self._has_prepared = False
        self.line = NoteLine(_("Ask: break now? yes/no"), "Q", self)
        self._line_problem = SafeLabel(role=Role.SECONDARY, tone=Tone.AMBER, wrap=True)
        self._prepared = QWidget(self)
        self._prepared_body = QVBoxLayout(self._prepared)
        self._empty = SafeLabel(
            _("Press Q, type a question with its answers and press Enter."),
            role=Role.BODY,
            colour="muted",
            wrap=True,
        )
        self._shown = QWidget(self)
        self.state = Chip()
        self._earlier = self._turn_button("<", _("Earlier poll"), -1)
        self._later = self._turn_button(">", _("Later poll"), 1)
        self.question = SafeLabel(role=Role.TITLE, wrap=True, most_lines=4)
        self.facts = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        self.tally = TallyList(self)
        self.picture = ResultView(self, has_base=False)
        self.picture.hide()
        self.answers = AnswersBoard(self)
        self.answers.hide()
        self.warning = SafeLabel(role=Role.BODY_STRONG, tone=Tone.AMBER, wrap=True)
        self.notes = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        self.waiting = SafeLabel(role=Role.SECONDARY, colour="body", wrap=True)
        self.compared = SafeLabel(role=Role.SECONDARY, colour="body", wrap=True)
        self._late = QWidget(self)
        self.late = SafeLabel(role=Role.BODY_MEDIUM, tone=Tone.AMBER)
        self._entry = QWidget(self)
        self.places = QWidget(self)
        self._place_flow = FlowLayout(self.places)
        self._entry_words = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        self.entry_line = NoteLine("", "", self)
        self.code_line = NoteLine(_("Code on the paper, then Enter"), key_text(codes), self)
        self.code_line.setMaxLength(_LONGEST_CODE)
        self.counter_line = NoteLine(_("Who counts here? Enter keeps it"), "", self)
        self.counter_line.hide()
        self._review_head = CapsLabel(_("To look at"))
        self._review_words = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        self.review = LinesList(_("Messages to look at"), self)
        self._sources_head = CapsLabel(_("Where it comes from"))
        self.sources = LinesList(_("Where it comes from"), self)
        self._foot = QWidget(self)
        self._buttons = FlowLayout(self._foot)
        self._build(actions)
        self._connect()
        self.show_poll(None, number=0, count=0)
        self.set_entry(Entry.NONE)
        self.show_review(())
        follow_theme(self._respace)

    def show_prepared(self, questions: Sequence[Question], key: str) -> None:
        """Offer the prepared questions that were not asked yet; key: of the first one."""
        while (item := self._prepared_body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._has_prepared = bool(questions)
        self._show_around()
        for place, question in enumerate(questions[:_MOST_PREPARED]):
            button = PaintedButton(question.text, ButtonKind.SECONDARY, self, height=_LOW)
            button.setToolTip("")
            if place == 0:
                button.set_hint(key)
            button.clicked.connect(lambda _checked=False, asked=question: self.prepared.emit(asked))
            self._prepared_body.addWidget(button)

    def show_problem(self, words: str) -> None:
        """Say below the line why it was not asked; empty takes the words away."""
        self._line_problem.setText(words)
        self._line_problem.setVisible(bool(words))

    def show_poll(
        self,
        view: PollView | None,
        *,
        number: int,
        count: int,
        picked: tuple[int, ...] = (),
    ) -> None:
        """Show a poll, the ``number``-th of ``count``; None before the first one."""
        self._view = view
        self._shown.setVisible(view is not None)
        self._show_around()
        self._empty.setVisible(view is None)
        if view is None:
            return
        self.state.show_words(view.state, Tone.PLUM if view.is_open else Tone.GREY)
        self._earlier.setVisible(count > 1)
        self._later.setVisible(count > 1)
        self._earlier.setEnabled(number > 1)
        self._later.setEnabled(number < count)
        self.question.setText(view.question)
        self.facts.setText(view.facts)
        self.tally.show_rows(view.rows, name=_("Answers"), picked=picked)
        self._show_figures()
        if view.picture is not None:
            self.picture.show_result(view.picture)
        self._say(self.warning, view.warning)
        self._say(self.notes, "\n".join(view.notes))
        self._say(self.waiting, "\n".join(view.waiting))
        self._late.setVisible(bool(view.late))
        self.late.setText(_n("{count} late answer", "{count} late answers", view.late))
        self._show_sources()

    def _show_figures(self) -> None:
        """Show the rows while answers come in, and the picture when it is closed: one of them."""
        view = self._view
        if view is None:
            return
        has_rows = bool(view.rows)
        is_picture = view.picture is not None and not self._is_entering
        shows_picture = is_picture and not (has_rows and view.is_open)
        self.picture.setVisible(shows_picture)
        self.tally.setVisible(has_rows and not shows_picture)

    def show_compared(self, lines: Sequence[str]) -> None:
        """Show what the question came to before."""
        self._say(self.compared, "\n".join(lines))

    def show_review(self, lines: Sequence[Line], *, has_keys: bool = True) -> None:
        """Show the messages that somebody has to look at. has_keys: options have digits."""
        self._review_words.setText(
            _("A digit counts a line, Enter counts it as it reads, Delete leaves it out.")
            if has_keys
            else _("Enter counts a line, Ctrl+Enter all of them, Delete leaves it out.")
        )
        for widget in (self._review_head, self._review_words, self.review):
            widget.setVisible(bool(lines))
        self.review.show_lines(lines)

    def ask_sources(self, asked: bool, choice: int | None = None) -> None:
        """Show where the figures come from, of one choice or of all, or put it away."""
        self._sources_asked, self._chosen = asked, choice
        self._show_sources()
        if asked:
            self._shown_body.activate()
            self._area.ensureWidgetVisible(self.sources)
            self.sources.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def look_at_review(self) -> None:
        """Give the keyboard to the first message to look at."""
        self.review.setCurrentIndex(self.review.lines.index(0, 0))
        self.review.setFocus(Qt.FocusReason.OtherFocusReason)
        self._shown_body.activate()
        self._area.ensureWidgetVisible(self.review)

    @property
    def is_sources_asked(self) -> bool:
        """Say whether it is shown where figures come from."""
        return self._sources_asked

    def set_entry(
        self,
        entry: Entry,
        *,
        places: Sequence[PlaceOf] = (),
        place: PlaceOf | None = None,
        kind: PollKind = PollKind.SINGLE,
        has_codes: bool = False,
        counter: str | None = None,
    ) -> None:
        """Let answers be put in by hands, from paper or as totals, at a place.

        has_codes: each paper has a code, typed before its answer. counter: who counts here, "" when
        nobody was named, None where nothing is counted.
        """
        is_typed = entry in (Entry.TOTALS, Entry.PRESENT) or (
            entry is Entry.PAPER and kind in _TYPED
        )
        is_entering = entry is not Entry.NONE
        self._entry.setVisible(is_entering)
        # The rows come first while hands are up.
        self.line.setVisible(not is_entering)
        self._is_entering = is_entering
        self._show_around()
        self._show_figures()
        self.tally.set_counting(entry in (Entry.HANDS, Entry.PAPER) and not is_typed)
        self.entry_line.setVisible(is_typed)
        self._show_places(places, place, counter)
        self.counter_line.hide()
        takes_codes = has_codes and entry is Entry.PAPER
        self.code_line.setVisible(takes_codes)
        self.code_line.clear()
        words = _entry_words(entry, kind)
        self._entry_words.setText(
            _("First the code on the paper and Enter.") + " " + words if takes_codes else words
        )
        if is_typed:
            holder = _HOLDERS.get(entry, "")
            if entry is Entry.TOTALS:
                rows = len(self.tally.rows)
                holder = " ".join(str(max(1, 9 - place)) for place in range(rows))
            holder = holder if entry is Entry.TOTALS else _(holder)
            self.entry_line.setPlaceholderText(holder)
            self.entry_line.setAccessibleName(self._entry_words.text())
        self._is_typed = is_typed
        if takes_codes:
            self.code_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif is_entering:
            self._answer_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if is_entering:
            self._area.ensureWidgetVisible(self._entry)
            self._area.ensureWidgetVisible(self.tally)
        else:
            self._area.verticalScrollBar().setValue(0)

    @property
    def _answer_field(self) -> QWidget:
        """Return where answers are put in: the line, or the rows as a pad."""
        return self.entry_line if self._is_typed else self.tally

    def take_answer_of(self, code: str) -> None:
        """Wait for the answer of the paper with that code."""
        self.code_line.setText(code)
        self._answer_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_next_code(self) -> None:
        """Wait for the code of the next paper."""
        self.code_line.clear()
        self.code_line.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_counter(self, name: str) -> None:
        """Ask who counts here; Enter or Esc gives the keyboard back to the count."""
        self.counter_line.setText(name)
        self.counter_line.selectAll()
        self.counter_line.show()
        self.counter_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._shown_body.activate()
        self._area.ensureWidgetVisible(self.counter_line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc leave the lines, and Tab change the place of totals."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and watched in (self.review, self.sources):
                self.finished.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and watched is self.counter_line:
                self.counter_line.hide()
                self._answer_field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            lines = (self.line, self.entry_line, self.code_line)
            if event.key() == Qt.Key.Key_Escape and watched in lines:
                self.show_problem("")
                self.finished.emit()
                return True
            if watched is self.entry_line and event.key() == Qt.Key.Key_Tab:
                self.stepped.emit(1)
                return True
        return super().eventFilter(watched, event)

    def _build(self, actions: Actions) -> None:
        inner = QWidget()
        inner.setMinimumWidth(1)
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._prepared_body.setContentsMargins(0, 0, 0, 0)
        self._line_problem.hide()
        for widget in (self.line, self._line_problem, self._prepared, self._empty, self._shown):
            self._body.addWidget(widget)
        self._body.addStretch(1)
        self._build_shown(actions)
        area = self._area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addWidget(self._foot)

    def _build_shown(self, actions: Actions) -> None:
        head = QHBoxLayout()
        head.addWidget(self.state)
        head.addStretch(1)
        head.addWidget(self._earlier)
        head.addWidget(self._later)
        late = FlowLayout(self._late)
        late.addWidget(self.late)
        for label, accept in ((_("Count them"), True), (_("Leave out"), False)):
            chip = ChipButton(label, Tone.AMBER, self)
            chip.clicked.connect(lambda _checked=False, yes=accept: self.decided.emit(yes))
            late.addWidget(chip)
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(0, 0, 0, 0)
        for widget in (
            self.places,
            self.counter_line,
            self.code_line,
            self.entry_line,
            self._entry_words,
        ):
            entry.addWidget(widget)
        close = ActionButton(actions["poll.close"], ButtonKind.PRIMARY, self, height=_LOW)
        self._buttons.addWidget(close)
        for name, label in _BUTTONS:
            words = _(label) if label else None
            button = ActionButton(
                actions[name], ButtonKind.SECONDARY, self, label=words, height=_LOW
            )
            self._buttons.addWidget(button)
        more = PaintedButton(_("More"), ButtonKind.SECONDARY, self, height=_LOW)
        menu = QMenu(more)
        menu.addActions([actions[name] for name in _MORE])
        more.clicked.connect(
            lambda _checked=False: menu.popup(more.mapToGlobal(more.rect().topLeft()))
        )
        self._buttons.addWidget(more)
        self._shown_body = QVBoxLayout(self._shown)
        self._shown_body.setContentsMargins(0, 0, 0, 0)
        self._shown_body.addLayout(head)
        for widget in (self.question, self.facts, self.warning, self._review_head,
                       self._review_words, self.review, self._sources_head, self.sources,
                       self.tally, self.picture, self.answers, self._entry, self._late,
                       self.notes, self.waiting, self.compared):  # fmt: skip
            self._shown_body.addWidget(widget)

    def _connect(self) -> None:
        self.line.returnPressed.connect(lambda: self.asked.emit(self.line.text()))
        self.line.textEdited.connect(lambda _text: self.show_problem(""))
        self.entry_line.returnPressed.connect(self._enter)
        self.line.installEventFilter(self)
        self.code_line.returnPressed.connect(lambda: self.code_typed.emit(self.code_line.text()))
        self.counter_line.returnPressed.connect(
            lambda: self.counter_typed.emit(self.counter_line.text())
        )
        for watched in (
            self.entry_line,
            self.code_line,
            self.counter_line,
            self.review,
            self.sources,
        ):
            watched.installEventFilter(self)
        self.tally.tapped.connect(self.tapped)
        self.tally.stepped.connect(self.stepped)
        self.tally.confirmed.connect(self.confirmed)
        self.tally.taken_back.connect(self.taken_back)
        self.tally.finished.connect(self.finished)
        self.tally.chosen.connect(self._choose)
        self.sources.removed.connect(self.unit_removed)
        self.review.removed.connect(lambda value: self.review_decided.emit(value, ""))
        self.review.pressed_digit.connect(self.review_decided)
        self.review.agreed.connect(self.review_agreed)
        self.review.all_agreed.connect(self.review_all_agreed)

    def _enter(self) -> None:
        self.entered.emit(self.entry_line.text())

    def _choose(self, row: int) -> None:
        self.ask_sources(not (self._sources_asked and self._chosen == row), row)

    def _show_sources(self) -> None:
        view = self._view
        shown = view is not None and self._sources_asked
        for widget in (self._sources_head, self.sources):
            widget.setVisible(shown)
        if view is None or not shown:
            return
        units = [unit for unit in view.units if self._chosen is None or self._chosen in unit.places]
        head = _("Where it comes from")
        if self._chosen is not None and self._chosen < len(view.rows):
            head = f"{head}: {view.rows[self._chosen].label}"
        self._sources_head.setText(head)
        self.sources.show_lines([Line(unit.text, unit.unit, unit.is_out) for unit in units])

    def _show_places(
        self, places: Sequence[PlaceOf], place: PlaceOf | None, counter: str | None
    ) -> None:
        while (item := self._place_flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in places:
            words = one.site or mode_word(interface(), one.mode)
            chip = ChipButton(words, Tone.TEAL if one == place else Tone.GREY, self.places)
            chip.setCheckable(True)
            chip.setChecked(one == place)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _checked=False, there=one: self.place_chosen.emit(there))
            self._place_flow.addWidget(chip)
            chip.show()
        if counter is not None:
            words = _("Counted by {name}", name=counter) if counter else _("Who counts?")
            named = ChipButton(words, Tone.GREY, self.places)
            named.setToolTip(f"{words} ({self._counter_key})")
            named.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            named.clicked.connect(lambda _checked=False: self.counter_asked.emit())
            self._place_flow.addWidget(named)
            named.show()
        self.places.setVisible(bool(places))
        self.places.updateGeometry()

    def _turn_button(self, text: str, name: str, by: int) -> PaintedButton:
        button = PaintedButton(text, ButtonKind.QUIET, self, height=_LOW)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _checked=False: self.turned.emit(by))
        return button

    def _show_around(self) -> None:
        """Show what stands around the poll, as far as nothing is being put in."""
        self._prepared.setVisible(self._has_prepared and not self._is_entering)
        self._foot.setVisible(self._view is not None and not self._is_entering)

    def _say(self, label: SafeLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _respace(self) -> None:
        px = theme().px
        self._body.setSpacing(px(10))
        # Beside the bar of scrolling.
        self._body.setContentsMargins(0, 0, px(8), 0)
        self._shown_body.setSpacing(px(8))
        self._prepared_body.setSpacing(px(6))
        self._buttons.setSpacing(px(6))
        self._place_flow.setSpacing(px(6))


_TYPED = (PollKind.OPEN, PollKind.CLOUD, PollKind.NUMBER, PollKind.POINTS, PollKind.RATING,
          PollKind.AXES, PollKind.DOTS)  # fmt: skip
# Short words beside their keys; without any those of the action, which change.
_BUTTONS = (
    ("poll.reveal", ""),
    ("poll.hands", N_("Hands")),
    ("poll.paste", N_("Chat")),
    ("poll.totals", N_("Totals")),
)
_MORE = (
    "poll.again",
    "poll.sources",
    "poll.paper",
    "poll.codes",
    "poll.counter",
    "poll.report",
    "poll.timer",
    "poll.compare",
    "poll.right",
    "poll.change",
    "poll.present",
)


_HOLDERS = {Entry.PAPER: N_("One answer, then Enter"), Entry.PRESENT: N_("14 10")}


def _entry_words(entry: Entry, kind: PollKind) -> str:
    if entry is Entry.PRESENT:
        return _("How many are present in the room, and how many remote? Enter keeps it.")
    if entry is Entry.HANDS:
        return _("Digits add a hand, Shift takes one back, Tab changes the place, Esc ends.")
    if entry is Entry.TOTALS:
        return _("Totals in the order of the rows, then Enter. Tab changes the place.")
    if entry is Entry.PAPER and kind in _TYPED:
        return _("One paper after the other: type the answer, then Enter.")
    if entry is Entry.PAPER and kind in (PollKind.MULTIPLE, PollKind.RANKING):
        return _("One paper after the other: the digits it names, then Enter.")
    if entry is Entry.PAPER:
        return _("One paper after the other: its digit. Backspace takes the last one back.")
    return ""
