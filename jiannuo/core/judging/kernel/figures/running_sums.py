"""What adds up, summed once along the time, so that any span is a difference of two sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.statistics.exact_figures import SHARES, Exact, rate_of
from jiannuo.core.statistics.observations import Observations

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
_ADDITIVE = ("count", "sum", "mean", "rate", *SHARES)


def adds_up(indicator: Indicator, observed: Sequence[Observations]) -> bool:
    """Tell whether a figure is made of sums alone, all amounts being in one unit."""
    if indicator.kind not in _ADDITIVE or indicator.distinct is not None:
        return False
    return all(each.units is None or len(each.units.names) <= 1 for each in observed)


@dataclass(frozen=True, slots=True, eq=False)
class RunningSums:
    """The sums of one set of observations over some rows in order of time, each up to before the row of that place.

    `known` are the rows that count, `part` those of them that a share counts, `amount` is the sum of their values as
    whole numbers of `10**-scale` in `unit`.
    """

    known: Rows
    part: Rows
    amount: NDArray[np.int64] | NDArray[np.object_]
    scale: int
    unit: str
    is_measured: bool
    is_share: bool

    def exact(self, indicator: Indicator, first: int, last: int) -> Exact:
        """Return what the rows from one place up to another come to."""
        known, rows = int(self.known[last] - self.known[first]), last - first
        if self.is_share:
            of = int(self.part[last] - self.part[first])
            return Exact(Fraction(of, known) if known else None, Fraction(of), Fraction(known), known, rows - known)
        if not self.is_measured:
            return Exact(Fraction(known), Fraction(known), None, known, rows - known)
        total = Fraction(int(self.amount[last]) - int(self.amount[first]), 10**self.scale)
        unit = self.unit if known else ""
        if indicator.kind == "mean":
            value = total / known if known else None
            return Exact(value, total, Fraction(known), known, rows - known, unit)
        return Exact(total, total, None, known, rows - known, unit)


def running_sums(observed: Observations, rows: Rows) -> RunningSums:
    """Return the sums of observations over some rows, which are in order of time."""
    certain, parts = observed.certain[rows], observed.parts
    part = np.zeros(len(rows), np.bool_)
    amount: NDArray[np.int64] | NDArray[np.object_] = np.zeros(len(rows), np.int64)
    known, scale = certain, 0
    if parts is not None:
        known = certain & (parts[rows] >= 0)
        part = certain & (parts[rows] == 1)
    if observed.amounts is not None and observed.present is not None:
        known = certain & observed.present[rows]
        scale = observed.amounts.scale
        amount = np.where(known, observed.amounts.numbers[rows].astype(np.object_), 0)
    unit = observed.units.names[0] if observed.units is not None and observed.units.names else ""
    is_measured = observed.amounts is not None
    return RunningSums(_summed(known), _summed(part), _summed(amount), scale, unit, is_measured, parts is not None)


def _summed(values: NDArray[np.bool_] | NDArray[np.int64] | NDArray[np.object_]) -> NDArray[np.int64]:
    whole = values if values.dtype == np.object_ else values.astype(np.int64)
    found: NDArray[np.int64] = np.concatenate([np.zeros(1, whole.dtype), np.cumsum(whole)])
    return found


def exact_between(indicator: Indicator, sums: Sequence[RunningSums], places: Sequence[tuple[int, int]]) -> Exact:
    """Return what an indicator comes to from the sums of each set between two places."""
    sides = [each.exact(indicator, *span) for each, span in zip(sums, places, strict=True)]
    return rate_of(*sides) if indicator.kind == "rate" else sides[0]
