"""Chat of meeting tools, saved or pasted: found by shape in any language (C5, V4).

``read_chat`` takes the bytes of a file, ``read_chat_text`` what was pasted. What cannot be given
to a sender is kept as unattributed lines; a sender is never guessed.
"""

from virtu_desktop.exchange.chat.layout import Chat, ChatFormat, ChatWarning
from virtu_desktop.exchange.chat.reading import BadChat, read_chat, read_chat_text

__all__ = ["BadChat", "Chat", "ChatFormat", "ChatWarning", "read_chat", "read_chat_text"]
