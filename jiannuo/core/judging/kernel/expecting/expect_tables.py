"""The openings of `expect` promises that speak for themselves, laid out for compiled code."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiannuo.core.judging.event_table import MISSING, Coded, object_array
from jiannuo.core.judging.kernel.expecting.expect_rules import speaks_for_itself
from jiannuo.core.judging.kernel.scanning.openings import (
    Drafts,
    Members,
    drafts_of,
    limits_of,
    listed_members,
    moves_after,
    plans_of,
    repeated,
    together,
)
from jiannuo.core.judging.kernel.scanning.periodic import periodic_openings
from jiannuo.core.judging.kernel.scanning.rules import OPENS, REOPENS, RESTARTS, Carried, Openings, no_openings
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.states.lives import alive
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.plans.expecting import ExpectPlan

NO_TABLE = -1
_NO_SUCH_MEMBER = -2


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The openings of one promise with what each says, and the members that they are for."""

    plan: ExpectPlan
    drafts: Drafts
    sites: Sites
    members: Coded | None
    attribute: str
    openings: Openings


def table_of(run: Run, plan: ExpectPlan) -> Table | None:
    """Return the openings of a promise if they differ in more than their trigger."""
    if not speaks_for_itself(run.reader.charter, plan.demand, plan.promise.calendar):
        return None
    members = Members()
    attribute = _attribute(run, plan)
    opens = _with_members(run, plan, _opens(run, plan), members)
    drafts = together([opens, *_reopenings(run, plan, opens, len(members.values))])
    column = members.column() if plan.demand.for_each is not None else None
    sites = drafts.sites(run.track.streams, column, attribute)
    return Table(plan, drafts, sites, column, attribute, _laid_out(run, plan, drafts, sites))


def all_openings(tables: Sequence[Table], streams: int) -> Openings:
    """Return the openings of all tables as one."""
    if not tables:
        return no_openings()
    firsts, plan_firsts, slots, plans = [], [np.zeros(1, np.int64)], 0, 0
    for table in tables:
        firsts.append(np.searchsorted(table.drafts.stream, np.arange(streams + 1)) + slots)
        plan_firsts.append(table.openings.plan_first[1:] + plans)
        slots += len(table.drafts)
        plans += len(table.openings.plan)
    columns = [np.concatenate(parts) for parts in zip(*(table.openings[1:9] for table in tables), strict=True)]
    kind, row, start, period_end, member, calendar, unit, amount = columns
    rows = np.concatenate([table.openings.plan_row for table in tables])
    planned = np.concatenate([table.openings.plan for table in tables])
    first, plan_first = np.array(firsts, np.int64), np.concatenate(plan_firsts)
    return Openings(first, kind, row, start, period_end, member, calendar, unit, amount, plan_first, rows, planned)


def _laid_out(run: Run, plan: ExpectPlan, drafts: Drafts, sites: Sites) -> Openings:
    limits = limits_of(run.reader, plan.promise, sites, run.calendars)
    plans = plans_of(run.reader, plan.promise, sites)
    return Openings(
        np.empty((0, 0), np.int64), drafts.kind, drafts.row, drafts.start, drafts.period_end, drafts.member,
        limits.calendar, limits.unit, limits.amount, plans.first, plans.row, plans.at,
    )  # fmt: skip


def _opens(run: Run, plan: ExpectPlan) -> Drafts:
    if plan.demand.every is not None:
        return periodic_openings(run, plan.promise, plan.demand.every)
    stream, rows = run.played(plan.after, 1)
    return drafts_of(OPENS, stream, rows, run.reader.world.table.at[rows])


