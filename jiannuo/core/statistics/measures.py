"""Sums, means, medians and percentiles of groups of values, exact to the last digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Groups = NDArray[np.int64]
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Exact values: row `i` is `numbers[i] / 10**scale`; the numbers are 64-bit integers, or Python's where those end."""

    numbers: NDArray[np.int64] | NDArray[np.object_]
    scale: int = 0

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self.numbers)

    def taken(self, places: NDArray[np.integer]) -> "Amounts":
        """Return some of the values."""
        return Amounts(self.numbers[places], self.scale)


def amounts_of(values: Sequence[int | Decimal | Fraction]) -> Amounts:
    """Return values as exact amounts of one scale. Raises ValueError for what has no end in decimals."""
    scale = max((_places(value) for value in values), default=0)
    numbers = [int(Fraction(value) * 10**scale) for value in values]
    if all(-_MOST <= number <= _MOST for number in numbers):
        return Amounts(np.array(numbers, np.int64), scale)
    whole = np.empty(len(numbers), np.object_)
    whole[:] = numbers
    return Amounts(whole, scale)


def _places(value: int | Decimal | Fraction) -> int:
    if isinstance(value, int):
        return 0
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int):
            raise ValueError(str(value))
        return max(0, -exponent)
    places, rest = 0, value.denominator
    while rest % 10 == 0:
        places, rest = places + 1, rest // 10
    for factor in (2, 5):
        while rest % factor == 0:
            places, rest = places + 1, rest // factor
    if rest != 1:
        raise ValueError(str(value))
    return places


def grouped(amounts: Amounts, groups: Groups, *, count: int) -> list[Amounts]:
    """Return the amounts of each of `count` groups; `groups` holds each one's group number, -1 for none."""
    kept = np.flatnonzero(groups >= 0)
    order = kept[np.argsort(groups[kept], kind="stable")]
    edges = np.searchsorted(groups[order], np.arange(count + 1))
    ordered = amounts.taken(order)
    return [Amounts(ordered.numbers[edges[i] : edges[i + 1]], amounts.scale) for i in range(count)]


def total(amounts: Amounts) -> Fraction:
    """Return the exact sum, 0 of nothing."""
    numbers = amounts.numbers
    if numbers.dtype != np.object_ and len(numbers):
        most = max(abs(int(numbers.min())), abs(int(numbers.max())))
        if most * len(numbers) <= _MOST:
            return Fraction(int(numbers.sum()), 10**amounts.scale)
    return Fraction(sum(numbers.tolist()), 10**amounts.scale)


def mean(amounts: Amounts) -> Fraction | None:
    """Return the exact mean, None of nothing."""
    return total(amounts) / len(amounts) if len(amounts) else None


def median(amounts: Amounts) -> Fraction | None:
    """Return the middle value, of an even count the mean of the middle two; None of nothing."""
    count = len(amounts)
    if not count:
        return None
    ordered = np.sort(amounts.numbers)
    low, high = int(ordered[(count - 1) // 2]), int(ordered[count // 2])
    return Fraction(low + high, 2 * 10**amounts.scale)


def nearest_rank(amounts: Amounts, *, percent: Fraction) -> Fraction | None:
    """Return the smallest value that at least `percent` (above 0, to 100) of the values do not pass; None of nothing."""
    count = len(amounts)
    if not count:
        return None
    rank = -(-percent.numerator * count // (100 * percent.denominator))
    return Fraction(int(np.sort(amounts.numbers)[rank - 1]), 10**amounts.scale)
