"""Putting instants in order owner by owner: a scatter by owner, then each owner's few by themselves."""

import numpy as np

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.values.compiling import compiled

_FEW = 32


@compiled
def order_within(owner: Numbers, at: Instants, count: int) -> Numbers:
    """Return the order of instants by owner (0 to count - 1) and then in time; equal ones stay as they came."""
    starts = np.zeros(count + 1, np.int64)
    for place in range(len(owner)):
        starts[owner[place] + 1] += 1
    for number in range(count):
        starts[number + 1] += starts[number]
    fill, order = starts[:-1].copy(), np.empty(len(owner), np.int64)
    for place in range(len(owner)):
        order[fill[owner[place]]] = place
        fill[owner[place]] += 1
    for number in range(count):
        part = order[starts[number] : starts[number + 1]]
        if len(part) <= _FEW:
            _insert(part, at)
        else:
            part[:] = part[np.argsort(at[part], kind="mergesort")]
    return order


@compiled
def _insert(part: Numbers, at: Instants) -> None:
    for place in range(1, len(part)):
        moved, hole = part[place], place
        while hole > 0 and at[part[hole - 1]] > at[moved]:
            part[hole] = part[hole - 1]
            hole -= 1
        part[hole] = moved
