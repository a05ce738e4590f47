"""What a plan should not go into the room with (P5), each rule at its limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.builders import at, mins, plan, session
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, BreakoutSettings
from virtu_desktop.domain.plan_check import Finding, Rule, Silenced, check
from virtu_desktop.domain.programme import Delivery, Session
from virtu_desktop.domain.questions import PollKind, Question, Secrecy


def checked(*words: str, end: str | None = None) -> Session:
    """Return a session of blocks in words that have all that is easily forgotten."""
    planned = plan(*words, end=None if end is None else at(end))
    blocks = tuple(replace(block, remote="listen", owner="Mia") for block in planned.blocks)
    return session(replace(planned, blocks=blocks))


def with_blocks(planned: Session, **changes: object) -> Session:
    """Return the session with every block changed in the same way."""
    blocks = tuple(_changed(block, changes) for block in planned.plan.blocks)
    return replace(planned, plan=replace(planned.plan, blocks=blocks))


def _changed(block: Block, changes: dict[str, object]) -> Block:
    return replace(block, **changes)  # type: ignore[arg-type]  # the tests name real fields


def found(planned: Session, *rules: Rule) -> list[tuple[str | None, float]]:
    """Return the blocks and minutes of the findings of some rules."""
    return [
        (finding.block, finding.length / mins(1))
        for finding in check(planned)
        if finding.rule in rules
    ]


def test_a_good_plan_has_no_findings() -> None:
    """Blocks with owners and instructions, turns and breaks are left alone."""
    good = checked("a 20 opening", "b 20", "c 50 breakout", "d 15 break", "e 20", "f 5 closing")

    assert check(good) == ()


@pytest.mark.parametrize(
    ("delivery", "text", "expected"),
    [
        (Delivery.HYBRID, "", ["a", "b"]),
        (Delivery.HYBRID, "  \n", ["a", "b"]),
        (Delivery.HYBRID, "listen", []),
        (Delivery.REMOTE, "", ["a", "b"]),
        (Delivery.ROOM, "", []),
    ],
)
def test_remote_people_need_an_instruction(
    delivery: Delivery, text: str, expected: list[str]
) -> None:
    """In breaks too, but only where there are remote people."""
    planned = replace(with_blocks(checked("a 5", "b 5 break"), remote=text), delivery=delivery)

    assert [name for name, _ in found(planned, Rule.NO_REMOTE_INSTRUCTION)] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a 20", []),
        ("a 20.001", [("a", 20.001)]),
        ("a 45", [("a", 45)]),
        ("a 45 breakout", []),
        ("a 45 individual", []),
    ],
)
def test_a_talk_lasts_twenty_minutes_at_most(words: str, expected: list[tuple[str, float]]) -> None:
    """Twenty are fine; in groups and alone people may work longer."""
    assert found(checked(words), Rule.LONG_TALK) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a 90"], []),
        (["a 91"], [("a", 91)]),
        (["a 45", "b 45", "c 1", "d 20"], [("c", 91)]),
        (["a 45", "b 45", "x 1 break", "c 90"], []),
        (["a 45", "x 10 break", "b 91", "y 5 break", "c 92"], [("b", 91), ("c", 92)]),
        (["a 60", "b 60 @10:05"], []),
        (["a 60", "b 60 @10:04"], [("b", 120)]),
    ],
)
def test_nobody_sits_longer_than_ninety_minutes(
    words: list[str], expected: list[tuple[str, float]]
) -> None:
    """Told once a stretch, at the block that makes it too long; free time is a break too."""
    assert found(checked(*words), Rule.NO_BREAK) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a 20"], []),
        (["a 21"], [("a", 21)]),
        (["a 12", "b 9 individual", "c 5"], [("b", 21)]),
        (["a 12", "x 1 breakout", "b 12"], []),
        (["a 12", "x 1 opening", "b 12", "y 1 poll", "c 12", "z 1 closing", "d 12"], []),
        (["a 12", "x 5 break", "b 12"], []),
        (["a 12", "b 12 @09:17"], []),
        (["a 12", "b 12 @09:16"], [("b", 24)]),
    ],
)
def test_remote_people_get_a_turn(words: list[str], expected: list[tuple[str, float]]) -> None:
    """After twenty minutes of listening they speak, write, vote or rest."""
    planned = checked(*words)

    assert found(planned, Rule.NO_REMOTE_TURN) == expected
    assert found(replace(planned, delivery=Delivery.ROOM), Rule.NO_REMOTE_TURN) == []


def test_a_poll_is_a_turn() -> None:
    """A talk with a question to all is not only listening."""
    planned = checked("a 12", "b 12", "c 12")
    poll = Question(text="?", kind=PollKind.SINGLE)
    asked = replace(planned.plan.block(BlockId("b")), polls=(poll,))

    assert found(planned, Rule.NO_REMOTE_TURN) == [("b", 24)]
    planned = replace(planned, plan=planned.plan.with_block(asked))
    assert found(planned, Rule.NO_REMOTE_TURN) == []


@pytest.mark.parametrize(
    ("length", "size", "rounds", "expected"),
    [
        (15, 3, 1, []),
        (14, 3, 1, [("a", 15)]),
        (29, 3, 2, [("a", 30)]),
        (30, 3, 2, []),
        (14, 3, 0, [("a", 15)]),
        (5, 2, 1, []),
        (5, 4, 1, []),
    ],
)
def test_trios_need_more_time(
    length: int, size: int, rounds: int, expected: list[tuple[str, float]]
) -> None:
    """Three people take half as long again as two, in every round."""
    settings = BreakoutSettings(group_size=size, rounds=rounds)
    planned = with_blocks(checked(f"a {length} breakout"), breakout=settings)

    assert found(planned, Rule.SHORT_TRIOS) == expected


@pytest.mark.parametrize(
    ("kinds", "has_phones", "is_found"),
    [
        (["multiple", "ranking", "dots", "cloud", "number"], False, False),
        (["single", "scale", "pulse", "roti", "nps", "open"], False, False),
        (["single", "points"], False, True),
        (["points"], True, False),
        (["rating"], False, True),
        (["axes"], False, True),
        ([], False, False),
    ],
)
def test_some_polls_need_phones(kinds: Iterable[str], has_phones: bool, is_found: bool) -> None:
    """Hands and chat pick, rank and write; nothing of that shares out a hundred points."""
    polls = tuple(Question(text="?", kind=PollKind(kind)) for kind in kinds)
    planned = replace(with_blocks(checked("a 5"), polls=polls), has_phones=has_phones)

    assert found(planned, Rule.NEEDS_PHONES) == ([("a", 0)] if is_found else [])


def test_a_secret_poll_needs_phones() -> None:
    """Everybody sees hands and chat, so that remote people have no way to answer in secret."""
    secret = Question(text="?", kind=PollKind.SINGLE, secrecy=Secrecy.SECRET)
    planned = with_blocks(checked("a 5"), polls=(secret,))

    assert found(planned, Rule.NEEDS_PHONES) == [("a", 0)]
    assert found(replace(planned, has_phones=True), Rule.NEEDS_PHONES) == []


def test_a_prepared_poll_can_be_asked() -> None:
    """A choice without options is found before the session, not in front of the people."""
    whole = Question(text="Break?", kind=PollKind.SINGLE, options=("Yes", "No"))
    planned = with_blocks(checked("a 5"), polls=(whole, replace(whole, options=())))

    assert found(planned, Rule.POLL_UNFINISHED) == [("a", 0)]
    assert found(with_blocks(planned, polls=(whole,)), Rule.POLL_UNFINISHED) == []


def test_every_block_but_a_break_has_an_owner() -> None:
    """Somebody leads each block; nobody has to lead the coffee."""
    planned = with_blocks(checked("a 5", "b 5 break", "c 5"), owner=" ")

    assert [name for name, _ in found(planned, Rule.NO_OWNER)] == ["a", "c"]


@pytest.mark.parametrize(
    ("end", "expected"), [("9:30", []), ("9:31", []), ("9:29", [(None, 1)]), (None, [])]
)
def test_the_plan_ends_by_its_target(end: str | None, expected: list[object]) -> None:
    """A minute over is told, with how much; without a target nothing is late."""
    assert found(checked("a 20", "b 10", end=end), Rule.ENDS_LATE) == expected


def test_findings_stand_in_the_order_of_the_plan() -> None:
    """The list can be read beside the plan; what concerns the whole session comes last."""
    planned = with_blocks(checked("b 5", "a 45", end="9:30"), owner="", kind=BlockKind.PLENARY)

    assert [(finding.block, finding.rule) for finding in check(planned)] == [
        ("b", Rule.NO_OWNER),
        ("a", Rule.LONG_TALK),
        ("a", Rule.NO_REMOTE_TURN),
        ("a", Rule.NO_OWNER),
        (None, Rule.ENDS_LATE),
    ]


def test_what_was_silenced_is_quiet() -> None:
    """One rule about one block, or about the session; the others still speak."""
    planned = with_blocks(checked("a 5", "b 5", end="9:05"), owner="")
    quiet = (
        Silenced(Rule.NO_OWNER, BlockId("a"), "the customer does"),
        Silenced(Rule.ENDS_LATE, None, "agreed"),
        Silenced(Rule.NO_OWNER, None, "about nothing"),
    )

    assert check(planned, quiet) == (Finding(Rule.NO_OWNER, BlockId("b")),)
    assert check(planned, quiet[2:]) == check(planned)


def test_every_rule_is_tried_here() -> None:
    """A rule that is never found is never checked."""
    planned = with_blocks(
        checked("a 14", "b 91", end="9:30"),
        owner="",
        remote="",
        polls=(Question(text="?", kind=PollKind.POINTS),),
        breakout=BreakoutSettings(group_size=3),
    )
    spoken = {finding.rule for finding in check(planned)}
    spoken |= {finding.rule for finding in check(checked("a 21"))}

    assert spoken == set(Rule)
