"""The polls of a block: one line each, and what is said of them by chips below (V1, V6 to V8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ui.forms.field import Field, LineField
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.chip import ChipButton
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.poll_line import can_be_a_line, parse_poll_line, poll_line
from virtu_desktop.domain.questions import (
    NEEDS_OPTIONS,
    PollKind,
    Question,
    Secrecy,
    Show,
    question_problems,
)
from virtu_desktop.exchange.scales import ReadyScale, list_scales, scale_of
from virtu_desktop.i18n import _, interface
from virtu_desktop.poll_words import (
    poll_kind_word,
    question_problem_words,
    secrecy_word,
    show_word,
)

_TIMERS = (None, 30, 60, 90, 120, 180)
# Kinds whose words are typed in the line, beside the scales of the library.
_TYPED_KINDS = (
    PollKind.SINGLE,
    PollKind.MULTIPLE,
    PollKind.QUIZ,
    PollKind.RANKING,
    PollKind.POINTS,
    PollKind.DOTS,
    PollKind.RATING,
    PollKind.NUMBER,
    PollKind.OPEN,
    PollKind.CLOUD,
)


class PollFields(QWidget):
    """Edits the prepared polls; ``changed`` carries all of them at once."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the fields without polls."""
        super().__init__(parent)
        self._questions: tuple[Question, ...] = ()
        self._language = "en"
        self._cards: list[_PollCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(CapsLabel(_("Polls")))
        self._list = QVBoxLayout()
        self._column.addLayout(self._list)
        self.new_line = LineField()
        self.new_line.setPlaceholderText(_("New: question? answer/answer, or 1-5"))
        self.new_line.setAccessibleName(_("New poll"))
        self.new_line.committed.connect(self._add)
        self._column.addWidget(self.new_line)
        follow_theme(self._retheme)

    def show_polls(self, questions: Sequence[Question], language: str) -> None:
        """Show the polls of a block; what is being typed stays. language: of the session."""
        self._questions, self._language = tuple(questions), language
        while len(self._cards) < len(questions):
            self._make_card(len(self._cards))
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(questions))
            if place < len(questions):
                card.show_question(questions[place], language)

    @property
    def lines(self) -> tuple[LineField, ...]:
        """Return the lines in which one types here."""
        shown = self._cards[: len(self._questions)]
        return (*(line for card in shown for line in card.lines), self.new_line)

    def forget_problems(self) -> None:
        """Take away what was said about typed text."""
        self.new_line.give_up()
        self.new_line.clear()

    def _make_card(self, place: int) -> None:
        card = _PollCard(self)
        card.changed.connect(lambda question: self._put(place, question))
        card.removed.connect(lambda: self._remove(place))
        self._cards.append(card)
        self._list.addWidget(card)

    def _add(self, line: str) -> None:
        question = parse_poll_line(line)
        if question is not None:
            self.new_line.clear()
            self.changed.emit((*self._questions, question))

    def _put(self, place: int, question: Question) -> None:
        others = list(self._questions)
        others[place] = question
        self.changed.emit(tuple(others))

    def _remove(self, place: int) -> None:
        self.changed.emit((*self._questions[:place], *self._questions[place + 1 :]))

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(6))
        self._list.setSpacing(theme().px(12))


