"""What indicators observe of states: how long they were in force, their stretches, and their age at a period's end.

A kind of subject counts as a state that is in force while the subject lives.
"""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from jiannuo.core.charters.charter import Indicator, IntervalState
from jiannuo.core.expressions.syntax import Binary, Expression
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.figures.exact_values import labels_of, numbers_of
from jiannuo.core.judging.kernel.figures.observed_events import dimension_at
from jiannuo.core.judging.kernel.figures.record import end_of_record, sources_of, spans_on_record
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.changes import instants_to_read
from jiannuo.core.judging.kernel.states.lives import lives_of
from jiannuo.core.judging.kernel.states.states import spans_known_at_the_end, stretches_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.span_lists import SpanLists, common_lists, joined_lists, single_list
from jiannuo.core.judging.kernel.streams.spans import FOREVER
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN, Truths, both
from jiannuo.core.statistics.figures import MICROSECONDS
from jiannuo.core.statistics.measures import Amounts
from jiannuo.core.statistics.observations import Flags, Labels, Observations
from jiannuo.core.statistics.pieces import Pieces, cut, cut_at_edges, edges_within
from jiannuo.core.statistics.recurring import SINCE_EVER, Cycle

AGE = "age"


def is_of_stretches(indicator: Indicator) -> bool:
    """Tell whether an indicator is about stretches of time: those of a state, or the lives of subjects and their age."""
    measured = indicator.measured
    is_age = measured is not None and indicator.over == "subjects" and measured.attribute == AGE
    return indicator.over == "states" or indicator.kind in ("time", AGE) or is_age


def observe_states(indicator: Indicator, reader: Reader, *, cycle: Cycle, first: int) -> list[Observations]:
    """Return what a time, an age, or an indicator over states observes; `first` is the first instant of the log."""
    stood = _stood(indicator, reader)
    if indicator.kind == "time":
        return [_times(indicator, reader, stood, cycle)]
    if indicator.kind == AGE or (indicator.measured is not None and indicator.measured.attribute == AGE):
        return [_ages(indicator, reader, stood, (cycle, first))]
    return [_stretches(indicator, reader, stood, (cycle, first))]


@dataclass(frozen=True, slots=True, eq=False)
class _Stood:
    """When something stood or may have stood, stream by stream; `certain` is the part that is beyond doubt."""

    streams: Streams
    possible: SpanLists
    certain: SpanLists


def _stood(indicator: Indicator, reader: Reader) -> _Stood:
    """Return when a state was in force, or when subjects of a kind lived, as known at the end of the record."""
    charter, name = reader.charter, indicator.about or ""
    if indicator.over == "subjects":
        streams = reader.world.streams(charter.subjects[name].id)
        lives = lives_of(reader, streams)
        lived = joined_lists(_owners(lives.starts), lives.start, lives.until, count=len(streams))
        return _Stood(streams, lived, lived)
    state = cast(IntervalState, charter.states[name])
    stretches = stretches_of(reader, state)
    until = np.minimum(stretches.until, stretches.closed_at)
    possible = joined_lists(_owners(stretches.starts), stretches.from_, until, count=len(stretches.starts) - 1)
    return _Stood(reader.world.streams(state.of), possible, spans_known_at_the_end(reader, state))


def _owners(starts: Numbers) -> Numbers:
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


# How long.


def _times(indicator: Indicator, reader: Reader, stood: _Stood, cycle: Cycle) -> Observations:
    """Return pieces of time in which the state, and the condition on it, stood throughout or may have stood."""
    recorded = single_list(spans_on_record(reader, sources_of(indicator, reader)))
    certain, possible = common_lists(stood.certain, recorded), common_lists(stood.possible, recorded)
    doubtful = common_lists(possible, _complement(certain))
    if indicator.calendar is not None:
        certain, doubtful = _in_open_hours(reader, indicator.calendar, certain, doubtful)
    spans = [(certain, TRUE), (doubtful, UNKNOWN)]
    owner = np.concatenate([_owners(lists.starts) for lists, _ in spans])
    from_, until = (np.concatenate([lists[which] for lists, _ in spans]) for which in (1, 2))
    truths = np.concatenate([np.full(len(lists.from_), truth, np.int8) for lists, truth in spans])
    in_periods = _by_period(from_, until, cycle, is_told_to_date=True)
    owner, truths = owner[in_periods.of], truths[in_periods.of]
    changes = _cut_at_changes(indicator, reader, stood, replace(in_periods, of=owner))
    sites = Sites(stood.streams, owner[changes.of], changes.from_)
    each = replace(changes, of=np.arange(len(changes.of)))
    observed, places = _observed(indicator, reader, _Seen(sites, truths[changes.of], each, changes.from_))
    return _joined(observed, changes.some(places))


