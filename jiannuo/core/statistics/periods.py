"""Figures over time: calendar periods of a zone, the verdicts of each, and when it got worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.statistics.fulfilment import Codes, Tally, tally_groups
from jiannuo.core.values.instants import local_date, next_period_start, period_start

PeriodUnit = Literal["day", "week", "month", "quarter", "year"]
_DAY = 86_400_000_000
_LONGEST: tuple[tuple[int, PeriodUnit], ...] = ((31, "day"), (190, "week"), (3000, "month"), (12000, "quarter"))


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive calendar periods: `starts[i]` (local date) begins at `edges[i]` and ends before `edges[i + 1]`."""

    unit: PeriodUnit
    starts: tuple[date, ...]
    edges: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of periods."""
        return len(self.starts)

    def place(self, instants: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of the period each instant (microseconds UTC) falls into, -1 for none."""
        found = np.searchsorted(self.edges, instants, side="right") - 1
        return np.where(found < len(self), found, -1)


@dataclass(frozen=True, slots=True)
class Drop:
    """The steepest fall of fulfilment: from period `before` to period `at` (numbers of periods)."""

    before: int
    at: int
    points: float


def fitting_unit(first: int, last: int) -> PeriodUnit:
    """Return the unit whose periods between two instants (microseconds UTC) are a readable number of points."""
    days = (last - first) // _DAY
    return next((unit for longest, unit in _LONGEST if days <= longest), "year")


def periods_between(first: int, last: int, *, zone: str, unit: PeriodUnit) -> Periods:
    """Return the periods of a zone that cover both instants (microseconds UTC); weeks start on Monday."""
    edges = [period_start(first, unit, zone=zone)]
    while edges[-1] <= last:
        edges.append(next_period_start(edges[-1], unit, zone=zone))
    starts = tuple(local_date(edge, zone=zone) for edge in edges[:-1])
    return Periods(unit=unit, starts=starts, edges=np.array(edges, dtype=np.int64))


def tally_periods(codes: Codes, instants: NDArray[np.int64], *, periods: Periods) -> list[Tally]:
    """Count verdicts in each period by the instant (microseconds UTC) each obligation opened."""
    return tally_groups(codes, periods.place(instants), count=len(periods))


def largest_drop(series: Sequence[Tally], *, least: int = 30) -> Drop | None:
    """Return the steepest fall of fulfilment from one period to the next that is more than chance, or None.

    Compared are periods with at least `least` obligations decided, and a twentieth of what the fullest has, and less than
    a tenth still pending; the fall counts if the Wilson intervals of the two lie apart. Of equal falls the first counts.
    """
    fullest = max((tally.fulfilment.denominator for tally in series), default=0)
    least = max(least, -(-fullest // 20))
    compared = [i for i, tally in enumerate(series) if _comparable(tally, least)]
    drops = [
        Drop(before=before, at=at, points=100 * (_share(series[before]) - _share(series[at])))
        for before, at in pairwise(compared)
        if _lies_below(series[at], series[before])
    ]
    return max(drops, key=lambda drop: drop.points, default=None)


def _comparable(tally: Tally, least: int) -> bool:
    return tally.fulfilment.denominator >= least and tally.pending * 10 < tally.total


def _share(tally: Tally) -> float:
    return tally.kept / (tally.kept + tally.broken)


def _lies_below(later: Tally, earlier: Tally) -> bool:
    here, before = later.fulfilment.wilson(), earlier.fulfilment.wilson()
    return here is not None and before is not None and here[1] < before[0]
