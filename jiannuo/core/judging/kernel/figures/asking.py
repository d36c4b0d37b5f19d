"""`figure('indicator', period or from and to, dimensions)`: figures over events, read where conditions stand.

A figure sees what its position sees: of the events in [from, to) those that do not certainly come later. It is unknown
where the record of that time is not covered, and in every other case in which a report would mark it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.expressions.measuring import MEASURES
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Selector
from jiannuo.core.judging.event_table import NO_SEQ, Coded, Column, coded
from jiannuo.core.judging.kernel.figures.exact_values import text_of
from jiannuo.core.judging.kernel.figures.observed_events import observe_events
from jiannuo.core.judging.kernel.figures.reckoning import constants_in
from jiannuo.core.judging.kernel.figures.record import sources_of, spans_on_record
from jiannuo.core.judging.kernel.figures.running_sums import RunningSums, adds_up, exact_between, running_sums
from jiannuo.core.judging.kernel.reading.reading import Answer, Reader
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.spans import FOREVER, Span
from jiannuo.core.statistics.exact_figures import Dimensions, Exact, exact_of
from jiannuo.core.statistics.figures import MICROSECONDS
from jiannuo.core.statistics.formulas import names_in, whole
from jiannuo.core.statistics.observations import Observations, cells_at
from jiannuo.core.statistics.recurring import NOWHERE, SINCE_EVER, Cycle, cycle_of
from jiannuo.core.statistics.rounding import rounded, significant
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import from_datetime, local_date, start_of_day
from jiannuo.core.values.period_names import first_day

_DIGITS = 34


class _Asked(NamedTuple):
    """What is asked at a position: the span, the dimensions, the instant, and the event there (-1 for none)."""

    from_: int
    until: int
    by: Dimensions
    at: int
    here: int


class _Cell(NamedTuple):
    """The rows of one combination of dimensions in order of time, and their sums if they add up."""

    rows: NDArray[np.int64]
    at: NDArray[np.int64]
    sums: RunningSums | None


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """What an indicator observes, by dimensions and in order of time, and when all its sources are on record."""

    indicator: Indicator
    observed: Sequence[Observations]
    cells: Sequence[Mapping[Dimensions, _Cell]]
    nothing: Sequence[_Cell]
    recorded: Sequence[Span]


def _figure(reader: Reader, call: Call, sites: Sites) -> Column:
    """Answer `figure`: one value for each distinct question."""
    indicator = reader.charter.indicators[str(cast(Literal, call.arguments[0]).value)]
    asked = _questions(reader, indicator, call, sites)
    known: dict[_Asked, object] = {}
    for question in asked:
        if question is not None and question not in known:
            exact = _exact(reader, indicator, question)
            known[question] = None if exact is None else _value(exact)
    return coded([None if question is None else known[question] for question in asked])


# What is asked.


def _questions(reader: Reader, indicator: Indicator, call: Call, sites: Sites) -> list[_Asked | None]:
    values = [codes_of(reader.read(each, sites)) for each in call.arguments[1:] if not isinstance(each, Selector)]
    instants = len(values) - len(indicator.by)
    spans = _spans(reader, indicator, values[:instants], len(sites))
    dimensions = [_texts(column) for column in values[instants:]]
    here = np.full(len(sites), -1, np.int64) if sites.here is None else sites.here
    found: list[_Asked | None] = []
    for place, (span, at, row) in enumerate(zip(spans, sites.at.tolist(), here.tolist(), strict=True)):
        by = tuple(texts[place] for texts in dimensions)
        found.append(None if span is None or None in by else _Asked(*span, by, at, row))
    return found


def _texts(column: Coded) -> list[str | None]:
    texts = [text_of(value) for value in column.values]
    return [None if code < 0 else texts[code] for code in column.codes.tolist()]


def _spans(reader: Reader, indicator: Indicator, values: Sequence[Coded], count: int) -> list[Span | None]:
    if len(values) == 1:
        cycle = cycle_of(indicator.per, zone=reader.world.zone, as_of=reader.world.as_of)
        periods = [_period(value, cycle) for value in values[0].values]
        return [None if code < 0 else periods[code] for code in values[0].codes.tolist()]
    ends = [[_instant(value, reader.world.zone) for value in column.values] for column in values]
    found: list[Span | None] = []
    for codes in zip(*(column.codes.tolist() for column in values), strict=True):
        span = [None if code < 0 else known[code] for known, code in zip(ends, codes, strict=True)]
        found.append(None if span[0] is None or span[1] is None else (span[0], span[1]))
    return found


def _instant(value: object, zone: str) -> int | None:
    if isinstance(value, datetime):
        return from_datetime(value)
    return start_of_day(value, zone=zone) if isinstance(value, date) else None


def _period(value: object, cycle: Cycle) -> Span | None:
    """Return the period an instant lies in, or that a date or a name such as 2026-05 stands for."""
    if cycle.per == "total":
        return SINCE_EVER, FOREVER
    named = None if isinstance(value, datetime) else first_day(value)
    at = from_datetime(value) if isinstance(value, datetime) else None
    if named is not None:
        at = start_of_day(named, zone=cycle.zone)
    if at is None:
        return None
    start = int(cycle.starts_of(np.array([at], np.int64))[0])
    if start == NOWHERE or (named is not None and local_date(start, zone=cycle.zone) != named):
        return None
    return start, cycle.end_of(start)


# What it comes to.


def _exact(reader: Reader, indicator: Indicator, asked: _Asked) -> Exact | None:
    """Return what an indicator comes to, None where it should not be relied on."""
    if indicator.formula is None:
        exact = _observed(reader, indicator, asked)
    else:
        exact = _combined(reader, indicator.formula, asked)
    if exact is None or exact.value is None or exact.unit is None or exact.count < indicator.least:
        return None
    of = exact.count + exact.unknown
    return None if of and Fraction(exact.count, of) < Fraction(indicator.coverage) / 100 else exact


def _combined(reader: Reader, formula: Expression, asked: _Asked) -> Exact | None:
    names, indicators = {name.dotted for name in names_in(formula)}, reader.charter.indicators
    parts: dict[str, Exact] = {}
    for name in sorted(names & indicators.keys()):
        inner = indicators[name].formula
        part = _observed(reader, indicators[name], asked) if inner is None else _combined(reader, inner, asked)
        if part is None:
            return None
        parts[name] = part
    return whole(formula, parts, constants_in(names, reader))


def _observed(reader: Reader, indicator: Indicator, asked: _Asked) -> Exact | None:
    """Return what an indicator comes to, None where too little of the time is on record."""
    ready = reader.world.remembered(("figure", indicator.name), lambda: _ready(reader, indicator))
    until = min(asked.until, asked.at)
    from_ = min((a for a, _ in ready.recorded), default=until) if asked.from_ == SINCE_EVER else asked.from_
    covered = sum(max(0, min(b, until) - max(a, from_)) for a, b in ready.recorded)
    if until > from_ and Fraction(covered, until - from_) < Fraction(indicator.coverage) / 100:
        return None
    sides = zip(ready.observed, ready.cells, ready.nothing, strict=True)
    looks = [_look(observed, cells.get(asked.by, none), asked, reader.world.order) for observed, cells, none in sides]
    sums = [look.cell.sums for look in looks]
    if not any(look.later.any() for look in looks) and None not in sums:
        spans = [(look.first, look.last) for look in looks]
        return exact_between(indicator, [each for each in sums if each is not None], spans)
    return exact_of(indicator, ready.observed, [look.rows() for look in looks])


_NOTHING = np.empty(0, np.int64)


def _ready(reader: Reader, indicator: Indicator) -> _Ready:
    observed = observe_events(indicator, reader)
    are_summed = adds_up(indicator, observed)

    def cell(each: Observations, rows: NDArray[np.int64]) -> _Cell:
        ordered = rows[np.argsort(each.at[rows], kind="stable")]
        return _Cell(ordered, each.at[ordered], running_sums(each, ordered) if are_summed else None)

    cells = []
    for each in observed:
        found = cells_at(each, np.zeros(len(each), np.int64))
        cells.append({by: cell(each, rows) for (_, by), rows in found.items()})
    nothing = [cell(each, _NOTHING) for each in observed]
    return _Ready(indicator, observed, cells, nothing, spans_on_record(reader, sources_of(indicator, reader)))


class _Look(NamedTuple):
    """The rows of a cell from `first` up to `last` that a position looks at; `later` tells which of the last are not past."""

    cell: _Cell
    first: int
    last: int
    later: NDArray[np.bool_]

    def rows(self) -> NDArray[np.int64]:
        """Return the rows that are past."""
        rows, tied = self.cell.rows[self.first : self.last], len(self.later)
        return np.concatenate([rows[: len(rows) - tied], rows[len(rows) - tied :][~self.later]])


def _look(observed: Observations, cell: _Cell, asked: _Asked, order: Order) -> _Look:
    """Return what a position looks at: the rows in the span that do not certainly come later."""
    first = int(np.searchsorted(cell.at, asked.from_, side="left"))
    last = max(first, int(np.searchsorted(cell.at, min(asked.until, asked.at + 1), side="left")))
    if asked.here < 0 or observed.rows is None:
        return _Look(cell, first, last, np.zeros(0, np.bool_))
    tied = max(first, min(last, int(np.searchsorted(cell.at, asked.at, side="left"))))
    return _Look(cell, first, last, _is_after(observed.rows[cell.rows[tied:last]], asked.here, order))


def _is_after(events: Numbers, here: int, order: Order) -> NDArray[np.bool_]:
    """Tell of events at the instant of another whether they certainly come after it."""
    if order.seq[here] == NO_SEQ:
        return np.zeros(len(events), np.bool_)
    same = (order.source[events] == order.source[here]) & (order.seq[events] != NO_SEQ)
    found: NDArray[np.bool_] = same & (order.seq[events] > order.seq[here])
    return found


def _value(exact: Exact) -> object:
    """Return a figure as conditions reckon with it: shares as parts of 1, with up to 34 digits."""
    value = exact.value or Fraction(0)
    if exact.unit == MICROSECONDS:
        return Duration(int(rounded(value, places=0)), Unit.ELAPSED)
    number = significant(value, digits=_DIGITS)
    if not exact.unit:
        return int(value) if value.denominator == 1 and exact.denominator is None else Decimal(number)
    return Quantity(number, exact.unit) if exact.unit in MEASURES else Money(number, exact.unit)


FIGURES: Mapping[str, Answer] = {"figure": _figure}
"""The function of conditions that looks at indicators."""