def _joined(observed: Observations, pieces: Pieces) -> Observations:
    """Put pieces of one period together that lie side by side and are alike."""
    differs = (np.diff(pieces.of) != 0) | (pieces.from_[1:] != pieces.until[:-1]) | np.diff(observed.certain)
    for labels in observed.by:
        differs |= np.diff(labels.codes) != 0
    first = np.flatnonzero(np.append(True, differs)) if len(pieces.of) else pieces.of
    amounts = Amounts(np.add.reduceat(pieces.until - pieces.from_, first) if len(first) else pieces.of)
    by = tuple(_taken(labels, first) for labels in observed.by)
    present, units = _in_microseconds(len(first))
    return Observations(observed.at[first], observed.certain[first], by, None, amounts, present, units)


def _complement(lists: SpanLists) -> SpanLists:
    """Return all that each list leaves out."""
    owner = _owners(lists.starts)
    count = len(lists.starts) - 1
    places = np.arange(len(owner)) + owner
    from_, until = np.full(len(owner) + count, -FOREVER), np.full(len(owner) + count, FOREVER)
    until[places], from_[places + 1] = lists.from_, lists.until
    return SpanLists(lists.starts + np.arange(count + 1), from_, until)


def _in_open_hours(
    reader: Reader, name: str, certain: SpanLists, doubtful: SpanLists
) -> tuple[SpanLists, SpanLists]:  # fmt: skip
    """Return what lies in the open hours of a calendar; in years that it does not know, all is doubtful."""
    calendar = reader.world.calendar(name)
    first, last = calendar.known_span
    ends = [edge for lists in (certain, doubtful) for edge in (*lists.from_[:1], *lists.until[:1])]
    if not ends:
        return certain, doubtful
    low = min(int(lists.from_.min()) for lists in (certain, doubtful) if len(lists.from_))
    high = max(int(lists.until.max()) for lists in (certain, doubtful) if len(lists.until))
    low, high = max(low, first), min(high, last)
    open_hours = single_list(calendar.segments(low, high) if low < high else [])
    strange = single_list([(-FOREVER, first), (last, FOREVER)])
    parts = [common_lists(doubtful, open_hours), common_lists(doubtful, strange), common_lists(certain, strange)]
    owner = np.concatenate([_owners(part.starts) for part in parts])
    from_, until = (np.concatenate([part[which] for part in parts]) for which in (1, 2))
    in_doubt = joined_lists(owner, from_, until, count=len(certain.starts) - 1)
    return common_lists(certain, open_hours), in_doubt


def _cut_at_changes(indicator: Indicator, reader: Reader, stood: _Stood, spans: Pieces) -> Pieces:
    """Return the spans of streams cut wherever the condition or a dimension may change, so that each piece is the same."""
    read = [each for each in (indicator.where, *indicator.by) if each is not None]
    asked = np.unique(spans.of)
    if not read or not len(asked):
        return Pieces(np.arange(len(spans.of)), spans.from_, spans.until)
    whole: Expression = read[0]
    for each in read[1:]:
        whole = Binary("and", whole, each)  # only what is named in it matters
    start, until = np.full(len(asked), FOREVER), np.full(len(asked), -FOREVER)
    number = np.searchsorted(asked, spans.of)
    np.minimum.at(start, number, spans.from_)
    np.maximum.at(until, number, spans.until)
    listed = instants_to_read(whole, reader, Sites(stood.streams, asked, start), (start, until))
    numbered = Pieces(number, spans.from_, spans.until)
    places = edges_within(_owners(listed.starts), listed.rows, numbered)
    return cut(spans.from_, spans.until, listed.rows, places)


# Stretches, and those that stand at the end of a period.


def _stretches(indicator: Indicator, reader: Reader, stood: _Stood, when: tuple[Cycle, int]) -> Observations:
    """Return the stretches of a state, cut at the ends of periods unless they are not to be clipped.

    Periods before the log's own are left out, as far back as a plan or a validity may reach.
    """
    cycle, first = when
    end = end_of_record(reader, sources_of(indicator, reader))
    begun = np.flatnonzero(stood.possible.from_ <= end)
    owner, from_ = _owners(stood.possible.starts)[begun], stood.possible.from_[begun]
    until = np.minimum(stood.possible.until[begun], np.maximum(end, from_))
    truths = _certain(stood)[begun]
    pieces = Pieces(np.arange(len(begun)), from_, until)
    if indicator.clip:
        is_open = stood.possible.until[begun] > until  # in force at that instant too, be it the first of a period
        cut_ = _by_period(from_, until + is_open, cycle)
        pieces = replace(cut_, until=np.minimum(cut_.until, until[cut_.of]))
    in_log = cycle.starts_of(np.array([min(first, end)], np.int64))[0]
    pieces = pieces.some(np.flatnonzero(pieces.from_ >= in_log))
    return _observed(indicator, reader, _Seen(Sites(stood.streams, owner, from_), truths, pieces, pieces.from_))[0]


