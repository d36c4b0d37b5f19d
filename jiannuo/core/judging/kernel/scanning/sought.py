"""The events that an obligation looks for, certain and in doubt: by stream, or as each obligation sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.past.picks import candidates
from jiannuo.core.judging.kernel.reading.contexts import hangs_on_obligation
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.truths import TRUE, UNKNOWN, Truths
from jiannuo.core.plans.parts import NO_PART


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """The events that are sought in groups, in scan order, and the group of each position."""

    group: Numbers
    certain: Listed
    undecided: Listed


def sought_by(run: Run, part: int, selectors: Sequence[Selector], sites: Sites) -> Sought:
    """Return what selectors pick, of which the run's symbols know the part, as it is seen from positions.

    A group is a stream, or where a selector looks at the obligation, each position apart.
    """
    reader, streams = run.reader, run.track.streams
    if part == NO_PART and not selectors:
        return nothing_sought(sites.stream, len(streams))
    if any(hangs_on_obligation(selector, reader.charter, streams.of) for selector in selectors):
        owner, rows, truths = _seen_from(reader, selectors, sites)
        return _sought(np.arange(len(sites)), len(sites), (owner, rows, truths))
    return _sought(sites.stream, len(streams), run.plays(part))


def nothing_sought(group: Numbers, count: int) -> Sought:
    """Return no events, in so many groups."""
    nothing = Listed(np.zeros(count + 1, np.int64), np.empty(0, np.int64))
    return Sought(group, nothing, nothing)


def _sought(group: Numbers, count: int, found: tuple[Numbers, Rows, Truths]) -> Sought:
    owner, rows, truths = found
    certain, undecided = truths == TRUE, truths == UNKNOWN
    groups = np.arange(count + 1)
    return Sought(
        group,
        Listed(np.searchsorted(owner[certain], groups), rows[certain]),
        Listed(np.searchsorted(owner[undecided], groups), rows[undecided]),
    )


def _seen_from(reader: Reader, selectors: Sequence[Selector], sites: Sites) -> tuple[Numbers, Rows, Truths]:
    """Return what any of some selectors picks as each position sees it: in scan order, each event once."""
    parts = [_of_selector(reader, selector, sites) for selector in selectors]
    owner, rows, truths = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((-truths, reader.world.ranks(rows), owner))
    owner, rows, truths = owner[order], rows[order], truths[order]
    first = np.ones(len(rows), np.bool_)
    first[1:] = (np.diff(owner) != 0) | (np.diff(rows) != 0)
    return owner[first], rows[first], truths[first]


def _of_selector(reader: Reader, selector: Selector, sites: Sites) -> tuple[Numbers, Rows, Truths]:
    owner, rows = pairs(sites.stream, candidates(reader, sites.streams, selector))
    at = reader.world.table.at[rows]
    seen = at_events(sites.streams, sites.stream[owner], rows, at, sites=sites.some(owner))
    truths = reader.matches(selector, seen)
    kept = truths != 0
    return owner[kept], rows[kept], truths[kept]


def pairs(group: Numbers, listed: Listed) -> tuple[Numbers, Rows]:
    """Return each position with each listed event of its group: the position's place, and the row."""
    counts = listed.starts[group + 1] - listed.starts[group]
    owner = np.repeat(np.arange(len(group)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, listed.rows[listed.starts[group][owner] + within]
