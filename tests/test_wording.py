"""The short words for times, lengths and standing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import Desk, at, mins, plan
from virtu_desktop import wording
from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan, Change
from virtu_desktop.domain.events import Refusal
from virtu_desktop.domain.explain import Reason, ReasonKind
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.plan import BlockId, BlockKind
from virtu_desktop.domain.programme import SessionState
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Phase, Status, TimelineState, project
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus
from virtu_desktop.i18n import translator

ZONE = "Europe/Helsinki"
EN = translator("en")
amounts = st.integers(-20 * MINUTE, 20 * MINUTE).map(Duration)


def standing_at(clock: str, *, started: str = "9:00") -> Desk:
    """Return a session of two blocks, 30 and 30 minutes, that has run from one time to another."""
    desk = Desk(plan("a 30", "b 30"), now=started)
    desk.controller.start_next()
    desk.to(clock)
    return desk


@pytest.mark.parametrize(
    ("language", "clock", "text"),
    [
        ("en", "9:00", "9:00"),
        ("en", "12:04:59", "12:04"),
        ("fi", "9:00", "9.00"),
        ("sv", "14:30", "14.30"),
    ],
)
def test_clock_times_are_cut_to_the_minute(language: str, clock: str, text: str) -> None:
    """A clock shows the minute that has begun, with the mark of its language."""
    assert wording.clock_text(translator(language), at(clock), ZONE) == text


@pytest.mark.parametrize(
    ("clock", "text"), [("12:04:29.999", "12:04"), ("12:04:30", "12:05"), ("9:59:30", "10:00")]
)
def test_ends_are_rounded_to_the_nearest_minute(clock: str, text: str) -> None:
    """An end half a minute after is the next minute."""
    assert wording.near_clock_text(EN, at(clock), ZONE) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "25 Nov 2026"), ("fi", "25.11.2026"), ("sv", "25.11.2026")]
)
def test_dates_are_those_of_the_zone(language: str, text: str) -> None:
    """Half past midnight in Helsinki is already the new day there."""
    assert wording.date_text(translator(language), at("00:30"), ZONE) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (1, "00:01"),
        (0, "00:00"),
        (17 * 60_000 + 8_000, "17:08"),
        (17 * 60_000 + 7_001, "17:08"),
        (65 * 60_000, "1:05:00"),
        (60 * 60_000 - 999, "1:00:00"),
        (-1, "+00:00"),
        (-133_999, "+02:13"),
        (-3_600_000, "+1:00:00"),
    ],
)
def test_countdown_rounds_up_before_and_down_after_zero(ms: int, text: str) -> None:
    """Each figure of the countdown stays for one second, on both sides of zero."""
    assert wording.countdown(Duration(ms)) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 min"),
        (0.5, "1 min"),
        (30, "30 min"),
        (59.4, "59 min"),
        (60, "1 h"),
        (65, "1 h 05 min"),
        (180, "3 h"),
    ],
)
def test_lengths_are_in_hours_and_minutes(count: float, text: str) -> None:
    """Minutes after an hour have two digits; whole hours have none."""
    assert wording.minutes_text(EN, mins(count)) == text


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("9:10", "On time, ends 10:00"),
        ("9:30:29", "On time, ends 10:00"),
        ("9:30:30", "1 min behind, ends 10:01"),
        ("9:34", "4 min behind, ends 10:04"),
        ("10:36", "1 h 06 min behind, ends 11:06"),
    ],
)
def test_standing_is_in_words(clock: str, words: str) -> None:
    """Overtime makes the session late, and the shown end agrees with the shown minutes."""
    projection = standing_at(clock).controller.projection()

    assert wording.standing_words(EN, projection, ZONE) == words


def test_a_plan_too_long_in_itself_is_never_called_on_time() -> None:
    """Nothing is behind yet, but it would end 20 minutes after the target."""
    planned = plan("a 60", "b 60", end=at("10:40"))
    projection = project(planned, TimelineState(), planned.start)

    words = wording.standing_words(EN, projection, ZONE)

    assert words == "ends 11:00, 20 min after the target"


def test_standing_ahead_and_after_the_end() -> None:
    """An early start is ahead of plan; after the end the words look back."""
    desk = standing_at("9:01", started="8:58")
    ahead = wording.standing_words(EN, desk.controller.projection(), ZONE)
    desk.controller.start_next()
    desk.to("9:50")
    desk.controller.end()

    assert ahead == "2 min ahead, ends 9:58"
    ended = wording.standing_words(EN, desk.controller.projection(), ZONE)
    assert ended == "10 min ahead, ended 9:50"


def test_an_end_that_was_is_not_rounded_up() -> None:
    """A session that ended at 9:50:40 ended 9:50; one that is expected then ends 9:51."""
    desk = standing_at("9:01", started="8:58")
    desk.controller.start_next()
    desk.to("9:50:40")
    desk.controller.end()
    projection = desk.controller.projection()
    expected = replace(projection, phase=Phase.RUNNING)

    assert wording.ends_words(EN, projection, ZONE) == "ended 9:50"
    assert wording.ends_words(EN, expected, ZONE) == "ends 9:51"


@given(offset=st.integers(-30 * MINUTE, 30 * MINUTE))
def test_planned_end_plus_shown_minutes_is_the_shown_end(offset: int) -> None:
    """However late to the millisecond, the words agree with one another."""
    planned = at("12:00")

    shown = wording.whole_minutes(Duration(offset))

    end = wording.near_clock_text(EN, Instant(planned + offset), ZONE)
    assert end == wording.clock_text(EN, Instant(planned + shown * MINUTE), ZONE)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            [("started", 4), ("paused", 3), ("overtime", 2), ("caught_up", -5)],
            "started 4 late, pause 3, overtime 2, caught up 5",
        ),
        ([("started", 0.6), ("overtime", 0.6)], "started 1 late"),
        ([("started", 0.3), ("overtime", 0.1)], ""),
        ([("started", -2), ("finished_early", -1)], "started 2 early, finished 1 early"),
        ([("adjusted", 5), ("left_out", -10)], "added 5, left out 10"),
        ([("rooms", 3), ("other", -1)], "rooms back 3 later, other 1 earlier"),
        ([], ""),
    ],
)
def test_reasons_are_said_in_whole_minutes(parts: list[tuple[str, float]], words: str) -> None:
    """Each reason has its word, and what rounds to nothing is left out."""
    reasons = [Reason(ReasonKind(kind), mins(count)) for kind, count in parts]

    assert wording.reason_words(EN, reasons) == words


@given(st.lists(amounts, max_size=8))
def test_rounded_parts_add_up_to_the_rounded_sum(parts: list[Duration]) -> None:
    """The minutes of the parts make the minutes of the whole, and none is off by a minute."""
    texts = wording.whole_minute_texts(EN, [Duration(abs(part)) for part in parts])

    shares = [int(text.split()[0]) for text in texts]
    assert sum(shares) == wording.whole_minutes(Duration(sum(map(abs, parts))))
    assert all(
        abs(share * MINUTE - abs(part)) < MINUTE for share, part in zip(shares, parts, strict=True)
    )


@pytest.mark.parametrize("kind", ReasonKind)
@pytest.mark.parametrize("by", [3, -3])
def test_every_reason_has_words_for_later_and_earlier(kind: ReasonKind, by: int) -> None:
    """No reason goes without words, whichever way it worked."""
    assert "3" in wording.reason_words(EN, [Reason(kind, mins(by))])


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SaveStatus(state=SaveState.SAVED), "All saved"),
        (SaveStatus(state=SaveState.SAVING, waiting=3), "Saving…"),
        (
            SaveStatus(state=SaveState.NOT_SAVED, waiting=14, problem=SaveProblem.DISK_FULL),
            "Not saved: disk full, 14 changes waiting",
        ),
        (
            SaveStatus(state=SaveState.NOT_SAVED, waiting=1, problem=SaveProblem.LOCKED),
            "Not saved: another program is using the file, 1 change waiting",
        ),
    ],
)
def test_saving_is_told_with_its_reason(status: SaveStatus, words: str) -> None:
    """What is not saved says why, and how much waits."""
    assert wording.save_words(EN, status) == words


OFFER_PLAN = plan("a 30", "b 20", "coffee 15 break", "c 20")


def offer(
    kind: str,
    *changes: tuple[str, float],
    feasible: bool = True,
    short: Duration = Duration(0),
) -> CatchUpPlan:
    """Return an offer that ends at 10:25 with changes in minutes; a name in capitals is dropped."""
    return CatchUpPlan(
        kind=CatchUpKind(kind),
        feasible=feasible,
        short=short,
        changes=tuple(
            Change(BlockId(name.lower()), mins(-by), removed=name.isupper()) for name, by in changes
        ),
        ends=at("10:25"),
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (offer("trim", ("b", 2), ("c", 2)), "Ends 10:25. Take 2 from B and 2 from C."),
        (
            offer("trim", ("a", 1), ("b", 2), ("c", 3)),
            "Ends 10:25. Take 1 from A, 2 from B and 3 from C.",
        ),
        (offer("drop", ("B", 20)), "Ends 10:25. Leave out B."),
        (
            offer("drop", ("B", 20), ("c", 2)),
            "Ends 10:25. Leave out B. Take 2 from C.",
        ),
        (
            offer("later", feasible=False, short=mins(9)),
            "Ends 10:25. 9 min late. Change nothing.",
        ),
        (
            offer("trim", feasible=False, short=Duration(1)),
            "Ends 10:25. 1 min late. Nothing can be shortened.",
        ),
        (
            offer("trim", ("b", 2), feasible=False),
            "Ends 10:25. A fixed start is still missed. Take 2 from B.",
        ),
    ],
)
def test_offers_are_said_in_short_sentences(made: CatchUpPlan, words: str) -> None:
    """A catch-up plan names what gets shorter, and what is still missing."""
    assert wording.offer_words(EN, OFFER_PLAN, made, ZONE) == words


def test_an_offer_names_the_breaks_to_come_that_it_keeps() -> None:
    """With the projection at hand the sentence says that coffee stays."""
    desk = Desk(OFFER_PLAN, now="9:00")
    desk.controller.start_next()

    words = wording.offer_words(
        EN, OFFER_PLAN, offer("trim", ("b", 2)), ZONE, desk.controller.projection()
    )

    assert words == "Ends 10:25. Take 2 from B. COFFEE stays 15."


@pytest.mark.parametrize(
    ("kind", "length", "words"),
    [
        ("away", 12_400, "The program was away for 12 s."),
        ("slept", 7 * 60_000, "The computer was asleep for 7 min."),
        ("clock_stepped", 3_600_000, "The computer's clock was set forward by 1 h."),
        ("clock_stepped", -3_600_000, "The computer's clock was set back by 1 h."),
    ],
)
def test_incidents_are_told_in_one_sentence(kind: str, length: int, words: str) -> None:
    """What happened to the computer has its sentence, also for a clock set back."""
    incident = Incident(at=at("9:00"), kind=IncidentKind(kind), length=Duration(length))

    assert wording.incident_words(EN, incident) == words


def test_every_word_of_an_enumeration_is_there() -> None:
    """No kind, tag, status, phase, state or refusal goes without a word."""
    words = [
        *(wording.kind_word(EN, kind) for kind in BlockKind),
        *(wording.tag_word(EN, tag) for tag in NoteTag),
        *(wording.status_word(EN, status) for status in Status),
        *(wording.phase_word(EN, phase) for phase in Phase),
        *(wording.session_state_word(EN, state) for state in SessionState),
        *(wording.refusal_words(EN, refusal) for refusal in Refusal),
    ]

    assert all(words)


@pytest.mark.parametrize(
    ("count", "words"), [(4, "4 min late"), (-2, "2 min early"), (0.4, "on time")]
)
def test_lateness_is_in_words(count: float, words: str) -> None:
    """Late, early and on time are words, not signs."""
    assert wording.late_words(EN, mins(count)) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (5, "Take 1 from A, 2 from B, 3 from C, 4 from D and 5 from E."),
        (6, "Take 3 from C, 4 from D, 5 from E, 6 from F and 2 more."),
    ],
)
def test_an_offer_names_the_largest_changes(count: int, words: str) -> None:
    """Of many changes the four largest are named in the plan's order, and the rest counted."""
    names = "abcdef"[:count]
    long = plan(*(f"{name} 20" for name in names))
    made = offer("trim", *((name, place + 1) for place, name in enumerate(names)))

    assert wording.offer_words(EN, long, made, ZONE) == f"Ends 10:25. {words}"


def test_a_block_without_a_title_is_called_by_its_place() -> None:
    """A sentence never has a hole where a title is missing."""
    two = plan("a 10", "b 10")
    bare = two.with_block(replace(two.blocks[1], title=" "))

    assert [wording.block_title(EN, bare, block.id) for block in bare.blocks] == ["A", "Block 2"]
