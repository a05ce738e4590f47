"""Pseudonyms, and names found in what people wrote, also with Finnish and Swedish endings (R2, R7).

A name is found where it begins with a capital letter, and whole or after @ in any case. What is
found is replaced whole, ending included. A first or last name that several people share names none
of them for certain: it is replaced by ``NOBODY``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from virtu_desktop.domain.people import Participant, PersonId

NOBODY = "…"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_SHORTEST_PART = 3
# Letters; beyond them few names are alike.
_TREE_DEPTH = 4
# Endings of cases and of belonging; "s" and "ns" are Swedish and English.
_ENDING = (
    r"(?:iin|hin|kin|kaan|kään|lle|lla|llä|lta|ltä|ssa|ssä|sta|stä|ksi|ta|tä|na|nä|ns|en|in|on|an"
    r"|un|yn|ön|än|n|a|ä|s|t|[’']s|:n|:lle|:lla|:lta|:s)?"
)
_WORD = r"[^\W_]"
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An address that may stand in a text."""


def pseudonym(person: PersonId) -> str:
    """Return the pseudonym of a person: ``P7F3K2Q``, the same wherever the person appears.

    It follows from the person's random id and from nothing else.
    """
    digest = hashlib.sha256(f"virtu pseudonym {person}".encode("utf-8", "replace")).digest()
    number = int.from_bytes(digest[:8], "big")
    return "P" + "".join(_LETTERS[number >> 5 * place & 31] for place in range(_LENGTH))


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Replaces the names and addresses of people in texts; ``of`` makes one."""

    _pattern: re.Pattern[str] | None
    _labels: Mapping[str, str]
    _emails: Mapping[str, str]

    @classmethod
    def of(
        cls,
        people: Iterable[Participant],
        labels: Mapping[PersonId, str],
        *,
        but: Iterable[Participant] = (),
    ) -> NameFinder:
        """Return the finder of people's names: whole, and each part that is long enough.

        labels: what takes the place of each person's name. but: whose names are left as they are.
        """
        kept = {name for other in but for name in _names(other.name)}
        owners: dict[str, set[PersonId]] = {}
        emails: dict[str, str] = {}
        for person in people:
            if person.email:
                emails[_folded(person.email)] = labels.get(person.id, NOBODY)
            for name in set(_names(person.name)) - kept:
                owners.setdefault(name, set()).add(person.id)
        spoken = {
            name: labels.get(next(iter(own)), NOBODY) if len(own) == 1 else NOBODY
            for name, own in owners.items()
        }
        return cls(_pattern_of(spoken), spoken, emails)

    @classmethod
    def alone(cls, person: Participant, others: Iterable[Participant], label: str) -> NameFinder:
        """Return the finder of one person's names but those that one of the others shares."""
        return cls.of([person], {person.id: label}, but=others)

    def replaced(self, text: str) -> str:
        """Return a text with every name replaced.

        >>> people = [Participant(id=PersonId("1"), programme=None, name="Aino Virtanen")]
        >>> finder = NameFinder.of(people, {PersonId("1"): "P1"})
        >>> finder.replaced("Ainon idea, Aino Virtaselle ja @aino")
        'P1 idea, P1 ja @P1'
        """
        text = EMAIL.sub(lambda found: self._emails.get(_folded(found[0]), found[0]), text)
        return text if self._pattern is None else self._pattern.sub(self._label, text)

    def finds(self, text: str) -> bool:
        """Say whether a name is in a text."""
        return self.replaced(text) != text

    def mentioned(self, mention: str) -> str | None:
        """Return the label of who is meant by ``@mention``, or None for who is not known."""
        plain = _folded(re.sub(r"[._-]+", " ", mention))
        return self._labels.get(plain) or self._labels.get(plain.replace(" ", ""))

    def _label(self, match: re.Match[str]) -> str:
        found = match["name"]
        is_mention = match["at"] == "@"
        is_name = is_mention or found[:1].isupper() or " " in _folded(found)
        if not is_name:
            return match[0]
        label = self._labels.get(_folded(found)) or self._stem_label(found)
        return match[0] if label is None else f"{match['at']}{label}"

    def _stem_label(self, found: str) -> str | None:
        """Return the label of a name that was found by one of its stems."""
        folded = _folded(found)
        for name, label in self._labels.items():
            if folded in _stems(name):
                return label
        return None


def _names(whole: str) -> Iterator[str]:
    """Yield the names by which a person may be called, folded."""
    parts = [part for part in re.split(r"[\s,]+", whole.strip()) if part]
    folded = [_folded(part) for part in parts]
    if len(parts) > 1:
        yield " ".join(folded)
        yield " ".join((folded[-1], *folded[:-1]))
        yield "".join(folded)
    for part in folded:
        if len(part) >= _SHORTEST_PART or len(parts) == 1:
            yield part


def _pattern_of(names: Collection[str]) -> re.Pattern[str] | None:
    forms = {stem for name in names for stem in _stems(name)}
    if not forms:
        return None
    joined = _one_of(sorted(forms))
    return re.compile(
        rf"(?<!{_WORD})(?P<at>@?)(?P<name>{joined}){_ENDING}(?!{_WORD})", re.IGNORECASE
    )


def _one_of(forms: Sequence[str], depth: int = _TREE_DEPTH) -> str:
    """Return a pattern for one of sorted forms, the longest that fits.

    Their first letters are a tree: hundreds of names side by side would be tried one by one at
    every word.
    """
    if depth == 0:
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        joined = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest_first)
        return f"(?:{joined})"
    branches = []
    for first, group in groupby((form for form in forms if form), key=lambda form: form[0]):
        letter = r"\s+" if first == " " else re.escape(first)
        branches.append(letter + _one_of([form[1:] for form in group], depth - 1))
    if not branches:
        return ""
    joined = f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in forms else joined


def _stems(name: str) -> tuple[str, ...]:
    """Return a name and what it becomes before endings: ``Pekka`` also ``Peka``."""
    stems = [name]
    if name.endswith("nen"):
        stems.append(f"{name[:-3]}se")
    if len(name) > _SHORTEST_PART and name[-3] == name[-2] and name[-2] in "kpt":
        stems.append(f"{name[:-2]}{name[-1]}")
    return tuple(stems)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
