"""What a reader of one layout gives, and small helpers that all of them share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.chat import ChatMessage
from virtu_desktop.exchange.chat.stamps import Stamp


class ChatFormat(StrEnum):
    """The layout of a chat; the names are those of the format reference.

    ZOOM_PANEL: copied from the chat panel. CAPTIONS: beside a recording, each message with its
    span of time. LINES: times, names and texts in any other order.
    """

    ZOOM_V1 = "zoom.chat.v1"
    ZOOM_V2 = "zoom.chat.v2"
    ZOOM_V3 = "zoom.chat.v3"
    ZOOM_CLOUD = "zoom.chat.cloud"
    ZOOM_PANEL = "zoom.chat.panel"
    TEAMS_V1 = "teams.chat.paste.v1"
    TEAMS_V2 = "teams.chat.paste.v2"
    TEXT_ONLY = "teams.chat.paste.none"
    CAPTIONS = "meet.chat.captions"
    LINES = "chat.lines"


class ChatWarning(StrEnum):
    """What a reader of a chat should know; the names are those of the format reference."""

    NO_DATE = "no_date"
    NO_TIME = "no_time"
    NO_SENDER = "no_sender"
    PRIVATE_MESSAGES = "private_messages"
    RELATIVE_TIMES = "relative_times"
    UI_TEXT_REMOVED = "ui_text_removed"
    AMBIGUOUS_DATE = "ambiguous_date"
    ENCODING_GUESSED = "bom_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat that was read.

    messages: in the order of the text. unattributed_lines: what belongs to no known sender.
    """

    format: ChatFormat
    messages: tuple[ChatMessage, ...]
    unattributed_lines: tuple[str, ...] = ()
    warnings: tuple[ChatWarning, ...] = ()

    @property
    def needs_user_input(self) -> bool:
        """Say whether nothing tells who wrote any of it."""
        return not self.messages

    @property
    def outcome(self) -> str:
        """Return ``ok``, ``ok_with_warnings`` or ``needs_user_input`` as the reference means it."""
        if self.needs_user_input:
            return "needs_user_input"
        guessed = ChatWarning.ENCODING_GUESSED in self.warnings
        return "ok_with_warnings" if guessed else "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message before dates are worked out. offset: a time from the start of a recording."""

    sender: str
    lines: tuple[str, ...]
    stamp: Stamp | None = None
    offset: str = ""
    to: str = ""
    is_private: bool = False
    reactions: tuple[tuple[str, int], ...] = ()
    is_edited: bool = False
    reply_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What one reader makes of a text.

    starts: how many starts of messages it found; some turn out to be reactions or quotations.
    has_noise: words of the program's window were left out.
    """

    format: ChatFormat
    drafts: tuple[Draft, ...]
    starts: int
    unattributed_lines: tuple[str, ...] = ()
    has_noise: bool = False


REACTION_NAMES = {
    "👍": "like",
    "❤": "heart",
    "😆": "laugh",
    "😂": "laugh",
    "😮": "surprised",
    "😢": "sad",
    "😡": "angry",
    "😠": "angry",
}

_BLANKS = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EVERYONE_WORDS = (
    "everyone|everyone in meeting|everybody|all|kaikki|kaikille|kaikki kokouksessa|alla|alle|jeder|"
    "todos|todas|tous|tout le monde|tutti|iedereen|wszyscy|wszystkich|все|всем|всі|усі|всіх|усіх|"
    "kõik|kõigile|herkes|所有人|全員|모두|alle deltagere|alla i mötet"
)
_EVERYONE = frozenset(_EVERYONE_WORDS.split("|"))
# Between a sender and who it is for.
_TO_WORDS = (
    "to till an à a para per al aan naar do til для кому до vastaanottaja kohteelle 至 到 宛先 "
    "kime kellele"
)
TO_WORDS = frozenset(_TO_WORDS.split())


def plain(line: str) -> str:
    """Return a line in which blanks look alike and marks of direction are gone."""
    return _MARKS.sub("", _BLANKS.sub(" ", line)).rstrip()


def name_of(text: str) -> str:
    """Return a name as it stands in a file, without what cannot be seen around it."""
    return unicodedata.normalize("NFC", _MARKS.sub("", _BLANKS.sub(" ", text)).strip())


def may_be_name(text: str) -> bool:
    """Say whether a line could be a person's name."""
    text = text.strip()
    return (
        0 < len(text) <= 100
        and len(text.split()) <= 9
        and not text.endswith(("?", "!", ":", ";"))
        and not text.startswith(("http", ">"))
        and any(letter.isalpha() for letter in text)
    )


def is_everyone(recipient: str) -> bool:
    """Say whether a recipient is a known word for everybody."""
    return recipient.strip().casefold() in _EVERYONE


def is_picture(text: str) -> bool:
    """Say whether a text is nothing but emoji."""
    return (
        bool(text)
        and len(text) <= 16
        and all(ord(letter) > 0x2000 for letter in text)
        and (not any(letter.isalnum() for letter in text))
    )


def reaction_name(emoji: str) -> str:
    """Return the name of a reaction, or the sign itself when it has none."""
    bare = emoji.replace("\N{VARIATION SELECTOR-16}", "")
    return REACTION_NAMES.get(bare, bare)


def trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """Return lines without empty ones at both ends."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


def panel_names(name: str) -> tuple[str, str | None]:
    """Return sender and recipient of a line such as "Me to Everyone"; None for no recipient.

    >>> panel_names("Anna (Oulu to Vaasa) to Everyone"), panel_names("Anna")
    (('Anna (Oulu to Vaasa)', 'Everyone'), ('Anna', None))
    """
    words = name.split()
    for place in range(len(words) - 2, 0, -1):
        recipient = " ".join(words[place + 1 :])
        if words[place].casefold() in TO_WORDS and is_everyone(recipient):
            return " ".join(words[:place]), recipient
    return name, None
