"""Open answers on their way to the wall: let through, put into themes, frozen for the reveal (V10).

A wall never changes what was answered. It names written forms by how they are compared, so that
it holds while answers still come; only forms that were let through are ever shown to the room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.charts.model import CloudWord
from virtu_desktop.domain.questions import Answer, PollKind, Question
from virtu_desktop.domain.words import People, folded, normal_text, term_of, words_to_fold

ThemeId = NewType("ThemeId", str)


class Seen(StrEnum):
    """Whether the room may see something that was written."""

    WAITING = "waiting"
    SHOWN = "shown"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Forms that were put together under one name."""

    id: ThemeId
    name: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What the trainer decided. shown, left_out: forms as they are compared.

    frozen: what the room sees since it was frozen, whatever comes later; None while it follows.
    """

    shown: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    themes: tuple[Theme, ...] = ()
    frozen: tuple[CloudWord, ...] | None = None

    def theme_of(self, form: str) -> Theme | None:
        """Return the theme that a form was put into, or None."""
        return next((theme for theme in self.themes if form in theme.forms), None)

    def seen(self, form: str) -> Seen:
        """Return whether the room may see a form."""
        if form in self.shown:
            return Seen.SHOWN
        return Seen.LEFT_OUT if form in self.left_out else Seen.WAITING


NOTHING_DECIDED = Wall()


@dataclass(frozen=True, slots=True, kw_only=True)
class WallEntry:
    """A theme, or forms that belong together by themselves.

    forms: (as written, people). seen: WAITING while any form waits.
    """

    key: str
    label: str
    people: int
    forms: tuple[tuple[str, int], ...]
    seen: Seen
    theme: ThemeId | None = None

    @property
    def compared(self) -> frozenset[str]:
        """Return the forms as they are compared."""
        return frozenset(normal_text(form) for form, _people in self.forms)


def people_of(answers: Iterable[tuple[Answer, int]]) -> People:
    """Return what people wrote, with how many gave each answer."""
    return [(answer.texts, times) for answer, times in answers if answer.texts]


def folding_words(question: Question, people: People) -> frozenset[str]:
    """Return the words whose basic forms fold answers together; whole answers are not folded."""
    return words_to_fold(people) if question.kind is PollKind.CLOUD else frozenset()


def entries(
    question: Question, people: People, wall: Wall, lemmas: Mapping[str, str]
) -> tuple[WallEntry, ...]:
    """Return themes and single terms, most people first; a person counts once in each."""
    themes = {form: theme for theme in wall.themes for form in theme.forms}
    is_folded = question.kind is PollKind.CLOUD
    total: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for texts, times in people:
        said: dict[str, set[str]] = {}
        for text in dict.fromkeys(" ".join(text.split()) for text in texts):
            form = normal_text(text)
            theme = themes.get(form)
            own = folded(text, lemmas) if is_folded else form
            said.setdefault(own if theme is None else _theme_key(theme), set()).add(text)
        for key, forms in said.items():
            total[key] += times
            for text in forms:
                written.setdefault(key, Counter())[text] += times
    by_key = {_theme_key(theme): theme for theme in wall.themes}
    found = [
        _entry(wall, key, total[key], forms, by_key.get(key)) for key, forms in written.items()
    ]
    return tuple(sorted(found, key=lambda entry: (-entry.people, entry.label.casefold())))


def wall_words(
    question: Question, people: People, wall: Wall, lemmas: Mapping[str, str]
) -> tuple[CloudWord, ...]:
    """Return what the room sees: only what was let through, or what was frozen."""
    if wall.frozen is not None:
        return wall.frozen
    let_through = [
        ([text for text in texts if normal_text(text) in wall.shown], times)
        for texts, times in people
    ]
    return tuple(
        CloudWord(text=entry.label, people=entry.people)
        for entry in entries(question, let_through, wall, lemmas)
    )


def hidden_wall(wall: Wall, written: Iterable[str], text: Callable[[str], str]) -> Wall:
    """Return the decisions on open answers without names in them.

    written: the answers as they stand; forms are only compared with them, so they change alike.
    """
    forms = {normal_text(words): normal_text(text(words)) for words in written}

    def hidden(those: Iterable[str]) -> frozenset[str]:
        return frozenset(forms[form] for form in those if form in forms)

    return replace(
        wall,
        shown=hidden(wall.shown),
        left_out=hidden(wall.left_out),
        themes=tuple(
            replace(theme, name=text(theme.name), forms=hidden(theme.forms))
            for theme in wall.themes
        ),
        frozen=None
        if wall.frozen is None
        else tuple(replace(word, text=text(word.text)) for word in wall.frozen),
    )


def let_through(wall: Wall, forms: Iterable[str]) -> Wall:
    """Return a wall on which the forms may be seen."""
    forms = frozenset(forms)
    return replace(wall, shown=wall.shown | forms, left_out=wall.left_out - forms)


def left_out(wall: Wall, forms: Iterable[str]) -> Wall:
    """Return a wall on which the forms may not be seen."""
    forms = frozenset(forms)
    return replace(wall, shown=wall.shown - forms, left_out=wall.left_out | forms)


def put_together(wall: Wall, chosen: Sequence[WallEntry], new_id: ThemeId) -> Wall:
    """Return a wall on which entries are one theme.

    A theme among them takes the others in; without one a theme of that id begins, called like
    the entry of most people.
    """
    forms = frozenset(form for entry in chosen for form in entry.compared)
    themes = [entry for entry in chosen if entry.theme is not None]
    kept = next((theme for theme in wall.themes if themes and theme.id == themes[0].theme), None)
    largest = max(chosen, key=lambda entry: entry.people)
    name = largest.label if kept is None else kept.name
    made = Theme(id=new_id if kept is None else kept.id, name=name, forms=forms)
    others = _without(wall.themes, forms, {entry.theme for entry in themes})
    return replace(wall, themes=(*others, made))


def taken_apart(wall: Wall, theme: ThemeId) -> Wall:
    """Return a wall without a theme; its forms stand for themselves again."""
    return replace(wall, themes=tuple(one for one in wall.themes if one.id != theme))


def renamed(wall: Wall, theme: ThemeId, name: str) -> Wall:
    """Return a wall on which a theme has another name."""
    themes = (replace(one, name=name) if one.id == theme else one for one in wall.themes)
    return replace(wall, themes=tuple(themes))


def _theme_key(theme: Theme) -> str:
    # No folded text begins with a line break.
    return f"\n{theme.id}"


def _entry(
    wall: Wall, key: str, people: int, forms: Counter[str], theme: Theme | None
) -> WallEntry:
    term = term_of(key, people, forms)
    found = {wall.seen(normal_text(form)) for form in forms}
    if Seen.WAITING in found:
        seen = Seen.WAITING
    else:
        seen = Seen.SHOWN if Seen.SHOWN in found else Seen.LEFT_OUT
    return WallEntry(
        key=key,
        label=term.label if theme is None else theme.name,
        people=people,
        forms=term.forms,
        seen=seen,
        theme=None if theme is None else theme.id,
    )


def _without(
    themes: Iterable[Theme], forms: frozenset[str], taken_in: Collection[ThemeId | None]
) -> list[Theme]:
    """Return the other themes, each without the forms that stand elsewhere now."""
    kept = []
    for theme in themes:
        left = theme.forms - forms
        if theme.id not in taken_in and left:
            kept.append(replace(theme, forms=left))
    return kept
