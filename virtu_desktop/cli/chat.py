"""``virtu chat``: the messages of a meeting tool's chat, and the votes that are in it.

Needs no library and saves nothing. Private messages are only counted, unless JSON is asked for,
which says of each whether it is one.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from virtu_desktop.cli.output import print_json, print_line, print_table
from virtu_desktop.cli.program import PROBLEM, command, json_option, option
from virtu_desktop.domain.chat import ChatMessage
from virtu_desktop.domain.chat_votes import (
    BadOptions,
    ChatOption,
    ChatReview,
    ChatVote,
    ChatVotes,
    chat_votes,
)
from virtu_desktop.exchange.chat import BadChat, Chat, read_chat
from virtu_desktop.exchange.chat.words import COPY_HINT, doubt_words, warning_words
from virtu_desktop.i18n import N_, Translator, _, _n, interface

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
_RANGE = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")


@command(
    "chat",
    more=N_(
        "FILE is a chat that Zoom saved or text that was copied from Teams or Zoom, in any "
        "language; - reads standard input. With --options the last clear vote of each person "
        "counts; what is not clear is listed with its reason. Exit code 0: read. 1: nothing says "
        "who wrote the lines, or it is no chat. 2: wrong use."
    ),
)
@click.argument("file", type=_FILE)
@option("--options", metavar="LIST", help=N_("1,2,3 or 0-10 or A=kyllä|ja|yes,B=ei|nej|no."))
@option(
    "--several",
    metavar="COUNT",
    type=click.IntRange(min=1),
    default=1,
    help=N_("How many options one person may choose."),
)
@option("--date", "day", metavar="DAY", help=N_("Day of the session, such as 2026-11-25."))
@json_option()
def chat(file: Path, options: str | None, several: int, day: str | None, as_json: bool) -> int:
    """Print the messages, and the votes when options are given."""
    wanted = None if options is None else _options(options)
    on = None if day is None else _day(day)
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        found = read_chat(data, day=on)
    except BadChat as error:
        if as_json:
            print_json({"format": "unknown", "outcome": "reject", "error": error.code})
        raise
    votes = None if wanted is None else _votes(found, wanted, several)
    if as_json:
        print_json(_as_json(found) | ({} if votes is None else _votes_as_json(votes)))
    elif votes is None:
        _print(interface(), found)
    else:
        _print_votes(interface(), votes)
    if found.needs_user_input and not as_json:
        print_line(_(COPY_HINT))
    return PROBLEM if found.needs_user_input else 0


def _votes(found: Chat, options: tuple[ChatOption, ...], several: int) -> ChatVotes:
    # Lines of nobody are votes of nobody: all that speak of an option go to review.
    nobodys = [ChatMessage(at="", sender="", text=line) for line in found.unattributed_lines]
    try:
        return chat_votes([*nobodys, *found.messages], options, most=several)
    except BadOptions as error:
        raise _bad_options(error.word) from error


def _options(text: str) -> tuple[ChatOption, ...]:
    """Return the options of ``1,2,3``, ``0-10`` or ``A=yes|ja,B=no|nej``."""
    options: list[ChatOption] = []
    for part in filter(None, map(str.strip, re.split("[,;]", text))):
        if span := _RANGE.fullmatch(part):
            options += [ChatOption(key=str(at)) for at in range(int(span[1]), int(span[2]) + 1)]
            continue
        key, has_words, words = part.partition("=")
        said = [word.strip() for word in (words if has_words else key).split("|")]
        options.append(ChatOption(key=key.strip() if has_words else said[0], words=tuple(said)))
    keys = [option.key for option in options]
    if not keys or not all(keys) or len(set(keys)) < len(keys):
        raise _bad_options(next((key for key in keys if keys.count(key) > 1), ""))
    return tuple(options)


def _bad_options(word: str) -> click.BadParameter:
    if word:
        message = _('"{word}" stands for two options.', word=word)
    else:
        message = _("An option is missing.")
    return click.BadParameter(message, param_hint="--options")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(repr(text), param_hint="--date") from error


def _print(tr: Translator, found: Chat) -> None:
    open_ones = [message for message in found.messages if not message.is_private]
    if open_ones:
        rows = [[message.at, message.sender, message.text] for message in open_ones]
        print_table([tr("Time"), tr("From"), tr("Text")], rows)
    for line in found.unattributed_lines:
        print_line(line)
    if hidden := len(found.messages) - len(open_ones):
        print_line(
            _n(
                "{count} private message is not shown.",
                "{count} private messages are not shown.",
                hidden,
            )
        )
    for warning in found.warnings:
        print_line(warning_words(tr, warning))


def _print_votes(tr: Translator, votes: ChatVotes) -> None:
    if votes.votes:
        rows = [[vote.sender, ", ".join(vote.options), vote.text] for vote in votes.votes]
        print_table([tr("From"), tr("Vote"), tr("Text")], rows)
    if votes.replaced:
        changed = len(votes.replaced)
        print_line(
            _n("{count} vote was changed later.", "{count} votes were changed later.", changed)
        )
    if votes.review:
        print_line(
            _n("{count} message to look at:", "{count} messages to look at:", len(votes.review))
        )
        rows = [[one.sender, doubt_words(tr, one.doubt), one.text] for one in votes.review]
        print_table([tr("From"), tr("Why"), tr("Text")], rows)


def _as_json(found: Chat) -> dict[str, object]:
    data: dict[str, object] = {
        "format": found.format.value,
        "outcome": found.outcome,
        "messages": [_message_as_json(message) for message in found.messages],
        "unattributed_lines": list(found.unattributed_lines),
        "warnings": [warning.value for warning in found.warnings],
    }
    if found.needs_user_input:
        data["question"] = "no_sender_information"
    return data


def _message_as_json(message: ChatMessage) -> dict[str, object]:
    data: dict[str, object] = {
        "at": message.at or None,
        "from": message.sender,
        "to": message.to or "everyone",
        "text": message.text,
        "private": message.is_private,
    }
    if message.reactions:
        data["reactions"] = dict(message.reactions)
    if message.is_edited:
        data["edited"] = True
    if message.reply_to is not None:
        data["reply_to"] = message.reply_to
    return data


def _votes_as_json(votes: ChatVotes) -> dict[str, object]:
    return {
        "votes": [row for vote in votes.votes for row in _vote_rows(vote)],
        "replaced": [row for vote in votes.replaced for row in _vote_rows(vote)],
        "review": [_review_as_json(one) for one in votes.review],
        "other": votes.other,
    }


def _vote_rows(vote: ChatVote) -> list[dict[str, object]]:
    return [{"from": vote.sender, "option": key, "text": vote.text} for key in vote.options]


def _review_as_json(one: ChatReview) -> dict[str, object]:
    return {"from": one.sender or None, "text": one.text, "reason": one.doubt.value}
