"""When an `expect` is due: the earliest of `within`, `by` and `before`, with moves, pauses and extensions."""

from typing import NamedTuple

from jiannuo.core.judging.kernel.expecting.pausing import Paused, due_of_clock
from jiannuo.core.judging.kernel.expecting.stage import Case, Stage
from jiannuo.core.judging.kernel.scanning.roles import first_since
from jiannuo.core.judging.kernel.scanning.rules import (
    AMOUNT,
    BEFORE,
    CALENDAR,
    EXTENSIONS,
    HAS_LIMIT,
    HAS_PLAN,
    LATE_MOVES_HEAL,
    UNIT,
)
from jiannuo.core.judging.kernel.streams.ordering import is_before
from jiannuo.core.values.compiled_clock import ELAPSED, NONE, OUTSIDE, Limit, add, is_outside, missing_year
from jiannuo.core.values.compiling import compiled_inline, compiled_small

NOTHING, LIMIT, PLAN, YEAR = range(4)
"""What a deadline lacks: nothing, a value of its limit, its planned time, or a year of its calendar."""


class Deadline(NamedTuple):
    """The last instant that still counts (NONE: none yet), and what made it so, as rows (-1 for none).

    `not_before` stands in for it under an open pause; `lacks` says what it hangs on, `year` which year the calendar lacks.
    """

    at: int
    not_before: int
    cut_by: int
    extended_by: int
    lacks: int
    year: int
    has_clock: bool
    is_moved: bool


@compiled_inline
def is_met_by(deadline: Deadline, row: int, stage: Stage) -> bool:
    """Tell whether an event is in time: exactly at due counts, unless `seq` puts it after the event that cut it."""
    if deadline.at == NONE:
        return deadline.lacks == NOTHING
    at = stage.order.at[row]
    if at != deadline.at or deadline.cut_by < 0:
        return bool(at <= deadline.at)
    return not is_before(deadline.cut_by, row, stage.order)


@compiled_inline
def is_since(case: Case, row: int, stage: Stage) -> bool:
    """Tell whether an event does not come before the opening that the clock runs from."""
    if case.row < 0:
        return bool(stage.order.at[row] >= case.clock)
    return not is_before(row, case.row, stage.order)


@compiled_inline
def limit_of(stage: Stage, case: Case) -> Limit:
    """Return the limit of an obligation; its unit is -1 where the value is missing."""
    rule, slot = stage.rules.rule, case.slot
    if slot >= 0:
        return Limit(stage.openings.calendar[slot], stage.openings.unit[slot], stage.openings.amount[slot])
    return Limit(rule[case.promise, CALENDAR], rule[case.promise, UNIT], rule[case.promise, AMOUNT])


@compiled_inline
def deadline_of(stage: Stage, case: Case, paused: Paused, done: int) -> Deadline:
    """Return when the obligation is due; moves after the event that did it (`done`) change nothing."""
    return _extended(stage, case, _earliest(stage, case, paused, done), done)


@compiled_inline
def _earliest(stage: Stage, case: Case, paused: Paused, done: int) -> Deadline:
    """Return the earliest part; one that lacks something decides, an open pause yields to what certainly comes first."""
    rule = stage.rules.rule
    within, not_before, lacks, year = NONE, NONE, NOTHING, 0
    has_clock = False
    if rule[case.promise, HAS_LIMIT]:
        within, not_before, lacks, year = _within(stage, case, paused)
        has_clock = lacks == NOTHING
    if lacks != NOTHING:
        return Deadline(NONE, NONE, -1, -1, lacks, year, False, False)
    at, cut_by, is_moved = within, -1, False
    if rule[case.promise, HAS_PLAN]:
        planned = planned_time(stage, case, done)
        if planned == NONE:
            return Deadline(NONE, NONE, -1, -1, PLAN, 0, False, True)
        if at == NONE or planned < at:
            at, is_moved = planned, True
    before = first_before(stage, case)
    if before >= 0 and (at == NONE or stage.order.at[before] < at):
        at, cut_by, is_moved = stage.order.at[before], before, False
    if case.period_end != NONE and not rule[case.promise, HAS_LIMIT] and not rule[case.promise, HAS_PLAN]:
        if at == NONE or case.period_end < at:
            at, cut_by = case.period_end, -1
    if not_before != NONE and (at == NONE or at > not_before):
        return Deadline(NONE, not_before, -1, -1, NOTHING, 0, has_clock, False)
    return Deadline(at, NONE, cut_by, -1, NOTHING, 0, has_clock, is_moved)


