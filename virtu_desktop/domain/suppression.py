"""Small cells of a table are hidden, and so many others that they cannot be worked out (R5).

A report shows no figure about fewer than five people. Where a total is shown beside, one hidden
figure alone would follow from the others: then the smallest of the rest is hidden, too.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST_SHOWN = 5


def hidden(counts: Sequence[int], *, smallest: int = SMALLEST_SHOWN) -> tuple[bool, ...]:
    """Say which counts of a column with a known sum must not be shown.

    Nobody at all is no small group: 0 may be shown. Of the others at least two are hidden, or
    none, and together they are not a small group either, where there are enough of them.

    >>> hidden([12, 3, 9, 20])
    (False, True, True, False)
    >>> hidden([12, 0, 9])
    (False, False, False)
    """
    small = [0 < count < smallest for count in counts]
    if not any(small):
        return tuple(small)
    by_size = sorted(
        (place for place, count in enumerate(counts) if count and not small[place]),
        key=lambda place: (counts[place], place),
    )
    for place in by_size:
        together = [count for count, is_small in zip(counts, small, strict=True) if is_small]
        if len(together) > 1 and sum(together) >= smallest:
            break
        small[place] = True
    return tuple(small)


def shown(counts: Sequence[int], *, smallest: int = SMALLEST_SHOWN) -> tuple[int | None, ...]:
    """Return the counts of a column with a known sum, None for those that are hidden."""
    marks = hidden(counts, smallest=smallest)
    return tuple(None if mark else count for count, mark in zip(counts, marks, strict=True))
