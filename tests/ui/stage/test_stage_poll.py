"""The stage shows a poll: question, answers so far, time left, and the result when it may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from tests.polls_shown import CLOUD, PULSE, ROTI, SINGLE, THRESHOLD, picked, result
from tests.ui.cockpit import Cockpit
from ui.run.dock import Panel
from ui.stage.stage_painter import paint_stage
from ui.stage.stage_poll import StagePoll, is_revealed, stage_poll
from ui.stage.stage_state import Scene, StageState
from ui.theme import STAGE, Theme
from virtu_desktop.domain.charts import CloudWord, Histogram
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Poll,
    PollId,
    Present,
    Provenance,
    Round,
    RoundId,
    UnitId,
    VoterId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy, Show
from virtu_desktop.domain.tally import tally
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.poll_terms import Vote
from virtu_desktop.i18n import translator

EN = translator("en")
CHANNELS = [Channel.PHONE] * 14 + [Channel.CHAT] * 6 + [Channel.HANDS]


def poll_of(
    question: Question, *, is_open: bool = True, revealed: bool = False, count: int = 21
) -> Poll:
    """Return a poll with ballots from three channels; it closes in 42 seconds."""
    ballots = tuple(
        Ballot(
            id=UnitId(str(place)),
            round=RoundId("r"),
            answer=answer,
            at=Instant(place),
            source=Provenance(channel=CHANNELS[place], mode=Mode.ROOM),
            voter=VoterId(str(place)),
        )
        for place, answer in enumerate(picked(9, 8, 4)[:count])
    )
    round_ = Round(
        id=RoundId("r"),
        poll=PollId("p"),
        number=1,
        opened=Instant(0),
        closed=None if is_open else Instant(60_000),
        closes=Instant(42_000),
        revealed=revealed,
        ballots=ballots,
    )
    return Poll(id=PollId("p"), question=question, rounds=(round_,))


def shown(poll: Poll, **more: object) -> StagePoll:
    """Return what the stage shows 0.5 s after the poll was opened."""
    counted = tally(poll, present=Present(room=14, remote=9))
    return stage_poll(poll, counted, Instant(500), EN, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("show", "is_open", "revealed", "is_seen"),
    [
        (Show.HIDDEN, True, False, False),
        (Show.HIDDEN, False, False, False),
        (Show.HIDDEN, False, True, True),
        (Show.AFTER_OWN, True, False, False),
        (Show.AFTER_OWN, False, False, True),
        (Show.AFTER_CLOSE, True, False, False),
        (Show.AFTER_CLOSE, True, True, True),
        (Show.AFTER_CLOSE, False, False, True),
        (Show.ALWAYS, True, False, True),
    ],
)
def test_the_rule_decides_when_the_result_is_seen(
    show: Show, is_open: bool, revealed: bool, is_seen: bool
) -> None:
    """Before that the value has no result at all."""
    poll = poll_of(replace(SINGLE, show=show), is_open=is_open, revealed=revealed)

    value = shown(poll)

    assert is_revealed(poll, poll.latest) is is_seen
    assert (value.chart is not None) is is_seen
    assert bool(value.choices) is not is_seen
    assert ("43 %" in value.spoken) is is_seen


def test_what_stands_around_the_result() -> None:
    """As in the design picture: kind, answers, secrecy, time left, channels."""
    question = replace(THRESHOLD, secrecy=Secrecy.SECRET, show=Show.ALWAYS)
    before = result(THRESHOLD, picked(3, 12, 5, 3), 23)

    value = shown(poll_of(question), earlier=("Session 1", before))

    assert value.kicker == "pulse · 21 of 23 answered · anonymous"
    assert value.time == "0:42"
    assert set(value.channels) == {
        "14 by phone",
        "6 from the meeting chat",
        "1 by show of hands",
    }
    assert value.earlier == "Session 1: median 2 · n = 23"


@pytest.mark.parametrize(
    ("question", "keys"),
    [(SINGLE, ["1", "2", "3"]), (PULSE, ["1", "2", "3", "4", "5"]), (ROTI, list("12345"))],
)
def test_choices_have_the_numbers_that_the_chat_reads(question: Question, keys: list[str]) -> None:
    """What people see is what they may write."""
    value = shown(poll_of(question))

    assert [choice.key for choice in value.choices] == keys
    assert value.choices[0].label != ""
    assert not value.choices[-1].label.startswith("5")


def test_open_answers_are_shown_only_when_they_were_let_through() -> None:
    """Nothing that somebody typed stands on the wall unread."""
    question = replace(CLOUD, show=Show.ALWAYS)
    poll = poll_of(question, count=0)
    poll = replace(
        poll,
        rounds=(
            replace(
                poll.latest,
                ballots=(
                    Ballot(
                        id=UnitId("1"),
                        round=RoundId("r"),
                        answer=Answer(texts=("nasty",)),
                        at=Instant(1),
                        source=Provenance(channel=Channel.PHONE),
                    ),
                ),
            ),
        ),
    )

    assert "nasty" not in shown(poll).spoken
    assert "kind" in shown(poll, words=(CloudWord(text="kind", people=1),)).spoken


def test_a_second_round_says_so() -> None:
    """People see that they are asked again."""
    poll = poll_of(SINGLE, is_open=False)
    again = replace(poll.latest, id=RoundId("s"), number=2, closed=None)

    assert " · round 2 · " in shown(replace(poll, rounds=(*poll.rounds, again))).kicker


def picture(value: StagePoll, width: int = 1600) -> QImage:
    """Return the stage with a poll."""
    height = width * 9 // 16
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    state = StageState(scene=Scene.POLL, poll=value)
    paint_stage(painter, QRectF(0, 0, width, height), state, Theme())
    painter.end()
    return image


def has_colour(image: QImage, colour: str, area: QRectF) -> bool:
    """Say whether a colour is in a part of the picture, given in parts of its size."""
    wanted = QColor(colour).rgb()
    xs = range(int(area.left() * image.width()), int(area.right() * image.width()), 2)
    ys = range(int(area.top() * image.height()), int(area.bottom() * image.height()), 2)
    return any(image.pixel(x, y) == wanted for x in xs for y in ys)


def test_the_painted_result(qapp: object) -> None:
    """Bars in the middle only when the result is in the value; the small line is pink."""
    hidden = picture(shown(poll_of(SINGLE)))
    seen = picture(shown(poll_of(replace(SINGLE, show=Show.ALWAYS))))
    middle = QRectF(0.4, 0.25, 0.3, 0.5)

    assert has_colour(seen, STAGE.blue, middle)
    assert not has_colour(hidden, STAGE.blue, middle)
    for image in (hidden, seen):
        assert has_colour(image, STAGE.pink, QRectF(0.04, 0.06, 0.4, 0.08))


@pytest.mark.parametrize("count", [2, 6, 9, 20])
def test_many_choices_stay_above_the_footer(qapp: object, count: int) -> None:
    """The line between them and the footer stays empty."""
    question = Question(
        text="Kysymys, jonka teksti on pitkä " * 6,
        kind=PollKind.SINGLE,
        options=tuple(f"Vaihtoehto numero {place}" for place in range(count)),
    )
    for one in (question, replace(question, show=Show.ALWAYS)):
        image = picture(shown(poll_of(one, count=min(count, 2))))
        row = range(0, image.width(), 3)
        ground = QColor(STAGE.background).rgb()
        y = int(image.height() * (1 - (50 + 44 + 8) / 900))
        assert all(image.pixel(x, y) == ground for x in row)


def ask(cockpit: Cockpit) -> None:
    """Open a poll in the session of the cockpit."""
    cockpit.controller.ask(replace(SINGLE, show=Show.ALWAYS))


def chosen(cockpit: Cockpit) -> str:
    """Return what the stage was told to show."""
    return cockpit.window.run.stage.shown.name


def test_a_poll_that_opens_takes_the_stage(running: Cockpit) -> None:
    """It follows the answers; the next block has the stage again after the close."""
    running.key("F5")
    stage = running.window.director.stage
    ask(running)
    running.wait(1)
    assert chosen(running) == "POLL"
    assert stage.state.poll is not None
    assert "0 answered" in stage.state.poll.kicker

    poll = running.controller.polls.current
    assert poll is not None
    running.controller.polls.cast(
        poll.id, Vote(answer=Answer(picks=(0,)), voter=VoterId("a")), channel=Channel.PHONE
    )
    running.wait(1)
    assert "1 answered" in stage.state.poll.kicker

    running.controller.polls.close(poll.id)
    running.window.activateWindow()
    running.key("Space")
    running.wait(1)
    assert chosen(running) == "BLOCK"
    assert stage.state.poll is None


def test_a_poll_leaves_a_blank_stage_blank(running: Cockpit) -> None:
    """What the trainer chose to show instead of the block stays."""
    running.key("Ctrl+B")
    ask(running)
    running.wait(1)

    assert chosen(running) == "BLANK"


def test_the_room_sees_the_result_as_the_trainer_chose(running: Cockpit) -> None:
    """Right in the choice of the panel: columns instead of bars, on the stage too."""
    running.key("F5")
    poll = running.controller.ask(replace(PULSE, show=Show.ALWAYS))
    vote = Vote(answer=Answer(picks=(2,)), voter=VoterId("a"))
    running.controller.polls.add_votes(poll.id, [vote], channel=Channel.PAPER)
    running.wait(1)
    running.controller.polls.close(poll.id)
    running.window.run.show_panel(Panel.POLLS)
    panel = running.window.run.polls
    running.until(panel.picture.menu.isVisible)

    QTest.keyClick(panel.picture.menu, Qt.Key.Key_Right)
    running.wait(1)

    shown_poll = running.window.director.stage.state.poll
    assert shown_poll is not None
    assert shown_poll.chart is not None
    assert isinstance(shown_poll.chart.body, Histogram)


def test_answers_that_nobody_has_read_are_announced() -> None:
    """The room sees that they arrived, and nothing of them."""
    question = replace(CLOUD, show=Show.ALWAYS)
    source = Provenance(channel=Channel.PHONE)
    ballot = Ballot(
        id=UnitId("1"),
        round=RoundId("r"),
        answer=Answer(texts=("secret word",)),
        at=Instant(1),
        source=source,
    )
    poll = poll_of(question, count=0)
    poll = replace(poll, rounds=(replace(poll.latest, ballots=(ballot,)),))

    value = shown(poll, words=())

    assert value.waiting == "The answers appear here when they have been read."
    assert "secret word" not in value.spoken
    assert shown(poll, words=(CloudWord(text="kind", people=1),)).waiting == ""
