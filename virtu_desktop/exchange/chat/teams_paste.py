"""Chat that was copied from Teams: with times in brackets, or as lines of names and of times.

The second layout is what a screen reader hears: previews, menus and reactions stand among the
messages and are left out; a quoted message is the start of an answer, never a message of its own.
Source: the format reference, d.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from virtu_desktop.domain.chat_names import KnownNames
from virtu_desktop.exchange.chat.layout import (
    ChatFormat,
    Draft,
    Layout,
    is_everyone,
    is_picture,
    may_be_name,
    name_of,
    panel_names,
    plain,
    reaction_name,
    trimmed,
)
from virtu_desktop.exchange.chat.stamps import Stamp, is_time_alone, read_stamp

_BRACKET = re.compile(r"\[(?P<stamp>[^\][]{3,50})\]\s*(?P<rest>\S.*)")
_COUNTED = re.compile(r"(?P<word>[^\W\d_]+(?: [^\W\d_]+)?) (?P<count>\d{1,4})")
# en, fi, sv and de names of the six reactions, as people of each language see them.
_REACTION_WORDS = {
    word: name
    for name, words in {
        "like": "like tykkää gilla mag liken",
        "heart": "heart sydän hjärta herz",
        "laugh": "laugh nauru skratt lachen",
        "surprised": "surprised yllättynyt förvånad überrascht",
        "sad": "sad surullinen ledsen traurig",
        "angry": "angry vihainen arg wütend",
    }.items()
    for word in words.split()
}
_REACTIONS = re.compile(r"(?P<count>\d{1,5}) (?P<word>\D{2,40}?)(?: reactions?)?\.?", re.IGNORECASE)
_NOISE_WORDS = (
    "has context menu|last read|sisältää pikavalikon|on pikavalikko|viimeksi luettu|har snabbmeny|"
    "senast läst|kontextmenü|zuletzt gelesen|hat kontextmenü"
)
_NOISE = frozenset(_NOISE_WORDS.split("|"))
_PREAMBLE = frozenset(("chat", "keskustelu", "chatt", "meeting chat", "kokouskeskustelu"))
_EDITED = frozenset(("edited", "muokattu", "redigerad", "redigerat", "bearbeitet"))
_NOISE_LINE = re.compile(
    r"(?:url preview for|url-osoitteen esikatselu|url-förhandsgranskning).*|"
    r".* (?:has an attachment|has attachments)\.?",
    re.IGNORECASE,
)
_BEGIN_REFERENCE = re.compile(r"(?:begin reference|viittaus alkaa|början av referens)\b", re.I)
_END_REFERENCE = re.compile(r"(?:end reference|viittaus päättyy|slut på referens)\W*", re.I)
_OFTEN = 3


def read_brackets(lines: Sequence[str]) -> Layout | None:
    """Return the chat of lines such as ``[9:12 AM] Name``, or None."""
    heads: list[tuple[int, Stamp, str]] = []
    for place, line in enumerate(lines):
        if "[" in line[:4] and (match := _BRACKET.fullmatch(plain(line))):
            stamp = read_stamp(match["stamp"].strip())
            if stamp is not None:
                heads.append((place, stamp, match["rest"]))
    if not heads:
        return None
    drafts = []
    ends = [place for place, _stamp, _rest in heads[1:]] + [len(lines)]
    are_one_line = 2 * sum(":" in rest for _place, _stamp, rest in heads) > len(heads)
    for (place, stamp, rest), end in zip(heads, ends, strict=True):
        body = lines[place + 1 : end]
        name, colon, text = rest.partition(":")
        has_body = any(line.strip() for line in body)
        # A body below an empty line says that the whole first line is a name.
        is_one_line = bool(colon) and (
            are_one_line or not (has_body and body and not body[0].strip())
        )
        own = [text.strip(), *body] if is_one_line and text.strip() else list(body)
        kept, reactions = _counted_reactions(own)
        drafts.append(
            Draft(
                sender=name_of(name if is_one_line else rest),
                stamp=stamp,
                lines=kept,
                reactions=reactions,
            )
        )
    before = tuple(line.strip() for line in lines[: heads[0][0]] if line.strip())
    return Layout(
        format=ChatFormat.TEAMS_V1,
        drafts=tuple(drafts),
        starts=len(drafts),
        unattributed_lines=before,
    )


def _counted_reactions(
    lines: Sequence[str],
) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Take lines such as "like 1" off the end of a message."""
    kept, found = list(trimmed(lines)), []
    while len(kept) > 1 and (match := _COUNTED.fullmatch(kept[-1].strip())):
        name = _REACTION_WORDS.get(match["word"].casefold())
        if name is None or kept[-2].strip():
            break
        found.append((name, int(match["count"])))
        kept = list(trimmed(kept[:-1]))
    return tuple(kept), tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A name and, on the next line, a stamp. top: the place of the name; body: what follows."""

    top: int
    body: int
    name: str
    stamp: Stamp
    is_weak: bool


@dataclass(slots=True)
class _Message:
    anchor: _Anchor
    lines: list[str] = field(default_factory=list)
    reactions: list[tuple[str, int]] = field(default_factory=list)
    is_edited: bool = False
    reply_to: str | None = None


def read_anchors(lines: Sequence[str], names: KnownNames | None) -> Layout | None:
    """Return a chat in which each message has a line of a name and one of a time, or None."""
    anchors = _anchors(lines, names)
    if not anchors:
        return None
    messages, noise = _messages(lines, anchors)
    before = lines[: anchors[0].top]
    told = [line for line in before if not _is_preamble(line, anchors[0].name)]
    noise += len([line for line in before if line.strip()]) - len(told)
    noise += _drop_repeated_ends(messages)
    panel = [panel_names(message.anchor.name) for message in messages]
    is_panel = any(recipient is not None for _sender, recipient in panel)
    drafts = [
        Draft(
            sender=name_of(sender),
            to="" if recipient is None or is_everyone(recipient) else name_of(recipient),
            is_private=recipient is not None and not is_everyone(recipient),
            stamp=message.anchor.stamp,
            lines=trimmed(message.lines),
            reactions=tuple(message.reactions),
            is_edited=message.is_edited,
            reply_to=message.reply_to,
        )
        for message, (sender, recipient) in zip(messages, panel, strict=True)
    ]
    return Layout(
        format=ChatFormat.ZOOM_PANEL if is_panel else ChatFormat.TEAMS_V2,
        drafts=tuple(drafts),
        starts=len(anchors),
        unattributed_lines=tuple(line.strip() for line in told),
        has_noise=noise > 0,
    )


def _anchors(lines: Sequence[str], names: KnownNames | None) -> list[_Anchor]:
    found: list[_Anchor] = []
    for place in range(1, len(lines)):
        line = plain(lines[place]).strip()
        if not line[:1].isalnum() or not (stamp := read_stamp(line)):
            continue
        top = place - 1 if lines[place - 1].strip() else place - 2
        if top < 0 or not lines[top].strip():
            continue
        name = plain(lines[top]).strip()
        if not may_be_name(name) or read_stamp(name) is not None:
            continue
        is_known = names is not None and bool(names.find(name))
        found.append(_Anchor(top, place + 1, name, stamp, is_time_alone(line) and not is_known))
    if all(anchor.is_weak for anchor in found):
        # Bare times may be what people wrote: then all must begin with a name and a time.
        first = next((place for place, line in enumerate(lines) if line.strip()), 0)
        if len(found) < 2 or found[0].top != first:
            return []
    return found


def _messages(lines: Sequence[str], anchors: Sequence[_Anchor]) -> tuple[list[_Message], int]:
    """Return the messages, and how many lines were words of the window."""
    messages: list[_Message] = []
    noise = 0
    opened: list[str] | None = None
    for place, anchor in enumerate(anchors):
        end = anchors[place + 1].top if place + 1 < len(anchors) else len(lines)
        body = list(lines[anchor.body : end])
        if opened is not None and messages:
            # The lines of a quoted message, up to the mark of its end.
            quoted, own = _split_reference(body)
            messages[-1].reply_to = "\n".join(trimmed([*opened, *quoted]))
            body, opened = own, None
        elif (quote := _quoted_before(anchor, body, messages)) is not None:
            body = body[quote + 1 :]
        else:
            messages.append(_Message(anchor))
        following = anchors[place + 1].name if place + 1 < len(anchors) else None
        body, opened, dropped = _without_preview(body, following)
        noise += dropped + _fill(messages[-1], body)
    return messages, noise


def _split_reference(body: list[str]) -> tuple[list[str], list[str]]:
    for place, line in enumerate(body):
        if _END_REFERENCE.fullmatch(plain(line).strip()):
            return body[:place], body[place + 1 :]
    return body[:1], body[1:]


def _quoted_before(
    anchor: _Anchor, body: Sequence[str], messages: Sequence[_Message]
) -> int | None:
    """Return how many lines of a body only quote an earlier message, marked in any language."""
    for message in messages[:-1]:
        same = message.anchor.name == anchor.name and message.anchor.stamp == anchor.stamp
        text = list(trimmed(message.lines))
        if same and text and list(body[: len(text)]) == text and len(body) > len(text):
            messages[-1].reply_to = "\n".join(text)
            return len(text)
    return None


def _without_preview(
    body: list[str], following: str | None
) -> tuple[list[str], list[str] | None, int]:
    """Take off the line that announces the next message; an opened quotation is returned too."""
    if following is None or not (rest := list(trimmed(body))):
        return body, None, 0
    last = plain(rest[-1]).strip()
    is_preview = last.casefold().endswith(following.casefold()) and len(last) > len(following) + 1
    if _BEGIN_REFERENCE.match(last):
        return rest[:-1], [], 1
    return (rest[:-1], None, 1) if is_preview else (body, None, 0)


def _fill(message: _Message, body: Sequence[str]) -> int:
    """Give a body to its message and return how many lines were words of the window."""
    noise = place = 0
    while place < len(body):
        line = plain(body[place]).strip()
        taken = _reaction_lines(message, body, place)
        if taken:
            pass
        elif line.casefold() in _NOISE or _NOISE_LINE.fullmatch(line):
            taken = 1
        elif line.casefold() in _EDITED and _is_last_word(body, place):
            message.is_edited = True
            taken = 1
        else:
            message.lines.append(body[place])
            place += 1
            continue
        noise += taken
        place += taken
    return noise


def _is_last_word(body: Sequence[str], place: int) -> bool:
    rest = (plain(line).strip().casefold() for line in body[place + 1 :])
    return all(not line or line in _NOISE for line in rest)


def _reaction_lines(message: _Message, body: Sequence[str], place: int) -> int:
    """Take a sign, "2 Like reactions." and perhaps a lone 2; return how many lines that are."""
    sign = plain(body[place]).strip()
    if not is_picture(sign) or place + 1 >= len(body):
        return 0
    match = _REACTIONS.fullmatch(plain(body[place + 1]).strip())
    if match is None:
        return 0
    repeated = place + 2 < len(body) and body[place + 2].strip() == match["count"]
    if not repeated and "reaction" not in body[place + 1].casefold():
        return 0
    word = match["word"].strip().casefold()
    name = _REACTION_WORDS.get(word, reaction_name(sign))
    message.reactions.append((name, int(match["count"])))
    return 3 if repeated else 2


def _is_preamble(line: str, first_name: str) -> bool:
    said = plain(line).strip()
    known = not said or said.casefold() in _NOISE or said.casefold() in _PREAMBLE
    return known or (said.endswith(first_name) and len(said) > len(first_name) + 1)


def _drop_repeated_ends(messages: Sequence[_Message]) -> int:
    """Drop a last line that most messages share: a menu's words in a language not known here."""
    ends = Counter(
        lines[-1].strip().casefold()
        for message in messages
        if len(lines := trimmed(message.lines)) > 1
    )
    dropped = 0
    for words, count in ends.items():
        is_menu = len(words.split()) > 1 and not any(letter.isdigit() for letter in words)
        if not is_menu or count < _OFTEN or count * 2 < len(messages):
            continue
        for message in messages:
            kept = list(trimmed(message.lines))
            if len(kept) > 1 and kept[-1].strip().casefold() == words:
                message.lines = kept[:-1]
                dropped += 1
    return dropped