def _reopenings(run: Run, plan: ExpectPlan, opens: Drafts, members: int) -> list[Drafts]:
    """Return what may reopen obligations: for each member, or for each opening whose clock starts again."""
    stream, rows = run.played(plan.reopened, 1)
    at = run.reader.world.table.at
    if plan.demand.on_reopen == "restart":
        starts = np.searchsorted(stream, np.arange(len(run.track.streams) + 1))
        later = moves_after(opens, Listed(starts, rows), run.reader.world.order)
        again = repeated(opens, np.diff(later.starts), np.repeat(opens.member, np.diff(later.starts)))
        kinds = np.full(len(again), RESTARTS)
        return [Drafts(kinds, again.stream, again.row, at[later.rows], again.period_end, again.member)]
    found = drafts_of(REOPENS, stream, rows, at[rows])
    if plan.demand.for_each is None:
        return [found]
    return [repeated(found, np.full(len(found), members), np.tile(np.arange(members), len(found)))]


# Members.


def _attribute(run: Run, plan: ExpectPlan) -> str:
    """Return the attribute by which an event says which member it is about."""
    for_each = plan.demand.for_each
    if for_each is not None and for_each.kind is not None:
        return run.reader.charter.subjects[for_each.kind].id[0]
    return "" if for_each is None or for_each.attribute is None else for_each.attribute


def _with_members(run: Run, plan: ExpectPlan, opens: Drafts, members: Members) -> Drafts:
    for_each = plan.demand.for_each
    if for_each is None:
        return opens
    sites = opens.sites(run.track.streams, None, "")
    if for_each.kind is None:
        counts, numbers = listed_members(run.reader, for_each, sites, members)
        return repeated(opens, counts, numbers)
    throughout = opens.period_end if plan.demand.every is not None else None
    places, living, streams = alive(run.reader, for_each.kind, at=opens.start, until=throughout)
    number_of = {number: members.number(streams.keys[number][0]) for number in np.unique(living).tolist()}
    numbers = np.array([number_of[number] for number in living.tolist()], np.int64)
    return repeated(opens, np.bincount(places, minlength=len(opens)), numbers)


def carried_by(run: Run, tables: Sequence[Table | None]) -> tuple[Carried, list[int]]:
    """Return the members that events at each place carry, and the number of the table for each promise (-1 for none)."""
    found: list[tuple[Numbers, Numbers]] = []
    numbers: list[int] = []
    for table in tables:
        if table is None or table.members is None:
            numbers.append(NO_TABLE)
            continue
        numbers.append(len(found))
        found.append(_carried(run, table))
    if not found:
        return Carried(np.zeros((1, 1), np.int64), np.empty(0, np.int64)), numbers
    firsts, shift = [], 0
    for first, members in found:
        firsts.append(first + shift)
        shift += len(members)
    return Carried(np.array(firsts), np.concatenate([members for _, members in found])), numbers


def _carried(run: Run, table: Table) -> tuple[Numbers, Numbers]:
    """Return the members of a promise that each place carries; one that is no member of it is no obligation's."""
    column = _recorded(run, table.attribute)
    members = [] if table.members is None else table.members.values.tolist()
    known = {str(value): number for number, value in enumerate(members)}
    lists = [_numbers_in(value, known) for value in column.values]
    lists.append([])
    codes = np.where(column.codes == MISSING, len(lists) - 1, column.codes)
    counts = np.array([len(each) for each in lists], np.int64)[codes]
    flat = np.array([number for code in codes.tolist() for number in lists[code]], np.int64)
    return np.concatenate([[0], np.cumsum(counts)]), flat


def _numbers_in(value: object, known: dict[str, int]) -> list[int]:
    values = value if isinstance(value, tuple | list) else (value,)
    return [known.get(str(each), _NO_SUCH_MEMBER) for each in values] or [_NO_SUCH_MEMBER]


def _recorded(run: Run, attribute: str) -> Coded:
    """Return an attribute as the events of all places carry it."""
    world, rows = run.reader.world, run.track.rows
    codes = np.full(len(rows), MISSING, np.int32)
    values: list[object] = []
    for code, type_ in enumerate(world.table.types):
        column = world.column(type_, attribute)
        places = np.flatnonzero(world.table.type[rows] == code) if column is not None else rows[:0]
        if column is not None and len(places):
            carried = codes_of(column.taken(rows[places]))
            codes[places] = np.where(carried.codes == MISSING, MISSING, carried.codes + len(values))
            values.extend(carried.values.tolist())
    return Coded(object_array(values), codes)
