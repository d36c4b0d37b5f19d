"""The figures of an audit, counted while the findings go by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.statistics.distributions import median, nearest_rank
from jiannuo.core.statistics.fulfilment import CODED, Tally
from jiannuo.core.statistics.periods import periods_between, tally_periods

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MonthTally:
    """The verdicts of the obligations that opened in a month (`2016-02`) of the charter's zone."""

    month: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class PromiseSummary:
    """What became of one promise; margins are due less completion in microseconds, negative where late.

    Only `expect` has margins: what never happens, is true at an event or holds all the time is neither early nor late.
    `margin_worst_tenth` is the margin that a tenth of the obligations that were met, in time or late, do not pass.
    `undecided_triggers` counts events that opened nothing because a condition on them is unknown, `provisional` the
    findings that rest on a provisional calendar year.
    """

    id: str
    verb: str
    tally: Tally
    lapsed: int
    withdrawn: int
    margin_median: int | None
    margin_worst_tenth: int | None
    undecided_triggers: int
    provisional: int
    months: tuple[MonthTally, ...]


@dataclass(slots=True)
class Counter:
    """Counts the findings of one promise."""

    id: str
    verb: str
    codes: list[NDArray[np.int8]] = field(default_factory=list)
    starts: list[Numbers] = field(default_factory=list)
    margins: list[Numbers] = field(default_factory=list)
    lapsed: int = 0
    withdrawn: int = 0
    provisional: int = 0

    def count(self, batch: pa.RecordBatch) -> None:
        """Count findings, in columns of findings.parquet."""
        verdicts = batch.column("verdict")
        names = [*verdicts.dictionary.to_pylist(), None]
        coded = np.array([CODED.index(name) if name in CODED else -1 for name in names], np.int8)
        codes: NDArray[np.int8] = coded[np.asarray(verdicts.indices)]
        judged = codes >= 0
        self.lapsed += int(pc.sum(pc.equal(verdicts, "lapsed")).as_py() or 0)
        self.withdrawn += int(pc.sum(pc.equal(verdicts, "withdrawn")).as_py() or 0)
        self.codes.append(codes[judged])
        self.starts.append(np.asarray(batch.column("start").cast(pa.int64()))[judged])
        margins = batch.column("margin_us").filter(pa.array(judged)).drop_null()
        self.margins.append(np.asarray(margins))
        years = np.asarray(pc.list_value_length(batch.column("provisional_years")))
        self.provisional += int(np.count_nonzero(years[judged]))

    def summary(self, *, zone: str, undecided_triggers: int) -> PromiseSummary:
        """Return the figures of all findings counted so far."""
        margins = _together(self.margins)
        months = self._months(zone)
        return PromiseSummary(
            id=self.id,
            verb=self.verb,
            tally=sum((month.tally for month in months), Tally()),
            lapsed=self.lapsed,
            withdrawn=self.withdrawn,
            margin_median=median(margins),
            margin_worst_tenth=nearest_rank(margins, percent=10),
            undecided_triggers=undecided_triggers,
            provisional=self.provisional,
            months=months,
        )

    def _months(self, zone: str) -> tuple[MonthTally, ...]:
        starts = _together(self.starts)
        if not len(starts):
            return ()
        periods = periods_between(int(starts.min()), int(starts.max()), zone=zone, unit="month")
        tallies = tally_periods(np.concatenate(self.codes), starts, periods=periods)
        named = zip(periods.starts, tallies, strict=True)
        return tuple(MonthTally(f"{start:%Y-%m}", tally) for start, tally in named)


def count_findings(counters: Mapping[str, Counter], batch: pa.RecordBatch) -> None:
    """Count the findings of some promises, each by its own counter."""
    promises = batch.column("promise")
    names, codes = promises.dictionary.to_pylist(), np.asarray(promises.indices)
    for code, name in enumerate(names):
        is_its = codes == code
        if is_its.all():
            counters[name].count(batch)
        elif is_its.any():
            counters[name].count(batch.filter(pa.array(is_its)))


def _together(parts: Sequence[Numbers]) -> Numbers:
    return np.concatenate([np.empty(0, np.int64), *parts])


def summaries(
    counters: Iterable[Counter], *, zone: str, undecided: Mapping[str, set[str]]
) -> tuple[PromiseSummary, ...]:
    """Return the figures of each promise."""
    return tuple(each.summary(zone=zone, undecided_triggers=len(undecided.get(each.id, ()))) for each in counters)
