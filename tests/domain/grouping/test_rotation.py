"""Rounds that belong together: world café, jigsaw, pairs, and their shares of the time."""

from __future__ import annotations

import itertools

import pytest

from tests.domain.grouping import checker
from tests.domain.grouping.people import request
from virtu_desktop.domain.grouping.rotation import Method, rotate
from virtu_desktop.domain.people import PersonId


@pytest.mark.parametrize(("people", "size", "count"), [(20, 4, 4), (25, 5, 4), (9, 3, 3)])
def test_a_world_cafe_repeats_nobody_where_a_design_allows_it(
    people: int, size: int, count: int
) -> None:
    """Hosts stay, nobody visits a table twice or meets anybody twice."""
    rounds = rotate(request(people, size), Method.WORLD_CAFE, count).rounds

    hosts = [
        set.intersection(*(set(rooms[at]) for rooms in rounds)) for at in range(people // size)
    ]
    assert [len(host) for host in hosts] == [1] * (people // size)
    assert checker.repeats(rounds) == 0


def test_named_hosts_stay_and_uneven_tables_work() -> None:
    """Three named hosts keep their rooms through all rounds; everybody is somewhere."""
    hosts = [PersonId("p3"), PersonId("p7"), PersonId("p1")]

    rounds = rotate(request(14, 4), Method.WORLD_CAFE, 3, hosts=hosts).rounds

    for rooms in rounds:
        assert all(host in rooms[at] for at, host in enumerate(hosts))
    assert checker.faults(rounds, [f"p{n}" for n in range(1, 15)], {}, 4) == []
    guests = [f"p{n}" for n in range(1, 15) if PersonId(f"p{n}") not in hosts]
    visits = [
        [next(at for at, room in enumerate(rooms) if guest in room) for rooms in rounds]
        for guest in guests
    ]
    assert sum(len(set(tables)) < 3 for tables in visits) <= 1


def test_a_jigsaw_goes_out_to_experts_and_home_again() -> None:
    """No two of one home group are in one group of experts, and round 3 is round 1."""
    home, experts, back = rotate(request(16, 4), Method.JIGSAW, 3).rounds

    assert home == back
    for room in home:
        for one, other in itertools.combinations(room, 2):
            assert not any({one, other} <= set(expert) for expert in experts)


def test_pairs_meet_another_one_each_round() -> None:
    """Nine people have one alone each round, and no pair twice in nine rounds."""
    rounds = rotate(request(9, 4), Method.PAIRS, 9).rounds

    assert checker.repeats(rounds) == 0
    assert all(sorted(map(len, rooms)) == [1, 2, 2, 2, 2] for rooms in rounds)
