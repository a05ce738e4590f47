"""The rows that stand behind the figures of a review, in the reader's words (R1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.incidents import Incident
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.polls import Poll
from virtu_desktop.domain.presence import Attended
from virtu_desktop.domain.questions import Secrecy
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import Projection, TimelineState
from virtu_desktop.exchange.figures import RAN, over_words
from virtu_desktop.exchange.poll_tables import BallotRow, ballot_rows
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import channel_word, correction_word, number_text, standing_word
from virtu_desktop.wording import (
    block_title,
    clock_text,
    incident_words,
    minutes_text,
    status_word,
    tag_word,
    whole_minutes,
)
from virtu_desktop.wording_people import marks_words, mode_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a figure is made of. about: how it follows from the rows, in a sentence.

    wide: the place of the column that takes the width that is left.
    """

    title: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    wide: int = 0


def people_rows(
    tr: Translator,
    people: Iterable[Participant],
    expected: Collection[PersonId],
    there: Mapping[PersonId, Attended],
) -> Rows:
    """Return who was expected and who was there, by name; who was missing stands first."""
    named = [one for one in people if one.id in expected or one.id in there]
    named.sort(key=lambda one: (one.id in there, one.name.casefold()))
    lines = []
    for person in named:
        attended = there.get(person.id)
        how = tr("not there") if attended is None else mode_word(tr, attended.mode)
        lines.append(
            (
                person.name,
                how if person.id in expected else tr("{mode}, walk-in", mode=how),
                "" if attended is None else tr("{count} min", count=attended.minutes),
            )
        )
    return Rows(
        title=tr("Who attended"),
        about=tr("Everybody who was expected or came; who was missing stands first."),
        columns=(tr("Name"), tr("How"), tr("Present")),
        lines=tuple(lines),
    )


def share_rows(
    tr: Translator, people: Mapping[PersonId, Participant], there: Mapping[PersonId, Attended]
) -> Rows:
    """Return how much of the session each was present, the least first."""
    ordered = sorted(there.values(), key=lambda one: (one.percent, one.person))
    return Rows(
        title=tr("Time present"),
        about=tr("The share of the session of everybody who came; the figure is the middle one."),
        columns=(tr("Name"), tr("Present"), tr("Share")),
        lines=tuple(
            (
                ", ".join(
                    part
                    for part in (
                        people[one.person].name if one.person in people else "",
                        marks_words(tr, one),
                    )
                    if part
                ),
                tr("{count} min", count=one.minutes),
                tr("{count} %", count=one.percent),
            )
            for one in ordered
        ),
    )


def lateness_rows(tr: Translator, plan: Plan, projection: Projection) -> Rows:
    """Return the planned and the actual or expected end of every block, and how late it is."""
    lines = []
    for block, planned, actual in zip(plan.blocks, plan.schedule, projection.rows, strict=True):
        late = None
        if actual.end is not None and actual.status in RAN:
            late = whole_minutes(Duration(actual.end - planned.end))
        lines.append(
            (
                block_title(tr, plan, block.id),
                clock_text(tr, planned.end, plan.zone),
                "" if actual.end is None else clock_text(tr, actual.end, plan.zone),
                over_words(late),
            )
        )
    return Rows(
        title=tr("Ends of the blocks"),
        about=tr("Planned and actual ends and the minutes between; what is to come, as expected."),
        columns=(tr("Block"), tr("Planned"), tr("Actual"), tr("Difference")),
        lines=tuple(lines),
    )


def status_rows(tr: Translator, plan: Plan, projection: Projection) -> Rows:
    """Return what became of every block."""
    return Rows(
        title=tr("What became of the blocks"),
        about=tr("How long each block ran, pauses taken out."),
        columns=(tr("Block"), tr("Status"), tr("Took")),
        lines=tuple(
            (
                block_title(tr, plan, row.id),
                status_word(tr, row.status),
                minutes_text(tr, row.elapsed) if row.status in RAN else "",
            )
            for row in projection.rows
        ),
    )


