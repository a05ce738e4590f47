"""A poll from one typed line: "Onko tauko nyt? kyllä/ei" is asked as it stands (V1).

After the question come its answers: words with strokes between them, a scale such as 1-5, a star
with the most that may be chosen, or a hash sign for a number. Two upright strokes after what is
placed lead to the ends of two axes: "Where? chairs/screens | easy..hard | little..much". Without
answers the words of people are asked for. In three languages #secret and #names say what is kept
of who answered, and #cloud, #rank, #points, #dots, #rate, #quiz, #pulse, #roti and #nps how it is
answered.
"""

from __future__ import annotations

import re
from dataclasses import replace

from virtu_desktop.domain.questions import PollKind, Question, Scale, Secrecy

_TAGS = {
    **dict.fromkeys(("secret", "salainen", "hemlig"), Secrecy.SECRET),
    **dict.fromkeys(("names", "named", "nimet", "nimellä", "namn"), Secrecy.NAMED),
}
_KINDS = {
    **dict.fromkeys(("cloud", "sanapilvi", "ordmoln"), PollKind.CLOUD),
    **dict.fromkeys(("rank", "järjestys", "rangordna"), PollKind.RANKING),
    **dict.fromkeys(("points", "pisteet", "poäng"), PollKind.POINTS),
    **dict.fromkeys(("dots", "tarrat", "prickar"), PollKind.DOTS),
    **dict.fromkeys(("rate", "arvioi", "betyg"), PollKind.RATING),
    **dict.fromkeys(("quiz", "visa", "frågesport"), PollKind.QUIZ),
    **dict.fromkeys(("pulse", "pulssi", "puls"), PollKind.PULSE),
    "roti": PollKind.ROTI,
    "nps": PollKind.NPS,
}
# The English word of each.
_KIND_TAGS = {kind: tag for tag, kind in reversed(_KINDS.items())}
_LEVELS = frozenset({PollKind.PULSE, PollKind.ROTI, PollKind.NPS})
# Behind the right answers of a quiz.
_RIGHT = "!"
_TAG = re.compile(r"(?<!\S)#(\w+)")
_MOST = re.compile(r"\s*(?:\*|max\s*)(\d+)\s*$", re.IGNORECASE)
_SCALE = re.compile(r"^(-?\d+)\s*(?:-|–|\.\.)\s*(-?\d+)$")
_ENDS = re.compile(r"^(.*?\S)\s*(?:\.\.\.?|…)\s*(\S.*)$")
_AXIS = (1, 5)
_UNIT = re.compile(r"^#\s*(\S.*)?$")
_YES = frozenset({"yes", "kyllä", "joo", "ja", "y", "k"})
_NO = frozenset({"no", "ei", "nej", "n"})


def parse_poll_line(line: str) -> Question | None:
    """Return the question of a typed line, or None when it asks nothing.

    >>> parse_poll_line("Break now? yes/no").options
    ('yes', 'no')
    """
    secrecy, kind = Secrecy.OPEN, None
    for tag in _TAG.findall(line):
        secrecy = _TAGS.get(tag.casefold(), secrecy)
        kind = _KINDS.get(tag.casefold(), kind)
    known = _TAGS.keys() | _KINDS.keys()
    plain = _TAG.sub(lambda found: "" if found[1].casefold() in known else found[0], line)
    text, answers = _parted(" ".join(plain.split()))
    if not text:
        return None
    question = _question(text, answers)
    return replace(question if kind is None else _of_kind(question, kind), secrecy=secrecy)


def poll_line(question: Question, *, says_kind: bool = False) -> str:
    """Return a line that is read as the same question, as far as one line can say it.

    says_kind: also how it is answered, where nothing beside the line does.
    """
    if says_kind and question.kind is PollKind.QUIZ:
        marked = [
            f"{option}{_RIGHT}" if place in question.right else option
            for place, option in enumerate(question.options)
        ]
        answers = "/".join(marked)
    elif says_kind and question.kind in _LEVELS and question.scale is None:
        # The usual levels of its kind.
        answers = ""
    else:
        answers = _answers(question)
    tag = {Secrecy.SECRET: " #secret", Secrecy.NAMED: " #names"}.get(question.secrecy, "")
    if says_kind and (kind := _KIND_TAGS.get(question.kind)):
        tag = f" #{kind}{tag}"
    return f"{question.text}{f' {answers}' if answers else ''}{tag}"


