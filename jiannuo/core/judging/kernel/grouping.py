"""Sorting events into the streams of their subjects: a scatter into buckets that fit the cache, then each by itself.

The order within a stream is (at, source, seq), a missing `seq` first; what is equal in all three keeps the order in which
it came and is put right by the caller.
"""

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


@compiled
def _grouped(keys: Numbers, order: Numbers, buckets: Numbers, rows: Rows, order_of: Order) -> tuple[Rows, Numbers]:
    found = np.empty(len(order), np.int64)
    starts = np.empty(len(order) + 1, np.int64)
    starts[0] = 0
    streams = 0
    largest = 0
    for bucket in range(len(buckets) - 1):
        largest = max(largest, buckets[bucket + 1] - buckets[bucket])
    size = 1
    while size < 2 * largest + 2:
        size *= 2
    slot_key, slot_stream = np.empty(size, np.int64), np.full(size, -1, np.int64)
    used, stream_of = np.empty(largest, np.int64), np.empty(largest, np.int64)
    for bucket in range(len(buckets) - 1):
        first, last = buckets[bucket], buckets[bucket + 1]
        count = _numbered(keys, order, first, last, slot_key, slot_stream, used, stream_of)
        for stream in range(count):
            slot_stream[used[stream]] = -1
        _placed(order, rows, first, last, stream_of, count, found, starts, streams)
        for stream in range(streams, streams + count):
            _sort(found, starts[stream], starts[stream + 1], order_of)
        streams += count
    return found, starts[: streams + 1].copy()


@compiled
def _numbered(
    keys: Numbers, order: Numbers, first: int, last: int, slot_key: Numbers, slot_stream: Numbers, used: Numbers,
    stream_of: Numbers,
) -> int:  # fmt: skip
    """Number the streams of a bucket in the order of appearance; return how many there are."""
    mask, count = len(slot_key) - 1, 0
    for place in range(first, last):
        key = keys[order[place]]
        slot = np.int64((np.uint64(key) * _SPREAD) >> np.uint64(20)) & mask
        while slot_stream[slot] >= 0 and slot_key[slot] != key:
            slot = (slot + 1) & mask
        if slot_stream[slot] < 0:
            slot_key[slot], slot_stream[slot] = key, count
            used[count] = slot
            count += 1
        stream_of[place - first] = slot_stream[slot]
    return count


@compiled
def _placed(
    order: Numbers, rows: Rows, first: int, last: int, stream_of: Numbers, count: int, found: Rows, starts: Numbers,
    streams: int,
) -> None:  # fmt: skip
    """Put the rows of a bucket stream by stream, and note where each stream ends."""
    counts = np.zeros(count + 1, np.int64)
    for place in range(last - first):
        counts[stream_of[place] + 1] += 1
    for stream in range(count):
        counts[stream + 1] += counts[stream]
        starts[streams + stream + 1] = first + counts[stream + 1]
    for place in range(last - first):
        stream = stream_of[place]
        found[first + counts[stream]] = rows[order[first + place]]
        counts[stream] += 1


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
                _merge(rows, low, middle, high, spare, order_of)
        width *= 2


@compiled
def _merge(rows: Rows, low: int, middle: int, high: int, spare: Rows, order_of: Order) -> None:
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
