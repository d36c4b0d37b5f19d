"""The clock of an obligation, compiled: it runs while the calendar is open, less the pauses (section 4, 11).

Pauses are two columns of instants, [from, until), of which the first `number` hold. Joined, they are in order and
apart from each other. One that nothing has ended yet reaches to FOREVER.
"""

from typing import NamedTuple

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
from jiannuo.core.values.compiling import compiled_small
from jiannuo.core.values.zones import Ints

FOREVER = 2**62
"""An instant later than all others."""


class Pauses(NamedTuple):
    """Stretches in which the clock stood still."""

    from_: Ints
    until: Ints
    number: int


@compiled_small
def join_pauses(from_: Ints, until: Ints, number: int) -> int:
    """Make pauses their union, in order and apart, in place; empty ones are left out. Return how many there are."""
    kept = 0
    for at in range(_sort_pauses(from_, until, number)):
        if kept and from_[at] <= until[kept - 1]:
            until[kept - 1] = max(until[kept - 1], until[at])
        else:
            from_[kept], until[kept] = from_[at], until[at]
            kept += 1
    return kept


@compiled_small
def _sort_pauses(from_: Ints, until: Ints, number: int) -> int:
    """Sort those that are not empty to the front by their beginning. Return how many there are."""
    kept = 0
    for at in range(number):  # they mostly come in order, and are few
        first, last = from_[at], until[at]
        if first >= last:
            continue
        place = kept
        while place > 0 and from_[place - 1] > first:
            from_[place], until[place] = from_[place - 1], until[place - 1]
            place -= 1
        from_[place], until[place] = first, last
        kept += 1
    return kept


@compiled_small
def due_with_pauses(clocks: Clocks, limit: Limit, start: int, pauses: Pauses, as_of: int) -> tuple[int, int]:
    """Return when a limit that runs from start, less the joined pauses, is reached, and NONE.

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
    at, rest, pause = start, limit.amount, _first_after(pauses, start)
    due = add(clocks, limit.cal, at, limit.unit, rest)
    while pause < pauses.number and not is_outside(due):
        from_, until = max(pauses.from_[pause], start), pauses.until[pause]
        if due <= from_:
            break
        run = _run(clocks, limit, at, from_)
        if is_outside(run):
            return run, NONE
        at, rest, pause = until, rest - run, pause + 1
        if until >= FOREVER:
            return NONE, add(clocks, limit.cal, max(as_of, from_), limit.unit, rest)
        due = add(clocks, limit.cal, at, limit.unit, rest)
    return due, NONE


@compiled_small
def _run(clocks: Clocks, limit: Limit, from_: int, until: int) -> int:
    return until - from_ if limit.unit == ELAPSED else run_time(clocks, limit.cal, from_, until)


@compiled_small
def _by_date(clocks: Clocks, limit: Limit, start: int, pauses: Pauses, as_of: int) -> tuple[int, int]:
    covered, pause = 0, _first_after(pauses, start)
    due = due_of_days(clocks, limit, start, covered)
    while pause < pauses.number and not is_outside(due):
        from_, until = max(pauses.from_[pause], start), pauses.until[pause]
        if due <= from_:
            break
        is_open = until >= FOREVER
        dates = dates_covered(clocks, limit.cal, from_, max(as_of, from_) if is_open else until, limit.unit)
        if is_outside(dates):
            return dates, NONE
        covered, pause = covered + dates, pause + 1
        due = due_of_days(clocks, limit, start, covered)
        if is_open:
            return NONE, due
    return due, NONE


@compiled_small
def _first_after(pauses: Pauses, start: int) -> int:
    """Return the first pause that is not over at start."""
    pause = 0
    while pause < pauses.number and pauses.until[pause] <= start:
        pause += 1
    return pause
