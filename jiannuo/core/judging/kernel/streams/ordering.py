"""Which of two events comes first, over columns: by instant, then by `seq` of one source; otherwise they are simultaneous."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import NO_SEQ, Instants, Rows
from jiannuo.core.values.compiling import compiled, compiled_inline

Numbers = NDArray[np.int64]


class Order(NamedTuple):
    """What orders events, row by row: instant, the rank of the source's name, and `seq` (`NO_SEQ` for none)."""

    at: Instants
    source: Numbers
    seq: Numbers


@compiled_inline
def is_before(one: int, other: int, order: Order) -> bool:
    """Tell whether one event (a row) certainly happened before the other."""
    if order.at[one] != order.at[other]:
        return bool(order.at[one] < order.at[other])
    if order.source[one] != order.source[other] or order.seq[one] == NO_SEQ or order.seq[other] == NO_SEQ:
        return False
    return bool(order.seq[one] < order.seq[other])


@compiled_inline
def is_past(row: int, instant: int, here: int, order: Order) -> bool:
    """Tell whether an event does not certainly come after a position (`here` is -1 where no event stands there)."""
    if order.at[row] != instant:
        return bool(order.at[row] < instant)
    return here < 0 or not is_before(here, row, order)


@compiled_inline
def comes_after(one: int, other: int, order: Order) -> bool:
    """Tell whether one event is scanned after the other, ids left out: by (at, source, seq), a missing `seq` first."""
    if order.at[one] != order.at[other]:
        return bool(order.at[one] > order.at[other])
    if order.source[one] != order.source[other]:
        return bool(order.source[one] > order.source[other])
    return bool(order.seq[one] > order.seq[other])


@compiled
def first_after(rows: Rows, span: tuple[int, int], instant: int, at: Instants) -> int:
    """Return the place of the first row that happened after an instant, among `rows[span[0]:span[1]]` in scan order."""
    first, last = span
    while first < last:
        middle = (first + last) // 2
        if at[rows[middle]] <= instant:
            first = middle + 1
        else:
            last = middle
    return first