def can_be_a_line(question: Question) -> bool:
    """Say whether one line says all of what is asked and how."""
    read = parse_poll_line(poll_line(question))
    scale = question.levels if question.kind is PollKind.SCALE else question.scale
    return read is not None and replace(question, repeat_key=None, scale=scale) == read


def _answers(question: Question) -> str:
    if question.kind is PollKind.NUMBER:
        return f"# {question.unit}".rstrip()
    if question.axes is not None and all(all(axis.ends) for axis in question.axes):
        ends = ("..".join(axis.ends) for axis in question.axes)
        return " | ".join(("/".join(question.options), *ends))
    if question.is_scale:
        scale = question.levels
        return "" if scale is None else f"{scale.lowest}-{scale.highest}"
    most = f" *{question.max_choices}" if question.max_choices else ""
    return "/".join(question.options) + most if question.options else ""


def _parted(line: str) -> tuple[str, str]:
    """Return question and answers: after its last question mark or colon, else by the strokes."""
    mark = max(line.rfind("? "), line.rfind(": "))
    if mark >= 0:
        keep = 1 if line[mark] == "?" else 0
        return line[: mark + keep].strip(), line[mark + 1 :].strip()
    found = re.search(r"\s(\S+(?:\s*/\s*\S+)+|-?\d+\s*[-–]\s*\d+)\s*(\*\s*\d+)?$", line)
    if found is not None and not line.endswith("?"):
        return line[: found.start()].strip(), line[found.start() :].strip()
    return line, ""


def _of_kind(question: Question, kind: PollKind) -> Question:
    """Return a question that is answered in another way, with the options it has."""
    if kind in _LEVELS:
        return Question(text=question.text, kind=kind, scale=question.scale)
    if kind is PollKind.CLOUD:
        return Question(text=question.text, kind=kind)
    if kind is PollKind.QUIZ:
        right = [place for place, one in enumerate(question.options) if one.endswith(_RIGHT)]
        options = tuple(one.removesuffix(_RIGHT).strip() for one in question.options)
        return Question(text=question.text, kind=kind, options=options, right=tuple(right))
    has_most = kind in (PollKind.DOTS, PollKind.RANKING)
    return Question(
        text=question.text,
        kind=kind,
        options=question.options,
        scale=question.scale if kind is PollKind.RATING else None,
        max_choices=question.max_choices if has_most else None,
    )


def _placed(text: str, answers: str) -> Question | None:
    """Return a question of two axes: what is placed and the ends of both, between strokes."""
    parts = [part.strip() for part in answers.split("|")]
    ends = [found for part in parts[1:] if (found := _ENDS.match(part)) is not None]
    options = tuple(word.strip() for word in parts[0].split("/") if word.strip())
    if len(parts) != 3 or len(ends) != 2 or not options:
        return None
    lowest, highest = _AXIS
    across, up = (
        Scale(lowest=lowest, highest=highest, labels=(found[1].strip(), found[2].strip()))
        for found in ends
    )
    return Question(text=text, kind=PollKind.AXES, options=options, axes=(across, up))


def _question(text: str, answers: str) -> Question:
    placed = _placed(text, answers)
    if placed is not None:
        return placed
    unit = _UNIT.match(answers)
    if unit is not None:
        return Question(text=text, kind=PollKind.NUMBER, unit=(unit[1] or "").strip())
    scale = _SCALE.match(answers)
    if scale is not None and 1 <= int(scale[2]) - int(scale[1]) <= 10:
        levels = Scale(lowest=int(scale[1]), highest=int(scale[2]))
        return Question(text=text, kind=PollKind.SCALE, scale=levels)
    most = _MOST.search(answers)
    words = answers[: most.start()] if most is not None else answers
    options = tuple(word.strip() for word in words.split("/") if word.strip())
    if len(options) < 2:
        whole = f"{text} {answers}".strip()
        return Question(text=whole, kind=PollKind.OPEN)
    if most is not None:
        limit = max(1, min(int(most[1]), len(options)))
        return Question(text=text, kind=PollKind.MULTIPLE, options=options, max_choices=limit)
    first, second = (option.casefold() for option in options[:2])
    is_yes_no = first in _YES and second in _NO and len(options) <= 3
    return Question(
        text=text, kind=PollKind.YES_NO if is_yes_no else PollKind.SINGLE, options=options
    )
