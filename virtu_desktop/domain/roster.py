"""Rosters: who is expected in a session, who may be the same person, and how names are found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.programme import GroupId


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is known beforehand of one person in one session.

    is_expected: False for a walk-in, and for who has said not to come. mode: how the person will
    take part, or None for the usual way.
    """

    person: PersonId
    is_expected: bool = True
    mode: Mode | None = None


class Likeness(StrEnum):
    """Why two entries of a roster may be one person."""

    SAME_EMAIL = "same_email"
    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelySame:
    """Two entries that may be one person; ``first`` is the one that stands first in the roster."""

    first: PersonId
    second: PersonId
    likeness: Likeness


def expected_people(
    people: Iterable[Participant],
    expectations: Mapping[PersonId, Expectation],
    group: GroupId | None,
    *,
    is_settled: bool,
) -> tuple[PersonId, ...]:
    """Return who is expected in a session of ``group``, in the order of ``people``.

    Before the session that is the group, with what is known of single people. With its start it
    is settled (``is_settled``): then only what was written down counts, and people who change
    groups afterwards change nothing.
    """
    found = []
    for person in people:
        known = expectations.get(person.id)
        if known is not None:
            if known.is_expected:
                found.append(person.id)
        elif not is_settled and group is not None and person.group == group:
            found.append(person.id)
    return tuple(found)


def expected_mode(person: Participant, expectation: Expectation | None) -> Mode:
    """Return how a person will take part as far as is known."""
    if expectation is None or expectation.mode is None:
        return person.usual_mode
    return expectation.mode


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: case, spaces and order do not count.

    >>> name_key("Lahti,  Aino") == name_key("aino LAHTI")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    if not folded.isprintable():
        folded = "".join(sign for sign in folded if _is_visible(sign))
    return " ".join(sorted(folded.replace(",", " ").replace(";", " ").split()))


def email_key(email: str) -> str:
    """Return an address as it is compared."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a name, or of what is looked for, in lower case and without accents.

    >>> search_words("Anna-Liisa Åberg")
    ('anna', 'liisa', 'aberg')
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(
        sign if sign.isalnum() else " " for sign in decomposed if not unicodedata.combining(sign)
    )
    return tuple(letters.split())


def matches(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Say whether each wanted word begins a word of its own.

    >>> matches(("a", "la"), search_words("Aino Lahti")), matches(("a", "a"), ("aino", "lahti"))
    (True, False)
    """
    left = list(words)
    # The longest first: a short one must not take the only word that a longer one begins.
    for word in sorted(wanted, key=len, reverse=True):
        found = next((one for one in left if one.startswith(word)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def likely_same(people: Iterable[Participant]) -> tuple[LikelySame, ...]:
    """Return pairs with one e-mail address, or with one name and organisation.

    An unknown organisation fits any. Each pair comes once, the sure ones first.
    """
    in_order = tuple(people)
    by_email: dict[str, list[Participant]] = {}
    by_name: dict[str, list[Participant]] = {}
    for person in in_order:
        if person.email.strip():
            by_email.setdefault(email_key(person.email), []).append(person)
        if key := name_key(person.name):
            by_name.setdefault(key, []).append(person)
    found: dict[tuple[PersonId, PersonId], Likeness] = {}
    for first, second in _pairs(by_email.values()):
        found.setdefault((first.id, second.id), Likeness.SAME_EMAIL)
    for first, second in _pairs(by_name.values()):
        if organisations_fit(first, second):
            found.setdefault((first.id, second.id), Likeness.SAME_NAME)
    return tuple(
        LikelySame(first=first, second=second, likeness=likeness)
        for (first, second), likeness in found.items()
    )


def organisations_fit(first: Participant, second: Participant) -> bool:
    """Say whether two people may work for one organisation."""
    mine, other = name_key(first.organisation), name_key(second.organisation)
    return not mine or not other or mine == other


def namesakes(people: Iterable[Participant], name: str) -> tuple[Participant, ...]:
    """Return the people of that name, however it is spelt."""
    key = name_key(name)
    return tuple(person for person in people if key and name_key(person.name) == key)


def _pairs(
    alike: Iterable[list[Participant]],
) -> Iterable[tuple[Participant, Participant]]:
    """Return each later entry with the first of its kind: a chain, not every pair of many."""
    for same in alike:
        for other in same[1:]:
            yield same[0], other


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf") or sign.isspace()
