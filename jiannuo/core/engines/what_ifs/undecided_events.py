"""Events of which it is unknown whether a promise waits for them, and the promise that takes all of them as wanted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from jiannuo.core.charters.charter import Charter, Expect, Never, Promise
from jiannuo.core.expressions.syntax import Binary, IsNull, Name, Selector
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.truths import FALSE, UNKNOWN, Truths


def enders_of(promise: Promise) -> list[Selector]:
    """Return what may end an obligation: targets or forbidden deeds, grounds and ends."""
    return [*_targets(promise), *(ground.selector for ground in promise.excused_by), *promise.ends_with]


def pausers_of(promise: Promise) -> list[Selector]:
    """Return what may pause its clock; of an event that is undecided nothing is made under any limit."""
    return [selector for pause in cast(Expect, promise.demand).pauses for selector in (*pause.from_, *pause.until)]


def with_guesses(promise: Promise) -> Promise:
    """Return the promise under which an undecided target or deed counts: its condition may be null as well."""
    demand = promise.demand
    if isinstance(demand, Never):
        return replace(promise, demand=replace(demand, forbidden=tuple(map(_with_guess, demand.forbidden))))
    expected = cast(Expect, demand)
    parts = tuple(tuple(map(_with_guess, part)) for part in expected.parts)
    return replace(promise, demand=replace(expected, parts=parts))


def _with_guess(selector: Selector) -> Selector:
    where = selector.where
    return selector if where is None else replace(selector, where=Binary("or", where, IsNull(where, negated=False)))


def has_undecided_targets(promise: Promise, reader: Reader) -> bool:
    """Tell whether it is unknown of any event of the log whether it is a target or a forbidden deed."""
    return any(_has_undecided(selector, promise, reader) for selector in _targets(promise))


def has_doubtful_events(promise: Promise, reader: Reader) -> bool:
    """Tell whether anything is undecided that taking it as wanted does not settle: whose deed, for whom, what else ends it."""
    targets = [_with_guess(selector) for selector in _targets(promise)]
    demand = promise.demand
    until = demand.until if isinstance(demand, Never) else ()
    others = [*(ground.selector for ground in promise.excused_by), *promise.ends_with, *until]
    is_open = any(_has_undecided(selector, promise, reader) for selector in (*targets, *others))
    return is_open or _lacks_member(promise, targets, reader)


def _targets(promise: Promise) -> Sequence[Selector]:
    demand = promise.demand
    if isinstance(demand, Never):
        return demand.forbidden
    return [selector for part in cast(Expect, demand).parts for selector in part]


def _has_undecided(selector: Selector, promise: Promise, reader: Reader) -> bool:
    if selector.via is not None and (selector.where, selector.by, selector.not_by) != (None, None, None):
        return True  # it would have to be asked in the streams that it is seen from
    return bool((_truths(selector, promise, reader)[0] == UNKNOWN).any())


def _lacks_member(promise: Promise, targets: Sequence[Selector], reader: Reader) -> bool:
    """Tell whether any target does not say for which member of an obligation it is."""
    member = _member(promise, reader.charter)
    if member is None:
        return False
    for selector in targets:
        truths, sites = _truths(selector, promise, reader)
        if (truths[reader.named(Name((member,)), sites).objects() == np.array(None)] != FALSE).any():
            return True
    return False


def _truths(selector: Selector, promise: Promise, reader: Reader) -> tuple[Truths, Sites]:
    """Return whether the selector picks each event of its type, and where these stand."""
    world = reader.world
    rows, streams = world.rows_of_type(selector.event), world.streams(promise.of)
    numbers = world.stream_of_row(streams)[rows]
    carried = np.flatnonzero(numbers >= 0)
    sites = at_events(streams, numbers[carried], rows[carried], world.table.at[rows[carried]])
    return reader.matches(selector, sites), sites


def _member(promise: Promise, charter: Charter) -> str | None:
    """Return the attribute by which events tell for which member of the obligation they are."""
    demand = promise.demand
    for_each = demand.for_each if isinstance(demand, Expect) else None
    if for_each is None:
        return None
    return charter.subjects[for_each.kind].id[0] if for_each.kind is not None else for_each.attribute
