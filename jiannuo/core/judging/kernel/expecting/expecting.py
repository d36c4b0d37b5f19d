"""The verb `expect` in compiled code: all promises over all streams, one pass (sections 3, 4.3 to 4.6, 4.11 and 5).

What comes out is a table of numbers, one column a finding; it is handed over in pieces, so that it never grows large.
"""

import numpy as np

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.expecting.grounds import write_grounds
from jiannuo.core.judging.kernel.expecting.pausing import (
    Paused,
    add_pause,
    fill_pauses,
    no_pauses,
    room_for_pauses,
)
from jiannuo.core.judging.kernel.expecting.stage import Case, Stage
from jiannuo.core.judging.kernel.expecting.targets import life_at, taken_parts
from jiannuo.core.judging.kernel.expecting.verdicts import NO_OBLIGATION, Judged, closed_at, judge
from jiannuo.core.judging.kernel.outcomes.outcomes import BROKEN, EXCUSED, LAPSED
from jiannuo.core.judging.kernel.scanning.roles import PLAYED, fill_roles, first_since
from jiannuo.core.judging.kernel.scanning.rules import (
    AGAIN,
    CONTINUE,
    EACH,
    FIRST,
    NEW,
    ON_REOPEN,
    OPEN,
    OPENS,
    PAUSES,
    REOPENED,
    REOPENS,
    RESTARTS,
    TABLE,
)
from jiannuo.core.judging.kernel.scanning.sinks import Found, Sink, remember
from jiannuo.core.judging.kernel.scanning.symbols import Symbols
from jiannuo.core.judging.kernel.streams.ordering import Numbers, is_before
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled, compiled_inline, compiled_small

# The columns of a finding.
PROMISE, STREAM, TRIGGER, LIFE, PERIOD, MEMBER, VERDICT, REASON, START, DUE, NOT_BEFORE, MET = range(12)
LATE_AT, BROKEN_AT, ENDED_AT, REACHED, WANTED, DONE, ENDED_BY, LACKS, YEAR, SLOT, CLOSED_AT, CLOCK = range(12, 24)
EVIDENCE, DOUBTS, INTERVALS, FOUND_FAULTS, TAKEN, HAS_CLOCK, PERIOD_UNTIL = range(24, 31)
FIELDS = 31


@compiled
def judge_streams(
    stage: Stage, track: tuple[Rows, Numbers, Symbols], streams: tuple[int, int], found: Found, sink: Sink
) -> int:
    """Judge the streams from one to another; return the first that was not judged for want of room."""
    # All room is made here: what makes no array need not count references, which would cost more than the judging.
    return _judge_all(stage, track, streams, (found, sink, no_pauses(room_for_pauses(stage)), np.zeros(5, np.int64)))


@compiled_small
def _judge_all(
    stage: Stage,
    track: tuple[Rows, Numbers, Symbols],
    streams: tuple[int, int],
    out: tuple[Found, Sink, Paused, Numbers],
) -> int:
    rows, starts, symbols = track
    found, sink, paused, before = out
    found.total[:] = 0
    sink.total[:] = 0
    for stream in range(streams[0], streams[1]):
        kept = found.total[0]
        remember(sink.total, before)
        fill_roles(stage.roles, rows, (starts[stream], starts[stream + 1]), symbols)
        for promise in stage.openers.tabled:
            _judge_table(stage, (promise, stream), paused, found, sink)
        for number in range(stage.roles.laid[PLAYED]):
            part = stage.roles.played[number]
            for place in range(stage.openers.first[part], stage.openers.first[part + 1]):
                _judge_part(stage, (stage.openers.promise[place], stream, part), paused, found, sink)
        if found.total[1] or sink.total[4]:
            found.total[0], found.total[1] = kept, 0
            remember(before, sink.total)
            return stream
    return streams[1]


@compiled_small
def _judge_table(stage: Stage, which: tuple[int, int], paused: Paused, found: Found, sink: Sink) -> None:
    """Judge what a promise owes in a stream by its table of openings."""
    promise, stream = which
    first, table = found.total[0], stage.rules.rule[promise, TABLE]
    for slot in range(stage.openings.first[table, stream], stage.openings.first[table, stream + 1]):
        if stage.openings.kind[slot] == OPENS:
            _open(stage, _case_of_slot(stage, promise, stream, slot), first, paused, found, sink)


