"""Catch-up offers: exact trims, drops in their order, ending later (T7)."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import at, event, mins, plan
from tests.domain.runs import Case, cases, late_cases
from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan, catch_up
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.domain.timeline import Status, TimelineState, apply, fold, project, statuses


def changes(offer: CatchUpPlan) -> dict[str, int]:
    """Return the minutes of each change."""
    assert all(change.by % MINUTE == 0 for change in offer.changes)
    return {change.block: change.by // MINUTE for change in offer.changes}


def by_kind(offers: tuple[CatchUpPlan, ...]) -> dict[CatchUpKind, CatchUpPlan]:
    """Return the offers by their kind."""
    return {offer.kind: offer for offer in offers}


def applied(case: Case, state: TimelineState, offer: CatchUpPlan) -> TimelineState:
    """Return the state after the offer has been carried out."""
    for change in offer.changes:
        fact = Event(at=case.now, type=EventType.ADJUST, block=change.block, ms=change.by)
        if change.removed:
            fact = Event(at=case.now, type=EventType.SKIP, block=change.block)
        state = apply(case.plan, state, fact)
    return state


def test_nothing_late_is_nothing_offered() -> None:
    """A session on time has no offers; one that is over has none either."""
    planned = plan("a 10", "b 10")
    started = fold(planned, [event("9:00", "start", "a")])
    ended = fold(planned, [event("9:00", "start", "a"), event("9:40", "end")])

    assert catch_up(planned, started, at("9:05")) == ()
    assert catch_up(planned, ended, at("9:45")) == ()


def test_a_trim_is_shared_in_proportion_to_what_can_be_spared() -> None:
    """Six minutes from spares of 10, 5 and 3: 3.33, 1.67 and 1 by largest remainder."""
    planned = plan("a 10", "b 20/10", "tea 15/15 break", "c 10/5", "d 10/7")
    state = fold(planned, [event("9:06", "start", "a")])

    trim = by_kind(catch_up(planned, state, at("9:06")))[CatchUpKind.TRIM]

    assert changes(trim) == {"b": -3, "c": -2, "d": -1}
    assert (trim.feasible, trim.short, trim.ends) == (True, 0, planned.target_end)


def test_equal_remainders_go_to_the_earlier_block() -> None:
    """One minute from two equal spares comes from the first."""
    planned = plan("a 10", "b 10/5", "c 10/5")
    state = fold(planned, [event("9:01", "start", "a")])

    trim = by_kind(catch_up(planned, state, at("9:01")))[CatchUpKind.TRIM]

    assert changes(trim) == {"b": -1}


def test_what_is_impossible_says_by_how_much() -> None:
    """With 3 of 10 minutes to spare the trim falls 7 short."""
    planned = plan("a 10/10", "b 10/7")
    state = fold(planned, [event("9:10", "start", "a")])

    trim = by_kind(catch_up(planned, state, at("9:10")))[CatchUpKind.TRIM]

    assert (trim.feasible, trim.short, trim.ends) == (False, mins(7), at("9:27"))


def test_the_least_important_optional_block_is_dropped_first() -> None:
    """Priority 3 goes before 2, among equals the later one, and no more than needed."""
    planned = plan("a 10/10", "b 10/10 ?3", "c 10/10 ?2", "d 10/10 ?3", "e 10/10")

    def dropped(start: str) -> list[str]:
        state = fold(planned, [event(start, "start", "a")])
        drop = by_kind(catch_up(planned, state, at(start)))[CatchUpKind.DROP]
        return [change.block for change in drop.changes if change.removed]

    assert dropped("9:08") == ["d"]
    assert dropped("9:18") == ["b", "d"]
    assert dropped("9:28") == ["b", "c", "d"]
    assert dropped("9:58") == ["b", "c", "d"]


def test_before_the_start_a_drop_may_have_to_remove_a_later_block() -> None:
    """A removed first block moves the start of all: the fewest that help are still found."""
    planned = replace(plan("a 10/10 ?3", "b 10/10 ?2", "c 10/10"), end=at("9:20"))

    drop = by_kind(catch_up(planned, TimelineState(), at("8:00")))[CatchUpKind.DROP]

    assert [change.block for change in drop.changes] == ["a", "b"]
    assert not drop.feasible


@given(late_cases())
def test_a_trim_keeps_its_promise(case: Case) -> None:
    """Whole minutes, no block under its minimum, and applied it gives the end it said."""
    state = case.state
    offers = catch_up(case.plan, state, case.now)
    assume(offers)
    trim = by_kind(offers)[CatchUpKind.TRIM]

    after = project(case.plan, applied(case, state, trim), case.now)

    for change in trim.changes:
        assert change.by < 0
        assert change.by % MINUTE == 0
        row = after.rows[case.plan.positions[change.block]]
        assert row.status is Status.PENDING
        assert row.allotted >= case.plan.block(change.block).minimum
    assert after.projected_end == trim.ends
    assert trim.feasible == (not after.is_late)
    assert trim.short == max(0, after.finish_late)


@given(late_cases())
def test_every_offer_does_what_it_says(case: Case) -> None:
    """Each offer, carried out as events, ends when it says and is feasible when it says so."""
    state = case.state
    for offer in catch_up(case.plan, state, case.now):
        if offer.kind is CatchUpKind.LATER:
            assert offer.changes == ()
            assert offer.ends == project(case.plan, state, case.now).projected_end
            continue

        after = project(case.plan, applied(case, state, offer), case.now)

        if case.state.spells:
            assert after.projected_end == offer.ends
            assert offer.feasible == (not after.is_late)


@given(cases())
def test_offers_come_exactly_when_something_is_late(case: Case) -> None:
    """Trim first, drop only with an optional block to come, ending later last."""
    projection = project(case.plan, case.state, case.now)

    kinds = [offer.kind for offer in catch_up(case.plan, case.state, case.now)]

    marks = statuses(case.plan, case.state)
    droppable = any(
        mark is Status.PENDING and block.optional
        for mark, block in zip(marks, case.plan.blocks, strict=True)
    )
    expected = [CatchUpKind.TRIM, *[CatchUpKind.DROP] * droppable, CatchUpKind.LATER]
    assert kinds == (expected if projection.is_late else [])


def test_no_smaller_total_meets_every_deadline() -> None:
    """Among all whole-minute trims of small plans the offered total is the smallest."""
    for fixed, late, spares in itertools.product(
        (None, "09:13", "09:16", "09:20"), (1, 2, 4, 7), itertools.product((0, 1, 3), repeat=3)
    ):
        words = [f"{name} 5/{5 - spare}" for name, spare in zip("bcd", spares, strict=True)]
        if fixed is not None:
            words[2] += f" @{fixed}"
        planned = plan("a 5", *words, end=at("9:20"))
        state = fold(planned, [event(f"9:0{late}", "start", "a")])
        now = at(f"9:0{late}")
        smallest = _smallest(Case(planned, (), now), state, spares)

        offers = by_kind(catch_up(planned, state, now))

        if CatchUpKind.TRIM not in offers:
            assert smallest == 0
        elif offers[CatchUpKind.TRIM].feasible:
            assert -sum(changes(offers[CatchUpKind.TRIM]).values()) == smallest
        else:
            assert smallest is None


def _smallest(case: Case, state: TimelineState, spares: tuple[int, ...]) -> int | None:
    """Return the smallest total of minutes that leaves nothing late, by trying them all."""
    meets = []
    for minutes in itertools.product(*(range(spare + 1) for spare in spares)):
        after = state
        for name, count in zip("bcd", minutes, strict=True):
            trim = Duration(-count * MINUTE)
            fact = Event(at=case.now, type=EventType.ADJUST, block=BlockId(name), ms=trim)
            after = apply(case.plan, after, fact)
        if not project(case.plan, after, case.now).is_late:
            meets.append(sum(minutes))
    return min(meets, default=None)


@given(st.data())
def test_the_fewest_drops_are_found_whatever_stands_first(data: st.DataObject) -> None:
    """Before the start each drop may change which block is first: one by one finds no fewer."""
    words = [
        f"b{place} {data.draw(st.integers(1, 12))}"
        f" ?{data.draw(st.integers(1, 3))}"
        + data.draw(st.sampled_from(["", "", f" @09:{5 * place + 2:02}"]))
        for place in range(data.draw(st.integers(1, 6)))
    ]
    length = data.draw(st.integers(1, 40))
    planned = plan(*words, "last 5/5", end=at(f"9:{length:02}"))
    now = at(data.draw(st.sampled_from(["8:30", "9:00", "9:07"])))
    drop = by_kind(catch_up(planned, TimelineState(), now)).get(CatchUpKind.DROP)
    assume(drop is not None)
    assert drop is not None
    order = sorted(
        planned.blocks[:-1], key=lambda block: (-block.priority, -planned.positions[block.id])
    )

    def helps(count: int) -> bool:
        events = [Event(at=now, type=EventType.SKIP, block=block.id) for block in order[:count]]
        state = fold(planned, events)
        for block in order[count:]:
            trim = Duration(-block.length)
            fact = Event(at=now, type=EventType.ADJUST, block=block.id, ms=trim)
            state = apply(planned, state, fact)
        return not project(planned, state, now).is_late

    fewest = next((count for count in range(1, len(order)) if helps(count)), len(order))

    assert sum(change.removed for change in drop.changes) == fewest
