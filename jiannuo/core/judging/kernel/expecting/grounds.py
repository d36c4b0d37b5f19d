"""The grounds of a verdict on an `expect`: the events that show it, those in doubt, and how the clock ran."""

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.expecting.deadlines import Deadline, counts_as_move, is_met_by, limit_of
from jiannuo.core.judging.kernel.expecting.pausing import Paused
from jiannuo.core.judging.kernel.expecting.stage import Case, Stage
from jiannuo.core.judging.kernel.expecting.targets import EVER, counted, first_entry, next_step, progress, step_of_part
from jiannuo.core.judging.kernel.expecting.verdicts import Judged, is_doubted_end, may_excuse
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON, UNKNOWN
from jiannuo.core.judging.kernel.scanning.rules import (
    BEFORE,
    FAULTS,
    FIRST_FAULT,
    FIRST_PAUSE,
    FIRST_TARGET,
    GROUNDS,
    IS_IN_ORDER,
    LATE_MOVES_HEAL,
    PAUSE_FROM,
    PAUSE_UNTIL,
    PAUSES,
    TARGETS,
    TIMES,
)
from jiannuo.core.judging.kernel.scanning.sinks import Sink, add_unless
from jiannuo.core.judging.kernel.streams.ordering import is_before
from jiannuo.core.values.compiled_clock import NONE, WORKING, stretch_at
from jiannuo.core.values.compiling import compiled_small

RUNNING, PAUSED, CLOSED = range(3)
_UNDECIDED = REASON["undecided"]


@compiled_small
def write_grounds(stage: Stage, case: Case, paused: Paused, judged: Judged, sink: Sink) -> None:
    """Write what shows a verdict."""
    _write_evidence(stage, case, paused, judged, sink)
    _write_doubts(stage, case, judged, sink)
    if judged.deadline.has_clock:
        _write_clock(stage, case, paused, _end_of_clock(stage, judged), sink)
    if judged.done < 0:
        _write_faults(stage, case, sink)


@compiled_small
def _add_once(rows: Rows, first: int, sink: Sink, which: int, row: int) -> None:
    """Add a row to a list that begins at `first`, unless it stands there."""
    add_unless(rows, (first, sink.total[which]), sink, which, row)


# Evidence.


@compiled_small
def _end_of_clock(stage: Stage, judged: Judged) -> int:
    """Return the instant up to which the run of the clock is told."""
    until = stage.as_of
    for instant in (judged.met, judged.ended_at, judged.deadline.at):
        if instant != NONE and instant < until:
            until = instant
    return until


@compiled_small
def _write_evidence(stage: Stage, case: Case, paused: Paused, judged: Judged, sink: Sink) -> None:
    until, first = _end_of_clock(stage, judged), sink.total[0]
    _add_once(sink.evidence, first, sink, 0, case.row)
    if judged.deadline.has_clock:
        for pause in range(paused.total[0]):
            if paused.from_[pause] < until and paused.until[pause] > case.clock:
                _add_once(sink.evidence, first, sink, 0, paused.began[pause])
                _add_once(sink.evidence, first, sink, 0, paused.ended[pause])
    _write_steps(stage, case, first, sink)
    _add_once(sink.evidence, first, sink, 0, judged.deadline.cut_by)
    _add_once(sink.evidence, first, sink, 0, judged.deadline.extended_by)
    if judged.deadline.is_moved:
        _write_moves(stage, case, judged, first, sink)
    _add_once(sink.evidence, first, sink, 0, judged.ended_by)


@compiled_small
def _write_steps(stage: Stage, case: Case, first: int, sink: Sink) -> None:
    rule = stage.rules.rule
    if rule[case.promise, TARGETS] > 1:
        _write_parts(stage, case, first, sink)
        return
    part = stage.rules.target[rule[case.promise, FIRST_TARGET]]
    entry = first_entry(stage, case, part)
    for _ in range(rule[case.promise, TIMES]):
        entry = next_step(stage, case, part, entry, False)
        if entry < 0:
            return
        _add_once(sink.evidence, first, sink, 0, stage.roles.row[entry])
        entry += 1


@compiled_small
def _write_parts(stage: Stage, case: Case, first: int, sink: Sink) -> None:
    rule, taken = stage.rules.rule, -1
    for number in range(rule[case.promise, TARGETS]):
        taken = step_of_part(stage, case, number, taken, False)
        _add_once(sink.evidence, first, sink, 0, taken)
        if taken < 0 and rule[case.promise, IS_IN_ORDER]:
            return


@compiled_small
def _write_moves(stage: Stage, case: Case, judged: Judged, first: int, sink: Sink) -> None:
    """Write the moves of the planned time that count; see `deadlines.planned_time`."""
    openings, slot = stage.openings, case.slot
    heals = stage.rules.rule[case.promise, LATE_MOVES_HEAL]
    shown = current = openings.plan[openings.plan_first[slot]]
    for plan in range(openings.plan_first[slot] + 1, openings.plan_first[slot + 1]):
        planned, move = openings.plan[plan], openings.plan_row[plan]
        if not counts_as_move(stage, shown, current, plan, judged.done):
            continue
        at = stage.order.at[move]
        if current == NONE or at <= current or heals:
            current = planned if current == NONE or planned == NONE else max(planned, at)
            _add_once(sink.evidence, first, sink, 0, move)
        shown = planned


# Doubts.


