"""Events of another subject that belong to a stream while its attribute names that subject: `via` (section 2)."""

import numpy as np

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import at_events
from jiannuo.core.judging.kernel.streams.streams import Streams


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
    now = codes_of(reader.of_subject(streams.kind, (via,), sites))
    number_of = np.array([*(others.numbers.get((str(value),), -1) for value in now.values), -1], np.int64)
    linked = number_of[now.codes] == np.repeat(seen, counts)
    return _sorted(reader, streams, owner[linked], rows[linked])


def _named(reader: Reader, streams: Streams, others: Streams, via: str) -> tuple[Numbers, Numbers]:
    """Return each pair of a stream and another subject that its attribute ever names."""
    sources = reader.charter.subjects[streams.kind or ""].attributes[via]
    pairs = [np.empty(0, np.int64)]
    for source in sources:
        listed = reader.rows_of_types(streams, (source.event,))
        stream = np.repeat(np.arange(len(streams)), np.diff(listed.starts))
        sites = at_events(streams, stream, listed.rows, reader.world.table.at[listed.rows])
        named = codes_of(reader.attribute_of(source.attribute, listed.rows, sites))
        number_of = np.array([*(others.numbers.get((str(value),), -1) for value in named.values), -1], np.int64)
        seen = number_of[named.codes]
        pairs.append((stream * len(others) + seen)[seen >= 0])
    found = np.unique(np.concatenate(pairs))
    return found // max(1, len(others)), found % max(1, len(others))


def _sorted(reader: Reader, streams: Streams, owner: Numbers, rows: Rows) -> Listed:
    order = np.lexsort((reader.world.ranks(rows), owner))
    return Listed(np.searchsorted(owner[order], np.arange(len(streams) + 1)), rows[order])
