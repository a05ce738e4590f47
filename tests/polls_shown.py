"""Results of polls of every kind, and their charts, for tests and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from virtu_desktop.domain.charts import Chart, CloudWord
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.poll_figures import Comparison, shift_table
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    PollId,
    Present,
    Provenance,
    Round,
    RoundId,
    UnitId,
    VoterId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Scale
from virtu_desktop.domain.tally import Result, tally_of
from virtu_desktop.domain.time import Instant
from virtu_desktop.i18n import translator
from virtu_desktop.poll_charts import ChartView, result_chart
from virtu_desktop.repeat_charts import (
    TwoTimes,
    before_after_chart,
    measurements_chart,
    moves_chart,
    trend_chart,
)

THRESHOLD = Question(
    text="My threshold to run a remote session, compared with session 1",
    kind=PollKind.PULSE,
    scale=Scale(
        lowest=1,
        highest=5,
        labels=("Much higher", "A little higher", "No change", "A little lower", "Much lower"),
    ),
)
PULSE = Question(
    text="Kynnys järjestää etäsessio",
    kind=PollKind.PULSE,
    scale=Scale(lowest=1, highest=5, labels=("very high", "high", "neither", "low", "very low")),
)
SINGLE = Question(
    text="Kuinka jatkamme pienryhmätyöskentelyä?",
    kind=PollKind.SINGLE,
    options=("Pienryhmätyöskentelynä kolmen hengen ryhmissä", "Koko porukalla", "Itsenäisesti"),
)
SEVERAL = Question(
    text="Mitä kokeilet ensi viikolla?",
    kind=PollKind.MULTIPLE,
    options=("Lyhyt seisomapalaveri", "Nauhoite muistion sijaan", "Kierrättävä puheenjohtaja"),
    max_choices=3,
)
QUIZ = Question(
    text="Which share reads best in a bar?",
    kind=PollKind.QUIZ,
    options=("The middle", "The ends", "All the same"),
    right=(1,),
)
NPS = Question(text="Would you recommend this?", kind=PollKind.NPS)
ROTI = Question(
    text="Return on time",
    kind=PollKind.ROTI,
    scale=Scale(lowest=1, highest=5, labels=("ajanhukkaa", "erinomainen")),
)
RANKING = Question(
    text="What first?", kind=PollKind.RANKING, options=("Tools", "Roles", "Breaks", "Cameras")
)
POINTS = Question(
    text="100 points", kind=PollKind.POINTS, options=("Esimerkit", "Harjoitukset", "Keskustelu")
)
NUMBER = Question(text="Minutes you prepare a half-day?", kind=PollKind.NUMBER, unit="min")
RATING = Question(
    text="How was it?",
    kind=PollKind.RATING,
    options=("The pace was right for me", "I could take part as well as the others", "Sound"),
    scale=Scale(lowest=1, highest=5, labels=("no", "rather no", "neither", "rather yes", "yes")),
)
AXES = Question(
    text="Effort and use",
    kind=PollKind.AXES,
    options=("Seisomapalaveri", "Nauhoite", "Rooms of three", "Kamerat kiinni perjantaisin"),
    axes=(
        Scale(lowest=0, highest=10, labels=("little effort", "much effort")),
        Scale(lowest=0, highest=10, labels=("little use", "much use")),
    ),
)
CLOUD = Question(text="One word for today", kind=PollKind.CLOUD, max_choices=3)
WORDS = tuple(
    CloudWord(text=text, people=people)
    for text, people in (
        ("yhteistyö", 12), ("rohkeus", 9), ("kokeilu", 8), ("Teams-kokous", 6), ("ryhmätyö", 6),
        ("osallistuminen", 5), ("tauot", 4), ("lugn", 4), ("etäosallistuja", 3), ("ääni", 3),
        ("innostava", 3), ("focus", 2), ("selkeys", 2), ("aikataulu", 2), ("hybridiopetus", 2),
        ("kuuntelu", 1), ("mikrofoni", 1), ("👍", 1), ("nauru", 1), ("vuorot", 1), ("fika", 1),
    )
)  # fmt: skip


def result(
    question: Question,
    answers: Sequence[Answer],
    present: int | None = None,
    *,
    codes: Sequence[str] = (),
    mode: Mode = Mode.ROOM,
) -> Result:
    """Return the result of one ballot for each answer."""
    return tally_of(
        question,
        round_of(answers, codes=codes, mode=mode),
        present=None if present is None else Present(room=present),
    )


def round_of(
    answers: Sequence[Answer], *, codes: Sequence[str] = (), mode: Mode = Mode.ROOM
) -> Round:
    """Return a round with one ballot for each answer."""
    source = Provenance(channel=Channel.PHONE, mode=mode)
    return Round(
        id=RoundId("r"),
        poll=PollId("p"),
        number=1,
        opened=Instant(0),
        ballots=tuple(
            Ballot(
                id=UnitId(str(number)),
                round=RoundId("r"),
                answer=answer,
                at=Instant(number),
                source=source,
                voter=VoterId(f"v{number}"),
                code=codes[number] if codes else "",
            )
            for number, answer in enumerate(answers)
        ),
    )


def picked(*counts: int) -> list[Answer]:
    """Return single picks: so many of each place."""
    return [Answer(picks=(place,)) for place, count in enumerate(counts) for _ in range(count)]


def threshold() -> Result:
    """Return the result of the design picture: 1, 3, 8 and 9 of 23."""
    return result(THRESHOLD, picked(0, 1, 3, 8, 9), 23)


def measurements() -> list[tuple[str, Result]]:
    """Return four measurements of one question."""
    return [
        ("Session 1, start", result(PULSE, picked(6, 9, 6, 2, 1), 24)),
        ("Session 1, end", result(PULSE, picked(2, 7, 8, 4, 1), 24)),
        ("Session 2, start", result(PULSE, picked(1, 5, 9, 6, 2), 24)),
        ("Session 2, end", result(PULSE, picked(0, 2, 5, 9, 5), 23)),
    ]


def comparison(before: str = "Session 1", after: str = "Session 2") -> TwoTimes:
    """Return two measurements of the same people, known by their codes."""
    first_picks, last_picks = picked(4, 7, 6, 3, 1), picked(1, 3, 6, 7, 4)
    codes = [f"code {number}" for number in range(21)]
    first, last = round_of(first_picks, codes=codes), round_of(last_picks, codes=codes)
    return TwoTimes(
        comparison=Comparison(
            before=tally_of(PULSE, first, present=Present(room=24)),
            after=tally_of(PULSE, last, present=Present(room=23)),
            shift=shift_table(PULSE, first.ballots, last.ballots),
        ),
        before=before,
        after=after,
    )


def charts(language: str = "en") -> dict[str, Chart]:
    """Return one chart of every kind, by a name for its picture."""
    tr = translator(language)
    rankings = [
        Answer(picks=order)
        for order, times in (((0, 1, 2, 3), 5), ((1, 2, 0, 3), 4), ((2, 1, 3, 0), 3))
        for _ in range(times)
    ]
    points = [Answer(amounts=(50, 30, 20))] * 6 + [Answer(amounts=(0, 70, 30))] * 5
    minutes = [15, 20, 30, 30, 45, 45, 60, 60, 60, 75, 90, 90, 120, 600]
    numbers = [Answer(number=float(value)) for value in minutes]
    rated = [
        Answer(amounts=(level, 6 - level, 1 + place % 5))
        for place, level in enumerate((1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5))
    ]
    plane = [Answer(amounts=(2, 8, 5, 5, 7, 9, 1 + place % 3, 3)) for place in range(12)]
    texts = [Answer(texts=("hyvä",)), Answer(texts=("hyvä", "nopea"))]
    both = comparison()
    moves = moves_chart(both, tr)
    assert moves is not None
    diverging = result_chart(result(RATING, rated, 14), tr, ChartView.DIVERGING)
    return {
        "bars": result_chart(threshold(), tr),
        "single": result_chart(result(SINGLE, picked(9, 4, 2), 16), tr),
        "small": result_chart(result(SINGLE, picked(3, 1, 0), 5), tr),
        "several": result_chart(
            result(SEVERAL, [Answer(picks=(0, 1))] * 7 + [Answer(picks=(1, 2))] * 5, 14), tr
        ),
        "quiz": result_chart(result(QUIZ, picked(4, 9, 1), 15), tr, is_right_shown=True),
        "nps": result_chart(result(NPS, picked(0, 0, 0, 1, 0, 1, 2, 5, 9, 8, 6), 34), tr),
        "roti": result_chart(result(ROTI, picked(0, 1, 4, 8, 6), 20), tr),
        "ranking": result_chart(result(RANKING, rankings, 13), tr),
        "points": result_chart(result(POINTS, points, 12), tr),
        "number": result_chart(result(NUMBER, numbers, 15), tr),
        "diverging": diverging,
        "middle_inside": replace(diverging, body=replace(diverging.body, is_middle_apart=False)),  # type: ignore[arg-type]
        "whole": result_chart(result(RATING, rated, 14), tr, ChartView.WHOLE),
        "measurements": measurements_chart(measurements(), tr, PULSE.text),
        "plane": result_chart(result(AXES, plane, 12), tr),
        "cloud": result_chart(result(CLOUD, texts, 24), tr, ChartView.CLOUD, words=WORDS),
        "themes": result_chart(result(CLOUD, texts, 24), tr, words=WORDS[:6]),
        "before_after": before_after_chart(both, tr),
        "moves": moves,
        "trend": trend_chart(
            [
                ("A", [("1 a", 2.0), ("1 b", 3.0), ("2 a", 3.2), ("2 b", 4.0), ("3 a", 4.1)]),
                ("B", [("1 a", 2.0), ("1 b", 2.9), ("2 a", 3.0), ("2 b", 3.8)]),
                ("C", [("1 a", 1.8), ("1 b", 2.5)]),
            ],
            tr,
            "Threshold, median by measurement",
            Scale(lowest=1, highest=5),
        ),
    }  # fmt: skip
