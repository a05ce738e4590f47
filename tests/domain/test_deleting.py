"""What was deleted together stands together in the list of what can be brought back."""

from __future__ import annotations

from virtu_desktop.domain.deleting import DeletedItem, Item, ItemKind, deletions
from virtu_desktop.domain.time import Instant


def deleted(kind: ItemKind, name: str, at: int) -> DeletedItem:
    """Return a deleted item; its title is made of its id."""
    return DeletedItem(item=Item(kind=kind, id=name), title=f"The {name}", at=Instant(at))


def test_the_latest_comes_first() -> None:
    """Of two deletions the later one is offered first."""
    found = deletions([deleted(ItemKind.SESSION, "old", 1), deleted(ItemKind.SESSION, "new", 2)])

    assert [one.title for one in found] == ["The new", "The old"]


def test_a_programme_names_what_went_with_it() -> None:
    """A deletion is called after the item that holds the others, and counts its sessions."""
    (found,) = deletions(
        [
            deleted(ItemKind.SESSION, "a", 5),
            deleted(ItemKind.GROUP, "g", 5),
            deleted(ItemKind.PROGRAMME, "p", 5),
            deleted(ItemKind.SESSION, "b", 5),
        ]
    )

    assert (found.kind, found.title, found.sessions) == (ItemKind.PROGRAMME, "The p", 2)
    assert [item.id for item in found.items] == ["p", "g", "a", "b"]
