"""Computing the indicators of a charter over the events of a log and the findings on them."""

from jiannuo.core.charters.charter import EverySpan, Indicator, Period
from jiannuo.core.engines.indicator_events import observe_events
from jiannuo.core.engines.indicator_findings import FindingStore, observe_findings
from jiannuo.core.engines.judges import Case
from jiannuo.core.judging.kernel.judge import ANSWERS, Kernel
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.statistics.figures import Table, figures_of
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
    return tuple(
        _table(indicator, reader, findings, span=(first, case.as_of)) for indicator in charter.indicators.values()
    )


def _table(indicator: Indicator, reader: Reader, findings: FindingStore, *, span: tuple[int, int]) -> Table:
    is_of_findings = indicator.over == "findings"
    observed = observe_findings(indicator, findings, reader) if is_of_findings else observe_events(indicator, reader)
    cycle = Cycle(_per(indicator), reader.charter.zone, span[1])
    figures = figures_of(indicator, observed, cycle=cycle, span=span)
    return Table(indicator, tuple(name.dotted for name in indicator.by), figures)


def _per(indicator: Indicator) -> Recurrence | Period:
    per = indicator.per
    return Recurrence(per.length.count, _UNITS[per.length.unit], per.from_) if isinstance(per, EverySpan) else per
