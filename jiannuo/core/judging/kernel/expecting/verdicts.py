"""The verdict on one obligation of an `expect`: what came first of target, excuse, end and due (section 4.3)."""

from typing import NamedTuple

from jiannuo.core.judging.kernel.expecting.deadlines import LIMIT, NOTHING, PLAN, YEAR, Deadline, deadline_of, is_met_by
from jiannuo.core.judging.kernel.expecting.pausing import FOREVER, Paused
from jiannuo.core.judging.kernel.expecting.stage import Case, Stage
from jiannuo.core.judging.kernel.expecting.targets import EVER, Progress, progress
from jiannuo.core.judging.kernel.outcomes.outcomes import BROKEN, EXCUSED, KEPT, LAPSED, PENDING, REASON, UNKNOWN
from jiannuo.core.judging.kernel.scanning.roles import first_since, has_doubts
from jiannuo.core.judging.kernel.scanning.rules import (
    BEFORE,
    COMPLETE_UNTIL,
    ENDS,
    EXCUSES,
    FIRST_GAP,
    GAPS,
    GROUNDS,
    HEALING,
    MISSING_IS_NONE,
)
from jiannuo.core.judging.kernel.streams.ordering import is_before
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled_inline, compiled_small

NO_OBLIGATION = -1
_DONE_IN_TIME, _DONE_ALREADY = REASON["done_in_time"], REASON["done_already"]
_DONE_LATE, _PARTLY_DONE, _NOT_DONE = REASON["done_late"], REASON["partly_done"], REASON["not_done"]
_RUNNING, _PAUSED, _WAITING = REASON["clock_running"], REASON["clock_paused"], REASON["waiting"]
_GROUND, _ENDED, _UNDECIDED = REASON["ground"], REASON["ended"], REASON["undecided"]
_INCOMPLETE, _GAP = REASON["source_incomplete"], REASON["source_gap"]
_VALUE_MISSING, _YEAR_MISSING = REASON["value_missing"], REASON["calendar_year_missing"]


class Judged(NamedTuple):
    """A verdict with its instants (NONE for none), the row that did what was wanted, and the one that ended it (-1)."""

    verdict: int
    reason: int
    met: int
    late_at: int
    broken_at: int
    ended_at: int
    done: int
    ended_by: int
    seen: Progress
    reached: int
    deadline: Deadline


class Draft(NamedTuple):
    """A verdict and its reason, with the instant it rests on and the event behind it."""

    verdict: int
    reason: int
    met: int
    ended_by: int


@compiled_inline
def judge(stage: Stage, case: Case, paused: Paused) -> Judged:
    """Judge one obligation; the verdict is NO_OBLIGATION if a missing planned time opens none."""
    seen = progress(stage, case, False, EVER)
    deadline = deadline_of(stage, case, paused, seen.done)
    draft = _drafted(stage, case, seen, deadline)
    broken = draft.verdict == BROKEN
    reached = seen.steps
    if broken and (seen.done >= 0 or seen.steps > 0):
        reached = progress(stage, case, False, deadline.at).steps
    reason = draft.reason
    if broken:
        reason = _DONE_LATE if seen.done >= 0 else _PARTLY_DONE if reached > 0 else _NOT_DONE
    late_at = stage.order.at[seen.done] if broken and seen.done >= 0 else NONE
    ended_at = stage.order.at[draft.ended_by] if draft.ended_by >= 0 else NONE
    broken_at = deadline.at if broken else NONE
    return Judged(
        draft.verdict, reason, draft.met, late_at, broken_at, ended_at, seen.done, draft.ended_by, seen, reached,
        deadline,
    )  # fmt: skip


@compiled_inline
def _drafted(stage: Stage, case: Case, seen: Progress, deadline: Deadline) -> Draft:
    """Decide by what came first: target, excuse, end of what is owed, due."""
    order, done = stage.order, seen.done
    if (deadline.lacks == LIMIT or deadline.lacks == PLAN) and stage.rules.rule[case.promise, MISSING_IS_NONE]:
        return Draft(NO_OBLIGATION, 0, NONE, -1)
    excuse = _first_of(stage, case, EXCUSES)
    excuse = excuse if excuse >= 0 and _is_in_time(stage, deadline, excuse) else -1
    end = _first_of(stage, case, ENDS)
    end = end if end >= 0 and _is_in_time(stage, deadline, end) else -1
    early = done >= 0 and order.at[done] < case.clock
    in_time = done >= 0 and deadline.lacks == NOTHING and (early or is_met_by(deadline, done, stage))
    if end >= 0 and not _precedes(stage, excuse, end) and not (in_time and _precedes(stage, done, end)):
        return Draft(LAPSED, _ENDED, NONE, end)
    if deadline.lacks == YEAR:
        return Draft(UNKNOWN, _YEAR_MISSING, NONE, -1)
    if deadline.lacks != NOTHING:
        return Draft(UNKNOWN, _VALUE_MISSING, NONE, -1)
    if in_time and not (excuse >= 0 and is_before(excuse, done, order)):
        if has_doubts(stage.roles) and _is_cut_in_doubt(stage, case, deadline, done):
            return Draft(UNKNOWN, _UNDECIDED, NONE, -1)
        return Draft(KEPT, _DONE_ALREADY if early else _DONE_IN_TIME, max(order.at[done], case.clock), -1)
    if excuse < 0:
        excuse = _first_of(stage, case, HEALING)
    if excuse >= 0:
        return Draft(EXCUSED, _GROUND, NONE, excuse)
    return _undone(stage, case, deadline)


