"""Votes in a chat: which messages are votes, and which a person has to look at (V4).

A message counts only when it says one option and nothing that could mean something else: "2",
"B", "Ja!", "2 :)", "I change to 3". Whatever else speaks of an option goes to review with a
reason; nothing is counted silently, nothing is dropped silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from virtu_desktop.domain.chat import ChatMessage, MessageId, in_order, message_ids
from virtu_desktop.domain.chat_names import KnownNames, normal_name
from virtu_desktop.domain.people import PersonId


class Doubt(StrEnum):
    """Why a message is not counted before somebody has looked at it."""

    IN_SENTENCE = "in_sentence"
    SEVERAL_OPTIONS = "several_options"
    UNKNOWN_OPTION = "unknown_option"
    UNCLEAR = "unclear"
    QUESTION = "question"
    REPLY = "reply"
    QUOTE = "quote"
    ONLY_EMOJI = "only_emoji"
    PRIVATE = "private"
    NO_SENDER = "no_sender"
    UNKNOWN_PERSON = "unknown_person"
    SAME_NAME = "same_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatOption:
    """What people may write for an option: its key, such as ``2`` or ``B``, and other words."""

    key: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatVote:
    """A message that counts. options: keys, one unless the poll allows several.

    person: None when nobody was asked who is on the roster.
    """

    message: MessageId
    at: str
    sender: str
    person: PersonId | None
    options: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReview:
    """A message that somebody has to look at. options: what it may mean. sender: "" if unknown."""

    message: MessageId
    at: str
    sender: str
    person: PersonId | None
    options: tuple[str, ...]
    text: str
    doubt: Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatVotes:
    """What a chat says about one question.

    votes: the last of each person, in the order of the chat. replaced: earlier votes of the same
    people. review: what is not counted. other: how many messages do not speak of the question.
    """

    votes: tuple[ChatVote, ...]
    replaced: tuple[ChatVote, ...]
    review: tuple[ChatReview, ...]
    other: int


class BadOptions(ValueError):
    """Options that cannot be told apart, or none. ``word`` is the word that two of them share."""

    def __init__(self, word: str) -> None:
        """Keep the word; "" when there is no option at all."""
        self.word = word
        super().__init__(word)


YES_WORDS = ("kyllä", "kyl", "joo", "juu", "jep", "ja", "japp", "yes", "yep", "yeah", "yea")
NO_WORDS = ("ei", "nej", "nä", "nope", "no", "nah")
ABSTAIN_WORDS = ("tyhjä", "en osaa sanoa", "eos", "avstår", "blankt", "abstain", "blank")

# Words that may stand around an option without changing what the vote means.
_FILLER_WORDS = (
    # Finnish
    "vaihdan vaihdankin vaihto vaihdetaan muutan muutos korjaan korjaus eiku eikun eikä siis "
    "sittenkin sitten äänestän ääni ääneni mun minun mä mää minä mulle minulle valitsen valinta "
    "valintani vastaan vastaus vastaukseni vaihtoehto vaihtoehtoon kohta kohtaan numero numeroon "
    "nro on nyt kiitos kiitti anteeksi sori hei moi oma "
    # Swedish
    "byter byta ändrar ändra till jag röstar röst rösten på min mitt mig svar svaret svarar "
    "alternativ nummer nr väljer är nu istället stället tack ursäkta förlåt hej "
    # English
    "change changing changed switch switching i im i'm i’m to my vote votes voting for answer is "
    "option number now choose pick select going with instead actually correction please thanks "
    "thank you sorry hi hello it's it’s its the pls plz"
)
_FILLERS = frozenset(_FILLER_WORDS.split())
_NUMBER_WORDS: Mapping[str, str] = MappingProxyType(
    {
        word: str(number)
        for number, words in enumerate(
            (
                "nolla nollan noll zero",
                "yksi ykkönen ykköseen ykköstä ykkösen ett ettan one",
                "kaksi kakkonen kakkoseen kakkosta kakkosen två tvåan two",
                "kolme kolmonen kolmoseen kolmosta kolmosen tre trean three",
                "neljä nelonen neloseen nelosta nelosen fyra fyran four",
                "viisi viitonen viitoseen viitosta viitosen fem femman five",
                "kuusi kuutonen kuutoseen kuutosta kuutosen sex sexan six",
                "seitsemän seiska seiskaan seiskaa sju sjuan seven",
                "kahdeksan kasi kasiin kasia åtta åttan eight",
                "yhdeksän ysi ysiin ysiä nio nian nine",
                "kymmenen kymppi kymppiin kymppiä tio tian ten",
            )
        )
        for word in words.split()
    }
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Before words are taken apart: "<3" and ":3" hold no vote, and "8)" may be one.
_SMILEY = re.compile(r"(?<!\S)(?:[:;=][-o^']?[)(dpo3/|*\]\[]+|xd+|\^_*\^|</?3+|[-_]_[-_])(?!\w)")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['’:][^\W_]+)*")
_WITH_ENDING = re.compile(r"(\d+):[^\W\d_]{1,6}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SIGNED = re.compile(r"(?<![\w)])[-−+±]\d|[~<>=]\s?\d|\d\s?[+%°€$]|\d\s?/\s?\d")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?")
_QUOTED = re.compile(r"[\"“”„»«'’‘].*[\"“”„»«'’‘]", re.DOTALL)
_PICTURES = re.compile("[\U0001f44d\U0001f44e\u2705\u274c\u2714\u2716]")
# What joins or colours signs, or is not seen at all; without them "2️⃣" is a 2.
_UNSEEN = re.compile("[\u20e3\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]")
_TWICE = re.compile(r"(.)\1+")
_LONGEST = 2_000


def options_of_labels(labels: Sequence[str]) -> tuple[ChatOption, ...]:
    """Return what people write for options that the poll shows as numbered labels.

    Keys are the numbers from 1; people may also write the letter or the label. Labels that are
    numbers themselves, such as those of a scale, are their own keys.

    >>> [option.key for option in options_of_labels(["0", "5", "10"])]
    ['0', '5', '10']
    """
    if all(_NUMBER.fullmatch(label.strip()) for label in labels):
        return tuple(ChatOption(key=label.strip()) for label in labels)
    return tuple(
        ChatOption(key=str(number), words=(_letter(number), label))
        for number, label in enumerate(labels, 1)
    )


def chat_votes(
    messages: Iterable[ChatMessage],
    options: Sequence[ChatOption],
    *,
    names: KnownNames | None = None,
    most: int = 1,
) -> ChatVotes:
    """Return the votes of a chat, the last of each person.

    names: of the roster; with None everybody votes under the own name. most: how many options
    one person may choose. Raises BadOptions.
    """
    messages = tuple(messages)
    reader = _Reader(options, names, most, {message.sender for message in messages})
    # Numbered as they stand, so that a copy in the other order has the same ids.
    ids = dict(zip(map(id, messages), message_ids(messages), strict=True))
    for message in in_order(messages):
        reader.read(message, ids[id(message)])
    return reader.result()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a text says. doubt: None when it is a vote; no options and no doubt: other talk."""

    options: tuple[str, ...] = ()
    doubt: Doubt | None = None


