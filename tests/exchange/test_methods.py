"""The library of methods: what is found, and what comes into the plan (P4)."""

from __future__ import annotations

import pytest

from tests.builders import mins
from tests.domain.drawn_plans import counting
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.exchange.methods import (
    Method,
    block_from_method,
    blocks_from_method,
    find_methods,
    list_methods,
)

LANGUAGES = ["en", "fi", "sv"]


def named(name: str, language: str = "en") -> Method:
    """Return a method by its id."""
    return next(method for method in list_methods(language) if method.id == name)


def ids(found: tuple[Method, ...]) -> set[str]:
    """Return the ids of methods."""
    return {method.id for method in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_is_complete(language: str) -> None:
    """All texts are there, the steps add up, and the limits are possible."""
    methods = list_methods(language)

    assert len(methods) == 27
    assert [one.name for one in methods] == sorted((one.name for one in methods), key=str.casefold)
    for method in methods:
        texts = [method.name, method.purpose, method.hybrid, method.why]
        assert all([*texts, *(step.text for step in method.steps)])
        assert sum(step.length for step in method.steps) == method.typical
        assert 0 < method.least <= method.typical
        assert 0 < method.group_min <= method.group_max


def test_texts_are_in_the_language_asked_for() -> None:
    """The same method has a name in each language."""
    assert [named("check_in_round", language).name for language in LANGUAGES] == [
        "Check-in round",
        "Kuulumiskierros",
        "Incheckningsrunda",
    ]


@pytest.mark.parametrize(
    "text", ["check-in", "CHECK", "kuulumis", "KUULUMISKIERROS", "incheckn", "mikrofonin kier"]
)
def test_a_method_is_found_by_words_of_any_language(text: str) -> None:
    """By name, purpose or steps, by beginnings of words, whatever language is shown."""
    for language in LANGUAGES:
        assert "check_in_round" in ids(find_methods(list_methods(language), text))


@pytest.mark.parametrize("text", ["xyzzy", "check xyzzy", "heck-in"])
def test_every_word_must_fit(text: str) -> None:
    """A word that is not there, or only inside another, finds nothing more."""
    assert "check_in_round" not in ids(find_methods(list_methods("en"), text))


def test_the_name_alone_is_searched_like_all_else() -> None:
    """Purpose and steps count too, so that a goal finds the method."""
    method = named("check_in_round")
    purpose = find_methods([method], "let every voice be heard")
    step = find_methods([method], "lead over first topic")
    why = find_methods([method], method.why)

    assert (purpose, step, why) == ((method,), (method,), ())


def test_no_words_find_all() -> None:
    """An empty search and one of signs only leave the list as it is."""
    methods = list_methods("fi")

    assert find_methods(methods) == methods
    assert find_methods(methods, " - ") == methods


def test_filters_have_their_limits() -> None:
    """Time and size count at their very limits; filters work together."""
    method = named("check_in_round")

    def fits(**wanted: object) -> bool:
        return find_methods([method], **wanted) == (method,)  # type: ignore[arg-type]

    assert fits(length=mins(5))
    assert not fits(length=mins(4.9))
    assert fits(people=3)
    assert fits(people=24)
    assert not fits(people=2)
    assert not fits(people=25)
    assert fits(kinds=[BlockKind.OPENING, BlockKind.POLL])
    assert not fits(kinds=[BlockKind.POLL])
    assert fits(hybrid_ready=True)
    assert fits(length=mins(9), people=10, kinds=[BlockKind.OPENING], hybrid_ready=True)
    assert not fits(length=mins(9), people=50)


def test_methods_that_take_more_are_left_out_when_asked() -> None:
    """Ready for hybrid means that the meeting and a shared list are enough."""
    methods = list_methods("en")

    ready = find_methods(methods, hybrid_ready=True)

    assert 0 < len(ready) < len(methods)
    assert {one.id for one in methods if one.hybrid_ready} == ids(ready)


def test_a_method_comes_as_one_block() -> None:
    """Steps and purpose are for the trainer, the hybrid advice for remote people."""
    block = block_from_method(named("check_in_round", "fi"), counting())

    assert (block.id, block.title, block.kind) == ("new1", "Kuulumiskierros", BlockKind.OPENING)
    assert (block.length, block.minimum) == (mins(10), mins(5))
    assert block.remote.startswith("Etäosallistujat ensin")
    lines = block.trainer_note.splitlines()
    assert lines[0] == "Saada kaikki mukaan ja jokaisen ääni kerran kuuluviin."
    assert lines[2].startswith("1 min: Esitä yksi kevyt kysymys")
    assert len(lines) == 6
    assert block.origin == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_minutes_are_written_as_people_write_them(language: str) -> None:
    """A step of half a minute has a comma in Finnish and Swedish."""
    notes = "\n".join(
        block_from_method(method, counting()).trainer_note for method in list_methods(language)
    )

    mark = "." if language == "en" else ","
    assert f"1{mark}5 min:" in notes or f"0{mark}5 min:" in notes or f"2{mark}5 min:" in notes


def test_a_method_comes_as_a_block_for_each_step() -> None:
    """The blocks together take as long; each says which step of how many it is."""
    for method in list_methods("en"):
        blocks = blocks_from_method(method, counting())

        assert [block.length for block in blocks] == [step.length for step in method.steps]
        assert [block.trainer_note for block in blocks] == [step.text for step in method.steps]
        assert {block.kind for block in blocks} == {method.kind}
        assert abs(sum(block.minimum for block in blocks) - method.least) <= mins(len(blocks) / 2)
        assert len({block.id for block in blocks}) == len(blocks)
    titles = [block.title for block in blocks_from_method(named("check_in_round"), counting())]
    assert titles == [f"Check-in round {place}/4" for place in (1, 2, 3, 4)]
