"""Reckoning indicators: from what they observe of events and findings to their cells, each indicator once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from jiannuo.core.charters.charter import Indicator, IndicatorKind
from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.judging.kernel.figures.observed_events import observe_events
from jiannuo.core.judging.kernel.figures.observed_states import is_of_stretches, observe_states
from jiannuo.core.judging.kernel.figures.observed_subjects import observe_subjects
from jiannuo.core.judging.kernel.figures.record import sources_of, spans_on_record
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.statistics.comparisons import Record
from jiannuo.core.statistics.exact_figures import Dimensions, Exact, exact_of
from jiannuo.core.statistics.figures import MICROSECONDS, Cells, cells_for
from jiannuo.core.statistics.formulas import combined, names_in, whole
from jiannuo.core.statistics.observations import Observations
from jiannuo.core.statistics.recurring import Cycle, cycle_of

_SUMMED: Mapping[IndicatorKind, IndicatorKind] = {"time": "sum", "age": "mean"}
"""What a figure about lengths of time comes to: the sum of all pieces, or the mean of all ages."""
OverFindings = Callable[[Indicator], list[Observations]]
"""Returns what an indicator over findings observes."""


@dataclass(slots=True)
class Reckoning:
    """Computes indicators; what formulas need of others is computed once. `span` is the first instant, and `as_of`."""

    reader: Reader
    over_findings: OverFindings
    span: tuple[int, int]
    made: dict[str, Cells] = field(default_factory=dict)

    def cells(self, indicator: Indicator) -> Cells:
        """Return what an indicator comes to; a formula, which is in no ring, after its parts."""
        if indicator.name not in self.made:
            made = self._observed(indicator) if indicator.formula is None else self._combined(indicator.formula)
            self.made[indicator.name] = made
        return self.made[indicator.name]

    def until(self, indicator: Indicator, end: int) -> Exact:
        """Return what an indicator over events or findings, or a formula of such, comes to before an instant."""
        if indicator.formula is None:
            over_events = indicator.over == "events"
            observed = observe_events(indicator, self.reader) if over_events else self.over_findings(indicator)
            return exact_of(indicator, observed, [np.flatnonzero(each.at < end) for each in observed])
        indicators = self.reader.charter.indicators
        names = {name.dotted for name in names_in(indicator.formula)}
        parts = {name: self.until(replace(indicators[name], by=()), end) for name in names & indicators.keys()}
        return whole(indicator.formula, parts, constants_in(names, self.reader))

    def cycle(self, indicator: Indicator) -> Cycle:
        """Return the periods of an indicator."""
        return cycle_of(indicator.per, zone=self.reader.charter.zone, as_of=self.span[1])

    def record(self, indicator: Indicator) -> Record:
        """Return what of time the sources have on record that an indicator, or the parts of its formula, rest on."""
        return Record(tuple(spans_on_record(self.reader, self._sources(indicator))))

    def _sources(self, indicator: Indicator) -> frozenset[str]:
        """Return the sources whose silence would matter; of a formula, those of all its parts."""
        if indicator.formula is None:
            return sources_of(indicator, self.reader)
        indicators = self.reader.charter.indicators
        parts = (indicators[name.dotted] for name in names_in(indicator.formula) if name.dotted in indicators)
        return frozenset().union(*(self._sources(part) for part in parts))

    def _observed(self, indicator: Indicator) -> Cells:
        cycle = self.cycle(indicator)
        if indicator.over == "findings":
            observed = self.over_findings(indicator)
        elif is_of_stretches(indicator):
            observed = observe_states(indicator, self.reader, cycle=cycle, first=self.span[0])
        elif indicator.over == "subjects":
            observed = observe_subjects(indicator, self.reader, cycle=cycle, first=self.span[0])
        else:
            observed = observe_events(indicator, self.reader)
        summed = replace(indicator, kind=_SUMMED.get(indicator.kind, indicator.kind))
        cells = cells_for(summed, observed, cycle=cycle, span=self.span)
        if not _adds_up(indicator):
            cells = replace(cells, to_date=None)
        return _in_microseconds(cells) if indicator.kind in _SUMMED else cells

    def _combined(self, formula: Expression) -> Cells:
        charter = self.reader.charter
        names = {name.dotted for name in names_in(formula)}
        parts = {name: self.cells(charter.indicators[name]) for name in sorted(names & charter.indicators.keys())}
        return combined(formula, parts, constants_in(names, self.reader))


def _adds_up(indicator: Indicator) -> bool:
    """Tell whether several periods come to what a longer one comes to: not what stands at their ends, or in each anew."""
    return indicator.over in ("events", "findings") or indicator.kind == "time"


def _in_microseconds(cells: Cells) -> Cells:
    """Return cells of lengths of time, those in which there are none as well."""
    by_cell = {cell: replace(exact, unit=MICROSECONDS) for cell, exact in cells.by_cell.items()}
    nothing, to_date = replace(cells.nothing, unit=MICROSECONDS), cells.to_date
    if to_date is None:
        return replace(cells, by_cell=by_cell, nothing=nothing)

    def in_time(end: int, by: Dimensions) -> Exact:
        return replace(to_date(end, by), unit=MICROSECONDS)

    return replace(cells, by_cell=by_cell, nothing=nothing, to_date=in_time)


def constants_in(names: set[str], reader: Reader) -> dict[str, Fraction]:
    """Return the values of the parameters among the names of a formula."""
    parameters = {f"param.{name}": each.value for name, each in reader.charter.parameters.items()}
    return {name: Fraction(str(parameters[name])) for name in names & parameters.keys()}
