"""The figures of an audit, counted while the findings go by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.judging.finding import Finding, Verdict
from jiannuo.core.statistics.distributions import median, nearest_rank
from jiannuo.core.statistics.fulfilment import CODED, Tally
from jiannuo.core.statistics.periods import periods_between, tally_periods


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
    codes: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    margins: list[int] = field(default_factory=list)
    revisions: dict[Verdict, int] = field(default_factory=dict)
    provisional: int = 0

    def count(self, finding: Finding) -> None:
        """Count one finding."""
        if finding.verdict not in CODED:
            self.revisions[finding.verdict] = self.revisions.get(finding.verdict, 0) + 1
            return
        self.codes.append(CODED.index(finding.verdict))
        self.starts.append(finding.start)
        self.provisional += bool(finding.provisional_years)
        if self.verb == "expect" and finding.margin is not None:
            self.margins.append(finding.margin)

    def summary(self, *, zone: str, undecided_triggers: int) -> PromiseSummary:
        """Return the figures of all findings counted so far."""
        margins = np.array(self.margins, np.int64)
        months = self._months(zone)
        return PromiseSummary(
            id=self.id,
            verb=self.verb,
            tally=sum((month.tally for month in months), Tally()),
            lapsed=self.revisions.get("lapsed", 0),
            withdrawn=self.revisions.get("withdrawn", 0),
            margin_median=median(margins),
            margin_worst_tenth=nearest_rank(margins, percent=10),
            undecided_triggers=undecided_triggers,
            provisional=self.provisional,
            months=months,
        )

    def _months(self, zone: str) -> tuple[MonthTally, ...]:
        if not self.starts:
            return ()
        periods = periods_between(min(self.starts), max(self.starts), zone=zone, unit="month")
        codes, starts = np.array(self.codes, np.int8), np.array(self.starts, np.int64)
        tallies = tally_periods(codes, starts, periods=periods)
        named = zip(periods.starts, tallies, strict=True)
        return tuple(MonthTally(f"{start:%Y-%m}", tally) for start, tally in named)


def summaries(
    counters: Iterable[Counter], *, zone: str, undecided: Mapping[str, set[str]]
) -> tuple[PromiseSummary, ...]:
    """Return the figures of each promise."""
    return tuple(each.summary(zone=zone, undecided_triggers=len(undecided.get(each.id, ()))) for each in counters)
