"""What the record of a `hold` comes to in each period: its shortfalls, what is known, and what is left open (4.9)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.span_lists import SpanLists, covers, first_ending_after, length_within
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled, compiled_small


class Judged(NamedTuple):
    """The periods that are judged, [start, end), with the number of the record of each."""

    record: Numbers
    start: Instants
    end: Instants


class Shortfalls(NamedTuple):
    """The shortfalls of period `p` are rows `starts[p]:starts[p + 1]`; a carried one runs on from before the period."""

    starts: Numbers
    from_: Instants
    until: Instants
    carried: NDArray[np.bool_]


class Told(NamedTuple):
    """What is told of each period: how long is known and demanded, and instants (NONE for none).

    `last` is the end of what is demanded; `unknown` where the condition is first unknown; `outside` the first demand in
    a year that the calendar lacks; `cut_off` where the knowledge ends of a fall that runs on over the period's end.
    """

    known: Numbers
    demanded: Numbers
    last: Instants
    unknown: Instants
    outside: Instants
    cut_off: Instants


class Stood(NamedTuple):
    """The records, and from when on each span of `false` is more than what is tolerated (`least`)."""

    true: SpanLists
    false: SpanLists
    unknown: SpanLists
    fallen: SpanLists
    demanded: SpanLists
    least: Instants


@compiled
def shortfalls_of(periods: Judged, stood: Stood) -> Shortfalls:
    """Return the shortfalls over what is tolerated that touch each period."""
    starts = np.zeros(len(periods.record) + 1, np.int64)
    for period in range(len(periods.record)):
        starts[period + 1] = starts[period] + _shortfalls(periods, period, stood, None, 0)
    found = Shortfalls(
        starts, np.empty(starts[-1], np.int64), np.empty(starts[-1], np.int64), np.empty(starts[-1], np.bool_)
    )
    for period in range(len(periods.record)):
        _shortfalls(periods, period, stood, found, starts[period])
    return found


@compiled_small
def _shortfalls(periods: Judged, period: int, stood: Stood, found: Shortfalls | None, at: int) -> int:
    """Count the shortfalls of one period, and note them from `at` on if they are to be found."""
    record, start, end = periods.record[period], periods.start[period], periods.end[period]
    false, count = stood.false, 0
    for place in range(first_ending_after(false, record, start), false.starts[record + 1]):
        if false.from_[place] >= end:
            break
        if false.until[place] > stood.least[place]:
            if found is not None:
                found.from_[at + count] = max(false.from_[place], start)
                found.until[at + count] = min(false.until[place], end)
                found.carried[at + count] = _is_carried(stood, record, false.from_[place], start)
            count += 1
    return count


@compiled_small
def _is_carried(stood: Stood, record: int, from_: int, start: int) -> bool:
    """Tell whether a shortfall was on before the period, when something was demanded last, and never off since."""
    place, fell_at = first_ending_after(stood.fallen, record, from_), from_
    if place < stood.fallen.starts[record + 1] and stood.fallen.from_[place] <= from_:
        fell_at = stood.fallen.from_[place]
    return length_within(stood.demanded, record, fell_at, start) > 0


@compiled
def told_of(periods: Judged, stood: Stood, calendar: tuple[int, int], as_of: int) -> Told:
    """Return what is told of each period; `calendar` is the span that the calendar knows."""
    count = len(periods.record)
    told = Told(
        np.zeros(count, np.int64), np.zeros(count, np.int64), np.full(count, NONE), np.full(count, NONE),
        np.full(count, NONE), np.full(count, NONE),
    )  # fmt: skip
    _tell(periods, stood, calendar, as_of, told)
    return told


@compiled_small
def _tell(periods: Judged, stood: Stood, calendar: tuple[int, int], as_of: int, told: Told) -> None:
    for period in range(len(periods.record)):
        record, start, end = periods.record[period], periods.start[period], periods.end[period]
        told.known[period] = length_within(stood.true, record, start, end) + length_within(
            stood.false, record, start, end
        )
        told.demanded[period] = length_within(stood.demanded, record, start, end)
        told.unknown[period] = _first(stood.unknown, record, start, end)
        told.cut_off[period] = _cut_off(stood, record, end, as_of)
        for place in range(first_ending_after(stood.demanded, record, start), stood.demanded.starts[record + 1]):
            if stood.demanded.from_[place] >= end:
                break
            first, last = max(stood.demanded.from_[place], start), min(stood.demanded.until[place], end)
            told.last[period] = last
            if told.outside[period] == NONE and first < calendar[0]:
                told.outside[period] = first
            elif told.outside[period] == NONE and last > calendar[1]:
                told.outside[period] = max(first, calendar[1])


@compiled_small
def _first(lists: SpanLists, record: int, start: int, end: int) -> int:
    place = first_ending_after(lists, record, start)
    if place == lists.starts[record + 1] or lists.from_[place] >= end:
        return int(NONE)
    return int(max(lists.from_[place], start))


@compiled_small
def _cut_off(stood: Stood, record: int, end: int, as_of: int) -> int:
    """Return where knowledge ends of a fall that runs on over the period's end, NONE if its end is known."""
    place = first_ending_after(stood.false, record, end - 1)
    if place == stood.false.starts[record + 1] or stood.false.from_[place] >= end:
        return int(NONE)
    until = stood.false.until[place]
    goes_on = until >= as_of or covers(stood.demanded, record, until)
    return int(until) if goes_on and not covers(stood.true, record, until) else int(NONE)
