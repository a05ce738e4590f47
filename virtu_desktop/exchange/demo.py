"""A realistic programme to try the program with: four groups, three half-days each.

Some half-days were held, one is under way at the moment that is passed in, the rest are planned.
The runs go through the same controller as real ones. The same moment gives the same programme.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from virtu_desktop.domain.breakout_rules import GroupRule
from virtu_desktop.domain.grouping.forming import USUAL_EFFORT
from virtu_desktop.domain.grouping.members import Round
from virtu_desktop.domain.plan import BlockKind, Plan
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.questions import Question
from virtu_desktop.domain.rooms import history
from virtu_desktop.domain.time import (
    MINUTE,
    SECOND,
    Duration,
    Instant,
    ManualClock,
    local,
    minutes,
    zone_named,
)
from virtu_desktop.engine.changes import (
    Change,
    Heartbeat,
    OpenRun,
    RecordIncident,
    RunId,
    SaveGroup,
    SavePeople,
    SaveProgramme,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.invented_people import InventedAttendance
from virtu_desktop.engine.invented_polls import InventedPolls
from virtu_desktop.engine.invented_rooms import send_into_rooms
from virtu_desktop.engine.rehearsal import moved_to
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.samples import SampleNote, invented_people, sample_notes
from virtu_desktop.exchange.templates import load_template, session_from_template
from virtu_desktop.i18n import N_, Translator, translator
from virtu_desktop.room_words import room_name

ZONE = "Europe/Helsinki"
_SEED = 2026
_MORNING = time(9, 0)
_ROUND_TO = Duration(5 * MINUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The changes that fill an empty library, and the session that is under way."""

    changes: tuple[Change, ...]
    session: SessionId


@dataclass(frozen=True, slots=True)
class _Group:
    """A group: letter, site, and for each half-day how many days from today it is."""

    letter: str
    site: str
    days: tuple[int, int, int]


_GROUPS = (
    _Group("A", "Rovaniemi", (-56, -28, -7)),
    _Group("B", "Jyväskylä", (-21, 0, 21)),
    _Group("C", "Turku", (-34, -6, 22)),
    _Group("D", "Helsinki", (-5, 16, 37)),
)
# The half-day under way: minutes from its planned start at which its blocks so far began, and
# where it stands now. Its seventh block was planned at 95, so it is 4 minutes behind.
_BEGAN = (2, 13, 18, 49, 64, 84, 99)
_STANDS_AT = minutes(112)
# Where the invented people stand on a scale: at the start and the end of each half-day.
_LEANS = (0.28, 0.45, 0.42, 0.6, 0.62, 0.78)
_WORDS = (N_("Useful"), N_("Inspiring"), N_("Practical"), N_("Clear"), N_("Brisk"))


def build_demo(now: Instant, language: str) -> Demo:
    """Return the programme as it stands at ``now``, with its texts in ``language``."""
    return _Builder(now, language).build()


class _Kept:
    """A store that keeps the changes in a list.

    Time is skipped here and not slept through, so incidents are left out.
    """

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def submit(self, *changes: Change) -> None:
        self.changes += (one for one in changes if not isinstance(one, RecordIncident))