@compiled_inline
def _judge_part(stage: Stage, which: tuple[int, int, int], paused: Paused, found: Found, sink: Sink) -> None:
    """Judge what a promise owes in a stream since each event that plays the part which opens it."""
    promise, stream, part = which
    first = found.total[0]
    for entry in range(stage.roles.first[part], stage.roles.end[part]):
        if stage.roles.truth[entry] == 1:
            row = stage.roles.row[entry]
            at = stage.order.at[row]
            case = Case(promise, stream, row, at, at, row, NONE, NONE, -1, -1, False)
            _open(stage, case, first, paused, found, sink)


@compiled_small
def _case_of_slot(stage: Stage, promise: int, stream: int, slot: int) -> Case:
    openings = stage.openings
    row, start, end = openings.row[slot], openings.start[slot], openings.period_end[slot]
    period = start if end != NONE else NONE
    return Case(promise, stream, row, start, start, row, period, end, openings.member[slot], slot, False)


@compiled_inline
def _open(stage: Stage, case: Case, first: int, paused: Paused, found: Found, sink: Sink) -> None:  # noqa: PLR0913
    """Judge what an opening opens, unless its trigger is ignored, with all that reopens it."""
    if stage.rules.rule[case.promise, OPEN] != EACH and _is_taken(stage, case, first, found):
        return
    again = True
    while again:
        case, again = _judge_with_reopenings(stage, case, first, paused, found, sink)


@compiled_small
def _is_taken(stage: Stage, case: Case, first: int, found: Found) -> bool:
    """Tell whether a trigger is ignored: not the first of a life, or an earlier obligation is still open (5.3)."""
    policy = stage.rules.rule[case.promise, OPEN]
    life = life_at(stage, case)
    for number in range(first, found.total[0]):
        if found.field[number, MEMBER] != case.member:
            continue
        if policy == FIRST and found.field[number, LIFE] == life:
            return True
        if policy == AGAIN and _is_open_at(stage, case, number, found):
            return True
    return False


@compiled_small
def _is_open_at(stage: Stage, case: Case, number: int, found: Found) -> bool:
    """Tell whether an obligation is open at a trigger: what closes one obligation may open the next."""
    field = found.field
    met, done, closed = field[number, MET], field[number, DONE], field[number, CLOSED_AT]
    if done >= 0 and case.row >= 0 and met != NONE:
        return is_before(case.row, done, stage.order)
    return bool(case.start <= closed if met == NONE else case.start < closed)


@compiled_inline
def _judge_with_reopenings(  # noqa: PLR0913
    stage: Stage, case: Case, first: int, paused: Paused, found: Found, sink: Sink
) -> tuple[Case, bool]:  # fmt: skip
    """Judge an obligation on and on while it is reopened (4.11); return the one that its reopening opens, if it does."""
    rule = stage.rules.rule
    if rule[case.promise, PAUSES] or paused.total[0]:
        fill_pauses(paused, stage, case.promise, case.stream)
    manner = rule[case.promise, ON_REOPEN]
    reopening = -1
    while True:
        judged = judge(stage, case, paused)
        if judged.verdict == NO_OBLIGATION:
            return case, False
        if rule[case.promise, REOPENED] < 0:
            break
        reopening = _reopening(stage, case, judged)
        if reopening < 0 or manner == NEW or judged.verdict == BROKEN:
            break
        case = _gone_on(stage, case, judged, reopening, paused)
    is_new = _write(stage, case, first, judged, found)
    if is_new and len(sink.evidence):
        _write_lists(stage, case, paused, judged, found, sink)
    if reopening >= 0 and manner == NEW:
        return _reopened(stage, case, reopening), True
    return case, False


@compiled_small
def _reopening(stage: Stage, case: Case, judged: Judged) -> int:
    """Return the first event certainly after the target that reopens what it ended, in time or late; -1 for none."""
    part = stage.rules.rule[case.promise, REOPENED]
    if part < 0 or judged.done < 0 or judged.verdict == EXCUSED or judged.verdict == LAPSED:
        return -1
    roles = stage.roles
    for entry in range(first_since(roles, part, stage.order.at[judged.done], stage.order.at), roles.end[part]):
        if roles.truth[entry] == 1 and is_before(judged.done, roles.row[entry], stage.order):
            return int(roles.row[entry])
    return -1


