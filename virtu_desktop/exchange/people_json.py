"""The parts of a record's JSON about people: who they are, who was expected, who was there."""

from __future__ import annotations

import msgspec

from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Leaving, Presence, PresenceId, Source
from virtu_desktop.domain.presence_changes import (
    Correction,
    CorrectionId,
    CorrectionKind,
    Stay,
)
from virtu_desktop.domain.programme import (
    GroupId,
    ProgrammeId,
)
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.time import iso_utc, parse_instant
from virtu_desktop.exchange.json_parts import Strict, instant_or_none, iso_or_none


class PersonPart(Strict, frozen=True, omit_defaults=True):
    """The part of the document with a person."""

    id: str
    name: str
    programme: str | None = None
    group: str | None = None
    organisation: str = ""
    site: str = ""
    email: str = ""
    tags: list[str] = msgspec.field(default_factory=list)
    usual_mode: Mode = Mode.ROOM
    language: str = ""


class ExpectationPart(Strict, frozen=True):
    """The part of the document with what is known beforehand of a person."""

    person: str
    is_expected: bool
    mode: Mode | None


class StayPart(Strict, frozen=True):
    """The part of the document with the values of a stay."""

    joined: str
    left: str | None
    mode: Mode
    site: str


class PresencePart(Strict, frozen=True):
    """The part of the document with a stay."""

    id: str
    person: str
    joined: str
    left: str | None
    mode: Mode
    site: str
    source: Source
    leaving: Leaving


class CorrectionPart(Strict, frozen=True):
    """The part of the document with a corrected stay."""

    id: str
    at: str
    kind: CorrectionKind
    presence: str
    person: str
    before: StayPart | None
    after: StayPart | None


def person_part(person: Participant) -> PersonPart:
    """Return a person as a part of the document."""
    return PersonPart(
        id=person.id,
        name=person.name,
        programme=person.programme,
        group=person.group,
        organisation=person.organisation,
        site=person.site,
        email=person.email,
        tags=list(person.tags),
        usual_mode=person.usual_mode,
        language=person.language,
    )


def read_person(document: PersonPart) -> Participant:
    """Return a person as the document has it."""
    return Participant(
        id=PersonId(document.id),
        name=document.name,
        programme=None if document.programme is None else ProgrammeId(document.programme),
        group=None if document.group is None else GroupId(document.group),
        organisation=document.organisation,
        site=document.site,
        email=document.email,
        tags=tuple(document.tags),
        usual_mode=document.usual_mode,
        language=document.language,
    )


def expectation_part(expectation: Expectation) -> ExpectationPart:
    """Return what is known beforehand of a person as a part of the document."""
    return ExpectationPart(
        person=expectation.person, is_expected=expectation.is_expected, mode=expectation.mode
    )


def read_expectation(document: ExpectationPart) -> Expectation:
    """Return what is known beforehand of a person as the document has it."""
    return Expectation(
        person=PersonId(document.person), is_expected=document.is_expected, mode=document.mode
    )


def presence_part(presence: Presence) -> PresencePart:
    """Return a stay as a part of the document."""
    return PresencePart(
        id=presence.id,
        person=presence.person,
        joined=iso_utc(presence.joined),
        left=iso_or_none(presence.left),
        mode=presence.mode,
        site=presence.site,
        source=presence.source,
        leaving=presence.leaving,
    )


def read_presence(document: PresencePart) -> Presence:
    """Return a stay as the document has it."""
    return Presence(
        id=PresenceId(document.id),
        person=PersonId(document.person),
        joined=parse_instant(document.joined),
        left=instant_or_none(document.left),
        mode=document.mode,
        site=document.site,
        source=document.source,
        leaving=document.leaving,
    )


def correction_part(correction: Correction) -> CorrectionPart:
    """Return a corrected stay as a part of the document."""
    return CorrectionPart(
        id=correction.id,
        at=iso_utc(correction.at),
        kind=correction.kind,
        presence=correction.presence,
        person=correction.person,
        before=_stay(correction.before),
        after=_stay(correction.after),
    )


def read_correction(document: CorrectionPart) -> Correction:
    """Return a corrected stay as the document has it."""
    return Correction(
        id=CorrectionId(document.id),
        at=parse_instant(document.at),
        kind=document.kind,
        presence=PresenceId(document.presence),
        person=PersonId(document.person),
        before=_read_stay(document.before),
        after=_read_stay(document.after),
    )


def _stay(stay: Stay | None) -> StayPart | None:
    if stay is None:
        return None
    return StayPart(
        joined=iso_utc(stay.joined), left=iso_or_none(stay.left), mode=stay.mode, site=stay.site
    )


def _read_stay(document: StayPart | None) -> Stay | None:
    if document is None:
        return None
    return Stay(
        joined=parse_instant(document.joined),
        left=instant_or_none(document.left),
        mode=document.mode,
        site=document.site,
    )
