"""Judging a log that was read here on the machines of a Spark cluster."""

import pickle
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 — as everybody calls it

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.sharing import shares_of
from jiannuo.core.engines.clusters.spark_judging import Undecided, UnionOfTriggers, as_schema
from jiannuo.core.engines.clusters.spark_sessions import session
from jiannuo.core.engines.clusters.spark_types import spelled_out, written_schema
from jiannuo.core.engines.findings.findings_schema import SCHEMA
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import passes_of

_SHARE, _NUMBER = "share", "number"
Batches = Iterator["pa.RecordBatch"]


@dataclass(frozen=True, slots=True)
class SparkTask:
    """What every machine knows: the charter with the promises of a pass, how far the record reaches, and when it is."""

    charter: Charter
    reach: Mapping[str, Reach]
    as_of: int
    engine_version: str

    def judged(self, shares: Iterable["pa.RecordBatch"], notice: Callable[[Undecided], None]) -> Batches:
        """Yield the findings on shares of the events."""
        kernel = Kernel(plan_of(self.charter))
        for batch in shares:
            for share in batch.column(_SHARE):
                table: EventTable = pickle.loads(share.as_py())  # noqa: S301 — our own, from the machine that asks
                judging = kernel.judging(table, self.reach, as_of=self.as_of)
                for outcomes in judging.outcomes():
                    verb = self.charter.promises[outcomes.promise].verb
                    for found in outcome_batches(
                        outcomes, judging.world, verb=verb, engine_version=self.engine_version
                    ):
                        yield as_schema(found, spelled_out(SCHEMA))
                notice({promise: set(triggers) for promise, triggers in judging.undecided_triggers.items()})


@dataclass(slots=True)
class SparkAudit:
    """Judges a table of events by Spark; `undecided_triggers` are known as soon as all batches were asked for."""

    master: str
    table: EventTable
    task: SparkTask
    undecided_triggers: Undecided = field(default_factory=dict)

    def batches(self, progress: Callable[[int, int], None] | None) -> Batches:
        """Yield the findings in columns of findings.parquet."""
        passes = passes_of(self.task.charter)
        with session(self.master) as spark:
            noticed = spark.sparkContext.accumulator({}, UnionOfTriggers())
            count = 2 * max(2, spark.sparkContext.defaultParallelism)
            for number, part in enumerate(passes):
                promises = {id_: self.task.charter.promises[id_] for id_ in part.promises}
                task = replace(self.task, charter=replace(self.task.charter, promises=promises))
                payloads = [pickle.dumps(share) for share in shares_of(self.table, part, count=count)]
                rows = pa.table(
                    {_NUMBER: pa.array(range(len(payloads)), pa.int32()), _SHARE: pa.array(payloads, pa.binary())}
                )
                with warnings.catch_warnings():
                    warnings.simplefilter(
                        "ignore", FutureWarning
                    )  # about versions of pandas, which nothing here asks for
                    dealt = spark.createDataFrame(rows).repartitionById(len(payloads), F.col(_NUMBER))
                    judged = dealt.mapInArrow(
                        lambda shares, task=task: task.judged(shares, noticed.add), written_schema(SCHEMA)
                    )
                    found = judged.toArrow()
                for batch in found.to_batches():
                    yield as_schema(batch, SCHEMA)
                if progress is not None:
                    progress(number + 1, len(passes))
            self.undecided_triggers = noticed.value
