"""The polls of one session: ask, take answers from every channel, close, correct (V2 to V7).

Every answer, whatever its channel, comes in through ``cast``, ``add_votes``, ``tap`` or
``set_total`` and is kept with where it came from. A command that cannot be carried out raises
PollRefused and changes nothing.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import (
    IN_RESULT,
    Ballot,
    BatchId,
    Channel,
    Correction,
    Count,
    LogLine,
    Poll,
    PollId,
    Present,
    Provenance,
    Round,
    RoundId,
    SecretBallot,
    SecretPart,
    Standing,
    UnitId,
    VoterId,
    in_part_order,
)
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.questions import (
    Question,
    Secrecy,
    question_problems,
)
from virtu_desktop.domain.tally import SMALL_GROUP, Result, counted_ballots, in_secret_order, tally
from virtu_desktop.domain.time import SECOND, Duration, Instant
from virtu_desktop.domain.wall import Wall
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.poll_changes import (
    CastSecret,
    DeletePoll,
    DeleteRound,
    LogCorrection,
    PollChange,
    SaveBallots,
    SaveCount,
    SavePoll,
    SaveRound,
)
from virtu_desktop.engine.poll_rounds import (
    answer_that_fits,
    earlier_of_device,
    how_many_changed,
    people_of_counts,
    round_of,
    taken_up,
    vote_key,
    with_round,
)
from virtu_desktop.engine.poll_terms import (
    Added,
    Here,
    PollAction,
    PollRefusal,
    PollRefused,
    Vote,
    Waiting,
)
from virtu_desktop.engine.secret_ballots import SecretBox
from virtu_desktop.engine.store import Store


class PollDesk:
    """Keeps the polls and hands every change to the store at once."""

    def __init__(
        self,
        session: SessionId,
        polls: Sequence[Poll],
        *,
        store: Store,
        bus: Bus,
        new_id: Callable[[], str],
        now: Callable[[], Instant],
        here: Callable[[], Sequence[Here]] = tuple,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Begin with what was stored; ``here()`` says who is present now."""
        self._session = session
        self._polls = {poll.id: taken_up(poll) for poll in polls}
        self._store = store
        self._bus = bus
        self._new_id = new_id
        self._now = now
        self._here = here
        self._box = SecretBox(random_bytes)
        self._typed_present: Present | None = None
        self._undo: list[tuple[PollAction, PollId, Callable[[], bool]]] = []

    @property
    def polls(self) -> tuple[Poll, ...]:
        """Return all polls in the order they were asked."""
        return tuple(self._polls.values())

    @property
    def current(self) -> Poll | None:
        """Return the open poll that was asked last; without one the poll asked last."""
        polls = self.polls
        return next(
            (poll for poll in reversed(polls) if poll.is_open), polls[-1] if polls else None
        )

    @property
    def undoable(self) -> tuple[PollAction, PollId] | None:
        """Return what undo would take back, or None."""
        return self._undo[-1][:2] if self._undo else None

    def poll(self, poll_id: PollId) -> Poll:
        """Return the poll of that id; raise KeyError without one."""
        return self._polls[poll_id]

    def unasked(self, block: BlockId | None, prepared: Sequence[Question]) -> tuple[Question, ...]:
        """Return the prepared questions of a block that were not asked in it yet."""
        asked = [poll.question for poll in self.polls if poll.block == block]
        left = []
        for question in prepared:
            if question in asked:
                asked.remove(question)
            else:
                left.append(question)
        return tuple(left)

    def present(self) -> Present | None:
        """Return how many are present: those on the door list, else as typed, else None."""
        here = self._here()
        if not here:
            return self._typed_present
        modes = Counter(person.mode for person in here)
        return Present(room=modes[Mode.ROOM], site=modes[Mode.SITE], remote=modes[Mode.REMOTE])

    def result(self, poll_id: PollId, round_id: RoundId | None = None) -> Result:
        """Return what a round came to so far; the newest if none is named."""
        poll = self._polls[poll_id]
        chosen = poll.latest if round_id is None else round_of(poll, round_id)
        return tally(poll, chosen, present=self.present() if chosen.is_open else None)

    def waiting(self, poll_id: PollId) -> tuple[Waiting, ...]:
        """Return who has not answered the open round, by mode; empty when nothing may be said.

        Of a secret poll numbers alone, and none for fewer than five present people.
        """
        poll = self._polls[poll_id]
        here = self._here()
        if not here or not poll.is_open:
            return ()
        round_ = poll.latest
        is_secret = poll.question.secrecy is Secrecy.SECRET
        if is_secret and len(here) < SMALL_GROUP:
            return ()
        counted: Counter[Mode | None] = Counter()
        for count in round_.counts:
            if count.standing in (Standing.COUNTED, Standing.ACCEPTED):
                counted[count.source.mode] += count.people
        answered = self._answered(poll)
        found = []
        for mode in Mode:
            people = [person for person in here if person.mode is mode]
            missing = [person.name for person in people if not answered(VoterId(person.person))]
            if people:
                found.append(
                    Waiting(
                        mode=mode,
                        present=len(people),
                        missing=max(0, len(missing) - counted[mode]),
                        names=None if is_secret or counted[mode] else tuple(missing),
                    )
                )
        return tuple(found)

    def _answered(self, poll: Poll) -> Callable[[VoterId], bool]:
        round_ = poll.latest
        if poll.question.secrecy is Secrecy.SECRET:
            return lambda voter: self._box.has_answered(round_.id, voter)
        voters = {ballot.voter for ballot in counted_ballots(round_.ballots)[0]}
        return voters.__contains__

    # What the trainer does to the poll itself.

    def ask(self, question: Question, block: BlockId | None) -> Poll:
        """Open a poll with its first round; raise PollRefused when the question is unfinished."""
        problems = question_problems(question)
        if problems:
            raise PollRefused(PollRefusal.QUESTION, problems=problems)
        poll = Poll(id=PollId(self._new_id()), question=question, block=block)
        poll = replace(poll, rounds=(self._new_round(poll),))
        self._polls[poll.id] = poll
        self._submit(SavePoll(session=self._session, poll=poll), SaveRound(round=poll.latest))
        self._can_undo(PollAction.ASKED, poll.id, lambda: self._withdraw(poll.id))
        return poll

    def ask_again(self, poll_id: PollId) -> Poll:
        """Open another round of the same question."""
        poll = self._closed(poll_id)
        round_ = self._new_round(poll)
        self._put(replace(poll, rounds=(*poll.rounds, round_)), SaveRound(round=round_))
        self._can_undo(PollAction.ASKED_AGAIN, poll_id, lambda: self._withdraw_round(round_.id))
        return self._polls[poll_id]

    def change_question(self, poll_id: PollId, question: Question) -> Poll:
        """Ask in other words; refused once an answer is in."""
        poll = self._polls[poll_id]
        if poll.is_locked:
            raise PollRefused(PollRefusal.LOCKED)
        problems = question_problems(question)
        if problems:
            raise PollRefused(PollRefusal.QUESTION, problems=problems)
        self._save_poll(replace(poll, question=question))
        before = poll.question
        self._can_undo(PollAction.CHANGED, poll_id, lambda: self._reword(poll_id, before))
        return self._polls[poll_id]

    def close(self, poll_id: PollId) -> Poll:
        """Close the open round; who was present is kept with it, who answered in secret is not."""
        poll = self._open(poll_id)
        self._close(poll)
        round_ = poll.latest
        self._can_undo(
            PollAction.CLOSED, poll_id, lambda: self._reopen(poll_id, round_.id, round_.closes)
        )
        return self._polls[poll_id]

    def _close(self, poll: Poll) -> None:
        present = self.present()
        round_ = replace(
            poll.latest,
            closed=self._now(),
            present=present if present is not None else poll.latest.present,
        )
        self._box.forget(round_.id)
        self._save_round(round_)

    def reopen(self, poll_id: PollId) -> Poll:
        """Take answers again; logged."""
        poll = self._closed(poll_id)
        round_id, closed = poll.latest.id, poll.latest.closed
        self._reopen(poll_id, round_id, None)
        self._can_undo(
            PollAction.REOPENED, poll_id, lambda: self._close_as_before(poll_id, round_id, closed)
        )
        return self._polls[poll_id]

    def close_due(self) -> tuple[PollId, ...]:
        """Close every open round whose time is up; return whose."""
        now = self._now()
        due = [
            poll
            for poll in self.polls
            if poll.is_open and poll.latest.closes is not None and poll.latest.closes <= now
        ]
        for poll in due:
            self._close(poll)
        return tuple(poll.id for poll in due)

    def set_timer(self, poll_id: PollId, length: Duration | None) -> Poll:
        """Let the open round close by itself so long after now, or only by hand."""
        poll = self._open(poll_id)
        closes = None if length is None else Instant(self._now() + length)
        self._save_round(replace(poll.latest, closes=closes))
        return self._polls[poll_id]

    def reveal(self, poll_id: PollId, *, shown: bool) -> Poll:
        """Show the result of the newest round to everybody, or no longer."""
        poll = self._polls[poll_id]
        before = poll.latest.revealed
        if before is not shown:
            self._save_round(replace(poll.latest, revealed=shown))
            self._can_undo(
                PollAction.REVEALED, poll_id, lambda: bool(self.reveal_quietly(poll_id, before))
            )
        return self._polls[poll_id]

    def reveal_quietly(self, poll_id: PollId, shown: bool) -> Poll:
        """Show or hide without a step to undo."""
        poll = self._polls[poll_id]
        self._save_round(replace(poll.latest, revealed=shown))
        return self._polls[poll_id]

    def show_right(self, poll_id: PollId, *, shown: bool) -> Poll:
        """Show the right answer of a quiz, apart from the result, or no longer."""
        poll = self._polls[poll_id]
        self._save_poll(replace(poll, right_shown=shown))
        return self._polls[poll_id]

    def set_wall(self, poll_id: PollId, wall: Wall) -> Poll:
        """Decide what the room sees of open answers."""
        before = self._polls[poll_id].wall
        if wall != before:
            self._save_poll(replace(self._polls[poll_id], wall=wall))
            self._can_undo(PollAction.WALL, poll_id, lambda: self._rewall(poll_id, before))
        return self._polls[poll_id]

    def _rewall(self, poll_id: PollId, wall: Wall) -> bool:
        self._save_poll(replace(self._polls[poll_id], wall=wall))
        return True

    def set_present(self, present: Present) -> None:
        """Say how many are present while nobody is on the door list."""
        self._typed_present = present
        self._bus.tell(Area.POLLS)

    # What comes in.

    def cast(
        self, poll_id: PollId, vote: Vote, *, channel: Channel, counted_by: str = ""
    ) -> Standing:
        """Take one person's answer; return whether it counts or is held because it is late.

        A second answer of the same device replaces its first; both stay when two channels bring
        them. Raises PollRefused with the reason when the answer does not fit the question.
        """
        poll = self._polls[poll_id]
        vote = replace(vote, answer=answer_that_fits(poll.question, vote.answer))
        if poll.question.secrecy is Secrecy.SECRET:
            return self._cast_secret(poll, vote, channel)
        ballot = self._ballot(poll, vote, channel, batch=None, counted_by=counted_by)
        earlier = earlier_of_device(poll.latest, ballot)
        if earlier is not None:
            ballot = replace(ballot, id=earlier.id)
        self._save_ballots(poll, [ballot])
        if channel is not Channel.PHONE:
            self._can_undo(
                PollAction.BALLOT, poll_id, lambda: self._set_standing(poll_id, {ballot.id})
            )
        return ballot.standing

    def add_votes(
        self, poll_id: PollId, votes: Iterable[Vote], *, channel: Channel, looked_at: bool = False
    ) -> Added:
        """Take the votes of a pasted chat or a report as one batch.

        What an earlier paste brought already is left out, however often it is pasted; looked_at:
        not so, somebody decided on each of them. Raises
        PollRefused for a secret poll, because everybody has seen these answers, and when an answer
        does not fit the question; then nothing is taken.
        """
        poll = self._polls[poll_id]
        if poll.question.secrecy is Secrecy.SECRET:
            raise PollRefused(PollRefusal.NOT_SECRET)
        batch = BatchId(self._new_id())
        seen = Counter(
            vote_key(ballot.voter, ballot.name, ballot.written, ballot.answer)
            for ballot in poll.latest.ballots
            if not looked_at
            and ballot.source.channel is channel
            and ballot.standing is not Standing.TAKEN_BACK
        )
        new: list[Ballot] = []
        known = 0
        for vote in votes:
            checked = replace(vote, answer=answer_that_fits(poll.question, vote.answer))
            key = vote_key(checked.voter, checked.name, checked.written, checked.answer)
            if seen[key] > 0:
                seen[key] -= 1
                known += 1
            else:
                new.append(self._ballot(poll, checked, channel, batch=batch, counted_by=""))
        before = {ballot.voter for ballot in poll.latest.ballots if ballot.standing in IN_RESULT}
        if new:
            self._save_ballots(poll, new)
            units = {ballot.id for ballot in new}
            self._can_undo(PollAction.VOTES, poll_id, lambda: self._set_standing(poll_id, units))
        held = sum(ballot.standing is Standing.HELD for ballot in new)
        return Added(
            taken=len(new) - held, known=known, held=held, changed=how_many_changed(new, before)
        )

    def tap(
        self,
        poll_id: PollId,
        choice: int,
        *,
        mode: Mode,
        site: str = "",
        by: int = 1,
        counted_by: str = "",
    ) -> Count:
        """Count hands: ``by`` more (or fewer) for a choice at one place."""
        poll = self._polls[poll_id]
        before = self._hands(poll, Channel.HANDS, mode, site, counted_by)
        numbers = list(before.counts)
        if not 0 <= choice < len(numbers):
            raise PollRefused(PollRefusal.NO_SUCH_CHOICE)
        numbers[choice] += by
        if numbers[choice] < 0:
            raise PollRefused(PollRefusal.BELOW_NOTHING)
        count = replace(
            before,
            counts=tuple(numbers),
            people=people_of_counts(poll.question, numbers, before.people),
            at=self._now(),
        )
        self._save_count(poll, before, count, PollAction.COUNTED)
        return count

    def set_total(
        self,
        poll_id: PollId,
        counts: Sequence[int],
        *,
        mode: Mode | None,
        site: str = "",
        people: int | None = None,
        channel: Channel = Channel.TYPED,
        counted_by: str = "",
    ) -> Count:
        """Set typed totals of one place, in the order of the choices.

        people: how many took part, where people may pick several.
        """
        poll = self._polls[poll_id]
        before = self._hands(poll, channel, mode, site, counted_by)
        if len(counts) != len(before.counts):
            raise PollRefused(PollRefusal.NO_SUCH_CHOICE)
        if min(counts, default=0) < 0:
            raise PollRefused(PollRefusal.BELOW_NOTHING)
        count = replace(
            before,
            counts=tuple(counts),
            people=people_of_counts(poll.question, counts, people or 0),
            at=self._now(),
        )
        self._save_count(poll, before, count, PollAction.TOTAL)
        return count

    def name_counter(self, poll_id: PollId, unit: UnitId, name: str) -> Count:
        """Say who counted people; after the close this is logged with who it was before."""
        poll = self._polls[poll_id]
        before = next(count for count in poll.latest.counts if count.id == unit)
        count = replace(before, source=replace(before.source, counted_by=name))
        if count != before:
            self._save_count(poll, before, count, PollAction.COUNTER)
        return count

    # What is decided afterwards.

    def decide_late(
        self, poll_id: PollId, *, accept: bool, units: Iterable[UnitId] | None = None
    ) -> int:
        """Let late ballots count, or not; all that wait unless ``units`` are named. Logged."""
        poll = self._polls[poll_id]
        round_ = poll.latest
        chosen = None if units is None else set(units)
        waiting = {
            ballot.id
            for ballot in round_.ballots
            if ballot.standing is Standing.HELD and (chosen is None or ballot.id in chosen)
        }
        if waiting:
            standing = Standing.ACCEPTED if accept else Standing.REFUSED
            what = Correction.LATE_ACCEPTED if accept else Correction.LATE_REFUSED
            self._set_standing(poll_id, waiting, standing, what)
            self._can_undo(
                PollAction.DECIDED,
                poll_id,
                lambda: self._set_standing(poll_id, waiting, Standing.HELD, Correction.PUT_BACK),
            )
        return len(waiting)

    def take_back(self, poll_id: PollId, units: Iterable[UnitId]) -> int:
        """Take ballots or counts out of the result; they stay in the record. Logged."""
        poll = self._polls[poll_id]
        wanted = set(units)
        units_there: tuple[Ballot | Count, ...] = (*poll.latest.ballots, *poll.latest.counts)
        before: dict[UnitId, Standing] = {
            unit.id: unit.standing
            for unit in units_there
            if unit.id in wanted and unit.standing is not Standing.TAKEN_BACK
        }
        if before:
            self._set_standing(poll_id, set(before))
            self._can_undo(PollAction.TAKEN_BACK, poll_id, lambda: self._put_back(poll_id, before))
        return len(before)

    def undo(self) -> PollAction | None:
        """Take the latest command back; return which, or None when there is none.

        A poll that has answers is never withdrawn: then nothing changes, and None comes back.
        """
        if not self._undo:
            return None
        action, _, inverse = self._undo.pop()
        return action if inverse() else None

    # How it is done.

    def _new_round(self, poll: Poll) -> Round:
        now = self._now()
        timer = poll.question.timer_s
        return Round(
            id=RoundId(self._new_id()),
            poll=poll.id,
            number=len(poll.rounds) + 1,
            opened=now,
            closes=None if timer is None else Instant(now + timer * SECOND),
        )

    def _ballot(
        self, poll: Poll, vote: Vote, channel: Channel, *, batch: BatchId | None, counted_by: str
    ) -> Ballot:
        round_ = poll.latest
        at = self._now() if vote.at is None else vote.at
        is_late = round_.closed is not None and at > round_.closed
        return Ballot(
            id=UnitId(self._new_id()),
            round=round_.id,
            answer=vote.answer,
            at=at,
            source=Provenance(
                channel=channel,
                mode=vote.mode,
                site=vote.site,
                counted_by=counted_by,
                batch=batch,
            ),
            voter=vote.voter,
            name=vote.name,
            written=vote.written,
            code=vote.code,
            standing=Standing.HELD if is_late else Standing.COUNTED,
        )

    def _cast_secret(self, poll: Poll, vote: Vote, channel: Channel) -> Standing:
        round_ = poll.latest
        if not round_.is_open:
            # A late ballot would have to wait somewhere with its time: it is not taken at all.
            raise PollRefused(PollRefusal.IS_CLOSED)
        ballot = SecretBallot(answer=vote.answer, code=vote.code)
        key, before = self._box.cast(round_.id, vote.voter, ballot)
        kept = list(round_.secret)
        parts = Counter({(part.channel, part.mode): part.people for part in round_.secret_parts})
        if before is None:
            parts[channel, vote.mode] += 1
        else:
            kept.remove(before[1])
        by_channel = in_part_order(
            SecretPart(channel=channel_, mode=mode, people=people)
            for (channel_, mode), people in parts.items()
        )
        changed = replace(round_, secret=in_secret_order((*kept, ballot)), secret_parts=by_channel)
        self._put(
            with_round(poll, changed),
            CastSecret(
                round=round_.id,
                key=key,
                ballot=ballot,
                replaces=None if before is None else before[0],
                parts=by_channel,
            ),
        )
        return Standing.COUNTED

    def _hands(
        self, poll: Poll, channel: Channel, mode: Mode | None, site: str, counted_by: str
    ) -> Count:
        """Return what was counted at one place so far, all zero when nothing was."""
        if not poll.question.can_be_counted:
            raise PollRefused(PollRefusal.CANNOT_COUNT)
        source = Provenance(channel=channel, mode=mode, site=site, counted_by=counted_by)
        for count in poll.latest.counts:
            if count.source == source and count.standing is not Standing.TAKEN_BACK:
                return count
        return Count(
            id=UnitId(self._new_id()),
            round=poll.latest.id,
            counts=(0,) * len(poll.question.choices),
            people=0,
            at=self._now(),
            source=source,
        )

    def _save_count(self, poll: Poll, before: Count, count: Count, action: PollAction) -> None:
        round_ = poll.latest
        is_new = all(one.id != count.id for one in round_.counts)
        changes: list[PollChange] = [SaveCount(count=count)]
        log = round_.log
        if not round_.is_open:
            old = " ".join(str(number) for number in before.counts)
            line = self._line(Correction.COUNT_CHANGED, count.id, old)
            log = (*log, line)
            changes.append(LogCorrection(round=round_.id, line=line))
        counts = (
            (*round_.counts, count)
            if is_new
            else tuple(count if one.id == count.id else one for one in round_.counts)
        )
        self._put(with_round(poll, replace(round_, counts=counts, log=log)), *changes)
        self._can_undo(action, poll.id, lambda: self._count_as_before(poll.id, before, count.id))

    def _count_as_before(self, poll_id: PollId, before: Count, unit: UnitId) -> bool:
        poll = self._polls[poll_id]
        round_ = next(
            (one for one in poll.rounds if any(count.id == unit for count in one.counts)), None
        )
        if round_ is None:
            return False
        changes: list[PollChange] = [SaveCount(count=before)]
        log = round_.log
        if not round_.is_open:
            line = self._line(Correction.PUT_BACK, unit, "")
            log = (*log, line)
            changes.append(LogCorrection(round=round_.id, line=line))
        counts = tuple(before if count.id == unit else count for count in round_.counts)
        self._put(with_round(poll, replace(round_, counts=counts, log=log)), *changes)
        return True

    def _save_ballots(self, poll: Poll, ballots: Sequence[Ballot]) -> None:
        round_ = poll.latest
        new = {ballot.id: ballot for ballot in ballots}
        kept = tuple(new.pop(ballot.id, ballot) for ballot in round_.ballots)
        self._put(
            with_round(poll, replace(round_, ballots=(*kept, *new.values()))),
            SaveBallots(ballots=tuple(ballots)),
        )

    def _set_standing(
        self,
        poll_id: PollId,
        units: set[UnitId],
        standing: Standing = Standing.TAKEN_BACK,
        what: Correction = Correction.TAKEN_BACK,
    ) -> bool:
        return self._put_back(poll_id, dict.fromkeys(units, standing), what)

    def _put_back(
        self,
        poll_id: PollId,
        standings: dict[UnitId, Standing],
        what: Correction = Correction.PUT_BACK,
    ) -> bool:
        """Give ballots and counts the standings named; log each with its old one."""
        poll = self._polls[poll_id]
        changes: list[PollChange] = []
        rounds = []
        for round_ in poll.rounds:
            ballots = [one for one in round_.ballots if one.id in standings]
            counts = [one for one in round_.counts if one.id in standings]
            units: tuple[Ballot | Count, ...] = (*ballots, *counts)
            lines = [self._line(what, one.id, one.standing.value) for one in units]
            new_ballots = {one.id: replace(one, standing=standings[one.id]) for one in ballots}
            new_counts = {one.id: replace(one, standing=standings[one.id]) for one in counts}
            if new_ballots:
                changes.append(SaveBallots(ballots=tuple(new_ballots.values())))
            changes += [SaveCount(count=count) for count in new_counts.values()]
            changes += [LogCorrection(round=round_.id, line=line) for line in lines]
            rounds.append(
                replace(
                    round_,
                    ballots=tuple(new_ballots.get(one.id, one) for one in round_.ballots),
                    counts=tuple(new_counts.get(one.id, one) for one in round_.counts),
                    log=(*round_.log, *lines),
                )
            )
        if not changes:
            return False
        self._put(replace(poll, rounds=tuple(rounds)), *changes)
        return True

    def _withdraw(self, poll_id: PollId) -> bool:
        poll = self._polls.get(poll_id)
        if poll is None or poll.is_locked:
            return False
        del self._polls[poll_id]
        self._submit(DeletePoll(poll=poll_id))
        return True

    def _withdraw_round(self, round_id: RoundId) -> bool:
        for poll in self.polls:
            if poll.latest.id == round_id and not poll.latest.has_answers:
                self._put(replace(poll, rounds=poll.rounds[:-1]), DeleteRound(round=round_id))
                return True
        return False

    def _reword(self, poll_id: PollId, question: Question) -> bool:
        poll = self._polls[poll_id]
        if poll.is_locked:
            return False
        self._save_poll(replace(poll, question=question))
        return True

    def _reopen(self, poll_id: PollId, round_id: RoundId, closes: Instant | None) -> bool:
        poll = self._polls[poll_id]
        round_ = round_of(poll, round_id)
        if round_.is_open or poll.latest.id != round_id:
            return False
        was = round_.present
        old = "" if was is None else f"{was.room} {was.site} {was.remote}"
        line = self._line(Correction.REOPENED, None, old)
        still_due = closes if closes is not None and closes > self._now() else None
        opened = replace(
            round_,
            closed=None,
            closes=still_due,
            present=None,
            restarted=round_.restarted or bool(round_.secret),
            log=(*round_.log, line),
        )
        self._put(
            with_round(poll, opened),
            SaveRound(round=opened),
            LogCorrection(round=round_id, line=line),
        )
        return True

    def _close_as_before(self, poll_id: PollId, round_id: RoundId, closed: Instant | None) -> bool:
        poll = self._polls[poll_id]
        if poll.latest.id != round_id or not poll.latest.is_open:
            return False
        self._close(poll)
        again = self._polls[poll_id].latest
        if closed is not None and all(ballot.at <= closed for ballot in again.ballots):
            self._save_round(replace(again, closed=closed))
        return True

    def _open(self, poll_id: PollId) -> Poll:
        poll = self._polls[poll_id]
        if not poll.is_open:
            raise PollRefused(PollRefusal.IS_CLOSED)
        return poll

    def _closed(self, poll_id: PollId) -> Poll:
        poll = self._polls[poll_id]
        if poll.is_open:
            raise PollRefused(PollRefusal.IS_OPEN)
        return poll

    def _line(self, what: Correction, unit: UnitId | None, old: str) -> LogLine:
        return LogLine(at=self._now(), what=what, unit=unit, old=old)

    def _save_poll(self, poll: Poll) -> None:
        self._put(poll, SavePoll(session=self._session, poll=poll))

    def _save_round(self, round_: Round) -> None:
        self._put(with_round(self._polls[round_.poll], round_), SaveRound(round=round_))

    def _put(self, poll: Poll, *changes: PollChange) -> None:
        # A store that refuses (it is read-only) leaves everything as it was.
        self._store.submit(*changes)
        self._polls[poll.id] = poll
        self._bus.tell(Area.POLLS)

    def _submit(self, *changes: PollChange) -> None:
        self._store.submit(*changes)
        self._bus.tell(Area.POLLS)

    def _can_undo(self, action: PollAction, poll_id: PollId, inverse: Callable[[], bool]) -> None:
        self._undo.append((action, poll_id, inverse))