@compiled_inline
def _within(stage: Stage, case: Case, paused: Paused) -> tuple[int, int, int, int]:
    """Return when the limit is reached, or what it cannot come before, or what is lacking."""
    limit = limit_of(stage, case)
    if limit.unit < 0:
        return NONE, NONE, LIMIT, 0
    if paused.total[0] == 0:
        due = case.clock + limit.amount if limit.unit == ELAPSED else _added(stage, limit, case.clock)
        return (NONE, NONE, YEAR, missing_year(due)) if is_outside(due) else (due, NONE, NOTHING, 0)
    due, not_before = due_of_clock(paused, stage, limit, case.clock)
    if due == OUTSIDE:
        return NONE, NONE, YEAR, not_before
    return due, not_before, NOTHING, 0


@compiled_small
def _added(stage: Stage, limit: Limit, start: int) -> int:
    return add(stage.clocks, limit.cal, start, limit.unit, limit.amount)


@compiled_small
def planned_time(stage: Stage, case: Case, done: int) -> int:
    """Return the planned time with the moves that count (5.10); one that was missing counts once supplied (5.9)."""
    openings, slot = stage.openings, case.slot
    heals = stage.rules.rule[case.promise, LATE_MOVES_HEAL]
    first = openings.plan_first[slot]
    shown = current = openings.plan[first]
    for plan in range(first + 1, openings.plan_first[slot + 1]):
        planned, move = openings.plan[plan], openings.plan_row[plan]
        if not counts_as_move(stage, shown, current, plan, done):
            continue
        at = stage.order.at[move]
        if current == NONE or at <= current or heals:
            current = planned if current == NONE or planned == NONE else max(planned, at)
        shown = planned
    return int(current)


@compiled_small
def counts_as_move(stage: Stage, shown: int, current: int, plan: int, done: int) -> bool:
    """Tell whether a later plan differs from the one shown, and was not made after the target."""
    if stage.openings.plan[plan] == shown:
        return False
    move = stage.openings.plan_row[plan]
    return not (current != NONE and done >= 0 and is_before(done, move, stage.order))


@compiled_inline
def first_before(stage: Stage, case: Case) -> int:
    """Return the row of the first certain `before` event since the opening; -1 for none."""
    part = stage.rules.rule[case.promise, BEFORE]
    if part < 0:
        return -1
    for entry in range(first_since(stage.roles, part, case.start, stage.order.at), stage.roles.end[part]):
        row = stage.roles.row[entry]
        if stage.roles.truth[entry] == 1 and row != case.row and is_since(case, row, stage):
            return int(row)
    return -1


@compiled_inline
def _extended(stage: Stage, case: Case, deadline: Deadline, done: int) -> Deadline:
    """Return the deadline after the extensions granted not after due; one granted after the target changes nothing."""
    part = stage.rules.rule[case.promise, EXTENSIONS]
    if part < 0:
        return deadline
    for entry in range(first_since(stage.roles, part, case.start, stage.order.at), stage.roles.end[part]):
        grant = stage.roles.row[entry]
        to = stage.extended_to[grant]
        if stage.roles.truth[entry] != 1 or to == NONE or not is_since(case, grant, stage):
            continue
        at = stage.order.at[grant]
        is_too_late = done >= 0 and is_before(done, grant, stage.order)
        if not is_too_late and (deadline.at == NONE or at <= deadline.at):
            deadline = Deadline(max(to, at), NONE, -1, grant, NOTHING, 0, deadline.has_clock, False)
    return deadline
