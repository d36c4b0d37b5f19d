"""Truth in three values over columns: 1 true, 0 false, -1 unknown."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Coded, Column, Plain, object_array

Truths = NDArray[np.int8]
TRUE, FALSE, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)


def both(one: Truths, other: Truths) -> Truths:
    """Return `and` row by row."""
    found = np.where((one == TRUE) & (other == TRUE), TRUE, UNKNOWN)
    return np.where((one == FALSE) | (other == FALSE), FALSE, found).astype(np.int8)


def either(one: Truths, other: Truths) -> Truths:
    """Return `or` row by row."""
    found = np.where((one == FALSE) & (other == FALSE), FALSE, UNKNOWN)
    return np.where((one == TRUE) | (other == TRUE), TRUE, found).astype(np.int8)


def negated(truths: Truths) -> Truths:
    """Return `not` row by row."""
    return np.where(truths == UNKNOWN, UNKNOWN, 1 - truths).astype(np.int8)


def truths_of(column: Column) -> Truths:
    """Return the truth of each value: what is no truth value is unknown."""
    if isinstance(column, Coded):
        known = np.array([*(int(v) if isinstance(v, bool) else -1 for v in column.values), -1], np.int8)
        return known[column.codes]
    if isinstance(column, Plain) and pa.types.is_boolean(column.array.type):
        return np.asarray(pc.fill_null(column.array.cast(pa.int8()), -1))
    return truths_of(Coded(column.objects(), np.arange(len(column), dtype=np.int32)))


def column_of(truths: Truths) -> Coded:
    """Return truths as a column."""
    return Coded(object_array([False, True]), truths.astype(np.int32))
