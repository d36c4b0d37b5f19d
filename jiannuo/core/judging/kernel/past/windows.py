"""The events of the past that lie within a window, found for many positions at once.

Within a stream nearly all such events stand in a row: those of the instant at which the window begins, and of the position's
own instant, are looked at one by one, all between them belong to it.
"""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, first_after, is_before, is_past
from jiannuo.core.judging.kernel.streams.truths import TRUE, Truths
from jiannuo.core.values.compiling import compiled


class Looked(NamedTuple):
    """The events that a selector picks: those of group `g` are `rows[starts[g]:starts[g + 1]]`, in scan order.

    `ends` tells until when each is within a window of some length; it is empty for windows without length.
    """

    starts: Numbers
    rows: Rows
    truths: Truths
    ends: Instants


class Looks(NamedTuple):
    """Positions that look back; everything but the instant may be -1 for none.

    `group` are the events they look at, `here` is the event that stands there, `since` the one since which they look.
    """

    group: Numbers
    at: Instants
    here: Rows
    since: Rows


class Tally(NamedTuple):
    """For every position, how many events are certainly within its window, how many may be, and the sum of their numbers."""

    certain: Numbers
    doubtful: Numbers
    total: Numbers


class _Bounds(NamedTuple):
    """Places [low, high) of events that may lie within a window, of which [inner_low, inner_high) certainly do."""

    low: int
    inner_low: int
    inner_high: int
    high: int


@compiled
def _bounds(site: int, looked: Looked, looks: Looks, order: Order) -> _Bounds:
    group, at = looks.group[site], looks.at[site]
    if group < 0:
        return _Bounds(0, 0, 0, 0)
    low = looked.starts[group]
    high = first_after(looked.rows, (low, looked.starts[group + 1]), at, order.at)
    inner_low, inner_high = low, first_after(looked.rows, (low, high), at - 1, order.at)
    if len(looked.ends):
        low = inner_low = _first_lasting(looked.ends, (low, high), at)
    elif looks.since[site] >= 0:
        since = order.at[looks.since[site]]
        low, inner_low = (
            first_after(looked.rows, (low, high), since - 1, order.at),
            first_after(looked.rows, (low, high), since, order.at),
        )
    if inner_low >= inner_high:
        return _Bounds(low, high, high, high)
    return _Bounds(low, inner_low, inner_high, high)


@compiled
def _first_lasting(ends: Instants, span: tuple[int, int], at: int) -> int:
    """Return the place of the first end that is not before an instant: a later event has no earlier end."""
    first, last = span
    while first < last:
        middle = (first + last) // 2
        if ends[middle] < at:
            first = middle + 1
        else:
            last = middle
    return first


@compiled
def _is_within(place: int, site: int, looked: Looked, looks: Looks, order: Order) -> bool:
    # Of a window of some length the bounds already tell whether an event lies within it.
    row, since = looked.rows[place], looks.since[site]
    if not is_past(row, looks.at[site], looks.here[site], order):
        return False
    return since < 0 or (row != since and not is_before(row, since, order))


@compiled
def tallied(looked: Looked, looks: Looks, order: Order, numbers: Numbers) -> Tally:
    """Count the events within the window of every position, and add up their `numbers` (by place; may be empty)."""
    certain, total = _running(looked.truths == TRUE), _running(numbers)
    found = Tally(
        np.zeros(len(looks.at), np.int64), np.zeros(len(looks.at), np.int64), np.zeros(len(looks.at), np.int64)
    )
    for site in range(len(looks.at)):
        bounds = _bounds(site, looked, looks, order)
        low, high = bounds.inner_low, bounds.inner_high
        found.certain[site] = certain[high] - certain[low]
        found.doubtful[site] = high - low - found.certain[site]
        if len(numbers):
            found.total[site] = total[high] - total[low]
        for place in range(bounds.low, bounds.high):
            if low <= place < high:
                continue
            if _is_within(place, site, looked, looks, order):
                found.certain[site] += looked.truths[place] == TRUE
                found.doubtful[site] += looked.truths[place] != TRUE
                if len(numbers):
                    found.total[site] += numbers[place]
    return found


@compiled
def _running(numbers: Numbers) -> Numbers:
    """Return the sum of all numbers before each place."""
    found = np.zeros(len(numbers) + 1, np.int64)
    for place in range(len(numbers)):
        found[place + 1] = found[place] + numbers[place]
    return found


@compiled
def latest_certain(looked: Looked, looks: Looks, order: Order) -> Rows:
    """Return for every position the last event within its window that is certainly picked, -1 if there is none."""
    found = np.full(len(looks.at), -1, np.int64)
    for site in range(len(looks.at)):
        bounds = _bounds(site, looked, looks, order)
        for place in range(bounds.high - 1, bounds.low - 1, -1):
            if looked.truths[place] == TRUE and _is_within(place, site, looked, looks, order):
                found[site] = looked.rows[place]
                break
    return found


class Outermost(NamedTuple):
    """The first or last events within windows, several if simultaneous.

    Those of position `i` stand at `places[starts[i]:starts[i + 1]]`; `doubtful` tells whether one of them is undecided.
    """

    starts: Numbers
    places: Numbers
    doubtful: Numbers


@compiled
def outermost(looked: Looked, looks: Looks, order: Order, is_last: bool) -> Outermost:
    """Return the first events within the window of every position, or the last ones, from the outermost inward."""
    starts, doubtful = np.zeros(len(looks.at) + 1, np.int64), np.zeros(len(looks.at), np.int64)
    places, count = np.empty(len(looks.at) + 1, np.int64), 0
    for site in range(len(looks.at)):
        bounds = _bounds(site, looked, looks, order)
        for step in range(bounds.high - bounds.low):
            place = bounds.high - 1 - step if is_last else bounds.low + step
            row = looked.rows[place]
            edge = looked.rows[places[starts[site]]] if count > starts[site] else -1
            if edge >= 0 and order.at[edge] != order.at[row]:
                break
            if not _is_within(place, site, looked, looks, order):
                continue
            if edge >= 0 and (is_before(row, edge, order) or is_before(edge, row, order)):
                continue
            if count == len(places):
                places = np.concatenate((places, np.empty(len(places), np.int64)))
            places[count] = place
            count += 1
            doubtful[site] |= looked.truths[place] != TRUE
        starts[site + 1] = count
    return Outermost(starts, places[:count].copy(), doubtful)


@compiled
def all_within(looked: Looked, looks: Looks, order: Order) -> tuple[Numbers, Numbers]:
    """Return the places of all events within the window of every position, and where those of each begin."""
    starts = np.zeros(len(looks.at) + 1, np.int64)
    places, count = np.empty(len(looks.at) + 1, np.int64), 0
    for site in range(len(looks.at)):
        bounds = _bounds(site, looked, looks, order)
        for place in range(bounds.low, bounds.high):
            if _is_within(place, site, looked, looks, order):
                if count == len(places):
                    places = np.concatenate((places, np.empty(len(places), np.int64)))
                places[count] = place
                count += 1
        starts[site + 1] = count
    return starts, places[:count].copy()