@compiled_inline
def _is_in_time(stage: Stage, deadline: Deadline, row: int) -> bool:
    return deadline.lacks != NOTHING or is_met_by(deadline, row, stage)


@compiled_inline
def _precedes(stage: Stage, one: int, other: int) -> bool:
    """Tell whether one event counts before another: also at the same instant, unless `seq` puts it after."""
    return one >= 0 and not is_before(other, one, stage.order)


@compiled_inline
def is_since_opening(stage: Stage, case: Case, row: int) -> bool:
    """Tell whether an event does not come before the opening."""
    if case.row < 0:
        return bool(stage.order.at[row] >= case.start)
    return not is_before(row, case.row, stage.order)


@compiled_inline
def _first_of(stage: Stage, case: Case, role: int) -> int:
    """Return the row of the first certain event of a role since the opening, the trigger left out; -1 for none."""
    part = stage.rules.rule[case.promise, role]
    if part < 0:
        return -1
    roles = stage.roles
    for entry in range(first_since(roles, part, case.start, stage.order.at), roles.end[part]):
        row = roles.row[entry]
        if roles.truth[entry] == 1 and row != case.row and is_since_opening(stage, case, row):
            return int(row)
    return -1


@compiled_small
def _is_cut_in_doubt(stage: Stage, case: Case, deadline: Deadline, done: int) -> bool:
    """Tell whether an undecided event, before the target, may have set the due time."""
    part = stage.rules.rule[case.promise, BEFORE]
    if part < 0 or deadline.extended_by >= 0:
        return False
    for entry in range(stage.roles.first[part], stage.roles.end[part]):
        if is_doubted_end(stage, case, entry) and is_before(stage.roles.row[entry], done, stage.order):
            return True
    return False


@compiled_small
def is_doubted_end(stage: Stage, case: Case, entry: int) -> bool:
    """Tell whether an entry of `before` is an undecided event since the opening that the clock runs from."""
    row = stage.roles.row[entry]
    if stage.roles.truth[entry] != -1 or row == case.row:
        return False
    if case.row < 0:
        return bool(stage.order.at[row] >= case.clock)
    return not is_before(row, case.row, stage.order)


@compiled_inline
def _undone(stage: Stage, case: Case, deadline: Deadline) -> Draft:
    """Decide what was not done in time: pending, unknown for want of records, or broken."""
    rule = stage.rules.rule
    if deadline.at == NONE:
        return Draft(PENDING, _PAUSED if deadline.not_before != NONE else _WAITING, NONE, -1)
    if deadline.at >= stage.as_of:
        return Draft(PENDING, _RUNNING, NONE, -1)
    if rule[case.promise, COMPLETE_UNTIL] < deadline.at:
        return Draft(UNKNOWN, _INCOMPLETE, NONE, -1)
    first = rule[case.promise, FIRST_GAP]
    for gap in range(first, first + rule[case.promise, GAPS]):
        if stage.rules.gap[gap, 0] <= deadline.at and case.start < stage.rules.gap[gap, 1]:
            return Draft(UNKNOWN, _GAP, NONE, -1)
    doubts = has_doubts(stage.roles)
    if (doubts or case.member >= 0) and _may_be_done(stage, case, deadline):  # or may be for the member
        return Draft(UNKNOWN, _UNDECIDED, NONE, -1)
    if doubts and _may_be_excused(stage, case, deadline):
        return Draft(UNKNOWN, _UNDECIDED, NONE, -1)
    return Draft(BROKEN, _NOT_DONE, NONE, -1)


@compiled_small
def _may_be_done(stage: Stage, case: Case, deadline: Deadline) -> bool:
    done = progress(stage, case, True, EVER).done
    return done >= 0 and is_met_by(deadline, done, stage)


@compiled_small
def _may_be_excused(stage: Stage, case: Case, deadline: Deadline) -> bool:
    part = stage.rules.rule[case.promise, GROUNDS]
    if part < 0:
        return False
    for entry in range(stage.roles.first[part], stage.roles.end[part]):
        if may_excuse(stage, case, deadline, entry):
            return True
    return False


@compiled_small
def may_excuse(stage: Stage, case: Case, deadline: Deadline, entry: int) -> bool:
    """Tell whether an entry of the grounds is an undecided event since the opening and in time."""
    row = stage.roles.row[entry]
    is_since = stage.order.at[row] >= case.start
    return bool(stage.roles.truth[entry] == -1 and is_since and is_met_by(deadline, row, stage))


@compiled_inline
def closed_at(judged: Judged) -> int:
    """Return the instant from which the obligation is no longer open."""
    closed = FOREVER
    for instant in (judged.met, judged.ended_at, judged.deadline.at):
        if instant != NONE and instant < closed:
            closed = instant
    return closed
