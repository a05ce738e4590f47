"""What two records say differently of the same thing, each in words that a reader can choose by.

Every function returns ours and theirs. Of what is large only the differences are told: of a plan
the blocks, of rooms who sits elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.plan import Block
from virtu_desktop.domain.polls import Ballot, Count, Poll
from virtu_desktop.domain.presence import Presence
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.time import Instant, local, zone_named
from virtu_desktop.engine.changes import RunRecord
from virtu_desktop.exchange.poll_tables import ballot_rows
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import number_text, standing_word
from virtu_desktop.wording import clock_text, date_text, minutes_text, tag_word
from virtu_desktop.wording_people import mode_word

Names = Mapping[PersonId, str]
Pair = tuple[str, str]

_TOLD_AT_MOST = 4


def plan_words(tr: Translator, ours: Session, theirs: Session) -> Pair:
    """Tell of titles, starts and blocks with their lengths those that differ."""
    own = {block.id: block for block in ours.plan.blocks}
    other = {block.id: block for block in theirs.plan.blocks}
    ids = dict.fromkeys((*own, *other))
    unlike = [one for one in ids if own.get(one) != other.get(one)]
    return (
        _session_words(tr, ours, theirs, [(own.get(one), other.get(one)) for one in unlike]),
        _session_words(tr, theirs, ours, [(other.get(one), own.get(one)) for one in unlike]),
    )


def person_words(ours: Participant, theirs: Participant) -> Pair:
    """Tell the name, the organisation and the address."""
    return _person_words(ours), _person_words(theirs)


def expectation_words(tr: Translator, ours: Expectation, theirs: Expectation, names: Names) -> Pair:
    """Tell who was expected, and how."""

    def told(one: Expectation) -> str:
        words = tr("expected") if one.is_expected else tr("not expected")
        parts = [words] if one.mode is None else [words, mode_word(tr, one.mode)]
        return f"{names.get(one.person, '')}: {', '.join(parts)}"

    return told(ours), told(theirs)


def stay_words(tr: Translator, ours: Presence, theirs: Presence, names: Names, zone: str) -> Pair:
    """Tell who was there from when to when, and how."""

    def told(one: Presence) -> str:
        joined = _second(tr, one.joined, zone)
        left = "" if one.left is None else _second(tr, one.left, zone)
        name = names.get(one.person, "")
        return f"{name}: {mode_word(tr, one.mode)} {joined}–{left}"

    return told(ours), told(theirs)


def run_words(tr: Translator, ours: RunRecord, theirs: RunRecord) -> Pair:
    """Tell how many events there are, and the first and the last time."""

    def told(run: RunRecord) -> str:
        count = tr.plural("{count} event", "{count} events", len(run.events))
        if not run.events:
            return count
        zone = run.plan_at_start.zone
        first, last = run.events[0].at, run.events[-1].at
        day = date_text(tr, first, zone)
        return f"{day}, {_second(tr, first, zone)}–{_second(tr, last, zone)}: {count}"

    return told(ours), told(theirs)


def note_words(tr: Translator, ours: Note, theirs: Note) -> Pair:
    """Tell the texts, and the tags where they differ."""
    if ours.tag is theirs.tag:
        return ours.text, theirs.text
    return f"{tag_word(tr, ours.tag)}: {ours.text}", f"{tag_word(tr, theirs.tag)}: {theirs.text}"


def rooms_words(tr: Translator, ours: BreakoutRound, theirs: BreakoutRound, names: Names) -> Pair:
    """Tell who sat elsewhere and which results differ; else how many rooms and seats there are."""
    own, other = _seats(ours, names), _seats(theirs, names)
    unlike = [name for name in dict.fromkeys((*own, *other)) if own.get(name) != other.get(name)]
    own_cards, other_cards = _cards(ours), _cards(theirs)
    rooms = dict.fromkeys((*own_cards, *other_cards))
    unlike_rooms = [one for one in rooms if own_cards.get(one) != other_cards.get(one)]

    def told(seats: Mapping[str, str], cards: Mapping[str, str], one: BreakoutRound) -> str:
        lines = [f"{name}: {seats.get(name) or '–'}" for name in unlike]
        lines += [f"{room}: {cards.get(room) or '–'}" for room in unlike_rooms]
        if lines:
            return _first_few(tr, lines)
        count = tr.plural("{count} room", "{count} rooms", len(one.rooms))
        return f"{count}, {tr.plural('{count} person', '{count} people', len(seats))}"

    return told(own, own_cards, ours), told(other, other_cards, theirs)


def answer_words(tr: Translator, poll: Poll, ours: Ballot | Count, theirs: Ballot | Count) -> Pair:
    """Tell what a ballot, or people counted together, said."""
    return _answer_words(tr, poll, ours), _answer_words(tr, poll, theirs)


def secret_words(tr: Translator, ours: Sequence[object], theirs: Sequence[object]) -> Pair:
    """Tell how many secret ballots there are; what is in them is nobody's."""

    def told(ballots: Sequence[object]) -> str:
        return tr.plural("{count} secret ballot", "{count} secret ballots", len(ballots))

    return told(ours), told(theirs)


