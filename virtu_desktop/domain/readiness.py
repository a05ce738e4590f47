"""What must be ready before a session, by role (P6): from the plan and from the delivery form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import Delivery, Session


class Role(StrEnum):
    """Who gets it ready."""

    TRAINER = "trainer"
    PRODUCER = "producer"
    SITE_HOST = "site_host"


class Standing(StrEnum):
    """Things that every session of a delivery form needs; the interface has words for each."""

    RUN_SHEET = "run_sheet"
    SLIDES = "slides"
    PROJECTOR = "projector"
    TEST_PICTURE = "test_picture"
    ROOM_MICROPHONE = "room_microphone"
    ROOM_CAMERA = "room_camera"
    MEETING_LINK = "meeting_link"
    SOUND_CHECK = "sound_check"
    POWER = "power"
    SITE_SCREEN = "site_screen"
    SITE_MICROPHONE = "site_microphone"
    HAND_OUTS = "hand_outs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessItem:
    """One thing to tick; ``key`` stays the same as long as the thing does.

    Either ``standing`` says what it is, or ``material`` is the text of the plan and ``block`` the
    block that needs it.
    """

    key: str
    role: Role
    standing: Standing | None = None
    material: str = ""
    block: BlockId | None = None


_IN_ROOM = (Delivery.ROOM, Delivery.HYBRID)
_REMOTE = (Delivery.HYBRID, Delivery.REMOTE)
_STANDING: tuple[tuple[Standing, Role, tuple[Delivery, ...]], ...] = (
    (Standing.RUN_SHEET, Role.TRAINER, tuple(Delivery)),
    (Standing.SLIDES, Role.TRAINER, tuple(Delivery)),
    (Standing.POWER, Role.PRODUCER, tuple(Delivery)),
    (Standing.PROJECTOR, Role.PRODUCER, _IN_ROOM),
    (Standing.TEST_PICTURE, Role.PRODUCER, _IN_ROOM),
    (Standing.ROOM_MICROPHONE, Role.PRODUCER, (Delivery.HYBRID,)),
    (Standing.ROOM_CAMERA, Role.PRODUCER, (Delivery.HYBRID,)),
    (Standing.MEETING_LINK, Role.PRODUCER, _REMOTE),
    (Standing.SOUND_CHECK, Role.PRODUCER, _REMOTE),
    (Standing.SITE_SCREEN, Role.SITE_HOST, (Delivery.HYBRID,)),
    (Standing.SITE_MICROPHONE, Role.SITE_HOST, (Delivery.HYBRID,)),
    (Standing.HAND_OUTS, Role.SITE_HOST, _IN_ROOM),
)


def readiness(session: Session) -> tuple[ReadinessItem, ...]:
    """Return what must be ready, by role: the standing things first, then the plan's materials."""
    items = [*_standing(session), *_materials(session)]
    roles = list(Role)
    return tuple(sorted(items, key=lambda item: roles.index(item.role)))


def _standing(session: Session) -> Iterator[ReadinessItem]:
    for standing, role, deliveries in _STANDING:
        if session.delivery in deliveries:
            yield ReadinessItem(key=f"standing:{standing}", role=role, standing=standing)


def _materials(session: Session) -> Iterator[ReadinessItem]:
    for block in session.plan.blocks:
        for material in dict.fromkeys(block.materials):
            yield ReadinessItem(
                key=f"material:{block.id}:{material}",
                role=Role.TRAINER,
                material=material,
                block=block.id,
            )
