"""The kernel over the same log: columns are read, the kernel judges, verdicts are counted or findings written."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.judging_promises import promises
from benchmarks.judging_task import Counts, Judge, Task
from jiannuo import __version__
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.buckets.counting_judged import PromiseCounts, write_judged
from jiannuo.core.engines.buckets.judging_files import judge_parquet
from jiannuo.core.statistics.fulfilment import CODED


def ready() -> Judge:
    """Return the kernel as a judge."""
    return Judge("jiannuo", __version__, judge, asked)


def asked(task: Task) -> list[str]:
    """Return all promises."""
    return [promise.id for promise in promises(task.promises)]


def judge(task: Task) -> Counts:
    """Return the verdicts per promise."""
    findings = judge_parquet(
        read_charter(Path(task.charter)),
        Path(task.log),
        as_of=task.as_of,
        memory_limit=task.memory_limit,
        full=task.full,
    )
    if not task.full:
        return findings.verdicts()
    with TemporaryDirectory() as folder:
        written = write_judged(findings, Path(folder, "findings.parquet"), engine_version=__version__)
    found = {promise.id: _counts(promise) for promise in written.promises}
    return {id_: counts for id_, counts in found.items() if counts}


def _counts(promise: PromiseCounts) -> dict[str, int]:
    counts = dict(zip(CODED, promise.tally.counts, strict=True))
    ended = {"lapsed": promise.lapsed, "withdrawn": promise.withdrawn}
    return {name: count for name, count in (counts | ended).items() if count}