def _session_words(
    tr: Translator,
    session: Session,
    against: Session,
    blocks: Sequence[tuple[Block | None, Block | None]],
) -> str:
    """Return what of a plan is not as in another. blocks: each with that of the other plan."""
    plan = session.plan
    lines = [_block_words(tr, block, other) for block, other in blocks]
    if not lines or plan.start != against.plan.start:
        day = date_text(tr, plan.start, plan.zone)
        lines.insert(0, f"{day} {clock_text(tr, plan.start, plan.zone)}")
    if len(lines) == 1 or session.title != against.title:
        lines.insert(0, session.title)
    return _first_few(tr, lines)


def _block_words(tr: Translator, block: Block | None, other: Block | None) -> str:
    """Return a block's title and length, and what else the other one says differently."""
    if block is None:
        return tr("(no such block)")
    words = f"{block.title}, {minutes_text(tr, block.length)}"
    if other is None:
        return words
    told = [(block.owner, other.owner), (block.room, other.room), (block.remote, other.remote)]
    told.append((block.trainer_note, other.trainer_note))
    return ", ".join((words, *(own or "–" for own, their in told if own != their)))


def _person_words(person: Participant) -> str:
    return ", ".join(filter(None, (person.name, person.organisation, person.email)))


def _seats(round_: BreakoutRound, names: Names) -> dict[str, str]:
    """Return the room of everybody, of who changed the last one."""
    return {names.get(one.person, one.person): round_.rooms[one.room].name for one in round_.seats}


def _cards(round_: BreakoutRound) -> dict[str, str]:
    return {room.name: room.card for room in round_.rooms}


def _answer_words(tr: Translator, poll: Poll, unit: Ballot | Count) -> str:
    alone = replace(
        poll.rounds[0],
        id=unit.round,
        ballots=(unit,) if isinstance(unit, Ballot) else (),
        counts=(unit,) if isinstance(unit, Count) else (),
        secret=(),
    )
    rows = list(ballot_rows([replace(poll, rounds=(alone,))]))
    is_count = isinstance(unit, Count)
    parts = []
    for (label, amount, text), same in groupby(rows, lambda row: (row.label, row.amount, row.text)):
        people = str(sum(row.people for row in same)) if is_count else ""
        said = "" if amount is None else number_text(tr, amount)
        parts.append(": ".join(part for part in (label, said, text, people) if part))
    words = _first_few(tr, parts)
    if not all(row.counts for row in rows):
        words = f"{words} ({standing_word(tr, unit.standing)})"
    name = next((row.name for row in rows if row.name), "")
    return f"{name}: {words}" if name else words


def _first_few(tr: Translator, lines: Sequence[str]) -> str:
    """Return the parts in one line; of many the first ones, and how many more there are."""
    if len(lines) <= _TOLD_AT_MOST:
        return " · ".join(lines)
    more = tr.plural(
        "{count} more difference", "{count} more differences", len(lines) - _TOLD_AT_MOST + 1
    )
    return " · ".join((*lines[: _TOLD_AT_MOST - 1], more))


def _second(tr: Translator, at: Instant, zone: str) -> str:
    """Return a clock time to the second: two records may differ by less than a minute."""
    mark = ":" if tr.language == "en" else "."
    return f"{clock_text(tr, at, zone)}{mark}{local(at, zone_named(zone)).second:02d}"
