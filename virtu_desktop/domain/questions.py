"""What a poll asks and what an answer to it may be: one model for every type (V1).

An answer to a question with countable choices (options, or the levels of a scale) picks places of
``Question.choices``, counted from 0: so hands, chat lines, reports and phones all speak of the same
places. Nothing here knows who answers or how.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

POINTS_IN_ALL = 100
LONGEST_TEXT = 500
MOST_WORDS = 10


class PollKind(StrEnum):
    """What is asked for."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    PULSE = "pulse"
    RATING = "rating"
    RANKING = "ranking"
    POINTS = "points"
    NUMBER = "number"
    OPEN = "open"
    CLOUD = "cloud"
    QUIZ = "quiz"
    YES_NO = "yes_no"
    AXES = "axes"
    DOTS = "dots"
    ROTI = "roti"
    NPS = "nps"


class Secrecy(StrEnum):
    """What is kept of who answered what (V6).

    SECRET: no voter, time or order is kept with a ballot. OPEN: the voter is kept so that each
    person counts once, and never shown with the answer. NAMED: names stand beside the answers.
    """

    SECRET = "secret"
    OPEN = "open"
    NAMED = "named"


class Show(StrEnum):
    """When the audience sees the result (V7)."""

    HIDDEN = "hidden"
    AFTER_OWN = "after_own"
    AFTER_CLOSE = "after_close"
    ALWAYS = "always"


class Confidence(StrEnum):
    """How sure somebody is of an answer to a quiz."""

    UNSURE = "unsure"
    FAIRLY = "fairly"
    SURE = "sure"


class BadScale(ValueError):
    """A scale that cannot be."""


class QuestionProblem(StrEnum):
    """Why a question cannot be asked yet."""

    NO_TEXT = "no_text"
    TOO_FEW_OPTIONS = "too_few_options"
    SAME_OPTION_TWICE = "same_option_twice"
    EMPTY_OPTION = "empty_option"
    BAD_LIMITS = "bad_limits"
    NO_RIGHT_ANSWER = "no_right_answer"
    NO_AXES = "no_axes"


class AnswerProblem(StrEnum):
    """Why an answer does not fit its question."""

    NOTHING = "nothing"
    NO_SUCH_CHOICE = "no_such_choice"
    SAME_TWICE = "same_twice"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    WRONG_SUM = "wrong_sum"
    OUTSIDE = "outside"
    NOT_A_NUMBER = "not_a_number"
    TOO_LONG = "too_long"
    WRONG_KIND = "wrong_kind"


class BadAnswer(ValueError):
    """An answer that cannot be counted; ``problem`` says why."""

    def __init__(self, problem: AnswerProblem) -> None:
        """Keep why."""
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Whole-number levels from ``lowest`` to ``highest``.

    labels: none, one for each end, or one for each level. Raises BadScale for anything else, and
    for a scale with under two or over eleven levels.
    """

    lowest: int
    highest: int
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse levels and labels that do not fit together."""
        if not 2 <= self.size <= 11:
            raise BadScale("a scale has from two to eleven levels")
        if len(self.labels) not in (0, 2, self.size):
            raise BadScale("labels are for no level, for both ends or for each level")

    @property
    def size(self) -> int:
        """Return how many levels there are."""
        return self.highest - self.lowest + 1

    @property
    def has_all_labels(self) -> bool:
        """Say whether each level has a label of its own."""
        return len(self.labels) == self.size

    @property
    def ends(self) -> tuple[str, str]:
        """Return the labels of the lowest and the highest level; empty without labels."""
        return (self.labels[0], self.labels[-1]) if self.labels else ("", "")

    def level_label(self, level: int) -> str:
        """Return the words of a level: its own label, an end with its number, or the number."""
        place = level - self.lowest
        if self.has_all_labels:
            return self.labels[place]
        label = self.ends[0] if place == 0 else self.ends[1] if level == self.highest else ""
        return f"{level} · {label}" if label else str(level)


