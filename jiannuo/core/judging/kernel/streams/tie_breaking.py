"""What is equal in instant, source and `seq` is scanned in the order of ids, as texts."""

from typing import TypeGuard

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.judging.event_table import Coded, Column, RowIds, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.values.compiling import compiled, compiled_inline

_FEW = 16


def settle_ties(rows: Rows, places: Numbers, ids: Column) -> None:
    """Put rows in the order of their ids, in place: `places` are those of rows that are equal to the one before."""
    if not len(places):
        return
    if _differ_by_number(ids) and _settled_by_number(rows, places, ids.numbers):
        return
    tied = np.zeros(len(rows), np.bool_)
    tied[places] = True
    begins = ~tied
    tied[places - 1] = True
    there = np.flatnonzero(tied)
    run = np.cumsum(begins[there])
    ranks = pc.rank(texts_of(ids.taken(rows[there])), tiebreaker="first").to_numpy(zero_copy_only=False)
    rows[there] = rows[there][np.lexsort((ranks, run))]


def _differ_by_number(ids: Column) -> TypeGuard[RowIds]:
    """Tell whether ids begin and end alike, so that the numbers between tell how their texts sort."""
    return isinstance(ids, RowIds) and len(ids.befores) == len(ids.afters) == 1 and ids.afters[0] == ""


@compiled
def _settled_by_number(rows: Rows, places: Numbers, numbers: Numbers) -> bool:
    """Sort each run of equal rows by insertion, in place; stop and tell so where one is too long for that."""
    first = -1
    for number in range(len(places)):
        place = places[number]
        if number == 0 or places[number - 1] != place - 1:
            first = place - 1
        if place - first >= _FEW:
            return False
        row = rows[place]
        while place > first and _is_text_before(numbers[row], numbers[rows[place - 1]]):
            rows[place] = rows[place - 1]
            place -= 1
        rows[place] = row
    return True


@compiled_inline
def _is_text_before(one: int, other: int) -> bool:
    """Tell whether a number, written down, sorts before another as texts do; a negative one stands for none, the last."""
    if one == other or one < 0 or other < 0:
        return one >= 0 and other < 0
    low, cut = min(one, other), max(one, other)
    for _ in range(_digits(cut) - _digits(low)):
        cut //= 10
    return (one < other) == (low <= cut)


@compiled_inline
def _digits(number: int) -> int:
    count = 1
    while number >= 10:
        number //= 10
        count += 1
    return count


def texts_of(column: Column) -> "pa.Array":
    """Return every value of a column as a text, null for none. Arrow sorts texts as Python does."""
    if isinstance(column, RowIds):
        befores, afters = (pa.array(list(texts), pa.string()) for texts in (column.befores, column.afters))
        numbers = pa.array(column.numbers, mask=column.numbers < 0).cast(pa.string())
        before, after = befores.take(pa.array(column.before)), afters.take(pa.array(column.after))
        return pc.binary_join_element_wise(before, numbers, after, "")
    if isinstance(column, Coded):
        texts = pa.array([str(value) for value in column.values], pa.string())
        return texts.take(pa.array(column.codes, mask=column.codes < 0))
    if pa.types.is_string(column.array.type) or pa.types.is_integer(column.array.type):
        return column.array.cast(pa.string())
    return pa.array([None if value is None else str(value) for value in column.objects()], pa.string())
