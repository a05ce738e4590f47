"""What the room may see of the breakout rooms: names, people, place and time (B6)."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.rooms import Call, calls_of, room_end
from virtu_desktop.domain.time import SECOND, Duration, Instant
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import Translator
from virtu_desktop.room_words import call_text, short_names
from virtu_desktop.wording import countdown

ON_A_PAGE = 16
# Keeps a first name and the letter behind it on one line.
_NO_BREAK = "\N{NO-BREAK SPACE}"
_PAGE_LASTS = Duration(10 * SECOND)
_CALL_STANDS = Duration(30 * SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRoom:
    """One room.

    is_remote: everybody in it is remote. time: what it has left, where rooms differ in that.
    """

    name: str
    people: str
    place: str = ""
    is_remote: bool = False
    time: str = ""

    @property
    def spoken(self) -> str:
        """Return the room as text."""
        title = " ".join(part for part in (self.name, self.place, self.time) if part)
        return f"{title}: {self.people}"


def stage_rooms(controller: SessionController, now: Instant) -> tuple[StageRoom, ...]:
    """Return the rooms of the running block, or nothing when it has none to show."""
    breakouts, current = controller.breakouts, controller.run.state.current
    round_ = breakouts.current
    if round_ is None or current is None or round_.block != current or round_.ended is not None:
        return ()
    names = {key: person.name for key, person in controller.register.people.items()}
    short = {
        person: name.replace(" ", _NO_BREAK) for person, name in short_names(names, round_).items()
    }
    differ = len({room.extra for room in round_.rooms}) > 1
    paused = breakouts.paused(round_)
    found = []
    for number, (room, facts) in enumerate(zip(round_.rooms, breakouts.facts(round_), strict=True)):
        end = room_end(round_, number, paused)
        found.append(
            StageRoom(
                name=room.name,
                people=", ".join(
                    short.get(person, "").replace(" ", _NO_BREAK)
                    for person in round_.people[number]
                ),
                place="" if "://" in room.place else room.place,
                is_remote=set(facts.modes) == {Mode.REMOTE},
                time=countdown(Duration(end - now)) if differ and end is not None else "",
            )
        )
    return tuple(found)


def stage_call(controller: SessionController, now: Instant, tr: Translator) -> str:
    """Return the call that the working rooms hear now, such as ``5 min left. Back at 10:42.``.

    It stands for a while from half-time and from each planned call on, and from the last minute
    until the rooms are back.
    """
    breakouts = controller.breakouts
    round_, current = breakouts.current, controller.projection().current
    if round_ is None or current is None or current.id != round_.block or not round_.is_out:
        return ""
    paused = breakouts.paused(round_)
    before = Instant(now - _CALL_STANDS)
    reached = calls_of(round_, now, paused)
    is_last = Call.LAST in reached.values() or Call.BACK in reached.values()
    is_new = reached != calls_of(round_, before, paused)
    planned = breakouts.settings(controller.plan.block(round_.block)).calls
    is_new |= any(0 <= current.elapsed - at < _CALL_STANDS for at in planned)
    if not (is_last or is_new):
        return ""
    return call_text(tr, round_, now, controller.plan.zone, paused)


def page_of(rooms: tuple[StageRoom, ...], now: Instant) -> tuple[tuple[StageRoom, ...], str]:
    """Return the rooms of the page that is on now, and its mark ``2/3`` where there are more."""
    pages = -(-len(rooms) // ON_A_PAGE)
    if pages < 2:
        return rooms, ""
    share = -(-len(rooms) // pages)
    page = now // _PAGE_LASTS % pages
    return rooms[page * share : (page + 1) * share], f"{page + 1}/{pages}"
