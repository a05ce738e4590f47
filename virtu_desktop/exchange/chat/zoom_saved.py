"""Chat that Zoom saved: of 2020, of 2021 to 2023, since 2024, and of a cloud recording.

The words of a line's start are in the language of the program, so its pattern counts: a time, a
word, a name, perhaps a word and who it is for, a colon. Source: the format reference, b6.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from virtu_desktop.exchange.chat.layout import (
    TO_WORDS,
    ChatFormat,
    Draft,
    Layout,
    is_everyone,
    is_picture,
    name_of,
    plain,
    reaction_name,
    trimmed,
)
from virtu_desktop.exchange.chat.stamps import Stamp, read_stamp

_CLOUD = re.compile(r"(\d{1,2}:\d\d:\d\d)\t([^\t]+?)\s?[:：]\t(.*)")
_TIMED = re.compile(
    r"(?P<stamp>(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}[:.]\d\d[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)?)"
    r"(?P<gap>\s+)(?P<rest>\S.*)"
)
_HEAD = re.compile(r"(?P<who>.+?)\s*[:：]")
_SPOKEN = re.compile(r"(?P<who>.+?)\s[:：](?:\s(?P<text>.*))?")
_WIDE_FROM = re.compile(r"\S+(?: \S+){0,2}\s{2,}(?=\S)")
_FROM = re.compile(r"\S+\s+(?=\S)")
_WIDE_TO = re.compile(r"\s{2,}(\S+(?: \S+)?)\s{2,}")
_MARK = re.compile(r"(?P<name>.*\S)\((?P<mark>[^()]+)\)")
_SPACED_MARK = re.compile(
    r"(?P<name>.*\S)\s\((?:direct message|privately|private|suora viesti|yksityinen viesti|"
    r"yksityisesti|direktmeddelande|privat|direktnachricht)\)",
    re.IGNORECASE,
)
_NO_QUOTE = r"[^\"“”„«»]"
_REPLY = re.compile(
    rf"(?P<words>{_NO_QUOTE}{{2,40}}?)[\"“„«](?P<quote>.+?)[\"”“»]:?\s*\n(?P<own>.*)", re.DOTALL
)
_REACTED = re.compile(
    rf"{_NO_QUOTE}{{2,40}}[\"“„«](?P<quote>.+)[\"”“»]\s\D{{1,20}}?\s(?P<sign>\S+)", re.DOTALL
)
_REMOVED = re.compile(
    rf"{_NO_QUOTE}*?(?P<sign>[^\w\s.,]+){_NO_QUOTE}*[\"“„«](?P<quote>.+)[\"”“»]", re.DOTALL
)
_QUOTE_MARK = re.compile('["“„«]')
_KNOWN_REPLIES = ("replying to", "vastaus viestiin", "vastataan", "svar på", "svarar på", "antwort")


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a message starts: its place, time, the words before the colon, and what follows."""

    place: int
    stamp: str
    who: str
    text: str | None


def read_cloud(lines: Sequence[str]) -> Layout | None:
    """Return the chat of a cloud recording, or None."""
    drafts: list[Draft] = []
    before: list[str] = []
    for line in lines:
        if match := _CLOUD.fullmatch(line):
            offset, name, text = match.groups()
            drafts.append(Draft(sender=name_of(name), lines=(text,), offset=f"+{offset.zfill(8)}"))
        elif drafts:
            drafts[-1] = replace(drafts[-1], lines=(*drafts[-1].lines, line))
        elif line.strip():
            before.append(line.strip())
    if not drafts:
        return None
    return Layout(
        format=ChatFormat.ZOOM_CLOUD,
        drafts=tuple(drafts),
        starts=len(drafts),
        unattributed_lines=tuple(before),
    )


def read_saved(lines: Sequence[str]) -> Layout | None:
    """Return a chat that was saved in a meeting, or None."""
    spoken = list(_starts(lines, _SPOKEN))
    headed = list(_starts(lines, _HEAD))
    is_first = len(spoken) > len(headed)
    starts = spoken if is_first else headed
    if not starts:
        return None
    has_dates = any(len(start.stamp) > len("09:12:05 a.m.") for start in starts)
    if is_first:
        known_as = ChatFormat.ZOOM_V1
    else:
        known_as = ChatFormat.ZOOM_V3 if has_dates else ChatFormat.ZOOM_V2
    names = _Names(starts)
    drafts = [_draft(start, lines, end, names) for start, end in _spans(starts, len(lines))]
    before = tuple(line.strip() for line in lines[: starts[0].place] if line.strip())
    told, has_reactions = _with_reactions(drafts)
    return Layout(
        format=known_as,
        drafts=tuple(told),
        starts=len(starts),
        unattributed_lines=before,
        has_noise=has_reactions,
    )


def _starts(lines: Sequence[str], pattern: re.Pattern[str]) -> list[_Start]:
    found = []
    for place, line in enumerate(lines):
        # Marks of direction may stand in front of the time.
        if not any(sign.isdigit() for sign in line[:3]) or not (
            timed := _TIMED.fullmatch(plain(line))
        ):
            continue
        if match := pattern.fullmatch(timed["rest"]):
            text = match.groupdict().get("text") if pattern is _SPOKEN else None
            # In the first layout a tab or a blank stands before the first word.
            if len(match["who"].split()) > 1:
                found.append(_Start(place, timed["stamp"], match["who"], text or ""))
    return found


