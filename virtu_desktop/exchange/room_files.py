"""Breakout rooms as files: the pre-assignment of Zoom, and a printed list (B6).

Zoom's file: exactly its two headings, comma, a row for each person, a row without an address for
an empty room, UTF-8 without a byte order mark, CRLF. Zoom knows people by e-mail alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import msgspec
import typst

from virtu_desktop.assets import resource
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.plan import Block
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.rooms import BreakoutRound, all_back
from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.csv_set import escape
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import date_text, near_clock_text

ZOOM_HEAD = ("Pre-assign Room Name", "Email Address")


def zoom_rooms(
    round_: BreakoutRound, people: Mapping[PersonId, Participant]
) -> tuple[bytes, tuple[PersonId, ...]]:
    """Return the file for Zoom, and who cannot be in it because no e-mail is known."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(ZOOM_HEAD)
    without: list[PersonId] = []
    for room, seated in zip(round_.rooms, round_.people, strict=True):
        emails = [people[person].email.strip() for person in seated if person in people]
        without += [p for p in seated if p not in people or not people[p].email.strip()]
        for email in list(filter(None, emails)) or [""]:
            writer.writerow([escape(room.name), escape(email)])
    return text.getvalue().encode(), tuple(without)


class _Room(msgspec.Struct, frozen=True):
    name: str
    place: str
    people: list[str]


class _Sheet(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    over: str
    title: str
    facts: str
    rooms: list[_Room]
    printed: str


def printed_rooms(
    tr: Translator,
    session: Session,
    block: Block,
    round_: BreakoutRound,
    names: Mapping[PersonId, str],
    printed_at: Instant,
) -> bytes:
    """Return the list of rooms as a tagged PDF, to hang on the door."""
    zone = session.plan.zone
    back = all_back(round_)
    day = date_text(tr, printed_at, zone)
    facts = [day]
    if back is not None and round_.ended is None:
        facts.append(tr("Back at {time}", time=near_clock_text(tr, back, zone)))
    sheet = _Sheet(
        language=tr.language,
        over=session.title,
        title=block.title.strip() or tr("Rooms"),
        facts=" · ".join(facts),
        rooms=[
            _Room(room.name, room.place, [names.get(person, "") for person in seated])
            for room, seated in zip(round_.rooms, round_.people, strict=True)
        ],
        printed=tr("printed {day} {clock}", day=day, clock=near_clock_text(tr, printed_at, zone)),
    )
    inputs = {"data": msgspec.json.encode(sheet).decode()}
    source = resource("report", "rooms.typ").read_bytes()
    stamp = printed_at // 1000
    try:
        return typst.compile(source, sys_inputs=inputs, pdf_standards="ua-1", timestamp=stamp)
    except typst.TypstError:
        # The standard forbids letters that no font has. A list with a gap is better than none.
        return typst.compile(source, sys_inputs=inputs, timestamp=stamp)
