"""Says in words what an import made of each row: problems, rows left out, guesses."""

from __future__ import annotations

from collections.abc import Mapping

from virtu_desktop.domain.time import Duration
from virtu_desktop.exchange.agenda_import import Ignored, Problem, RowProblem, day_time
from virtu_desktop.exchange.agenda_kinds import KindFrom
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import minutes_text


def problem_words(tr: Translator, problem: RowProblem) -> str:
    """Return one problem of a row as a sentence; the row's number is for the caller to say."""
    by = minutes_text(tr, problem.by)
    return tr(_PROBLEMS[problem.problem], typed=problem.typed, time=by)


def day_time_text(tr: Translator, since_midnight: Duration) -> str:
    """Return the time of day of a row: ``9:00``, in Finnish and Swedish ``9.00``."""
    clock = day_time(since_midnight)
    mark = ":" if tr.language == "en" else "."
    return f"{clock.hour}{mark}{clock.minute:02d}"


def ignored_words(tr: Translator, reason: Ignored) -> str:
    """Return why a row is left out."""
    return tr(_IGNORED[reason])


def kind_from_words(tr: Translator, source: KindFrom) -> str:
    """Return where the kind of a block comes from."""
    return tr(_KIND_FROM[source])


_PROBLEMS: Mapping[Problem, str] = {
    Problem.NO_LENGTH: N_("No length: write minutes, or an end. Not imported."),
    Problem.UNREADABLE_LENGTH: N_("“{typed}” is no length. Not imported."),
    Problem.UNREADABLE_START: N_("“{typed}” is no time of day; the block follows the one before."),
    Problem.UNREADABLE_END: N_("“{typed}” is no time of day; the end is left out."),
    Problem.UNREADABLE_MINIMUM: N_("“{typed}” is no length; the block cannot shrink."),
    Problem.UNSURE_START: N_("Is “{typed}” a time of day? It was read so."),
    Problem.UNSURE_END: N_("Is “{typed}” a time of day? It was read so."),
    Problem.UNSURE_LENGTH: N_("Is “{typed}” {time}? It was read so."),
    Problem.LENGTH_FROM_NEXT: N_("{time}, up to the start of the next row."),
    Problem.LONG: N_("{time} is long for a block."),
    Problem.END_FIRST: N_("The end {typed} lies before the start. Not imported."),
    Problem.END_DISAGREES: N_("The end {typed} does not fit the length; {time} was taken."),
    Problem.GAP: N_("Starts {typed}: {time} free after the row before."),
    Problem.OVERLAP: N_("Starts {typed}: overlaps the row before by {time}."),
    Problem.OUT_OF_ORDER: N_("Starts {typed}: before the row above, {time} too early."),
    Problem.OTHER_START: N_("Starts {typed}: {time} away from the start of the session."),
    Problem.OVER_MIDNIGHT: N_("Goes on over midnight."),
    Problem.BEYOND_DAY: N_("Starts more than a day after the first row."),
    Problem.NO_TITLE: N_("No title."),
    Problem.CUT: N_("A long text was cut."),
}
_IGNORED: Mapping[Ignored, str] = {
    Ignored.ABOVE: N_("above the headings"),
    Ignored.EMPTY: N_("empty"),
    Ignored.SUM: N_("a sum"),
    Ignored.HEADING: N_("a heading: no time and no length"),
    Ignored.HEADER_AGAIN: N_("the headings again"),
    Ignored.GROUP: N_("the name of a group of blocks"),
    Ignored.MILESTONE: N_("a milestone without a length"),
    Ignored.SKIPPED: N_("marked to be left out"),
}
_KIND_FROM: Mapping[KindFrom, str] = {
    KindFrom.NAMED: N_("the kind as it stands there"),
    KindFrom.METHOD: N_("guessed from the method"),
    KindFrom.TITLE: N_("guessed from the title"),
    KindFrom.NOTHING: N_("nothing tells the kind"),
}