class _Builder:
    """Builds one demo; holds what all its parts share."""

    def __init__(self, now: Instant, language: str) -> None:
        self._now = now
        self._language = language
        self._chance = random.Random(_SEED)
        self._store = _Kept()
        self._today = local(now, zone_named(ZONE)).date()
        self._threshold = _threshold(language)
        tr = translator(language)
        self._words = [tr(word) for word in _WORDS]

    def build(self) -> Demo:
        tr = translator(self._language)
        programme = ProgrammeId(self._new_id())
        title = f"VIRTU {self._today.year}"
        self._store.submit(
            SaveProgramme(programme=Programme(id=programme, title=title, customer="KEHA-keskus"))
        )
        for position, group in enumerate(_GROUPS):
            self._add_group(tr, programme, group, position)
        return Demo(changes=tuple(self._store.changes), session=self._under_way)

    def _add_group(
        self, tr: Translator, programme: ProgrammeId, group: _Group, position: int
    ) -> None:
        group_id = GroupId(self._new_id())
        saved = ParticipantGroup(
            id=group_id,
            programme=programme,
            name=tr("Group {letter}", letter=group.letter),
            site=group.site,
            position=position,
        )
        self._people = invented_people(
            group.letter, programme=programme, group=group_id, new_id=self._new_id
        )
        self._meetings: list[Round] = []
        self._store.submit(SaveGroup(group=saved), SavePeople(people=self._people))
        for number, days in enumerate(group.days, 1):
            notes = [
                note
                for note in sample_notes()
                if (note.group, note.session) == (group.letter, f"virtu-{number}")
            ]
            if days == 0:
                self._under_way = self._add_under_way(group_id, number, notes)
                continue
            session = self._session(group_id, number, _workday(self._today, days))
            self._store.submit(SaveSession(session=session))
            if days < 0:
                self._hold(session, notes)

    def _session(self, group: GroupId, number: int, day: date) -> Session:
        return session_from_template(
            f"virtu-{number}",
            language=self._language,
            day=day,
            start=_MORNING,
            zone=ZONE,
            new_id=self._new_id,
            group=group,
            number=number,
        )

    def _add_under_way(self, group: GroupId, number: int, notes: Sequence[SampleNote]) -> SessionId:
        """Add the half-day that runs now, its break free to move, four minutes behind."""
        start = Instant((self._now - _STANDS_AT) // _ROUND_TO * _ROUND_TO)
        session = moved_to(self._session(group, number, self._today), start)
        for block in session.plan.blocks:
            changed = replace(block, fixed_start=None)
            if block.breakout is not None:
                # This group has asked to work with people they have not met yet.
                new_people = replace(block.breakout, rules=(GroupRule.NEW_PAIRS.value,))
                changed = replace(changed, breakout=new_people)
            session = replace(session, plan=session.plan.with_block(changed))
        self._store.submit(SaveSession(session=session))
        clock = ManualClock(start)
        controller = self._controller(session, clock)
        attendance = InventedAttendance(self._people, session.plan, random.Random(_SEED))
        for place, began in enumerate(_BEGAN):
            _wait_until(clock, Instant(start + minutes(began)))
            attendance.act(controller.register, controller.now())
            self._call_back(controller)
            controller.start_next()
            self._form_rooms(controller, effort=USUAL_EFFORT)
            self._ask(controller, clock, number, attendance)
            self._write(controller, clock, _of_block(notes, place + 1), minutes(2))
        attendance.act(controller.register, self._now)
        self._store.submit(Heartbeat(run=self._latest_run(), at=self._now))
        return session.id

    def _hold(self, session: Session, notes: Sequence[SampleNote]) -> None:
        """Let a half-day run to its end with ordinary delays, and catch up when it must."""
        clock = ManualClock(session.plan.start)
        controller = self._controller(session, clock)
        attendance = InventedAttendance(self._people, session.plan, self._chance)
        clock.advance(Duration(self._chance.randint(0, 4 * MINUTE)))
        controller.start_next()
        self._form_rooms(controller)
        paused_in = self._chance.randrange(2, 6)
        while (current := controller.projection().current) is not None:
            place = session.plan.positions[current.id]
            length = self._lasting(controller.plan.blocks[place].kind, current.allotted)
            ends = Instant(controller.now() + length)
            self._ask(controller, clock, session.number, attendance)
            tagged = _of_block(notes, place + 1)
            self._write(controller, clock, tagged, Duration(length // (len(tagged) + 2)))
            if place == paused_in:
                self._pause(controller, clock)
            _wait_until(clock, ends)
            attendance.act(controller.register, controller.now())
            self._catch_up(controller)
            self._call_back(controller)
            if place + 1 == len(session.plan.blocks):
                controller.end()
            else:
                controller.start_next()
                self._form_rooms(controller)
        self._meetings += history(controller.breakouts.rounds)

    def _form_rooms(self, controller: SessionController, **more: int) -> None:
        """Let a breakout block work in rooms, in one round of as many as it has."""
        tr = translator(self._language)
        send_into_rooms(
            controller, lambda *known: room_name(tr, *known), rounds=1, seed=_SEED, **more
        )

    def _call_back(self, controller: SessionController) -> None:
        controller.breakouts.call_back()

    def _ask(
        self,
        controller: SessionController,
        clock: ManualClock,
        number: int,
        attendance: InventedAttendance,
    ) -> None:
        """Ask what is prepared for the block, and the threshold at the start and at the end."""
        current = controller.run.state.current
        if current is None:
            return
        plan = controller.plan
        place, count = plan.positions[current], len(plan.blocks)
        is_late = place >= count // 2
        asked = list(plan.block(current).polls)
        if place in (0, count - 1) and not _measures(plan, self._threshold, is_late=is_late):
            asked.append(self._threshold)
        polls = InventedPolls(controller, self._chance, words=self._words)
        polls.lean = _LEANS[2 * (number - 1) + is_late]
        for question in asked:
            clock.advance(Duration(40 * SECOND))
            attendance.act(controller.register, controller.now())
            polls.hold(question, lambda: clock.advance(Duration(2 * MINUTE)))

    def _lasting(self, kind: BlockKind, allotted: Duration) -> Duration:
        spread = 0.03 if kind is BlockKind.BREAK else 0.1
        share = min(1.25, max(0.8, self._chance.gauss(1.03, spread)))
        return Duration(round(allotted * share))

    def _write(
        self,
        controller: SessionController,
        clock: ManualClock,
        notes: Iterable[SampleNote],
        every: Duration,
    ) -> None:
        for note in notes:
            clock.advance(every)
            controller.add_note(note.line(self._language))

    def _pause(self, controller: SessionController, clock: ManualClock) -> None:
        controller.pause_or_resume()
        clock.advance(Duration(self._chance.randint(MINUTE, 3 * MINUTE)))
        controller.pause_or_resume()

    def _catch_up(self, controller: SessionController) -> None:
        if controller.projection().finish_late < 4 * MINUTE:
            return
        for offer in controller.offers():
            if offer.feasible and offer.changes:
                controller.apply_offer(offer)
                return

    def _controller(self, session: Session, clock: ManualClock) -> SessionController:
        record = SessionRecord(
            session=session, people=self._people, earlier_meetings=tuple(self._meetings)
        )
        return SessionController(record, store=self._store, clock=clock, new_id=self._new_id)

    def _latest_run(self) -> RunId:
        return next(
            change.run for change in reversed(self._store.changes) if isinstance(change, OpenRun)
        )

    def _new_id(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"


def _threshold(language: str) -> Question:
    """Return the question that is asked at the start and the end of every half-day."""
    blocks = load_template("virtu-1", language).blocks
    return next(
        question
        for block in blocks
        for question in block.polls
        if question.repeat_key == "threshold"
    )


def _measures(plan: Plan, question: Question, *, is_late: bool) -> bool:
    """Say whether a question stands among the prepared ones of that half of a plan."""
    middle = len(plan.blocks) // 2
    half = plan.blocks[middle:] if is_late else plan.blocks[:middle]
    return any(question.repeat_key == poll.repeat_key for block in half for poll in block.polls)


def _workday(today: date, days: int) -> date:
    """Return the day that many days from today, a Monday instead of a weekend."""
    day = today + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _of_block(notes: Iterable[SampleNote], number: int) -> list[SampleNote]:
    return [note for note in notes if note.block == number]


def _wait_until(clock: ManualClock, moment: Instant) -> None:
    clock.advance(Duration(max(0, moment - clock.read().wall)))