_LEVELS = frozenset({PollKind.SCALE, PollKind.PULSE, PollKind.ROTI, PollKind.NPS})
_OPTIONS = frozenset({PollKind.SINGLE, PollKind.MULTIPLE, PollKind.QUIZ, PollKind.YES_NO})
_DEFAULT_SCALES = {
    PollKind.SCALE: Scale(lowest=1, highest=5),
    PollKind.PULSE: Scale(lowest=1, highest=5),
    PollKind.RATING: Scale(lowest=1, highest=5),
    PollKind.ROTI: Scale(lowest=1, highest=5),
    PollKind.NPS: Scale(lowest=0, highest=10),
}
NEEDS_OPTIONS = frozenset(
    {
        PollKind.SINGLE,
        PollKind.MULTIPLE,
        PollKind.QUIZ,
        PollKind.YES_NO,
        PollKind.RANKING,
        PollKind.POINTS,
        PollKind.DOTS,
    }
)
# Each of these can be said with one raised hand, one chat line or one column of a report.
_ONE_PICK = _LEVELS | {PollKind.SINGLE, PollKind.QUIZ, PollKind.YES_NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; a prepared question may still lack options (see ``question_problems``).

    options: of a choice, what is rated, ranked or given points, or the items placed on two axes.
    min_choices, max_choices: how many options an answer to MULTIPLE or RANKING names; max_choices
    of DOTS is how many dots each person has. scale: levels of a scale question, or None for the
    usual one of its kind. axes: the two scales of AXES, across and up. right: places of the right
    options of a quiz. asks_confidence: a quiz also asks how sure people are. unit: of a number.
    repeat_key: questions with the same one are compared over time (V8). timer_s: seconds until
    the poll closes by itself, or None.
    """

    text: str
    kind: PollKind
    options: tuple[str, ...] = ()
    min_choices: int | None = None
    max_choices: int | None = None
    scale: Scale | None = None
    axes: tuple[Scale, Scale] | None = None
    right: tuple[int, ...] = ()
    asks_confidence: bool = False
    unit: str = ""
    repeat_key: str | None = None
    secrecy: Secrecy = Secrecy.OPEN
    show: Show = Show.AFTER_CLOSE
    timer_s: int | None = None

    @property
    def levels(self) -> Scale | None:
        """Return the scale that is asked on: its own, or the usual one of its kind."""
        return self.scale or _DEFAULT_SCALES.get(self.kind)

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the words of what can be picked; empty when an answer picks nothing."""
        if self.kind in _LEVELS:
            levels = self.levels
            assert levels is not None
            return tuple(
                levels.level_label(level) for level in range(levels.lowest, levels.highest + 1)
            )
        return self.options

    @property
    def is_single(self) -> bool:
        """Say whether an answer picks exactly one choice, so that shares sum to 100."""
        return self.kind in _ONE_PICK

    @property
    def is_scale(self) -> bool:
        """Say whether the choices are levels in order."""
        return self.kind in _LEVELS

    @property
    def can_be_counted(self) -> bool:
        """Say whether hands can be counted for each choice."""
        return self.is_single or self.kind in (PollKind.MULTIPLE, PollKind.DOTS)

    @property
    def fewest(self) -> int:
        """Return how many options an answer names at least."""
        return max(1, 1 if self.min_choices is None else self.min_choices)

    @property
    def most(self) -> int:
        """Return how many options an answer names, or dots it has, at most."""
        if self.max_choices is not None:
            return self.max_choices
        return 3 if self.kind is PollKind.DOTS else len(self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One person's answer to a question of any type; what does not belong to it stays empty.

    picks: places of choices, from 0; of a ranking the best first. amounts: one whole number for
    each option: points, dots, or the level it was rated with; of AXES the levels across and up,
    option by option (across, up, across, up ...). number: to NUMBER. texts: to OPEN (one) and
    CLOUD. confidence: with a quiz.
    """

    picks: tuple[int, ...] = ()
    amounts: tuple[int, ...] = ()
    number: float | None = None
    texts: tuple[str, ...] = ()
    confidence: Confidence | None = None


def level_answer(question: Question, level: int) -> Answer:
    """Return the answer that picks a level of a scale, checked."""
    scale = question.levels
    if scale is None or not question.is_scale:
        raise BadAnswer(AnswerProblem.WRONG_KIND)
    return checked_answer(question, Answer(picks=(level - scale.lowest,)))


def question_problems(question: Question) -> tuple[QuestionProblem, ...]:
    """Return all reasons why a question cannot be asked yet; empty when it can."""
    found: list[QuestionProblem] = []
    options = [" ".join(option.split()).casefold() for option in question.options]
    if not question.text.strip():
        found.append(QuestionProblem.NO_TEXT)
    if question.kind in NEEDS_OPTIONS and len(options) < 2:
        found.append(QuestionProblem.TOO_FEW_OPTIONS)
    if question.kind is PollKind.AXES:
        if not options:
            found.append(QuestionProblem.TOO_FEW_OPTIONS)
        if question.axes is None:
            found.append(QuestionProblem.NO_AXES)
    if "" in options:
        found.append(QuestionProblem.EMPTY_OPTION)
    if len(set(options)) < len(options):
        found.append(QuestionProblem.SAME_OPTION_TWICE)
    if question.kind in (PollKind.MULTIPLE, PollKind.RANKING):
        if not question.fewest <= question.most <= len(options):
            found.append(QuestionProblem.BAD_LIMITS)
    elif question.kind is PollKind.DOTS and question.most < 1:
        found.append(QuestionProblem.BAD_LIMITS)
    if question.kind is PollKind.QUIZ and (
        not question.right or not all(0 <= place < len(options) for place in question.right)
    ):
        found.append(QuestionProblem.NO_RIGHT_ANSWER)
    return tuple(found)


def checked_answer(question: Question, answer: Answer) -> Answer:
    """Return the answer as it is counted: texts tidied; raise BadAnswer when it does not fit."""
    kind = question.kind
    if answer.confidence is not None and not question.asks_confidence:
        raise BadAnswer(AnswerProblem.WRONG_KIND)
    if kind in _LEVELS or kind in _OPTIONS:
        _refuse(bool(answer.amounts or answer.texts), AnswerProblem.WRONG_KIND)
        return _checked_picks(question, answer)
    if kind is PollKind.RANKING:
        return _checked_picks(question, answer)
    if kind is PollKind.NUMBER:
        _refuse(answer.number is None, AnswerProblem.NOTHING)
        _refuse(not math.isfinite(answer.number or 0), AnswerProblem.NOT_A_NUMBER)
        return answer
    if kind in (PollKind.OPEN, PollKind.CLOUD):
        return _checked_texts(question, answer)
    return _checked_amounts(question, answer)


def _checked_picks(question: Question, answer: Answer) -> Answer:
    picks = answer.picks
    _refuse(answer.number is not None, AnswerProblem.WRONG_KIND)
    _refuse(not picks, AnswerProblem.NOTHING)
    _refuse(
        any(not 0 <= place < len(question.choices) for place in picks),
        AnswerProblem.NO_SUCH_CHOICE,
    )
    _refuse(len(set(picks)) < len(picks), AnswerProblem.SAME_TWICE)
    fewest, most = (1, 1) if question.is_single else (question.fewest, question.most)
    _refuse(len(picks) < fewest, AnswerProblem.TOO_FEW)
    _refuse(len(picks) > most, AnswerProblem.TOO_MANY)
    if question.kind is PollKind.MULTIPLE:
        return Answer(picks=tuple(sorted(picks)))
    return answer


def _checked_texts(question: Question, answer: Answer) -> Answer:
    _refuse(bool(answer.picks or answer.amounts), AnswerProblem.WRONG_KIND)
    texts = tuple(tidy for text in answer.texts if (tidy := " ".join(text.split())))
    _refuse(not texts, AnswerProblem.NOTHING)
    most = 1 if question.kind is PollKind.OPEN else question.max_choices or MOST_WORDS
    _refuse(len(texts) > most, AnswerProblem.TOO_MANY)
    _refuse(any(len(text) > LONGEST_TEXT for text in texts), AnswerProblem.TOO_LONG)
    return Answer(texts=texts)


def _checked_amounts(question: Question, answer: Answer) -> Answer:
    amounts = answer.amounts
    kind = question.kind
    _refuse(not amounts, AnswerProblem.NOTHING)
    _refuse(bool(answer.picks or answer.texts), AnswerProblem.WRONG_KIND)
    if kind is PollKind.AXES:
        axes = question.axes
        _refuse(axes is None, AnswerProblem.WRONG_KIND)
        assert axes is not None
        _refuse(len(amounts) != 2 * len(question.options), AnswerProblem.WRONG_SUM)
        for place, level in enumerate(amounts):
            scale = axes[place % 2]
            _refuse(not scale.lowest <= level <= scale.highest, AnswerProblem.OUTSIDE)
        return answer
    if kind is PollKind.RATING:
        scale = question.levels or _DEFAULT_SCALES[kind]
        _refuse(len(amounts) != max(1, len(question.options)), AnswerProblem.WRONG_SUM)
        _refuse(
            any(not scale.lowest <= level <= scale.highest for level in amounts),
            AnswerProblem.OUTSIDE,
        )
        return answer
    _refuse(len(amounts) != len(question.options), AnswerProblem.NO_SUCH_CHOICE)
    _refuse(any(amount < 0 for amount in amounts), AnswerProblem.OUTSIDE)
    total = sum(amounts)
    if kind is PollKind.POINTS:
        _refuse(total != POINTS_IN_ALL, AnswerProblem.WRONG_SUM)
    else:
        _refuse(total == 0, AnswerProblem.NOTHING)
        _refuse(total > question.most, AnswerProblem.TOO_MANY)
    return answer


def _refuse(is_wrong: bool, problem: AnswerProblem) -> None:
    if is_wrong:
        raise BadAnswer(problem)
