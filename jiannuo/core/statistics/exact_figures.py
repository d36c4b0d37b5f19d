"""What a cell of an indicator comes to exactly, before anything is rounded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.statistics.measures import Amounts, median, nearest_rank, total
from jiannuo.core.statistics.observations import Codes, Observations

SHARES = ("share", "kept_rate")
"""The sorts of figure that are a share of what was observed."""


@dataclass(frozen=True, slots=True)
class Exact:
    """What a cell comes to before rounding; `unit` is that of the values, None if they have several.

    `sizes` are the numbers of observations in it, known or not: one, of a rate one for each side; of a formula there are none.
    """

    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    count: int
    unknown: int
    unit: str | None = ""
    sizes: tuple[int, ...] = ()


Dimensions = tuple[str | None, ...]
ToDate = Callable[[int, Dimensions], Exact]
"""From the end of a period (microseconds UTC) and the dimensions to what they come to in the year so far."""


def exact_of(indicator: Indicator, observed: Sequence[Observations], rows: Sequence[Codes | None]) -> Exact:
    """Return what some rows of each set come to, None standing for no row."""
    nothing = np.empty(0, np.int64)
    sets = [(each, nothing if some is None else some) for each, some in zip(observed, rows, strict=True)]
    return replace(_exact(indicator, sets), sizes=tuple(len(some) for _, some in sets))


def _exact(indicator: Indicator, sets: Sequence[tuple[Observations, Codes]]) -> Exact:
    if indicator.kind == "rate":
        return rate_of(*(_sum(each, some) if each.amounts is not None else _count(each, some) for each, some in sets))
    (each, some), *_ = sets
    if indicator.kind in SHARES:
        return _share(each, some)
    if indicator.kind == "count":
        return _count(each, some)
    return _measured(indicator, each, some)


def _count(observed: Observations, rows: Codes) -> Exact:
    certain = rows[observed.certain[rows]]
    counted = len(certain)
    if observed.keys is not None:
        keys = observed.keys[certain]
        counted = len(np.unique(keys[keys >= 0]))
        certain = certain[keys >= 0]
    return Exact(Fraction(counted), Fraction(counted), None, len(certain), len(rows) - len(certain))


def _share(observed: Observations, rows: Codes) -> Exact:
    parts = np.empty(0, np.int8) if observed.parts is None else observed.parts[rows]
    known = observed.certain[rows] & (parts >= 0)
    of, to = int((parts[known] == 1).sum()), int(known.sum())
    return Exact(_ratio(of, to), Fraction(of), Fraction(to), to, len(rows) - to)


def rate_of(of: Exact, to: Exact) -> Exact:
    """Return what two sides of a rate come to."""
    unit = of.unit if of.unit == to.unit or not to.unit else None
    one, other = of.numerator or Fraction(0), to.numerator or Fraction(0)
    value = None if unit is None else _ratio(one, other)
    same = "" if of.unit == to.unit else unit
    return Exact(value, one, other, of.count + to.count, of.unknown + to.unknown, same)


def _ratio(of: int | Fraction, to: int | Fraction) -> Fraction | None:
    return Fraction(of) / Fraction(to) if to else None


def _sum(observed: Observations, rows: Codes) -> Exact:
    amounts, unknown, unit = _values(observed, rows)
    found = None if unit is None else total(amounts)
    return Exact(found, found, None, len(amounts), unknown, unit)


def _measured(indicator: Indicator, observed: Observations, rows: Codes) -> Exact:
    """Return a sum, mean, median or percentile; amounts of several units come to nothing."""
    summed = _sum(observed, rows)
    if indicator.kind == "sum" or summed.unit is None:
        return summed
    amounts, unknown, unit = _values(observed, rows)
    count = Fraction(len(amounts))
    if indicator.kind == "mean":
        return Exact(_ratio(total(amounts), len(amounts)), total(amounts), count, len(amounts), unknown, unit)
    ranked = median(amounts) if indicator.rank is None else nearest_rank(amounts, percent=Fraction(indicator.rank))
    return Exact(ranked, None, count, len(amounts), unknown, unit)


def _values(observed: Observations, rows: Codes) -> tuple[Amounts, int, str | None]:
    """Return the known values of some rows, how many are not known, and their unit, None if they have several."""
    if observed.amounts is None or observed.present is None:
        return Amounts(np.empty(0, np.int64)), len(rows), ""
    known = rows[observed.certain[rows] & observed.present[rows]]
    units: set[str | None] = {""} if observed.units is None else {observed.units.at(int(row)) for row in known}
    unit = units.pop() if len(units) == 1 else None if units else ""
    return observed.amounts.taken(known), len(rows) - len(known), unit
