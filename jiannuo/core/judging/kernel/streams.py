"""The events of each subject in scan order: what every stage of the kernel goes through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.expressions.column_values import values_of
from jiannuo.core.judging.event_table import MISSING, Column, EventTable, Plain, Rows
from jiannuo.core.judging.kernel.grouping import grouped, ties
from jiannuo.core.judging.kernel.ordering import Numbers, Order

Key = tuple[str, ...]
NO_KEY = -(2**63)


@dataclass(frozen=True, eq=False)
class Streams:
    """The events that carry all the attributes `of`, stream by stream in scan order; a stream is known by its number.

    `rows[starts[s]:starts[s + 1]]` are the rows of stream `s`; `kind` is the subject kind whose id `of` begins with.
    """

    of: tuple[str, ...]
    kind: str | None
    rows: Rows
    starts: Numbers
    write_keys: Callable[[Rows], Sequence[Key]] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of streams."""
        return len(self.starts) - 1

    @cached_property
    def keys(self) -> Sequence[Key]:
        """Return the key of every stream, as texts."""
        return self.write_keys(self.rows[self.starts[:-1]])

    @cached_property
    def numbers(self) -> Mapping[Key, int]:
        """Return the number of every stream by its key."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def stream_of_place(self) -> Numbers:
        """Return the number of the stream that each place of `rows` belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))


def streams_of(of: tuple[str, ...], kind: str | None, table: EventTable, known_rows: Rows, order: Order) -> Streams:
    """Return the streams of the events in force that carry all the attributes `of`."""
    codes = [_attribute_codes(attribute, table, known_rows) for attribute in of]
    carried = np.logical_and.reduce([each != NO_KEY for each in codes])
    rows = known_rows if carried.all() else known_rows[carried]
    keys = _together([each if len(rows) == len(each) else each[carried] for each in codes])
    found, starts = grouped(keys, rows, order)
    _settle_ties(found, ties(found, starts, order), table)
    return Streams(of, kind, found, starts, _writer(of, table))


def _settle_ties(rows: Rows, places: Numbers, table: EventTable) -> None:
    """Put what is equal in instant, source and `seq` in the order of ids."""
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    for run in np.split(places, breaks):
        first, last = int(run[0]) - 1, int(run[-1]) + 1
        ids = [str(id_) for id_ in table.ids.taken(rows[first:last]).objects()]
        rows[first:last] = rows[first:last][sorted(range(len(ids)), key=ids.__getitem__)]


# What the keys are made of.


def _attribute_codes(attribute: str, table: EventTable, rows: Rows) -> Numbers:
    """Return for each row a number that is the same for the same text of an attribute, `NO_KEY` where there is none."""
    columns = {code: table.attributes.get((name, attribute)) for code, name in enumerate(table.types)}
    carried = {code: column for code, column in columns.items() if column is not None}
    distinct = list({id(column): column for column in carried.values()}.values())
    codes = np.full(len(rows), NO_KEY, np.int64)
    if len(distinct) == 1:
        whole = _numbers_of(distinct[0], rows)
        if len(carried) == len(columns):
            return whole
        has = np.isin(table.type[rows], list(carried))
        return np.where(has, whole, NO_KEY)
    texts: dict[str, int] = {}
    for code, column in carried.items():
        places = np.flatnonzero(table.type[rows] == code)
        codes[places] = _text_numbers(column, rows[places], texts)
    return codes


def _numbers_of(column: Column, rows: Rows) -> Numbers:
    if isinstance(column, Plain) and pa.types.is_int64(column.array.type):
        values: Numbers = np.asarray(pc.fill_null(column.array, NO_KEY))
        return values if len(rows) == len(values) else values[rows]
    return _text_numbers(column, rows, {})


def _text_numbers(column: Column, rows: Rows, texts: dict[str, int]) -> Numbers:
    if isinstance(column, Plain):
        encoded = column.array.take(pa.array(rows)).dictionary_encode()
        values, codes = values_of(encoded.dictionary), np.asarray(pc.fill_null(encoded.indices, MISSING))
    else:
        values, codes = list(column.values), column.codes[rows]
    numbers = np.array([*(texts.setdefault(str(value), len(texts)) for value in values), NO_KEY], np.int64)
    return numbers[codes]


def _together(codes: list[Numbers]) -> Numbers:
    whole = codes[0]
    for each in codes[1:]:
        dense = np.unique(whole, return_inverse=True)[1].astype(np.int64)
        other = np.unique(each, return_inverse=True)[1].astype(np.int64)
        whole = dense * (int(other.max(initial=0)) + 1) + other
    return whole


def _writer(of: tuple[str, ...], table: EventTable) -> Callable[[Rows], Sequence[Key]]:
    def write(rows: Rows) -> Sequence[Key]:
        return list(zip(*(_texts(attribute, table, rows) for attribute in of), strict=True))

    return write


def _texts(attribute: str, table: EventTable, rows: Rows) -> Sequence[str]:
    found: list[str] = [""] * len(rows)
    for code, name in enumerate(table.types):
        places = np.flatnonzero(table.type[rows] == code)
        column = table.attributes.get((name, attribute))
        if column is not None and len(places):
            for place, value in zip(places.tolist(), column.taken(rows[places]).objects(), strict=True):
                found[place] = str(value)
    return found
