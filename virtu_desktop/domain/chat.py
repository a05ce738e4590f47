"""Chat of a meeting tool as messages, whoever wrote the file that they come from (V4, C5)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NewType

MessageId = NewType("MessageId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message.

    at: as much as is known of when: ``2026-03-17T09:12:05``, ``09:12``, ``+00:01:16`` from the
    start of a recording, or "". sender: as the file names the person. to: a person's name, or ""
    for everyone. reactions: (name, how many). reply_to: the text that it answers, or None.
    """

    at: str
    sender: str
    text: str
    to: str = ""
    is_private: bool = False
    reactions: tuple[tuple[str, int], ...] = ()
    is_edited: bool = False
    reply_to: str | None = None


def message_ids(messages: Iterable[ChatMessage]) -> list[MessageId]:
    """Return an id for each message that stays the same when the text is pasted again.

    A person who writes the same twice in one minute wrote two messages: they are told apart by
    how many equal ones stand before them. The ids do not show who wrote what.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    ids = []
    for message in messages:
        said = (message.at, message.sender, message.text)
        content = "\x1f".join((*said, str(seen[said])))
        ids.append(MessageId(hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()))
        seen[said] += 1
    return ids


def in_order(messages: tuple[ChatMessage, ...]) -> tuple[ChatMessage, ...]:
    """Return messages oldest first; some lists are copied newest first."""
    times = [message.at for message in messages]
    steps = list(pairwise(times))
    dated = all(len(at) >= len("2026-03-17T09:12") for at in times)
    falls = all(before >= after for before, after in steps)
    # Without dates a clock that jumps back once has passed midnight.
    drops = sum(before > after for before, after in steps)
    if falls and drops > (0 if dated else 1):
        return messages[::-1]
    return messages
