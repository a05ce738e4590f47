"""What people wrote is folded together and counted by people, never by words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.words import (
    counted_terms,
    folded,
    normal_text,
    similar,
    tokens,
    words_to_fold,
)

LEMMAS = {"koulutuksessa": "koulutus", "koulutusta": "koulutus", "tauot": "tauko"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hyvä, HYVÄ!", ["hyvä", "hyvä"]),
        ("Teams-kokous EU:n it’s", ["teams-kokous", "eu:n", "it’s"]),
        ("👍🏽 kiva ❤️", ["👍", "kiva", "❤"]),
        ("a\u0308iti", ["äiti"]),
        (" - ... !", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    """Hyphens keep compounds together; signs are words of their own; marks are none."""
    assert tokens(text) == found


def test_a_person_who_says_it_three_times_counts_once() -> None:
    """Also in three forms."""
    people = [(["koulutus", "Koulutuksessa", "koulutusta"], 1), (["koulutus"], 2)]

    (term,) = counted_terms(people, LEMMAS)

    assert (term.label, term.people) == ("koulutus", 3)
    assert term.forms[0] == ("koulutus", 3)


def test_phrases_stay_whole_without_their_stop_words() -> None:
    """A phrase of nothing but stop words stays as it is."""
    people = [(["tauot ja koulutusta"], 1), (["Tauot, koulutusta"], 1), (["ei ole"], 1)]

    terms = counted_terms(people, LEMMAS)

    assert [(term.key, term.people) for term in terms] == [("tauko koulutus", 2), ("ei ole", 1)]


def test_words_of_longer_answers() -> None:
    """Every word that says something, by people."""
    people = [(["Tauot olivat hyviä, tauot!"], 2), (["Lisää koulutusta ja tauot"], 1)]

    terms = counted_terms(people, LEMMAS, is_by_word=True)

    assert [(term.key, term.people) for term in terms] == [
        ("tauko", 3),
        ("hyviä", 2),
        ("koulutus", 1),
        ("lisää", 1),
    ]


def test_the_form_that_most_people_use_is_shown() -> None:
    """Not the basic form that nobody wrote."""
    people = [(["koulutuksessa"], 2), (["koulutusta"], 1)]

    assert counted_terms(people, LEMMAS)[0].label == "koulutuksessa"


@pytest.mark.parametrize(
    ("one", "other", "is_similar"),
    [
        ("osallistuja", "osallistujien", True),
        ("teamsissä", "teams", True),
        ("yhteistyö", "yhteityö", True),
        ("koulutus", "kouluttaja", True),
        ("koulu", "koala", False),
        ("tauko", "taulu", False),
        ("hyvä", "hylä", False),
        ("yhteistyö", "yksin", False),
    ],
)
def test_what_may_belong_together_is_suggested(one: str, other: str, is_similar: bool) -> None:
    """By a beginning or one letter; nothing is put together by itself."""
    terms = counted_terms([([one], 1), ([other], 1)], {})

    assert len(terms) == 2
    assert bool(similar(terms)) is is_similar


def test_stop_words_need_no_basic_form() -> None:
    """Nor signs."""
    assert words_to_fold([(["ja tauot 👍 Teams-kokous"], 1)]) == {"tauot", "teams-kokous"}


@given(st.lists(st.tuples(st.lists(st.text(max_size=12), max_size=3), st.integers(1, 3))))
def test_no_term_has_more_people_than_there_are(people: list[tuple[list[str], int]]) -> None:
    """Whatever was typed."""
    everybody = sum(times for _texts, times in people)

    for term in counted_terms(people, {}):
        assert 0 < term.people <= everybody
        assert term.label


@given(st.text(max_size=40))
def test_folding_ignores_case_and_marks(text: str) -> None:
    """The same words are the same, whatever stands around them."""
    assert normal_text(f" {text} ") == normal_text(text)
    assert folded(text, {}) == folded(f"{text} ", {})
