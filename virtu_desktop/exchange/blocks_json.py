"""Blocks on their own as JSON: what the clipboard carries from one session to another (P1).

The document is a session record whose plan has just these blocks, so it is read as strictly as
every record.
"""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.programme import Session, SessionId
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import SessionRecord
from virtu_desktop.exchange.record_json import PortableRecord, read_record, write_record

MIME_TYPE = "application/x-virtu-blocks+json"


def write_blocks(blocks: Sequence[Block]) -> bytes:
    """Return blocks as JSON. Raises BadPlan without blocks or with an id twice."""
    plan = Plan(start=Instant(0), zone="UTC", blocks=tuple(blocks))
    session = Session(id=SessionId("blocks"), title="", plan=plan)
    return write_record(PortableRecord(record=SessionRecord(session=session)))


def read_blocks(data: bytes) -> tuple[Block, ...]:
    """Return the blocks that ``data`` holds; raise BadRecord with the reason and the place."""
    return read_record(data).record.session.plan.blocks
