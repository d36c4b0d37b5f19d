"""What an indicator comes to in a year so far: from 1 January to the end of any of its periods."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from jiannuo.core.charters.charter import AttributeOf, Indicator
from jiannuo.core.statistics.exact_figures import Dimensions, Exact, ToDate, exact_of
from jiannuo.core.statistics.observations import Codes, Observations, cells_at
from jiannuo.core.statistics.recurring import Cycle, year_start
from jiannuo.core.values.instants import period_start

_UNTOLD = ("minute", "hour", "year", "total")
_Pieces = dict[int, list[Codes | None]]
"""The rows of each set, by the start of the piece."""


def told_to_date(indicator: Indicator, observed: Sequence[Observations], *, cycle: Cycle) -> ToDate | None:
    """Return what an indicator comes to in each year so far; None for periods of which that is not told.

    The periods are cut where a year begins, and the pieces are put together one after the other: what can be added is
    added, and the rest, such as a median, is reckoned anew from all rows so far.
    """
    if cycle.per in _UNTOLD:
        return None
    return _Running(indicator, observed, cycle).until


def _pieces(observed: Sequence[Observations], cycle: Cycle) -> dict[tuple[int, Dimensions], _Pieces]:
    """Return the pieces of each year, for each combination of dimensions."""
    found: dict[tuple[int, Dimensions], _Pieces] = defaultdict(dict)
    for place, each in enumerate(observed):
        for (start, by), rows in cells_at(each, _piece_starts(each, cycle)).items():
            year = year_start(start, zone=cycle.zone)
            found[year, by].setdefault(start, [None] * len(observed))[place] = rows
    return found


def _piece_starts(observed: Observations, cycle: Cycle) -> Codes:
    """Return where the piece of a period begins that each row lies in; what lies before all periods counts as well."""
    if not len(observed):
        return observed.at
    return np.maximum(cycle.starts_of(observed.at), period_start(observed.at, "year", zone=cycle.zone))


@dataclass(frozen=True, slots=True)
class _Steps:
    """What a year comes to from piece to piece: at the end of the piece that begins at `starts[i]` to `sums[i]`."""

    starts: list[int]
    sums: list[Exact]


@dataclass(slots=True)
class _Running:
    """Reckons the years of an indicator when the first of them is asked for."""

    indicator: Indicator
    observed: Sequence[Observations]
    cycle: Cycle
    steps: Mapping[tuple[int, Dimensions], _Steps] | None = None

    def until(self, end: int, by: Dimensions) -> Exact:
        """Return what the year of the last instant before `end` comes to up to there."""
        if self.steps is None:
            pieces = _pieces(self.observed, self.cycle)
            self.steps = {key: _steps(self.indicator, self.observed, each) for key, each in pieces.items()}
        steps = self.steps.get((year_start(end - 1, zone=self.cycle.zone), by))
        place = 0 if steps is None else bisect_left(steps.starts, end)
        if steps is None or not place:
            return exact_of(self.indicator, self.observed, [None] * len(self.observed))
        return steps.sums[place - 1]


def _steps(indicator: Indicator, observed: Sequence[Observations], pieces: _Pieces) -> _Steps:
    starts = sorted(pieces)
    if _is_additive(indicator):
        exact = [exact_of(indicator, observed, pieces[start]) for start in starts]
        sums = exact[:1]
        for each in exact[1:]:
            sums.append(_added(indicator, sums[-1], each))
        return _Steps(starts, sums)
    rows = [np.concatenate([_rows(pieces[start][place]) for start in starts]) for place in range(len(observed))]
    ends = [np.cumsum([len(_rows(pieces[start][place])) for start in starts]) for place in range(len(observed))]
    sums = [
        exact_of(indicator, observed, [some[: end[place]] for some, end in zip(rows, ends, strict=True)])
        for place in range(len(starts))
    ]
    return _Steps(starts, sums)


def _rows(rows: Codes | None) -> Codes:
    return np.empty(0, np.int64) if rows is None else rows


def _is_additive(indicator: Indicator) -> bool:
    """Tell whether two pieces come to the sum of what each comes to, or to a quotient of such sums."""
    if indicator.kind == "count":
        return indicator.distinct is None
    if indicator.kind == "rate" and indicator.ratio is not None:
        return not any(isinstance(side, AttributeOf) for side in indicator.ratio)
    return indicator.kind in ("sum", "mean", "share", "kept_rate")


def _added(indicator: Indicator, one: Exact, other: Exact) -> Exact:
    unit = other.unit if not one.count else one.unit if not other.count or one.unit == other.unit else None
    both = Exact(
        value=None,
        numerator=None if unit is None else (one.numerator or Fraction(0)) + (other.numerator or Fraction(0)),
        denominator=None if one.denominator is None else one.denominator + (other.denominator or 0),
        count=one.count + other.count,
        unknown=one.unknown + other.unknown,
        unit=unit,
        sizes=tuple(mine + theirs for mine, theirs in zip(one.sizes, other.sizes, strict=True)),
    )
    if both.numerator is None:  # amounts of several units
        return replace(both, denominator=None)
    if indicator.kind in ("count", "sum"):
        return replace(both, value=both.numerator)
    return replace(both, value=both.numerator / both.denominator if both.denominator else None)
