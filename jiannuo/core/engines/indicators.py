"""Computing the indicators of a charter over the events of a log and the findings on them."""

from dataclasses import dataclass, field
from fractions import Fraction

from jiannuo.core.charters.charter import EverySpan, Indicator, Period
from jiannuo.core.engines.indicator_events import observe_events
from jiannuo.core.engines.indicator_findings import FindingStore, observe_findings
from jiannuo.core.engines.judges import Case
from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.judging.kernel.judge import ANSWERS, Kernel
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.statistics.figures import Cells, Table, cells_for, figures_of
from jiannuo.core.statistics.formulas import combined, names_in
from jiannuo.core.statistics.recurring import Cycle, Recurrence, SpanUnit
from jiannuo.core.values.durations import Unit

_UNITS: dict[Unit, SpanUnit] = {Unit.NATURAL_DAYS: "days", Unit.WEEKS: "weeks", Unit.MONTHS: "months"}


def compute_indicators(case: Case, findings: FindingStore) -> tuple[Table, ...]:
    """Return the figures of every indicator of the charter, as of the instant of the case.

    The findings are those that were kept while they went by; without indicators nothing is read.
    """
    charter = case.charter
    if not charter.indicators:
        return ()
    judging = Kernel(plan_of(charter)).judging(case.read.table, case.read.reach, as_of=case.as_of)
    reader = Reader(judging.world, ANSWERS)
    first = case.as_of if case.read.span is None else min(case.read.span[0], case.as_of)
    work = _Work(reader, findings, (first, case.as_of))
    return tuple(work.table(indicator) for indicator in charter.indicators.values())


@dataclass(slots=True)
class _Work:
    """Computes indicators; what formulas need of others is computed once."""

    reader: Reader
    findings: FindingStore
    span: tuple[int, int]
    made: dict[str, Cells] = field(default_factory=dict)

    def table(self, indicator: Indicator) -> Table:
        """Return the figures of an indicator."""
        figures = figures_of(indicator, self.cells(indicator), cycle=self._cycle(indicator))
        return Table(indicator, tuple(name.dotted for name in indicator.by), figures)

    def cells(self, indicator: Indicator) -> Cells:
        """Return what an indicator comes to; a formula, which is in no ring, after its parts."""
        if indicator.name not in self.made:
            made = self._observed(indicator) if indicator.formula is None else self._combined(indicator.formula)
            self.made[indicator.name] = made
        return self.made[indicator.name]

    def _observed(self, indicator: Indicator) -> Cells:
        if indicator.over == "findings":
            observed = observe_findings(indicator, self.findings, self.reader)
        else:
            observed = observe_events(indicator, self.reader)
        return cells_for(indicator, observed, cycle=self._cycle(indicator), span=self.span)

    def _combined(self, formula: Expression) -> Cells:
        charter = self.reader.charter
        names = {name.dotted for name in names_in(formula)}
        parts = {name: self.cells(charter.indicators[name]) for name in sorted(names & charter.indicators.keys())}
        parameters = {f"param.{name}": each.value for name, each in charter.parameters.items()}
        constants = {name: Fraction(str(parameters[name])) for name in names & parameters.keys()}
        return combined(formula, parts, constants)

    def _cycle(self, indicator: Indicator) -> Cycle:
        return Cycle(_per(indicator), self.reader.charter.zone, self.span[1])


def _per(indicator: Indicator) -> Recurrence | Period:
    per = indicator.per
    return Recurrence(per.length.count, _UNITS[per.length.unit], per.from_) if isinstance(per, EverySpan) else per
