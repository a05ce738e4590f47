"""The privacy notice of a programme, from its own facts, in any language (R7).

Not legal advice: it says what the program keeps and what the programme says of itself. What is not
known is marked, so that nobody hands out a notice with a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from virtu_desktop.domain.programme import Programme
from virtu_desktop.domain.programme_facts import FactName, Facts, number_of
from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.record_page import Grid, Page, Part, Section
from virtu_desktop.i18n import N_, Translator

_UNKNOWN = N_("[to be filled in]")
KINDS = {
    FactName.KEEP_PEOPLE: N_("Name, organisation, site, and e-mail address if you gave one"),
    FactName.KEEP_ATTENDANCE: N_("When and how you took part in which sessions"),
    FactName.KEEP_ANSWERS: N_("Answers to polls that are not secret, and who sat in which room"),
    FactName.KEEP_NOTES: N_("Notes of the sessions, in which you may be named"),
}


def privacy_notice(programme: Programme, facts: Facts, stamp: Instant, tr: Translator) -> Page:
    """Return the notice as a page. stamp: the date in the file."""
    return Page(
        language=tr.language,
        over=tr("Privacy notice"),
        title=programme.title.strip() or tr("Programme"),
        when="",
        marks=(),
        facts=tuple(_facts(programme, facts, tr)),
        figures=(),
        sections=tuple(_sections(facts, tr)),
        foot=tr("Privacy notice"),
        stamp=stamp,
    )


def kind_words(tr: Translator, kind: FactName) -> str:
    """Return what belongs to a class of data."""
    return tr(KINDS[kind])


def day_words(tr: Translator, day: date) -> str:
    """Return a day as the reader's language writes it."""
    return f"{day.day}.{day.month}.{day.year}" if tr.language != "en" else day.isoformat()


def _facts(programme: Programme, facts: Facts, tr: Translator) -> Iterator[tuple[str, str]]:
    unknown = tr(_UNKNOWN)
    yield tr("Controller"), facts.get(FactName.CONTROLLER) or programme.customer or unknown
    yield tr("Processor"), facts.get(FactName.PROCESSOR) or unknown
    yield tr("Contact"), facts.get(FactName.CONTACT) or unknown
    yield (
        tr("Purpose"),
        facts.get(FactName.PURPOSE) or tr("Holding the training and showing who took part"),
    )
    yield tr("Legal basis"), facts.get(FactName.BASIS) or unknown


def _sections(facts: Facts, tr: Translator) -> Iterator[Section]:
    rows = tuple(
        (
            kind_words(tr, kind),
            tr.plural(
                "{count} month after the last session",
                "{count} months after the last session",
                number_of(facts, kind),
            ),
        )
        for kind in KINDS
    )
    table = Grid(
        name="kept",
        caption=tr("What is kept, and how long"),
        reference="",
        heads=(tr("Data"), tr("Kept until")),
        numbers=(False, False),
        rows=rows,
    )
    yield Section(name="kept", title=tr("What is kept, and how long"), parts=(Part(grid=table),))
    where = (
        tr("Everything is kept in one file on the trainer's computer: no cloud, no account."),
        tr("Secret polls keep no voter, no time and no order; nobody can find your answer."),
        tr("Reports of the programme name nobody and show no group of fewer than five people."),
    )
    yield Section(name="where", title=tr("How it is kept"), parts=(Part(lines=where),))
    rights = (
        tr("You can see all that is kept of you, have it corrected, and get a copy of it."),
        tr("You can ask for your name to be erased; a pseudonym and the totals stay."),
        tr("You can complain to the data protection authority of your country."),
    )
    yield Section(name="rights", title=tr("Your rights"), parts=(Part(lines=rights),))
