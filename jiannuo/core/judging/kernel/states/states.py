"""The stretches of states as columns, and how they stand, as known at a moment (section 1 of the language).

Each stretch remembers when it became known and, where an event closed it, when that happened, so that a plan published
late never heals the past and an end that lies ahead is not used before it happened.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jiannuo.core.charters.charter import AttributeOf, IntervalState
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.past.picks import Picks, picks_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import micros_of
from jiannuo.core.judging.kernel.streams.endings_at_once import is_ended_by
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, first_after
from jiannuo.core.judging.kernel.streams.sites import at_events
from jiannuo.core.judging.kernel.streams.span_lists import SpanLists, joined_lists
from jiannuo.core.judging.kernel.streams.spans import FOREVER
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import TRUE, Truths
from jiannuo.core.values.clock import add
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled


class Stretches(NamedTuple):
    """The stretches of key `k` are rows `starts[k]:starts[k + 1]`, each [from_, until), in the order of their openers.

    `closed_at` is when an event ended one before its planned end. From `doubted_at` on an undecided event may have ended
    it; if an undecided event began it, that is from the start. FOREVER stands for never.
    """

    starts: Numbers
    opener: Rows
    opened_at: Instants
    from_: Instants
    until: Instants
    closed_at: Instants
    doubted_at: Instants


class _Openings(NamedTuple):
    """What begins stretches: the key, the event, the instant, whether that is certain, and the planned end."""

    stream: Numbers
    row: Rows
    from_: Instants
    truth: Truths
    until: Instants


def stretches_of(reader: Reader, state: IntervalState) -> Stretches:
    """Return all stretches of a state; the keys are the streams of the state's attributes."""
    return reader.world.remembered(("stretches", state.name), lambda: _stretches_of(reader, state))


def _stretches_of(reader: Reader, state: IntervalState) -> Stretches:
    world, streams = reader.world, reader.world.streams(state.of)
    openings = _planned(reader, state, streams, _openings(reader, state, streams))
    closings = picks_of(reader, streams, _selectors(state.until))
    starts = np.searchsorted(openings.stream, np.arange(len(streams) + 1))
    closed, doubted = _ended(starts, openings, closings, world.order)
    return Stretches(
        starts, openings.row, world.table.at[openings.row], openings.from_, openings.until, closed, doubted
    )


def _openings(reader: Reader, state: IntervalState, streams: Streams) -> _Openings:
    at = reader.world.table.at
    picks = picks_of(reader, streams, _selectors(state.from_))
    found = [(_owners(picks.starts), picks.rows, at[picks.rows], picks.truths)]
    for source in _attributes(state.from_):
        listed = reader.rows_of_types(streams, (source.event,))
        owner = _owners(listed.starts)
        instant = _instants(reader, streams, owner, listed.rows, source.attribute)
        told = np.flatnonzero(instant != NONE)
        found.append((owner[told], listed.rows[told], instant[told], np.full(len(told), TRUE, np.int8)))
    stream, rows, from_, truths = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.arange(len(rows)) if len(found) == 1 else _scanned(reader, stream, rows)
    return _Openings(stream[order], rows[order], from_[order], truths[order], np.full(len(rows), FOREVER))


def _planned(reader: Reader, state: IntervalState, streams: Streams, openings: _Openings) -> _Openings:
    """Return the openings with the earliest of their planned ends."""
    until = openings.until
    if state.lasts is not None:
        until = np.minimum(until, add(openings.from_, state.lasts, calendar=None, zone=reader.world.zone))
    for source in _attributes(state.until):
        places = np.flatnonzero(reader.world.table.type[openings.row] == reader.world.type_codes.get(source.event, -1))
        ends = _instants(reader, streams, openings.stream[places], openings.row[places], source.attribute)
        until[places] = np.where(ends == NONE, until[places], np.minimum(until[places], ends))
    return openings._replace(until=until)


def _instants(reader: Reader, streams: Streams, stream: Numbers, rows: Rows, attribute: str) -> Instants:
    sites = at_events(streams, stream, rows, reader.world.table.at[rows])
    return micros_of(reader.attribute_of(attribute, rows, sites), missing=NONE)


def _owners(starts: Numbers) -> Numbers:
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def _scanned(reader: Reader, stream: Numbers, rows: Rows) -> Numbers:
    """Return the order of events by stream and then as they are scanned."""
    distinct = np.unique(rows)
    rank = np.empty(len(distinct), np.int64)
    rank[np.searchsorted(distinct, reader.world.scan_order(distinct))] = np.arange(len(distinct))
    return np.lexsort((rank[np.searchsorted(distinct, rows)], stream))


def _selectors(ends: Iterable[Selector | AttributeOf]) -> list[Selector]:
    return [end for end in ends if isinstance(end, Selector)]


def _attributes(ends: Iterable[Selector | AttributeOf]) -> list[AttributeOf]:
    return [end for end in ends if isinstance(end, AttributeOf)]


