"""How much of what an obligation wants was seen, and when it was complete (sections 3 and 4.5)."""

from typing import NamedTuple

from jiannuo.core.judging.kernel.expecting.stage import Case, Stage
from jiannuo.core.judging.kernel.scanning.roles import first_since
from jiannuo.core.judging.kernel.scanning.rules import (
    ALREADY,
    CARRIES,
    FIRST_TARGET,
    IS_IN_ORDER,
    NAMES_PERIODS,
    TARGETS,
    TIMES,
)
from jiannuo.core.judging.kernel.streams.ordering import is_before
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled_inline, compiled_small

NO_LIFE = -1
EVER = 2**63 - 1


class Progress(NamedTuple):
    """How many steps were seen of how many, and the row of the event that completed them (-1 for none)."""

    steps: int
    wanted: int
    done: int


@compiled_inline
def progress(stage: Stage, case: Case, counting_undecided: bool, until: int) -> Progress:
    """Return what was reached by certain events, or by those that may have counted too, up to an instant."""
    rule = stage.rules.rule
    if rule[case.promise, TARGETS] == 1:
        return _of_one_part(stage, case, counting_undecided, until)
    return _of_parts(stage, case, counting_undecided, until)


@compiled_inline
def _of_one_part(stage: Stage, case: Case, counting_undecided: bool, until: int) -> Progress:
    rule = stage.rules.rule
    part, times = stage.rules.target[rule[case.promise, FIRST_TARGET]], rule[case.promise, TIMES]
    steps, done = 0, -1
    entry = first_entry(stage, case, part)
    while steps < times:
        entry = next_step(stage, case, part, entry, counting_undecided)
        if entry < 0 or stage.order.at[stage.roles.row[entry]] > until:
            break
        done = _later(stage, done, stage.roles.row[entry])
        steps, entry = steps + 1, entry + 1
    return Progress(steps, times, done if steps == times else -1)


@compiled_small
def _of_parts(stage: Stage, case: Case, counting_undecided: bool, until: int) -> Progress:
    rule = stage.rules.rule
    first, count = rule[case.promise, FIRST_TARGET], rule[case.promise, TARGETS]
    steps, done, taken = 0, -1, -1
    for number in range(count):
        row = step_of_part(stage, case, number, taken, counting_undecided)
        if row >= 0 and stage.order.at[row] > until:
            row = -1
        if row >= 0:
            steps, done = steps + 1, _later(stage, done, row)
        taken = row
        if row < 0 and rule[case.promise, IS_IN_ORDER]:
            break
    return Progress(steps, count, done if steps == count and first >= 0 else -1)


@compiled_small
def step_of_part(stage: Stage, case: Case, number: int, taken: int, counting_undecided: bool) -> int:
    """Return the row that fulfills one part: the first, or in order the first not before what fulfilled the last."""
    rule = stage.rules.rule
    part = stage.rules.target[rule[case.promise, FIRST_TARGET] + number]
    in_order = number > 0 and rule[case.promise, IS_IN_ORDER]
    entry = next_step(stage, case, part, first_entry(stage, case, part), counting_undecided)
    while entry >= 0:
        row = stage.roles.row[entry]
        if not in_order or (row != taken and not is_before(row, taken, stage.order)):
            return int(row)
        entry = next_step(stage, case, part, entry + 1, counting_undecided)
    return -1


@compiled_small
def taken_parts(stage: Stage, case: Case) -> int:
    """Return which parts something certain fulfills, as bits."""
    rule, bits, taken = stage.rules.rule, 0, -1
    for number in range(rule[case.promise, TARGETS]):
        taken = step_of_part(stage, case, number, taken, False)
        if taken >= 0:
            bits |= 1 << number
        elif rule[case.promise, IS_IN_ORDER]:
            break
    return bits


@compiled_inline
def _later(stage: Stage, one: int, other: int) -> int:
    """Return the one of two rows that is later in (at, source, seq); the first of equals."""
    if one < 0:
        return other
    order = stage.order
    if order.at[one] != order.at[other]:
        return other if order.at[other] > order.at[one] else one
    if order.source[one] != order.source[other]:
        return other if order.source[other] > order.source[one] else one
    return other if order.seq[other] > order.seq[one] else one


