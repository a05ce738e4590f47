"""Questions and polls as parts of a session's record in JSON (R2); what is written reads back.

Secret ballots stand in the order of their answers, without anything that tells whose they are.
"""

from __future__ import annotations

import msgspec

from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import (
    Ballot,
    BatchId,
    Channel,
    Correction,
    Count,
    LogLine,
    Poll,
    PollId,
    Present,
    Provenance,
    Round,
    RoundId,
    SecretBallot,
    SecretPart,
    Standing,
    UnitId,
    VoterId,
    in_part_order,
)
from virtu_desktop.domain.questions import (
    Answer,
    BadScale,
    Confidence,
    PollKind,
    Question,
    Scale,
    Secrecy,
    Show,
    checked_answer,
)
from virtu_desktop.domain.tally import in_secret_order
from virtu_desktop.domain.time import iso_utc, parse_instant
from virtu_desktop.domain.wall import NOTHING_DECIDED, Theme, ThemeId, Wall
from virtu_desktop.exchange.json_parts import instant_or_none, iso_or_none


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is written is what is read; what is usual is left out."""


class QuestionPart(_Part, frozen=True):
    """A question."""

    question: str
    kind: PollKind
    options: list[str] = []
    min_choices: int | None = None
    max_choices: int | None = None
    scale: list[int | str] | None = None
    repeat_key: str | None = None
    axes: list[list[int | str]] | None = None
    right: list[int] = []
    asks_confidence: bool = False
    unit: str = ""
    secrecy: Secrecy = Secrecy.OPEN
    show: Show = Show.AFTER_CLOSE
    timer_s: int | None = None


class _Answer(_Part, frozen=True):
    picks: list[int] = []
    amounts: list[int] = []
    number: float | None = None
    texts: list[str] = []
    confidence: Confidence | None = None


class _Source(_Part, frozen=True):
    channel: Channel
    mode: Mode | None = None
    site: str = ""
    counted_by: str = ""
    batch: str | None = None


class _Ballot(_Part, frozen=True):
    id: str
    at: str
    answer: _Answer
    source: _Source
    voter: str | None = None
    name: str = ""
    written: str = ""
    code: str = ""
    standing: Standing = Standing.COUNTED


class _Count(_Part, frozen=True):
    id: str
    at: str
    counts: list[int]
    people: int
    source: _Source
    standing: Standing = Standing.COUNTED


class _Secret(_Part, frozen=True):
    answer: _Answer
    code: str = ""


class _SecretPart(_Part, frozen=True):
    channel: Channel
    people: int
    mode: Mode | None = None


class _Line(_Part, frozen=True):
    at: str
    what: Correction
    unit: str | None = None
    old: str = ""


class _Present(_Part, frozen=True):
    room: int = 0
    site: int = 0
    remote: int = 0


class _Round(_Part, frozen=True):
    id: str
    opened: str
    closed: str | None = None
    closes: str | None = None
    present: _Present | None = None
    revealed: bool = False
    restarted: bool = False
    ballots: list[_Ballot] = []
    counts: list[_Count] = []
    secret: list[_Secret] = []
    secret_parts: list[_SecretPart] = []
    log: list[_Line] = []


class _Theme(_Part, frozen=True):
    id: str
    name: str
    forms: list[str]


class _Wall(_Part, frozen=True):
    """What was decided on open answers. frozen: words and how many people said each."""

    shown: list[str] = []
    left_out: list[str] = []
    themes: list[_Theme] = []
    frozen: list[tuple[str, int]] | None = None


class PollPart(_Part, frozen=True):
    """A poll with its rounds in order."""

    id: str
    question: QuestionPart
    rounds: list[_Round]
    block: str | None = None
    right_shown: bool = False
    wall: _Wall | None = None


def question_part(question: Question) -> QuestionPart:
    """Return a question as it stands in a record."""
    axes = question.axes
    return QuestionPart(
        question=question.text,
        kind=question.kind,
        options=list(question.options),
        min_choices=question.min_choices,
        max_choices=question.max_choices,
        scale=None if question.scale is None else _scale(question.scale),
        repeat_key=question.repeat_key,
        axes=None if axes is None else [_scale(axis) for axis in axes],
        right=list(question.right),
        asks_confidence=question.asks_confidence,
        unit=question.unit,
        secrecy=question.secrecy,
        show=question.show,
        timer_s=question.timer_s,
    )


def read_question(part: QuestionPart) -> Question:
    """Return the question of a record; raise ValueError for an impossible scale."""
    axes = None
    if part.axes is not None:
        across, up = part.axes
        axes = (_read_scale(across), _read_scale(up))
    return Question(
        text=part.question,
        kind=part.kind,
        options=tuple(part.options),
        min_choices=part.min_choices,
        max_choices=part.max_choices,
        scale=None if part.scale is None else _read_scale(part.scale),
        repeat_key=part.repeat_key,
        axes=axes,
        right=tuple(part.right),
        asks_confidence=part.asks_confidence,
        unit=part.unit,
        secrecy=part.secrecy,
        show=part.show,
        timer_s=part.timer_s,
    )


def poll_part(poll: Poll) -> PollPart:
    """Return a poll as it stands in a record."""
    return PollPart(
        id=poll.id,
        question=question_part(poll.question),
        rounds=[_round(round_) for round_ in poll.rounds],
        block=poll.block,
        right_shown=poll.right_shown,
        wall=None if poll.wall == NOTHING_DECIDED else _wall(poll.wall),
    )


def _wall(wall: Wall) -> _Wall:
    themes = [
        _Theme(id=theme.id, name=theme.name, forms=sorted(theme.forms)) for theme in wall.themes
    ]
    frozen = None if wall.frozen is None else [(word.text, word.people) for word in wall.frozen]
    return _Wall(
        shown=sorted(wall.shown), left_out=sorted(wall.left_out), themes=themes, frozen=frozen
    )


def _read_wall(part: _Wall | None) -> Wall:
    if part is None:
        return NOTHING_DECIDED
    themes = (
        Theme(id=ThemeId(theme.id), name=theme.name, forms=frozenset(theme.forms))
        for theme in part.themes
    )
    frozen = part.frozen
    return Wall(
        shown=frozenset(part.shown),
        left_out=frozenset(part.left_out),
        themes=tuple(themes),
        frozen=None
        if frozen is None
        else tuple(CloudWord(text=text, people=people) for text, people in frozen),
    )


def read_poll(part: PollPart) -> Poll:
    """Return the poll of a record; raise ValueError for what cannot be."""
    poll_id = PollId(part.id)
    poll = Poll(
        id=poll_id,
        question=read_question(part.question),
        block=None if part.block is None else BlockId(part.block),
        rounds=tuple(
            _read_round(round_, poll_id, number) for number, round_ in enumerate(part.rounds, 1)
        ),
        right_shown=part.right_shown,
        wall=_read_wall(part.wall),
    )
    _check(poll)
    return poll


def _check(poll: Poll) -> None:
    """Raise ValueError when something was answered that the question does not take."""
    if not poll.rounds:
        raise ValueError(f"poll {poll.id!r} was never asked")
    question = poll.question
    for round_ in poll.rounds:
        units: list[Ballot | SecretBallot] = [*round_.ballots, *round_.secret]
        for given in units:
            if checked_answer(question, given.answer) != given.answer:
                raise ValueError(f"poll {poll.id!r}: an answer is not tidy")
        for count in round_.counts:
            if not question.can_be_counted or len(count.counts) != len(question.choices):
                raise ValueError(f"poll {poll.id!r}: a count does not fit the question")


def _round(round_: Round) -> _Round:
    there = round_.present
    return _Round(
        id=round_.id,
        opened=iso_utc(round_.opened),
        closed=iso_or_none(round_.closed),
        closes=iso_or_none(round_.closes),
        present=None if there is None else _Present(there.room, there.site, there.remote),
        revealed=round_.revealed,
        restarted=round_.restarted,
        ballots=[_ballot(ballot) for ballot in round_.ballots],
        counts=[
            _Count(
                id=count.id,
                at=iso_utc(count.at),
                counts=list(count.counts),
                people=count.people,
                source=_source(count.source),
                standing=count.standing,
            )
            for count in round_.counts
        ],
        secret=[_Secret(_answer(one.answer), one.code) for one in round_.secret],
        secret_parts=[
            _SecretPart(channel=one.channel, mode=one.mode, people=one.people)
            for one in round_.secret_parts
        ],
        log=[
            _Line(at=iso_utc(line.at), what=line.what, unit=line.unit, old=line.old)
            for line in round_.log
        ],
    )


def _read_round(part: _Round, poll: PollId, number: int) -> Round:
    round_id = RoundId(part.id)
    there = part.present
    return Round(
        id=round_id,
        poll=poll,
        number=number,
        opened=parse_instant(part.opened),
        closed=instant_or_none(part.closed),
        closes=instant_or_none(part.closes),
        present=None
        if there is None
        else Present(room=there.room, site=there.site, remote=there.remote),
        revealed=part.revealed,
        restarted=part.restarted,
        ballots=tuple(_read_ballot(ballot, round_id) for ballot in part.ballots),
        counts=tuple(
            Count(
                id=UnitId(count.id),
                round=round_id,
                counts=tuple(count.counts),
                people=count.people,
                at=parse_instant(count.at),
                source=_read_source(count.source),
                standing=count.standing,
            )
            for count in part.counts
        ),
        secret=in_secret_order(
            SecretBallot(answer=_read_answer(one.answer), code=one.code) for one in part.secret
        ),
        secret_parts=in_part_order(
            SecretPart(channel=one.channel, mode=one.mode, people=one.people)
            for one in part.secret_parts
        ),
        log=tuple(
            LogLine(
                at=parse_instant(line.at),
                what=line.what,
                unit=None if line.unit is None else UnitId(line.unit),
                old=line.old,
            )
            for line in part.log
        ),
    )


def _ballot(ballot: Ballot) -> _Ballot:
    return _Ballot(
        id=ballot.id,
        at=iso_utc(ballot.at),
        answer=_answer(ballot.answer),
        source=_source(ballot.source),
        voter=ballot.voter,
        name=ballot.name,
        written=ballot.written,
        code=ballot.code,
        standing=ballot.standing,
    )


def _read_ballot(part: _Ballot, round_id: RoundId) -> Ballot:
    return Ballot(
        id=UnitId(part.id),
        round=round_id,
        answer=_read_answer(part.answer),
        at=parse_instant(part.at),
        source=_read_source(part.source),
        voter=None if part.voter is None else VoterId(part.voter),
        name=part.name,
        written=part.written,
        code=part.code,
        standing=part.standing,
    )


def _answer(answer: Answer) -> _Answer:
    return _Answer(
        picks=list(answer.picks),
        amounts=list(answer.amounts),
        number=answer.number,
        texts=list(answer.texts),
        confidence=answer.confidence,
    )


def _read_answer(part: _Answer) -> Answer:
    return Answer(
        picks=tuple(part.picks),
        amounts=tuple(part.amounts),
        number=part.number,
        texts=tuple(part.texts),
        confidence=part.confidence,
    )


def _source(source: Provenance) -> _Source:
    return _Source(
        channel=source.channel,
        mode=source.mode,
        site=source.site,
        counted_by=source.counted_by,
        batch=source.batch,
    )


def _read_source(part: _Source) -> Provenance:
    return Provenance(
        channel=part.channel,
        mode=part.mode,
        site=part.site,
        counted_by=part.counted_by,
        batch=None if part.batch is None else BatchId(part.batch),
    )


def _scale(scale: Scale) -> list[int | str]:
    return [scale.lowest, scale.highest, *scale.labels]


def _read_scale(parts: list[int | str]) -> Scale:
    """Return the scale of its two end levels and its labels."""
    lowest, highest, *labels = parts
    if not isinstance(lowest, int) or not isinstance(highest, int):
        raise BadScale("a scale begins with its lowest and its highest level")
    return Scale(lowest=lowest, highest=highest, labels=tuple(str(label) for label in labels))
