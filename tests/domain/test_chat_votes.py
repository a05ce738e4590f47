"""Votes in a chat: what counts, what a person has to look at, and whose vote it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.chat import ChatMessage, in_order, message_ids
from virtu_desktop.domain.chat_names import known_names, normal_name
from virtu_desktop.domain.chat_votes import (
    NO_WORDS,
    YES_WORDS,
    BadOptions,
    ChatOption,
    ChatVotes,
    Doubt,
    chat_votes,
    options_of_labels,
)
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId

NUMBERS = tuple(ChatOption(key=key) for key in "123")
YES_NO = (
    ChatOption(key="A", words=("kyllä", "ja", "yes")),
    ChatOption(key="B", words=("ei", "nej", "no")),
)
TRAINER = "Aino Mäkeläinen"


def message(
    text: str,
    sender: str = "Åsa Sjögren",
    *,
    is_private: bool = False,
    reply_to: str | None = None,
) -> ChatMessage:
    """Return a message at an unknown time."""
    return ChatMessage(at="", sender=sender, text=text, is_private=is_private, reply_to=reply_to)


def one(text: str, options: tuple[ChatOption, ...] = NUMBERS) -> ChatVotes:
    """Return what one message comes to, beside one of the trainer."""
    return chat_votes([message("Nyt!", TRAINER), message(text)], options)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2", "2"),
        ("2 :)", "2"),
        ("2.", "2"),
        ("2)", "2"),
        ("(2)", "2"),
        ("#2", "2"),
        ("  2  \n", "2"),
        ("２", "2"),
        ("٢", "2"),
        ("2 pls", "2"),
        ("2️⃣", "2"),
        ("2 👍🏽", "2"),
        ("2 <3", "2"),
        ("2, kiitos!", "2"),
        ("Vastaus: 2", "2"),
        ("alternativ 2", "2"),
        ("Option 2, please", "2"),
        ("vaihdan 3", "3"),
        ("Vaihdankin kolmoseen", "3"),
        ("3:een", "3"),
        ("byter till 3", "3"),
        ("I change to 3", "3"),
        ("I’m switching to 3 instead", "3"),
        ("eiku 3", "3"),
        ("kaksi", "2"),
        ("två", "2"),
        ("@Aino Mäkeläinen 2", "2"),
        ("@aino 2", "2"),
        ("> Kumpi, 1 vai 3?\n2", "2"),
    ],
)
def test_a_clear_vote_counts(text: str, key: str) -> None:
    """Whatever politeness, signs and words of changing stand around the option."""
    votes = one(text)

    assert [vote.options for vote in votes.votes] == [(key,)]
    assert not votes.review


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("kyllä", "A"),
        ("Ja!", "A"),
        ("JA", "A"),
        ("yes please", "A"),
        ("Nej tack", "B"),
        ("ei.", "B"),
        ("b", "B"),
        ("A)", "A"),
    ],
)
def test_words_of_options_count_in_any_case(text: str, key: str) -> None:
    """Key and words stand for the same option."""
    assert [vote.options for vote in one(text, YES_NO).votes] == [(key,)]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Minusta 2 olisi hyvä", Doubt.IN_SENTENCE),
        ("Onko 2 tuntia varattu?", Doubt.IN_SENTENCE),
        ("ei 2", Doubt.IN_SENTENCE),
        ("2 tai 3", Doubt.IN_SENTENCE),
        ("2" + " x" * 3000, Doubt.IN_SENTENCE),
        ("2" + " " * 3000, Doubt.IN_SENTENCE),
        ("2 ja 3", Doubt.SEVERAL_OPTIONS),
        ("2-3", Doubt.SEVERAL_OPTIONS),
        ("1\n2", Doubt.SEVERAL_OPTIONS),
        ("7", Doubt.UNKNOWN_OPTION),
        ("vaihdan 7", Doubt.UNKNOWN_OPTION),
        ("2 ja 7", Doubt.UNKNOWN_OPTION),
        ("B", Doubt.UNKNOWN_OPTION),
        ("kyllä", Doubt.UNKNOWN_OPTION),
        ("2.5", Doubt.UNKNOWN_OPTION),
        ("2²", Doubt.UNKNOWN_OPTION),
        ("-1", Doubt.UNCLEAR),
        ("+1", Doubt.UNCLEAR),
        ("2/3", Doubt.UNCLEAR),
        ("2 -> 3", Doubt.UNCLEAR),
        ("2?", Doubt.QUESTION),
        ('"2"', Doubt.QUOTE),
        ("👍", Doubt.ONLY_EMOJI),
    ],
)
def test_what_is_not_clear_goes_to_review(text: str, doubt: Doubt) -> None:
    """With a reason, and never into the count."""
    votes = one(text)

    assert not votes.votes
    assert [(entry.doubt, entry.text) for entry in votes.review] == [(doubt, text)]


@pytest.mark.parametrize("text", ["kylla", "yesss", "jaa", "nooo", "sama", "same!", "samma"])
def test_near_misses_are_looked_at(text: str) -> None:
    """A word typed without its dots or with letters held down is neither counted nor lost."""
    found = one(text, YES_NO)

    assert (found.votes, [each.doubt for each in found.review]) == ((), [Doubt.UNCLEAR])


@pytest.mark.parametrize(
    "text",
    [
        "Huomenta kaikille!",
        "Klo 12:30 sopii",
        "https://virtu.example/2?x=3",
        "ok",
        ":3",
        "<3",
        "> 2",
        "",
        "Kokous 2026-03-17".replace("3", "4").replace("2", "5").replace("1", "6"),
    ],
)
def test_other_talk_is_only_counted_as_such(text: str) -> None:
    """It speaks of no option."""
    votes = one(text)

    assert (votes.votes, votes.review, votes.other) == ((), (), 2)


def test_a_reply_to_a_message_is_never_counted_by_itself() -> None:
    """A "2" may answer anything; a reply without an option is other talk."""
    votes = chat_votes(
        [message("2", reply_to="Monelta?"), message("joo", reply_to="Tauko?")], NUMBERS
    )

    assert [entry.doubt for entry in votes.review] == [Doubt.REPLY]
    assert votes.other == 1


def test_private_and_nameless_votes_go_to_review() -> None:
    """Nobody guesses a sender, and private messages are not used unasked."""
    votes = chat_votes([message("2", is_private=True), message("2", sender="")], NUMBERS)

    assert [entry.doubt for entry in votes.review] == [Doubt.PRIVATE, Doubt.NO_SENDER]
    assert not votes.votes


def test_the_last_vote_of_a_person_counts() -> None:
    """Earlier ones are kept; what is not clear changes nothing."""
    votes = chat_votes(
        [
            message("1", "Sjögren, Åsa (External)"),
            message("2", "Bo"),
            message("vaihdan 3", "åsa  sjögren"),
            message("tai ehkä 2", "Åsa Sjögren"),
        ],
        NUMBERS,
    )

    assert [(vote.sender, vote.options) for vote in votes.votes] == [
        ("Bo", ("2",)),
        ("åsa  sjögren", ("3",)),
    ]
    assert [vote.text for vote in votes.replaced] == ["1"]
    assert len(votes.review) == 1


def test_names_are_matched_to_the_roster() -> None:
    """Exactly; strangers and people of one name are for the trainer to decide."""
    people = [
        Participant(id=PersonId(key), programme=ProgrammeId("p"), name=name)
        for key, name in (("1", "Åsa Sjögren"), ("2", "Matti Aho"), ("3", "Matti Aho"))
    ]

    votes = chat_votes(
        [
            message("1", "Sjögren, Åsa (Guest)"),
            message("2", "Matti Aho"),
            message("3", "Matti"),
            message("2", "Ã…sa SjÃ¶gren"),
        ],
        NUMBERS,
        names=known_names(people),
    )

    assert [(vote.person, vote.options) for vote in votes.votes] == [("1", ("2",))]
    assert [entry.doubt for entry in votes.review] == [Doubt.SAME_NAME, Doubt.UNKNOWN_PERSON]


def test_several_options_where_the_poll_allows_them() -> None:
    """As many as it allows, and no more."""
    votes = chat_votes(
        [message("1 ja 3", "A"), message("1, 2, 3", "B"), message("1, 7", "C")], NUMBERS, most=2
    )

    assert [(vote.sender, vote.options) for vote in votes.votes] == [("A", ("1", "3"))]
    assert [entry.doubt for entry in votes.review] == [
        Doubt.SEVERAL_OPTIONS,
        Doubt.UNKNOWN_OPTION,
    ]


def test_labels_numbers_and_letters_stand_for_an_option() -> None:
    """As the poll shows them; a scale of numbers has only its numbers."""
    options = options_of_labels(["Much lower", "A little lower", "No change"])
    texts = ["much lower!", "B", "3", "lower"]

    votes = chat_votes([message(text, text) for text in texts], options)
    scale = chat_votes([message("10", "A"), message("11", "B")], options_of_labels(["0", "10"]))

    assert [vote.options[0] for vote in votes.votes] == ["1", "2", "3"]
    assert [vote.options[0] for vote in scale.votes] == ["10"]
    assert [entry.doubt for entry in scale.review] == [Doubt.UNKNOWN_OPTION]


def test_colloquial_words_for_yes_and_no() -> None:
    """In three languages, none of them in both lists; a sign may stand for an option too."""
    options = (
        ChatOption(key="yes", words=(*YES_WORDS, "👍")),
        ChatOption(key="no", words=(*NO_WORDS, "👎")),
    )

    votes = chat_votes([message(text, text) for text in ("Joo!", "nä", "👍🏽", "👎")], options)

    assert [vote.options[0] for vote in votes.votes] == ["yes", "no", "yes", "no"]


@pytest.mark.parametrize(
    "options", [(), (ChatOption(key=""),), (ChatOption(key="1", words=("b",)), ChatOption(key="B"))]
)
def test_options_must_be_told_apart(options: tuple[ChatOption, ...]) -> None:
    """No option, an empty one, and one word for two."""
    with pytest.raises(BadOptions):
        chat_votes([], options)


def test_messages_keep_their_ids_when_more_is_pasted() -> None:
    """Pasting again adds nothing: only what is new has a new id, also of equal messages."""
    first = [message("2"), message("2"), message("3", "Bo")]

    ids = message_ids(first)

    assert len(set(ids)) == 3
    assert message_ids([*first, message("1", "Cy")])[:3] == ids


def test_a_chat_copied_newest_first_is_turned() -> None:
    """So that the last vote is the last; a clock that passes midnight once is no such chat."""
    newest = tuple(
        ChatMessage(at=f"2026-03-17T09:1{minute}", sender="A", text=str(minute))
        for minute in (3, 2, 1)
    )
    midnight = tuple(
        ChatMessage(at=at, sender="A", text=at) for at in ("23:58:00", "23:59:00", "00:01:00")
    )

    votes = chat_votes(newest, NUMBERS)

    assert [vote.text for vote in votes.votes] == ["3"]
    assert in_order(midnight) == midnight


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Sjögren, Åsa (External)", "åsa sjögren"),
        ("Sjo\u0308gren", "sjögren"),
        ("  MATTI\u200b  Aho [Oulu] (vieras)", "matti aho"),
        ("(Guest)", "(guest)"),
        ("a, b, c", "a, b, c"),
    ],
)
def test_normal_names(written: str, normal: str) -> None:
    """What a tool puts around a name says nothing about who it is."""
    assert normal_name(written) == normal


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.text(max_size=20)), max_size=12))
def test_every_message_is_counted_once(said: list[tuple[str, str]]) -> None:
    """As a vote, as one that was changed, for review, or as other talk."""
    votes = chat_votes([message(text, sender) for sender, text in said], NUMBERS)

    parts = (len(votes.votes), len(votes.replaced), len(votes.review), votes.other)
    assert sum(parts) == len(said)
    assert len({vote.sender for vote in votes.votes}) == len(votes.votes)
