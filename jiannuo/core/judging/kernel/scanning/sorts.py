"""The sorts of events that tests on some recorded values tell apart: learnt of each value once, and kept from batch to batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.judging.event_table import Coded, Column, Rows, object_array
from jiannuo.core.judging.kernel.reading.classing import (
    count_by_code,
    count_by_thresholds,
    examples,
    thresholds_of,
    whole_numbers,
    with_none,
)
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.truths import Truths

Truth = int
Vector = tuple[Truth, ...]
_MANY = 4_096
_MOST_KNOWN = 65_536
"""So many values are kept; in a judge that runs for months new ones never end."""
_BUILT_IN = ("at", "recorded_at", "id", "seq", "source", "actor", "actor_kind", "unit")


@dataclass(slots=True, eq=False)
class Sorts:
    """What tests (by number) on the same names of one type of event tell apart: `vectors` are the truths of a sort."""

    type_: str
    names: tuple[str, ...]
    tests: tuple[int, ...]
    conditions: Sequence[Expression]
    vectors: list[Vector] = field(default_factory=list)
    _numbers: dict[Vector, int] = field(default_factory=dict)
    _of_values: dict[tuple[type, object], int] = field(default_factory=dict)
    _thresholds: list[Numbers | None] = field(default_factory=list)
    _of_gaps: Numbers | None = None

    def numbers_of(self, vectors: Sequence[Vector]) -> Numbers:
        """Return the number of the sort that each vector of truths stands for."""
        found = [self._numbers.setdefault(vector, len(self._numbers)) for vector in vectors]
        self.vectors.extend(list(self._numbers)[len(self.vectors) :])
        return np.array(found, np.int64)

    def count(self, reader: Reader, rows: Rows, numbers: Numbers) -> bool:
        """Add the sort of each row to its number so far; tell whether that could be done by its value alone."""
        is_simple = len(self.names) == 1 and self.names[0] not in _BUILT_IN
        column = reader.world.column(self.type_, self.names[0]) if is_simple else None
        if column is None:
            return False
        if isinstance(column, Coded):
            classes = self._of_codes(reader, column)
            count_by_code(numbers, rows, column.codes, classes, len(self.vectors))
            return True
        return self._count_by_thresholds(reader, rows, numbers, column)

    def _of_codes(self, reader: Reader, column: Coded) -> Numbers:
        """Return the sort of each value of a column, and last that of a missing one."""
        if len(column.values) > _MANY:
            return self._learnt(reader, with_none(column.values))
        if len(self._of_values) > _MOST_KNOWN:
            self._of_values.clear()
        keys = [*((type(value), value) for value in column.values.tolist()), (type(None), None)]
        unknown = [key for key in keys if key not in self._of_values]
        if unknown:
            values = object_array([value for type_, value in unknown if type_ is not type(None)])
            sorts = self._learnt(reader, with_none(values)).tolist()
            self._of_values.update(zip([key for key in unknown if key[1] is not None], sorts, strict=False))
            self._of_values[type(None), None] = sorts[-1]
        return np.array([self._of_values[key] for key in keys], np.int64)

    def _count_by_thresholds(self, reader: Reader, rows: Rows, numbers: Numbers, column: Column) -> bool:
        if not self._thresholds:
            self._thresholds.append(thresholds_of(self.conditions, reader.parameter))
        thresholds = self._thresholds[0]
        if thresholds is None:
            return False
        values = reader.world.remembered(("numbers", id(column)), lambda: whole_numbers(column))
        if values is None:
            return False
        if self._of_gaps is None:
            self._of_gaps = self._learnt(reader, with_none(object_array(examples(thresholds))))
        count_by_thresholds(numbers, rows, (values, thresholds), self._of_gaps, len(self.vectors))
        return True

    def _learnt(self, reader: Reader, values: Coded) -> Numbers:
        """Return the sort of each value, having read the conditions on it."""
        truths = [reader.truths_on(condition, values).tolist() for condition in self.conditions]
        return self.numbers_of(list(zip(*truths, strict=True)))


def vectors_of(truths: Sequence[Truths], length: int) -> tuple[list[Vector], Numbers]:
    """Return the combinations of truths that there are, and which of them each row has."""
    whole = np.zeros(length, np.int64)
    for truth in truths:
        whole = whole * 3 + (truth.astype(np.int64) + 1)
    distinct, codes = distinct_numbers(whole)
    return [_thirds(code, len(truths)) for code in distinct] or [_thirds(0, len(truths))], codes


def _thirds(code: int, count: int) -> Vector:
    found = []
    for _ in range(count):
        code, rest = divmod(code, 3)
        found.append(rest - 1)
    return tuple(reversed(found))


def distinct_numbers(numbers: Numbers) -> tuple[list[int], Numbers]:
    """Return the distinct numbers, and for each row the place of its own among them."""
    largest = int(numbers.max(initial=0)) + 1
    if largest > max(4096, 2 * len(numbers)):
        found, codes = np.unique(numbers, return_inverse=True)
        return found.tolist(), codes.astype(np.int64)
    there = np.zeros(largest, np.bool_)
    there[numbers] = True
    rank = np.cumsum(there) - 1
    return np.flatnonzero(there).tolist(), rank[numbers]
