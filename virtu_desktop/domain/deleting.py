"""What was deleted from the library's lists, and can be brought back: nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from virtu_desktop.domain.time import Instant


class ItemKind(StrEnum):
    """What can be deleted; what holds others comes before what it holds."""

    PROGRAMME = "programme"
    GROUP = "group"
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A programme, a group or a session of the library."""

    kind: ItemKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedItem:
    """An item that was deleted ``at``."""

    item: Item
    title: str
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What was deleted together; ``title`` is that of the item that holds the others."""

    at: Instant
    kind: ItemKind
    title: str
    items: tuple[Item, ...]

    @property
    def sessions(self) -> int:
        """Return how many sessions were deleted."""
        return sum(item.kind is ItemKind.SESSION for item in self.items)


def deletions(deleted: Iterable[DeletedItem]) -> tuple[Deletion, ...]:
    """Return what was deleted together, the latest first."""
    kinds = list(ItemKind)
    in_order = sorted(deleted, key=lambda one: (-one.at, kinds.index(one.item.kind), one.title))
    return tuple(
        _together(at, tuple(found)) for at, found in groupby(in_order, key=lambda one: one.at)
    )


def _together(at: Instant, found: tuple[DeletedItem, ...]) -> Deletion:
    return Deletion(
        at=at,
        kind=found[0].item.kind,
        title=found[0].title,
        items=tuple(one.item for one in found),
    )
