"""Sorting events into the streams of their subjects: a scatter into buckets that fit the cache, then each by itself.

The order within a stream is (at, source, seq), a missing `seq` first; what is equal in all three keeps the order in which
it came and is put right by the caller.
"""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.ordering import Numbers, Order, comes_after
from jiannuo.core.values.compiling import compiled

_PER_BUCKET = 4096
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio as a fraction of 2**64: neighbors land far apart
_FEW = 24


def grouped(keys: Numbers, rows: Rows, order_of: Order) -> tuple[Rows, Numbers]:
    """Return the rows stream by stream, and where each stream starts (one more than there are streams).

    `keys[i]` tells the stream of row `rows[i]`; `order_of` is about all rows of the table.
    """
    bits = max(1, int(len(rows) // _PER_BUCKET).bit_length())
    order, starts = _scattered(keys, rows, bits)
    return _grouped(keys, order, starts, rows, order_of)


@compiled
def _bucket(key: int, shift: int) -> int:
    return int((np.uint64(key) * _SPREAD) >> np.uint64(shift))


@compiled
def _scattered(keys: Numbers, rows: Rows, bits: int) -> tuple[Numbers, Numbers]:
    """Return the places of the keys bucket by bucket, and where each bucket starts."""
    shift, count = 64 - bits, 1 << bits
    starts = np.zeros(count + 1, np.int64)
    for place in range(len(keys)):
        starts[_bucket(keys[place], shift) + 1] += 1
    for bucket in range(count):
        starts[bucket + 1] += starts[bucket]
    fill = starts[:-1].copy()
    order = np.empty(len(keys), np.int64)
    for place in range(len(keys)):
        bucket = _bucket(keys[place], shift)
        order[fill[bucket]] = place
        fill[bucket] += 1
    return order, starts


class _Slots(NamedTuple):
    """A table from keys to the streams of a bucket: open addressing; `used` are the slots taken, `of_place` the streams."""

    key: Numbers
    stream: Numbers
    used: Numbers
    of_place: Numbers


@compiled
def _grouped(keys: Numbers, order: Numbers, buckets: Numbers, rows: Rows, order_of: Order) -> tuple[Rows, Numbers]:
    found = np.empty(len(order), np.int64)
    starts = np.empty(len(order) + 1, np.int64)
    starts[0] = 0
    streams = 0
    slots = _slots(buckets)
    for bucket in range(len(buckets) - 1):
        first, last = buckets[bucket], buckets[bucket + 1]
        places = order[first:last]
        count = _numbered(keys, places, slots)
        for stream in range(count):
            slots.stream[slots.used[stream]] = -1
        ends = _placed(places, rows, slots.of_place, count, found[first:last])
        for stream in range(count):
            starts[streams + 1] = first + ends[stream]
            _sort(found, starts[streams], starts[streams + 1], order_of)
            streams += 1
    return found, starts[: streams + 1].copy()


@compiled
def _slots(buckets: Numbers) -> _Slots:
    largest = 0
    for bucket in range(len(buckets) - 1):
        largest = max(largest, buckets[bucket + 1] - buckets[bucket])
    size = 1
    while size < 2 * largest + 2:
        size *= 2
    return _Slots(
        np.empty(size, np.int64), np.full(size, -1, np.int64), np.empty(largest, np.int64), np.empty(largest, np.int64)
    )


@compiled
def _numbered(keys: Numbers, places: Numbers, slots: _Slots) -> int:
    """Give each place of a bucket the number of its stream, in the order of appearance; return how many there are."""
    mask, count = len(slots.key) - 1, 0
    for number in range(len(places)):
        key = keys[places[number]]
        slot = np.int64((np.uint64(key) * _SPREAD) >> np.uint64(20)) & mask
        while slots.stream[slot] >= 0 and slots.key[slot] != key:
            slot = (slot + 1) & mask
        if slots.stream[slot] < 0:
            slots.key[slot], slots.stream[slot] = key, count
            slots.used[count] = slot
            count += 1
        slots.of_place[number] = slots.stream[slot]
    return count


@compiled
def _placed(places: Numbers, rows: Rows, stream_of: Numbers, count: int, found: Rows) -> Numbers:
    """Put the rows of a bucket stream by stream into `found`; return where each stream ends."""
    ends = np.zeros(count + 1, np.int64)
    for place in range(len(places)):
        ends[stream_of[place] + 1] += 1
    for stream in range(count):
        ends[stream + 1] += ends[stream]
    for place in range(len(places)):
        stream = stream_of[place]
        found[ends[stream]] = rows[places[place]]
        ends[stream] += 1
    return ends


@compiled
def _sort(rows: Rows, first: int, last: int, order_of: Order) -> None:
    """Sort the rows from first to last, stably: by insertion where they are few, else by merging."""
    if last - first > _FEW:
        _sort_many(rows, first, last, order_of)
        return
    for place in range(first + 1, last):
        row, hole = rows[place], place
        while hole > first and comes_after(rows[hole - 1], row, order_of):
            rows[hole] = rows[hole - 1]
            hole -= 1
        rows[hole] = row


@compiled
def _sort_many(rows: Rows, first: int, last: int, order_of: Order) -> None:
    spare = np.empty(last - first, np.int64)
    width = 1
    while width < last - first:
        for low in range(first, last - width, 2 * width):
            middle, high = low + width, min(low + 2 * width, last)
            if comes_after(rows[middle - 1], rows[middle], order_of):
                _merge(rows, (low, middle, high), spare, order_of)
        width *= 2


@compiled
def _merge(rows: Rows, span: tuple[int, int, int], spare: Rows, order_of: Order) -> None:
    low, middle, high = span
    left = middle - low
    spare[:left] = rows[low:middle]
    i, j, k = 0, middle, low
    while i < left:
        if j < high and comes_after(spare[i], rows[j], order_of):
            rows[k] = rows[j]
            j += 1
        else:
            rows[k] = spare[i]
            i += 1
        k += 1


@compiled
def ties(rows: Rows, starts: Numbers, order_of: Order) -> Numbers:
    """Return the places at which a row is equal in order to the one before it in its stream."""
    found = np.empty(len(rows), np.int64)
    count = 0
    for stream in range(len(starts) - 1):
        for place in range(starts[stream] + 1, starts[stream + 1]):
            one, other = rows[place - 1], rows[place]
            if not comes_after(other, one, order_of):
                found[count] = place
                count += 1
    return found[:count].copy()
