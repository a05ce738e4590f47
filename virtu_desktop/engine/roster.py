"""The roster of a programme: add, change, move, merge and delete people, each with undo (A1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import GroupId
from virtu_desktop.engine.changes import (
    Change,
    DeletePerson,
    MergePeople,
    SavePeople,
    SplitPeople,
)
from virtu_desktop.engine.register import Register
from virtu_desktop.engine.store import Store


class RosterStepKind(StrEnum):
    """What a step did; the interface has words for each."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    TAGGED = "tagged"
    MERGED = "merged"
    DELETED = "deleted"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RosterStep:
    """One thing that was done: people before and after it; None where there was nobody.

    merged: who took over, and who is no more.
    """

    kind: RosterStepKind
    before: Mapping[PersonId, Participant | None]
    after: Mapping[PersonId, Participant | None]
    merged: tuple[PersonId, PersonId] | None = None

    @property
    def count(self) -> int:
        """Return how many people it concerns; two that became one count as two."""
        return len(self.after)


@dataclass(slots=True)
class Roster:
    """Keeps the people of one programme and hands every change to the store.

    has_attended: who has been in a session, and is therefore not deleted. registers: of the
    sessions that are open; they follow every change.
    """

    store: Store
    people: dict[PersonId, Participant]
    has_attended: set[PersonId] = field(default_factory=set)
    registers: Callable[[], Iterable[Register]] = tuple
    _done: list[RosterStep] = field(default_factory=list)

    def save(
        self, people: Iterable[Participant], *, kind: RosterStepKind = RosterStepKind.CHANGED
    ) -> RosterStep | None:
        """Add or change people; None when that changes nothing."""
        new = {person.id: person for person in people if self.people.get(person.id) != person}
        return self._do(kind, new) if new else None

    def add(self, person: Participant) -> RosterStep | None:
        """Add one person."""
        return self.save([person], kind=RosterStepKind.ADDED)

    def move(self, people: Iterable[PersonId], group: GroupId | None) -> RosterStep | None:
        """Move people to a group, or out of theirs."""
        moved = [replace(self.people[one], group=group) for one in people]
        return self.save(moved, kind=RosterStepKind.MOVED)

    def tag(
        self, people: Iterable[PersonId], *, add: Iterable[str] = (), remove: Collection[str] = ()
    ) -> RosterStep | None:
        """Give people tags, or take them away; no tag comes twice."""
        new = tuple(add)
        changed = []
        for one in people:
            person = self.people[one]
            tags = dict.fromkeys((*(tag for tag in person.tags if tag not in remove), *new))
            changed.append(replace(person, tags=tuple(tags)))
        return self.save(changed, kind=RosterStepKind.TAGGED)

    def delete(self, people: Iterable[PersonId]) -> RosterStep | None:
        """Delete those who have been in no session; None when all of them have."""
        gone = [one for one in people if one in self.people and one not in self.has_attended]
        return self._do(RosterStepKind.DELETED, dict.fromkeys(gone)) if gone else None

    def merge(self, kept: PersonId, gone: PersonId) -> RosterStep:
        """Let two entries be one; what ``kept`` does not say is taken from ``gone``."""
        both = united_person(self.people[kept], self.people[gone])
        step = RosterStep(
            kind=RosterStepKind.MERGED,
            before={kept: self.people[kept], gone: self.people[gone]},
            after={kept: both, gone: None},
            merged=(kept, gone),
        )
        self.store.submit(MergePeople(kept=both, gone=gone))
        self._put(step.after)
        if gone in self.has_attended:
            self.has_attended.add(kept)
        for register in self.registers():
            register.follow_merge(both, gone)
        self._done.append(step)
        return step

    def take_back(self, step: RosterStep | None = None) -> bool:
        """Take the latest step back, or the one that is given; say whether that was possible.

        A step whose people have been changed since stays as it is.
        """
        if step is None:
            step = self._done[-1] if self._done else None
        if step is None or step not in self._done or not self._is_as_after(step):
            return False
        if step.merged is not None:
            self._split(step)
        else:
            self._hand_over(step.before)
        self._done.remove(step)
        return True

    def _split(self, step: RosterStep) -> None:
        kept, gone = step.before.values()
        if kept is None or gone is None:
            return
        self.store.submit(SplitPeople(kept=kept, gone=gone))
        self._put(step.before)
        for register in self.registers():
            register.follow_split(kept, gone)

    def _do(self, kind: RosterStepKind, after: Mapping[PersonId, Participant | None]) -> RosterStep:
        step = RosterStep(
            kind=kind, before={key: self.people.get(key) for key in after}, after=after
        )
        self._hand_over(after)
        self._done.append(step)
        return step

    def _hand_over(self, after: Mapping[PersonId, Participant | None]) -> None:
        changed = tuple(person for person in after.values() if person is not None)
        gone = tuple(key for key, person in after.items() if person is None)
        changes: list[Change] = []
        if changed:
            changes.append(SavePeople(people=changed))
        changes += (DeletePerson(person=key) for key in gone)
        self.store.submit(*changes)
        self._put(after)
        for register in self.registers():
            register.follow_people(changed, gone)

    def _put(self, after: Mapping[PersonId, Participant | None]) -> None:
        for key, person in after.items():
            if person is None:
                self.people.pop(key, None)
            else:
                self.people[key] = person

    def _is_as_after(self, step: RosterStep) -> bool:
        return all(self.people.get(key) == person for key, person in step.after.items())


def united_person(kept: Participant, gone: Participant) -> Participant:
    """Return ``kept`` with what only ``gone`` says, and the tags of both."""
    return replace(
        kept,
        organisation=kept.organisation or gone.organisation,
        site=kept.site or gone.site,
        email=kept.email or gone.email,
        group=kept.group or gone.group,
        tags=tuple(dict.fromkeys((*kept.tags, *gone.tags))),
        language=kept.language or gone.language,
    )
