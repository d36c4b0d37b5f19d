"""Signals as rows behind those of a table: each carries its key, and what it takes over from the event that gave it."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Signal
from jiannuo.core.judging.event_table import (
    MISSING,
    NO_SEQ,
    Coded,
    Column,
    EventTable,
    Instants,
    Plain,
    RowIds,
    Rows,
)
from jiannuo.core.judging.kernel.streams.columns import assembled, codes_of
from jiannuo.core.judging.kernel.streams.ids import ids_and
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.instants import write_instant


class Given(NamedTuple):
    """Signals that were given: the stream of each, the event that gave it (a row, -1 for none), and when.

    `looked_at` is when the condition was read: the end of a period, if no event gave the signal.
    """

    stream: Numbers
    cause: Rows
    looked_at: Instants
    at: Instants
    is_certain: NDArray[np.bool_]


def with_given(world: World, signal: Signal, streams: Streams, given: Given) -> World:
    """Return the world with signals that were given for some streams behind its events."""
    table, known, count = world.table, world.known, len(given.stream)
    own = streams.own or streams
    first, caused = own.rows[own.starts[given.stream]], given.cause >= 0
    root = np.where(caused, known.root[given.cause], -1)
    at_once = caused & (given.at == given.looked_at)
    types, type_ = _named((table.types, table.type), signal.name, np.full(count, len(table.types)))
    giver = table.sources[0] if caused.all() else world.charter.id
    source = np.where(caused, table.source[given.cause], len(table.sources))
    sources, source = _named((table.sources, table.source), giver, source)
    longer = EventTable(
        types=types,
        type=type_,
        at=np.append(table.at, given.at),
        recorded_at=np.append(table.recorded_at, np.where(caused, table.recorded_at[given.cause], given.at)),
        sources=sources,
        source=source,
        seq=np.append(table.seq, np.where(at_once, known.seq[given.cause], NO_SEQ)),
        ids=ids_and(_texts(world, signal, streams, given, root), behind=table.ids),
        attributes=_attributes(table, signal, first),
        supersedes=_empty(table.supersedes, count),
        actor=_empty(table.actor, count),
        actor_kind=_empty(table.actor_kind, count),
        unit=_empty(table.unit, count),
    )
    return world.with_signals(longer, len(table) + np.flatnonzero(~given.is_certain), causes=root)


def _named(
    known: tuple[tuple[str, ...], NDArray[np.int16]], name: str, added: Numbers
) -> tuple[tuple[str, ...], NDArray[np.int16]]:  # fmt: skip
    """Return sorted names and a column that numbers them, longer: the number behind the last known one is of a new name."""
    names = tuple(sorted({*known[0], name}))
    renumbered = np.array([names.index(each) for each in (*known[0], name)], np.int16)
    return names, renumbered[np.append(known[1], added)]


# Ids.


def _texts(world: World, signal: Signal, streams: Streams, given: Given, root: Rows) -> list[str]:
    """Return the ids: name, key, and the root of the event that gave the signal or the end of its period."""
    roots = world.table.ids.taken(root).objects().tolist()
    ends = zip(roots, given.looked_at.tolist(), strict=True)
    named = [write_instant(at, zone=world.zone) if id_ is None else str(id_) for id_, at in ends]
    keys = (streams.keys[stream] for stream in given.stream.tolist())
    return ["/".join(map(_escaped, (signal.name, *key, name))) for key, name in zip(keys, named, strict=True)]


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("/", "\\/")


# Attributes.


def _attributes(table: EventTable, signal: Signal, first: Rows) -> dict[tuple[str, str], Column]:
    """Return all columns with more rows, and those of the key: each signal carries it as the first event about it did."""
    made = {id(column): _longer(column, first) for column in table.attributes.values()}
    attributes = {name: made[id(column)] for name, column in table.attributes.items()}
    return attributes | {(signal.name, name): _key_column(table, name, first, made) for name in signal.of}


def _key_column(table: EventTable, name: str, first: Rows, made: dict[int, Column]) -> Column:
    """Return the column of an attribute of the key: the one of all events that told it, if they share one."""
    codes = table.type[first]
    types = np.unique(codes).tolist()
    columns = [table.attributes[table.types[code], name] for code in types]
    if len({id(column) for column in columns}) == 1:
        return made[id(columns[0])]
    there = [np.flatnonzero(codes == code) for code in types]
    parts = [(places, column.taken(first[places])) for places, column in zip(there, columns, strict=True)]
    told = codes_of(assembled(parts, len(first)))
    return Coded(told.values, np.append(np.full(len(table), MISSING, np.int32), told.codes))


def _longer(column: Column, rows: Rows) -> Column:
    """Return a column with the values of some of its rows once more behind it; -1 stands for a row without a value."""
    if isinstance(column, Coded):
        return Coded(column.values, np.append(column.codes, column.taken(rows).codes))
    if isinstance(column, Plain):
        return Plain(pa.concat_arrays([column.array, column.taken(rows).array]))
    return RowIds.taken(column, np.append(np.arange(len(column)), rows))


def _empty(column: Column | None, count: int) -> Column | None:
    """Return a column of which signals have nothing."""
    return None if column is None else _longer(column, np.full(count, -1))
