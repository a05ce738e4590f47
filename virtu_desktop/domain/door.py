"""Finding people at the door: two letters lead to the one who is meant (A2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.roster import matches, search_words

# Nobody reads further: another letter is typed instead.
FOUND_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class DoorEntry:
    """One person with the words by which the name is found; ``line``: each after a blank."""

    person: Participant
    words: tuple[str, ...]
    line: str


def door_entry(person: Participant) -> DoorEntry:
    """Return the entry of a person."""
    words = search_words(person.name)
    return DoorEntry(person, words, f" {' '.join(words)}")


def find_at_door(
    entries: Iterable[DoorEntry],
    text: str,
    *,
    missing: Collection[PersonId],
    own: Collection[PersonId],
) -> list[PersonId]:
    """Return the people whose name fits what was typed, the one who is most likely meant first.

    Each typed word begins a word of the name. Who is expected and has not come yet goes before the
    others of the session (``own``), these before the rest; then whose first name fits, and the
    order of ``entries``. At most 100 are returned.
    """
    wanted = search_words(text)
    if not wanted:
        return []
    # One comparison a person for one word: with thousands of people every key press counts.
    begins = f" {wanted[0]}"
    found = [entry for entry in entries if begins in entry.line]
    if len(wanted) > 1:
        found = [entry for entry in found if matches(wanted, entry.words)]
    found.sort(
        key=lambda entry: (
            entry.person.id not in missing,
            entry.person.id not in own,
            not entry.words[0].startswith(wanted[0]),
        )
    )
    return [entry.person.id for entry in found[:FOUND_AT_MOST]]
