"""Signals: a pattern becomes an event of its own, once until cleared (section 1 of the language, decision 20).

The condition is read for all keys at once, at the events of `at` or at the end of each period; what it asks of the past
begins at the latest clear. Then it is settled key by key where the signal is given.
"""

from collections.abc import Mapping
from typing import cast

import numpy as np

from jiannuo.core.charters.charter import Signal
from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.past.periods import natural_periods
from jiannuo.core.judging.kernel.past.picks import Picks, picks_of
from jiannuo.core.judging.kernel.reading.reading import Answer, Reader
from jiannuo.core.judging.kernel.reading.wanting import in_edition
from jiannuo.core.judging.kernel.signals.giving import Looks, given_by
from jiannuo.core.judging.kernel.signals.signal_rows import Given, with_given
from jiannuo.core.judging.kernel.states.lives import lives_of
from jiannuo.core.judging.kernel.streams.sites import Restarts, Sites
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import Truths, both
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.clock import add
from jiannuo.core.values.instants import Period


def with_signals(world: World, answers: Mapping[str, Answer]) -> World:
    """Return the world with all signals of its charter among the events, each built on those before it."""
    for signal in world.charter.signals.values():
        streams = world.streams(signal.of)
        given = _given(Reader(world, answers), signal, streams)
        if len(given.stream):
            world = with_given(world, signal, streams, given)
    return world


def _given(reader: Reader, signal: Signal, streams: Streams) -> Given:
    """Return what a signal gives; what a relative's events gave (5.11) is the relative's signal."""
    world = reader.world
    clears = picks_of(reader, streams, signal.clears)
    looks = _at_events(reader, signal, streams, clears)
    if signal.per is not None:
        looks = _at_periods(reader, signal, streams, cast(Period, signal.per), clears)
    places, certain = given_by(looks, clears, world.order, world.as_of)
    stream = np.searchsorted(looks.starts, places, side="right") - 1
    cause = looks.own[places]
    named = np.where(cause < 0, -1, world.stream_of_row(streams)[cause])
    kept = (named < 0) | (named == stream)
    places = places[kept]
    return Given(stream[kept], cause[kept], looks.at[places], looks.ripe[places], certain[kept])


# Where the condition is read.


def _at_events(reader: Reader, signal: Signal, streams: Streams, clears: Picks) -> Looks:
    """Return a look at each event of the edition, from its place among the events of its instant."""
    picks = picks_of(reader, streams, signal.at)
    stream = np.repeat(np.arange(len(streams)), np.diff(picks.starts))
    at = reader.world.table.at[picks.rows]
    kept = in_edition(reader.charter, at)
    rows = picks.rows[kept]
    sites = Sites(streams, stream[kept], at[kept], own=rows, here=rows, restarts=Restarts(*clears))
    truths = both(picks.truths[kept], reader.truths(signal.when, sites))
    return _looks(reader, signal, sites, (at[kept], rows, truths))


def _at_periods(reader: Reader, signal: Signal, streams: Streams, period: Period, clears: Picks) -> Looks:
    """Return a look at the end of each period of the edition at whose last instant the subject lives.

    What happened before the end belongs to the period, what happens at its end to the next.
    """
    world, lives = reader.world, lives_of(reader, streams)
    owner = np.repeat(np.arange(len(streams)), np.diff(lives.starts))
    periods = natural_periods(world, period, lives.start, with_first=True)
    until = np.minimum(lives.until[periods.of], world.as_of)
    fits = (periods.end <= until) & in_edition(reader.charter, periods.start)
    stream, start, end = owner[periods.of[fits]], periods.start[fits], periods.end[fits]
    sites = Sites(streams, stream, end - 1, period=(start, end), restarts=Restarts(*clears))
    return _looks(reader, signal, sites, (end, np.full(len(end), -1), reader.truths(signal.when, sites)))


def _looks(reader: Reader, signal: Signal, sites: Sites, read: tuple[Instants, Rows, Truths]) -> Looks:
    at, own, truths = read
    lasting = signal.lasts
    ripe = at if lasting is None else add(at, lasting, calendar=None, zone=reader.world.zone)
    starts = np.searchsorted(sites.stream, np.arange(len(sites.streams) + 1))
    return Looks(starts, at, ripe, sites.at, own, truths)
