"""The periods from given instants on, many at once: natural ones, those counted from the edition, and segments (4.6)."""

from typing import NamedTuple, cast

import numpy as np

from jiannuo.core.charters.charter import Every
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.event_table import MISSING, Instants
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.clock import due_of_days
from jiannuo.core.values.durations import DAY, Duration, Unit
from jiannuo.core.values.instants import Period, next_period_start, period_start
from jiannuo.core.values.zones import zone_clock

_SHORT: dict[Period, int] = {"minute": 60_000_000, "hour": 3_600_000_000}


class Periods(NamedTuple):
    """Periods [start, end) with the number of the instant (`of`) that each belongs to, in order."""

    of: Numbers
    start: Instants
    end: Instants


def natural_periods(world: World, period: Period, from_: Instants, *, with_first: bool = False) -> Periods:
    """Return the natural periods (of the charter's zone) that begin from each instant on and not after `as_of`.

    With `with_first`, also the one that holds the instant.
    """
    asked = from_[from_ <= world.as_of + (400 * DAY if with_first else 0)]
    if not len(asked):
        return _none()
    edges = _natural_edges(period, int(asked.min()), world.as_of, world.zone)
    return _between(edges[:-1], edges[1:], from_, world.as_of, with_first=with_first)


def _natural_edges(period: Period, from_: int, until: int, zone: str) -> Instants:
    """Return where the natural periods begin, from the one that holds an instant until after another."""
    clock = zone_clock(zone)
    first, last = int(clock.day(from_)), int(clock.day(max(from_, until)))
    days = np.arange(first, last + 1)
    starts = clock.start_of_day(days)
    if period in _SHORT:
        ends = clock.start_of_day(days + 1)
        return np.concatenate(
            [*(np.arange(a, b, _SHORT[period]) for a, b in zip(starts, ends, strict=True)), ends[-1:]]
        )
    begins = np.unique(period_start(starts, period, zone=zone))
    return np.append(begins, next_period_start(int(begins[-1]), period, zone=zone))


def periods_of(reader: Reader, every: Every, sites: Sites) -> tuple[Periods, Numbers]:
    """Return the periods that begin from each position on and not after `as_of`, and where their length is missing.

    A length is missing that has no value, is nothing at all, or is working time, which has no edges.
    """
    world, from_ = reader.world, sites.at
    if every.period is not None and every.period != "total":
        return natural_periods(world, every.period, from_), np.empty(0, np.int64)
    if every.interval_of is not None:
        return _segments(world, every.interval_of, from_), np.empty(0, np.int64)
    lengths = _lengths(reader, every, sites)
    missing = np.array([place for place, length in enumerate(lengths) if length is None], np.int64)
    parts = []
    for length in dict.fromkeys(each for each in lengths if each is not None):
        places = np.array([place for place, each in enumerate(lengths) if each == length], np.int64)
        found = counted_periods(world, length, from_[places])
        parts.append(Periods(places[found.of], found.start, found.end))
    return _together(parts), missing


def _segments(world: World, name: str, from_: Instants) -> Periods:
    """Return the open hours of a calendar as periods; one that is on as the record ends is on until then."""
    asked = from_[from_ <= world.as_of + 1]
    segments = world.calendar(name).segments(int(asked.min()) - 1, world.as_of + 1) if len(asked) else []
    edges = np.array(segments, np.int64).reshape(-1, 2)
    return _between(edges[:, 0], edges[:, 1], from_, world.as_of)


def _lengths(reader: Reader, every: Every, sites: Sites) -> list[Duration | None]:
    if every.attribute is None:
        return [_usable(every.duration)] * len(sites)
    there = Sites(
        sites.streams, sites.stream, sites.at, trigger=sites.trigger, period=sites.period, member=sites.member
    )
    column = codes_of(reader.named(Name((every.attribute,)), there))
    usable = [*(_usable(value) for value in column.values), None]
    return [usable[code] for code in np.where(column.codes == MISSING, len(usable) - 1, column.codes).tolist()]


def _usable(length: object) -> Duration | None:
    usable = isinstance(length, Duration) and length.count > 0 and not length.unit.needs_calendar
    return cast(Duration, length) if usable else None


def counted_periods(world: World, length: Duration, from_: Instants) -> Periods:
    """Return periods of a length, counted from 00:00 of the effective date, that begin from each instant on.

    Each edge is counted from there, so that months which end on the 31st go on doing so after a short one.
    """
    first, as_of = world.charter.effective, world.as_of
    if length.unit is Unit.ELAPSED:
        skipped = max(0, (int(from_.min(initial=as_of)) - first) // length.count)
        times = np.arange(skipped, max(skipped, (as_of - first) // length.count) + 2)
        edges = first + times * length.count
    else:
        edges = _dated_edges(world, length)
    return _between(edges[:-1], edges[1:], from_, as_of)


def _dated_edges(world: World, length: Duration) -> Instants:
    """Return where periods of days, weeks or months end: at 00:00 of a date, for a period has no opening day."""
    edges: list[int] = []
    while len(edges) < 2 or edges[-2] <= world.as_of:
        whole = Duration(length.count * len(edges), length.unit)
        edges.append(int(due_of_days(world.charter.effective, whole, -1, calendar=None, zone=world.zone)))
    return np.array(edges, np.int64)


def _between(
    starts: Instants, ends: Instants, from_: Instants, as_of: int, *, with_first: bool = False
) -> Periods:  # fmt: skip
    """Return those of a row of periods that begin from each instant on and not after `as_of`."""
    first = np.searchsorted(ends, from_, side="right") if with_first else np.searchsorted(starts, from_, side="left")
    last = np.searchsorted(starts, as_of, side="right")
    counts = np.maximum(last - first, 0)
    of = np.repeat(np.arange(len(from_)), counts)
    places = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    return Periods(of, starts[places], ends[places])


def _together(parts: list[Periods]) -> Periods:
    if not parts:
        return _none()
    of, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(of, kind="stable")
    return Periods(of[order], start[order], end[order])


def _none() -> Periods:
    nothing = np.empty(0, np.int64)
    return Periods(nothing, nothing, nothing)
