"""The events of each subject in scan order: what every stage of the kernel goes through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.judging.event_table import MISSING, Coded, Column, EventTable, Instants, Plain, Rows, object_array
from jiannuo.core.judging.kernel.streams.grouping import grouped, ties
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order
from jiannuo.core.judging.kernel.streams.tie_breaking import settle_ties, texts_of

Key = tuple[str, ...]
NO_KEY = -(2**63)


@dataclass(frozen=True, eq=False)
class Streams:
    """The events that carry all the attributes `of`, stream by stream in scan order; a stream is known by its number.

    `rows[starts[s]:starts[s + 1]]` are the rows of stream `s`; `kind` is the subject kind whose id `of` begins with.
    Where subjects were merged or split, an event may stand in several streams; `own` are the streams before that. `at` are
    the instants of the rows, where they are at hand.
    """

    of: tuple[str, ...]
    kind: str | None
    rows: Rows
    starts: Numbers
    write_keys: Callable[[Rows], Sequence[Key]] = field(repr=False)
    own: "Streams | None" = None
    at: Instants | None = field(default=None, repr=False)

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
    found = grouped(keys, rows, order)
    settle_ties(found.row, ties(found, order), table.ids)
    return Streams(of, kind, found.row, found.starts, _writer(of, table), at=found.at)


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
    """Return whole numbers as they are (the same number is written in the same way), anything else by its texts."""
    if isinstance(column, Plain) and pa.types.is_int64(column.array.type):
        values: Numbers = np.array(pc.fill_null(column.array, NO_KEY))
        if np.count_nonzero(values == NO_KEY) == column.array.null_count:
            return values if len(rows) == len(values) else values[rows]
    return _text_numbers(column, rows, {})


def _text_numbers(column: Column, rows: Rows, texts: dict[str, int]) -> Numbers:
    if isinstance(column, Coded):
        values, codes = [str(value) for value in column.values], column.codes[rows]
    else:
        encoded = texts_of(column.taken(rows)).dictionary_encode()
        values, codes = encoded.dictionary.to_pylist(), np.asarray(pc.fill_null(encoded.indices, MISSING))
    numbers = np.array([*(texts.setdefault(value, len(texts)) for value in values), NO_KEY], np.int64)
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
    found = object_array([""] * len(rows))
    for code, name in enumerate(table.types):
        places = np.flatnonzero(table.type[rows] == code)
        column = table.attributes.get((name, attribute))
        if column is not None and len(places):
            found[places] = texts_of(column.taken(rows[places])).to_pylist()
    listed: list[str] = found.tolist()
    return listed
