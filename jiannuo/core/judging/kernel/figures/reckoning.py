"""Reckoning indicators: from what they observe of events and findings to their cells, each indicator once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from jiannuo.core.charters.charter import EverySpan, Indicator, IndicatorKind, Period
from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.judging.kernel.figures.observed_events import observe_events
from jiannuo.core.judging.kernel.figures.observed_states import is_of_stretches, observe_states
from jiannuo.core.judging.kernel.figures.observed_subjects import observe_subjects
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.statistics.figures import MICROSECONDS, Cells, Table, cells_for, figures_of
from jiannuo.core.statistics.formulas import combined, names_in
from jiannuo.core.statistics.observations import Observations
from jiannuo.core.statistics.recurring import Cycle, Recurrence, SpanUnit
from jiannuo.core.values.durations import Unit

_UNITS: dict[Unit, SpanUnit] = {Unit.NATURAL_DAYS: "days", Unit.WEEKS: "weeks", Unit.MONTHS: "months"}
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

    def table(self, indicator: Indicator) -> Table:
        """Return the figures of an indicator."""
        figures = figures_of(indicator, self.cells(indicator), cycle=self.cycle(indicator))
        return Table(indicator, tuple(name.dotted for name in indicator.by), figures)

    def cells(self, indicator: Indicator) -> Cells:
        """Return what an indicator comes to; a formula, which is in no ring, after its parts."""
        if indicator.name not in self.made:
            made = self._observed(indicator) if indicator.formula is None else self._combined(indicator.formula)
            self.made[indicator.name] = made
        return self.made[indicator.name]

    def cycle(self, indicator: Indicator) -> Cycle:
        """Return the periods of an indicator."""
        return Cycle(_per(indicator), self.reader.charter.zone, self.span[1])

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
        return _in_microseconds(cells) if indicator.kind in _SUMMED else cells

    def _combined(self, formula: Expression) -> Cells:
        charter = self.reader.charter
        names = {name.dotted for name in names_in(formula)}
        parts = {name: self.cells(charter.indicators[name]) for name in sorted(names & charter.indicators.keys())}
        return combined(formula, parts, constants_in(names, self.reader))


def _in_microseconds(cells: Cells) -> Cells:
    """Return cells of lengths of time, those in which there are none as well."""
    by_cell = {cell: replace(exact, unit=MICROSECONDS) for cell, exact in cells.by_cell.items()}
    return replace(cells, by_cell=by_cell, nothing=replace(cells.nothing, unit=MICROSECONDS))


def constants_in(names: set[str], reader: Reader) -> dict[str, Fraction]:
    """Return the values of the parameters among the names of a formula."""
    parameters = {f"param.{name}": each.value for name, each in reader.charter.parameters.items()}
    return {name: Fraction(str(parameters[name])) for name in names & parameters.keys()}


def _per(indicator: Indicator) -> Recurrence | Period:
    per = indicator.per
    return Recurrence(per.length.count, _UNITS[per.length.unit], per.from_) if isinstance(per, EverySpan) else per
