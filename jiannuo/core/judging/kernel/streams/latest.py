"""Finding, for many positions at once, the latest event of the past among listed ones."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, first_after, is_before, is_past
from jiannuo.core.values.compiling import compiled


class Positions(NamedTuple):
    """Positions of streams: the stream (-1 for none), the instant, the event that stands there, and one that does not count."""

    stream: Numbers
    at: Instants
    here: Rows
    but: Rows


class Listed(NamedTuple):
    """Events of each stream in scan order: those of stream `s` are `rows[starts[s]:starts[s + 1]]`."""

    starts: Numbers
    rows: Rows


@compiled
def latest_places(positions: Positions, listed: Listed, order: Order) -> tuple[Numbers, Numbers]:
    """Return for each position the first and the last place of the latest events of its past, -1 if there are none.

    There are several latest ones if they are simultaneous.
    """
    count = len(positions.stream)
    firsts, lasts = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    for site in range(count):
        stream, instant = positions.stream[site], positions.at[site]
        if stream < 0:
            continue
        low, high = listed.starts[stream], listed.starts[stream + 1]
        place = first_after(listed.rows, (low, high), instant, order.at) - 1
        while place >= low:
            row = listed.rows[place]
            if row != positions.but[site] and is_past(row, instant, positions.here[site], order):
                if lasts[site] < 0:
                    lasts[site] = place
                elif is_before(row, listed.rows[firsts[site]], order):
                    break
                firsts[site] = place
            place -= 1
    return firsts, lasts


@compiled
def past_between(
    positions: Positions, spans: tuple[Numbers, Numbers, Numbers], listed: Listed, order: Order
) -> tuple[Numbers, Rows]:
    """Return the events of the past among listed ones, for some positions, each from one place to another.

    `spans` are the positions, and by position the first and the last place. Returned are where those of each begin (one
    more than there are positions), and the rows.
    """
    sites, firsts, lasts = spans
    starts = np.zeros(len(sites) + 1, np.int64)
    for number in range(len(sites)):
        starts[number + 1] = starts[number] + lasts[sites[number]] - firsts[sites[number]] + 1
    rows = np.empty(starts[-1], np.int64)
    count = 0
    for number in range(len(sites)):
        site = sites[number]
        starts[number] = count
        for place in range(firsts[site], lasts[site] + 1):
            row = listed.rows[place]
            if row != positions.but[site] and is_past(row, positions.at[site], positions.here[site], order):
                rows[count] = row
                count += 1
    starts[-1] = count
    return starts, rows[:count].copy()
