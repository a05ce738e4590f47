"""An independent judge of rounds: recounts everything from the plain lists, knows no engine.

Rounds are lists of rooms, rooms lists of names; people and rules as the documents of
``virtu groups`` have them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Rounds = Sequence[Sequence[Sequence[str]]]


def faults(rounds: Rounds, people: Iterable[str], rules: Mapping[str, Any], size: int) -> list[str]:
    """Return everything that is wrong with rounds, in words."""
    wanted = sorted(people)
    smallest, largest = rules.get("size", [1, size])
    found = []
    for number, rooms in enumerate(rounds):
        if sorted(itertools.chain(*rooms)) != wanted:
            found.append(f"round {number}: not everybody is there once")
        lengths = [len(room) for room in rooms]
        if max(lengths) - min(lengths) > 1:
            found.append(f"round {number}: sizes {lengths}")
        if min(lengths) < smallest or max(lengths) > largest:
            found.append(f"round {number}: sizes {lengths} outside {smallest} to {largest}")
        found += [f"round {number}: {fault}" for fault in _broken(rooms, rules)]
    return found


def _broken(rooms: Sequence[Sequence[str]], rules: Mapping[str, Any]) -> Iterable[str]:
    for key in ("together", "shared_screen"):
        for people in rules.get(key, []):
            if not any(set(people) <= set(room) for room in rooms):
                yield f"{people} are not together"
    for people in rules.get("apart", []):
        for room in rooms:
            if len(set(people) & set(room)) > 1:
                yield f"{people} are not apart"
    for number, person in rules.get("hosts", {}).items():
        if int(number) > len(rooms) or person not in rooms[int(number) - 1]:
            yield f"{person} is not in room {number}"


def repeats(rounds: Rounds, history: Rounds = ()) -> int:
    """Return the meetings of pairs that had met before, counted pair by pair."""
    met: Counter[frozenset[str]] = Counter()
    for rooms in history:
        for room in rooms:
            met.update(frozenset(pair) for pair in itertools.combinations(room, 2))
    again = 0
    for rooms in rounds:
        now = [frozenset(pair) for room in rooms for pair in itertools.combinations(room, 2)]
        again += len([pair for pair in now if met[pair] > 0])
        met.update(now)
    return again


def lone(rounds: Rounds, modes: Mapping[str, str]) -> int:
    """Return how often somebody is the only one of their mode in a room with others."""
    count = 0
    for rooms in rounds:
        for room in rooms:
            if len(room) > 1:
                count += list(Counter(modes[person] for person in room).values()).count(1)
    return count