class _Reader:
    def __init__(
        self,
        options: Sequence[ChatOption],
        names: KnownNames | None,
        most: int,
        senders: Iterable[str],
    ) -> None:
        self._keys = _keys_by_word(options)
        self._blurred = {_blurred(word) for word in self._keys if len(word) > 1}
        self._longest = max(len(word.split()) for word in self._keys)
        self._names = names
        self._most = most
        self._mention = _mentions_of(senders)
        self._votes: dict[str, ChatVote] = {}
        self._replaced: list[ChatVote] = []
        self._review: list[ChatReview] = []
        self._other = 0

    def read(self, message: ChatMessage, known_as: MessageId) -> None:
        meaning = self._meaning(message)
        if meaning.doubt is None and not meaning.options:
            self._other += 1
            return
        people = self._names.find(message.sender) if self._names and message.sender else ()
        person = people[0] if len(people) == 1 else None
        doubt = meaning.doubt or self._doubt_about(message, people)
        if doubt is not None:
            self._review.append(
                ChatReview(
                    message=known_as,
                    at=message.at,
                    sender=message.sender,
                    person=person,
                    options=meaning.options,
                    text=message.text,
                    doubt=doubt,
                )
            )
            return
        vote = ChatVote(
            message=known_as,
            at=message.at,
            sender=message.sender,
            person=person,
            options=meaning.options,
            text=message.text,
        )
        voter = normal_name(message.sender) if person is None else person
        if (before := self._votes.pop(voter, None)) is not None:
            self._replaced.append(before)
        self._votes[voter] = vote

    def result(self) -> ChatVotes:
        return ChatVotes(
            votes=tuple(self._votes.values()),
            replaced=tuple(self._replaced),
            review=tuple(self._review),
            other=self._other,
        )

    def _doubt_about(self, message: ChatMessage, people: tuple[PersonId, ...]) -> Doubt | None:
        """Return why a clear vote cannot be given to a person, or None."""
        if not message.sender:
            return Doubt.NO_SENDER
        if message.is_private:
            return Doubt.PRIVATE
        if self._names is None or len(people) == 1:
            return None
        return Doubt.SAME_NAME if people else Doubt.UNKNOWN_PERSON

    def _meaning(self, message: ChatMessage) -> _Meaning:
        own = "\n".join(
            line for line in message.text.splitlines() if not line.lstrip().startswith(">")
        )
        meaning = self._meaning_of_text(own)
        if message.reply_to is None:
            return meaning
        # An answer to somebody's message may say "2" about anything.
        return _Meaning(meaning.options, Doubt.REPLY) if meaning.options else _Meaning()

    def _meaning_of_text(self, written: str) -> _Meaning:
        text = _SMILEY.sub(" ", _URL.sub(" link ", _plain(written[:_LONGEST])))
        if "@" in text:
            text = self._mention.sub(" ", text)
        text = text.strip()
        tokens = _TOKEN.findall(text)
        found, rest = self._options_in(tokens or [text])
        if not found:
            return self._meaning_without_option(text, tokens)
        keys = tuple(dict.fromkeys(found))
        return _Meaning(keys, self._doubt_of(text, keys, rest, is_cut=len(written) > _LONGEST))

    def _doubt_of(
        self, text: str, keys: Sequence[str], rest: Sequence[str], *, is_cut: bool
    ) -> Doubt | None:
        """Return why a text that names options is no clear vote; rest: its other words."""
        others = [token for token in rest if token not in _FILLERS]
        if is_cut or (others and not self._is_list(others)):
            return Doubt.IN_SENTENCE
        if "?" in text:
            return Doubt.QUESTION
        if _SIGNED.search(text):
            return Doubt.UNCLEAR
        if len(keys) > self._most:
            return Doubt.SEVERAL_OPTIONS
        if any(_NUMBER.fullmatch(token) for token in rest):
            return Doubt.UNKNOWN_OPTION
        return Doubt.QUOTE if _QUOTED.fullmatch(text) else None

    @staticmethod
    def _is_list(others: Sequence[str]) -> bool:
        """Say whether the other words only join options: "1 ja 3", "2, 3 och 7"."""
        return all(token in _AND or _NUMBER.fullmatch(token) for token in others)

    def _meaning_without_option(self, text: str, tokens: Sequence[str]) -> _Meaning:
        """Return what a text without any option is: an option that does not exist, or talk."""
        said = [token for token in tokens if token not in _FILLERS]
        if not said:
            pictured = _PICTURES.search(text) and not tokens
            return _Meaning(doubt=Doubt.ONLY_EMOJI if pictured else None)
        looks_like_vote = len(said) == 1 and (
            (said[0][0].isdigit() and not _CLOCK.fullmatch(said[0]))
            or said[0] in _ANSWERS
            or (len(said[0]) == 1 and said[0].isalpha() and len(tokens) == 1)
        )
        if not looks_like_vote:
            is_near = len(said) == 1 and (_blurred(said[0]) in self._blurred or said[0] in _ECHOES)
            return _Meaning(doubt=Doubt.UNCLEAR if is_near else None)
        return _Meaning(doubt=Doubt.UNCLEAR if _SIGNED.search(text) else Doubt.UNKNOWN_OPTION)

    def _options_in(self, tokens: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return the keys that the tokens name, and the tokens that name none."""
        found, rest, place = [], [], 0
        while place < len(tokens):
            for length in range(min(self._longest, len(tokens) - place), 0, -1):
                phrase = " ".join(tokens[place : place + length])
                if (key := self._key_of(phrase)) is not None:
                    found.append(key)
                    place += length
                    break
            else:
                rest.append(tokens[place])
                place += 1
        return found, rest

    def _key_of(self, phrase: str) -> str | None:
        if (key := self._keys.get(phrase)) is not None:
            return key
        if ending := _WITH_ENDING.fullmatch(phrase):
            return self._keys.get(ending[1])
        if (number := _NUMBER_WORDS.get(phrase)) is not None:
            return self._keys.get(number)
        return None


_AND = frozenset({"ja", "och", "and", "sekä", "samt"})
# They repeat what somebody else wrote.
_ECHOES = frozenset(("same", "ditto", "sama", "samat", "samoin", "samma", "likaså", "likadant"))
_ANSWERS = frozenset(YES_WORDS + NO_WORDS) | frozenset(_NUMBER_WORDS)


def _keys_by_word(options: Sequence[ChatOption]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for option in options:
        for word in (option.key, *option.words):
            # A word may be nothing but a sign, such as a thumb.
            plain = _plain(word).strip()
            if not (said := " ".join(_TOKEN.findall(plain)) or plain):
                continue
            if keys.setdefault(said, option.key) != option.key:
                raise BadOptions(word)
    if not keys:
        raise BadOptions("")
    return keys


def _mentions_of(senders: Iterable[str]) -> re.Pattern[str]:
    """Return what finds "@" with a name: a whole one of the chat, else one word."""
    names = {_plain(spelling) for sender in senders for spelling in (sender, normal_name(sender))}
    longest_first = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    return re.compile("@(?:" + "|".join([*longest_first, r"\S+"]) + ")")


def _plain(text: str) -> str:
    """Return a text in which letters and digits look alike whatever keyboard wrote them."""
    seen = _UNSEEN.sub("", text)
    # It would make "22" of "2²" and two numbers of "½".
    if not any(unicodedata.category(letter) == "No" for letter in seen):
        seen = unicodedata.normalize("NFKC", seen)
    if not seen.isascii():
        # Digits of every script: an Arabic 2 is a 2.
        seen = "".join(
            str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
            for sign in seen
        )
    return seen.casefold()


def _blurred(word: str) -> str:
    """Return a word without accents and without letters written twice: "yesss", "kylla".

    >>> _blurred("kyllä") == _blurred("kyla"), _blurred("yesss")
    (True, 'yes')
    """
    bare = (sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return _TWICE.sub(r"\1", "".join(bare))


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1) if number <= 26 else ""
