"""Answers to a poll out of a pasted chat or a poll report, as votes of known people (V2, V4).

What is not clear is listed with its reason and never counted; messages from before the poll belong
to another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

from virtu_desktop.domain.chat import ChatMessage
from virtu_desktop.domain.chat_names import known_names
from virtu_desktop.domain.chat_votes import BadOptions, ChatOption, ChatVote, Doubt, chat_votes
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.poll_chat import (
    WRITTEN,
    answer_of,
    can_be_pasted,
    chat_options,
    most_of,
)
from virtu_desktop.domain.polls import NAMED_VOTER, Channel, VoterId
from virtu_desktop.domain.questions import (
    LONGEST_TEXT,
    MOST_WORDS,
    Answer,
    BadAnswer,
    PollKind,
    Question,
    checked_answer,
)
from virtu_desktop.domain.time import MINUTE, Instant, instant_of_local, local, zone_named
from virtu_desktop.engine.poll_terms import Vote
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.chat import read_chat_text
from virtu_desktop.exchange.zoom_polls import answers_to, read_poll_report
from virtu_desktop.i18n import N_

LONGEST_PASTE = 2_000_000
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class CannotPaste(KnownError):
    """A text that no answers can be read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """A message that is not counted by itself. doubt: None when its answer does not fit.

    answer: what it seems to say, to be counted when somebody agrees. number: how many messages of
    the same words and sender stand before it, so that they are told apart.
    """

    name: str
    text: str
    doubt: Doubt | None
    answer: Answer | None = None
    number: int = 0
    voter: VoterId | None = None
    mode: Mode | None = None
    at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What a text says to a poll. older: messages from before it; other: of other things."""

    channel: Channel
    votes: tuple[Vote, ...]
    review: tuple[ToReview, ...]
    older: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What is known of the meeting: its people, how they take part, and when the round began."""

    people: tuple[Participant, ...]
    modes: Mapping[PersonId, Mode]
    opened: Instant
    zone: str

    def when(self, at: str) -> Instant | None:
        """Return the instant of a message; None when the text does not say it."""
        text = at.strip()
        if not text or text.startswith("+"):
            return None
        zone = zone_named(self.zone)
        try:
            if "T" in text:
                moment = datetime.fromisoformat(text)
                return instant_of_local(moment.date(), moment.time(), zone)
            clock = time_of_day.fromisoformat(text)
        except ValueError:
            return None
        return instant_of_local(local(self.opened, zone).date(), clock, zone)

    def mode_of(self, person: PersonId | None) -> Mode:
        """Return how a person takes part; who writes in the chat and is unknown is remote."""
        return Mode.REMOTE if person is None else self.modes.get(person, Mode.REMOTE)

    def is_older(self, at: Instant | None) -> bool:
        """Say whether a message was written before the round began; minutes have no seconds."""
        return at is not None and at < self.opened // MINUTE * MINUTE


def read_pasted(text: str, question: Question, meeting: Meeting) -> Pasted:
    """Return what was copied says to a question: the table of a poll report, else a chat."""
    if is_report(text):
        return read_pasted_report(text.encode("utf-8", "replace"), question, meeting)
    return read_pasted_chat(text, question, meeting)


def read_pasted_chat(text: str, question: Question, meeting: Meeting) -> Pasted:
    """Return what a pasted chat says to a question; raise KnownError when it is no chat."""
    if len(text) > LONGEST_PASTE:
        raise CannotPaste(N_("This text is too long for a chat. Nothing was counted."))
    if not can_be_pasted(question):
        raise CannotPaste(N_("The chat cannot answer this kind of question."))
    options = chat_options(question)
    day = local(meeting.opened, zone_named(meeting.zone)).date()
    names = known_names(meeting.people) if meeting.people else None
    chat = read_chat_text(text, day=day, names=names)
    loose = (
        ChatMessage(at="", sender="", text=line) for line in chat.unattributed_lines if line.strip()
    )
    messages = (*chat.messages, *loose)
    current = [one for one in messages if not meeting.is_older(meeting.when(one.at))]
    if question.kind in WRITTEN:
        return _written(current, question, meeting, older=len(messages) - len(current))
    try:
        found = chat_votes(current, options, names=names, most=most_of(question))
    except BadOptions as error:
        raise CannotPaste(
            N_("Two options are called “{word}” in the chat: it cannot be counted."),
            word=error.word,
        ) from error
    review = [
        ToReview(
            name=one.sender,
            text=one.text,
            doubt=one.doubt,
            answer=_read_as(question, options, one.options),
            voter=None if one.person is None else VoterId(one.person),
            mode=meeting.mode_of(one.person),
            at=meeting.when(one.at),
        )
        for one in found.review
    ]
    votes: list[Vote] = []
    for said in _in_chat_order(found.replaced, found.votes):
        at = meeting.when(said.at)
        try:
            answer = answer_of(question, options, said)
        except BadAnswer:
            review.append(ToReview(name=said.sender, text=said.text, doubt=None, at=at))
            continue
        votes.append(
            Vote(
                answer=answer,
                voter=_voter(said.person, said.sender),
                name=said.sender,
                written=said.text,
                mode=meeting.mode_of(said.person),
                at=at,
            )
        )
    return Pasted(
        channel=Channel.CHAT,
        votes=tuple(votes),
        review=_numbered(review),
        older=len(messages) - len(current),
        other=found.other,
    )


