"""The events that a list of selectors picks in each stream (section 2): "any of them", in scan order."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.expressions.walking import without_places
from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.latest import Listed
from jiannuo.core.judging.kernel.ordering import Numbers
from jiannuo.core.judging.kernel.reading import Reader
from jiannuo.core.judging.kernel.routes import routed
from jiannuo.core.judging.kernel.sites import at_events
from jiannuo.core.judging.kernel.streams import Streams
from jiannuo.core.judging.kernel.truths import FALSE, Truths, either


class Picks(NamedTuple):
    """The events picked in stream `s` are `rows[starts[s]:starts[s + 1]]`; `truths` tells certain (1) from undecided (-1)."""

    starts: Numbers
    rows: Rows
    truths: Truths


def picks_of(reader: Reader, streams: Streams, selectors: Iterable[Selector]) -> Picks:
    """Return the events that any of some selectors picks or may pick."""
    listed = tuple(selectors)
    key = ("picks", streams.of, *(without_places(selector) for selector in listed))
    return reader.world.remembered(key, lambda: _picks(reader, streams, listed))


def _picks(reader: Reader, streams: Streams, selectors: tuple[Selector, ...]) -> Picks:
    parts = [_of_selector(reader, streams, selector) for selector in selectors]
    stream = np.concatenate([np.empty(0, np.int64), *(part[0] for part in parts)])
    rows = np.concatenate([np.empty(0, np.int64), *(part[1] for part in parts)])
    truths = np.concatenate([np.empty(0, np.int8), *(part[2] for part in parts)])
    if len(parts) > 1:
        stream, rows, truths = _merged(reader, stream, rows, truths)
    return Picks(np.searchsorted(stream, np.arange(len(streams) + 1)), rows, truths)


def _of_selector(reader: Reader, streams: Streams, selector: Selector) -> tuple[Numbers, Rows, Truths]:
    listed = candidates(reader, streams, selector)
    stream = np.repeat(np.arange(len(streams)), np.diff(listed.starts))
    sites = at_events(streams, stream, listed.rows, reader.world.table.at[listed.rows])
    truths = reader.matches(selector, sites)
    kept = truths != FALSE
    return stream[kept], listed.rows[kept], truths[kept]


def candidates(reader: Reader, streams: Streams, selector: Selector) -> Listed:
    """Return the events of the selector's type that belong to each stream, also those seen `via` an attribute."""
    if selector.via is None:
        return reader.rows_of_types(streams, (selector.event,))
    return routed(reader, streams, event=selector.event, via=selector.via)


def _merged(reader: Reader, stream: Numbers, rows: Rows, truths: Truths) -> tuple[Numbers, Rows, Truths]:
    """Put several selectors' events in scan order, each event once: certain if any selector is certain of it."""
    rank = np.empty(len(rows), np.int64)
    distinct = np.unique(rows)
    place = np.empty(len(distinct), np.int64)
    place[np.searchsorted(distinct, reader.world.scan_order(distinct))] = np.arange(len(distinct))
    rank = place[np.searchsorted(distinct, rows)]
    order = np.lexsort((-truths, rank, stream))
    stream, rows, truths = stream[order], rows[order], truths[order]
    first = np.ones(len(rows), np.bool_)
    first[1:] = (np.diff(stream) != 0) | (np.diff(rows) != 0)
    whole = truths[first]
    later = np.flatnonzero(~first)
    if len(later):
        group = np.cumsum(first) - 1
        for at in later.tolist():
            whole[group[at]] = either(whole[group[at]], truths[at])
    return stream[first], rows[first], whole
