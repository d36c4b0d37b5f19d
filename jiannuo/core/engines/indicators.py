"""Computing the indicators of a charter over the events of a log and the findings on them."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.engines.judges import Case
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore, observe_findings
from jiannuo.core.judging.kernel.figures.reckoning import Reckoning
from jiannuo.core.judging.kernel.judge import ANSWERS, Judging, Kernel
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.statistics.comparing import compared
from jiannuo.core.statistics.figures import Table, figures_of, in_common_unit, with_record
from jiannuo.core.statistics.formulas import names_in
from jiannuo.core.statistics.stating import with_statements


def compute_indicators(case: Case, findings: FindingStore) -> tuple[Table, ...]:
    """Return the figures of every indicator of the charter, as of the instant of the case.

    The findings are those that were kept while they went by; without indicators nothing is read.
    """
    charter = case.charter
    if not charter.indicators:
        return ()
    judging = Kernel(plan_of(charter)).judging(case.read.table, case.read.reach, as_of=case.as_of)
    return indicators_over(judging, findings, first=case.as_of if case.read.span is None else case.read.span[0])


def indicators_over(judging: Judging, findings: FindingStore, *, first: int) -> tuple[Table, ...]:
    """Return the figures of every indicator over the events that are judged; `first` is their first instant."""
    reader = Reader(judging.world, ANSWERS)
    as_of = judging.world.as_of
    work = Reckoning(
        reader, lambda indicator: observe_findings(indicator, findings, reader), (min(first, as_of), as_of)
    )
    indicators = reader.charter.indicators
    return tuple(_compared(work, each, _pending(each, indicators, findings)) for each in indicators.values())


def _pending(indicator: Indicator, indicators: Mapping[str, Indicator], findings: FindingStore) -> tuple[int, ...]:
    """Return when the obligations opened that are still pending and that an indicator, or a part of it, is about."""
    if indicator.formula is not None:
        parts = {name.dotted for name in names_in(indicator.formula)} & indicators.keys()
        return tuple(sorted(at for name in parts for at in _pending(indicators[name], indicators, findings)))
    if indicator.promise is None:
        return ()
    found = findings.of(indicator.promise)
    starts = found.filter(pc.equal(found["verdict"], "pending"))["start"].cast(pa.int64())
    return tuple(sorted(starts.to_pylist()))


def _compared(work: Reckoning, indicator: Indicator, pending: tuple[int, ...]) -> Table:
    """Return the figures of an indicator together with what they are compared with and what the source states."""
    cells, cycle = in_common_unit(work.cells(indicator)), work.cycle(indicator)
    record, as_of = work.record(indicator), cycle.as_of
    figures = with_statements(indicator, cells, figures_of(indicator, cells, cycle=cycle), cycle=cycle)
    figures = compared(indicator, cells, figures, cycle=cycle, record=replace(record, pending=pending))
    told = tuple(with_record(each, indicator, record, as_of=as_of) for each in figures)
    return Table(indicator, tuple(name.dotted for name in indicator.by), told)
