"""What people write in a chat to answer a poll, and the answers that their votes are (V4)."""

from __future__ import annotations

from virtu_desktop.domain.chat_votes import (
    ABSTAIN_WORDS,
    NO_WORDS,
    YES_WORDS,
    ChatOption,
    ChatVote,
    options_of_labels,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, checked_answer

# Answered by what people write, and by what they pick.
WRITTEN = frozenset({PollKind.OPEN, PollKind.CLOUD, PollKind.NUMBER})
_PICKED = frozenset(
    {
        PollKind.SINGLE,
        PollKind.MULTIPLE,
        PollKind.SCALE,
        PollKind.PULSE,
        PollKind.RANKING,
        PollKind.QUIZ,
        PollKind.YES_NO,
        PollKind.ROTI,
        PollKind.NPS,
    }
)
_YES_NO = (YES_WORDS, NO_WORDS, ABSTAIN_WORDS)


def chat_options(question: Question) -> tuple[ChatOption, ...]:
    """Return what people write for each choice of a question, in the order of the choices.

    Options are written as number, letter or words; levels of a scale as their number or label; to
    yes and no belong the words that people use for them. A word that could mean two choices
    stands for neither. Empty for a question that picks nothing.
    """
    if question.is_scale:
        scale = question.levels
        assert scale is not None
        return _apart(
            [
                ChatOption(key=str(level), words=_label_words(label))
                # Nobody writes "-2": levels below nothing are counted from 1, as hands are.
                for level, label in enumerate(
                    question.choices, scale.lowest if scale.lowest >= 0 else 1
                )
            ]
        )
    options = options_of_labels(question.choices)
    if question.kind is PollKind.YES_NO and len(options) <= len(_YES_NO):
        options = tuple(
            ChatOption(key=option.key, words=(*option.words, *words))
            for option, words in zip(options, _YES_NO[: len(options)], strict=True)
        )
    return _apart(options)


def can_be_pasted(question: Question) -> bool:
    """Say whether a line of a chat can answer a question."""
    return question.kind in WRITTEN or question.kind in _PICKED


def answer_of(question: Question, options: tuple[ChatOption, ...], vote: ChatVote) -> Answer:
    """Return a vote as an answer; raise BadAnswer when it does not fit the question."""
    places = {option.key: place for place, option in enumerate(options)}
    return checked_answer(question, Answer(picks=tuple(places[key] for key in vote.options)))


def most_of(question: Question) -> int:
    """Return how many options one chat message may name."""
    return question.most if question.kind in (PollKind.MULTIPLE, PollKind.RANKING) else 1


def _label_words(label: str) -> tuple[str, ...]:
    _level, _dot, words = label.rpartition(" · ")
    return (words,) if words and not words.isdigit() else ()


def _apart(options: tuple[ChatOption, ...] | list[ChatOption]) -> tuple[ChatOption, ...]:
    """Take away every word that stands for more than one option; keys are never taken away."""
    keys = {option.key.casefold() for option in options}
    seen: dict[str, int] = {}
    for option in options:
        for word in {word.casefold() for word in option.words}:
            seen[word] = seen.get(word, 0) + 1
    return tuple(
        ChatOption(
            key=option.key,
            words=tuple(
                word
                for word in option.words
                if word
                and seen[word.casefold()] == 1
                and (word.casefold() not in keys or word.casefold() == option.key.casefold())
            ),
        )
        for option in options
    )
