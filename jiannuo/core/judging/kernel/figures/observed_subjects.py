"""What indicators observe of subjects: those that lived in a period, each as it is at the period's end."""

import numpy as np

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.kernel.figures.exact_values import exact_values, labels_of, numbers_of
from jiannuo.core.judging.kernel.figures.observed_events import dimension_at
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.lives import lives_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE
from jiannuo.core.statistics.observations import Observations
from jiannuo.core.statistics.recurring import SINCE_EVER, Cycle


def observe_subjects(indicator: Indicator, reader: Reader, *, cycle: Cycle, first: int) -> list[Observations]:
    """Return what an indicator over subjects observes; `first` is the first instant of the log.

    Conditions, values and dimensions see the whole history of the subject up to the period's end, or to `as_of` before it.
    """
    sites = _lived_in(indicator, reader, cycle, first)
    truths = np.full(len(sites), TRUE, np.int8)
    if indicator.where is not None:
        truths = reader.truths(indicator.where, sites)
    kept = np.flatnonzero(truths != FALSE)
    sites, truths = sites.some(kept), truths[kept]
    amounts = present = units = keys = None
    if indicator.measured is not None:
        value = Name((indicator.measured.event, indicator.measured.attribute))
        amounts, present, units = exact_values(reader.read(value, sites))
    if indicator.distinct is not None:
        keys = numbers_of(reader.read(indicator.distinct, sites))
    by = tuple(labels_of(dimension_at(name, sites, reader)) for name in indicator.by)
    parts = None if indicator.part is None else reader.truths(indicator.part, sites)
    at = sites.at if sites.period is None else sites.period[0]
    return [Observations(at, truths == TRUE, by, parts, amounts, present, units, keys)]


def _lived_in(indicator: Indicator, reader: Reader, cycle: Cycle, first: int) -> Sites:
    """Return each subject once for every period in which it lived, at the last instant of that period."""
    as_of = reader.world.as_of
    streams = reader.world.streams(reader.charter.subjects[indicator.about or ""].id)
    starts = np.array(cycle.between(min(first, as_of), as_of), np.int64)
    ends = np.array([cycle.end_of(start) for start in starts.tolist()], np.int64)
    last = np.where((ends <= as_of) & (starts != SINCE_EVER), ends - 1, as_of)
    stream, period = _pairs(reader, indicator.about or "", starts, last)
    natural = np.maximum(starts, min(first, as_of))
    natural = np.where(starts == SINCE_EVER, natural, starts)
    return Sites(streams, stream, last[period], period=(natural[period], ends[period]))


def _pairs(reader: Reader, kind: str, starts: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """Return the pairs of a subject and a period, from its start to its last instant, in which the subject lived."""
    streams = reader.world.streams(reader.charter.subjects[kind].id)
    lives = lives_of(reader, streams)
    owner = np.repeat(np.arange(len(streams)), np.diff(lives.starts))
    low = np.searchsorted(last, lives.start, side="left")
    high = np.maximum(low, np.searchsorted(starts, np.maximum(lives.until, lives.start + 1), side="left"))
    life = np.repeat(np.arange(len(owner)), high - low)
    period = np.arange(len(life)) - np.repeat(np.cumsum(high - low) - high, high - low)
    pairs = np.unique(np.stack([owner[life], period], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]
