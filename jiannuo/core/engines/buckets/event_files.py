"""Parquet files in our own form (see `arrow_events`) as one log, read whole or piece by piece."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.buckets.arrow_events import micros_of, sources_of, wanted_columns
from jiannuo.core.engines.judging_problems import COLUMN_OF_OTHER_TYPE, EVENT_INCOMPLETE, EVENTS_NOT_PARQUET
from jiannuo.core.engines.tabular.table_reading import check_is_file
from jiannuo.core.judging.event_table import RowIds
from jiannuo.core.plans.routing import Pass
from jiannuo.core.values.in_parallel import in_parallel
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import listed

Rows = TypeVar("Rows", pa.Table, pa.RecordBatch)
PIECE = 1 << 18
"""How many rows are read at a time where not all are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows in a row of one file, the first of which has the number `first` (from 1)."""

    file: int
    first: int
    rows: "pa.RecordBatch"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look through all files showed: the instants of each source (or only the ends), and the types of events."""

    instants: Mapping[str, NDArray[np.int64]]
    types: frozenset[str]
    last: int | None


def seen_in(rows: "pa.RecordBatch", charter: Charter) -> Seen:
    """Return what some rows show."""
    names, codes = sources_of(rows, charter)
    at = micros_of(rows.column("at"))
    instants = {
        name: noted(at if len(names) == 1 else at[codes == code], charter, name) for code, name in enumerate(names)
    }
    types = frozenset(pc.unique(rows.column("event")).to_pylist())
    return Seen(instants, types, int(at.max()) if len(at) else None)


def all_seen(parts: Iterable[Seen]) -> Seen:
    """Return what several parts show together."""
    listed = list(parts)
    names = {name for part in listed for name in part.instants}
    return Seen(
        {name: np.concatenate([part.instants[name] for part in listed if name in part.instants]) for name in names},
        frozenset[str]().union(*(part.types for part in listed)),
        max((part.last for part in listed if part.last is not None), default=None),
    )


class EventFiles:
    """Some files with the same columns; the rows are numbered file by file, from 1."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.schema = _schema(self.paths)
        self.count = sum(pq.read_metadata(path).num_rows for path in self.paths)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of the columns."""
        return frozenset(self.schema.names)

    @cached_property
    def befores(self) -> tuple[str, ...]:
        """Return what stands before the number of a row in its id: the file's name, or its path where names recur."""
        recurring = {name for name, times in Counter(path.name for path in self.paths).items() if times > 1}
        return tuple(f"{path if path.name in recurring else path.name}:" for path in self.paths)

    @property
    def may_be_linked(self) -> bool:
        """Tell whether rows with different keys may belong together, so that this would have to be looked for."""
        return not self.names.isdisjoint(("id", "supersedes", "into", "from"))

    def columns_for(self, passes: Iterable[Pass]) -> list[str]:
        """Return the columns that some passes may read."""
        wanted = wanted_columns(passes)
        return [name for name in self.schema.names if name in wanted]

    def whole(self, columns: Sequence[str]) -> "pa.Table":
        """Return all rows."""
        tables = [_checked(self._open(path, columns).read(columns=list(columns)), path) for path in self.paths]
        return pa.concat_tables(tables) if len(tables) > 1 else tables[0]

    def pieces(self, columns: Sequence[str]) -> Iterator[Piece]:
        """Yield all rows, piece by piece."""
        for number, path in enumerate(self.paths):
            first = 1
            for rows in self._open(path, columns).iter_batches(PIECE, columns=list(columns)):
                yield Piece(number, first, _checked(rows, path))
                first += len(rows)

    def ids(self, file: "NDArray[np.int64] | None" = None, row: "NDArray[np.int64] | None" = None) -> RowIds:
        """Return what names rows that have no id: the name of their file and their number; without arguments all rows."""
        if file is None or row is None:
            counts = [pq.read_metadata(path).num_rows for path in self.paths]
            file = np.repeat(np.arange(len(counts), dtype=np.int16), counts)
            row = np.concatenate([np.arange(1, count + 1) for count in counts])
        return RowIds(self.befores, file, row, ("",), np.zeros(len(row), np.uint8))

    def seen(self, charter: Charter) -> Seen:
        """Look through all rows for the instants of each source."""
        columns = [name for name in ("event", "at", "source") if name in self.names]
        return all_seen(in_parallel(lambda piece: seen_in(piece.rows, charter), self.pieces(columns)))

    def _open(self, path: Path, columns: Sequence[str]) -> pq.ParquetFile:
        texts = [name for name in columns if _is_text(self.schema.field(name).type)]
        return pq.ParquetFile(path, read_dictionary=[name for name in texts if name not in ("id", "supersedes")])


def _checked(rows: Rows, path: Path) -> Rows:
    """Return rows all of which have a type and an instant; raise Refusal for others."""
    for name in ("event", "at"):
        if rows.column(name).null_count:
            raise Refusal(EVENT_INCOMPLETE.at(file=path.name, column=name, count=rows.column(name).null_count))
    return rows


def noted(at: NDArray[np.int64], charter: Charter, source: str) -> NDArray[np.int64]:
    """Return the instants that tell how far a source reaches: the ends, or all where its silences count."""
    declared = charter.sources.get(source)
    if len(at) == 0 or (declared is not None and declared.silent_after is not None):
        return at
    return np.array([at.min(), at.max()], np.int64)


def _is_text(found: pa.DataType) -> bool:
    return bool(pa.types.is_string(found) or pa.types.is_large_string(found))


def _schema(paths: Sequence[Path]) -> pa.Schema:
    """Return the columns of all files; raise Refusal for what is no file of events."""
    found: pa.Schema | None = None
    for path in paths:
        check_is_file(path)
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowInvalid, OSError) as error:
            raise Refusal(EVENTS_NOT_PARQUET.at(file=path.name)) from error
        for name in ("event", "at") if found is None else found.names:
            if name not in schema.names:
                columns = listed(schema.names)
                raise Refusal(kinds.COLUMN_MISSING.at(file=path.name, column=name, columns=columns, similar=""))
        _check_types(schema, schema if found is None else found, path)
        found = schema if found is None else found
    return pa.schema([]) if found is None else found


def _check_types(schema: pa.Schema, first: pa.Schema, path: Path) -> None:
    """Refuse types that are no texts, instants that are none, and columns that are not those of the first file."""
    if not _is_text(_plain(schema.field("event").type)):
        raise _other_type(path, schema, "event", "string")
    if not pa.types.is_timestamp(schema.field("at").type):
        raise _other_type(path, schema, "at", "timestamp")
    for name in first.names:
        if schema.field(name).type != first.field(name).type:
            raise _other_type(path, schema, name, str(first.field(name).type))


def _other_type(path: Path, schema: pa.Schema, name: str, wanted: str) -> Refusal:
    return Refusal(
        COLUMN_OF_OTHER_TYPE.at(file=path.name, column=name, found=str(schema.field(name).type), wanted=wanted)
    )


def _plain(found: pa.DataType) -> pa.DataType:
    return found.value_type if pa.types.is_dictionary(found) else found
