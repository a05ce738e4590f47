"""What a round of a poll came to, in words and a small table, for pages to read (R1, R2).

Names never stand here. Room and remote stand apart only where neither shows a small group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.poll_figures import quartiles
from virtu_desktop.domain.polls import Poll, Round
from virtu_desktop.domain.questions import PollKind
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.domain.wall import NOTHING_DECIDED, Seen, people_of, wall_words
from virtu_desktop.domain.words import normal_text
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    answered_words,
    channel_count,
    mode_word,
    number_text,
    openly_words,
    over_words,
    question_word,
    secrecy_word,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollSummary:
    """One round: the question, a line of facts, the table, what to know of the figures.

    heads, rows: empty for words and numbers, which stand in ``items``.
    """

    heading: str
    facts: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()
    notes: str = ""


def poll_summaries(polls: Iterable[Poll], tr: Translator) -> Iterator[PollSummary]:
    """Yield the summary of each round, polls in the order they were asked."""
    for poll in polls:
        for round_ in poll.rounds:
            yield _summary(poll, round_, tr)


def _summary(poll: Poll, round_: Round, tr: Translator) -> PollSummary:
    result = tally(poll, round_)
    number = tr(", round {number}", number=round_.number) if len(poll.rounds) > 1 else ""
    facts = (
        question_word(tr, poll.question),
        secrecy_word(tr, poll.question.secrecy),
        answered_words(tr, result.people, result.present),
    )
    notes = tuple(_notes(result, tr))
    has_choices = bool(poll.question.choices)
    return PollSummary(
        heading=f"{poll.question.text}{number}",
        facts=f"{', '.join(facts)}.",
        heads=_heads(result, tr) if has_choices else (),
        rows=tuple(_rows(result)) if has_choices else (),
        items=() if has_choices else tuple(_items(poll, result, tr)),
        notes=f"{'; '.join(notes)}." if notes else "",
    )


def _heads(result: Result, tr: Translator) -> tuple[str, ...]:
    parts = result.parts if len(result.parts) > 1 else ()
    percent = ["%"] if result.has_percentages else []
    return (
        tr("Answer"),
        tr("People"),
        *percent,
        *(mode_word(tr, part.mode) for part in parts),
    )


def _rows(result: Result) -> Iterator[tuple[str, ...]]:
    parts = result.parts if len(result.parts) > 1 else ()
    for place, label in enumerate(result.question.choices):
        share = result.shares[place]
        percent = ["" if share is None else str(share)] if result.has_percentages else []
        yield (
            label,
            str(result.counts[place]),
            *percent,
            *(str(part.counts[place]) for part in parts),
        )


def moderated_words(poll: Poll, result: Result) -> tuple[CloudWord, ...] | None:
    """Return open answers as the room saw them, put together; None where nothing was decided.

    What was left out or still waited stands in no page; the record's tables keep every answer.
    """
    if poll.question.kind not in (PollKind.OPEN, PollKind.CLOUD) or poll.wall == NOTHING_DECIDED:
        return None
    return wall_words(poll.question, people_of(result.answers), poll.wall, {})


def _items(poll: Poll, result: Result, tr: Translator) -> Iterator[str]:
    words = moderated_words(poll, result)
    if words is not None:
        for word in words:
            yield f"{word.text} ({word.people})" if word.people > 1 else word.text
        yield from _not_shown(poll, result, tr)
        return
    unit = f" {result.question.unit}" if result.question.unit else ""
    for answer, times in result.answers:
        often = f" ({times})" if times > 1 else ""
        yield from (f"{text}{often}" for text in answer.texts)
        if answer.number is not None:
            yield f"{number_text(tr, answer.number)}{unit}{often}"


def _not_shown(poll: Poll, result: Result, tr: Translator) -> Iterator[str]:
    hidden = sum(
        times
        for answer, times in result.answers
        if all(poll.wall.seen(normal_text(text)) is not Seen.SHOWN for text in answer.texts)
    )
    if hidden and poll.wall.frozen is None:
        yield tr.plural(
            "{count} answer was not shown to the room.",
            "{count} answers were not shown to the room.",
            hidden,
        )


def _notes(result: Result, tr: Translator) -> Iterator[str]:
    scale = result.question.levels
    if result.question.is_scale and scale is not None:
        found = quartiles(result.counts, scale.lowest)
        if found is not None:
            yield tr("median {value}", value=number_text(tr, found.median))
    yield from (channel_count(tr, part.channel, part.people) for part in result.channels)
    if result.is_of_several:
        yield tr("several choices: does not sum to 100")
    if result.replaced:
        yield tr.plural(
            "{count} person answered twice and counts once",
            "{count} people answered twice and count once",
            len(result.replaced),
        )
    if openly := openly_words(tr, result):
        yield openly
    if result.held:
        yield tr.plural("{count} late answer waits", "{count} late answers wait", result.held)
    if over := over_words(tr, result):
        yield over
