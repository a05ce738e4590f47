"""What the cells of a record's tables may look at."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.exchange.review import Review
from virtu_desktop.i18n import Translator


@dataclass(frozen=True, slots=True)
class View:
    """A record looked back upon, and the reader's language."""

    review: Review
    tr: Translator
