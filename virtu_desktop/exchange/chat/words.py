"""What a chat that was read is told to people as, in their language."""

from __future__ import annotations

from collections.abc import Mapping

from virtu_desktop.domain.chat_votes import Doubt
from virtu_desktop.exchange.chat.layout import ChatWarning
from virtu_desktop.i18n import N_, Translator

COPY_HINT = N_(
    "In Teams choose everything with Ctrl+A before Ctrl+C, or one message; in Zoom save the chat."
)

_WARNINGS: Mapping[ChatWarning, str] = {
    ChatWarning.NO_DATE: N_("The chat names no date; it is that of the session."),
    ChatWarning.NO_TIME: N_("The chat names no times."),
    ChatWarning.NO_SENDER: N_("Nothing tells who wrote these lines."),
    ChatWarning.PRIVATE_MESSAGES: N_("There are private messages in it."),
    ChatWarning.RELATIVE_TIMES: N_("The times count from the start of the recording."),
    ChatWarning.UI_TEXT_REMOVED: N_("Words of the program's window were left out."),
    ChatWarning.AMBIGUOUS_DATE: N_("Day and month of the dates could be either way round."),
    ChatWarning.ENCODING_GUESSED: N_("The encoding was guessed: look at the names."),
}
_DOUBTS: Mapping[Doubt, str] = {
    Doubt.IN_SENTENCE: N_("an option inside a sentence"),
    Doubt.SEVERAL_OPTIONS: N_("more options than one may choose"),
    Doubt.UNKNOWN_OPTION: N_("no such option"),
    Doubt.UNCLEAR: N_("not clear"),
    Doubt.QUESTION: N_("a question"),
    Doubt.REPLY: N_("a reply to another message"),
    Doubt.QUOTE: N_("a quotation"),
    Doubt.ONLY_EMOJI: N_("only a sign"),
    Doubt.PRIVATE: N_("a private message"),
    Doubt.NO_SENDER: N_("no sender"),
    Doubt.UNKNOWN_PERSON: N_("not on the roster"),
    Doubt.SAME_NAME: N_("two people have this name"),
}


def warning_words(tr: Translator, warning: ChatWarning) -> str:
    """Return a warning as one sentence."""
    return tr(_WARNINGS[warning])


def doubt_words(tr: Translator, doubt: Doubt) -> str:
    """Return in a few words why a message is not counted by itself."""
    return tr(_DOUBTS[doubt])
