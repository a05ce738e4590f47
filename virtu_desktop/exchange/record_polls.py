"""Polls as tables: what each choice got, and each thing that was answered (R1, R2)."""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.exchange.poll_tables import BallotRow, ResultRow, ballot_rows, result_rows
from virtu_desktop.exchange.record_view import View
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Cell, Coded, Field, Kind, Table, make_table
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.poll_words import (
    channel_word,
    mode_word,
    poll_kind_word,
    secrecy_word,
    standing_word,
)
from virtu_desktop.wording import block_title


def poll_tables(review: Review, tr: Translator) -> tuple[Table, ...]:
    """Return the table of results and the long table of ballots."""
    view, polls = View(review, tr), review.portable.record.polls
    return (
        make_table(
            "polls",
            tr("Polls"),
            _POLLS,
            view,
            result_rows(polls),
            tr,
            zone=review.zone,
            key=("poll", "round", "choice"),
        ),
        make_table("ballots", tr("Ballots"), _BALLOTS, view, ballot_rows(polls), tr,
                   zone=review.zone),
    )  # fmt: skip


def _block(view: View, row: ResultRow) -> Cell:
    plan = view.review.portable.record.session.plan
    block = row.poll.block
    if block is None or block not in plan.positions:
        return None
    return block_title(view.tr, plan, block)


def _choice(row: ResultRow | BallotRow) -> Cell:
    return None if row.place is None else row.place + 1


def _channel(view: View, row: BallotRow) -> Cell:
    if row.channel is None:
        return None
    return Coded(row.channel.value, channel_word(view.tr, row.channel))


def _mode(view: View, row: BallotRow) -> Cell:
    return None if row.mode is None else Coded(row.mode.value, mode_word(view.tr, row.mode))


_POLLS: Sequence[Field[View, ResultRow]] = (
    Field(
        "poll",
        N_("No."),
        N_("Number of the poll in the session, from 1"),
        Kind.COUNT,
        lambda _, row: row.number,
        6,
    ),
    Field(
        "round",
        N_("Round"),
        N_("Round of the poll, from 1"),
        Kind.COUNT,
        lambda _, row: row.round.number,
        7,
    ),
    Field(
        "question",
        N_("Question"),
        N_("The question"),
        Kind.TEXT,
        lambda _, row: row.poll.question.text,
        44,
    ),
    Field(
        "kind",
        N_("Kind"),
        N_("Kind of the question"),
        Kind.WORD,
        lambda v, row: Coded(
            row.poll.question.kind.value, poll_kind_word(v.tr, row.poll.question.kind)
        ),
        18,
    ),
    Field(
        "secrecy",
        N_("Secrecy"),
        N_("What is kept of who answered: secret, open or named"),
        Kind.WORD,
        lambda v, row: Coded(
            row.poll.question.secrecy.value, secrecy_word(v.tr, row.poll.question.secrecy)
        ),
        14,
        is_detail=True,
    ),
    Field(
        "repeat_key",
        N_("Repeat key"),
        N_("Polls with the same key are compared over time"),
        Kind.TEXT,
        lambda _, row: row.poll.question.repeat_key,
        14,
        is_detail=True,
    ),
    Field(
        "block_title", N_("Block"), N_("Title of the block"), Kind.TEXT, _block, 28, is_detail=True
    ),
    Field(
        "opened",
        N_("Opened"),
        N_("When it was opened"),
        Kind.INSTANT,
        lambda _, row: row.round.opened,
        13,
        is_detail=True,
    ),
    Field(
        "closed",
        N_("Closed"),
        N_("When it was closed"),
        Kind.INSTANT,
        lambda _, row: row.round.closed,
        13,
        is_detail=True,
    ),
    Field(
        "choice",
        N_("Choice"),
        N_("Number of the option or level, from 1"),
        Kind.COUNT,
        lambda _, row: _choice(row),
        8,
        is_detail=True,
    ),
    Field(
        "label",
        N_("Answer"),
        N_("Words of the option or level"),
        Kind.TEXT,
        lambda _, row: row.label,
        30,
    ),
    Field(
        "people",
        N_("People"),
        N_("How many chose it; points and dots: their sum"),
        Kind.COUNT,
        lambda _, row: row.count,
        9,
    ),
    Field(
        "share",
        N_("Share"),
        N_("Share of those who answered, from 0 to 1; empty under ten people"),
        Kind.SHARE,
        lambda _, row: None if row.share is None else row.share / 100,
        9,
    ),
    Field(
        "answered",
        N_("Answered"),
        N_("How many people answered"),
        Kind.COUNT,
        lambda _, row: row.result.people,
        10,
    ),
    Field(
        "present",
        N_("Present"),
        N_("How many people were present"),
        Kind.COUNT,
        lambda _, row: None if row.result.present is None else row.result.present.total,
        9,
    ),
)
_BALLOTS: Sequence[Field[View, BallotRow]] = (
    Field(
        "poll",
        N_("No."),
        N_("Number of the poll in the session, from 1"),
        Kind.COUNT,
        lambda _, row: row.number,
        6,
    ),
    Field(
        "round",
        N_("Round"),
        N_("Round of the poll, from 1"),
        Kind.COUNT,
        lambda _, row: row.round,
        7,
    ),
    Field(
        "unit",
        N_("Ballot"),
        N_("Number of the ballot or count in its round, from 1"),
        Kind.COUNT,
        lambda _, row: row.unit,
        8,
    ),
    Field(
        "channel",
        N_("Channel"),
        N_(
            "How it came; empty for every secret ballot, because a channel that few people used"
            " could show who answered"
        ),
        Kind.WORD,
        _channel,
        22,
    ),
    Field(
        "mode",
        N_("Takes part"),
        N_("How the people take part: room, site or remote"),
        Kind.WORD,
        _mode,
        16,
    ),
    Field(
        "site", N_("Site"), N_("Site of a shared screen"), Kind.TEXT, lambda _, row: row.site, 14
    ),
    Field(
        "name",
        N_("Name"),
        N_("Who answered, in named polls alone"),
        Kind.TEXT,
        lambda _, row: row.name,
        20,
    ),
    Field(
        "choice",
        N_("Choice"),
        N_("Number of the option or level, from 1"),
        Kind.COUNT,
        lambda _, row: _choice(row),
        8,
    ),
    Field(
        "label",
        N_("Answer"),
        N_("Words of the option or level"),
        Kind.TEXT,
        lambda _, row: row.label,
        30,
    ),
    Field(
        "amount",
        N_("Amount"),
        N_("Points, level, rank or number"),
        Kind.NUMBER,
        lambda _, row: row.amount,
        9,
    ),
    Field(
        "text",
        N_("Words"),
        N_("Words of the answer"),
        Kind.TEXT,
        lambda _, row: row.text,
        44,
    ),
    Field(
        "people",
        N_("People"),
        N_("How many people say so"),
        Kind.COUNT,
        lambda _, row: row.people,
        9,
    ),
    Field(
        "standing",
        N_("Standing"),
        N_("What became of the ballot"),
        Kind.WORD,
        lambda v, row: Coded(row.standing.value, standing_word(v.tr, row.standing)),
        16,
    ),
    Field(
        "counts",
        N_("Counts"),
        N_("1: part of the result; 0: replaced, late or taken back"),
        Kind.FLAG,
        lambda _, row: int(row.counts),
        9,
    ),
)
