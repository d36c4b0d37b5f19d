"""The figures of a report, computed from the findings: for all promises, and for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import LEAST_GROUP
from jiannuo.core.rendering.columns import ABSENT, Columns, Labels
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.statistics.distributions import Histogram, histogram, median
from jiannuo.core.statistics.fulfilment import CODED, Tally, tally, tally_groups, worst_first
from jiannuo.core.statistics.periods import (
    Drop,
    Periods,
    fitting_unit,
    largest_drop,
    periods_between,
    tally_periods,
)

MOST_OWNERS = 12
MOST_REASONS = 8
_BROKEN, _EXCUSED = CODED.index("broken"), CODED.index("excused")
_EXPLAINED = ("broken", "unknown", "excused")


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a verdict had a reason (a code of the judge's table)."""

    verdict: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class OwnerTally:
    """The verdicts of one owner; without a name it is the sum of those too small or too many to be shown apart."""

    name: str | None
    owners: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """What the findings say about one promise; lengths in microseconds.

    `margins` counts completions by how late they were, `overrun` is the median of the broken ones that were done in the
    end, `never_done` counts those that were not. For a state that must hold, both are about the whole length of the
    shortfalls of an obligation. `cleared` are the broken ones that do not count against their owner, and `owners` goes by the
    owners' own verdicts.
    """

    card: PromiseCard
    tally: Tally
    series: tuple[Tally, ...]
    drop: Drop | None
    margins: Histogram | None
    overrun: int | None
    never_done: int
    reasons: tuple[ReasonCount, ...]
    owners: tuple[OwnerTally, ...]
    cleared: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a whole audit; `worst` is the place of the worst promise in `promises`."""

    tally: Tally
    promises: tuple[PromiseFigures, ...]
    periods: Periods | None
    worst: int | None


def summarize(columns: Columns, *, cards: tuple[PromiseCard, ...], zone: str, least: int = LEAST_GROUP) -> Summary:
    """Compute every figure of a report; periods are those of the zone, by the instant an obligation opened.

    Owners with fewer obligations than `least` are never shown apart.
    """
    judged = columns.where((columns.verdict >= 0) & (columns.promise >= 0))
    periods = _periods(judged, zone)
    figures = tuple(
        _promise_figures(judged.where(judged.promise == place), card, periods, least)
        for place, card in enumerate(cards)
    )
    return Summary(
        tally=tally(judged.verdict), promises=figures, periods=periods, worst=next(iter(worst_places(figures)), None)
    )


def worst_places(promises: Sequence[PromiseFigures], *, without: str | None = None) -> list[int]:
    """Return the places of the promises with a breach, the worst kept first; those of the verb `without` are left out.

    Those that cannot be kept are ranked only if nothing else was broken: they open on breaches alone, so that their share
    says nothing about how well they are kept.
    """
    order = worst_first([each.tally for each in promises])
    broken = [place for place in order if promises[place].tally.broken and promises[place].card.verb != without]
    return [place for place in broken if promises[place].card.can_be_kept] or broken


def _periods(judged: Columns, zone: str) -> Periods | None:
    if not len(judged.start):
        return None
    first, last = int(judged.start.min()), int(judged.start.max())
    return periods_between(first, last, zone=zone, unit=fitting_unit(first, last))


def _promise_figures(mine: Columns, card: PromiseCard, periods: Periods | None, least: int) -> PromiseFigures:
    series = tuple(tally_periods(mine.verdict, mine.start, periods=periods)) if periods else ()
    margin = mine.margin if card.is_timed else np.full(len(mine.start), ABSENT, dtype=np.int64)
    known = margin != ABSENT
    broken = mine.verdict == _BROKEN
    return PromiseFigures(
        card=card,
        tally=tally(mine.verdict),
        series=series,
        drop=largest_drop(series),
        margins=histogram(-margin[known]) if card.is_timed else histogram(mine.shortfall[mine.shortfall > 0]),
        overrun=median(-margin[broken & known & (margin < 0)]) if card.is_timed else _shortfall(mine),
        never_done=int((broken & (mine.due != ABSENT) & ~known).sum()) if card.is_timed else 0,
        reasons=_reasons(mine),
        owners=tally_owners(mine, personal=card.personal_owner, least=least, untold=card.untold_owners),
        cleared=int((broken & (mine.own == _EXCUSED)).sum()),
    )


def _shortfall(mine: Columns) -> int | None:
    return median(mine.shortfall[mine.shortfall > 0])


def _reasons(mine: Columns) -> tuple[ReasonCount, ...]:
    found = []
    for verdict in _EXPLAINED:
        codes = mine.reason.codes[(mine.verdict == CODED.index(verdict)) & (mine.reason.codes >= 0)]
        counts = np.bincount(codes, minlength=len(mine.reason.names))
        order = sorted(np.flatnonzero(counts), key=lambda code: (-counts[code], mine.reason.names[code]))
        found += [ReasonCount(verdict, mine.reason.names[code], int(counts[code])) for code in order[:MOST_REASONS]]
    return tuple(found)


def tally_owners(
    mine: Columns, *, personal: bool, least: int = LEAST_GROUP, untold: Collection[str] = ()
) -> tuple[OwnerTally, ...]:
    """Count the verdicts on owners by owner, worst first; small cells lie together, and persons are never told apart.

    What is put together always comes from at least two owners and `least` obligations, so that no one owner can be found
    by subtraction; if that cannot be, nothing is shown. The `untold` are among them however large they are.
    """
    if personal or not mine.owner.names:
        return ()
    tallies = _named_tallies(mine.owner, mine.own)
    if len(tallies) < 2:
        return ()
    tallies.sort(key=lambda row: (row.name in untold, -row.tally.total, row.name or ""))
    shown, rest = _apart(tallies, least, most=sum(row.name not in untold for row in tallies))
    if rest and (len(rest) < 2 or sum(row.tally.total for row in rest) < least):
        return ()
    together = sum((row.tally for row in rest), Tally())
    return (*sorted(shown, key=_badness), *([OwnerTally(None, len(rest), together)] if rest else []))


def _named_tallies(owner: Labels, verdict: NDArray[np.int8]) -> list[OwnerTally]:
    counted = tally_groups(verdict, owner.codes, count=len(owner.names))
    return [OwnerTally(name, 1, each) for name, each in zip(owner.names, counted, strict=True) if each.total]


def _apart(rows: list[OwnerTally], least: int, *, most: int) -> tuple[list[OwnerTally], list[OwnerTally]]:
    """Split rows, largest first, into those shown apart, at `most` so many, and the rest, which takes more until it hides its owners."""
    cut = min(MOST_OWNERS, most, sum(row.tally.total >= least for row in rows))
    while 0 < cut < len(rows) and (len(rows) - cut < 2 or sum(r.tally.total for r in rows[cut:]) < least):
        cut -= 1
    return rows[:cut], rows[cut:]


def _badness(row: OwnerTally) -> tuple[float, str]:
    interval = row.tally.fulfilment.wilson()
    return (interval[1] if interval else 2.0, row.name or "")
