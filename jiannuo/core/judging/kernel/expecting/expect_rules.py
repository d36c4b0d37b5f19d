"""Writing the `expect` promises of a charter as numbers for compiled code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.judging.kernel.scanning import rules as columns
from jiannuo.core.judging.kernel.scanning.needed_sources import write_reach
from jiannuo.core.judging.kernel.scanning.rules import Rules
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.expecting import ExpectPlan
from jiannuo.core.plans.limits import fixed_limit
from jiannuo.core.values.compiled_clock import ALWAYS_OPEN, unit_code

_OPEN = {"each": columns.EACH, "first": columns.FIRST, "again": columns.AGAIN}
_REOPEN = {"new": columns.NEW, "continue": columns.CONTINUE, "restart": columns.RESTART}


def speaks_for_itself(charter: Charter, demand: Expect, calendar: object) -> bool:
    """Tell whether the openings of a promise differ in more than their trigger."""
    limit = fixed_limit(charter, demand.within)
    looked_up = limit is None if demand.within is not None else False
    other_calendar = limit is not None and limit.unit.needs_calendar and not isinstance(calendar, str)
    return looked_up or other_calendar or any((demand.every, demand.by, demand.for_each))


def rules_of(world: World, plans: Sequence[ExpectPlan], calendars: Sequence[str], causes: Sequence[str]) -> Rules:
    """Return all that the charter and the reach of the record settle of some promises."""
    settled = world.almanac.settled_of(
        "expect rules", plans, lambda: _RuleBook(world.charter, calendars, causes).rules_of(plans)
    )
    rule = settled.rule.copy()
    told = columns.COMPLETE_UNTIL, columns.FIRST_GAP, columns.GAPS
    gaps = write_reach(rule, told, world, plans)
    return settled._replace(rule=rule, gap=gaps)


def states_that_pause(plans: Iterable[ExpectPlan]) -> list[str]:
    """Return the names of the states that pause clocks, in the order by which declared pauses number their spans."""
    return sorted({p.while_state for plan in plans for p in plan.demand.pauses if p.while_state is not None})


@dataclass(slots=True)
class _RuleBook:
    """Writes down the rules of several promises."""

    charter: Charter
    calendars: Sequence[str]
    causes: Sequence[str]
    targets: list[int] = field(default_factory=list)
    pauses: list[tuple[int, ...]] = field(default_factory=list)
    faults: list[tuple[int, ...]] = field(default_factory=list)

    def rules_of(self, plans: Sequence[ExpectPlan]) -> Rules:
        states = states_that_pause(plans)
        rows = [self._row(plan, states) for plan in plans]
        return Rules(
            np.array(rows, np.int64).reshape(-1, columns.COLUMNS),
            np.array(self.targets, np.int64),
            np.array(self.pauses, np.int64).reshape(-1, 6),
            np.empty((0, 2), np.int64),
            np.array(self.faults, np.int64).reshape(-1, 2),
        )

    def _row(self, plan: ExpectPlan, states: Sequence[str]) -> Numbers:
        row = np.full(columns.COLUMNS, -1, np.int64)
        self._parts(row, plan)
        self._manner(row, plan.demand)
        self._limit(row, plan)
        faults = [(fault.part, bool(fault.empty)) for fault in plan.faults]
        row[columns.FIRST_FAULT], row[columns.FAULTS] = _laid(self.faults, faults)
        row[columns.FIRST_PAUSE], row[columns.PAUSES] = _laid(self.pauses, self._pauses(plan, states))
        return row

    def _parts(self, row: Numbers, plan: ExpectPlan) -> None:
        row[columns.AFTER], row[columns.BEFORE], row[columns.EXCUSES] = plan.after, plan.before, plan.excuses
        row[columns.HEALING], row[columns.ENDS], row[columns.GROUNDS] = plan.healing, plan.ends, plan.grounds
        row[columns.EXTENSIONS], row[columns.REOPENED] = plan.extensions, plan.reopened
        row[columns.FIRST_TARGET], row[columns.TARGETS] = len(self.targets), len(plan.targets)
        self.targets.extend(plan.targets)

    def _manner(self, row: Numbers, demand: Expect) -> None:
        row[columns.IS_IN_ORDER], row[columns.TIMES], row[columns.ALREADY] = (
            demand.in_order,
            demand.times,
            demand.already,
        )
        row[columns.OPEN], row[columns.ON_REOPEN] = _OPEN[demand.open], _REOPEN[demand.on_reopen]
        row[columns.MISSING_IS_NONE] = demand.missing == "none"
        row[columns.LATE_MOVES_HEAL] = demand.late_moves == "heal"
        row[columns.HAS_LIMIT], row[columns.HAS_PLAN] = demand.within is not None, demand.by is not None

    def _limit(self, row: Numbers, plan: ExpectPlan) -> None:
        limit = fixed_limit(self.charter, plan.demand.within)
        if limit is None:
            return
        row[columns.UNIT], row[columns.AMOUNT], row[columns.CALENDAR] = unit_code(limit.unit), limit.count, ALWAYS_OPEN
        if limit.unit.needs_calendar:
            name = plan.promise.calendar
            is_known = isinstance(name, str) and name in self.calendars
            row[columns.CALENDAR] = self.calendars.index(str(name)) if is_known else ALWAYS_OPEN
            row[columns.UNIT] = row[columns.UNIT] if is_known else -1

    def _pauses(self, plan: ExpectPlan, states: Sequence[str]) -> Iterable[tuple[int, ...]]:
        for pause, (from_, until) in zip(plan.demand.pauses, plan.pauses, strict=True):
            longest = pause.longest
            unit, amount = (-1, 0) if longest is None else (unit_code(longest.unit), longest.count)
            spans = states.index(pause.while_state) if pause.while_state is not None else -1
            yield from_, until, unit, amount, spans, self.causes.index(pause.reason.zh)


def _laid(rows: list[tuple[int, ...]], more: Iterable[tuple[int, ...]]) -> tuple[int, int]:
    """Add rows; return where they begin and how many they are."""
    first = len(rows)
    rows.extend(more)
    return first, len(rows) - first
