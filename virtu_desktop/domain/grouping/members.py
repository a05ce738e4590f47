"""What grouping is told: the people present, the rules, and who has met before (B1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.people import Mode, PersonId

Room = tuple[PersonId, ...]
Round = tuple[Room, ...]

# So many people and rounds are looked at together; more is refused where people ask for it.
LARGEST = 500
MOST_ROUNDS = 200


class ModeRule(StrEnum):
    """What the rooms have to do with how people take part.

    MIXED: nobody alone in their mode, and the modes spread over the rooms. TOGETHER: nobody
    alone, and as few rooms as possible with more than one mode. ANY: as it comes.
    """

    MIXED = "mixed"
    TOGETHER = "together"
    ANY = "any"


class Quality(StrEnum):
    """What rooms can be balanced by."""

    ORGANISATION = "organisation"
    SITE = "site"
    TAGS = "tags"
    MODE = "mode"


class RuleKind(StrEnum):
    """A hard rule: what it asks of its people. SAME_ROOM: they were in one room before."""

    TOGETHER = "together"
    SHARED_SCREEN = "shared_screen"
    SAME_ROOM = "same_room"
    APART = "apart"
    HOST = "host"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One hard rule; room: the place of a HOST or LOCKED person, counted from 0."""

    kind: RuleKind
    people: Room
    room: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What grouping knows of somebody present."""

    id: PersonId
    mode: Mode = Mode.ROOM
    organisation: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()

    def values(self, quality: Quality) -> frozenset[str]:
        """Return what the member has of a quality; empty when it is unknown."""
        match quality:
            case Quality.ORGANISATION:
                found: tuple[str, ...] = (self.organisation,)
            case Quality.SITE:
                found = (self.site,)
            case Quality.TAGS:
                found = self.tags
            case Quality.MODE:
                found = (self.mode.value,)
        return frozenset(filter(None, found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for: rooms for the members, of ``size`` people at most.

    Of an odd number in pairs, three are together.

    smallest, largest: the range in which the sizes must lie; without one, up to ``size``.
    rooms: the exact number of rooms, where it is given. gather: what people of one room should
    have in common. history: earlier rounds, oldest first, also with people who are absent now.
    """

    members: tuple[Member, ...]
    size: int
    smallest: int | None = None
    largest: int | None = None
    rooms: int | None = None
    rules: tuple[Rule, ...] = ()
    mode: ModeRule = ModeRule.MIXED
    balance: tuple[Quality, ...] = ()
    gather: tuple[Quality, ...] = ()
    history: tuple[Round, ...] = ()

    def rules_of(self, *kinds: RuleKind) -> Iterator[Rule]:
        """Yield the rules of some kinds."""
        return (rule for rule in self.rules if rule.kind in kinds)


@dataclass(frozen=True, slots=True)
class Frame:
    """How many rooms of which sizes: ``large`` of them have one person more than the others."""

    people: int
    rooms: int

    @property
    def small(self) -> int:
        """Return the size of the smaller rooms."""
        return self.people // self.rooms

    @property
    def large(self) -> int:
        """Return how many rooms have one person more."""
        return self.people % self.rooms

    @property
    def largest(self) -> int:
        """Return the size of the largest room."""
        return self.small + (1 if self.large else 0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return all sizes, the largest first."""
        return (self.small + 1,) * self.large + (self.small,) * (self.rooms - self.large)

    @property
    def pairs(self) -> int:
        """Return how many pairs meet in one round."""
        return sum(size * (size - 1) // 2 for size in self.sizes)


def rooms_wanted(people: int, size: int) -> int:
    """Return how many rooms of ``size`` people at most there are for so many people.

    Nobody is left alone by that: of an odd number in pairs, three share a room.
    """
    rooms = -(-people // size)
    return people // 2 if size > 1 and rooms > 1 and people // rooms < 2 else rooms


def frames(request: Request) -> tuple[Frame, ...]:
    """Return the frames that the size range allows, the one nearest to the wished size first."""
    people = len(request.members)
    largest = request.largest or max(request.size, request.smallest or 1)
    smallest = request.smallest or 1
    wished = rooms_wanted(people, request.size)
    if request.rooms is not None:
        counts = [request.rooms] if request.rooms <= people else []
    elif request.smallest is None and request.largest is None:
        return (Frame(people, wished),)
    else:
        counts = sorted(range(1, people + 1), key=lambda rooms: (abs(rooms - wished), -rooms))
    found = (Frame(people, rooms) for rooms in counts)
    return tuple(frame for frame in found if smallest <= frame.small and frame.largest <= largest)
