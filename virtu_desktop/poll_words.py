"""Words of polls that window, stage, exports and commands share (V1 to V7)."""

from __future__ import annotations

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Channel, Correction, Present, Standing
from virtu_desktop.domain.questions import (
    AnswerProblem,
    Confidence,
    PollKind,
    Question,
    QuestionProblem,
    Secrecy,
    Show,
)
from virtu_desktop.domain.tally import Result
from virtu_desktop.i18n import N_, Translator

_KINDS = {
    PollKind.SINGLE: N_("single choice"),
    PollKind.MULTIPLE: N_("several choices"),
    PollKind.SCALE: N_("scale"),
    PollKind.PULSE: N_("pulse"),
    PollKind.RATING: N_("rating"),
    PollKind.RANKING: N_("ranking"),
    PollKind.POINTS: N_("100 points"),
    PollKind.NUMBER: N_("number"),
    PollKind.OPEN: N_("open text"),
    PollKind.CLOUD: N_("word cloud"),
    PollKind.QUIZ: N_("quiz"),
    PollKind.YES_NO: N_("yes / no / abstain"),
    PollKind.AXES: N_("two axes (2×2)"),
    PollKind.DOTS: N_("dot vote"),
    PollKind.ROTI: N_("return on time (ROTI)"),
    PollKind.NPS: N_("recommend 0–10 (NPS)"),
}
_YES_AND_NO = 2
_SECRECY = {
    Secrecy.SECRET: N_("secret"),
    Secrecy.OPEN: N_("names not shown"),
    Secrecy.NAMED: N_("with names"),
}
_SHOW = {
    Show.HIDDEN: N_("only when you show it"),
    Show.AFTER_OWN: N_("after one’s own answer"),
    Show.AFTER_CLOSE: N_("after the close"),
    Show.ALWAYS: N_("always"),
}
_CHANNELS = {
    Channel.PHONE: N_("by phone"),
    Channel.HANDS: N_("by show of hands"),
    Channel.CHAT: N_("from the meeting chat"),
    Channel.REPORT: N_("from the poll report"),
    Channel.PAPER: N_("on paper"),
    Channel.TYPED: N_("typed in"),
}
_MODES = {
    Mode.ROOM: N_("in the room"),
    Mode.SITE: N_("at a shared screen"),
    Mode.REMOTE: N_("remote"),
}
_STANDINGS = {
    Standing.COUNTED: N_("counts"),
    Standing.HELD: N_("late, waits"),
    Standing.ACCEPTED: N_("late, counted"),
    Standing.REFUSED: N_("late, left out"),
    Standing.TAKEN_BACK: N_("taken back"),
}
_CONFIDENCE = {
    Confidence.UNSURE: N_("unsure"),
    Confidence.FAIRLY: N_("fairly sure"),
    Confidence.SURE: N_("sure"),
}
_CORRECTIONS = {
    Correction.REOPENED: N_("opened again"),
    Correction.LATE_ACCEPTED: N_("late answer counted"),
    Correction.LATE_REFUSED: N_("late answer left out"),
    Correction.COUNT_CHANGED: N_("count changed"),
    Correction.TAKEN_BACK: N_("taken back"),
    Correction.PUT_BACK: N_("put back"),
}
_QUESTION_PROBLEMS = {
    QuestionProblem.NO_TEXT: N_("The question has no words yet."),
    QuestionProblem.TOO_FEW_OPTIONS: N_("The question needs more options."),
    QuestionProblem.SAME_OPTION_TWICE: N_("Two options are the same."),
    QuestionProblem.EMPTY_OPTION: N_("An option is empty."),
    QuestionProblem.BAD_LIMITS: N_("The smallest and largest number of choices do not fit."),
    QuestionProblem.NO_RIGHT_ANSWER: N_("The quiz has no right answer yet."),
    QuestionProblem.NO_AXES: N_("The two axes have no ends yet."),
}
_ANSWER_PROBLEMS = {
    AnswerProblem.NOTHING: N_("There is no answer."),
    AnswerProblem.NO_SUCH_CHOICE: N_("There is no such option."),
    AnswerProblem.SAME_TWICE: N_("The same option stands twice."),
    AnswerProblem.TOO_FEW: N_("Too few options were chosen."),
    AnswerProblem.TOO_MANY: N_("Too many options were chosen."),
    AnswerProblem.WRONG_SUM: N_("The points do not add up."),
    AnswerProblem.OUTSIDE: N_("That is outside the scale."),
    AnswerProblem.NOT_A_NUMBER: N_("That is not a number."),
    AnswerProblem.TOO_LONG: N_("The text is too long."),
    AnswerProblem.WRONG_KIND: N_("That does not answer this question."),
}


