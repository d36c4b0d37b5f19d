"""What a `require` checks at each of its events: whether it holds, and what shows that or leaves it open (4.8)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.expressions.syntax import Expression, Name, Selector, Who
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.reading.missing import words_missing
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.reading.wording import names_joined
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.scanning.sought import Sought, sought_by
from jiannuo.core.judging.kernel.states.lives import life_at, lives_of
from jiannuo.core.judging.kernel.streams.columns import codes_of, missing_in
from jiannuo.core.judging.kernel.streams.latest import Listed, Positions, latest_places, past_between
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.spans import lacks_part
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN, Truths, negated
from jiannuo.core.plans.requiring import RequirePlan

Words = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One of the things that must hold, at every event: whether it does, why it does not, and the event that shows it.

    Where it is unknown, `doubted` are the events that may have been what is needed, `sources` names those with a hole
    (None for none), `value` tells at some of the events what has no value.
    """

    truths: Truths
    reason: str
    what: str
    value: Callable[[Numbers], str | Words]
    shown: Rows
    sources: Words
    doubted: Listed


def checks_of(run: Run, plan: RequirePlan, sites: Sites) -> Iterator[Check]:
    """Yield the checks of a promise at its events, in the order in which they are told."""
    demand, reader = plan.demand, run.reader
    if demand.condition is not None:
        yield _condition(reader, demand.condition, sites)
    for selector, part in zip(demand.needs, plan.needs, strict=True):
        yield _needed(run, plan, selector, sought_by(run, part, [selector], sites), sites)
    for name in demand.complete:
        absent = missing_in(reader.named(Name((name,)), sites))
        yield _plain(np.where(absent, FALSE, TRUE).astype(np.int8), "attribute_empty", name)
    if demand.by is not None:
        yield _plain(_done_by(reader, demand.by, sites), "wrong_actor", _written(demand.by))
    for who in demand.not_by:
        yield _plain(negated(_done_by(reader, who, sites)), "wrong_actor", _written(who))


def _plain(truths: Truths, reason: str, what: str) -> Check:
    """Return a check that names itself where it is unknown."""
    count = len(truths)
    nothing = Listed(np.zeros(count + 1, np.int64), np.empty(0, np.int64))
    return Check(truths, reason, what, lambda _: what, np.full(count, -1), np.full(count, None, np.object_), nothing)


def _condition(reader: Reader, condition: Expression, sites: Sites) -> Check:
    truths = reader.truths(condition, sites)
    check = _plain(truths, "condition_false", write_condition(condition))
    return replace(check, value=lambda places: words_missing(reader, condition, sites.some(places)))


# What must have been seen before.


def _needed(run: Run, plan: RequirePlan, selector: Selector, sought: Sought, sites: Sites) -> Check:
    """Check that an event was seen before; where its record has a hole in the past, its absence is unknown."""
    world, own = run.reader.world, own_rows(sites)
    positions = Positions(sought.group, sites.at, own, own)
    _, last = latest_places(positions, sought.certain, world.order)
    shown = np.full(len(sites), -1)
    shown[last >= 0] = sought.certain.rows[last[last >= 0]]
    doubted = _past(positions, np.flatnonzero(last < 0), sought.undecided, run)
    absent = np.flatnonzero((last < 0) & (np.diff(doubted.starts) == 0))
    sources: Words = np.full(len(sites), None, np.object_)
    if len(absent):
        sources[absent] = _with_holes(run, plan, selector, sites.some(absent))
    truths = np.where(last >= 0, TRUE, np.where(np.diff(doubted.starts) > 0, UNKNOWN, FALSE)).astype(np.int8)
    truths[absent[is_told(sources[absent])]] = UNKNOWN
    what = selector.text or selector.event
    return Check(truths, "needed_missing", what, lambda _: what, shown, sources, doubted)


def is_told(words: Words) -> NDArray[np.bool_]:
    """Tell at each place whether there are words."""
    return np.array([word is not None for word in words.tolist()], np.bool_)


