"""Merged and split subjects (5.11): which events they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jiannuo.core.judging.event_table import EventTable, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.streams import Streams

MERGED, SPLIT = "subject_merged", "subject_split"
_NAMES = {MERGED: "into", SPLIT: "from"}


@dataclass(frozen=True, slots=True)
class Kinship:
    """At `at`, the events of the stream `source` begin (merger) or end (split) to be those of `other` as well.

    `row` is the event that says so; `other` is -1 if nothing is known of that subject.
    """

    row: int
    at: int
    stream: int
    other: int
    is_merger: bool


def kinships(streams: Streams, table: EventTable, ranks: Callable[[Rows], Numbers]) -> list[Kinship]:
    """Return the mergers and splits of subjects that have one attribute as their id, in scan order."""
    if len(streams.of) != 1 or not {MERGED, SPLIT} & set(table.types):
        return []
    found = [kin for name in _NAMES if name in table.types for kin in _of_type(name, streams, table)]
    rank = dict(zip((kin.row for kin in found), ranks(np.array([kin.row for kin in found], np.int64)), strict=True))
    return sorted(found, key=lambda kin: (rank[kin.row], streams.keys[kin.stream]))


def _of_type(name: str, streams: Streams, table: EventTable) -> list[Kinship]:
    column = table.attributes.get((name, _NAMES[name]))
    if column is None:
        return []
    places = np.flatnonzero(table.type[streams.rows] == table.types.index(name))
    rows = streams.rows[places]
    values = column.taken(rows).objects()
    told = zip(rows.tolist(), streams.stream_of_place[places].tolist(), values, strict=True)
    return [
        Kinship(row, int(table.at[row]), stream, streams.numbers.get((str(value),), -1), name == MERGED)
        for row, stream, value in told
        if value is not None
    ]


def with_kin(streams: Streams, table: EventTable, ranks: Callable[[Rows], Numbers]) -> Streams:
    """Add to a merged subject what later happens to its survivor, and to a child what happened to its parent before."""
    found = kinships(streams, table, ranks)
    if not found:
        return streams
    extended: dict[int, Rows] = {}
    for kin in found:
        theirs = _rows(kin.other, streams, extended)
        later = table.at[theirs] > kin.at
        shared = np.union1d(_rows(kin.stream, streams, extended), theirs[later if kin.is_merger else ~later])
        extended[kin.stream] = shared[np.argsort(ranks(shared))]
    parts = [_rows(stream, streams, extended) for stream in range(len(streams))] if extended else []
    return _with_rows(streams, parts)


def _rows(stream: int, streams: Streams, extended: dict[int, Rows]) -> Rows:
    if stream < 0:
        return np.empty(0, np.int64)
    if stream in extended:
        return extended[stream]
    return streams.rows[streams.starts[stream] : streams.starts[stream + 1]]


def _with_rows(streams: Streams, parts: Sequence[Rows]) -> Streams:
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    keys = streams.keys
    return replace(streams, rows=np.concatenate(parts), starts=starts, write_keys=lambda _: keys, own=streams, at=None)
