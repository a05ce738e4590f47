"""Simulated phones, hands and chat: just other sources of the same poll (T13, V2)."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import Desk, plan
from tests.domain.ballots import YES_NO
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import Channel
from virtu_desktop.domain.questions import (
    PollKind,
    Question,
    Scale,
    Secrecy,
    checked_answer,
    question_problems,
)
from virtu_desktop.engine.invented_polls import InventedPolls, invented_answer

_AXIS = Scale(lowest=1, highest=10)


@given(st.sampled_from(PollKind), st.integers(0, 10_000), st.floats(0, 1))
def test_an_invented_answer_always_fits(kind: PollKind, seed: int, lean: float) -> None:
    """Of every kind of question, wherever people stand."""
    question = Question(
        text="?",
        kind=kind,
        options=("A", "B", "C"),
        right=(1,),
        axes=(_AXIS, _AXIS),
        asks_confidence=kind is PollKind.QUIZ,
    )
    answer = invented_answer(question, random.Random(seed), lean, ["calm"])

    assert question_problems(question) == ()
    assert checked_answer(question, answer) == answer


@pytest.mark.parametrize("secrecy", [Secrecy.OPEN, Secrecy.SECRET])
def test_all_channels_answer_one_poll(secrecy: Secrecy) -> None:
    """Phones, hands and chat give one result; a secret poll is answered by phones alone."""
    desk = Desk(plan("a 10"))
    desk.controller.start_next()
    invented = InventedPolls(desk.controller, random.Random(1))

    poll = invented.hold(replace(YES_NO, secrecy=secrecy))

    assert poll is not None
    result = desk.controller.polls.result(poll.id)
    channels = {part.channel for part in result.channels}
    expected = {Channel.PHONE}
    if secrecy is Secrecy.OPEN:
        expected |= {Channel.HANDS, Channel.CHAT}
    assert channels == expected
    assert 14 <= result.people <= 20
    assert not poll.is_open
    assert desk.store.record(desk.session).polls == desk.controller.polls.polls


def test_an_invented_trainer_asks_what_is_prepared() -> None:
    """Each question of the block, one after the other, each closed after a minute."""
    planned = plan("a 10", "b 10")
    block = replace(planned.block(BlockId("a")), polls=(YES_NO, replace(YES_NO, text="Second?")))
    desk = Desk(planned.with_block(block))
    invented = InventedPolls(desk.controller, random.Random(1))
    desk.controller.start_next()
    for _second in range(4 * 60):
        desk.wait(1 / 60)
        invented.act(desk.controller.now())

    polls = desk.controller.polls.polls
    assert [poll.question.text for poll in polls] == ["Break now?", "Second?"]
    assert not any(poll.is_open for poll in polls)
    assert all(poll.latest.has_answers and poll.latest.revealed for poll in polls)


def test_beside_a_real_trainer_only_phones_answer() -> None:
    """Asking, counting and closing are for the trainer to practise."""
    planned = plan("a 10")
    block = replace(planned.block(BlockId("a")), polls=(YES_NO,))
    desk = Desk(planned.with_block(block))
    invented = InventedPolls(desk.controller, random.Random(1), only_phones=True)
    desk.controller.start_next()
    for second in range(180):
        desk.wait(1 / 60)
        if second == 60:
            desk.controller.ask(replace(YES_NO, text="Asked by hand?"))
        invented.act(desk.controller.now())

    (poll,) = desk.controller.polls.polls
    assert poll.question.text == "Asked by hand?"
    assert poll.is_open
    assert {ballot.source.channel for ballot in poll.latest.ballots} == {Channel.PHONE}
