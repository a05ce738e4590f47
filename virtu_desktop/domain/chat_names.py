"""Names of a chat and people of the roster: exact matches, and a person decides the rest."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from virtu_desktop.domain.people import Participant, PersonId

_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f\ufeff]")
_SUFFIX = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_TWICE_ENCODED = re.compile("[ÂÃÅ][\x80-\xbf\u0152-\u2122]")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """People of a roster by the normal form of their names; several may share one."""

    people: Mapping[str, tuple[PersonId, ...]]

    def find(self, name: str) -> tuple[PersonId, ...]:
        """Return everybody whose name is ``name``: nobody, one, or people of the same name."""
        for spelling in _spellings(name):
            if found := self.people.get(spelling):
                return found
        return ()


def known_names(people: Iterable[Participant]) -> KnownNames:
    """Return the names of a roster, ready to look up."""
    found: defaultdict[str, list[PersonId]] = defaultdict(list)
    for person in people:
        found[normal_name(person.name)].append(person.id)
    return KnownNames(people={name: tuple(ids) for name, ids in found.items()})


def normal_name(name: str) -> str:
    """Return a name as it is compared: letters alone matter, not what a tool puts around them.

    >>> normal_name("Sjögren, Åsa (External)"), normal_name("  ÅSA   Sjögren ")
    ('åsa sjögren', 'åsa sjögren')
    """
    text = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", name)).split())
    while (shorter := _SUFFIX.sub("", text)) and shorter != text:
        text = shorter
    last, comma, first = text.partition(",")
    if comma and last.strip() and first.strip() and "," not in first:
        text = f"{first.strip()} {last.strip()}"
    return text.casefold()


def _spellings(name: str) -> Iterable[str]:
    yield normal_name(name)
    # "MÃ¤kelÃ¤inen" is a Mäkeläinen whose name was encoded twice.
    if _TWICE_ENCODED.search(name):
        try:
            yield normal_name(name.encode("cp1252").decode("utf-8"))
        except UnicodeError:
            return
