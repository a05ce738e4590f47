"""What the panel shows of a poll, as a value made from the poll desk; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from ui.run.polls.choice_keys import choice_keys
from ui.run.polls.tally_list import TallyRow
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.poll_figures import PeerStep, peer_step, quartiles
from virtu_desktop.domain.polls import Ballot, Channel, Count, Poll, Round, Standing, UnitId
from virtu_desktop.domain.questions import PollKind, Question, Secrecy
from virtu_desktop.domain.tally import Result, counted_ballots, tally
from virtu_desktop.domain.time import SECOND, Instant
from virtu_desktop.engine.poll_terms import Waiting
from virtu_desktop.engine.polling import PollDesk
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.poll_words import (
    answered_words,
    channel_count,
    channel_word,
    mode_word,
    number_text,
    openly_words,
    over_words,
    question_word,
    secrecy_word,
    share_text,
    standing_word,
)
from virtu_desktop.wording import clock_text, listed

_MOST_NAMES = 6
_PICTURED = frozenset(
    {PollKind.RANKING, PollKind.POINTS, PollKind.NUMBER, PollKind.RATING, PollKind.AXES}
)
_STEPS = {
    PeerStep.EXPLAIN: N_("Under 35 % are right: explain."),
    PeerStep.DISCUSS: N_("35–70 % are right: discuss, then vote again."),
    PeerStep.GO_ON: N_("Over 70 % are right: go on."),
}


class Entry(Enum):
    """How answers are being put in."""

    NONE = auto()
    HANDS = auto()
    PAPER = auto()
    TOTALS = auto()
    PRESENT = auto()


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """A place where hands are counted: the room, a shared screen, or the remote people."""

    mode: Mode
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One ballot or count in words. is_out: it is no part of the result."""

    unit: UnitId
    text: str
    is_out: bool
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollView:
    """A poll for the panel. state: whether it is open, and until or since when."""

    question: str
    state: str
    is_open: bool
    facts: str
    rows: tuple[TallyRow, ...]
    picture: Result | None
    notes: tuple[str, ...]
    warning: str
    waiting: tuple[str, ...]
    late: int
    units: tuple[UnitLine, ...]


def poll_view(
    tr: Translator,
    desk: PollDesk,
    poll: Poll,
    *,
    now: Instant,
    zone: str,
    place: PlaceOf | None = None,
) -> PollView:
    """Return what is shown of the newest round; place: where hands are counted now."""
    round_ = poll.latest
    result = desk.result(poll.id)
    return PollView(
        question=poll.question.text,
        state=_state(tr, poll, now, zone),
        is_open=round_.is_open,
        facts=_facts(tr, poll, result),
        rows=_rows(poll, result, round_, place),
        picture=result if has_picture(result) else None,
        notes=tuple(
            _notes(tr, poll, result, is_pictured=not round_.is_open and has_picture(result))
        ),
        warning=over_words(tr, result),
        waiting=tuple(_waiting_line(tr, one) for one in desk.waiting(poll.id) if one.missing),
        late=result.held,
        units=unit_lines(tr, poll, zone),
    )


