"""A poll as the room sees it: a value made from the poll and its tally, and from nothing private.

Before the reveal it shows what can be answered and how many have; the result is not in the value
at all until its rule lets it be seen (V7), so no painter can show it too early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from virtu_desktop.chart_parts import base_words, number_words
from virtu_desktop.domain.charts import BarChart, Chart, CloudWord
from virtu_desktop.domain.poll_chat import chat_options
from virtu_desktop.domain.poll_figures import quartiles
from virtu_desktop.domain.polls import Poll, Round
from virtu_desktop.domain.questions import PollKind, Secrecy, Show
from virtu_desktop.domain.tally import Result
from virtu_desktop.domain.time import SECOND, Instant
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.poll_charts import ChartView, result_chart
from virtu_desktop.poll_words import channel_word, question_word

_SECRECY = {
    Secrecy.SECRET: N_("anonymous"),
    Secrecy.OPEN: N_("names not shown"),
    Secrecy.NAMED: N_("with names"),
}
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class StageChoice:
    """Something that can be answered: what to write or call out for it, and its words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePoll:
    """All that the stage shows of a poll.

    time: left until the poll closes, or "". chart: the result, None until it may be seen.
    choices: what can be answered, while the result is hidden. channels: how many answered by
    each. earlier: what the same question came to before, or "". waiting: why there is nothing to
    see yet, or "".
    """

    kicker: str
    question: str
    time: str = ""
    chart: Chart | None = None
    choices: tuple[StageChoice, ...] = ()
    channels: tuple[str, ...] = ()
    earlier: str = ""
    waiting: str = ""

    @property
    def spoken(self) -> str:
        """Return the whole as text, for screen readers."""
        parts = [self.kicker, self.question, self.time]
        if self.chart is not None:
            parts += [", ".join(filter(None, row)) for row in self.chart.table.rows]
            parts += self.chart.notes
        parts += [f"{choice.key} {choice.label}".strip() for choice in self.choices]
        return ". ".join(
            part for part in (*parts, self.waiting, *self.channels, self.earlier) if part
        )


def stage_poll(
    poll: Poll,
    result: Result,
    now: Instant,
    tr: Translator,
    *,
    round_: Round | None = None,
    view: ChartView | None = None,
    words: tuple[CloudWord, ...] | None = None,
    earlier: tuple[str, Result] | None = None,
) -> StagePoll:
    """Return a poll as the stage shows it; tr: the stage's language.

    result: of the round, which is the newest unless another is given. words: of open answers,
    only those that the trainer let through; without any of them no text of a person is shown.
    earlier: when the same question was asked before, and what it came to.
    """
    shown = poll.latest if round_ is None else round_
    question = poll.question
    chart = None
    if is_revealed(poll, shown):
        approved = words
        if question.kind in (PollKind.OPEN, PollKind.CLOUD) and approved is None:
            approved = ()
        chart = _brief(
            result_chart(
                result, tr, view, is_right_shown=poll.right_shown, words=approved, is_brief=True
            )
        )
    return StagePoll(
        kicker=_kicker(poll, shown, result, tr),
        question=question.text,
        time=_time_left(shown, now),
        chart=chart,
        choices=_choices(poll) if chart is None else (),
        channels=tuple(
            f"{part.people} {channel_word(tr, part.channel)}" for part in result.channels
        ),
        earlier="" if earlier is None or chart is None else _earlier(earlier, tr),
        waiting=_waiting(poll, result, chart, tr),
    )


def is_revealed(poll: Poll, round_: Round) -> bool:
    """Say whether the room may see the result of a round.

    "After one's own answer" is for the phones: on the stage, that result waits for the close.
    """
    if round_.revealed or poll.question.show is Show.ALWAYS:
        return True
    return not round_.is_open and poll.question.show is not Show.HIDDEN


def _waiting(poll: Poll, result: Result, chart: Chart | None, tr: Translator) -> str:
    """Return why the room sees nothing of open answers yet."""
    if poll.question.kind not in (PollKind.OPEN, PollKind.CLOUD) or not result.people:
        return ""
    if chart is None or not chart.table.rows:
        return tr("The answers appear here when they have been read.")
    return ""


def _kicker(poll: Poll, round_: Round, result: Result, tr: Translator) -> str:
    parts = [question_word(tr, poll.question)]
    if len(poll.rounds) > 1:
        parts.append(tr("round {number}", number=round_.number))
    parts += [base_words(tr, result), tr(_SECRECY[poll.question.secrecy])]
    return " · ".join(parts)


def _time_left(round_: Round, now: Instant) -> str:
    """Return the time left as ``0:42``; rounded up, and never below nothing."""
    if round_.closes is None or not round_.is_open:
        return ""
    seconds = max(0, -(-(round_.closes - now) // SECOND))
    return f"{seconds // 60}:{seconds % 60:02d}"


def _choices(poll: Poll) -> tuple[StageChoice, ...]:
    """Return what can be answered, with the number that chat and hands call it by."""
    question = poll.question
    if not question.choices:
        return ()
    options = chat_options(question)
    scale = question.levels
    labels = question.choices
    if question.is_scale and scale is not None and not scale.has_all_labels:
        # The number stands in front already.
        labels = tuple(label.partition(" · ")[2] for label in labels)
    return tuple(
        StageChoice(option.key, label) for option, label in zip(options, labels, strict=True)
    )


def _brief(chart: Chart) -> Chart:
    """Return a chart for the last row: no more bars than can be read."""
    body = chart.body
    if isinstance(body, BarChart) and len(body.bars) > _MOST_BARS:
        return replace(chart, body=replace(body, bars=body.bars[:_MOST_BARS]))
    return chart


def _earlier(earlier: tuple[str, Result], tr: Translator) -> str:
    when, result = earlier
    scale = result.question.levels
    if result.question.is_scale and scale is not None:
        middle = quartiles(result.counts, scale.lowest)
        if middle is None:
            return ""
        median = tr("median {value}", value=number_words(tr, middle.median))
        return f"{when}: {median} · n = {result.people}"
    counts = zip(result.counts, result.question.choices, strict=True)
    return f"{when}: " + " · ".join(f"{count} {label}" for count, label in counts if count)
