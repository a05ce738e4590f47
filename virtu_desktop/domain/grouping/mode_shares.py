"""How many people of each mode go into which room so that nobody is alone in their mode (B1)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_STEPS = 4000

Shares = tuple[int, ...]


def mode_shares(
    sizes: Sequence[int],
    placed: Sequence[Shares],
    totals: Shares,
    rng: random.Random,
    *,
    apart: bool,
) -> list[Shares] | None:
    """Return for each room how many of each mode sit in it, or None when no way was found.

    placed: who sits there already. totals: of everybody, those placed included. apart: rooms of
    one mode are tried first. Where there is no way, for one because a number is odd, somebody
    has to be alone.
    """
    left = [total - sum(room[mode] for room in placed) for mode, total in enumerate(totals)]
    order = sorted(range(len(sizes)), key=lambda room: (-sum(placed[room]), rng.random()))
    found: dict[int, Shares] = {}
    steps = 0

    def fill(at: int) -> bool:
        nonlocal steps
        if at == len(order):
            return not any(left)
        steps += 1
        if steps > _STEPS:
            return False
        room = order[at]
        choices = list(_choices(sizes[room], placed[room], left))
        rng.shuffle(choices)
        if apart:
            choices.sort(key=lambda shares: sum(share > 0 for share in shares))
        for shares in choices:
            more = [share - there for share, there in zip(shares, placed[room], strict=True)]
            for mode, count in enumerate(more):
                left[mode] -= count
            found[room] = shares
            if fill(at + 1):
                return True
            for mode, count in enumerate(more):
                left[mode] += count
        return False

    return [found[room] for room in range(len(sizes))] if fill(0) else None


def _choices(size: int, there: Shares, left: Sequence[int]) -> Iterator[Shares]:
    """Yield the ways to fill a room in which nobody is alone in their mode."""

    def rest(mode: int, room: int) -> Iterator[Shares]:
        if mode == len(there):
            if room == 0:
                yield ()
            return
        for count in range(there[mode], min(there[mode] + left[mode], room) + 1):
            if count == 1 and size > 1:
                continue
            for others in rest(mode + 1, room - count):
                yield (count, *others)

    return rest(0, size)
