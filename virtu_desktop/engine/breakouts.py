"""The breakout rooms of one session: formed, sent out, changed, called back, each with undo (B).

Forming itself takes time and is done elsewhere: ``request`` says what to form, ``seat`` takes
what came of it. What a change does to the end of the session stands in the same record as the
rooms, in one transaction with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from virtu_desktop.domain.breakout_rules import (
    Wish,
    member_of,
    method_of,
    request_for,
    round_count,
)
from virtu_desktop.domain.grouping import facts
from virtu_desktop.domain.grouping.meetings import Pair, meetings
from virtu_desktop.domain.grouping.members import Member, Request, Round
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import with_person_merged
from virtu_desktop.domain.plan import Block, BlockId, BreakoutSettings, Plan
from virtu_desktop.domain.presence import StandingKind
from virtu_desktop.domain.rooms import (
    BreakoutRoom,
    BreakoutRound,
    RoomState,
    RoundId,
    all_back,
    history,
    with_lock,
    with_people,
    with_room,
    with_seats_merged,
)
from virtu_desktop.domain.run import ActionId
from virtu_desktop.domain.time import MINUTE, SECOND, Duration, Instant
from virtu_desktop.domain.timeline import current_block, paused_since, project
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.changes import Change, SessionRecord
from virtu_desktop.engine.notebook import Notebook
from virtu_desktop.engine.planning_ahead import ComingBlock, PlannedAhead
from virtu_desktop.engine.register import Register
from virtu_desktop.engine.room_changes import DeleteRooms, SaveRooms
from virtu_desktop.engine.room_steps import RoomStep, RoomStepKind, Timeline
from virtu_desktop.engine.store import Store

_LEAST = Duration(MINUTE)
_USUAL = BreakoutSettings(group_size=4)


class Breakouts:
    """Keeps the rounds of one session."""

    def __init__(
        self,
        record: SessionRecord,
        *,
        store: Store,
        bus: Bus,
        register: Register,
        notebook: Notebook,
        timeline: Timeline,
        new_id: Callable[[], str],
    ) -> None:
        """Begin with what was stored."""
        self._session = record.session.id
        self._rounds = {round_.id: round_ for round_ in record.rounds}
        self._earlier = record.earlier_meetings
        self._planned: tuple[Plan, frozenset[int]] | None = None
        self._merged: dict[PersonId, PersonId] = {}
        self._store = store
        self._bus = bus
        self._register = register
        self._notebook = notebook
        self._timeline = timeline
        self._new_id = new_id
        bus.subscribe(self._follow)
        register.on_merge(self._follow_merge)

    @property
    def rounds(self) -> tuple[BreakoutRound, ...]:
        """Return all rounds in the order in which they were formed."""
        return tuple(
            sorted(self._rounds.values(), key=lambda one: (one.formed, one.block, one.number))
        )

    @property
    def block(self) -> Block | None:
        """Return the block that runs, if it is of rooms or has any, else the next of rooms."""
        state, plan = self._timeline.timeline, self._timeline.plan
        place = -1 if state.current is None else plan.positions[state.current]
        places = self._places_of_rooms(plan)
        if place in places:
            return plan.blocks[place]
        later = [other for other in places if other > place]
        return plan.blocks[min(later)] if later and state.ended is None else None

    def _places_of_rooms(self, plan: Plan) -> set[int]:
        """Return where the blocks of rooms and those that have any stand in the plan."""
        if self._planned is None or self._planned[0] is not plan:
            # Asked many times with every key, and a plan may have a thousand blocks.
            found = (place for place, one in enumerate(plan.blocks) if one.breakout is not None)
            self._planned = (plan, frozenset(found))
        formed = {one.block for one in self._rounds.values()}
        return {*self._planned[1], *(plan.positions[b] for b in formed if b in plan.positions)}

    def rounds_of(self, block: BlockId) -> tuple[BreakoutRound, ...]:
        """Return the rounds of a block by number."""
        own = (one for one in self._rounds.values() if one.block == block)
        return tuple(sorted(own, key=lambda one: one.number))

    @property
    def current(self) -> BreakoutRound | None:
        """Return the round to look at: the first of the block that is not over, or its last."""
        block = self.block
        own = self.rounds_of(block.id) if block is not None else ()
        open_ = next((one for one in own if one.ended is None), None)
        return open_ or (own[-1] if own else None)

    @property
    def is_out(self) -> bool:
        """Say whether rooms work now."""
        current = self.current
        return (
            current is not None
            and current.is_out
            and current.block == self._timeline.timeline.current
        )

    def settings(self, block: Block) -> BreakoutSettings:
        """Return how the groups of a block are formed."""
        found = block.breakout or _USUAL
        for gone, kept in self._merged.items():
            found = with_person_merged(found, gone, kept)
        return found

    def members(self) -> tuple[Member, ...]:
        """Return those present, by name; before anybody has come, those who are expected."""
        now = self._timeline.now()
        there = self._register.present(now)
        named = list(there) or list(self._register.expected)
        people = sorted(
            (self._register.people[person] for person in named if person in self._register.people),
            key=lambda person: (person.name, person.id),
        )
        return tuple(
            member_of(person, there.get(person.id), self._register.place_of(person.id).mode)
            for person in people
        )

    def met(self, before: BreakoutRound | None = None) -> dict[Pair, int]:
        """Return how often each pair has met in the programme, but for the round ``before``."""
        return dict(meetings(self.history(before)))

    def history(self, but: BreakoutRound | None = None) -> tuple[Round, ...]:
        """Return the meetings of the programme so far, but for one round and those after it."""
        own = [
            one
            for one in self.rounds
            if but is None
            or (one.id != but.id and (one.block != but.block or one.number < but.number))
        ]
        return (*self._earlier, *history(own))

    def paused(self, round_: BreakoutRound) -> Duration:
        """Return how long the session has paused since the rooms were sent out."""
        if round_.started is None:
            return Duration(0)
        return paused_since(self._timeline.timeline, round_.started, self._timeline.now())

    def unplaced(self) -> tuple[PersonId, ...]:
        """Return who is present and sits in no room of the round."""
        current = self.current
        if current is None or current.ended is not None:
            return ()
        seated = current.seated
        return tuple(member.id for member in self.members() if member.id not in seated)

    def absent(self) -> tuple[PersonId, ...]:
        """Return who has a seat in rooms that are not out yet, and is not present."""
        current = self.current
        if current is None or current.started is not None:
            return ()
        here = {member.id for member in self.members()}
        return tuple(person for person in sorted(current.seated) if person not in here)

    def request(self, block: Block, wish: Wish | None = None) -> Request:
        """Return what is to be formed for a block now; who is locked stays."""
        round_ = self.current
        keeps = round_ is not None and round_.block == block.id and round_.ended is None
        locked = {}
        if round_ is not None and keeps:
            seated = round_.seated
            locked = {person: seated[person] for person in sorted(round_.locked)}
        return request_for(
            self.members(),
            wish or Wish(settings=self.settings(block)),
            history=self.history(round_ if keeps else None),
            locked=locked,
            rooms=len(round_.rooms) if round_ is not None and locked else None,
            previous=self._last_rooms(block),
        )

    def _last_rooms(self, block: Block) -> Round:
        """Return the rooms of the last round before a block, as they were at its end."""
        earlier = [one for one in self.rounds if one.block != block.id and one.started]
        return earlier[-1].people if earlier else ()

    def same_again(self, block: Block) -> Round | None:
        """Return the rooms of last time with those present, or None where there were none."""
        last = self._last_rooms(block) or (self._earlier[-1] if self._earlier else ())
        if not last:
            return None
        return facts.same_again(last, self.request(block), self.met())

    def seat(
        self,
        block: Block,
        formed: Sequence[Round],
        names: Callable[[Round], Sequence[str]],
        *,
        settings: BreakoutSettings | None = None,
        seed: int = 0,
    ) -> RoomStep:
        """Take formed rounds as those of a block; rounds that are over stay as they are.

        names: gives the rooms of one round their names. Rooms keep name and place where the
        number of rooms stays the same.
        """
        now = self._timeline.now()
        own = self.rounds_of(block.id)
        over = [one for one in own if one.ended is not None]
        open_ = [one for one in own if one.ended is None]
        after: dict[RoundId, BreakoutRound | None] = {one.id: None for one in open_}
        wish = settings or self.settings(block)
        for place, rooms in enumerate(formed):
            old = open_[place] if place < len(open_) else None
            like = old or (over[-1] if over else None)
            if like is not None and len(like.rooms) == len(rooms):
                kept = [replace(room, extra=Duration(0)) for room in like.rooms]
                if old is None:
                    kept = [BreakoutRoom(name=room.name, place=room.place) for room in kept]
            else:
                kept = [BreakoutRoom(name=name) for name in names(rooms)]
            base = old or BreakoutRound(
                id=RoundId(self._new_id()),
                block=block.id,
                number=len(over) + place + 1,
                formed=now,
                rooms=(),
            )
            locked = old.locked if old is not None else frozenset()
            changed = replace(
                base, rooms=tuple(kept), method=method_of(wish), seed=seed, formed=base.formed
            )
            changed = with_people(changed, rooms, now)
            for person in locked:
                changed = with_lock(changed, person, is_locked=True)
            after[changed.id] = changed
        return self._do(RoomStepKind.FORMED, after, count=len(formed[0]) if formed else 0)

    def send_out(self) -> RoomStep | None:
        """Let the rooms begin; the rounds that are left share what the block has left."""
        round_, state = self.current, self._timeline.timeline
        if round_ is None or round_.started is not None or state.current != round_.block:
            return None
        now = self._timeline.now()
        seated = self._with_those_present(round_)
        started = replace(seated, started=now, length=self._share(round_))
        started = replace(started, seats=tuple(replace(seat, since=now) for seat in started.seats))
        return self._do(RoomStepKind.SENT_OUT, {started.id: started}, count=len(started.rooms))

    def _share(self, round_: BreakoutRound) -> Duration:
        """Return how long a round may last so that all rounds and returns fit into the block."""
        following = [
            one for one in self.rounds_of(round_.block) if one.ended is None and one.started is None
        ]
        return _shared(self._left_of_block(), following or [round_])

    def _left_of_block(self) -> Duration:
        now = self._timeline.now()
        running = current_block(self._timeline.plan, self._timeline.timeline, now)
        return Duration(0) if running is None else running.remaining

    def _with_those_present(self, round_: BreakoutRound) -> BreakoutRound:
        """Return a planned round fitted to those who have come."""
        request = self.request(self._timeline.plan.block(round_.block))
        if not request.members:
            return round_
        rooms, left = facts.fitted(round_.people, request, self.met(round_))
        kept = replace(round_, rooms=tuple(round_.rooms[place] for place in left), seats=())
        fitted = with_people(kept, rooms, self._timeline.now())
        for person in round_.locked & fitted.seated.keys():
            fitted = with_lock(fitted, person, is_locked=True)
        return fitted

    def fit(self) -> RoomStep | None:
        """Fit rooms that are not out yet to those present; None when they fit already."""
        round_ = self.current
        if round_ is None or round_.started is not None:
            return None
        fitted = self._with_those_present(round_)
        if fitted.people == round_.people:
            return None
        return self._do(RoomStepKind.FITTED, {fitted.id: fitted}, count=len(fitted.seated))

    def coming(self) -> tuple[ComingBlock, ...]:
        """Return the breakout blocks of this session that are to come, for planning ahead."""
        state, plan = self._timeline.timeline, self._timeline.plan
        if state.ended is not None:
            return ()
        here = 0 if state.current is None else plan.positions[state.current]
        found = []
        for place in sorted(self._places_of_rooms(plan)):
            block = plan.blocks[place]
            own = self.rounds_of(block.id)
            is_free = all(one.started is None for one in own)
            if place >= here and block.id not in state.skipped and is_free:
                found.append(
                    ComingBlock(
                        session=self._session,
                        block=block.id,
                        settings=self.settings(block),
                        members=self.members(),
                        planned=own,
                    )
                )
        return tuple(found)

    def seat_ahead(self, planned: PlannedAhead) -> RoomStep:
        """Take what was planned ahead for the blocks of this session."""
        after: dict[RoundId, BreakoutRound | None] = {
            old.id: None for session, old in planned.gone if session == self._session
        }
        after |= {one.id: one for session, one in planned.rounds if session == self._session}
        return self._do(RoomStepKind.AHEAD, after, count=len(planned.rounds))

    def call_back(self) -> RoomStep | None:
        """End the round: everybody comes back."""
        round_ = self.current
        if round_ is None or not round_.is_out:
            return None
        ended = replace(round_, ended=self._timeline.now())
        return self._do(RoomStepKind.CALLED_BACK, {ended.id: ended}, count=len(ended.rooms))

    def adjust(self, by: Duration, *, room: int | None = None) -> RoomStep | None:
        """Give one room, or all rooms, more or less time; None when no rooms work."""
        round_ = self.current
        if round_ is None or not round_.is_out:
            return None
        changed = self._adjusted(round_, by, room)
        return self._do(RoomStepKind.ADJUSTED, {changed.id: changed}, room=room, by=by)

    def end_after(self, by: Duration, *, room: int | None = None) -> tuple[Instant, Instant] | None:
        """Return when the rooms would be back and the session would end after an adjustment."""
        round_ = self.current
        if round_ is None or not round_.is_out:
            return None
        changed = self._adjusted(round_, by, room)
        back = all_back(changed, self.paused(changed))
        if back is None:
            return None
        now = self._timeline.now()
        ends = self._back_after({changed.id: changed})
        state = replace(self._timeline.timeline, rooms_back=ends, rooms_set=now)
        return Instant(max(now, back)), project(self._timeline.plan, state, now).projected_end

    def _adjusted(self, round_: BreakoutRound, by: Duration, room: int | None) -> BreakoutRound:
        """Return the round with more or less time; no room ends before it began."""
        if room is None:
            shortest = min(one.extra for one in round_.rooms)
            return replace(round_, length=Duration(max(0, -shortest, round_.length + by)))
        old = round_.rooms[room]
        extra = Duration(max(-round_.length, old.extra + by))
        return with_room(round_, room, replace(old, extra=extra))

    def effect_of_move(self, person: PersonId, to: int) -> facts.Effect | None:
        """Return what moving somebody to a room would do, or None without rooms."""
        round_ = self.current
        if round_ is None:
            return None
        people = round_.people
        request = self._judging(round_)
        after = facts.moved(people, person, to)
        return facts.effect_of(people, after, request, self.met(round_))

    def _judging(self, round_: BreakoutRound) -> Request:
        """Return the request with everybody who sits somewhere, also those who are away."""
        request = self.request(self._timeline.plan.block(round_.block))
        known = {member.id for member in request.members}
        others = tuple(
            member_of(self._register.people[person], None, self._register.place_of(person).mode)
            for person in round_.seated
            if person not in known and person in self._register.people
        )
        return replace(request, members=(*request.members, *others))

    def facts(self, round_: BreakoutRound) -> tuple[facts.RoomFacts, ...]:
        """Return why each room is as it is."""
        members = {member.id: member for member in self._judging(round_).members}
        met = self.met(round_)
        return tuple(
            facts.room_facts(tuple(p for p in room if p in members), members, met)
            for room in round_.people
        )

    def move(self, person: PersonId, to: int) -> RoomStep | None:
        """Move somebody to another room; None when there already."""
        round_ = self.current
        if round_ is None or round_.ended is not None or round_.seated.get(person) == to:
            return None
        changed = with_people(round_, facts.moved(round_.people, person, to), self._timeline.now())
        return self._do(RoomStepKind.MOVED, {changed.id: changed}, person=person, room=to)

    def place(self, person: PersonId) -> RoomStep | None:
        """Put a latecomer where it hurts least; nobody else moves."""
        round_ = self.current
        if round_ is None or round_.ended is not None or person in round_.seated:
            return None
        people = round_.people
        to = facts.room_for(person, people, self._judging(round_), self.met(round_))
        changed = with_people(round_, facts.moved(people, person, to), self._timeline.now())
        return self._do(RoomStepKind.PLACED, {changed.id: changed}, person=person, room=to)

    def take_out(self, person: PersonId) -> RoomStep | None:
        """Take somebody out who has left; nobody else moves."""
        round_ = self.current
        if round_ is None or round_.ended is not None or person not in round_.seated:
            return None
        changed = with_people(round_, facts.without(round_.people, person), self._timeline.now())
        return self._do(RoomStepKind.TAKEN_OUT, {changed.id: changed}, person=person)

    def lock(self, person: PersonId) -> RoomStep | None:
        """Lock somebody to the room for the next shuffle, or free them again."""
        round_ = self.current
        if round_ is None or person not in round_.seated:
            return None
        is_locked = person not in round_.locked
        changed = with_lock(round_, person, is_locked=is_locked)
        kind = RoomStepKind.LOCKED if is_locked else RoomStepKind.FREED
        return self._do(kind, {changed.id: changed}, person=person, room=round_.seated[person])

    def set_state(self, room: int, state: RoomState) -> RoomStep | None:
        """Say what a room said of itself; the same again takes it back."""
        round_ = self.current
        if round_ is None or room >= len(round_.rooms):
            return None
        old = round_.rooms[room]
        new = RoomState.WORKING if old.state is state else state
        changed = with_room(round_, room, replace(old, state=new))
        return self._do(RoomStepKind.STATE, {changed.id: changed}, room=room)

    def rename(self, room: int, name: str, place: str) -> RoomStep | None:
        """Give a room a name and a place or link; an empty name leaves the old one."""
        round_ = self.current
        if round_ is None or room >= len(round_.rooms):
            return None
        old = round_.rooms[room]
        new = replace(old, name=" ".join(name.split()) or old.name, place=place.strip())
        if new == old:
            return None
        changed = with_room(round_, room, new)
        return self._do(RoomStepKind.NAMED, {changed.id: changed}, room=room)

    def write_card(self, room: int, text: str) -> RoomStep | None:
        """Keep what came out of a room; it is a note of the session, too."""
        round_ = self.current
        clean = " ".join(text.split())
        if round_ is None or room >= len(round_.rooms) or clean == round_.rooms[room].card:
            return None
        old = round_.rooms[room]
        now = self._timeline.now()
        line = f"{old.name}: {clean}" if clean else ""
        note = old.note
        if note is not None and note in {one.id for one in self._notebook.notes}:
            if line:
                self._notebook.edit(note, line, at=now)
            else:
                self._notebook.delete(note)
                note = None
        elif line:
            written = self._notebook.add(line, at=now, block=round_.block)
            note = None if written is None else written.id
        changed = with_room(round_, room, replace(old, card=clean, note=note))
        return self._do(RoomStepKind.CARD, {changed.id: changed}, room=room, note=note)

    def take_back(self, step: RoomStep) -> bool:
        """Take a step back if nothing of it has changed since; say whether that was possible."""
        if any(self._rounds.get(key) != one for key, one in step.after.items()):
            return False
        if step.kind is RoomStepKind.CARD:
            self._notebook.undo(at=self._timeline.now())
        changes = self._changes(step.before)
        had_event = step.action is not None and self._timeline.void(step.action, changes)
        self._put(step.before)
        if not had_event:
            self._save(step.before, changes)
        self._bus.tell(Area.ROOMS)
        return True

    def _follow_merge(self, kept: PersonId, gone: PersonId) -> None:
        """Let the seats of one person be those of another, as the roster has saved it."""
        self._merged[gone] = kept
        for key, round_ in self._rounds.items():
            self._rounds[key] = with_seats_merged(round_, gone, kept)
        self._bus.tell(Area.ROOMS)

    def _do(
        self,
        kind: RoomStepKind,
        after: Mapping[RoundId, BreakoutRound | None],
        *,
        person: PersonId | None = None,
        room: int | None = None,
        by: Duration = Duration(0),
        count: int = 1,
        note: NoteId | None = None,
    ) -> RoomStep:
        before = {key: self._rounds.get(key) for key in after}
        action = self._save(after, self._changes(after))
        self._put(after)
        self._bus.tell(Area.ROOMS)
        return RoomStep(
            kind=kind,
            before=before,
            after=after,
            person=person,
            room=room,
            by=by,
            count=count,
            action=action,
            note=note,
        )

    def _save(
        self, after: Mapping[RoundId, BreakoutRound | None], changes: Sequence[Change]
    ) -> ActionId | None:
        """Save rounds; with an event on the timeline when the time of their return changes."""
        back = self._back_after(after)
        state = self._timeline.timeline
        if state.current is None or back == state.rooms_back:
            self._store.submit(*changes)
            return None
        return self._timeline.tell_rooms_back(back, changes)

    def _back_after(self, after: Mapping[RoundId, BreakoutRound | None]) -> Instant | None:
        """Return when the last round of the running block is over, or None when no rooms work.

        The rounds that are to follow share what the block has left, as when they are sent out.
        """
        state = self._timeline.timeline
        rounds = [
            one
            for one in {**self._rounds, **after}.values()
            if one is not None and one.block == state.current
        ]
        out = [all_back(one, self.paused(one)) for one in rounds if one.is_out]
        back = max((back for back in out if back is not None), default=None)
        following = [one for one in rounds if one.started is None]
        if back is None or not following:
            return back
        left = Duration(self._timeline.now() + self._left_of_block() - back)
        share = _shared(left, following)
        return Instant(back + sum(share + one.back for one in following))

    def _changes(self, after: Mapping[RoundId, BreakoutRound | None]) -> tuple[Change, ...]:
        return tuple(
            DeleteRooms(session=self._session, round=key)
            if one is None
            else SaveRooms(session=self._session, round=one)
            for key, one in after.items()
        )

    def _put(self, after: Mapping[RoundId, BreakoutRound | None]) -> None:
        for key, one in after.items():
            if one is None:
                self._rounds.pop(key, None)
            else:
                self._rounds[key] = one

    def _follow(self, areas: frozenset[Area]) -> None:
        """Take people out of the rooms who have left the session."""
        if Area.PRESENCE not in areas:
            return
        round_ = self.current
        if round_ is None or round_.ended is not None:
            return
        now = self._timeline.now()
        gone = [
            person
            for person in round_.seated
            if self._register.standing(person, now).kind is StandingKind.LEFT
        ]
        people = round_.people
        for person in gone:
            people = facts.without(people, person)
        if gone:
            changed = with_people(round_, people, now)
            self._do(RoomStepKind.TAKEN_OUT, {changed.id: changed}, count=len(gone))


def _shared(left: Duration, rounds: Sequence[BreakoutRound]) -> Duration:
    """Return how long each of the rounds may last, in whole seconds, so that all returns fit."""
    share = (left - sum(one.back for one in rounds)) // len(rounds) // SECOND * SECOND
    return Duration(max(_LEAST, share))


def rounds_wanted(settings: BreakoutSettings, over: int) -> int:
    """Return how many rounds are still to be formed when some are over already."""
    return max(1, round_count(settings) - over)
