"""The kernel over the same log: columns are read, the kernel judges, verdicts are counted or findings written."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.judging_promises import promises
from benchmarks.judging_task import Counts, Judge, Task
from jiannuo import __version__
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.findings_schema import SCHEMA

JUDGING_FILES = importlib.import_module("jiannuo.core.engines.judging_files")


def ready() -> Judge:
    """Return the kernel as a judge."""
    return Judge("jiannuo", __version__, judge, asked)


def asked(task: Task) -> list[str]:
    """Return all promises."""
    return [promise.id for promise in promises(task.promises)]


def judge(task: Task) -> Counts:
    """Return the verdicts per promise."""
    findings = JUDGING_FILES.judge_parquet(
        read_charter(Path(task.charter)),
        Path(task.log),
        as_of=task.as_of,
        memory_limit=task.memory_limit,
        full=task.full,
    )
    if not task.full:
        return findings.verdicts()
    with TemporaryDirectory() as folder:
        return _written(findings.full_batches(engine_version=__version__), Path(folder, "findings.parquet"))


def _written(batches: Iterator[pa.RecordBatch], path: Path) -> Counts:
    """Write findings with all they say; return how many there are of each verdict."""
    found: Counts = {}
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for batch in batches:
            writer.write_batch(batch)
            counted = pa.table([batch["promise"].cast(pa.string()), batch["verdict"].cast(pa.string())], ["p", "v"])
            for row in counted.group_by(["p", "v"]).aggregate([([], "count_all")]).to_pylist():
                of = found.setdefault(row["p"], {})
                of[row["v"]] = of.get(row["v"], 0) + row["count_all"]
    return found
