"""What a finding of an `expect` says in words: the steps that are missing, and the provisional years its clock touched."""

from collections.abc import Sequence

import numpy as np

from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.kernel.expecting import expecting as field
from jiannuo.core.judging.kernel.expecting.expect_tables import Table
from jiannuo.core.judging.kernel.outcomes.provisional import provisional_years_of
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.expecting import ExpectPlan
from jiannuo.core.plans.limits import fixed_limit
from jiannuo.core.values.compiled_clock import ALWAYS_OPEN, NONE

Words = tuple[str, ...]


def missing_steps(
    world: World, plan: ExpectPlan, fields: Numbers, faults: tuple[Numbers, Numbers, Numbers]
) -> Sequence[Words]:  # fmt: skip
    """Return what is missing of each obligation: what almost counted and why not, or the names of what was wanted."""
    names = [" | ".join(_text(selector) for selector in part) for part in plan.demand.parts]
    known: dict[int, Words] = {}
    taken, done = fields[field.TAKEN].tolist(), fields[field.DONE].tolist()
    found: list[Words] = []
    for bits, row in zip(taken, done, strict=True):
        key = -1 if row >= 0 else bits
        if key not in known:
            known[key] = _names_missing(names, bits) if row < 0 else ()
        found.append(known[key])
    for place in np.flatnonzero(np.diff(faults[0])).tolist():
        span = slice(faults[0][place], faults[0][place + 1])
        told = _faults(world, plan, zip(faults[1][span].tolist(), faults[2][span].tolist(), strict=True))
        found[place] = told if len(names) == 1 else (*told, *found[place])
    return found


def _text(selector: Selector) -> str:
    return selector.text or selector.event


def _names_missing(names: Sequence[str], bits: int) -> Words:
    return tuple(names) if len(names) == 1 else tuple(name for at, name in enumerate(names) if not bits >> at & 1)


def _faults(world: World, plan: ExpectPlan, found: "zip[tuple[int, int]]") -> Words:
    told: dict[str, None] = {}
    for number, row in found:
        fault, event = plan.faults[number], world.table.event(row)
        empty = [name for name in fault.empty if event.attributes.get(name) is None]
        told |= dict.fromkeys(f"{event.id}: {each}" for each in (empty or [fault.who]))
    return tuple(told)


def provisional_years(
    run: Run, plan: ExpectPlan, table: Table | None, fields: Numbers
) -> Sequence[tuple[int, ...]] | None:  # fmt: skip
    """Return the provisional years that each clock touched, None where no calendar of the run knows holidays."""
    world = run.reader.world
    if not any(world.calendar(name).rules.holidays for name in run.calendars):
        return None
    calendars = _calendars(run, plan, table, fields)
    until = _end_of_clock(world, fields)
    starts, last = fields[field.CLOCK], np.maximum(np.maximum(until, fields[field.CLOCK]), fields[field.DUE])
    found: list[tuple[int, ...]] = [()] * fields.shape[1]
    clocked = (calendars >= 0) & (fields[field.HAS_CLOCK] == 1)
    for number in np.unique(calendars[clocked]).tolist():
        places = np.flatnonzero(clocked & (calendars == number))
        years = provisional_years_of(world.calendar(run.calendars[number]), starts[places], last[places])
        for place, told in zip(places.tolist(), years, strict=True):
            found[place] = told
    return found


def _calendars(run: Run, plan: ExpectPlan, table: Table | None, fields: Numbers) -> Numbers:
    """Return the number of the calendar that each clock ran under."""
    if table is not None:
        looked_up: Numbers = table.openings.calendar[fields[field.SLOT]]
        return looked_up
    limit, name = fixed_limit(run.reader.charter, plan.demand.within), plan.promise.calendar
    under = limit is not None and limit.unit.needs_calendar and isinstance(name, str)
    return np.full(fields.shape[1], run.calendars.index(str(name)) if under else ALWAYS_OPEN)


def _end_of_clock(world: World, fields: Numbers) -> Numbers:
    until: Numbers = np.full(fields.shape[1], world.as_of)
    for instant in (fields[field.MET], fields[field.ENDED_AT], fields[field.DUE]):
        until = np.where((instant != NONE) & (instant < until), instant, until)
    return until
