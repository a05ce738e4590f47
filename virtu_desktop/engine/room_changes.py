"""What the engine asks the store to keep of breakout rooms."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.rooms import BreakoutRound, RoundId


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveRooms:
    """A round of a breakout block is as given, rooms and seats with it; new or changed."""

    session: SessionId
    round: BreakoutRound


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteRooms:
    """The round is gone: it was taken back before anybody met in it."""

    session: SessionId
    round: RoundId


RoomChange = SaveRooms | DeleteRooms
