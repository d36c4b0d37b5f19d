"""Writing the `never` promises of a charter as numbers for compiled code, with the spans that speak for themselves."""

from collections.abc import Sequence

import numpy as np

from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.forbidding import watching as questions
from jiannuo.core.judging.kernel.forbidding.watching import Begun, no_spans
from jiannuo.core.judging.kernel.past.periods import natural_periods
from jiannuo.core.judging.kernel.reading.wanting import wanted
from jiannuo.core.judging.kernel.scanning.needed_sources import write_reach
from jiannuo.core.judging.kernel.scanning.openings import limits_of
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.scanning.tracks import Track
from jiannuo.core.judging.kernel.states.lives import lives_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.spans import FOREVER
from jiannuo.core.judging.kernel.streams.truths import TRUE, UNKNOWN
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.forbidding import NeverPlan
from jiannuo.core.plans.limits import fixed_limit
from jiannuo.core.values.compiled_clock import ALWAYS_OPEN, unit_code
from jiannuo.core.values.instants import Period

# The promises.


def never_rules_of(
    world: World, plans: Sequence[NeverPlan], calendars: Sequence[str], periods: Sequence[Period]
) -> tuple[Numbers, Instants]:  # fmt: skip
    """Return what is known of some promises, and the gaps of their sources; `periods` are the kinds that cut spans."""
    rows = world.almanac.settled_of(
        "never rules", plans, lambda: [_row(plan, world.charter, calendars, periods) for plan in plans]
    )
    rule = np.array(rows, np.int64).reshape(-1, questions.QUESTIONS)
    told = questions.COMPLETE_UNTIL, questions.FIRST_GAP, questions.GAPS
    return rule, write_reach(rule, told, world, plans)


def _row(plan: NeverPlan, charter: Charter, calendars: Sequence[str], periods: Sequence[Period]) -> Numbers:
    """Write down what the charter alone says of a promise."""
    row = np.full(questions.QUESTIONS, -1, np.int64)
    row[questions.FROM], row[questions.FORBIDDEN], row[questions.UNTIL] = plan.from_, plan.forbidden, plan.until
    row[questions.EXCUSES], row[questions.WAIVERS] = plan.excuses, plan.waivers
    row[questions.GROUNDS], row[questions.HEALING], row[questions.ENDS] = plan.grounds, plan.healing, plan.ends
    row[questions.HAS_LENGTH] = plan.demand.lasts is not None
    if plan.demand.per in periods:
        row[questions.PERIODS] = periods.index(plan.demand.per)
    _write_length(row, plan, charter, calendars)
    return row


def _write_length(row: Numbers, plan: NeverPlan, charter: Charter, calendars: Sequence[str]) -> None:
    length = fixed_limit(charter, plan.demand.lasts)
    if length is None:
        return
    unit, row[questions.AMOUNT], row[questions.CALENDAR] = unit_code(length.unit), length.count, ALWAYS_OPEN
    if length.unit.needs_calendar:
        name = plan.promise.calendar
        is_known = isinstance(name, str) and name in calendars
        row[questions.CALENDAR] = calendars.index(str(name)) if is_known else ALWAYS_OPEN
        unit = unit if is_known else -1
    row[questions.UNIT] = unit


def edges_of(world: World, periods: Sequence[Period], first: int) -> tuple[Numbers, Instants]:
    """Return where the natural periods of each kind begin and end, from the one that holds an instant until `as_of`."""
    parts = [np.empty(0, np.int64)]
    for period in periods:
        found = natural_periods(world, period, np.array([first]), with_first=True)
        parts.append(np.append(found.start, found.end[-1:]))
    return np.cumsum([len(part) for part in parts]), np.concatenate(parts)


# Spans that speak for themselves.


def begun_of(run: Run, plan: NeverPlan) -> Begun | None:
    """Return the spans of a promise if they differ in more than the event that begins them: lives, or their lengths."""
    if plan.demand.from_ and not _differ_in_length(run.reader.charter, plan.promise, plan):
        return None
    if not plan.demand.from_:
        return _lives(run, plan)
    stream, rows, truths = run.plays(plan.from_)
    certain = np.flatnonzero(truths == TRUE)
    stream, rows = stream[certain], rows[certain]
    until, ended = np.full(len(rows), FOREVER), np.full(len(rows), -1)
    return _begun(run, plan, (stream, rows, run.reader.world.table.at[rows]), until, ended)


def _differ_in_length(charter: Charter, promise: Promise, plan: NeverPlan) -> bool:
    if plan.demand.lasts is None:
        return False
    length = fixed_limit(charter, plan.demand.lasts)
    return length is None or (length.unit.needs_calendar and not isinstance(promise.calendar, str))


def _lives(run: Run, plan: NeverPlan) -> Begun:
    """Return the lives of the subjects, those that `where` and `unless` leave."""
    reader, world = run.reader, run.reader.world
    lives = lives_of(reader, run.track.streams)
    stream = np.repeat(np.arange(len(run.track.streams)), np.diff(lives.starts))
    asked = wanted(reader, plan.promise, sites_of_spans(run, stream, lives.began, lives.start))
    doubted = asked == UNKNOWN
    world.note_undecided_lives(plan.promise.id, lives.start[doubted], lives.began[doubted])
    kept = np.flatnonzero(asked == TRUE)
    opened = (stream[kept], lives.began[kept], lives.start[kept])
    return _begun(run, plan, opened, lives.until[kept], lives.ended[kept])


def sites_of_spans(run: Run, stream: Numbers, rows: Rows, start: Instants) -> Sites:
    """Return the positions at which spans begin; rows of events are -1 where none began them."""
    own = None if (rows < 0).all() else rows
    return Sites(run.track.streams, stream, start, own=own, here=own, trigger=own)


def _begun(
    run: Run, plan: NeverPlan, opened: tuple[Numbers, Rows, Instants], until: Instants, ended: Rows
) -> Begun:  # fmt: skip
    stream, rows, start = opened
    limits = limits_of(run.reader, plan.promise, sites_of_spans(run, stream, rows, start), run.calendars)
    first = np.searchsorted(stream, np.arange(len(run.track.streams) + 1))
    return Begun(first, rows, start, until, ended, limits.calendar, limits.unit, limits.amount)


def all_begun(tables: Sequence[Begun], track: Track) -> Begun:
    """Return the spans of all tables as one, with the places of events instead of their rows."""
    if not tables:
        return no_spans()
    shifts = np.cumsum([0, *(len(table.row) for table in tables)])
    first = np.array([table.first + shift for table, shift in zip(tables, shifts, strict=False)])
    row, start, until, ended, calendar, unit, amount = (
        np.concatenate(parts) for parts in zip(*(table[1:] for table in tables), strict=True)
    )
    stream = np.concatenate([np.repeat(np.arange(len(table.first) - 1), np.diff(table.first)) for table in tables])
    row, ended = track.places_of(stream, row), track.places_of(stream, ended)
    return Begun(first, row, start, until, ended, calendar, unit, amount)