@compiled_small
def _write_doubts(stage: Stage, case: Case, judged: Judged, sink: Sink) -> None:
    first = sink.total[1]
    if judged.verdict == UNKNOWN and judged.reason == _UNDECIDED:
        _write_deciding(stage, case, judged, first, sink)
    rule = stage.rules.rule
    for target in range(
        rule[case.promise, FIRST_TARGET], rule[case.promise, FIRST_TARGET] + rule[case.promise, TARGETS]
    ):
        part = stage.rules.target[target]
        for entry in range(first_entry(stage, case, part), stage.roles.end[part]):
            if counted(stage, case, entry) == -1:
                _add_once(sink.doubts, first, sink, 1, stage.roles.row[entry])
    _write_doubted_pauses(stage, case, first, sink)


@compiled_small
def _write_deciding(stage: Stage, case: Case, judged: Judged, first: int, sink: Sink) -> None:
    """Write the undecided events that left the verdict open: what may have set due, or excused or ended it."""
    rule, roles = stage.rules.rule, stage.roles
    if judged.done >= 0 and is_met_early(stage, case, judged.deadline, judged.done):
        part = rule[case.promise, BEFORE]
        for entry in range(roles.first[part], roles.end[part]) if part >= 0 else range(0):
            if is_doubted_end(stage, case, entry) and is_before(roles.row[entry], judged.done, stage.order):
                _add_once(sink.doubts, first, sink, 1, roles.row[entry])
        return
    done = progress(stage, case, True, EVER).done
    part = rule[case.promise, GROUNDS]
    if part < 0 or (done >= 0 and is_met_by(judged.deadline, done, stage)):
        return
    for entry in range(roles.first[part], roles.end[part]):
        if may_excuse(stage, case, judged.deadline, entry):
            _add_once(sink.doubts, first, sink, 1, roles.row[entry])


@compiled_small
def is_met_early(stage: Stage, case: Case, deadline: Deadline, done: int) -> bool:
    """Tell whether the target was in time, be it before the clock began."""
    return bool(stage.order.at[done] < case.clock or is_met_by(deadline, done, stage))


@compiled_small
def _write_doubted_pauses(stage: Stage, case: Case, first: int, sink: Sink) -> None:
    rule, roles = stage.rules.rule, stage.roles
    for number in range(rule[case.promise, FIRST_PAUSE], rule[case.promise, FIRST_PAUSE] + rule[case.promise, PAUSES]):
        for end in (PAUSE_FROM, PAUSE_UNTIL):
            part = stage.rules.pause[number, end]
            for entry in range(roles.first[part], roles.end[part]) if part >= 0 else range(0):
                row = roles.row[entry]
                if roles.truth[entry] == -1 and stage.order.at[row] >= case.start:
                    _add_once(sink.doubts, first, sink, 1, row)


# The run of the clock.


@compiled_small
def _write_clock(stage: Stage, case: Case, paused: Paused, until: int, sink: Sink) -> None:
    """Write how the clock went from its start: running, paused (what two pauses cover belongs to the first), closed."""
    at = case.clock
    while True:
        pause = _next_pause(paused, at, case.clock)
        stop = until if pause < 0 else min(until, max(paused.from_[pause], at))
        _write_run(stage, case, (at, stop), sink)
        if pause < 0 or stop >= until:
            return
        to = min(paused.until[pause], until)
        _add_interval(sink, PAUSED, (stop, to), paused.cause[pause])
        at = to


@compiled_small
def _next_pause(paused: Paused, at: int, start: int) -> int:
    """Return the pause that comes next by (beginning, end, reason) of those that reach beyond an instant; -1 for none."""
    found = -1
    for pause in range(paused.total[0]):
        if paused.until[pause] <= at or paused.until[pause] <= start or paused.until[pause] <= paused.from_[pause]:
            continue
        if found < 0 or _comes_first(paused, pause, found):
            found = pause
    return found


@compiled_small
def _comes_first(paused: Paused, one: int, other: int) -> bool:
    if paused.from_[one] != paused.from_[other]:
        return bool(paused.from_[one] < paused.from_[other])
    if paused.until[one] != paused.until[other]:
        return bool(paused.until[one] < paused.until[other])
    return bool(paused.cause[one] < paused.cause[other])


@compiled_small
def _write_run(stage: Stage, case: Case, span: tuple[int, int], sink: Sink) -> None:
    at, stop = span
    limit = limit_of(stage, case)
    while at < stop:
        is_open, until = True, stop
        if limit.unit == WORKING:
            is_open, until = stretch_at(stage.clocks, limit.cal, at)
        until = min(until, stop)
        _add_interval(sink, RUNNING if is_open else CLOSED, (at, until), -1)
        at = until


@compiled_small
def _add_interval(sink: Sink, kind: int, span: tuple[int, int], cause: int) -> None:
    if span[0] >= span[1]:
        return
    at = sink.total[2]
    if at >= len(sink.kind):
        sink.total[4] = 1
        return
    sink.kind[at], sink.from_[at], sink.until[at], sink.cause[at] = kind, span[0], span[1], cause
    sink.total[2] = at + 1


# What almost counted.


@compiled_small
def _write_faults(stage: Stage, case: Case, sink: Sink) -> None:
    rule, first = stage.rules.rule, stage.rules.rule[case.promise, FIRST_FAULT]
    for fault in range(first, first + rule[case.promise, FAULTS]):
        part = stage.rules.fault[fault, 0]
        for entry in range(first_entry(stage, case, part), stage.roles.end[part]):
            truth = counted(stage, case, entry)
            is_certain = truth == 1 or (truth == -1 and not stage.rules.fault[fault, 1])
            if is_certain and stage.roles.truth[entry] == 1:
                _add_fault(sink, fault - first, stage.roles.row[entry])


@compiled_small
def _add_fault(sink: Sink, fault: int, row: int) -> None:
    at = sink.total[3]
    if at >= len(sink.fault):
        sink.total[4] = 1
        return
    sink.fault[at], sink.fault_row[at] = fault, row
    sink.total[3] = at + 1