class _PollCard(QWidget):
    """One poll: its line, its chips, and what it still lacks."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question = Question(text="", kind=PollKind.OPEN)
        self._language = "en"
        self._line = LineField()
        self._line.setAccessibleName(_("Question"))
        self._line.committed.connect(self._set_line)
        self._options = LineField()
        self._options_field = Field(_("Answers, with / between them"), self._options)
        self._options.committed.connect(self._set_options)
        self._key = LineField()
        self._key_field = Field(_("Repeat key: the same in polls to compare"), self._key)
        self._key.committed.connect(self._set_key)
        self._kind = self._chip(_("How it is answered"), self._open_kinds)
        self._right = self._chip(_("Right answer"), self._open_right)
        self._secrecy = self._chip(_("What is kept of who answered"), self._open_secrecy)
        self._show = self._chip(_("When everybody sees the result"), self._open_show)
        self._timer = self._chip(_("When it closes by itself"), self._open_timer)
        self._remove = ChipButton(_("Remove"), Tone.GREY, self)
        self._remove.clicked.connect(self.removed)
        self._problem = SafeLabel(role=Role.SECONDARY, tone=Tone.AMBER, wrap=True)
        self._flow = FlowLayout()
        for chip in (self._kind, self._right, self._secrecy, self._show, self._timer, self._remove):
            self._flow.addWidget(chip)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._line)
        self._column.addWidget(self._options_field)
        self._column.addLayout(self._flow)
        self._column.addWidget(self._key_field)
        self._column.addWidget(self._problem)
        follow_theme(self._retheme)

    @property
    def lines(self) -> tuple[LineField, ...]:
        """Return the lines in which one types here."""
        return (self._line, self._options, self._key)

    def show_question(self, question: Question, language: str) -> None:
        """Show a poll as the plan has it."""
        tr = interface()
        self._question, self._language = question, language
        self._line.show_text(poll_line(question) if _is_a_line(question) else question.text)
        has_options = question.kind in NEEDS_OPTIONS or bool(question.options)
        self._options_field.setVisible(has_options and not _is_a_line(question))
        self._options.show_text(" / ".join(question.options))
        ready = scale_of(question, language)
        kind = poll_kind_word(tr, question.kind) if ready is None else ready.name
        self._kind.show_words(f"{_capital(kind)} ▾", Tone.PLUM)
        self._right.setVisible(question.kind is PollKind.QUIZ)
        right = ", ".join(
            question.options[place] for place in question.right if place < len(question.options)
        )
        self._right.show_words(_("Right: {answer} ▾", answer=right or "?"), Tone.TEAL)
        self._secrecy.show_words(f"{_capital(secrecy_word(tr, question.secrecy))} ▾", Tone.GREY)
        self._show.show_words(_("Shown {when} ▾", when=show_word(tr, question.show)), Tone.GREY)
        self._timer.show_words(f"{_capital(_timer_words(question.timer_s))} ▾", Tone.GREY)
        self._key.show_text(question.repeat_key or "")
        problems = question_problems(question)
        self._problem.setText(question_problem_words(tr, problems[0]) if problems else "")
        self._problem.setVisible(bool(problems))

    def _set_line(self, line: str) -> None:
        """Take another wording; answers that are not typed again stay as they are."""
        read = parse_poll_line(line)
        if read is None:
            self._line.show_text(self._question.text)
            return
        now = self._question
        if read.kind is PollKind.OPEN and now.kind is not PollKind.OPEN:
            self.changed.emit(replace(now, text=read.text))
            return
        kind = now.kind if _keeps_kind(now, read) else read.kind
        secrecy = read.secrecy if read.secrecy is not Secrecy.OPEN else now.secrecy
        self.changed.emit(
            replace(
                now,
                text=read.text,
                kind=kind,
                options=read.options,
                max_choices=read.max_choices,
                scale=read.scale,
                axes=read.axes,
                unit=read.unit,
                secrecy=secrecy,
                right=now.right if kind is PollKind.QUIZ else (),
            )
        )

    def _set_options(self, text: str) -> None:
        options = tuple(option.strip() for option in text.split("/") if option.strip())
        self.changed.emit(replace(self._question, options=options))

    def _set_key(self, text: str) -> None:
        self.changed.emit(replace(self._question, repeat_key=" ".join(text.split()) or None))

    def _open_kinds(self) -> None:
        menu = QMenu(self)
        for ready in list_scales(self._language):
            self._add(menu, ready.name, partial(self._on_scale, ready))
        menu.addSeparator()
        tr = interface()
        for kind in _TYPED_KINDS:
            self._add(menu, poll_kind_word(tr, kind), partial(self._as_kind, kind))
        self._pop(menu, self._kind)

    def _with(self, **changes: object) -> Question:
        return replace(self._question, **changes)  # type: ignore[arg-type]

    def _on_scale(self, ready: ReadyScale) -> Question:
        return ready.applied(self._question)

    def _as_kind(self, kind: PollKind) -> Question:
        """Return the question as another kind, with two options to begin with if it needs any."""
        now = self._question
        options = now.options
        if kind in NEEDS_OPTIONS and len(options) < 2:
            options = (_("Answer {number}", number=1), _("Answer {number}", number=2))
        elif kind in (PollKind.NUMBER, PollKind.OPEN, PollKind.CLOUD):
            options = ()
        return replace(
            now,
            kind=kind,
            options=options,
            scale=None,
            axes=None,
            min_choices=None,
            max_choices=None,
            right=(0,) if kind is PollKind.QUIZ else (),
        )

    def _open_right(self) -> None:
        menu = QMenu(self)
        for place, option in enumerate(self._question.options):
            self._add(menu, option, partial(self._with, right=(place,)))
        self._pop(menu, self._right)

    def _open_secrecy(self) -> None:
        menu, tr = QMenu(self), interface()
        for secrecy in Secrecy:
            words = secrecy_word(tr, secrecy)
            self._add(menu, words, partial(self._with, secrecy=secrecy))
        self._pop(menu, self._secrecy)

    def _open_show(self) -> None:
        menu, tr = QMenu(self), interface()
        for show in Show:
            words = show_word(tr, show)
            self._add(menu, words, partial(self._with, show=show))
        self._pop(menu, self._show)

    def _open_timer(self) -> None:
        menu = QMenu(self)
        for seconds in _TIMERS:
            self._add(
                menu,
                _timer_words(seconds),
                partial(self._with, timer_s=seconds),
            )
        self._pop(menu, self._timer)

    def _add(self, menu: QMenu, words: str, made: Callable[[], Question]) -> None:
        # An ampersand in words is no key.
        entry = menu.addAction(words.replace("&", "&&"))
        entry.triggered.connect(lambda _checked=False: self.changed.emit(made()))

    def _pop(self, menu: QMenu, chip: ChipButton) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _chip(self, name: str, act: Callable[[], None]) -> ChipButton:
        chip = ChipButton("", Tone.GREY, self)
        chip.setToolTip(name)
        chip.clicked.connect(lambda _checked=False: act())
        return chip

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(6))
        self._flow.setSpacing(theme().px(6))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _is_a_line(question: Question) -> bool:
    """Say whether question and answers can be typed as one line; the chips say the rest."""
    plain = replace(question, show=Show.AFTER_CLOSE, timer_s=None, repeat_key=None)
    return can_be_a_line(plain)


def _keeps_kind(now: Question, read: Question) -> bool:
    """Say whether answers of a line are for the kind that was chosen before."""
    return read.kind in (PollKind.SINGLE, PollKind.YES_NO) and now.kind in (
        PollKind.QUIZ,
        PollKind.RANKING,
        PollKind.POINTS,
        PollKind.DOTS,
        PollKind.RATING,
    )


def _timer_words(seconds: int | None) -> str:
    if seconds is None:
        return _("open until closed")
    return _("open {time}", time=f"{seconds // 60}:{seconds % 60:02d}")
