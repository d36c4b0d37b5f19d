"""What excuses a broken `hold`, what is in doubt about it, and the events that show its shortfalls (4.9)."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.charters.charter import Promise
from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.holding.hold_periods import Shortfalls
from jiannuo.core.judging.kernel.outcomes.outcomes import Lists
from jiannuo.core.judging.kernel.past.picks import Picks, picks_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.lives import certain
from jiannuo.core.judging.kernel.states.state_keys import recorded
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers, first_after
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import UNKNOWN
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled

WAIVER = "waiver_granted"


class Broken(NamedTuple):
    """Obligations with a shortfall: the stream, when it opened, and when its first shortfall began."""

    stream: Numbers
    start: Instants
    fell_at: Instants


def grounds_of(promise: Promise, reader: Reader, streams: Streams, broken: Broken) -> Rows:
    """Return what excuses each: a ground or waiver not after the first shortfall's start, or one that heals; -1 for none."""
    at = reader.world.table.at
    excuses = certain(picks_of(reader, streams, [ground.selector for ground in promise.excused_by]))
    healing = certain(picks_of(reader, streams, [g.selector for g in promise.excused_by if g.heals_late]))
    waivers = _waivers(promise, reader, streams)
    excused, waived = (_first_since(each, broken.stream, broken.start, at) for each in (excuses, waivers))
    ranks = reader.world.ranks(np.concatenate([excused, waived]))
    is_waived = (waived >= 0) & ((excused < 0) | (ranks[len(excused) :] < ranks[: len(excused)]))
    first = np.where(is_waived, waived, excused)
    in_time = (first >= 0) & (at[first] <= broken.fell_at) if len(at) else first >= 0
    return np.where(in_time, first, _first_since(healing, broken.stream, broken.start, at))


def _waivers(promise: Promise, reader: Reader, streams: Streams) -> Listed:
    listed = reader.rows_of_types(streams, (WAIVER,))
    column = codes_of(recorded(reader, "promise", listed.rows))
    is_it = np.array([*(value == promise.id for value in column.values), False], np.bool_)[column.codes]
    kept = np.flatnonzero(is_it)
    return Listed(np.searchsorted(kept, listed.starts), listed.rows[kept])


def doubts_of(promise: Promise, reader: Reader, streams: Streams, broken: Broken) -> Lists:
    """Return the events that may excuse or end each by the start of its first shortfall, without saying so for certain."""
    at = reader.world.table.at
    parts = []
    for number, selectors in enumerate(([ground.selector for ground in promise.excused_by], promise.ends_with)):
        listed = _undecided(picks_of(reader, streams, selectors))
        owner, rows = _between(listed, broken.stream, (broken.start, broken.fell_at), at)
        parts.append((owner, np.full(len(owner), number), rows))
    owner, part, rows = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return lists_of(owner, rows, np.lexsort((part, owner)), count=len(broken.stream))


def _undecided(picks: Picks) -> Listed:
    kept = np.flatnonzero(picks.truths == UNKNOWN)
    return Listed(np.searchsorted(kept, picks.starts), picks.rows[kept])


def lists_of(owner: Numbers, values: Numbers, order: Numbers, *, count: int) -> Lists:
    """Return values as a list for each of so many owners, in an order that goes by owner."""
    return Lists(np.searchsorted(owner[order], np.arange(count + 1)), values[order])


@compiled
def _first_since(listed: Listed, stream: Numbers, start: Instants, at: Instants) -> Rows:
    found = np.full(len(stream), -1, np.int64)
    for number in range(len(stream)):
        span = (listed.starts[stream[number]], listed.starts[stream[number] + 1])
        place = first_after(listed.rows, span, start[number] - 1, at)
        if place < span[1]:
            found[number] = listed.rows[place]
    return found


def _between(listed: Listed, stream: Numbers, span: tuple[Instants, Instants], at: Instants) -> tuple[Numbers, Rows]:
    """Return, by place in `stream`, what is listed there from one instant to another, both included."""
    first, last = _places(listed, stream, span[0] - 1, at), _places(listed, stream, span[1], at)
    counts = np.maximum(last - first, 0)
    owner = np.repeat(np.arange(len(stream)), counts)
    places = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    return owner, listed.rows[places]


@compiled
def _places(listed: Listed, stream: Numbers, instant: Instants, at: Instants) -> Numbers:
    """Return, for each stream, the place of the first that happened after an instant."""
    found = np.empty(len(stream), np.int64)
    for number in range(len(stream)):
        span = (listed.starts[stream[number]], listed.starts[stream[number] + 1])
        found[number] = first_after(listed.rows, span, instant[number], at)
    return found


# The events that show a shortfall.


def evidence_of(
    reader: Reader, streams: Streams, types: tuple[str, ...], stream: Numbers, shortfalls: Shortfalls
) -> Lists:  # fmt: skip
    """Return the events that show the shortfalls of each obligation: the last before each began, and those at which it ended.

    They are events of the types that feed the condition and are not about another subject.
    """
    at, owner = reader.world.table.at, np.repeat(np.arange(len(stream)), np.diff(shortfalls.starts))
    own, shared = _feeding(reader, streams, types)
    sources = ((own, stream[owner]), (shared, np.zeros(len(owner), np.int64)))
    began = np.maximum(*(_last_by(listed, number, shortfalls.from_, at) for listed, number in sources))
    parts = []
    for which, instant in enumerate((began, shortfalls.until)):
        for listed, number in sources:
            shortfall, rows = _between(listed, number, (instant, instant), at)
            parts.append((shortfall, np.full(len(rows), which), rows))
    shortfall, ends, rows = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((reader.world.ranks(rows), ends, shortfall))
    return _each_once(owner[shortfall[order]], rows[order], count=len(stream))


def _each_once(owner: Numbers, rows: Rows, *, count: int) -> Lists:
    """Return the rows of each owner, each where it stands first."""
    _, first = np.unique(owner * (int(rows.max(initial=0)) + 1) + rows, return_index=True)
    kept = np.sort(first)
    return lists_of(owner[kept], rows[kept], np.arange(len(kept)), count=count)


def _feeding(reader: Reader, streams: Streams, types: tuple[str, ...]) -> tuple[Listed, Listed]:
    """Return the events of these types of each stream, and those that are about no subject of the kind."""
    world = reader.world
    of_row = world.stream_of_row(streams)
    listed = reader.rows_of_types(streams, types)
    kept = np.flatnonzero(of_row[listed.rows] == np.repeat(np.arange(len(streams)), np.diff(listed.starts)))
    own = Listed(np.searchsorted(kept, listed.starts), listed.rows[kept])
    rows = np.concatenate([np.empty(0, np.int64), *(world.rows_of_type(type_) for type_ in types)])
    rows = world.scan_order(rows[of_row[rows] < 0])
    return own, Listed(np.array([0, len(rows)]), rows)


def _last_by(listed: Listed, number: Numbers, instant: Instants, at: Instants) -> Instants:
    """Return when the last one happened that is listed by each instant, NONE if there is none."""
    place = _places(listed, number, instant, at) - 1
    there = place >= listed.starts[number]
    if not len(listed.rows):
        return np.full(len(number), NONE)
    return np.where(there, at[listed.rows[place]], NONE)
