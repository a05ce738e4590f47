"""Names that are nearly the same: a slip of the finger, a letter without its dots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.roster import (
    LikelySame,
    Likeness,
    likely_same,
    name_key,
    organisations_fit,
)

# Of a hundred. "Mikko Virtanen" and "Miko Virtanen" have 96, "Mia Niemi" and "Mika Nieminen" 82.
NEAR = 88.0
_KEYS_KEPT = 20_000

_key = lru_cache(_KEYS_KEPT)(name_key)


def nearest_name(name: str, people: Sequence[Participant]) -> Participant | None:
    """Return who has the most similar name, or None when nobody's is near."""
    key = name_key(name)
    if not key:
        return None
    keys = [_key(person.name) for person in people]
    found = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=NEAR)
    return None if found is None else people[found[2]]


def likely_pairs(
    people: Iterable[Participant], *, progress: Callable[[float], bool] = lambda _share: True
) -> tuple[LikelySame, ...]:
    """Return all pairs that may be one person: same address, same name, then nearly the same.

    Near names count within one organisation, and where one is unknown. progress is called with
    the share that is done; when it says no, only what was found so far is returned.
    """
    everybody = tuple(people)
    sure = likely_same(everybody)
    known = {frozenset((pair.first, pair.second)) for pair in sure}
    near = []
    keys = [_key(person.name) for person in everybody]
    for place, person in enumerate(everybody):
        if place % 100 == 0 and not progress(place / len(everybody)):
            break
        if not keys[place]:
            continue
        later = keys[place + 1 :]
        for _key_found, _score, offset in process.extract(
            keys[place], later, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
        ):
            other = everybody[place + 1 + offset]
            pair = frozenset((person.id, other.id))
            if keys[place] != later[offset] and pair not in known and _may_be(person, other):
                near.append(_near(person.id, other.id))
    return (*sure, *near)


def _may_be(person: Participant, other: Participant) -> bool:
    """Say whether nothing speaks against two people being one."""
    has_other_address = bool(person.email and other.email)
    return organisations_fit(person, other) and not has_other_address


def _near(first: PersonId, second: PersonId) -> LikelySame:
    return LikelySame(first=first, second=second, likeness=Likeness.NEAR_NAME)
