"""The verb `never` in compiled code: all promises over all streams, one pass (sections 3 and 4.7).

What comes out is a table of numbers, one row a finding, in pieces like that of `expecting`.
"""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.forbidding.watching import (
    AMOUNT,
    CALENDAR,
    COMPLETE_UNTIL,
    ENDS,
    EXCUSES,
    FIRST_GAP,
    FORBIDDEN,
    FOREVER,
    GAPS,
    GROUNDS,
    HEALING,
    KNOWN_YEAR,
    LENGTH,
    NO_ROW,
    PERIODS,
    TABLE,
    UNIT,
    UNTIL,
    WAIVERS,
    NeverStage,
    Watch,
    edge_before,
    entries,
    holds,
    is_begun,
    part_of,
    span_of,
)
from jiannuo.core.judging.kernel.outcomes.outcomes import BROKEN, EXCUSED, KEPT, LAPSED, PENDING, REASON, UNKNOWN
from jiannuo.core.judging.kernel.scanning.roles import PLAYED, fill_roles
from jiannuo.core.judging.kernel.scanning.sinks import Found, Sink, add_unless, remember
from jiannuo.core.judging.kernel.scanning.symbols import Symbols
from jiannuo.core.judging.kernel.streams.ordering import Numbers, is_before
from jiannuo.core.values.compiled_clock import NONE, Limit
from jiannuo.core.values.compiling import compiled, compiled_small

# The columns of a finding.
PROMISE, STREAM, TRIGGER, OPENED, OPENED_AT, PERIOD, VERDICT, REASON_WHY, START, DUE = range(10)
MET, BROKEN_AT, ENDED_AT, ENDED_BY, REACHED, LACKS, YEAR, COUNTED_BY, COUNTED_TO = range(10, 19)
EVIDENCE, DOUBTS = range(19, 21)
FIELDS = 21

_SPAN_RUNNING, _SPAN_CLEAN, _DONE = REASON["span_running"], REASON["span_clean"], REASON["forbidden_done"]
_GROUND, _ENDED, _UNDECIDED = REASON["ground"], REASON["ended"], REASON["undecided"]
_INCOMPLETE, _GAP = REASON["source_incomplete"], REASON["source_gap"]
_VALUE_MISSING, _YEAR_MISSING = REASON["value_missing"], REASON["calendar_year_missing"]


class Deeds(NamedTuple):
    """The row of the first event in a span that is certainly forbidden (-1 for none), how many there are, and may be."""

    first: int
    certain: int
    doubtful: int


class Draft(NamedTuple):
    """A verdict and its reason, and the row of what excused or ended it (-1 for nothing)."""

    verdict: int
    reason: int
    ended_by: int


@compiled
def judge_spans(
    stage: NeverStage, track: tuple[Rows, Numbers, Symbols], streams: tuple[int, int], found: Found, sink: Sink
) -> int:
    """Judge the streams from one to another; return the first that was not judged for want of room."""
    # All room is made here: what makes no array need not count references, which would cost more than the judging.
    return _judge_all(stage, track, streams, (found, sink, np.zeros(5, np.int64)))


@compiled_small
def _judge_all(
    stage: NeverStage,
    track: tuple[Rows, Numbers, Symbols],
    streams: tuple[int, int],
    out: tuple[Found, Sink, Numbers],
) -> int:
    rows, starts, symbols = track
    found, sink, before = out
    found.total[:] = 0
    sink.total[:] = 0
    for stream in range(streams[0], streams[1]):
        kept = found.total[0]
        remember(sink.total, before)
        fill_roles(stage.roles, rows, (starts[stream], starts[stream + 1]), symbols)
        for promise in stage.openers.tabled:
            _judge_table(stage, (promise, stream), found, sink)
        for number in range(stage.roles.laid[PLAYED]):
            part = stage.roles.played[number]
            for place in range(stage.openers.first[part], stage.openers.first[part + 1]):
                _judge_part(stage, (stage.openers.promise[place], stream, part), found, sink)
        if found.total[1] or sink.total[4]:
            found.total[0], found.total[1] = kept, 0
            remember(before, sink.total)
            return stream
    return streams[1]


@compiled_small
def _judge_table(stage: NeverStage, which: tuple[int, int], found: Found, sink: Sink) -> None:
    """Judge the spans of a promise in a stream that stand in its table."""
    promise, stream = which
    begun, table = stage.begun, stage.rule[promise, TABLE]
    for slot in range(begun.first[table, stream], begun.first[table, stream + 1]):
        opened = (promise, stream, begun.row[slot], begun.start[slot])
        limit = Limit(begun.calendar[slot], begun.unit[slot], begun.amount[slot])
        _judge_span(stage, span_of(stage, opened, limit, (begun.until[slot], begun.ended[slot])), found, sink)