def _spans(starts: Sequence[_Start], end: int) -> list[tuple[_Start, int]]:
    ends = [start.place for start in starts[1:]] + [end]
    return list(zip(starts, ends, strict=True))


def _draft(start: _Start, lines: Sequence[str], end: int, names: _Names) -> Draft:
    sender, to, is_private = names.split(start.who)
    body = [line.removeprefix("\t") for line in lines[start.place + 1 : end]]
    first = [start.text] if start.text else []
    return Draft(
        sender=sender,
        to=to,
        is_private=is_private,
        stamp=_stamp(start.stamp),
        lines=trimmed([*first, *body]),
    )


def _stamp(text: str) -> Stamp | None:
    return read_stamp(text.replace("T", " ", 1) if text[10:11] == "T" else text)


class _Names:
    """Tells sender and recipient apart in the words before a colon."""

    def __init__(self, starts: Sequence[_Start]) -> None:
        whos = [start.who for start in starts]
        self._is_wide = 2 * sum(_WIDE_FROM.match(who) is not None for who in whos) > len(whos)
        rests = [self._without_from(who) for who in whos]
        self._to = None if self._is_wide else _to_phrase(rests)
        recipients = Counter(
            recipient
            for rest in rests
            if (recipient := self._parts(rest)[1]) and not _MARK.fullmatch(recipient)
        )
        known = [recipient for recipient in recipients if is_everyone(recipient)]
        usual = recipients.most_common(1)[0][0] if recipients else ""
        self._everyone = {*known} or {usual}

    def split(self, who: str) -> tuple[str, str, bool]:
        """Return the sender, to whom ("" for everyone), and whether it is private."""
        sender, recipient = self._parts(self._without_from(who))
        if not recipient or recipient in self._everyone:
            return name_of(sender), "", False
        marked = _MARK.fullmatch(recipient) or _SPACED_MARK.fullmatch(recipient)
        return name_of(sender), name_of(marked["name"] if marked else recipient), True

    def _without_from(self, who: str) -> str:
        pattern = _WIDE_FROM if self._is_wide else _FROM
        return pattern.sub("", who, count=1)

    def _parts(self, rest: str) -> tuple[str, str]:
        if self._is_wide:
            found = list(_WIDE_TO.finditer(rest))
            if found:
                last = found[-1]
                return rest[: last.start()], rest[last.end() :]
            return rest, ""
        if self._to is None:
            return rest, ""
        sender, found_to, recipient = rest.rpartition(f" {self._to} ")
        return (sender, recipient) if found_to else (rest, "")


def _to_phrase(rests: Sequence[str]) -> str | None:
    """Return the word between sender and recipient that most starts share, or None.

    It is a word that one of the languages uses, else the one in front of the same end of most.
    """
    known: Counter[str] = Counter()
    learned: Counter[tuple[str, str]] = Counter()
    for rest in rests:
        words = rest.split()
        known.update({word for word in words[1:-1] if word.casefold() in TO_WORDS})
        learned.update((words[at], " ".join(words[at + 1 :])) for at in range(1, len(words) - 1))
    if known and 2 * max(known.values()) > len(rests):
        return known.most_common(1)[0][0]
    if not learned:
        return None
    (word, _recipient), _count = max(
        learned.items(), key=lambda one: (one[1], -len(one[0][1].split()))
    )
    return word


def _with_reactions(drafts: Sequence[Draft]) -> tuple[list[Draft], bool]:
    """Give reactions to the messages they are for, and mark what answers another message."""
    told: list[Draft] = []
    texts: list[str] = []
    for draft in drafts:
        text = "\n".join(draft.lines)
        if _QUOTE_MARK.search(text):
            if (target := _reacted_to(text, texts)) is not None:
                place, sign, count = target
                told[place] = _reacting(told[place], reaction_name(sign), count)
                continue
            draft = _as_reply(draft, text, texts)
        told.append(draft)
        texts.append(" ".join(" ".join(draft.lines).split()))
    return told, len(told) < len(drafts)


def _reacted_to(text: str, texts: Sequence[str]) -> tuple[int, str, int] | None:
    """Return the place of the message that a reaction is for, its sign, and 1 or -1."""
    for pattern, count in ((_REACTED, 1), (_REMOVED, -1)):
        match = pattern.fullmatch(text)
        if match and is_picture(match["sign"]):
            place = _place_of(match["quote"], texts)
            if place is not None:
                return place, match["sign"], count
    return None


def _reacting(draft: Draft, name: str, count: int) -> Draft:
    counts = Counter(dict(draft.reactions))
    counts[name] += count
    return replace(draft, reactions=tuple((+counts).items()))


def _as_reply(draft: Draft, text: str, texts: Sequence[str]) -> Draft:
    match = _REPLY.fullmatch(text)
    if match is None or not match["own"].strip():
        return draft
    is_known = match["words"].strip().casefold().startswith(_KNOWN_REPLIES)
    if not is_known and _place_of(match["quote"], texts) is None:
        return draft
    own = trimmed(match["own"].split("\n"))
    return replace(draft, lines=own, reply_to=match["quote"])


def _place_of(quote: str, texts: Sequence[str]) -> int | None:
    """Return the last message that begins with what is quoted."""
    begin = " ".join(re.sub(r"(?:…|\.\.\.)$", "", quote).split())
    return next(
        (place for place in reversed(range(len(texts))) if texts[place].startswith(begin)), None
    )
