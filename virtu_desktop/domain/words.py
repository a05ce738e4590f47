"""Words of what people wrote: taken apart, folded together, and counted by people (V10).

Nobody counts twice for saying the same thing three times. What belongs together only perhaps is
suggested and never put together here: a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from virtu_desktop.domain.stop_words import STOP_WORDS

# Words with their hyphens and colons, such as Teams-kokous and EU:n; or one sign, such as an emoji.
_TOKEN = re.compile(
    r"[^\W_]+(?:[-'’:][^\W_]+)*|[\u2190-\u2bff\U0001f000-\U0001faff](?:[\ufe0f\u200d][^\s\w]*)*"
)
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_LEAST_STEM = 4
_MOST_ENDING = 5
_LONGEST_LABEL = 60

People = Sequence[tuple[Sequence[str], int]]
"""What people wrote: (texts of one answer, how many people gave it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Forms of one word or phrase. label: the form that most people use.

    forms: (as written, how many people), most people first. people: how many said any of them.
    """

    key: str
    label: str
    people: int
    forms: tuple[tuple[str, int], ...]


def tokens(text: str) -> list[str]:
    """Return the words and signs of a text as they are compared; nothing is left out.

    >>> tokens("Teams-kokous, HYVÄ! 👍🏽")
    ['teams-kokous', 'hyvä', '👍']
    """
    return _TOKEN.findall(_SKIN.sub("", unicodedata.normalize("NFC", text)).casefold())


def normal_text(text: str) -> str:
    """Return a text as it is compared with others: its words, without marks and case."""
    return " ".join(tokens(text)) or " ".join(text.split()).casefold()


def content_words(text: str) -> list[str]:
    """Return the words of a text that say something."""
    return [word for word in tokens(text) if word not in STOP_WORDS]


def folded(text: str, lemmas: Mapping[str, str]) -> str:
    """Return the key of a word or phrase: its words in their basic form, as far as it is known.

    lemmas: basic forms by word, in small letters. Stop words stay in a phrase that has no others.
    """
    words = content_words(text) or tokens(text)
    return " ".join(lemmas.get(word, word).casefold() for word in words) or normal_text(text)


def words_to_fold(people: People) -> frozenset[str]:
    """Return every word whose basic form is wanted."""
    return frozenset(
        word
        for texts, _times in people
        for text in texts
        for word in content_words(text)
        if word.isalpha() or "-" in word
    )


def counted_terms(
    people: People, lemmas: Mapping[str, str], *, is_by_word: bool = False
) -> tuple[Term, ...]:
    """Return what people said, most people first.

    is_by_word: every word of a text is a term of its own, without stop words; else each text is
    one, so that phrases stay whole.
    """
    total: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for texts, times in people:
        said: dict[str, set[str]] = {}
        for text in texts:
            for part in _written_words(text) if is_by_word else [" ".join(text.split())]:
                if part:
                    said.setdefault(folded(part, lemmas), set()).add(part)
        for key, written in said.items():
            total[key] += times
            for form in written:
                forms.setdefault(key, Counter())[form] += times
    found = [term_of(key, count, forms[key]) for key, count in total.items()]
    return tuple(sorted(found, key=lambda term: (-term.people, term.label.casefold())))


def similar(terms: Sequence[Term]) -> list[tuple[str, str]]:
    """Return pairs of keys that may belong together, those of most people first.

    They have one beginning and different endings, or differ in one letter.
    """
    by_start: dict[str, list[Term]] = {}
    for term in terms:
        by_start.setdefault(term.key[:2], []).append(term)
    pairs = [
        (one, other)
        for group in by_start.values()
        for one, other in combinations(group, 2)
        if _may_be_same(one.key, other.key)
    ]
    pairs.sort(key=lambda pair: -(pair[0].people + pair[1].people))
    return [(one.key, other.key) for one, other in pairs]


def term_of(key: str, people: int, forms: Counter[str]) -> Term:
    """Return a term; of forms that equally many people use the shortest is shown."""
    ordered = sorted(
        forms.items(), key=lambda form: (-form[1], len(form[0]), form[0] != form[0].lower(), form)
    )
    label = ordered[0][0]
    if len(label) > _LONGEST_LABEL:
        label = f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
    return Term(key=key, label=label, people=people, forms=tuple(ordered))


def _written_words(text: str) -> Iterable[str]:
    for match in _TOKEN.finditer(_SKIN.sub("", unicodedata.normalize("NFC", text))):
        if match[0].casefold() not in STOP_WORDS:
            yield match[0]


def _may_be_same(one: str, other: str) -> bool:
    if " " in one or " " in other or min(len(one), len(other)) < _LEAST_STEM:
        return False
    start = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        start += 1
    endings = len(one) - start, len(other) - start
    is_inflected = start >= _LEAST_STEM + 1 and max(endings) <= _MOST_ENDING - (start < 6)
    return is_inflected or (min(len(one), len(other)) > _LEAST_STEM and _is_one_letter(one, other))


def _is_one_letter(one: str, other: str) -> bool:
    """Say whether one letter more, less or changed makes one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    for place, letter in enumerate(short):
        if letter != long[place]:
            rest = short[place:] if len(short) < len(long) else short[place + 1 :]
            return rest == long[place + 1 :]
    return True
