"""Small finite rings: Galois fields and their products, as tables of sums and products.

Only what rounds without repeated meetings are made from; elements are the numbers 0 to size - 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

Table = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring; spread: elements whose differences can all be divided by, as many as there are."""

    size: int
    plus: Table
    times: Table
    spread: tuple[int, ...]


@cache
def ring(size: int) -> Ring:
    """Return the field of that size, or for other sizes the product of the fields it is made of."""
    found: Ring | None = None
    for prime, power in _factors(size):
        field = _field(prime, power)
        found = field if found is None else _product(found, field)
    if found is None:
        raise ValueError("a ring has at least two elements")
    return found


def _factors(size: int) -> Iterator[tuple[int, int]]:
    """Yield the primes of a number with their powers."""
    prime = 2
    while size > 1:
        power = 0
        while size % prime == 0:
            size //= prime
            power += 1
        if power:
            yield prime, power
        prime += 1


def _field(prime: int, power: int) -> Ring:
    """Return the field of ``prime ** power`` elements: polynomials modulo one that has no factors.

    A number stands for the polynomial whose coefficients are its digits.
    """
    size = prime**power
    digits = [_digits(number, prime, power) for number in range(size)]
    plus = tuple(
        tuple(_number([(a + b) % prime for a, b in zip(x, y, strict=True)], prime) for y in digits)
        for x in digits
    )
    for low in digits:
        times = tuple(
            tuple(_number(_reduced(x, y, low, prime), prime) for y in digits) for x in digits
        )
        if all(0 not in row[1:] for row in times[1:]):
            return Ring(size, plus, times, tuple(range(size)))
    raise AssertionError("there is a field of every prime power")


def _product(one: Ring, other: Ring) -> Ring:
    """Return the ring of pairs; the number of a pair is its place in the order of pairs."""
    pairs = list(product(range(one.size), range(other.size)))

    def joined(first: Table, second: Table) -> Table:
        return tuple(
            tuple(first[a][c] * other.size + second[b][d] for c, d in pairs) for a, b in pairs
        )

    spread = tuple(a * other.size + b for a, b in zip(one.spread, other.spread, strict=False))
    return Ring(len(pairs), joined(one.plus, other.plus), joined(one.times, other.times), spread)


def _digits(number: int, base: int, count: int) -> list[int]:
    return [number // base**place % base for place in range(count)]


def _number(digits: list[int], base: int) -> int:
    return sum(digit * base**place for place, digit in enumerate(digits))


def _reduced(x: list[int], y: list[int], low: list[int], prime: int) -> list[int]:
    """Return x times y modulo the polynomial with leading 1 and the lower coefficients ``low``."""
    power = len(low)
    whole = [0] * (2 * power - 1)
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            whole[i + j] += a * b
    for place in range(len(whole) - 1, power - 1, -1):
        for k in range(power):
            whole[place - power + k] -= whole[place] * low[k]
        whole[place] = 0
    return [value % prime for value in whole[:power]]
