"""Our reference judge over the same log: slow, so only to check on a small one that all count alike."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.judging_promises import promises
from benchmarks.judging_task import Counts, Judge, Task
from jiannuo import __version__
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.reference.judge import judge_log

ATTRIBUTES = ("order_id", "city", "channel", "severity", "amount", "plate")


def ready() -> Judge:
    """Return the reference judge."""
    return Judge("jiannuo reference judge", __version__, judge, asked)


def asked(task: Task) -> list[str]:
    """Return all promises."""
    return [promise.id for promise in promises(task.promises)]


def judge(task: Task) -> Counts:
    """Return the verdicts per promise."""
    table = pq.read_table(task.log)
    instants = table["at"].cast("int64").to_pylist()
    rows = table.drop_columns(["at"]).to_pylist()
    events = tuple(_event(number, at, row) for number, (at, row) in enumerate(zip(instants, rows, strict=True)))
    log = Log(events, {"platform": Reach(complete_until=max(instants), first=min(instants))})
    counted: dict[str, Counter[str]] = {}
    for finding in judge_log(read_charter(Path(task.charter)), log, as_of=task.as_of):
        counted.setdefault(finding.promise, Counter())[finding.verdict] += 1
    return {promise: dict(counts) for promise, counts in counted.items()}


def _event(number: int, at: int, row: dict[str, object]) -> Event:
    attributes = {name: row[name] for name in ATTRIBUTES if row[name] is not None}
    kind = str(row["actor_kind"])
    return Event(f"{number:09}", str(row["event"]), at, at, attributes, source="platform", actor_kind=kind)
