"""The places of a stream that promises look at: its own events, and those of other subjects seen via an attribute."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.past.routes import routed
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.streams import Streams

OWN = 0
Via = tuple[str, str]
"""An event type and the attribute by which its events are seen."""


@dataclass(frozen=True, eq=False)
class Track:
    """Places of events, stream by stream in scan order; `via` is `OWN`, or one more than the place in `vias`."""

    streams: Streams
    starts: Numbers
    rows: Rows
    at: Instants
    vias: tuple[Via, ...] = ()
    via: Numbers | None = None

    @cached_property
    def identity(self) -> Numbers:
        """Return what tells the events of a stream apart: the first place at which the event of each place stands in it."""
        if len(self.rows) == len(self.streams.rows):
            return np.arange(len(self.rows))
        return self.places_of(self.stream, self.rows)

    def places_of(self, stream: Numbers, rows: Rows) -> Numbers:
        """Return the first place of each event in its stream; -1 for the row -1."""
        if self.via is None and self.streams.own is None and len(self.rows):
            return np.where(rows < 0, -1, self._place_of_row[rows])
        keys, places = self._by_key
        found = np.searchsorted(keys, stream * (self._most_rows) + rows)
        return np.where(rows < 0, -1, places[np.minimum(found, len(places) - 1)]) if len(places) else rows

    @cached_property
    def _place_of_row(self) -> Numbers:
        """Return the one place of each event, where none stands in a second stream."""
        places = np.full(self._most_rows, -1)
        places[self.rows] = np.arange(len(self.rows))
        return places

    @cached_property
    def _most_rows(self) -> int:
        return int(self.rows.max(initial=0)) + 1

    @cached_property
    def _by_key(self) -> tuple[Numbers, Numbers]:
        keys = self.stream * self._most_rows + self.rows
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def rows_of(self, places: Numbers) -> Rows:
        """Return the rows of events that stand at places; -1 for the place -1."""
        return np.where(places < 0, -1, self.rows[places]) if len(self.rows) else places

    @cached_property
    def stream(self) -> Numbers:
        """Return the stream of every place."""
        return np.repeat(np.arange(len(self.streams)), np.diff(self.starts))


def track_of(reader: Reader, streams: Streams, vias: Iterable[Via]) -> Track:
    """Return the places of streams with the events that are seen via attributes."""
    listed = tuple(vias)
    at = reader.world.table.at
    if not listed:
        return Track(streams, streams.starts, streams.rows, at[streams.rows] if streams.at is None else streams.at)
    others = [routed(reader, streams, event=event, via=via) for event, via in listed]
    numbers = np.arange(len(streams))
    stream = np.concatenate([streams.stream_of_place, *(np.repeat(numbers, np.diff(o.starts)) for o in others)])
    rows = np.concatenate([streams.rows, *(other.rows for other in others)])
    via = np.repeat(np.arange(len(others) + 1), [len(streams.rows), *(len(other.rows) for other in others)])
    ranks = reader.world.ranks(rows)
    order = np.lexsort((via, ranks, stream))
    rows = rows[order]
    return Track(
        streams, np.searchsorted(stream[order], np.arange(len(streams) + 1)), rows, at[rows], listed, via[order]
    )
