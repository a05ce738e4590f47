"""Invented answers to polls, for rehearsals, the demo and tests (T13).

Simulated phones, hands and chat lines go in through the same commands as real ones: a channel is
just another source.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import Channel, Poll, PollId, RoundId, VoterId
from virtu_desktop.domain.questions import (
    POINTS_IN_ALL,
    Answer,
    Confidence,
    PollKind,
    Question,
    Secrecy,
)
from virtu_desktop.domain.time import SECOND, Duration, Instant
from virtu_desktop.engine.poll_terms import PollRefused, Vote
from virtu_desktop.engine.session import SessionController

# Of those present so many answer, and of those in the room so many have a phone at hand.
_ANSWER = 0.93
_PHONES = 0.65
_CHAT = 0.75
_DEVICES = {Mode.ROOM: 12, Mode.REMOTE: 8}
_ASK_AFTER = Duration(20 * SECOND)
_PHONES_WITHIN = Duration(30 * SECOND)
_COUNT_AFTER = Duration(40 * SECOND)
_CLOSE_AFTER = Duration(60 * SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voter:
    voter: VoterId
    name: str
    mode: Mode
    site: str


class InventedPolls:
    """Lets invented people answer polls, and asks the prepared questions of each block."""

    def __init__(
        self,
        controller: SessionController,
        chance: random.Random,
        *,
        words: Sequence[str] = (),
        only_phones: bool = False,
    ) -> None:
        """Serve ``controller``; words: what people write to open questions.

        only_phones: a real trainer asks, counts hands and closes; only phones answer by themselves.
        """
        self._controller = controller
        self._only_phones = only_phones
        self._known: set[RoundId] = set()
        self._chance = chance
        self._words = list(words)
        self._began: tuple[BlockId | None, Instant] = (None, Instant(0))
        self._phones: list[tuple[Instant, PollId, Vote]] = []
        self._rest: dict[PollId, list[_Voter]] = {}
        self.lean = 0.6

    def act(self, now: Instant) -> None:
        """Do what this second asks for."""
        block = self._controller.run.state.current
        if block != self._began[0]:
            if not self._only_phones:
                self._close_open()
            self._began = (block, now)
        polls = self._controller.polls
        while self._phones and self._phones[0][0] <= now:
            _at, poll, vote = self._phones.pop(0)
            if polls.poll(poll).is_open:
                polls.cast(poll, vote, channel=Channel.PHONE)
        latest = polls.current
        if self._only_phones:
            if latest is not None and latest.is_open and latest.latest.id not in self._known:
                self._known.add(latest.latest.id)
                self._expect(latest, now)
        elif latest is not None and latest.is_open:
            self._go_on(latest, now)
        elif block is not None and now - self._began[1] >= _ASK_AFTER:
            self._ask_next(block, now)

    def hold(
        self, question: Question, let_pass: Callable[[], object] = lambda: None
    ) -> Poll | None:
        """Ask a question, take all answers, close it and show it; None when it cannot be asked.

        let_pass: lets the time pass in which people answer.
        """
        poll = self._ask(question)
        if poll is None:
            return None
        polls = self._controller.polls
        voters = self._voters()
        with_phones = [voter for voter in voters if self._has_phone(poll.question, voter)]
        for voter in with_phones:
            polls.cast(poll.id, self._vote(poll.question, voter), channel=Channel.PHONE)
        self._rest[poll.id] = [voter for voter in voters if voter not in with_phones]
        let_pass()
        self._count_rest(poll)
        polls.close(poll.id)
        return polls.reveal(poll.id, shown=True)

    def _ask_next(self, block: BlockId, now: Instant) -> None:
        polls = self._controller.polls
        prepared = self._controller.plan.block(block).polls
        for question in polls.unasked(block, prepared):
            poll = self._ask(question)
            if poll is not None:
                self._expect(poll, now)
                return

    def _ask(self, question: Question) -> Poll | None:
        try:
            return self._controller.ask(question)
        except PollRefused:
            return None  # the options of some questions are only written down in the session

    def _expect(self, poll: Poll, now: Instant) -> None:
        voters = self._voters()
        rest = []
        for voter in voters:
            if self._has_phone(poll.question, voter):
                at = Instant(now + self._chance.randint(2 * SECOND, _PHONES_WITHIN))
                self._phones.append((at, poll.id, self._vote(poll.question, voter)))
            else:
                rest.append(voter)
        self._phones.sort(key=lambda one: one[0])
        self._rest[poll.id] = rest

    def _go_on(self, poll: Poll, now: Instant) -> None:
        open_for = now - poll.latest.opened
        if open_for >= _CLOSE_AFTER:
            self._close_open()
        elif open_for >= _COUNT_AFTER and self._rest.get(poll.id):
            self._count_rest(poll)

    def _close_open(self) -> None:
        polls = self._controller.polls
        poll = polls.current
        if poll is not None and poll.is_open:
            polls.close(poll.id)
            polls.reveal(poll.id, shown=True)

    def _count_rest(self, poll: Poll) -> None:
        """Count hands in the room and paste the chat of those without a phone."""
        polls = self._controller.polls
        chat = []
        for voter in self._rest.pop(poll.id, []):
            vote = self._vote(poll.question, voter)
            if voter.mode is not Mode.REMOTE and poll.question.is_single:
                pick = vote.answer.picks[0]
                polls.tap(poll.id, pick, mode=voter.mode, site=voter.site, counted_by="")
            elif voter.mode is Mode.REMOTE:
                chat.append(vote)
        if chat:
            polls.add_votes(poll.id, chat, channel=Channel.CHAT)

    def _voters(self) -> list[_Voter]:
        """Return who answers: of those present nearly all, of nobody a few devices."""
        register = self._controller.register
        there = register.present(self._controller.now())
        voters = [
            _Voter(
                voter=VoterId(person),
                name=register.people[person].name,
                mode=stay.mode,
                site=stay.site,
            )
            for person, stay in sorted(there.items())
        ] or [
            _Voter(voter=VoterId(f"{mode.value}-{number}"), name="", mode=mode, site="")
            for mode, count in _DEVICES.items()
            for number in range(1, count + 1)
        ]
        return [voter for voter in voters if self._chance.random() < _ANSWER]

    def _has_phone(self, question: Question, voter: _Voter) -> bool:
        if question.secrecy is Secrecy.SECRET or not question.is_single:
            return True
        share = 1 - _CHAT if voter.mode is Mode.REMOTE else _PHONES
        return self._chance.random() < share

    def _vote(self, question: Question, voter: _Voter) -> Vote:
        return Vote(
            answer=invented_answer(question, self._chance, self.lean, self._words),
            voter=voter.voter,
            name=voter.name,
            written="",
            mode=voter.mode,
            site=voter.site,
        )


def invented_answer(
    question: Question, chance: random.Random, lean: float, words: Sequence[str]
) -> Answer:
    """Return an answer that fits; lean: where on a scale people stand, from 0 to 1."""
    count = len(question.choices)
    confidence = chance.choice(list(Confidence)) if question.asks_confidence else None
    if question.is_single:
        spread = lean if question.is_scale else 0.35
        place = round(chance.gauss(spread * (count - 1), 0.22 * (count - 1)))
        return Answer(picks=(min(count - 1, max(0, place)),), confidence=confidence)
    if question.kind is PollKind.NUMBER:
        return Answer(number=float(max(0, round(chance.gauss(6, 3)))))
    if question.kind in (PollKind.OPEN, PollKind.CLOUD):
        return Answer(texts=(chance.choice(words) if words else "…",))
    if question.kind is PollKind.MULTIPLE:
        many = chance.randint(question.fewest, question.most)
        return Answer(picks=tuple(sorted(chance.sample(range(count), many))))
    if question.kind is PollKind.RANKING:
        return Answer(picks=tuple(chance.sample(range(count), min(count, question.most))))
    return Answer(amounts=_amounts(question, chance, lean))


def _amounts(question: Question, chance: random.Random, lean: float) -> tuple[int, ...]:
    count = len(question.options)
    scale = question.levels
    if question.kind is PollKind.RATING and scale is not None:
        levels = range(scale.lowest, scale.highest + 1)
        middle = scale.lowest + lean * (scale.size - 1)
        return tuple(
            min(levels[-1], max(levels[0], round(chance.gauss(middle, 1))))
            for _ in range(max(1, count))
        )
    if question.kind is PollKind.AXES and question.axes is not None:
        return tuple(
            chance.randint(axis.lowest, axis.highest)
            for _ in range(count)
            for axis in question.axes
        )
    given = [0] * count
    whole = POINTS_IN_ALL // 10 if question.kind is PollKind.POINTS else question.most
    for _ in range(whole):
        given[chance.randrange(count)] += 10 if question.kind is PollKind.POINTS else 1
    return tuple(given)
