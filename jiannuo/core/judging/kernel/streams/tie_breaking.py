"""What is equal in instant, source and `seq` is scanned in the order of ids, as texts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.judging.event_table import Coded, Column, RowIds, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers


def settle_ties(rows: Rows, places: Numbers, ids: Column) -> None:
    """Put rows in the order of their ids, in place: `places` are those of rows that are equal to the one before."""
    if not len(places):
        return
    tied = np.zeros(len(rows), np.bool_)
    tied[places] = True
    begins = ~tied
    tied[places - 1] = True
    there = np.flatnonzero(tied)
    run = np.cumsum(begins[there])
    ranks = pc.rank(_sorting_alike(ids.taken(rows[there])), tiebreaker="first").to_numpy(zero_copy_only=False)
    rows[there] = rows[there][np.lexsort((ranks, run))]


def _sorting_alike(ids: Column) -> "pa.Array":
    """Return texts that sort as the ids do: if all begin and end alike, the numbers between are enough."""
    if isinstance(ids, RowIds) and len(ids.befores) == len(ids.afters) == 1 and ids.afters[0] == "":
        return pa.array(ids.numbers, mask=ids.numbers < 0).cast(pa.string())
    return texts_of(ids)


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
