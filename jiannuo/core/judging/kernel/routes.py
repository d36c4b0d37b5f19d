"""Events of another subject that belong to a stream while its attribute names that subject: `via` (section 2)."""

import numpy as np

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.latest import Listed
from jiannuo.core.judging.kernel.ordering import Numbers
from jiannuo.core.judging.kernel.reading import Reader
from jiannuo.core.judging.kernel.sites import at_events
from jiannuo.core.judging.kernel.streams import Streams


def routed(reader: Reader, streams: Streams, *, event: str, via: str) -> Listed:
    """Return the events of a type that each stream sees via an attribute, in scan order."""
    return reader.world.remembered(("via", streams.of, event, via), lambda: _routed(reader, streams, event, via))


def _routed(reader: Reader, streams: Streams, event: str, via: str) -> Listed:
    charter = reader.charter
    other = charter.events[event].of
    if streams.kind is None or other is None:
        return Listed(np.zeros(len(streams) + 1, np.int64), np.empty(0, np.int64))
    others = reader.world.streams(charter.subjects[other].id)
    stream, seen = _named(reader, streams, others, via)
    events = reader.rows_of_types(others, (event,))
    counts = events.starts[seen + 1] - events.starts[seen]
    owner = np.repeat(stream, counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = events.rows[np.repeat(events.starts[seen], counts) + within]
    sites = at_events(streams, owner, rows, reader.world.table.at[rows])
    now = reader.of_subject(streams.kind, (via,), sites).objects()
    wanted = [others.keys[number][0] for number in np.repeat(seen, counts).tolist()]
    linked = np.array([v is not None and str(v) == text for v, text in zip(now, wanted, strict=True)], np.bool_)
    return _sorted(reader, streams, owner[linked], rows[linked])


def _named(reader: Reader, streams: Streams, others: Streams, via: str) -> tuple[Numbers, Numbers]:
    """Return each pair of a stream and another subject that its attribute ever names."""
    sources = reader.charter.subjects[streams.kind or ""].attributes[via]
    pairs: set[tuple[int, int]] = set()
    for source in sources:
        listed = reader.rows_of_types(streams, (source.event,))
        stream = np.repeat(np.arange(len(streams)), np.diff(listed.starts))
        column = reader.world.column(source.event, source.attribute)
        values = [] if column is None else column.taken(listed.rows).objects()
        for number, value in zip(stream.tolist(), values, strict=False):
            seen = others.numbers.get((str(value),)) if value is not None else None
            if seen is not None:
                pairs.add((number, seen))
    found = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _sorted(reader: Reader, streams: Streams, owner: Numbers, rows: Rows) -> Listed:
    distinct = np.unique(rows)
    rank = np.empty(len(distinct), np.int64)
    rank[np.searchsorted(distinct, reader.world.scan_order(distinct))] = np.arange(len(distinct))
    order = np.lexsort((rank[np.searchsorted(distinct, rows)], owner))
    return Listed(np.searchsorted(owner[order], np.arange(len(streams) + 1)), rows[order])
