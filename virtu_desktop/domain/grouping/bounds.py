"""How few repeated meetings arithmetic allows, to be said before a size is chosen (B2).

What is returned is never more than the best that can be reached; it may be less where the exact
answer is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from virtu_desktop.domain.grouping.designs import design_for
from virtu_desktop.domain.grouping.meetings import meeting_table
from virtu_desktop.domain.grouping.members import Frame, Request, RuleKind, rooms_wanted
from virtu_desktop.domain.people import PersonId

# (groups, size): the most rounds without a repeated pair, only where that number is proved.
# Source: the published tables of the social golfer problem (Harvey; Miller, Valkov and Abel).
_PROVED_BY_SIZE: dict[int, tuple[int, ...]] = {
    # From 3 groups on.
    3: (4, 4, 7, 8, 10, 11, 13, 14),
    4: (1, 5, 5, 7, 9, 10, 11, 13),
    5: (1, 1, 6),
    6: (1, 1, 1, 3),
    7: (1, 1, 1, 1, 8),
    8: (1, 1, 1, 1, 1, 9),
    9: (1, 1, 1, 1, 1, 1, 10),
    10: (1, 1, 1, 1, 1, 1, 1),
}
_PROVED = {
    (groups, size): most
    for size, row in _PROVED_BY_SIZE.items()
    for groups, most in enumerate(row, start=3)
}


def most_rounds(frame: Frame) -> int:
    """Return a number of rounds that cannot be passed without a repeated pair."""
    if frame.largest < 2:
        return frame.people + 1
    if frame.rooms == 1 or frame.small > frame.rooms:
        return 1
    by_pairs = frame.people * (frame.people - 1) // (2 * frame.pairs)
    by_person = (frame.people - 1) // max(1, frame.small - 1)
    most = min(by_pairs, by_person)
    if not frame.large:
        most = min(most, _PROVED.get((frame.rooms, frame.small), most))
    return max(1, most)


def sure_rounds(frame: Frame) -> int:
    """Return how many rounds without a repeated pair are certain, because they can be made."""
    return max(1, len(design_for(frame)))


def fewest_repeats(request: Request, frame: Frame, count: int) -> int:
    """Return how many repeated meetings ``count`` rounds in that frame have at the least."""
    if frame.largest < 2:
        return 0  # nobody meets anybody
    people = [member.id for member in request.members]
    met = meeting_table(people, request.history)
    by_degree = _by_degree(frame, met, count)
    by_rounds = _by_rounds(request, frame, count)
    bound = max(by_degree, by_rounds, _by_rules(request, met, count))
    if not request.history:
        # Each round beyond the most repeats some pair: without those rounds none would be left.
        bound = max(bound, count - most_rounds(frame))
    return bound


def _by_degree(frame: Frame, met: Sequence[Sequence[int]], count: int) -> int:
    """Return what follows from each person's companions: so many places, so few strangers."""
    strangers = [row.count(0) - 1 for row in met]
    least = count * (frame.small - 1)
    missing = sum(max(0, least - there_are) for there_are in strangers)
    room_left = sum(min(count, max(0, there_are - least)) for there_are in strangers)
    more = count * frame.large * (frame.small + 1)
    if not frame.large:
        more = room_left = 0
    return (missing + max(0, more - room_left) + 1) // 2


def _by_rounds(request: Request, frame: Frame, count: int) -> int:
    """Return what follows from earlier rooms too large to be spread over all rooms now."""
    here = {member.id for member in request.members}
    earlier = [
        sum(_kept(sum(person in here for person in room), frame.rooms) for room in rooms)
        for rooms in request.history
    ]
    own = sum(_kept(size, frame.rooms) for size in frame.sizes)
    first = max(earlier, default=0)
    return first + (count - 1) * max(first, own)


def _kept(size: int, rooms: int) -> int:
    """Return how many pairs of ``size`` people stay together when they go to ``rooms`` rooms."""
    share, more = divmod(size, rooms)
    return more * (share * (share + 1) // 2) + (rooms - more) * (share * (share - 1) // 2)


def _by_rules(request: Request, met: Sequence[Sequence[int]], count: int) -> int:
    """Return what follows from people who are together in every round."""
    number = {member.id: place for place, member in enumerate(request.members)}
    bound: set[tuple[PersonId, PersonId]] = set()
    for rule in request.rules_of(*_BINDING):
        bound.update(combinations(sorted(rule.people), 2))
    return sum(count - (not met[number[one]][number[other]]) for one, other in bound)


_BINDING = (RuleKind.TOGETHER, RuleKind.SHARED_SCREEN, RuleKind.SAME_ROOM)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChoice:
    """One size that could be chosen.

    sure: rounds from now on that certainly repeat no pair. most: rounds that cannot be passed
    without a repeat. fewest: repeated meetings that the wished rounds cannot stay below.
    """

    size: int
    frame: Frame
    sure: int
    most: int
    fewest: int


def size_choices(request: Request, sizes: Iterable[int], count: int) -> tuple[SizeChoice, ...]:
    """Return what each size would mean for ``count`` rounds from now on."""
    found = []
    people = len(request.members)
    for size in sizes:
        if not 2 <= size <= people:
            continue
        frame = Frame(people, rooms_wanted(people, size))
        found.append(
            SizeChoice(
                size=size,
                frame=frame,
                sure=sure_rounds(frame) if not request.history else 0,
                most=most_rounds(frame),
                fewest=fewest_repeats(request, frame, count),
            )
        )
    return tuple(found)


def choice_and_better(request: Request, count: int) -> tuple[SizeChoice | None, SizeChoice | None]:
    """Return what the wished size means, and the nearest smaller size that repeats no pair.

    Either is None where there is none; the second also where the first needs no better one.
    """
    return chosen_and_better(
        size_choices(request, range(2, request.size + 1), count), request.size, count
    )


def chosen_and_better(
    choices: Sequence[SizeChoice], size: int, count: int
) -> tuple[SizeChoice | None, SizeChoice | None]:
    """Return the choice of a size, and of the nearest smaller one that repeats no pair."""
    chosen = next((choice for choice in choices if choice.size == size), None)
    if chosen is None or not chosen.fewest:
        return chosen, None
    smaller = (choice for choice in reversed(choices) if choice.size < size)
    return chosen, next((choice for choice in smaller if choice.sure >= count), None)
