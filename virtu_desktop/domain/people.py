"""People of a programme: who somebody is, apart from where they are in a session (A1).

Where somebody takes part (in the room, remotely, at a site's shared screen) is a fact of each
session and stands in ``presence``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.programme import GroupId, ProgrammeId

PersonId = NewType("PersonId", str)


class Mode(StrEnum):
    """How somebody takes part in a session; SITE is at the shared screen of another site."""

    ROOM = "room"
    REMOTE = "remote"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One person of a programme.

    programme: None for somebody who is only known from a session that belongs to none. group: the
    participant group, or None while the person belongs to none. usual_mode: how the person is
    expected to take part when nothing else is known of a session. language: en, fi or sv for what
    is addressed to the person, or "" for the session's own. Empty texts are unknown.
    """

    id: PersonId
    programme: ProgrammeId | None
    name: str
    organisation: str = ""
    site: str = ""
    email: str = ""
    group: GroupId | None = None
    tags: tuple[str, ...] = ()
    usual_mode: Mode = Mode.ROOM
    language: str = ""
