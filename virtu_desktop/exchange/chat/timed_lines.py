"""Chat in which each message begins on a line with its time and its name, whatever tool wrote it.

``09:12 Name: text``, ``17.3.2026 klo 9.12 - Name: text``, ``Name (09:12): text``, cells between
tabs, and with the text below: ``Me to Everyone 9:12 AM``, ``from Name to everyone:  9:12``,
``Name  9:12 AM`` and spans of time such as those of captions. With a roster also ``Name: text`` and
names on lines of their own, without any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from virtu_desktop.domain.chat_names import KnownNames
from virtu_desktop.exchange.chat.layout import (
    TO_WORDS,
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

_CUE = re.compile(r"(\d{1,2}:\d\d:\d\d)[.,]\d{3}\s*(?:,|-->)\s*\d{1,2}:\d\d:\d\d[.,]\d{3}")
# Between a name and its time: more than one blank, or a sign that no name ends with.
_GAP = re.compile(r"\s{2,}[-–—|·•]?\s*|\s[-–—|·•]\s+|\t")
_HALF_OF_DAY = re.compile(r"[^\W\d_]\.? ?m\b", re.IGNORECASE)
# In front of a sender in copies of Webex.
_FROM_WORDS = frozenset(("from", "lähettäjä", "från", "von", "de", "da", "van", "od", "от", "від"))
_PRIVATE_MARK = re.compile(r"\s\([^()]+\)$")
_FEWEST_HEADS = 2


@dataclass(frozen=True, slots=True)
class Head:
    """How a message starts: who, the text on the same line, when. to: for whom alone, or None."""

    who: str
    text: str
    stamp: Stamp | None
    to: str | None = None


def read_timed_lines(lines: Sequence[str]) -> Layout | None:
    """Return a chat whose lines begin with a time and a name, or None."""
    return _read(lines, _timed_head, ChatFormat.LINES)


def read_panel(lines: Sequence[str]) -> Layout | None:
    """Return a chat with lines such as ``Me to Everyone 9:12 AM``, or None."""
    return _read(lines, _panel_head, ChatFormat.ZOOM_PANEL)


def read_captions(lines: Sequence[str]) -> Layout | None:
    """Return the chat beside a recording, each message under its span of time, or None."""
    drafts: list[Draft] = []
    offset = ""
    for line in lines:
        if match := _CUE.fullmatch(plain(line).strip()):
            offset = f"+{match[1].zfill(8)}"
            continue
        name, colon, text = line.partition(":")
        if offset and colon and may_be_name(name):
            drafts.append(Draft(sender=name_of(name), lines=(text.strip(),), offset=offset))
            offset = ""
        elif drafts and not offset:
            drafts[-1] = replace(drafts[-1], lines=(*drafts[-1].lines, line))
    if not drafts:
        return None
    whole = tuple(replace(draft, lines=trimmed(draft.lines)) for draft in drafts)
    return Layout(format=ChatFormat.CAPTIONS, drafts=whole, starts=len(whole))


def read_trailing_times(lines: Sequence[str]) -> Layout | None:
    """Return a chat with lines such as ``Name  9:12 AM`` above each text, or None.

    People write "Break 10:30" as well: all must begin with such a line, there must be two of them,
    and each must have a text.
    """
    filled = [line for line in lines if line.strip()]
    if not filled or _trailing_head(plain(filled[0]).strip()) is None:
        return None
    layout = _read(lines, _trailing_head, ChatFormat.LINES)
    if layout is None or layout.starts < _FEWEST_HEADS:
        return None
    return layout if all(draft.lines for draft in layout.drafts) else None


def read_named_lines(lines: Sequence[str], names: KnownNames) -> Layout | None:
    """Return a chat whose only marks are the names of a roster, or None."""

    def head(line: str) -> Head | None:
        if names.find(line):
            return Head(line, "", None)
        name, colon, text = line.partition(":")
        return Head(name, text.strip(), None) if colon and names.find(name) else None

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
    sender, recipient = panel_names(head.who)
    recipient = head.to or recipient
    return Draft(
        sender=name_of(sender),
        to="" if recipient is None or is_everyone(recipient) else name_of(recipient),
        is_private=recipient is not None and not is_everyone(recipient),
        stamp=head.stamp,
        lines=trimmed([head.text, *body] if head.text else body),
    )


def _timed_head(line: str) -> Head | None:
    if "\t" in line and (head := _head_of_cells(line)) is not None:
        return head
    if match := _AFTER_NAME.fullmatch(line):
        stamp = read_stamp(match["stamp"])
        return None if stamp is None else Head(match["name"], match["text"], stamp)
    if not line[:1].isdigit() and not line[:1].isalpha() and line[:1] != "(":
        return None
    for time_end in _TIME_END.finditer(line[:_LONGEST_STAMP]):
        stamp = read_stamp(line[: time_end.end()].lstrip("("))
        said = _SAID.fullmatch(line[time_end.end() :])
        if stamp is not None and said and may_be_name(said["name"]):
            return Head(said["name"], said["text"] or "", stamp)
    return None


def _head_of_cells(line: str) -> Head | None:
    """Read a time and a name in either order, then the text, with tabs between them."""
    cells = [cell.strip() for cell in line.split("\t", 3)]
    for count in (1, 2):
        rest = cells[count:]
        if len(rest) >= _FEWEST_HEADS and (stamp := read_stamp(" ".join(cells[:count]))):
            name, text = rest[0].rstrip(":"), " ".join(rest[1:])
            return Head(name, text, stamp) if may_be_name(name) else None
    if len(cells) > _FEWEST_HEADS and (stamp := read_stamp(cells[1])) and may_be_name(cells[0]):
        return Head(cells[0], " ".join(cells[2:]), stamp)
    return None


def _panel_head(line: str) -> Head | None:
    """Read a name, a word, a word for everyone, and a time."""
    for time_start in re.finditer(r"\s(?=\d)", line[:120]):
        stamp = read_stamp(line[time_start.end() :].rstrip(": "))
        who = line[: time_start.start()].rstrip(" ,:")
        if stamp is None:
            continue
        first, _blank, rest = who.partition(" ")
        if first.casefold() in _FROM_WORDS and who != line[: time_start.start()].rstrip(" ,"):
            # ``from Name to somebody:  9:12``, whoever it is for.
            sender, recipient = _sent_to(rest)
            return Head(sender, "", stamp, None if is_everyone(recipient) else recipient)
        if panel_names(who)[1] is not None:
            return Head(who, "", stamp)
    return None


def _sent_to(who: str) -> tuple[str, str]:
    """Return sender and recipient of ``Name to somebody``; everyone without the second."""
    words = who.split()
    for place in range(len(words) - 2, 0, -1):
        if words[place].casefold() in TO_WORDS:
            recipient = " ".join(words[place + 1 :])
            return " ".join(words[:place]), _PRIVATE_MARK.sub("", recipient)
    return who, "everyone"


def _trailing_head(line: str) -> Head | None:
    """Read a name, a gap or a time of 12 hours, and nothing behind the time."""
    for time_start in re.finditer(r"(?<=[\s\t])(?=\S)", line[:120]):
        stamp = read_stamp(line[time_start.start() :])
        if stamp is None:
            continue
        before = line[: time_start.start()]
        gap = _GAP.search(before)
        name = (before[: gap.start()] if gap else before).strip()
        is_apart = gap is not None and gap.end() == len(before)
        words = name.split()
        if (
            (is_apart or _HALF_OF_DAY.search(line[time_start.start() :]))
            and may_be_name(name)
            and not any(letter.isdigit() for letter in name)
            and not (words[0][0].islower() or words[-1][0].islower())
        ):
            return Head(name, "", stamp)
    return None
