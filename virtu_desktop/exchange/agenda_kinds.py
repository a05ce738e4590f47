"""Guesses the kind of a block from the words of its method and title, in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.i18n import LANGUAGES, translator
from virtu_desktop.wording import kind_word


class KindFrom(StrEnum):
    """What the kind of an imported block comes from; only the first one is no guess."""

    NAMED = "named"
    METHOD = "method"
    TITLE = "title"
    NOTHING = "nothing"


def guess_kind(method: str, title: str) -> tuple[BlockKind, KindFrom]:
    """Return the kind that a method, or else a title, speaks of; plenary when neither does.

    >>> [str(found) for found in guess_kind("Pienryhmät", "Purku")]
    ['breakout', 'method']
    >>> [str(found) for found in guess_kind("", "Kahvitauko")]
    ['break', 'title']
    """
    named = _names().get(method.strip().casefold())
    if named is not None:
        return named, KindFrom.NAMED
    for text, source in ((method, KindFrom.METHOD), (title, KindFrom.TITLE)):
        found = _spoken_of(text)
        if found is not None:
            return found, source
    return BlockKind.PLENARY, KindFrom.NOTHING


@cache
def _names() -> dict[str, BlockKind]:
    """Return the product's own words for the kinds, in every language."""
    spoken = {
        kind_word(translator(language), kind).casefold(): kind
        for language in LANGUAGES
        for kind in BlockKind
    }
    return spoken | {kind.value: kind for kind in BlockKind}


def _spoken_of(text: str) -> BlockKind | None:
    folded = text.casefold()
    return next((kind for kind, words in _WORDS.items() if words.search(folded)), None)


def _words(beginnings: str, *, inside: str = "") -> re.Pattern[str]:
    """Return a pattern for words that begin, or anywhere hold, one of several parts."""
    parts = [rf"\b(?:{'|'.join(beginnings.split())})"]
    if inside:
        parts.append(f"(?:{'|'.join(inside.split())})")
    return re.compile("|".join(parts))


# The first kind that is spoken of counts: a break in small groups is a break.
_WORDS: Mapping[BlockKind, re.Pattern[str]] = {
    BlockKind.BREAK: _words(
        r"break\b coffee lunch\b kahvi lounas tauko\b tauot\b jaloittelu paus\b pausen\b rast\b "
        r"fika kaffe bensträckare",
        inside=r"tauko\b tauolla\b paus\b",
    ),
    BlockKind.BREAKOUT: _words(
        "breakout pair pairs trio trios groupwork group\\s?work groups\\b small\\s?group "
        "world\\s?caf parit\\b pareittain pari\\w*keskustel parityö ryhmät\\b ryhmissä ryhmätyö "
        "pienryhm porinaryhm kolmik bikup smågrupp grupparbete grupper\\b i\\s?grupp par\\b "
        "parsamtal pardiskussion pararbete",
    ),
    BlockKind.INDIVIDUAL: _words(
        "individual alone\\b silent solo\\b own\\s?work itsenäi yksin\\b yksilö hiljai enskil "
        "individuell tyst\\b tyst\\s egen\\s?tid"
    ),
    BlockKind.POLL: _words(
        "poll\\b polls\\b vote voting survey kysely äänest pulssi menti alkukartoitus "
        "loppukartoitus omröst enkät röst puls\\b"
    ),
    BlockKind.OPENING: _words(
        "opening welcome check-?in intro\\b introduction avaus tervetul aloitus\\b sisäänkirj "
        "öppning välkom inledning incheckning"
    ),
    BlockKind.CLOSING: _words(
        "closing close\\b wrap-?up check-?out päätös lopetus loppukierros lopuksi uloskirj "
        "avslut avrundning utcheckning"
    ),
    BlockKind.PLENARY: _words(
        "plen lecture presentation talk\\b discussion debrief demo yhtei esity luento alustus "
        "keskustel purku föreläs diskussion gemensam genomgång"
    ),
}