@compiled_small
def _judge_part(stage: NeverStage, which: tuple[int, int, int], found: Found, sink: Sink) -> None:
    """Judge the spans of a promise in a stream since each event that plays the part which opens it."""
    promise, stream, part = which
    rule = stage.rule
    limit = Limit(rule[promise, CALENDAR], rule[promise, UNIT], rule[promise, AMOUNT])
    for entry in range(stage.roles.first[part], stage.roles.end[part]):
        if stage.roles.truth[entry] == 1:
            row = stage.roles.row[entry]
            opened = (promise, stream, row, stage.order.at[row])
            _judge_span(stage, span_of(stage, opened, limit, (FOREVER, NO_ROW)), found, sink)


@compiled_small
def _judge_span(stage: NeverStage, whole: Watch, found: Found, sink: Sink) -> None:
    """Judge a span, cut by periods where the promise says so; each part is an obligation of its own."""
    periods = stage.rule[whole.promise, PERIODS]
    if periods < 0:
        _judge(stage, whole, found, sink)
        return
    place, last = edge_before(stage, periods, whole.start), stage.edge_first[periods + 1] - 1
    while place < last and stage.edge[place] < whole.until and stage.edge[place] <= stage.as_of:
        _judge(stage, part_of(stage, whole, place), found, sink)
        place += 1


# The verdict.


@compiled_small
def _judge(stage: NeverStage, watch: Watch, found: Found, sink: Sink) -> None:
    deeds = _deeds(stage, watch)
    draft = _drafted(stage, watch, deeds)
    if _write(stage, watch, deeds, draft, found) and len(sink.evidence):
        evidence, doubts = sink.total[0], sink.total[1]
        _write_evidence(stage, watch, draft, sink)
        _write_doubts(stage, watch, deeds, draft, sink)
        found.field[found.total[0] - 1, EVIDENCE] = sink.total[0] - evidence
        found.field[found.total[0] - 1, DOUBTS] = sink.total[1] - doubts


@compiled_small
def _deeds(stage: NeverStage, watch: Watch) -> Deeds:
    first, certain, doubtful = -1, 0, 0
    start, stop = entries(stage, watch, FORBIDDEN)
    for entry in range(start, stop):
        row = stage.roles.row[entry]
        if stage.order.at[row] > watch.until:
            break
        if not holds(stage, watch, row):
            continue
        if stage.roles.truth[entry] == 1:
            first = row if first < 0 else first
            certain += 1
        else:
            doubtful += 1
    return Deeds(first, certain, doubtful)


@compiled_small
def _drafted(stage: NeverStage, watch: Watch, deeds: Deeds) -> Draft:
    """Decide by what came first: forbidden event, excuse, end of what is owed, end of the span."""
    excuse, end = _first_within(stage, watch, EXCUSES), _first_within(stage, watch, ENDS)
    is_excused = excuse >= 0 and (end < 0 or stage.order.at[excuse] <= stage.order.at[end])
    first = excuse if is_excused else end
    if deeds.first >= 0 and (first < 0 or not is_before(first, deeds.first, stage.order)):
        return _done(stage, watch, deeds)
    if is_excused:
        return Draft(EXCUSED, _GROUND, excuse)
    if end >= 0:
        return Draft(LAPSED, _ENDED, end)
    return _clean(stage, watch, deeds)


@compiled_small
def _may_end(stage: NeverStage, watch: Watch, role: int, entry: int) -> bool:
    """Tell whether an entry of a role came since the start; the event that began the span only ends it as a waiver."""
    row = stage.roles.row[entry]
    if row != watch.row:
        return is_begun(stage, watch, row)
    return role == EXCUSES and _is_waiver(stage, watch, row)


@compiled_small
def _is_waiver(stage: NeverStage, watch: Watch, row: int) -> bool:
    start, stop = entries(stage, watch, WAIVERS)
    for entry in range(start, stop):
        if stage.roles.row[entry] == row:
            return True
    return False


@compiled_small
def _first_within(stage: NeverStage, watch: Watch, role: int) -> int:
    """Return the row of the first certain event of a role that lies in the span; -1 for none."""
    start, stop = entries(stage, watch, role)
    for entry in range(start, stop):
        row = stage.roles.row[entry]
        if stage.order.at[row] > watch.until:
            break
        if stage.roles.truth[entry] == 1 and _may_end(stage, watch, role, entry) and holds(stage, watch, row):
            return int(row)
    return -1


@compiled_small
def _done(stage: NeverStage, watch: Watch, deeds: Deeds) -> Draft:
    """Call it broken, unless a ground heals it afterwards or what may have excused or ended it came before."""
    start, stop = entries(stage, watch, HEALING)
    for entry in range(start, stop):
        if stage.roles.truth[entry] == 1 and _may_end(stage, watch, HEALING, entry):
            return Draft(EXCUSED, _GROUND, stage.roles.row[entry])
    for role in (GROUNDS, ENDS, UNTIL):
        first, last = entries(stage, watch, role)
        for entry in range(first, last):
            if stage.order.at[stage.roles.row[entry]] > stage.order.at[deeds.first]:
                break
            if _may_spare(stage, watch, deeds, role, entry):
                return Draft(UNKNOWN, _UNDECIDED, -1)
    return Draft(BROKEN, _DONE, -1)


