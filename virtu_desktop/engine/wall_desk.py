"""Walls of open answers: moderation, themes and freezing (V10).

Every decision is a step of the polls, kept and undone like any other. Basic forms of words come
from outside, as they become known; without them every form stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from virtu_desktop.domain import wall as walls
from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.polls import Poll, PollId
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.domain.wall import ThemeId, WallEntry
from virtu_desktop.domain.words import Term, similar
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.polling import PollDesk


class WallDesk:
    """Decides on the open answers of the polls of one session."""

    def __init__(self, polls: PollDesk, *, bus: Bus, new_id: Callable[[], str]) -> None:
        """Work on the walls of ``polls``."""
        self._polls = polls
        self._bus = bus
        self._new_id = new_id
        self._lemmas: dict[str, str] = {}

    def learn(self, lemmas: Mapping[str, str]) -> None:
        """Take in basic forms of words; walls are folded by them from now on."""
        new = {word: lemma for word, lemma in lemmas.items() if self._lemmas.get(word) != lemma}
        if new:
            self._lemmas |= new
            self._bus.tell(Area.POLLS)

    def unknown_words(self, poll: Poll) -> frozenset[str]:
        """Return the words of a poll's answers whose basic forms are not known yet."""
        people = walls.people_of(tally(poll).answers)
        return walls.folding_words(poll.question, people) - self._lemmas.keys()

    def entries(self, poll: Poll) -> tuple[WallEntry, ...]:
        """Return themes and single answers of the newest round, most people first."""
        people = walls.people_of(tally(poll).answers)
        return walls.entries(poll.question, people, poll.wall, self._lemmas)

    def words(self, poll: Poll, result: Result | None = None) -> tuple[CloudWord, ...]:
        """Return what the room may see. result: of the newest round, if it is counted already."""
        answers = (tally(poll) if result is None else result).answers
        people = walls.people_of(answers)
        return walls.wall_words(poll.question, people, poll.wall, self._lemmas)

    def suggestions(self, poll: Poll) -> list[tuple[WallEntry, WallEntry]]:
        """Return pairs that may belong together, those of most people first."""
        by_key = {entry.key: entry for entry in self.entries(poll) if entry.theme is None}
        terms = [
            Term(key=key, label=entry.label, people=entry.people, forms=entry.forms)
            for key, entry in by_key.items()
        ]
        return [(by_key[one], by_key[other]) for one, other in similar(terms)]

    def let_through(self, poll: PollId, chosen: Sequence[WallEntry]) -> None:
        """Let the room see entries."""
        wall = self._polls.poll(poll).wall
        self._polls.set_wall(poll, walls.let_through(wall, _forms(chosen)))

    def leave_out(self, poll: PollId, chosen: Sequence[WallEntry]) -> None:
        """Keep entries from the room."""
        wall = self._polls.poll(poll).wall
        self._polls.set_wall(poll, walls.left_out(wall, _forms(chosen)))

    def put_together(self, poll: PollId, chosen: Sequence[WallEntry]) -> None:
        """Make one theme of several entries."""
        if len(chosen) > 1:
            wall = self._polls.poll(poll).wall
            made = walls.put_together(wall, chosen, ThemeId(self._new_id()))
            self._polls.set_wall(poll, made)

    def take_apart(self, poll: PollId, theme: ThemeId) -> None:
        """Let the forms of a theme stand for themselves again."""
        self._polls.set_wall(poll, walls.taken_apart(self._polls.poll(poll).wall, theme))

    def rename(self, poll: PollId, theme: ThemeId, name: str) -> None:
        """Give a theme another name; an empty one is none."""
        if name := " ".join(name.split()):
            self._polls.set_wall(poll, walls.renamed(self._polls.poll(poll).wall, theme, name))

    def freeze(self, poll: PollId, *, is_frozen: bool) -> None:
        """Let the room see what it sees now, whatever comes later; or again what comes."""
        asked = self._polls.poll(poll)
        frozen = self.words(asked) if is_frozen else None
        self._polls.set_wall(poll, replace(asked.wall, frozen=frozen))


def _forms(chosen: Sequence[WallEntry]) -> set[str]:
    return {form for entry in chosen for form in entry.compared}