def _state(tr: Translator, poll: Poll, now: Instant, zone: str) -> str:
    round_ = poll.latest
    number = tr(", round {number}", number=round_.number) if len(poll.rounds) > 1 else ""
    if round_.closed is not None:
        clock = clock_text(tr, round_.closed, zone)
        return tr("Closed at {clock}", clock=clock) + number
    if round_.closes is not None:
        left = max(0, -(-(round_.closes - now) // SECOND))
        return tr("Open, {time} left", time=f"{left // 60}:{left % 60:02d}") + number
    return tr("Open") + number


def _facts(tr: Translator, poll: Poll, result: Result) -> str:
    return " · ".join(
        (
            answered_words(tr, result.people, result.present),
            question_word(tr, poll.question),
            secrecy_word(tr, poll.question.secrecy),
        )
    )


def _rows(poll: Poll, result: Result, round_: Round, place: PlaceOf | None) -> tuple[TallyRow, ...]:
    question = poll.question
    labels = question.choices
    most = max((result.people, *result.counts), default=0) if labels else 0
    keys = choice_keys(question)
    here = _hands_here(round_, place)
    return tuple(
        TallyRow(
            label=label,
            key=keys[at],
            figure=_figure(result, at, here),
            fraction=result.counts[at] / most if most else 0.0,
            is_right=poll.right_shown and at in question.right,
            here=here[at] if here else 0,
        )
        for at, label in enumerate(labels)
        if question.kind not in (PollKind.RATING, PollKind.AXES)
    )


def _figure(result: Result, at: int, here: Sequence[int]) -> str:
    whole = share_text(result.counts[at], result.shares[at])
    # While hands are counted, only those of this place: they must match what is seen there.
    return str(here[at]) if here else whole


def _hands_here(round_: Round, place: PlaceOf | None) -> tuple[int, ...]:
    if place is None:
        return ()
    found = count_at(round_, place, Channel.HANDS)
    return () if found is None else found.counts


def count_at(round_: Round, place: PlaceOf, channel: Channel) -> Count | None:
    """Return what was counted at a place by hands, or typed as totals; None when nothing was."""
    for count in round_.counts:
        if (
            count.source.mode is place.mode
            and count.source.site == place.site
            and count.source.channel is channel
            and count.standing is not Standing.TAKEN_BACK
        ):
            return count
    return None


def has_picture(result: Result) -> bool:
    """Say whether a result says more as a chart than its rows do."""
    kind = result.question.kind
    return result.people > 0 and (kind in _PICTURED or result.question.is_scale)


def _notes(tr: Translator, poll: Poll, result: Result, *, is_pictured: bool) -> list[str]:
    """Return what to know of the figures; a picture says some of it itself."""
    notes = []
    scale = poll.question.levels
    if poll.question.is_scale and scale is not None and not is_pictured:
        middle = quartiles(result.counts, scale.lowest)
        if middle is not None:
            notes.append(tr("median {value}", value=number_text(tr, middle.median)))
    if result.channels:
        parts = [channel_count(tr, part.channel, part.people) for part in result.channels]
        notes.append(" · ".join(parts))
    if len(result.parts) > 1:
        notes.append(
            " · ".join(f"{mode_word(tr, part.mode)} {part.people}" for part in result.parts)
        )
    elif result.parts_hidden and poll.question.secrecy is not Secrecy.SECRET:
        notes.append(tr("Room and remote are not shown apart: a part is under five."))
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
    if poll.latest.restarted:
        notes.append(tr("The program stopped meanwhile: some may have answered twice."))
    if (openly := openly_words(tr, result)) and not is_pictured:
        notes.append(openly)
    step = peer_step(result) if poll.right_shown or not poll.latest.is_open else None
    if step is not None:
        notes.append(tr(_STEPS[step]))
    return notes


def _waiting_line(tr: Translator, waiting: Waiting) -> str:
    where = mode_word(tr, waiting.mode)
    if waiting.names is None:
        return tr(
            "{where}: {n} of {total} have not answered",
            where=where,
            n=waiting.missing,
            total=waiting.present,
        )
    names = list(waiting.names[:_MOST_NAMES])
    if len(waiting.names) > _MOST_NAMES:
        names.append(tr.plural("{count} other", "{count} others", len(waiting.names) - _MOST_NAMES))
    return tr("{where}, not answered: {names}", where=where, names=listed(tr, names))


def unit_lines(tr: Translator, poll: Poll, zone: str) -> tuple[UnitLine, ...]:
    """Return every ballot and count of the newest round in words, with its source."""
    round_ = poll.latest
    counted = {ballot.id for ballot in counted_ballots(round_.ballots)[0]}
    lines = [
        UnitLine(
            unit=ballot.id,
            text=" · ".join(_ballot_parts(tr, poll, ballot, zone, counts=ballot.id in counted)),
            is_out=ballot.id not in counted,
            places=ballot.answer.picks,
        )
        for ballot in round_.ballots
    ]
    lines += [
        UnitLine(
            unit=count.id,
            text=" · ".join(_count_parts(tr, poll.question, count, zone)),
            is_out=count.standing not in (Standing.COUNTED, Standing.ACCEPTED),
            places=tuple(place for place, people in enumerate(count.counts) if people),
        )
        for count in round_.counts
    ]
    return tuple(lines)


def _ballot_parts(
    tr: Translator, poll: Poll, ballot: Ballot, zone: str, *, counts: bool
) -> list[str]:
    source = ballot.source
    is_named = poll.question.secrecy is Secrecy.NAMED
    parts = [
        answer_text(tr, poll.question, ballot),
        channel_word(tr, source.channel),
        mode_word(tr, source.mode),
        source.site,
        ballot.name if is_named else "",
        tr("code {code}", code=ballot.code) if ballot.code else "",
        clock_text(tr, ballot.at, zone),
    ]
    if not counts and ballot.standing in (Standing.COUNTED, Standing.ACCEPTED):
        parts.append(tr("replaced by a later answer"))
    elif ballot.standing is not Standing.COUNTED:
        parts.append(standing_word(tr, ballot.standing))
    return [part for part in parts if part]


def answer_text(tr: Translator, question: Question, ballot: Ballot) -> str:
    """Return in words what a ballot says."""
    answer = ballot.answer
    labels = question.choices
    if answer.picks:
        return ", ".join(labels[place] for place in answer.picks)
    if answer.amounts:
        return ", ".join(str(amount) for amount in answer.amounts)
    if answer.number is not None:
        return f"{number_text(tr, answer.number)} {question.unit}".strip()
    return ", ".join(answer.texts)


def _count_parts(tr: Translator, question: Question, count: Count, zone: str) -> list[str]:
    numbers = [
        f"{label}: {people}"
        for label, people in zip(question.choices, count.counts, strict=True)
        if people
    ]
    parts = [
        ", ".join(numbers),
        channel_word(tr, count.source.channel),
        mode_word(tr, count.source.mode),
        count.source.site,
        tr("counted by {name}", name=count.source.counted_by) if count.source.counted_by else "",
        clock_text(tr, count.at, zone),
    ]
    if count.standing is not Standing.COUNTED:
        parts.append(standing_word(tr, count.standing))
    return [part for part in parts if part]


def earlier_lines(tr: Translator, measured: Sequence[tuple[str, Poll, Round]]) -> tuple[str, ...]:
    """Return what the same question came to before, each with its number of people."""
    lines = []
    for when, poll, round_ in measured:
        result = tally(replace(poll, rounds=(round_,)))
        scale = poll.question.levels
        middle = quartiles(result.counts, scale.lowest) if scale is not None else None
        if poll.question.is_scale and middle is not None:
            figure = tr("median {value}", value=number_text(tr, middle.median))
        else:
            figure = " · ".join(
                f"{count} {label}"
                for count, label in zip(result.counts, result.question.choices, strict=True)
                if count
            )
        lines.append(" · ".join(part for part in (f"{when}: n = {result.people}", figure) if part))
    return tuple(lines)
