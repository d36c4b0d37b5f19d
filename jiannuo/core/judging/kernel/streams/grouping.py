"""Sorting events into the streams of their subjects: a scatter into buckets that fit the cache, then each by itself.

The order within a stream is (at, source, seq), a missing `seq` first; what is equal in all three keeps the order in which
it came and is put right by the caller. Instants travel with the rows, since looking them up one by one would miss the cache.
"""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, comes_after
from jiannuo.core.values.compiling import compiled, compiled_inline, compiled_small

_PER_BUCKET = 16_384
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio as a fraction of 2**64: neighbors land far apart
_FEW = 24


class Scattered(NamedTuple):
    """Keys, rows and instants bucket by bucket; bucket `b` is at `starts[b]` to `starts[b + 1]`."""

    key: Numbers
    row: Rows
    at: Instants
    starts: Numbers


class Grouped(NamedTuple):
    """The rows stream by stream with their instants, and where each stream starts (one more than there are streams)."""

    row: Rows
    at: Instants
    starts: Numbers


class _Slots(NamedTuple):
    """A table from keys to the streams of a bucket: open addressing; `used` are the slots taken, `of_place` the streams.

    `ends` is where each stream of the bucket ends.
    """

    key: Numbers
    stream: Numbers
    used: Numbers
    of_place: Numbers
    ends: Numbers


