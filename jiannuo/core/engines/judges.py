"""Who judges a log: the kernel, or the reference judge, which is slow and for comparison. Both give the same findings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Protocol

import pyarrow as pa

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.engines.events.logs import ReadLog
from jiannuo.core.engines.findings.finding_rows import batches_of
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.engines.judging_problems import SPARK_MISSING
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.reference.judge import Judge as ReferenceJudge
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import listed

KERNEL, REFERENCE = "kernel", "reference"
_OF_SPARK = ("spark://", "local-cluster[")
"""What the words begin with that name machines of Spark."""

Progress = Callable[[int, int], None]
"""Called with how much of the judging is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: a charter, a log, and the instant as of which, in microseconds UTC."""

    charter: Charter
    read: ReadLog
    as_of: int
    engine_version: str

    @property
    def verbs(self) -> Mapping[str, str]:
        """Return the verb of each promise."""
        return {promise.id: promise.verb for promise in self.charter.promises.values()}


class Judge(Protocol):
    """Judges one case; `undecided_triggers` are known as soon as all batches were asked for."""

    @property
    def undecided_triggers(self) -> Mapping[str, set[str]]:
        """Return, per promise, the ids of the events that opened nothing because a condition on them is unknown."""
        ...

    def batches(self, progress: Progress | None) -> Iterator[pa.RecordBatch]:
        """Yield the findings in columns of findings.parquet."""
        ...


class _ByKernel:
    """Judges the table of events column by column, in compiled code."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._judging = Kernel(plan_of(case.charter)).judging(case.read.table, case.read.reach, as_of=case.as_of)

    @property
    def undecided_triggers(self) -> Mapping[str, set[str]]:
        return self._judging.undecided_triggers

    def batches(self, progress: Progress | None) -> Iterator[pa.RecordBatch]:
        verbs, done = self._case.verbs, set[str]()
        for outcomes in self._judging.outcomes(full=True):
            yield from outcome_batches(
                outcomes,
                self._judging.world,
                verb=verbs[outcomes.promise],
                engine_version=self._case.engine_version,
            )
            done.add(outcomes.promise)
            if progress is not None:
                progress(len(done), len(verbs))


class _ByReference:
    """Judges event by event, as the specification reads."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._judge = ReferenceJudge(case.charter, case.read.log, as_of=case.as_of)

    @property
    def undecided_triggers(self) -> Mapping[str, set[str]]:
        return self._judge.undecided_triggers

    def batches(self, progress: Progress | None) -> Iterator[pa.RecordBatch]:
        findings = self._judge.findings(progress)
        return batches_of(findings, verbs=self._case.verbs, engine_version=self._case.engine_version)


ENGINES: Mapping[str, Callable[[Case], Judge]] = {KERNEL: _ByKernel, REFERENCE: _ByReference}
"""Who may be asked to judge, by the word that names them."""


def engine_named(word: str) -> Callable[[Case], Judge]:
    """Return who judges by the word that names him; raise Refusal if nobody is named so or Spark is not installed."""
    if word in ENGINES:
        return ENGINES[word]
    if word.startswith(_OF_SPARK):
        return partial(_by_spark, word, _spark(word))
    known = listed([*ENGINES, "spark://HOST:PORT", "local-cluster[N,CORES,MB]"])
    raise Refusal(kinds.NO_SUCH_ENGINE.at(name=word, known=known))


def _spark(master: str) -> ModuleType:
    """Return what judges by Spark, which is loaded only when it is asked for."""
    try:
        return import_module("jiannuo.core.engines.clusters.spark_audits")
    except ModuleNotFoundError as missing:
        raise Refusal(SPARK_MISSING.at(master=master)) from missing


def _by_spark(master: str, spark: ModuleType, case: Case) -> Judge:
    task = spark.SparkTask(case.charter, case.read.reach, case.as_of, case.engine_version)
    judge: Judge = spark.SparkAudit(master, case.read.table, task)
    return judge
