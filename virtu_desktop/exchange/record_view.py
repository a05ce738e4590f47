"""What the cells of a record's tables may look at."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.plan import BlockId
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Cell
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import block_title


@dataclass(frozen=True, slots=True)
class View:
    """A record looked back upon, and the reader's language."""

    review: Review
    tr: Translator


def block_cell(view: View, block: BlockId | None) -> Cell:
    """Return the title of a block, nothing for one that the plan does not have."""
    plan = view.review.portable.record.session.plan
    if block is None or block not in plan.positions:
        return None
    return block_title(view.tr, plan, block)
