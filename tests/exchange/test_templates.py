"""The three half-days that come with the program."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.programme import Session, SessionId, SessionState, SessionSummary
from virtu_desktop.domain.questions import Scale
from virtu_desktop.domain.template_differences import shape
from virtu_desktop.domain.templates import PlanTemplate, clock_of, template_of
from virtu_desktop.domain.time import HOUR, MINUTE, iso_utc
from virtu_desktop.exchange.templates import (
    UnknownTemplate,
    differing,
    find_template,
    list_templates,
    load_template,
    session_from_template,
)

DAY = date(2026, 11, 25)


def counting() -> Callable[[], str]:
    """Return a maker of ids that count up."""
    numbers = itertools.count(1)
    return lambda: f"id{next(numbers)}"


def made(start: time | None = None, language: str = "en") -> Session:
    """Return a session made from the first template with ids that count up."""
    return session_from_template(
        "virtu-1",
        language=language,
        day=DAY,
        zone="Europe/Helsinki",
        new_id=counting(),
        start=start,
    )


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_template_lasts_three_hours_without_gaps(language: str) -> None:
    """Each half-day fills its 180 minutes, also around its fixed break."""
    for template in list_templates(language):
        session = session_from_template(
            template.id, language=language, day=DAY, zone="Europe/Helsinki", new_id=counting()
        )

        assert session.plan.planned_length == 3 * HOUR
        assert all(row.gap == 0 for row in session.plan.schedule)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_block_tells_remote_people_what_to_do(language: str) -> None:
    """No block leaves a title or an instruction empty in any language."""
    for template in list_templates(language):
        assert all(block.title and block.room and block.remote for block in template.blocks)


def test_texts_are_in_the_language_asked_for() -> None:
    """A Finnish template speaks Finnish down to the labels of its scales."""
    template = load_template("virtu-1", "fi")

    assert template.blocks[6].title == "Tauko"
    assert template.blocks[1].polls[0].scale == Scale(
        lowest=1, highest=5, labels=("Hyvin vaikeaa", "Hyvin helppoa")
    )


def test_sessions_get_fresh_ids_and_the_right_times() -> None:
    """A session made for a day starts at the template's time in its zone, with its own ids."""
    session = made()

    assert iso_utc(session.plan.start) == "2026-11-25T07:00:00.000Z"
    assert iso_utc(session.plan.target_end) == "2026-11-25T10:00:00.000Z"
    assert session.plan.end == session.plan.target_end
    ids = {session.id, *(block.id for block in session.plan.blocks)}
    assert len(ids) == len(session.plan.blocks) + 1
    assert session.template == "virtu-1"


def test_fixed_starts_move_with_another_start() -> None:
    """In an afternoon session the break that was at 10:20 is at 14:20, not on the next morning."""
    session = made(start=time(13, 0))

    pause = next(block for block in session.plan.blocks if block.kind is BlockKind.BREAK)
    assert pause.fixed_start == time(14, 20)
    assert session.plan.planned_length == 3 * HOUR


def test_breakout_settings_and_polls_are_taken_over() -> None:
    """Group size, rules, rounds and calls of a breakout arrive in the plan."""
    breakout = made().plan.blocks[2].breakout

    assert breakout is not None
    assert (breakout.group_size, breakout.rounds, breakout.mode) == (2, 2, "mixed")
    assert breakout.rules == ("new_pairs", "mix_organisations")
    assert breakout.calls == (4 * MINUTE, 7 * MINUTE, 11 * MINUTE, 14 * MINUTE)


def test_an_unknown_template_is_named_together_with_the_known_ones() -> None:
    """The message helps to type the right name; a path is no name."""
    with pytest.raises(UnknownTemplate, match=r"\.\./virtu-1.*virtu-1, virtu-2, virtu-3"):
        load_template("../virtu-1", "en")


def test_every_block_has_an_origin_that_all_copies_share() -> None:
    """By it a copy is compared and a block finds its earlier runs, in any language."""
    english, finnish = made(), made(language="fi")

    origins = [block.origin for block in english.plan.blocks]
    assert origins[:3] == ["virtu-1:1", "virtu-1:2", "virtu-1:3"]
    assert len(set(origins)) == len(origins)
    assert [block.origin for block in finnish.plan.blocks] == origins


def own(title: str = "Ours") -> PlanTemplate:
    """Return a template of somebody's own."""
    return template_of(made(), template_id="own", title=title)


def test_a_template_is_found_among_both_kinds() -> None:
    """Own ones as they are, those that come along in the language of the session."""
    found = find_template("virtu-2", "sv", [own()])
    assert found is not None
    assert (found.id, found.language) == ("virtu-2", "sv")
    assert find_template("own", "sv", [own()]) == own()
    assert find_template("own", "sv", []) is None
    assert find_template("", "en", [own()]) is None


def summary(session: Session, *, edited: bool = False) -> SessionSummary:
    """Return the session as the list of a library has it."""
    plan = session.plan
    if edited:
        plan = plan.with_block(replace(plan.blocks[0], title="Edited"))
    return SessionSummary(
        id=session.id,
        title=session.title,
        group=None,
        number=1,
        start=plan.start,
        end=plan.target_end,
        zone=plan.zone,
        state=SessionState.PLANNED,
        blocks=len(plan.blocks),
        notes=0,
        length=plan.planned_length,
        language=session.language,
        template=session.template,
        shape=shape(plan.blocks, clock_of(plan)),
    )


def test_sessions_that_differ_from_their_template_are_marked() -> None:
    """In their own language and at any time of day; without a template nothing differs."""
    usual = [
        replace(made(language="fi"), id=SessionId("finnish")),
        replace(made(start=time(13, 30)), id=SessionId("afternoon")),
        replace(made(), id=SessionId("ours"), template="own"),
    ]
    changed = [
        replace(made(language="sv"), id=SessionId("swedish")),
        replace(made(), id=SessionId("our other"), template="own"),
    ]
    without = [
        replace(made(), id=SessionId("none"), template=""),
        replace(made(), id=SessionId("deleted"), template="gone"),
    ]
    summaries = [
        *(summary(session) for session in usual),
        *(summary(session, edited=True) for session in (*changed, *without)),
    ]

    assert differing(summaries, [own()]) == {"swedish", "our other"}
