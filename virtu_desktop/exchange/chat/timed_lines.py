"""Chat in which each message begins on a line with its time and its name, whatever tool wrote it.

``09:12 Name: text``, ``17.3.2026 klo 9.12 - Name: text``, ``Name (09:12): text``, and ``Me to
Everyone 9:12 AM`` with the text below. With a roster also ``Name: text`` and names on lines of
their own, without any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from virtu_desktop.domain.chat_names import KnownNames
from virtu_desktop.exchange.chat.layout import (
    ChatFormat,
    Draft,
    Layout,
    is_everyone,
    may_be_name,
    name_of,
    panel_names,
    plain,
    trimmed,
)
from virtu_desktop.exchange.chat.stamps import Stamp, read_stamp

_LONGEST_STAMP = 40
_TIME_END = re.compile(r"\d[:.h]\d\d(?:[:.]\d\d)?(?: ?[^\W\d_]\.? ?[mp]\.?)?(?!\w)", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"(?P<name>[^\d(\[]{2,60}?)\s*[(\[](?P<stamp>[^)\]]{3,40})[)\]]\s*[:：]\s*(?P<text>.*)"
)
_SAID = re.compile(r"[\s\-–—|,\])]*(?P<name>[^:：]{1,80}?)\s*[:：](?:\s+(?P<text>.*)|$)")

Head = tuple[str, str, Stamp | None]
"""Sender, the text on the same line, and when."""


def read_timed_lines(lines: Sequence[str]) -> Layout | None:
    """Return a chat whose lines begin with a time and a name, or None."""
    return _read(lines, _timed_head, ChatFormat.LINES)


def read_panel(lines: Sequence[str]) -> Layout | None:
    """Return a chat with lines such as ``Me to Everyone 9:12 AM``, or None."""
    return _read(lines, _panel_head, ChatFormat.ZOOM_PANEL)


def read_named_lines(lines: Sequence[str], names: KnownNames) -> Layout | None:
    """Return a chat whose only marks are the names of a roster, or None."""

    def head(line: str) -> Head | None:
        if names.find(line):
            return line, "", None
        name, colon, text = line.partition(":")
        return (name, text.strip(), None) if colon and names.find(name) else None

    return _read(lines, head, ChatFormat.LINES)


def _read(
    lines: Sequence[str], head_of: Callable[[str], Head | None], known_as: ChatFormat
) -> Layout | None:
    drafts: list[Draft] = []
    body: list[str] = []
    before: list[str] = []
    opened: Head | None = None
    for line in lines:
        if (head := head_of(plain(line).strip())) is not None:
            if opened is not None:
                drafts.append(_draft(opened, body))
            opened, body = head, []
        elif opened is not None:
            body.append(line)
        elif line.strip():
            before.append(line.strip())
    if opened is None:
        return None
    drafts.append(_draft(opened, body))
    return Layout(
        format=known_as,
        drafts=tuple(drafts),
        starts=len(drafts),
        unattributed_lines=tuple(before),
    )


def _draft(head: Head, body: Sequence[str]) -> Draft:
    who, text, stamp = head
    sender, recipient = panel_names(who)
    return Draft(
        sender=name_of(sender),
        to="" if recipient is None or is_everyone(recipient) else name_of(recipient),
        is_private=recipient is not None and not is_everyone(recipient),
        stamp=stamp,
        lines=trimmed([text, *body] if text else body),
    )


def _timed_head(line: str) -> Head | None:
    if match := _AFTER_NAME.fullmatch(line):
        stamp = read_stamp(match["stamp"])
        return None if stamp is None else (match["name"], match["text"], stamp)
    if not line[:1].isdigit() and not line[:1].isalpha() and line[:1] != "(":
        return None
    for time_end in _TIME_END.finditer(line[:_LONGEST_STAMP]):
        stamp = read_stamp(line[: time_end.end()].lstrip("("))
        said = _SAID.fullmatch(line[time_end.end() :])
        if stamp is not None and said and may_be_name(said["name"]):
            return said["name"], said["text"] or "", stamp
    return None


def _panel_head(line: str) -> Head | None:
    """Read a name, a word, a word for everyone, and a time."""
    for time_start in re.finditer(r"\s(?=\d)", line[:120]):
        stamp = read_stamp(line[time_start.end() :].rstrip(": "))
        name = line[: time_start.start()].rstrip(" ,")
        if stamp is not None and panel_names(name)[1] is not None:
            return name, "", stamp
    return None
