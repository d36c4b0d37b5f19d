"""The figures of an indicator, cell by cell: exact numerators and denominators, and the value that is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.measures import Amounts, median, nearest_rank, total
from jiannuo.core.statistics.observations import Cell, Codes, Observations, cells_of
from jiannuo.core.statistics.recurring import SINCE_EVER, Cycle
from jiannuo.core.statistics.rounding import rounded, significant

State = Literal["ok", "no_data", "mixed_units", "too_few", "not_covered"]
_SHORT = ("minute", "hour")
_SHARES = ("share", "kept_rate")
UNITS_OF_TIME = {"us": 1, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}
"""The units in which lengths of time are told, in microseconds."""
_FACTORS = {"%": 100, "‰": 1000}
_BOUND_PLACES = 6
MICROSECONDS = "us"
"""The unit in which lengths of time come in."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its period (from None: since ever; microseconds UTC), its dimensions, and what it is made of.

    `value` and `lower` are rounded as declared, in `unit`; numerator and denominator are exact, those of lengths of time in
    microseconds. `count` is how many observations stand behind it, `coverage` how much of what might belong is known. A
    period is `closed` if it ended by `as_of`. `state` says why a figure should not be relied on.
    """

    from_: int | None
    until: int
    by: tuple[str | None, ...]
    value: Decimal | None
    unit: str
    numerator: Fraction | None
    denominator: Fraction | None
    lower: Decimal | None
    count: int
    coverage: Ratio
    closed: bool
    state: State


@dataclass(frozen=True, slots=True)
class Exact:
    """What a cell comes to before rounding; `unit` is that of the values, None if they have several."""

    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    count: int
    unknown: int
    unit: str | None = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one indicator, by period and dimensions; `by` names the dimensions."""

    indicator: Indicator
    by: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """What an indicator comes to in each cell, and what it comes to where nothing was observed."""

    by_cell: Mapping[Cell, Exact]
    nothing: Exact


def cells_for(indicator: Indicator, observed: Sequence[Observations], *, cycle: Cycle, span: tuple[int, int]) -> Cells:
    """Return what an indicator comes to exactly from what was observed: one set of rows, or two for a rate.

    Without dimensions every period that touches the span (microseconds UTC) has a cell, also one in which nothing
    happened, but for minutes and hours; with dimensions only those with observations have one.
    """
    cells = [cells_of(each, cycle) for each in observed]
    exact = {cell: _exact(indicator, observed, [each.get(cell) for each in cells]) for cell in _cells(cells)}
    nothing = _exact(indicator, observed, [None] * len(observed))
    if not indicator.by and indicator.per not in _SHORT:
        exact = {(start, ()): nothing for start in cycle.between(*span)} | exact
    return Cells(exact, nothing)


def figures_of(indicator: Indicator, cells: Cells, *, cycle: Cycle) -> tuple[Figure, ...]:
    """Return the figures of an indicator, by period and dimensions."""
    exact = cells.by_cell
    in_order = sorted(exact, key=lambda cell: (cell[0], [(name is None, name or "") for name in cell[1]]))
    return tuple(shown(indicator, cell, exact[cell], cycle) for cell in in_order)


def _cells(cells: Iterable[Mapping[Cell, Codes]]) -> dict[Cell, None]:
    return dict.fromkeys(cell for each in cells for cell in each)


def _exact(indicator: Indicator, observed: Sequence[Observations], rows: Sequence[Codes | None]) -> Exact:
    nothing = np.empty(0, np.int64)
    sets = [(each, nothing if some is None else some) for each, some in zip(observed, rows, strict=True)]
    if indicator.kind == "rate":
        return _rate(*(_sum(each, some) if each.amounts is not None else _count(each, some) for each, some in sets))
    (each, some), *_ = sets
    if indicator.kind in _SHARES:
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


def _rate(of: Exact, to: Exact) -> Exact:
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


# What is shown.


def shown(indicator: Indicator, cell: Cell, exact: Exact, cycle: Cycle) -> Figure:
    """Return a figure as the indicator declares it to be shown."""
    start, by = cell
    end = cycle.end_of(start)
    unit = _unit(indicator, exact)
    coverage = Ratio(exact.count, exact.count + exact.unknown)
    return Figure(
        from_=None if start == SINCE_EVER else start,
        until=end,
        by=by,
        value=None if exact.value is None else _rounded(indicator, exact.value * _factor(unit, exact), unit),
        unit=unit,
        numerator=exact.numerator,
        denominator=exact.denominator,
        lower=_lower(indicator, exact, _factor(unit, exact)),
        count=exact.count,
        coverage=coverage,
        closed=end <= cycle.as_of,
        state=_state(indicator, exact, coverage),
    )


def _unit(indicator: Indicator, exact: Exact) -> str:
    if indicator.unit is not None:
        return indicator.unit
    return "%" if indicator.kind in _SHARES else exact.unit or ""


def _factor(unit: str, exact: Exact) -> Fraction:
    if exact.unit == MICROSECONDS:
        return Fraction(1, UNITS_OF_TIME.get(unit, 1))
    return Fraction(_FACTORS.get(unit, 1))


def _rounded(indicator: Indicator, value: Fraction, unit: str) -> Decimal:
    if indicator.decimals is not None or unit == MICROSECONDS:
        return rounded(value, places=indicator.decimals or 0, rule=indicator.rounding)
    return significant(value, rule=indicator.rounding)


def _lower(indicator: Indicator, exact: Exact, factor: Fraction) -> Decimal | None:
    """Return the lower end of the Wilson interval at 95 %, if it is asked for and there is anything to reckon with."""
    if not indicator.has_bound or exact.numerator is None or not exact.denominator:
        return None
    interval = Ratio(int(exact.numerator), int(exact.denominator)).wilson()
    places = _BOUND_PLACES if indicator.decimals is None else indicator.decimals
    return None if interval is None else rounded(Fraction(interval[0]) * factor, places=places, rule=indicator.rounding)


def _state(indicator: Indicator, exact: Exact, coverage: Ratio) -> State:
    if exact.unit is None:
        return "mixed_units"
    if exact.value is None:
        return "no_data"
    if exact.count < indicator.least:
        return "too_few"
    if coverage.denominator and Fraction(coverage.numerator, coverage.denominator) < Fraction(indicator.coverage) / 100:
        return "not_covered"
    return "ok"