@compiled_inline
def first_entry(stage: Stage, case: Case, part: int) -> int:
    """Return the first entry of a part that can count for an obligation."""
    if stage.rules.rule[case.promise, NAMES_PERIODS]:
        return int(stage.roles.first[part])
    return first_since(stage.roles, part, _counts_from(stage, case), stage.order.at)


@compiled_inline
def _counts_from(stage: Stage, case: Case) -> int:
    """Return the instant before which nothing counts."""
    if counts_earlier(stage, case):
        life = life_at(stage, case)
        return -EVER if life == NO_LIFE else int(stage.lives.start[life])
    if case.since >= 0:
        return int(stage.order.at[case.since])
    return case.period if case.period_end != NONE else -EVER


@compiled_inline
def counts_earlier(stage: Stage, case: Case) -> bool:
    """Tell whether what was done since the subject's beginning counts (5.5)."""
    return bool(
        stage.rules.rule[case.promise, ALREADY]
        and case.since == case.row
        and not case.is_reopening
        and case.period_end == NONE
    )


@compiled_small
def life_at(stage: Stage, case: Case) -> int:
    """Return the latest life that had begun when the obligation opened, be it over or not."""
    found = NO_LIFE
    for life in range(stage.lives.first[case.stream], stage.lives.first[case.stream + 1]):
        if stage.lives.start[life] <= case.start:
            found = life
    return found


@compiled_inline
def next_step(stage: Stage, case: Case, part: int, entry: int, counting_undecided: bool) -> int:
    """Return the next entry of a part, from an entry on, that counts for an obligation; -1 for none."""
    while entry < stage.roles.end[part]:
        truth = counted(stage, case, entry)
        if truth == 1 or (truth == -1 and counting_undecided):
            return entry
        entry += 1
    return -1


@compiled_inline
def counted(stage: Stage, case: Case, entry: int) -> int:
    """Tell whether an entry of a part counts: it is eligible, and about the obligation's member."""
    row = stage.roles.row[entry]
    if not _is_eligible(stage, case, row):
        return 0
    truth = int(stage.roles.truth[entry])
    if case.member < 0:
        return truth
    about = _is_about(stage, case, stage.roles.place[entry])
    return 0 if about == 0 else -1 if about == -1 or truth == -1 else 1


@compiled_inline
def _is_eligible(stage: Stage, case: Case, row: int) -> bool:
    """Tell whether an event may count: of the period, and not from before what opened the obligation."""
    if row == case.since:
        return False
    if counts_earlier(stage, case):
        return _is_since_birth(stage, case, row)
    if case.since >= 0 and is_before(row, case.since, stage.order):
        return False
    return case.period_end == NONE or _is_of_period(stage, case, row)


@compiled_small
def _is_since_birth(stage: Stage, case: Case, row: int) -> bool:
    life = life_at(stage, case)
    if life == NO_LIFE:
        return True
    began = stage.lives.began[life]
    if began < 0:
        return bool(stage.order.at[row] >= stage.lives.start[life])
    return not is_before(row, began, stage.order)


@compiled_small
def _is_of_period(stage: Stage, case: Case, row: int) -> bool:
    """Tell whether an event counts for a period: the one its `period` attribute names, else the one it happened in."""
    at = stage.order.at[row]
    if not stage.rules.rule[case.promise, NAMES_PERIODS] or stage.named.low[row] == NONE:
        return bool(case.period <= at < case.period_end)
    if stage.named.holds[row]:
        return bool(case.period <= stage.named.low[row] < case.period_end)
    return bool(stage.named.low[row] <= case.period < stage.named.high[row])


@compiled_small
def _is_about(stage: Stage, case: Case, place: int) -> int:
    """Tell whether an event is about the obligation's member; -1 if it does not say whom it is about."""
    table = stage.rules.rule[case.promise, CARRIES]
    first, last = stage.carried.first[table, place], stage.carried.first[table, place + 1]
    for at in range(first, last):
        if stage.carried.member[at] == case.member:
            return 1
    return 0 if last > first else -1