def _written(
    messages: Sequence[ChatMessage], question: Question, meeting: Meeting, *, older: int
) -> Pasted:
    """Return what people wrote as answers in words or numbers: one answer a person.

    Several lines of one person are one answer, so that nobody counts twice; of numbers the last
    one counts. Private messages, and lines without a sender, are for somebody to look at.
    """
    names = known_names(meeting.people) if meeting.people else None
    said: dict[VoterId, list[ChatMessage]] = {}
    review: list[ToReview] = []
    for message in messages:
        people = names.find(message.sender) if names is not None and message.sender else ()
        person = people[0] if len(people) == 1 else None
        voter = _voter(person, message.sender)
        doubt = Doubt.PRIVATE if message.is_private else Doubt.NO_SENDER if voter is None else None
        if doubt is not None or voter is None:
            review.append(
                ToReview(
                    name=message.sender,
                    text=message.text,
                    doubt=doubt,
                    answer=_in_words(question, [" ".join(message.text.split())]),
                    voter=voter,
                    at=meeting.when(message.at),
                )
            )
        else:
            said.setdefault(voter, []).append(message)
    votes: list[Vote] = []
    for voter, lines in said.items():
        texts = [" ".join(line.text.split()) for line in lines if line.text.strip()]
        answer = _in_words(question, texts)
        at = meeting.when(lines[-1].at)
        name = lines[-1].sender
        if answer is None:
            review.append(ToReview(name=name, text="; ".join(texts), doubt=None, at=at))
            continue
        person = PersonId(voter)
        is_known = any(one.id == person for one in meeting.people)
        votes.append(
            Vote(
                answer=answer,
                voter=voter,
                name=name,
                written="; ".join(texts),
                mode=meeting.mode_of(person if is_known else None),
                at=at,
            )
        )
    return Pasted(channel=Channel.CHAT, votes=tuple(votes), review=_numbered(review), older=older)


def _read_as(
    question: Question, options: Sequence[ChatOption], keys: Sequence[str]
) -> Answer | None:
    """Return the answer that a doubtful message names, or None when it names none that fits."""
    places = {option.key: place for place, option in enumerate(options)}
    try:
        return checked_answer(question, Answer(picks=tuple(places[key] for key in keys)))
    except BadAnswer:
        return None


def _numbered(review: Iterable[ToReview]) -> tuple[ToReview, ...]:
    seen: Counter[ToReview] = Counter()
    found = []
    for one in review:
        found.append(replace(one, number=seen[one]))
        seen[one] += 1
    return tuple(found)


def _in_words(question: Question, texts: Sequence[str]) -> Answer | None:
    """Return the answer that lines give, or None when they give none that fits."""
    if question.kind is PollKind.NUMBER:
        numbers = [found[0] for text in texts if len(found := _NUMBER.findall(text)) == 1]
        given = Answer(number=float(numbers[-1].replace(",", "."))) if numbers else Answer()
    elif question.kind is PollKind.CLOUD:
        words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
        given = Answer(texts=tuple(words[-(question.max_choices or MOST_WORDS) :]))
    else:
        given = Answer(texts=("; ".join(texts)[:LONGEST_TEXT],))
    try:
        return checked_answer(question, given)
    except BadAnswer:
        return None


def is_report(text: str) -> bool:
    """Say whether a pasted text is meant as a poll report: a table numbered by a hash sign."""
    return any(line.lstrip(_BOM).startswith(("#,", "#;", "#\t")) for line in text.splitlines())


def read_report_file(path: Path, question: Question, meeting: Meeting) -> Pasted:
    """Return what a poll report in a file says; raise KnownError for another one or none."""
    try:
        if path.stat().st_size > LONGEST_PASTE:
            raise CannotPaste(N_("This file is too large for a poll report. Nothing was counted."))
        data = path.read_bytes()
    except OSError as error:
        raise CannotPaste(N_("The file cannot be read.")) from error
    return read_pasted_report(data, question, meeting)


def read_pasted_report(data: bytes, question: Question, meeting: Meeting) -> Pasted:
    """Return what a poll report says to a question; raise KnownError for another poll's."""
    day = local(meeting.opened, zone_named(meeting.zone)).date()
    found = answers_to(question, read_poll_report(data, day=day))
    names = known_names(meeting.people)
    votes = []
    for said in found.answers:
        people = names.find(said.name) if said.name else ()
        person = people[0] if len(people) == 1 else None
        votes.append(
            Vote(
                answer=said.answer,
                voter=_voter(person, said.name),
                name=said.name,
                written=said.written,
                mode=meeting.mode_of(person),
            )
        )
    review = tuple(ToReview(name=name, text=text, doubt=None) for name, text in found.review)
    return Pasted(channel=Channel.REPORT, votes=tuple(votes), review=review)


def _voter(person: PersonId | None, name: str) -> VoterId | None:
    """Return who voted; whoever is on no roster is known by the name in the chat."""
    if person is not None:
        return VoterId(person)
    return VoterId(f"{NAMED_VOTER}{' '.join(name.split()).casefold()}") if name.strip() else None


def _in_chat_order(replaced: Sequence[ChatVote], votes: Sequence[ChatVote]) -> Iterable[ChatVote]:
    """Yield earlier votes of a person before the last: among equal times the last one counts."""
    yield from replaced
    yield from votes
