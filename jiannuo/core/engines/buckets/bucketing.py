"""Events put into buckets by their key, so that one bucket at a time fits into memory.

All events of a key come into one bucket, and so do all events of keys that have something to do with each other, as
those of merged subjects. Buckets lie in temporary files; the rows of each stay in the order in which they were written.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.expressions.column_values import normal, values_of

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Buckets = NDArray[np.int64]
EVERYWHERE = -1
"""Stands for all buckets, where a bucket is asked for."""
NOWHERE = -2
_ODD, _FACTOR, _HALF = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 32))


# Numbers for keys.


def hashes_of(columns: Sequence["pa.Array"]) -> tuple[Hashes, Flags]:
    """Return a number for the key of each row, the same for the same values, and whether no part of the key is missing."""
    found = np.zeros(len(columns[0]), np.uint64)
    present = np.ones(len(found), np.bool_)
    for column in columns:
        if column.null_count:
            present &= np.asarray(pc.is_valid(column))
        found = _mixed(found * _ODD + _of_column(column))
    return found, present


def hash_of(values: Iterable[object], columns: Iterable[pa.DataType]) -> int | None:
    """Return the number of a key of which columns of these types would hold the values; None if they could not."""
    found = np.zeros(1, np.uint64)
    for value, type_ in zip(values, columns, strict=True):
        number = _of_value(value, is_whole=pa.types.is_integer(type_))
        if number is None:
            return None
        found = _mixed(found * _ODD + np.array([number], np.uint64))
    return int(found[0])


def _of_column(column: "pa.Array") -> Hashes:
    if pa.types.is_integer(column.type):
        whole: Hashes = np.asarray(pc.fill_null(column, 0)).astype(np.int64).view(np.uint64)
        return whole
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    is_whole = pa.types.is_integer(encoded.dictionary.type)
    numbers = [_of_value(value, is_whole=is_whole) for value in values_of(normal(encoded.dictionary))]
    codes = np.asarray(pc.fill_null(encoded.indices.cast(pa.int32()), len(numbers)))
    found: Hashes = np.array([*numbers, 0], np.uint64)[codes]
    return found


def _of_value(value: object, *, is_whole: bool) -> int | None:
    if not is_whole:
        return zlib.crc32(str(value).encode("utf-8", "surrogatepass"))
    text = str(value)
    digits = text.removeprefix("-")
    return int(text) & 0xFFFF_FFFF_FFFF_FFFF if digits.isdecimal() and str(int(text)) == text else None


def _mixed(numbers: Hashes) -> Hashes:
    numbers = (numbers ^ (numbers >> _HALF)) * _FACTOR
    return numbers ^ (numbers >> _HALF)


class Links:
    """Numbers of keys that belong together: each is replaced by that of one of them.

    Numbers below 0 stand for what links keys and is none; they never stand for a key.
    """

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._leads: dict[int, int] = {}
        for pair in pairs:
            one, other = sorted(map(self.lead, pair))
            self._leads[one] = other
        found = sorted(number for number in self._leads if number >= 0 and self.lead(number) != number)
        self._found = np.array(found, np.uint64)
        self._led_by = np.array([self.lead(number) for number in found], np.uint64)

    def __len__(self) -> int:
        """Return how many keys are led by another."""
        return len(self._found)

    def lead(self, number: int) -> int:
        """Return the number that stands for one."""
        while (further := self._leads.get(number, number)) != number:
            self._leads[number] = self._leads.get(further, further)
            number = further
        return number

    def leads(self, numbers: Hashes) -> Hashes:
        """Return the number that stands for each."""
        if not len(self._found):
            return numbers
        place = np.minimum(np.searchsorted(self._found, numbers), len(self._found) - 1)
        return np.where(self._found[place] == numbers, self._led_by[place], numbers)


# Buckets in memory and in files.

Dealt = list["pa.RecordBatch"]
"""Some rows dealt out: those of each bucket."""


def dealt(rows: "pa.RecordBatch", buckets: Buckets, count: int) -> Dealt:
    """Return the rows of each of so many buckets, each in the order in which they came."""
    places, bounds = _by_bucket(buckets, count)
    taken = rows.take(pa.array(places))
    return [taken.slice(bounds[number], bounds[number + 1] - bounds[number]) for number in range(count)]


def _by_bucket(buckets: Buckets, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of rows bucket by bucket, and where each bucket begins among them."""
    everywhere = np.flatnonzero(buckets == EVERYWHERE)
    if len(everywhere):
        places = np.append(np.flatnonzero(buckets >= 0), np.tile(everywhere, count))
        own = np.append(buckets[buckets >= 0], np.repeat(np.arange(count), len(everywhere)))
        order = np.lexsort((places, own))
        places, own = places[order], own[order]
    else:
        small = np.int16 if count < 2**15 else np.int64  # small numbers are sorted by their digits, which is quicker
        places = np.argsort(buckets.astype(small), kind="stable")
        own = buckets[places]
        first = np.searchsorted(own, 0)
        places, own = places[first:], own[first:]
    return places, np.searchsorted(own, np.arange(count + 1))


class BucketLists:
    """Keeps the rows of so many buckets in memory; for use in `with`."""

    def __init__(self, count: int) -> None:
        self._parts: list[list[pa.RecordBatch]] = [[] for _ in range(count)]

    def __enter__(self) -> "BucketLists":
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.clear()

    def add(self, parts: Dealt) -> None:
        """Add rows to each bucket."""
        for listed, part in zip(self._parts, parts, strict=True):
            if len(part):
                listed.append(part)

    def tables(self) -> Iterator["pa.Table"]:
        """Yield bucket by bucket the rows of those that have any."""
        for listed in self._parts:
            if listed:
                yield pa.Table.from_batches(listed)
                listed.clear()


class BucketFiles:
    """Writes rows into so many buckets, each a file of its own in a folder, and reads them back; for use in `with`."""

    def __init__(self, folder: Path, count: int) -> None:
        self._paths = [folder / f"{number}.arrow" for number in range(count)]
        self._writers: list[Any] = [None] * count
        self._open = ExitStack()

    def __len__(self) -> int:
        """Return the number of buckets."""
        return len(self._paths)

    def __enter__(self) -> "BucketFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        for path in self._paths:
            path.unlink(missing_ok=True)

    def add(self, parts: Dealt) -> None:
        """Write rows into each bucket."""
        for number, part in enumerate(parts):
            if len(part):
                self._writer(number, part.schema).write_batch(part)

    def _writer(self, number: int, schema: pa.Schema) -> Any:
        if self._writers[number] is None:
            sink = self._open.enter_context(pa.OSFile(str(self._paths[number]), "wb"))
            self._writers[number] = self._open.enter_context(pa.ipc.new_stream(sink, schema))
        return self._writers[number]

    def tables(self) -> Iterator["pa.Table"]:
        """Yield bucket by bucket the rows of those that have any; each file is removed before the next is read."""
        self._open.close()
        for path, writer in zip(self._paths, self._writers, strict=True):
            if writer is not None:
                with pa.OSFile(str(path)) as source, pa.ipc.open_stream(source) as stream:
                    table = stream.read_all()
                yield table
                del table
                path.unlink()


def buckets_of(hashes: Hashes, count: int) -> Buckets:
    """Return the bucket of each number of a key."""
    return (hashes % np.uint64(count)).astype(np.int64)
