"""The pauses of one promise in one stream: stretches in which its clock stood still, with what began and ended each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.expecting.stage import Stage
from jiannuo.core.judging.kernel.scanning.clocks import Pauses, due_with_pauses, order_pauses
from jiannuo.core.judging.kernel.scanning.rules import (
    FIRST_PAUSE,
    PAUSE_CAUSE,
    PAUSE_FROM,
    PAUSE_LONGEST,
    PAUSE_UNIT,
    PAUSE_UNTIL,
    PAUSES,
    SPANS_OF_PAUSE,
)
from jiannuo.core.judging.kernel.streams.ordering import Numbers, is_before
from jiannuo.core.values.compiled_clock import ALWAYS_OPEN, Limit, add
from jiannuo.core.values.compiling import compiled, compiled_inline, compiled_small

FOREVER = 2**62


class Paused(NamedTuple):
    """Pauses as declared, in the order of the charter: what each began and ended with (-1 for none), and why.

    `cause` is the rank of the reason's text among all; `since_target` marks time that a target had closed. `total[0]` of
    them hold. `ordered` is room for those that count for one clock, in the order in which it meets them.
    """

    from_: Instants
    until: Instants
    cause: Numbers
    began: Rows
    ended: Rows
    since_target: NDArray[np.bool_]
    total: Numbers
    ordered: Pauses


@compiled
def no_pauses(room: int) -> Paused:
    """Return room for so many pauses."""
    return Paused(
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.zeros(room, np.bool_),
        np.zeros(1, np.int64),
        Pauses(np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.bool_), 0),
    )


@compiled_small
def room_for_pauses(stage: Stage) -> int:
    """Return how many pauses there can be at most: for each role an event plays, for each span, for each reopening."""
    spans = stage.spans.first
    most = 0
    for table in range(spans.shape[0]):
        for stream in range(spans.shape[1] - 1):
            most = max(most, spans[table, stream + 1] - spans[table, stream])
    declared = 0
    for promise in range(len(stage.rules.rule)):
        declared = max(declared, stage.rules.rule[promise, PAUSES])
    return int((declared + 1) * len(stage.roles.row) + declared * most + 1)


@compiled_inline
def fill_pauses(paused: Paused, stage: Stage, promise: int, stream: int) -> None:
    """List the pauses of a promise in a stream, as far as known."""
    rule = stage.rules.rule
    paused.total[0] = 0
    for number in range(rule[promise, FIRST_PAUSE], rule[promise, FIRST_PAUSE] + rule[promise, PAUSES]):
        _add_spans(paused, stage, number, stream)
        _add_between(paused, stage, number)


@compiled_small
def _add_spans(paused: Paused, stage: Stage, number: int, stream: int) -> None:
    table, cause = stage.rules.pause[number, SPANS_OF_PAUSE], stage.rules.pause[number, PAUSE_CAUSE]
    if table < 0:
        return
    for at in range(stage.spans.first[table, stream], stage.spans.first[table, stream + 1]):
        add_pause(paused, (stage.spans.from_[at], stage.spans.until[at]), (-1, -1), cause, False)


@compiled_inline
def _add_between(paused: Paused, stage: Stage, number: int) -> None:
    """Add a pause for each beginning; it stays open while no event has ended it and its longest time is not over (5.8)."""
    roles, part = stage.roles, stage.rules.pause[number, PAUSE_FROM]
    if part < 0:
        return
    first = paused.total[0]
    for entry in range(roles.first[part], roles.end[part]):
        if roles.truth[entry] == 1:
            _add_from(paused, stage, number, roles.row[entry], first)


@compiled_small
def _add_from(paused: Paused, stage: Stage, number: int, begin: int, first: int) -> None:
    at = stage.order.at[begin]
    end = _end_of(paused, stage, number, begin, first)
    until = FOREVER if end < 0 else stage.order.at[end]
    unit = stage.rules.pause[number, PAUSE_UNIT]
    if unit >= 0:
        longest = add(stage.clocks, ALWAYS_OPEN, at, unit, stage.rules.pause[number, PAUSE_LONGEST])
        if longest <= stage.as_of:
            until = min(until, longest)
    ended = end if end >= 0 and stage.order.at[end] <= until else -1
    add_pause(paused, (at, until), (begin, ended), stage.rules.pause[number, PAUSE_CAUSE], False)


@compiled_small
def _end_of(paused: Paused, stage: Stage, number: int, begin: int, first: int) -> int:
    """Return the event that ends what another began: the first later one.

    One of the same instant that nothing orders ends what stood just before; only where nothing did, it ends this.
    """
    roles, part, at = stage.roles, stage.rules.pause[number, PAUSE_UNTIL], stage.order.at[begin]
    if part < 0:
        return -1
    for entry in range(roles.first[part], roles.end[part]):
        end = roles.row[entry]
        if roles.truth[entry] != 1 or end == begin or stage.order.at[end] < at or is_before(end, begin, stage.order):
            continue
        if is_before(begin, end, stage.order) or not _stood_before(paused, first, at):
            return int(end)
    return -1


@compiled_small
def _stood_before(paused: Paused, first: int, at: int) -> bool:
    for number in range(first, paused.total[0]):
        if paused.from_[number] < at <= paused.until[number]:
            return True
    return False


@compiled_inline
def add_pause(paused: Paused, span: tuple[int, int], events: tuple[int, int], cause: int, since_target: bool) -> None:
    """Add one pause with the events (rows, -1 for none) that began and ended it."""
    at = paused.total[0]
    paused.from_[at], paused.until[at] = span
    paused.began[at], paused.ended[at] = events
    paused.cause[at], paused.since_target[at] = cause, since_target
    paused.total[0] = at + 1


@compiled_inline
def due_of_clock(paused: Paused, stage: Stage, limit: Limit, start: int) -> tuple[int, int]:
    """Return when a limit that runs from start is reached; see `clocks.due_with_pauses`."""
    ordered, count = paused.ordered, 0
    for number in range(paused.total[0]):
        if paused.until[number] > start:
            ordered.from_[count], ordered.until[count] = paused.from_[number], paused.until[number]
            ordered.since_target[count] = paused.since_target[number]
            count += 1
    counted = Pauses(ordered.from_, ordered.until, ordered.since_target, count)
    left = order_pauses(counted, start)
    counted = Pauses(ordered.from_, ordered.until, ordered.since_target, left)
    return due_with_pauses(stage.clocks, limit, start, counted, stage.as_of)
