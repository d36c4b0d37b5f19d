"""The events of a table dealt out by their key, for several machines to judge: each share has all that its keys need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines.buckets.bucketing import Links
from jiannuo.core.judging.event_table import Coded, EventTable, Rows, compacted
from jiannuo.core.judging.kernel.streams.ordering import Order
from jiannuo.core.judging.kernel.streams.streams import Streams, streams_of
from jiannuo.core.plans.routing import Pass

_KIN = {"subject_merged": "into", "subject_split": "from"}
_ALONE = {"retracted"}


@dataclass(frozen=True, slots=True, eq=False)
class _Dealer:
    """Deals out the events of a table for one pass; events without the key are known by their row, below 0."""

    table: EventTable
    part: Pass
    streams: Streams
    node: NDArray[np.int64]

    def shares(self, count: int) -> list[Rows]:
        """Return the rows of each share."""
        links = Links([*self._by_correction(), *self._by_id(), *self._by_kin()])
        lead = np.array([links.lead(number) for number in range(len(self.streams))], np.int64)
        owned = self._owned(links)
        share = np.where(self.node >= 0, lead[self.node] if len(lead) else 0, -1)
        share[list(owned)] = list(owned.values())
        loose = np.flatnonzero(share < 0)
        types = [code for code, name in enumerate(self.table.types) if name in self.part.everywhere]
        everywhere = loose[np.isin(self.table.type[loose], types)]
        kinds = {self.table.types[self.table.type[row]] for row in owned}
        if kinds & (self.part.everywhere - _ALONE):
            return [np.arange(len(self.table), dtype=np.int64)]
        share = np.where(share < 0, -1, share % count)
        return [np.sort(np.concatenate([np.flatnonzero(share == number), everywhere])) for number in range(count)]

    def _owned(self, links: Links) -> dict[int, int]:
        """Return of each event without the key that belongs to one, by its row, which."""
        leads = {row: links.lead(-1 - row) for row in np.flatnonzero(self.node < 0).tolist()}
        return {row: lead for row, lead in leads.items() if lead >= 0}

    def _number(self, row: int) -> int:
        return int(self.node[row]) if self.node[row] >= 0 else -1 - row

    def _by_correction(self) -> Iterator[tuple[int, int]]:
        if self.table.supersedes is not None:
            row_of = {str(id_): row for row, id_ in enumerate(self.table.ids.objects())}
            for row, id_ in enumerate(self.table.supersedes.objects()):
                if id_ in row_of:
                    yield self._number(row), self._number(row_of[id_])

    def _by_id(self) -> Iterator[tuple[int, int]]:
        if not isinstance(self.table.ids, Coded):
            return
        _, first, which = np.unique(self.table.ids.codes, return_index=True, return_inverse=True)
        for row in np.flatnonzero(first[which] != np.arange(len(self.table))).tolist():
            yield self._number(int(first[which[row]])), self._number(row)

    def _by_kin(self) -> Iterator[tuple[int, int]]:
        for type_, name in _KIN.items():
            column = self.table.attributes.get((type_, name))
            if type_ in self.table.types and column is not None:
                rows = np.flatnonzero((self.table.type == self.table.types.index(type_)) & (self.node >= 0))
                for row, value in zip(rows.tolist(), column.taken(rows).objects(), strict=True):
                    other = self.streams.numbers.get((str(value),), -1)
                    if value is not None and other >= 0:
                        yield self._number(row), other


def shares_of(table: EventTable, part: Pass, *, count: int) -> list[EventTable]:
    """Return the events dealt out into at most so many shares, each of which can be judged by itself in this pass."""
    rows = np.arange(len(table), dtype=np.int64)
    if not part.key or count == 1:
        return [table]
    streams = streams_of(part.key, None, table, rows, Order(table.at, table.source.astype(np.int64), table.seq))
    node = np.full(len(table), -1, np.int64)
    node[streams.rows] = streams.stream_of_place
    dealt = _Dealer(table, part, streams, node).shares(count)
    return [compacted(table.taken(share)) for share in dealt if len(share)]
