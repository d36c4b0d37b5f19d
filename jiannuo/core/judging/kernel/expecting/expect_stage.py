"""The stage on which compiled code judges `expect` promises: everything it looks at, laid out in the order of streams."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

import numpy as np

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.expecting.expect_rules import rules_of, states_that_pause
from jiannuo.core.judging.kernel.expecting.expect_tables import Table, all_openings, carried_by
from jiannuo.core.judging.kernel.expecting.stage import Stage
from jiannuo.core.judging.kernel.expecting.targets import EVER
from jiannuo.core.judging.kernel.scanning.openers import openers_of
from jiannuo.core.judging.kernel.scanning.rules import (
    AFTER,
    CARRIES,
    NAMES_PERIODS,
    TABLE,
    Lifetimes,
    Named,
    Openings,
    Spans,
)
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.states.lives import lives_of
from jiannuo.core.judging.kernel.states.state_answers import spans_in_force
from jiannuo.core.judging.kernel.streams.columns import codes_of, micros_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.plans.expecting import EXTENSION, ExpectPlan
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.instants import from_datetime
from jiannuo.core.values.period_names import first_day
from jiannuo.core.values.zones import day_of_date, zone_clock


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The promises of a run with their openings and the texts of their pauses' reasons."""

    plans: Sequence[ExpectPlan]
    tables: Sequence[Table | None]
    causes: Sequence[str]


def causes_of(run: Run, plans: Sequence[ExpectPlan]) -> list[str]:
    """Return the texts of all reasons for which clocks stand still, sorted: the rank of one is its number."""
    reasons = {pause.reason.zh for plan in plans for pause in plan.demand.pauses}
    reopening = {selector.event for plan in plans for selector in plan.demand.reopened_by}
    return sorted(reasons | reopening)


def stage_of(run: Run, prepared: Prepared, parts: int) -> Stage:
    """Return the stage of a run's promises; `parts` is how many parts its symbols speak of."""
    world = run.reader.world
    rules = rules_of(world, prepared.plans, run.calendars, prepared.causes)
    carried, carries = carried_by(run, prepared.tables)
    names_periods = [_names_periods(run, plan) for plan in prepared.plans]
    tables = [
        -1 if table is None else number
        for table, number in zip(prepared.tables, _counted(prepared.tables), strict=True)
    ]
    rules.rule[:, [TABLE, CARRIES, NAMES_PERIODS]] = np.array([tables, carries, names_periods], np.int64).T
    given = [table for table in prepared.tables if table is not None]
    return Stage(
        roles=run.roles(parts),
        order=run.placed_order,
        rules=rules,
        openers=openers_of(rules.rule[:, AFTER], rules.rule[:, TABLE], count=parts),
        openings=_placed_openings(run, given),
        spans=_spans(run, prepared.plans),
        lives=_lifetimes(run, prepared.plans),
        carried=carried,
        named=_named(run, any(names_periods)),
        clocks=run.clocks(),
        extended_to=_extended_to(run),
        causes=_causes_by_place(run, prepared),
        as_of=world.as_of,
    )


# What is looked at over and over lies place by place, as the streams do: an event is known by its place there.


def _placed_openings(run: Run, tables: Sequence[Table]) -> Openings:
    openings = all_openings(tables, len(run.track.streams))
    if not tables:
        return openings
    stream = np.concatenate([table.drafts.stream for table in tables])
    owner = np.repeat(stream, np.diff(openings.plan_first))
    places = run.track.places_of
    return openings._replace(row=places(stream, openings.row), plan_row=places(owner, openings.plan_row))


def _counted(tables: Sequence[Table | None]) -> Iterable[int]:
    """Yield for each place how many tables stand before it."""
    return accumulate((table is not None for table in tables[:-1]), initial=0)


def _spans(run: Run, plans: Sequence[ExpectPlan]) -> Spans:
    """Return when the states were in force that pause clocks, each a table."""
    reader, streams = run.reader, run.track.streams
    names = states_that_pause(plans)
    if not names:
        return Spans(np.zeros((1, 1), np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    sites = Sites(streams, np.arange(len(streams)), np.full(len(streams), reader.world.as_of))
    lists = [spans_in_force(reader, reader.charter.states[name], sites) for name in names]
    shifts = np.cumsum([0, *(len(each.from_) for each in lists)])
    firsts = [each.starts + shift for each, shift in zip(lists, shifts, strict=False)]
    return Spans(
        np.array(firsts, np.int64),
        np.concatenate([each.from_ for each in lists]),
        np.concatenate([each.until for each in lists]),
    )


def _lifetimes(run: Run, plans: Sequence[ExpectPlan]) -> Lifetimes:
    if not any(plan.demand.already or plan.demand.open == "first" for plan in plans):
        nothing = np.empty(0, np.int64)
        return Lifetimes(np.zeros(len(run.track.streams) + 1, np.int64), nothing, nothing)
    lives = lives_of(run.reader, run.track.streams)
    owner = np.repeat(np.arange(len(run.track.streams)), np.diff(lives.starts))
    return Lifetimes(lives.starts, lives.start, run.track.places_of(owner, lives.began))


def _names_periods(run: Run, plan: ExpectPlan) -> bool:
    if plan.demand.every is None:
        return False
    types = {selector.event for part in plan.demand.parts for selector in part}
    return any(run.reader.world.column(type_, "period") is not None for type_ in types)


def _named(run: Run, needed: bool) -> Named:
    """Return the period that each event says it is about."""
    world = run.reader.world
    count = len(world.table) if needed else 0
    named = Named(np.full(count, NONE), np.full(count, NONE), np.zeros(count, np.int64))
    for type_ in world.table.types if needed else ():
        column = world.column(type_, "period")
        rows = world.rows_of_type(type_)
        if column is not None:
            values = codes_of(column.taken(rows))
            spans = np.array([*(_named_span(value, world.zone) for value in values.values), (NONE, NONE, 0)])
            named.low[rows], named.high[rows], named.holds[rows] = spans[values.codes].T
    return Named(*(column[run.track.rows] for column in named)) if needed else named


def _named_span(value: object, zone: str) -> tuple[int, int, int]:
    """Return in which span the period begins that a value names; of an instant the instant that it holds."""
    if isinstance(value, datetime):
        return from_datetime(value), NONE, 1
    first = first_day(value)
    if first is None:
        return EVER, -EVER, 0  # it names none
    clock, day = zone_clock(zone), day_of_date(first)
    return int(clock.start_of_day(day)), int(clock.start_of_day(day + 1)), 0


def _extended_to(run: Run) -> Instants:
    world = run.reader.world
    column = world.column(EXTENSION, "to")
    if column is None:
        return np.empty(0, np.int64)
    found = np.full(len(world.table), NONE)
    rows = world.rows_of_type(EXTENSION)
    found[rows] = micros_of(column.taken(rows), missing=NONE)
    return found[run.track.rows]


def _causes_by_place(run: Run, prepared: Prepared) -> Numbers:
    """Return the rank of each event's name as the reason for which a clock stood still, where events can be one."""
    if not any(plan.demand.reopened_by for plan in prepared.plans):
        return np.empty(0, np.int64)
    table, causes = run.reader.world.table, prepared.causes
    numbers = np.array([causes.index(name) if name in causes else -1 for name in table.types], np.int64)
    return numbers[table.type[run.track.rows]]
