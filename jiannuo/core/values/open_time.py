"""The map between instants and worked time over a list of open intervals, for one number or a column of them.

W(t) is the open time before t. Between numbers and columns only the way of finding the interval differs: one number
is looked up by bisection; a column is cut into granules, powers of two long, each of which can hold the beginning
of one interval only, so that a shift and a table tell the interval. Where the intervals lie so close together that
such a table would be large, columns are looked up by bisection too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import overload

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.values.zones import Ints, Numbers

_LARGEST_TABLE = 1 << 22
_CHUNK = 1 << 14  # elements: what is worked on at one time stays in the processor's cache


class OpenTime:
    """Open intervals in ascending order, apart from each other; all numbers are microseconds."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts = starts
        self.ends = ends
        self._worked: list[int] = []  # the open time before each interval
        total = 0
        for start, end in zip(starts, ends, strict=True):
            self._worked.append(total)
            total += end - start
        self.total = total
        self._columns: _Columns | None = None

    @overload
    def is_open(self, t: int) -> bool: ...
    @overload
    def is_open(self, t: Ints) -> NDArray[np.bool_]: ...
    def is_open(self, t: int | Ints) -> bool | NDArray[np.bool_]:
        """Tell whether an interval holds t; its end no longer belongs to it."""
        if isinstance(t, int):
            k = bisect_right(self.starts, t) - 1
            return k >= 0 and t < self.ends[k]
        return self._at_columns().is_open(t)

    def worked(self, t: Numbers) -> Numbers:
        """Return W(t)."""
        if isinstance(t, int):
            k = bisect_right(self.starts, t) - 1
            if k < 0:
                return 0
            end = self.ends[k]
            return self._worked[k] + (t if t < end else end) - self.starts[k]
        return self._at_columns().worked(t)

    def instant(self, worked: Numbers) -> Numbers:
        """Return the open instant t with W(t) = worked, for 0 <= worked < total."""
        if isinstance(worked, int):
            k = bisect_right(self._worked, worked) - 1
            return self.starts[k] + worked - self._worked[k]
        return self._at_columns().instant(worked)

    def reached(self, start: Numbers, micros: int | Numbers) -> Numbers:
        """Return the earliest instant with `micros` more of W than start; for less, the latest open one; else start."""
        if isinstance(start, int) and isinstance(micros, int):
            if micros == 0:
                return start
            step = 1 if micros > 0 else 0
            return self.instant(self.worked(start) + micros - step) + step
        return self._at_columns().reached(start, micros)

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the intervals from start to end, clipped to them."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return [(max(self.starts[k], start), min(self.ends[k], end)) for k in range(first, last)]

    def _at_columns(self) -> "_Columns":
        if self._columns is None:
            # Without any interval one of no length stands in, so that every look-up finds something.
            self._columns = _Columns(self.starts or [0], self.ends or [0], self._worked or [0])
        return self._columns


class _Granules:
    """Finds the interval of a number among ascending beginnings by a shift and a table."""

    def __init__(self, beginnings: Ints, end: int, apart: int) -> None:
        self.base = int(beginnings[0])
        self.shift = max(apart, 1).bit_length() - 1
        self.count = ((end - self.base) >> self.shift) + 1
        self.is_large = self.count > _LARGEST_TABLE
        self.beginnings = beginnings
        if not self.is_large:
            edges = (np.arange(1, self.count + 1, dtype=np.int64) << self.shift) + self.base
            self.last = np.searchsorted(beginnings, edges, side="left") - 1

    def last_of(self, numbers: Ints) -> Ints:
        """Return the last interval that begins within the granule of each number, or before it."""
        if self.is_large:
            return np.searchsorted(self.beginnings, numbers, side="right") - 1
        index = numbers - self.base
        index >>= self.shift
        return self.last.take(index, mode="clip")


class _Columns:
    """The map as NumPy tables."""

    def __init__(self, starts: list[int], ends: list[int], worked: list[int]) -> None:
        self.starts = np.array(starts, np.int64)
        self.ends = np.array(ends, np.int64)
        self.worked_before = np.array(worked, np.int64)
        self.offsets = self.worked_before - self.starts
        lengths = self.ends - self.starts
        gaps = self.starts[1:] - self.ends[:-1]
        span = int(self.ends[-1] - self.starts[0])
        self.by_instant = _Granules(self.starts, int(self.ends[-1]), int(gaps.min(initial=span)))
        self.by_worked = _Granules(self.worked_before, int(lengths.sum()), int(lengths.min()))

    def is_open(self, t: Ints) -> NDArray[np.bool_]:
        k = self.by_instant.last_of(t)
        opened = t >= self.starts.take(k, mode="clip")
        opened &= t < self.ends.take(k, mode="clip")
        return opened

    def worked(self, t: Ints) -> Ints:
        return _in_chunks(self._worked, t)

    def instant(self, worked: Ints) -> Ints:
        return _in_chunks(self._instant, worked)

    def reached(self, start: Ints, micros: int | Ints) -> Ints:
        if isinstance(micros, int):
            whole = micros
            return start.copy() if whole == 0 else _in_chunks(lambda t, out: self._shifted(t, whole, out), start)
        start, micros = np.broadcast_arrays(start, micros)
        steps = (micros > 0).astype(np.int64)
        found = self.instant(self.worked(start) + micros - steps) + steps
        return np.where(micros == 0, start, found)

    def _shifted(self, t: Ints, micros: int, out: Ints) -> None:
        step = 1 if micros > 0 else 0
        self._worked(t, out)
        out += micros - step
        self._instant(out.copy(), out)
        out += step

    def _worked(self, t: Ints, out: Ints) -> None:
        k = self.by_instant.last_of(t)
        np.maximum(t, self.starts.take(k, mode="clip"), out=out)
        np.minimum(out, self.ends.take(k, mode="clip"), out=out)
        out += self.offsets.take(k, mode="clip")

    def _instant(self, worked: Ints, out: Ints) -> None:
        k = self.by_worked.last_of(worked)
        k -= worked < self.worked_before.take(k, mode="clip")
        np.subtract(worked, self.offsets.take(k, mode="clip"), out=out)


def _in_chunks(work: Callable[[Ints, Ints], None], numbers: Ints) -> Ints:
    """Do the work on pieces that stay in the processor's cache."""
    result = np.empty(numbers.shape, np.int64)
    flat, found = numbers.reshape(-1), result.reshape(-1)
    for at in range(0, flat.size, _CHUNK):
        work(flat[at : at + _CHUNK], found[at : at + _CHUNK])
    return result
