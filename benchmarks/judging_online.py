"""How long a small batch takes that is already in memory: a thousand touched orders, or one."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.judging_task import Task
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.judging_batches import BatchJudge

ROUNDS, BATCHES = 300, 20
SIZES = (1_000, 1)


def online(task: Task) -> dict[str, object]:
    """Return the median and the 99th percentile in milliseconds, per number of orders in a batch."""
    judge_batch = _judge_batch(task)
    return {str(size): _timed(judge_batch, _batches(task.log, size)) for size in SIZES}


def _judge_batch(task: Task) -> Callable[[pa.Table], Any]:
    """Return what judges a batch of events by a charter that is read and compiled already."""
    judge = BatchJudge(read_charter(Path(task.charter)))
    return lambda table: judge.judge(table, as_of=task.as_of)


def _batches(log: str, size: int) -> list[pa.Table]:
    """Return the events of so many whole orders, several times over with other orders."""
    table = pq.read_table(log).slice(0, 1_000_000)
    orders = np.random.default_rng(1).permutation(pc.unique(table["order_id"]).to_numpy())
    count = max(1, min(BATCHES, len(orders) // size))
    chosen = (orders[number * size : (number + 1) * size] for number in range(count))
    return [table.filter(pc.is_in(table["order_id"], pa.array(each))).combine_chunks() for each in chosen]


def _timed(judge_batch: Callable[[pa.Table], Any], batches: list[pa.Table]) -> dict[str, float]:
    for batch in batches:
        judge_batch(batch)
    taken = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        judge_batch(batches[number % len(batches)])
        taken.append((time.perf_counter() - start) * 1000)
    p50, p99 = np.percentile(taken, [50, 99])
    events = sum(len(batch) for batch in batches) / len(batches)
    return {"events": events, "rounds": ROUNDS, "p50_ms": float(p50), "p99_ms": float(p99)}
