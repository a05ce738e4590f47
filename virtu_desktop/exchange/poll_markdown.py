"""Polls as a part of a session's record in Markdown (R2): what was asked, and what it came to.

Names never stand here. Room and remote stand apart only where neither shows a small group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from virtu_desktop.domain.poll_figures import quartiles
from virtu_desktop.domain.polls import Poll, Round
from virtu_desktop.domain.questions import PollKind, Secrecy
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    answered_words,
    channel_count,
    mode_word,
    number_text,
    over_words,
    poll_kind_word,
    secrecy_word,
)

Escape = Callable[[str], str]


def poll_lines(polls: Iterable[Poll], tr: Translator, escape: Escape) -> list[str]:
    """Return the lines of all polls, or none; ``escape`` makes typed texts plain."""
    lines: list[str] = []
    for poll in polls:
        for round_ in poll.rounds:
            lines += ["", *_round(poll, round_, tr, escape)]
    return ["## " + tr("Polls"), *lines] if lines else []


def _round(poll: Poll, round_: Round, tr: Translator, escape: Escape) -> Iterator[str]:
    result = tally(poll, round_)
    number = tr(", round {number}", number=round_.number) if len(poll.rounds) > 1 else ""
    yield f"### {escape(poll.question.text)}{number}"
    yield ""
    facts = [
        poll_kind_word(tr, poll.question.kind),
        secrecy_word(tr, poll.question.secrecy),
        answered_words(tr, result.people, result.present),
    ]
    yield f"{', '.join(facts)}."
    yield ""
    yield from _table(poll, result, tr, escape)
    yield from _notes(result, tr)


def _table(poll: Poll, result: Result, tr: Translator, escape: Escape) -> Iterator[str]:
    kind = poll.question.kind
    if kind in (PollKind.OPEN, PollKind.CLOUD):
        for answer, times in result.answers:
            for text in answer.texts:
                yield f"- {escape(text)}" + (f" ({times})" if times > 1 else "")
        return
    if kind is PollKind.NUMBER:
        for answer, times in result.answers:
            if answer.number is not None:
                unit = f" {escape(poll.question.unit)}" if poll.question.unit else ""
                yield f"- {number_text(tr, answer.number)}{unit}" + (
                    f" ({times})" if times > 1 else ""
                )
        return
    parts = result.parts if len(result.parts) > 1 else ()
    head = [tr("Answer"), tr("People"), *(["%"] if result.has_percentages else [])]
    head += [mode_word(tr, part.mode) for part in parts]
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for place, label in enumerate(poll.question.choices):
        share = result.shares[place]
        cells = [escape(label), str(result.counts[place])]
        if result.has_percentages:
            cells.append("" if share is None else str(share))
        cells += [str(part.counts[place]) for part in parts]
        yield f"| {' | '.join(cells)} |"


def _notes(result: Result, tr: Translator) -> Iterator[str]:
    notes = []
    scale = result.question.levels
    if result.question.is_scale and scale is not None:
        found = quartiles(result.counts, scale.lowest)
        if found is not None:
            notes.append(tr("median {value}", value=number_text(tr, found.median)))
    notes += [channel_count(tr, part.channel, part.people) for part in result.channels]
    if result.is_of_several:
        notes.append(tr("several choices: does not sum to 100"))
    if result.replaced:
        notes.append(
            tr.plural(
                "{count} person answered twice and counts once",
                "{count} people answered twice and count once",
                len(result.replaced),
            )
        )
    if result.question.secrecy is Secrecy.SECRET and result.openly:
        notes.append(
            tr.plural(
                "{count} of these was given openly",
                "{count} of these were given openly",
                result.openly,
            )
        )
    if result.held:
        notes.append(
            tr.plural("{count} late answer waits", "{count} late answers wait", result.held)
        )
    if over := over_words(tr, result):
        notes.append(over)
    if notes:
        yield ""
        yield f"{'; '.join(notes)}."
