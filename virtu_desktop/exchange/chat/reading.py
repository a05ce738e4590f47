"""From bytes or pasted text to a chat: every layout is tried, the one that explains most wins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from virtu_desktop.domain.chat import ChatMessage
from virtu_desktop.domain.chat_names import KnownNames
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.chat.layout import (
    Chat,
    ChatFormat,
    ChatWarning,
    Draft,
    Layout,
)
from virtu_desktop.exchange.chat.stamps import Stamp, order_of, rolled_over
from virtu_desktop.exchange.chat.teams_paste import read_anchors, read_brackets
from virtu_desktop.exchange.chat.timed_lines import (
    read_captions,
    read_named_lines,
    read_panel,
    read_timed_lines,
    read_trailing_times,
)
from virtu_desktop.exchange.chat.zoom_saved import read_cloud, read_saved
from virtu_desktop.exchange.table_text import decoded
from virtu_desktop.exchange.tables import BadTable
from virtu_desktop.i18n import N_

MOST_BYTES = 5_000_000
MOST_LINES = 50_000
# With fewer starts than this a text is looked at in every other way too.
_LINES_OF_A_MESSAGE = 8

_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_PAGE = re.compile(r"\s*<(?:!doctype|html|\?xml|head|body)\b", re.IGNORECASE)


class BadChat(KnownError):
    """A file or a text that holds no chat; ``code`` is the name that the reference gives it."""

    def __init__(self, code: str, text: str, **params: object) -> None:
        """Keep the code and the sentence."""
        self.code = code
        super().__init__(text, **params)


def read_chat(data: bytes, *, day: date | None = None, names: KnownNames | None = None) -> Chat:
    """Return the chat that a file holds; raise BadChat.

    day: of the session, for times without a date. names: of the roster, for texts that say who
    wrote what in no other way.
    """
    if not data or data in (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"):
        raise BadChat("empty_file", N_("There is nothing in it."))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise BadChat("wrong_file_type", N_("This is a document or a workbook, not a chat."))
    if len(data) > MOST_BYTES:
        raise _too_long()
    try:
        found = decoded(data)
    except BadTable as error:
        raise BadChat("not_text", N_("This is no text.")) from error
    chat = read_chat_text(found.text, day=day, names=names)
    if found.is_guess:
        return replace(chat, warnings=(*chat.warnings, ChatWarning.ENCODING_GUESSED))
    return chat


def read_chat_text(text: str, *, day: date | None = None, names: KnownNames | None = None) -> Chat:
    """Return the chat that a text holds; raise BadChat. Parameters: as of ``read_chat``."""
    if _PAGE.match(text):
        raise BadChat("wrong_file_type", N_("This is a web page, not a chat."))
    lines = _LINE_END.split(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if len(lines) > MOST_LINES:
        raise _too_long()
    if not any(line.strip() for line in lines):
        raise BadChat("empty_file", N_("There is nothing in it."))
    layout = _layout(lines, names)
    return _text_only(lines) if layout is None else _chat(layout, day)


def _layout(lines: Sequence[str], names: KnownNames | None) -> Layout | None:
    """Return the layout that explains most; of two that explain as much, the first."""
    known = _best(
        read_saved(lines),
        read_cloud(lines),
        read_captions(lines),
        read_brackets(lines),
        read_anchors(lines, names),
    )
    filled = sum(1 for line in lines if line.strip())
    if known is not None and known.starts * _LINES_OF_A_MESSAGE >= filled:
        return known
    named = None if names is None else read_named_lines(lines, names)
    return _best(
        known, read_panel(lines), read_timed_lines(lines), read_trailing_times(lines), named
    )


def _best(*layouts: Layout | None) -> Layout | None:
    found = [layout for layout in layouts if layout is not None]
    return max(found, key=lambda layout: layout.starts, default=None)


def _text_only(lines: Sequence[str]) -> Chat:
    return Chat(
        format=ChatFormat.TEXT_ONLY,
        messages=(),
        unattributed_lines=tuple(line.strip() for line in lines if line.strip()),
        warnings=(ChatWarning.NO_SENDER, ChatWarning.NO_TIME),
    )


def _chat(layout: Layout, day: date | None) -> Chat:
    stamps = [draft.stamp for draft in layout.drafts if draft.stamp is not None]
    order = order_of(stamps)
    dated = [stamp.dated(order, day) for stamp in stamps]
    if day is not None and dated and all(stamp.day is None for stamp in dated):
        dated = [
            replace(stamp, day=on)
            for stamp, on in zip(dated, rolled_over([one.clock for one in dated], day), strict=True)
        ]
    times = iter(dated)
    messages = tuple(
        _message(draft, next(times) if draft.stamp is not None else None) for draft in layout.drafts
    )
    return Chat(
        format=layout.format,
        messages=messages,
        unattributed_lines=layout.unattributed_lines,
        warnings=tuple(_warnings(layout, dated, messages)),
    )


def _message(draft: Draft, stamp: Stamp | None) -> ChatMessage:
    return ChatMessage(
        at=draft.offset or ("" if stamp is None else stamp.text),
        sender=draft.sender,
        to=draft.to,
        text=unicodedata.normalize("NFC", "\n".join(draft.lines).strip()),
        is_private=draft.is_private,
        reactions=draft.reactions,
        is_edited=draft.is_edited,
        reply_to=draft.reply_to,
    )


def _warnings(
    layout: Layout, stamps: Sequence[Stamp], messages: Sequence[ChatMessage]
) -> Iterable[ChatWarning]:
    if any(draft.offset for draft in layout.drafts):
        yield ChatWarning.RELATIVE_TIMES
    elif not stamps:
        yield ChatWarning.NO_TIME
    elif any(stamp.day is None for stamp in stamps):
        unclear = [stamp for stamp in stamps if stamp.day is None and stamp.pair and stamp.pair[2]]
        yield ChatWarning.AMBIGUOUS_DATE if unclear else ChatWarning.NO_DATE
    if any(message.is_private for message in messages):
        yield ChatWarning.PRIVATE_MESSAGES
    if layout.has_noise:
        yield ChatWarning.UI_TEXT_REMOVED


def _too_long() -> BadChat:
    return BadChat("too_large", N_("This is too long for a chat."))
