"""The past since a restart: what clears a signal lets functions of the past begin anew (section 1, decision 20).

What is looked at falls into groups of positions with the same restarts behind them; such a group sees the events since
then, and those before an undecided restart in doubt.
"""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.past.picks import Picks
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, first_after, is_before, is_past
from jiannuo.core.judging.kernel.streams.sites import Restarts, Sites
from jiannuo.core.judging.kernel.streams.truths import TRUE, UNKNOWN, Truths
from jiannuo.core.values.compiling import compiled

Picked = tuple[Picks, Numbers, Sites]
"""What is looked at in groups, the group of each position, and for each group how it is seen."""


class _Group(NamedTuple):
    """Positions that see the same: the stream, one position of theirs, and the instant of the last one."""

    stream: Numbers
    at: Instants
    here: Rows
    until: Instants
    picked: Numbers
    certain: Numbers
    doubtful: Numbers


def since_restart(picked: Picked, sites: Sites, restarts: Restarts, order: Order) -> Picked:
    """Return what is looked at with what comes before a certain restart left out, and before another in doubt."""
    picks, group, of_group = picked
    if not len(restarts.rows) or not len(sites):
        return picked
    here = np.full(len(sites), -1) if sites.here is None else sites.here
    certain, doubtful, own = _latest_restarts((sites.stream, sites.at, here), restarts, order)
    alike = np.column_stack([group, sites.stream, certain, doubtful, own])
    _, first, number = np.unique(alike, axis=0, return_index=True, return_inverse=True)
    number = number.reshape(-1)
    until = np.full(len(first), np.iinfo(np.int64).min)
    np.maximum.at(until, number, sites.at)
    groups = _Group(
        sites.stream[first], sites.at[first], here[first], until, group[first], certain[first], doubtful[first]
    )  # fmt: skip
    starts, rows, truths = _since(groups, (picks.starts, picks.rows, picks.truths), restarts, order)
    return Picks(starts, rows, truths), number, of_group.some(group[first])


@compiled
def _latest_restarts(
    sites: tuple[Numbers, Instants, Rows], restarts: Restarts, order: Order
) -> tuple[Numbers, Numbers, Numbers]:
    """Return for each position (stream, instant, event there) the place of its latest restarts, certain and undecided.

    The third is the position itself where one of them is of its own instant, so that it is looked at by itself, else -1.
    """
    stream, at, here = sites
    latest = (_latest(restarts, True), _latest(restarts, False))
    found = (np.full(len(at), -1, np.int64), np.full(len(at), -1, np.int64), np.full(len(at), -1, np.int64))
    for site in range(len(at)):
        first, last = restarts.starts[stream[site]], restarts.starts[stream[site] + 1]
        place = first_after(restarts.rows, (first, last), at[site], order.at) - 1
        while place >= first and order.at[restarts.rows[place]] == at[site]:
            if is_past(restarts.rows[place], at[site], here[site], order):
                which = 0 if restarts.truths[place] == TRUE else 1
                if found[which][site] < 0:
                    found[which][site] = place
                found[2][site] = site
            place -= 1
        for which in range(2):
            if found[which][site] < 0 and place >= first:
                found[which][site] = latest[which][place]
    return found


@compiled
def _latest(restarts: Restarts, is_certain: bool) -> Numbers:
    """Return for each place the latest one up to it, in its stream, that is certain or undecided; -1 for none."""
    found = np.full(len(restarts.rows), -1, np.int64)
    for stream in range(len(restarts.starts) - 1):
        last = -1
        for place in range(restarts.starts[stream], restarts.starts[stream + 1]):
            if (restarts.truths[place] == TRUE) == is_certain:
                last = place
            found[place] = last
    return found


@compiled
def _since(
    groups: _Group, picks: tuple[Numbers, Rows, Truths], restarts: Restarts, order: Order
) -> tuple[Numbers, Rows, Truths]:
    """Return the events that each group sees: where those of each begin (one more than there are), rows and truths."""
    count, size = len(groups.stream), 0
    spans = np.empty((2, count), np.int64)
    for group in range(count):
        spans[0, group], spans[1, group] = _span(group, groups, picks, restarts, order)
        size += spans[1, group] - spans[0, group]
    starts, rows, truths = np.zeros(count + 1, np.int64), np.empty(size, np.int64), np.empty(size, np.int8)
    filled = 0
    for group in range(count):
        for place in range(spans[0, group], spans[1, group]):
            row = picks[1][place]
            if _restarted(row, (group, groups.certain[group]), groups, restarts, order):
                continue
            rows[filled] = row
            in_doubt = _restarted(row, (group, groups.doubtful[group]), groups, restarts, order)
            truths[filled] = UNKNOWN if in_doubt else picks[2][place]
            filled += 1
        starts[group + 1] = filled
    return starts, rows[:filled].copy(), truths[:filled].copy()


@compiled
def _span(
    group: int, groups: _Group, picks: tuple[Numbers, Rows, Truths], restarts: Restarts, order: Order
) -> tuple[int, int]:
    """Return which of the events picked need be looked at: of those before an undecided restart the latest will do.

    Every window that reaches back to an earlier one holds the latest as well, which leaves the answer in doubt already.
    """
    low, high = picks[0][groups.picked[group]], picks[0][groups.picked[group] + 1]
    high = first_after(picks[1], (low, high), groups.until[group], order.at)
    certain, doubtful = groups.certain[group], groups.doubtful[group]
    if certain >= 0:
        low = first_after(picks[1], (low, high), order.at[restarts.rows[certain]] - 1, order.at)
    if doubtful >= 0:
        before = first_after(picks[1], (low, high), order.at[restarts.rows[doubtful]] - 1, order.at)
        if before > low:
            low = first_after(picks[1], (low, before), order.at[picks[1][before - 1]] - 1, order.at)
    return low, high


@compiled
def _restarted(row: int, by: tuple[int, int], groups: _Group, restarts: Restarts, order: Order) -> bool:
    """Tell whether an event comes before one of a group's latest restarts of a sort; `by`: the group, their last place."""
    group, latest = by
    if latest < 0:
        return False
    instant, sort = order.at[restarts.rows[latest]], restarts.truths[latest]
    if order.at[row] != instant:
        return bool(order.at[row] < instant)
    place = latest
    while place >= restarts.starts[groups.stream[group]] and order.at[restarts.rows[place]] == instant:
        restart = restarts.rows[place]
        is_counted = restarts.truths[place] == sort and is_past(restart, groups.at[group], groups.here[group], order)
        if is_counted and is_before(row, restart, order):
            return True
        place -= 1
    return False
