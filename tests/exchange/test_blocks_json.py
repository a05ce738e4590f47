"""Blocks on their own as JSON: whole, and read strictly."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.exchange.records import plans
from virtu_desktop.domain.plan import Plan
from virtu_desktop.exchange.blocks_json import read_blocks, write_blocks
from virtu_desktop.exchange.record_json import BadRecord


@given(plans())
def test_blocks_come_back_as_they_were(plan: Plan) -> None:
    """Everything a block has goes from one session to another."""
    assert read_blocks(write_blocks(plan.blocks)) == plan.blocks


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"format": "virtu-session"}', b"{" * 9000])
def test_what_is_not_blocks_is_refused(data: bytes) -> None:
    """Damaged and foreign data raise a known error, nothing else."""
    with pytest.raises(BadRecord):
        read_blocks(data)