def question_word(tr: Translator, question: Question) -> str:
    """Return what kind of question it is, as it is asked: with or without abstaining."""
    if question.kind is PollKind.YES_NO and len(question.options) == _YES_AND_NO:
        return tr("yes / no")
    return poll_kind_word(tr, question.kind)


def poll_kind_word(tr: Translator, kind: PollKind) -> str:
    """Return what kind of question it is."""
    return tr(_KINDS[kind])


def secrecy_word(tr: Translator, secrecy: Secrecy) -> str:
    """Return what is kept of who answered what."""
    return tr(_SECRECY[secrecy])


def show_word(tr: Translator, show: Show) -> str:
    """Return when the audience sees the result."""
    return tr(_SHOW[show])


def channel_word(tr: Translator, channel: Channel) -> str:
    """Return how answers came."""
    return tr(_CHANNELS[channel])


def mode_word(tr: Translator, mode: Mode | None) -> str:
    """Return how people take part; an empty text when nobody knows."""
    return "" if mode is None else tr(_MODES[mode])


def standing_word(tr: Translator, standing: Standing) -> str:
    """Return whether a ballot counts."""
    return tr(_STANDINGS[standing])


def confidence_word(tr: Translator, confidence: Confidence) -> str:
    """Return how sure somebody is."""
    return tr(_CONFIDENCE[confidence])


def correction_word(tr: Translator, what: Correction) -> str:
    """Return what was corrected."""
    return tr(_CORRECTIONS[what])


def question_problem_words(tr: Translator, problem: QuestionProblem) -> str:
    """Return why a question cannot be asked, as a sentence."""
    return tr(_QUESTION_PROBLEMS[problem])


def answer_problem_words(tr: Translator, problem: AnswerProblem) -> str:
    """Return why an answer cannot be counted, as a sentence."""
    return tr(_ANSWER_PROBLEMS[problem])


def channel_count(tr: Translator, channel: Channel, people: int) -> str:
    """Return how many came by one channel: "14 by phone"."""
    return f"{people} {channel_word(tr, channel)}"


def answered_words(tr: Translator, people: int, present: Present | int | None) -> str:
    """Return how many answered out of how many: "21 of 23 answered"."""
    total = present.total if isinstance(present, Present) else present
    if total is None:
        return tr.plural("{count} answered", "{count} answered", people)
    return tr("{n} of {total} answered", n=people, total=total)


def over_words(tr: Translator, result: Result) -> str:
    """Return the warning that there are more answers than people, or an empty text."""
    if result.over and result.present is not None:
        return tr(
            "More answers than people present: {n} / {total}",
            n=result.people,
            total=result.present.total,
        )
    for one in result.over_in:
        return tr(
            "More answers than people present, {where}: {n} / {total}",
            where=mode_word(tr, one.mode),
            n=one.people,
            total=one.present,
        )
    return ""


def openly_words(tr: Translator, result: Result) -> str:
    """Return that others have seen answers, or an empty text: the chat is never secret (V6)."""
    if not result.openly:
        return ""
    if result.question.secrecy is Secrecy.SECRET:
        return tr.plural(
            "{count} of these was given openly",
            "{count} of these were given openly",
            result.openly,
        )
    if any(part.channel is Channel.CHAT for part in result.channels):
        return tr("everybody has seen the answers in the chat")
    return ""


def number_text(tr: Translator, number: float) -> str:
    """Return a number as people write it in the language: 2.5, in Finnish and Swedish 2,5."""
    text = f"{number:.10g}"
    return text if tr.language == "en" else text.replace(".", ",")


def share_text(count: int, share: int | None) -> str:
    """Return a count with its percent where there may be one: "9 · 43 %"."""
    return str(count) if share is None else f"{count} · {share} %"
