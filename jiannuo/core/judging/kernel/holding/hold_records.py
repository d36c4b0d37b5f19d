"""How the condition of a `hold` stood: while it was demanded, and while that is known (4.9)."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from jiannuo.core.charters.charter import Hold, Promise
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.holding.hold_openings import HoldOpenings
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.changes import instants_to_read
from jiannuo.core.judging.kernel.states.state_answers import spans_in_force
from jiannuo.core.judging.kernel.streams.feeding import types_fed
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.span_lists import SpanLists, common_lists, joined_lists, single_list, taken
from jiannuo.core.judging.kernel.streams.spans import FOREVER, joined
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN, Truths
from jiannuo.core.values.calendars import WorkingCalendar


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """How the condition stood for each subject and member, as sorted lists of spans of true, false and unknown.

    `fallen` is where it was false, demanded or not. `of` tells for each obligation whose record it is judged by.
    `sources` are those it rests on, `types` the types of their events.
    """

    of: Numbers
    true: SpanLists
    false: SpanLists
    unknown: SpanLists
    fallen: SpanLists
    demanded: SpanLists
    sources: frozenset[str]
    types: tuple[str, ...]


def records_of(promise: Promise, reader: Reader, openings: HoldOpenings, lived: SpanLists) -> Records:
    """Return the record of every subject and member that has an obligation."""
    demand = cast(Hold, promise.demand)
    whole = openings.stream * (int(openings.member.max(initial=0)) + 2) + openings.member + 1
    _, first, of = np.unique(whole, return_index=True, return_inverse=True)
    sites = openings.some(first).sites()
    types = types_fed(demand.condition, reader.charter)
    sources = reader.world.sources_of(Selector(type_) for type_ in types) | frozenset(promise.sources)
    demanded = _demanded(promise, reader, sites, lived)
    counted = common_lists(demanded, single_list(_known(reader, sources)))
    listed = instants_to_read(demand.condition, reader, sites, _bounds(reader, sites, lived))
    owner, from_, until, truths = _stood(promise, reader, sites, listed)
    spans = {truth: _where(truths == truth, (owner, from_, until), len(sites)) for truth in (TRUE, FALSE, UNKNOWN)}
    true, false, unknown = (common_lists(spans[truth], counted) for truth in (TRUE, FALSE, UNKNOWN))
    return Records(of.reshape(-1), true, false, unknown, spans[FALSE], demanded, sources, types)


def _bounds(reader: Reader, sites: Sites, lived: SpanLists) -> tuple[Instants, Instants]:
    first, last = lived.starts[sites.stream], lived.starts[sites.stream + 1] - 1
    return lived.from_[first], np.minimum(lived.until[last], reader.world.as_of)


def _stood(
    promise: Promise, reader: Reader, sites: Sites, listed: Listed
) -> tuple[Numbers, Instants, Instants, Truths]:  # fmt: skip
    """Return the condition's truth from each instant that it is read at until the next one of the same record."""
    owner = np.repeat(np.arange(len(sites)), np.diff(listed.starts))
    places = np.flatnonzero(np.diff(owner) == 0)
    here = sites.some(owner[places])
    at = listed.rows[places]
    there = Sites(here.streams, here.stream, at, period=here.period, member=here.member)
    truths = reader.truths(cast(Hold, promise.demand).condition, there)
    return owner[places], at, listed.rows[places + 1], truths


def _where(
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], spans: tuple[Numbers, Instants, Instants], count: int
) -> SpanLists:
    places = np.flatnonzero(chosen)
    owner, from_, until = (column[places] for column in spans)
    return joined_lists(owner, from_, until, count=count)


def _known(reader: Reader, sources: frozenset[str]) -> list[tuple[int, int]]:
    """Return when all the sources together are on record, gaps left out."""
    reach = reader.world.reach_of(sources)
    rest = [(-FOREVER if reach.first is None else reach.first, reach.complete_until)]
    for from_, until in reach.gaps:
        rest = [part for a, b in rest for part in ((a, min(b, from_)), (max(a, until), b)) if part[0] < part[1]]
    return joined(rest)


# What is demanded.


def _demanded(promise: Promise, reader: Reader, sites: Sites, lived: SpanLists) -> SpanLists:
    """Return when the promise demands anything: in the life, while its state is in force, while its calendar is open."""
    state = cast(Hold, promise.demand).while_state
    alive = common_lists(taken(lived, sites.stream), single_list([(reader.charter.effective, reader.world.as_of)]))
    if state is not None:
        alive = common_lists(alive, spans_in_force(reader, reader.charter.states[state], sites))
    if isinstance(promise.calendar, str) and len(alive.from_):
        alive = _in_open_hours(alive, reader.world.calendar(promise.calendar))
    return alive


def _in_open_hours(demanded: SpanLists, calendar: WorkingCalendar) -> SpanLists:
    """Return the part of the demand in open hours; in years that the calendar does not know, all of it."""
    first, last = calendar.known_span
    known = common_lists(demanded, single_list([(first, last)]))
    open_hours = calendar.segments(int(known.from_.min()), int(known.until.max())) if len(known.from_) else []
    parts = [
        common_lists(known, single_list(open_hours)),
        common_lists(demanded, single_list([(-FOREVER, first)])),
        common_lists(demanded, single_list([(last, FOREVER)])),
    ]
    owner = [np.repeat(np.arange(len(part.starts) - 1), np.diff(part.starts)) for part in parts]
    from_, until = (np.concatenate([part[which] for part in parts]) for which in (1, 2))
    return joined_lists(np.concatenate(owner), from_, until, count=len(demanded.starts) - 1)