@compiled_small
def _gone_on(stage: Stage, case: Case, judged: Judged, reopening: int, paused: Paused) -> Case:
    """Return the same obligation as it goes on: the closed time is a pause, or its clock starts again."""
    at = stage.order.at[reopening]
    clock, slot = case.clock, case.slot
    if stage.rules.rule[case.promise, ON_REOPEN] == CONTINUE:
        span = (stage.order.at[judged.done], at)
        add_pause(paused, span, (judged.done, reopening), stage.causes[reopening], True)
    else:
        clock = at
        slot = _slot_of(stage, case, RESTARTS, case.row, at)
    return Case(
        case.promise, case.stream, case.row, case.start, clock, reopening, case.period, case.period_end, case.member,
        slot, case.is_reopening,
    )  # fmt: skip


@compiled_small
def _reopened(stage: Stage, case: Case, reopening: int) -> Case:
    """Return the obligation that a reopening event opens."""
    at = stage.order.at[reopening]
    slot = _slot_of(stage, case, REOPENS, reopening, at)
    return Case(
        case.promise, case.stream, reopening, at, at, reopening, case.period, case.period_end, case.member, slot, True
    )


@compiled_small
def _slot_of(stage: Stage, case: Case, kind: int, row: int, start: int) -> int:
    """Return where an opening that speaks for itself stands; -1 where the charter settles all."""
    table = stage.rules.rule[case.promise, TABLE]
    if table < 0:
        return -1
    openings = stage.openings
    for slot in range(openings.first[table, case.stream], openings.first[table, case.stream + 1]):
        if openings.kind[slot] == kind and openings.row[slot] == row and openings.start[slot] == start:
            return slot
    return case.slot


# Writing down.


@compiled_inline
def _write(stage: Stage, case: Case, first: int, judged: Judged, found: Found) -> bool:
    """Write a finding, unless the same obligation stands there already; tell whether it was written."""
    field, at = found.field, found.total[0]
    if stage.rules.rule[case.promise, REOPENED] >= 0:
        for number in range(first, at):
            is_same = field[number, TRIGGER] == case.row and field[number, MEMBER] == case.member
            if is_same and (case.row >= 0 or field[number, START] == case.start):
                return False
    if at >= len(field):
        found.total[1] = 1
        return False
    deadline = judged.deadline
    field[at, PROMISE], field[at, STREAM], field[at, TRIGGER] = case.promise, case.stream, case.row
    field[at, PERIOD], field[at, PERIOD_UNTIL] = case.period, case.period_end
    field[at, MEMBER], field[at, VERDICT], field[at, REASON] = case.member, judged.verdict, judged.reason
    field[at, START], field[at, DUE], field[at, NOT_BEFORE] = case.start, deadline.at, deadline.not_before
    field[at, MET], field[at, LATE_AT], field[at, BROKEN_AT] = judged.met, judged.late_at, judged.broken_at
    field[at, ENDED_AT], field[at, REACHED], field[at, WANTED] = judged.ended_at, judged.reached, judged.seen.wanted
    field[at, DONE], field[at, ENDED_BY], field[at, LACKS] = judged.done, judged.ended_by, deadline.lacks
    field[at, YEAR], field[at, SLOT], field[at, CLOSED_AT] = deadline.year, case.slot, closed_at(judged)
    field[at, CLOCK], field[at, HAS_CLOCK] = case.clock, deadline.has_clock
    field[at, LIFE] = life_at(stage, case) if stage.rules.rule[case.promise, OPEN] == FIRST else -1
    found.total[0] = at + 1
    return True


@compiled_small
def _write_lists(stage: Stage, case: Case, paused: Paused, judged: Judged, found: Found, sink: Sink) -> None:  # noqa: PLR0913
    """Write the grounds of the finding written last, and how long each of its lists is."""
    evidence, doubts, intervals, faults = sink.total[0], sink.total[1], sink.total[2], sink.total[3]
    write_grounds(stage, case, paused, judged, sink)
    at = found.total[0] - 1
    found.field[at, EVIDENCE] = sink.total[0] - evidence
    found.field[at, DOUBTS] = sink.total[1] - doubts
    found.field[at, INTERVALS] = sink.total[2] - intervals
    found.field[at, TAKEN] = taken_parts(stage, case) if judged.done < 0 else -1
    found.field[at, FOUND_FAULTS] = sink.total[3] - faults
