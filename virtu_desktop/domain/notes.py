"""Notes of a session: one typed line with tags and persons (N1, N2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import Instant

NoteId = NewType("NoteId", str)
NoteCorrectionId = NewType("NoteCorrectionId", str)


class NoteTag(StrEnum):
    """What a note is; PLAIN is a note without a tag."""

    PLAIN = "note"
    IDEA = "idea"
    DECISION = "decision"
    ACTION = "action"
    PARKING = "parking"
    QUOTE = "quote"
    EXPERIMENT = "experiment"


# Trainers type tags in their own language; the stored tag is the same.
_TAG_WORDS = {
    **{tag.value: tag for tag in NoteTag if tag is not NoteTag.PLAIN},
    "ajatus": NoteTag.IDEA,
    "idé": NoteTag.IDEA,
    "päätös": NoteTag.DECISION,
    "beslut": NoteTag.DECISION,
    "toimenpide": NoteTag.ACTION,
    "tehtävä": NoteTag.ACTION,
    "åtgärd": NoteTag.ACTION,
    "uppgift": NoteTag.ACTION,
    "parkki": NoteTag.PARKING,
    "parkkipaikka": NoteTag.PARKING,
    "parkering": NoteTag.PARKING,
    "parkeringsplats": NoteTag.PARKING,
    "sitaatti": NoteTag.QUOTE,
    "lainaus": NoteTag.QUOTE,
    "citat": NoteTag.QUOTE,
    "kokeilu": NoteTag.EXPERIMENT,
    "försök": NoteTag.EXPERIMENT,
}
_PRIVATE_WORDS = frozenset({"private", "oma", "yksityinen", "egen", "privat"})
# A tag is often typed as a heading, "#idea: ...": its colon goes with it.
_HASHTAG = re.compile(r"(?<!\S)#([^\s#@.,;:!?]+)[:,]?")
_WORDS = re.compile(r"[\w-]+")
_PERSON = re.compile(r"(?<!\S)@([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """What one typed line says: its tag, its persons, and the text without the tag words."""

    text: str
    tag: NoteTag
    persons: tuple[str, ...]
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note of a session. A private note is never exported and never reaches the stage.

    at: when it was written. block: the block that ran then, or None outside the run.
    edited: when it was last changed, or None.
    """

    id: NoteId
    at: Instant
    block: BlockId | None
    text: str
    tag: NoteTag = NoteTag.PLAIN
    persons: tuple[str, ...] = ()
    private: bool = False
    edited: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCorrection:
    """A tag that was put right after the session, with the old and the new one."""

    id: NoteCorrectionId
    at: Instant
    note: NoteId
    before: NoteTag
    after: NoteTag


def parse_note_line(line: str) -> NoteLine:
    """Read tags and persons out of a typed line.

    The first known #tag decides and is taken out of the text; unknown #words stay as typed.
    #private (oma, yksityinen, egen, privat) makes the note private. @persons stay in the text.

    >>> parse_note_line("#idea rotate the chair @Saara")
    NoteLine(text='rotate the chair @Saara', tag=<NoteTag.IDEA: 'idea'>, persons=('Saara',), \
private=False)
    """
    tag = NoteTag.PLAIN
    private = False

    def take_out(match: re.Match[str]) -> str:
        nonlocal tag, private
        word = match[1].casefold()
        if word in _PRIVATE_WORDS:
            private = True
            return ""
        if tag is NoteTag.PLAIN and word in _TAG_WORDS:
            tag = _TAG_WORDS[word]
            return ""
        return match[0]

    text = " ".join(_HASHTAG.sub(take_out, line).split())
    persons = tuple(dict.fromkeys(_PERSON.findall(text)))
    return NoteLine(text=text, tag=tag, persons=persons, private=private)


def mentions(names: Iterable[str]) -> tuple[str, ...]:
    """Return how each person can be written after @: by first name, or whole where two share it.

    >>> mentions(["Aino Lahti", "Aino Salo", "Bo Ek"])
    ('AinoLahti', 'AinoSalo', 'Bo')
    """
    parts = [_WORDS.findall(name) for name in names]
    parts = [words for words in parts if words]
    firsts = Counter(words[0].casefold() for words in parts)
    return tuple(
        words[0] if firsts[words[0].casefold()] == 1 else "".join(words) for words in parts
    )
