"""The polls of a session: asked, answered through every channel, closed, corrected (V2 to V7)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.builders import Desk as SessionDesk
from tests.builders import RecordingStore, at
from tests.builders import plan as planned
from tests.domain.ballots import YES_NO
from tests.polls_kept import polls_kept
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import (
    Channel,
    Correction,
    Poll,
    PollId,
    Present,
    Standing,
    VoterId,
)
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.time import SECOND, Duration, ManualClock
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.poll_changes import CastSecret, SaveBallots
from virtu_desktop.engine.poll_terms import Here, PollAction, PollRefusal, PollRefused, Vote
from virtu_desktop.engine.polling import PollDesk

SECRET = replace(YES_NO, secrecy=Secrecy.SECRET)
SEVERAL = Question(text="?", kind=PollKind.MULTIPLE, options=("A", "B", "C"), max_choices=2)


class Room:
    """A poll desk on a clock that stands, with a store that forgets nothing."""

    def __init__(self, *, people: int = 0) -> None:
        """Begin without polls; ``people`` are in the room, p1 and so on."""
        self.clock = ManualClock(at("9:00"))
        self.store = RecordingStore()
        self.told: list[frozenset[Area]] = []
        self.here = [Here(person=PersonId(f"p{n}"), name=f"P{n}", mode=Mode.ROOM) for n in
                     range(1, people + 1)]  # fmt: skip
        self._count = itertools.count(1)
        self._bytes = itertools.count(1)
        self.desk = self.open(())

    def open(self, polls: tuple[Poll, ...]) -> PollDesk:
        """Return a desk that takes up ``polls``."""
        bus = Bus()
        bus.subscribe(self.told.append)
        return PollDesk(
            SessionId("s1"),
            polls,
            store=self.store,
            bus=bus,
            new_id=lambda: f"i{next(self._count)}",
            now=lambda: self.clock.read().wall,
            here=lambda: self.here,
            random_bytes=lambda size: next(self._bytes).to_bytes(size, "big"),
        )

    def ask(self, question: Question = YES_NO) -> PollId:
        """Ask a question in block a."""
        return self.desk.ask(question, BlockId("a")).id

    def reopen(self) -> PollDesk:
        """Kill the program and open what the store was given."""
        self.desk = self.open(polls_kept(self.store.changes))
        return self.desk


def vote(pick: int, voter: str | None = None, **more: Any) -> Vote:
    """Return a vote for one choice."""
    return replace(
        Vote(answer=Answer(picks=(pick,)), voter=None if voter is None else VoterId(voter)), **more
    )


def refusal_of(command: Callable[[], object]) -> PollRefusal:
    """Return why a command is refused."""
    with pytest.raises(PollRefused) as refused:
        command()
    return refused.value.refusal


def test_the_hybrid_poll_by_commands() -> None:
    """24 people through four channels give the table that was worked out by hand."""
    room = Room()
    room.desk.set_present(Present(room=14, remote=10))
    poll = room.ask()
    for number, pick in enumerate([0] * 5 + [1] * 3 + [2], 1):
        room.desk.cast(poll, vote(pick, f"room{number}", mode=Mode.ROOM), channel=Channel.PHONE)
    for choice in (0, 0, 1, 1, 1):
        room.desk.tap(poll, choice, mode=Mode.ROOM, counted_by="Sari")
    room.clock.advance(Duration(20 * SECOND))
    chat = [
        vote(pick, f"remote{number}", mode=Mode.REMOTE, written=str(pick + 1))
        for number, pick in enumerate([0, 0, 0, 1, 1, 2, 2], 1)
    ]
    chat.append(vote(1, "room9", mode=Mode.ROOM, written="2"))
    added = room.desk.add_votes(poll, chat, channel=Channel.CHAT)
    room.desk.close(poll)
    room.clock.advance(Duration(SECOND))
    late = room.desk.cast(poll, vote(0, "remote7", mode=Mode.REMOTE), channel=Channel.PHONE)

    result = room.desk.result(poll)

    assert (added.taken, added.known, added.held) == (8, 0, 0)
    assert late is Standing.HELD
    assert (result.counts, result.people, result.shares) == ((10, 9, 2), 21, (48, 43, 9))
    assert [(part.mode, part.counts, part.present) for part in result.parts] == [
        (Mode.ROOM, (7, 7, 0), 14),
        (Mode.REMOTE, (3, 2, 2), 10),
    ]
    assert [(part.channel, part.people) for part in result.channels] == [
        (Channel.PHONE, 8),
        (Channel.HANDS, 5),
        (Channel.CHAT, 8),
    ]
    assert (len(result.replaced), result.held, result.over) == (1, 1, 0)


def test_pasting_the_same_text_again_adds_nothing() -> None:
    """Only what is new in a longer paste is taken; after undo it can be pasted anew."""
    room = Room()
    poll = room.ask()
    first = [vote(0, "a", written="1"), vote(1, None, name="Eve", written="B")]

    room.desk.add_votes(poll, first, channel=Channel.CHAT)
    again = room.desk.add_votes(
        poll, [*first, vote(2, "a", written="vaihdan 3")], channel=Channel.CHAT
    )

    assert (again.taken, again.known) == (1, 2)
    assert room.desk.result(poll).counts == (0, 1, 1)
    assert room.desk.undo() is PollAction.VOTES
    assert room.desk.result(poll).counts == (1, 1, 0)
    assert room.desk.undo() is PollAction.VOTES
    assert room.desk.result(poll).people == 0
    assert room.desk.add_votes(poll, first, channel=Channel.CHAT).taken == 2


def test_a_vote_that_does_not_fit_stops_the_whole_paste() -> None:
    """Nothing is counted silently, and nothing by half."""
    room = Room()
    poll = room.ask()

    refused = refusal_of(
        lambda: room.desk.add_votes(poll, [vote(0, "a"), vote(7, "b")], channel=Channel.CHAT)
    )

    assert refused is PollRefusal.ANSWER
    assert room.desk.result(poll).people == 0


def test_options_are_locked_once_an_answer_is_in() -> None:
    """Before that the words may be mended, and mending can be undone."""
    room = Room()
    poll = room.ask()
    other = replace(YES_NO, text="Break soon?")

    room.desk.change_question(poll, other)
    assert room.desk.poll(poll).question == other
    assert room.desk.undo() is PollAction.CHANGED
    room.desk.tap(poll, 0, mode=Mode.ROOM)

    assert refusal_of(lambda: room.desk.change_question(poll, other)) is PollRefusal.LOCKED
    assert room.desk.poll(poll).question == YES_NO


def test_an_unfinished_question_is_not_asked() -> None:
    """It says what is missing, and nothing is stored."""
    room = Room()

    assert refusal_of(lambda: room.ask(replace(YES_NO, options=()))) is PollRefusal.QUESTION
    assert room.desk.polls == ()
    assert room.store.changes == []


def test_hands_are_counted_up_and_down_but_never_below_nothing() -> None:
    """Each place and each counter has a tally of its own; undo takes one press back."""
    room = Room()
    poll = room.ask()
    room.desk.tap(poll, 0, mode=Mode.ROOM)
    room.desk.tap(poll, 0, mode=Mode.SITE, site="Kuopio")
    room.desk.tap(poll, 0, mode=Mode.ROOM, by=-1)

    assert [count.counts for count in room.desk.poll(poll).latest.counts] == [(0, 0, 0), (1, 0, 0)]
    below = refusal_of(lambda: room.desk.tap(poll, 0, mode=Mode.ROOM, by=-1))
    assert below is PollRefusal.BELOW_NOTHING
    nowhere = refusal_of(lambda: room.desk.tap(poll, 3, mode=Mode.ROOM))
    assert nowhere is PollRefusal.NO_SUCH_CHOICE
    assert room.desk.undo() is PollAction.COUNTED
    assert room.desk.result(poll).counts == (2, 0, 0)


def test_hands_of_several_say_how_many_took_part() -> None:
    """At least as many as the highest row; more when the trainer says so."""
    room = Room()
    poll = room.ask(SEVERAL)
    for choice in (0, 0, 1):
        room.desk.tap(poll, choice, mode=Mode.ROOM)
    assert room.desk.result(poll).people == 2

    room.desk.set_total(poll, (8, 6, 2), mode=Mode.REMOTE, people=10)

    assert room.desk.result(poll).people == 12
    assert room.desk.result(poll).counts == (10, 7, 2)


def test_what_hands_cannot_answer_is_refused() -> None:
    """Nobody ranks six ideas with one arm."""
    room = Room()
    poll = room.ask(Question(text="?", kind=PollKind.RANKING, options=("A", "B")))

    assert refusal_of(lambda: room.desk.tap(poll, 0, mode=Mode.ROOM)) is PollRefusal.CANNOT_COUNT


def test_a_correction_after_the_close_is_logged_with_the_old_value() -> None:
    """Whoever asks later sees what the figure was before."""
    room = Room()
    poll = room.ask()
    room.desk.set_total(poll, (3, 2, 0), mode=Mode.ROOM)
    room.desk.close(poll)

    room.desk.set_total(poll, (4, 2, 0), mode=Mode.ROOM)

    (line,) = room.desk.poll(poll).latest.log
    assert (line.what, line.old) == (Correction.COUNT_CHANGED, "3 2 0")


def test_late_ballots_are_decided_once_and_logged() -> None:
    """Accepted they count; undone they wait again; both are written down."""
    room = Room()
    poll = room.ask()
    room.desk.close(poll)
    room.clock.advance(Duration(SECOND))
    room.desk.cast(poll, vote(1, "a"), channel=Channel.PHONE)

    assert room.desk.decide_late(poll, accept=True) == 1
    assert room.desk.result(poll).counts == (0, 1, 0)
    assert room.desk.undo() is PollAction.DECIDED
    assert room.desk.result(poll).held == 1
    assert room.desk.decide_late(poll, accept=False) == 1
    assert room.desk.decide_late(poll, accept=True) == 0
    assert [line.what for line in room.desk.poll(poll).latest.log] == [
        Correction.LATE_ACCEPTED,
        Correction.PUT_BACK,
        Correction.LATE_REFUSED,
    ]


def test_a_chat_line_written_before_the_close_is_in_time() -> None:
    """When it was written counts, not when it was pasted."""
    room = Room()
    poll = room.ask()
    room.clock.advance(Duration(60 * SECOND))
    room.desk.close(poll)
    room.clock.advance(Duration(60 * SECOND))

    added = room.desk.add_votes(
        poll,
        [vote(0, "a", at=at("9:00:30")), vote(0, "b", at=at("9:01:30")), vote(0, "c")],
        channel=Channel.CHAT,
    )

    assert (added.taken, added.held) == (1, 2)


def test_a_device_changes_its_answer_and_has_one_ballot() -> None:
    """Until the close; the second answer takes the place of the first."""
    room = Room()
    poll = room.ask()
    room.desk.cast(poll, vote(0, "device"), channel=Channel.PHONE)
    room.desk.cast(poll, vote(1, "device"), channel=Channel.PHONE)

    assert room.desk.result(poll).counts == (0, 1, 0)
    assert len(room.desk.poll(poll).latest.ballots) == 1


def test_a_reopened_poll_says_so() -> None:
    """Reopening is logged; closing again and a second round are possible."""
    room = Room()
    room.desk.set_present(Present(room=5))
    poll = room.ask()
    room.desk.close(poll)
    room.desk.reopen(poll)

    assert room.desk.poll(poll).is_open
    assert [(line.what, line.old) for line in room.desk.poll(poll).latest.log] == [
        (Correction.REOPENED, "5 0 0")
    ]
    assert refusal_of(lambda: room.desk.ask_again(poll)) is PollRefusal.IS_OPEN
    room.desk.close(poll)
    assert refusal_of(lambda: room.desk.close(poll)) is PollRefusal.IS_CLOSED
    again = room.desk.ask_again(poll)
    assert [round_.number for round_ in again.rounds] == [1, 2]
    assert room.desk.undo() is PollAction.ASKED_AGAIN
    assert len(room.desk.poll(poll).rounds) == 1


def test_a_poll_with_answers_cannot_be_undone_away() -> None:
    """Without any it can."""
    room = Room()
    first = room.ask()
    room.desk.cast(first, vote(0, "a"), channel=Channel.PHONE)

    assert room.desk.undo() is None
    assert len(room.desk.polls) == 1
    room.ask()
    assert room.desk.undo() is PollAction.ASKED
    assert [poll.id for poll in room.desk.polls] == [first]


def test_undo_keeps_what_came_in_meanwhile() -> None:
    """Taking a paste back does not touch the phones that answered after it."""
    room = Room()
    poll = room.ask()
    room.desk.add_votes(poll, [vote(0, "a")], channel=Channel.CHAT)
    room.desk.cast(poll, vote(1, "b"), channel=Channel.PHONE)

    room.desk.undo()

    assert room.desk.result(poll).counts == (0, 1, 0)


def test_a_poll_closes_by_itself_when_its_time_is_up() -> None:
    """The tick of the session does it, at once and only once."""
    room = Room()
    poll = room.ask(replace(YES_NO, timer_s=60))
    room.clock.advance(Duration(59 * SECOND))
    assert room.desk.close_due() == ()
    room.clock.advance(Duration(SECOND))
    assert room.desk.close_due() == (poll,)
    assert room.desk.close_due() == ()
    assert not room.desk.poll(poll).is_open


def test_prepared_questions_are_offered_until_they_are_asked() -> None:
    """Also when the same one stands there twice."""
    room = Room()
    prepared = (YES_NO, SEVERAL, YES_NO)
    room.ask(YES_NO)

    assert room.desk.unasked(BlockId("a"), prepared) == (SEVERAL, YES_NO)
    assert room.desk.unasked(BlockId("b"), prepared) == prepared


def test_who_has_not_answered_is_told_by_mode() -> None:
    """By name where the channel names people, as a number once hands were counted."""
    room = Room(people=6)
    room.here[5] = replace(room.here[5], mode=Mode.REMOTE)
    poll = room.ask()
    room.desk.cast(poll, vote(0, "p1"), channel=Channel.PHONE)

    in_room, remote = room.desk.waiting(poll)
    assert (in_room.mode, in_room.missing, in_room.names) == (
        Mode.ROOM,
        4,
        ("P2", "P3", "P4", "P5"),
    )
    assert (remote.mode, remote.missing, remote.names) == (Mode.REMOTE, 1, ("P6",))
    room.desk.tap(poll, 0, mode=Mode.ROOM)
    assert (room.desk.waiting(poll)[0].missing, room.desk.waiting(poll)[0].names) == (3, None)


@pytest.mark.parametrize(("people", "is_told"), [(4, False), (5, True)])
def test_a_secret_poll_names_nobody_who_has_not_answered(people: int, is_told: bool) -> None:
    """And says nothing at all in a small group."""
    room = Room(people=people)
    poll = room.ask(SECRET)
    room.desk.cast(poll, vote(0, "p1", mode=Mode.ROOM), channel=Channel.PHONE)

    waiting = room.desk.waiting(poll)

    assert bool(waiting) is is_told
    assert all(part.names is None and part.missing == people - 1 for part in waiting)


def test_a_secret_ballot_has_no_voter_and_no_order() -> None:
    """What goes to the store names nobody, and answers stand in the order of the answers."""
    room = Room()
    poll = room.ask(SECRET)
    for pick, voter in ((2, "anna"), (0, "ben"), (1, "cia")):
        room.desk.cast(poll, vote(pick, voter, name=voter), channel=Channel.PHONE)

    assert [one.answer.picks for one in room.desk.poll(poll).latest.secret] == [(0,), (1,), (2,)]
    told = [change for change in room.store.changes if isinstance(change, CastSecret)]
    assert len(told) == 3
    assert not any(isinstance(change, SaveBallots) for change in room.store.changes)
    assert not any(word in repr(room.store.changes) for word in ("anna", "ben", "cia"))


def test_a_secret_answer_can_be_changed_while_the_program_lives() -> None:
    """The earlier ballot leaves; the number of people stays one."""
    room = Room()
    poll = room.ask(SECRET)
    room.desk.cast(poll, vote(0, "anna"), channel=Channel.PHONE)
    room.desk.cast(poll, vote(1, "anna"), channel=Channel.PAPER)

    result = room.desk.result(poll)

    assert (result.counts, result.people) == ((0, 1, 0), 1)
    assert polls_kept(room.store.changes) == room.desk.polls


def test_a_secret_poll_takes_no_chat_and_nothing_late() -> None:
    """Everybody saw the chat; a late ballot would have to wait with its time."""
    room = Room()
    poll = room.ask(SECRET)

    chat = refusal_of(lambda: room.desk.add_votes(poll, [vote(0, "a")], channel=Channel.CHAT))
    room.desk.close(poll)
    late = refusal_of(lambda: room.desk.cast(poll, vote(0, "a"), channel=Channel.PHONE))

    assert (chat, late) == (PollRefusal.NOT_SECRET, PollRefusal.IS_CLOSED)


def test_after_a_kill_a_secret_poll_says_that_people_may_answer_again() -> None:
    """The ballots are there; who gave them is known to nobody."""
    room = Room()
    poll = room.ask(SECRET)
    room.desk.cast(poll, vote(0, "anna"), channel=Channel.PHONE)

    desk = room.reopen()

    assert desk.poll(poll).latest.restarted
    assert desk.result(poll).counts == (1, 0, 0)
    desk.cast(poll, vote(1, "anna"), channel=Channel.PHONE)
    assert desk.result(poll).people == 2


def test_an_open_poll_survives_a_kill() -> None:
    """Round, ballots, hands, timer and decisions: all of it is there again."""
    room = Room()
    poll = room.ask(replace(YES_NO, timer_s=60))
    room.desk.cast(poll, vote(0, "anna"), channel=Channel.PHONE)
    room.desk.tap(poll, 1, mode=Mode.ROOM)
    before = room.desk.polls

    desk = room.reopen()

    assert desk.polls == before
    assert desk.current is not None
    assert desk.current.is_open


def test_showing_the_result_is_kept_and_undone() -> None:
    """What the audience sees is part of the record."""
    room = Room()
    poll = room.ask()
    room.desk.reveal(poll, shown=True)
    assert room.desk.poll(poll).latest.revealed
    assert room.desk.undo() is PollAction.REVEALED
    assert not room.desk.poll(poll).latest.revealed
    room.desk.show_right(poll, shown=True)
    assert polls_kept(room.store.changes)[0].right_shown


def test_the_session_asks_in_its_block_and_closes_by_its_tick() -> None:
    """The controller knows the block and the time."""
    desk = SessionDesk(planned("a 10", "b 10"))
    desk.controller.start_next()
    poll = desk.controller.ask(replace(YES_NO, timer_s=30))

    desk.wait(1)

    assert poll.block == "a"
    assert not desk.controller.polls.poll(poll.id).is_open
    assert desk.reopen().polls.polls == desk.controller.polls.polls


class PollMachine(RuleBasedStateMachine):
    """Any commands in any order leave in the store exactly what the desk shows."""

    def __init__(self) -> None:
        """Begin with one open and one secret poll."""
        super().__init__()
        self.room = Room(people=6)
        self.polls = [self.room.ask(), self.room.ask(SECRET)]

    polls_drawn = st.sampled_from([0, 1])

    def give(self, command: Callable[[], object]) -> None:
        """Give a command; refusing is allowed."""
        self.room.clock.advance(Duration(SECOND))
        with suppress(PollRefused):
            command()

    @rule(which=polls_drawn, pick=st.integers(0, 3), voter=st.sampled_from("abc"))
    def cast(self, which: int, pick: int, voter: str) -> None:
        """Answer by phone."""
        given = vote(pick, voter, mode=Mode.ROOM)
        self.give(lambda: self.room.desk.cast(self.polls[which], given, channel=Channel.PHONE))

    @rule(which=polls_drawn, pick=st.integers(0, 3), by=st.sampled_from([1, -1]))
    def tap(self, which: int, pick: int, by: int) -> None:
        """Count a hand."""
        self.give(lambda: self.room.desk.tap(self.polls[which], pick, mode=Mode.ROOM, by=by))

    @rule(which=polls_drawn, picks=st.lists(st.integers(0, 2), max_size=3))
    def paste(self, which: int, picks: list[int]) -> None:
        """Paste chat lines."""
        votes = [vote(pick, f"c{place}") for place, pick in enumerate(picks)]
        self.give(lambda: self.room.desk.add_votes(self.polls[which], votes, channel=Channel.CHAT))

    @rule(which=polls_drawn)
    def close(self, which: int) -> None:
        """Close."""
        self.give(lambda: self.room.desk.close(self.polls[which]))

    @rule(which=polls_drawn)
    def reopen(self, which: int) -> None:
        """Open again."""
        self.give(lambda: self.room.desk.reopen(self.polls[which]))

    @rule(which=polls_drawn)
    def again(self, which: int) -> None:
        """Ask for another round."""
        self.give(lambda: self.room.desk.ask_again(self.polls[which]))

    @rule(which=polls_drawn, accept=st.booleans())
    def decide(self, which: int, accept: bool) -> None:
        """Decide on late ballots."""
        self.give(lambda: self.room.desk.decide_late(self.polls[which], accept=accept))

    @rule(which=polls_drawn)
    def take_back(self, which: int) -> None:
        """Take all ballots and counts of the newest round back."""
        latest = self.room.desk.poll(self.polls[which]).latest
        units = [unit.id for unit in latest.ballots] + [unit.id for unit in latest.counts]
        self.give(lambda: self.room.desk.take_back(self.polls[which], units))

    @rule()
    def undo(self) -> None:
        """Undo, but not the asking of the two polls."""
        last = self.room.desk.undoable
        if last is not None and last[0] is not PollAction.ASKED:
            self.give(self.room.desk.undo)

    @invariant()
    def store_has_what_the_desk_shows(self) -> None:
        """Nothing is shown that a kill would lose."""
        assert polls_kept(self.room.store.changes) == self.room.desk.polls


TestPollMachine = PollMachine.TestCase
