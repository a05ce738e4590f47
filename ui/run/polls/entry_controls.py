"""Putting answers in by hand: raised hands, papers one by one, typed totals (V2, V3, V8)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.desk import Desk
from ui.run.polls.poll_in_hand import PollInHand
from ui.run.polls.poll_view import Entry, PlaceOf, count_at
from ui.run.polls.polls_panel import PollsPanel
from ui.run.polls.typed_answer import read_answer, read_totals
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Channel, Poll, Present
from virtu_desktop.domain.questions import Answer, PollKind
from virtu_desktop.engine.poll_terms import PollAction, Vote
from virtu_desktop.i18n import _, _n

_ROOM_AND_REMOTE = 2
_CHANNELS = {Entry.HANDS: Channel.HANDS, Entry.TOTALS: Channel.TYPED}


class EntryControls(QObject):
    """Serves the pad, the lines below it, and the places where people are counted."""

    def __init__(
        self,
        desk: Desk,
        hand: PollInHand,
        panel: PollsPanel,
        *,
        bring_forward: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        """Serve ``panel``; bring_forward shows it, leave gives the keyboard back."""
        super().__init__(panel)
        self._desk = desk
        self._hand = hand
        self._panel = panel
        self._bring_forward = bring_forward
        self._leave = leave
        self.entry = Entry.NONE
        self.picked: tuple[int, ...] = ()
        self._place: PlaceOf | None = None
        self._counters: dict[PlaceOf, str] = {}
        self._has_codes = False
        self._code = ""
        self._was_over = False
        panel.tapped.connect(self._tap)
        panel.stepped.connect(self._step_place)
        panel.place_chosen.connect(self._choose_place)
        panel.confirmed.connect(self._confirm_paper)
        panel.taken_back.connect(self._take_back_last)
        panel.finished.connect(self.finish)
        panel.entered.connect(self._take_line)
        panel.code_typed.connect(self._take_code)
        panel.counter_asked.connect(self.ask_counter)
        panel.counter_typed.connect(self._take_counter)

    @property
    def place(self) -> PlaceOf | None:
        """Return where hands are counted now, None while none are."""
        return self._place if self.entry is Entry.HANDS else None

    def forget(self) -> None:
        """Begin anew with another session."""
        self._counters.clear()
        self.stop()

    def enter(self, entry: Entry, *, has_codes: bool = False) -> None:
        """Begin to put answers in, or end it with the same key.

        has_codes: papers with the codes that people made up, each typed before its answer.
        """
        self._bring_forward()
        if self._hand.poll is None:
            return
        if (entry, has_codes) == (self.entry, self._has_codes):
            self.finish()
            return
        self.entry, self.picked, self._code = entry, (), ""
        self._has_codes = has_codes
        places = () if entry is Entry.PRESENT else self._places()
        if places and self._place not in places:
            self._place = places[0]
        self._show()
        self._hand.refreshed.emit()

    def ask_counter(self) -> None:
        """Ask who counts here; the count waits meanwhile."""
        if self.entry not in _CHANNELS:
            self.enter(Entry.HANDS)
        self._panel.ask_counter(self._counter())

    def finish(self) -> None:
        """Put the pad and the line away, and the keyboard where no key types anything."""
        self.stop()
        self._hand.refreshed.emit()
        self._leave()

    def stop(self) -> None:
        """Put the pad and the line away."""
        self.entry, self.picked, self._code = Entry.NONE, (), ""
        self._has_codes = False
        self._panel.set_entry(Entry.NONE)

    def warn(self) -> None:
        """Say aloud that there are more answers than people, when it has become so."""
        warning = self._panel.warning
        is_over = not warning.isHidden()
        if is_over and not self._was_over:
            self._hand.refuse(warning.text())
        self._was_over = is_over

    def _show(self) -> None:
        poll = self._hand.poll
        if poll is None:
            return
        counter = self._counter() if self.entry in _CHANNELS else None
        self._panel.set_entry(
            self.entry,
            places=() if self.entry is Entry.PRESENT else self._places(),
            place=self._place,
            kind=poll.question.kind,
            has_codes=self._has_codes,
            counter=counter,
        )

    # Places, and who counts there.

    def _places(self) -> tuple[PlaceOf, ...]:
        """Return where hands can be counted: the room, each shared screen, the remote people."""
        controller = self._desk.controller
        sites: list[str] = []
        if controller is not None:
            stays = controller.register.present(controller.now()).values()
            sites = sorted({stay.site for stay in stays if stay.mode is Mode.SITE})
        return (
            PlaceOf(Mode.ROOM),
            *(PlaceOf(Mode.SITE, site) for site in sites),
            PlaceOf(Mode.REMOTE),
        )

    def _step_place(self, by: int) -> None:
        places = self._places()
        place = places.index(self._place) if self._place in places else 0
        self._choose_place(places[(place + by) % len(places)])

    def _choose_place(self, place: PlaceOf) -> None:
        self._place = place
        self._show()
        self._hand.refreshed.emit()

    def _counter(self) -> str:
        """Return who counts at this place: of this count, else who did the last time."""
        poll, place = self._hand.poll, self._place
        channel = _CHANNELS.get(self.entry, Channel.HANDS)
        if poll is None or place is None:
            return ""
        if (count := count_at(poll.latest, place, channel)) is not None:
            return count.source.counted_by
        if place not in self._counters:
            self._counters[place] = self._counter_before(place)
        return self._counters[place]

    def _counter_before(self, place: PlaceOf) -> str:
        polls = self._hand.polls
        rounds = [] if polls is None else [one for poll in polls.polls for one in poll.rounds]
        for round_ in reversed(rounds):
            for channel in _CHANNELS.values():
                count = count_at(round_, place, channel)
                if count is not None and count.source.counted_by:
                    return count.source.counted_by
        return ""

    def _take_counter(self, name: str) -> None:
        poll, place = self._hand.poll, self._place
        if poll is None or place is None:
            return
        name = " ".join(name.split())
        self._counters[place] = name
        channel = _CHANNELS.get(self.entry, Channel.HANDS)
        count = count_at(poll.latest, place, channel)
        if count is not None and self._hand.give(
            lambda polls: polls.name_counter(poll.id, count.id, name)
        ):
            self._hand.remember(_("who counted"))
        self._show()
        self._hand.refreshed.emit()

    # Hands, papers, totals.

    def _tap(self, row: int, by: int) -> None:
        poll, place = self._hand.poll, self._place
        if poll is None or place is None:
            return
        if self.entry is Entry.PAPER:
            self._pick(poll, row)
            return
        counter = self._counter()
        if self._hand.give(
            lambda polls: polls.tap(
                poll.id, row, mode=place.mode, site=place.site, by=by, counted_by=counter
            )
        ):
            self._hand.remember(_("hand"))

    def _pick(self, poll: Poll, row: int) -> None:
        if poll.question.is_single:
            self._cast(poll, Answer(picks=(row,)))
            return
        if row in self.picked:
            self.picked = tuple(place for place in self.picked if place != row)
        else:
            self.picked = (*self.picked, row)
        self._hand.refreshed.emit()

    def _confirm_paper(self) -> None:
        poll = self._hand.poll
        if poll is not None and self.entry is Entry.PAPER and self.picked:
            picks = self.picked
            if poll.question.kind is PollKind.MULTIPLE:
                picks = tuple(sorted(picks))
            if self._cast(poll, Answer(picks=picks)):
                self.picked = ()
                self._hand.refreshed.emit()

    def _take_line(self, line: str) -> None:
        if not line.strip():
            if self.entry is Entry.TOTALS:
                # Nothing more is typed: the keys of the cockpit work again.
                self.finish()
            return
        if self.entry is Entry.PRESENT:
            self._take_present(line)
            return
        poll, place = self._hand.poll, self._place
        if poll is None or place is None:
            return
        if self.entry is Entry.TOTALS:
            self._take_totals(poll, place, line)
            return
        answer = read_answer(poll.question, line)
        if answer is None:
            self._hand.refuse(_("That does not answer this question."))
        elif self._cast(poll, answer):
            self._panel.entry_line.clear()

    def _take_present(self, line: str) -> None:
        """Take how many are present, in the order of the places: room and remote."""
        totals, polls = read_totals(line), self._hand.polls
        if totals is None or len(totals.counts) != _ROOM_AND_REMOTE or polls is None:
            self._hand.refuse(_n("Type {count} number.", "Type {count} numbers.", _ROOM_AND_REMOTE))
            return
        room, remote = totals.counts
        polls.set_present(Present(room=room, remote=remote))
        self._panel.entry_line.clear()
        self.finish()

    def _take_totals(self, poll: Poll, place: PlaceOf, line: str) -> None:
        totals = read_totals(line)
        wanted = len(poll.question.choices)
        if totals is None or len(totals.counts) != wanted:
            self._hand.refuse(_n("Type {count} number.", "Type {count} numbers.", wanted))
            return
        counter = self._counter()
        done = self._hand.give(
            lambda polls: polls.set_total(
                poll.id,
                totals.counts,
                mode=place.mode,
                site=place.site,
                people=totals.people,
                counted_by=counter,
            )
        )
        if done:
            self._panel.entry_line.clear()
            self._hand.tell(_("The totals are taken."))
            self.warn()

    def _take_code(self, code: str) -> None:
        """Keep the code of the paper whose answer comes next; an empty one is none."""
        self._code = " ".join(code.split())
        poll = self._hand.poll
        if poll is not None and self._code and poll.latest.has_code(self._code):
            self._hand.refuse(
                _("This code is here already: both papers count, neither is matched.")
            )
        self._panel.take_answer_of(self._code)

    def _cast(self, poll: Poll, answer: Answer) -> bool:
        place = self._place or PlaceOf(Mode.ROOM)
        vote = Vote(answer=answer, mode=place.mode, site=place.site, code=self._code)
        done = self._hand.give(lambda polls: polls.cast(poll.id, vote, channel=Channel.PAPER))
        if done:
            self._hand.remember(_("paper"))
            self._code = ""
            if self._has_codes:
                self._panel.take_next_code()
        return done

    def _take_back_last(self) -> None:
        if self.picked:
            self.picked = self.picked[:-1]
            self._hand.refreshed.emit()
            return
        polls = self._hand.polls
        latest = None if polls is None else polls.undoable
        if latest is not None and latest[0] in (PollAction.COUNTED, PollAction.BALLOT):
            self._desk.undo_latest()