@compiled_small
def _may_spare(stage: NeverStage, watch: Watch, deeds: Deeds, role: int, entry: int) -> bool:
    """Tell whether an entry is an undecided event that may have excused the deed, or ended before it what was owed."""
    row = stage.roles.row[entry]
    if stage.roles.truth[entry] != -1 or is_before(deeds.first, row, stage.order):
        return False
    return (role == UNTIL or row != watch.row) and holds(stage, watch, row)


@compiled_small
def _clean(stage: NeverStage, watch: Watch, deeds: Deeds) -> Draft:
    """Decide a span in which nothing forbidden is certain: pending, unknown for want of records, or kept."""
    rule = stage.rule
    if watch.lacks == KNOWN_YEAR:
        return Draft(UNKNOWN, _YEAR_MISSING, -1)
    if watch.lacks == LENGTH:
        return Draft(UNKNOWN, _VALUE_MISSING, -1)
    if watch.until > stage.as_of:
        return Draft(PENDING, _SPAN_RUNNING, -1)
    if rule[watch.promise, COMPLETE_UNTIL] < watch.until:
        return Draft(UNKNOWN, _INCOMPLETE, -1)
    first = rule[watch.promise, FIRST_GAP]
    for gap in range(first, first + rule[watch.promise, GAPS]):
        if stage.gap[gap, 0] <= watch.until and watch.start < stage.gap[gap, 1]:
            return Draft(UNKNOWN, _GAP, -1)
    if deeds.doubtful:
        return Draft(UNKNOWN, _UNDECIDED, -1)
    return Draft(KEPT, _SPAN_CLEAN, -1)


# Writing down.


@compiled_small
def _write(stage: NeverStage, watch: Watch, deeds: Deeds, draft: Draft, found: Found) -> bool:
    """Write a finding; tell whether there was room."""
    field, at = found.field, found.total[0]
    if at >= len(field):
        found.total[1] = 1
        return False
    field[at, PROMISE], field[at, STREAM], field[at, TRIGGER] = watch.promise, watch.stream, watch.row
    field[at, OPENED], field[at, OPENED_AT], field[at, PERIOD] = watch.opened, watch.opened_at, watch.period
    field[at, VERDICT], field[at, REASON_WHY], field[at, ENDED_BY] = draft.verdict, draft.reason, draft.ended_by
    field[at, START], field[at, DUE] = watch.start, NONE if watch.until >= FOREVER else watch.until
    field[at, MET] = watch.until if draft.verdict == KEPT else NONE
    field[at, BROKEN_AT] = stage.order.at[deeds.first] if draft.verdict == BROKEN else NONE
    field[at, ENDED_AT] = stage.order.at[draft.ended_by] if draft.ended_by >= 0 else NONE
    field[at, REACHED], field[at, LACKS], field[at, YEAR] = deeds.certain, watch.lacks, watch.year
    field[at, COUNTED_BY], field[at, COUNTED_TO] = watch.counted_by, watch.counted_to
    field[at, EVIDENCE], field[at, DOUBTS] = 0, 0
    found.total[0] = at + 1
    return True


@compiled_small
def _write_evidence(stage: NeverStage, watch: Watch, draft: Draft, sink: Sink) -> None:
    """Write what began the span, what shows the verdict, and what ended the span."""
    first = sink.total[0]
    add_unless(sink.evidence, (first, first), sink, 0, watch.row)
    began = sink.total[0]
    if draft.verdict == BROKEN:
        start, stop = entries(stage, watch, FORBIDDEN)
        for entry in range(start, stop):
            row = stage.roles.row[entry]
            if stage.order.at[row] > watch.until:
                break
            if stage.roles.truth[entry] == 1 and holds(stage, watch, row):
                add_unless(sink.evidence, (first, began), sink, 0, row)
    add_unless(sink.evidence, (first, began), sink, 0, draft.ended_by)
    add_unless(sink.evidence, (first, sink.total[0]), sink, 0, watch.ended_by)


@compiled_small
def _write_doubts(stage: NeverStage, watch: Watch, deeds: Deeds, draft: Draft, sink: Sink) -> None:
    """Write what may have spared a deed, where that is what leaves the verdict open; then what may be forbidden."""
    first = sink.total[1]
    if deeds.first >= 0 and draft.verdict == UNKNOWN:
        for role in (GROUNDS, ENDS, UNTIL):
            start, stop = entries(stage, watch, role)
            for entry in range(start, stop):
                if _may_spare(stage, watch, deeds, role, entry):
                    add_unless(sink.doubts, (first, sink.total[1]), sink, 1, stage.roles.row[entry])
    deciding = sink.total[1]
    start, stop = entries(stage, watch, FORBIDDEN)
    for entry in range(start, stop):
        row = stage.roles.row[entry]
        if stage.order.at[row] > watch.until:
            break
        if stage.roles.truth[entry] == -1 and holds(stage, watch, row):
            add_unless(sink.doubts, (first, deciding), sink, 1, row)