# What ends a stretch.


class _Ending(NamedTuple):
    """What begins and what ends stretches, and when each was closed and put in doubt, as far as that is told."""

    openings: _Openings
    closings: Picks
    closed_at: Instants
    doubted_at: Instants
    order: Order


@compiled
def _ended(starts: Numbers, openings: _Openings, closings: Picks, order: Order) -> tuple[Instants, Instants]:
    closed, doubted = np.full(len(openings.row), FOREVER), np.full(len(openings.row), FOREVER)
    ending = _Ending(openings, closings, closed, doubted, order)
    certain, undecided = _next_of(closings, 1), _next_of(closings, -1)
    for stream in range(len(starts) - 1):
        span = (closings.starts[stream], closings.starts[stream + 1])
        for place in range(starts[stream], starts[stream + 1]):
            if openings.truth[place] == -1:
                doubted[place] = openings.from_[place]
            later = _ended_at_once(place, starts[stream], span, ending)
            if later < span[1] and closed[place] == FOREVER and certain[later] >= 0:
                closed[place] = order.at[closings.rows[certain[later]]]
            if later < span[1] and doubted[place] == FOREVER and undecided[later] >= 0:
                doubted[place] = order.at[closings.rows[undecided[later]]]
            if closed[place] >= openings.until[place]:
                closed[place] = FOREVER
    return closed, doubted


@compiled
def _next_of(closings: Picks, truth: int) -> Numbers:
    """Return for each closing the next one of its stream that is certain (1) or undecided (-1); -1 if none is."""
    found = np.full(len(closings.rows), -1, np.int64)
    for stream in range(len(closings.starts) - 1):
        latest = -1
        for place in range(closings.starts[stream + 1] - 1, closings.starts[stream] - 1, -1):
            if closings.truths[place] == truth:
                latest = place
            found[place] = latest
    return found


@compiled
def _ended_at_once(place: int, first: int, span: tuple[int, int], ending: _Ending) -> int:
    """Note what the closings of the opener's instant do to it; return the first later one."""
    opener, order, closings = ending.openings.row[place], ending.order, ending.closings
    closing, stood = first_after(closings.rows, span, order.at[opener] - 1, order.at), -2
    while closing < span[1] and order.at[closings.rows[closing]] == order.at[opener]:
        stood = _stood_before(first, place, ending) if stood == -2 else stood
        end = closings.rows[closing]
        verdict = is_ended_by(opener, end, stood, order)
        is_certain = verdict == 1 and closings.truths[closing] == 1
        if is_certain and ending.closed_at[place] == FOREVER:
            ending.closed_at[place] = order.at[end]
        if verdict != 0 and not is_certain and ending.doubted_at[place] == FOREVER:
            ending.doubted_at[place] = order.at[end]
        closing += 1
    return closing


@compiled
def _stood_before(first: int, place: int, ending: _Ending) -> int:
    """Tell whether anything begun before an instant was left to be ended at it, be it planned to begin later."""
    openings, found = ending.openings, 0
    at = ending.order.at[openings.row[place]]
    for earlier in range(place - 1, first - 1, -1):
        last = min(openings.until[earlier], ending.closed_at[earlier])
        if ending.order.at[openings.row[earlier]] < at <= last:
            if ending.doubted_at[earlier] >= at:
                return 1
            found = -1
    return found


# How stretches stand.


def standing(stretches: Stretches) -> tuple[Instants, Instants, Instants]:
    """Return of each stretch from when until when it stands as known at that very instant, and until when for certain."""
    from_ = np.maximum(stretches.opened_at, stretches.from_)
    until = np.minimum(stretches.until, stretches.closed_at)
    return from_, until, np.minimum(until, stretches.doubted_at)


def spans_known_at_the_end(reader: Reader, state: IntervalState) -> SpanLists:
    """Return, key by key, when a state was certainly in force, as known at the end of the record."""
    return reader.world.remembered(("spans", state.name), lambda: _spans_known_at_the_end(reader, state))


def _spans_known_at_the_end(reader: Reader, state: IntervalState) -> SpanLists:
    stretches, as_of = stretches_of(reader, state), reader.world.as_of
    until = np.minimum(stretches.until, stretches.closed_at)
    until = np.where(stretches.doubted_at <= as_of, np.minimum(until, stretches.doubted_at), until)
    return joined_lists(_owners(stretches.starts), stretches.from_, until, count=len(stretches.starts) - 1)


def changes_of_stretches(stretches: Stretches) -> Listed:
    """Return, for each key, every instant at which the state may change; FOREVER among them means nothing."""
    columns = (stretches.opened_at, stretches.from_, stretches.until, stretches.closed_at, stretches.doubted_at)
    return Listed(5 * stretches.starts, np.stack(columns, axis=1).reshape(-1))
