"""Columns of values: made, put together from parts, and asked whether groups of rows agree."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.expressions.column_values import INSTANTS, array_of, values_of
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Plain, RowIds, coded, object_array
from jiannuo.core.judging.kernel.streams.ordering import Numbers

Parts = Sequence[tuple[Numbers, Column]]
"""Columns with the rows that each of them is for."""


def constant(value: object, length: int) -> Coded:
    """Return a column of one value."""
    return nothing(length) if value is None else Coded(object_array([value]), np.zeros(length, np.int32))


def nothing(length: int) -> Coded:
    """Return a column without values."""
    return Coded(object_array([]), np.full(length, MISSING, np.int32))


def instants(micros: Numbers, *, missing: NDArray[np.bool_] | None = None) -> Plain:
    """Return instants (microseconds UTC) as a column."""
    return Plain(pa.array(micros, mask=missing).cast(INSTANTS))


def integers(numbers: Numbers, *, missing: NDArray[np.bool_]) -> Plain:
    """Return whole numbers as a column."""
    return Plain(pa.array(numbers, mask=missing))


def micros_of(column: Column, *, missing: int) -> Numbers:
    """Return the instants of a column in microseconds UTC, and `missing` for what is none."""
    if isinstance(column, Plain) and column.array.type == INSTANTS:
        return np.asarray(pc.fill_null(column.array.cast(pa.int64()), missing))
    numbered = codes_of(column)
    known = np.array([*(_micros(value, missing) for value in numbered.values), missing], np.int64)
    return known[numbered.codes]


def _micros(value: object, missing: int) -> int:
    array = array_of([value]) if type(value) is not tuple else pa.nulls(1)
    return missing if array.type != INSTANTS else int(array.cast(pa.int64())[0].as_py())


def codes_of(column: Column) -> Coded:
    """Return a column with its distinct values numbered."""
    if isinstance(column, Coded):
        return column
    if isinstance(column, RowIds) or pa.types.is_nested(column.array.type):
        return coded(column.objects().tolist())
    encoded = column.array.dictionary_encode()
    codes = np.asarray(pc.fill_null(encoded.indices, MISSING)).astype(np.int32)
    return Coded(object_array(values_of(encoded.dictionary)), codes)


def filled(column: Column, other: Column) -> Column:
    """Return a column with what it lacks taken from another."""
    absent = missing_in(column)
    if not absent.any():
        return column
    there, gaps = np.flatnonzero(~absent), np.flatnonzero(absent)
    return assembled([(there, column.taken(there)), (gaps, other.taken(gaps))], len(column))


def missing_in(column: Column) -> NDArray[np.bool_]:
    """Tell which rows have no value."""
    if isinstance(column, Coded):
        return column.codes < 0
    if isinstance(column, RowIds):
        return column.numbers < 0
    return np.asarray(column.array.is_null())


def assembled(parts: Parts, length: int) -> Column:
    """Return one column of that length from parts; a row that no part has is without a value."""
    some = [(rows, column) for rows, column in parts if len(rows)]
    if not some:
        return nothing(length)
    if len(some) == 1 and len(some[0][0]) == length:
        return some[0][1].taken(_inverse(some[0][0], length))
    place = _inverse(np.concatenate([rows for rows, _ in some]), length)
    types = {column.array.type for _, column in some if isinstance(column, Plain)}
    if len(types) == 1 and all(isinstance(column, Plain) for _, column in some):
        return Plain(pa.concat_arrays([column.array for _, column in some if isinstance(column, Plain)])).taken(place)
    return _joined([codes_of(column) for _, column in some]).taken(place)


def _inverse(rows: Numbers, length: int) -> Numbers:
    place = np.full(length, -1, np.int64)
    place[rows] = np.arange(len(rows))
    return place


def _joined(columns: Sequence[Coded]) -> Coded:
    """Return coded columns one below the other, each distinct value once."""
    numbers: dict[tuple[type, object], int] = {}
    codes = []
    for column in columns:
        renumbered = [numbers.setdefault((type(value), value), len(numbers)) for value in column.values]
        codes.append(np.array([*renumbered, MISSING], np.int32)[column.codes])
    return Coded(object_array([value for _, value in numbers]), np.concatenate(codes))


def agreed(column: Column, starts: Numbers) -> Column:
    """Return the one value of each group of rows, none where they differ; group `g` is `starts[g]:starts[g + 1]`."""
    numbered = codes_of(column)
    sizes, same = np.diff(starts), _numbers_of_equals(numbered)
    first = np.where(sizes > 0, starts[:-1], -1)
    differs = same != np.repeat(same[first] if len(same) else first, sizes)
    first[np.repeat(np.arange(len(sizes)), sizes)[differs]] = -1
    return numbered.taken(first)


def _numbers_of_equals(column: Coded) -> Numbers:
    """Return for each row a number that is the same for equal values, also of different types, as 1 and 1.0 are."""
    numbers: dict[object, int] = {}
    equals = [numbers.setdefault(value, len(numbers)) for value in column.values]
    return np.array([*equals, MISSING], np.int64)[column.codes]