def _certain(stood: _Stood) -> Truths:
    """Return of each stretch whether both its ends are beyond doubt."""
    certain = set(zip(_owners(stood.certain.starts).tolist(), *map(np.ndarray.tolist, stood.certain[1:]), strict=True))
    possible = zip(_owners(stood.possible.starts).tolist(), *map(np.ndarray.tolist, stood.possible[1:]), strict=True)
    return np.array([TRUE if span in certain else UNKNOWN for span in possible], np.int8)


def _by_period(from_: Instants, until: Instants, cycle: Cycle, *, is_told_to_date: bool = False) -> Pieces:
    """Return spans cut where periods begin, and where years do, if they are told to date as well."""
    if not len(from_):
        return Pieces(np.empty(0, np.int64), from_, until)
    first, last = int(from_.min()), max(int(until.max()) - 1, int(from_.max()))
    starts = cycle.between(first, last)
    years = replace(cycle, per="year").between(first, last) if is_told_to_date and cycle.per != "total" else []
    return cut_at_edges(from_, until, np.unique(np.array([*starts, *years], np.int64)))


def _ages(indicator: Indicator, reader: Reader, stood: _Stood, when: tuple[Cycle, int]) -> Observations:
    """Return, for each period, what stands at its end: since when, and everything else as it is then."""
    cycle, first = when
    end = end_of_record(reader, sources_of(indicator, reader))
    starts = np.array([start for start in cycle.between(min(first, end), end) if start <= end], np.int64)
    ends = np.array([min(cycle.end_of(start), end) for start in starts.tolist()], np.int64)
    # A period is half-open: what ends at its end stood in it to the last, unless the record ends there.
    looked_at = np.where(np.array([cycle.end_of(s) <= end for s in starts.tolist()], np.bool_), ends - 1, ends)
    looked_at = np.where(starts == SINCE_EVER, ends, looked_at)
    low = np.searchsorted(looked_at, stood.possible.from_, side="left")
    high = np.maximum(low, np.searchsorted(looked_at, stood.possible.until, side="left"))
    of = np.repeat(np.arange(len(low)), high - low)
    period = np.arange(len(of)) - np.repeat(np.cumsum(high - low) - high, high - low)
    natural = np.where(starts == SINCE_EVER, min(first, end), starts)
    sites = Sites(
        stood.streams,
        _owners(stood.possible.starts)[of],
        looked_at[period],
        period=(natural[period], ends[period]),
    )
    pieces = Pieces(np.arange(len(of)), stood.possible.from_[of], ends[period])
    return _observed(indicator, reader, _Seen(sites, _certain(stood)[of], pieces, natural[period]))[0]


# What they come to.


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What may belong: where each is read, and whether it does; its pieces (by number), and where each of them counts."""

    sites: Sites
    truths: Truths
    pieces: Pieces
    at: Instants


def _observed(indicator: Indicator, reader: Reader, seen: _Seen) -> tuple[Observations, Numbers]:
    """Return what belongs, and which of the pieces these are."""
    truths = seen.truths if indicator.where is None else both(seen.truths, reader.truths(indicator.where, seen.sites))
    kept = np.flatnonzero(truths != FALSE)
    number = np.full(len(truths), -1, np.int64)
    number[kept] = np.arange(len(kept))
    counted = np.flatnonzero(number[seen.pieces.of] >= 0)
    pieces, sites = seen.pieces.some(counted), seen.sites.some(kept)
    of = number[pieces.of]
    present, units = _in_microseconds(len(of))
    by = tuple(_taken(labels_of(dimension_at(name, sites, reader)), of) for name in indicator.by)
    parts = None if indicator.part is None else reader.truths(indicator.part, sites)[of]
    keys = None if indicator.distinct is None else numbers_of(reader.read(indicator.distinct, sites))[of]
    amounts, certain = Amounts(pieces.until - pieces.from_), truths[kept][of] == TRUE
    return Observations(seen.at[counted], certain, by, parts, amounts, present, units, keys), counted


def _in_microseconds(count: int) -> tuple[Flags, Labels]:
    """Return that so many amounts are there, and that they are lengths of time."""
    return np.ones(count, np.bool_), Labels((MICROSECONDS,), np.zeros(count, np.int64))


def _taken(labels: Labels, places: Numbers) -> Labels:
    return Labels(labels.names, labels.codes[places])
