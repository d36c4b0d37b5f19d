"""The events that one pass of judging looks at, scattered into buckets by their key."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.arrow_events import carrying, event_table_of, names_of
from jiannuo.core.engines.buckets.bucketing import (
    EVERYWHERE,
    NOWHERE,
    BucketFiles,
    BucketLists,
    Buckets,
    Dealt,
    buckets_of,
    dealt,
    hashes_of,
)
from jiannuo.core.engines.buckets.event_files import EventFiles, Piece, Seen, all_seen, seen_in
from jiannuo.core.engines.buckets.linking import NOTHING_LINKED, Linked, linked_in
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.plans.routing import Pass
from jiannuo.core.values.in_parallel import in_parallel

_FILE, _ROW = "\x00file", "\x00row"
"""Columns of buckets: which file a row stood in, and its number there."""
_LEAST_MEMORY = 200_000_000


@dataclass(frozen=True, slots=True)
class Scatter:
    """Scatters the events of files for one pass into so many buckets."""

    files: EventFiles
    charter: Charter
    part: Pass
    count: int

    @contextmanager
    def dealt(self, folder: Path, memory: int | None) -> Iterator["DealtLog"]:
        """Give the rows dealt out; where memory is limited, the folder holds what is not asked for yet."""
        plan = self.plan(folder, memory)
        with BucketLists(plan.count) if memory is None else BucketFiles(folder, plan.count) as buckets:
            pieces = self.files.pieces(self.columns)
            yield DealtLog(buckets, all_seen(self._kept(buckets, plan, pieces)))

    def _kept(
        self, buckets: "BucketLists | BucketFiles", plan: "ScatterPlan", pieces: Iterable[Piece]
    ) -> Iterator[Seen]:  # fmt: skip
        """Keep the rows of each piece in their buckets; yield what it shows."""
        for parts, seen in in_parallel(lambda piece: self._of_piece(piece, plan), pieces):
            buckets.add(parts)
            yield seen

    def _of_piece(self, piece: Piece, plan: "ScatterPlan") -> tuple["Dealt", Seen]:
        places = plan.buckets(piece.rows, partial(self._named, piece))
        return dealt(self._numbered(piece), places, plan.count), seen_in(piece.rows, self.charter)

    def plan(self, folder: Path, memory: int | None) -> "ScatterPlan":
        """Return what tells where each event goes, having looked for links between keys."""
        linked = NOTHING_LINKED
        count = self.count if self.part.key and self._has_key else 1
        if count > 1 and self.files.may_be_linked:
            linking = linked_in(self.files, self.charter, self.files.seen(self.charter).types, self.part.key)
            linked = linking.found(folder, memory or _LEAST_MEMORY)
            # An event that belongs to some key and counts for all of them cannot be in one bucket.
            count = 1 if linked.types & (self.part.everywhere - {"retracted"}) else count
        return ScatterPlan(self.charter, self.part, count, linked, "supersedes" in self.files.names)

    @property
    def _has_key(self) -> bool:
        """Tell whether the files have the key, as whole numbers or texts."""
        schema = self.files.schema
        return all(name in schema.names and _is_simple(schema.field(name).type) for name in self.part.key)

    @property
    def columns(self) -> list[str]:
        """Return the columns that the pass needs."""
        return self.files.columns_for([self.part])

    def _numbered(self, piece: Piece) -> "pa.RecordBatch":
        """Return the rows with the columns that tell where they stood; ids that stand in the file are enough."""
        if "id" in self.files.names:
            return piece.rows
        count = len(piece.rows)
        file, row = np.full(count, piece.file, np.int16), np.arange(piece.first, piece.first + count)
        return piece.rows.append_column(_FILE, pa.array(file)).append_column(_ROW, pa.array(row))

    def table(self, rows: "pa.Table") -> EventTable:
        """Return the events of some rows."""
        if "id" in self.files.names:
            return event_table_of(rows, self.charter, origin="")
        file, row = (rows.column(name).to_numpy() for name in (_FILE, _ROW))
        return event_table_of(rows.drop([_FILE, _ROW]), self.charter, origin="", ids=self.files.ids(file, row))

    def _named(self, piece: Piece, places: NDArray[np.int64]) -> list[str]:
        if "id" in self.files.names:
            named: list[str] = piece.rows.column("id").take(pa.array(places)).cast(pa.string()).to_pylist()
            return named
        before = self.files.befores[piece.file]
        return [f"{before}{piece.first + place}" for place in places.tolist()]


@dataclass(frozen=True, slots=True)
class DealtLog:
    """The rows of a log by bucket, and what it shows as a whole."""

    buckets: BucketLists | BucketFiles
    seen: Seen


@dataclass(frozen=True, slots=True)
class ScatterPlan:
    """Tells where each event goes: into which of `count` buckets, into all of them or into none."""

    charter: Charter
    part: Pass
    count: int
    linked: Linked
    is_corrected: bool

    def buckets(self, rows: "pa.RecordBatch", named: Callable[[NDArray[np.int64]], list[str]]) -> Buckets:
        """Return the bucket of each of some events; `named` gives the ids of those at some places."""
        types, codes = names_of(rows.column("event"))
        if self.count == 1:
            return np.where(self._looked_at(types)[codes], 0, NOWHERE)
        hashes, present = hashes_of([rows.column(name) for name in self.part.key])
        present &= np.array(carrying(self.charter, types, self.part.key), np.bool_)[codes]
        found = buckets_of(self.linked.links.leads(hashes), self.count)
        everywhere = np.array([type_ in self.part.everywhere for type_ in types], np.bool_)[codes]
        found = np.where(present, found, np.where(everywhere, EVERYWHERE, NOWHERE))
        found[present & ~self._looked_at(types)[codes]] = NOWHERE
        self._give_to_owners(found, np.flatnonzero(~present), named)
        return found

    def _looked_at(self, types: tuple[str, ...]) -> NDArray[np.bool_]:
        """Tell of types whether they count. Whatever is corrected or corrects does, so that with corrections all do."""
        wanted = self.part.types
        return np.array([wanted is None or self.is_corrected or type_ in wanted for type_ in types], np.bool_)

    def _give_to_owners(
        self, found: Buckets, loose: NDArray[np.int64], named: Callable[[NDArray[np.int64]], list[str]]
    ) -> None:
        """Put the events without a key that belong to one with those of it."""
        owners = self.linked.owners
        if owners and len(loose):
            for place, name in zip(loose.tolist(), named(loose), strict=True):
                if name in owners:
                    found[place] = owners[name] % self.count


def _is_simple(found: pa.DataType) -> bool:
    plain = found.value_type if pa.types.is_dictionary(found) else found
    return bool(pa.types.is_integer(plain) or pa.types.is_string(plain) or pa.types.is_large_string(plain))
