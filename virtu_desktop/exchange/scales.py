"""The library of scales for polls, in three languages (V1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import msgspec

from virtu_desktop.assets import resource
from virtu_desktop.domain.questions import PollKind, Question, Scale
from virtu_desktop.exchange.texts import Texts

_AXIS = (1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyScale:
    """One way to answer, with its words in one language."""

    id: str
    name: str
    kind: PollKind
    scale: Scale | None = None
    options: tuple[str, ...] = ()
    axes: tuple[Scale, Scale] | None = None

    def applied(self, question: Question) -> Question:
        """Return the question, answered in this way; its options stay where they are placed."""
        keeps_options = self.kind in (PollKind.RATING, PollKind.AXES)
        return replace(
            question,
            kind=self.kind,
            scale=self.scale,
            options=self.options or (question.options if keeps_options else ()),
            axes=self.axes,
            min_choices=None,
            max_choices=None,
            right=(),
            asks_confidence=False,
        )


@cache
def list_scales(language: str) -> tuple[ReadyScale, ...]:
    """Return all scales with their words in ``language``, in the order of the library."""
    return tuple(_scale(document, language) for document in _documents())


def scale_of(question: Question, language: str) -> ReadyScale | None:
    """Return the scale of the library that a question is answered on, or None."""
    for ready in list_scales(language):
        same = (ready.kind, ready.scale, ready.axes)
        if same == (question.kind, question.scale, question.axes) and (
            not ready.options or ready.options == question.options
        ):
            return ready
    return None


class _Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: Texts
    kind: PollKind
    lowest: int | None = None
    highest: int | None = None
    labels: tuple[Texts, ...] = ()
    options: tuple[Texts, ...] = ()
    axes: tuple[tuple[Texts, Texts], tuple[Texts, Texts]] | None = None


class _Library(msgspec.Struct, frozen=True):
    version: int
    scales: tuple[_Scale, ...]


@cache
def _documents() -> tuple[_Scale, ...]:
    return msgspec.json.decode(resource("scales.json").read_bytes(), type=_Library).scales


def _scale(document: _Scale, language: str) -> ReadyScale:
    labels = tuple(label.speak(language) for label in document.labels)
    scale = None
    if document.lowest is not None:
        highest = document.highest
        scale = Scale(
            lowest=document.lowest,
            highest=document.lowest + len(labels) - 1 if highest is None else highest,
            labels=labels,
        )
    axes = None
    if document.axes is not None:
        across, up = (
            Scale(
                lowest=_AXIS[0],
                highest=_AXIS[1],
                labels=tuple(end.speak(language) for end in ends),
            )
            for ends in document.axes
        )
        axes = (across, up)
    return ReadyScale(
        id=document.id,
        name=document.name.speak(language),
        kind=document.kind,
        scale=scale,
        options=tuple(option.speak(language) for option in document.options),
        axes=axes,
    )
