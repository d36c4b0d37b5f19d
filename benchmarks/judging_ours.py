"""The kernel over the same log: DuckDB reads the columns, the kernel judges, verdicts are counted."""

import importlib
from pathlib import Path

from benchmarks.judging_promises import promises
from benchmarks.judging_task import Counts, Judge, Task
from jiannuo import __version__
from jiannuo.core.charters.reading import read_charter

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
    return findings.verdicts()
