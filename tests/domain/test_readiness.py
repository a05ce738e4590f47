"""What must be ready before a session, by role (P6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import plan, session
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import Delivery
from virtu_desktop.domain.readiness import Role, Standing, readiness

PLANNED = session(plan("a 10", "b 20"))


@pytest.mark.parametrize(
    ("delivery", "missing"),
    [
        (Delivery.HYBRID, set()),
        (
            Delivery.ROOM,
            {
                Standing.ROOM_MICROPHONE,
                Standing.ROOM_CAMERA,
                Standing.MEETING_LINK,
                Standing.SOUND_CHECK,
                Standing.SITE_SCREEN,
                Standing.SITE_MICROPHONE,
            },
        ),
        (
            Delivery.REMOTE,
            {
                Standing.PROJECTOR,
                Standing.TEST_PICTURE,
                Standing.ROOM_MICROPHONE,
                Standing.ROOM_CAMERA,
                Standing.SITE_SCREEN,
                Standing.SITE_MICROPHONE,
                Standing.HAND_OUTS,
            },
        ),
    ],
)
def test_the_delivery_form_decides(delivery: Delivery, missing: set[Standing]) -> None:
    """Nobody is asked for a projector online or for a meeting link in a room."""
    items = readiness(replace(PLANNED, delivery=delivery))

    assert set(Standing) - {item.standing for item in items} == missing


def test_roles_follow_one_another() -> None:
    """The list is one part a role, trainer first; the plan's materials are the trainer's."""
    blocks = [
        replace(PLANNED.plan.block(BlockId("a")), materials=("pens", "paper", "pens")),
        replace(PLANNED.plan.block(BlockId("b")), materials=("pens",)),
    ]
    planned = replace(PLANNED, plan=replace(PLANNED.plan, blocks=tuple(blocks)))

    items = readiness(planned)

    roles = [item.role for item in items]
    assert roles == sorted(roles, key=list(Role).index)
    assert set(roles) == set(Role)
    assert [(item.block, item.material) for item in items if item.block] == [
        ("a", "pens"),
        ("a", "paper"),
        ("b", "pens"),
    ]


def test_keys_name_one_thing_and_stay() -> None:
    """A tick still belongs to its thing when the plan around it changes."""
    block = replace(PLANNED.plan.block(BlockId("b")), materials=("pens",))
    before = replace(PLANNED, plan=PLANNED.plan.with_block(block))
    after = replace(before, plan=replace(before.plan, blocks=before.plan.blocks[::-1]))

    keys = [item.key for item in readiness(before)]

    assert len(keys) == len(set(keys))
    assert sorted(keys) == sorted(item.key for item in readiness(after))
    assert "material:b:pens" in keys
