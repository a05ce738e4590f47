"""Headings of tables as they are compared and remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence


def heading(text: str) -> str:
    """Return a heading as it is compared: small letters, without units and marks.

    >>> heading("Duration (min):"), heading("E-mail_address")
    ('duration', 'e-mail address')
    """
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text.casefold())
    return " ".join(re.sub(r"[_:*.#/]", " ", bare).split())


def fingerprint(headings: Sequence[str]) -> str:
    """Return what tables with the same headings have in common."""
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()[:16]
