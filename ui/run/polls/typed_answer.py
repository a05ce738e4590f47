"""Answers and totals as somebody types them from paper (V2); no widgets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from virtu_desktop.domain.questions import Answer, PollKind, Question

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers in the order of the choices; people: how many took part, None unless typed."""

    counts: tuple[int, ...]
    people: int | None


def read_totals(line: str) -> Totals | None:
    """Return the totals of a line such as ``9 8 3 1`` or ``9 8 3 / 12``; None when it is none."""
    numbers, _stroke, people = line.partition("/")
    if not re.fullmatch(r"[\d\s,;.+]*", numbers) or not re.fullmatch(r"\s*\d*\s*", people):
        return None
    counts = tuple(int(number) for number in _NUMBERS.findall(numbers))
    return Totals(counts, int(people) if people.strip() else None) if counts else None


def read_answer(question: Question, line: str) -> Answer | None:
    """Return the answer that a line says; None when it says nothing of the kind asked."""
    text = line.strip()
    if question.kind is PollKind.OPEN:
        return Answer(texts=(text,)) if text else None
    if question.kind is PollKind.CLOUD:
        words = tuple(word.strip() for word in text.split(",") if word.strip())
        return Answer(texts=words) if words else None
    if question.kind is PollKind.NUMBER:
        try:
            return Answer(number=float(text.replace(",", ".").replace(" ", "")))
        except ValueError:
            return None
    if not re.fullmatch(r"[\d\s,;+-]+", text):
        return None
    numbers = tuple(int(number) for number in re.findall(r"-?\d+", text))
    return Answer(amounts=numbers) if numbers else None
