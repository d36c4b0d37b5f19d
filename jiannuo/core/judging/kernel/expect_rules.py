"""Writing the `expect` promises of a charter as numbers for compiled code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.expressions.syntax import Expression, Literal, Name, Selector
from jiannuo.core.judging.kernel import rules as columns
from jiannuo.core.judging.kernel.ordering import Numbers
from jiannuo.core.judging.kernel.rules import Rules
from jiannuo.core.judging.kernel.world import World
from jiannuo.core.plans.expecting import ExpectPlan
from jiannuo.core.values.compiled_clock import ALWAYS_OPEN, unit_code
from jiannuo.core.values.durations import Duration

_OPEN = {"each": columns.EACH, "first": columns.FIRST, "again": columns.AGAIN}
_REOPEN = {"new": columns.NEW, "continue": columns.CONTINUE, "restart": columns.RESTART}


def fixed_limit(charter: Charter, within: Expression | None) -> Duration | None:
    """Return the limit that a charter fixes for all obligations alike, None if each has its own."""
    value: object = None
    if isinstance(within, Literal):
        value = within.value
    elif isinstance(within, Name) and within.parts[0] == "param":
        value = charter.parameters[within.parts[1]].value
    return value if isinstance(value, Duration) else None


def speaks_for_itself(charter: Charter, demand: Expect, calendar: object) -> bool:
    """Tell whether the openings of a promise differ in more than their trigger."""
    limit = fixed_limit(charter, demand.within)
    looked_up = limit is None if demand.within is not None else False
    other_calendar = limit is not None and limit.unit.needs_calendar and not isinstance(calendar, str)
    return looked_up or other_calendar or any((demand.every, demand.by, demand.for_each))


def sources_needed(plan: ExpectPlan, world: World) -> frozenset[str]:
    """Return the sources whose silence would matter: of targets, grounds, ends, pauses and what cuts the time short."""
    demand = plan.demand
    selectors: list[Selector] = [selector for part in demand.parts for selector in part]
    selectors += [ground.selector for ground in plan.promise.excused_by]
    selectors += [*plan.promise.ends_with, *demand.before]
    selectors += [selector for pause in demand.pauses for selector in (*pause.from_, *pause.until)]
    return world.sources_of(selectors) | frozenset(plan.promise.sources)


@dataclass(slots=True)
class RuleBook:
    """Collects the rules of several promises."""

    world: World
    calendars: Sequence[str]
    causes: Sequence[str]
    rows: list[Numbers] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    pauses: list[tuple[int, ...]] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    faults: list[tuple[int, int]] = field(default_factory=list)

    def add(self, plan: ExpectPlan, *, table: int, spans: Sequence[int], carries: int, names_periods: bool) -> None:
        """Add one promise; `table` numbers its openings, `spans` those of each declared pause, -1 for none."""
        demand = plan.demand
        row = np.full(columns.COLUMNS, -1, np.int64)
        self._parts(row, plan)
        self._manner(row, demand)
        self._limit(row, plan)
        row[[columns.TABLE, columns.CARRIES, columns.NAMES_PERIODS]] = table, carries, names_periods
        reach = self.world.reach_of(sources_needed(plan, self.world))
        row[columns.COMPLETE_UNTIL] = reach.complete_until
        row[columns.FIRST_GAP], row[columns.GAPS] = self._laid(self.gaps, reach.gaps)
        row[columns.FIRST_FAULT], row[columns.FAULTS] = self._laid(
            self.faults, [(fault.part, bool(fault.empty)) for fault in plan.faults]
        )
        row[columns.FIRST_PAUSE], row[columns.PAUSES] = self._laid(self.pauses, self._pauses(plan, spans))
        self.rows.append(row)

    def rules(self) -> Rules:
        """Return all of them."""
        return Rules(
            np.array(self.rows, np.int64).reshape(-1, columns.COLUMNS),
            np.array(self.targets, np.int64),
            np.array(self.pauses, np.int64).reshape(-1, 6),
            np.array(self.gaps, np.int64).reshape(-1, 2),
            np.array(self.faults, np.int64).reshape(-1, 2),
        )

    def _laid(
        self, rows: list[tuple[int, ...]] | list[tuple[int, int]], more: Iterable[tuple[int, ...]]
    ) -> tuple[int, int]:
        first = len(rows)
        rows.extend(more)  # type: ignore[arg-type]
        return first, len(rows) - first

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
        limit = fixed_limit(self.world.charter, plan.demand.within)
        if limit is None:
            return
        row[columns.UNIT], row[columns.AMOUNT], row[columns.CALENDAR] = unit_code(limit.unit), limit.count, ALWAYS_OPEN
        if limit.unit.needs_calendar:
            name = plan.promise.calendar
            is_known = isinstance(name, str) and name in self.calendars
            row[columns.CALENDAR] = self.calendars.index(str(name)) if is_known else ALWAYS_OPEN
            row[columns.UNIT] = row[columns.UNIT] if is_known else -1

    def _pauses(self, plan: ExpectPlan, spans: Sequence[int]) -> Iterable[tuple[int, ...]]:
        for pause, (from_, until), table in zip(plan.demand.pauses, plan.pauses, spans, strict=True):
            longest = pause.longest
            unit, amount = (-1, 0) if longest is None else (unit_code(longest.unit), longest.count)
            yield from_, until, unit, amount, table, self.causes.index(pause.reason.zh)