def own_rows(sites: Sites) -> Rows:
    """Return the events at which something is demanded."""
    if sites.own is None:
        raise AssertionError("something is demanded at events only")
    return sites.own


def _past(positions: Positions, places: Numbers, listed: Listed, run: Run) -> Listed:
    """Return the listed events of the past of some positions; of the others none."""
    starts = np.zeros(len(positions.at) + 1, np.int64)
    if not len(places) or not len(listed.rows):
        return Listed(starts, np.empty(0, np.int64))
    order = run.reader.world.order
    _, last = latest_places(positions, listed, order)
    places = places[last[places] >= 0]
    first = listed.starts[positions.stream]
    begins, rows = past_between(positions, (places, first, last), listed, order)
    starts[places + 1] = np.diff(begins)
    return Listed(np.cumsum(starts), rows)


def _with_holes(run: Run, plan: RequirePlan, selector: Selector, sites: Sites) -> Words:
    """Return at each position the sources that do not hold all of the subject's past, None where all do."""
    world = run.reader.world
    lives = lives_of(run.reader, sites.streams)
    life = life_at(lives, sites.stream, sites.at)
    since = np.where(life >= 0, lives.start[life], sites.at) if len(lives.start) else sites.at
    names = sorted(world.sources_of([selector]) | frozenset(plan.promise.sources))
    return names_joined(names, [_has_hole(run, name, since, sites.at) for name in names], len(sites))


def _has_hole(run: Run, source: str, since: Instants, until: Instants) -> NDArray[np.bool_]:
    """Tell of spans whether a source lacks a part: before its start, after its end, or in a gap."""
    reach = run.reader.world.reach_of([source])
    found = lacks_part(reach, since, until)
    return found if reach.complete_from is None else found | (since < reach.complete_from)


# Who did it.


def _written(who: Who) -> str:
    return f"{who.kind} {who.name or ''}".strip()


def _done_by(reader: Reader, who: Who, sites: Sites) -> Truths:
    """Tell who did it: a person, the system, a party, or whoever did earlier events of the subject."""
    return _did_earlier(reader, who.name or "", sites) if who.kind == "actor_of" else reader.done_by(who, sites)


def _did_earlier(reader: Reader, type_: str, sites: Sites) -> Truths:
    """Tell whether the own event's actor is one of those who did the earlier events of a type."""
    world, own = reader.world, own_rows(sites)
    listed = reader.rows_of_types(sites.streams, (type_,))
    positions = Positions(sites.stream, sites.at, own, own)
    _, last = latest_places(positions, listed, world.order)
    places = np.flatnonzero(last >= 0)
    begins, rows = past_between(positions, (places, listed.starts[sites.stream], last), listed, world.order)
    owner = np.repeat(places, np.diff(begins))
    actors = _actors(reader, np.concatenate([own, rows]))
    mine, theirs = actors[: len(own)], actors[len(own) :]
    count = len(sites)
    same = np.bincount(owner[theirs == mine[owner]], minlength=count) > 0
    nameless = np.bincount(owner[theirs < 0], minlength=count) > 0
    found = np.where(same, TRUE, np.where(nameless, UNKNOWN, FALSE))
    is_earlier = (last >= 0) | (world.table.type[own] == world.type_codes.get(type_, -1))
    return np.where(mine < 0, np.where(is_earlier, UNKNOWN, FALSE), found).astype(np.int8)


def _actors(reader: Reader, rows: Rows) -> Numbers:
    """Return numbers of the actors of events, the same for the same actor, -1 where none is known."""
    column = reader.world.table.actor
    if column is None:
        return np.full(len(rows), -1)
    named = codes_of(column.taken(rows))
    numbers: dict[object, int] = {}
    distinct = [numbers.setdefault(value, len(numbers)) for value in named.values.tolist()]
    return np.array([*distinct, -1], np.int64)[named.codes]
