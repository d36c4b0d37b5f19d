"""Setting what the source itself states beside the figures."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from jiannuo.core.charters.charter import Indicator, Stated
from jiannuo.core.statistics.comparisons import Statement
from jiannuo.core.statistics.figures import MICROSECONDS, UNITS_OF_TIME, Cells, Figure, rounded_as, shown
from jiannuo.core.statistics.recurring import NOWHERE, SINCE_EVER, Cycle
from jiannuo.core.statistics.rounding import rounded, significant

_PARTS = {"%": 100, "‰": 1000, "1": 1, "": 1}
"""How many of a unit make a whole."""


def with_statements(
    indicator: Indicator, cells: Cells, figures: Sequence[Figure], *, cycle: Cycle
) -> tuple[Figure, ...]:
    """Return the figures of an indicator without dimensions with what the source states of their periods.

    A statement is about the period that ends at its instant or holds it. A period of which nothing else is told gets a figure.
    """
    if not indicator.stated:
        return tuple(figures)
    told = {SINCE_EVER if figure.from_ is None else figure.from_: figure for figure in figures}
    for stated in indicator.stated:
        start = int(cycle.starts_of(np.array([stated.as_of - 1], np.int64))[0])
        if start == NOWHERE:
            continue
        figure = told.get(start) or shown(indicator, (start, ()), cells.by_cell.get((start, ()), cells.nothing), cycle)
        told[start] = replace(figure, stated=(*figure.stated, _statement(indicator, stated, figure)))
    return tuple(told[start] for start in sorted(told))


def _statement(indicator: Indicator, stated: Stated, figure: Figure) -> Statement:
    value, exact, unit = _value(stated, figure)
    is_whole = figure.until == stated.as_of
    scale = _scale(unit, figure.unit)
    if scale is None or figure.exact is None:
        return Statement(value, unit, stated.as_of, None, None, is_whole)
    ours = figure.exact * scale
    places = max(0, -int(value.as_tuple().exponent))
    agrees = rounded(ours, places=places, rule=indicator.rounding) == value
    return Statement(value, unit, stated.as_of, rounded_as(indicator, ours - exact, unit), agrees, is_whole)


def _value(stated: Stated, figure: Figure) -> tuple[Decimal, Fraction, str]:
    """Return what is stated, as it is shown and exactly, with its unit; lengths of time are in that of the figure."""
    value, unit = stated.value.value, stated.value.unit
    if unit != MICROSECONDS or figure.unit not in UNITS_OF_TIME:
        return value, Fraction(value), figure.unit if unit is None else unit
    exact = Fraction(value) / UNITS_OF_TIME[figure.unit]
    return significant(exact), exact, figure.unit


def _scale(unit: str, other: str) -> Fraction | None:
    """Return how many of a unit make one of the other, None where they do not go together."""
    if unit == other:
        return Fraction(1)
    if unit in _PARTS and other in _PARTS:
        return Fraction(_PARTS[unit], _PARTS[other])
    return None
