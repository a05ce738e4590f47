"""Carries what the trainer does with the rooms to the session, and shows what it did (B)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, Signal

from ui.actions import Actions
from ui.breakouts.ahead import AheadPlanner
from ui.breakouts.breakouts_panel import BreakoutsPanel
from ui.breakouts.room_outputs import RoomOutputs, names_of
from ui.breakouts.size_row import SIZES
from ui.desk import Desk, Notice, Outcome
from virtu_desktop.domain.breakout_rules import Wish, method_of
from virtu_desktop.domain.grouping.bounds import chosen_and_better
from virtu_desktop.domain.grouping.forming import USUAL_EFFORT, Formed
from virtu_desktop.domain.grouping.members import Request, Round, Rule
from virtu_desktop.domain.grouping.packing import Contradiction, TooHard
from virtu_desktop.domain.grouping.rotation import rotate_as_far_as_possible
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import people_rules, plan_with_people_rules
from virtu_desktop.domain.plan import Block, BlockId, BreakoutSettings
from virtu_desktop.domain.rooms import BreakoutRound, RoomState
from virtu_desktop.domain.time import MINUTE, Duration, stopwatch
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.breakouts import Breakouts, rounds_wanted
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.engine.room_calls import RoomCalls
from virtu_desktop.engine.room_steps import RoomStep
from virtu_desktop.engine.session import SessionController
from virtu_desktop.group_words import (
    choice_words,
    contradiction_words,
    rule_words,
    too_hard_words,
)
from virtu_desktop.i18n import Translator, _, _n, interface, translator
from virtu_desktop.room_words import (
    effect_words,
    end_words,
    reached_words,
    room_name,
    room_step_words,
)
from virtu_desktop.storage.errors import LibraryReadOnly

# Forming is stopped then even if its work is not done; it never holds the trainer up.
_LONGEST_MS = 2_000
_AREAS = frozenset({Area.ROOMS, Area.PRESENCE, Area.PEOPLE, Area.TIMELINE, Area.PLAN})


class _Asked(Enum):
    """What the line of the panel is typed for."""

    MOVE = auto()
    CARD = auto()
    NAME = auto()


class BreakoutDesk(QObject):
    """Binds the actions of the rooms. ``wanted``: the panel should be brought to the front."""

    wanted = Signal()

    def __init__(
        self, desk: Desk, actions: Actions, panel: BreakoutsPanel, parent: QObject
    ) -> None:
        """Follow the session that the desk shows."""
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._size: int | None = None
        self._adjustment: tuple[int | None, int] | None = None
        self._asked: _Asked | None = None
        self._dragged: tuple[PersonId, int] | None = None
        self._is_forming = False
        self._calls = RoomCalls()
        self._outputs = RoomOutputs(desk, actions)
        self._ahead = AheadPlanner(desk, self)
        self._ahead.known.connect(self.refresh)
        self._bind(actions)
        panel.sizes.chosen.connect(self._choose_size)
        panel.rules.changed.connect(self._set_rules)
        panel.typed.connect(self._typed)
        panel.let_go.connect(self._let_go)
        panel.line.textChanged.connect(self._look_at_typed)
        panel.view.moved.connect(self._move)
        panel.view.looked_at.connect(self._look_at)
        panel.view.chosen.connect(actions.refresh)
        desk.changed.connect(self._changed)
        desk.ticked.connect(self._tick)

    def open_session(self) -> None:
        """Show the rooms of the session that the desk has opened."""
        self._size = None
        self._calls = RoomCalls()
        self._let_go()
        self.refresh()
        self._ahead.read()

    def refresh(self) -> None:
        """Show the rooms as they are now."""
        controller = self._desk.controller
        if controller is None:
            return
        breakouts, round_ = controller.breakouts, controller.breakouts.current
        shown = None if round_ is None or self._is_to_form(breakouts) else round_
        self._panel.show_round(breakouts, shown, self._names())
        is_open = shown is None or shown.started is None
        block = breakouts.block
        self._panel.sizes.setVisible(shown is None and block is not None)
        if shown is None:
            self._show_sizes(controller)
        self._panel.show_rules_line(
            is_allowed=is_open and block is not None, is_standing=shown is None
        )
        if block is not None:
            rules = people_rules(breakouts.settings(block))
            self._panel.rules.show_rules(rules, self._names())
        self._show_standing(controller, round_)
        self._tick()

    def _is_to_form(self, breakouts: Breakouts) -> bool:
        """Say whether the next thing is to form groups: none of this block are left to work."""
        block, round_ = breakouts.block, breakouts.current
        if block is None or round_ is None or round_.block != block.id:
            return True
        over = len([one for one in breakouts.rounds_of(block.id) if one.ended is not None])
        return round_.ended is not None and over < breakouts.settings(block).rounds

    def _bind(self, actions: Actions) -> None:
        bind = actions.bind
        bind("breakouts.show", self._show, self._has_session)
        bind("breakouts.form", self._form, self._can_form)
        bind("breakouts.same", self._form_same, self._has_last)
        bind("breakouts.send", self._send_or_call_back, self._can_send)
        bind("breakouts.rules", self._ask_rule, self._can_set_rules)
        bind("breakouts.ahead", lambda: self._ahead.plan(self._size), self._ahead.can_plan)
        bind("breakouts.all_minus", lambda: self._adjust(None, -1), self._is_out)
        bind("breakouts.all_plus", lambda: self._adjust(None, 1), self._is_out)
        bind("breakouts.room_minus", lambda: self._adjust_room(-1), self._is_out)
        bind("breakouts.room_plus", lambda: self._adjust_room(1), self._is_out)
        bind("breakouts.apply", lambda: self._typed(""), self._has_adjustment)
        bind("breakouts.place", self._place, self._has_misfits)
        bind("breakouts.move", self._ask_move, self._has_person)
        bind("breakouts.lock", self._lock, self._has_person)
        bind("breakouts.take_out", self._take_out, self._has_person)
        bind("breakouts.help", partial(self._set_state, RoomState.HELP), self._has_rooms)
        bind("breakouts.done", partial(self._set_state, RoomState.DONE), self._has_rooms)
        bind("breakouts.card", self._ask_card, self._has_rooms)
        bind("breakouts.name", self._ask_name, self._has_rooms)

    # What can be done

    @property
    def _controller(self) -> SessionController | None:
        return self._desk.controller

    @property
    def _breakouts(self) -> Breakouts | None:
        return None if self._controller is None else self._controller.breakouts

    @property
    def _round(self) -> BreakoutRound | None:
        return None if self._breakouts is None else self._breakouts.current

    def _has_session(self) -> bool:
        return self._controller is not None

    def _can_form(self) -> bool:
        breakouts = self._breakouts
        return (
            breakouts is not None
            and breakouts.block is not None
            and not breakouts.is_out
            and not self._is_forming
            and self._desk.can_write
        )

    def _has_last(self) -> bool:
        breakouts = self._breakouts
        block = None if breakouts is None else breakouts.block
        if breakouts is None or block is None or not self._can_form():
            return False
        return breakouts.same_again(block) is not None

    def _has_rooms(self) -> bool:
        return self._round is not None and self._desk.can_write

    def _is_out(self) -> bool:
        return self._breakouts is not None and self._breakouts.is_out and self._desk.can_write

    def _can_send(self) -> bool:
        if self._is_out():
            return True
        controller, round_ = self._controller, self._round
        return (
            controller is not None
            and round_ is not None
            and round_.started is None
            and controller.run.state.current == round_.block
            and controller.run.state.phase is Phase.RUNNING
            and self._desk.can_write
        )

    def _has_adjustment(self) -> bool:
        return self._adjustment is not None

    def _has_misfits(self) -> bool:
        breakouts = self._breakouts
        return breakouts is not None and bool(breakouts.unplaced() or breakouts.absent())

    def _can_set_rules(self) -> bool:
        breakouts = self._breakouts
        return breakouts is not None and breakouts.block is not None and not breakouts.is_out

    def _has_person(self) -> bool:
        round_ = self._round
        return round_ is not None and round_.ended is None and self._panel.view.person is not None

    # Forming

    def _choose_size(self, size: int) -> None:
        self._size = size
        if self._controller is not None:
            self._show_sizes(self._controller)

    def _settings(self, breakouts: Breakouts, block: Block) -> BreakoutSettings:
        settings = breakouts.settings(block)
        return settings if self._size is None else replace(settings, group_size=self._size)

    def _show_sizes(self, controller: SessionController) -> None:
        breakouts, block = controller.breakouts, controller.breakouts.block
        if block is None:
            self._panel.sizes.setVisible(False)
            return
        settings = self._settings(breakouts, block)
        people = len(breakouts.members())
        count, choices = self._ahead.choices(controller, SIZES)
        chosen, better = chosen_and_better(choices, settings.group_size, count)
        words = [] if people else [_("Nobody is present yet.")]
        if chosen is not None:
            words.append(choice_words(interface(), people, chosen, better))
            if count > 1:
                words.append(
                    _n("So for {count} round to come.", "So for {count} rounds to come.", count)
                )
        repeats = {choice.size: choice.fewest for choice in choices}
        self._panel.sizes.show_choice(settings.group_size, words, repeats)

    def _form(self) -> None:
        breakouts = self._breakouts
        block = None if breakouts is None else breakouts.block
        if breakouts is None or block is None or not self._can_form():
            return
        settings = self._settings(breakouts, block)
        request = breakouts.request(block, Wish(settings=settings))
        if not request.members:
            self._refuse(_("Nobody is present yet."))
            return
        over = [one for one in breakouts.rounds_of(block.id) if one.ended is not None]
        open_ = breakouts.current
        seed = 0 if open_ is None or open_.block != block.id else open_.seed + 1
        count = rounds_wanted(settings, len(over))
        self._is_forming = True
        self._desk.background.run(
            lambda: _formed(request, settings, count, seed),
            lambda found: self._seat(block, found[0].rounds, settings, seed, found[1]),
            lambda error: self._not_formed(error, request),
        )

    def _seat(
        self,
        block: Block,
        rounds: tuple[Round, ...],
        settings: BreakoutSettings,
        seed: int,
        parted: tuple[Rule, ...],
    ) -> None:
        self._is_forming = False
        breakouts = self._breakouts
        if breakouts is None or breakouts.is_out:
            return
        self._do(
            lambda desk: desk.seat(block, rounds, self._room_names, settings=settings, seed=seed)
        )
        if parted:
            rules = "; ".join(rule_words(interface(), rule, self._names()) for rule in parted)
            self._refuse(_("Could not be kept with these sizes: {rules}.", rules=rules))
        self._panel.take_focus()

    def _not_formed(self, error: Exception, request: Request) -> None:
        self._is_forming = False
        if isinstance(error, Contradiction):
            self._refuse(contradiction_words(interface(), error, self._names()))
        elif isinstance(error, TooHard):
            self._refuse(too_hard_words(interface()))
        else:
            self._desk.tell_failure(error)

    def _form_same(self) -> None:
        breakouts = self._breakouts
        block = None if breakouts is None else breakouts.block
        again = None if breakouts is None or block is None else breakouts.same_again(block)
        if block is not None and again is not None:
            self._do(lambda desk: desk.seat(block, [again], self._room_names))
            self._panel.take_focus()

    def _room_names(self, rooms: Round) -> list[str]:
        """Return names for rooms in the language of the session."""
        breakouts = self._breakouts
        modes = {} if breakouts is None else {one.id: one.mode for one in breakouts.members()}
        tr = self._session_language()
        return [
            room_name(tr, number, {modes[person] for person in room if person in modes})
            for number, room in enumerate(rooms, 1)
        ]

    def _session_language(self) -> Translator:
        controller = self._controller
        return interface() if controller is None else translator(controller.session.language)

    # Time

    def _send_or_call_back(self) -> None:
        if self._is_out():
            self._do(Breakouts.call_back)
        else:
            self._do(Breakouts.send_out)

    def _adjust_room(self, minutes: int) -> None:
        if self._panel.view.room is not None:
            self._adjust(self._panel.view.room, minutes)

    def _adjust(self, room: int | None, minutes: int) -> None:
        """Say what an adjustment would do; more presses add up until it is confirmed."""
        before = 0
        if self._adjustment is not None and self._adjustment[0] == room:
            before = self._adjustment[1]
        total = before + minutes
        self._adjustment = (room, total) if total else None
        self._asked = None
        self._show_adjustment()
        self.wanted.emit()
        self._panel.take_focus()

    def _show_adjustment(self) -> None:
        controller, round_ = self._controller, self._round
        if self._adjustment is None or controller is None or round_ is None:
            self._panel.show_preview("")
            return
        room, minutes = self._adjustment
        found = controller.breakouts.end_after(Duration(minutes * MINUTE), room=room)
        if found is None:
            self._let_go()
            return
        back, ends = found
        before = controller.projection().projected_end
        what = _("All rooms") if room is None else round_.rooms[room].name
        self._panel.show_preview(
            _(
                "{what} {minutes} min: {effect}. Enter applies, Esc does not.",
                what=what,
                minutes=f"+{minutes}" if minutes > 0 else f"−{-minutes}",
                effect=end_words(interface(), back, ends, before, controller.plan.zone),
            )
        )

    def _apply_adjustment(self) -> None:
        if self._adjustment is None:
            return
        room, minutes = self._adjustment
        self._let_go()
        self._do(lambda desk: desk.adjust(Duration(minutes * MINUTE), room=room))

    # People and rooms

    def _move(self, person: str, room: int) -> None:
        self._do(lambda desk: desk.move(PersonId(person), room))

    def _look_at(self, person: str, room: int) -> None:
        """Say what dropping somebody in a room would do."""
        self._panel.show_preview(self._effect(PersonId(person), room) if room >= 0 else "")

    def _effect(self, person: PersonId, room: int) -> str:
        breakouts, round_ = self._breakouts, self._round
        if breakouts is None or round_ is None or not 0 <= room < len(round_.rooms):
            return ""
        effect = breakouts.effect_of_move(person, room)
        if effect is None:
            return ""
        names = self._names()
        return _(
            "{name} to {room}: {effect}",
            name=names.get(person, ""),
            room=round_.rooms[room].name,
            effect=effect_words(interface(), effect, names),
        )

    def _ask_move(self) -> None:
        person = self._panel.view.person
        if person is not None:
            self._ask(_Asked.MOVE, _("{name} to room number…", name=person.name))

    def _look_at_typed(self, text: str) -> None:
        person = self._panel.view.person
        if self._asked is _Asked.MOVE and person is not None:
            self._panel.show_preview(self._effect(person.id, _room_number(text)))

    def _ask_rule(self) -> None:
        self._let_go()
        self.wanted.emit()
        self._panel.ask_rule()

    def _set_rules(self, rules: tuple[Rule, ...]) -> None:
        """Let the groups of this session be formed by these rules about people from now on."""
        controller = self._controller
        block = None if controller is None else controller.breakouts.block
        if controller is None or block is None:
            return
        if not self._desk.can_write:
            self._desk.tell_failure(LibraryReadOnly(self._desk.library.path))
            return
        before = people_rules(controller.breakouts.settings(block))
        self._put_rules(controller, block.id, rules)
        changed = next(rule for rule in (*rules, *before) if (rule in rules) != (rule in before))
        words = rule_words(interface(), changed, self._names())
        said = (
            _("Rule: {rule}.", rule=words)
            if changed in rules
            else _("No longer a rule: {rule}.", rule=words)
        )
        self._desk.tell_done(said, lambda: self._put_rules(controller, block.id, before))

    def _put_rules(
        self, controller: SessionController, block: BlockId, rules: tuple[Rule, ...]
    ) -> None:
        """Keep rules in all breakout blocks of the session's plan."""
        plan = controller.plan
        if block in plan.positions and plan.block(block).breakout is None:
            settings = controller.breakouts.settings(plan.block(block))
            plan = plan.with_block(replace(plan.block(block), breakout=settings))
        controller.planner.change_plan(PlanStep.PEOPLE_RULES, plan_with_people_rules(plan, rules))

    def _lock(self) -> None:
        self._with_person(lambda desk, person: desk.lock(person))

    def _take_out(self) -> None:
        self._with_person(lambda desk, person: desk.take_out(person))

    def _with_person(self, command: Callable[[Breakouts, PersonId], RoomStep | None]) -> None:
        person = self._panel.view.person
        if person is not None:
            self._do(lambda desk: command(desk, person.id))

    def _place(self) -> None:
        """Fit rooms that are not out to those present; else place who is in none, one by one."""
        breakouts = self._breakouts
        if breakouts is not None and breakouts.absent():
            self._do(Breakouts.fit)
        for person in () if breakouts is None else breakouts.unplaced():
            self._do(partial(Breakouts.place, person=person))

    def _set_state(self, state: RoomState) -> None:
        room = self._panel.view.room
        if room is not None:
            self._do(lambda desk: desk.set_state(room, state))

    def _ask_card(self) -> None:
        room, round_ = self._panel.view.room, self._round
        if round_ is None:
            return
        if room is None:
            self._panel.view.choose(0)
            room = 0
        name = round_.rooms[room].name
        self._ask(_Asked.CARD, _("Result of {room}", room=name), round_.rooms[room].card)

    def _ask_name(self) -> None:
        room, round_ = self._panel.view.room, self._round
        if room is None or round_ is None:
            return
        now = round_.rooms[room]
        text = f"{now.name}; {now.place}" if now.place else now.name
        self._ask(_Asked.NAME, _("Name; place or link"), text)

    def _ask(self, asked: _Asked, what: str, text: str = "") -> None:
        self._let_go()
        self.wanted.emit()
        self._asked = asked
        self._panel.ask(what, text)

    def _typed(self, text: str) -> None:
        """Take what was typed, or confirm the adjustment that is shown."""
        asked, self._asked = self._asked, None
        room, person = self._panel.view.room, self._panel.view.person
        if asked is None:
            self._apply_adjustment()
            return
        self._panel.show_preview("")
        self._panel.stop_asking()
        if asked is _Asked.MOVE and person is not None:
            self._move_typed(person.id, text)
        elif asked is _Asked.CARD and room is not None:
            self._do(lambda desk: desk.write_card(room, text))
            self._go_on_to_next_card(room)
        elif asked is _Asked.NAME and room is not None:
            name, _mark, place = text.partition(";")
            self._do(lambda desk: desk.rename(room, name, place))

    def _move_typed(self, person: PersonId, text: str) -> None:
        round_, to = self._round, _room_number(text)
        if round_ is None or not 0 <= to < len(round_.rooms):
            self._refuse(_("There is no room of that number."))
            return
        self._move(person, to)
        self._panel.view.choose(to, person)

    def _go_on_to_next_card(self, room: int) -> None:
        """Ask for the next room without a card, so that all are harvested in one go."""
        round_ = self._round
        if round_ is None:
            return
        following = [at for at in range(room + 1, len(round_.rooms)) if not round_.rooms[at].card]
        if following:
            self._panel.view.choose(following[0])
            self._ask_card()

    def _let_go(self) -> None:
        """Forget what was asked, and what was only looked at."""
        self._asked = None
        self._adjustment = None
        self._panel.show_preview("")
        self._panel.stop_asking()

    # Showing

    def _show(self) -> None:
        self.wanted.emit()
        self._panel.take_focus()

    def _show_standing(self, controller: SessionController, round_: BreakoutRound | None) -> None:
        breakouts = controller.breakouts
        block = breakouts.block
        if block is None:
            self._panel.show_standing(_("No breakout block is to come."))
            return
        rounds = breakouts.rounds_of(block.id)
        words = [block.title]
        if round_ is not None and len(rounds) > 1:
            words.append(_("round {number} of {count}", number=round_.number, count=len(rounds)))
        if round_ is not None and round_.ended is not None:
            words.append(_("called back"))
        self._panel.show_standing(" · ".join(filter(None, words)))

    def _changed(self, areas: Iterable[Area]) -> None:
        if not _AREAS.isdisjoint(areas):
            self.refresh()

    def _tick(self, _tick: object = None) -> None:
        controller, round_ = self._controller, self._round
        if controller is None or round_ is None:
            return
        paused = controller.breakouts.paused(round_)
        self._panel.show_time(round_, controller.now(), paused)
        if self._adjustment is not None:
            self._show_adjustment()
        self._tell_calls(controller, round_, paused)

    def _tell_calls(
        self, controller: SessionController, round_: BreakoutRound, paused: Duration
    ) -> None:
        """Say, with a cue, what the rooms have reached since the last tick."""
        current = controller.projection().current
        if current is None or current.id != round_.block:
            return
        calls = self._calls.look(
            round_,
            controller.now(),
            paused=paused,
            planned=controller.breakouts.settings(controller.plan.block(round_.block)).calls,
            elapsed=current.elapsed,
        )
        for call in calls:
            names = [round_.rooms[room].name for room in call.rooms]
            left = self._outputs.call_words(interface(), call.rooms)
            self._desk.noticed.emit(Notice(reached_words(interface(), call.call, names, left)))
            self._desk.cued.emit(call.cue)

    def _names(self) -> dict[PersonId, str]:
        return {} if self._controller is None else dict(names_of(self._controller))

    def _do(self, command: Callable[[Breakouts], RoomStep | None]) -> None:
        """Carry out a command and tell what it did, with undo."""
        breakouts = self._breakouts
        if breakouts is None:
            return
        if not self._desk.can_write:
            self._desk.tell_failure(LibraryReadOnly(self._desk.library.path))
            return
        step = command(breakouts)
        if step is None:
            return
        words = self._step_words(step)
        self._desk.tell_done(words, lambda: self._take_back(breakouts, step, words))

    def _step_words(self, step: RoomStep) -> str:
        name = "" if step.person is None else self._names().get(step.person, "")
        round_ = next((one for one in step.after.values() if one is not None), None)
        has_room = round_ is not None and step.room is not None and step.room < len(round_.rooms)
        room = round_.rooms[step.room or 0].name if round_ is not None and has_room else ""
        return room_step_words(interface(), step, name, room)

    def _take_back(self, breakouts: Breakouts, step: RoomStep, words: str) -> None:
        if self._desk.can_write and breakouts.take_back(step):
            self._desk.noticed.emit(Notice(_("Taken back: {what}", what=words)))
        else:
            self._refuse(_("There is nothing to take back."))

    def _refuse(self, words: str) -> None:
        self._desk.noticed.emit(Notice(words, Outcome.REFUSED))


def _formed(
    request: Request, settings: BreakoutSettings, count: int, seed: int
) -> tuple[Formed, tuple[Rule, ...]]:
    since = stopwatch()
    return rotate_as_far_as_possible(
        request,
        method_of(settings),
        count,
        seed=seed,
        effort=USUAL_EFFORT,
        is_over=lambda: since() > _LONGEST_MS,
    )


def _room_number(text: str) -> int:
    """Return the place of the room whose number was typed, or -1."""
    clean = text.strip()
    return int(clean) - 1 if clean.isascii() and clean.isdigit() and len(clean) < 4 else -1
