"""The library of scales: whole in every language, and usable as it stands (V1)."""

from __future__ import annotations

import pytest

from virtu_desktop.domain.questions import PollKind, Question, question_problems
from virtu_desktop.exchange.scales import list_scales, scale_of
from virtu_desktop.i18n import LANGUAGES

ASKED = Question(text="How is it?", kind=PollKind.OPEN, options=("A", "B"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scale_makes_a_question_that_can_be_asked(language: str) -> None:
    """Whatever stood there before."""
    for ready in list_scales(language):
        question = ready.applied(ASKED)
        assert question_problems(question) == (), ready.id
        assert scale_of(question, language) == ready, ready.id


def test_scales_are_the_same_in_every_language() -> None:
    """Only the words differ, and each language has words of its own."""
    english, finnish, swedish = (list_scales(language) for language in LANGUAGES)

    assert [ready.id for ready in english] == [ready.id for ready in finnish]
    for one, two, three in zip(english, finnish, swedish, strict=True):
        assert one.kind is two.kind is three.kind
        if one.scale is not None and one.scale.labels:
            assert one.scale.labels != two.scale.labels  # type: ignore[union-attr]
            assert one.scale.size == two.scale.size == three.scale.size  # type: ignore[union-attr]


def test_a_question_with_its_own_words_is_on_no_ready_scale() -> None:
    """The planner then offers to choose one."""
    assert scale_of(ASKED, "en") is None
