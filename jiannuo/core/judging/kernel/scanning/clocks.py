"""The clock of an obligation, compiled: it runs while the calendar is open, less the pauses (section 4, 11).

Pauses are columns of instants, [from, until), of which the first `number` hold; they may lie over each other. One
that nothing has ended yet reaches to FOREVER.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.values.compiled_clock import (
    ELAPSED,
    NONE,
    OUTSIDE,
    WORKING,
    Clocks,
    Limit,
    add,
    dates_covered,
    due_of_days,
    is_outside,
    missing_year,
    run_time,
)
from jiannuo.core.values.compiling import compiled_inline, compiled_small
from jiannuo.core.values.zones import Ints

Flags = NDArray[np.bool_]

FOREVER = 2**62
"""An instant later than all others."""


class Pauses(NamedTuple):
    """Stretches in which the clock stood still; `since_target` marks the time closed by a target."""

    from_: Ints
    until: Ints
    since_target: Flags
    number: int


@compiled_small
def order_pauses(pauses: Pauses, start: int) -> int:
    """Put the pauses since start in order in place: by beginning, time closed by a target first, else as they came.

    What lies before start is cut off, empty pauses are left out. Return how many are left.
    """
    kept = 0
    for at in range(pauses.number):  # they mostly come in order, and are few
        from_, until, since_target = max(pauses.from_[at], start), pauses.until[at], pauses.since_target[at]
        if from_ >= until:
            continue
        place = kept
        while place > 0 and _is_before(from_, since_target, pauses, place - 1):
            _copy(pauses, place - 1, place)
            place -= 1
        pauses.from_[place], pauses.until[place], pauses.since_target[place] = from_, until, since_target
        kept += 1
    return kept


@compiled_inline
def _is_before(from_: int, since_target: bool, pauses: Pauses, place: int) -> bool:
    if from_ != pauses.from_[place]:
        return bool(from_ < pauses.from_[place])
    return since_target and not pauses.since_target[place]


@compiled_inline
def _copy(pauses: Pauses, source: int, target: int) -> None:
    pauses.from_[target] = pauses.from_[source]
    pauses.until[target] = pauses.until[source]
    pauses.since_target[target] = pauses.since_target[source]


@compiled_small
def due_with_pauses(clocks: Clocks, limit: Limit, start: int, pauses: Pauses, as_of: int) -> tuple[int, int]:
    """Return when a limit that runs from start, less the ordered pauses, is reached, and NONE.

    Under an open pause return NONE and the instant it cannot come before; where the calendar has no answer return
    OUTSIDE and why: the year that it lacks, POOL_WIDER or BEYOND_RECKONING.
    """
    if limit.unit == ELAPSED or limit.unit == WORKING:
        due, not_before = _by_time(clocks, limit, start, pauses, as_of)
    else:
        due, not_before = _by_date(clocks, limit, start, pauses, as_of)
    if due != NONE and is_outside(due):
        return OUTSIDE, missing_year(due)
    if not_before != NONE and is_outside(not_before):
        return OUTSIDE, missing_year(not_before)
    return due, not_before


@compiled_small
def _by_time(clocks: Clocks, limit: Limit, start: int, pauses: Pauses, as_of: int) -> tuple[int, int]:
    at, rest = start, limit.amount
    due = add(clocks, limit.cal, at, limit.unit, rest)
    for pause in range(pauses.number):
        if is_outside(due) or not _moves(pauses, pause, due):
            break
        from_, until = max(pauses.from_[pause], at), pauses.until[pause]
        run = _run(clocks, limit, at, from_)
        if is_outside(run):
            return run, NONE
        at, rest = max(until, at), rest - run
        if until >= FOREVER:
            return NONE, add(clocks, limit.cal, max(as_of, from_), limit.unit, rest)
        due = add(clocks, limit.cal, at, limit.unit, rest)
    return due, NONE


@compiled_inline
def _moves(pauses: Pauses, pause: int, due: int) -> bool:
    """Tell whether a pause began early enough to move a due (5.7); exactly at due the target counts first."""
    from_ = pauses.from_[pause]
    return bool(from_ < due or (from_ == due and pauses.since_target[pause]))


@compiled_inline
def _run(clocks: Clocks, limit: Limit, from_: int, until: int) -> int:
    return until - from_ if limit.unit == ELAPSED else run_time(clocks, limit.cal, from_, until)


@compiled_small
def _by_date(clocks: Clocks, limit: Limit, start: int, pauses: Pauses, as_of: int) -> tuple[int, int]:
    at, covered = start, 0
    due = due_of_days(clocks, limit, start, covered)
    for pause in range(pauses.number):
        if is_outside(due) or not _moves(pauses, pause, due):
            break
        from_, is_open = max(pauses.from_[pause], at), pauses.until[pause] >= FOREVER
        at = max(as_of, from_) if is_open else max(pauses.until[pause], at)
        first = from_ - 1 if pauses.from_[pause] == due else from_  # 24:00 of the last day is still that day
        dates = dates_covered(clocks, limit.cal, first, at, limit.unit)
        if is_outside(dates):
            return dates, NONE
        covered += dates
        due = due_of_days(clocks, limit, start, covered)
        if is_open:
            return NONE, due
    return due, NONE
