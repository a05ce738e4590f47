"""The goals of grouping as numbers, in their order: each outweighs all that come after it (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from virtu_desktop.domain.grouping.meetings import again_weight
from virtu_desktop.domain.grouping.members import Frame, Member, ModeRule, Quality, Request
from virtu_desktop.domain.grouping.seating import Weights
from virtu_desktop.domain.people import Mode

# Nobody is met so often in one programme that the square of it would reach this.
_MOST_MEETINGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """Weights of the goals, and what each pair costs whatever has been before.

    alike: the cost of the pair's balance, and of what they do not have in common where they
    should. again: one squared repeat. lone: one person alone in their mode; 0 as it comes.
    """

    alike: Weights
    again: int
    mixing: int
    lone: int
    has_balance: bool

    def weights(self, met: Sequence[Sequence[int]]) -> Weights:
        """Return what each pair costs in a round after ``met`` meetings of each."""
        again = [again_weight(count) * self.again for count in range(_MOST_MEETINGS)]
        return [
            [base + again[count] for base, count in zip(bases, counts, strict=True)]
            for bases, counts in zip(self.alike, met, strict=True)
        ]


def goals_of(request: Request, frame: Frame) -> Goals:
    """Return the goals of a request as weights for one round in that frame."""
    members = request.members
    qualities = list(request.balance)
    if request.mode is ModeRule.MIXED and Quality.MODE not in qualities:
        qualities.append(Quality.MODE)
    shared = _shared(members, qualities)
    most_shared = max((max(row) for row in shared), default=0)
    again = most_shared * frame.pairs + 1
    mixing = again * frame.pairs * again_weight(_MOST_MEETINGS) + 1
    lone = mixing * (frame.pairs * max(1, len(request.gather)) + 1)
    if request.mode is ModeRule.TOGETHER:
        # Not out of proportion: the way from two mixed rooms to one leads through lone people.
        lone = 3 * mixing
        _add_mixing(shared, members, (Quality.MODE,), mixing)
    if request.gather:
        _add_mixing(shared, members, request.gather, mixing)
    return Goals(
        alike=shared,
        again=again,
        mixing=mixing if request.mode is ModeRule.TOGETHER or request.gather else 0,
        lone=0 if request.mode is ModeRule.ANY else lone,
        has_balance=bool(most_shared),
    )


def _add_mixing(
    weights: Weights, members: Sequence[Member], qualities: Sequence[Quality], mixing: int
) -> None:
    """Let pairs cost ``mixing`` for each quality of which they have nothing in common."""
    for one, row in zip(members, weights, strict=True):
        for place, other in enumerate(members):
            if other is not one:
                row[place] += mixing * sum(
                    not one.values(quality) & other.values(quality) for quality in qualities
                )


def mode_numbers(members: Sequence[Member]) -> list[int]:
    """Return a number for the mode of each member."""
    order = list(Mode)
    return [order.index(member.mode) for member in members]


def _shared(members: Sequence[Member], qualities: Sequence[Quality]) -> Weights:
    """Return how many values each pair shares; what everybody has makes no difference."""
    values: list[set[tuple[Quality, str]]] = [
        {(quality, value) for quality in qualities for value in member.values(quality)}
        for member in members
    ]
    common = set.intersection(*values) if values else set()
    table = [[len((one & other) - common) for other in values] for one in values]
    for place in range(len(members)):
        table[place][place] = 0
    return table
