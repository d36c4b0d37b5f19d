"""The spans that a `never` watches: from when until when each lasts, and which events lie in it (4.7)."""

from collections.abc import Iterable
from typing import NamedTuple, cast

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.scanning.openers import Openers
from jiannuo.core.judging.kernel.scanning.roles import Roles, first_since
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, is_before
from jiannuo.core.values.compiled_clock import NONE, Clocks, Limit, add, is_outside, missing_year
from jiannuo.core.values.compiling import compiled_small

# For each literal number Numba would compile what is called with it once more; for NumPy's it does not.
_ROLES, _ENDS = cast(Iterable[int], np.arange(8)), cast(Iterable[int], np.array([2**62, -1]))
FOREVER, NO_ROW = _ENDS

# The questions to a promise. Parts by role; -1 where the promise names none.
FROM, FORBIDDEN, UNTIL, EXCUSES, WAIVERS, GROUNDS, HEALING, ENDS = _ROLES
TABLE, HAS_LENGTH, CALENDAR, UNIT, AMOUNT, PERIODS, COMPLETE_UNTIL, FIRST_GAP, GAPS = range(8, 17)
QUESTIONS = 17

NOTHING, LENGTH, KNOWN_YEAR = range(3)
"""What the end of a span lacks: nothing, a value of its length, or a year of its calendar."""


class Begun(NamedTuple):
    """Spans that say something for themselves, for promises that the charter alone does not settle (`TABLE` >= 0).

    Those of table `t` in stream `s` stand at `first[t, s]` to `first[t, s + 1]`: the row that began each (-1 for none),
    the instant, until when it lasts at most (a life) with the row of what ends it then, and its length (unit -1: missing).
    """

    first: Numbers
    row: Rows
    start: Instants
    until: Instants
    ended: Rows
    calendar: Numbers
    unit: Numbers
    amount: Numbers


class NeverStage(NamedTuple):
    """What a stream is judged by: its events by part, their order, the promises, their spans, and what time it is.

    The edges of the natural periods of kind `p` are `edge[edge_first[p]:edge_first[p + 1]]`.
    """

    roles: Roles
    order: Order
    rule: Numbers
    openers: Openers
    gap: Instants
    begun: Begun
    edge_first: Numbers
    edge: Instants
    clocks: Clocks
    as_of: int


class Watch(NamedTuple):
    """The span that is watched, [start, until); an event at either end belongs to it only as `seq` says.

    `row` began it and `ended_by` ends it (-1 for no event). `opened` and `opened_at` began the whole of which it is one
    `period` (NONE if it is not cut). A length counted to `counted_to` (NONE: none did) by the calendar `counted_by`.
    """

    promise: int
    stream: int
    row: int
    start: int
    until: int
    ended_by: int
    opened: int
    opened_at: int
    period: int
    lacks: int
    year: int
    counted_by: int
    counted_to: int


def no_spans() -> Begun:
    """Return spans that say nothing for themselves."""
    none = np.empty(0, np.int64)
    return Begun(np.zeros((1, 1), np.int64), none, none, none, none, none, none, none)


@compiled_small
def span_of(stage: NeverStage, opened: tuple[int, int, int, int], limit: Limit, life: tuple[int, int]) -> Watch:
    """Return the span with its end: the first `until` event after its start, its length, or the end of the life."""
    promise, stream, row, start = opened
    until, ended_by = _first_end(stage, promise, row, start)
    lacks, year, counted_by, counted_to = NOTHING, 0, -1, NONE
    if stage.rule[promise, HAS_LENGTH]:
        over = NONE if limit.unit < 0 else add(stage.clocks, limit.cal, start, limit.unit, limit.amount)
        if limit.unit < 0:
            lacks = LENGTH
        elif is_outside(over):
            lacks, year = KNOWN_YEAR, missing_year(over)
        elif over < until:
            until, ended_by, counted_by, counted_to = over, -1, limit.cal, over
    if until > life[0]:
        until, ended_by, lacks, year, counted_by, counted_to = life[0], life[1], NOTHING, 0, -1, NONE
    return Watch(promise, stream, row, start, until, ended_by, row, start, NONE, lacks, year, counted_by, counted_to)


@compiled_small
def _first_end(stage: NeverStage, promise: int, row: int, start: int) -> tuple[int, int]:
    """Return the instant and the row of the first certain `until` event after a start; FOREVER and -1 for none."""
    part = stage.rule[promise, UNTIL]
    if part < 0:
        return FOREVER, NO_ROW
    for entry in range(first_since(stage.roles, part, start, stage.order.at), stage.roles.end[part]):
        end = stage.roles.row[entry]
        if stage.roles.truth[entry] == 1 and (row < 0 or is_before(row, end, stage.order)):
            return stage.order.at[end], end
    return FOREVER, NO_ROW


@compiled_small
def edge_before(stage: NeverStage, periods: int, instant: int) -> int:
    """Return the place of the last edge that is not after an instant."""
    low, high = stage.edge_first[periods], stage.edge_first[periods + 1]
    while low < high:
        middle = (low + high) // 2
        if stage.edge[middle] <= instant:
            low = middle + 1
        else:
            high = middle
    return int(low - 1)


@compiled_small
def part_of(stage: NeverStage, whole: Watch, place: int) -> Watch:
    """Return the part of a span that lies in the period from one edge to the next."""
    start, end = stage.edge[place], stage.edge[place + 1]
    row = whole.row if start <= whole.start else -1
    until, ended_by = whole.until, whole.ended_by
    if end < whole.until:
        until, ended_by = end, -1
    return Watch(
        whole.promise, whole.stream, row, max(start, whole.start), until, ended_by, whole.opened, whole.opened_at,
        start, whole.lacks, whole.year, whole.counted_by, whole.counted_to,
    )  # fmt: skip


@compiled_small
def is_begun(stage: NeverStage, watch: Watch, row: int) -> bool:
    """Tell whether an event does not come before the start of a span."""
    if watch.row < 0:
        return bool(stage.order.at[row] >= watch.start)
    return not is_before(row, watch.row, stage.order)


@compiled_small
def holds(stage: NeverStage, watch: Watch, row: int) -> bool:
    """Tell whether an event lies in a span."""
    if not is_begun(stage, watch, row):
        return False
    at = stage.order.at[row]
    if watch.ended_by >= 0 and at == watch.until:
        return is_before(row, watch.ended_by, stage.order)
    return bool(at < watch.until)


@compiled_small
def entries(stage: NeverStage, watch: Watch, role: int) -> tuple[int, int]:
    """Return where the entries of a role stand that did not happen before the start of a span."""
    part = stage.rule[watch.promise, role]
    if part < 0:
        return 0, 0
    return first_since(stage.roles, part, watch.start, stage.order.at), int(stage.roles.end[part])