def block_rows_of(tr: Translator, plan: Plan, state: TimelineState, block: BlockId) -> Rows:
    """Return the stretches of time in which a block ran, and its pauses among them."""

    def clock(instant: Instant | None) -> str:
        return "" if instant is None else clock_text(tr, instant, plan.zone)

    lines = []
    for place, spell in enumerate(state.spells):
        if spell.block != block:
            continue
        lines.append((tr("ran"), clock(spell.start), clock(spell.end or state.ended)))
        lines += [
            (tr("paused"), clock(pause.start), clock(pause.end))
            for pause in state.pauses.get(place, ())
        ]
    return Rows(
        title=block_title(tr, plan, block),
        about=tr("When the block ran: its minutes are these stretches without the pauses."),
        columns=(tr("What"), tr("Started"), tr("Ended")),
        lines=tuple(lines),
    )


def note_rows(tr: Translator, notes: Sequence[Note], zone: str) -> Rows:
    """Return every note of the session, the oldest first."""
    return Rows(
        title=tr("Notes"),
        about=tr("All notes with their tags; private ones are in no export."),
        columns=(tr("Time"), tr("Tag"), tr("Note")),
        lines=tuple(
            (clock_text(tr, note.at, zone), tag_word(tr, note.tag), note.text) for note in notes
        ),
        wide=2,
    )


def poll_rows(tr: Translator, poll: Poll, zone: str) -> Rows:
    """Return what each answer says, then what was corrected; names for a named poll only."""
    is_secret = poll.question.secrecy is Secrecy.SECRET
    columns = {"round": tr("Round")} if len(poll.rounds) > 1 else {}
    columns |= {"said": tr("Answer"), "people": tr("People")}
    if not is_secret:
        columns["from"] = tr("Channel")
    told = (*_answer_lines(tr, ballot_rows([poll])), *_correction_lines(tr, poll, zone))
    return Rows(
        title=poll.question.text,
        about=tr("Secret: answers stand in the order of what they say.")
        if is_secret
        else tr("Answers as they came in, also those that do not count."),
        columns=tuple(columns.values()),
        lines=tuple(tuple(line[name] for name in columns) for line in told),
        wide=list(columns).index("said"),
    )


def _answer_lines(tr: Translator, ballots: Iterable[BallotRow]) -> Iterator[dict[str, str]]:
    for row in ballots:
        amount = "" if row.amount is None else number_text(tr, row.amount)
        said = ": ".join(part for part in (row.label, amount, row.text) if part)
        if not row.counts:
            said = f"{said} ({standing_word(tr, row.standing)})"
        who = row.name or ("" if row.channel is None else channel_word(tr, row.channel))
        yield {"round": str(row.round), "said": said, "people": str(row.people), "from": who}


def _correction_lines(tr: Translator, poll: Poll, zone: str) -> Iterator[dict[str, str]]:
    """Yield what was corrected, with the old value."""
    for round_ in poll.rounds:
        for line in round_.log:
            what = correction_word(tr, line.what)
            was = tr("{what}, before: {old}", what=what, old=line.old) if line.old else what
            said = tr("Corrected {time}: {what}", time=clock_text(tr, line.at, zone), what=was)
            yield {"round": str(round_.number), "said": said, "people": "", "from": ""}


def round_rows(
    tr: Translator, round_: BreakoutRound, people: Mapping[PersonId, Participant], zone: str
) -> Rows:
    """Return who sat in which room from when to when, room by room."""

    def clock(instant: Instant | None) -> str:
        return "" if instant is None else clock_text(tr, instant, zone)

    seats = sorted(round_.seats, key=lambda seat: (seat.room, seat.since))
    return Rows(
        title=tr("Round {number}", number=round_.number),
        about=tr("Who sat in which room, and from when to when."),
        columns=(tr("Name"), tr("Room"), tr("Started"), tr("Ended")),
        lines=tuple(
            (
                people[seat.person].name if seat.person in people else "",
                round_.rooms[seat.room].name,
                clock(seat.since),
                clock(seat.until or round_.ended),
            )
            for seat in seats
        ),
    )


def incident_rows(tr: Translator, incidents: Iterable[Incident], zone: str) -> Rows:
    """Return everything that happened to the computer, also what nobody minded."""
    return Rows(
        title=tr("Incidents"),
        about=tr("Everything that was noticed of the computer, also what lasted seconds only."),
        columns=(tr("Time"), tr("What")),
        lines=tuple(
            (clock_text(tr, incident.at, zone), incident_words(tr, incident))
            for incident in incidents
        ),
        wide=1,
    )
