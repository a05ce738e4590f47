"""The attendance register of one session: who is expected, who came, when, how (A2, A3).

Every command gives the step that it was, which can be taken back as long as nothing of what it
changed has been changed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

from virtu_desktop.domain.head_count import HeadCount, Place, expected_place, head_count
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import (
    MISSING,
    Leaving,
    Presence,
    PresenceId,
    Source,
    Standing,
    in_order,
    present_at,
    standing,
)
from virtu_desktop.domain.presence_changes import (
    Correction,
    CorrectionId,
    CorrectionKind,
    begun_again,
    cut,
    ended,
    joined_up,
    moved,
    new_stay,
    open_stays,
    stay_of,
    waiting_for_line,
    with_mode,
)
from virtu_desktop.domain.programme import Delivery, Session
from virtu_desktop.domain.reconcile import Difference, taken
from virtu_desktop.domain.roster import Expectation, expected_people
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.changes import (
    Change,
    DeleteExpectation,
    DeletePerson,
    DeletePresences,
    RecordCorrections,
    SaveExpectations,
    SavePeople,
    SavePresences,
    SessionRecord,
)
from virtu_desktop.engine.store import Store

_KEY = TypeVar("_KEY")
_VALUE = TypeVar("_VALUE")


class StepKind(StrEnum):
    """What a step did; the interface has words for each."""

    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    WENT_AWAY = "went_away"
    CAME_BACK = "came_back"
    MODE_SET = "mode_set"
    WALKED_IN = "walked_in"
    EXPECTED = "expected"
    NOT_EXPECTED = "not_expected"
    LINE_LOST = "line_lost"
    LINE_BACK = "line_back"
    ADDED = "added"
    MOVED = "moved"
    CUT = "cut"
    JOINED = "joined"
    REMOVED = "removed"
    IMPORTED = "imported"


_CORRECTIONS = {
    StepKind.ADDED: CorrectionKind.ADDED,
    StepKind.MOVED: CorrectionKind.MOVED,
    StepKind.CUT: CorrectionKind.CUT,
    StepKind.JOINED: CorrectionKind.JOINED,
    StepKind.REMOVED: CorrectionKind.REMOVED,
}


@dataclass(frozen=True, slots=True)
class Swap(Generic[_KEY, _VALUE]):
    """Values before and after a step by key; None where there is none."""

    before: Mapping[_KEY, _VALUE | None] = field(default_factory=dict)
    after: Mapping[_KEY, _VALUE | None] = field(default_factory=dict)

    def turned(self) -> Swap[_KEY, _VALUE]:
        """Return the way back."""
        return Swap(self.after, self.before)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Step:
    """One thing that was done. person: whom it concerns, or None; count: how many people.

    place: where the person is now, for a check-in or another mode.
    """

    kind: StepKind
    person: PersonId | None
    count: int = 1
    place: Place | None = None
    stays: Swap[PresenceId, Presence] = field(default_factory=Swap)
    expectations: Swap[PersonId, Expectation] = field(default_factory=Swap)
    people: Swap[PersonId, Participant] = field(default_factory=Swap)


class Register:
    """Keeps the people and the stays of one session and hands every change to the store."""

    def __init__(
        self,
        record: SessionRecord,
        *,
        store: Store,
        bus: Bus,
        new_id: Callable[[], str],
    ) -> None:
        """Begin with what was stored."""
        self._session: Session = record.session
        self._programme = record.programme
        self._people = {person.id: person for person in (*record.people, *record.others)}
        self._expectations = {one.person: one for one in record.expectations}
        self._stays = {stay.id: stay for stay in record.presences}
        self._by_person: dict[PersonId, tuple[Presence, ...]] = {}
        for stay in record.presences:
            self._by_person[stay.person] = (*self._by_person.get(stay.person, ()), stay)
        self._corrections = list(record.corrections)
        self._store = store
        self._bus = bus
        self._new_id = new_id
        # True once the session has started: then only what is written down says who is expected.
        self._is_settled = False
        self._done: list[Step] = []
        self._kept_places: dict[PersonId, Place] | None = None
        self._merged: dict[PersonId, tuple[tuple[PresenceId, ...], Expectation | None]] = {}
        self._merge_listeners: list[Callable[[PersonId, PersonId], None]] = []

    @property
    def people(self) -> Mapping[PersonId, Participant]:
        """Return everybody who may come: first the session's people, then the programme's."""
        return self._people

    @property
    def expectations(self) -> Mapping[PersonId, Expectation]:
        """Return what is known beforehand of single people."""
        return self._expectations

    @property
    def presences(self) -> tuple[Presence, ...]:
        """Return all stays in order of joining."""
        return in_order(self._stays.values())

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Return what was corrected, the oldest first."""
        return tuple(self._corrections)

    @property
    def expected(self) -> tuple[PersonId, ...]:
        """Return who is expected."""
        return tuple(self._expected_places)

    @property
    def _expected_places(self) -> Mapping[PersonId, Place]:
        """Return where everybody who is expected is going to take part; kept until that changes."""
        if self._kept_places is None:
            expected = expected_people(
                self._people.values(),
                self._expectations,
                self._session.group,
                is_settled=self._is_settled,
            )
            self._kept_places = {person: self.place_of(person) for person in expected}
        return self._kept_places

    @property
    def session_people(self) -> tuple[Participant, ...]:
        """Return the people of the session: expected, known beforehand, or there at any time."""
        expected, expectations, there = (
            self._expected_places,
            self._expectations,
            self._by_person,
        )
        return tuple(
            person
            for key, person in self._people.items()
            if key in expected or key in expectations or key in there
        )

    def stays_of(self, person: PersonId) -> tuple[Presence, ...]:
        """Return the stays of one person in order of joining."""
        return self._by_person.get(person, ())

    def standing(self, person: PersonId, at: Instant) -> Standing:
        """Return where a person stands at an instant."""
        own = self._by_person.get(person)
        return MISSING if not own else standing(own, at)

    def present(self, at: Instant) -> dict[PersonId, Presence]:
        """Return who is there at an instant, each with the stay that says so."""
        return present_at(self._stays.values(), at)

    def count(self, at: Instant) -> HeadCount:
        """Count heads."""
        standings = {person: standing(own, at) for person, own in self._by_person.items()}
        come = {person: where for person, where in standings.items() if where is not MISSING}
        return head_count(self._expected_places, come)

    def place_of(self, person: PersonId) -> Place:
        """Return where a person is going to take part."""
        return expected_place(self._people[person], self._expectations.get(person))

    def place_in(self, person: PersonId, mode: Mode) -> Place:
        """Return where a person is who takes part in a mode; a shared screen has its site."""
        if mode is not Mode.SITE:
            return Place(mode)
        known = self._people[person]
        if known.usual_mode is Mode.SITE or not self.screens:
            return Place(mode, known.site)
        return Place(mode, self.screens[0])

    @property
    def screens(self) -> tuple[str, ...]:
        """Return the sites with a shared screen, the one with the most people first."""
        sites = Counter(
            place.site for place in self._expected_places.values() if place.mode is Mode.SITE
        )
        return tuple(site for site, _ in sites.most_common())

    @property
    def walk_in_place(self) -> Place:
        """Return where somebody is who comes without being expected, until another is said."""
        is_remote = self._session.delivery is Delivery.REMOTE
        return Place(Mode.REMOTE if is_remote else Mode.ROOM)

    def unsettled(self) -> tuple[Expectation, ...]:
        """Return what is not written down yet of who is expected, and how."""
        return tuple(
            Expectation(person=person, mode=self.place_of(person).mode)
            for person in self._expected_places
            if person not in self._expectations or self._expectations[person].mode is None
        )

    def settle(self, expectations: tuple[Expectation, ...]) -> None:
        """Let what is written down say who is expected: the session has started."""
        self._expectations.update((one.person, one) for one in expectations)
        self._is_settled = True
        self._kept_places = None

    def follow_session(self, session: Session) -> None:
        """Take over what changed of the session."""
        self._session = session
        self._kept_places = None

    def check_in(
        self,
        person: PersonId,
        *,
        at: Instant,
        place: Place | None = None,
        source: Source = Source.DOOR,
    ) -> Step | None:
        """Let a person come in where expected, or at ``place``; None when already there."""
        where = self.standing(person, at)
        if where.is_present:
            return None
        if where.stay is not None and place is None:
            stay = replace(begun_again(where.stay, at=at, new_id=self._new_id), source=source)
            kind = StepKind.CAME_BACK
        else:
            stay = self._stay(person, at, place or self.place_of(person), source)
            kind = StepKind.CHECKED_IN
        return self._do(
            kind,
            person,
            stays=[stay],
            expectations=self._guest(person),
            place=Place(stay.mode, stay.site),
        )

    def leave(self, person: PersonId, leaving: Leaving, *, at: Instant) -> Step | None:
        """Let a person go, for good or for a while; None when not there."""
        there = [stay for stay in self.stays_of(person) if stay.covers(at)]
        if not there:
            return None
        kind = StepKind.WENT_AWAY if leaving is Leaving.AWAY else StepKind.CHECKED_OUT
        return self._do(kind, person, stays=[ended(stay, at=at, leaving=leaving) for stay in there])

    def set_place(self, person: PersonId, place: Place, *, at: Instant) -> Step | None:
        """Say where a person takes part, from now on, or will take part; None if it is so."""
        stay = self.standing(person, at).stay
        open_now = stay is not None and stay.covers(at)
        if stay is not None and open_now:
            if Place(stay.mode, stay.site) == place:
                return None
            parts = with_mode(stay, place.mode, place.site, at=at, new_id=self._new_id)
            return self._do(StepKind.MODE_SET, person, stays=parts, place=place)
        known = self._expectations.get(person)
        if self.place_of(person).mode is place.mode:
            return None
        is_expected = known.is_expected if known else person in self._expected_places
        expectation = Expectation(person=person, is_expected=is_expected, mode=place.mode)
        return self._do(
            StepKind.MODE_SET, person, expectations=[expectation], place=self._placed(person, place)
        )

    def walk_in(
        self, name: str, *, organisation: str = "", place: Place, at: Instant
    ) -> Step | None:
        """Let somebody in who is on no list; None for a name without letters."""
        clean = " ".join(name.split())
        if not clean:
            return None
        person = Participant(
            id=PersonId(self._new_id()),
            programme=self._programme,
            name=clean,
            organisation=" ".join(organisation.split()),
            site=place.site,
            usual_mode=place.mode,
        )
        return self._do(
            StepKind.WALKED_IN,
            person.id,
            people=[person],
            expectations=[Expectation(person=person.id, is_expected=False)],
            stays=[self._stay(person.id, at, place, Source.DOOR)],
            place=place,
        )

    def expect(self, person: PersonId, *, is_expected: bool) -> Step | None:
        """Say that a person is coming to this session after all, or is not."""
        if (person in self._expected_places) is is_expected:
            return None
        known = self._expectations.get(person) or Expectation(person=person)
        kind = StepKind.EXPECTED if is_expected else StepKind.NOT_EXPECTED
        changed = replace(known, is_expected=is_expected)
        return self._do(kind, person, expectations=[changed])

    def lose_line(
        self, *, at: Instant, mode: Mode = Mode.REMOTE, site: str | None = None
    ) -> Step | None:
        """Let everybody go who hangs on a line; None when nobody does."""
        stays = [
            ended(stay, at=at, leaving=Leaving.LINE_LOST)
            for stay in open_stays(self._stays.values(), mode, site)
            if stay.joined <= at
        ]
        return self._do_for_many(StepKind.LINE_LOST, stays)

    def regain_line(self, *, at: Instant) -> Step | None:
        """Let everybody come back whose line was lost; None when there is nobody."""
        stays = [
            begun_again(stay, at=at, new_id=self._new_id)
            for stay in waiting_for_line(self._stays.values(), at)
        ]
        return self._do_for_many(StepKind.LINE_BACK, stays)

    def is_line_lost(self, at: Instant) -> bool:
        """Say whether anybody waits for a line to come back."""
        return bool(waiting_for_line(self._stays.values(), at))

    def add_stay(
        self,
        person: PersonId,
        *,
        joined: Instant,
        left: Instant | None,
        place: Place,
        at: Instant,
    ) -> Step:
        """Add a stay that was not written down. Raises BadStay."""
        stay = new_stay(
            person,
            joined=joined,
            left=left,
            mode=place.mode,
            site=place.site,
            source=Source.TRAINER,
            new_id=self._new_id,
        )
        return self._correct(
            StepKind.ADDED, person, put=[stay], expectations=self._guest(person), at=at
        )

    def move_stay(
        self, stay: PresenceId, *, joined: Instant, left: Instant | None, at: Instant
    ) -> Step | None:
        """Give a stay other ends; None when they are the same. Raises BadStay."""
        old = self._stays[stay]
        new = moved(old, joined=joined, left=left)
        return None if new == old else self._correct(StepKind.MOVED, old.person, put=[new], at=at)

    def place_stay(self, stay: PresenceId, place: Place, *, at: Instant) -> Step | None:
        """Say that a whole stay was in another mode; None when it was in that one."""
        old = self._stays[stay]
        new = replace(old, mode=place.mode, site=place.site)
        return None if new == old else self._correct(StepKind.MOVED, old.person, put=[new], at=at)

    def cut_stay(self, stay: PresenceId, *, start: Instant, end: Instant, at: Instant) -> Step:
        """Take the time from ``start`` to ``end`` out of a stay. Raises BadStay."""
        old = self._stays[stay]
        parts = cut(old, start=start, end=end, new_id=self._new_id)
        kept = {part.id for part in parts}
        gone = () if stay in kept else (stay,)
        return self._correct(StepKind.CUT, old.person, put=parts, gone=gone, at=at)

    def join_stays(self, stays: Iterable[PresenceId], *, at: Instant) -> Step:
        """Make one stay of several of one person. Raises BadStay."""
        old = [self._stays[stay] for stay in stays]
        new = joined_up(old)
        gone = [stay.id for stay in old if stay.id != new.id]
        return self._correct(StepKind.JOINED, new.person, put=[new], gone=gone, at=at)

    def remove_stay(self, stay: PresenceId, *, at: Instant) -> Step:
        """Take a stay away."""
        old = self._stays[stay]
        return self._correct(StepKind.REMOVED, old.person, gone=[stay], at=at)

    def take_report(
        self, accepted: Iterable[Difference], *, beside: tuple[Change, ...] = ()
    ) -> Step | None:
        """Take over differences to a report that somebody agreed to; None when nothing changes."""
        result = taken(
            accepted,
            self._stays.values(),
            programme=self._programme,
            known=self._expectations,
            new_id=self._new_id,
        )
        if not (result.put or result.gone or result.people):
            return None
        return self.take_imported(
            put=result.put,
            gone=result.gone,
            people=result.people,
            expectations=result.expectations,
            beside=beside,
        )

    def take_imported(
        self,
        *,
        put: Iterable[Presence],
        gone: Iterable[PresenceId] = (),
        people: Iterable[Participant] = (),
        expectations: Iterable[Expectation] = (),
        beside: tuple[Change, ...] = (),
    ) -> Step | None:
        """Take over stays that a report tells, new people with them, as one step.

        beside: what is saved together with it, and stays when the step is taken back. None when
        nothing changes.
        """
        new = list(put)
        return self._do(
            StepKind.IMPORTED,
            None,
            stays=new,
            gone=gone,
            people=people,
            expectations=expectations,
            count=len({stay.person for stay in new}),
            beside=beside,
        )

    def take_back(self, step: Step | None = None, *, at: Instant) -> bool:
        """Take the latest step back, or the one that is given; say whether that was possible.

        A step whose people or stays have been changed since stays as it is.
        """
        if step is None:
            step = self._done[-1] if self._done else None
        if step is None or step not in self._done or not self._is_as_after(step):
            return False
        back = replace(
            step,
            stays=step.stays.turned(),
            expectations=step.expectations.turned(),
            people=step.people.turned(),
        )
        log = (
            self._log(CorrectionKind.TAKEN_BACK, back.stays, at)
            if step.kind in _CORRECTIONS
            else ()
        )
        self._take(back, log)
        self._done.remove(step)
        return True

    def follow_people(self, changed: Iterable[Participant], gone: Iterable[PersonId] = ()) -> None:
        """Take over what was changed in the roster, which has saved it."""
        for person in changed:
            self._people[person.id] = person
        for person_id in gone:
            self._people.pop(person_id, None)
        self._kept_places = None
        self._bus.tell(Area.PEOPLE)

    def on_merge(self, listener: Callable[[PersonId, PersonId], None]) -> None:
        """Call ``listener`` with who took over and who is no more, at every merge."""
        self._merge_listeners.append(listener)

    def follow_merge(self, kept: Participant, gone: PersonId) -> None:
        """Let all that is known of ``gone`` be of ``kept``, as the roster has saved it."""
        stays = self.stays_of(gone)
        known = self._expectations.pop(gone, None)
        self._merged[gone] = (tuple(stay.id for stay in stays), known)
        for stay in stays:
            self._put_stay(stay.id, replace(stay, person=kept.id))
        if known is not None and kept.id not in self._expectations:
            self._expectations[kept.id] = replace(known, person=kept.id)
        # Steps name somebody who is no more.
        self._done.clear()
        self._people.pop(gone, None)
        self._people[kept.id] = kept
        for listener in self._merge_listeners:
            listener(kept.id, gone)
        self._bus.tell(Area.PEOPLE, Area.PRESENCE)

    def follow_split(self, kept: Participant, gone: Participant) -> None:
        """Take a merge back, as the roster has saved it."""
        stays, known = self._merged.pop(gone.id, ((), None))
        self._people[kept.id], self._people[gone.id] = kept, gone
        for key in stays:
            stay = self._stays.get(key)
            if stay is not None:
                self._put_stay(key, replace(stay, person=gone.id))
        if known is not None:
            self._expectations[gone.id] = known
        self._kept_places = None
        self._bus.tell(Area.PEOPLE, Area.PRESENCE)

    def _stay(self, person: PersonId, at: Instant, place: Place, source: Source) -> Presence:
        return new_stay(
            person,
            joined=at,
            mode=place.mode,
            site=place.site,
            source=source,
            new_id=self._new_id,
        )

    def _placed(self, person: PersonId, place: Place) -> Place:
        site = self._people[person].site if place.mode is Mode.SITE else ""
        return Place(place.mode, site)

    def _guest(self, person: PersonId) -> list[Expectation]:
        """Return what is written down of somebody who comes without being expected."""
        if person in self._expectations or person in self._expected_places:
            return []
        return [Expectation(person=person, is_expected=False)]

    def _do_for_many(self, kind: StepKind, stays: list[Presence]) -> Step | None:
        people = {stay.person for stay in stays}
        return self._do(kind, None, stays=stays, count=len(people)) if stays else None

    def _correct(
        self,
        kind: StepKind,
        person: PersonId,
        *,
        put: Iterable[Presence] = (),
        gone: Iterable[PresenceId] = (),
        expectations: Iterable[Expectation] = (),
        at: Instant,
    ) -> Step:
        return self._do(
            kind, person, stays=put, gone=gone, expectations=expectations, corrected_at=at
        )

    def _do(
        self,
        kind: StepKind,
        person: PersonId | None,
        *,
        stays: Iterable[Presence] = (),
        gone: Iterable[PresenceId] = (),
        expectations: Iterable[Expectation] = (),
        people: Iterable[Participant] = (),
        count: int = 1,
        place: Place | None = None,
        beside: tuple[Change, ...] = (),
        corrected_at: Instant | None = None,
    ) -> Step:
        after = {stay.id: stay for stay in stays}
        step = Step(
            kind=kind,
            person=person,
            count=count,
            place=place,
            stays=_swap_of(self._stays, {**dict.fromkeys(gone), **after}),
            expectations=_swap_of(self._expectations, {one.person: one for one in expectations}),
            people=_swap_of(self._people, {one.id: one for one in people}),
        )
        log = (
            () if corrected_at is None else self._log(_CORRECTIONS[kind], step.stays, corrected_at)
        )
        self._take(step, log, beside)
        self._done.append(step)
        return step

    def _log(
        self, kind: CorrectionKind, stays: Swap[PresenceId, Presence], at: Instant
    ) -> tuple[Correction, ...]:
        new = []
        for key in stays.before:
            before, after = stays.before[key], stays.after[key]
            known = after or before
            if known is not None:
                new.append(
                    Correction(
                        id=CorrectionId(self._new_id()),
                        at=at,
                        kind=kind,
                        presence=key,
                        person=known.person,
                        before=stay_of(before),
                        after=stay_of(after),
                    )
                )
        return tuple(new)

    def _take(
        self, step: Step, log: tuple[Correction, ...], beside: tuple[Change, ...] = ()
    ) -> None:
        """Save a step and put its values in place; a store that refuses leaves all as it was."""
        changes = [*self._changes(step.stays, step.expectations, step.people), *beside]
        if log:
            changes.append(RecordCorrections(session=self._session.id, corrections=log))
        self._store.submit(*changes)
        self._corrections += log
        for key, stay in step.stays.after.items():
            self._put_stay(key, stay)
        _put(self._expectations, step.expectations.after)
        _put(self._people, step.people.after)
        gone = {key for key, person in step.people.after.items() if person is None}
        if gone:
            # Of somebody who was never there nothing is kept, neither what was corrected.
            self._corrections = [one for one in self._corrections if one.person not in gone]
        if step.expectations.after or step.people.after:
            self._kept_places = None
            self._bus.tell(Area.PEOPLE, Area.PRESENCE)
        else:
            self._bus.tell(Area.PRESENCE)

    def _changes(
        self,
        stays: Swap[PresenceId, Presence],
        expectations: Swap[PersonId, Expectation],
        people: Swap[PersonId, Participant],
    ) -> list[Change]:
        """Return what is to be saved for the values after a step, in an order that fits."""
        session = self._session.id
        changes: list[Change] = []
        if put := tuple(one for one in people.after.values() if one is not None):
            changes.append(SavePeople(people=put))
        if known := tuple(one for one in expectations.after.values() if one is not None):
            changes.append(SaveExpectations(session=session, expectations=known))
        if there := tuple(one for one in stays.after.values() if one is not None):
            changes.append(SavePresences(session=session, presences=there))
        if gone := tuple(key for key, one in stays.after.items() if one is None):
            changes.append(DeletePresences(session=session, presences=gone))
        changes += (
            DeleteExpectation(session=session, person=key)
            for key, one in expectations.after.items()
            if one is None
        )
        changes += (DeletePerson(person=key) for key, one in people.after.items() if one is None)
        return changes

    def _put_stay(self, key: PresenceId, stay: Presence | None) -> None:
        old = self._stays.pop(key, None)
        if old is not None:
            rest = tuple(one for one in self._by_person.get(old.person, ()) if one.id != key)
            if rest:
                self._by_person[old.person] = rest
            else:
                self._by_person.pop(old.person, None)
        if stay is not None:
            self._stays[key] = stay
            own = (*self._by_person.get(stay.person, ()), stay)
            self._by_person[stay.person] = in_order(own)

    def _is_as_after(self, step: Step) -> bool:
        """Say whether what a step changed is still as it left it."""
        return (
            all(self._stays.get(key) == one for key, one in step.stays.after.items())
            and all(
                self._expectations.get(key) == one for key, one in step.expectations.after.items()
            )
            and all(self._people.get(key) == one for key, one in step.people.after.items())
            and not any(
                one is None and self._has_more_stays(key, step)
                for key, one in step.people.before.items()
            )
        )

    def _has_more_stays(self, person: PersonId, step: Step) -> bool:
        """Say whether a new person has come again since."""
        return any(stay.id not in step.stays.after for stay in self.stays_of(person))


def _swap_of(
    values: Mapping[_KEY, _VALUE], after: Mapping[_KEY, _VALUE | None]
) -> Swap[_KEY, _VALUE]:
    return Swap({key: values.get(key) for key in after}, after)


def _put(values: dict[_KEY, _VALUE], new: Mapping[_KEY, _VALUE | None]) -> None:
    for key, one in new.items():
        if one is None:
            values.pop(key, None)
        else:
            values[key] = one
