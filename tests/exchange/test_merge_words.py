"""Conflicts of a merge are told in words by which somebody can choose (R3)."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import at
from tests.exchange.attended import AINO, PEKKA, STAYS, attended
from tests.polls_shown import SINGLE
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Count,
    Poll,
    PollId,
    Provenance,
    Round,
    UnitId,
)
from virtu_desktop.domain.polls import RoundId as PollRoundId
from virtu_desktop.domain.questions import Answer
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, RoundId, Seat
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.exchange import merge_words
from virtu_desktop.i18n import translator

EN, FI, SV = translator("en"), translator("fi"), translator("sv")
NAMES = {AINO.id: AINO.name, PEKKA.id: PEKKA.name}
ZONE = "Europe/Helsinki"
ROUND = BreakoutRound(
    id=RoundId("r1"),
    block=BlockId("b1"),
    number=1,
    formed=at("9:00"),
    rooms=(BreakoutRoom(name="Table 1", card="a plan"), BreakoutRoom(name="Channel 2")),
    seats=(
        Seat(person=AINO.id, room=0, since=at("9:05")),
        Seat(person=PEKKA.id, room=1, since=at("9:05")),
    ),
)


def test_a_plan_tells_the_blocks_that_differ() -> None:
    """Not how many blocks there are; what both have alike is left out."""
    ours = attended().record.session
    first, *others = ours.plan.blocks
    longer = replace(first, length=Duration(first.length + 5 * MINUTE))
    theirs = replace(ours, plan=replace(ours.plan, blocks=(longer, *others[:-1])))
    minutes, last = first.length // MINUTE, others[-1]

    own, other = merge_words.plan_words(EN, ours, theirs)

    assert own == f"{first.title}, {minutes} min · {last.title}, {last.length // MINUTE} min"
    assert other == f"{first.title}, {minutes + 5} min · (no such block)"


def test_what_else_a_block_says_differently_is_told() -> None:
    """A block with the same title and length shows the owner who is not the same."""
    ours = attended().record.session
    first, *others = ours.plan.blocks
    given = replace(first, owner="Saara")
    theirs = replace(ours, plan=replace(ours.plan, blocks=(given, *others)))

    own, other = merge_words.plan_words(EN, ours, theirs)

    assert own.endswith(f"min, {first.owner or '–'}")
    assert other.endswith("min, Saara")


def test_rooms_tell_who_sat_elsewhere_and_other_results() -> None:
    """Whoever sat in the same room in both is left out."""
    moved = replace(ROUND.seats[1], room=0)
    cards = (replace(ROUND.rooms[0], card="another plan"), ROUND.rooms[1])
    theirs = replace(ROUND, rooms=cards, seats=(ROUND.seats[0], moved))

    assert merge_words.rooms_words(EN, ROUND, theirs, NAMES) == (
        "Pekka Wirtanen: Channel 2 · Table 1: a plan",
        "Pekka Wirtanen: Table 1 · Table 1: another plan",
    )
    later = replace(ROUND, formed=at("9:01"))
    assert merge_words.rooms_words(FI, ROUND, later, NAMES)[0] == "2 tilaa, 2 henkilöä"


def test_answers_are_told_by_their_choices() -> None:
    """A ballot says what was chosen, people counted together how many chose what."""
    held = PollRoundId("pr1")
    by = Provenance(channel=Channel.HANDS)
    poll = Poll(
        id=PollId("q1"),
        question=SINGLE,
        rounds=(Round(id=held, poll=PollId("q1"), number=1, opened=at("9:10")),),
    )
    ballots = [
        Ballot(id=UnitId("u1"), round=held, answer=Answer(picks=(pick,)), at=at("9:11"), source=by)
        for pick in (0, 1)
    ]
    counts = [
        Count(
            id=UnitId("u2"), round=held, counts=given, people=sum(given), at=at("9:11"), source=by
        )
        for given in ((1, 2, 0), (2, 2, 0))
    ]
    first, second, *_rest = SINGLE.choices

    assert merge_words.answer_words(EN, poll, ballots[0], ballots[1]) == (first, second)
    told = merge_words.answer_words(EN, poll, counts[0], counts[1])
    assert [words.split(" · ")[0] for words in told] == [f"{first}: 1", f"{first}: 2"]


def test_people_are_told_in_the_language_of_the_window() -> None:
    """Times, ways of taking part and what was expected stand in Finnish and Swedish."""
    later = replace(STAYS[1], joined=at("9:14"))
    away = Expectation(person=PEKKA.id, is_expected=False)

    assert merge_words.stay_words(FI, STAYS[1], later, NAMES, ZONE) == (
        "Pekka Wirtanen: Etänä 9.12.00–9.30.00",
        "Pekka Wirtanen: Etänä 9.14.00–9.30.00",
    )
    assert merge_words.expectation_words(SV, Expectation(person=PEKKA.id), away, NAMES) == (
        "Pekka Wirtanen: väntad",
        "Pekka Wirtanen: inte väntad",
    )
    assert merge_words.secret_words(FI, [1], [1, 2]) == ("1 salainen ääni", "2 salaista ääntä")


def test_runs_tell_how_much_happened_and_when() -> None:
    """The day once, and both times to the second."""
    run = attended().record.run
    assert run is not None
    shorter = replace(run, events=run.events[:1])

    own, other = merge_words.run_words(EN, run, shorter)

    assert own.endswith(f": {len(run.events)} events")
    assert other.startswith("25 Nov 2026, ")
    assert other.endswith(": 1 event")
