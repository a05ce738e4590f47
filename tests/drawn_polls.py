"""Drawn polls with all that can be in them, for round trips."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.storage import saving
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
    POINTS_IN_ALL,
    Answer,
    BadAnswer,
    Confidence,
    PollKind,
    Question,
    checked_answer,
)
from virtu_desktop.domain.tally import in_secret_order
from virtu_desktop.domain.wall import NOTHING_DECIDED, Theme, ThemeId, Wall

_words = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


@st.composite
def answers(draw: DrawFn, question: Question) -> Answer | None:
    """Draw an answer to a question, or None when the question takes none."""
    choices = len(question.choices)
    number = draw(st.floats(allow_nan=False, allow_infinity=False))
    amounts: list[int] = []
    if question.kind is PollKind.POINTS and choices:
        first = draw(st.integers(0, POINTS_IN_ALL))
        amounts = [first, POINTS_IN_ALL - first, *[0] * (choices - 2)][:choices]
    elif question.kind is PollKind.DOTS:
        amounts = [1, *[0] * (choices - 1)]
    elif question.kind is PollKind.RATING:
        scale = question.levels
        assert scale is not None
        amounts = [draw(st.integers(scale.lowest, scale.highest)) for _ in range(max(1, choices))]
    elif question.kind is PollKind.AXES and question.axes is not None:
        amounts = [
            draw(st.integers(axis.lowest, axis.highest))
            for _ in range(choices)
            for axis in question.axes
        ]
    confidence = st.none() | st.sampled_from(Confidence)
    candidates = [
        Answer(picks=tuple(draw(st.permutations(range(choices))))[: draw(st.integers(1, 3))]),
        Answer(
            picks=(draw(st.integers(0, max(0, choices - 1))),),
            confidence=draw(confidence) if question.asks_confidence else None,
        ),
        Answer(amounts=tuple(amounts)),
        Answer(number=number),
        Answer(texts=(draw(_words),)),
    ]
    for candidate in candidates:
        with suppress(BadAnswer):
            return checked_answer(question, candidate)
    return None


sources = st.builds(
    Provenance,
    channel=st.sampled_from(Channel),
    mode=st.none() | st.sampled_from(Mode),
    site=saving.texts,
    counted_by=saving.texts,
    batch=st.none() | saving.names.map(BatchId),
)


@st.composite
def rounds(draw: DrawFn, poll: PollId, question: Question, number: int) -> Round:
    """Draw a round with all that can be in it."""
    round_id = RoundId(f"{poll}r{number}")
    numbers = iter(range(100))
    given = [
        answer
        for _ in range(draw(st.integers(0, 4)))
        if (answer := draw(answers(question))) is not None
    ]
    ballots = tuple(
        Ballot(
            id=UnitId(f"{round_id}b{place}"),
            round=round_id,
            answer=answer,
            at=draw(saving.instants),
            source=draw(sources),
            voter=draw(st.none() | st.just(VoterId(f"v{next(numbers)}"))),
            name=draw(saving.texts),
            written=draw(saving.texts),
            code=draw(saving.texts),
            standing=draw(st.sampled_from(Standing)),
        )
        for place, answer in enumerate(given[:2])
    )
    counts = tuple(
        Count(
            id=UnitId(f"{round_id}c{place}"),
            round=round_id,
            counts=tuple(draw(st.integers(0, 99)) for _ in question.choices),
            people=draw(st.integers(0, 99)),
            at=draw(saving.instants),
            source=draw(sources),
            standing=draw(st.sampled_from(Standing)),
        )
        for place in range(draw(st.integers(0, 2)) if question.can_be_counted else 0)
    )
    parts = st.builds(
        SecretPart,
        channel=st.sampled_from(Channel),
        mode=st.none() | st.sampled_from(Mode),
        people=st.integers(1, 9),
    )
    present = st.builds(Present, room=st.integers(0, 9), site=st.integers(0, 9))
    lines = st.builds(
        LogLine,
        at=saving.instants,
        what=st.sampled_from(Correction),
        unit=st.none() | saving.names.map(UnitId),
        old=saving.texts,
    )
    return Round(
        id=round_id,
        poll=poll,
        number=number,
        opened=draw(saving.instants),
        closed=draw(st.none() | saving.instants),
        closes=draw(st.none() | saving.instants),
        present=draw(st.none() | present),
        revealed=draw(st.booleans()),
        restarted=draw(st.booleans()),
        ballots=ballots,
        counts=counts,
        secret=in_secret_order(
            SecretBallot(answer=answer, code=draw(saving.texts)) for answer in given[2:]
        ),
        secret_parts=in_part_order(
            draw(st.lists(parts, max_size=3, unique_by=lambda part: (part.channel, part.mode)))
        ),
        log=tuple(draw(st.lists(lines, max_size=2))),
    )


@st.composite
def polls(draw: DrawFn, poll_id: PollId) -> Poll:
    """Draw a poll of one or two rounds."""
    question = draw(saving.polls())
    return Poll(
        id=poll_id,
        question=question,
        block=draw(st.none() | saving.names.map(BlockId)),
        rounds=tuple(
            draw(rounds(poll_id, question, n)) for n in range(1, draw(st.integers(1, 2)) + 1)
        ),
        right_shown=draw(st.booleans()),
        wall=draw(walls()),
    )


@st.composite
def walls(draw: DrawFn) -> Wall:
    """Draw what was decided on open answers; often nothing."""
    if draw(st.booleans()):
        return NOTHING_DECIDED
    forms = st.frozensets(saving.names, max_size=3)
    themes = draw(st.lists(st.tuples(saving.names, saving.names, forms), max_size=2))
    words = st.builds(CloudWord, text=saving.names, people=st.integers(1, 9))
    return Wall(
        shown=draw(forms),
        left_out=draw(forms),
        themes=tuple(
            Theme(id=ThemeId(key), name=name, forms=members) for key, name, members in themes
        ),
        frozen=draw(st.none() | st.lists(words, max_size=2).map(tuple)),
    )
