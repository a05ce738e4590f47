"""What the parts of a record's JSON share."""

from __future__ import annotations

import msgspec

from virtu_desktop.domain.time import Instant, iso_utc, parse_instant


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written is what is read: nothing more, nothing else."""


def iso_or_none(instant: Instant | None) -> str | None:
    """Return an instant in UTC with milliseconds, None for none."""
    return None if instant is None else iso_utc(instant)


def instant_or_none(text: str | None) -> Instant | None:
    """Return the instant that a text says, None for none."""
    return None if text is None else parse_instant(text)