def grouped(keys: Numbers, rows: Rows, order: Order) -> Grouped:
    """Return the rows stream by stream: `keys[i]` tells the stream of row `rows[i]`; `order` is about all rows."""
    bits = max(1, int(len(rows) // _PER_BUCKET).bit_length())
    scattered = _scattered(keys, rows, order.at, bits)
    count = len(rows)
    found = Grouped(np.empty(count, np.int64), np.empty(count, np.int64), np.zeros(count + 1, np.int64))
    spare = (np.empty(count, np.int64), np.empty(count, np.int64))  # touched only where many are out of order
    streams = _group_all(scattered, _slots(scattered.starts), order, found, spare)
    return Grouped(found.row, found.at, found.starts[: streams + 1].copy())


@compiled_inline
def _bucket(key: int, shift: int) -> int:
    return int((np.uint64(key) * _SPREAD) >> np.uint64(shift))


@compiled
def _scattered(keys: Numbers, rows: Rows, at: Instants, bits: int) -> Scattered:
    shift, count = 64 - bits, 1 << bits
    starts = np.zeros(count + 1, np.int64)
    for place in range(len(keys)):
        starts[_bucket(keys[place], shift) + 1] += 1
    for bucket in range(count):
        starts[bucket + 1] += starts[bucket]
    fill = starts[:-1].copy()
    key, row, instant = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    for place in range(len(keys)):
        bucket = _bucket(keys[place], shift)
        there = fill[bucket]
        key[there], row[there], instant[there] = keys[place], rows[place], at[rows[place]]
        fill[bucket] = there + 1
    return Scattered(key, row, instant, starts)


def _slots(buckets: Numbers) -> _Slots:
    largest = int(np.diff(buckets).max(initial=0))
    size = 1 << (2 * largest + 2).bit_length()
    used, of_place, ends = (np.empty(largest + 1, np.int64) for _ in range(3))
    return _Slots(np.empty(size, np.int64), np.full(size, -1, np.int64), used, of_place, ends)


@compiled_small
def _group_all(
    scattered: Scattered, slots: _Slots, order: Order, found: Grouped, spare: tuple[Rows, Instants]
) -> int:  # fmt: skip
    """Group bucket after bucket; return how many streams there are."""
    streams = 0
    for bucket in range(len(scattered.starts) - 1):
        first, last = scattered.starts[bucket], scattered.starts[bucket + 1]
        count = _numbered(scattered.key, first, last, slots)
        _placed(scattered, first, last, slots, found)
        for stream in range(count):
            slots.stream[slots.used[stream]] = -1
            found.starts[streams + 1] = slots.ends[stream]
            _sort(found, (found.starts[streams], slots.ends[stream]), order, spare)
            streams += 1
    return streams


@compiled_small
def _numbered(keys: Numbers, first: int, last: int, slots: _Slots) -> int:
    """Give each place of a bucket the number of its stream, in the order of appearance; return how many there are."""
    mask, count = len(slots.key) - 1, 0
    for place in range(first, last):
        key = keys[place]
        slot = np.int64((np.uint64(key) * _SPREAD) >> np.uint64(20)) & mask
        while slots.stream[slot] >= 0 and slots.key[slot] != key:
            slot = (slot + 1) & mask
        if slots.stream[slot] < 0:
            slots.key[slot], slots.stream[slot] = key, count
            slots.used[count], slots.ends[count] = slot, 0
            count += 1
        slots.of_place[place - first] = slots.stream[slot]
        slots.ends[slots.stream[slot]] += 1
    before = first
    for stream in range(count):
        size = slots.ends[stream]
        slots.ends[stream] = before
        before += size
    return count


@compiled_small
def _placed(scattered: Scattered, first: int, last: int, slots: _Slots, found: Grouped) -> None:
    """Put the rows of a bucket stream by stream; `ends` moves from where each stream starts to where it ends."""
    for place in range(first, last):
        stream = slots.of_place[place - first]
        there = slots.ends[stream]
        found.row[there], found.at[there] = scattered.row[place], scattered.at[place]
        slots.ends[stream] = there + 1


@compiled_inline
def _is_later(found: Grouped, one: int, at: int, row: int, order: Order) -> bool:
    """Tell whether what stands at a place is scanned after an event."""
    if found.at[one] != at:
        return bool(found.at[one] > at)
    return comes_after(found.row[one], row, order)


@compiled_small
def _sort(found: Grouped, span: tuple[int, int], order: Order, spare: tuple[Rows, Instants]) -> None:
    """Sort a stream, stably: by insertion where it is short, else by merging."""
    first, last = span
    if last - first > _FEW:
        _sort_many(found, span, order, spare)
        return
    for place in range(first + 1, last):
        row, at, hole = found.row[place], found.at[place], place
        while hole > first and _is_later(found, hole - 1, at, row, order):
            found.row[hole], found.at[hole] = found.row[hole - 1], found.at[hole - 1]
            hole -= 1
        found.row[hole], found.at[hole] = row, at


@compiled_small
def _sort_many(found: Grouped, span: tuple[int, int], order: Order, spare: tuple[Rows, Instants]) -> None:
    first, last = span
    width = 1
    while width < last - first:
        for low in range(first, last - width, 2 * width):
            middle, high = low + width, min(low + 2 * width, last)
            if _is_later(found, middle - 1, found.at[middle], found.row[middle], order):
                _merge(found, (low, middle, high), order, spare)
        width *= 2


@compiled_small
def _merge(found: Grouped, span: tuple[int, int, int], order: Order, spare: tuple[Rows, Instants]) -> None:
    low, middle, high = span
    rows, instants = spare
    for place in range(low, middle):
        rows[place - low], instants[place - low] = found.row[place], found.at[place]
    i, j, k = 0, middle, low
    while i < middle - low:
        if j < high and _is_earlier(found, j, instants[i], rows[i], order):
            found.row[k], found.at[k] = found.row[j], found.at[j]
            j += 1
        else:
            found.row[k], found.at[k] = rows[i], instants[i]
            i += 1
        k += 1


@compiled_inline
def _is_earlier(found: Grouped, one: int, at: int, row: int, order: Order) -> bool:
    """Tell whether what stands at a place is scanned before an event; what is equal keeps its order."""
    if found.at[one] != at:
        return bool(found.at[one] < at)
    return comes_after(row, found.row[one], order)


def ties(found: Grouped, order: Order) -> Numbers:
    """Return the places at which a row is equal in order to the one before it in its stream."""
    same = np.flatnonzero(found.at[1:] == found.at[:-1]) + 1
    one, other = found.row[same - 1], found.row[same]
    equal = (order.source[one] == order.source[other]) & (order.seq[one] == order.seq[other])
    begins = np.zeros(len(found.row) + 1, np.bool_)
    begins[found.starts] = True
    places: Numbers = same[equal & ~begins[same]]
    return places
