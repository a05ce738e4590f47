"""Questions, polls and what was answered as rows and JSON fields of the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from virtu_desktop.domain.questions import PollKind, Question, Scale, Secrecy, Show

Row = dict[str, Any]


def question_fields(question: Question) -> Row:
    """Return a question as JSON fields; those that version 1.3 did not know only when needed."""
    fields: Row = {
        "question": question.text,
        "kind": question.kind.value,
        "options": list(question.options),
        "min_choices": question.min_choices,
        "max_choices": question.max_choices,
        "scale": None if question.scale is None else _scale_fields(question.scale),
        "repeat_key": question.repeat_key,
    }
    if question.axes is not None:
        fields["axes"] = [_scale_fields(axis) for axis in question.axes]
    if question.right:
        fields["right"] = list(question.right)
    if question.asks_confidence:
        fields["asks_confidence"] = True
    if question.unit:
        fields["unit"] = question.unit
    if question.secrecy is not Secrecy.OPEN:
        fields["secrecy"] = question.secrecy.value
    if question.show is not Show.AFTER_CLOSE:
        fields["show"] = question.show.value
    if question.timer_s is not None:
        fields["timer_s"] = question.timer_s
    return fields


def question(fields: Mapping[str, Any]) -> Question:
    """Return the question of JSON fields."""
    scale, axes = fields["scale"], fields.get("axes")
    return Question(
        text=fields["question"],
        kind=PollKind(fields["kind"]),
        options=tuple(fields["options"]),
        min_choices=fields["min_choices"],
        max_choices=fields["max_choices"],
        scale=None if scale is None else _scale(scale),
        repeat_key=fields["repeat_key"],
        axes=None if axes is None else (_scale(axes[0]), _scale(axes[1])),
        right=tuple(fields.get("right", ())),
        asks_confidence=fields.get("asks_confidence", False),
        unit=fields.get("unit", ""),
        secrecy=Secrecy(fields.get("secrecy", Secrecy.OPEN)),
        show=Show(fields.get("show", Show.AFTER_CLOSE)),
        timer_s=fields.get("timer_s"),
    )


def _scale_fields(scale: Scale) -> list[int | str]:
    return [scale.lowest, scale.highest, *scale.labels]


def _scale(fields: list[Any]) -> Scale:
    lowest, highest, *labels = fields
    return Scale(lowest=lowest, highest=highest, labels=tuple(labels))
