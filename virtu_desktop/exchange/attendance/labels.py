"""Marks behind names, such as (Guest): which brackets are marks, and what they mean.

A bracket is a mark when its word is known, or when it ends several names of a file and none of
them has an address of the organiser's own domain; everything else belongs to the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from virtu_desktop.exchange.attendance.cells import clean_name
from virtu_desktop.exchange.attendance.draft import Draft, Row
from virtu_desktop.exchange.attendance.report import Flag, Format, Kind, Role
from virtu_desktop.exchange.attendance.words import (
    is_english_label,
    kind_of_label,
    split_label,
)


def take_labels_off(draft: Draft) -> dict[str, tuple[str, Kind | None]]:
    """Return the name and the kind for each name cell of a file; rows are told of odd labels."""
    rows = [*draft.rows, *draft.people, *(event.row for event in draft.events)]
    split = {row.name: split_label(clean_name(row.name)) for row in rows}
    if not draft.has_labels:
        return {cell: (clean_name(cell), None) for cell in split}
    kinds = _kinds(draft, rows, split)
    names: dict[str, tuple[str, Kind | None]] = {}
    for cell, (name, label) in split.items():
        known = label in kinds
        names[cell] = (name if known else clean_name(cell), kinds.get(label))
    for row in rows:
        label = split[row.name][1]
        row.has_label = label in kinds
        if row.has_label and is_english_label(label) != draft.is_english and _is_known(label):
            row.flags.add(Flag.SUFFIX_LANGUAGE)
    return names


def _is_known(label: str) -> bool:
    return kind_of_label(label) is not None


def _kinds(
    draft: Draft, rows: Sequence[Row], split: dict[str, tuple[str, str]]
) -> dict[str, Kind | None]:
    """Return the kind of each bracket that is a mark."""
    names: dict[str, set[str]] = defaultdict(set)
    emails: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        name, label = split[row.name]
        if label:
            names[label].add(name)
            emails[label].update({row.email} if row.email else ())
    own = _own_domain(rows)
    kinds: dict[str, Kind | None] = {}
    for label in names:
        kind = kind_of_label(label)
        if kind is not None:
            kinds[label] = kind
        elif len(names[label]) > 1 and not any(_domain(email) == own for email in emails[label]):
            kinds[label] = _likely_kind(draft, bool(emails[label]))
    return kinds


def _likely_kind(draft: Draft, has_emails: bool) -> Kind:
    """Return what an unknown mark most likely means; it is by the format that marks differ."""
    if has_emails:
        return Kind.EXTERNAL
    return Kind.UNVERIFIED if draft.format is Format.TEAMS_SECTIONS else Kind.GUEST


def _own_domain(rows: Sequence[Row]) -> str:
    """Return the organiser's domain, or the one that most addresses have."""
    organisers = [row.email for row in rows if row.role is Role.ORGANIZER and row.email]
    domains = Counter(_domain(row.email) for row in rows if row.email)
    if organisers:
        return _domain(organisers[0])
    return domains.most_common(1)[0][0] if domains else ""


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
