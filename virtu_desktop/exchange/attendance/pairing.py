"""Pairs joins with leaves where a file has a row for each: lists of Teams, live events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.attendance.draft import Event, Row
from virtu_desktop.exchange.attendance.report import Flag

At = Callable[[Event], Instant]


def paired(events: Sequence[Event], at: At, who: Callable[[Event], Hashable]) -> list[Row]:
    """Return a row for each stay, in the order of the joins; a leave may be missing.

    who: the connection or the name by which events belong together. Two joins without a leave
    between them are two stays side by side; the one that began first ends first.
    """
    ordered = in_order(events, at)
    leaves = _leaving_words(ordered, who)
    before = _before_word(ordered, at, leaves)
    open_rows: dict[Hashable, list[Row]] = defaultdict(list)
    rows: list[Row] = []
    for event in ordered:
        waiting = open_rows[who(event)]
        if event.action in leaves:
            if waiting:
                waiting.pop(0).left = event.at
            continue
        row = replace(event.row, joined=event.at, flags=set(event.row.flags))
        if event.action == before:
            row.flags.add(Flag.LOWER_BOUND)
        waiting.append(row)
        rows.append(row)
    return rows


def in_order(events: Sequence[Event], at: At) -> list[Event]:
    """Return events from the first to the last.

    Events of one instant keep the order of the file, turned round when the file begins with the
    newest.
    """
    if len(events) > 1 and at(events[0]) > at(events[-1]):
        events = events[::-1]
    return sorted(events, key=at)


def _leaving_words(events: Sequence[Event], who: Callable[[Event], Hashable]) -> frozenset[str]:
    """Return the words for leaving: those that hardly ever come first for anybody."""
    first: Counter[str] = Counter()
    total: Counter[str] = Counter()
    seen: set[Hashable] = set()
    for event in events:
        total[event.action] += 1
        if who(event) not in seen:
            seen.add(who(event))
            first[event.action] += 1
    never = frozenset(word for word in total if not first[word])
    if never or len(total) < 2:
        return never
    # In a damaged file somebody's join may be lost.
    return frozenset([min(total, key=lambda word: first[word] / total[word])])


def _before_word(events: Sequence[Event], at: At, leaves: frozenset[str]) -> str | None:
    """Return the word for "was already in": a kind of joining at the list's first instant only."""
    times: dict[str, set[Instant]] = defaultdict(set)
    for event in events:
        if event.action not in leaves:
            times[event.action].add(at(event))
    beginning = {at(events[0])} if events else set()
    for word, stamps in times.items():
        if stamps == beginning and (len(times) > 1 or "before" in word):
            return word
    return None
