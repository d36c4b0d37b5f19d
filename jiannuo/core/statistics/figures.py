"""The figures of an indicator, cell by cell: exact numerators and denominators, and the value that is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.statistics.comparisons import Comparison, Record, Statement
from jiannuo.core.statistics.exact_figures import SHARES, Dimensions, Exact, ToDate, exact_of
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.observations import Cell, Codes, Observations, cells_of
from jiannuo.core.statistics.recurring import SINCE_EVER, Cycle
from jiannuo.core.statistics.rounding import rounded, significant
from jiannuo.core.statistics.running import told_to_date

State = Literal["ok", "no_data", "mixed_units", "too_few", "not_covered", "suppressed"]
_SHORT = ("minute", "hour")
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

    `on_record` is how much of the period, as far as it has passed, the sources have on record, in microseconds; None where
    that was not asked.

    `exact` is the value in `unit` before it was rounded. It is set against the period `before` and the same one a
    `year_before`; `to_date` is the figure from 1 January of the year in which the period ends to that end; `stated` is
    what the source says. `sizes` are the numbers of observations, known or not, of each side.
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
    exact: Fraction | None = None
    before: Comparison | None = None
    year_before: Comparison | None = None
    to_date: "Figure | None" = None
    stated: tuple[Statement, ...] = ()
    on_record: Ratio | None = None
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one indicator, by period and dimensions; `by` names the dimensions."""

    indicator: Indicator
    by: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """What an indicator comes to in each cell, and what it comes to where nothing was observed.

    `to_date` returns what it comes to from 1 January of the year in which a period ends to that end, for some dimensions;
    None where that is not told.
    """

    by_cell: Mapping[Cell, Exact]
    nothing: Exact
    to_date: ToDate | None = None


def cells_for(indicator: Indicator, observed: Sequence[Observations], *, cycle: Cycle, span: tuple[int, int]) -> Cells:
    """Return what an indicator comes to exactly from what was observed: one set of rows, or two for a rate.

    Without dimensions every period that touches the span (microseconds UTC) has a cell, also one in which nothing
    happened, but for minutes and hours; with dimensions only those with observations have one.
    """
    cells = [cells_of(each, cycle) for each in observed]
    exact = {cell: exact_of(indicator, observed, [each.get(cell) for each in cells]) for cell in _cells(cells)}
    nothing = exact_of(indicator, observed, [None] * len(observed))
    if not indicator.by and indicator.per not in _SHORT:
        exact = {(start, ()): nothing for start in cycle.between(*span)} | exact
    return Cells(exact, nothing, told_to_date(indicator, observed, cycle=cycle))


def figures_of(indicator: Indicator, cells: Cells, *, cycle: Cycle) -> tuple[Figure, ...]:
    """Return the figures of an indicator, by period and dimensions."""
    exact = cells.by_cell
    in_order = sorted(exact, key=lambda cell: (cell[0], [(name is None, name or "") for name in cell[1]]))
    return tuple(shown(indicator, cell, exact[cell], cycle) for cell in in_order)


def in_common_unit(cells: Cells) -> Cells:
    """Return cells in which what comes to nothing has the unit of all others, if these have one: 0 is 0 CNY among them."""
    units = {exact.unit for exact in cells.by_cell.values()} - {""}
    unit = units.pop() if len(units) == 1 else None
    if unit is None:
        return cells

    def told(exact: Exact) -> Exact:
        return replace(exact, unit=unit) if exact.unit == "" and exact.value == 0 else exact

    to_date = cells.to_date
    by_cell = {cell: told(exact) for cell, exact in cells.by_cell.items()}
    return Cells(by_cell, told(cells.nothing), None if to_date is None else lambda end, by: told(to_date(end, by)))


def _cells(cells: Iterable[Mapping[Cell, Codes]]) -> dict[Cell, None]:
    return dict.fromkeys(cell for each in cells for cell in each)


# What is shown.


def shown(indicator: Indicator, cell: Cell, exact: Exact, cycle: Cycle) -> Figure:
    """Return a figure as the indicator declares it to be shown."""
    start, by = cell
    return figure_between(indicator, (start, cycle.end_of(start)), by, exact, as_of=cycle.as_of)


def figure_between(indicator: Indicator, span: tuple[int, int], by: Dimensions, exact: Exact, *, as_of: int) -> Figure:
    """Return the figure of any span, from `SINCE_EVER` on or from an instant (microseconds UTC)."""
    start, end = span
    unit = _unit(indicator, exact)
    value = None if exact.value is None else exact.value * _factor(unit, exact)
    coverage = Ratio(exact.count, exact.count + exact.unknown)
    return Figure(
        from_=None if start == SINCE_EVER else start,
        until=end,
        by=by,
        value=None if value is None else rounded_as(indicator, value, unit),
        unit=unit,
        numerator=exact.numerator,
        denominator=exact.denominator,
        lower=_lower(indicator, exact, _factor(unit, exact)),
        count=exact.count,
        coverage=coverage,
        closed=end <= as_of,
        state=_state(indicator, exact, coverage),
        exact=value,
        sizes=exact.sizes,
    )


def with_record(figure: Figure, indicator: Indicator, record: Record, *, as_of: int) -> Figure:
    """Return a figure that tells how much of its period is on record, and of which too little may be."""
    start = figure.from_ if figure.from_ is not None else min((first for first, _ in record.spans), default=as_of - 1)
    end = max(start, min(figure.until, as_of))
    on_record = Ratio(record.length_within(start, end), end - start)
    state: State = figure.state if figure.state != "ok" or _is_enough(on_record, indicator) else "not_covered"
    told = None if figure.to_date is None else with_record(figure.to_date, indicator, record, as_of=as_of)
    return replace(figure, on_record=on_record, state=state, to_date=told)


def _is_enough(ratio: Ratio, indicator: Indicator) -> bool:
    """Tell whether so much is known as an indicator demands; of nothing, all is."""
    least = Fraction(indicator.coverage) / 100
    return not ratio.denominator or Fraction(ratio.numerator, ratio.denominator) >= least


def _unit(indicator: Indicator, exact: Exact) -> str:
    if indicator.unit is not None:
        return indicator.unit
    return "%" if indicator.kind in SHARES else exact.unit or ""


def _factor(unit: str, exact: Exact) -> Fraction:
    if exact.unit == MICROSECONDS:
        return Fraction(1, UNITS_OF_TIME.get(unit, 1))
    return Fraction(_FACTORS.get(unit, 1))


def rounded_as(indicator: Indicator, value: Fraction, unit: str) -> Decimal:
    """Return a value in a unit with the decimals that the indicator declares, by its rule."""
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
    return "ok" if _is_enough(coverage, indicator) else "not_covered"
