"""The events that a list of selectors picks in each stream (section 2): "any of them", in scan order."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.expressions.walking import without_places
from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.past.routes import routed
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import at_events
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN, Truths


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
    if len(parts) > 1:
        whole = _merged(reader, parts)
    else:
        whole = parts[0] if parts else _Part(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int8))
    return Picks(np.searchsorted(whole.stream, np.arange(len(streams) + 1)), whole.rows, whole.truths)


class _Part(NamedTuple):
    """Events picked in streams, stream by stream in scan order."""

    stream: Numbers
    rows: Rows
    truths: Truths


def _of_selector(reader: Reader, streams: Streams, selector: Selector) -> _Part:
    listed = candidates(reader, streams, selector)
    stream = np.repeat(np.arange(len(streams)), np.diff(listed.starts))
    if selector.where is None and selector.by is None and selector.not_by is None:
        doubtful = reader.world.is_doubtful(listed.rows)
        return _Part(stream, listed.rows, np.where(doubtful, UNKNOWN, TRUE).astype(np.int8))
    sites = at_events(streams, stream, listed.rows, reader.world.table.at[listed.rows])
    truths = reader.matches(selector, sites)
    kept = truths != FALSE
    return _Part(stream[kept], listed.rows[kept], truths[kept])


def candidates(reader: Reader, streams: Streams, selector: Selector) -> Listed:
    """Return the events of the selector's type that belong to each stream, also those seen `via` an attribute."""
    if selector.via is None:
        return reader.rows_of_types(streams, (selector.event,))
    return routed(reader, streams, event=selector.event, via=selector.via)


def _merged(reader: Reader, parts: Iterable[_Part]) -> _Part:
    """Put several selectors' events in scan order, each event once: certain if any selector is certain of it."""
    stream, rows, truths = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((-truths, reader.world.ranks(rows), stream))
    stream, rows, truths = stream[order], rows[order], truths[order]
    first = np.ones(len(rows), np.bool_)
    first[1:] = (np.diff(stream) != 0) | (np.diff(rows) != 0)
    return _Part(stream[first], rows[first], truths[first])
