"""Judging files of events on the machines of a Spark cluster: the same kernel, the same buckets, the same findings.

Every machine reads a share of the files, sends each event where the events of its key go, and judges there. The files must
lie where all machines see them.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 — as everybody calls it

from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.engines.buckets.bucketing import EVERYWHERE
from jiannuo.core.engines.buckets.judging_files import FileCase, Part, parts_of
from jiannuo.core.engines.buckets.scattering import ScatterPlan
from jiannuo.core.engines.clusters.spark_types import plain, spelled_out, written_schema
from jiannuo.core.engines.findings.compact_findings import SCHEMA as COMPACT
from jiannuo.core.engines.findings.compact_findings import compact_batch
from jiannuo.core.engines.findings.findings_schema import SCHEMA as FULL
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.judging.event_table import EventTable, RowIds
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.plans.plan import plan_of

_FILE, _ROW, _BUCKET = "__file", "__row", "__bucket"
Undecided = dict[str, set[str]]
Batches = Iterator["pa.RecordBatch"]


class UnionOfTriggers:
    """Puts together what several machines noticed; Spark calls it an AccumulatorParam."""

    def zero(self, value: Undecided) -> Undecided:
        """Return what nobody noticed."""
        return {}

    def addInPlace(self, value1: Undecided, value2: Undecided) -> Undecided:  # noqa: N802 — Spark calls it so
        """Add what another machine noticed."""
        for promise, triggers in value2.items():
            value1.setdefault(promise, set()).update(triggers)
        return value1


@dataclass(slots=True)
class SparkFindings:
    """The findings on files, judged in a session of Spark; `undecided_triggers` are known when all were asked for."""

    session: SparkSession
    case: FileCase
    engine_version: str
    undecided_triggers: Undecided = field(default_factory=dict)

    def batches(self) -> Iterator["pa.RecordBatch"]:
        """Yield the findings in columns of findings.parquet, or of compact findings where the case is not in full."""
        schema = FULL if self.case.full else COMPACT
        noticed = self.session.sparkContext.accumulator({}, UnionOfTriggers())
        for part in parts_of(self.case, count=self.case.buckets or self._machines):
            frame = self._frame(part, noticed.add)
            for batch in frame.toArrow().to_batches():
                yield as_schema(batch, schema)
        self.undecided_triggers = noticed.value

    @property
    def _machines(self) -> int:
        """Return into how many buckets the events go: several for each core, so that none waits long for another."""
        cores: int = self.session.sparkContext.defaultParallelism
        return 4 * max(2, cores)

    def _frame(self, part: Part, notice: Callable[[Undecided], None]) -> DataFrame:
        """Return the findings of one pass as rows."""
        with TemporaryDirectory(prefix="jiannuo-") as folder:
            plan = part.scatter.plan(Path(folder), self.case.memory)
        files = part.scatter.files
        columns = [F.col(name) for name in part.scatter.columns]
        row = F.col("_metadata.row_index").cast("long") + 1
        read = self.session.read.parquet(*(str(path.absolute()) for path in files.paths))
        events = read.select(*columns, F.col("_metadata.file_name").alias(_FILE), row.alias(_ROW))
        scattered = events.withColumn(_BUCKET, F.lit(0)).schema
        types = {name: plain(files.schema.field(name).type) for name in part.scatter.columns}
        task = _Task(plan, part, types, self.case.full, self.engine_version)
        found = written_schema(FULL if self.case.full else COMPACT)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about versions of pandas, which nothing here asks for
            moved = events.mapInArrow(task.scattering, scattered).repartitionById(plan.count, F.col(_BUCKET))
            return moved.drop(_BUCKET).mapInArrow(lambda batches: task.judging(batches, notice), found)


@dataclass(frozen=True, slots=True)
class _Task:
    """What the machines are given to do."""

    plan: ScatterPlan
    part: Part
    types: dict[str, pa.DataType]
    full: bool
    engine_version: str

    def scattering(self, batches: Iterable["pa.RecordBatch"]) -> Batches:
        """Yield events with the bucket into which each goes; what goes into all of them once for each."""
        for batch in batches:
            buckets = self.plan.buckets(_as_read(batch, self.types), partial(_named, batch))
            own, common = np.flatnonzero(buckets >= 0), np.flatnonzero(buckets == EVERYWHERE)
            yield _in_bucket(batch, own, buckets[own])
            for number in range(self.plan.count if len(common) else 0):
                yield _in_bucket(batch, common, np.full(len(common), number))

    def judging(self, batches: Iterable["pa.RecordBatch"], notice: Callable[[Undecided], None]) -> Batches:
        """Yield the findings on the events of one bucket."""
        listed = list(batches)
        if not sum(len(batch) for batch in listed):
            return
        table = self._table(pa.Table.from_batches(listed))
        judging = Kernel(plan_of(self.part.charter)).judging(table, self.part.reach, as_of=self.part.as_of)
        schema = FULL if self.full else COMPACT
        for outcomes in judging.outcomes(full=self.full):
            promise = self.part.charter.promises[outcomes.promise]
            found: Iterable[pa.RecordBatch] = [compact_batch(outcomes, judging.world)] if len(outcomes) else []
            if self.full:
                found = outcome_batches(outcomes, judging.world, verb=promise.verb, engine_version=self.engine_version)
            for batch in found:
                yield as_schema(batch, spelled_out(schema))
        notice({promise: set(triggers) for promise, triggers in judging.undecided_triggers.items()})

    def _table(self, rows: "pa.Table") -> EventTable:
        # Shuffling knows no order; of several rows of one id the last of the file counts.
        rows = rows.sort_by([(_FILE, "ascending"), (_ROW, "ascending")])
        files = [path.name for path in self.part.scatter.files.paths]
        events = pa.table({name: rows.column(name).cast(type_) for name, type_ in self.types.items()})
        codes = pa.compute.index_in(rows.column(_FILE), pa.array(files)).to_numpy().astype(np.int16)
        nothing = np.zeros(len(rows), np.uint8)
        ids = RowIds(tuple(f"{name}:" for name in files), codes, rows.column(_ROW).to_numpy(), ("",), nothing)
        return event_table_of(events, self.part.scatter.charter, origin="", ids=ids)


def _in_bucket(rows: "pa.RecordBatch", places: NDArray[np.int64], buckets: NDArray[np.int64]) -> "pa.RecordBatch":
    return rows.take(pa.array(places)).append_column(_BUCKET, pa.array(buckets.astype(np.int32)))


def _named(rows: "pa.RecordBatch", places: NDArray[np.int64]) -> list[str]:
    taken = rows.take(pa.array(places))
    if "id" in rows.schema.names:
        ids: list[str] = taken.column("id").cast(pa.string()).to_pylist()
        return ids
    told: Sequence[tuple[str, int]] = list(
        zip(*(taken.column(name).to_pylist() for name in (_FILE, _ROW)), strict=True)
    )
    return [f"{file}:{row}" for file, row in told]


def _as_read(rows: "pa.RecordBatch", types: dict[str, pa.DataType]) -> "pa.RecordBatch":
    return pa.RecordBatch.from_arrays(
        [rows.column(name).cast(type_) for name, type_ in types.items()], names=list(types)
    )


def as_schema(batch: "pa.RecordBatch", schema: pa.Schema) -> "pa.RecordBatch":
    """Return a batch in the types of a schema."""
    return pa.RecordBatch.from_arrays([_cast(batch.column(entry.name), entry.type) for entry in schema], schema=schema)


def _cast(array: "pa.Array", type_: pa.DataType) -> "pa.Array":
    if pa.types.is_dictionary(type_) and not pa.types.is_dictionary(array.type):
        return array.dictionary_encode().cast(type_)
    return array.cast(type_)
